using System.Net;
using Vandar.Core.Ipg;
using Vandar.Core.Ravand;
using Vandar.Core.Wallet;

namespace Vandar.Core.Tests.EndToEnd;

/// <summary>The journey of the first release: cards are issued and delivered, a payment is taken, and the books say the same as the client.</summary>
internal sealed class JourneyTests
{
    private static readonly byte[] s_jpeg = [0xFF, 0xD8, 0xFF, 0xE0, .. new byte[2_000]];
    private static readonly byte[] s_mp4 = [0, 0, 0, 0x18, .. "ftypmp42"u8, .. new byte[200_000]];

    [Test]
    public async Task A_card_is_issued_and_delivered()
    {
        await using ClientAndSandbox shop = await ClientAndSandbox.Open();
        CardholdersClient cardholders = shop.Client.Ravand.Cardholders(ClientAndSandbox.Bank);

        Cardholder holder = await cardholders.Create(new()
        {
            NationalCode = NationalCode.Parse("0012345679"), Mobile = MobileNumber.Parse("09120000001"), BirthDate = new(1370, 1, 1),
        });
        await cardholders.Update(holder.CardholderId, await Details(shop));
        foreach (DocumentType type in DocumentType.Known.ToArray())
        {
            bool isVideo = type == DocumentType.AuthenticationVideo;
            using MemoryStream content = new(isVideo ? s_mp4 : s_jpeg);
            Sent sent = new();
            await cardholders.Upload(holder.CardholderId, type, isVideo
                ? VandarFile.From(content, "video.mp4", "video/mp4") : VandarFile.From(content, "photo.jpg", "image/jpeg"), sent);
            Assert.That(sent.Last, Is.EqualTo(content.Length));
        }
        VideoCaption caption = await cardholders.VideoCaption(holder.CardholderId);
        await cardholders.Finalize(holder.CardholderId);
        IssuedCard? before = await cardholders.Inquire(holder.CardholderId);
        shop.Advance(TimeSpan.FromMinutes(1));
        IssuedCard? card = await cardholders.Inquire(holder.CardholderId);

        Assert.That(caption.Caption, Is.Not.Empty);
        Assert.That(before, Is.Null, "the bank is still at work");
        Assert.That(card!.Status, Is.EqualTo(CardStatus.Issued));
        CardNumber number = CardNumber.Parse(card.CardNumber!);
        Assert.That(Iban.TryParse(card.IbanNumber, out _));

        CardClient ofCard = shop.Client.Ravand.Cardholder(ClientAndSandbox.Bank, holder.CardholderId).Card;
        CardDelivery underWay = await ofCard.PostTracking(number);
        shop.Advance(TimeSpan.FromMinutes(5));
        CardDelivery arrived = await ofCard.PostTracking(number);
        Assert.That((underWay.IsDelivered, arrived.IsDelivered), Is.EqualTo((false, true)));
        Assert.That(shop.Sandbox.Journal.Count(row => row.Operation == "ravand.cardholder.create"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_wrong_step_is_a_rejection_with_the_services_code()
    {
        await using ClientAndSandbox shop = await ClientAndSandbox.Open();
        CardholdersClient cardholders = shop.Client.Ravand.Cardholders(ClientAndSandbox.Bank);
        CreateCardholder applicant = new() { NationalCode = NationalCode.Parse("0012345679"), Mobile = MobileNumber.Parse("09120000001"), BirthDate = new(1370, 1, 1) };
        Cardholder holder = await cardholders.Create(applicant);

        VandarApiException? early = await Assert.ThrowsAsync<VandarApiException>(() => cardholders.Inquire(holder.CardholderId).AsTask());
        VandarApiException? again = await Assert.ThrowsAsync<VandarApiException>(() => cardholders.Create(applicant).AsTask());
        VandarApiException? final = await Assert.ThrowsAsync<VandarApiException>(() => cardholders.Finalize(holder.CardholderId).AsTask());

        Assert.That((early!.StatusCode, early.Code, early.Outcome), Is.EqualTo((HttpStatusCode.BadRequest, "cardholder_request_not_finalize", RequestOutcome.Rejected)));
        Assert.That((again!.StatusCode, again.Outcome), Is.EqualTo((HttpStatusCode.BadRequest, RequestOutcome.Rejected)));
        Assert.That((final!.StatusCode, final.Outcome), Is.EqualTo((HttpStatusCode.Forbidden, RequestOutcome.Rejected)));
    }

    [Test]
    public async Task A_payment_is_credited_once_and_the_wallet_shows_it()
    {
        await using ClientAndSandbox shop = await ClientAndSandbox.Open();
        WalletBalance before = await shop.Client.Wallet.Balance();
        Rial price = Rial.Of(150_000);

        IpgSession session = await shop.Client.Ipg.Send(new() { Amount = price, CallbackUrl = new Uri("https://shop.example/back?order=7"), FactorNumber = "A-17" });
        IpgCallback callback = IpgCallback.Parse(await shop.Pay(session.RedirectUrl));
        IpgTransaction waiting = await shop.Client.Ipg.Transaction(session.Token);
        IpgConfirmation first = await shop.Client.Ipg.Confirm(callback, session.Token, price);
        IpgConfirmation second = await shop.Client.Ipg.Confirm(callback, session.Token, price);
        WalletBalance after = await shop.Client.Wallet.Balance();

        Assert.That(waiting.Code, Is.EqualTo(IpgTransactionCode.AwaitingVerification));
        Assert.That(first, Is.InstanceOf<IpgConfirmed>().With.Property(nameof(IpgConfirmation.MayCredit)).True);
        Assert.That(((IpgConfirmed)first).Payment.Amount, Is.EqualTo(price));
        Assert.That(second, Is.InstanceOf<IpgConfirmed>().With.Property(nameof(IpgConfirmed.Verification)).EqualTo(IpgVerification.Repeated));
        Assert.That(second.MayCredit, Is.False);
        Assert.That(after.Wallet - before.Wallet, Is.EqualTo(price.ToToman()));
        WalletTransaction row = await shop.Client.Wallet.Transactions(new() { FactorNumber = "A-17" }).SingleAsync();
        Assert.That((row.Amount, row.Status), Is.EqualTo((price.ToToman(), TransactionStatus.Succeeded)));
    }

    [Test]
    public async Task A_payment_that_was_cancelled_or_came_too_late_is_not_credited()
    {
        await using ClientAndSandbox shop = await ClientAndSandbox.Open();
        Rial price = Rial.Of(20_000);
        IpgSession cancelled = await shop.Client.Ipg.Send(new() { Amount = price, CallbackUrl = new Uri("https://shop.example/back") });
        IpgSession late = await shop.Client.Ipg.Send(new() { Amount = price, CallbackUrl = new Uri("https://shop.example/back") });
        IpgCallback no = IpgCallback.Parse(await shop.Pay(cancelled.RedirectUrl, "cancel"));
        IpgCallback yes = IpgCallback.Parse(await shop.Pay(late.RedirectUrl));
        shop.Advance(TimeSpan.FromMinutes(21));

        IpgConfirmation refused = await shop.Client.Ipg.Confirm(no, cancelled.Token, price);
        IpgConfirmation foreign = await shop.Client.Ipg.Confirm(yes, cancelled.Token, price);
        VandarApiException? over = await Assert.ThrowsAsync<VandarApiException>(() => shop.Client.Ipg.Confirm(yes, late.Token, price).AsTask());

        Assert.That(refused, Is.InstanceOf<IpgRefused>().With.Property(nameof(IpgRefused.Reason)).EqualTo(IpgRefusal.PaymentFailed));
        Assert.That(foreign, Is.InstanceOf<IpgRefused>().With.Property(nameof(IpgRefused.Reason)).EqualTo(IpgRefusal.ForeignToken));
        Assert.That((over!.Code, over.Outcome), Is.EqualTo((IpgClient.WindowIsOver, RequestOutcome.Rejected)));
    }

    [Test]
    public async Task The_list_of_transactions_crosses_pages_and_meets_every_row_once()
    {
        await using ClientAndSandbox shop = await ClientAndSandbox.Open();
        List<string> sent = [];
        for (int i = 0; i < 7; i++)
        {
            string factor = $"F-{i}";
            IpgSession session = await shop.Client.Ipg.Send(new() { Amount = Rial.Of(10_000), CallbackUrl = new Uri("https://shop.example/back"), FactorNumber = factor });
            await shop.Pay(session.RedirectUrl);
            await shop.Client.Ipg.Verify(session.Token);
            sent.Insert(0, factor);
        }

        List<string?> listed = await shop.Client.Wallet.Transactions(new() { PerPage = 3 }).Select(row => row.FactorNumber).ToListAsync();

        Assert.That(listed, Is.EqualTo(sent));
    }

    [Test]
    public async Task Another_business_is_a_view_over_the_same_token_and_the_server_decides()
    {
        await using ClientAndSandbox shop = await ClientAndSandbox.Open();
        shop.Sandbox.AddBusiness("other-shop");

        VandarApiException? failure = await Assert.ThrowsAsync<VandarApiException>(() => shop.Client.For("other-shop").Wallet.Balance().AsTask());

        Assert.That((failure!.StatusCode, failure.Outcome), Is.EqualTo((HttpStatusCode.Forbidden, RequestOutcome.Rejected)));
        Assert.That(await shop.Client.Business.Get(), Has.Property("BusinessName").EqualTo(shop.Sandbox.Credentials.Business));
    }

    private static async Task<UpdateCardholder> Details(ClientAndSandbox shop)
    {
        RavandClient ravand = shop.Client.Ravand;
        long? province = (await ravand.Provinces())[0].Id;
        long? city = (await ravand.Cities(new() { ProvinceId = province }))[0].Id;
        return new()
        {
            NationalCardSerialNumber = "1G00000001",
            PostalCode = "1234567890",
            BirthLocationId = city,
            BirthCertificateLocationId = city,
            OccupationId = (await ravand.Occupations())[0].Id,
            EducationId = (await ravand.Educations())[0].Id,
            GuildId = (await ravand.Guilds())[0].Id,
            CityId = city,
            ProvinceId = province,
            Address = "تهران، خیابان نمونه، پلاک ۱",
        };
    }

    private sealed class Sent : IProgress<long>
    {
        internal long Last { get; private set; }

        public void Report(long value)
        {
            Assert.That(value, Is.GreaterThan(Last));
            Last = value;
        }
    }
}
