using Vandar.Core.Benchmarks.Contestants;

namespace Vandar.Core.Benchmarks;

/// <summary>Callers who each make one call after the other.</summary>
internal static class Load
{
    internal static Task Run(int callers, int calls, IContestant contestant, Func<IContestant, ValueTask<object>> call)
    {
        if (callers == 1)
            return Make(calls, contestant, call);
        Task[] all = new Task[callers];
        for (int i = 0; i < callers; i++)
            all[i] = Task.Run(() => Make(calls / callers, contestant, call));
        return Task.WhenAll(all);
    }

    private static async Task Make(int calls, IContestant contestant, Func<IContestant, ValueTask<object>> call)
    {
        for (int i = 0; i < calls; i++)
            await call(contestant);
    }
}
