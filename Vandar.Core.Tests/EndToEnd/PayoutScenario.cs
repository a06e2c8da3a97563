using System.Globalization;
using Vandar.Core.Sandbox;
using Vandar.Core.Settlements;
using Vandar.Core.Tests.Sandbox;
using Vandar.Core.Wallet;
using Vandar.Core.Webhooks;
using SandboxSettlement = Vandar.Core.Sandbox.Settlement;
using Settlement = Vandar.Core.Settlements.Settlement;

namespace Vandar.Core.Tests.EndToEnd;

/// <summary>A shop pays its suppliers: ordered in Toman, told in Rial. One payout arrives, two are taken back in time, one comes back from its bank,
/// and of one the answer is lost; nobody is paid twice.</summary>
internal static class PayoutScenario
{
    private static readonly Iban s_saman = Iban.Parse(SandboxPayouts.IbanAt("056"));
    private static readonly Iban s_bankThatFails = Iban.Parse(SandboxPayouts.Failing);
    private static readonly TimeSpan s_pastTheWindow = TimeSpan.FromMinutes(31);

    internal static async Task Run(ClientAndSandbox shop)
    {
        shop.Sandbox.Business.FillWallet(Rial.Of(20_000_000));

        (CreateSettlement rent, Settlement paid) = await PaysTheRent(shop);
        await TakesTwoBack(shop, paid);
        Settlement returned = await IsGivenBackByTheBank(shop);
        await IsNotPaidTwice(shop, rent);
        await LosesAnAnswer(shop);
        await ReadsThePages(shop);
        await HearsOf(shop, paid, returned);

        Assert.That((await shop.Client.Wallet.Balance()).Wallet.ToRial(), Is.EqualTo(Wallet(shop)));
        Assert.That(shop.Sandbox.Ledger.Balance(SandboxLedger.Settling(shop.Sandbox.Business.Slug)), Is.EqualTo(Rial.Zero));
    }

    /// <summary>From account to account, in the next window.</summary>
    private static async Task<(CreateSettlement, Settlement)> PaysTheRent(ClientAndSandbox shop)
    {
        SettlementBank bank = await BankOf(shop, s_saman);
        Assert.That(bank.A2A!.IsUsable, Is.True);
        Assert.That((await shop.Client.Settlements.Banks()).Single(all => all.Code == s_bankThatFails.BankCode).A2A!.IsUsable, Is.False);
        CreateSettlement rent = new()
        {
            Amount = Toman.Of(500_000), Iban = s_saman, TrackId = "rent-1405-01", PaymentNumber = "14050101", Description = "rent",
            Type = SettlementType.A2A, NotifyUrl = new Uri("https://shop.example/hooks/settlement"),
        };
        Rial wallet = Wallet(shop);

        Settlement stored = await shop.Client.Settlements.Create(rent);

        Rial amount = rent.Amount.ToRial();
        Assert.That((stored.Amount, stored.AmountToman, stored.Status, stored.Type, stored.FurtherParts.Count),
            Is.EqualTo(((Rial?)amount, (Toman?)rent.Amount, SettlementStatus.Pending, SettlementType.A2A, 0)));
        Assert.That(Wallet(shop), Is.EqualTo(wallet - amount - stored.WageToman!.Value.ToRial()));
        Assert.That(Journal(shop, rent.TrackId), Is.EqualTo(new Rial?[] { amount }), "500,000 Toman, and not a tenth or tenfold of it");
        Assert.That((await BankOf(shop, s_saman)).A2A!.Limit!.Amount!.Used - bank.A2A.Limit!.Amount!.Used, Is.EqualTo(amount), "of the bank's day");
        Assert.That((await shop.Client.Settlements.Get(stored.Id)).Status, Is.EqualTo(SettlementStatus.Pending));

        shop.Advance(s_pastTheWindow);

        SettlementListItem done = await shop.Client.Settlements.Get(stored.Id);
        Assert.That((done.Status, done.GatewayTransactionId, done.PaymentNumber),
            Is.EqualTo((SettlementStatus.Done, stored.TransactionId, rent.PaymentNumber)));
        Assert.That(shop.Sandbox.Ledger.Balance(SandboxLedger.Bank(s_saman.BankCode)), Is.EqualTo(amount));
        return (rent, stored);
    }

    /// <summary>Before they leave, one by its transaction and one by its key; what has arrived stays there.</summary>
    private static async Task TakesTwoBack(ClientAndSandbox shop, Settlement paid)
    {
        Rial wallet = Wallet(shop);
        Settlement first = await shop.Client.Settlements.Create(Payout("chairs", s_saman));
        Settlement second = await shop.Client.Settlements.Create(Payout("tables", s_saman));
        Assert.That(Wallet(shop), Is.LessThan(wallet));

        SettlementCancellation byTransaction = await shop.Client.Settlements.Cancel(first.TransactionId!.Value);
        SettlementCancellation byKey = await shop.Client.Settlements.Cancel(SettlementCancelKey.ByTrackId("tables", SettlementCancelMode.Pending));
        VandarApiException? late = await Assert.ThrowsAsync<VandarApiException>(
            () => shop.Client.Settlements.Cancel(paid.TransactionId!.Value).AsTask());

        Assert.That(new[] { byTransaction.Message, byKey.Message }, Has.All.Not.Empty);
        Assert.That((late!.Outcome, (await shop.Client.Settlements.Get(paid.Id)).Status), Is.EqualTo((RequestOutcome.Rejected, SettlementStatus.Done)));
        foreach (Settlement cancelled in new[] { first, second })
            Assert.That((await shop.Client.Settlements.Get(cancelled.Id)).Status, Is.EqualTo(SettlementStatus.Canceled));
        Assert.That(Wallet(shop), Is.EqualTo(wallet), "fees included");

        shop.Advance(s_pastTheWindow);
        Assert.That(Wallet(shop), Is.EqualTo(wallet), "and neither of them leaves after all");
        WalletTransaction row = await RowOf(shop, first.TransactionId.Value);
        Assert.That((row.Status, row.TrackId), Is.EqualTo((TransactionStatus.SettlementCanceled, "chairs")));
        WalletTransaction correction = await RowOf(shop, row.RevisedTransactionId!.Value);
        Assert.That((correction.Status, correction.Amount), Is.EqualTo((TransactionStatus.Corrected, first.AmountToman!.Value)));
    }

    private static async Task<Settlement> IsGivenBackByTheBank(ClientAndSandbox shop)
    {
        Rial wallet = Wallet(shop);

        Settlement stored = await shop.Client.Settlements.Create(Payout("paint", s_bankThatFails));
        Rial meanwhile = Wallet(shop);
        shop.Advance(s_pastTheWindow);
        SettlementListItem returned = await shop.Client.Settlements.Get(stored.Id);

        Assert.That(stored.Status, Is.EqualTo(SettlementStatus.Pending), "at first nobody can know");
        Assert.That((returned.Status.HasFailed, returned.Status.IsDone), Is.EqualTo((true, false)));
        Assert.That((meanwhile, Wallet(shop)), Is.EqualTo((wallet - stored.Amount!.Value - stored.WageToman!.Value.ToRial(), wallet)));
        Assert.That(shop.Sandbox.Ledger.Balance(SandboxLedger.Bank(s_bankThatFails.BankCode)), Is.EqualTo(Rial.Zero));
        Assert.That((await RowOf(shop, stored.TransactionId!.Value)).Status, Is.EqualTo(TransactionStatus.SettlementFailed));
        return stored;
    }

    /// <summary>A key that was used is refused, whatever else the request says.</summary>
    private static async Task IsNotPaidTwice(ClientAndSandbox shop, CreateSettlement rent)
    {
        Rial wallet = Wallet(shop);

        VandarApiException? same = await Assert.ThrowsAsync<VandarApiException>(() => shop.Client.Settlements.Create(rent).AsTask());
        VandarApiException? other = await Assert.ThrowsAsync<VandarApiException>(
            () => shop.Client.Settlements.Create(rent with { Amount = Toman.Of(6_000) }).AsTask());
        VandarApiException? tooMuch = await Assert.ThrowsAsync<VandarApiException>(
            () => shop.Client.Settlements.Create(rent with { TrackId = "villa", Amount = Toman.Of(9_000_000) }).AsTask());

        Assert.That((same!.Outcome, same.Key, same.Errors.Single().Field), Is.EqualTo((RequestOutcome.Rejected, rent.TrackId, "track_id")));
        Assert.That((other!.Outcome, other.Errors.Single().Field), Is.EqualTo((RequestOutcome.Rejected, "track_id")));
        Assert.That((tooMuch!.Outcome, tooMuch.Errors.Select(error => error.Field).Distinct().Single()), Is.EqualTo((RequestOutcome.Rejected, "amount")));
        Assert.That((Journal(shop, rent.TrackId).Count, Journal(shop, "villa").Count, Wallet(shop)), Is.EqualTo((1, 0, wallet)));
    }

    /// <summary>Paid, and nobody said so: the exception has the key and names the call that tells.</summary>
    private static async Task LosesAnAnswer(ClientAndSandbox shop)
    {
        CreateSettlement wages = Payout("wages", s_saman) with { IsInstant = true };
        shop.LoseNextAnswer();

        VandarException? lost = await Assert.CatchAsync<VandarException>(() => shop.Client.Settlements.Create(wages).AsTask());

        Assert.That((lost!.Outcome, lost.Attempts, lost.Key, lost.SettledBy),
            Is.EqualTo((RequestOutcome.Unknown, 1, wages.TrackId, "Wallet.Transactions")));
        Assert.That(Journal(shop, wages.TrackId), Has.Count.EqualTo(1));

        // The transaction list is asked by the key, and a row counts if it carries the key itself.
        List<WalletTransaction> rows =
            await shop.Client.Wallet.Transactions(new() { TrackId = lost.Key }).Where(row => row.TrackId == lost.Key).ToListAsync();
        Assert.That(rows.Select(row => (row.Amount, row.Status)), Is.EqualTo(new[] { (wages.Amount, TransactionStatus.SettlementInProgress) }));
        Assert.That(await shop.Client.Wallet.Transactions(new() { TrackId = "WAGES" }).CountAsync(), Is.Zero, "a key is case-sensitive");

        // The documented list of settlements says no keys: it can neither find the payout nor call it absent.
        VandarProtocolException? cannotTell = await Assert.ThrowsAsync<VandarProtocolException>(
            () => shop.Client.Settlements.FindByTrackId(lost.Key!).AsTask());
        Assert.That(cannotTell, Has.Message.Contains("Wallet.Transactions"));

        // The newer one does.
        SettlementListItem? found = await shop.Client.Settlements.FindByTrackId(lost.Key!, new() { Api = SettlementApi.V4 });
        SettlementListItem asked = await shop.Client.Settlements.Get(SettlementKey.ByTrackId(lost.Key!));
        Assert.That((found!.GatewayTransactionId, asked.GatewayTransactionId, asked.Id), Is.EqualTo(((long?)rows[0].Id, (long?)rows[0].Id, found.Id)));
        Assert.That(await shop.Client.Settlements.FindByTrackId("never-sent", new() { Api = SettlementApi.V4 }), Is.Null);
        VandarApiException? never = await Assert.ThrowsAsync<VandarApiException>(
            () => shop.Client.Settlements.Get(SettlementKey.ByTrackId("never-sent")).AsTask());
        Assert.That((int)never!.StatusCode!, Is.EqualTo(404));

        VandarApiException? again = await Assert.ThrowsAsync<VandarApiException>(() => shop.Client.Settlements.Create(wages).AsTask());
        VandarApiException? tooLate = await Assert.ThrowsAsync<VandarApiException>(() => shop.Client.Settlements.Cancel(rows[0].Id).AsTask());
        Assert.That((again!.Outcome, tooLate!.Outcome), Is.EqualTo((RequestOutcome.Rejected, RequestOutcome.Rejected)), "used; instant");
        Rial before = shop.Sandbox.Ledger.Balance(SandboxLedger.Bank(s_saman.BankCode));
        shop.Advance(TimeSpan.FromMinutes(1));
        Assert.That((await shop.Client.Settlements.Get(asked.Id)).Status, Is.EqualTo(SettlementStatus.Done));
        Assert.That(shop.Sandbox.Ledger.Balance(SandboxLedger.Bank(s_saman.BankCode)) - before, Is.EqualTo(wages.Amount.ToRial()));
        Assert.That(Journal(shop, wages.TrackId), Has.Count.EqualTo(1), "paid once");
    }

    /// <summary>Both versions of the list meet every settlement once; only the newer one has the keys.</summary>
    private static async Task ReadsThePages(ClientAndSandbox shop)
    {
        string[] keys = [.. shop.Sandbox.Journal.Where(entry => entry.Operation == "settlements.create").Select(entry => entry.Key)];

        Page<SettlementListItem> last = await shop.Client.Settlements.ListPage(new() { PerPage = 2 }, 3);
        List<SettlementListItem> documented = await shop.Client.Settlements.List(new() { PerPage = 2 }).ToListAsync();
        List<SettlementListItem> newer = await shop.Client.Settlements.List(new() { PerPage = 2, Api = SettlementApi.V4 }).ToListAsync();

        Assert.That((last.Items.Count, last.Total, last.HasMore), Is.EqualTo((1, (long?)keys.Length, false)));
        Assert.That(documented.Select(row => row.Id), Is.Unique.And.All.Not.Empty);
        Assert.That(newer.Select(row => (row.Id, row.Status)), Is.EqualTo(documented.Select(row => (row.Id, row.Status))));
        Assert.That(newer.Select(row => row.TrackId), Is.EqualTo(keys.Reverse()), "newest first");
        Assert.That(documented.Select(row => row.TrackId), Has.All.Null);
    }

    /// <summary>A notification is anybody's word: it says where to look, and looking tells.</summary>
    private static async Task HearsOf(ClientAndSandbox shop, Settlement paid, Settlement returned)
    {
        SettlementNotification done = await Announced(shop, paid);
        SettlementNotification failed = await Announced(shop, returned);
        SettlementNotification forged = await Announced(shop, returned, claims: "DONE");

        Assert.That((done.Id, done.TransactionId, done.Amount, done.Status),
            Is.EqualTo((paid.Id, Digits(paid.TransactionId), paid.Amount!.Value, NotificationStatus.Done)));
        Assert.That((done.SettlementDate, done.SettlementDateJalali), Is.EqualTo((paid.SettlementDate, paid.SettlementDateJalali)));
        Assert.That((failed.Id, failed.Amount, failed.Status), Is.EqualTo((returned.Id, returned.Amount!.Value, NotificationStatus.Failed)));
        Assert.That((await shop.Client.Settlements.Get(done.Id)).Status.IsDone, Is.True);
        Assert.That((await shop.Client.Settlements.Get(failed.Id)).Status.HasFailed, Is.True);
        Assert.That(((await shop.Client.Settlements.Get(forged.Id)).Status.IsDone, forged.Status), Is.EqualTo((false, NotificationStatus.Done)));

        WalletTransaction arrived = await shop.Client.Wallet.Transactions(new() { RefId = done.RefCode }).SingleAsync();
        WalletTransaction correction = await shop.Client.Wallet.Transactions(new() { Id = failed.RevisedTransactionId }).SingleAsync();
        Assert.That((Digits(arrived.Id), arrived.Amount.ToRial(), arrived.Status),
            Is.EqualTo((done.TransactionId, done.Amount, TransactionStatus.SettlementSucceeded)));
        Assert.That((correction.Amount.ToRial(), correction.Status, done.RevisedTransactionId),
            Is.EqualTo((failed.Amount, TransactionStatus.Corrected, (string?)null)));

        Assert.That(SettlementNotification.TryParse("status=DONE&amount=5000000", "application/x-www-form-urlencoded", out _), Is.False, "of nothing");
    }

    /// <summary>What Vandar would POST, out of the sandbox's own record, field for field as the reference prints it.</summary>
    private static async Task<SettlementNotification> Announced(ClientAndSandbox shop, Settlement of, string? claims = null)
    {
        SandboxSettlement settlement = shop.Sandbox.Business.Settlements.All.Single(record => record.Row.Id == of.TransactionId);
        TransactionRow row = settlement.Row;
        using FormUrlEncodedContent form = new(new Dictionary<string, string>
        {
            ["id"] = settlement.Id.ToString(),
            ["iban_id"] = of.IbanId!,
            ["transaction_id"] = Digits(row.Id),
            ["amount"] = Digits(settlement.Amount.Value),
            ["payment_number"] = row.PaymentNumber ?? "",
            ["status"] = claims ?? settlement.Status,
            ["settlement_date"] = Tehran.GregorianDay(row.CreatedAt),
            ["settlement_date_jalali"] = Tehran.JalaliDay(row.CreatedAt),
            ["revised_transaction_id"] = Digits(row.RevisedTransactionId),
            ["ref_code"] = row.ReferenceId ?? "",
        });
        return SettlementNotification.Parse(await form.ReadAsByteArrayAsync(), form.Headers.ContentType!.ToString());
    }

    private static CreateSettlement Payout(string key, Iban iban) => new() { Amount = Toman.Of(120_000), Iban = iban, TrackId = key };

    private static async Task<SettlementBank> BankOf(ClientAndSandbox shop, Iban iban) =>
        (await shop.Client.Settlements.Banks(new() { HasAbility = true, IsHealthy = true, IsActive = true })).Single(bank => bank.Code == iban.BankCode);

    private static async Task<WalletTransaction> RowOf(ClientAndSandbox shop, long transaction) =>
        await shop.Client.Wallet.Transactions(new() { Id = Digits(transaction) }).SingleAsync();

    private static List<Rial?> Journal(ClientAndSandbox shop, string key) =>
        [.. shop.Sandbox.Journal.Where(entry => entry.Operation == "settlements.create" && entry.Key == key).Select(entry => entry.Amount)];

    private static Rial Wallet(ClientAndSandbox shop) => shop.Sandbox.Ledger.Balance(SandboxLedger.Wallet(shop.Sandbox.Business.Slug));

    private static string Digits(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
