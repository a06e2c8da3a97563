using System.Net;

namespace Vandar.Core.Http;

/// <summary>Lends the bytes of a <see cref="JsonBuffer"/> to one attempt.</summary>
/// <remarks>
/// Derives from <see cref="ByteArrayContent"/> because the platform sends any other content full-duplex over HTTP/2, where the send may
/// outlive the answer.
/// </remarks>
internal sealed class PooledJsonContent : ByteArrayContent, ISendOnce
{
    private readonly ReadOnlyMemory<byte> _body;
    private SendState _state;

    internal PooledJsonContent(JsonBuffer body, bool mayBeCopied)
        : base(body.Array, 0, body.Length)
    {
        _state = new(mayBeCopied);
        _body = body.Array.AsMemory(0, body.Length);
        Headers.TryAddWithoutValidation("Content-Type", "application/json");
    }

    public HttpContent Content => this;
    public bool IsSent => _state.IsSent;
    public string? Obstacle => _state.Obstacle;

    public bool CloseUnsent() => _state.CloseUnsent();

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _state.Begin(stream);
        ValueTask sending = stream.WriteAsync(_body, cancellationToken);
        if (!sending.IsCompletedSuccessfully)
            return Finish(sending);
        sending.GetAwaiter().GetResult();
        _state.Complete();
        return Task.CompletedTask;
    }

    protected override void SerializeToStream(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _state.Begin(stream);
        stream.Write(_body.Span);
        _state.Complete();
    }

    // The base class would lend the pooled array itself, past the counter.
    protected override Stream CreateContentReadStream(CancellationToken cancellationToken) => throw ReadRefused();

    protected override Task<Stream> CreateContentReadStreamAsync() => throw ReadRefused();

    private async Task Finish(ValueTask sending)
    {
        await sending.ConfigureAwait(false);
        _state.Complete();
    }

    internal static InvalidOperationException ReadRefused() => new("The body of this request can be sent, not read.");
}
