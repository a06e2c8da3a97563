using System.Net;
using System.Text.RegularExpressions;
using Vandar.Core.Ipg;

namespace Vandar.Core.Cli.Demo;

/// <summary>A payer's browser: opens the payment page, fills in its form, and follows it back to the shop.</summary>
internal sealed partial class SimulatedPayer : IDisposable
{
    private readonly HttpClient _browser = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });

    /// <summary>Requests the payer's browser made.</summary>
    public int Requests { get; private set; }

    /// <summary>Pays with the card that the page suggests, and returns what the browser brings back to the shop.</summary>
    public async Task<IpgCallback> Pay(Uri page, CancellationToken cancellationToken)
    {
        Requests++;
        string html = await _browser.GetStringAsync(page, cancellationToken);
        Match form = PayForm().Match(html), card = CardField().Match(html);
        if (!form.Success || !card.Success)
            throw new InvalidOperationException("The payment page has no form to pay with.");

        Requests++;
        using FormUrlEncodedContent fields = new([KeyValuePair.Create("card_number", card.Groups[1].Value)]);
        using HttpResponseMessage answer = await _browser.PostAsync(new Uri(page, form.Groups[1].Value), fields, cancellationToken);
        return answer is { StatusCode: HttpStatusCode.SeeOther, Headers.Location: { } shop }
            ? IpgCallback.Parse(shop.Query)
            : throw new InvalidOperationException("The payment page did not send the payer back to the shop.");
    }

    public void Dispose() => _browser.Dispose();

    [GeneratedRegex("""<form method="post" action="([^"]+/pay)">""")]
    private static partial Regex PayForm();

    [GeneratedRegex("""name="card_number"[^>]* value="(\d{16})">""")]
    private static partial Regex CardField();
}
