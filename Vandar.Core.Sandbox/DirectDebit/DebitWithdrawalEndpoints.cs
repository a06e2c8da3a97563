using System.Text.Json.Nodes;

namespace Vandar.Core.Sandbox;

/// <summary>Withdrawals under mandates. One object, three faces: numbers are texts in one call and numbers in the next, as documented.</summary>
internal sealed class DebitWithdrawalEndpoints(World world, Doors doors)
{
    private const string Root = "/v3/business/{business}/subscription/withdrawal";
    private const string One = Root + "/{withdrawal_id}";
    private const int PerPage = 20;
    private const int MostRetries = 16;
    private const int LongestNotifyUrl = 2048;

    public void Map(WebApplication app)
    {
        app.MapPost(Root + "/store", doors.Bearer(Create, DirectDebitErrors.UnknownBusiness));
        app.MapGet(Root, doors.Bearer(List));
        app.MapGet(One, doors.Bearer(call => Show(call, withdrawal => IsId(withdrawal, call.Route("withdrawal_id")))));
        app.MapGet(Root + "/track-id/{track_id}", doors.Bearer(call => Show(call, withdrawal => withdrawal.TrackId == call.Route("track_id"))));
        app.MapPut(One, doors.Bearer(Cancel));
    }

    private Answer Create(Call call)
    {
        FieldErrors errors = new();
        string authorizationId = errors.Required(call.Body, "authorization_id");
        Mandate? mandate = world.DirectDebit.Find(authorizationId) is { } known && known.Business == call.Business ? known : null;
        if (authorizationId.Length > 0 && mandate?.State != MandateState.Active)
            errors.Invalid("authorization_id");
        Rial amount = new(errors.RequiredPositive(call.Body, "amount"));
        if (amount > (mandate?.Limit ?? amount))
            errors.Add("amount", "مبلغ برداشت بیشتر از سقف مجاز این مجوز است.");
        bool isInstant = errors.OptionalFlag(call.Body, "is_instant", fallback: true);
        DateOnly date = isInstant ? Tehran.Day(call.Now) : WithdrawalDate(call, errors);
        string? notifyUrl = errors.Optional(call.Body, "notify_url",
            text => text.Length <= LongestNotifyUrl && FieldRules.IsWebAddress(text));
        long retries = errors.OptionalPositive(call.Body, "max_retry_count", MostRetries) ?? 1;
        string? description = errors.Optional(call.Body, "description");
        string? trackId = errors.Optional(call.Body, "track_id");
        if (trackId is not null && OfBusiness(call).Any(withdrawal => withdrawal.TrackId == trackId))
            errors.Add("track_id", "یک دستور برداشت با این شناسه قبلا ثبت شد است.");
        if (errors.Any)
            return errors.AsLaravel();
        if (RefuseUnder(mandate!, date, call.Now) is { } refusal)
            return refusal;

        Rial fee = mandate!.PayerPaysFee || world.Switches.WithdrawalFee < amount ? world.Switches.WithdrawalFee : amount;
        DebitWithdrawal withdrawal = new()
        {
            Id = world.Seeded.Uuid(call.Business.Label("withdrawal", world.DirectDebit.Withdrawals.Count)).ToString(),
            Mandate = mandate,
            Amount = amount,
            Fee = fee,
            Date = date,
            IsInstant = isInstant,
            MaxRetryCount = isInstant ? 1 : (int)retries,
            TrackId = trackId,
            Description = description,
            NotifyUrl = notifyUrl,
            Status = isInstant ? world.Switches.InstantWithdrawalBegins : DebitWithdrawal.Pending,
            Row = new TransactionRow
            {
                Id = call.Business.NextTransactionId(),
                Uuid = call.Business.NextTransactionUuid(),
                CreatedAt = call.Now,
                UpdatedAt = call.Now,
                ChannelCode = "subscription",
                ChannelLabel = "برداشت مستقیم",
                Amount = mandate.PayerPaysFee ? amount + fee : amount,
                Fee = fee,
                TrackId = trackId,
                Description = description,
                Mobile = mandate.Mobile,
                PayerName = mandate.Name,
            },
        };
        world.DirectDebit.Add(withdrawal);
        world.Journal.Append("direct_debit.withdrawals.create", call, trackId ?? withdrawal.Id, amount);
        return Done("درخواست برداشت وجه با موفقیت ثبت شد.", Created(withdrawal));
    }

    private static DateOnly WithdrawalDate(Call call, FieldErrors errors)
    {
        DateOnly date = default;
        errors.Required(call.Body, "withdrawal_date", text => Tehran.TryGregorianDay(text, out date) && date > Tehran.Day(call.Now));
        return date;
    }

    /// <summary>What the mandate and its bank have against it: two documented refusals, each in a shape of its own, and one of a
    /// switch.</summary>
    private Answer? RefuseUnder(Mandate mandate, DateOnly date, DateTimeOffset now)
    {
        if (!mandate.Bank.IsHealthy)
            return Envelope.Status.Failure(409, "درحال حاضر امکان ثبت درخواست برداشت وجه در بانک مورد نظر وجود ندارد.", "");
        FieldErrors errors = new();
        if (world.Switches.ExpiredAuthorizationIsRefusedAtOnce && (mandate.IsExpired(now) || date >= mandate.Expires))
            errors.Add("authorization_id", "مجوز منقضی شده است.");
        if (world.DirectDebit.CountInMonth(mandate, date) >= mandate.Count)
            errors.Add("authorization_id", "ذخیره برداشت وجه به دلیل رسیدن به حداکثر تعداد برداشت در ماه، امکان پذیر نیست.");
        return errors.Any ? errors.AsStatus() : null;
    }

    private Answer Show(Call call, Func<DebitWithdrawal, bool> isIt)
    {
        if (OfBusiness(call).FirstOrDefault(isIt) is not { } withdrawal)
            return Envelope.Status.NotFound();
        world.DirectDebit.Read(withdrawal);
        return Done("برداشت وجه با موفقیت به نمایش درآمد.", Shown(withdrawal, withdrawal.IsInstant ? 1 : 0));
    }

    /// <summary>Reads nothing at the bank: only the single read decides an instant withdrawal.</summary>
    private Answer List(Call call)
    {
        string? authorizationId = call.Query("q");
        List<DebitWithdrawal> withdrawals = [.. OfBusiness(call).Where(withdrawal =>
            authorizationId is null || withdrawal.Mandate.Id.Equals(authorizationId, StringComparison.OrdinalIgnoreCase))];
        withdrawals.Reverse();
        return Answer.Json(200, Paging.Lenient(call, PerPage).Resource(call, withdrawals, withdrawal => Shown(withdrawal, withdrawal.IsInstant)));
    }

    private Answer Cancel(Call call)
    {
        if (OfBusiness(call).FirstOrDefault(withdrawal => IsId(withdrawal, call.Route("withdrawal_id"))) is not { } withdrawal)
            return Envelope.Status.NotFound();
        if (withdrawal.IsInstant || !withdrawal.IsOpen)
            return Envelope.Status.Failure(422, "امکان لغو این برداشت وجه وجود ندارد.", "");
        withdrawal.Cancel(call.Now);
        world.Journal.Append("direct_debit.withdrawals.cancel", call, withdrawal.Id, withdrawal.Amount);
        return Done("برداشت وجه با موفقیت لغو گردید.", new JsonObject { ["id"] = withdrawal.Id });
    }

    private IEnumerable<DebitWithdrawal> OfBusiness(Call call) =>
        world.DirectDebit.Withdrawals.Where(withdrawal => withdrawal.Mandate.Business == call.Business);

    private static bool IsId(DebitWithdrawal withdrawal, string id) => withdrawal.Id.Equals(id, StringComparison.OrdinalIgnoreCase);

    private static JsonObject Created(DebitWithdrawal withdrawal)
    {
        JsonObject created = Shown(withdrawal, withdrawal.IsInstant);
        created["gateway_transaction_id"] = WireDigits.Of(withdrawal.Row.Id);
        created["amount"] = WireDigits.Of(withdrawal.Amount);
        created["wage_amount"] = withdrawal.Fee.Value;
        created.Remove("refund_id");
        created.Remove("payer_account");
        return created;
    }

    private static JsonObject Shown(DebitWithdrawal withdrawal, JsonNode isInstant) => new()
    {
        ["id"] = withdrawal.Id,
        ["authorization_id"] = withdrawal.Mandate.Id,
        ["retry_count"] = withdrawal.RetryCount,
        ["max_retry_count"] = withdrawal.MaxRetryCount,
        ["gateway_transaction_id"] = withdrawal.Row.Id,
        ["refund_id"] = withdrawal.RefundId,
        ["amount"] = withdrawal.Amount.Value,
        ["wage_amount"] = WireDigits.WithDecimals(withdrawal.Fee),
        ["payment_number"] = withdrawal.PaymentNumber,
        ["payer_account"] = new JsonObject
        {
            ["account_number"] = withdrawal.Mandate.AccountNumber, ["pan"] = withdrawal.Mandate.MaskedCard,
        },
        ["track_id"] = withdrawal.TrackId,
        ["status"] = withdrawal.Status,
        ["description"] = withdrawal.Description,
        ["withdrawal_date"] = Tehran.Jalali(withdrawal.Date),
        ["notify_url"] = withdrawal.NotifyUrl,
        ["is_instant"] = isInstant,
        ["error_code"] = withdrawal.ErrorCode,
        ["error_message"] = DirectDebitErrors.WithdrawalText(withdrawal.ErrorCode),
    };

    private static Answer Done(string message, JsonObject withdrawal) => Answer.Json(200, new JsonObject
    {
        ["status"] = 1, ["message"] = message, ["result"] = new JsonObject { ["withdrawal"] = withdrawal },
    });
}
