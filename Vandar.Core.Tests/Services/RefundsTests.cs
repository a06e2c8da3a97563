using System.Net;
using Vandar.Core.Refunds;
using Vandar.Core.Tests.Http;

namespace Vandar.Core.Tests.Services;

/// <summary>Refunds: what is refused before it is sent, and what an answer is worth.</summary>
internal sealed class RefundsTests
{
    private const long Payment = 171234567890;

    private static readonly CreateRefund s_refund = new() { Amount = Rial.Of(500_000) };

    private static IEnumerable<TestCaseData> BrokenRefunds()
    {
        yield return Broken("nothing", s_refund with { Amount = Rial.Zero }, nameof(CreateRefund.Amount));
        yield return Broken("less than nothing", s_refund with { Amount = Rial.Of(-1) }, nameof(CreateRefund.Amount));
        yield return Broken("an empty number", s_refund with { PaymentNumber = "" }, nameof(CreateRefund.PaymentNumber));
        yield return Broken("a blank number", s_refund with { PaymentNumber = " " }, nameof(CreateRefund.PaymentNumber));
        yield return Broken("a number of two lines", s_refund with { PaymentNumber = "1\n2" }, nameof(CreateRefund.PaymentNumber));
        yield return Broken("a long number", s_refund with { PaymentNumber = Refuses.TooLong }, nameof(CreateRefund.PaymentNumber));
        yield return Broken("a blank description", s_refund with { Description = " " }, nameof(CreateRefund.Description));
        yield return Broken("an empty comment", s_refund with { Comment = "" }, nameof(CreateRefund.Comment));
        yield return Broken("half an address", s_refund with { NotifyUrl = new("/hook", UriKind.Relative) }, nameof(CreateRefund.NotifyUrl));
        yield return Broken("another scheme", s_refund with { NotifyUrl = new("ftp://shop.example/hook") }, nameof(CreateRefund.NotifyUrl));
        yield return Broken("an address of two lines", s_refund with { NotifyUrl = new("https://shop.example/h\nook") }, nameof(CreateRefund.NotifyUrl));

        static TestCaseData Broken(string why, CreateRefund request, string member) => new TestCaseData(request, member).SetArgDisplayNames(why);
    }

    [TestCaseSource(nameof(BrokenRefunds))]
    public void A_broken_refund_is_refused_before_it_is_sent(CreateRefund request, string member) =>
        Refuses.BeforeSending(client => client.Refunds.Create(Payment, request).AsTask(), member);

    [Test]
    public void A_refund_of_no_payment_or_without_a_request_is_refused_before_it_is_sent()
    {
        Refuses.BeforeSending(client => client.Refunds.Create(0, s_refund).AsTask(), "transactionId");
        Refuses.BeforeSending(client => client.Refunds.Create(-1, s_refund).AsTask(), "transactionId");
        Refuses.BeforeSending(client => client.Refunds.Create(Payment, null!).AsTask(), "request");
    }

    [TestCase("""{"status":1,"data":[]}""")]
    [TestCase("""{"status":1,"data":{"message":"ok"}}""")]
    [TestCase("""{"status":1,"data":{"results":[]}}""")]
    [TestCase("""{"status":1,"data":{"results":null}}""")]
    [TestCase("""{"status":1,"data":{"results":[null]}}""")]
    [TestCase("""{"status":1,"data":{"results":[{"status":"PENDING"}]}}""")]
    [TestCase("""{"status":1,"data":{"results":[{"id":"a","amount":"1.5"}]}}""")]
    public async Task An_answer_without_its_parts_is_neither_done_nor_refused(string body)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(ScriptedHandler.Json(HttpStatusCode.OK, body)));

        VandarProtocolException? failure = await Assert.ThrowsAsync<VandarProtocolException>(() => client.Refunds.Create(Payment, s_refund).AsTask());

        Assert.That((failure!.Outcome, failure.SettledBy), Is.EqualTo((RequestOutcome.Unknown, "Wallet.Transactions")));
    }

    [TestCase("PENDING", false)]
    [TestCase("DONE", false)]
    [TestCase("FAILED", true)]
    [TestCase("CANCELED", true)]
    public async Task A_part_that_failed_is_seen(string status, bool hasFailures)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(ScriptedHandler.Json(
            HttpStatusCode.OK, $$"""{"status":1,"data":{"results":[{"id":"a","status":"DONE","wage":"1.5","wallet":"x"},{"id":"b","status":"{{status}}"}] } }""")));

        Refund refund = await client.Refunds.Create(Payment, s_refund);

        Assert.That(refund.HasFailures, Is.EqualTo(hasFailures));
        Assert.That((refund.Parts[0].Wage, refund.Parts[0].Wallet, refund.Parts[0].Amount), Is.EqualTo(((Rial?)null, (Rial?)null, (Rial?)null)));
    }

    [Test]
    public Task A_lost_refund_is_not_made_again() =>
        Refuses.ToRepeatALostCall(client => client.Refunds.Create(Payment, s_refund), null, "Wallet.Transactions");
}
