namespace Vandar.Core.Http;

/// <summary>What sending a request a second time would do. The careful one is the default.</summary>
internal enum Repeat
{
    /// <summary>Unkeyed money, billed inquiries, tokens, uploads, creations without a key.</summary>
    Never,

    /// <summary>Reads, and POSTs that only read for free.</summary>
    Safe,

    /// <summary>Cancel, delete, set-default, PUT, verify: a repeat ends in the same state.</summary>
    Converges,

    /// <summary>The request carries the caller's <c>track_id</c>.</summary>
    Keyed,
}
