using System.Diagnostics;
using System.Globalization;
using Vandar.Core.Benchmarks.Contestants;
using Vandar.Core.Benchmarks.Server;

namespace Vandar.Core.Benchmarks;

/// <summary>A program that starts, makes one typed call over loopback and ends: as one native file, and beside it compiled while it runs.</summary>
internal static class StartupRun
{
    private const int Rounds = 15;

    private static readonly TimeSpan s_glance = TimeSpan.FromMilliseconds(1);

    /// <param name="native">The published native file.</param>
    /// <param name="managed">The same program as an assembly.</param>
    internal static async Task<int> Run(string native, string managed)
    {
        List<Start> natives = [];
        List<Start> managers = [];
        // By turns, so that whatever else the machine does hits both.
        for (int round = 0; round <= Rounds; round++)
        {
            natives.Add(await Once(new ProcessStartInfo(native)));
            managers.Add(await Once(new ProcessStartInfo("dotnet") { ArgumentList = { managed } }));
        }
        // The first round reads the files from the disk.
        Start first = MedianOf(natives[1..]);
        Start second = MedianOf(managers[1..]);
        Console.WriteLine($"{"start, one POST, end",-28} {"ms",8} {"peak MB",8} {"size MB",8}");
        Print("native", first, new FileInfo(native).Length);
        Print("compiled while it runs", second, Directory.EnumerateFiles(Path.GetDirectoryName(managed)!, "*.dll").Sum(file => new FileInfo(file).Length));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{"ratio",-28} {first.Time / second.Time,8:0.00} {(double)first.Peak / second.Peak,8:0.00}"));
        return 0;
    }

    private static async Task<Start> Once(ProcessStartInfo start)
    {
        start.ArgumentList.Add("0012345679");
        start.RedirectStandardOutput = true;
        start.Environment["VANDAR_BUSINESS"] = Errand.Business;
        start.Environment["VANDAR_ACCESS_TOKEN"] = Errand.AccessToken;
        start.Environment["VANDAR_API_HOST"] = LoopbackServer.Address.ToString();
        long began = TimeProvider.System.GetTimestamp();
        using Process process = Process.Start(start)!;
        long peak = 0;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        while (!output.IsCompleted)
        {
            process.Refresh();
            peak = Math.Max(peak, PeakOf(process));
            await Task.Delay(s_glance, TimeProvider.System);
        }
        await process.WaitForExitAsync();
        TimeSpan time = TimeProvider.System.GetElapsedTime(began);
        return process.ExitCode == 0 && (await output).Length > 0
            ? new(time, peak)
            : throw new InvalidOperationException($"{start.FileName} did not do its work.");
    }

    private static long PeakOf(Process process)
    {
        try
        {
            return process.PeakWorkingSet64;
        }
        catch (InvalidOperationException)
        {
            // It has just ended.
            return 0;
        }
    }

    private static Start MedianOf(List<Start> starts) =>
        new(starts.Select(start => start.Time).Order().ElementAt(starts.Count / 2), starts.Select(start => start.Peak).Order().ElementAt(starts.Count / 2));

    private static void Print(string name, Start start, long size) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{name,-28} {start.Time.TotalMilliseconds,8:0.0} {start.Peak / 1048576.0,8:0.0} {size / 1048576.0,8:0.0}"));

    private readonly record struct Start(TimeSpan Time, long Peak);
}
