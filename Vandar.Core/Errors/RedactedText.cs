using System.Buffers;
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
    private const int DigitRun = 5;
    private const int TokenRun = 12;

    private static readonly SearchValues<char> s_tokenCharacters =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+/=_-.");

    internal static string Of(ReadOnlySpan<byte> utf8, int maximumLength)
    {
        // One character never takes more than four bytes, so this prefix holds all that can be shown.
        ReadOnlySpan<byte> prefix = utf8[..Math.Min(utf8.Length, maximumLength * 4)];
        return Of(Encoding.UTF8.GetString(prefix), maximumLength);
    }

    internal static string Of(string text, int maximumLength)
    {
        bool cut = text.Length > maximumLength;
        StringBuilder shown = new(Math.Min(text.Length, maximumLength) + 1);
        int at = 0;
        while (at < text.Length && shown.Length < maximumLength)
        {
            ReadOnlySpan<char> rest = text.AsSpan(at);
            if (GroupedDigits(rest) is > 0 and int grouped)
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
            AppendRun(shown, rest[..run]);
            at += run;
        }
        if (shown.Length > maximumLength)
            shown.Length = maximumLength;
        return cut ? shown.Append('…').ToString() : shown.ToString();
    }

    /// <summary>The length of a run of digits in groups with single spaces between; zero where there are too few.</summary>
    private static int GroupedDigits(ReadOnlySpan<char> text)
    {
        int end = 0;
        while (end < text.Length && (char.IsAsciiDigit(text[end])
            || (text[end] == ' ' && end > 0 && text[end - 1] != ' ' && end + 1 < text.Length && char.IsAsciiDigit(text[end + 1]))))
        {
            end++;
        }
        // A last group that goes on as a word is judged as one.
        if (end < text.Length && s_tokenCharacters.Contains(text[end]))
            end = Math.Max(text[..end].LastIndexOf(' '), 0);
        return end - text[..end].Count(' ') >= DigitRun ? end : 0;
    }

    private static void AppendRun(StringBuilder shown, ReadOnlySpan<char> run)
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
            if (digits >= DigitRun)
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
