using System.Net;
using Vandar.Core.DirectDebit;
using Vandar.Core.Sandbox;
using DirectDebitBank = Vandar.Core.DirectDebit.DirectDebitBank;

namespace Vandar.Core.Tests.EndToEnd;

/// <summary>Everything that can come between a shop and a mandate; none of it moves money.</summary>
internal static class RefusedMandateScenario
{
    internal static async Task Run(ClientAndSandbox shop)
    {
        string wallet = SandboxLedger.Wallet(shop.Sandbox.Credentials.Business);
        Rial before = shop.Sandbox.Ledger.Balance(wallet);

        await ThePayerGoesBack(shop);
        await TheBankIsNotReached(shop);
        await ThePageIsOver(shop);
        await TheShopIsTooLate(shop);
        await ThePayerBringsTheMandateOfAnother(shop);

        Assert.That(await shop.Client.DirectDebit.Authorizations.List().Where(row => row.IsActive).ToListAsync(), Is.Empty);
        Assert.That(await shop.Client.DirectDebit.Withdrawals.List().ToListAsync(), Is.Empty);
        Assert.That(shop.Sandbox.Ledger.Balance(wallet), Is.EqualTo(before));
        Assert.That(shop.Sandbox.Journal.Select(row => row.Operation), Has.None.EqualTo("direct_debit.authorizations.verify"));
    }

    private static async Task ThePayerGoesBack(ClientAndSandbox shop)
    {
        AuthorizationSession session = await Ask(shop, DebitPayer.Saman);

        AuthorizationCallback callback = await DebitPayer.Decide(shop, session, "refuse");
        AuthorizationCallback wrongPerson = await DebitPayer.Decide(shop, await Ask(shop, DebitPayer.Saman), "refuse", ("error_code", "06"));
        AuthorizationCallback again = await DebitPayer.Press(shop, session, "consent");

        Assert.That(callback.Token, Is.EqualTo(session.Token));
        ItFailed(callback, AuthorizationCallbackStatus.Failed, AuthorizationErrorCode.BackAfterLogin);
        ItFailed(wrongPerson, AuthorizationCallbackStatus.Failed, AuthorizationErrorCode.AnotherPerson);
        ItFailed(again, AuthorizationCallbackStatus.Failed, AuthorizationErrorCode.BackAfterLogin);
        Assert.That(await StatusOf(shop, session), Is.EqualTo(HttpStatusCode.NotFound), "the page opens once");
    }

    private static async Task TheBankIsNotReached(ClientAndSandbox shop)
    {
        IReadOnlyList<DirectDebitBank> banks = await shop.Client.DirectDebit.Banks();
        Assert.That(banks.Single(bank => bank.Code == DebitPayer.Tejarat).IsHealthyOnDirectDebit, Is.False);
        AuthorizationSession session = await Ask(shop, DebitPayer.Tejarat);

        using HttpResponseMessage page = await shop.Visit(session.RedirectUrl);
        AuthorizationCallback atOnce = DebitPayer.Back(page);
        AuthorizationCallback onThePage = await DebitPayer.Decide(shop, await Ask(shop, DebitPayer.Saman), "unreachable");

        ItFailed(atOnce, AuthorizationCallbackStatus.BankNotReached, null);
        ItFailed(onThePage, AuthorizationCallbackStatus.BankNotReached, null);
        string withoutService = banks.First(bank => bank.HasDirectDebitAbility is false).Code;
        await Refusal.Of(shop.Client.DirectDebit.Authorizations.Create(DebitPayer.Request("09120000001", withoutService)), "bank_code");
    }

    private static async Task ThePageIsOver(ClientAndSandbox shop)
    {
        AuthorizationSession open = await Ask(shop, DebitPayer.Saman);
        AuthorizationSession unopened = await Ask(shop, DebitPayer.Saman);
        using HttpResponseMessage page = await shop.Visit(open.RedirectUrl);
        shop.Advance(TimeSpan.FromMinutes(20));

        AuthorizationCallback callback = await DebitPayer.Press(shop, open, "consent");

        ItFailed(callback, AuthorizationCallbackStatus.Failed, AuthorizationErrorCode.PageExpired);
        Assert.That(await StatusOf(shop, unopened), Is.EqualTo(HttpStatusCode.NotFound));
    }

    private static async Task TheShopIsTooLate(ClientAndSandbox shop)
    {
        AuthorizationsClient authorizations = shop.Client.DirectDebit.Authorizations;
        AuthorizationCallback callback = await DebitPayer.Decide(shop, await Ask(shop, DebitPayer.Saman), "consent");
        Assert.That(callback.IsSucceeded);
        string id = callback.AuthorizationId!;
        Assert.That((await authorizations.Get(id)).Status, Is.EqualTo(AuthorizationStatus.PendingVerify));
        shop.Advance(TimeSpan.FromMinutes(20));

        VandarApiException late = await Refusal.Of(authorizations.Verify(id), HttpStatusCode.UnprocessableEntity);

        Assert.That(late.SettledBy, Is.EqualTo("DirectDebit.Authorizations.Get"));
        await Refusal.Of(authorizations.Get(id), "message");
        await Refusal.Of(authorizations.Calculation(id), "message");
        await Refusal.Of(shop.Client.DirectDebit.Withdrawals.Create(
            new() { AuthorizationId = id, Amount = Rial.Of(1_000_000), TrackId = "too-late" }), "authorization_id");
        await Refusal.Of(shop.Client.DirectDebit.Withdrawals.GetByTrackId("too-late"), HttpStatusCode.NotFound);
    }

    /// <summary>The id comes from a browser: the token beside it, stored with the payer, tells whose mandate it is.</summary>
    private static async Task ThePayerBringsTheMandateOfAnother(ClientAndSandbox shop)
    {
        AuthorizationSession victim = await Ask(shop, DebitPayer.Saman);
        AuthorizationCallback given = await DebitPayer.Decide(shop, victim, "consent");
        AuthorizationSession thief = await Ask(shop, DebitPayer.Saman);

        AuthorizationCallback forged = AuthorizationCallback.Parse(
            $"?order=1043&token={thief.Token}&authorization_id={given.AuthorizationId}&status=SUCCEED");
        DirectDebitAuthorization found = await shop.Client.DirectDebit.Authorizations.Get(forged.AuthorizationId!);

        Assert.That(found.Token, Is.EqualTo(victim.Token).And.Not.EqualTo(forged.Token));
        Assert.That(found.IsActive, Is.False);
        await Refusal.Of(shop.Client.DirectDebit.Authorizations.Verify(thief.Token), HttpStatusCode.NotFound);
    }

    private static ValueTask<AuthorizationSession> Ask(ClientAndSandbox shop, string bankCode) =>
        shop.Client.DirectDebit.Authorizations.Create(DebitPayer.Request("09120000001", bankCode));

    private static async Task<HttpStatusCode> StatusOf(ClientAndSandbox shop, AuthorizationSession session)
    {
        using HttpResponseMessage page = await shop.Visit(session.RedirectUrl);
        return page.StatusCode;
    }

    private static void ItFailed(AuthorizationCallback callback, AuthorizationCallbackStatus status, AuthorizationErrorCode? code)
    {
        Assert.That((callback.Status, callback.ErrorCode), Is.EqualTo((status, code)));
        Assert.That((callback.IsSucceeded, callback.AuthorizationId), Is.EqualTo((false, (string?)null)));
    }
}
