namespace Vandar.Core.Sandbox;

/// <summary>What the clock will bring, in the order of time, whichever book wrote it down. Used under the world's lock.</summary>
internal sealed class Agenda
{
    private readonly PriorityQueue<Action<DateTimeOffset>, (DateTimeOffset Due, long Number)> _items = new();
    private long _written;

    /// <summary>When the next item is due; the end of time if there is none.</summary>
    public DateTimeOffset Next => _items.TryPeek(out _, out (DateTimeOffset Due, long Number) item) ? item.Due : DateTimeOffset.MaxValue;

    /// <param name="due">When; the action is given this time, however late somebody looks.</param>
    /// <param name="action">What; it must see for itself whether it is still wanted.</param>
    public void Add(DateTimeOffset due, Action<DateTimeOffset> action) => _items.Enqueue(action, (due, _written++));

    public void DoNext()
    {
        _items.TryDequeue(out Action<DateTimeOffset>? action, out (DateTimeOffset Due, long Number) item);
        action!(item.Due);
    }
}
