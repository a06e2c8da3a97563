using Vandar.Core.DirectDebit;

namespace Vandar.Core.Tests.EndToEnd;

/// <summary>A payer who is asked for a mandate and goes through the bank's page with a browser.</summary>
internal static class DebitPayer
{
    internal const string Saman = "056";
    internal const string Tejarat = "018";

    /// <summary>Three withdrawals a month, each up to 5,000,000 Rial.</summary>
    internal static CreateAuthorization Request(string mobile, string bankCode = Saman) => new()
    {
        BankCode = bankCode,
        Mobile = MobileNumber.Parse(mobile),
        CallbackUrl = new Uri("https://shop.example/direct-debit/return?order=1042"),
        Count = 3,
        Limit = Rial.Of(5_000_000),
        ExpirationDate = new(2026, 9, 22),
    };

    /// <summary>Opens the page, presses a button of it, and comes back to the shop.</summary>
    internal static async Task<AuthorizationCallback> Decide(
        ClientAndSandbox shop, AuthorizationSession session, string button, params (string Name, string Value)[] fields)
    {
        using HttpResponseMessage page = await shop.Visit(session.RedirectUrl);
        Assert.That((int)page.StatusCode, Is.EqualTo(200));
        return await Press(shop, session, button, fields);
    }

    /// <summary>A button of the page that is open.</summary>
    internal static async Task<AuthorizationCallback> Press(
        ClientAndSandbox shop, AuthorizationSession session, string button, params (string Name, string Value)[] fields)
    {
        using HttpResponseMessage back = await shop.Submit(new Uri($"{session.RedirectUrl}/{button}"), fields);
        return Back(back);
    }

    /// <summary>What the browser brings to the shop that it is sent back to.</summary>
    internal static AuthorizationCallback Back(HttpResponseMessage redirect)
    {
        Uri address = redirect.Headers.Location!;
        Assert.That(address.GetLeftPart(UriPartial.Path), Is.EqualTo("https://shop.example/direct-debit/return"));
        Assert.That(address.Query, Does.StartWith("?order=1042&"), "the shop's own parameter survives");
        return AuthorizationCallback.Parse(address.Query);
    }
}
