using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.ObjectPool;

namespace Vandar.Core.Http;

/// <summary>Pooled UTF-8 bytes: the body of a request while it is sent, or the answer while it is read. Never both.</summary>
/// <remarks>
/// The object and an array of up to 64 KiB stay in the client's pool. A longer answer borrows its array from the process, which gives idle
/// ones back to the system: one huge answer does not stay with the client.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "The writer holds nothing but this buffer.")]
internal sealed class JsonBuffer : IBufferWriter<byte>, IRequestBody
{
    private const int FirstSize = 1_024;

    /// <summary>The longest array that stays in the client's pool.</summary>
    internal const int LargestKept = 64 * 1_024;

    // Enough to be encoded as it is by every reader, and Persian stays Persian instead of \u escapes.
    private static readonly JsonWriterOptions s_writerOptions = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private byte[] _bytes = new byte[FirstSize];
    private Utf8JsonWriter? _writer;

    internal int Length { get; private set; }
    internal byte[] Array => _bytes;
    internal ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    ISendOnce IRequestBody.CreateContent() => new PooledJsonContent(this);

    internal void Write<T>(T value, JsonTypeInfo<T> type)
    {
        if (_writer is null)
            _writer = new Utf8JsonWriter(this, s_writerOptions);
        else
            _writer.Reset(this);
        JsonSerializer.Serialize(_writer, value, type);
        _writer.Flush();
    }

    internal void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        Advance(bytes.Length);
    }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _bytes.Length - Length);
        Length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(Length);
    }

    private void Reserve(int sizeHint)
    {
        int wanted = Math.Max(sizeHint, 1);
        if (wanted <= _bytes.Length - Length)
            return;
        byte[] longer = ArrayPool<byte>.Shared.Rent(checked(Math.Max(_bytes.Length * 2, Length + wanted)));
        Written.CopyTo(longer);
        GiveBack(_bytes);
        _bytes = longer;
    }

    private void GiveBack(byte[] bytes)
    {
        // The first array is our own and shorter than any that was borrowed; losing it to the collector once is all it costs.
        bytes.AsSpan(0, Length).Clear();
        if (bytes.Length > FirstSize)
            ArrayPool<byte>.Shared.Return(bytes);
    }

    /// <summary>Wipes what was written: bodies contain keys, answers contain names.</summary>
    internal void Clear()
    {
        _bytes.AsSpan(0, Length).Clear();
        Length = 0;
    }

    internal sealed class Policy : PooledObjectPolicy<JsonBuffer>
    {
        public override JsonBuffer Create() => new();

        public override bool Return(JsonBuffer obj)
        {
            obj.Clear();
            if (obj._bytes.Length > LargestKept)
            {
                obj.GiveBack(obj._bytes);
                obj._bytes = new byte[FirstSize];
            }
            return true;
        }
    }
}
