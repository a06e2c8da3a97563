namespace Vandar.Core.Sandbox;

/// <summary>One deposit that named the business's code at its bank.</summary>
internal sealed class CodeDeposit
{
    public const string Done = "DONE";
    public const string Pending = "PENDING";

    public required string Id { get; init; }
    public required Rial Amount { get; init; }
    public required Iban From { get; init; }
    public required string PayerName { get; init; }
    public required string TrackingCode { get; init; }
    public required DateTimeOffset ArrivedAt { get; init; }
    public required bool IsSuspicious { get; init; }

    /// <summary><see cref="Pending"/> while held; then the decision as the business worded it, or <see cref="Done"/>.</summary>
    public string State { get; set; } = Pending;

    /// <summary>The wallet's row, once the money is there.</summary>
    public TransactionRow? Row { get; set; }
}

/// <summary>Money on its way into wallets: by deposit code from outside, and from the business's own bank account. Used under the world's
/// lock.</summary>
internal sealed class CashInBook(World world)
{
    private static readonly Rial s_largestPart = new(1_000_000_000);

    private readonly HashSet<(string Business, string TrackId)> _trackIds = [];

    public void OpenAccount(SandboxBusiness business)
    {
        Rial balance = world.Switches.CashInAccountBalance;
        if (balance > Rial.Zero)
            world.Ledger.Move(world.Clock.Now, "opening balance", SandboxLedger.Opening, SandboxLedger.CashInAccount(business.Slug), balance);
    }

    public CodeDeposit Arrive(SandboxBusiness business, Rial amount, Iban from, string payerName, bool isSuspicious)
    {
        string label = business.Label("code-deposit", business.CodeDeposits.Count);
        CodeDeposit deposit = new()
        {
            Id = world.Seeded.Uuid(label).ToString(),
            Amount = amount,
            From = from,
            PayerName = payerName,
            TrackingCode = world.Seeded.Digits(label + "/tracking", 20),
            ArrivedAt = world.Clock.Now,
            IsSuspicious = isSuspicious,
        };
        business.CodeDeposits.Add(deposit);
        string to = isSuspicious ? SandboxLedger.Suspicious(business.Slug) : SandboxLedger.Wallet(business.Slug);
        world.Ledger.Move(deposit.ArrivedAt, "deposit by code", SandboxLedger.Bank(from.BankCode), to, amount);
        if (!isSuspicious)
            Credit(business, deposit, CodeDeposit.Done);
        return deposit;
    }

    public void Accept(SandboxBusiness business, CodeDeposit deposit, string decision)
    {
        world.Ledger.Move(world.Clock.Now, "suspicious deposit accepted",
            SandboxLedger.Suspicious(business.Slug), SandboxLedger.Wallet(business.Slug), deposit.Amount);
        Credit(business, deposit, decision);
    }

    public void Reject(SandboxBusiness business, CodeDeposit deposit, string decision)
    {
        world.Ledger.Move(world.Clock.Now, "suspicious deposit rejected",
            SandboxLedger.Suspicious(business.Slug), SandboxLedger.Bank(deposit.From.BankCode), deposit.Amount);
        deposit.State = decision;
    }

    private void Credit(SandboxBusiness business, CodeDeposit deposit, string state)
    {
        deposit.State = state;
        deposit.Row = new TransactionRow
        {
            Id = business.NextTransactionId(),
            Uuid = business.NextTransactionUuid(),
            CreatedAt = world.Clock.Now,
            ChannelCode = "cash-in-by-code",
            ChannelLabel = "واریز با شناسه",
            Amount = deposit.Amount,
            Fee = Rial.Zero,
            PaymentNumber = business.CashInCode,
            TrackingCode = deposit.TrackingCode,
            PayerIban = deposit.From.Value,
            PayerName = deposit.PayerName,
        };
        deposit.Row.Succeed(world.Clock.Now, business.WalletInToman);
        business.Transactions.Add(deposit.Row);
    }

    /// <summary>What the business's bank lets go.</summary>
    public Rial Available(SandboxBusiness business)
    {
        Rial free = world.Ledger.Balance(SandboxLedger.CashInAccount(business.Slug)) - world.Switches.CashInAccountBlocked;
        return free < Rial.Zero ? Rial.Zero : free;
    }

    public bool IsUsed(SandboxBusiness business, string trackId) => _trackIds.Contains((business.Slug, trackId));

    /// <summary>Queues a deposit from the business's account, in parts of at most 100 million Toman, each with its own row.</summary>
    public IReadOnlyList<TransactionRow> Queue(SandboxBusiness business, Rial amount, string trackId, string? description)
    {
        _trackIds.Add((business.Slug, trackId));
        List<TransactionRow> parts = [];
        for (Rial left = amount; left > Rial.Zero;)
        {
            Rial part = left > s_largestPart ? s_largestPart : left;
            left -= part;
            TransactionRow row = new()
            {
                Id = business.NextTransactionId(),
                Uuid = business.NextTransactionUuid(),
                CreatedAt = world.Clock.Now,
                UpdatedAt = world.Clock.Now,
                ChannelCode = "cash-in",
                ChannelLabel = "واریز بانکی",
                Amount = part,
                Fee = Rial.Zero,
                TrackId = trackId,
                Description = description,
                PayerIban = business.CashInIban,
            };
            business.Transactions.Add(row);
            parts.Add(row);
            world.Agenda.Add(world.Clock.Now + world.Switches.CashInDelay, at => Carry(business, row, at));
        }
        return parts;
    }

    private void Carry(SandboxBusiness business, TransactionRow row, DateTimeOffset at)
    {
        if (row.Amount > Available(business))
        {
            row.Fail(at, "موجودی حساب کافی نیست");
            return;
        }
        world.Ledger.Move(at, "cash-in from account",
            SandboxLedger.CashInAccount(business.Slug), SandboxLedger.Wallet(business.Slug), row.Amount);
        row.Succeed(at, business.WalletInToman);
    }
}
