using System.Globalization;
using System.Text;
using Vandar.Core.Tests.Values;
using Vandar.Core.Webhooks;

namespace Vandar.Core.Tests.Webhooks;

/// <summary>Notifications: read from a form or from JSON, and refused without a word of what stood in them.</summary>
internal sealed class NotificationTests
{
    private const string Form = "application/x-www-form-urlencoded";
    private const string Json = "application/json";
    private const string Canary = "canary";

    private const string SettlementForm =
        "id=5c0e7f10-9a51-11ee-8c90-0242ac120002&iban_id=72a8aab1-04c9-417e-9971-2f7bfe121b53&transaction_id=170258101221&amount=2500000&payment_number=123456"
        + "&status=DONE&settlement_date=2024-01-19&settlement_date_jalali=1402%2F10%2F29&revised_transaction_id=&ref_code=140210290622047785";

    private const string SettlementJson = """
        {"id":"5c0e7f10-9a51-11ee-8c90-0242ac120002","iban_id":"72a8aab1-04c9-417e-9971-2f7bfe121b53","transaction_id":170258101221,"amount":"2500000.00",
        "payment_number":123456,"status":"DONE","settlement_date":"2024-01-19","settlement_date_jalali":"1402\/10\/29","revised_transaction_id":null,
        "ref_code":"140210290622047785","future":{"deep":[1,{"id":"x"}]}}
        """;

    private const string WithdrawalJson = """
        {"withdrawal_id":"206a423e-04ec-4fa2-8d7d-406515aa4fdd","authorization_id":"1cfe40a8-6a49-4b7b-8a86-10f35562d5d4","gateway_transaction_id":176380000101,
        "status":"DONE","amount":1500000,"payment_number":"140409100001"}
        """;

    private const string WithdrawalForm =
        "withdrawal_id=206a423e-04ec-4fa2-8d7d-406515aa4fdd&authorization_id=1cfe40a8-6a49-4b7b-8a86-10f35562d5d4&gateway_transaction_id=176380000101"
        + "&status=DONE&amount=1500000&payment_number=140409100001";

    private const string Smallest = """{"withdrawal_id":"w","authorization_id":"a","gateway_transaction_id":"1","status":"DONE","amount":0}""";

    [TestCase(SettlementForm, Form)]
    [TestCase(SettlementForm, "application/x-www-form-urlencoded; charset=UTF-8")]
    [TestCase(SettlementForm, "Application/X-WWW-Form-Urlencoded; charset=\"utf-8\"")]
    [TestCase(SettlementForm, null)]
    [TestCase(SettlementForm + "&future=1&future=2&id2=&", Form)]
    [TestCase(SettlementJson, Json)]
    [TestCase(SettlementJson, "application/json;charset=utf-8")]
    [TestCase(SettlementJson, " ")]
    public void A_settlement_is_read_from_a_form_and_from_JSON(string body, string? contentType)
    {
        SettlementNotification read = SettlementNotification.Parse(Encoding.UTF8.GetBytes(body), contentType);

        Assert.That(read, Is.EqualTo(SettlementNotification.Parse(body, contentType)));
        Assert.That(SettlementNotification.TryParse(body, contentType, out SettlementNotification? again), Is.True);
        Assert.That(again, Is.EqualTo(read));
        Assert.That((read.Id, read.IbanId), Is.EqualTo(("5c0e7f10-9a51-11ee-8c90-0242ac120002", "72a8aab1-04c9-417e-9971-2f7bfe121b53")));
        Assert.That((read.TransactionId, read.Amount, read.PaymentNumber), Is.EqualTo(("170258101221", Rial.Of(2_500_000), "123456")));
        Assert.That((read.Status, read.RevisedTransactionId, read.RefCode), Is.EqualTo((NotificationStatus.Done, (string?)null, "140210290622047785")));
        Assert.That(read.SettlementDate.Value, Is.EqualTo(new DateTime(2024, 1, 19)));
        Assert.That(read.SettlementDateJalali.TryToDate(out JalaliDate day), Is.True);
        Assert.That(day, Is.EqualTo(new JalaliDate(1402, 10, 29)));
        Assert.That(read.ToString(), Is.EqualTo(nameof(SettlementNotification)));
    }

    [TestCase(WithdrawalJson, Json)]
    [TestCase(WithdrawalJson, null)]
    [TestCase(WithdrawalForm, Form)]
    [TestCase(WithdrawalForm, "")]
    public void A_withdrawal_is_read_from_a_form_and_from_JSON(string body, string? contentType)
    {
        WithdrawalNotification read = WithdrawalNotification.Parse(Encoding.UTF8.GetBytes(body), contentType);

        Assert.That(read, Is.EqualTo(WithdrawalNotification.Parse(body, contentType)));
        Assert.That((read.WithdrawalId, read.AuthorizationId), Is.EqualTo(("206a423e-04ec-4fa2-8d7d-406515aa4fdd", "1cfe40a8-6a49-4b7b-8a86-10f35562d5d4")));
        Assert.That((read.GatewayTransactionId, read.Status, read.Amount, read.PaymentNumber), Is.EqualTo(("176380000101", NotificationStatus.Done, Rial.Of(1_500_000), "140409100001")));
        Assert.That(read.ToString(), Is.EqualTo(nameof(WithdrawalNotification)));
    }

    [Test]
    public void A_form_that_was_read_before_is_taken_field_by_field()
    {
        KeyValuePair<string, string>[] form = [.. WithdrawalForm.Split('&').Select(pair => pair.Split('=')).Select(pair => KeyValuePair.Create(pair[0], pair[1]))];

        Assert.That(WithdrawalNotification.Parse(form), Is.EqualTo(WithdrawalNotification.Parse(WithdrawalForm, Form)));
        Assert.That(WithdrawalNotification.TryParse([.. form, KeyValuePair.Create("amount", "1")], out _), Is.False);
        Assert.That(WithdrawalNotification.TryParse(form[1..], out _), Is.False);
        Assert.That(WithdrawalNotification.TryParse((IEnumerable<KeyValuePair<string, string>>?)null, out _), Is.False);
        Assert.That(() => SettlementNotification.Parse(form), Throws.InstanceOf<FormatException>());
        Assert.That(() => SettlementNotification.Parse((IEnumerable<KeyValuePair<string, string>>)null!), Throws.ArgumentNullException);
    }

    [TestCase("FAILED")]
    [TestCase("CANCELED")]
    [TestCase("SOMETHING_NEW")]
    public void A_state_is_carried_whether_it_is_known_or_not(string status) =>
        Assert.That(WithdrawalNotification.Parse(Smallest.Replace("DONE", status, StringComparison.Ordinal), Json).Status.Value, Is.EqualTo(status));

    [Test]
    public void What_may_be_missing_or_empty_is_null()
    {
        WithdrawalNotification withdrawal = WithdrawalNotification.Parse(Smallest, Json);
        SettlementNotification settlement = SettlementNotification.Parse("id=s&transaction_id=1&amount=0&status=FAILED&iban_id=&settlement_date=", Form);

        Assert.That((withdrawal.Amount, withdrawal.PaymentNumber), Is.EqualTo((Rial.Zero, (string?)null)));
        Assert.That((settlement.IbanId, settlement.PaymentNumber, settlement.RefCode, settlement.RevisedTransactionId), Is.EqualTo(((string?)null, (string?)null, (string?)null, (string?)null)));
        Assert.That((settlement.SettlementDate.IsEmpty, settlement.SettlementDateJalali.IsEmpty), Is.EqualTo((true, true)));
    }

    [Test]
    public void A_strange_date_keeps_its_text() =>
        Assert.That(SettlementNotification.Parse("id=s&transaction_id=1&amount=0&status=DONE&settlement_date=soon", Form).SettlementDate.Text, Is.EqualTo("soon"));

    [Test, Category("S5")]
    public void An_amount_is_the_same_in_every_culture([ValueSource(typeof(Cultures), nameof(Cultures.All))] string culture)
    {
        CultureInfo.CurrentCulture = new CultureInfo(culture);

        Assert.That(WithdrawalNotification.Parse(WithdrawalForm, Form).Amount, Is.EqualTo(Rial.Of(1_500_000)));
    }

    private static IEnumerable<TestCaseData> Hostile()
    {
        foreach (string name in new[] { "withdrawal_id", "authorization_id", "gateway_transaction_id", "status", "amount" })
        {
            yield return Refused($"no {name}", Smallest.Replace($"\"{name}\"", $"\"{Canary}\"", StringComparison.Ordinal), Json, $"{name} is missing");
            yield return Refused($"{name} twice", Smallest.Replace("}", $",\"{name}\":\"{Canary}\"}}", StringComparison.Ordinal), Json, $"{name} is there twice");
            yield return Refused($"{name} twice, escaped", Smallest.Replace("}", $",\"\\u{(int)name[0]:x4}{name[1..]}\":\"{Canary}\"}}", StringComparison.Ordinal), Json, $"{name} is there twice");
            yield return Refused($"{name} null and again", $"{{\"{name}\":null,{Smallest[1..]}", Json, $"{name} is there twice");
            yield return Refused($"form without {name}", WithdrawalForm.Replace(name, Canary, StringComparison.Ordinal), Form, $"{name} is missing");
            yield return Refused($"form with {name} twice", $"{WithdrawalForm}&{name}={Canary}", Form, $"{name} is there twice");
            yield return Refused($"form with {name} twice, escaped", $"{WithdrawalForm}&%{(int)name[0]:X2}{name[1..]}={Canary}", Form, $"{name} is there twice");
            yield return Refused($"form with {name} of broken bytes", WithdrawalForm.Replace($"{name}=", $"{name}={Canary}%FF%FE", StringComparison.Ordinal), Form, $"{name} is not UTF-8");
            foreach (string odd in new[] { "true", "false", "[]", "{}", $"[\"{Canary}\"]", $"{{\"a\":\"{Canary}\"}}" })
                yield return Refused($"{name} as {odd}", $"{{\"{name}\":{odd},\"x\":1}}", Json, $"{name} is neither a text nor a number");
        }
        foreach (string amount in new[] { "", " ", "-1", "1.5", "1,500,000", "۱۵۰۰", "0x10", "1500000 Rial", "9223372036854775808", "NaN", Canary, "1 000" })
            yield return Refused($"amount {amount}", $$"""{"withdrawal_id":"w","authorization_id":"a","gateway_transaction_id":"1","status":"DONE","amount":"{{amount}}"}""", Json, "amount");
        yield return Refused("negative number", Smallest.Replace(":0}", ":-1}", StringComparison.Ordinal), Json, "amount is no whole number of Rial");
        yield return Refused("fraction", Smallest.Replace(":0}", ":0.5}", StringComparison.Ordinal), Json, "amount is no whole number of Rial");
        yield return Refused("long id", Smallest.Replace("\"w\"", $"\"{Canary}{new string('w', 512)}\"", StringComparison.Ordinal), Json, "withdrawal_id is too long");
        yield return Refused("id of two lines", Smallest.Replace("\"w\"", $"\"{Canary}\\n\"", StringComparison.Ordinal), Json, "withdrawal_id is too long, or has control characters");
        yield return Refused("form with a zero", WithdrawalForm.Replace("status=", $"status={Canary}%00", StringComparison.Ordinal), Form, "status is too long, or has control characters");
        yield return Refused("half a pair", Smallest.Replace("\"w\"", $"\"{Canary}\\ud800\"", StringComparison.Ordinal), Json, "not valid JSON");
        yield return Refused("cut off", Smallest[..^1], Json, "not valid JSON");
        yield return Refused("something behind it", Smallest + $" \"{Canary}\"", Json, "not valid JSON");
        yield return Refused("two of them", Smallest + Smallest, Json, "not valid JSON");
        yield return Refused("a list", $"[{Smallest}]", Json, "no JSON object");
        yield return Refused("a text", $"\"{Canary}\"", Json, "no JSON object");
        yield return Refused("null", "null", Json, "no JSON object");
        yield return Refused("nothing as JSON", "", Json, "not valid JSON");
        yield return Refused("nothing", "", null, "withdrawal_id is missing");
        yield return Refused("a form called JSON", WithdrawalForm, Json, "not valid JSON");
        yield return Refused("JSON called a form", Smallest, Form, "withdrawal_id is missing");
        yield return Refused("deep", $"{{\"x\":{new string('[', 100)}{new string(']', 100)},{Smallest[1..]}", Json, "not valid JSON");
        yield return Refused("huge JSON", Smallest.PadRight(65_537), Json, "too long");
        yield return Refused("huge form", $"{WithdrawalForm}&x=".PadRight(65_537, 'x'), Form, "too long");
        foreach (string type in new[] { "text/html", "multipart/form-data; boundary=x", "application/xml", "json", $"{Canary}/", "application/json; charset=utf-16", "application/json, text/html" })
            yield return Refused($"content type {type}", Smallest, type, "content type");

        static TestCaseData Refused(string why, string body, string? contentType, string rule) => new TestCaseData(body, contentType, rule).SetArgDisplayNames(why);
    }

    [TestCaseSource(nameof(Hostile))]
    public void What_is_no_notification_is_refused_without_a_word_of_it(string body, string? contentType, string rule)
    {
        FormatException refusal = Assert.Throws<FormatException>(() => WithdrawalNotification.Parse(Encoding.UTF8.GetBytes(body), contentType));

        Assert.That(refusal.Message, Does.StartWith("This is no notification of a withdrawal: ").And.Contain(rule));
        Assert.That(refusal.ToString(), Does.Not.Contain(Canary));
        Assert.That(refusal.InnerException, Is.Null);
        Assert.That(Assert.Throws<FormatException>(() => WithdrawalNotification.Parse(body, contentType)).Message, Is.EqualTo(refusal.Message));
        Assert.That(WithdrawalNotification.TryParse(Encoding.UTF8.GetBytes(body), contentType, out WithdrawalNotification? notification), Is.False);
        Assert.That(WithdrawalNotification.TryParse(body, contentType, out WithdrawalNotification? fromText), Is.False);
        Assert.That((notification, fromText), Is.EqualTo(((WithdrawalNotification?)null, (WithdrawalNotification?)null)));
    }

    [Test]
    public void Bytes_that_are_no_text_are_refused()
    {
        byte[] broken = [.. Encoding.UTF8.GetBytes(Smallest[..^1] + ",\"x\":\""), 0xC3, 0x28, .. "\"}"u8];

        Assert.That(() => WithdrawalNotification.Parse(broken, Json), Throws.InstanceOf<FormatException>().With.Message.Contains("not UTF-8"));
        Assert.That(() => WithdrawalNotification.Parse(broken, Form), Throws.InstanceOf<FormatException>().With.Message.Contains("not UTF-8"));
        Assert.That(() => WithdrawalNotification.Parse(Smallest + "\ud800", Json), Throws.InstanceOf<FormatException>().With.Message.Contains("half a surrogate pair"));
        Assert.That(() => WithdrawalNotification.Parse((string)null!, Json), Throws.ArgumentNullException);
        Assert.That(WithdrawalNotification.TryParse((string?)null, Json, out _), Is.False);
    }

    [Test]
    public void A_body_cut_anywhere_is_never_a_notification([Range(0, 9)] int tenth)
    {
        byte[] body = Encoding.UTF8.GetBytes(WithdrawalJson.Trim());
        for (int length = body.Length * tenth / 10; length < Math.Min(body.Length, body.Length * (tenth + 1) / 10); length++)
            Assert.That(WithdrawalNotification.TryParse(body.AsSpan(0, length), Json, out _), Is.False);
    }

    [Test]
    public void A_settlement_is_refused_by_its_own_name()
    {
        Assert.That(
            () => SettlementNotification.Parse("id=s&amount=1&status=DONE", Form),
            Throws.InstanceOf<FormatException>().With.Message.EqualTo("This is no notification of a settlement: transaction_id is missing."));
        Assert.That(SettlementNotification.TryParse(WithdrawalForm, Form, out _), Is.False);
    }
}
