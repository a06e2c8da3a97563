using System.Buffers;
using System.Globalization;
using System.Text;

namespace Vandar.Core;

/// <summary>
/// A server's words, made fit for a log: what could be a card number, an IBAN, a national code, a one-time password or a token is starred.
/// </summary>
/// <remarks>
/// The rule knows no field names, because a server may quote anything anywhere: a run of five or more digits goes, and so does an
/// unbroken word of twelve or more letters, digits and token punctuation that has a digit in it. Digits in groups, as cards and mobiles are
/// printed, are one run. Persian text and ordinary words stay.
/// </remarks>
internal static class RedactedText
{
    /// <summary>As many digits in a row can be a secret where nothing shorter is known to travel.</summary>
    internal const int ShortestSecret = 5;

    private const int TokenRun = 12;

    private static readonly SearchValues<char> s_tokenCharacters =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+/=_-.");

    internal static string Of(ReadOnlySpan<byte> utf8, int maximumLength, int digitRun = ShortestSecret)
    {
        // One character never takes more than four bytes, so this prefix holds all that can be shown.
        ReadOnlySpan<byte> prefix = utf8[..Math.Min(utf8.Length, maximumLength * 4)];
        return Of(Unescaped(Encoding.UTF8.GetString(prefix)), maximumLength, digitRun);
    }

    internal static string Of(string text, int maximumLength, int digitRun = ShortestSecret)
    {
        bool cut = text.Length > maximumLength;
        StringBuilder shown = new(Math.Min(text.Length, maximumLength) + 1);
        int at = 0;
        while (at < text.Length && shown.Length < maximumLength)
        {
            ReadOnlySpan<char> rest = text.AsSpan(at);
            if (GroupedDigits(rest, digitRun) is > 0 and int grouped)
            {
                shown.Append("***");
                at += grouped;
                continue;
            }
            int run = rest.IndexOfAnyExcept(s_tokenCharacters);
            if (run < 0)
                run = rest.Length;
            if (run == 0)
            {
                shown.Append(ShownAlone(rest[0]));
                at++;
                continue;
            }
            AppendRun(shown, rest[..run], digitRun);
            at += run;
        }
        if (shown.Length > maximumLength)
            shown.Length = maximumLength;
        return cut ? shown.Append('…').ToString() : shown.ToString();
    }

    /// <summary>
    /// PHP writes <c>\/</c> for a slash and <c>\u06f6</c> for a Persian six: as they are written, a token falls to pieces and digits are words.
    /// </summary>
    private static string Unescaped(string json)
    {
        if (!json.Contains('\\', StringComparison.Ordinal))
            return json;
        StringBuilder plain = new(json.Length);
        for (int at = 0; at < json.Length; at++)
        {
            if (json[at] != '\\' || at + 1 == json.Length)
            {
                plain.Append(json[at]);
                continue;
            }
            at++;
            if (json[at] == 'u'
                && ushort.TryParse(
                    json.AsSpan(at + 1, Math.Min(4, json.Length - at - 1)), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture,
                    out ushort code))
            {
                plain.Append((char)code);
                at += 4;
            }
            else
            {
                plain.Append(json[at] is 'n' or 'r' or 't' or 'b' or 'f' ? ' ' : json[at]);
            }
        }
        return plain.ToString();
    }

    /// <summary>The length of a run of digits in groups with a single space or dash between; zero where there are too few.</summary>
    private static int GroupedDigits(ReadOnlySpan<char> text, int digitRun)
    {
        int end = 0;
        int digits = 0;
        // Where the last whole group ends, and how many digits there are up to there.
        int groupsEnd = 0;
        int groupedDigits = 0;
        for (; end < text.Length; end++)
        {
            if (char.IsAsciiDigit(text[end]))
            {
                digits++;
                continue;
            }
            if (!IsGap(text[end]) || end == 0 || IsGap(text[end - 1]) || end + 1 == text.Length || !char.IsAsciiDigit(text[end + 1]))
                break;
            (groupsEnd, groupedDigits) = (end, digits);
        }
        // A last group that goes on as a word is judged as one.
        if (end < text.Length && s_tokenCharacters.Contains(text[end]))
            (end, digits) = (groupsEnd, groupedDigits);
        return digits >= digitRun ? end : 0;
    }

    private static bool IsGap(char c) =>
        c == ' ' || (!char.IsAscii(c)
            && char.GetUnicodeCategory(c) is UnicodeCategory.SpaceSeparator or UnicodeCategory.DashPunctuation or UnicodeCategory.Format);

    private static void AppendRun(StringBuilder shown, ReadOnlySpan<char> run, int digitRun)
    {
        if (run.Length >= TokenRun && run.ContainsAnyInRange('0', '9'))
        {
            shown.Append("***");
            return;
        }
        while (!run.IsEmpty)
        {
            int digits = run.IndexOfAnyExceptInRange('0', '9');
            if (digits < 0)
                digits = run.Length;
            if (digits >= digitRun)
                shown.Append("***");
            else
                shown.Append(run[..digits]);
            run = run[digits..];
            int letters = run.IndexOfAnyInRange('0', '9');
            if (letters < 0)
                letters = run.Length;
            shown.Append(run[..letters]);
            run = run[letters..];
        }
    }

    // Persian and Arabic digits are starred one by one, control characters become spaces: a log line stays one line.
    private static char ShownAlone(char c) =>
        c is (>= '\u06F0' and <= '\u06F9') or (>= '\u0660' and <= '\u0669') ? '*' : char.IsControl(c) ? ' ' : c;
}
