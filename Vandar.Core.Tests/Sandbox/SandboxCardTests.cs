using System.Net;
using Vandar.Core.Sandbox;

namespace Vandar.Core.Tests.Sandbox;

public sealed class SandboxCardTests
{
    private const string Back = """{"callback_url":"https://shop.example/return?order=7#top"}""";

    [Test]
    public async Task A_card_is_activated_gets_a_pin_and_is_blocked_on_its_pages()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Applicant applicant = await Applicant.Issued(shop);
        string card = await applicant.CardNumber();

        List<string?> states = [await State(applicant, card)];
        await applicant.Visit("activate");
        states.Add(await State(applicant, card));
        await applicant.Visit("change-pin", ("pin", "7315"), ("pin_repeat", "7315"));
        states.Add(await State(applicant, card));
        await applicant.Visit("block");
        states.Add(await State(applicant, card));

        Assert.That(states, Is.EqualTo(new[] { "ISSUED", "ACTIVE", "ACTIVE", "BLOCKED" }));
        Assert.That(shop.Sandbox.Journal.Select(row => (row.Operation, row.Key)).TakeLast(6), Is.EqualTo(new[]
        {
            ("ravand.card.activation_token", applicant.Id), ("ravand.card.activate", applicant.Id),
            ("ravand.card.pin_change_token", applicant.Id), ("ravand.card.change_pin", applicant.Id),
            ("ravand.card.block_token", applicant.Id), ("ravand.card.block", applicant.Id),
        }));
    }

    [TestCase("activate")]
    [TestCase("change-pin")]
    [TestCase("block")]
    public async Task A_card_without_its_state_gets_no_token(string task)
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Applicant applicant = await Applicant.Created(shop);

        Reply created = await applicant.AskCardToken(task);
        await applicant.Update();
        await applicant.UploadAll();
        await applicant.Finish();
        Reply pending = await applicant.AskCardToken(task);
        shop.Time.Advance(TimeSpan.FromSeconds(30));
        Reply issued = await applicant.AskCardToken(task);
        await applicant.Visit("activate");
        Reply active = await applicant.AskCardToken(task);
        await applicant.Visit("block");
        Reply blocked = await applicant.AskCardToken(task);

        Assert.That(new[] { created, pending }.Select(reply => (reply.Status, reply.Code)),
            Is.All.EqualTo((400, "cardholder_request_not_finalize")));
        Assert.That((issued.Status, active.Status), Is.EqualTo(task == "activate" ? (200, 403) : (403, 200)));
        Assert.That((blocked.Status, blocked.Code), Is.EqualTo((403, "step_not_allowed")));
    }

    [TestCase("""{"card_number":"5047"}""", 422)]
    [TestCase("""{"card_number":"5047060000000032"}""", 404)]
    [TestCase("""{"callback_url":"javascript:alert(1)"}""", 422)]
    [TestCase("""{"callback_url":"/return"}""", 422)]
    [TestCase("{}", 200)]
    public async Task The_body_of_a_token_call_is_checked_as_far_as_it_goes(string body, int status)
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Applicant applicant = await Applicant.Issued(shop);

        Reply reply = await applicant.AskCardToken("activate", body);

        Assert.That(reply.Status, Is.EqualTo(status), reply.Text);
    }

    [Test]
    public async Task Strict_switches_want_every_field_and_the_delivered_card()
    {
        await using SandboxShop shop = await SandboxShop.Open(
            new SandboxSwitches { CardTokenNeedsAllFields = true, ActivationNeedsDelivery = true });
        Applicant applicant = await Applicant.Issued(shop);
        string body = $$"""{"card_number":"{{await applicant.CardNumber()}}","callback_url":"https://shop.example/"}""";

        Reply empty = await applicant.AskCardToken("activate"), early = await applicant.AskCardToken("activate", body);
        shop.Time.Advance(TimeSpan.FromSeconds(120));
        Reply delivered = await applicant.AskCardToken("activate", body);

        Assert.That(empty["errors"].EnumerateObject().Select(error => error.Name), Is.EqualTo(new[] { "card_number", "callback_url" }));
        Assert.That((empty.Status, early.Status, delivered.Status), Is.EqualTo((422, 403, 200)));
    }

    [Test]
    public async Task The_browser_goes_back_to_the_business_with_the_result()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Applicant applicant = await Applicant.Issued(shop);
        string token = await applicant.CardToken("activate", Back), cancelled = await applicant.CardToken("activate", Back);
        await shop.Get(Page("activate", token));
        await shop.Get(Page("activate", cancelled));

        Reply no = await shop.PostForm(Page("activate", cancelled) + "/cancel");
        Reply yes = await shop.PostForm(Page("activate", token));

        Assert.That((no.Message.StatusCode, yes.Message.StatusCode), Is.EqualTo((HttpStatusCode.SeeOther, HttpStatusCode.SeeOther)));
        Assert.That(no.Header("Location"), Is.EqualTo($"https://shop.example/return?order=7&token={cancelled}&status=FAILED#top"));
        Assert.That(yes.Header("Location"), Is.EqualTo($"https://shop.example/return?order=7&token={token}&status=SUCCEED#top"));
    }

    [Test]
    public async Task A_token_works_once_on_its_own_page_and_not_for_long()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Applicant applicant = await Applicant.Activated(shop);
        string token = await applicant.CardToken("block"), late = await applicant.CardToken("block");

        Reply foreign = await shop.Get(Page("activate", token)), unknown = await shop.Get(Page("block", "nothing"));
        Reply unopened = await shop.PostForm(Page("block", token));
        Reply opened = await shop.Get(Page("block", token)), reloaded = await shop.Get(Page("block", token));
        await shop.Get(Page("block", late));
        shop.Time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));
        Reply inTime = await shop.PostForm(Page("block", token)), twice = await shop.PostForm(Page("block", token));
        shop.Time.Advance(TimeSpan.FromSeconds(1));
        Reply tooLate = await shop.PostForm(Page("block", late)), gone = await shop.Get(Page("block", token));

        Assert.That(new[] { foreign, unknown, unopened, twice, tooLate, gone }.Select(reply => reply.Status), Is.All.EqualTo(404));
        Assert.That(new[] { opened, reloaded, inTime }.Select(reply => reply.Status), Is.All.EqualTo(200));
        Assert.That(foreign.Message.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/html"));
    }

    [Test]
    public async Task A_page_can_open_once_only()
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { CardPageOpensOnce = true });
        Applicant applicant = await Applicant.Issued(shop);
        string token = await applicant.CardToken("activate");

        Reply first = await shop.Get(Page("activate", token)), second = await shop.Get(Page("activate", token));
        Reply done = await shop.PostForm(Page("activate", token));

        Assert.That((first.Status, second.Status, done.Status), Is.EqualTo((200, 404, 200)));
    }

    [Test]
    public async Task A_card_that_was_blocked_meanwhile_keeps_its_pin()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Applicant applicant = await Applicant.Activated(shop);
        string token = await applicant.CardToken("change-pin", Back);
        await shop.Get(Page("change-pin", token));
        await applicant.Visit("block");

        Reply late = await shop.PostForm(Page("change-pin", token), ("pin", "7315"), ("pin_repeat", "7315"));

        Assert.That(late.Header("Location"), Does.EndWith("&status=FAILED#top"));
        Assert.That(shop.Sandbox.Journal.Select(row => row.Operation), Has.None.EqualTo("ravand.card.change_pin"));
    }

    [TestCase("731", "731")]
    [TestCase("7315", "7351")]
    [TestCase("7315", "")]
    [TestCase("", "")]
    [TestCase("<b>x", "<b>x")]
    public async Task A_pin_is_asked_for_twice_and_never_shown(string pin, string repeat)
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Applicant applicant = await Applicant.Activated(shop);
        string page = Page("change-pin", await applicant.CardToken("change-pin"));
        await shop.Get(page);

        Reply refused = await shop.PostForm(page, ("pin", pin), ("pin_repeat", repeat));
        Reply done = await shop.PostForm(page, ("pin", "8642"), ("pin_repeat", "8642"));

        Assert.That((refused.Status, done.Status), Is.EqualTo((422, 200)));
        Assert.That(refused.Text, pin.Length > 0 ? Does.Not.Contain(pin) : Does.Contain("role=\"alert\""));
        Assert.That(done.Text, Does.Not.Contain("8642"));
    }

    [Test]
    public async Task Pages_show_no_more_of_the_card_than_four_digits_and_label_their_fields()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Applicant applicant = await Applicant.Activated(shop);
        string card = await applicant.CardNumber();

        string pin = (await shop.Get(Page("change-pin", await applicant.CardToken("change-pin")))).Text;
        string block = (await shop.Get(Page("block", await applicant.CardToken("block")))).Text;

        foreach (string page in new[] { pin, block })
        {
            Assert.That(page, Does.Contain(card[^4..]).And.Not.Contain(card[..6]).And.Not.Contain(applicant.Id));
            Assert.That(page, Does.Contain("""<html lang="fa" dir="rtl">""").And.Contain("<h1>").And.Not.Contain("<script"));
        }
        Assert.That(pin, Does.Contain("<label for=\"pin\">").And.Contain("<label for=\"pin_repeat\">").And.Contain("type=\"password\""));
        Assert.That(block, Does.Not.Contain("<input"));
    }

    [TestCase(false, "ISSUED")]
    [TestCase(true, "ACTIVE")]
    public async Task The_inquiry_may_show_the_card_of_today(bool shows, string status)
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { InquiryShowsCardStatus = shows });
        Applicant applicant = await Applicant.Activated(shop);

        Reply reply = await applicant.Inquire();

        Assert.That(reply.Data[0].GetProperty("status").GetString(), Is.EqualTo(status));
    }

    private static string Page(string task, string token) => $"v1/redirect/card/{task}/{token}";

    private static async Task<string?> State(Applicant applicant, string card) =>
        (await applicant.Status(card)).Data.GetProperty("status").GetString();
}
