using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;

namespace Vandar.Core.Sandbox;

/// <summary>An answer as it will stand on the wire, to its last byte.</summary>
/// <param name="Filler">What is repeated behind the body without end, or <see langword="null"/>.</param>
/// <param name="Closes">Whether the connection ends behind it.</param>
internal sealed record FaultyAnswer(byte[] Head, byte[] Body, byte[]? Filler, bool Closes)
{
    private const int NoiseLine = 1_000;

    /// <param name="real">The sandbox's own answer, or <see langword="null"/> where it was not asked.</param>
    /// <param name="request">The head of what is answered.</param>
    /// <param name="self">The address that was asked for, for a redirect to itself.</param>
    public static FaultyAnswer Of(SandboxFault fault, RealAnswer? real, WireHead request, string self)
    {
        if (fault.Made is { Kind: "raw" } raw)
            return Raw(raw.Text);
        RealAnswer answer = fault.Made is { } made ? Made(made, self) : real ?? Made(new MadeAnswer("status", 503, ""), self);
        List<KeyValuePair<string, string>> headers = [.. answer.Head.Headers.Where(header => !IsFraming(header.Key))];
        if (fault.RetryAfter is { } wait)
            Replace(headers, "Retry-After", wait);
        if (fault.ContentType is { } type)
            Replace(headers, "Content-Type", type);
        byte[] body = answer.Body;
        if (fault.Coding is { } coding)
        {
            Replace(headers, "Content-Encoding", coding.Way == "double" ? $"{coding.Coding}, {coding.Coding}" : coding.Coding);
            body = Encoded(coding, body);
        }
        AddNoise(headers, fault.ExtraHeaderBytes);
        // Of the body that HEAD does not bring, the sandbox has told the length; compressed it would have another one.
        long? length = !request.IsHead || fault.Made is not null || real is null ? body.Length : fault.Coding is null ? real.Head.Length : null;
        FaultyAnswer framed = Framed(fault, answer, headers, body, length);
        return request.IsHead ? framed with { Body = [], Filler = null } : framed;
    }

    /// <summary>So many bytes in lines; the last one takes what is too short for a line of its own.</summary>
    private static void AddNoise(List<KeyValuePair<string, string>> headers, int bytes)
    {
        for (int number = 1; bytes > 0; number++)
        {
            int line = bytes < 2 * NoiseLine ? bytes : NoiseLine;
            string name = string.Create(CultureInfo.InvariantCulture, $"X-Noise-{number}");
            headers.Add(new(name, new string('n', Math.Max(0, line - name.Length - 4))));
            bytes -= line;
        }
    }

    private static FaultyAnswer Framed(SandboxFault fault, RealAnswer answer, List<KeyValuePair<string, string>> headers, byte[] body, long? length)
    {
        bool hasLength = fault.Framing is AnswerFraming.Length or AnswerFraming.Lying;
        bool hasBody = answer.Head.Status is not (204 or 304);
        if (hasLength && hasBody && length is { } told)
            headers.Add(new("Content-Length", Math.Max(0, told + fault.Lie).ToString(CultureInfo.InvariantCulture)));
        else if (fault.Framing is AnswerFraming.Chunked or AnswerFraming.ChunkedUnfinished or AnswerFraming.Endless)
            headers.Add(new("Transfer-Encoding", "chunked"));
        bool closes = !hasLength && fault.Framing is not AnswerFraming.Chunked || fault.Lie != 0 || answer.Head.Closes;
        byte[] head = WireHead.Bytes(answer.Head.FirstLine, headers);
        return fault.Framing switch
        {
            AnswerFraming.Chunked => new FaultyAnswer(head, [.. Chunk(body), .. "0\r\n\r\n"u8], null, closes),
            AnswerFraming.ChunkedUnfinished => new FaultyAnswer(head, Chunk(body), null, closes),
            AnswerFraming.Endless => new FaultyAnswer(head, Chunk("{\"data\":\""u8), Chunk(Filler()), closes),
            AnswerFraming.EndlessUntilClose => new FaultyAnswer(head, [.. "{\"data\":\""u8], Filler(), closes),
            _ => new FaultyAnswer(head, hasBody ? body : [], null, closes),
        };

        static byte[] Filler() => [.. Enumerable.Repeat((byte)'a', 8 * 1_024)];
    }

    private static byte[] Chunk(ReadOnlySpan<byte> bytes)
    {
        byte[] size = Encoding.Latin1.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{bytes.Length:x}\r\n"));
        return bytes.IsEmpty ? [] : [.. size, .. bytes, .. "\r\n"u8];
    }

    private static RealAnswer Made(MadeAnswer made, string self)
    {
        (string type, string body) = made.Kind switch
        {
            "html" or "redirect" => ("text/html; charset=utf-8", Page(Reason(made.Status))),
            "empty" => ("", ""),
            _ when made.Status < 300 => ("application/json", """{"status":1,"data":{}}"""),
            _ => ("application/json", """{"status":0,"message":"خطایی رخ داده است","error":"خطایی رخ داده است"}"""),
        };
        List<KeyValuePair<string, string>> headers = [];
        if (type.Length > 0)
            headers.Add(new("Content-Type", type));
        if (made.Kind == "redirect")
            headers.Add(new("Location", made.Text == "self" ? self : made.Text));
        string firstLine = string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {made.Status} {Reason(made.Status)}");
        return new RealAnswer(WireHead.Parse(WireHead.Bytes(firstLine, headers)), Encoding.UTF8.GetBytes(body));
    }

    private static string Page(string title) =>
        $"<!DOCTYPE html><html lang=\"en\"><head><title>{title}</title></head><body><h1>{title}</h1></body></html>";

    private static string Reason(int status) => Enum.IsDefined((HttpStatusCode)status) ? ((HttpStatusCode)status).ToString() : "Status";

    private static FaultyAnswer Raw(string latin1)
    {
        int end = latin1.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        int head = end < 0 ? latin1.Length : end + 4;
        return new FaultyAnswer(Encoding.Latin1.GetBytes(latin1[..head]), Encoding.Latin1.GetBytes(latin1[head..]), null, Closes: true);
    }

    private static byte[] Encoded(AnswerCoding coding, byte[] body)
    {
        byte[] encoded = coding.Way == "bomb" ? Bomb(coding) : Compress(coding.Coding, stream => stream.Write(body));
        return coding.Way switch
        {
            "double" => Compress(coding.Coding, stream => stream.Write(encoded)),
            "trailing" => [.. encoded, .. "trailing junk"u8],
            "broken" => [.. encoded.Select((octet, index) => index >= encoded.Length / 2 ? (byte)(octet ^ 0x5A) : octet)],
            _ => encoded,
        };
    }

    /// <summary>A JSON text that is short on the wire and long when it is unpacked.</summary>
    private static byte[] Bomb(AnswerCoding coding) => Compress(coding.Coding, stream =>
    {
        byte[] piece = new byte[64 * 1_024];
        piece.AsSpan().Fill((byte)' ');
        stream.Write("{"u8);
        for (int left = coding.Size - 2; left > 0; left -= piece.Length)
            stream.Write(piece, 0, Math.Min(left, piece.Length));
        stream.Write("}"u8);
    });

    private static byte[] Compress(string coding, Action<Stream> write)
    {
        using MemoryStream packed = new();
        using (Stream stream = coding switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true),
            "deflate" => new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true),
            _ => new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true),
        })
        {
            write(stream);
        }
        return packed.ToArray();
    }

    private static bool IsFraming(string header) =>
        header.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) || header.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase);

    private static void Replace(List<KeyValuePair<string, string>> headers, string name, string value)
    {
        headers.RemoveAll(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (value.Length > 0)
            headers.Add(new(name, value));
    }
}

/// <summary>An answer of the sandbox, read to its end and unframed.</summary>
internal sealed record RealAnswer(WireHead Head, byte[] Body);
