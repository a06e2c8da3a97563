using System.Globalization;

namespace Vandar.Core.Sandbox;

/// <summary>A place in a message on the wire: so many bytes (or so much of a hundred) into its head or its body, or its end.</summary>
internal readonly record struct WirePoint(WirePart Part, long Offset, bool IsPercent)
{
    public static WirePoint Parse(string text)
    {
        if (text == "end")
            return new WirePoint(WirePart.End, 0, false);
        string[] parts = text.Split(':');
        WirePart? part = parts[0] switch { "head" => WirePart.Head, "body" => WirePart.Body, _ => null };
        if (parts.Length == 2 && part is { } known)
        {
            bool isPercent = parts[1].EndsWith('%');
            ReadOnlySpan<char> digits = isPercent ? parts[1].AsSpan(0, parts[1].Length - 1) : parts[1];
            // One way to write a point, so that a fault has one text.
            if (long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long offset)
                && digits.SequenceEqual(offset.ToString(CultureInfo.InvariantCulture))
                && !(isPercent && offset is < 0 or > 100))
                return new WirePoint(known, offset, isPercent);
        }
        throw new FormatException("a point is head:N, head:N%, body:N, body:N% or end; a negative N counts from the end of that part");
    }

    /// <summary>The place in bytes from the start of a message.</summary>
    /// <param name="body">The length of the body, or <see langword="null"/> where only its end will tell.</param>
    public long Of(long head, long? body) => Part switch
    {
        WirePart.Head => Within(head),
        WirePart.Body => head + Within(body ?? long.MaxValue - head),
        _ => body is { } length ? head + length : long.MaxValue,
    };

    private long Within(long length)
    {
        long place = IsPercent ? (long)((Int128)length * Offset / 100) : Offset < 0 ? length + Offset : Offset;
        return Math.Clamp(place, 0, length);
    }

    public override string ToString() =>
        Part is WirePart.End ? "end" : string.Create(CultureInfo.InvariantCulture, $"{(Part is WirePart.Head ? "head" : "body")}:{Offset}{(IsPercent ? "%" : "")}");
}

internal enum WirePart
{
    Head,
    Body,
    End,
}

/// <summary>How a message ends before its time.</summary>
internal enum WireEnd
{
    /// <summary>RST.</summary>
    Reset,

    /// <summary>FIN, and nothing is read any more.</summary>
    Close,

    /// <summary>FIN, and reading goes on.</summary>
    HalfClose,

    /// <summary>Silence, until the other side leaves.</summary>
    Stall,
}

/// <summary>Where a message ends before its time, and how.</summary>
internal sealed record WireCut(WireEnd End, WirePoint At)
{
    public static WireCut Parse(string end, string at) => new(
        end switch
        {
            "reset" => WireEnd.Reset,
            "close" => WireEnd.Close,
            "half-close" => WireEnd.HalfClose,
            _ => WireEnd.Stall,
        },
        WirePoint.Parse(at));

    public override string ToString() => End switch
    {
        WireEnd.Reset => $"reset@{At}",
        WireEnd.Close => $"close@{At}",
        WireEnd.HalfClose => $"half-close@{At}",
        _ => $"stall@{At}",
    };
}
