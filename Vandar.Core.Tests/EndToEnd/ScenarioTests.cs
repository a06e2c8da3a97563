using Vandar.Core.Sandbox;
using Vandar.Core.Tests.Conventions;

namespace Vandar.Core.Tests.EndToEnd;

/// <summary>One business from end to end: the client on one side of a real socket, the sandbox on the other, each written from the API reference
/// on its own.</summary>
internal sealed record Scenario(string Name, Func<ClientAndSandbox, Task> Run, SandboxSwitches? Switches = null)
{
    internal static IReadOnlyList<Scenario> All =>
    [
        new("A shop takes payments, gives one back twice, and its books agree", ShopScenario.Run),
        new("A shop pays out, takes one payout back, loses one at the bank and one answer on the way", PayoutScenario.Run),
        new("The same payouts, where lists count in Toman and a late cancellation is forbidden", PayoutScenario.Run,
            new() { SettlementListInToman = true, SettlementWalletInToman = true, SettlementCancelRefusal = 403 }),
        new("A marketplace keeps wallets for its sellers", MarketplaceScenario.Run),
        new("A marketplace at a Vandar that answers as its other documents have it", MarketplaceScenario.Run, new SandboxSwitches
        {
            CustomFieldsAsIn2022 = true,
            LegalCustomerIsNamedAfterAgent = true,
            CustomerUpdateNeedsIdentity = true,
            CustomerUpdateReplaces = true,
            CustomerAuthenticationAnswersInData = true,
            CashInCodeNeedsPost = true,
            UnknownCustomerWalletStatus = 422,
        }),
        new("A shop keeps bank accounts and cards of its couriers", CustomerAccountsScenario.Run),
        new("A shop pays for each question about an account and gets answers in other forms", CustomerAccountsScenario.Run, new SandboxSwitches
        {
            CustomerAccountTrackIdIsRequired = true,
            CustomerCardAnswersInData = true,
            CustomerInquiryFee = Rial.Of(5_000),
            FailedInquiryStoresAccount = true,
            UnknownOwnersAreNull = true,
        }),
        new("Wages are paid by a batch, a bad row and a lost answer included", PayrollScenario.Run),
        new("Wages are paid by a batch whose hash is checked as PHP would write it", PayrollScenario.Run, new() { BatchHash = SandboxBatchHash.AsPhp }),
        new("Payouts wait in the queue for an empty wallet and arrive in the own account", QueuedPayoutScenario.Run),
        new("Money comes in by deposit code and from the own account", CashInScenario.Run),
        new("A subscription shop takes its dues from a payer's account", SubscriptionScenario.Run),
        new("A subscription shop at everything the documentation leaves open", SubscriptionScenario.Run, new()
        {
            AuthorizationLimitIsNumber = true,
            RevokedAuthorizationsAreListed = true,
            InstantWithdrawalBegins = "PENDING",
            RefusalShowsBeforeFailure = true,
            DirectDebitRefundsInData = true,
        }),
        new("Mandates that come to nothing", RefusedMandateScenario.Run),
        new("A company gives its employees cards to pay with", CardBankingScenario.Run),
        new("The same cards at a bank that is strict about every step and answers in other forms", CardBankingScenario.Run, new SandboxSwitches
        {
            RequireSetConfig = true,
            StepsInOrder = true,
            UpdateNeedsAllFields = true,
            FieldErrorsAreTexts = true,
            CardTokenNeedsAllFields = true,
            CardPageOpensOnce = true,
            ActivationNeedsDelivery = true,
            AccountsInfoIsObject = true,
            ClearingInquiryIsArray = true,
            RepeatedConfirmSucceeds = true,
        }),
        new("A desk asks the registries about people, companies and accounts", InquiryDeskScenario.Run),
        new("The same questions at a price, and with answers in other forms", shop => InquiryDeskScenario.Run(shop, Rial.Of(2_500)), new SandboxSwitches
        {
            InquiryFee = Rial.Of(2_500),
            UnknownSubjectStatus = 404,
            SignatoriesInObject = true,
        }),
    ];

    public override string ToString() => Name;
}

/// <summary>The scenarios, each on a sandbox of its own, whose books are checked at the end; and all of them together.</summary>
internal sealed class ScenarioTests
{
    [TestCaseSource(typeof(Scenario), nameof(Scenario.All))]
    public async Task Runs_from_end_to_end(Scenario scenario)
    {
        await using ClientAndSandbox shop = await ClientAndSandbox.Open(scenario.Switches);

        await scenario.Run(shop);

        Assert.That(shop.Succeeded, Is.Not.Empty);
        Assert.That(shop.Sandbox.Ledger.Sum, Is.EqualTo(Rial.Zero));
    }

    /// <summary>A form that one collection of the vendor's shows and no other source: the sandbox does not take it.</summary>
    private static readonly string[] s_notServed = ["PATCH /v2/business/:business/customers/fields/:field_id"];

    [Test]
    public async Task Together_they_are_answered_by_every_endpoint_of_the_client()
    {
        List<string> succeeded = [];
        foreach (Scenario scenario in Scenario.All)
        {
            await using ClientAndSandbox shop = await ClientAndSandbox.Open(scenario.Switches);
            await scenario.Run(shop);
            succeeded.AddRange(shop.Succeeded);
        }

        string[] endpoints = [.. DocumentedEndpoints.All.Union(EndpointRow.All.SelectMany(row => row.Endpoints)).Except(s_notServed)];
        Assert.That(
            endpoints.Where(endpoint => !succeeded.Any(asked => DocumentedEndpoints.IsThat(asked, OnOnePort(endpoint), _ => true))), Is.Empty,
            "no scenario gets an answer from");
    }

    /// <summary>The sandbox serves all hosts on one port.</summary>
    private static string OnOnePort(string endpoint) =>
        endpoint.Contains("https://", StringComparison.Ordinal) ? $"{endpoint.Split(' ')[0]} {new Uri(endpoint.Split(' ')[1]).AbsolutePath}" : endpoint;
}
