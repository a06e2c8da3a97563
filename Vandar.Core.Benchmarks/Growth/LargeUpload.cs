using Vandar.Core.Benchmarks.Contestants;
using Vandar.Core.Benchmarks.Server;

namespace Vandar.Core.Benchmarks.Growth;

/// <summary>A file of 200 MB over loopback, beside a plain <see cref="StreamContent"/>: memory and throughput.</summary>
internal static class LargeUpload
{
    private const long Size = 200_000_000;
    private const int Rounds = 5;
    private const double Mebibyte = 1_024 * 1_024;

    internal static async Task Run()
    {
        Endpoint endpoint = new(LoopbackServer.Address, null);
        using IContestant vandar = Lineup.Create(Contestant.Vandar, endpoint);
        using IContestant floor = Lineup.Create(Contestant.Floor, endpoint);
        await vandar.Upload(new Film(Size));
        await floor.Upload(new Film(Size));
        // One after the other, so that both have the same weather.
        for (int round = 0; round < Rounds; round++)
        {
            await Tell("Vandar", vandar);
            await Tell("StreamContent", floor);
        }
    }

    private static async Task Tell(string name, IContestant contestant)
    {
        GC.Collect();
        long workingSet = Environment.WorkingSet;
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        long started = TimeProvider.System.GetTimestamp();
        Film film = new(Size);
        await contestant.Upload(film);
        double seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        Console.WriteLine(
            $"{name,-14} {Size / seconds / 1e6,8:0} MB/s, {allocated,8} bytes allocated, working set {(film.HighestWorkingSet - workingSet) / Mebibyte,6:0.00} MiB more at its highest");
    }

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
