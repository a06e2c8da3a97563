namespace Vandar.Core.Tests.Faults;

/// <summary>What a body is read from: a beginning, and then the same bytes again and again, counted as they are handed out.</summary>
internal sealed class CountedStream(byte[] beginning, byte[]? repeated = null, long length = long.MaxValue) : Stream
{
    /// <summary>As much as a socket gives at once.</summary>
    internal const int Piece = 16 * 1_024;

    private readonly long _length = repeated is null ? Math.Min(beginning.Length, length) : length;

    internal long Given { get; private set; }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        int count = (int)Math.Min(Math.Min(buffer.Length, Piece), _length - Given);
        for (int i = 0; i < count; i++, Given++)
            buffer[i] = Given < beginning.Length ? beginning[Given] : repeated![(Given - beginning.Length) % repeated.Length];
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
