namespace Vandar.Core.Sandbox;

public sealed partial record SandboxSwitches
{
    /// <summary>How the hash in <c>batch_id</c> is checked. Default <see cref="SandboxBatchHash.AsSent"/>: the documented sample is the
    /// hash of the array's own bytes; whether the vendor checks at all is not known.</summary>
    public SandboxBatchHash BatchHash { get; init; } = SandboxBatchHash.AsSent;

    /// <summary>The pace at which the items of a batch are handed over as settlements. Default one second each; the documentation only says
    /// that it happens later.</summary>
    public TimeSpan BatchItemDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether an item the wallet does not cover waits (<c>INIT</c>) until the wallet is filled, and the items behind it with it;
    /// otherwise it ends as <c>FAILED</c>. Default <see langword="true"/>: both are inferred.</summary>
    public bool BatchWaitsForWallet { get; init; } = true;
}

/// <summary>How the hash in a <c>batch_id</c> is checked.</summary>
public enum SandboxBatchHash
{
    /// <summary>SHA-512 of the bytes of the array as they came.</summary>
    AsSent,

    /// <summary>SHA-512 of the array as PHP writes it again: compact, with <c>\/</c> and <c>\uXXXX</c>.</summary>
    AsPhp,

    /// <summary>Not checked beyond its form.</summary>
    Off,
}
