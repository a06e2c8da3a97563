using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Vandar.Core.Http;

/// <summary>
/// The address of one call, written as <c>$"{_api.ApiHost}/v1/business/{_api.Business}/…"</c>: what stands in the text is the path, what
/// stands in a hole is one escaped segment.
/// </summary>
/// <remarks>
/// A hole cannot be forgotten, left empty or walk up a level: dots survive every escaping function, and <see cref="Uri"/> collapses even
/// encoded ones. There is no overload for <c>object</c> or a date; what does not compile needs a decision about its wire form.
/// </remarks>
[InterpolatedStringHandler]
internal ref struct VandarPath
{
    internal const int MaximumSegmentLength = 512;

    private char[] _characters;
    private int _length;
    private bool _hasQuery;

    /// <summary>Whether only the host and <see cref="PathSegment"/>s were put in, so that the address will come again and again.</summary>
    private bool _isConstant;

    [SuppressMessage("Style", "IDE0060", Justification = "The compiler passes both counts to every handler.")]
    public VandarPath(int literalLength, int formattedCount)
    {
        _characters = ArrayPool<char>.Shared.Rent(Math.Max(256, literalLength + (formattedCount * 48)));
        _isConstant = true;
    }

    public void AppendLiteral(string value) => AppendRaw(value);

    /// <summary>The host, raw. It can only come first.</summary>
    public void AppendFormatted(HostAddress host)
    {
        if (_length != 0)
            throw new InvalidOperationException("The host must be the first part of a path.");
        AppendRaw(host.Value);
    }

    public void AppendFormatted(PathSegment segment) => AppendRaw(segment.Escaped);

    public void AppendFormatted(string? value, [CallerArgumentExpression(nameof(value))] string parameter = "")
    {
        Check(value, parameter);
        _isConstant = false;
        AppendEscaped(value);
    }

    /// <summary>Adds <c>name=value</c> to the query, escaped; a null is skipped.</summary>
    internal void Query(string name, string? value)
    {
        if (value is null)
            return;
        AppendName(name);
        AppendEscaped(value);
    }

    internal void Query(string name, long? value)
    {
        if (value is not { } number)
            return;
        AppendName(name);
        int written;
        while (!number.TryFormat(_characters.AsSpan(_length), out written, default, CultureInfo.InvariantCulture))
            Grow(_characters.Length * 2);
        _length += written;
    }

    internal Uri ToUri(UriCache cache)
    {
        ReadOnlySpan<char> address = _characters.AsSpan(0, _length);
        Uri uri = _isConstant ? cache.Get(address) : new Uri(new string(address), UriKind.Absolute);
        ArrayPool<char>.Shared.Return(_characters, clearArray: !_isConstant);
        _characters = [];
        return uri;
    }

    /// <summary>Refuses what no identifier of this API can be. The exception has the rule and not the value.</summary>
    internal static void Check([NotNull] string? value, string parameter)
    {
        ArgumentNullException.ThrowIfNull(value, parameter);
        if (BrokenRule(value) is { } broken)
            throw new ArgumentException($"A path argument {broken}.", parameter);
    }

    /// <summary>The rule that keeps a text from being an identifier of this API, or null.</summary>
    internal static string? BrokenRule(string value) => value switch
    {
        "" => "must not be empty",
        "." or ".." => "must not be a dot segment",
        { Length: > MaximumSegmentLength } => "must not be longer than 512 characters",
        _ => value.AsSpan().Trim().IsEmpty ? "must not be blank" : BrokenCharacter(value),
    };

    /// <summary>The rule that a character of the text breaks, or null.</summary>
    internal static string? BrokenCharacter(string value)
    {
        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
            if (char.IsControl(c))
                return "must not contain control characters";
            if (char.IsSurrogate(c) && !(char.IsHighSurrogate(c) && i + 1 < value.Length && char.IsLowSurrogate(value[++i])))
                return "must not contain half a surrogate pair";
        }
        return null;
    }

    private void AppendName(string name)
    {
        _isConstant = false;
        AppendRaw(_hasQuery ? "&" : "?");
        _hasQuery = true;
        AppendRaw(name);
        AppendRaw("=");
    }

    private void AppendEscaped(scoped ReadOnlySpan<char> value)
    {
        int written;
        while (!Uri.TryEscapeDataString(value, _characters.AsSpan(_length), out written))
            Grow(_characters.Length * 2);
        _length += written;
    }

    private void AppendRaw(scoped ReadOnlySpan<char> value)
    {
        if (value.Length > _characters.Length - _length)
            Grow(_length + value.Length);
        value.CopyTo(_characters.AsSpan(_length));
        _length += value.Length;
    }

    private void Grow(int minimum)
    {
        char[] larger = ArrayPool<char>.Shared.Rent(Math.Max(minimum, _characters.Length * 2));
        _characters.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<char>.Shared.Return(_characters, clearArray: true);
        _characters = larger;
    }
}

/// <summary>A base address without its closing slash, checked when the client is made.</summary>
internal readonly record struct HostAddress(string Value)
{
    internal static HostAddress Of(Uri? address, string parameter)
    {
        ArgumentNullException.ThrowIfNull(address, parameter);
        string? broken = address switch
        {
            { IsAbsoluteUri: false } => "must be absolute",
            { UserInfo.Length: > 0 } => "must not carry a user name",
            { Query.Length: > 0 } or { Fragment.Length: > 0 } => "must not carry a query or a fragment",
            { Scheme: "https" } => null,
            { Scheme: "http", IsLoopback: true } => null,
            _ => "must be https (plain http is taken for loopback only)",
        };
        if (broken is not null)
            throw new ArgumentException($"The address of a Vandar host {broken}.", parameter);
        return new(address.AbsoluteUri.TrimEnd('/'));
    }
}
