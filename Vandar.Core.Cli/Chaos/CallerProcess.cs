using Vandar.Core.Authentication;

namespace Vandar.Core.Cli.Chaos;

/// <summary>A process of callers: does its share, and if it was killed before, first finds out what became of what it was doing.</summary>
internal static class CallerProcess
{
    private const int Stretch = 500;

    public static async Task<int> Run(string planFile, CancellationToken stop)
    {
        ProcessPlan plan = ProcessPlan.Read(planFile);
        using Watch watch = new();
        Sightings sightings = new();
        Begun begun = new();
        IReadOnlyCollection<int> open = FileDiary.Replay(plan.Diary, begun, static (_, _) => { });
        using FileDiary diary = new(plan.Diary);
        Surroundings surroundings = plan.Process % 2 == 0 ? Surroundings.Impatient : Surroundings.Naive;
        await using Shop shop = new(
            plan.Shop, surroundings, new FileTokenStore(plan.TokenFile), new ChaosClock(), watch, plan.Seed + plan.Process, plan.Faults);
        Callers callers = new([shop], diary, watch, sightings);

        foreach (int number in open)
            diary.Ended(number, End.Unknown);
        foreach (int number in begun.Unknown.Concat(open))
        {
            Intent intent = IntentOf(number);
            intent.Subject.Id = begun.Subjects.GetValueOrDefault(number, "");
            await callers.Settle(shop, intent, stop);
        }

        List<int> share = [.. Enumerable.Range(plan.First, plan.Count).Where(number => number % plan.Processes == plan.Process && !begun.Numbers.Contains(number))];
        foreach (int[] stretch in share.Chunk(Stretch))
            await callers.Run([new Queue<Intent>(stretch.Select(IntentOf))], plan.Callers, stop);

        // Closed before its buffers are counted: nothing of it runs any more.
        await shop.DisposeAsync();
        BufferBooks buffers = shop.Buffers;
        diary.Saw(Sight.BuffersRented, buffers.Rented);
        diary.Saw(Sight.BuffersDropped, buffers.Dropped);
        diary.Saw(Sight.BuffersLost, buffers.Lost + buffers.Errors);
        diary.Saw(Sight.LeftInFlight, sightings.LeftInFlight);
        diary.Saw(Sight.SecretsTold, watch.Hits);
        diary.Saw(Sight.TextsRead, watch.Heard);
        diary.Saw(Sight.LongestOverrun, sightings.LongestOverrun);
        diary.Saw(Sight.EscapedIds, sightings.Escaped.Count);
        diary.Saw(Sight.StoreFailures, shop.Store.Failed);
        diary.Saw(Sight.Overlaps, shop.Store.Overlaps);
        return ExitCode.Done;

        Intent IntentOf(int number) => Intent.Of(plan.Seed, number, plan.Faults, isKeyedOnly: false);
    }

    /// <summary>What an earlier life of this process has left.</summary>
    private sealed class Begun : IDiary
    {
        public HashSet<int> Numbers { get; } = [];

        /// <summary>Unknown, and not looked up yet.</summary>
        public HashSet<int> Unknown { get; } = [];

        /// <summary>What calls were about, by their ids.</summary>
        public Dictionary<int, string> Subjects { get; } = [];

        public void Meant(int number) => Numbers.Add(number);

        public void Prepared(int number, string subject) => Subjects[number] = subject;

        public void Ended(int number, End end)
        {
            if (end is End.Unknown)
                Unknown.Add(number);
        }

        public void Settled(int number, bool wasExecuted) => Unknown.Remove(number);
    }
}
