using System.Net;
using System.Text.Json;

namespace Vandar.Core.Tests.Sandbox;

/// <summary>The way to a mandate and a withdrawal, over plain HTTP but for the payer's click.</summary>
internal static class DirectDebitCalls
{
    public const string Authorizations = "v3/business/sample-shop/subscription/authorization";
    public const string Withdrawals = "v3/business/sample-shop/subscription/withdrawal";
    public const string RefundsPath = "v3/business/sample-shop/subscription/refunds";

    public static string MandateBody(string bankCode = "056", string mobile = "09120000001", string expires = "2026-11-22", string more = "") =>
        $$"""
        {"bank_code":"{{bankCode}}","mobile":"{{mobile}}","callback_url":"https://shop.example/return?order=7","count":3,"limit":5000000,
         "expiration_date":"{{expires}}"{{more}}}
        """;

    /// <summary>At most 3 withdrawals a month, each up to 5,000,000 Rial.</summary>
    public static async Task<string> RequestMandate(
        this SandboxShop shop, string bankCode = "056", string mobile = "09120000001", string expires = "2026-11-22", string more = "")
    {
        Reply reply = await shop.Post(Authorizations + "/store", MandateBody(bankCode, mobile, expires, more));
        Assert.That((reply.Status, reply["message"].GetString()), Is.EqualTo((200, "درخواست توکن با موفقیت ثبت شد.")));
        return reply["result"].GetProperty("authorization").GetProperty("token").GetString()!;
    }

    /// <summary>A verified mandate of a payer who has so much in the account.</summary>
    public static async Task<string> GiveMandate(
        this SandboxShop shop, long balance = 10_000_000, string expires = "2026-11-22", string more = "")
    {
        string id = shop.Sandbox.DirectDebit.Consent(await shop.RequestMandate(expires: expires, more: more), new Rial(balance));
        Reply verified = await shop.Send(HttpMethod.Patch, $"{Authorizations}/{id}/verify");
        Assert.That(verified.Message.StatusCode, Is.EqualTo(HttpStatusCode.OK), verified.Text);
        return id;
    }

    public static Task<Reply> TryWithdraw(this SandboxShop shop, string authorizationId, long amount, string more = "") =>
        shop.Post(Withdrawals + "/store", $$"""{"authorization_id":"{{authorizationId}}","amount":{{amount}}{{more}}}""");

    /// <returns>The withdrawal's id.</returns>
    public static async Task<string> Withdraw(this SandboxShop shop, string authorizationId, long amount, string more = "")
    {
        Reply reply = await shop.TryWithdraw(authorizationId, amount, more);
        Assert.That(reply.Status, Is.EqualTo(200), reply.Text);
        return reply["result"].GetProperty("withdrawal").GetProperty("id").GetString()!;
    }

    public static async Task<WithdrawalState> State(this SandboxShop shop, string withdrawalId)
    {
        JsonElement withdrawal = (await shop.Get($"{Withdrawals}/{withdrawalId}"))["result"].GetProperty("withdrawal");
        return new WithdrawalState(withdrawal.GetProperty("status").GetString()!, withdrawal.GetProperty("error_code").GetString(),
            withdrawal.GetProperty("retry_count").GetInt32());
    }

    public static Dictionary<string, string> Query(Reply redirect) => new Uri(redirect.Header("Location")).Query[1..].Split('&')
        .Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
}

internal sealed record WithdrawalState(string Status, string? ErrorCode, int RetryCount);
