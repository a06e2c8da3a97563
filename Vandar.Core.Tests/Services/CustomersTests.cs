using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Vandar.Core.Customers;
using Vandar.Core.Tests.Http;
using Vandar.Core.Tests.Values;

namespace Vandar.Core.Tests.Services;

/// <summary>Customers: what is refused before it is sent, what becomes of a lost deposit, and answers that are no errors and no success either.</summary>
internal sealed class CustomersTests
{
    private const string Id = "079fe78e-c1fc-42b8-a908-c5aed843a47f";
    private const string Row = """{"uuid":"u1","type":"deposit","amount":5,"balance":"5"}""";

    private static readonly RequestOptions s_once = new() { MaxRetries = 0 };
    private static readonly Iban s_iban = Iban.Parse("IR170560000000200000000002");
    private static readonly CardNumber s_card = CardNumber.Parse("6219860000000019");
    private static readonly MobileNumber s_mobile = MobileNumber.Parse("09120000001");

    private static readonly IndividualCustomer s_person = new() { Mobile = s_mobile, IndividualNationalCode = NationalCode.Parse("0012345679") };
    private static readonly LegalCustomer s_company = new() { AgentMobile = s_mobile, LegalNationalCode = "10100000001" };
    private static readonly ChangeCustomerWallet s_move = new() { Amount = Rial.Of(250_000), TrackId = "dep-1042" };
    private static readonly InquireOwner s_inquiry = new() { TrackId = "q-1" };
    private static readonly CreateCustomerIban s_newIban = new() { Iban = s_iban, IsDefault = true, HasInquiry = true, TrackId = "i-1" };
    private static readonly CreateCustomerCard s_newCard = new() { Card = s_card, IsDefault = true, HasInquiry = true, TrackId = "c-1" };
    private static readonly ConvertCardToIban s_toIban = new() { Card = s_card, IsDefault = true, HasInquiry = true, TrackId = "t-1" };

    private static IEnumerable<TestCaseData> BrokenCustomers()
    {
        yield return New("no person", null, "request");
        yield return New("a person without a mobile number", s_person with { Mobile = null }, nameof(IndividualCustomer.Mobile));
        yield return New("a person with an empty mobile number", s_person with { Mobile = default(MobileNumber) }, nameof(IndividualCustomer.Mobile));
        yield return New("a person without a national code", s_person with { IndividualNationalCode = null }, nameof(IndividualCustomer.IndividualNationalCode));
        yield return New("a person with an empty national code", s_person with { IndividualNationalCode = default(NationalCode) }, nameof(IndividualCustomer.IndividualNationalCode));
        yield return New("a company without a mobile number", s_company with { AgentMobile = null }, nameof(LegalCustomer.AgentMobile));
        yield return New("a company with an empty mobile number", s_company with { AgentMobile = default(MobileNumber) }, nameof(LegalCustomer.AgentMobile));
        yield return New("a company without an id", s_company with { LegalNationalCode = null }, nameof(LegalCustomer.LegalNationalCode));
        foreach (CustomerDetails valid in new CustomerDetails[] { s_person, s_company })
        {
            foreach (TestCaseData broken in new[]
            {
                New("a blank telephone", valid with { Telephone = " " }, nameof(CustomerDetails.Telephone)),
                New("a telephone of two lines", valid with { Telephone = "1\n2" }, nameof(CustomerDetails.Telephone)),
                New("an empty province", valid with { ProvinceId = "" }, nameof(CustomerDetails.ProvinceId)),
                New("a city of two lines", valid with { CityId = "1\n2" }, nameof(CustomerDetails.CityId)),
                New("a blank address", valid with { Address = " " }, nameof(CustomerDetails.Address)),
                New("a short postal code", valid with { PostalCode = "123456789" }, nameof(CustomerDetails.PostalCode)),
                New("a postal code of letters", valid with { PostalCode = "12345678ab" }, nameof(CustomerDetails.PostalCode)),
                New("a postal code in Persian digits", valid with { PostalCode = "۱۲۳۴۵۶۷۸۹۰" }, nameof(CustomerDetails.PostalCode)),
                New("a field with no id", valid with { CustomFields = new Dictionary<long, string> { [0] = "x" } }, nameof(CustomerDetails.CustomFields)),
                New("a field with no value", valid with { CustomFields = new Dictionary<long, string> { [3] = null! } }, nameof(CustomerDetails.CustomFields)),
            })
                yield return broken;
        }
        foreach (bool isNew in new[] { true, false })
        {
            yield return Both(isNew, "a blank first name", s_person with { FirstName = "" }, nameof(IndividualCustomer.FirstName));
            yield return Both(isNew, "a long last name", s_person with { LastName = new('x', 513) }, nameof(IndividualCustomer.LastName));
            yield return Both(isNew, "born on no day", s_person with { Birthday = default(JalaliDate) }, nameof(IndividualCustomer.Birthday));
            yield return Both(isNew, "an empty national id", s_company with { LegalNationalCode = "" }, nameof(LegalCustomer.LegalNationalCode));
            yield return Both(isNew, "a national id of letters", s_company with { LegalNationalCode = "1010000000x" }, nameof(LegalCustomer.LegalNationalCode));
            yield return Both(isNew, "a national id in Persian digits", s_company with { LegalNationalCode = "۱۰۱" }, nameof(LegalCustomer.LegalNationalCode));
            yield return Both(isNew, "a long national id", s_company with { LegalNationalCode = new('1', 513) }, nameof(LegalCustomer.LegalNationalCode));
            yield return Both(isNew, "a blank company", s_company with { LegalName = " " }, nameof(LegalCustomer.LegalName));
            yield return Both(isNew, "an agent of two lines", s_company with { AgentName = "a\nb" }, nameof(LegalCustomer.AgentName));
            yield return Both(isNew, "a blank guild", s_company with { MccCode = " " }, nameof(LegalCustomer.MccCode));
        }
        yield return Change("no change", null, "request");
        yield return Change("an empty mobile number", s_person with { Mobile = default(MobileNumber) }, nameof(IndividualCustomer.Mobile));
        yield return Change("an empty agent's number", s_company with { AgentMobile = default(MobileNumber) }, nameof(LegalCustomer.AgentMobile));
        yield return Change("a city without a province", s_person with { CityId = "140" }, nameof(CustomerDetails.ProvinceId));
        yield return Change("a province without a city", s_company with { ProvinceId = "8" }, nameof(CustomerDetails.CityId));

        static TestCaseData New(string name, CustomerDetails? request, string member) =>
            Broken($"new: {name} ({request?.GetType().Name})", client => client.Customers.Create(request!).AsTask(), member);
        static TestCaseData Change(string name, CustomerDetails? request, string member) =>
            Broken($"change: {name}", client => client.Customers.Update(Id, request!).AsTask(), member);
        static TestCaseData Both(bool isNew, string name, CustomerDetails request, string member) => isNew ? New(name, request, member) : Change(name, request, member);
    }

    private static IEnumerable<TestCaseData> BrokenRequests()
    {
        foreach (string id in new[] { "", " ", ".", "..", "a\n", "fields", new('x', 513) })
        {
            string name = Shown(id);
            yield return Broken($"get {name}", client => client.Customers.Get(id).AsTask(), "customerId");
            yield return Broken($"update {name}", client => client.Customers.Update(id, s_person).AsTask(), "customerId");
            yield return Broken($"delete {name}", client => client.Customers.Delete(id).AsTask(), "customerId");
            yield return Broken($"scope {name}", client => client.Customer(id), "customerId");
        }
        yield return Broken("no id", client => client.Customer(null!), "customerId");

        foreach (int perPage in new[] { 0, -1 })
        {
            CustomerPageQuery query = new() { PerPage = perPage };
            yield return Broken($"customers of {perPage}", client => client.Customers.List(query), nameof(CustomerPageQuery.PerPage));
            yield return Broken($"customers' page of {perPage}", client => client.Customers.ListPage(query, 1).AsTask(), nameof(CustomerPageQuery.PerPage));
            yield return Broken($"fields of {perPage}", client => client.Customers.Fields.List(query), nameof(CustomerPageQuery.PerPage));
            yield return Broken($"fields' page of {perPage}", client => client.Customers.Fields.ListPage(query, 1).AsTask(), nameof(CustomerPageQuery.PerPage));
            yield return Broken($"logs of {perPage}", client => client.Customer(Id).Logs(query), nameof(CustomerPageQuery.PerPage));
            yield return Broken($"logs' page of {perPage}", client => client.Customer(Id).LogsPage(query, 1).AsTask(), nameof(CustomerPageQuery.PerPage));
            yield return Broken($"IBANs of {perPage}", client => client.Customer(Id).Ibans.List(query), nameof(CustomerPageQuery.PerPage));
            yield return Broken($"IBANs' page of {perPage}", client => client.Customer(Id).Ibans.ListPage(query, 1).AsTask(), nameof(CustomerPageQuery.PerPage));
            yield return Broken($"cards of {perPage}", client => client.Customer(Id).Cards.List(query), nameof(CustomerPageQuery.PerPage));
            yield return Broken($"cards' page of {perPage}", client => client.Customer(Id).Cards.ListPage(query, 1).AsTask(), nameof(CustomerPageQuery.PerPage));
        }
        yield return Broken("customers' page 0", client => client.Customers.ListPage(null, 0).AsTask(), "page");
        yield return Broken("fields' page 0", client => client.Customers.Fields.ListPage(null, 0).AsTask(), "page");
        yield return Broken("logs' page 0", client => client.Customer(Id).LogsPage(null, 0).AsTask(), "page");
        yield return Broken("transactions' page 0", client => client.Customer(Id).TransactionsPage(null, 0).AsTask(), "page");
        yield return Broken("IBANs' page 0", client => client.Customer(Id).Ibans.ListPage(null, 0).AsTask(), "page");
        yield return Broken("cards' page 0", client => client.Customer(Id).Cards.ListPage(null, 0).AsTask(), "page");

        foreach (string? name in new[] { null, "", " ", "a\nb", new string('x', 513) })
        {
            string shown = Shown(name);
            yield return Broken($"a new field {shown}", client => client.Customers.Fields.Create(new() { Name = name! }).AsTask(), nameof(CreateCustomerField.Name));
            yield return Broken($"a field {shown}", client => client.Customers.Fields.Update(3, new() { Name = name! }).AsTask(), nameof(UpdateCustomerField.Name));
            yield return Broken($"a deposit's key {shown}", client => client.Customer(Id).Wallet.Deposit(s_move with { TrackId = name! }).AsTask(), nameof(ChangeCustomerWallet.TrackId));
            yield return Broken($"a withdrawal's key {shown}", client => client.Customer(Id).Wallet.Withdraw(s_move with { TrackId = name! }).AsTask(), nameof(ChangeCustomerWallet.TrackId));
            yield return Broken($"an IBAN's key {shown}", client => client.Customer(Id).Ibans.Create(s_newIban with { TrackId = name! }).AsTask(), nameof(CreateCustomerIban.TrackId));
            yield return Broken($"an IBAN inquiry's key {shown}", client => client.Customer(Id).Ibans.Inquire(s_iban, s_inquiry with { TrackId = name! }).AsTask(), nameof(InquireOwner.TrackId));
            yield return Broken($"a card's key {shown}", client => client.Customer(Id).Cards.Create(s_newCard with { TrackId = name! }).AsTask(), nameof(CreateCustomerCard.TrackId));
            yield return Broken($"a card inquiry's key {shown}", client => client.Customer(Id).Cards.Inquire(s_card, s_inquiry with { TrackId = name! }).AsTask(), nameof(InquireOwner.TrackId));
            yield return Broken($"a conversion's key {shown}", client => client.Customer(Id).Cards.ToIban(s_toIban with { TrackId = name! }).AsTask(), nameof(ConvertCardToIban.TrackId));
            if (name is null)
                continue;
            yield return Broken($"an IBAN with a first name {shown}", client => client.Customer(Id).Ibans.Create(s_newIban with { FirstName = name }).AsTask(), nameof(CreateCustomerIban.FirstName));
            yield return Broken($"a card with a last name {shown}", client => client.Customer(Id).Cards.Create(s_newCard with { LastName = name }).AsTask(), nameof(CreateCustomerCard.LastName));
            yield return Broken($"an inquiry with a company {shown}", client => client.Customer(Id).Ibans.Inquire(s_iban, s_inquiry with { LegalName = name }).AsTask(), nameof(InquireOwner.LegalName));
        }
        yield return Broken("no field", client => client.Customers.Fields.Create(null!).AsTask(), "request");
        yield return Broken("no field's change", client => client.Customers.Fields.Update(3, null!).AsTask(), "request");
        yield return Broken("a field 0", client => client.Customers.Fields.Get(0).AsTask(), "fieldId");
        yield return Broken("a field -1", client => client.Customers.Fields.Delete(-1).AsTask(), "fieldId");
        yield return Broken("a change of field 0", client => client.Customers.Fields.Update(0, new() { Name = "x" }).AsTask(), "fieldId");

        yield return Broken("no deposit", client => client.Customer(Id).Wallet.Deposit(null!).AsTask(), "request");
        yield return Broken("no withdrawal", client => client.Customer(Id).Wallet.Withdraw(null!).AsTask(), "request");
        yield return Broken("a deposit of nothing", client => client.Customer(Id).Wallet.Deposit(s_move with { Amount = default }).AsTask(), nameof(ChangeCustomerWallet.Amount));
        yield return Broken("a negative withdrawal", client => client.Customer(Id).Wallet.Withdraw(s_move with { Amount = Rial.Of(-1) }).AsTask(), nameof(ChangeCustomerWallet.Amount));
        yield return Broken("a blank comment", client => client.Customer(Id).Wallet.Deposit(s_move with { Comment = " " }).AsTask(), nameof(ChangeCustomerWallet.Comment));

        yield return Broken("KYC of no code", client => client.Customer(Id).Authentication.Kyc(new() { NationalCode = default(NationalCode) }).AsTask(), nameof(AuthenticateByKyc.NationalCode));
        yield return Broken("KYC of no day", client => client.Customer(Id).Authentication.Kyc(new() { BirthDate = default(JalaliDate) }).AsTask(), nameof(AuthenticateByKyc.BirthDate));
        yield return Broken("KYC said twice", client => client.Customer(Id).Authentication.Kyc(new() { BirthDate = new JalaliDate(1370, 1, 1), Extra = Extra("birth_date") }).AsTask(), nameof(AuthenticateByKyc.Extra));
        yield return Broken("KYC of no member", client => client.Customer(Id).Authentication.Kyc(new() { Extra = new Dictionary<string, JsonElement> { ["x"] = default } }).AsTask(), nameof(AuthenticateByKyc.Extra));
        yield return Broken("Shahkar of no number", client => client.Customer(Id).Authentication.Shahkar(new() { Mobile = default(MobileNumber) }).AsTask(), nameof(AuthenticateByShahkar.Mobile));
        yield return Broken("Shahkar of no code", client => client.Customer(Id).Authentication.Shahkar(new() { NationalCode = default(NationalCode) }).AsTask(), nameof(AuthenticateByShahkar.NationalCode));
        yield return Broken("Shahkar said twice", client => client.Customer(Id).Authentication.Shahkar(new() { Extra = Extra("mobile") }).AsTask(), nameof(AuthenticateByShahkar.Extra));

        yield return Broken("no IBAN's request", client => client.Customer(Id).Ibans.Create(null!).AsTask(), "request");
        yield return Broken("no IBAN", client => client.Customer(Id).Ibans.Create(s_newIban with { Iban = default }).AsTask(), nameof(CreateCustomerIban.Iban));
        yield return Broken("no deletion", client => client.Customer(Id).Ibans.Delete(null!).AsTask(), "request");
        yield return Broken("a deletion of no IBAN", client => client.Customer(Id).Ibans.Delete(new() { Iban = default }).AsTask(), nameof(DeleteCustomerIban.Iban));
        yield return Broken("a deletion of no IBAN in the path", client => client.Customer(Id).Ibans.Delete(new() { Iban = default, InPath = true }).AsTask(), nameof(DeleteCustomerIban.Iban));
        yield return Broken("an inquiry of no IBAN", client => client.Customer(Id).Ibans.Inquire(default, s_inquiry).AsTask(), "iban");
        yield return Broken("no inquiry", client => client.Customer(Id).Ibans.Inquire(s_iban, null!).AsTask(), "request");
        yield return Broken("no default IBAN", client => client.Customer(Id).Ibans.SetDefault(default).AsTask(), "iban");

        yield return Broken("no card's request", client => client.Customer(Id).Cards.Create(null!).AsTask(), "request");
        yield return Broken("no card", client => client.Customer(Id).Cards.Create(s_newCard with { Card = default }).AsTask(), nameof(CreateCustomerCard.Card));
        yield return Broken("a deletion of no card", client => client.Customer(Id).Cards.Delete(default).AsTask(), "cardNumber");
        yield return Broken("an inquiry of no card", client => client.Customer(Id).Cards.Inquire(default, s_inquiry).AsTask(), "cardNumber");
        yield return Broken("no card's inquiry", client => client.Customer(Id).Cards.Inquire(s_card, null!).AsTask(), "request");
        yield return Broken("no default card", client => client.Customer(Id).Cards.SetDefault(default).AsTask(), "cardNumber");
        yield return Broken("no conversion", client => client.Customer(Id).Cards.ToIban(null!).AsTask(), "request");
        yield return Broken("a conversion of no card", client => client.Customer(Id).Cards.ToIban(s_toIban with { Card = default }).AsTask(), nameof(ConvertCardToIban.Card));

        static Dictionary<string, JsonElement> Extra(string name) => new() { [name] = GroupCalls.Json("1") };
    }

    [TestCaseSource(nameof(BrokenCustomers))]
    [TestCaseSource(nameof(BrokenRequests))]
    public void What_breaks_a_rule_is_refused_before_it_is_sent(Func<VandarClient, object> call, string member)
    {
        using VandarClient client = Shop.Client(new NothingIsSent());

        ArgumentException? refusal = Assert.Catch<ArgumentException>(() => _ = call(client));

        Assert.That(refusal!.ParamName, Is.EqualTo(member));
        Assert.That(refusal.Message, Does.Not.Contain("xxx").And.Not.Contain("۱۲۳"));
    }

    private static TestCaseData Broken(string name, Func<VandarClient, object> call, string member) => new TestCaseData(call, member).SetArgDisplayNames(name);

    [Test]
    public void A_scope_allocates_nothing()
    {
        using VandarClient client = Shop.Client(new NothingIsSent());

        Assert.That(Allocation.Of(() => IsMade(client.Customer(Id))), Is.Zero);
        Assert.That(Allocation.Of(() => IsMade(client.Customer(Id).Wallet)), Is.Zero);
        Assert.That(Allocation.Of(() => IsMade(client.Customer(Id).Cards)), Is.Zero);
    }

    [Test]
    public void A_scope_of_nobody_says_where_scopes_come_from()
    {
        Action[] calls =
        [
            () => _ = default(CustomerClient).Wallet, () => _ = default(CustomerClient).CashInCode().AsTask(),
            () => _ = default(CustomerClient).TransactionsPage(null, 1).AsTask(), () => _ = default(CustomerWalletClient).Deposit(s_move).AsTask(),
            () => _ = default(CustomerAuthenticationClient).Kyc().AsTask(), () => _ = default(CustomerIbansClient).Create(s_newIban).AsTask(),
            () => _ = default(CustomerCardsClient).Delete(s_card).AsTask(),
        ];

        foreach (Action call in calls)
            Assert.That(call, Throws.InvalidOperationException.With.Message.Contains("client.Customer"));
    }

    [Test]
    public async Task An_id_stays_one_segment()
    {
        ScriptedHandler handler = new(Ok("""{"status":1,"balance":0,"currency":"RIAL"}"""));
        using VandarClient client = Shop.Client(handler);

        await client.Customer("a/b?c").Wallet.Balance();

        Assert.That(handler.Seen[0].Uri.AbsolutePath, Is.EqualTo("/v2/business/shop/customers/a%2Fb%3Fc/wallet"));
    }

    [Test]
    public async Task A_new_customer_at_the_edge_of_every_rule_is_sent()
    {
        ScriptedHandler handler = new(Ok("""{"status":"1","result":{"customer":{"id":"c"}}}"""));
        using VandarClient client = Shop.Client(handler);

        await client.Customers.Create(s_person with { Telephone = "", PostalCode = "", ProvinceId = "8", FirstName = new('x', 512), CustomFields = new Dictionary<long, string> { [1] = "" } });
        await client.Customers.Create(s_company with { MccCode = "", LegalNationalCode = "1", Address = "one\ntwo" });

        Assert.That(handler.Seen.Select(seen => GroupCalls.Json(seen.Body).GetProperty("type").GetString()), Is.EqualTo(new[] { "INDIVIDUAL", "LEGAL" }));
        Assert.That(GroupCalls.Json(handler.Seen[0].Body).GetProperty("custom_fields").ToString(), Is.EqualTo("""[{"field_id":1,"field_value":""}]"""));
    }

    private static IEnumerable<TestCaseData> Movements()
    {
        yield return new TestCaseData((VandarClient client) => client.Customer(Id).Wallet.Deposit(s_move).AsTask()).SetArgDisplayNames("deposit");
        yield return new TestCaseData((VandarClient client) => client.Customer(Id).Wallet.Withdraw(s_move).AsTask()).SetArgDisplayNames("withdraw");
    }

    [TestCaseSource(nameof(Movements))]
    public async Task A_movement_whose_answer_is_lost_is_not_sent_again_and_names_its_key_and_the_list(Func<VandarClient, Task> call)
    {
        ScriptedHandler handler = new((_, _) => throw new HttpRequestException(HttpRequestError.ResponseEnded));
        using VandarClient client = Shop.Client(handler);

        VandarTransportException? failure = await Assert.ThrowsAsync<VandarTransportException>(() => call(client));

        Assert.That((failure!.Outcome, failure.Key, failure.SettledBy), Is.EqualTo((RequestOutcome.Unknown, "dep-1042", "Customer(…).Transactions")));
        Assert.That(handler.Seen, Has.Count.EqualTo(1));
    }

    [TestCaseSource(nameof(Movements))]
    public async Task A_movement_that_says_nothing_of_itself_is_not_believed(Func<VandarClient, Task> call)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(Ok("""{"status":1,"message":"انجام شد","balance":5}""")));

        Assert.That((await Assert.ThrowsAsync<VandarProtocolException>(() => call(client)))!.Outcome, Is.EqualTo(RequestOutcome.Unknown));
    }

    [TestCaseSource(nameof(Movements))]
    public async Task A_failure_inside_a_200_is_no_movement(Func<VandarClient, Task> call)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(Ok("""{"status":0,"message":"موجودی کافی نیست","id":"4f90fbb3"}""")));

        Assert.That((await Assert.ThrowsAsync<VandarApiException>(() => call(client)))!.Outcome, Is.EqualTo(RequestOutcome.Rejected));
    }

    [TestCase("""{"id":"m","status":1,"balance":500000,"currency":"RIAL"}""", 500_000)]
    [TestCase("""{"id":"m","status":1,"balance":"500000"}""", 500_000)]
    [TestCase("""{"id":"m","status":1,"balance":"500000.5","currency":"RIAL"}""", null)]
    [TestCase("""{"id":"m","status":1,"balance":50000,"currency":"TOMAN"}""", null)]
    [TestCase("""{"id":"m","status":1,"currency":"TOMAN","balance":50000}""", null)]
    [TestCase("""{"track_id":"dep-1042","balance":null}""", null)]
    public async Task An_odd_balance_does_not_cost_a_deposit_and_is_never_read_in_the_wrong_unit(string answer, long? balance)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(Ok(answer)));

        CustomerWalletReceipt receipt = await client.Customer(Id).Wallet.Deposit(s_move);

        Assert.That(receipt.Balance?.Value, Is.EqualTo(balance));
    }

    [TestCase("""{"status":1,"currency":"RIAL"}""")]
    [TestCase("""{"status":1,"balance":50000,"currency":"TOMAN"}""")]
    [TestCase("""{"status":1,"currency":"Toman","balance":50000}""")]
    [TestCase("""{"status":1,"balance":"0.5","currency":"RIAL"}""")]
    [TestCase("""{"status":1,"balance":null,"currency":"RIAL"}""")]
    [TestCase("[]")]
    public async Task A_balance_that_is_none_in_Rial_is_not_read(string answer)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(Ok(answer)));

        await Assert.ThrowsAsync<VandarProtocolException>(() => client.Customer(Id).Wallet.Balance(s_once).AsTask());
    }

    [TestCase("""{"type":"deposit","amount":5}""")]
    [TestCase("""{"uuid":"","amount":5}""")]
    [TestCase("""{"uuid":"u1","type":"deposit"}""")]
    [TestCase("""{"uuid":"u1","type":"deposit","amount":0.5}""")]
    [TestCase("null")]
    public async Task A_transaction_without_an_id_or_an_amount_is_not_read(string row)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(Ok($$"""{"data":[{{Row}},{{row}}],"meta":{"current_page":1,"last_page":1} }""")));

        await Assert.ThrowsAsync<VandarProtocolException>(() => client.Customer(Id).TransactionsPage(null, 1, s_once).AsTask());
    }

    [Test]
    public async Task Transactions_are_read_page_by_page_and_only_from_the_vendors_host()
    {
        ScriptedHandler handler = new(
            Ok($$"""{"data":[{{Row}}],"links":{"next":"https://customer.vandar.io/x"},"meta":{"current_page":1,"last_page":2},"status":1}"""),
            Ok($$"""{"data":[{{Row.Replace("u1", "u2", StringComparison.Ordinal)}}],"meta":{"current_page":2,"last_page":2},"status":1}"""));
        using VandarClient client = Shop.Client(handler);

        List<string> ids = [];
        await foreach (CustomerTransaction row in client.Customer(Id).Transactions())
            ids.Add(row.Uuid);

        Assert.That(ids, Is.EqualTo(new[] { "u1", "u2" }));
        Assert.That(handler.Seen.Select(seen => (seen.Method, seen.Uri.Host, seen.Uri.Query)), Is.EqualTo(new[] { (HttpMethod.Post, "api.vandar.io", "?page=1"), (HttpMethod.Post, "api.vandar.io", "?page=2") }));
    }

    [Test]
    public async Task Without_a_count_of_pages_a_list_ends_at_the_page_with_nothing_though_others_are_smaller_than_asked()
    {
        ScriptedHandler handler = new(Ok("""{"data":[{"id":"a"}]}"""), Ok("""{"data":[{"id":"b"}]}"""), Ok("""{"data":[]}"""));
        using VandarClient client = Shop.Client(handler);

        List<string> ids = [];
        await foreach (CustomerListItem customer in client.Customers.List(new() { PerPage = 50 }))
            ids.Add(customer.Id);

        Assert.That(ids, Is.EqualTo(new[] { "a", "b" }));
        Assert.That(handler.Seen, Has.Count.EqualTo(3));
    }

    private static IEnumerable<TestCaseData> Lists()
    {
        yield return List("fields", client => Count(client.Customers.Fields.List()), """{"id":1}""", """{"id":2}""");
        yield return List("logs", client => Count(client.Customer(Id).Logs()), """{"type":"CUSTOMER_CREATED"}""", """{"type":"CUSTOMER_UPDATED"}""");
        yield return List("IBANs", client => Count(client.Customer(Id).Ibans.List()), """{"iban":"IR17"}""", """{"iban":"IR18"}""");
        yield return List("cards", client => Count(client.Customer(Id).Cards.List()), """{"card":"1"}""", """{"card":"2"}""");

        static TestCaseData List(string name, Func<VandarClient, Task<int>> call, string first, string second) => new TestCaseData(call, first, second).SetArgDisplayNames(name);

        static async Task<int> Count<T>(Paged<T> list)
        {
            int count = 0;
            await foreach (T _ in list)
                count++;
            return count;
        }
    }

    [TestCaseSource(nameof(Lists))]
    public async Task A_list_goes_on_to_its_last_page_and_refuses_a_row_that_says_nothing(Func<VandarClient, Task<int>> call, string first, string second)
    {
        ScriptedHandler handler = new(
            Ok($$"""{"data":[{{first}}],"meta":{"current_page":1,"last_page":2} }"""), Ok($$"""{"data":[{{second}}],"meta":{"current_page":2,"last_page":2} }"""));
        using VandarClient client = Shop.Client(handler);
        using VandarClient broken = Shop.Client(new ScriptedHandler(Ok($$"""{"data":[{{first}},{}],"meta":{"current_page":1,"last_page":1} }""")));

        Assert.That(await call(client), Is.EqualTo(2));
        await Assert.ThrowsAsync<VandarProtocolException>(() => call(broken));
    }

    [TestCase("""{"authentication_status":"SUCCESSFUL"}""", "SUCCESSFUL", true)]
    [TestCase("""{"status":"1","data":{"authentication_status":"SUCCESSFUL"}}""", "SUCCESSFUL", true)]
    [TestCase("""{"authentication_status":"FAILURE"}""", "FAILURE", false)]
    [TestCase("""{"authentication_status":"PENDING"}""", "PENDING", false)]
    [TestCase("""{"authentication_status":"NOT_FOUND"}""", "NOT_FOUND", false)]
    [TestCase("""{"authentication_status":"successful"}""", "successful", false)]
    [TestCase("""{"authentication_status":true}""", "true", false)]
    [TestCase("""{"status":"1","message":"ok"}""", "", false)]
    [TestCase("""{"data":[]}""", "", false)]
    [TestCase("""{"authentication_status":"SUCCESSFUL","data":[]}""", "SUCCESSFUL", true)]
    [TestCase("""{"data":[{"authentication_status":"SUCCESSFUL"},{"authentication_status":"FAILURE"}]}""", "SUCCESSFUL", false)]
    public async Task Only_the_word_for_a_match_is_one(string answer, string status, bool isMatch)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(Ok(answer)));

        CustomerAuthentication result = await client.Customer(Id).Authentication.Shahkar();

        Assert.That((result.Status.ToString(), result.IsMatch), Is.EqualTo((status, isMatch)));
    }

    [Test]
    public async Task What_is_not_recognised_of_a_check_is_kept()
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(Ok("""{"data":{"authentication_status":{"code":1},"score":80}}""")));

        CustomerAuthentication result = await client.Customer(Id).Authentication.Kyc();

        Assert.That(result.IsMatch, Is.False);
        Assert.That(result.Extra!.Keys, Is.EquivalentTo(new[] { "authentication_status", "score" }));
    }

    [TestCase("""{"firstName":"Test","lastName":"Payer"}""", 1)]
    [TestCase("""[{"firstName":"Test"},null,"x",[1]]""", 1)]
    [TestCase("[]", 0)]
    [TestCase("null", 0)]
    [TestCase("false", 0)]
    [TestCase("\"Test Payer\"", 0)]
    public async Task A_billed_answer_is_not_lost_to_its_owners_shape(string owners, int count)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(Ok($$"""{"iban_compatibility":"MATCHED","account_owners":{{owners}},"x":1}""")));

        IbanOwnership ownership = await client.Customer(Id).Ibans.Inquire(s_iban, s_inquiry);

        Assert.That((ownership.IsMatch, ownership.AccountOwners.Count), Is.EqualTo((true, count)));
    }

    [TestCase("UNMATCHED")]
    [TestCase("UNKNOWN")]
    [TestCase("SOMETHING_NEW")]
    public async Task Owners_that_do_not_fit_are_no_match(string compatibility)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(Ok($$"""{"iban_compatibility":"{{compatibility}}","card_compatibility":"{{compatibility}}"}""")));

        Assert.That((await client.Customer(Id).Ibans.Inquire(s_iban, s_inquiry)).IsMatch, Is.False);
        Assert.That((await client.Customer(Id).Cards.Inquire(s_card, s_inquiry)).IsMatch, Is.False);
    }

    [TestCase("{}")]
    [TestCase("""{"data":[]}""")]
    [TestCase("""{"message":"انجام شد"}""")]
    public async Task A_billed_answer_that_says_nothing_is_unknown_and_not_asked_for_again(string answer)
    {
        ScriptedHandler handler = new(Ok(answer));
        using VandarClient client = Shop.Client(handler);

        Func<Task>[] calls =
        [
            () => client.Customer(Id).Ibans.Inquire(s_iban, s_inquiry).AsTask(), () => client.Customer(Id).Cards.Inquire(s_card, s_inquiry).AsTask(),
            () => client.Customer(Id).Ibans.Create(s_newIban).AsTask(), () => client.Customer(Id).Cards.Create(s_newCard).AsTask(),
            () => client.Customer(Id).Cards.ToIban(s_toIban).AsTask(),
        ];

        foreach (Func<Task> call in calls)
            Assert.That((await Assert.ThrowsAsync<VandarProtocolException>(call))!.Outcome, Is.EqualTo(RequestOutcome.Unknown));
        Assert.That(handler.Seen, Has.Count.EqualTo(calls.Length));
    }

    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("""{"status":"1"}""")]
    public async Task A_deletion_is_done_whatever_the_server_says_of_it(string answer)
    {
        ScriptedHandler handler = new(Ok(answer));
        using VandarClient client = Shop.Client(handler);

        Assert.That((await client.Customers.Delete(Id)).Message, Is.Null);
        Assert.That((await client.Customer(Id).Ibans.Delete(new() { Iban = s_iban })).Message, Is.Null);
        Assert.That((await client.Customer(Id).Cards.SetDefault(s_card)).Message, Is.Null);
    }

    [TestCase("2022-11-05T08:30:15.123456Z", "2022-11-05T08:30:15.1234560+00:00")]
    [TestCase("2022-11-05T12:00:15+03:30", "2022-11-05T12:00:15.0000000+03:30")]
    [TestCase("1763800000", "2025-11-22T08:26:40.0000000+00:00")]
    [TestCase("2022-11-05T08:30:15", null)]
    [TestCase("2022-11-05 08:30:15", null)]
    [TestCase("999999999999999", null)]
    [TestCase("yesterday", null)]
    [TestCase("", null)]
    public async Task A_time_is_read_with_its_offset_or_not_at_all(string text, string? time)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(Ok($$"""{"data":{"id":3,"name":"membership","created_at":"{{text}}","updated_at":{"a":[1]} } }""")));

        CustomerField field = await client.Customers.Fields.Get(3);

        Assert.That((field.CreatedAt?.ToString("O", CultureInfo.InvariantCulture), field.UpdatedAt, field.Name), Is.EqualTo((time, (DateTimeOffset?)null, "membership")));
    }

    [Test]
    public async Task A_city_with_another_shape_is_kept()
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(Ok("""{"data":{"cities":[{"id":"8-6","name":["تهران"],"province":{"id":8}}]}}""")));

        CustomerCity city = (await client.Customers.Cities()).Single();

        Assert.That((city.Id, city.Name), Is.EqualTo(("8-6", (string?)null)));
        Assert.That(city.Extra!.Keys, Is.EquivalentTo(new[] { "name", "province" }));
    }

    [Test]
    public async Task Failures_of_cards_and_IBANs_do_not_print_what_stands_in_their_addresses()
    {
        using VandarClient client = Shop.Client(new ScriptedHandler((_, _) => throw new HttpRequestException(HttpRequestError.ResponseEnded)));

        Exception?[] failures =
        [
            await Assert.CatchAsync(() => client.Customer("0012345679").Cards.Inquire(s_card, s_inquiry).AsTask()),
            await Assert.CatchAsync(() => client.Customer("0012345679").Cards.Delete(s_card, s_once).AsTask()),
            await Assert.CatchAsync(() => client.Customer("0012345679").Ibans.SetDefault(s_iban, s_once).AsTask()),
        ];

        Assert.That(failures.Select(failure => failure!.ToString()), Has.None.Contains("6219860000000019").Or.Contains("IR1705").Or.Contains("0012345679"));
    }

    private static bool IsMade<T>(in T scope)
        where T : struct => !Unsafe.IsNullRef(in scope);

    private static string Shown(string? text) => text switch
    {
        null => "null",
        { Length: > 100 } => "long",
        _ => $"[{text.Replace("\n", "\\n", StringComparison.Ordinal)}]",
    };

    private static Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Ok(string body) => ScriptedHandler.Json(HttpStatusCode.OK, body);
}
