using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vandar.Core.Sandbox;

/// <summary>The payment gateway's three calls. Quoted error texts are the vendor's; where it quotes none
/// (mobile number, description, port, domain of the key), the text follows the pattern of its neighbours.</summary>
internal sealed class IpgEndpoints(World world, Doors doors)
{
    private const int MinimumAmount = 1000;
    private const int CallbackLimit = 255;
    private const int DescriptionLimit = 255;
    private const int CardLimit = 10;
    private const string Failed = "تراکنش با خطا مواجه شده است";
    private const string AlreadyAnnounced = "نتیجه تراکنش قبلا از طرف وندار اعلام گردیده.";
    private const string WindowOver = "زمان تایید تراکنش به پایان رسیده است.";

    public void Map(WebApplication app)
    {
        app.MapPost("/api/v4/send", doors.Open(Send));
        app.MapPost("/api/v4/transaction", doors.Open(Transaction));
        app.MapPost("/api/v4/verify", doors.Open(Verify));
    }

    private Answer Send(HttpContext context, JsonElement body)
    {
        if (Admit(context, body, out SandboxBusiness? business, out List<string> errors, out RateState? rate) is { } refusal)
            return refusal;

        long amount = Amount(body, errors);
        string? callbackUrl = CallbackUrl(body, errors);
        string? mobile = body.Text("mobile_number");
        if (body.Has("mobile_number", out _) && mobile?.IsMobile() != true)
            errors.Add("mobile_number معتبر نیست");
        if (body.Has("national_code", out _) && (body.Text("national_code")?.IsNationalCode() != true || mobile is null))
            errors.Add("کد ملی قابل قبول نیست.");
        if (body.Has("description", out _) && body.Text("description") is not { Length: <= DescriptionLimit })
            errors.Add("description نباید بیشتر از 255 کاراکتر باشد.");
        if (body.Has("port", out _) && body.Text("port") is not ("SAMAN" or "BEHPARDAKHT"))
            errors.Add("port معتبر نیست");
        List<string> cards = ValidCards(body, errors);
        if (errors.Count > 0)
            return Refuse(422, 0, errors) with { Rate = rate };
        if (callbackUrl!.Length >= CallbackLimit)
            return Answer.Json(500, new JsonObject { ["status"] = 0, ["errors"] = new JsonObject { ["error"] = "server error" } });

        Payment payment = NewPayment(business!, body, new Rial(amount), callbackUrl, cards);
        world.Payments.Add(payment);
        world.Journal.Append("ipg.send", CallOf(context, business!, body), payment.Token, payment.Row.Amount);
        return Answer.Json(200, new JsonObject { ["status"] = 1, ["token"] = payment.Token }) with { Rate = rate };
    }

    private Payment NewPayment(SandboxBusiness business, JsonElement body, Rial sent, string callbackUrl, List<string> cards)
    {
        DateTimeOffset now = world.Clock.Now;
        int number = business.Transactions.Count;
        string token = world.Seeded.Text(business.Label("ipg-token", number), 15, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
        long fee = world.Switches.PayerBearsFee ? world.Switches.PaymentFee.Value : Math.Min(world.Switches.PaymentFee.Value, sent.Value);
        return new Payment
        {
            Business = business,
            Token = token,
            CallbackUrl = callbackUrl,
            ValidCards = cards,
            Credited = new Rial(world.Switches.PayerBearsFee ? sent.Value : sent.Value - fee),
            Due = now + PaymentBook.Window,
            Row = new TransactionRow
            {
                Id = business.NextTransactionId(),
                Uuid = business.NextTransactionUuid(),
                CreatedAt = now,
                UpdatedAt = now,
                ChannelCode = "ipg",
                ChannelLabel = "پرداخت اینترنتی",
                Amount = new Rial(world.Switches.PayerBearsFee ? sent.Value + fee : sent.Value),
                Fee = new Rial(fee),
                Description = body.Text("description"),
                FactorNumber = body.Text("factorNumber"),
                Mobile = body.Text("mobile_number"),
                CallbackUrl = callbackUrl,
                Port = body.Text("port") ?? "SAMAN",
                ApiToken = token,
            },
        };
    }

    private Answer Transaction(HttpContext context, JsonElement body)
    {
        if (AdmitToken(context, body, out Payment? payment, out RateState? rate) is { } refusal)
            return refusal;

        TransactionRow row = payment!.Row;
        (int code, string message) = payment.State switch
        {
            PaymentState.Paid => (1, "Confirm requierd"),
            PaymentState.Verified => (2, "Verified"),
            PaymentState.Expired => (3, WindowOver),
            PaymentState.Failed => (4, AlreadyAnnounced),
            _ => (world.Switches.UnpaidTransactionCode, Failed),
        };
        return Answer.Json(200, new JsonObject
        {
            ["status"] = 1,
            ["amount"] = WireDigits.WithDecimals(row.Amount),
            ["wage"] = WireDigits.Of(row.Fee),
            ["shaparakWage"] = "1200",
            ["transId"] = row.Id,
            ["refnumber"] = row.ReferenceId,
            ["trackingCode"] = row.TrackingCode,
            ["factorNumber"] = row.FactorNumber,
            ["mobile"] = row.Mobile,
            ["description"] = row.Description,
            ["cardNumber"] = row.MaskedCard,
            ["CID"] = row.CardHash,
            ["createdAt"] = Tehran.Gregorian(row.CreatedAt),
            ["paymentDate"] = row.PaidAt is { } paid ? Tehran.Gregorian(paid) : null,
            ["code"] = code,
            ["message"] = message,
            ["wage_transaction"] = null,
        }) with { Rate = rate };
    }

    private Answer Verify(HttpContext context, JsonElement body)
    {
        if (AdmitToken(context, body, out Payment? payment, out RateState? rate) is { } refusal)
            return refusal;

        Answer answer = payment!.State switch
        {
            PaymentState.Paid => Verified(context, body, payment),
            PaymentState.Verified => Refuse(world.Switches.RepeatedVerifyStatus, 2, [AlreadyAnnounced]),
            PaymentState.Expired => Refuse(422, 3, [WindowOver]),
            _ => Refuse(422, 0, [Failed]),
        };
        return answer with { Rate = rate };
    }

    private Answer Verified(HttpContext context, JsonElement body, Payment payment)
    {
        TransactionRow row = payment.Row;
        world.Payments.Verify(payment);
        world.Journal.Append("ipg.verify", CallOf(context, payment.Business, body), payment.Token, payment.Credited);
        return Answer.Json(200, new JsonObject
        {
            ["status"] = 1,
            ["amount"] = WireDigits.WithDecimals(row.Amount),
            ["realAmount"] = payment.Credited.Value,
            ["wage"] = WireDigits.Of(row.Fee),
            ["shaparakWage"] = "1200",
            ["transId"] = row.Id,
            ["factorNumber"] = row.FactorNumber,
            ["mobile"] = row.Mobile,
            ["description"] = row.Description,
            ["cardNumber"] = row.MaskedCard,
            ["paymentDate"] = Tehran.Gregorian(row.PaidAt!.Value),
            ["cid"] = row.CardHash,
            ["message"] = "ok",
            ["wage_transaction"] = null,
        });
    }

    /// <summary>Checks the key. A wrong one is an error among others, so that all come at once.</summary>
    private Answer? Admit(
        HttpContext context, JsonElement body, out SandboxBusiness? business, out List<string> errors, out RateState? rate)
    {
        rate = null;
        errors = [];
        business = null;
        if (!body.Has("api_key", out _))
            errors.Add("وارد کردن api key الزامی است");
        else if ((business = world.Businesses.Values.FirstOrDefault(candidate => candidate.IpgApiKey == body.Text("api_key"))) is null)
            errors.Add("api_key معتبر نیست");
        if (business is null)
            return null;
        string scope = world.Switches.RateScope == SandboxRateScope.Business ? business.Slug : "ipg:" + business.Slug;
        return doors.Limit(context, scope, out rate) is { } refusal ? refusal with { Rate = rate } : null;
    }

    private Answer? AdmitToken(HttpContext context, JsonElement body, out Payment? payment, out RateState? rate)
    {
        payment = null;
        if (Admit(context, body, out SandboxBusiness? business, out List<string> errors, out rate) is { } refusal)
            return refusal;
        payment = world.Payments.Find(body.Text("token"));
        if (!body.Has("token", out _))
            errors.Add("وارد کردن token الزامی است");
        else if (payment is null || (business is not null && payment.Business != business))
            errors.Add("token معتبر نیست");
        return errors.Count > 0 ? Refuse(422, 0, errors) with { Rate = rate } : null;
    }

    private static long Amount(JsonElement body, List<string> errors)
    {
        long amount = 0;
        if (!body.Has("amount", out JsonElement value))
            errors.Add("وارد کردن amount الزامی است");
        else if (!value.TryWhole(out amount))
            errors.Add("amount باید عدد یا رشته‌ای از اعداد باشد");
        else if (amount < MinimumAmount)
            errors.Add("amount نباید کوچکتر از 1000 باشد.");
        else if (amount > FieldRules.Largest)
            errors.Add("amount معتبر نیست");
        return amount;
    }

    private string? CallbackUrl(JsonElement body, List<string> errors)
    {
        string? text = body.Text("callback_url");
        if (!body.Has("callback_url", out _))
            errors.Add("وارد کردن callback_url الزامی است");
        else if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? url) || url.Scheme is not ("http" or "https"))
            errors.Add("callback_url معتبر نیست");
        else if (!IsRegistered(url))
            errors.Add("آدرس بازگشتی معتبر نیست");
        return text;
    }

    internal bool IsRegistered(Uri url) => world.Switches.RegisteredDomain is not { } domain
        || url.IdnHost.Equals(domain, StringComparison.OrdinalIgnoreCase)
        || url.IdnHost.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase);

    // Sixteen digits only: the documented example does not pass a check-digit test.
    private static List<string> ValidCards(JsonElement body, List<string> errors)
    {
        if (!body.Has("valid_card_number", out JsonElement value))
            return [];
        JsonElement[] items = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
        List<string> cards = [.. items.Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)];
        if (items.Length > CardLimit || cards.Count < items.Length || cards.Any(card => !card.IsDigits(16)))
            errors.Add("شماره کارت قابل قبول نیست.");
        return cards;
    }

    private Call CallOf(HttpContext context, SandboxBusiness business, JsonElement body) =>
        new(context, business, body, world.Clock.Now, TokenGeneration: null);

    private static Answer Refuse(int httpStatus, int status, List<string> errors)
    {
        JsonArray texts = [];
        foreach (string error in errors)
            texts.Add((JsonNode)error);
        return Answer.Json(httpStatus, new JsonObject { ["status"] = status, ["errors"] = texts });
    }
}
