namespace Vandar.Core.Http;

/// <summary>
/// The last <see cref="Uri"/>s whose parts were all constant (host, business, provider): parsing one costs 424 bytes, finding one none.
/// </summary>
/// <remarks>Direct-mapped and small: two addresses of one slot replace each other, so it never grows and never needs a lock.</remarks>
internal sealed class UriCache
{
    private readonly Uri?[] _slots = new Uri?[64];

    internal Uri Get(ReadOnlySpan<char> address)
    {
        ref Uri? slot = ref _slots[string.GetHashCode(address, StringComparison.Ordinal) & (_slots.Length - 1)];
        Uri? kept = Volatile.Read(ref slot);
        if (kept is not null && address.SequenceEqual(kept.OriginalString))
            return kept;
        Uri made = new(new string(address), UriKind.Absolute);
        Volatile.Write(ref slot, made);
        return made;
    }
}
