namespace Vandar.Core.Sandbox;

/// <summary>The credit a business gives one cardholder.</summary>
internal sealed class CreditLine
{
    public const string Active = "ACTIVE";
    public const string Inactive = "INACTIVE";
    public const string Credit = "CREDIT";
    public const string Debit = "DEBIT";

    public string Status { get; set; } = Active;

    /// <summary>What is left of it, in Rial. A promise, not money: the ledger moves when it is used.</summary>
    public Rial Balance { get; set; }
}

internal sealed record CreditChange(Cardholder Cardholder, Rial Amount, string Type, DateTimeOffset At);

/// <summary>One purchase on credit.</summary>
internal sealed class CreditPayment
{
    public required string Id { get; init; }
    public required SandboxBusiness Business { get; init; }
    public required CardAccount Account { get; init; }
    public required Rial Amount { get; init; }
    public required DateTimeOffset PaidAt { get; init; }
    public DateTimeOffset? RepaidAt { get; set; }
}

/// <summary>Credit lines, their changes and what was bought with them. Used under the sandbox's lock.</summary>
internal sealed class CreditBook(World world)
{
    private readonly List<(SandboxBusiness Business, CreditChange Change)> _changes = [];
    private readonly List<CreditPayment> _payments = [];

    public IEnumerable<CreditChange> Changes(SandboxBusiness business) =>
        _changes.AsEnumerable().Reverse().Where(row => row.Business == business).Select(row => row.Change);

    public IEnumerable<CreditPayment> Payments(SandboxBusiness business) =>
        _payments.AsEnumerable().Reverse().Where(payment => payment.Business == business);

    public void Register(SandboxBusiness business, Cardholder cardholder, Rial first)
    {
        cardholder.Credit = new CreditLine();
        if (first > Rial.Zero)
            Adjust(business, cardholder, first, CreditLine.Credit);
    }

    /// <returns>Whether the change is allowed, and so done.</returns>
    public bool Adjust(SandboxBusiness business, Cardholder cardholder, Rial amount, string type)
    {
        CreditLine line = cardholder.Credit!;
        Rial balance = type == CreditLine.Credit ? line.Balance + amount : line.Balance - amount;
        if (type == CreditLine.Debit && balance < Rial.Zero && !world.Switches.CreditMayGoNegative)
            return false;
        line.Balance = balance;
        _changes.Add((business, new CreditChange(cardholder, amount, type, world.Clock.Now)));
        return true;
    }

    /// <summary>The cardholder buys something: the business's credit account pays the shop.</summary>
    /// <returns>The payment, or <see langword="null"/> if card or credit refuse it.</returns>
    public CreditPayment? Buy(SandboxBusiness business, Cardholder cardholder, Rial amount)
    {
        if (cardholder is not { Account: { } account, CardStatus: CardStatus.Active, Credit: { Status: CreditLine.Active } line }
            || line.Balance < amount)
        {
            return null;
        }
        line.Balance -= amount;
        world.Ledger.Move(world.Clock.Now, "purchase on credit", SandboxLedger.CreditSource(business.Slug), SandboxLedger.OutsideBanks, amount);
        CreditPayment payment = new()
        {
            Id = world.Seeded.Uuid(business.Label("credit-payment", _payments.Count)).ToString(),
            Business = business,
            Account = account,
            Amount = amount,
            PaidAt = world.Clock.Now,
        };
        _payments.Add(payment);
        return payment;
    }

    /// <summary>The cardholder's account pays the purchase back.</summary>
    /// <returns>Whether it did: not twice, and not without the money.</returns>
    public bool Repay(SandboxBusiness business, string paymentId)
    {
        if (_payments.Find(payment => payment.Business == business && payment.Id == paymentId) is not { RepaidAt: null } payment
            || world.CardAccounts.Balance(payment.Account) < payment.Amount)
        {
            return false;
        }
        payment.RepaidAt = world.Clock.Now;
        world.CardAccounts.Withdraw(
            payment.Account, world.Clock.Now, SandboxLedger.CreditSource(business.Slug), payment.Amount, "بازپرداخت اعتبار");
        if (world.Switches.RepaymentRestoresCredit)
            payment.Account.Cardholder.Credit!.Balance += payment.Amount;
        return true;
    }
}
