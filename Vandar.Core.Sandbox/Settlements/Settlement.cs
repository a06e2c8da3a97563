namespace Vandar.Core.Sandbox;

internal enum SettlementState
{
    Pending,
    Done,
    Failed,
    Canceled,
}

/// <summary>What a settlement was asked to do.</summary>
internal sealed record SettlementOrder(string Iban, Rial Amount, string TrackId)
{
    public string? PaymentNumber { get; init; }
    public string? Description { get; init; }
    public bool IsInstant { get; init; }
    public bool AsksForA2A { get; init; }

    public string BankCode => Iban[4..7];

    /// <summary>The name alone: an IBAN is nobody's business.</summary>
    public override string ToString() => nameof(SettlementOrder);
}

/// <summary>Money on its way out of a wallet: to an account (with an order), or back to a payer's card (a refund, without one).</summary>
internal sealed class Settlement
{
    public required SandboxBusiness Business { get; init; }
    public required Guid Id { get; init; }
    public required SettlementOrder? Order { get; init; }
    public required TransactionRow Row { get; init; }
    public required bool IsA2A { get; init; }
    public required DateTimeOffset LeavesAt { get; init; }
    public required DateTimeOffset DueAt { get; init; }
    public required Rial WalletAfter { get; init; }
    public SettlementState State { get; set; }

    public Rial Amount => Row.Amount;

    public Rial Fee => Row.Fee;

    public bool IsInstant => Order?.IsInstant == true;

    public string Status => State switch
    {
        SettlementState.Done => "DONE",
        SettlementState.Failed => "FAILED",
        SettlementState.Canceled => "CANCELED",
        _ => "PENDING",
    };
}

/// <summary>A settlement that is handed over later: one of a batch, or one that waits for money.</summary>
internal sealed class WaitingSettlement
{
    public required Guid Id { get; init; }
    public required SettlementOrder Order { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset Due { get; init; }
    public bool IsCanceled { get; set; }

    /// <summary>Why it was rejected instead of handed over.</summary>
    public string? Error { get; set; }

    /// <summary>What it became: the first part's transaction is what the wire shows.</summary>
    public Settlement? HandedOver { get; set; }
}

/// <summary>Waiting settlements in the order in which they fall due. The first one holds up the rest.</summary>
internal sealed class WaitingLine
{
    private readonly PriorityQueue<WaitingSettlement, (DateTimeOffset Due, int Arrival)> _line = new();
    private int _arrivals;

    /// <summary>When the line last moved up: nobody goes before that.</summary>
    public DateTimeOffset MovedAt { get; private set; }

    public void Join(WaitingSettlement waiting) => _line.Enqueue(waiting, (waiting.Due, _arrivals++));

    public WaitingSettlement? First
    {
        get
        {
            while (_line.TryPeek(out WaitingSettlement? first, out _))
            {
                if (!first.IsCanceled)
                    return first;
                _line.Dequeue();
            }
            return null;
        }
    }

    /// <summary>The first one goes.</summary>
    public void Leave(DateTimeOffset at)
    {
        _line.Dequeue();
        MovedAt = at;
    }

    /// <summary>One gives up its place.</summary>
    public void Cancel(WaitingSettlement waiting, DateTimeOffset at)
    {
        waiting.IsCanceled = true;
        MovedAt = at;
    }
}

/// <summary>What one business has sent, and what of it still waits.</summary>
internal sealed class BusinessSettlements
{
    private const int FirstIbanNumber = 22_822;

    private readonly Dictionary<string, int> _ibans = new(StringComparer.Ordinal);

    /// <summary>Oldest first.</summary>
    public List<Settlement> All { get; } = [];

    /// <summary>Every <c>track_id</c> ever taken, by single, queued or batch settlements.</summary>
    public HashSet<string> TrackIds { get; } = new(StringComparer.Ordinal);

    public HashSet<string> RefundPaymentNumbers { get; } = new(StringComparer.Ordinal);

    public List<Batch> Batches { get; } = [];

    public List<WaitingSettlement> Queued { get; } = [];

    public WaitingLine BatchLine { get; } = new();

    public WaitingLine QueueLine { get; } = new();

    /// <summary>The number list and get name an IBAN by.</summary>
    public int IbanNumber(string iban)
    {
        if (!_ibans.TryGetValue(iban, out int number))
            _ibans.Add(iban, number = FirstIbanNumber + _ibans.Count);
        return number;
    }
}
