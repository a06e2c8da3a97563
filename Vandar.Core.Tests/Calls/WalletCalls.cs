using Vandar.Core.Wallet;

namespace Vandar.Core.Tests;

/// <summary>How the wallet is called by the fixtures.</summary>
internal static class WalletCalls
{
    private static readonly TransactionQuery s_everyFilter = new()
    {
        FromDate = new JalaliDate(1398, 7, 3), ToDate = new JalaliDate(1403, 1, 12), Kind = TransactionKind.Settlements, State = TransactionState.Succeeded,
        Channel = TransactionChannel.CashInByCode, FormId = "f 1", RefId = "r1", TrackingCode = "t1", Id = "171234567890", TrackId = "order-7",
        FactorNumber = "INV/1", PerPage = 100, Search = "کتاب", SearchField = TransactionSearchField.Description,
    };

    internal static Dictionary<string, Func<VandarClient, Task<object?>>> All => new()
    {
        ["wallet.balance"] = async client => await client.Wallet.Balance(GroupCalls.Once),
        ["wallet.transactions"] = async client => AsOnTheWire(await client.Wallet.TransactionsPage(null, null, GroupCalls.Once)),
        ["wallet.transactions.filtered"] = async client => AsOnTheWire(await client.Wallet.TransactionsPage(s_everyFilter, "171234567891", GroupCalls.Once)),
        ["wallet.transaction_count"] = async client => await client.Wallet.TransactionCount(null, GroupCalls.Once),
    };

    private static TransactionRows AsOnTheWire(Page<WalletTransaction> page) => new() { HasMore = page.HasMore, Data = page.Items };
}
