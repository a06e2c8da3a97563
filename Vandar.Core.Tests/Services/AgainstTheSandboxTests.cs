using Vandar.Core.Business;
using Vandar.Core.Inquiries;
using Vandar.Core.Ipg;
using Vandar.Core.RateLimiting;
using Vandar.Core.Ravand;
using Vandar.Core.Tests.Sandbox;
using Vandar.Core.Wallet;

namespace Vandar.Core.Tests.Services;

/// <summary>The groups against the sandbox, which was written from the API reference a second time: a misreading on either side fails here.</summary>
internal sealed class AgainstTheSandboxTests
{
    [Test]
    public async Task A_payment_is_sent_paid_confirmed_once_and_seen_in_the_wallet()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        using VandarClient client = Client(shop);
        Rial amount = Rial.Of(250_000);

        IpgSession session = await client.Ipg.Send(new() { Amount = amount, CallbackUrl = new("https://shop.example/cb"), FactorNumber = "A-17" });
        await shop.Get(session.RedirectUrl.AbsolutePath[1..]);
        Reply paid = await shop.PostForm($"v4/{session.Token}/pay", ("card_number", "6037990000000006"));
        IpgCallback callback = IpgCallback.Parse(paid.Message.Headers.Location!.Query);
        IpgTransaction before = await client.Ipg.Transaction(session.Token);
        IpgConfirmation first = await client.Ipg.Confirm(callback, session.Token, amount);
        IpgConfirmation again = await client.Ipg.Confirm(callback, session.Token, amount);

        Assert.That(before.Code, Is.EqualTo(IpgTransactionCode.AwaitingVerification));
        Assert.That(first, Is.InstanceOf<IpgConfirmed>().With.Property(nameof(IpgConfirmed.MayCredit)).True);
        Assert.That(again, Is.InstanceOf<IpgConfirmed>().With.Property(nameof(IpgConfirmed.Verification)).EqualTo(IpgVerification.Repeated));
        List<WalletTransaction> rows = [];
        await foreach (WalletTransaction row in client.Wallet.Transactions(new() { FactorNumber = "A-17", PerPage = 1 }))
            rows.Add(row);
        Assert.That(rows, Has.Count.EqualTo(1));
        Assert.That((rows[0].Amount.ToRial(), rows[0].Status, rows[0].Id), Is.EqualTo((amount, TransactionStatus.Succeeded, ((IpgConfirmed)first).Payment.TransactionId!.Value)));
        Assert.That((await client.Wallet.Balance()).Currency, Is.EqualTo("Toman"));
        Assert.That((await client.Wallet.TransactionCount()).Total, Is.GreaterThanOrEqualTo(1));
    }

    [Test]
    public async Task The_business_and_its_people_are_read()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        using VandarClient client = Client(shop);

        BusinessInfo business = await client.Business.Get();
        List<BusinessUser> users = [];
        await foreach (BusinessUser user in client.Business.Users(new() { PerPage = 1 }))
            users.Add(user);

        Assert.That(business.BusinessName, Is.EqualTo(shop.Sandbox.Credentials.Business));
        Assert.That(users.Select(user => user.RoleId), Does.Contain(BusinessRole.Owner));
    }

    [Test]
    public async Task An_applicant_is_opened_and_asked_for_too_early()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        using VandarClient client = Client(shop);
        await client.Ravand.SetConfig(new());
        CardholdersClient cardholders = client.Ravand.Cardholders("bank-x");

        Cardholder applicant = await cardholders.Create(
            new() { NationalCode = NationalCode.Parse("0012345679"), Mobile = MobileNumber.Parse("09120000001"), BirthDate = new JalaliDate(1370, 1, 1) });
        Cardholder uploaded = await cardholders.Upload(
            applicant.CardholderId, DocumentType.SignaturePhoto, VandarFile.From(new MemoryStream([0xFF, 0xD8, 0xFF, 0xE0, 1, 2]), "s.jpg", "image/jpeg"));
        VandarApiException? early = await Assert.ThrowsAsync<VandarApiException>(() => cardholders.Inquire(applicant.CardholderId).AsTask());

        Assert.That(uploaded.CardholderId, Is.EqualTo(applicant.CardholderId));
        Assert.That(early!.Code, Is.EqualTo("cardholder_request_not_finalize"));
        Assert.That(await client.Ravand.Provinces(), Has.Some.Property(nameof(RavandOption.Name)).Not.Null);
    }

    [Test]
    public async Task Every_inquiry_is_answered_and_matches_mismatches_and_failures_are_told_apart()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        using VandarClient client = Client(shop);
        InquiriesClient inquiries = client.Inquiries;
        NationalCode known = NationalCode.Parse("0012345679");
        NationalCode down = NationalCode.Parse(Applicant.NationalCode(1, "998"));
        MobileNumber mobile = MobileNumber.Parse("09120000001");
        Iban iban = Iban.Parse("IR170560000000200000000002");
        CardNumber card = CardNumber.Parse("6219860000000019");
        int key = 0;
        string Key() => $"t-{++key}";
        KycInquiry kyc = new() { FirstName = "نام", LastName = "آزمایشی", NationalCode = known, BirthDate = new JalaliDate(1370, 1, 1), TrackId = Key() };

        KycResult match = await inquiries.Kyc(kyc);
        KycResult otherName = await inquiries.Kyc(kyc with { FirstName = "x", LastName = "y", TrackId = Key() });
        KycResult otherPerson = await inquiries.Kyc(kyc with { BirthDate = new JalaliDate(1300, 1, 1), TrackId = Key() });
        VandarException? failure = await Assert.CatchAsync<VandarException>(() => inquiries.Kyc(kyc with { NationalCode = down, TrackId = Key() }).AsTask());
        VandarException? refusal = await Assert.CatchAsync<VandarException>(() => inquiries.Kyc(kyc).AsTask());

        Assert.That((match.IsMatch, otherName.IsMatch, otherName.IsKnown, otherPerson.IsMatch, otherPerson.IsKnown), Is.EqualTo((true, false, true, false, false)));
        Assert.That((InquiriesClient.IsProviderFailure(failure!), InquiriesClient.IsProviderFailure(refusal!), refusal!.Outcome), Is.EqualTo((true, false, RequestOutcome.Rejected)));
        Assert.That((await inquiries.Shahkar(new() { Mobile = mobile, NationalCode = known, TrackId = Key() })).IsMatch, Is.True);
        Assert.That((await inquiries.Shahkar(new() { Mobile = MobileNumber.Parse("09120000099"), NationalCode = known, TrackId = Key() })).IsMatch, Is.False);
        Assert.That((await inquiries.NationalCodeIban(new() { NationalCode = known, Iban = iban, TrackId = Key() })).IsMatch, Is.True);
        Assert.That((await inquiries.MobileCard(new() { Mobile = mobile, Card = card, TrackId = Key() })).IsMatch, Is.True);
        NationalIdInquiry person = new() { NationalCode = known, BirthDate = new JalaliDate(1370, 1, 1), TrackId = Key() };
        Assert.That((await inquiries.NationalId(person)).FirstName, Is.EqualTo("نام"));
        Assert.That(Convert.FromBase64String((await inquiries.NationalIdImage(person with { TrackId = Key() })).Image!), Is.Not.Empty);
        Assert.That((await inquiries.Fida(new() { FidaCode = "100000000001", BirthDate = "1370/01/01", TrackId = Key() })).FirstName, Is.Not.Null);
        Assert.That((await inquiries.PostalCode(new() { PostalCode = "1234567890", TrackId = Key() })).City, Is.Not.Null);
        CompanyInquiry company = new() { NationalId = "10100000001", TrackId = Key() };
        Assert.That((await inquiries.CompanyInformation(company)).Name, Is.Not.Null);
        Assert.That(await inquiries.CompanySignatories(company with { TrackId = Key() }), Has.Count.EqualTo(2));
        AccountRecord account = await inquiries.Iban(new() { Iban = iban, TrackId = Key() });
        Assert.That((account.BankName, account.AccountOwners[0].FirstName), Is.EqualTo(("سامان", "نام")));
        Assert.That((await inquiries.Card(new() { Card = card, TrackId = Key() })).Name, Is.Not.Null);
    }

    [Test]
    public async Task A_card_is_activated_pays_a_transfer_and_gets_credit()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Applicant applicant = await Applicant.Issued(shop);
        using VandarClient client = Client(shop);
        CardholderClient holder = client.Ravand.Cardholder("bank-x", applicant.Id);
        CardNumber card = CardNumber.Parse((await client.Ravand.Cardholders("bank-x").Inquire(applicant.Id))!.CardNumber!);

        CardPageToken token = await holder.Card.ActivationToken(new() { CardNumber = card, CallbackUrl = new("https://shop.example/back") });
        Uri page = client.Ravand.ActivationUrl(token.Token!);
        Reply shown = await shop.Get(page.AbsolutePath[1..]);
        await applicant.Visit("activate");
        string account = (await holder.Accounts.Info()).Single().AccountNumber!;
        AccountBalance before = await holder.Accounts.Balance(new() { AccountNumber = account });
        long? reason = (await client.Ravand.Reasons())[0].Id;
        StartedTransfer started = await holder.Transfers.Create(new()
        {
            TrackId = "t-1", Amount = Rial.Of(400_000), Destination = "IR170560000000200000000002", SourceAccountNumber = account, Type = TransferType.Paya, ReasonId = reason,
        });
        string otp = shop.Sandbox.Business.TransferPassword(started.TransferId!)!;
        VandarApiException? wrong = await Assert.ThrowsAsync<VandarApiException>(
            () => holder.Transfers.ConfirmOtp(new() { TransferId = started.TransferId, Otp = otp == "111111" ? "222222" : "111111" }).AsTask());
        Transfer confirmed = await holder.Transfers.ConfirmOtp(new() { TransferId = started.TransferId, Otp = otp });
        Transfer asked = await holder.Transfers.Inquire(new() { TrackId = "t-1" });
        Transfer clearing = await holder.Transfers.InquirePayaSatna(new() { ReferenceNumber = confirmed.ReferenceNumber });
        AccountBalance after = await holder.Accounts.Balance(new() { AccountNumber = account });
        List<StatementRow> rows = [];
        await foreach (StatementRow row in holder.Accounts.Statement(new() { AccountNumber = account, PerPage = 1 }))
            rows.Add(row);

        Assert.That((shown.Status, wrong!.Outcome), Is.EqualTo((200, RequestOutcome.Rejected)));
        Assert.That((asked.TransferId, asked.Amount, asked.Type, clearing.Amount), Is.EqualTo((started.TransferId, (long?)400_000, TransferType.Paya, (long?)400_000)));
        Assert.That(before.Balance - after.Balance, Is.GreaterThanOrEqualTo(400_000));
        Assert.That(rows, Has.Count.GreaterThanOrEqualTo(2).And.All.Property(nameof(StatementRow.Amount)).Not.Null);

        CreditLine opened = await holder.Credit.Register(new() { Amount = Rial.Of(50_000) });
        CreditLine adjusted = await holder.Credit.Adjust(new() { Amount = Rial.Of(20_000), Direction = CreditDirection.Debit });
        IReadOnlyList<CreditAdjustmentResult> many = await client.Ravand.Credit("bank-x").Adjust(new()
        {
            Credits =
            [
                new() { CardholderId = applicant.Id, Amount = Rial.Of(5_000), Direction = CreditDirection.Credit },
                new() { CardholderId = "68ed988e-a10c-4e43-95b0-63c75ae8733f", Amount = Rial.Of(5_000), Direction = CreditDirection.Credit },
            ],
        });
        CreditLine off = await holder.Credit.UpdateStatus(new() { Status = CreditStatus.Inactive });
        List<CreditChange> changes = [];
        await foreach (CreditChange change in holder.Credit.Changes(new() { PerPage = 2 }))
            changes.Add(change);
        Page<CreditAccount> accounts = await client.Ravand.Credit("bank-x").AccountsPage(null, 1);

        Assert.That((opened.Balance, adjusted.Balance, off.Status), Is.EqualTo(((long?)50_000, (long?)30_000, CreditStatus.Inactive)));
        Assert.That(many.Select(row => (row.IsDone, row.Balance)), Is.EqualTo(new[] { (true, (long?)35_000), (false, null) }));
        Assert.That(changes.Select(change => change.Amount), Is.EqualTo(new long?[] { 5_000, 20_000, 50_000 }));
        Assert.That(accounts.Items.Single().Credit!.Balance, Is.EqualTo(35_000));
        Assert.That((await holder.Credit.PaymentsPage(null, 1)).Items, Is.Empty);
    }

    [Test]
    public async Task A_session_ends()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        using VandarClient client = Client(shop);
        await client.Wallet.Balance();

        await client.Tokens.Logout();

        await Assert.ThrowsAsync<VandarAuthenticationException>(() => client.Wallet.Balance().AsTask());
        Assert.That((await shop.Get("v2/business/sample-shop/balance")).Status, Is.EqualTo(401));
    }

    private static VandarClient Client(SandboxShop shop) =>
        new(new()
        {
            Hosts = VandarHosts.At(shop.Sandbox.BaseAddress), Business = shop.Sandbox.Credentials.Business, AccessToken = shop.Sandbox.Credentials.AccessToken,
            IpgApiKey = shop.ApiKey, RateLimits = VandarRateLimits.Off,
        });
}
