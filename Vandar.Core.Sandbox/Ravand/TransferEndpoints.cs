using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vandar.Core.Sandbox;

/// <summary>Transfers from a card's account: reasons, create, password, confirm, inquiries. Only the paths and the kinds of transfer are documented;
/// every member, word and code is inferred, so that any subset of the members is taken.</summary>
internal sealed class TransferEndpoints(World world, Doors doors, RavandAccess access)
{
    private const string Transfer = RavandAccess.One + "/transfer";
    private const int LongestText = 255;

    private static readonly string[] s_reasons =
    [
        "واریز حقوق", "امور بیمه خدمات", "امور درمانی", "امور سرمایه‌گذاری و بورس", "امور ارزی", "پرداخت قرض و تادیه دیون", "امور بازنشستگی",
        "معاملات اموال منقول", "معاملات اموال غیر منقول", "مدیریت نقدینگی", "عوارض گمرکی", "تسویه مالیاتی", "سایر خدمات دولتی",
        "تسهیلات و تعهدات", "تودیع وثیقه", "هزینه عمومی و امور روزمره", "کمک‌های خیریه", "خرید کالا", "خرید خدمات",
    ];

    private static readonly string[] s_passwordNames = ["otp", "otp_code", "code"];
    private static readonly string[] s_reasonNames = ["reason_id", "reason_code", "reason"];

    public void Map(WebApplication app)
    {
        app.MapGet("/v1/business/{business}/ravand/reasons", doors.Bearer(call => access.Open(call) ?? Reasons()));
        app.MapPost(Transfer, doors.Bearer(Create));
        app.MapPost(Transfer + "/retry-otp", doors.Bearer(ResendPassword));
        app.MapPost(Transfer + "/confirm-otp", doors.Bearer(Confirm));
        app.MapGet(Transfer + "/inquiry", doors.Bearer(Inquire));
        app.MapGet(Transfer + "/inquiry/paya-satna", doors.Bearer(InquireClearing));
    }

    private static Answer Reasons()
    {
        JsonArray reasons = [];
        for (int i = 1; i <= s_reasons.Length; i++)
            reasons.Add((JsonNode)new JsonObject { ["id"] = i, ["code"] = $"{i:00}", ["title"] = s_reasons[i - 1] });
        return RavandAccess.Received(reasons);
    }

    private Answer Create(Call call)
    {
        if (access.FindAccount(call, named: null, out CardAccount account) is { } refusal)
            return refusal;
        FieldErrors errors = new();
        (string? source, string destination) = Accounts(call.Body, account, errors);
        Rial amount = Rial.Zero;
        if (!call.Body.Has("amount", out JsonElement sent))
            errors.Add("amount", "وارد کردن amount الزامی است.");
        else if (!RavandAccess.TryAmount(sent, out amount))
            errors.Add("amount", "amount باید عدد صحیح بزرگتر از صفر باشد.");
        string kind = Kind(call.Body, destination, errors);
        CheckReason(call.Body, errors);
        string? trackId = errors.Optional(call.Body, "track_id", text => text.Length <= LongestText);
        string? description = errors.Optional(call.Body, "description", text => text.Length <= LongestText);
        errors.Optional(call.Body, "payment_number", text => text.Length <= LongestText);
        if (errors.Any)
            return access.Invalid(errors);

        if (source is not null && source != account.Card.AccountNumber)
            return Envelope.Responder.NotFound();
        if (trackId is not null && world.CardTransfers.FindByTrackId(call.Business, trackId) is not null)
            return Refuse("track_id قبلا استفاده شده است", "duplicate_track_id");
        if (world.CardAccounts.Balance(account) < amount)
            return NotEnough();

        CardTransfer transfer = world.CardTransfers.Create(call.Business, account, kind, amount, destination, trackId, description);
        world.Journal.Append("ravand.transfers.create", call, transfer.Key, amount);
        return RavandAccess.Done(new JsonObject
        {
            ["transfer_id"] = transfer.Id,
            ["track_id"] = transfer.TrackId,
            ["status"] = transfer.Status,
            ["otp_expires_at"] = Tehran.JalaliThenTime(transfer.PasswordEnds),
        });
    }

    private Answer ResendPassword(Call call)
    {
        if (access.FindAccount(call, named: null, out CardAccount account) is { } refusal)
            return refusal;
        if (Find(call, account, KeysOf(call)) is not { } transfer)
            return Envelope.Responder.NotFound();
        if (transfer.Status != TransferStatus.WaitingForOtp)
            return NoLongerOpen();
        if (call.Now < transfer.PasswordSentAt + world.Switches.TransferResendWait)
            return Refuse("ارسال دوباره رمز هنوز ممکن نیست", "otp_resend_too_soon");

        world.CardTransfers.SendPassword(transfer);
        world.Journal.Append("ravand.transfers.resend_otp", call, transfer.Key);
        return RavandAccess.Done(new JsonObject
        {
            ["transfer_id"] = transfer.Id, ["otp_expires_at"] = Tehran.JalaliThenTime(transfer.PasswordEnds),
        });
    }

    /// <summary>The money moves here, once. A wrong password counts, one that is too old does not.</summary>
    private Answer Confirm(Call call)
    {
        if (access.FindAccount(call, named: null, out CardAccount account) is { } refusal)
            return refusal;
        string field = s_passwordNames.FirstOrDefault(name => call.Body.Has(name, out _)) ?? s_passwordNames[0];
        FieldErrors errors = new();
        string password = errors.Required(call.Body, field, text => text.All(char.IsAsciiDigit));
        if (errors.Any)
            return access.Invalid(errors);
        if (Find(call, account, KeysOf(call)) is not { } transfer)
            return Envelope.Responder.NotFound();

        if (transfer.Status != TransferStatus.WaitingForOtp)
        {
            bool isRepeat = transfer.Clearing is not null && password == transfer.Password;
            return isRepeat && world.Switches.RepeatedConfirmSucceeds ? Confirmed(transfer) : NoLongerOpen();
        }
        if (call.Now >= transfer.PasswordEnds)
            return access.Invalid(field, "رمز منقضی شده است.");
        if (password != transfer.Password)
        {
            if (++transfer.WrongPasswords >= world.Switches.TransferPasswordTries)
                transfer.Status = TransferStatus.Failed;
            return access.Invalid(field, "رمز نادرست است.");
        }
        if (world.CardAccounts.Balance(account) < transfer.Amount)
        {
            transfer.Status = TransferStatus.Failed;
            return NotEnough();
        }
        world.CardTransfers.Confirm(transfer);
        world.Journal.Append("ravand.transfers.confirm_otp", call, transfer.Key, transfer.Amount);
        return Confirmed(transfer);
    }

    private Answer Inquire(Call call)
    {
        if (access.FindAccount(call, named: null, out CardAccount account) is { } refusal)
            return refusal;
        if (Find(call, account, call.Query) is not { } transfer)
            return Envelope.Responder.NotFound();
        return RavandAccess.Received(new JsonObject
        {
            ["transfer_id"] = transfer.Id,
            ["track_id"] = transfer.TrackId,
            ["type"] = transfer.Kind,
            ["amount"] = transfer.Amount.Value,
            ["status"] = transfer.Status,
            ["reference_number"] = transfer.Clearing is null ? null : transfer.Reference,
        });
    }

    private Answer InquireClearing(Call call)
    {
        if (access.FindAccount(call, named: null, out CardAccount account) is { } refusal)
            return refusal;
        CardTransfer? transfer = call.Query("reference_number") is { } reference
            ? Own(world.CardTransfers.FindByReference(reference), account)
            : Find(call, account, call.Query);
        if (transfer is not { GoesThroughClearing: true, Clearing: { } clearing })
            return Envelope.Responder.NotFound();
        JsonObject state = new()
        {
            ["reference_number"] = transfer.Reference, ["amount"] = transfer.Amount.Value, ["status"] = clearing,
        };
        return RavandAccess.Received(world.Switches.ClearingInquiryIsArray ? new JsonArray(state) : state);
    }

    /// <summary>By its id, by the caller's key, or the cardholder's latest: no path carries a key, so the service must take one of these. A key
    /// that is there must fit, also beside another: money never moves for a transfer the caller did not mean.</summary>
    private CardTransfer? Find(Call call, CardAccount account, Func<string, string?> read)
    {
        (string? id, string? trackId) = (read("transfer_id"), read("track_id"));
        CardTransfer? transfer = id is not null ? Own(world.CardTransfers.Find(id), account)
            : trackId is not null ? Own(world.CardTransfers.FindByTrackId(call.Business, trackId), account)
            : world.CardTransfers.Latest(account);
        if (transfer is null || (trackId is not null && trackId != transfer.TrackId))
            return null;
        world.CardTransfers.Expire(transfer);
        return transfer;
    }

    /// <summary>A key of the body as it was written: what is no text names nothing, which is not the same as no key.</summary>
    private static Func<string, string?> KeysOf(Call call) =>
        name => call.Body.Has(name, out JsonElement value) ? value.ToString() : null;

    private static CardTransfer? Own(CardTransfer? transfer, CardAccount account) => transfer?.Source == account ? transfer : null;

    /// <summary><c>account_number</c> alone can mean either end: it is the source if it is the cardholder's own.</summary>
    private static (string? Source, string Destination) Accounts(JsonElement body, CardAccount account, FieldErrors errors)
    {
        string? plain = body.Text("account_number");
        bool isOwn = plain == account.Card.AccountNumber;
        string? source = body.Text("source_account_number") ?? (isOwn ? plain : null);
        string? destination = body.Text("destination") ?? body.Text("iban_number") ?? (isOwn ? null : plain);
        if (destination is null)
            errors.Add("destination", "وارد کردن destination الزامی است.");
        else if (destination == account.Card.AccountNumber || destination == account.Card.Iban)
            errors.Add("destination", "مبدا و مقصد یکسان هستند.");
        return (source, destination ?? "");
    }

    private static string Kind(JsonElement body, string destination, FieldErrors errors)
    {
        string? sent = errors.Optional(body, "type", text => TransferKind.All.Contains(text.ToUpperInvariant()));
        string kind = sent?.ToUpperInvariant() ?? (destination.IsIban() ? TransferKind.Paya : TransferKind.Internal);
        bool isAccount = destination.Length is > 0 and <= 22 && destination.All(char.IsAsciiDigit);
        bool isGood = destination.IsIban() || (kind == TransferKind.Internal && isAccount);
        bool returnsAtOnce = kind is TransferKind.Internal or TransferKind.Pol && CardTransferBook.HasUnknownBank(destination);
        if (destination.Length > 0 && (!isGood || returnsAtOnce))
            errors.Add("destination", "destination معتبر نیست.");
        return kind;
    }

    private static void CheckReason(JsonElement body, FieldErrors errors)
    {
        foreach (string name in s_reasonNames)
        {
            if (body.Has(name, out JsonElement value) && !(value.TryWhole(out long number) && number >= 1 && number <= s_reasons.Length))
                errors.Add(name, $"{name} معتبر نیست.");
        }
    }

    private static Answer Confirmed(CardTransfer transfer) => RavandAccess.Done(new JsonObject
    {
        ["transfer_id"] = transfer.Id, ["status"] = transfer.Status, ["reference_number"] = transfer.Reference,
    });

    private static Answer NoLongerOpen() => Refuse("این انتقال دیگر در انتظار رمز نیست", "transfer_is_not_open");

    private static Answer NotEnough() => Refuse("موجودی حساب کافی نیست", "insufficient_balance");

    private static Answer Refuse(string message, string code) => Envelope.Responder.Failure(400, message, code);
}
