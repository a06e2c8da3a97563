namespace Vandar.Core;

/// <summary>What sending a request a second time would do. The careful one is the default.</summary>
/// <remarks>It decides what the client does by itself when an outcome is unknown; a request that certainly never left is always sent again.</remarks>
public enum Repeat
{
    /// <summary>Unkeyed money, billed inquiries, tokens, uploads, creations without a key. Not sent again.</summary>
    Never,

    /// <summary>Reads, and POSTs that only read for free. Sent again.</summary>
    Safe,

    /// <summary>Cancel, delete, set-default, PUT, verify: a repeat ends in the same state. Sent again.</summary>
    Converges,

    /// <summary>The request carries the caller's <c>track_id</c>. Not sent again: the look-up by that key tells what happened.</summary>
    Keyed,
}
