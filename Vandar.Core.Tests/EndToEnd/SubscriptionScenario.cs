using System.Net;
using Vandar.Core.DirectDebit;
using Vandar.Core.Sandbox;
using Vandar.Core.Wallet;
using DirectDebitBank = Vandar.Core.DirectDebit.DirectDebitBank;

namespace Vandar.Core.Tests.EndToEnd;

/// <summary>A shop whose subscribers pay by direct debit: one mandate from its first page to its end, with every withdrawal in between.</summary>
internal static class SubscriptionScenario
{
    private static readonly Rial s_due = Rial.Of(1_200_000);
    private static readonly Rial s_fee = Rial.Of(200);
    private static readonly DateOnly s_payday = new(2026, 3, 25);

    internal static async Task Run(ClientAndSandbox shop)
    {
        await TheBanksAreKnown(shop);
        string id = await TheMandateIsGiven(shop);
        string neighbour = await TheNeighbourPaysTheFeeAsWell(shop);
        List<string> ordered =
        [
            await OneIsTakenAtOnce(shop, id),
            await OneIsRefusedByTheBank(shop, id),
            .. await OneIsCancelledAndOneIsTakenOnItsDay(shop, id),
            await OneIsTakenThoughItsAnswerWasLost(shop, id),
        ];
        await TheMonthIsFull(shop, id);
        await TheBankIsAway(shop, id);
        await TheListsAgree(shop, id, ordered, neighbour);
        await OneIsGivenBack(shop, id, ordered[0]);
        await TheMandateIsRevoked(shop, id);
    }

    private static async Task TheBanksAreKnown(ClientAndSandbox shop)
    {
        IReadOnlyList<DirectDebitBank> banks = await shop.Client.DirectDebit.Banks();
        BankHealth health = await shop.Client.DirectDebit.BankHealth();

        DirectDebitBank saman = banks.Single(bank => bank.Code == DebitPayer.Saman);
        Assert.That((saman.HasDirectDebitAbility, saman.IsHealthyOnDirectDebit), Is.EqualTo((true, true)));
        Assert.That(saman.MaxWithdrawalAmountPerTransaction, Is.EqualTo(Rial.Of(500_000_000)));
        Assert.That(banks.Select(bank => bank.HasDirectDebitAbility), Has.Some.EqualTo(false));
        Assert.That(health.Content.GetRawText(), Does.Contain($"\"{DebitPayer.Saman}\""));
    }

    private static async Task<string> TheMandateIsGiven(ClientAndSandbox shop)
    {
        AuthorizationsClient authorizations = shop.Client.DirectDebit.Authorizations;
        AuthorizationSession session = await authorizations.Create(DebitPayer.Request("09120000001"));
        AuthorizationCallback callback = await DebitPayer.Decide(shop, session, "consent", ("balance", "10000000"));
        Assert.That((callback.IsSucceeded, callback.Token, callback.ErrorCode), Is.EqualTo((true, session.Token, (AuthorizationErrorCode?)null)));
        string id = callback.AuthorizationId!;

        DirectDebitAuthorization given = await authorizations.Get(id);
        await Refusal.Of(shop.Client.DirectDebit.Withdrawals.Create(Due(id, "too-early")), "authorization_id");
        await authorizations.Verify(id);
        VandarApiException again = await Refusal.Of(authorizations.Verify(id), HttpStatusCode.UnprocessableEntity);
        DirectDebitAuthorization verified = await authorizations.Get(id);
        DirectDebitAuthorization byOlderPath = await authorizations.Get(id, new() { UseOlderPath = true });
        DirectDebitAuthorization listed = await authorizations.List(new() { Mobile = MobileNumber.Parse("09120000001") }).SingleAsync();

        Assert.That((given.Status, given.IsActive), Is.EqualTo((AuthorizationStatus.PendingVerify, false)));
        Assert.That(again.SettledBy, Is.EqualTo("DirectDebit.Authorizations.Get"));
        Assert.That((verified.Id, verified.Token, verified.IsActive), Is.EqualTo((id, session.Token, true)));
        Assert.That((verified.Count, verified.Limit), Is.EqualTo((3L, Rial.Of(5_000_000))));
        Assert.That(verified.ExpirationDate.TryToDate(out JalaliDate end) ? end : default, Is.EqualTo(new JalaliDate(1405, 6, 31)));
        Assert.That(verified.PayerAccount!.Pan, Does.Match(@"^\d{6}\*{6}\d{4}$"));
        Assert.That(byOlderPath, Is.EqualTo(verified));
        Assert.That(listed, Is.EqualTo(verified));
        Assert.That(Executed(shop, "direct_debit.authorizations.verify", id), Is.EqualTo(1));
        return id;
    }

    private static async Task<string> TheNeighbourPaysTheFeeAsWell(ClientAndSandbox shop)
    {
        AuthorizationSession session = await shop.Client.DirectDebit.Authorizations.Create(
            DebitPayer.Request("09120000002") with { WageType = WageType.Payer });
        string id = (await DebitPayer.Decide(shop, session, "consent")).AuthorizationId!;
        await shop.Client.DirectDebit.Authorizations.Verify(id);
        Books before = Books.Of(shop, id);

        Withdrawal order = await shop.Client.DirectDebit.Withdrawals.Create(Due(id, "due-1-neighbour"));
        Withdrawal taken = await Decided(shop, order.Id);

        Assert.That((taken.TakenAmount, taken.WageAmount), Is.EqualTo((s_due, s_fee)));
        Assert.That(Books.Of(shop, id) - before, Is.EqualTo(new Books(Payer: Rial.Zero - s_due - s_fee, Wallet: s_due, Fees: s_fee)));
        return taken.Id;
    }

    private static async Task<string> OneIsTakenAtOnce(ClientAndSandbox shop, string id)
    {
        WithdrawalsClient withdrawals = shop.Client.DirectDebit.Withdrawals;
        Books before = Books.Of(shop, id);
        WalletBalance wallet = await shop.Client.Wallet.Balance();
        AuthorizationCalculation unused = await shop.Client.DirectDebit.Authorizations.Calculation(id);

        Withdrawal ordered = await withdrawals.Create(Due(id, "due-1"));
        Assert.That(Books.Of(shop, id), Is.EqualTo(before), "an order is no money");
        Withdrawal taken = await Decided(shop, ordered.Id);
        Withdrawal byKey = await withdrawals.GetByTrackId("due-1");
        AuthorizationCalculation used = await shop.Client.DirectDebit.Authorizations.Calculation(id);

        Assert.That((ordered.State, ordered.IsDone, ordered.TakenAmount), Is.EqualTo((WithdrawalState.InProgress, false, (Rial?)null)));
        Assert.That((ordered.RequestedAmount, ordered.WageAmount, ordered.IsInstant), Is.EqualTo((s_due, s_fee, true)), "one unit in every answer");
        Assert.That((taken.Id, taken.AuthorizationId, taken.TrackId), Is.EqualTo((ordered.Id, id, "due-1")));
        Assert.That((taken.State, taken.TakenAmount, taken.WageAmount, taken.ErrorCode),
            Is.EqualTo((WithdrawalState.Done, s_due, s_fee, (WithdrawalErrorCode?)null)));
        Assert.That(taken.PaymentNumber, Is.Not.Empty);
        Assert.That(byKey, Is.EqualTo(taken));
        Assert.That(Books.Of(shop, id) - before, Is.EqualTo(Books.OneDue));
        Assert.That(used.Extra!["authorization"].GetRawText(), Is.Not.EqualTo(unused.Extra!["authorization"].GetRawText()));
        await TheWalletShows(shop, taken, wallet);

        await Refusal.Of(withdrawals.Create(Due(id, "due-1")), "track_id");
        await Refusal.Of(withdrawals.Create(Due(id, "due-1") with { WithdrawalDate = s_payday }), "track_id");
        await Refusal.Of(withdrawals.Create(Due(id, "due-too-much") with { Amount = Rial.Of(5_000_001) }), "amount");
        await Refusal.Of(withdrawals.GetByTrackId("DUE-1"), HttpStatusCode.NotFound);
        await Refusal.Of(withdrawals.Cancel(taken.Id), HttpStatusCode.UnprocessableEntity);
        Assert.That(Executed(shop, "direct_debit.withdrawals.create", "due-1"), Is.EqualTo(1));
        Assert.That(Books.Of(shop, id) - before, Is.EqualTo(Books.OneDue));
        return taken.Id;
    }

    private static async Task TheWalletShows(ClientAndSandbox shop, Withdrawal taken, WalletBalance before)
    {
        WalletBalance after = await shop.Client.Wallet.Balance();
        WalletTransaction row = await shop.Client.Wallet.Transactions().SingleAsync(row => row.Id == taken.GatewayTransactionId);
        Assert.That(after.Wallet - before.Wallet, Is.EqualTo(Toman.Of(119_980)));
        Assert.That((row.Amount, row.Status), Is.EqualTo((taken.TakenAmount!.Value.ToToman(), TransactionStatus.Succeeded)));
    }

    private static async Task<string> OneIsRefusedByTheBank(ClientAndSandbox shop, string id)
    {
        shop.Sandbox.DirectDebit.SetPayerBalance(id, s_due - Rial.Of(1));
        Books before = Books.Of(shop, id);

        Withdrawal ordered = await shop.Client.DirectDebit.Withdrawals.Create(Due(id, "due-2"));
        Withdrawal read = await shop.Client.DirectDebit.Withdrawals.Get(ordered.Id);
        Withdrawal refused = await Decided(shop, ordered.Id);

        Assert.That((read.ErrorCode, read.IsDone, read.TakenAmount), Is.EqualTo((WithdrawalErrorCode.InsufficientBalance, false, (Rial?)null)));
        Assert.That((refused.State, refused.ErrorCode, refused.TakenAmount),
            Is.EqualTo((WithdrawalState.Failed, WithdrawalErrorCode.InsufficientBalance, (Rial?)null)));
        BankError words = (await shop.Client.DirectDebit.BankErrors())
            .Single(error => error.Type == BankErrorType.Withdrawal && error.ErrorCode == refused.ErrorCode!.Value.Value);
        Assert.That(refused.ErrorMessage, Is.EqualTo(words.ErrorMessage).And.Not.Empty);
        Assert.That(Books.Of(shop, id), Is.EqualTo(before));
        shop.Sandbox.DirectDebit.SetPayerBalance(id, Rial.Of(20_000_000));
        Assert.That((await shop.Client.DirectDebit.Withdrawals.Get(ordered.Id)).State, Is.EqualTo(WithdrawalState.Failed), "it is not tried again");
        return refused.Id;
    }

    private static async Task<string[]> OneIsCancelledAndOneIsTakenOnItsDay(ClientAndSandbox shop, string id)
    {
        WithdrawalsClient withdrawals = shop.Client.DirectDebit.Withdrawals;
        Books before = Books.Of(shop, id);
        Withdrawal unwanted = await withdrawals.Create(Due(id, "due-3") with { WithdrawalDate = s_payday, MaxRetryCount = 3 });
        Withdrawal wanted = await withdrawals.Create(Due(id, "due-4") with { WithdrawalDate = s_payday, MaxRetryCount = 3 });
        await Refusal.Of(withdrawals.Create(Due(id, "due-today") with { WithdrawalDate = new(2026, 3, 21) }), "withdrawal_date");

        CanceledWithdrawal cancelled = await withdrawals.Cancel(unwanted.Id);
        await Refusal.Of(withdrawals.Cancel(unwanted.Id), HttpStatusCode.UnprocessableEntity);
        shop.Advance(TimeSpan.FromHours(84) - TimeSpan.FromSeconds(1));
        Withdrawal waiting = await withdrawals.Get(wanted.Id);
        Assert.That(Books.Of(shop, id), Is.EqualTo(before), "a second before the day");
        shop.Advance(TimeSpan.FromSeconds(1));
        Withdrawal taken = await withdrawals.Get(wanted.Id);
        Withdrawal never = await withdrawals.Get(unwanted.Id);

        Assert.That(cancelled.Id, Is.EqualTo(unwanted.Id));
        Assert.That((waiting.State, waiting.IsInstant, waiting.MaxRetryCount), Is.EqualTo((WithdrawalState.InProgress, false, 3L)));
        Assert.That(waiting.WithdrawalDate.TryToDate(out JalaliDate day) ? day : default, Is.EqualTo(new JalaliDate(1405, 1, 5)));
        Assert.That((taken.State, taken.TakenAmount), Is.EqualTo((WithdrawalState.Done, s_due)));
        Assert.That((never.State, never.IsDone, never.TakenAmount), Is.EqualTo((WithdrawalState.Canceled, false, (Rial?)null)));
        Assert.That(Books.Of(shop, id) - before, Is.EqualTo(Books.OneDue));
        return [unwanted.Id, wanted.Id];
    }

    private static async Task<string> OneIsTakenThoughItsAnswerWasLost(ClientAndSandbox shop, string id)
    {
        Books before = Books.Of(shop, id);

        VandarTransportException lost = await Lost(shop, () => shop.Client.DirectDebit.Withdrawals.Create(Due(id, "due-5")));
        Withdrawal found = await shop.Client.DirectDebit.Withdrawals.GetByTrackId(lost.Key!);
        Withdrawal taken = await Decided(shop, found.Id);

        Assert.That((lost.Key, lost.SettledBy), Is.EqualTo(("due-5", "DirectDebit.Withdrawals.GetByTrackId")));
        Assert.That((taken.TrackId, taken.State, taken.TakenAmount), Is.EqualTo(("due-5", WithdrawalState.Done, s_due)));
        await Refusal.Of(shop.Client.DirectDebit.Withdrawals.Create(Due(id, "due-5")), "track_id");
        Assert.That(Executed(shop, "direct_debit.withdrawals.create", "due-5"), Is.EqualTo(1));
        Assert.That(Books.Of(shop, id) - before, Is.EqualTo(Books.OneDue));
        return taken.Id;
    }

    /// <summary>The connection ends after the sandbox has executed the call.</summary>
    private static async Task<VandarTransportException> Lost<T>(ClientAndSandbox shop, Func<ValueTask<T>> call)
    {
        shop.LoseNextAnswer();
        VandarTransportException? failure = await Assert.ThrowsAsync<VandarTransportException>(() => call().AsTask());
        Assert.That((failure!.Outcome, failure.IsTimeout, failure.Attempts), Is.EqualTo((RequestOutcome.Unknown, false, 1)));
        return failure;
    }

    /// <summary>Three were taken; the one that failed and the one that was cancelled do not count.</summary>
    private static async Task TheMonthIsFull(ClientAndSandbox shop, string id)
    {
        await Refusal.Of(shop.Client.DirectDebit.Withdrawals.Create(Due(id, "due-6")), "authorization_id");

        Assert.That((await shop.Client.DirectDebit.Authorizations.Get(id)).IsActive);
        Assert.That(Executed(shop, "direct_debit.withdrawals.create", "due-6"), Is.Zero);
    }

    private static async Task TheBankIsAway(ClientAndSandbox shop, string id)
    {
        shop.Sandbox.DirectDebit.SetBankHealth(DebitPayer.Saman, false);

        await Refusal.Of(
            shop.Client.DirectDebit.Withdrawals.Create(Due(id, "due-7") with { WithdrawalDate = new(2026, 5, 1) }), HttpStatusCode.Conflict);

        Assert.That((await shop.Client.DirectDebit.Banks()).Single(bank => bank.Code == DebitPayer.Saman).IsHealthyOnDirectDebit, Is.False);
        shop.Sandbox.DirectDebit.SetBankHealth(DebitPayer.Saman, true);
    }

    private static async Task TheListsAgree(ClientAndSandbox shop, string id, List<string> ordered, string neighbour)
    {
        List<Withdrawal> all = await shop.Client.DirectDebit.Withdrawals.List().ToListAsync();
        List<Withdrawal> ofOne = await shop.Client.DirectDebit.Withdrawals.List(new() { AuthorizationId = id }).ToListAsync();
        Page<Withdrawal> page = await shop.Client.DirectDebit.Withdrawals.ListPage(null, 1);

        Assert.That(ofOne.Select(row => row.Id), Is.EqualTo(Enumerable.Reverse(ordered)));
        Assert.That(all.Select(row => row.Id), Is.EquivalentTo(ordered.Append(neighbour)));
        Assert.That((page.Items.Count, page.Total, page.HasMore), Is.EqualTo((6, 6L, false)));
        Assert.That(ofOne.Select(row => row.State), Is.EqualTo(
        [
            WithdrawalState.Done, WithdrawalState.Done, WithdrawalState.Canceled, WithdrawalState.Failed, WithdrawalState.Done,
        ]));
        Rial taken = ofOne.Aggregate(Rial.Zero, (sum, row) => sum + (row.TakenAmount ?? Rial.Zero));
        Assert.That(taken, Is.EqualTo(Rial.Of(3 * s_due.Value)), "what counts is what was taken");
    }

    private static async Task OneIsGivenBack(ClientAndSandbox shop, string id, string withdrawalId)
    {
        DirectDebitRefundsClient refunds = shop.Client.DirectDebit.Refunds;
        Rial part = Rial.Of(500_000);
        Rial rest = s_due - part;
        shop.Sandbox.Business.FillWallet(s_due);
        Books before = Books.Of(shop, id);

        DirectDebitRefund first = await ARefundWhoseAnswerIsLost(shop, new() { WithdrawalId = withdrawalId, Amount = part, TrackId = "back-1" });
        Assert.That(Books.Of(shop, id) - before, Is.EqualTo(new Books(Wallet: Rial.Zero - part, OnTheWay: part)));
        await Refusal.Of(refunds.Create(new() { WithdrawalId = withdrawalId, Amount = part, TrackId = "back-1" }), "track_id");
        await Refusal.Of(refunds.Create(new() { WithdrawalId = withdrawalId, Amount = rest + Rial.Of(1), TrackId = "back-2" }), "amount");
        shop.Advance(TimeSpan.FromSeconds(30));
        DirectDebitRefund done = await refunds.Get(first.Id!);
        Assert.That(Books.Of(shop, id) - before, Is.EqualTo(new Books(Payer: part, Wallet: Rial.Zero - part)));

        DirectDebitRefund second = await refunds.Create(new() { WithdrawalId = withdrawalId, Amount = null, TrackId = "back-2" });
        shop.Advance(TimeSpan.FromSeconds(30));
        Withdrawal whole = await shop.Client.DirectDebit.Withdrawals.Get(withdrawalId);
        List<DirectDebitRefund> listed = await refunds.List().ToListAsync();

        Assert.That((first.Status, first.WithdrawalId, first.Amount), Is.EqualTo((WithdrawalStatus.Pending, withdrawalId, part.Value)));
        Assert.That((done.Id, done.Status), Is.EqualTo((first.Id, WithdrawalStatus.Done)));
        Assert.That((second.Status, second.Amount), Is.EqualTo((WithdrawalStatus.Pending, rest.Value)), "without an amount, what is left");
        Assert.That((whole.State, whole.RefundId, whole.TakenAmount), Is.EqualTo((WithdrawalState.Refunded, second.Id, (Rial?)null)));
        Assert.That(listed.Select(row => (row.Id, row.Status)),
            Is.EqualTo(((string?, WithdrawalStatus)[])[(second.Id, WithdrawalStatus.Done), (first.Id, WithdrawalStatus.Done)]));
        await Refusal.Of(refunds.Create(new() { WithdrawalId = withdrawalId, Amount = null, TrackId = "back-3" }), "withdrawal_id");
        Assert.That(Books.Of(shop, id) - before, Is.EqualTo(new Books(Payer: s_due, Wallet: Rial.Zero - s_due)), "the fee stays");
        Assert.That(Executed(shop, "direct_debit.refunds.create", "back-1"), Is.EqualTo(1));
    }

    /// <summary>The list tells of it at once, the withdrawal only when the money has arrived.</summary>
    private static async Task<DirectDebitRefund> ARefundWhoseAnswerIsLost(ClientAndSandbox shop, CreateDirectDebitRefund refund)
    {
        VandarTransportException lost = await Lost(shop, () => shop.Client.DirectDebit.Refunds.Create(refund));
        Withdrawal withdrawal = await shop.Client.DirectDebit.Withdrawals.Get(refund.WithdrawalId);
        DirectDebitRefund found = await shop.Client.DirectDebit.Refunds.List().SingleAsync(row => row.TrackId == refund.TrackId);

        Assert.That(lost.SettledBy, Does.Contain("DirectDebit.Refunds.List"));
        Assert.That((withdrawal.RefundId, withdrawal.State), Is.EqualTo(((string?)null, WithdrawalState.Done)));
        return found;
    }

    private static async Task TheMandateIsRevoked(ClientAndSandbox shop, string id)
    {
        AuthorizationsClient authorizations = shop.Client.DirectDebit.Authorizations;
        await AMonthPasses(shop);
        Books before = Books.Of(shop, id);
        Withdrawal waiting = await shop.Client.DirectDebit.Withdrawals.Create(Due(id, "due-8") with { WithdrawalDate = new(2026, 4, 24) });

        RevokedAuthorization revoked = await authorizations.Revoke(id);
        VandarApiException again = await Refusal.Of(authorizations.Revoke(id), HttpStatusCode.NotFound);
        await Refusal.Of(shop.Client.DirectDebit.Withdrawals.Create(Due(id, "due-9")), "authorization_id");
        await Refusal.Of(authorizations.Get(id), "message");
        shop.Advance(TimeSpan.FromDays(3));
        Withdrawal refused = await shop.Client.DirectDebit.Withdrawals.Get(waiting.Id);

        Assert.That(revoked.Id, Is.EqualTo(id));
        Assert.That(again.SettledBy, Is.EqualTo("DirectDebit.Authorizations.Get"));
        Assert.That((refused.State, refused.ErrorCode), Is.EqualTo((WithdrawalState.Failed, WithdrawalErrorCode.InvalidMandateState)));
        DirectDebitAuthorization left = await authorizations.List().SingleAsync(row => row.IsActive);
        Assert.That(left.Id, Is.Not.EqualTo(id), "the neighbour's");
        Assert.That(Executed(shop, "direct_debit.withdrawals.create", "due-9"), Is.Zero);
        Assert.That(Books.Of(shop, id), Is.EqualTo(before));
    }

    /// <summary>A shop that slept through it would find its refresh token over.</summary>
    private static async Task AMonthPasses(ClientAndSandbox shop)
    {
        for (int i = 0; i < 7; i++)
        {
            shop.Advance(TimeSpan.FromDays(4));
            await shop.Client.Tokens.Refresh();
        }
    }

    private static CreateWithdrawal Due(string authorizationId, string trackId) =>
        new() { AuthorizationId = authorizationId, Amount = s_due, TrackId = trackId };

    /// <summary>Reads an instant withdrawal until the bank has decided.</summary>
    private static async Task<Withdrawal> Decided(ClientAndSandbox shop, string withdrawalId)
    {
        const int MostReads = 3;
        Withdrawal read = await shop.Client.DirectDebit.Withdrawals.Get(withdrawalId);
        for (int reads = 1; read.State is WithdrawalState.InProgress && reads < MostReads; reads++)
            read = await shop.Client.DirectDebit.Withdrawals.Get(withdrawalId);
        return read;
    }

    private static int Executed(ClientAndSandbox shop, string operation, string key) =>
        shop.Sandbox.Journal.Count(row => row.Operation == operation && row.Key == key);

    /// <summary>The accounts that one payer's money runs through, or what has changed in them.</summary>
    private readonly record struct Books(Rial Payer = default, Rial Wallet = default, Rial OnTheWay = default, Rial Fees = default)
    {
        internal static Books OneDue { get; } = new(Payer: Rial.Zero - s_due, Wallet: s_due - s_fee, Fees: s_fee);

        internal static Books Of(ClientAndSandbox shop, string authorizationId)
        {
            string business = shop.Sandbox.Credentials.Business;
            SandboxLedger ledger = shop.Sandbox.Ledger;
            return new(
                ledger.Balance(SandboxLedger.DirectDebitPayer(authorizationId)), ledger.Balance(SandboxLedger.Wallet(business)),
                ledger.Balance(SandboxLedger.DirectDebitRefunds(business)), ledger.Balance(SandboxLedger.Fees));
        }

        public static Books operator -(Books after, Books before) => new(
            after.Payer - before.Payer, after.Wallet - before.Wallet, after.OnTheWay - before.OnTheWay, after.Fees - before.Fees);
    }
}
