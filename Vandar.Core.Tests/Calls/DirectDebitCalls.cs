using System.Text.Json;
using Vandar.Core.DirectDebit;

namespace Vandar.Core.Tests;

/// <summary>How the operations of direct debit are called by the fixtures.</summary>
internal static class DirectDebitCalls
{
    private const string Authorization = "1cfe40a8-6a49-4b7b-8a86-10f35562d5d4";
    private const string Withdrawal = "206a423e-04ec-4fa2-8d7d-406515aa4fdd";
    private const string TrackId = "68ed988e-a10c-4e43-95b0-63c75ae8733f";
    private const string Refund = "6b15036b-abf9-495e-a0ea-caad2c3a2535";

    private static readonly CreateAuthorization s_authorization = new()
    {
        BankCode = "056", Mobile = MobileNumber.Parse("09120000001"), CallbackUrl = new("https://shop.example/direct-debit/return?payer=7"), Count = 10,
        Limit = Rial.Of(5_000_000), ExpirationDate = new(2026, 11, 22), Name = "Test Payer", Email = "payer@example.com", WageType = WageType.Business,
        NationalCode = NationalCode.Parse("0012345679"),
    };

    private static readonly CreateAuthorization s_smallestAuthorization = new()
    {
        BankCode = "056", Mobile = MobileNumber.Parse("09120000001"), CallbackUrl = new("https://shop.example/return"), Count = 1, Limit = Rial.Of(1),
        ExpirationDate = new(2026, 11, 22),
    };

    private static readonly CreateWithdrawal s_withdrawal = new()
    {
        AuthorizationId = Authorization, Amount = Rial.Of(1_500_000), WithdrawalDate = new(2025, 12, 1), MaxRetryCount = 3,
        NotifyUrl = new("https://shop.example/direct-debit/notify"), Description = "order 1042", TrackId = TrackId,
    };

    private static readonly CreateDirectDebitRefund s_refund = new()
    {
        WithdrawalId = Withdrawal, Amount = Rial.Of(1_500_000), TrackId = "3a8799b7-8e71-4fd2-9dda-bde2dd80b8d1", Description = "order 1042 returned",
        NotifyUrl = new("https://shop.example/refund/notify"), Extra = new Dictionary<string, JsonElement> { ["reason"] = GroupCalls.Json("\"returned\"") },
    };

    internal static Dictionary<string, Func<VandarClient, Task<object?>>> All => new()
    {
        ["direct_debit.banks"] = async client => await client.DirectDebit.Banks(GroupCalls.Once),
        ["direct_debit.bank_health"] = async client => (await client.DirectDebit.BankHealth(GroupCalls.Once)).Content,
        ["direct_debit.bank_errors"] = async client => await client.DirectDebit.BankErrors(GroupCalls.Once),
        ["direct_debit.authorizations.create"] = async client => await client.DirectDebit.Authorizations.Create(s_authorization, GroupCalls.Once),
        ["direct_debit.authorizations.create.smallest"] = async client =>
            await client.DirectDebit.Authorizations.Create(s_smallestAuthorization, GroupCalls.Once),
        ["direct_debit.authorizations.verify"] = async client => await client.DirectDebit.Authorizations.Verify(Authorization, GroupCalls.Once),
        ["direct_debit.authorizations.get"] = async client => await client.DirectDebit.Authorizations.Get(Authorization, null, GroupCalls.Once),
        ["direct_debit.authorizations.get.older_path"] = async client =>
            await client.DirectDebit.Authorizations.Get(Authorization, new() { UseOlderPath = true }, GroupCalls.Once),
        ["direct_debit.authorizations.list"] = async client => (await client.DirectDebit.Authorizations.ListPage(null, 1, GroupCalls.Once)).Items,
        ["direct_debit.authorizations.list.of_a_payer"] = async client =>
            (await client.DirectDebit.Authorizations.ListPage(new() { Mobile = MobileNumber.Parse("09120000001") }, 1, GroupCalls.Once)).Items,
        ["direct_debit.authorizations.calculation"] = async client => await client.DirectDebit.Authorizations.Calculation(Authorization, null, GroupCalls.Once),
        ["direct_debit.authorizations.calculation.of_an_amount"] = async client =>
            await client.DirectDebit.Authorizations.Calculation(Authorization, new() { Amount = Rial.Of(1_500_000) }, GroupCalls.Once),
        ["direct_debit.authorizations.revoke"] = async client => await client.DirectDebit.Authorizations.Revoke(Authorization, GroupCalls.Once),
        ["direct_debit.withdrawals.create"] = async client => await client.DirectDebit.Withdrawals.Create(s_withdrawal, GroupCalls.Once),
        ["direct_debit.withdrawals.create.instant"] = async client => await client.DirectDebit.Withdrawals.Create(
            new() { AuthorizationId = Authorization, Amount = Rial.Of(1), TrackId = TrackId }, GroupCalls.Once),
        ["direct_debit.withdrawals.get"] = async client => await client.DirectDebit.Withdrawals.Get(Withdrawal, GroupCalls.Once),
        ["direct_debit.withdrawals.get_by_track_id"] = async client => await client.DirectDebit.Withdrawals.GetByTrackId(TrackId, GroupCalls.Once),
        ["direct_debit.withdrawals.list"] = async client => (await client.DirectDebit.Withdrawals.ListPage(null, 1, GroupCalls.Once)).Items,
        ["direct_debit.withdrawals.list.of_an_authorization"] = async client =>
            (await client.DirectDebit.Withdrawals.ListPage(new() { AuthorizationId = Authorization }, 1, GroupCalls.Once)).Items,
        ["direct_debit.withdrawals.cancel"] = async client => await client.DirectDebit.Withdrawals.Cancel(Withdrawal, GroupCalls.Once),
        ["direct_debit.refunds.create"] = async client => await client.DirectDebit.Refunds.Create(s_refund, GroupCalls.Once),
        ["direct_debit.refunds.create.smallest"] = async client => await client.DirectDebit.Refunds.Create(new() { WithdrawalId = Withdrawal, Amount = null }, GroupCalls.Once),
        ["direct_debit.refunds.get"] = async client => await client.DirectDebit.Refunds.Get(Refund, GroupCalls.Once),
        ["direct_debit.refunds.list"] = async client => (await client.DirectDebit.Refunds.ListPage(null, 1, GroupCalls.Once)).Items,
    };
}
