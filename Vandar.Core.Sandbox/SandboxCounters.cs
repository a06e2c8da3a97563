namespace Vandar.Core.Sandbox;

/// <summary>What passed the sandbox's doors. Control paths are not counted.</summary>
internal sealed class SandboxCounters
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<int, int> _answers = [];
    private int _requests;
    private int _refreshes;
    private int _unreadable;

    public int Requests => Volatile.Read(ref _requests);

    public int Refreshes => Volatile.Read(ref _refreshes);

    public int Unreadable => Volatile.Read(ref _unreadable);

    public void Arrived() => Interlocked.Increment(ref _requests);

    public void Refreshed() => Interlocked.Increment(ref _refreshes);

    public void CouldNotRead() => Interlocked.Increment(ref _unreadable);

    public void Answered(int status)
    {
        lock (_gate)
            _answers[status] = _answers.GetValueOrDefault(status) + 1;
    }

    public IReadOnlyDictionary<int, int> Answers()
    {
        lock (_gate)
            return new SortedDictionary<int, int>(_answers);
    }
}
