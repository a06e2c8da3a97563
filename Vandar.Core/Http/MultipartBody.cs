using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;

namespace Vandar.Core.Http;

/// <summary>A file on its way: the form fields, then the file, read from its stream piece by piece, so that its size never shows in memory.</summary>
internal sealed class MultipartBody : IRequestBody, IDisposable
{
    private readonly byte[] _head;
    private readonly byte[] _tail;
    private readonly string _contentType;
    private readonly OpenedFile _file;
    private readonly long _start;
    private readonly IProgress<long>? _progress;

    internal MultipartBody(ReadOnlySpan<KeyValuePair<string, string>> fields, VandarFile file, OpenedFile opened, IProgress<long>? progress)
    {
        string boundary = Guid.NewGuid().ToString("N");
        StringBuilder head = new();
        foreach ((string name, string value) in fields)
            head.Append(CultureInfo.InvariantCulture, $"--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        head.Append(CultureInfo.InvariantCulture, $"--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; ");
        head.Append(CultureInfo.InvariantCulture, $"filename=\"{Escaped(file.FileName)}\"\r\nContent-Type: {file.ContentType}\r\n\r\n");
        _head = Encoding.UTF8.GetBytes(head.ToString());
        _tail = Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n");
        _contentType = $"multipart/form-data; boundary={boundary}";
        _file = opened;
        _start = opened.Stream.Position;
        _progress = progress;
    }

    /// <exception cref="ArgumentException">A field's text would break out of its part.</exception>
    internal static void Check(ReadOnlySpan<KeyValuePair<string, string>> fields)
    {
        foreach ((string name, string value) in fields)
        {
            if (value.AsSpan().ContainsAnyInRange('\0', '\u001F'))
                throw new ArgumentException("A form field must not contain control characters.", name);
        }
    }

    public ISendOnce CreateContent(bool mayBeCopied)
    {
        _file.Stream.Position = _start;
        return new FileContent(this, mayBeCopied);
    }

    public void Dispose() => _file.Dispose();

    // What HTML says of file names in forms: only these three are escaped, everything else goes out in UTF-8.
    private static string Escaped(string fileName) =>
        fileName.Replace("\"", "%22", StringComparison.Ordinal)
            .Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    // Of the byte content's family for the reason of PooledJsonContent: no send outlives its answer over HTTP/2.
    private sealed class FileContent : ByteArrayContent, ISendOnce
    {
        private const int PieceSize = 64 * 1_024;

        private readonly MultipartBody _body;
        private SendState _state;

        internal FileContent(MultipartBody body, bool mayBeCopied)
            : base([])
        {
            _body = body;
            _state = new(mayBeCopied);
            Headers.TryAddWithoutValidation("Content-Type", body._contentType);
        }

        public HttpContent Content => this;
        public bool IsSent => _state.IsSent;
        public string? Obstacle => _state.Obstacle;

        public bool CloseUnsent() => _state.CloseUnsent();

        protected override bool TryComputeLength(out long length)
        {
            length = _body._head.Length + _body._file.Length + _body._tail.Length;
            return true;
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            _state.Begin(stream);
            await stream.WriteAsync(_body._head, cancellationToken).ConfigureAwait(false);
            byte[] piece = ArrayPool<byte>.Shared.Rent(PieceSize);
            Task<int>? reading = null;
            try
            {
                for (long sent = 0; sent < _body._file.Length;)
                {
                    int wanted = (int)Math.Min(piece.Length, _body._file.Length - sent);
                    int read;
                    try
                    {
                        ValueTask<int> next = _body._file.Stream.ReadAsync(piece.AsMemory(0, wanted), cancellationToken);
                        // A stream that does not listen to its token must not hold the call beyond its limit.
                        read = next.IsCompletedSuccessfully ? next.Result
                            : await (reading = next.AsTask()).WaitAsync(cancellationToken).ConfigureAwait(false);
                    }
                    catch (Exception e) when (e is not OperationCanceledException)
                    {
                        // The platform's own text may hold the path, and people name documents after national codes.
                        throw Broken($"the file cannot be read to its end ({e.GetType().Name})");
                    }
                    if (read == 0)
                        throw Broken("the file became shorter while it was being sent");
                    await stream.WriteAsync(piece.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                    sent += read;
                    _body._progress?.Report(sent);
                }
            }
            finally
            {
                // The send is over here, whoever may have given up on it: nobody else has this piece, save a read that does not end.
                if (reading is null or { IsCompleted: true })
                    ArrayPool<byte>.Shared.Return(piece, clearArray: true);
                else
                {
                    _ = reading.ContinueWith(
                        static read => read.Exception, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
                }
            }
            await stream.WriteAsync(_body._tail, cancellationToken).ConfigureAwait(false);
            _state.Complete();
        }

        private IOException Broken(string obstacle)
        {
            _state.Stop(obstacle);
            return new(obstacle);
        }

        // What the base class has to show is not the file.
        protected override void SerializeToStream(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
            throw PooledJsonContent.ReadRefused();

        protected override Stream CreateContentReadStream(CancellationToken cancellationToken) => throw PooledJsonContent.ReadRefused();

        protected override Task<Stream> CreateContentReadStreamAsync() => throw PooledJsonContent.ReadRefused();
    }
}
