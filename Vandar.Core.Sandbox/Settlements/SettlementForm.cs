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

    // No upper limit is documented for a single one: nobody's wallet suffices for more than the books count.
    public static SettlementForm InToman { get; } = new(Unit: 10, 5_000, FieldRules.Largest / 10, ChecksIban: true);

    public static SettlementForm InRial { get; } = new(Unit: 1, 50_000, FieldRules.Largest, ChecksIban: true);

    public static SettlementForm OfBatch { get; } = new(Unit: 1, 50_000, 500_000_000, ChecksIban: false);

    /// <summary>Whether money can be sent there: a right IBAN, of a bank that exists.</summary>
    public static bool IsReachable(string text) => text.IsIban() && !CardTransferBook.HasUnknownBank(text);

    /// <summary>A payment number, a number or a text of digits.</summary>
    public static string? PaymentNumber(JsonElement body, FieldErrors errors)
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
        errors.Add("payment_number", "payment_number باید عدد باشد.");
        return null;
    }

    /// <summary>Description and webhook address.</summary>
    public static string? Texts(JsonElement body, FieldErrors errors)
    {
        string? description = body.Text("description");
        if (body.Has("description", out _) && description is not { Length: <= DescriptionLimit })
            errors.Add("description", "description نباید بیشتر از 256 کاراکتر باشد.");
        errors.Optional(body, "notify_url", FieldRules.IsWebAddress);
        return description;
    }

    /// <summary>Reads one settlement; the order counts only if no error was added.</summary>
    public SettlementOrder Read(JsonElement body, BusinessSettlements known, FieldErrors errors)
    {
        string iban = errors.Required(body, "iban"), trackId = errors.Required(body, "track_id");
        if (ChecksIban && iban.Length > 0 && !IsReachable(iban))
            errors.Add("iban", SettlementBook.UnknownIban);
        if (known.TrackIds.Contains(trackId))
            errors.Add("track_id", FieldRules.KnownTrackId);
        string? type = errors.Optional(body, "type", text => text is "A2A" or "ACH");
        errors.Optional(body, "reason_code", text => text.IsDigits(2));
        CheckReceiver(body, errors);
        return new SettlementOrder(iban, Amount(body, errors), trackId)
        {
            PaymentNumber = PaymentNumber(body, errors),
            Description = Texts(body, errors),
            IsInstant = errors.OptionalFlag(body, "is_instant", fallback: false),
            AsksForA2A = type == "A2A",
        };
    }

    private Rial Amount(JsonElement body, FieldErrors errors)
    {
        if (!body.Has("amount", out JsonElement value))
            errors.Missing("amount");
        else if (!value.TryWhole(out long amount))
            errors.Add("amount", "amount باید عدد باشد.");
        else if (amount < Least)
            errors.Add("amount", FormattableString.Invariant($"amount نباید کوچکتر از {Least} باشد."));
        else if (amount > Most)
            errors.Add("amount", FormattableString.Invariant($"amount نباید بزرگتر از {Most} باشد."));
        else
            return new Rial(amount * Unit);
        return Rial.Zero;
    }

    private static void CheckReceiver(JsonElement body, FieldErrors errors)
    {
        if (!body.Has("receiver_information", out JsonElement receiver))
            return;
        if (receiver.ValueKind != JsonValueKind.Object)
        {
            errors.Invalid("receiver_information");
            return;
        }
        FieldErrors within = errors.Within("receiver_information");
        if (receiver.Has("national_code", out _) && receiver.Text("national_code")?.IsNationalCode() != true)
            within.Add("national_code", "کد ملی قابل قبول نیست.");
        within.Optional(receiver, "birth_date", Tehran.IsSlashedDay);
    }
}
