namespace Vandar.Core.Sandbox;

/// <summary>How to make the banks of the sandbox say no about a customer's IBAN or card. Every other account belongs to the customer.
/// <see cref="SandboxTestValues"/> lists the test values of every service.</summary>
/// <remarks>The check digit of a card is its last digit: choose the digits in the middle so that it comes out right. An IBAN made from a card
/// ends as the card does.</remarks>
public static class SandboxAccounts
{
    /// <summary>An IBAN or card that ends so belongs to somebody else: <c>UNMATCHED</c>, owner "Other Person".</summary>
    public const string OtherOwnerEnding = "0099";

    /// <summary>The bank does not answer for an IBAN or card that ends so: 502.</summary>
    public const string BankDownEnding = "0098";
}
