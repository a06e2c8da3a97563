using System.Globalization;
using System.Text.Json;

namespace Vandar.Core.Sandbox;

/// <summary>The subjects of one inquiry. Reading one also notes what its value asks of the provider: nothing known, or no answer.</summary>
internal sealed class Question(JsonElement body, FieldErrors errors)
{
    /// <summary>National code and birth date, mobile and national code and so on do not belong together.</summary>
    public bool IsUnmatched { get; private set; }

    /// <summary>There is no such thing, in a service whose reference has no refusal for that.</summary>
    public bool IsUnknown { get; private set; }

    public bool ProviderIsDown { get; private set; }

    public string Text(string name) => errors.Required(body, name, text => text.Length <= 255);

    public string NationalCode() => Identity("national_code", text => text.IsNationalCode());

    public string FidaCode() => Identity("fida_code", text => text.Length is >= 8 and <= 20 && text.All(char.IsAsciiDigit));

    public string CompanyId() => Thing("national_code", text => text.IsDigits(11));

    public string PostalCode() => Thing("postal_code", text => text.IsDigits(10));

    public string Card() => Thing("card", text => text.IsDigits(16));

    public string Iban()
    {
        string iban = errors.Required(body, "iban", text => text.IsIban());
        Note(iban.Length > 4 ? iban[4..] : "", out bool isUnknown);
        IsUnknown |= isUnknown;
        return iban;
    }

    public void Mobile()
    {
        string mobile = errors.Required(body, "mobile", text => text.IsMobile());
        IsUnmatched |= mobile.EndsWith(SandboxInquiries.UnmatchedMobileEnding, StringComparison.Ordinal);
        ProviderIsDown |= mobile.EndsWith(SandboxInquiries.ProviderDownMobileEnding, StringComparison.Ordinal);
    }

    /// <summary>A birth date under any of the names, as a number of digits or as text: both are seen.</summary>
    public string BirthDate(Func<string, bool> isGood, params string[] names)
    {
        string name = names.FirstOrDefault(candidate => body.Has(candidate, out _)) ?? names[0];
        if (!body.Has(name, out JsonElement value) || value.ValueKind != JsonValueKind.Number)
        {
            string text = errors.Required(body, name, isGood);
            IsUnmatched |= text.StartsWith(SandboxInquiries.UnmatchedBirthYear, StringComparison.Ordinal);
            return text;
        }
        string digits = value.GetRawText();
        if (!isGood(digits))
            errors.Add(name, $"{name} معتبر نیست.");
        IsUnmatched |= digits.StartsWith(SandboxInquiries.UnmatchedBirthYear, StringComparison.Ordinal);
        return digits;
    }

    public static bool IsJalaliDay(string text) => Tehran.IsSlashedDay(text) || (text.IsDigits(8) && Tehran.TryStartOfDay(text, out _));

    // The calendar of a foreigner's birth date is not documented.
    public static bool IsDayOfAnyCalendar(string text) => IsJalaliDay(text) || DateOnly.TryParseExact(
        text, ["yyyy/MM/dd", "yyyy-MM-dd", "yyyyMMdd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private string Identity(string name, Func<string, bool> isGood)
    {
        string text = errors.Required(body, name, isGood);
        Note(text, out bool isUnknown);
        IsUnmatched |= isUnknown;
        return text;
    }

    private string Thing(string name, Func<string, bool> isGood)
    {
        string text = errors.Required(body, name, isGood);
        Note(text, out bool isUnknown);
        IsUnknown |= isUnknown;
        return text;
    }

    private void Note(string text, out bool isUnknown)
    {
        isUnknown = text.StartsWith(SandboxInquiries.UnmatchedPrefix, StringComparison.Ordinal);
        ProviderIsDown |= text.StartsWith(SandboxInquiries.ProviderDownPrefix, StringComparison.Ordinal);
    }
}
