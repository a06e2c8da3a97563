namespace Vandar.Core.Sandbox;

/// <summary>What the clock will bring, in the order of time, whichever book wrote it down. Used under the world's lock.</summary>
internal sealed class Agenda
{
    private readonly PriorityQueue<Action<DateTimeOffset>, (DateTimeOffset Due, long Number)> _items = new();
    private long _written;

    /// <param name="due">When; the action is given this time, however late somebody looks.</param>
    /// <param name="action">What; it must see for itself whether it is still wanted.</param>
    public void Add(DateTimeOffset due, Action<DateTimeOffset> action) => _items.Enqueue(action, (due, _written++));

    public void CatchUp(DateTimeOffset now)
    {
        while (_items.TryPeek(out Action<DateTimeOffset>? action, out (DateTimeOffset Due, long Number) item) && item.Due <= now)
        {
            _items.Dequeue();
            action(item.Due);
        }
    }
}
