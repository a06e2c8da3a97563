using System.Globalization;
using System.Text;

namespace Vandar.Core.Sandbox;

/// <summary>The first line and the headers of a message, as they stand on the wire.</summary>
internal sealed class WireHead
{
    private readonly string[] _lines;
    private readonly List<KeyValuePair<string, string>> _headers = [];

    private WireHead(string[] lines) => _lines = lines;

    public string FirstLine => _lines[0];

    public IReadOnlyList<KeyValuePair<string, string>> Headers => _headers;

    /// <summary>What a request asks for, without the query.</summary>
    public string Path => Target.Split('?')[0];

    /// <summary>What a request asks for.</summary>
    public string Target => FirstLine.Split(' ') is [_, var target, ..] ? target : "";

    /// <summary>Whether a request asks for a head without its body.</summary>
    public bool IsHead => FirstLine.StartsWith("HEAD ", StringComparison.Ordinal);

    /// <summary>The status of an answer.</summary>
    public int Status =>
        FirstLine.Split(' ') is [_, var status, ..] && int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out int code) ? code : 0;

    public bool IsChunked => Value("Transfer-Encoding")?.Contains("chunked", StringComparison.OrdinalIgnoreCase) == true;

    public long? Length => long.TryParse(Value("Content-Length"), NumberStyles.None, CultureInfo.InvariantCulture, out long length) ? length : null;

    public bool Closes => Value("Connection")?.Contains("close", StringComparison.OrdinalIgnoreCase) == true;

    /// <exception cref="IOException">It is none of HTTP/1.1.</exception>
    public static WireHead Parse(ReadOnlySpan<byte> bytes)
    {
        string[] lines = Encoding.Latin1.GetString(bytes).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0)
            throw new IOException("A message without a first line.");
        WireHead head = new(lines);
        foreach (string line in lines.AsSpan(1))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
                throw new IOException("A header without a colon.");
            head._headers.Add(new(line[..colon], line[(colon + 1)..].Trim()));
        }
        return head;
    }

    public string? Value(string name)
    {
        foreach ((string header, string value) in _headers)
        {
            if (header.Equals(name, StringComparison.OrdinalIgnoreCase))
                return value;
        }
        return null;
    }

    /// <summary>The head as it came, to the last blank, but without one header.</summary>
    public byte[] Without(string name)
    {
        StringBuilder text = new();
        foreach (string line in _lines)
        {
            if (!line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
                text.Append(line).Append("\r\n");
        }
        return Encoding.Latin1.GetBytes(text.Append("\r\n").ToString());
    }

    public static byte[] Bytes(string firstLine, IEnumerable<KeyValuePair<string, string>> headers)
    {
        StringBuilder text = new(firstLine);
        text.Append("\r\n");
        foreach ((string name, string value) in headers)
            text.Append(name).Append(": ").Append(value).Append("\r\n");
        return Encoding.Latin1.GetBytes(text.Append("\r\n").ToString());
    }
}

/// <summary>One side of a connection, read message by message.</summary>
internal sealed class WireReader(Stream stream)
{
    private const int LongestHead = 256 * 1_024;

    private byte[] _buffer = new byte[8 * 1_024];
    private int _start;
    private int _end;

    public delegate ValueTask Sink(ReadOnlyMemory<byte> bytes);

    /// <summary>The bytes of the next head with the empty line behind it, or <see langword="null"/> where the other side has closed.</summary>
    public async ValueTask<byte[]?> Head(CancellationToken cancellationToken)
    {
        int searched = 0;
        while (true)
        {
            int found = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf("\r\n\r\n"u8);
            if (found >= 0)
                return Take(searched + found + 4);
            searched = Math.Max(0, _end - _start - 3);
            if (_end - _start > LongestHead)
                throw new IOException("A head without an end.");
            if (!await Fill(cancellationToken))
                return null;
        }
    }

    /// <summary>A body, piece by piece.</summary>
    /// <param name="framing">Gets the sizes and line ends of a chunked body, in their order among the data.</param>
    /// <returns>False where the other side closed before its end.</returns>
    public ValueTask<bool> Body(WireHead head, Sink data, Sink framing, CancellationToken cancellationToken) =>
        Body(head, long.MaxValue, data, framing, cancellationToken);

    /// <param name="most">Of the body as it is on the wire, to the end of the line in which it falls.</param>
    /// <inheritdoc cref="Body(WireHead, Sink, Sink, CancellationToken)"/>
    public async ValueTask<bool> Body(WireHead head, long most, Sink data, Sink framing, CancellationToken cancellationToken)
    {
        if (!head.IsChunked)
            return await Copy(Math.Min(most, head.Length ?? 0), data, cancellationToken);
        for (long left = most; left > 0;)
        {
            if (await Line(cancellationToken) is not { } line)
                return false;
            await framing(line);
            long size = ChunkSize(line);
            if (size == 0)
                return await Trailers(framing, cancellationToken);
            left -= line.Length;
            if (!await Copy(Math.Min(left, size), data, cancellationToken))
                return false;
            left -= size;
            if (!await Copy(Math.Min(left, 2), framing, cancellationToken))
                return false;
            left -= 2;
        }
        return true;
    }

    private static long ChunkSize(ReadOnlySpan<byte> line)
    {
        string text = Encoding.Latin1.GetString(line).Split(';')[0].Trim();
        return long.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long size) && size >= 0
            ? size
            : throw new IOException("A chunk without a size.");
    }

    private async ValueTask<bool> Copy(long left, Sink sink, CancellationToken cancellationToken)
    {
        while (left > 0)
        {
            if (_start == _end && !await Fill(cancellationToken))
                return false;
            int piece = (int)Math.Min(left, _end - _start);
            await sink(_buffer.AsMemory(_start, piece));
            _start += piece;
            left -= piece;
        }
        return true;
    }

    /// <summary>Everything until the other side closes.</summary>
    public async ValueTask UntilClosed(Sink sink, CancellationToken cancellationToken)
    {
        do
        {
            await sink(_buffer.AsMemory(_start, _end - _start));
            _start = _end;
        }
        while (await Fill(cancellationToken));
    }

    /// <summary>Behind the last chunk stands an empty line, or trailers and an empty line.</summary>
    private async ValueTask<bool> Trailers(Sink framing, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await Line(cancellationToken) is not { } line)
                return false;
            await framing(line);
            if (line.Length == 2)
                return true;
        }
    }

    private async ValueTask<byte[]?> Line(CancellationToken cancellationToken)
    {
        while (true)
        {
            int found = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n"u8);
            if (found >= 0)
                return Take(found + 2);
            if (_end - _start > LongestHead)
                throw new IOException("A line without an end.");
            if (!await Fill(cancellationToken))
                return null;
        }
    }

    private byte[] Take(int count)
    {
        byte[] taken = _buffer.AsSpan(_start, count).ToArray();
        _start += count;
        return taken;
    }

    private async ValueTask<bool> Fill(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        int read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        return read > 0;
    }
}
