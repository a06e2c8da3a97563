using System.Text.Json;

namespace Vandar.Core.Cli.Chaos;

/// <summary>The people around the API: payers with a browser, cardholders with a phone. Their line has no faults.</summary>
internal sealed class Outside(Uri innerAddress) : IDisposable
{
    private readonly HttpClient _browser = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = innerAddress };

    /// <summary>Opens the page of a payment and pays by card.</summary>
    public async Task Pay(Uri page, CancellationToken stop)
    {
        string path = page.AbsolutePath;
        using (HttpResponseMessage shown = await _browser.GetAsync(path, stop))
            shown.EnsureSuccessStatusCode();
        using FormUrlEncodedContent form = new([KeyValuePair.Create("card_number", "6037990000000006")]);
        using HttpResponseMessage back = await _browser.PostAsync(path + "/pay", form, stop);
    }

    /// <summary>The one-time password of a transfer.</summary>
    public async Task<string> Password(string business, string transfer, CancellationToken stop)
    {
        using HttpResponseMessage shown = await _browser.GetAsync($"_sandbox/business/{business}/transfers/{transfer}/otp", stop);
        using JsonDocument phone = JsonDocument.Parse(await shown.Content.ReadAsStringAsync(stop));
        return phone.RootElement.GetProperty("otp").GetString()!;
    }

    public void Dispose() => _browser.Dispose();
}
