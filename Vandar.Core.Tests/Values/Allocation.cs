namespace Vandar.Core.Tests.Values;

/// <summary>Bytes that a thousand runs of a warm action allocate: zero means zero.</summary>
internal static class Allocation
{
    /// <param name="action">Returns whether it took the path it is measured for.</param>
    internal static long Of(Func<bool> action)
    {
        Assert.That(action(), Is.True, "the measured path was not taken");
        bool taken = true;
        for (int i = 0; i < 100; i++)
        {
            taken &= action();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++)
        {
            taken &= action();
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.That(taken, Is.True);
        return allocated;
    }
}
