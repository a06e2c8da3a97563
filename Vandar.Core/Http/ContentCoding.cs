using System.IO.Compression;
using System.Net.Http.Headers;

namespace Vandar.Core.Http;

/// <summary>Undoes the compression of an answer.</summary>
/// <remarks>
/// The platform's own decompression costs 600 bytes a call, compressed or not, so the client asks for compression only where the options say
/// so, and unpacks here whatever comes. What is read is counted after it was unpacked, so a small bomb meets the same limit as a large answer.
/// </remarks>
internal static class ContentCoding
{
    internal const string Accepted = "gzip, br";

    /// <exception cref="InvalidDataException">A coding that nobody asked for, or one over another.</exception>
    internal static Stream Decode(Stream body, HttpContentHeaders headers)
    {
        if (!headers.NonValidated.TryGetValues("Content-Encoding", out HeaderStringValues values))
            return body;
        return values.ToString().Trim().ToLowerInvariant() switch
        {
            "" or "identity" => body,
            "gzip" or "x-gzip" => new GZipStream(body, CompressionMode.Decompress),
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            "deflate" => new ZLibStream(body, CompressionMode.Decompress),
            _ => throw new InvalidDataException("The answer's content coding is not known."),
        };
    }
}
