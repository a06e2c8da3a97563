namespace Vandar.Core.Sandbox;

public sealed partial record SandboxSwitches
{
    /// <summary>The tools that are switched on in the dashboard, by their English names. Default: all that the sandbox
    /// has, so that the calls work. Enforced are <c>refund</c>, <c>settlement_batch</c>, <c>A2A</c> and <c>cash-in</c>.</summary>
    public IReadOnlySet<string> ActiveTools { get; init; } =
        new HashSet<string>(StringComparer.Ordinal) { "ipg", "api", "log", "refund", "settlement_batch", "A2A", "cash-in", "subscription", "customer" };
}
