using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Vandar.Core.Webhooks;

/// <summary>
/// Checks the signature of a notification, the header <c>X-Vandar-Signature: t=…,v1=…,v0=…</c>. Vandar documents it as experimental and only for
/// withdrawals of direct debit; notifications of settlements and refunds are not signed. Thread-safe: make one and keep it.
/// </summary>
/// <remarks>
/// <para>
/// <c>v1</c> is the HMAC-SHA256 over <c>t</c>, a comma and the body, in hexadecimal, with the secret that Vandar's support gives the business;
/// <c>v0</c> is the same with a key that everybody knows, and counts only where <see cref="AllowTestSignature"/> is set. Check the body's bytes as
/// they came, before anything decodes or parses them. The vendor advises to answer a 400 where the verdict is not
/// <see cref="WebhookVerdict.Genuine"/>.
/// </para>
/// <para>
/// A genuine notification can still be delivered twice, also by somebody who recorded it within the <see cref="Window"/>: act on its id once. And a
/// signature does not replace the call that confirms, <c>client.DirectDebit.Withdrawals.Get</c>.
/// </para>
/// </remarks>
/// <example><code>
/// if (verifier.Verify(request.Headers[WebhookVerifier.HeaderName], body) is not WebhookVerdict.Genuine)
///     return Results.BadRequest();
/// </code></example>
public sealed class WebhookVerifier
{
    /// <summary>The header that carries the signature.</summary>
    public const string HeaderName = "X-Vandar-Signature";

    private const string TestKey = "vandar";
    private const int LongestHeader = 4_096;
    private const int LongestTime = 11;

    private readonly byte[] _key;

    /// <summary>A verifier for one business.</summary>
    /// <param name="secret">The business's secret, from Vandar's support.</param>
    /// <exception cref="ArgumentException">The secret is blank, or is the key of the test signature, with which anybody can sign.</exception>
    public WebhookVerifier(string secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        if (string.IsNullOrWhiteSpace(secret))
            throw new ArgumentException("The secret must not be blank.", nameof(secret));
        if (secret == TestKey)
            throw new ArgumentException(
                "This is the key of the test signature, with which anybody can sign; see AllowTestSignature.", nameof(secret));
        _key = Encoding.UTF8.GetBytes(secret);
    }

    /// <summary>How old a notification may be, and how far ahead of this machine's clock: 5 seconds unless set, as the vendor advises.</summary>
    public TimeSpan Window
    {
        get;
        init => field = value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(Window), "The window must be positive.");
    } = TimeSpan.FromSeconds(5);

    /// <summary>Takes <c>v0</c> as well: no unless set. Anybody can make one. For tests only.</summary>
    public bool AllowTestSignature { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init => field = value ?? throw new ArgumentNullException(nameof(TimeProvider)); } = TimeProvider.System;

    /// <summary>Judges a notification by its header. Never throws for what came from outside.</summary>
    /// <param name="header">The value of the header; null where there is none.</param>
    /// <param name="body">The body's bytes as they came.</param>
    public WebhookVerdict Verify(string? header, ReadOnlySpan<byte> body)
    {
        if (string.IsNullOrWhiteSpace(header))
            return WebhookVerdict.Missing;
        if (header.Length > LongestHeader)
            return WebhookVerdict.Malformed;

        ReadOnlySpan<char> time = default;
        List<byte[]> signatures = [];
        List<byte[]> testSignatures = [];
        foreach (Range range in header.AsSpan().Split(','))
        {
            ReadOnlySpan<char> element = header.AsSpan()[range].Trim(' ');
            int equals = element.IndexOf('=');
            if (equals < 1)
                return WebhookVerdict.Malformed;
            ReadOnlySpan<char> value = element[(equals + 1)..];
            bool isWellFormed = element[..equals] switch
            {
                "t" => time.IsEmpty && IsTime(time = value),
                "v1" => TryAdd(signatures, value),
                "v0" => TryAdd(testSignatures, value),
                // A version of the future is nobody's proof, and no reason to refuse the one beside it.
                _ => true,
            };
            if (!isWellFormed)
                return WebhookVerdict.Malformed;
        }
        if (time.IsEmpty)
            return WebhookVerdict.Malformed;
        if (!AllowTestSignature)
            testSignatures.Clear();
        if (signatures.Count + testSignatures.Count == 0)
            return WebhookVerdict.Missing;

        // Not short-circuited: how long it takes says nothing of how much was right.
        if (!(IsAnyRight(signatures, _key, time, body) | IsAnyRight(testSignatures, Encoding.UTF8.GetBytes(TestKey), time, body)))
            return WebhookVerdict.Wrong;

        TimeSpan age = TimeProvider.GetUtcNow() - DateTimeOffset.UnixEpoch - TimeSpan.FromSeconds(long.Parse(time, CultureInfo.InvariantCulture));
        return age > Window ? WebhookVerdict.TooOld : age < -Window ? WebhookVerdict.FromTheFuture : WebhookVerdict.Genuine;
    }

    private static bool IsAnyRight(List<byte[]> signatures, byte[] key, ReadOnlySpan<char> time, ReadOnlySpan<byte> body)
    {
        byte[] signed = new byte[time.Length + 1];
        Encoding.ASCII.GetBytes(time, signed);
        signed[^1] = (byte)',';
        using IncrementalHash hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(signed);
        hash.AppendData(body);
        byte[] expected = hash.GetHashAndReset();

        bool isRight = false;
        foreach (byte[] signature in signatures)
            isRight |= CryptographicOperations.FixedTimeEquals(signature, expected);
        return isRight;
    }

    private static bool IsTime(ReadOnlySpan<char> text) => text.Length is > 0 and <= LongestTime && !text.ContainsAnyExceptInRange('0', '9');

    private static bool TryAdd(List<byte[]> signatures, ReadOnlySpan<char> hex)
    {
        byte[] signature = new byte[HMACSHA256.HashSizeInBytes];
        if (hex.Length != 2 * signature.Length || Convert.FromHexString(hex, signature, out _, out _) is not OperationStatus.Done)
            return false;
        signatures.Add(signature);
        return true;
    }
}

/// <summary>What a signature is worth.</summary>
/// <remarks>The default value is a refusal.</remarks>
public enum WebhookVerdict
{
    /// <summary>There is no signature that counts: no header, or none in it but those of versions that are not taken.</summary>
    Missing,

    /// <summary>The header is not of the documented form.</summary>
    Malformed,

    /// <summary>No signature fits the time, the body and the secret: forged, changed on the way, or of another secret.</summary>
    Wrong,

    /// <summary>Rightly signed, and older than the window: delivered late, or once more by somebody who recorded it.</summary>
    TooOld,

    /// <summary>Rightly signed for a later time than now: one of the two clocks is wrong.</summary>
    FromTheFuture,

    /// <summary>Rightly signed, within the window.</summary>
    Genuine,
}
