using System.Net;
using System.Text.Json;
using Vandar.Core.Customers;
using Vandar.Core.Sandbox;
using Customer = Vandar.Core.Customers.Customer;

namespace Vandar.Core.Tests.EndToEnd;

/// <summary>A marketplace keeps a wallet for each of its sellers: it learns who they are, their buyers pay in by code, sales are added, fees are
/// taken, and a seller who leaves goes with an empty wallet.</summary>
internal static class MarketplaceScenario
{
    private static readonly NationalCode s_sellersCode = NationalCode.Parse("0012345679");
    private static readonly MobileNumber s_sellersMobile = MobileNumber.Parse("09120000001");
    private static readonly Rial s_sale = Rial.Of(2_500_000);
    private static readonly Rial s_fee = Rial.Of(250_000);

    internal static async Task Run(ClientAndSandbox shop)
    {
        CustomerField membership = await DefinesItsFields(shop);
        string seller = await RegistersASeller(shop, membership);
        string company = await RegistersACompany(shop);
        await ChecksWhoTheyAre(shop, seller);
        await IsPaidByCode(shop, seller, company);
        await AddsSalesAndTakesFees(shop, seller);
        await ReadsTheWalletsBook(shop, seller);
        await CorrectsTheSeller(shop, seller, membership);
        await TurnsThePagesOfItsCustomers(shop, seller, company);
        await LetsTheSellerGo(shop, seller);
    }

    private static async Task<CustomerField> DefinesItsFields(ClientAndSandbox shop)
    {
        CustomerFieldsClient fields = shop.Client.Customers.Fields;
        CustomerField membership = await fields.Create(new() { Name = "membership" });
        CustomerField misspelt = await fields.Create(new() { Name = "regoin" });
        CustomerField needless = await fields.Create(new() { Name = "fax" });
        shop.Advance(TimeSpan.FromHours(1));

        CustomerField renamed = await fields.Update(misspelt.Id, new() { Name = "region" });
        await fields.Delete(needless.Id);
        CustomerField read = await fields.Get(misspelt.Id);
        List<CustomerField> all = await fields.List(new() { PerPage = 1 }).ToListAsync();

        Assert.That((renamed.Id, renamed.Name), Is.EqualTo((misspelt.Id, "region")));
        Assert.That(read, Is.EqualTo(renamed));
        Assert.That(read.UpdatedAt - read.CreatedAt, Is.EqualTo(TimeSpan.FromHours(1)));
        Assert.That(all.Select(field => (field.Id, field.Name)), Is.EqualTo(new[] { (membership.Id, "membership"), (misspelt.Id, "region") }));
        await Refusal.Of(fields.Get(needless.Id), HttpStatusCode.NotFound);
        await Refusal.Of(fields.Delete(needless.Id), HttpStatusCode.NotFound);
        return all[0];
    }

    private static async Task<string> RegistersASeller(ClientAndSandbox shop, CustomerField membership)
    {
        CustomerCity home = (await shop.Client.Customers.Cities()).Single(city => city.Name == "تهران");
        IndividualCustomer seller = new()
        {
            Mobile = s_sellersMobile,
            IndividualNationalCode = s_sellersCode,
            FirstName = "Test",
            LastName = "Seller",
            ProvinceId = home.ProvinceId,
            CityId = home.Id,
            Address = "Tehran, sample street 1",
            PostalCode = "1234567890",
            CustomFields = new Dictionary<long, string> { [membership.Id] = "gold" },
        };

        await Refusal.Of(
            shop.Client.Customers.Create(seller with { CustomFields = new Dictionary<long, string> { [membership.Id + 99] = "gold" } }),
            "custom_fields.0.field_id");
        CreatedCustomer created = await shop.Client.Customers.Create(seller);
        Customer registered = await shop.Client.Customers.Get(created.Id);

        Assert.That((registered.Type, registered.Name, registered.Mobile), Is.EqualTo((CustomerType.Individual, "Test Seller", s_sellersMobile.Value)));
        Assert.That((registered.City, registered.CityId, registered.ProvinceId), Is.EqualTo((home.Name, home.Id, home.ProvinceId)));
        Assert.That((registered.Balance, registered.MccName, registered.LegalName), Is.EqualTo(((Rial?)Rial.Zero, "-", (string?)null)));
        Assert.That(registered.CustomFields.Select(field => (field.Key, field.Value)), Is.EqualTo(new[] { (membership.Name, "gold") }));
        Assert.That(shop.Executed("customers.create"), Is.EqualTo(new[] { created.Id }));
        return created.Id;
    }

    private static async Task<string> RegistersACompany(ClientAndSandbox shop)
    {
        MerchantCategory guild = (await shop.Client.Customers.MerchantCategories()).Last(category => category.Code is not null);
        CreatedCustomer created = await shop.Client.Customers.Create(new LegalCustomer
        {
            AgentMobile = MobileNumber.Parse("09120000002"), LegalNationalCode = "10100000001", LegalName = "Sample Trading Co.",
            AgentName = "Test Agent", MccCode = guild.Code,
        });

        Customer registered = await shop.Client.Customers.Get(created.Id);

        Assert.That((registered.Type, registered.LegalName, registered.AgentName), Is.EqualTo((CustomerType.Legal, "Sample Trading Co.", "Test Agent")));
        Assert.That((registered.MccCode, registered.MccName), Is.EqualTo((guild.Code, guild.Name)));
        Assert.That((registered.FirstName, registered.Mobile, registered.CityId), Is.EqualTo(((string?)null, (string?)null, (string?)null)));
        return created.Id;
    }

    private static async Task ChecksWhoTheyAre(ClientAndSandbox shop, string seller)
    {
        string borrower = (await shop.Client.Customers.Create(Person("0012345679", "0912000" + SandboxApplicants.MismatchedMobileEnding))).Id;
        string unlucky = (await shop.Client.Customers.Create(Person(SandboxApplicants.RegistryDownNationalCodePrefix + "0000015", "09120000003"))).Id;
        CustomerAuthenticationClient identity = shop.Client.Customer(seller).Authentication;

        CustomerAuthentication born = await identity.Kyc(new() { NationalCode = s_sellersCode, BirthDate = new(1370, 1, 1) });
        CustomerAuthentication bornAsNumber = await identity.Kyc(
            new()
            {
                NationalCode = s_sellersCode,
                Extra = new Dictionary<string, JsonElement> { ["birth_date"] = JsonElement.Parse(new JalaliDate(1370, 1, 1).ToCompactString()) },
            });
        CustomerAuthentication bornOtherwise = await identity.Kyc(new() { BirthDate = new(1300, 1, 1) });
        CustomerAuthentication ownMobile = await identity.Shahkar();
        CustomerAuthentication othersMobile = await shop.Client.Customer(borrower).Authentication.Shahkar();
        CustomerAuthentication silence = await shop.Client.Customer(unlucky).Authentication.Shahkar();

        Assert.That(
            new[] { born, bornAsNumber, bornOtherwise, ownMobile, othersMobile, silence }.Select(answer => (answer.Status, answer.IsMatch)),
            Is.EqualTo(new[]
            {
                (AuthenticationStatus.Successful, true), (AuthenticationStatus.Successful, true), (AuthenticationStatus.Failure, false),
                (AuthenticationStatus.Successful, true), (AuthenticationStatus.Failure, false), (AuthenticationStatus.Pending, false),
            }));
        SandboxBusiness business = shop.Sandbox.Business;
        Assert.That((business.Customer(seller)!.KycStatus, business.Customer(seller)!.ShahkarStatus),
            Is.EqualTo((bornOtherwise.Status.Value, ownMobile.Status.Value)));
        Assert.That(business.Customer(unlucky)!.ShahkarStatus, Is.EqualTo(silence.Status.Value));
        List<CustomerLogEntry> log = await shop.Client.Customer(seller).Logs(new() { PerPage = 2 }).ToListAsync();
        Assert.That(log.Select(entry => entry.Type), Is.EqualTo(new[]
        {
            CustomerLogType.ShahkarRequested, CustomerLogType.KycRequested, CustomerLogType.KycRequested, CustomerLogType.KycRequested,
            CustomerLogType.Created,
        }));
        Assert.That(log.Select(entry => entry.CreatedAt), Is.All.EqualTo(shop.Sandbox.Now));
    }

    private static async Task IsPaidByCode(ClientAndSandbox shop, string seller, string company)
    {
        string code = await CodeOf(shop.Client.Customer(seller)), companysCode = await CodeOf(shop.Client.Customer(company));
        CustomerCashInCode made = await shop.Client.Customer(company).CreateCashInCode();
        CustomerCashInCode asked = await shop.Client.Customer(seller).CashInCode();

        bool arrived = shop.Sandbox.Business.DepositByCustomerCode(code, s_sale + s_sale);
        bool lost = shop.Sandbox.Business.DepositByCustomerCode("000000000000000", s_sale);
        CustomerWalletBalance paid = await shop.Client.Customer(seller).Wallet.Balance();
        CustomerWalletBalance unpaid = await shop.Client.Customer(company).Wallet.Balance();

        Assert.That((asked.Code, made.Code), Is.EqualTo((code, companysCode)), "a code stays");
        Assert.That(code, Is.Not.EqualTo(companysCode).And.Length.EqualTo(15));
        Assert.That(shop.Executed("customers.cash_in_code"), Is.EqualTo(new[] { seller, company }), "each was drawn once");
        Assert.That((arrived, lost), Is.EqualTo((true, false)));
        Assert.That((paid.Balance, paid.Currency), Is.EqualTo((s_sale + s_sale, "RIAL")));
        Assert.That((paid.Balance, unpaid.Balance), Is.EqualTo((InLedger(shop, seller), InLedger(shop, company))));
        Assert.That(shop.Sandbox.Ledger.Balance(SandboxLedger.Payers) + paid.Balance, Is.EqualTo(Rial.Zero));
    }

    /// <summary>Asks for the code, and has it made where the server does not make it by itself.</summary>
    private static async Task<string> CodeOf(CustomerClient customer)
    {
        try
        {
            return (await customer.CashInCode()).Code;
        }
        catch (VandarApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return (await customer.CreateCashInCode()).Code;
        }
    }

    private static async Task AddsSalesAndTakesFees(ClientAndSandbox shop, string seller)
    {
        CustomerWalletClient wallet = shop.Client.Customer(seller).Wallet;
        Rial paidIn = (await wallet.Balance()).Balance;
        Toman own = (await shop.Client.Wallet.Balance()).Wallet;
        ChangeCustomerWallet sale = new() { Amount = s_sale, TrackId = "sale-1042", Comment = "sale-1042" };
        ChangeCustomerWallet fee = new() { Amount = s_fee, TrackId = "fee-1042", Comment = "fee-1042" };

        CustomerWalletReceipt added = await wallet.Deposit(sale);
        await Refusal.Of(wallet.Deposit(sale), "track_id");
        await Refusal.Of(wallet.Deposit(sale with { Amount = s_fee }), "track_id");
        CustomerWalletReceipt taken = await wallet.Withdraw(fee);
        await Refusal.Of(wallet.Withdraw(fee), "track_id");
        Rial between = (await wallet.Balance()).Balance;
        await Refusal.Of(wallet.Withdraw(new() { Amount = between + Rial.Of(1), TrackId = "too-much" }), "amount");
        for (int i = 0; i < 20; i++)
        {
            shop.Advance(TimeSpan.FromMinutes(10));
            await wallet.Deposit(new() { Amount = Rial.Of(10_000 + i), TrackId = $"small-{i}" });
        }
        Rial after = (await wallet.Balance()).Balance;

        Assert.That((added.TrackId, added.Balance, added.Currency, added.Comment),
            Is.EqualTo(("sale-1042", (Rial?)(paidIn + s_sale), "RIAL", "sale-1042")));
        Assert.That((taken.TrackId, taken.Balance), Is.EqualTo(("fee-1042", (Rial?)between)));
        Assert.That((between, after), Is.EqualTo((paidIn + s_sale - s_fee, between + Rial.Of(200_190))));
        Assert.That(after, Is.EqualTo(InLedger(shop, seller)));
        Assert.That(paidIn - shop.Sandbox.Ledger.Balance(SandboxLedger.CustomerFunds(Slug(shop))), Is.EqualTo(after));
        Assert.That((await shop.Client.Wallet.Balance()).Wallet, Is.EqualTo(own), "only the customer's ledger changes");
        Assert.That(shop.Executed("customers.wallet.deposit"), Is.EqualTo(Enumerable.Range(0, 20).Select(i => $"small-{i}").Prepend("sale-1042")));
        Assert.That(shop.Executed("customers.wallet.withdraw"), Is.EqualTo(new[] { "fee-1042" }));
    }

    private static async Task ReadsTheWalletsBook(ClientAndSandbox shop, string seller)
    {
        CustomerClient customer = shop.Client.Customer(seller);
        List<CustomerTransaction> rows = await customer.Transactions().ToListAsync();
        List<CustomerTransaction> older = await customer.Transactions(new() { ByGet = true }).ToListAsync();
        Page<CustomerTransaction> first = await customer.TransactionsPage(null, 1);

        Assert.That(first, Has.Property("Total").EqualTo((long)rows.Count).And.Property("LastNumber").EqualTo(2), "the book has more than a page");
        Assert.That(older, Is.EqualTo(rows));
        Assert.That(rows.Select(row => row.Uuid), Is.Unique.And.Exactly(23).Items);
        Assert.That(rows.Aggregate(Rial.Zero, (sum, row) => sum + row.Amount), Is.EqualTo(InLedger(shop, seller)));
        Assert.That(
            rows.Zip(rows.Skip(1)).Where(pair => pair.First.Balance != pair.Second.Balance + pair.First.Amount), Is.Empty, "newest first, each on the next");
        Assert.That(rows.Zip(rows.Skip(1)).Where(pair => pair.First.CreatedAt < pair.Second.CreatedAt), Is.Empty);
        CustomerTransaction fee = rows.Single(row => row.Type == CustomerTransactionType.Withdraw);
        Assert.That((fee.Amount, fee.Comment), Is.EqualTo((Rial.Zero - s_fee, "fee-1042")));
        Assert.That(rows.Where(row => row != fee).Select(row => row.Type), Is.All.EqualTo(CustomerTransactionType.Deposit));
        Assert.That(rows.Single(row => row.Comment == "sale-1042").Amount, Is.EqualTo(s_sale), "asked for three times, done once");
    }

    private static async Task CorrectsTheSeller(ClientAndSandbox shop, string seller, CustomerField membership)
    {
        Customer before = await shop.Client.Customers.Get(seller);
        CustomerCity elsewhere = (await shop.Client.Customers.Cities()).First(city => city.ProvinceId != before.ProvinceId);

        Customer updated = await shop.Client.Customers.Update(seller, new IndividualCustomer
        {
            Mobile = s_sellersMobile,
            IndividualNationalCode = s_sellersCode,
            FirstName = before.FirstName,
            LastName = "Seller-Two",
            ProvinceId = elsewhere.ProvinceId,
            CityId = elsewhere.Id,
            Birthday = new JalaliDate(1370, 1, 1),
            CustomFields = new Dictionary<long, string> { [membership.Id] = "silver" },
        });
        Customer read = await shop.Client.Customers.Get(seller);
        CustomerAuthentication stored = await shop.Client.Customer(seller).Authentication.Kyc();

        Assert.That((updated.Name, updated.City, updated.CityId), Is.EqualTo(("Test Seller-Two", elsewhere.Name, elsewhere.Id)));
        Assert.That((read.Name, read.City, read.CityId, read.ProvinceId), Is.EqualTo((updated.Name, updated.City, updated.CityId, updated.ProvinceId)));
        Assert.That((updated.Balance, read.Balance), Is.EqualTo(((Rial?)InLedger(shop, seller), (Rial?)InLedger(shop, seller))));
        Assert.That(read.CustomFields.Select(field => (field.Key, field.Value)), Is.EqualTo(new[] { (membership.Name, "silver") }));
        Assert.That(stored.IsMatch, Is.True, "the stored birth date is compared");
        await Refusal.Of(
            shop.Client.Customers.Update("6f0cf0f8-0000-4000-8000-000000000000", Person("0012345679", "09120000001")), HttpStatusCode.NotFound);
    }

    private static async Task TurnsThePagesOfItsCustomers(ClientAndSandbox shop, string seller, string company)
    {
        List<string> registered = [.. shop.Executed("customers.create")];
        for (int i = 0; i < 8; i++)
            registered.Add((await shop.Client.Customers.Create(Person("0012345679", $"0912000100{i}"))).Id);

        Page<CustomerListItem> first = await shop.Client.Customers.ListPage(null, 1);
        List<CustomerListItem> all = await shop.Client.Customers.List().ToListAsync();
        List<CustomerListItem> byFives = await shop.Client.Customers.List(new() { PerPage = 5 }).ToListAsync();

        Assert.That((first.Items.Count, first.HasMore, first.Total), Is.EqualTo((10, true, (long?)registered.Count)));
        Assert.That(all.Select(row => row.Id), Is.EquivalentTo(registered).And.Unique);
        Assert.That(byFives.Select(row => row.Id), Is.EqualTo(all.Select(row => row.Id)));
        CustomerListItem sellersRow = all.Single(row => row.Id == seller), companysRow = all.Single(row => row.Id == company);
        Assert.That((sellersRow.Name, sellersRow.Balance, sellersRow.Mobile),
            Is.EqualTo(("Test Seller-Two", (Rial?)InLedger(shop, seller), s_sellersMobile.Value)));
        Assert.That((companysRow.Balance, companysRow.Mobile), Is.EqualTo(((Rial?)Rial.Zero, (string?)null)));
        Assert.That((sellersRow.CreatedAt.TryToDate(out JalaliDate day), day), Is.EqualTo((true, new JalaliDate(1405, 1, 1))));
    }

    private static async Task LetsTheSellerGo(ClientAndSandbox shop, string seller)
    {
        CustomerWalletClient wallet = shop.Client.Customer(seller).Wallet;
        Rial left = (await wallet.Balance()).Balance;

        await Refusal.Of(shop.Client.Customers.Delete(seller), HttpStatusCode.UnprocessableEntity);
        Rial untouched = InLedger(shop, seller);
        CustomerWalletReceipt paidOut = await wallet.Withdraw(new() { Amount = left, TrackId = "payout-1", Comment = "payout-1" });
        await shop.Client.Customers.Delete(seller);

        Assert.That((left, paidOut.Balance), Is.EqualTo((untouched, (Rial?)Rial.Zero)));
        Assert.That(InLedger(shop, seller), Is.EqualTo(Rial.Zero));
        await Refusal.Of(shop.Client.Customers.Get(seller), HttpStatusCode.NotFound);
        await Refusal.Of(shop.Client.Customers.Delete(seller), HttpStatusCode.NotFound);
        await Refusal.Of(wallet.Deposit(new() { Amount = s_sale, TrackId = "too-late" }), HttpStatusCode.NotFound);
        Assert.That(
            await Assert.ThrowsAsync<VandarApiException>(() => wallet.Balance().AsTask()),
            Has.Property("StatusCode").EqualTo(HttpStatusCode.NotFound).Or.Property("StatusCode").EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(await shop.Client.Customers.List().AnyAsync(row => row.Id == seller), Is.False);
        Assert.That(shop.Executed("customers.delete"), Is.EqualTo(new[] { seller }));
    }

    private static IndividualCustomer Person(string nationalCode, string mobile) =>
        new() { IndividualNationalCode = NationalCode.Parse(nationalCode), Mobile = MobileNumber.Parse(mobile) };

    private static string Slug(ClientAndSandbox shop) => shop.Sandbox.Credentials.Business;

    private static Rial InLedger(ClientAndSandbox shop, string customer) =>
        shop.Sandbox.Ledger.Balance(SandboxLedger.CustomerWallet(Slug(shop), customer));
}
