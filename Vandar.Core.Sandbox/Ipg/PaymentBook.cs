using System.Security.Cryptography;
using System.Text;
using static Vandar.Core.Sandbox.SandboxLedgerLine;

namespace Vandar.Core.Sandbox;

internal enum PaymentState
{
    Sent,
    Paid,
    Failed,
    Verified,
    Expired,
}

/// <summary>One payment at the gateway, from send to its end.</summary>
internal sealed class Payment
{
    public required SandboxBusiness Business { get; init; }
    public required string Token { get; init; }
    public required string CallbackUrl { get; init; }
    public required IReadOnlyList<string> ValidCards { get; init; }
    public required TransactionRow Row { get; init; }
    public required Rial Credited { get; init; }
    public required DateTimeOffset Due { get; set; }
    public PaymentState State { get; set; }
    public bool Opened { get; set; }
}

/// <summary>What the payer and the clock do to payments. Used under the sandbox's lock.</summary>
internal sealed class PaymentBook(World world)
{
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(20);

    private readonly Dictionary<string, Payment> _byToken = new(StringComparer.Ordinal);

    public Payment? Find(string? token) => token is null ? null : _byToken.GetValueOrDefault(token);

    public void Add(Payment payment)
    {
        _byToken.Add(payment.Token, payment);
        world.Agenda.Add(payment.Due, at => End(payment, at));
        payment.Business.Transactions.Add(payment.Row);
    }

    public void Open(Payment payment)
    {
        payment.Opened = true;
        if (world.Switches.PaymentWindow != SandboxPaymentWindow.Redirect)
            return;
        payment.Due = world.Clock.Now + Window;
        world.Agenda.Add(payment.Due, at => End(payment, at));
    }

    /// <summary>The payer's bank moves the money; it is held until the business verifies.</summary>
    public void Pay(Payment payment, string cardNumber)
    {
        TransactionRow row = payment.Row;
        string label = "payment/" + payment.Token;
        payment.State = PaymentState.Paid;
        row.PaidAt = row.UpdatedAt = world.Clock.Now;
        row.MaskedCard = $"{cardNumber[..6]}******{cardNumber[^4..]}";
        row.CardHash = Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(cardNumber)));
        row.ReferenceId = world.Seeded.Text(label + "/reference", 20, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
        row.TrackingCode = world.Seeded.Digits(label + "/tracking", 6);
        world.Ledger.Move(row.UpdatedAt, "payer pays", SandboxLedger.Payers, SandboxLedger.Held(payment.Business.Slug), row.Amount);
    }

    public void Fail(Payment payment)
    {
        payment.State = PaymentState.Failed;
        payment.Row.Fail(world.Clock.Now, "انصراف از پرداخت");
    }

    public void Verify(Payment payment)
    {
        TransactionRow row = payment.Row;
        SandboxBusiness business = payment.Business;
        payment.State = PaymentState.Verified;
        world.Ledger.Post(world.Clock.Now, "payment verified",
            Takes(SandboxLedger.Held(business.Slug), row.Amount),
            Gets(SandboxLedger.Wallet(business.Slug), payment.Credited),
            Gets(SandboxLedger.Fees, row.Amount - payment.Credited));
        row.Status = 1;
        row.Verified = true;
        row.Result = "تراکنش موفق";
        row.EffectiveAt = row.UpdatedAt = world.Clock.Now;
        row.WalletAfterInToman = business.WalletInToman;
    }

    /// <summary>Ends a payment whose 20 minutes are over; what was paid goes back to the payer (inferred by the documentation's
    /// readers from the 20-minute rule).</summary>
    private void End(Payment payment, DateTimeOffset at)
    {
        if (at < payment.Due || payment.State is not (PaymentState.Sent or PaymentState.Paid))
            return;
        if (payment.State == PaymentState.Paid)
        {
            world.Ledger.Move(at, "unverified payment returned",
                SandboxLedger.Held(payment.Business.Slug), SandboxLedger.Payers, payment.Row.Amount);
        }
        payment.State = PaymentState.Expired;
        payment.Row.Fail(at, "زمان تایید تراکنش به پایان رسیده است");
    }
}
