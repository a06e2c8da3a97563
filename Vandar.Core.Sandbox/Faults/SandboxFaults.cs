namespace Vandar.Core.Sandbox;

/// <summary>The fault server of a running sandbox: what it does to the requests, and what it has done.</summary>
public sealed class SandboxFaults
{
    /// <summary>The request header that asks for a fault, in the text form of <see cref="SandboxFault"/>; it beats the plan.</summary>
    public const string Header = "X-Sandbox-Fault";

    private readonly FaultServer _server;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private SandboxFaultPlan _plan;
    private Random _draw;

    internal SandboxFaults(FaultServer server, SandboxFaultPlan plan)
    {
        _server = server;
        _plan = plan;
        _draw = new Random(plan.Seed);
    }

    /// <summary>The faults of requests that ask for none. Setting it begins the draw anew.</summary>
    public SandboxFaultPlan Plan
    {
        get
        {
            lock (_gate)
                return _plan;
        }
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            lock (_gate)
                (_plan, _draw) = (value, new Random(value.Seed));
        }
    }

    /// <summary>How many faults were injected.</summary>
    public long Injected
    {
        get
        {
            lock (_gate)
                return _counts.Values.Sum(count => (long)count);
        }
    }

    /// <summary>How often each fault was injected, by its text: a copy.</summary>
    public IReadOnlyDictionary<string, int> Counts
    {
        get
        {
            lock (_gate)
                return new Dictionary<string, int>(_counts);
        }
    }

    /// <summary>Client connections that are open now.</summary>
    public int OpenConnections => _server.OpenConnections;

    /// <summary>Client connections that were accepted so far.</summary>
    public int AcceptedConnections => _server.AcceptedConnections;

    /// <summary>Closes the port: new connections are refused, open ones go on.</summary>
    public void Refuse() => _server.Refuse();

    /// <summary>Opens the port again.</summary>
    public void Accept() => _server.Accept();

    /// <summary>Resets every open connection.</summary>
    public void ResetAll() => _server.ResetAll();

    /// <summary>The fault of the next request on a connection.</summary>
    /// <param name="asked">What the request's header says, or <see langword="null"/>.</param>
    /// <param name="passed">How many requests of the connection came before it.</param>
    internal SandboxFault Next(string? asked, int passed)
    {
        SandboxFault fault = asked is null ? Drawn() : SandboxFault.Parse(asked);
        if (fault == SandboxFault.None || passed < fault.After)
            return SandboxFault.None;
        string text = fault.ToString();
        lock (_gate)
            _counts[text] = _counts.GetValueOrDefault(text) + 1;
        return fault;
    }

    private SandboxFault Drawn()
    {
        lock (_gate)
        {
            if (_plan.Shares.Count == 0)
                return SandboxFault.None;
            double left = _draw.NextDouble() * 100;
            foreach (SandboxFaultShare share in _plan.Shares)
            {
                left -= share.Percent;
                if (left < 0)
                    return share.Fault;
            }
            return SandboxFault.None;
        }
    }
}
