using Vandar.Core.Benchmarks.Contestants;
using Vandar.Core.Benchmarks.Server;

namespace Vandar.Core.Benchmarks.Growth;

/// <summary>A file of 200 MB over loopback, beside a plain <see cref="StreamContent"/>: memory and throughput.</summary>
internal static class LargeUpload
{
    private const long Size = 200_000_000;
    private const int Rounds = 15;
    private const double Mebibyte = 1_024 * 1_024;

    internal static async Task Run()
    {
        Endpoint endpoint = new(LoopbackServer.Address, null);
        using IContestant vandar = Lineup.Create(Contestant.Vandar, endpoint);
        using IContestant floor = Lineup.Create(Contestant.Floor, endpoint);
        await Send(vandar);
        await Send(floor);
        List<Cost> ours = [];
        List<Cost> plain = [];
        // One after the other, so that both have the same weather.
        for (int round = 0; round < Rounds; round++)
        {
            ours.Add(await Send(vandar));
            plain.Add(await Send(floor));
        }
        Tell("Vandar", ours);
        Tell("StreamContent", plain);
    }

    private static async Task<Cost> Send(IContestant contestant)
    {
        GC.Collect();
        Film film = new(Size);
        long workingSet = Environment.WorkingSet;
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        long started = TimeProvider.System.GetTimestamp();
        await contestant.Upload(film);
        return new(
            TimeProvider.System.GetElapsedTime(started).TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds,
            GC.GetTotalAllocatedBytes(precise: true) - allocated, (film.HighestWorkingSet - workingSet) / Mebibyte);
    }

    private static void Tell(string name, List<Cost> costs) => Console.WriteLine(
        $"{name,-14} medians of {Rounds}: {Size / Median(costs, cost => cost.Seconds) / 1e6:0} MB/s, "
        + $"{Median(costs, cost => cost.ProcessorSeconds):0.000} s of processor time, {Median(costs, cost => cost.Bytes):#,0} bytes allocated, "
        + $"working set {Median(costs, cost => cost.MoreMebibytes):0.00} MiB more at its highest");

    private static double Median(List<Cost> costs, Func<Cost, double> of) => costs.Select(of).Order().ElementAt(costs.Count / 2);

    private readonly record struct Cost(double Seconds, double ProcessorSeconds, double Bytes, double MoreMebibytes);

    /// <summary>A stream of nothing that looks like a photo, and looks at memory now and then.</summary>
    private sealed class Film(long length) : Stream
    {
        private const int LooksPerFilm = 50;
        private long _looked;

        internal long HighestWorkingSet { get; private set; } = Environment.WorkingSet;

        public override bool CanRead => true;
        public override bool CanSeek => true;
        public override bool CanWrite => false;
        public override long Length => length;
        public override long Position { get; set; }

        public override int Read(Span<byte> buffer)
        {
            buffer = buffer[..(int)Math.Min(buffer.Length, length - Position)];
            buffer.Clear();
            if (Position == 0 && buffer.Length >= 3)
                Errand.Photo.AsSpan(0, 3).CopyTo(buffer);
            Position += buffer.Length;
            if (Position - _looked > length / LooksPerFilm)
            {
                _looked = Position;
                HighestWorkingSet = Math.Max(HighestWorkingSet, Environment.WorkingSet);
            }
            return buffer.Length;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            Task.FromResult(Read(buffer.AsSpan(offset, count)));

        public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => Position + offset,
            _ => length + offset,
        };

        public override void Flush()
        {
        }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
