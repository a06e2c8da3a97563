namespace Vandar.Core.Sandbox;

public sealed partial record SandboxSwitches
{
    /// <summary>Whether the <c>amount</c> of a queued settlement is in Rial. Default <see langword="false"/>, Toman as for any other
    /// settlement: not documented.</summary>
    public bool QueuedAmountInRial { get; init; }

    /// <summary>How long a queued settlement stays in the queue at least, even if the wallet covers it. Default zero: sent as soon as the
    /// money is there.</summary>
    public TimeSpan QueueDelay { get; init; }
}
