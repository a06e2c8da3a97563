using System.Text.Json.Serialization;
using Vandar.Core.DirectDebit;
using Vandar.Core.Ipg;
using Vandar.Core.Ravand;
using Vandar.Core.Sandbox;

namespace Vandar.Core.Cli.Chaos;

/// <summary>A business that callers can move money for: its credentials, and what it needs so that every kind of call has something to be
/// about.</summary>
internal sealed record ShopPlan
{
    public const string Provider = "chaos-bank";

    private const int CustomersOfAShop = 24;
    private const int PaymentsOfAShop = 6;
    private const string SamanBank = "056";

    private static readonly Rial s_plenty = Rial.Of(10_000_000_000);

    public required Uri Address { get; init; }
    public required Uri InnerAddress { get; init; }
    public required string Business { get; init; }
    public required string AccessToken { get; init; }
    public required string RefreshToken { get; init; }
    public required string IpgApiKey { get; init; }
    public required string[] Customers { get; init; }
    public required long[] Payments { get; init; }
    public required string Mandate { get; init; }
    public required string Cardholder { get; init; }
    public required string Account { get; init; }
    public required string Applicant { get; init; }

    public required string CashInAccount { get; init; }

    [JsonIgnore]
    public Iban CashInIban => Iban.Parse(CashInAccount);

    public static Rial InquiryFee { get; } = Rial.Of(1_000);

    /// <summary>The sandbox of a run. What would end a call for a reason of its own is out of the way: there is money, and the bank asks for no
    /// papers.</summary>
    public static SandboxSwitches Switches { get; } = new()
    {
        InquiryFee = InquiryFee,
        // Nothing leaves the queue before the books are closed: until then it can be cancelled.
        QueueDelay = TimeSpan.FromDays(3_650),
        BatchItemDelay = TimeSpan.FromMilliseconds(1),
        // A body that belongs to somebody else is to be seen in the journal, not stopped before it.
        BatchHash = SandboxBatchHash.Off,
        CashInAccountBalance = Rial.Of(900_000_000_000_000),
        PayerBalance = Rial.Of(900_000_000_000_000),
        BankingNeedsActiveCard = false,
        Providers = new Dictionary<string, SandboxProvider> { [Provider] = new([], []) },
    };

    /// <summary>Opens a shop's books, on a line without faults.</summary>
    public static async Task<ShopPlan> Open(VandarSandbox sandbox, SandboxBusiness business, Outside outside, CancellationToken stop)
    {
        SandboxCredentials credentials = business.Credentials;
        business.FillWallet(Rial.Of(900_000_000_000_000));
        await using VandarClient client = new(new()
        {
            Business = credentials.Business,
            AccessToken = credentials.AccessToken,
            IpgApiKey = credentials.IpgApiKey,
            Hosts = VandarHosts.At(sandbox.InnerAddress),
            RateLimits = RateLimiting.VandarRateLimits.Off,
        });

        string[] customers = new string[CustomersOfAShop];
        for (int i = 0; i < customers.Length; i++)
        {
            customers[i] = (await client.Customers.Create(new Customers.IndividualCustomer
            {
                IndividualNationalCode = SamplePerson.NationalCode(700_000_000 + i), Mobile = MobileNumber.Parse(Secrets.Mobile),
            }, cancellationToken: stop)).Id;
            await client.Customer(customers[i]).Wallet.Deposit(new() { Amount = s_plenty, TrackId = FormattableString.Invariant($"opening-{i}") }, cancellationToken: stop);
        }

        long[] payments = new long[PaymentsOfAShop];
        for (int i = 0; i < payments.Length; i++)
        {
            IpgSession session = await client.Ipg.Send(
                new() { Amount = s_plenty, CallbackUrl = new("https://shop.example/back") }, cancellationToken: stop);
            await outside.Pay(session.RedirectUrl, stop);
            payments[i] = (await client.Ipg.Verify(session.Token, cancellationToken: stop)).TransactionId ?? 0;
        }

        AuthorizationSession mandate = await client.DirectDebit.Authorizations.Create(new()
        {
            BankCode = SamanBank, Mobile = MobileNumber.Parse(Secrets.Mobile), CallbackUrl = new("https://shop.example/back"), Count = 1_000_000,
            Limit = s_plenty, ExpirationDate = new(2090, 1, 1),
        }, cancellationToken: stop);
        string mandateId = sandbox.DirectDebit.Consent(mandate.Token);
        await client.DirectDebit.Authorizations.Verify(mandateId, cancellationToken: stop);

        CardholdersClient cardholders = client.Ravand.Cardholders(Provider);
        string cardholder = await Register(cardholders, 701_000_000, stop), applicant = await Register(cardholders, 702_000_000, stop);
        await cardholders.Finalize(cardholder, cancellationToken: stop);
        sandbox.Clock.Advance(TimeSpan.FromMinutes(1));
        IssuedCard card = await cardholders.Inquire(cardholder, cancellationToken: stop) ?? throw new InvalidOperationException("The card is not issued.");
        business.FundCardAccount(cardholder, s_plenty);
        await client.Ravand.Cardholder(Provider, cardholder).Credit.Register(new() { Amount = Rial.Of(1_000_001) }, cancellationToken: stop);

        return new()
        {
            Address = sandbox.BaseAddress,
            InnerAddress = sandbox.InnerAddress,
            Business = credentials.Business,
            AccessToken = credentials.AccessToken,
            RefreshToken = credentials.RefreshToken,
            IpgApiKey = credentials.IpgApiKey,
            Customers = customers,
            Payments = payments,
            Mandate = mandateId,
            Cardholder = cardholder,
            Account = card.AccountNumber ?? "",
            Applicant = applicant,
            CashInAccount = (await client.CashIn.Account.List(cancellationToken: stop))[0].Iban ?? "",
        };
    }

    /// <summary>The name of the type; never a token.</summary>
    public override string ToString() => nameof(ShopPlan);

    private static async Task<string> Register(CardholdersClient cardholders, int person, CancellationToken stop) => (await cardholders.Create(new()
    {
        NationalCode = SamplePerson.NationalCode(person), Mobile = MobileNumber.Parse(Secrets.Mobile), BirthDate = new(1370, 1, 1),
    }, cancellationToken: stop)).CardholderId;
}
