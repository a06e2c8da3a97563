using System.Text;

namespace Vandar.Core;

/// <summary>A file to upload: a path that is opened when it is sent, or a stream of yours.</summary>
/// <remarks>
/// Before the first byte is sent the file is checked: it must be readable, not empty, not over
/// <see cref="VandarClientOptions.MaxUploadBytes"/>, of a media type that fits the document, and its first bytes must be of that type where
/// the type is a known one (JPEG, PNG, WebP, MP4, QuickTime, WebM). Vandar documents neither sizes nor formats.
/// </remarks>
public sealed class VandarFile
{
    private const int LongestName = 255;
    private const int SignatureLength = 12;

    private readonly Func<Stream> _open;
    private readonly bool _isOurs;

    private VandarFile(string fileName, string nameParameter, string contentType, bool isOurs, Func<Stream> open)
    {
        if (string.IsNullOrWhiteSpace(fileName) || fileName.Length > LongestName || fileName.AsSpan().ContainsAnyInRange('\0', '\u001F'))
            throw new ArgumentException("A file name must have 1 to 255 characters, not all blank, and no control characters.", nameParameter);
        ArgumentException.ThrowIfNullOrWhiteSpace(contentType);
        if (contentType.AsSpan().ContainsAnyExceptInRange('!', '~') || contentType.Count(c => c == '/') != 1)
            throw new ArgumentException("A media type must look like image/jpeg.", nameof(contentType));
        FileName = fileName;
        ContentType = contentType;
        _isOurs = isOurs;
        _open = open;
    }

    /// <summary>The name that is sent with the file.</summary>
    public string FileName { get; }

    /// <summary>The media type that is sent with the file.</summary>
    public string ContentType { get; }

    /// <summary>A file on disk. It is opened for each upload and streamed; its media type follows from its extension.</summary>
    /// <exception cref="ArgumentException">
    /// The path names no file, or its extension is none of .jpg, .jpeg, .png, .webp, .mp4, .mov and .webm.
    /// </exception>
    public static VandarFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        string contentType = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".jpg" or ".jpeg" => "image/jpeg",
            ".png" => "image/png",
            ".webp" => "image/webp",
            ".mp4" => "video/mp4",
            ".mov" => "video/quicktime",
            ".webm" => "video/webm",
            _ => throw new ArgumentException("The file's extension must be .jpg, .jpeg, .png, .webp, .mp4, .mov or .webm.", nameof(path)),
        };
        return Open(path, contentType);
    }

    /// <summary>A file on disk with a media type of your own.</summary>
    /// <exception cref="ArgumentException">The path names no file, or the media type is none.</exception>
    public static VandarFile Open(string path, string contentType)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        FileStreamOptions options = new() { Options = FileOptions.Asynchronous | FileOptions.SequentialScan, BufferSize = 0 };
        return new(Path.GetFileName(path), nameof(path), contentType, true, () => new FileStream(path, options));
    }

    /// <summary>
    /// A stream of yours, sent from where it stands now and left open. Each upload begins there again, so that a call after a broken one sends the
    /// same bytes.
    /// </summary>
    /// <param name="stream">
    /// Readable and seekable: the length must be known, and without going back neither a 401 nor a lost connection can be repeated.
    /// </param>
    /// <param name="fileName">The name to send.</param>
    /// <param name="contentType">The media type to send, such as <c>image/jpeg</c>.</param>
    public static VandarFile From(Stream stream, string fileName, string contentType)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanRead || !stream.CanSeek)
            throw new ArgumentException("The stream must be readable and seekable.", nameof(stream));
        ArgumentNullException.ThrowIfNull(fileName);
        long start = stream.Position;
        return new(fileName, nameof(fileName), contentType, false, () =>
        {
            stream.Position = start;
            return stream;
        });
    }

    /// <summary>The type; never the name or the content.</summary>
    public override string ToString() => $"{ContentType} file";

    /// <summary>Opens the file and proves that it can be sent.</summary>
    /// <exception cref="ArgumentException">
    /// It cannot; neither its name nor its path is told, nor the platform's text that has them: people name documents after national codes.
    /// </exception>
    internal OpenedFile Checked(string kind, long maximumBytes, string parameter)
    {
        if (!ContentType.StartsWith(kind, StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"This document must be of a media type {kind}*.", parameter);
        Stream? stream = null;
        try
        {
            stream = _open();
            OpenedFile opened = new(stream, stream.Length - stream.Position, _isOurs);
            string? broken = opened.Length <= 0 ? "is empty"
                : opened.Length > maximumBytes ? "is larger than VandarClientOptions.MaxUploadBytes allows"
                : !HasSignature(stream) ? $"is not of the media type {ContentType}"
                : null;
            return broken is null ? opened : throw new ArgumentException($"The file {broken}.", parameter);
        }
        catch (Exception e)
        {
            if (_isOurs)
                stream?.Dispose();
            if (e is IOException or UnauthorizedAccessException or ObjectDisposedException or NotSupportedException)
                throw new ArgumentException($"The file cannot be read ({e.GetType().Name}).", parameter);
            throw;
        }
    }

    private bool HasSignature(Stream stream)
    {
        Span<byte> start = stackalloc byte[SignatureLength];
        long position = stream.Position;
        start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        stream.Position = position;
        return ContentType.ToLowerInvariant() switch
        {
            "image/jpeg" => start is [0xFF, 0xD8, 0xFF, ..],
            "image/png" => start is [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..],
            "image/webp" => start is [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P'],
            "video/mp4" => BeginsWithBox(start, "ftyp", "moov", "mdat"),
            // Older QuickTime files begin with room for a size, or with a preview.
            "video/quicktime" => BeginsWithBox(start, "ftyp", "moov", "mdat", "wide", "free", "skip", "pnot"),
            "video/webm" => start is [0x1A, 0x45, 0xDF, 0xA3, ..],
            _ => true,
        };
    }

    private static bool BeginsWithBox(ReadOnlySpan<byte> start, params ReadOnlySpan<string> types)
    {
        foreach (string type in types)
        {
            if (start.Length >= 8 && Ascii.Equals(start[4..8], type))
                return true;
        }
        return false;
    }
}

/// <summary>A checked file, open for the length of one call.</summary>
internal readonly record struct OpenedFile(Stream Stream, long Length, bool IsOurs) : IDisposable
{
    public void Dispose()
    {
        if (IsOurs)
            Stream.Dispose();
    }
}
