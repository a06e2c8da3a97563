namespace Vandar.Core.Sandbox;

internal enum MandateState
{
    Requested,
    Refused,
    PendingVerify,
    Active,
    Revoked,
}

/// <summary>One mandate: asked for by the business, given by the payer, verified by the business.</summary>
internal sealed class Mandate
{
    public required SandboxBusiness Business { get; init; }
    public required string Token { get; init; }
    public required string Id { get; init; }
    public required string CustomerId { get; init; }
    public required DirectDebitBank Bank { get; init; }
    public required string Mobile { get; init; }
    public required string CallbackUrl { get; init; }
    public required long Count { get; init; }
    public required Rial Limit { get; init; }
    public required DateOnly Expires { get; init; }
    public required DateTimeOffset RequestedAt { get; init; }
    public required string AccountNumber { get; init; }
    public required string MaskedCard { get; init; }
    public string? Name { get; init; }
    public string? Email { get; init; }
    public string? NationalCode { get; init; }
    public bool PayerPaysFee { get; init; }

    public MandateState State { get; private set; }
    public bool Opened { get; set; }
    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>What the browser brings back to the business, once the payer has decided.</summary>
    public string? Result { get; private set; }

    /// <summary>The error code with which the bank refuses every withdrawal, whatever the payer has.</summary>
    public string? Refusal { get; set; }

    /// <summary>Whether the payer's consent has made a mandate of the request.</summary>
    public bool Exists => State is MandateState.PendingVerify or MandateState.Active or MandateState.Revoked;

    public string PayerAccount => SandboxLedger.DirectDebitPayer(Id);

    public void Give() => Decide(MandateState.PendingVerify, $"authorization_id={Id}&status=SUCCEED");

    public void Refuse(string errorCode) => Decide(MandateState.Refused, $"status=FAILED&error_code={errorCode}");

    public void FailToReachBank() => Decide(MandateState.Refused, "status=FAILED_TO_ACCESS_BANK");

    private void Decide(MandateState state, string result) => (State, Result) = (state, $"token={Token}&{result}");

    public void Verify() => State = MandateState.Active;

    public void Revoke(DateTimeOffset at) => (State, RevokedAt) = (MandateState.Revoked, at);

    public bool IsExpired(DateTimeOffset at) => at >= Tehran.StartOf(Expires);
}
