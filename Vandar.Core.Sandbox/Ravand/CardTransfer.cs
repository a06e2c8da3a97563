using System.Globalization;

namespace Vandar.Core.Sandbox;

/// <summary>The states of a transfer and of its way between the banks. All words are inferred.</summary>
internal static class TransferStatus
{
    public const string WaitingForOtp = "WAITING_FOR_OTP";
    public const string Done = "DONE";
    public const string Failed = "FAILED";
    public const string Expired = "EXPIRED";
    public const string InProgress = "IN_PROGRESS";
    public const string Settled = "SETTLED";
    public const string Returned = "RETURNED";
}

/// <summary>The kinds of transfer. The kinds are documented, their spelling is inferred.</summary>
internal static class TransferKind
{
    public const string Internal = "INTERNAL";
    public const string Paya = "PAYA";
    public const string Satna = "SATNA";
    public const string Pol = "POL";

    public static IReadOnlyList<string> All { get; } = [Internal, Paya, Satna, Pol];
}

/// <summary>One transfer from a card's account, from its creation to its end.</summary>
internal sealed class CardTransfer
{
    public required string Id { get; init; }
    public required string? TrackId { get; init; }
    public required SandboxBusiness Business { get; init; }
    public required CardAccount Source { get; init; }
    public required string Kind { get; init; }
    public required Rial Amount { get; init; }
    public required string Destination { get; init; }
    public required string Description { get; init; }
    public required DateTimeOffset Ends { get; init; }
    public required string Reference { get; init; }

    public string Password { get; set; } = "";
    public int PasswordNumber { get; set; }
    public DateTimeOffset PasswordSentAt { get; set; }
    public DateTimeOffset PasswordEnds { get; set; }
    public int WrongPasswords { get; set; }
    public string Status { get; set; } = TransferStatus.WaitingForOtp;

    /// <summary>Where the money is between the banks, once the transfer was confirmed.</summary>
    public string? Clearing { get; set; }

    public bool GoesThroughClearing => Kind is TransferKind.Paya or TransferKind.Satna;

    public string Key => TrackId ?? Id;
}

/// <summary>All transfers, and the money on its way. Used under the sandbox's lock.</summary>
internal sealed class CardTransferBook(World world)
{
    private const int PasswordLength = 6;

    private readonly List<CardTransfer> _all = [];
    private readonly Dictionary<string, CardTransfer> _byId = new(StringComparer.Ordinal);

    public CardTransfer? Find(string id) => _byId.GetValueOrDefault(id);

    public CardTransfer? FindByTrackId(SandboxBusiness business, string trackId) =>
        _all.Find(transfer => transfer.Business == business && transfer.TrackId == trackId);

    public CardTransfer? FindByReference(string reference) => _all.Find(transfer => transfer.Reference == reference);

    public CardTransfer? Latest(CardAccount source) => _all.FindLast(transfer => transfer.Source == source);

    /// <summary>Makes a transfer and sends its first password. Nothing is reserved: what the account holds is looked at again when the transfer
    /// is confirmed.</summary>
    public CardTransfer Create(
        SandboxBusiness business, CardAccount source, string kind, Rial amount, string destination, string? trackId, string? description)
    {
        string label = string.Create(CultureInfo.InvariantCulture, $"transfer/{source.Cardholder.Id}/{_all.Count}");
        CardTransfer transfer = new()
        {
            Id = world.Seeded.Uuid(label).ToString(),
            TrackId = trackId,
            Business = business,
            Source = source,
            Kind = kind,
            Amount = amount,
            Destination = destination,
            Description = description ?? "انتقال وجه",
            Ends = world.Clock.Now + world.Switches.TransferLife,
            Reference = world.Seeded.Digits(label + "/reference", 12),
        };
        _all.Add(transfer);
        _byId.Add(transfer.Id, transfer);
        SendPassword(transfer);
        return transfer;
    }

    /// <summary>Sends a new password, which ends with the transfer at the latest; the one before is worth nothing from then on.</summary>
    public void SendPassword(CardTransfer transfer)
    {
        string password;
        do
            password = world.Seeded.Digits($"transfer/{transfer.Id}/password/{transfer.PasswordNumber++}", PasswordLength);
        while (password == transfer.Password);
        transfer.Password = password;
        transfer.PasswordSentAt = world.Clock.Now;
        DateTimeOffset ends = world.Clock.Now + world.Switches.TransferPasswordLife;
        transfer.PasswordEnds = ends < transfer.Ends ? ends : transfer.Ends;
    }

    /// <summary>Gives up what has waited too long.</summary>
    public void Expire(CardTransfer transfer)
    {
        if (transfer.Status == TransferStatus.WaitingForOtp && world.Clock.Now >= transfer.Ends)
            transfer.Status = TransferStatus.Expired;
    }

    /// <summary>Moves the money out of the account, and on to the other one at once or when its time has come.</summary>
    public void Confirm(CardTransfer transfer)
    {
        DateTimeOffset now = world.Clock.Now;
        transfer.Status = TransferStatus.Done;
        transfer.Clearing = TransferStatus.InProgress;
        world.CardAccounts.Withdraw(
            transfer.Source, now, SandboxLedger.BetweenBanks, transfer.Amount, transfer.Description, transfer.Reference);
        TimeSpan delay = transfer.Kind switch
        {
            TransferKind.Paya => world.Switches.PayaDelay,
            TransferKind.Satna => world.Switches.SatnaDelay,
            _ => TimeSpan.Zero,
        };
        if (delay == TimeSpan.Zero)
            Settle(transfer, now);
        else
            world.Agenda.Add(now + delay, at => Settle(transfer, at));
    }

    private void Settle(CardTransfer transfer, DateTimeOffset at)
    {
        if (HasUnknownBank(transfer.Destination))
        {
            transfer.Status = transfer.Clearing = TransferStatus.Returned;
            world.CardAccounts.Deposit(
                transfer.Source, at, SandboxLedger.BetweenBanks, transfer.Amount, "برگشت انتقال وجه", transfer.Reference);
            return;
        }
        transfer.Clearing = TransferStatus.Settled;
        if (world.CardAccounts.Find(transfer.Destination) is { } account)
            world.CardAccounts.Deposit(account, at, SandboxLedger.BetweenBanks, transfer.Amount, transfer.Description, transfer.Reference);
        else
            world.Ledger.Move(at, "transfer arrives outside", SandboxLedger.BetweenBanks, SandboxLedger.Bank(BankOf(transfer)), transfer.Amount);
    }

    /// <summary>A bare account number names no bank: it is one of the bank the money comes from.</summary>
    private static string BankOf(CardTransfer transfer) =>
        (transfer.Destination.IsIban() ? transfer.Destination : transfer.Source.Card.Iban)[4..7];

    public static bool HasUnknownBank(string destination) => destination.IsIban() && destination[4..7] == SandboxBanking.UnknownBankCode;
}
