namespace Vandar.Core.Sandbox;

public sealed partial record SandboxSwitches
{
    /// <summary>The fee of one part of a refund, in Rial, taken from the wallet on top of the amount. Default 7,000, as in the documented
    /// example; that it comes on top is inferred.</summary>
    public Rial RefundFee { get; init; } = new(7_000);

    /// <summary>From the refund to the payer's bank's result. Default 30 seconds of the sandbox's clock; in the documented example it is a
    /// day.</summary>
    public TimeSpan RefundDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A larger refund is split into parts of this amount. Default 150,000,000 Rial, as the documentation's text has it; its
    /// example has ten times that.</summary>
    public Rial LargestRefundPart { get; init; } = new(150_000_000);

    /// <summary>Refunds to cards that begin with one of these digits (up to six) end as <c>FAILED</c>. Default empty: there is no
    /// documented test card.</summary>
    public IReadOnlySet<string> FailingCardPrefixes { get; init; } = new HashSet<string>(StringComparer.Ordinal);
}
