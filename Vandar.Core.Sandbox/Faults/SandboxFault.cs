using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Vandar.Core.Sandbox;

/// <summary>What goes wrong with one request and its answer, as a text of steps joined by <c>+</c>.</summary>
/// <remarks>
/// <para>The request ends early, and nothing is executed: <c>request-reset@POINT</c>, <c>request-close@POINT</c>,
/// <c>request-half-close@POINT</c>, <c>request-stall@POINT</c>.</para>
/// <para>The sandbox does not get the request: <c>unseen</c>. It gets it after the answer has gone out: <c>early</c>. Neither has an answer of the
/// sandbox to give: without another one it is that of <c>status:503</c>.</para>
/// <para>Another answer than the sandbox's: <c>status:N</c> (JSON), <c>html:N</c>, <c>redirect:N:URL</c> (<c>self</c> for a loop),
/// <c>empty:N</c>, <c>raw:BASE64URL</c>; with <c>retry-after:TEXT</c>, <c>content-type:TEXT</c> (empty for none).</para>
/// <para>Its framing: <c>chunked</c>, <c>chunked-unfinished</c>, <c>until-close</c>, <c>length:+N</c> and <c>length:-N</c> (lies),
/// <c>endless</c>, <c>endless-close</c>. Its compression: <c>gzip</c>, <c>deflate</c>, <c>br</c>, and <c>bomb:CODING:SIZE</c>,
/// <c>broken:CODING</c>, <c>double:gzip</c>, <c>trailing:gzip</c>. Around it: <c>headers:N</c> bytes more, <c>interim:100,103</c>.</para>
/// <para>Its delivery: <c>latency:MS</c>, <c>drip:BYTES/MS</c>, <c>reset@POINT</c>, <c>close@POINT</c>, <c>half-close@POINT</c>,
/// <c>stall@POINT</c>. A POINT is <c>head:N</c>, <c>head:N%</c>, <c>body:N</c>, <c>body:N%</c> or <c>end</c>; a negative N counts from the
/// end. <c>after:N</c> lets the first N requests of a connection pass.</para>
/// </remarks>
public sealed record SandboxFault
{
    private readonly string _text;

    private SandboxFault(string text) => _text = text;

    internal static SandboxFault None { get; } = new("none");

    internal WireCut? RequestCut { get; private init; }

    internal bool IsUnseen { get; private init; }

    internal bool IsEarly { get; private init; }

    internal MadeAnswer? Made { get; private init; }

    internal string? RetryAfter { get; private init; }

    internal string? ContentType { get; private init; }

    internal AnswerFraming Framing { get; private init; }

    internal int Lie { get; private init; }

    internal AnswerCoding? Coding { get; private init; }

    internal int ExtraHeaderBytes { get; private init; }

    internal IReadOnlyList<int> Interim { get; private init; } = [];

    internal TimeSpan Latency { get; private init; }

    internal (int Bytes, TimeSpan Every)? Drip { get; private init; }

    internal WireCut? AnswerCut { get; private init; }

    internal int After { get; private init; }

    /// <summary>Reads a fault.</summary>
    /// <param name="text">Steps joined by <c>+</c>, at most one of each kind; or <c>none</c>.</param>
    /// <exception cref="FormatException">A step is unknown, comes twice or is not usable; the text names it and its rule.</exception>
    public static SandboxFault Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        text = text.Trim();
        if (text == "none")
            return None;
        SandboxFault fault = new(text);
        HashSet<string> kinds = [];
        foreach (string step in Steps(text))
        {
            try
            {
                (string kind, fault) = fault.With(step);
                if (!kinds.Add(kind))
                    throw new FormatException($"of its kind ({kind}) there is one already");
            }
            catch (FormatException e)
            {
                throw new FormatException($"The step '{step}' of a fault is not usable: {e.Message}.", e);
            }
        }
        return fault;
    }

    /// <summary>The text it was read from, of which there is one for the same steps in the same order.</summary>
    public override string ToString() => _text;

    /// <summary>Whether the other has the same text.</summary>
    public bool Equals(SandboxFault? other) => _text == other?._text;

    /// <inheritdoc/>
    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    /// <summary>A plus between two steps stands before a letter; the plus of a number does not.</summary>
    private static IEnumerable<string> Steps(string text)
    {
        int start = 0;
        for (int i = 1; i < text.Length; i++)
        {
            if (text[i] != '+' || i + 1 >= text.Length || !char.IsAsciiLetter(text[i + 1]))
                continue;
            yield return text[start..i];
            start = i + 1;
        }
        yield return text[start..];
    }

    private (string Kind, SandboxFault Fault) With(string step)
    {
        int at = step.IndexOf('@', StringComparison.Ordinal), colon = step.IndexOf(':', StringComparison.Ordinal);
        if (at >= 0 && (colon < 0 || at < colon))
            return WithCut(step[..at], step[(at + 1)..]);
        string name = colon < 0 ? step : step[..colon];
        if (name is "unseen" or "early" or "chunked" or "chunked-unfinished" or "until-close" or "endless" or "endless-close" or "gzip" or "deflate" or "br")
            return colon < 0 ? WithBare(name) : throw new FormatException("it takes nothing behind its name");
        return WithArgument(name, colon < 0 ? null : step[(colon + 1)..]);
    }

    private (string Kind, SandboxFault Fault) WithBare(string name) => name switch
    {
        "unseen" => (name, this with { IsUnseen = true }),
        "early" => (name, this with { IsEarly = true }),
        "chunked" => ("framing", this with { Framing = AnswerFraming.Chunked }),
        "chunked-unfinished" => ("framing", this with { Framing = AnswerFraming.ChunkedUnfinished }),
        "until-close" => ("framing", this with { Framing = AnswerFraming.UntilClose }),
        "endless" => ("framing", this with { Framing = AnswerFraming.Endless }),
        "endless-close" => ("framing", this with { Framing = AnswerFraming.EndlessUntilClose }),
        _ => ("compression", this with { Coding = new AnswerCoding(name, name, 0) }),
    };

    private (string Kind, SandboxFault Fault) WithArgument(string name, string? text)
    {
        string argument = text ?? "";
        return name switch
        {
            "retry-after" or "content-type" when text is null => throw new FormatException("it takes a text behind a colon"),
            "status" or "html" or "empty" => ("answer", this with { Made = new MadeAnswer(name, Number(argument, 200, 599), "") }),
            "redirect" => ("answer", this with { Made = Redirect(argument) }),
            "raw" => ("answer", this with { Made = new MadeAnswer(name, 0, Decoded(argument)) }),
            "retry-after" => (name, this with { RetryAfter = argument }),
            "content-type" => (name, this with { ContentType = argument }),
            "length" => ("framing", this with { Framing = AnswerFraming.Lying, Lie = LieOf(argument) }),
            "bomb" or "broken" or "double" or "trailing" => ("compression", this with { Coding = CodingOf(name, argument) }),
            "headers" => (name, this with { ExtraHeaderBytes = Number(argument, 1, 1 << 24) }),
            "interim" => (name, this with { Interim = [.. argument.Split(',').Select(code => Number(code, 100, 199))] }),
            "latency" => (name, this with { Latency = TimeSpan.FromMilliseconds(Number(argument, 0, 3_600_000)) }),
            "drip" => (name, this with { Drip = DripOf(argument) }),
            "after" => (name, this with { After = Number(argument, 0, int.MaxValue) }),
            _ => throw new FormatException("no step has that name"),
        };
    }

    private (string Kind, SandboxFault Fault) WithCut(string name, string at)
    {
        const string Request = "request-";
        bool isRequest = name.StartsWith(Request, StringComparison.Ordinal);
        string end = isRequest ? name[Request.Length..] : name;
        if (end is not ("reset" or "close" or "half-close" or "stall"))
            throw new FormatException("no step has that name");
        WireCut cut = WireCut.Parse(end, at);
        return isRequest ? ("end of the request", this with { RequestCut = cut }) : ("end of the answer", this with { AnswerCut = cut });
    }

    private static AnswerCoding CodingOf(string name, string argument)
    {
        string[] parts = argument.Split(':');
        if (parts[0] is not ("gzip" or "deflate" or "br") || (name == "bomb" ? parts.Length != 2 : parts.Length != 1))
            throw new FormatException("the coding is gzip, deflate or br, and a bomb has its size behind it");
        return new AnswerCoding(parts[0], name, name == "bomb" ? Number(parts[1], 2, int.MaxValue) : 0);
    }

    private static MadeAnswer Redirect(string argument)
    {
        int colon = argument.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && colon + 1 < argument.Length
            ? new MadeAnswer("redirect", Number(argument[..colon], 300, 399), argument[(colon + 1)..])
            : throw new FormatException("it takes a status and a URL, or self");
    }

    private static (int Bytes, TimeSpan Every) DripOf(string argument) =>
        argument.Split('/') is [var bytes, var every]
            ? (Number(bytes, 1, int.MaxValue), TimeSpan.FromMilliseconds(Number(every, 0, 3_600_000)))
            : throw new FormatException("it takes bytes and milliseconds, such as 1/20");

    private static string Decoded(string base64)
    {
        try
        {
            return Encoding.Latin1.GetString(Base64Url.DecodeFromChars(base64));
        }
        catch (FormatException)
        {
            throw new FormatException("it takes base64url");
        }
    }

    private static int LieOf(string argument) => argument is ['+' or '-', .. var size]
        ? Number(size, 1, int.MaxValue) * (argument[0] == '-' ? -1 : 1)
        : throw new FormatException("it takes + or - and a number of bytes");

    /// <summary>A number in its one form, so that a fault has one text.</summary>
    private static int Number(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most
            && number.ToString(CultureInfo.InvariantCulture) == text
            ? number
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"it takes a whole number from {least} to {most}"));
}

/// <summary>An answer that is not the sandbox's.</summary>
/// <param name="Kind"><c>status</c>, <c>html</c>, <c>redirect</c>, <c>empty</c> or <c>raw</c>.</param>
/// <param name="Text">The address of a redirect; the bytes of a raw answer, one a character.</param>
internal sealed record MadeAnswer(string Kind, int Status, string Text);

/// <summary>How an answer is compressed.</summary>
/// <param name="Coding"><c>gzip</c>, <c>deflate</c> or <c>br</c>.</param>
/// <param name="Way">The name of the coding for an honest one; <c>bomb</c>, <c>broken</c>, <c>double</c>, <c>trailing</c>.</param>
internal sealed record AnswerCoding(string Coding, string Way, int Size);

/// <summary>How the end of a body is told.</summary>
internal enum AnswerFraming
{
    Length,
    Lying,
    Chunked,
    ChunkedUnfinished,
    UntilClose,
    Endless,
    EndlessUntilClose,
}
