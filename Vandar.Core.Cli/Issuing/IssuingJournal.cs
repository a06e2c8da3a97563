using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Vandar.Core.Ravand;

namespace Vandar.Core.Cli.Issuing;

/// <summary>
/// What was intended and what came of it, one JSON object a line, each on the disk before the run goes on. It is what a killed run resumes
/// from, and what keeps two runs from creating the same applicant twice.
/// </summary>
/// <remarks>
/// An applicant's key is the national code put through PBKDF2 with the journal's own salt, so that no code stands in the file and two
/// journals cannot be matched. It is no secret: there are a thousand million codes, and one graphics card tries them all in hours. What
/// protects the journal is that its owner alone can read it.
/// </remarks>
internal sealed class IssuingJournal : IDisposable
{
    private const int KeyIterations = 50_000;
    private const int KeyBytes = 16;

    private readonly Lock _gate = new();
    private readonly FileStream _file;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, ApplicantHistory> _histories = new(StringComparer.Ordinal);
    private byte[] _salt = [];

    private IssuingJournal(FileStream file, TimeProvider time) => (_file, _time) = (file, time);

    /// <summary>Whether the last line was broken off, as by a power cut, and was dropped.</summary>
    public bool WasTorn { get; private set; }

    /// <summary>Opens a new journal, or with <paramref name="resume"/> the one of an earlier run.</summary>
    /// <exception cref="CommandFailedException">
    /// It is in use, exists, does not exist, is another job's, or is damaged; the text says what to do.
    /// </exception>
    public static IssuingJournal Open(string path, JournalHeader job, bool resume, TimeProvider time)
    {
        FileStream file;
        try
        {
            file = OwnerOnlyFile.Open(path, resume ? FileMode.Open : FileMode.OpenOrCreate);
        }
        catch (FileNotFoundException e)
        {
            throw new CommandFailedException(ExitCode.BadInput, $"There is no journal {path} to resume from: run without --resume.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(ExitCode.BadInput,
                $"The journal {path} cannot be opened: another run is using it, or the file cannot be written ({e.GetType().Name}).", e);
        }
        return Open(file, path, job, resume, time);
    }

    /// <summary>Opens the journal over a file that is open already, and keeps that.</summary>
    internal static IssuingJournal Open(FileStream file, string path, JournalHeader job, bool resume, TimeProvider time)
    {
        IssuingJournal journal = new(file, time);
        try
        {
            journal.Load(path, job, resume);
            return journal;
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    /// <summary>The key of an applicant in this journal.</summary>
    public string Key(NationalCode nationalCode)
    {
        Span<byte> code = stackalloc byte[10];
        nationalCode.TryFormat(code, out _);
        return Hash(code);
    }

    /// <summary>The hash of all that a create tells of an applicant.</summary>
    public string Fingerprint(CreateCardholder identity) => Hash(Encoding.UTF8.GetBytes(FormattableString.Invariant(
        $"{identity.NationalCode.Value} {identity.Mobile.Value} {identity.BirthDate.Year}/{identity.BirthDate.Month}/{identity.BirthDate.Day}")));

    /// <summary>The key of the applicant to whom an id was given; null for an id the journal does not know.</summary>
    public string? HolderOf(string cardholderId)
    {
        lock (_gate)
            return _histories.FirstOrDefault(entry => entry.Value.CardholderId == cardholderId).Key;
    }

    /// <summary>What the journal knows of an applicant.</summary>
    public ApplicantHistory History(string key)
    {
        lock (_gate)
            return _histories.GetValueOrDefault(key) ?? ApplicantHistory.None;
    }

    /// <summary>Puts one line on the disk. When this returns, a power cut no longer loses it.</summary>
    public void Append(JournalLine line)
    {
        JournalLine dated = line with { At = _time.GetUtcNow() };
        byte[] bytes = [.. JsonSerializer.SerializeToUtf8Bytes(dated, JournalJson.Default.JournalLine), (byte)'\n'];
        lock (_gate)
        {
            long start = _file.Position;
            try
            {
                _file.Write(bytes);
                _file.Flush(flushToDisk: true);
            }
            catch (IOException)
            {
                // A full disk takes half a line; the next line must not be glued to it.
                _file.SetLength(start);
                _file.Position = start;
                throw;
            }
            Remember(line);
        }
    }

    public void Dispose() => _file.Dispose();

    private string Hash(ReadOnlySpan<byte> text) =>
        Convert.ToHexStringLower(Rfc2898DeriveBytes.Pbkdf2(text, _salt, KeyIterations, HashAlgorithmName.SHA256, KeyBytes));

    private void Load(string path, JournalHeader job, bool resume)
    {
        byte[] bytes = new byte[_file.Length];
        _file.ReadExactly(bytes);
        int whole = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
        if (whole == 0)
        {
            // Not even the header was finished, so nothing was sent on the strength of this file.
            Begin(job);
            return;
        }
        if (!resume)
        {
            throw new CommandFailedException(ExitCode.BadInput,
                $"There is a journal of an earlier run: {path}\nGo on with --resume, or give another --journal FILE for a new job.");
        }
        WasTorn = whole < bytes.Length;
        _file.SetLength(whole);
        _file.Position = whole;
        string[] lines = Encoding.UTF8.GetString(bytes, 0, whole).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i < lines.Length; i++)
        {
            try
            {
                if (i == 0)
                    Continue(JsonSerializer.Deserialize(lines[i], JournalJson.Default.JournalHeader)!, job, path);
                else
                    Remember(JsonSerializer.Deserialize(lines[i], JournalJson.Default.JournalLine)!);
            }
            catch (JsonException e)
            {
                throw new CommandFailedException(ExitCode.BadInput, FormattableString.Invariant(
                    $"Line {i + 1} of {path} is damaged, or the file is no journal. Nothing was sent; ask a person to look at it."), e);
            }
        }
    }

    private void Begin(JournalHeader job)
    {
        _salt = RandomNumberGenerator.GetBytes(KeyBytes);
        JournalHeader salted = job with { Salt = Convert.ToHexStringLower(_salt) };
        _file.SetLength(0);
        _file.Position = 0;
        _file.Write([.. JsonSerializer.SerializeToUtf8Bytes(salted, JournalJson.Default.JournalHeader), (byte)'\n']);
        _file.Flush(flushToDisk: true);
    }

    private void Continue(JournalHeader found, JournalHeader job, string path)
    {
        if (found with { Salt = job.Salt } != job)
        {
            throw new CommandFailedException(ExitCode.BadInput,
                $"The journal {path} is of another job: business {found.Business}, provider {found.Provider}, server {found.Server}.");
        }
        try
        {
            _salt = Convert.FromHexString(found.Salt);
        }
        catch (FormatException e)
        {
            throw new JsonException("The salt is damaged.", e);
        }
    }

    private void Remember(JournalLine line) =>
        _histories[line.Applicant] = (_histories.GetValueOrDefault(line.Applicant) ?? ApplicantHistory.None).With(line);
}

/// <summary>The first line: whose job it is.</summary>
internal sealed record JournalHeader(string Business, string Provider, string Server)
{
    public int Version { get; init; } = 1;

    public string Salt { get; init; } = "";
}

/// <summary>One step of one applicant, before it or after it.</summary>
internal sealed record JournalLine(string Applicant, JournalStep Step, JournalState State)
{
    public DateTimeOffset At { get; init; }

    /// <summary>The line of the applicants' file at that time, for the eye only.</summary>
    public int Line { get; init; }

    public string? CardholderId { get; init; }

    /// <summary>Which document, for an upload.</summary>
    public string? Document { get; init; }

    /// <summary>The SHA-256 of the uploaded file; for a create, the salted hash of the identity.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Of a step that failed: what is known about its effect.</summary>
    public RequestOutcome? Outcome { get; init; }

    /// <summary>Of a step that failed: the HTTP status of the last answer.</summary>
    public int? Status { get; init; }

    /// <summary>Step and state; no id, no hash.</summary>
    public override string ToString() => $"{Step} {State}";
}

internal enum JournalStep
{
    Create,
    Update,
    Upload,
    Finalize,
    Issued,
}

internal enum JournalState
{
    /// <summary>About to be sent. Without a later line its effect is unknown.</summary>
    Intent,

    /// <summary>Answered with success.</summary>
    Done,

    /// <summary>Ended without success.</summary>
    Failed,
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, AllowDuplicateProperties = false,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(JournalHeader))]
[JsonSerializable(typeof(JournalLine))]
internal sealed partial class JournalJson : JsonSerializerContext;
