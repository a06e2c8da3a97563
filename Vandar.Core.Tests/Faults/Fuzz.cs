using System.Globalization;
using System.Text;
using System.Text.Json;
using Vandar.Core.DirectDebit;
using Vandar.Core.Http;
using Vandar.Core.Ipg;
using Vandar.Core.Json;
using Vandar.Core.Tests.Json;
using Vandar.Core.Webhooks;

namespace Vandar.Core.Tests.Faults;

/// <summary>
/// Golden bytes, spoiled at random, for everything that reads what came from outside. Each round has its own seed, made of the run's and of its
/// number, so that it can be run again alone.
/// </summary>
internal sealed class Fuzz : IDisposable
{
    private const string Secret = "whsec-7d1f0c";
    private const int Longest = 64 * 1_024;

    private static readonly int[] s_statuses = [200, 200, 200, 200, 200, 200, 201, 400, 401, 404, 409, 422, 429, 500, 503];

    private static readonly byte[][] s_words =
    [
        .. new[]
        {
            "null", "[]", "{}", "true", "-0", "1e999", "1e-999", "9223372036854775808", "0.1", "\"", "\\", "\\ud800", "\\udc00", "\\u0000", "\\", ",", ":", "[[[[[[[[",
            "{\"a\":", "\"status\":0,", "\"status\":1,", "\"data\":", "\"errors\":", "\"code\":", "\"message\":", "\"id\":", "\"amount\":", "\"has_more\":true,", "۱۲۳", "١",
            "\u200C", "\uFEFF", "\u2028", "IR", "1404/12/30", "0000-00-00", "t=", "v1=", "&", "=", "%", "%D9", "%00", "+", " ", "\r\n", new string('9', 300), new string('0', 300), new string('[', 70),
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xE2, 0x82], [0], [0xEF, 0xBB, 0xBF],
    ];

    /// <summary>What stands in the place of a value.</summary>
    private static readonly byte[][] s_values =
    [
        .. new[]
        {
            "null", "[]", "{}", "true", "false", "0", "-1", "1e3", "10.5", "9223372036854775808", "\"\"", "\"1000.00\"", "\"1,000\"", "\"\\ud800\"", "[{}]", "[null]", "{\"a\":[1,null]}", "\"۱\"",
            "\"9999-99-99\"", "1e999999999", "[[[[[[[]]]]]]]", "\"INIT\"", "{\"data\":[]}", "-0",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    private static readonly string[] s_texts =
    [
        "IR580540105180021273113007", "5047060000000032", "0012345679", "09120000001", "1403/01/12", "1403-01-12", "2024-03-31 10:00:00", "17:46:57 - 1401/3/7",
        "Mon Apr 01 2024 21:54:38 GMT+0330", "1000.00", "1.5e3", "token=2YKWWXU9PLUHICC&payment_status=OK", "?status=SUCCEED&authorization_id=1cfe40a8",
        "IR58 0540 1051 8002 1273 1130 07", "6219-8600-0000-0019", "+989120000001", "۱۴۰۳/۰۱/۱۲",
    ];

    private static readonly string[] s_notifications =
    [
        "id=5c0e7f10&iban_id=72a8aab1&transaction_id=170258101221&amount=2500000&payment_number=123456&status=DONE&settlement_date=2024-01-19&settlement_date_jalali=1402%2F10%2F29&ref_code=1",
        """{"id":"5c0e7f10","transaction_id":170258101221,"amount":"2500000.00","status":"DONE","settlement_date":"2024-01-19","future":{"deep":[1,{"id":"x"}]}}""",
        """{"withdrawal_id":"206a423e","authorization_id":"1cfe40a8","gateway_transaction_id":176380000101,"status":"DONE","amount":1500000,"payment_number":"140409100001"}""",
    ];

    private static readonly string[] s_contentTypes = ["application/json", "application/x-www-form-urlencoded", "", "application/json; charset=utf-8", "multipart/form-data", "é"];

    private static readonly string s_sample = """
        {"amount":"-1000.00","maybe_amount":1.0e+15,"amount_toman":5,"wage":"7","id":"-170258101221","maybe_id":3,"is_instant":"1","remark":"x","flag":1,
         "payment_number":1.50,"data":{"name":"i"},"type":"signature_photo","settled_on":"17:46:57 - 1401/3/7",
         "created_at":"Mon Apr 01 2024 21:54:38 GMT+0330","iban":"IR080620000000000000123456"}
        """;

    private readonly Fixture[] _fixtures = [.. Fixture.All()];
    private readonly byte[][] _answers;
    private readonly Golden?[] _golden;
    private readonly WebhookVerifier _verifier = new(Secret) { Window = TimeSpan.FromDays(36_500) };
    private readonly int _seed;

    internal Fuzz(int seed)
    {
        _seed = seed;
        _answers = [.. _fixtures.Select(fixture => Encoding.UTF8.GetBytes(fixture.Answer))];
        _golden = new Golden?[_fixtures.Length];
    }

    /// <summary>Runs the rounds of these numbers until the time is over, and tells what should not have been.</summary>
    internal (long Rounds, IReadOnlyList<string> Escaped) Run(long first, long count, TimeSpan limit)
    {
        long started = TimeProvider.System.GetTimestamp();
        List<string> escaped = [];
        long round = first;
        for (; round < first + count && Since(started) < limit && escaped.Count < 20; round++)
        {
            (string target, byte[] input, string? wrong, long allocated) = Once(round);
            // What a reader may use is a multiple of what it was given, and something for an exception on its way. The first time is code being made.
            long allowed = 1_000_000 + (200L * input.Length);
            if (wrong is null && allocated > allowed && Once(round).Allocated > allowed)
                wrong = string.Create(CultureInfo.InvariantCulture, $"{allocated} bytes were allocated for {input.Length}");
            if (wrong is not null)
                escaped.Add(string.Create(CultureInfo.InvariantCulture, $"seed={_seed} round={round} target={target} input={Convert.ToBase64String(input)}: {wrong}"));
        }
        return (round - first, escaped);
    }

    private (string Target, byte[] Input, string? Wrong, long Allocated) Once(long round)
    {
        string target = "";
        byte[] input = [];
        long before = GC.GetAllocatedBytesForCurrentThread();
        string? wrong;
        try
        {
            wrong = Round(new(HashOf(round)), ref target, ref input);
        }
        catch (Exception e)
        {
            wrong = e.ToString();
        }
        return (target, input, wrong, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    public void Dispose()
    {
        foreach (Golden? golden in _golden)
            golden?.Dispose();
    }

    /// <summary>The same mix in every process: no string's hash has a part in it.</summary>
    private int HashOf(long round) => unchecked((int)(((ulong)(round + 1) * 0x9E3779B97F4A7C15) >> 32) ^ (_seed * 486_187_739));

    /// <summary>One input for one reader; null where it did as it should.</summary>
    private string? Round(Random random, ref string target, ref byte[] input)
    {
        switch (random.Next(20))
        {
            case < 11:
                return Answer(random, ref target, ref input);
            case < 13:
                target = "error";
                input = Spoiled(random, _answers[random.Next(_answers.Length)]);
                _ = ResponseReader.ReadError(input, random.Next(2) == 0);
                _ = RedactedText.Of(input, 300, random.Next(4, 6));
                return null;
            case < 15:
                target = "converters";
                input = Spoiled(random, Encoding.UTF8.GetBytes(s_sample));
                return Converters(input);
            case < 17:
                target = "values";
                input = Spoiled(random, Encoding.UTF8.GetBytes(s_texts[random.Next(s_texts.Length)]));
                return Values(input, random);
            case < 18:
                target = "signature";
                return Signature(random, ref input);
            default:
                target = "notification";
                input = Spoiled(random, Encoding.UTF8.GetBytes(s_notifications[random.Next(s_notifications.Length)]));
                return Notification(input, random);
        }
    }

    private string? Answer(Random random, ref string target, ref byte[] input)
    {
        int index = random.Next(_fixtures.Length);
        int status = random.Next(3) == 0 ? s_statuses[random.Next(s_statuses.Length)] : _fixtures[index].Status;
        target = string.Create(CultureInfo.InvariantCulture, $"{_fixtures[index]} {status}");
        input = Spoiled(random, _answers[index]);
        Task<Reading> answered = (_golden[index] ??= new(_fixtures[index], isHeard: false)).Answered(input, status);
        if (!answered.Wait(TimeSpan.FromSeconds(30)))
            return "the call does not end";
        return answered.Result.Failure switch
        {
            null => null,
            VandarApiException or VandarProtocolException => null,
            Exception e => e.ToString(),
        };
    }

    private static string? Converters(byte[] input)
    {
        try
        {
            Golden.Touch(JsonSerializer.Deserialize(input, SampleJson.Default.Sample));
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Values(byte[] input, Random random)
    {
        string text = random.Next(4) == 0 ? new string([.. input.Select(b => (char)(b | (random.Next(8) == 0 ? 0xD800 : 0)))]) : Encoding.UTF8.GetString(input);
        Parsed<Iban>(input, text, Iban.Parse);
        Parsed<CardNumber>(input, text, CardNumber.Parse);
        Parsed<NationalCode>(input, text, NationalCode.Parse);
        Parsed<MobileNumber>(input, text, MobileNumber.Parse);
        Parsed<JalaliDate>(input, text, JalaliDate.Parse);
        Golden.Touch(Thrown(() => TehranDateTime.From(text)));
        JalaliText jalali = Thrown(() => JalaliText.From(text));
        _ = jalali.TryToDate(out _);
        _ = IpgCallback.TryParse(text, out _);
        _ = Thrown(() => IpgCallback.Parse(text));
        _ = AuthorizationCallback.TryParse(text, out _);
        _ = Thrown(() => AuthorizationCallback.Parse(text));
        bool isWhole = WireInteger.TryParse(input, out long whole);
        return isWhole && text.Length < 25 && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal expected) && expected != whole
            ? $"{text} became {whole}"
            : null;
    }

    private static void Parsed<T>(byte[] input, string text, Func<string, T> parse)
        where T : struct, IWireText<T>
    {
        _ = WireText.TryParse(input, out T _);
        T value = Thrown(() => parse(text));
        if (value.IsEmpty)
            return;
        Span<byte> written = stackalloc byte[T.Length];
        value.Write(written);
        if (!WireText.TryParse(written, out T again) || !again.Equals(value))
            throw new InvalidOperationException($"A {typeof(T).Name} does not read what it writes.");
    }

    /// <summary>The value, or default for what a parser documents to throw.</summary>
    private static T? Thrown<T>(Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            return default;
        }
    }

    private string? Signature(Random random, ref byte[] input)
    {
        byte[] body = Encoding.UTF8.GetBytes(s_notifications[random.Next(s_notifications.Length)]);
        const string Time = "1600000000";
        byte[] mac = System.Security.Cryptography.HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), (byte[])[.. Encoding.ASCII.GetBytes(Time + ","), .. body]);
        string header = $"t={Time},v1={Convert.ToHexStringLower(mac)},v0={Convert.ToHexStringLower(mac)}";
        bool isBody = random.Next(2) == 0;
        input = Spoiled(random, isBody ? body : Encoding.UTF8.GetBytes(header));
        WebhookVerdict verdict = _verifier.Verify(isBody ? header : Encoding.UTF8.GetString(input), isBody ? input : body);
        bool isForged = isBody ? !input.AsSpan().SequenceEqual(body) : !Encoding.UTF8.GetString(input).Contains(Convert.ToHexStringLower(mac), StringComparison.OrdinalIgnoreCase);
        return verdict is WebhookVerdict.Genuine && isForged ? "a forged notification is genuine" : null;
    }

    private static string? Notification(byte[] input, Random random)
    {
        string contentType = s_contentTypes[random.Next(s_contentTypes.Length)];
        bool isSettlement = SettlementNotification.TryParse(input, contentType, out SettlementNotification? settlement);
        bool isWithdrawal = WithdrawalNotification.TryParse(input, contentType, out WithdrawalNotification? withdrawal);
        Golden.Touch(settlement);
        Golden.Touch(withdrawal);
        bool isAgain = Thrown(() => SettlementNotification.Parse(input, contentType)) is not null;
        _ = Thrown(() => WithdrawalNotification.Parse(Encoding.UTF8.GetString(input), contentType));
        return isAgain != isSettlement || settlement?.Amount < Rial.Zero || (isWithdrawal && withdrawal!.WithdrawalId.Length == 0) ? "what is read is no notification" : null;
    }

    private byte[] Spoiled(Random random, byte[] golden)
    {
        List<byte> bytes = [.. golden];
        for (int edits = random.Next(1, random.Next(2, 9)); edits > 0; edits--)
        {
            int at = random.Next(bytes.Count + 1);
            int length = Math.Min(random.Next(1, random.Next(2, 40)), bytes.Count - at);
            switch (random.Next(8))
            {
                case 0 when at < bytes.Count:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1 when at < bytes.Count:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.RemoveRange(at, length);
                    break;
                case 3:
                    byte[] noise = new byte[random.Next(1, 9)];
                    random.NextBytes(noise);
                    bytes.InsertRange(at, noise);
                    break;
                case 4:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 5:
                    byte[] other = _answers[random.Next(_answers.Length)];
                    int from = random.Next(other.Length);
                    bytes.InsertRange(at, other[from..Math.Min(other.Length, from + random.Next(1, 200))]);
                    break;
                case 6:
                    bytes.InsertRange(at, s_words[random.Next(s_words.Length)]);
                    break;
                default:
                    // A whole value or name in place of another: what stays JSON goes deepest.
                    Swap(random, bytes);
                    break;
            }
            if (bytes.Count > Longest)
                bytes.RemoveRange(Longest, bytes.Count - Longest);
        }
        return [.. bytes];
    }

    private static void Swap(Random random, List<byte> bytes)
    {
        if (bytes.Count == 0)
            return;
        int colon = bytes.IndexOf((byte)':', random.Next(bytes.Count));
        int end = colon < 0 ? -1 : bytes.FindIndex(colon, b => b is (byte)',' or (byte)'}' or (byte)']');
        if (end < 0)
            return;
        bytes.RemoveRange(colon + 1, end - colon - 1);
        bytes.InsertRange(colon + 1, s_values[random.Next(s_values.Length)]);
    }

    private static TimeSpan Since(long started) => TimeProvider.System.GetElapsedTime(started);

    /// <summary>As a program: <c>fuzz [--iterations=N] [--seconds=N] [--seed=N]</c>. A seed is taken at random where none is given.</summary>
    internal static int Start(IEnumerable<string> arguments)
    {
        Dictionary<string, long> given = [];
        foreach (string argument in arguments)
        {
            if (argument.Split('=') is not ["--iterations" or "--seconds" or "--seed", string value]
                || !long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number))
            {
                Console.Error.WriteLine("fuzz [--iterations=N] [--seconds=N] [--seed=N]");
                return 2;
            }
            given[argument[..argument.IndexOf('=', StringComparison.Ordinal)]] = number;
        }
        int seed = (int)given.GetValueOrDefault("--seed", Random.Shared.Next());
        TimeSpan limit = TimeSpan.FromSeconds(given.GetValueOrDefault("--seconds", (long)TimeSpan.FromDays(7).TotalSeconds));
        long wanted = given.GetValueOrDefault("--iterations", given.ContainsKey("--seconds") ? long.MaxValue : 100_000);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed={seed}"));

        long started = TimeProvider.System.GetTimestamp();
        using Fuzz fuzz = new(seed);
        long done = 0;
        List<string> escaped = [];
        while (done < wanted && Since(started) < limit && escaped.Count < 20)
        {
            (long rounds, IReadOnlyList<string> found) = fuzz.Run(done, Math.Min(100_000, wanted - done), limit - Since(started));
            done += rounds;
            escaped.AddRange(found);
            foreach (string one in found)
                Console.WriteLine(one);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done} rounds, {Since(started).TotalSeconds:0} s"));
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"fuzz: iterations={done} seed={seed} seconds={Since(started).TotalSeconds:0.0} escaped={escaped.Count}"));
        return escaped.Count == 0 ? 0 : 1;
    }
}
