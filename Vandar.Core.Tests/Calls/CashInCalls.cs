using System.Text.Json;

namespace Vandar.Core.Tests;

internal static class CashInCalls
{
    private const string Id = "5b0c2c3e-2c65-4f0e-8d7c-90c2f6b9a001";

    private static readonly Iban s_account = Iban.Parse("IR170620000000123456789001");

    internal static Dictionary<string, Func<VandarClient, Task<object?>>> All => new()
    {
        ["cash_in.code"] = async client => await client.CashIn.Code(GroupCalls.Once),
        ["cash_in.transactions"] = async client => (await client.CashIn.TransactionsPage(
            new() { PerPage = 10, Status = "DONE", Filters = new Dictionary<string, string> { ["code"] = "143992020000736" } }, 1, GroupCalls.Once)).Items,
        ["cash_in.suspicious_payments"] = async client => (await client.CashIn.SuspiciousPaymentsPage(null, 1, GroupCalls.Once)).Items,
        ["cash_in.resolve_suspicious_payment"] = async client => await client.CashIn.ResolveSuspiciousPayment(
            Id,
            new()
            {
                Status = "ACCEPTED", Description = "known payer", Extra = new Dictionary<string, JsonElement> { ["note"] = GroupCalls.Json("\"x\"") },
            },
            GroupCalls.Once),
        ["cash_in.account.list"] = async client => await client.CashIn.Account.List(GroupCalls.Once),
        ["cash_in.account.deposit"] = async client => await client.CashIn.Account.Deposit(
            new()
            {
                Iban = s_account, Amount = Rial.Of(1_200_000_000), TrackId = "2ca25322-d10a-49fb-a000-788e1f59ff33", Description = "wallet top-up",
                Comment = "note",
            },
            GroupCalls.Once),
        ["cash_in.account.balance"] = async client => await client.CashIn.Account.Balance(s_account, GroupCalls.Once),
    };
}
