using System.Globalization;
using System.Net;
using Vandar.Core.BatchSettlements;
using Vandar.Core.Customers;
using Vandar.Core.Ipg;
using Vandar.Core.QueuedSettlements;
using Vandar.Core.Ravand;
using Vandar.Core.Settlements;
using Vandar.Core.Wallet;

namespace Vandar.Core.Cli.Chaos;

/// <summary>The calls of a run: every class, every way of moving money.</summary>
internal static class Deeds
{
    private const int SmallBatch = 4;
    private const int LargeBatch = 900;
    private const int RowsPerPage = 100;
    private const string NoListOfInquiries = "no call lists inquiries, and their fee is in no list of transactions";

    private static readonly Uri s_shop = new("https://shop.example/back");
    private static readonly byte[] s_photo = [0xFF, 0xD8, 0xFF, 0xE0, .. Secrets.Document];

    /// <summary>Ids that no path may carry.</summary>
    private static readonly string[] s_hostile = ["..", ".", "..", ".", "..", "", " ", "a\nb", "\ud800", "\0", new string('x', 600)];

    public static IReadOnlyList<Deed> All { get; } =
    [
        new() { Class = 'R', Name = "wallet.balance", Weight = 50, Send = async to => await to.Client.Wallet.Balance(to.Options, to.Stop) },
        new()
        {
            Class = 'R', Name = "wallet.transactions", Weight = 20,
            Send = async to => await to.Client.Wallet.TransactionsPage(new() { PerPage = 5 }, null, to.Options, to.Stop),
        },
        new()
        {
            Class = 'Q', Name = "cash_in.account.balance", Weight = 40,
            Send = async to => await to.Client.CashIn.Account.Balance(to.Plan.CashInIban, to.Options, to.Stop),
        },
        new()
        {
            Class = 'B', Name = "inquiries.card", Weight = 50, Journal = "inquiries.card", JournalKey = intent => intent.Key,
            JournalAmount = _ => ShopPlan.InquiryFee, Entry = "inquiry",
            Send = async to => await to.Client.Inquiries.Card(
                new() { TrackId = to.Intent.Key, Card = CardNumber.Parse(Secrets.Card) }, to.Options, to.Stop),
            WhyNoLookUp = NoListOfInquiries,
        },
        new()
        {
            Class = 'B', Name = "inquiries.shahkar", Weight = 30, Journal = "inquiries.shahkar", JournalKey = intent => intent.Key,
            JournalAmount = _ => ShopPlan.InquiryFee, Entry = "inquiry",
            Send = async to => await to.Client.Inquiries.Shahkar(new()
            {
                TrackId = to.Intent.Key, Mobile = MobileNumber.Parse(Secrets.Mobile), NationalCode = NationalCode.Parse(Secrets.NationalCode),
            }, to.Options, to.Stop),
            WhyNoLookUp = NoListOfInquiries,
        },
        new()
        {
            Class = 'K', Name = "settlements.create", Weight = 140, Journal = "settlements.create", JournalKey = intent => intent.Key,
            JournalAmount = intent => intent.Amount, Entry = "settlement",
            Send = async to => await to.Client.Settlements.Create(Payout(to.Intent), to.Options, to.Stop),
            LookUp = to => HasTransaction(to, new() { TrackId = to.Intent.Key }),
        },
        new()
        {
            Class = 'K', Name = "queued_settlements.create", Weight = 40, Journal = "queued_settlements.create", JournalKey = intent => intent.Key,
            JournalAmount = intent => intent.Amount, Entry = "settlement",
            Send = async to => await to.Client.QueuedSettlements.Create(Queued(to.Intent), to.Options, to.Stop),
            LookUp = to => Any(to.Client.QueuedSettlements.List(new() { PerPage = RowsPerPage }, to.Options), row => row.TrackId == to.Intent.Key, to.Stop),
        },
        new()
        {
            Class = 'K', Name = "batch_settlements.create", Weight = 30, Journal = "batch_settlements.create", IsBatch = true,
            JournalAmount = intent => Total(intent, SmallBatch), Entry = "settlement",
            Send = async to => await to.Client.BatchSettlements.Create(Batch(to.Intent, SmallBatch), to.Options, to.Stop),
            LookUp = to => HasBatch(to, SmallBatch),
        },
        new()
        {
            Class = 'K', Name = "batch_settlements.create", Weight = 4, Journal = "batch_settlements.create", IsBatch = true, IsLarge = true,
            JournalAmount = intent => Total(intent, LargeBatch), Entry = "settlement",
            Send = async to => await to.Client.BatchSettlements.Create(Batch(to.Intent, LargeBatch), to.Options, to.Stop),
            LookUp = to => HasBatch(to, LargeBatch),
        },
        new()
        {
            Class = 'K', Name = "customers.wallet.deposit", Weight = 80, Journal = "customers.wallet.deposit", JournalKey = intent => intent.Key,
            JournalAmount = intent => intent.Amount, Entry = "customer wallet deposit",
            Send = async to => await Customer(to).Wallet.Deposit(Movement(to.Intent), to.Options, to.Stop),
            LookUp = to => Any(Customer(to).Transactions(null, to.Options), row => row.Comment == to.Intent.Key, to.Stop),
        },
        new()
        {
            Class = 'K', Name = "customers.wallet.withdraw", Weight = 40, Journal = "customers.wallet.withdraw", JournalKey = intent => intent.Key,
            JournalAmount = intent => intent.Amount, Entry = "customer wallet withdrawal",
            Send = async to => await Customer(to).Wallet.Withdraw(Movement(to.Intent), to.Options, to.Stop),
            LookUp = to => Any(Customer(to).Transactions(null, to.Options), row => row.Comment == to.Intent.Key, to.Stop),
        },
        new()
        {
            Class = 'K', Name = "direct_debit.withdrawals.create", Weight = 60, Journal = "direct_debit.withdrawals.create",
            JournalKey = intent => intent.Key, JournalAmount = intent => intent.Amount, Entry = "direct debit",
            Send = async to => await to.Client.DirectDebit.Withdrawals.Create(
                new() { AuthorizationId = to.Plan.Mandate, Amount = to.Intent.Amount, TrackId = to.Intent.Key }, to.Options, to.Stop),
            LookUp = to => IsFound(to.Client.DirectDebit.Withdrawals.GetByTrackId(to.Intent.Key, to.Options, to.Stop)),
        },
        new()
        {
            Class = 'K', Name = "cash_in.account.deposit", Weight = 50, Journal = "cash_in.account.deposit", JournalKey = intent => intent.Key,
            JournalAmount = intent => intent.Amount, Entry = "cash-in from account",
            Send = async to => await to.Client.CashIn.Account.Deposit(
                new() { Iban = to.Plan.CashInIban, Amount = to.Intent.Amount, TrackId = to.Intent.Key }, to.Options, to.Stop),
            LookUp = to => HasTransaction(to, new() { TrackId = to.Intent.Key, Channel = TransactionChannel.CashIn }),
        },
        new()
        {
            Class = 'M', Name = "refunds.create", Weight = 80, Journal = "refunds.create", JournalAmount = intent => intent.Amount, Entry = "refund",
            Send = async to => await to.Client.Refunds.Create(
                to.Plan.Payments[to.Intent.Number % to.Plan.Payments.Length], new() { Amount = to.Intent.Amount, Description = Receipt(to.Intent) },
                to.Options, to.Stop),
            // A payment number would be a key, and a second execution would be refused instead of seen. The text on the receipt is none.
            LookUp = to => Any(
                to.Client.Wallet.Transactions(
                    new() { Channel = TransactionChannel.Refund, Search = Receipt(to.Intent), SearchField = TransactionSearchField.Description }, to.Options),
                row => row.Description == Receipt(to.Intent), to.Stop),
        },
        new()
        {
            Class = 'M', Name = "ravand.credit.adjust", Weight = 40, Journal = "ravand.credit.adjust", JournalAmount = intent => intent.Amount,
            Send = async to => await Holder(to).Credit.Adjust(
                new() { Amount = to.Intent.Amount, Direction = CreditDirection.Credit }, to.Options, to.Stop),
            // The rows have no key; here no two changes have the same amount.
            LookUp = to => Any(
                Holder(to).Credit.Changes(new() { PerPage = RowsPerPage }, to.Options), row => row.Amount == to.Intent.Amount.Value, to.Stop),
        },
        new()
        {
            Class = 'M', Name = "ipg.send", Weight = 40, Journal = "ipg.send", JournalAmount = intent => intent.Amount,
            Send = async to => await to.Client.Ipg.Send(Payment(to.Intent), to.Options, to.Stop),
            // The exception names none: that the list has payments which nobody has paid is the sandbox's word. One of them moves nothing.
            LookUp = to => Any(
                to.Client.Wallet.Transactions(new() { FactorNumber = to.Intent.Key }, to.Options), row => row.FactorNumber == to.Intent.Key, to.Stop),
        },
        new()
        {
            Class = 'M', Name = "ravand.transfers.confirm_otp", Weight = 30, Journal = "ravand.transfers.confirm_otp",
            JournalAmount = intent => intent.Amount, Entry = "card account gives", Prepare = BeginsTransfer,
            Send = async to => await Holder(to).Transfers.ConfirmOtp(
                new() { TransferId = to.Subject.Id, Otp = to.Subject.Password! }, to.Options, to.Stop),
            // No word for a state is published; these are the sandbox's for a transfer whose money has not moved.
            LookUp = async to => (await Holder(to).Transfers.Inquire(new() { TransferId = to.Subject.Id }, to.Options, to.Stop)).Status
                is not ("WAITING_FOR_OTP" or "EXPIRED" or "FAILED"),
        },
        new()
        {
            Class = 'M', Name = "ravand.cardholders.finalize", Weight = 20, Journal = "ravand.cardholders.finalize", Prepare = RegistersApplicant,
            Send = async to => await to.Client.Ravand.Cardholders(ShopPlan.Provider).Finalize(to.Subject.Id, to.Options, to.Stop),
            LookUp = IsFinalized,
        },
        new()
        {
            Class = 'V', Name = "settlements.cancel", Weight = 30, Journal = "settlements.cancel", JournalKey = intent => intent.Key,
            JournalAmount = intent => intent.Amount, Entry = "settlement cancelled",
            Prepare = PaysOut, Send = async to => await to.Client.Settlements.Cancel(to.Subject.Transaction, to.Options, to.Stop),
            LookUp = async to =>
                (await to.Client.Settlements.Get(to.Subject.Id, to.Options, to.Stop)).Status == SettlementStatus.Canceled,
        },
        new()
        {
            Class = 'V', Name = "queued_settlements.cancel", Weight = 20, Journal = "queued_settlements.cancel", JournalKey = intent => intent.Key,
            JournalAmount = intent => intent.Amount,
            Prepare = async to => to.Subject.Id = (await to.Client.QueuedSettlements.Create(Queued(to.Intent), to.Options, to.Stop)).Id ?? "",
            Send = async to => await to.Client.QueuedSettlements.Cancel(new() { Id = to.Subject.Id }, to.Options, to.Stop),
            LookUp = async to =>
                (await to.Client.QueuedSettlements.Get(to.Subject.Id, to.Options, to.Stop)).Status == QueuedSettlementStatus.Canceled,
        },
        new()
        {
            Class = 'V', Name = "customers.delete", Weight = 20, Journal = "customers.delete",
            Prepare = async to => to.Subject.Id = (await to.Client.Customers.Create(Person(to.Intent), to.Options, to.Stop)).Id,
            Send = async to => await to.Client.Customers.Delete(to.Subject.Id, to.Options, to.Stop),
            LookUp = async to => !await IsFound(to.Client.Customers.Get(to.Subject.Id, to.Options, to.Stop)),
        },
        new()
        {
            Class = 'V', Name = "ipg.verify", Weight = 20, Journal = "ipg.verify", JournalAmount = intent => intent.Amount, Entry = "payment verified",
            Prepare = IsPaid, Send = async to => await to.Client.Ipg.Verify(to.Subject.Id, to.Options, to.Stop),
            LookUp = async to => (await to.Client.Ipg.Transaction(to.Subject.Id, to.Options, to.Stop)).Code == IpgTransactionCode.Verified,
        },
        new()
        {
            Class = 'T', Name = "tokens.refresh", Weight = 2, Send = async to => await to.Client.Tokens.Refresh(to.Stop),
        },
        new()
        {
            Class = 'U', Name = "ravand.cardholders.upload", Weight = 20, Journal = "ravand.cardholders.upload", JournalKey = null,
            Send = async to => await to.Client.Ravand.Cardholders(ShopPlan.Provider).Upload(
                to.Plan.Applicant, DocumentType.ApplicantPhoto, VandarFile.From(new MemoryStream(s_photo), "photo.jpg", "image/jpeg"),
                options: to.Options, cancellationToken: to.Stop),
            WhyNoLookUp = "no call lists the documents of an applicant",
        },
        new() { Class = 'S', Name = "customers.delete", Weight = 5, Send = async to => await to.Client.Customers.Delete(Hostile(to), to.Options, to.Stop) },
        new()
        {
            Class = 'S', Name = "queued_settlements.get", Weight = 5,
            Send = async to => await to.Client.QueuedSettlements.Get(Hostile(to), to.Options, to.Stop),
        },
        new()
        {
            Class = 'S', Name = "customers.wallet.deposit", Weight = 5,
            Send = async to => await to.Client.Customer(Hostile(to)).Wallet.Deposit(Movement(to.Intent), to.Options, to.Stop),
        },
    ];

    private static readonly int s_weight = All.Sum(deed => deed.Weight);

    /// <summary>One of the deeds of a caller; of one that cannot mark its requests, only those that the journal tells by their key.</summary>
    public static Deed Draw(ref Dice dice, bool isKeyedOnly)
    {
        while (true)
        {
            int throwOf = dice.Next(s_weight);
            foreach (Deed deed in All)
            {
                throwOf -= deed.Weight;
                if (throwOf >= 0)
                    continue;
                if (isKeyedOnly && !deed.IsToldByKey)
                    break;
                return deed;
            }
        }
    }

    /// <summary>What the journal says as the key of a batch.</summary>
    public static string BatchId(Intent intent) => Batch(intent, intent.Deed.IsLarge ? LargeBatch : SmallBatch).ComputeBatchId();

    private static CreateSettlement Payout(Intent intent) => new()
    {
        Amount = intent.Amount.ToToman(), Iban = Iban.Parse(Secrets.Iban), TrackId = intent.Key, Description = "chaos",
    };

    // The queue's unit is not documented; the sandbox counts it in Toman.
    private static CreateQueuedSettlement Queued(Intent intent) => new()
    {
        AmountInUndocumentedUnit = intent.Amount.ToToman().Value, Iban = Iban.Parse(Secrets.Iban), TrackId = intent.Key,
    };

    private static CreateBatchSettlement Batch(Intent intent, int items)
    {
        Iban iban = Iban.Parse(Secrets.Iban);
        return new()
        {
            Items = [.. Enumerable.Range(0, items).Select(item => new BatchSettlementItem
            {
                TrackId = string.Create(CultureInfo.InvariantCulture, $"{intent.Key}/{item:000}"), Iban = iban, Amount = intent.Amount,
            })],
        };
    }

    private static Rial Total(Intent intent, int items) => Rial.Of(intent.Amount.Value * items);

    /// <summary>Contained in no other one.</summary>
    private static string Receipt(Intent intent) => $"[{intent.Key}]";

    private static ChangeCustomerWallet Movement(Intent intent) => new() { Amount = intent.Amount, TrackId = intent.Key, Comment = intent.Key };

    private static IpgSend Payment(Intent intent) => new() { Amount = intent.Amount, CallbackUrl = s_shop, FactorNumber = intent.Key };

    private static IndividualCustomer Person(Intent intent) => new()
    {
        IndividualNationalCode = SamplePerson.NationalCode(intent.Number),
        Mobile = MobileNumber.Parse(string.Create(CultureInfo.InvariantCulture, $"0912{intent.Number % 10_000_000:0000000}")),
    };

    private static CustomerClient Customer(Errand to) => to.Client.Customer(to.Plan.Customers[to.Intent.Number % to.Plan.Customers.Length]);

    private static CardholderClient Holder(Errand to) => to.Client.Ravand.Cardholder(ShopPlan.Provider, to.Plan.Cardholder);

    private static string Hostile(Errand to)
    {
        Dice dice = to.Intent.Throw(salt: 7);
        return s_hostile[dice.Next(s_hostile.Length)];
    }

    private static async Task PaysOut(Errand to)
    {
        Settlement settlement = await to.Client.Settlements.Create(Payout(to.Intent), to.Options, to.Stop);
        (to.Subject.Id, to.Subject.Transaction) = (settlement.Id, settlement.TransactionId ?? 0);
    }

    /// <summary>The transfer, and the password that the cardholder's phone shows.</summary>
    private static async Task BeginsTransfer(Errand to)
    {
        StartedTransfer started = await Holder(to).Transfers.Create(new()
        {
            TrackId = to.Intent.Key, Amount = to.Intent.Amount, Destination = Secrets.Iban, SourceAccountNumber = to.Plan.Account,
            Type = TransferType.Paya,
        }, to.Options, to.Stop);
        to.Subject.Id = started.TransferId!;
        to.Subject.Password = await to.Shop.Outside.Password(to.Plan.Business, started.TransferId!, to.Stop);
    }

    private static async Task RegistersApplicant(Errand to) => to.Subject.Id = (await to.Client.Ravand.Cardholders(ShopPlan.Provider).Create(new()
    {
        NationalCode = SamplePerson.NationalCode(to.Intent.Number), Mobile = MobileNumber.Parse(Secrets.Mobile), BirthDate = new(1370, 1, 1),
    }, to.Options, to.Stop)).CardholderId;

    /// <summary>A payment that its payer has made; the call is the shop's word that it takes it.</summary>
    private static async Task IsPaid(Errand to)
    {
        IpgSession session = await to.Client.Ipg.Send(Payment(to.Intent), to.Options, to.Stop);
        await to.Shop.Outside.Pay(session.RedirectUrl, to.Stop);
        to.Subject.Id = session.Token;
    }

    private static async Task<bool> HasTransaction(Errand to, TransactionQuery query) =>
        (await to.Client.Wallet.TransactionsPage(query, null, to.Options, to.Stop)).Items.Any(row => row.TrackId == to.Intent.Key);

    private static Task<bool> HasBatch(Errand to, int items) =>
        IsFound(to.Client.BatchSettlements.ItemsPage(Batch(to.Intent, items).ComputeBatchId(), null, 1, to.Options, to.Stop));

    private static async Task<bool> IsFinalized(Errand to)
    {
        try
        {
            await to.Client.Ravand.Cardholders(ShopPlan.Provider).Inquire(to.Subject.Id, to.Options, to.Stop);
            return true;
        }
        catch (VandarApiException e) when (e is { Code: "cardholder_request_not_finalize", Outcome: RequestOutcome.Rejected })
        {
            return false;
        }
    }

    private static async Task<bool> Any<T>(Paged<T> rows, Func<T, bool> isIt, CancellationToken stop)
    {
        await foreach (T row in rows.WithCancellation(stop))
        {
            if (isIt(row))
                return true;
        }
        return false;
    }

    private static async Task<bool> IsFound<T>(ValueTask<T> reading)
    {
        try
        {
            await reading;
            return true;
        }
        catch (VandarApiException e) when (e is { StatusCode: HttpStatusCode.NotFound, Outcome: RequestOutcome.Rejected })
        {
            return false;
        }
    }
}
