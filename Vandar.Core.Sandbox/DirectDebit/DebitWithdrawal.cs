namespace Vandar.Core.Sandbox;

/// <summary>One withdrawal under a mandate.</summary>
internal sealed class DebitWithdrawal
{
    public const string Init = "INIT";
    public const string Pending = "PENDING";
    public const string Done = "DONE";
    public const string Failed = "FAILED";
    public const string Canceled = "CANCELED";
    public const string Refunded = "REFUND";

    public required string Id { get; init; }
    public required Mandate Mandate { get; init; }
    public required Rial Amount { get; init; }
    public required Rial Fee { get; init; }
    public required DateOnly Date { get; init; }
    public required bool IsInstant { get; init; }
    public required int MaxRetryCount { get; init; }
    public required TransactionRow Row { get; init; }
    public string? TrackId { get; init; }
    public string? Description { get; init; }
    public string? NotifyUrl { get; init; }

    /// <summary>1 from the start, as in every documented example.</summary>
    public int RetryCount { get; set; } = 1;

    public required string Status { get; set; }
    public string? ErrorCode { get; set; }
    public string? PaymentNumber { get; set; }

    /// <summary>Given back or on the way back.</summary>
    public Rial Returned { get; set; }

    public string? RefundId { get; set; }

    public bool IsOpen => Status is Init or Pending;

    public bool HasSucceeded => Status is Done or Refunded;

    public void Cancel(DateTimeOffset at)
    {
        Status = Canceled;
        Row.Fail(at, "لغو شده");
    }
}

/// <summary>One refund of a withdrawal, whole or in part. Everything about it is inferred.</summary>
internal sealed class DebitRefund
{
    public const string Pending = "PENDING";
    public const string Done = "DONE";
    public const string Failed = "FAILED";

    public required string Id { get; init; }
    public required DebitWithdrawal Withdrawal { get; init; }
    public required Rial Amount { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required TransactionRow Row { get; init; }
    public string? TrackId { get; init; }
    public string? Description { get; init; }
    public string Status { get; set; } = Pending;
}
