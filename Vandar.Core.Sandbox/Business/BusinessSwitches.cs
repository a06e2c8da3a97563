namespace Vandar.Core.Sandbox;

public sealed partial record SandboxSwitches
{
    /// <summary>The tools that are switched on in the dashboard, by their English names. Default: gateway, API, log, refund, batch
    /// settlement and A2A, so that the calls work. Enforced are <c>refund</c>, <c>settlement_batch</c> and <c>A2A</c>.</summary>
    public IReadOnlySet<string> ActiveTools { get; init; } =
        new HashSet<string>(StringComparer.Ordinal) { "ipg", "api", "log", "refund", "settlement_batch", "A2A" };
}
