using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Vandar.Core.Tests.Values;
using Vandar.Core.Webhooks;

namespace Vandar.Core.Tests.Webhooks;

/// <summary>The signature of notifications: vectors that another program computed, what a header may look like, and when it is too late.</summary>
[Category("S6")]
internal sealed class WebhookVerifierTests
{
    private const string Secret = "whsec-7d1f0c";
    private const long Time = 1_600_000_000;
    private const string Body = """{"withdrawal_id":"206a423e-04ec-4fa2-8d7d-406515aa4fdd","status":"DONE"}""";

    // printf '%s' '1600000000,<body>' | openssl dgst -sha256 -hmac <key>
    private const string Right = "b4a23a3516a09f0083aa9aaa53da2479e931b0ad018ee12922043e8ddfdf9484";
    private const string RightTest = "1e90b01eb7eccf755f5875fffe38f89583d67c7ea61b91266bc7f5f49ca07fe6";
    private const string RightOfNothing = "a508dbe0e9bf1b624d86a0628adb95a6df41a32d16cdefb034af9a07034d55de";
    private const string RightOfBytes = "658b04a227054673c532a01d1d81f86bcd3e0014f7fa63a11d8ea9c9a7821ec6";
    private const string RightOfPersianSecret = "ec11beb9ef34ee727e91315a1a52c4094d2a8f64d37546251a755de778d2b0d6";
    private const string Zeros = "0000000000000000000000000000000000000000000000000000000000000000";

    [Test]
    public void Vectors_of_another_program_are_genuine()
    {
        Assert.That(Verify($"t=1600000000,v1={Right}", Body), Is.EqualTo(WebhookVerdict.Genuine));
        Assert.That(Verify($"t=1600000000,v1={RightOfNothing}", ""), Is.EqualTo(WebhookVerdict.Genuine));
        Assert.That(Verifier().Verify($"t=1600000000,v1={RightOfBytes}", [0xFF, 0x00, 0xFE]), Is.EqualTo(WebhookVerdict.Genuine));
        Assert.That(
            Verifier("کلید راز").Verify($"t=1600000000,v1={RightOfPersianSecret}", "withdrawal_id=1&amount=5"u8), Is.EqualTo(WebhookVerdict.Genuine));
    }

    [TestCase($"t=1600000000,v1={Right},v0={RightTest}", TestName = "Genuine: as documented")]
    [TestCase($"t=1600000000,v1={Right},v0={Zeros}", TestName = "Genuine: a test signature that is wrong beside it")]
    [TestCase($"v1={Right},t=1600000000", TestName = "Genuine: another order")]
    [TestCase($" t=1600000000, v1={Right} ", TestName = "Genuine: spaces")]
    [TestCase($"t=1600000000,v1={Zeros},v1={Right}", TestName = "Genuine: the second of two secrets")]
    [TestCase($"t=1600000000,v1={Right},v1={Zeros}", TestName = "Genuine: the first of two secrets")]
    [TestCase($"t=1600000000,v1={Right},v2=whatever", TestName = "Genuine: a version of the future")]
    public void A_genuine_header_is_taken(string header) => Assert.That(Verify(header, Body), Is.EqualTo(WebhookVerdict.Genuine));

    [Test]
    public void Upper_case_digits_are_the_same() => Assert.That(Verify($"t=1600000000,v1={Right.ToUpperInvariant()}", Body), Is.EqualTo(WebhookVerdict.Genuine));

    [TestCase(null, WebhookVerdict.Missing)]
    [TestCase("", WebhookVerdict.Missing)]
    [TestCase(" ", WebhookVerdict.Missing)]
    [TestCase("t=1600000000", WebhookVerdict.Missing)]
    [TestCase($"t=1600000000,v0={RightTest}", WebhookVerdict.Missing)]
    [TestCase($"t=1600000000,v2={Right}", WebhookVerdict.Missing)]
    [TestCase($"t=1600000000,V1={Right}", WebhookVerdict.Missing)]
    [TestCase(Right, WebhookVerdict.Malformed)]
    [TestCase($"v1={Right}", WebhookVerdict.Malformed)]
    [TestCase($"t=,v1={Right}", WebhookVerdict.Malformed)]
    [TestCase($"t=1600000000,t=1600000000,v1={Right}", WebhookVerdict.Malformed)]
    [TestCase($"t=1600000000,t=,v1={Right}", WebhookVerdict.Malformed)]
    [TestCase($"t=-1600000000,v1={Right}", WebhookVerdict.Malformed)]
    [TestCase($"t=+1600000000,v1={Right}", WebhookVerdict.Malformed)]
    [TestCase($"t=16e8,v1={Right}", WebhookVerdict.Malformed)]
    [TestCase($"t=1600000000.0,v1={Right}", WebhookVerdict.Malformed)]
    [TestCase($"t=۱۶۰۰۰۰۰۰۰۰,v1={Right}", WebhookVerdict.Malformed)]
    [TestCase($"t=999999999999,v1={Right}", WebhookVerdict.Malformed)]
    [TestCase($"t=99999999999999999999999999,v1={Right}", WebhookVerdict.Malformed)]
    [TestCase($"t=1600000000,v1={Right}0", WebhookVerdict.Malformed)]
    [TestCase("t=1600000000,v1=", WebhookVerdict.Malformed)]
    [TestCase("t=1600000000,v1=abc", WebhookVerdict.Malformed)]
    [TestCase($"t=1600000000,v1={Right},v1=", WebhookVerdict.Malformed)]
    [TestCase($"t=1600000000,v1={Right},v0=zz", WebhookVerdict.Malformed)]
    [TestCase($"t=1600000000,v1={Right},", WebhookVerdict.Malformed)]
    [TestCase($"t=1600000000,,v1={Right}", WebhookVerdict.Malformed)]
    [TestCase($"t=1600000000,=x,v1={Right}", WebhookVerdict.Malformed)]
    [TestCase($"t=1600000000;v1={Right}", WebhookVerdict.Malformed)]
    [TestCase("t=1600000000,v1=g4a23a3516a09f0083aa9aaa53da2479e931b0ad018ee12922043e8ddfdf9484", WebhookVerdict.Malformed)]
    [TestCase($"t=1600000000,v1={Zeros}", WebhookVerdict.Wrong)]
    [TestCase($"t=1600000000,v1={RightTest}", WebhookVerdict.Wrong)]
    [TestCase($"t=1600000000,v1={Zeros},v0={RightTest}", WebhookVerdict.Wrong)]
    [TestCase($"t=1600000001,v1={Right}", WebhookVerdict.Wrong)]
    [TestCase($"t=01600000000,v1={Right}", WebhookVerdict.Wrong)]
    public void Any_other_header_is_refused_with_its_reason(string? header, WebhookVerdict verdict) => Assert.That(Verify(header, Body), Is.EqualTo(verdict));

    [TestCase(5_000)]
    [TestCase(1_048_576)]
    public void A_huge_header_is_not_read(int length)
    {
        WebhookVerifier verifier = Verifier();
        byte[] body = Encoding.UTF8.GetBytes(Body);
        string header = $"t=1600000000,v1={Right},x={new string('y', length)}";

        Assert.That(verifier.Verify(header, body), Is.EqualTo(WebhookVerdict.Malformed));
        Assert.That(Allocation.Of(() => verifier.Verify(header, body) is WebhookVerdict.Malformed), Is.Zero);
    }

    [Test]
    public void The_longest_header_that_is_read_is_4096_characters_long()
    {
        string start = $"t=1600000000,v1={Right},x=";

        Assert.That(Verify(start + new string('y', 4_096 - start.Length), Body), Is.EqualTo(WebhookVerdict.Genuine));
        Assert.That(Verify(start + new string('y', 4_097 - start.Length), Body), Is.EqualTo(WebhookVerdict.Malformed));
    }

    /// <summary>Each kind of forgery of the matrix, with every byte of the body changed or cut.</summary>
    [Test]
    public void A_body_that_changed_anywhere_is_wrong()
    {
        byte[] body = Encoding.UTF8.GetBytes(Body);
        for (int i = 0; i < body.Length; i++)
        {
            byte[] changed = [.. body];
            changed[i] ^= 1;
            Assert.That(Verifier().Verify($"t=1600000000,v1={Right}", changed), Is.EqualTo(WebhookVerdict.Wrong));
            Assert.That(Verifier().Verify($"t=1600000000,v1={Right}", body.AsSpan(0, i)), Is.EqualTo(WebhookVerdict.Wrong));
        }
    }

    [Test]
    public void A_signature_is_judged_alike_in_every_culture([ValueSource(typeof(Cultures), nameof(Cultures.All))] string culture)
    {
        Assert.That(Cultures.Under(culture, () => Verify($"t=1600000000,v1={Right}", Body)), Is.EqualTo(WebhookVerdict.Genuine));
        Assert.That(Cultures.Under(culture, () => Verify("t=\u200E-1600000000,v1=" + Right, Body)), Is.EqualTo(WebhookVerdict.Malformed));
    }

    [Test]
    public void A_hostile_header_is_judged_and_never_throws()
    {
        string[] hostile =
        [
            "t=1600000000,v1=\0", "\r\nX-Injected: 1", $"t=1600000000\n,v1={Right}", $"t=1600000000,v1={Right}\0", "t=1600000000,v1=\uD83D", "=", ",", "t", "v1", "t=1600000000,v1", ",,,,",
            new string(',', 4_096), new string('=', 4_096), string.Concat(Enumerable.Repeat($"v1={Zeros},", 50)) + "t=1600000000",
        ];

        Assert.That(hostile.Select(header => Verify(header, Body)), Has.All.EqualTo(WebhookVerdict.Malformed).Or.EqualTo(WebhookVerdict.Wrong));
    }

    [Test]
    public void One_wrong_digit_anywhere_is_wrong([Range(0, 63)] int place)
    {
        string wrong = Right[..place] + (Right[place] == '0' ? '1' : '0') + Right[(place + 1)..];

        Assert.That(Verify($"t=1600000000,v1={wrong}", Body), Is.EqualTo(WebhookVerdict.Wrong));
    }

    [Test]
    public void Another_body_or_secret_is_wrong()
    {
        Assert.That(Verify($"t=1600000000,v1={Right}", Body + " "), Is.EqualTo(WebhookVerdict.Wrong));
        Assert.That(Verify($"t=1600000000,v1={Right}", Body.Replace("DONE", "FAIL", StringComparison.Ordinal)), Is.EqualTo(WebhookVerdict.Wrong));
        Assert.That(Verifier("another").Verify($"t=1600000000,v1={Right}", Encoding.UTF8.GetBytes(Body)), Is.EqualTo(WebhookVerdict.Wrong));
    }

    [TestCase(0, WebhookVerdict.Genuine)]
    [TestCase(5_000, WebhookVerdict.Genuine)]
    [TestCase(5_001, WebhookVerdict.TooOld)]
    [TestCase(86_400_000, WebhookVerdict.TooOld)]
    [TestCase(-5_000, WebhookVerdict.Genuine)]
    [TestCase(-5_001, WebhookVerdict.FromTheFuture)]
    [TestCase(-86_400_000, WebhookVerdict.FromTheFuture)]
    public void The_window_is_five_seconds_to_either_side(int milliseconds, WebhookVerdict verdict)
    {
        WebhookVerifier verifier = new(Secret) { TimeProvider = At(TimeSpan.FromMilliseconds(milliseconds)) };

        Assert.That(verifier.Verify($"t=1600000000,v1={Right}", Encoding.UTF8.GetBytes(Body)), Is.EqualTo(verdict));
    }

    [Test]
    public void The_window_can_be_another_one()
    {
        WebhookVerifier verifier = new(Secret) { TimeProvider = At(TimeSpan.FromSeconds(60)), Window = TimeSpan.FromSeconds(60) };
        WebhookVerifier narrow = new(Secret) { TimeProvider = At(TimeSpan.FromSeconds(2)), Window = TimeSpan.FromSeconds(1) };

        Assert.That(verifier.Verify($"t=1600000000,v1={Right}", Encoding.UTF8.GetBytes(Body)), Is.EqualTo(WebhookVerdict.Genuine));
        Assert.That(narrow.Verify($"t=1600000000,v1={Right}", Encoding.UTF8.GetBytes(Body)), Is.EqualTo(WebhookVerdict.TooOld));
    }

    [Test]
    public void A_wrong_signature_is_wrong_at_any_time()
    {
        WebhookVerifier verifier = new(Secret) { TimeProvider = At(TimeSpan.FromDays(1)) };

        Assert.That(verifier.Verify($"t=1600000000,v1={Zeros}", Encoding.UTF8.GetBytes(Body)), Is.EqualTo(WebhookVerdict.Wrong));
    }

    [TestCase(1L)]
    [TestCase(99_999_999_999L)]
    public void The_ends_of_time_are_signed_and_out_of_the_window(long time)
    {
        string header = Signed(time, Secret, Encoding.UTF8.GetBytes(Body));

        Assert.That(Verify(header, Body), Is.EqualTo(time < Time ? WebhookVerdict.TooOld : WebhookVerdict.FromTheFuture));
    }

    [Test]
    public void The_test_signature_counts_only_where_it_is_allowed()
    {
        WebhookVerifier verifier = new(Secret) { TimeProvider = At(TimeSpan.Zero), AllowTestSignature = true };
        byte[] body = Encoding.UTF8.GetBytes(Body);

        Assert.That(verifier.Verify($"t=1600000000,v0={RightTest}", body), Is.EqualTo(WebhookVerdict.Genuine));
        Assert.That(verifier.Verify($"t=1600000000,v1={Zeros},v0={RightTest}", body), Is.EqualTo(WebhookVerdict.Genuine));
        Assert.That(verifier.Verify($"t=1600000000,v1={Right},v0={Zeros}", body), Is.EqualTo(WebhookVerdict.Genuine));
        Assert.That(verifier.Verify($"t=1600000000,v0={Right}", body), Is.EqualTo(WebhookVerdict.Wrong));
        Assert.That(verifier.Verify($"t=1600000000,v1={RightTest}", body), Is.EqualTo(WebhookVerdict.Wrong));
    }

    [Test]
    public void A_large_body_is_signed_as_well()
    {
        byte[] body = new byte[10_000_000];

        Assert.That(Verifier().Verify(Signed(Time, Secret, body), body), Is.EqualTo(WebhookVerdict.Genuine));
    }

    [TestCase("")]
    [TestCase(" ")]
    [TestCase("vandar")]
    public void A_secret_that_is_none_is_refused(string secret) =>
        Assert.That(() => new WebhookVerifier(secret), Throws.ArgumentException.With.Property(nameof(ArgumentException.ParamName)).EqualTo("secret"));

    [Test]
    public void Settings_that_are_none_are_refused()
    {
        Assert.That(() => new WebhookVerifier(null!), Throws.ArgumentNullException);
        Assert.That(() => new WebhookVerifier(Secret) { Window = TimeSpan.Zero }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new WebhookVerifier(Secret) { Window = TimeSpan.FromSeconds(-5) }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new WebhookVerifier(Secret) { TimeProvider = null! }, Throws.ArgumentNullException);
        Assert.That(new WebhookVerifier(Secret).ToString(), Does.Not.Contain(Secret));
        Assert.That(default(WebhookVerdict), Is.Not.EqualTo(WebhookVerdict.Genuine));
    }

    private static WebhookVerdict Verify(string? header, string body) => Verifier().Verify(header, Encoding.UTF8.GetBytes(body));

    private static WebhookVerifier Verifier(string secret = Secret) => new(secret) { TimeProvider = At(TimeSpan.Zero) };

    /// <summary>A clock that shows so much more than the signed time.</summary>
    private static FakeTimeProvider At(TimeSpan age) => new(DateTimeOffset.FromUnixTimeSeconds(Time) + age);

    private static string Signed(long time, string secret, byte[] body)
    {
        string text = time.ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.ASCII.GetBytes(text + ","), .. body];
        byte[] signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed);
        return $"t={text},v1={Convert.ToHexStringLower(signature)}";
    }
}
