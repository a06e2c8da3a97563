namespace Vandar.Core.Sandbox;

/// <summary>What cardholders and their banks do around the API.</summary>
public sealed partial class SandboxBusiness
{
    /// <summary>Somebody pays money into the bank account of an issued card.</summary>
    /// <param name="cardholderId">From the create call.</param>
    /// <param name="amount">How much.</param>
    /// <exception cref="ArgumentException">The business has no issued card of that cardholder.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="amount"/> is not positive.</exception>
    public void FundCardAccount(string cardholderId, Rial amount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(amount.Value, nameof(amount));
        lock (_world.Gate)
        {
            _world.CardAccounts.Deposit(
                AccountOf(cardholderId), _world.Clock.Now, SandboxLedger.OutsideBanks, amount, "واریز به حساب");
        }
    }

    /// <summary>The one-time password on the cardholder's phone: no answer of the API carries it.</summary>
    /// <param name="transferId">From the create call of the transfer.</param>
    /// <returns>The newest password, or <see langword="null"/> if no transfer of that id waits for one.</returns>
    public string? TransferPassword(string transferId)
    {
        lock (_world.Gate)
        {
            if (_world.CardTransfers.Find(transferId) is not { } transfer || transfer.Business != this)
                return null;
            _world.CardTransfers.Expire(transfer);
            return transfer.Status == TransferStatus.WaitingForOtp ? transfer.Password : null;
        }
    }

    /// <summary>The cardholder buys something in a shop on credit.</summary>
    /// <param name="cardholderId">From the create call.</param>
    /// <param name="amount">The price.</param>
    /// <returns>The id of the payment (the wire's <c>pay_id</c>), or <see langword="null"/> if the card is not active, or the credit is inactive
    /// or too small.</returns>
    /// <exception cref="ArgumentException">The business has no issued card of that cardholder.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="amount"/> is not positive.</exception>
    public string? BuyOnCredit(string cardholderId, Rial amount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(amount.Value, nameof(amount));
        lock (_world.Gate)
            return _world.Credits.Buy(this, AccountOf(cardholderId).Cardholder, amount)?.Id;
    }

    /// <summary>The cardholder's account pays a purchase back.</summary>
    /// <param name="paymentId">From <see cref="BuyOnCredit"/>.</param>
    /// <returns><see langword="false"/> for an unknown payment, one that is paid back already, or an account that holds too little.</returns>
    public bool RepayCredit(string paymentId)
    {
        lock (_world.Gate)
        {
            _world.CatchUp();
            return _world.Credits.Repay(this, paymentId);
        }
    }

    private CardAccount AccountOf(string cardholderId)
    {
        _world.CatchUp();
        return Cardholders.TryGetValue(cardholderId, out Cardholder? cardholder) && cardholder.Account is { } account
            ? account
            : throw new ArgumentException("The business has no issued card of that cardholder.", nameof(cardholderId));
    }
}
