using System.Text;

namespace Vandar.Core.Tests.Errors;

/// <summary>A server's words in a log: nothing that could be a secret stays, and what people need to read does.</summary>
internal sealed class RedactedTextTests
{
    [TestCase("6037991122334455", "***")]
    [TestCase("card 6037-9911-2233-4455 refused", "card *** refused")]
    [TestCase("card 6037 9911 2233 4455 refused", "card *** refused")]
    [TestCase("IR062960000000100324200001", "***")]
    [TestCase("0012345679", "***")]
    [TestCase("mobile 0912 000 0001", "mobile ***")]
    [TestCase("card 6037\u00A09911\u20102233\u20114455", "card ***")]
    [TestCase("6037 9911 2233 4455abc", "*** 4455abc")]
    [TestCase("482130abcdef12", "***")]
    [TestCase("09120000001,09120000002", "***,***")]
    [TestCase("+989120000001", "***")]
    [TestCase("code 48213 expired", "code *** expired")]
    [TestCase("(48213)", "(***)")]
    [TestCase("کد 482130 منقضی شد", "کد *** منقضی شد")]
    [TestCase("کد ۴۸۲۱۳ منقضی شد", "کد ***** منقضی شد")]
    [TestCase("٤٨٢١٣", "*****")]
    [TestCase("Bearer eyJ0eXAiOiJKV1Qi.aaa.bbb", "Bearer ***")]
    [TestCase("def50200a1b2c3d4e5f6", "***")]
    [TestCase("{\"api_key\":\"a1b2c3d4e5f6\"}", "{\"api_key\":\"***\"}")]
    public void What_could_be_a_secret_is_starred(string text, string shown) =>
        Assert.That(RedactedText.Of(text, 300), Is.EqualTo(shown));

    [TestCase("""{"token":"ab1\/cd2\/ef3\/gh4"}""", """{"token":"***"}""")]
    [TestCase("""{"card":"\u06f6\u06f0\u06f3\u06f7\u06f9"}""", """{"card":"*****"}""")]
    [TestCase("""{"message":"\u062e\u0637\u0627"}""", """{"message":"خطا"}""")]
    public void An_escaped_body_is_read_before_it_is_starred(string body, string shown) =>
        Assert.That(RedactedText.Of(System.Text.Encoding.UTF8.GetBytes(body), 300), Is.EqualTo(shown));

    [TestCase("")]
    [TestCase("The given data was invalid.")]
    [TestCase("insufficient_balance_for_this_request")]
    [TestCase("احراز هویت انجام نشده است")]
    [TestCase("error 422 in step 3 of 10")]
    [TestCase("می‌توانید 2 بار دیگر تلاش کنید")]
    [TestCase("v2.1")]
    public void Ordinary_words_and_small_numbers_stay(string text) => Assert.That(RedactedText.Of(text, 300), Is.EqualTo(text));

    [Test]
    public void A_line_stays_one_line() => Assert.That(RedactedText.Of("a\r\nb\tc\0d\u0085e", 300), Is.EqualTo("a  b c d e"));

    [TestCase(10, "aaaaaaaaaa…")]
    [TestCase(20, "aaaaaaaaaaaaaaaaaaaa")]
    [TestCase(21, "aaaaaaaaaaaaaaaaaaaa")]
    public void A_long_text_is_cut(int limit, string shown) => Assert.That(RedactedText.Of(new string('a', 20), limit), Is.EqualTo(shown));

    [Test]
    public void No_cut_uncovers_part_of_a_secret()
    {
        string text = string.Concat(Enumerable.Repeat("x: 6037991122334455 ", 20));
        for (int limit = 0; limit < text.Length; limit++)
        {
            Assert.That(RedactedText.Of(text, limit), Does.Not.Match("[0-9]"));
            Assert.That(RedactedText.Of(Encoding.UTF8.GetBytes(text), limit), Does.Not.Match("[0-9]{5}"));
        }
    }

    [Test]
    public void Bytes_that_are_no_text_are_no_danger() =>
        Assert.That(RedactedText.Of([0xFF, 0xFE, (byte)'a', 0xE2, 0x82], 300), Does.Contain("a").And.Length.LessThan(10));
}
