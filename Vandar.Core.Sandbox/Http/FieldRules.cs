using System.Text.Json;

namespace Vandar.Core.Sandbox;

/// <summary>The usual rules for one field of a body, each with the vendor's text.</summary>
internal static class FieldRules
{
    /// <summary>Beyond any sum of the country; what is larger is refused as not valid, so that the books never overflow.</summary>
    public const long Largest = 1_000_000_000_000_000;

    /// <summary>A key that works once and has worked.</summary>
    public const string KnownTrackId = "این شماره پیگیری از قبل ثبت شده است.";

    public static void Missing(this FieldErrors errors, string name) => errors.Add(name, $"فیلد {name} الزامی است.");

    public static void Invalid(this FieldErrors errors, string name) => errors.Add(name, $"{name} معتبر نیست.");

    /// <summary>A text that must be there and be good; empty if it is not.</summary>
    public static string Required(this FieldErrors errors, JsonElement body, string name, Func<string, bool>? isGood = null)
    {
        if (!body.Has(name, out _))
            errors.Missing(name);
        return errors.Optional(body, name, isGood) ?? "";
    }

    /// <summary>A text that must be good if it is there.</summary>
    public static string? Optional(this FieldErrors errors, JsonElement body, string name, Func<string, bool>? isGood = null)
    {
        string? text = body.Text(name);
        if (body.Has(name, out _) && (text is null || isGood?.Invoke(text) == false))
            errors.Invalid(name);
        return text;
    }

    /// <summary>A whole number that must be there, from 1 on; 0 if it is not.</summary>
    public static long RequiredPositive(this FieldErrors errors, JsonElement body, string name)
    {
        if (!body.Has(name, out _))
            errors.Missing(name);
        return errors.OptionalPositive(body, name) ?? 0;
    }

    /// <summary>A whole number from 1 on, if it is there.</summary>
    public static long? OptionalPositive(this FieldErrors errors, JsonElement body, string name, long most = Largest)
    {
        if (!body.Has(name, out JsonElement value))
            return null;
        if (value.TryWhole(out long number) && number >= 1 && number <= most)
            return number;
        errors.Invalid(name);
        return null;
    }

    /// <summary>Yes or no, if it is there.</summary>
    public static bool OptionalFlag(this FieldErrors errors, JsonElement body, string name, bool fallback)
    {
        if (!body.Has(name, out JsonElement value))
            return fallback;
        if (!value.TryFlag(out bool flag))
            errors.Invalid(name);
        return flag;
    }

    public static bool IsWebAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https";
}
