using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vandar.Core.Authentication;

/// <summary>Keeps the pair in a file that only its owner can read, safely between processes on one machine.</summary>
/// <remarks>
/// The file is replaced as a whole (written beside it, flushed to the disk, renamed), so a crash leaves the old pair or the new one. The
/// place for the new pair is reserved on the disk before the refresh token is spent: a full disk stops the refresh, it does not lose the
/// pair (a file system that writes copies, such as btrfs or ZFS, can only make that likely). A process that dies before the last step leaves
/// the new pair beside the file, and the next one that refreshes puts it in place. A lock file beside it (<c>….lock</c>) keeps other processes out;
/// the operating system frees it when its holder dies. Do not put the file on a network share: such locks are not dependable there.
/// </remarks>
public sealed class FileTokenStore : ITokenStore
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Ample for two tokens; what is reserved before a refresh.</summary>
    private const int ReservedBytes = 40 * 1_024;

    private const int LargestFile = 256 * 1_024;

    private static readonly TimeSpan s_lockPoll = TimeSpan.FromMilliseconds(25);

    private readonly string _path;
    private readonly TimeProvider _time;

    /// <summary>A store in the file at <paramref name="path"/>; the file and its folder need not exist yet.</summary>
    /// <param name="path">The file's path, relative to the current directory or absolute.</param>
    /// <param name="timeProvider">The clock that paces waiting for another process; null for the system's.</param>
    public FileTokenStore(string path, TimeProvider? timeProvider = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        _path = Path.GetFullPath(path);
        _time = timeProvider ?? TimeProvider.System;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The file is there and is not a token file. It is left as it is.</exception>
    public ValueTask<TokenPair?> Read(CancellationToken cancellationToken) => Read(_path, cancellationToken);

    private async ValueTask<TokenPair?> Read(string path, CancellationToken cancellationToken)
    {
        byte[] bytes;
        try
        {
            FileStream file = new(path, new FileStreamOptions { Share = FileShare.ReadWrite | FileShare.Delete, Options = FileOptions.Asynchronous });
            await using (file.ConfigureAwait(false))
            {
                if (file.Length > LargestFile)
                    throw Unreadable(null);
                bytes = new byte[file.Length];
                await file.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        try
        {
            // A draft whose writer died may still have its reserved zeros behind the pair.
            TokenPair? pair = JsonSerializer.Deserialize(bytes.AsSpan().TrimEnd((byte)0), TokenFileJson.Default.TokenPair);
            // Without tokens it is what a logout left, which has a time; anything else is somebody's own file.
            bool isPair = pair is not null && (pair is not { AccessToken: null, RefreshToken: null } || pair.ObtainedAt != default);
            return isPair ? pair : throw Unreadable(null);
        }
        catch (JsonException e)
        {
            throw Unreadable(e);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<ITokenStoreLease> Acquire(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        while (true)
        {
            try
            {
                Lease lease = new(this, OpenOwned(_path + ".lock", FileMode.OpenOrCreate));
                await lease.Recover(cancellationToken).ConfigureAwait(false);
                return lease;
            }
            catch (IOException e) when (IsHeldByAnother(e))
            {
                await Task.Delay(s_lockPoll, _time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // Sharing violations carry no type of their own: EWOULDBLOCK of flock on Unix, ERROR_SHARING_VIOLATION on Windows.
    private static bool IsHeldByAnother(IOException e) =>
        e.GetType() == typeof(IOException) && (OperatingSystem.IsWindows() ? (e.HResult & 0xFFFF) is 32 or 33 : e.HResult is 11 or 35);

    private static FileStream OpenOwned(string path, FileMode mode)
    {
        FileStreamOptions options = new()
        {
            Mode = mode,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = FileOptions.Asynchronous,
            // What could not be written must not be tried again by the disposal.
            BufferSize = 0,
        };
        // From the first moment, not by a chmod after it.
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        return new FileStream(path, options);
    }

    private InvalidDataException Unreadable(Exception? inner) =>
        new($"The token file {Path.GetFileName(_path)} is not one; it is left as it is.", inner);

    private sealed class Lease(FileTokenStore store, FileStream held) : ITokenStoreLease
    {
        private readonly string _draft = store._path + ".new";
        private FileStream? _reserved;

        public ValueTask<TokenPair?> Read(CancellationToken cancellationToken) => store.Read(cancellationToken);

        /// <summary>A process that died between writing the new pair and putting it in place left the only one that is alive.</summary>
        internal async ValueTask Recover(CancellationToken cancellationToken)
        {
            try
            {
                TokenPair? left = await store.Read(_draft, cancellationToken).ConfigureAwait(false);
                if (left is null)
                    return;
                TokenPair? kept = await store.Read(cancellationToken).ConfigureAwait(false);
                if (kept is null || kept.ObtainedAt <= left.ObtainedAt)
                    File.Move(_draft, store._path, overwrite: true);
            }
            catch (InvalidDataException)
            {
                // Not a pair, or beside a file that is none: nothing to recover.
            }
            catch
            {
                await DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }

        public async ValueTask Prepare(CancellationToken cancellationToken)
        {
            if (_reserved is not null)
                return;
            // What is not a token file, or cannot be read, is not replaced by one: it may be somebody's only copy of something.
            await store.Read(cancellationToken).ConfigureAwait(false);
            // A draft that is still here holds no pair, or Recover would have taken it: start anew, with permissions of our own.
            File.Delete(_draft);
            FileStream draft = OpenOwned(_draft, FileMode.CreateNew);
            try
            {
                await draft.WriteAsync(new byte[ReservedBytes], cancellationToken).ConfigureAwait(false);
                draft.Flush(flushToDisk: true);
            }
            catch
            {
                await Drop(draft).ConfigureAwait(false);
                throw;
            }
            _reserved = draft;
        }

        public async ValueTask Write(TokenPair pair, CancellationToken cancellationToken)
        {
            await Prepare(cancellationToken).ConfigureAwait(false);
            FileStream draft = _reserved!;
            byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(pair, TokenFileJson.Default.TokenPair);
            draft.Position = 0;
            // Over the reserved bytes; only then cut to size, so that no moment needs space that is not there.
            await draft.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
            draft.SetLength(bytes.Length);
            draft.Flush(flushToDisk: true);
            await draft.DisposeAsync().ConfigureAwait(false);
            _reserved = null;
            File.Move(_draft, store._path, overwrite: true);
        }

        public async ValueTask DisposeAsync()
        {
            try
            {
                if (_reserved is { } unused)
                    await Drop(unused).ConfigureAwait(false);
            }
            finally
            {
                // The lock file stays: deleting it would let two processes hold two files of one name.
                await held.DisposeAsync().ConfigureAwait(false);
            }
        }

        private async ValueTask Drop(FileStream draft)
        {
            _reserved = null;
            await draft.DisposeAsync().ConfigureAwait(false);
            try
            {
                File.Delete(_draft);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The folder may be gone; a draft that stays is deleted by the next one.
            }
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(TokenPair))]
internal sealed partial class TokenFileJson : JsonSerializerContext;
