namespace Vandar.Core.Sandbox;

/// <summary>One executed operation: something the sandbox has changed. Written before the answer, so an answer that was lost on the way is
/// in here all the same.</summary>
/// <param name="Number">Arrival number, from 1.</param>
/// <param name="Operation">The operation's name, for example <c>ipg.verify</c>.</param>
/// <param name="Business">The business it was executed for.</param>
/// <param name="Key">What the operation is about: a payment token, a track id, a cardholder id, a token generation.</param>
/// <param name="Amount">The money, if it carries any.</param>
/// <param name="TokenGeneration">Which access token was used: 0 is the one handed out at the start; <see langword="null"/> for calls
/// without one.</param>
/// <param name="Connection">Kestrel's connection id: two executions on one connection share a socket. Empty for what
/// happened without a request.</param>
/// <param name="At">The sandbox's time.</param>
/// <param name="Intent">The caller's own mark: the value of the request header <c>X-Sandbox-Intent</c>, which only a sandbox knows. It lets
/// a test join its intents with what was executed where the API has no key.</param>
public sealed record SandboxExecution(
    long Number, string Operation, string Business, string Key, Rial? Amount, int? TokenGeneration, string Connection, DateTimeOffset At,
    string? Intent)
{
    /// <summary>Operation and business; keys stay out.</summary>
    public override string ToString() => $"SandboxExecution {{ {Operation}, {Business} }}";
}

internal sealed class SandboxJournal
{
    private readonly List<SandboxExecution> _executions = [];
    private readonly Lock _gate = new();

    public void Append(string operation, Call call, string key, Rial? amount = null) =>
        Append(number => new SandboxExecution(number, operation, call.Business.Slug, key, amount, call.TokenGeneration,
            call.Context.Connection.Id, call.Now, call.Context.Request.Headers["X-Sandbox-Intent"].FirstOrDefault()));

    /// <summary>What happened without a request: somebody outside did it.</summary>
    public void Append(string operation, SandboxBusiness business, string key, Rial? amount, DateTimeOffset at) =>
        Append(number => new SandboxExecution(number, operation, business.Slug, key, amount, null, "", at, null));

    private void Append(Func<long, SandboxExecution> execution)
    {
        lock (_gate)
            _executions.Add(execution(_executions.Count + 1));
    }

    public IReadOnlyList<SandboxExecution> Snapshot()
    {
        lock (_gate)
            return [.. _executions];
    }
}
