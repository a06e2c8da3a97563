using static Vandar.Core.Sandbox.SandboxLedgerLine;

namespace Vandar.Core.Sandbox;

/// <summary>Mandates, withdrawals and refunds, and what payers, banks and the clock do to them. Used under the world's lock.</summary>
internal sealed class DirectDebitBook
{
    /// <summary>How long a token waits for the payer, and a mandate for its verification.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(20);

    private readonly World _world;

    public DirectDebitBook(World world)
    {
        _world = world;
        foreach (DirectDebitBank bank in Banks.Values)
            bank.IsHealthy = !world.Switches.UnhealthyDirectDebitBanks.Contains(bank.Code);
    }

    public IReadOnlyDictionary<string, DirectDebitBank> Banks { get; } =
        new SortedDictionary<string, DirectDebitBank>(DirectDebitBank.All().ToDictionary(bank => bank.Code), StringComparer.Ordinal);

    /// <summary>Oldest first, as the two lists below.</summary>
    public List<Mandate> Mandates { get; } = [];

    public List<DebitWithdrawal> Withdrawals { get; } = [];

    public List<DebitRefund> Refunds { get; } = [];

    public Mandate? FindByToken(string token) => Mandates.Find(mandate => mandate.Token == token);

    public Mandate? Find(string id) =>
        Mandates.Find(mandate => mandate.Exists && mandate.Id.Equals(id, StringComparison.OrdinalIgnoreCase));

    /// <summary>The payer gives the mandate, with so much in the account; unverified, it ends by itself.</summary>
    public void Consent(Mandate mandate, Rial balance)
    {
        DateTimeOffset now = _world.Clock.Now;
        mandate.Give();
        SetBalance(mandate, balance);
        _world.Agenda.Add(now + Window, at =>
        {
            if (mandate.State == MandateState.PendingVerify)
                mandate.Revoke(at);
        });
    }

    public void SetBalance(Mandate mandate, Rial balance)
    {
        Rial more = balance - _world.Ledger.Balance(mandate.PayerAccount);
        if (more != Rial.Zero)
            _world.Ledger.Move(_world.Clock.Now, "payer's balance set", SandboxLedger.Opening, mandate.PayerAccount, more);
    }

    /// <summary>Withdrawals of a Jalali month that have succeeded or still may.</summary>
    public int CountInMonth(Mandate mandate, DateOnly day, bool onlySucceeded = false) => Withdrawals.Count(withdrawal =>
        withdrawal.Mandate == mandate
        && (withdrawal.HasSucceeded || (withdrawal.IsOpen && !onlySucceeded))
        && Tehran.AreInOneMonth(withdrawal.Row.EffectiveAt is { } done ? Tehran.Day(done) : withdrawal.Date, day));

    public void Add(DebitWithdrawal withdrawal)
    {
        Withdrawals.Add(withdrawal);
        withdrawal.Mandate.Business.Transactions.Add(withdrawal.Row);
        DateTimeOffset due = withdrawal.IsInstant
            ? _world.Clock.Now + _world.Switches.InstantWithdrawalDelay
            : Tehran.StartOf(withdrawal.Date);
        _world.Agenda.Add(due, at => Try(withdrawal, at));
    }

    /// <summary>Reading an instant withdrawal asks the bank for its end.</summary>
    public void Read(DebitWithdrawal withdrawal)
    {
        if (withdrawal.IsInstant)
            Try(withdrawal, _world.Clock.Now);
    }

    /// <summary>The bank is asked: it pays, or names the code of its refusal.</summary>
    private void Try(DebitWithdrawal withdrawal, DateTimeOffset at)
    {
        if (!withdrawal.IsOpen)
            return;
        bool wasShown = withdrawal.IsInstant && withdrawal.ErrorCode is not null;
        string? refusal = wasShown ? withdrawal.ErrorCode : Refusal(withdrawal, at);
        withdrawal.ErrorCode = refusal;
        if (refusal is null)
        {
            Pay(withdrawal, at);
        }
        else if (withdrawal.IsInstant && _world.Switches.RefusalShowsBeforeFailure && !wasShown)
        {
            withdrawal.Row.UpdatedAt = at;
        }
        else if (withdrawal.RetryCount >= withdrawal.MaxRetryCount)
        {
            withdrawal.Status = DebitWithdrawal.Failed;
            withdrawal.Row.Fail(at, DirectDebitErrors.WithdrawalText(refusal)!);
        }
        else
        {
            withdrawal.RetryCount++;
            _world.Agenda.Add(at + _world.Switches.WithdrawalRetryInterval, next => Try(withdrawal, next));
        }
    }

    private string? Refusal(DebitWithdrawal withdrawal, DateTimeOffset at)
    {
        Mandate mandate = withdrawal.Mandate;
        if (mandate.State != MandateState.Active)
            return DirectDebitErrors.MandateInvalid;
        if (mandate.IsExpired(at))
            return DirectDebitErrors.MandateExpired;
        if (!mandate.Bank.IsHealthy)
            return DirectDebitErrors.ServerError;
        if (mandate.Refusal is { } told)
            return told;
        if (CountInMonth(mandate, Tehran.Day(at), onlySucceeded: true) >= mandate.Count)
            return DirectDebitErrors.MonthlyCountReached;
        return withdrawal.Row.Amount > _world.Ledger.Balance(mandate.PayerAccount) ? DirectDebitErrors.InsufficientBalance : null;
    }

    /// <summary>The row carries what the payer gives; the fee comes out of it or on top of the amount.</summary>
    private void Pay(DebitWithdrawal withdrawal, DateTimeOffset at)
    {
        SandboxBusiness business = withdrawal.Mandate.Business;
        Rial taken = withdrawal.Row.Amount;
        _world.Ledger.Post(at, "direct debit",
            Takes(withdrawal.Mandate.PayerAccount, taken),
            Gets(SandboxLedger.Wallet(business.Slug), taken - withdrawal.Fee),
            Gets(SandboxLedger.Fees, withdrawal.Fee));
        withdrawal.Status = DebitWithdrawal.Done;
        withdrawal.PaymentNumber = _world.Seeded.Digits("withdrawal-payment/" + withdrawal.Id, 12);
        withdrawal.Row.TrackingCode = withdrawal.PaymentNumber;
        withdrawal.Row.Succeed(at, business.WalletInToman);
    }

    /// <summary>The money leaves the wallet at once and reaches the payer later.</summary>
    public void Add(DebitRefund refund)
    {
        SandboxBusiness business = refund.Withdrawal.Mandate.Business;
        Refunds.Add(refund);
        business.Transactions.Add(refund.Row);
        refund.Withdrawal.Returned += refund.Amount;
        _world.Ledger.Move(refund.CreatedAt, "refund of a direct debit begins",
            SandboxLedger.Wallet(business.Slug), SandboxLedger.DirectDebitRefunds(business.Slug), refund.Amount);
        _world.Agenda.Add(refund.CreatedAt + _world.Switches.DirectDebitRefundDelay, at => End(refund, at));
    }

    private void End(DebitRefund refund, DateTimeOffset at)
    {
        DebitWithdrawal withdrawal = refund.Withdrawal;
        SandboxBusiness business = withdrawal.Mandate.Business;
        bool fails = _world.Switches.DirectDebitRefundsFail;
        _world.Ledger.Move(at, fails ? "refund of a direct debit fails" : "refund of a direct debit",
            SandboxLedger.DirectDebitRefunds(business.Slug),
            fails ? SandboxLedger.Wallet(business.Slug) : withdrawal.Mandate.PayerAccount, refund.Amount);
        refund.Status = fails ? DebitRefund.Failed : DebitRefund.Done;
        if (fails)
        {
            withdrawal.Returned -= refund.Amount;
            refund.Row.Fail(at, "بازگشت وجه ناموفق");
            return;
        }
        refund.Row.Succeed(at, business.WalletInToman);
        withdrawal.RefundId = refund.Id;
        if (Refunds.Where(other => other.Withdrawal == withdrawal && other.Status == DebitRefund.Done).Sum(other => other.Amount.Value)
            == withdrawal.Amount.Value)
        {
            withdrawal.Status = DebitWithdrawal.Refunded;
        }
    }
}
