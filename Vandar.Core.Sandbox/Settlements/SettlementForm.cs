using System.Text.Json;

namespace Vandar.Core.Sandbox;

/// <summary>Reads what single, queued and batch settlements have in common.</summary>
/// <param name="Unit">How many Rial one unit of the wire's amount is.</param>
/// <param name="Least">The smallest amount, in that unit.</param>
/// <param name="Most">The largest amount, in that unit.</param>
/// <param name="ChecksIban">Whether a wrong IBAN is refused at once.</param>
internal sealed record SettlementForm(int Unit, long Least, long Most, bool ChecksIban)
{
    public const int DescriptionLimit = 256;

    public const string KnownTrackId = "این شماره پیگیری از قبل ثبت شده است.";

    // No upper limit is documented for a single one; above this nobody's wallet suffices.
    private const long NobodyHasMore = 1_000_000_000_000_000;

    public static SettlementForm InToman { get; } = new(Unit: 10, 5_000, NobodyHasMore, ChecksIban: true);

    public static SettlementForm InRial { get; } = new(Unit: 1, 50_000, NobodyHasMore, ChecksIban: true);

    public static SettlementForm OfBatch { get; } = new(Unit: 1, 50_000, 500_000_000, ChecksIban: false);

    /// <summary>As the wire has it: capital letters, 24 digits, right check digits.</summary>
    public static bool IsIban(string text) =>
        text.Length == 26 && text.StartsWith("IR", StringComparison.Ordinal) && text[2..].IsDigits(24) && Iban.TryParse(text, out _);

    /// <summary>Whether money can be sent there: a right IBAN, of a bank that exists.</summary>
    public static bool IsReachable(string text) => IsIban(text) && !CardTransferBook.HasUnknownBank(text);

    /// <summary>A payment number, a number or a text of digits.</summary>
    public static string? PaymentNumber(JsonElement body, FieldErrors errors, string prefix = "")
    {
        if (!body.Has("payment_number", out JsonElement value))
            return null;
        string? text = value.ValueKind switch
        {
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.String => value.GetString(),
            _ => null,
        };
        if (text is not null && text.All(char.IsAsciiDigit))
            return text;
        errors.Add(prefix + "payment_number", "payment_number باید عدد باشد.");
        return null;
    }

    /// <summary>Description and webhook address.</summary>
    public static string? Texts(JsonElement body, FieldErrors errors, string prefix = "")
    {
        string? description = body.Text("description");
        if (body.Has("description", out _) && description is not { Length: <= DescriptionLimit })
            errors.Add(prefix + "description", "description نباید بیشتر از 256 کاراکتر باشد.");
        if (body.Has("notify_url", out _)
            && !(Uri.TryCreate(body.Text("notify_url"), UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https"))
        {
            errors.Add(prefix + "notify_url", "notify_url معتبر نیست.");
        }
        return description;
    }

    /// <summary>Reads one settlement; the order counts only if no error was added.</summary>
    public SettlementOrder Read(JsonElement body, BusinessSettlements known, FieldErrors errors, string prefix = "")
    {
        string iban = Required(body, "iban", errors, prefix), trackId = Required(body, "track_id", errors, prefix);
        if (ChecksIban && iban.Length > 0 && !IsReachable(iban))
            errors.Add(prefix + "iban", SettlementBook.UnknownIban);
        if (known.TrackIds.Contains(trackId))
            errors.Add(prefix + "track_id", KnownTrackId);
        string? type = body.Text("type");
        if (body.Has("type", out _) && type is not ("A2A" or "ACH"))
            errors.Add(prefix + "type", "type معتبر نیست.");
        if (body.Has("reason_code", out _) && body.Text("reason_code")?.IsDigits(2) != true)
            errors.Add(prefix + "reason_code", "reason_code معتبر نیست.");
        CheckReceiver(body, errors, prefix);
        return new SettlementOrder(iban, Amount(body, errors, prefix), trackId)
        {
            PaymentNumber = PaymentNumber(body, errors, prefix),
            Description = Texts(body, errors, prefix),
            IsInstant = IsInstant(body, errors, prefix),
            AsksForA2A = type == "A2A",
        };
    }

    private Rial Amount(JsonElement body, FieldErrors errors, string prefix)
    {
        if (!body.Has("amount", out JsonElement value))
            errors.Add(prefix + "amount", "وارد کردن amount الزامی است.");
        else if (!value.TryWhole(out long amount))
            errors.Add(prefix + "amount", "amount باید عدد باشد.");
        else if (amount < Least)
            errors.Add(prefix + "amount", FormattableString.Invariant($"amount نباید کوچکتر از {Least} باشد."));
        else if (amount > Most)
            errors.Add(prefix + "amount", FormattableString.Invariant($"amount نباید بزرگتر از {Most} باشد."));
        else
            return new Rial(amount * Unit);
        return Rial.Zero;
    }

    private static string Required(JsonElement body, string name, FieldErrors errors, string prefix)
    {
        if (!body.Has(name, out _))
            errors.Add(prefix + name, $"وارد کردن {name} الزامی است.");
        else if (body.Text(name) is { } text)
            return text;
        else
            errors.Add(prefix + name, $"{name} معتبر نیست.");
        return "";
    }

    private static bool IsInstant(JsonElement body, FieldErrors errors, string prefix)
    {
        if (!body.Has("is_instant", out JsonElement value))
            return false;
        string text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        if (text is not ("true" or "false" or "1" or "0"))
            errors.Add(prefix + "is_instant", "is_instant معتبر نیست.");
        return text is "true" or "1";
    }

    private static void CheckReceiver(JsonElement body, FieldErrors errors, string prefix)
    {
        if (!body.Has("receiver_information", out JsonElement receiver))
            return;
        if (receiver.ValueKind != JsonValueKind.Object)
        {
            errors.Add(prefix + "receiver_information", "receiver_information معتبر نیست.");
            return;
        }
        if (receiver.Has("national_code", out _) && receiver.Text("national_code")?.IsNationalCode() != true)
            errors.Add(prefix + "receiver_information.national_code", "کد ملی قابل قبول نیست.");
        if (receiver.Has("birth_date", out _) && (receiver.Text("birth_date") is not { } day || !Tehran.IsSlashedDay(day)))
            errors.Add(prefix + "receiver_information.birth_date", "birth_date معتبر نیست.");
    }
}
