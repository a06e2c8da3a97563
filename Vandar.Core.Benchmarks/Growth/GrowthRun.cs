using Vandar.Core.Benchmarks.Contestants;
using Vandar.Core.Benchmarks.Server;

namespace Vandar.Core.Benchmarks.Growth;

/// <summary>What grows with what: bytes per call with the number of callers, bytes per row with the length of a page. Over loopback.</summary>
internal static class GrowthRun
{
    private const double Tolerance = 1.02;

    private static readonly Contestant[] s_shown = [Contestant.Vandar, Contestant.Floor, Contestant.HttpClient];
    private static readonly int[] s_callers = [1, 10, 100, 1_000];

    /// <summary>Powers of two, which fill the array of a list: where it happens to be half empty says nothing of a row.</summary>
    private static readonly int[] s_rows = [16, 128, 1_024, 8_192];

    /// <param name="images">The folder for the plots.</param>
    internal static async Task<int> Run(string images)
    {
        bool isFlat = await Callers(Path.Combine(images, "bytes-per-call.svg"));
        isFlat &= await Rows(Path.Combine(images, "bytes-per-row.svg"));
        return isFlat ? 0 : 1;
    }

    private static async Task<bool> Callers(string plot)
    {
        const int CallsOfEach = 100;
        const int FewestCalls = 10_000;
        return await Measure(
            new LineChart("POST over loopback: bytes per call", "callers at once", "bytes", []), plot, s_callers,
            (contestant, callers) => Allocation.PerCall(
                callers, Math.Max(FewestCalls, CallsOfEach * callers), contestant, static contestant => contestant.Post()),
            static points => points.Select(point => point.Y));
    }

    private static async Task<bool> Rows(string plot)
    {
        const int RowsInAll = 200_000;
        return await Measure(
            new LineChart("LIST over loopback: bytes per row, the call's share included", "rows of a page", "bytes", []), plot, s_rows,
            async (contestant, rows) => await Allocation.PerCall(
                1, Math.Max(20, Math.Min(2_000, RowsInAll / rows)), contestant, contestant => contestant.List(rows)) / rows,
            static points => points.Zip(points.Skip(1), FurtherRow));

        // Without the call's own share, which a long page spreads over more rows.
        static double FurtherRow((double X, double Y) shorter, (double X, double Y) longer) =>
            ((longer.X * longer.Y) - (shorter.X * shorter.Y)) / (longer.X - shorter.X);
    }

    /// <param name="constant">What must not grow, out of what was measured.</param>
    /// <returns>Whether ours grows nowhere beyond what it was at first.</returns>
    private static async Task<bool> Measure(
        LineChart chart, string plot, int[] sizes, Func<IContestant, int, Task<double>> measure,
        Func<List<(double X, double Y)>, IEnumerable<double>> constant)
    {
        List<Line> lines = [];
        Console.WriteLine(chart.Title);
        foreach (Contestant name in s_shown)
        {
            using IContestant contestant = Lineup.Create(name, new Endpoint(LoopbackServer.Address, null));
            List<(double X, double Y)> points = [];
            foreach (int size in sizes)
                points.Add((size, await measure(contestant, size)));
            lines.Add(new(name.ToString(), points));
            string rates = string.Join(", ", constant(points).Select(rate => $"{rate:0.0}"));
            Console.WriteLine($"{name,-12} {string.Join(" ", points.Select(point => $"{point.X,6:0}: {point.Y,8:0.0}"))}   constant: {rates}");
        }
        (chart with { Lines = lines, IsXLogarithmic = true }).Save(plot);
        double[] ours = [.. constant([.. lines[0].Points])];
        return ours.All(rate => rate <= ours[0] * Tolerance);
    }
}
