using System.Globalization;
using static Vandar.Core.Sandbox.SandboxLedgerLine;

namespace Vandar.Core.Sandbox;

/// <summary>What the clock and the banks do to settlements and refunds: the wallet pays at once, the bank answers later. Used under the
/// sandbox's lock.</summary>
internal sealed class SettlementBook(World world)
{
    public const string NotEnoughMoney = "عدم کفایت موجودی (کسری موجودی)";
    public const string UnknownIban = "شماره شبا معتبر نیست.";

    private const string SettlementLabel = "تسویه حساب";
    private const string RefundLabel = "بازگشت وجه";

    /// <summary>What an order takes from the wallet, fees included.</summary>
    public Int128 Cost(SettlementOrder order) => (Int128)order.Amount.Value + (Int128)world.Switches.SettlementFee.Value * Parts(order.Amount);

    public bool Covers(SandboxBusiness business, SettlementOrder order) => business.Balance.Value >= Cost(order);

    /// <summary>Takes the money for an order and sends it on its way, in parts if it is too large for one. The wallet covers it.</summary>
    public List<Settlement> Send(SandboxBusiness business, SettlementOrder order, DateTimeOffset at)
    {
        List<Settlement> parts = [];
        Rial largest = world.Switches.LargestSettlement ?? order.Amount;
        for (Rial rest = order.Amount; rest > Rial.Zero; rest -= parts[^1].Amount)
        {
            Rial amount = rest < largest ? rest : largest;
            DateTimeOffset leaves = order.IsInstant ? at : Tehran.NextFull(world.Switches.SettlementWindow, at);
            DateTimeOffset due = leaves + world.Switches.SettlementDelay;
            TransactionRow row = new()
            {
                Id = business.NextTransactionId(),
                Uuid = business.NextTransactionUuid(),
                CreatedAt = at,
                UpdatedAt = at,
                ChannelCode = "settlements",
                ChannelLabel = SettlementLabel,
                Amount = amount,
                Fee = world.Switches.SettlementFee,
                Status = -2,
                TrackId = order.TrackId,
                PaymentNumber = order.PaymentNumber,
                Description = order.Description,
                ReceiverIban = order.Iban,
                ReceiverBank = SettlementBanks.Name(order.BankCode),
                ReceiptUrl = "https://vand.ar/" + world.Seeded.Text(business.Label("receipt", business.Transactions.Count), 5,
                    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"),
                CancelableUntil = order.IsInstant ? null : leaves,
                DonePredictedAt = due,
            };
            bool isA2A = order.AsksForA2A && SettlementBanks.TakesA2A(world, business, order.BankCode, amount, at);
            parts.Add(Begin(business, row, order, isA2A, leaves, due));
        }
        return parts;
    }

    /// <summary>Takes the money for a refund of a payment, in parts if it is large. The wallet covers it.</summary>
    public List<Settlement> Refund(
        SandboxBusiness business, TransactionRow payment, Rial amount, string? paymentNumber, string? description, DateTimeOffset at)
    {
        List<Settlement> parts = [];
        Rial largest = world.Switches.LargestRefundPart;
        for (Rial rest = amount; rest > Rial.Zero; rest -= parts[^1].Amount)
        {
            DateTimeOffset due = at + world.Switches.RefundDelay;
            TransactionRow row = new()
            {
                Id = business.NextTransactionId(),
                Uuid = business.NextTransactionUuid(),
                CreatedAt = at,
                UpdatedAt = at,
                ChannelCode = "refund",
                ChannelLabel = RefundLabel,
                Amount = rest < largest ? rest : largest,
                Fee = world.Switches.RefundFee,
                Status = -2,
                MaskedCard = payment.MaskedCard,
                CardHash = payment.CardHash,
                PaymentNumber = paymentNumber,
                Description = description ?? string.Create(CultureInfo.InvariantCulture, $"بازگشت وجه تراکنش {payment.Id}"),
                RefundOf = ("IPG", payment.Id),
                DonePredictedAt = due,
            };
            parts.Add(Begin(business, row, order: null, isA2A: false, leaves: at, due));
        }
        return parts;
    }

    /// <summary>Whether a settlement can still be stopped: before it leaves, and after it failed. Instant ones and refunds cannot.</summary>
    public bool CanCancel(Settlement settlement) => settlement is { Order: not null, IsInstant: false } && settlement.State switch
    {
        SettlementState.Pending => world.Clock.Now < settlement.LeavesAt,
        SettlementState.Failed => true,
        SettlementState.Canceled => !world.Switches.RepeatedCancelIsRefused,
        _ => false,
    };

    /// <summary>Stops a settlement that <see cref="CanCancel"/> allows. Money that is back already does not come back twice.</summary>
    /// <returns>Whether anything was changed.</returns>
    public bool Cancel(Settlement settlement)
    {
        if (settlement.State == SettlementState.Canceled)
            return false;
        DateTimeOffset now = world.Clock.Now;
        if (settlement.State == SettlementState.Pending)
            Return(settlement, now, "settlement cancelled");
        settlement.State = SettlementState.Canceled;
        settlement.Row.Status = -4;
        settlement.Row.UpdatedAt = now;
        return true;
    }

    public bool IsVisible(Settlement settlement) => world.Clock.Now >= settlement.Row.CreatedAt + world.Switches.SettlementVisibleAfter;

    /// <summary>Hands over the next one that waits for its moment or for money, unless something else comes first or its moment has not
    /// come.</summary>
    /// <returns>Whether there was one.</returns>
    public bool HandOver(DateTimeOffset before, DateTimeOffset now)
    {
        (DateTimeOffset at, Action? step) = (before, null);
        foreach (SandboxBusiness business in world.Businesses.Values)
        {
            Consider(business, business.Settlements.BatchLine, world.Switches.BatchWaitsForWallet, ref at, ref step);
            Consider(business, business.Settlements.QueueLine, waits: true, ref at, ref step);
        }
        if (step is null || at > now)
            return false;
        step();
        return true;
    }

    /// <summary>The first of a line goes at its moment, or when the line last moved or the wallet last changed: had it been free and covered
    /// before, it would have gone before.</summary>
    private void Consider(SandboxBusiness business, WaitingLine line, bool waits, ref DateTimeOffset at, ref Action? step)
    {
        if (line.First is not { } first)
            return;
        string? error = !SettlementForm.IsReachable(first.Order.Iban) ? UnknownIban
            : Covers(business, first.Order) ? null
            : NotEnoughMoney;
        if (error == NotEnoughMoney && waits)
            return;
        DateTimeOffset filled = world.Ledger.Changed(SandboxLedger.Wallet(business.Slug));
        DateTimeOffset moment = new[] { first.Due, filled, line.MovedAt }.Max();
        if (moment >= at)
            return;
        at = moment;
        step = () =>
        {
            line.Leave(moment);
            if (error is null)
                first.HandedOver = Send(business, first.Order, moment)[0];
            else
                first.Error = error;
        };
    }

    private Settlement Begin(
        SandboxBusiness business, TransactionRow row, SettlementOrder? order, bool isA2A, DateTimeOffset leaves, DateTimeOffset due)
    {
        business.Transactions.Add(row);
        world.Ledger.Post(row.CreatedAt, order is null ? "refund" : "settlement",
            Takes(SandboxLedger.Wallet(business.Slug), row.Amount + row.Fee),
            Gets(SandboxLedger.Settling(business.Slug), row.Amount),
            Gets(SandboxLedger.Fees, row.Fee));
        row.WalletAfterInToman = business.WalletInToman;
        Settlement settlement = new()
        {
            Business = business,
            Id = world.Seeded.Uuid(business.Label("settlement", business.Settlements.All.Count)),
            Order = order,
            Row = row,
            IsA2A = isA2A,
            LeavesAt = leaves,
            DueAt = due,
            WalletAfter = business.Balance,
        };
        business.Settlements.All.Add(settlement);
        world.Agenda.Add(due, at => Finish(settlement, at));
        return settlement;
    }

    private void Finish(Settlement settlement, DateTimeOffset at)
    {
        if (settlement.State != SettlementState.Pending)
            return;
        TransactionRow row = settlement.Row;
        row.UpdatedAt = at;
        if (IsGivenBack(settlement))
        {
            settlement.State = SettlementState.Failed;
            row.Status = -3;
            row.WalletAfterInToman = 0;
            row.RefundError = settlement.Order is null ? "بانک مقصد مبلغ را برگشت داد." : null;
            Return(settlement, at, "settlement failed");
            return;
        }
        settlement.State = SettlementState.Done;
        row.Status = 2;
        row.EffectiveAt = row.PaidAt = at;
        row.ReferenceId = world.Seeded.Digits("settlement/" + settlement.Id, 18);
        string destination = settlement.Order is { } order ? SandboxLedger.Bank(order.BankCode) : SandboxLedger.Payers;
        world.Ledger.Move(at, settlement.Order is null ? "refund done" : "settlement done",
            SandboxLedger.Settling(settlement.Business.Slug), destination, settlement.Amount);
        if (settlement.Order is not null && settlement.Business.Accounts.TryGetValue(settlement.Order.Iban, out BankAccount? account))
            account.Deposit(world.Seeded, at, settlement.Amount, settlement.Order.Description ?? SettlementLabel);
    }

    private bool IsGivenBack(Settlement settlement) => settlement.Order is { } order
        ? world.Switches.FailingBanks.Contains(order.BankCode)
        : world.Switches.FailingCardPrefixes.Any(prefix => settlement.Row.MaskedCard!.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>Puts the money back by a correcting transaction.</summary>
    private void Return(Settlement settlement, DateTimeOffset at, string text)
    {
        SandboxBusiness business = settlement.Business;
        TransactionRow row = settlement.Row;
        Rial fee = world.Switches.SettlementFeeReturns ? settlement.Fee : Rial.Zero;
        TransactionRow correction = new()
        {
            Id = business.NextTransactionId(),
            Uuid = business.NextTransactionUuid(),
            CreatedAt = at,
            UpdatedAt = at,
            EffectiveAt = at,
            ChannelCode = row.ChannelCode,
            ChannelLabel = row.ChannelLabel,
            Amount = settlement.Amount,
            Fee = fee,
            Status = 4,
            Description = string.Create(CultureInfo.InvariantCulture, $"اصلاح تراکنش {row.Id}"),
        };
        business.Transactions.Add(correction);
        row.RevisedTransactionId = correction.Id;
        world.Ledger.Post(at, text,
            Takes(SandboxLedger.Settling(business.Slug), settlement.Amount),
            Takes(SandboxLedger.Fees, fee),
            Gets(SandboxLedger.Wallet(business.Slug), settlement.Amount + fee));
        correction.WalletAfterInToman = business.WalletInToman;
    }

    private long Parts(Rial amount) => world.Switches.LargestSettlement is { } largest ? (amount.Value + largest.Value - 1) / largest.Value : 1;
}
