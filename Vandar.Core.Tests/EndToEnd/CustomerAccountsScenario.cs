using System.Net;
using Vandar.Core.Customers;
using Vandar.Core.Sandbox;

namespace Vandar.Core.Tests.EndToEnd;

/// <summary>A shop that pays couriers keeps their bank accounts and cards: it asks the banks whose they are, chooses where to pay, and settles by
/// the list what a silent bank has left open.</summary>
internal static class CustomerAccountsScenario
{
    private const string CouriersName = "Test Courier";

    private static readonly NationalCode s_couriersCode = NationalCode.Parse("0012345679");

    // Their ends tell the sandbox's banks what to say.
    private static readonly Iban s_iban = Iban.Parse("IR170560000000200000000002");
    private static readonly Iban s_secondIban = Iban.Parse("IR930560000000000000000002");
    private static readonly Iban s_othersIban = Iban.Parse("IR930560000000000000000099");
    private static readonly Iban s_silentIban = Iban.Parse("IR230560000000000000000098");
    private static readonly CardNumber s_card = CardNumber.Parse("6219860000000019");
    private static readonly CardNumber s_secondCard = CardNumber.Parse("6219860000000027");
    private static readonly CardNumber s_othersCard = CardNumber.Parse("6219860000030099");
    private static readonly CardNumber s_silentCard = CardNumber.Parse("6219860000040098");
    private static readonly CardNumber s_unsupportedCard = CardNumber.Parse("6362140000000003");

    internal static async Task Run(ClientAndSandbox shop)
    {
        Rial before = shop.Sandbox.Business.Wallet;
        string courier = (await shop.Client.Customers.Create(
            new IndividualCustomer { IndividualNationalCode = s_couriersCode, Mobile = MobileNumber.Parse("09120000001") })).Id;

        await RegistersIbans(shop, courier);
        await AsksForOwnersOfIbans(shop, courier);
        await SettlesASilentBank(shop, courier);
        await ChoosesAnIban(shop, courier);
        await RegistersCards(shop, courier);
        await AsksForOwnersOfCards(shop);
        await FindsTheIbanBehindACard(shop, courier);
        await ChoosesACard(shop, courier);
        await PaysACompany(shop);
        await ForgetsAccounts(shop, courier);
        PaysForAnsweredQuestionsOnly(shop, before);
    }

    private static async Task RegistersIbans(ClientAndSandbox shop, string courier)
    {
        CustomerIbansClient ibans = shop.Client.Customer(courier).Ibans;
        CreateCustomerIban first = new() { Iban = s_iban, IsDefault = true, HasInquiry = false, TrackId = "iban-1" };
        CreateCustomerIban second = new() { Iban = s_secondIban, IsDefault = false, HasInquiry = true, TrackId = "iban-2" };

        CustomerIban unasked = await ibans.Create(first);
        await Refusal.Of(ibans.Create(first with { Iban = s_secondIban }), "track_id");
        await Refusal.Of(ibans.Create(first with { TrackId = "iban-1-again" }), "iban");
        await Refusal.Of(ibans.Create(second), "first_name", "last_name");
        CustomerIban own = await ibans.Create(second with { FirstName = "Test", LastName = "Courier" });
        CustomerIban others = await ibans.Create(new() { Iban = s_othersIban, IsDefault = false, HasInquiry = true, TrackId = "iban-3" });

        Assert.That((unasked.Iban, unasked.IsDefault, unasked.Compatibility), Is.EqualTo((s_iban.Value, (bool?)true, OwnerCompatibility.Unknown)));
        Assert.That(unasked.AccountOwners, Is.Empty);
        Assert.That((own.IsDefault, own.Compatibility, Name(own.AccountOwners)), Is.EqualTo(((bool?)false, OwnerCompatibility.Matched, CouriersName)));
        Assert.That((others.Compatibility, Name(others.AccountOwners)), Is.EqualTo((OwnerCompatibility.Unmatched, "Other Person")));
        Assert.That((await shop.Client.Customers.Get(courier)).Name, Is.EqualTo(CouriersName), "the names complete the customer");
        Assert.That(shop.Executed("customers.ibans.create"), Is.EqualTo(new[] { "iban-1", "iban-2", "iban-3" }));
    }

    private static async Task AsksForOwnersOfIbans(ClientAndSandbox shop, string courier)
    {
        CustomerIbansClient ibans = shop.Client.Customer(courier).Ibans;
        shop.Advance(TimeSpan.FromHours(1));

        IbanOwnership own = await ibans.Inquire(s_iban, new() { TrackId = "ask-1" });
        IbanOwnership others = await ibans.Inquire(s_othersIban, new() { TrackId = "ask-2" });
        await Refusal.Of(ibans.Inquire(s_iban, new() { TrackId = "ask-1" }), "track_id");
        await Refusal.Of(ibans.Inquire(s_silentIban, new() { TrackId = "ask-3" }), HttpStatusCode.NotFound);
        List<CustomerIban> listed = await ibans.List().ToListAsync();

        Assert.That((own.IsMatch, Name(own.AccountOwners)), Is.EqualTo((true, CouriersName)));
        Assert.That((others.IsMatch, others.Compatibility, Name(others.AccountOwners)),
            Is.EqualTo((false, OwnerCompatibility.Unmatched, "Other Person")));
        Assert.That(listed.Select(row => (row.Iban, row.Compatibility)), Is.EqualTo(new[]
        {
            (s_iban.Value, OwnerCompatibility.Matched), (s_secondIban.Value, OwnerCompatibility.Matched),
            (s_othersIban.Value, OwnerCompatibility.Unmatched),
        }));
        Assert.That((listed[0].UpdatedAt - listed[0].CreatedAt, listed[1].UpdatedAt - listed[1].CreatedAt),
            Is.EqualTo((TimeSpan.FromHours(1), TimeSpan.Zero)));
    }

    /// <summary>Whether the IBAN was stored before the bank fell silent is the server's secret: the list has it.</summary>
    private static async Task SettlesASilentBank(ClientAndSandbox shop, string courier)
    {
        CustomerIbansClient ibans = shop.Client.Customer(courier).Ibans;
        CustomerCardsClient cards = shop.Client.Customer(courier).Cards;
        CreateCustomerIban iban = new() { Iban = s_silentIban, IsDefault = false, HasInquiry = true, TrackId = "silent-1" };
        CreateCustomerCard card = new() { Card = s_silentCard, IsDefault = false, HasInquiry = true, TrackId = "silent-1" };

        VandarApiException? ofIban = await Assert.ThrowsAsync<VandarApiException>(() => ibans.Create(iban).AsTask());
        VandarApiException? ofCard = await Assert.ThrowsAsync<VandarApiException>(() => cards.Create(card).AsTask());
        if (!await ibans.List().AnyAsync(row => row.Iban == s_silentIban.Value))
            await ibans.Create(iban with { HasInquiry = false, TrackId = "silent-2" });
        if (!await cards.List().AnyAsync(row => row.Card == s_silentCard.Value))
            await cards.Create(card with { HasInquiry = false, TrackId = "silent-2" });

        Assert.That((ofIban!.StatusCode, ofIban.Outcome, ofIban.Key, ofIban.SettledBy),
            Is.EqualTo((HttpStatusCode.BadGateway, RequestOutcome.Unknown, "silent-1", "Customer(…).Ibans.List")));
        Assert.That((ofCard!.StatusCode, ofCard.Outcome, ofCard.Key, ofCard.SettledBy),
            Is.EqualTo((HttpStatusCode.BadGateway, RequestOutcome.Unknown, "silent-1", "Customer(…).Cards.List")));
        Assert.That(ofIban.ToString(), Does.Not.Contain(s_silentIban.Value));
        Assert.That(ofCard.ToString(), Does.Not.Contain(s_silentCard.Value));
        CustomerIban keptIban = await ibans.List().SingleAsync(row => row.Iban == s_silentIban.Value);
        CustomerCard keptCard = await cards.List().SingleAsync(row => row.Card == s_silentCard.Value);
        Assert.That((keptIban.Compatibility, keptCard.Compatibility), Is.EqualTo((OwnerCompatibility.Unknown, OwnerCompatibility.Unknown)));
        Assert.That((keptIban.AccountOwners.Count, keptCard.Name), Is.EqualTo((0, (string?)null)));
    }

    private static async Task ChoosesAnIban(ClientAndSandbox shop, string courier)
    {
        CustomerIbansClient ibans = shop.Client.Customer(courier).Ibans;

        await ibans.SetDefault(s_secondIban);
        await ibans.SetDefault(s_secondIban);
        await Refusal.Of(ibans.SetDefault(Iban.Parse("IR380560000000000000000022")), HttpStatusCode.NotFound);
        Page<CustomerIban> first = await ibans.ListPage(null, 1);
        List<CustomerIban> byTwos = await ibans.List(new() { PerPage = 2 }).ToListAsync();

        Assert.That(byTwos.Where(row => row.IsDefault is true).Select(row => row.Iban), Is.EqualTo(new[] { s_secondIban.Value }));
        Assert.That((first.Items.Count, first.HasMore, first.Total), Is.EqualTo((4, false, (long?)byTwos.Count)));
        Assert.That(byTwos.Select(row => row.Iban), Is.EqualTo(first.Items.Select(row => row.Iban)).And.Unique);
    }

    private static async Task RegistersCards(ClientAndSandbox shop, string courier)
    {
        CustomerCardsClient cards = shop.Client.Customer(courier).Cards;
        CreateCustomerCard first = new() { Card = s_card, IsDefault = true, HasInquiry = false, TrackId = "card-1" };

        CustomerCard unasked = await cards.Create(first);
        await Refusal.Of(cards.Create(first with { Card = s_secondCard }), "track_id");
        CustomerCard own = await cards.Create(new() { Card = s_secondCard, IsDefault = false, HasInquiry = true, TrackId = "card-2" });
        CustomerCard others = await cards.Create(new() { Card = s_othersCard, IsDefault = false, HasInquiry = true, TrackId = "card-3" });

        Assert.That((unasked.Card, unasked.Compatibility, unasked.Name), Is.EqualTo((s_card.Value, OwnerCompatibility.Unknown, (string?)null)));
        Assert.That((unasked.IsDefault, own.IsDefault, own.TrackId), Is.EqualTo(((bool?)true, (bool?)false, "card-2")));
        Assert.That((own.Compatibility, own.Name), Is.EqualTo((OwnerCompatibility.Matched, CouriersName)));
        Assert.That((others.Compatibility, others.Name), Is.EqualTo((OwnerCompatibility.Unmatched, "Other Person")));
    }

    /// <summary>By the national code: the cards take it in the place of the id.</summary>
    private static async Task AsksForOwnersOfCards(ClientAndSandbox shop)
    {
        CustomerCardsClient cards = shop.Client.Customer(s_couriersCode.Value).Cards;

        CardOwnership own = await cards.Inquire(s_card, new() { TrackId = "card-ask-1" });
        CardOwnership others = await cards.Inquire(s_othersCard, new() { TrackId = "card-ask-2" });
        VandarApiException? silence = await Assert.ThrowsAsync<VandarApiException>(
            () => cards.Inquire(s_silentCard, new() { TrackId = "card-ask-3" }).AsTask());
        List<CustomerCard> listed = await cards.List(new() { PerPage = 3 }).ToListAsync();

        Assert.That((own.IsMatch, own.Name, others.IsMatch, others.Name), Is.EqualTo((true, CouriersName, false, "Other Person")));
        Assert.That((silence!.StatusCode, silence.Outcome), Is.EqualTo((HttpStatusCode.BadGateway, RequestOutcome.Unknown)));
        Assert.That(listed.ToDictionary(row => row.Card, row => row.Compatibility), Is.EquivalentTo(new Dictionary<string, OwnerCompatibility>
        {
            [s_silentCard.Value] = OwnerCompatibility.Unknown, [s_card.Value] = OwnerCompatibility.Matched,
            [s_secondCard.Value] = OwnerCompatibility.Matched, [s_othersCard.Value] = OwnerCompatibility.Unmatched,
        }));
    }

    private static async Task FindsTheIbanBehindACard(ClientAndSandbox shop, string courier)
    {
        CustomerClient customer = shop.Client.Customer(courier);
        ConvertCardToIban question = new() { Card = s_card, IsDefault = true, HasInquiry = true, TrackId = "to-iban-1" };

        CustomerIban found = await customer.Cards.ToIban(question);
        await Refusal.Of(customer.Cards.ToIban(question with { Card = s_secondCard }), "track_id");
        await Refusal.Of(customer.Cards.ToIban(question with { Card = s_unsupportedCard, TrackId = "to-iban-2" }), "card");
        List<CustomerIban> ibans = await customer.Ibans.List().ToListAsync();

        Assert.That((Iban.Parse(found.Iban).BankCode, found.IsDefault, found.Compatibility),
            Is.EqualTo(("056", (bool?)true, OwnerCompatibility.Matched)));
        Assert.That((Name(found.AccountOwners), found.BankName, found.AccountNumber), Is.EqualTo((CouriersName, (string?)null, (string?)null)));
        Assert.That(ibans.Select(row => row.Iban), Does.Contain(found.Iban));
        Assert.That(ibans.Where(row => row.IsDefault is true).Select(row => row.Iban), Is.EqualTo(new[] { found.Iban }));
        Assert.That(await customer.Cards.List().CountAsync(), Is.EqualTo(4), "no card is added");
    }

    private static async Task ChoosesACard(ClientAndSandbox shop, string courier)
    {
        CustomerCardsClient cards = shop.Client.Customer(courier).Cards;
        string? before = (await cards.List().SingleAsync(row => row.IsDefault is true)).Card;

        await cards.SetDefault(s_secondCard);
        CustomerCard after = await cards.List().SingleAsync(row => row.IsDefault is true);

        Assert.That((before, after.Card), Is.EqualTo((s_card.Value, s_secondCard.Value)));
        await Refusal.Of(cards.SetDefault(s_unsupportedCard), HttpStatusCode.NotFound);
    }

    private static async Task PaysACompany(ClientAndSandbox shop)
    {
        string company = (await shop.Client.Customers.Create(
            new LegalCustomer { AgentMobile = MobileNumber.Parse("09120000002"), LegalNationalCode = "10100000001" })).Id;
        CustomerIbansClient ibans = shop.Client.Customer(company).Ibans;
        CreateCustomerIban request = new() { Iban = s_iban, IsDefault = true, HasInquiry = true, TrackId = "company-1" };

        await Refusal.Of(ibans.Create(request), "legal_name");
        CustomerIban own = await ibans.Create(request with { LegalName = "Sample Trading Co." });

        Assert.That((own.Compatibility, Name(own.AccountOwners)), Is.EqualTo((OwnerCompatibility.Matched, "Sample Trading Co.")));
        Assert.That((await shop.Client.Customers.Get(company)).LegalName, Is.EqualTo(own.AccountOwners[0].FirstName));
    }

    private static async Task ForgetsAccounts(ClientAndSandbox shop, string courier)
    {
        CustomerIbansClient ibans = shop.Client.Customer(courier).Ibans;
        CustomerCardsClient cards = shop.Client.Customer(courier).Cards;

        CustomerAcknowledgement byBody = await ibans.Delete(new() { Iban = s_silentIban });
        CustomerAcknowledgement byPath = await ibans.Delete(new() { Iban = s_othersIban, InPath = true });
        CustomerAcknowledgement ofCard = await cards.Delete(s_othersCard);
        List<CustomerIban> left = await ibans.List().ToListAsync();
        List<CustomerCard> cardsLeft = await cards.List().ToListAsync();

        Assert.That(new[] { byBody.Message, byPath.Message, ofCard.Message }, Is.All.Not.Empty);
        Assert.That(left.Select(row => row.Iban), Does.Contain(s_iban.Value).And.Contain(s_secondIban.Value).And.Exactly(3).Items);
        Assert.That(left.Select(row => row.Iban), Has.None.EqualTo(s_silentIban.Value).And.None.EqualTo(s_othersIban.Value));
        Assert.That(cardsLeft.Select(row => row.Card), Is.EquivalentTo(new[] { s_silentCard.Value, s_card.Value, s_secondCard.Value }));
        await Refusal.Of(ibans.Delete(new() { Iban = s_silentIban }), HttpStatusCode.NotFound);
        await Refusal.Of(ibans.Delete(new() { Iban = s_othersIban, InPath = true }), HttpStatusCode.NotFound);
        await Refusal.Of(cards.Delete(s_othersCard), HttpStatusCode.NotFound);
        Assert.That((shop.Executed("customers.ibans.delete").Count(), shop.Executed("customers.cards.delete").Count()), Is.EqualTo((2, 1)));
    }

    private static void PaysForAnsweredQuestionsOnly(ClientAndSandbox shop, Rial before)
    {
        List<SandboxExecution> work = [.. shop.Sandbox.Journal.Where(row => row.Operation.Split('.') is ["customers", "ibans" or "cards", _])];
        Rial spent = work.Aggregate(Rial.Zero, (sum, row) => sum + (row.Amount ?? Rial.Zero));

        Assert.That(before - shop.Sandbox.Business.Wallet, Is.EqualTo(spent));
        Assert.That(shop.Sandbox.Ledger.Balance(SandboxLedger.Fees), Is.EqualTo(spent));
        Assert.That(work.Where(row => row.Key.StartsWith("silent", StringComparison.Ordinal) && row.Amount is not null), Is.Empty);
        Assert.That(work.Where(row => row.Operation.Split('.')[^1] is "create" or "inquire" or "to_iban").Select(row => (row.Operation, row.Key)), Is.Unique, "each key was worked under once");
    }

    private static string Name(IReadOnlyList<AccountOwner> owners) =>
        string.Join(", ", owners.Select(owner => $"{owner.FirstName} {owner.LastName}".Trim()));
}
