namespace Vandar.Core.Sandbox;

public sealed partial class SandboxBusiness
{
    internal CustomerBook Customers { get; }

    /// <summary>A customer as the sandbox knows it; the wire shows neither the results of its identity checks nor whether it has a code.</summary>
    /// <param name="customerId">From the create call.</param>
    /// <returns>A copy; <see langword="null"/> for an unknown or deleted customer.</returns>
    public SandboxCustomer? Customer(string customerId)
    {
        lock (_world.Gate)
        {
            return Customers.Find(customerId) is { } found
                ? new SandboxCustomer(found.Id, Customers.Balance(found), found.KycStatus, found.ShahkarStatus)
                : null;
        }
    }

    /// <summary>Somebody outside pays money to the business with a customer's cash-in code: the customer's wallet rises.</summary>
    /// <param name="cashInCode">From the cash-in-code call.</param>
    /// <param name="amount">In Rial, positive, at most 10^15.</param>
    /// <returns>Whether the code belongs to a customer; otherwise no money moves.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The amount is not positive or too large.</exception>
    public bool DepositByCustomerCode(string cashInCode, Rial amount)
    {
        ArgumentException.ThrowIfNullOrEmpty(cashInCode);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(amount.Value, nameof(amount));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(amount.Value, FieldRules.Largest, nameof(amount));
        lock (_world.Gate)
        {
            _world.CatchUp();
            if (Customers.FindByCode(cashInCode) is not { } customer)
                return false;
            CustomerMovement movement = Customers.CashIn(customer, amount);
            _world.Journal.Append(CustomerBook.CashInOperation, this, movement.Uuid.ToString(), amount, movement.At);
            return true;
        }
    }
}

/// <summary>One customer, seen from inside.</summary>
/// <param name="Id">The customer's id.</param>
/// <param name="Balance">The wallet, in Rial.</param>
/// <param name="KycStatus">The newest <c>authentication_status</c> of KYC; <see langword="null"/> if it was never asked for.</param>
/// <param name="ShahkarStatus">The newest <c>authentication_status</c> of Shahkar; <see langword="null"/> if it was never asked for.</param>
public sealed record SandboxCustomer(string Id, Rial Balance, string? KycStatus, string? ShahkarStatus);
