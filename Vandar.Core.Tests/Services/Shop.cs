using Vandar.Core.RateLimiting;

namespace Vandar.Core.Tests.Services;

/// <summary>A client as a shop would make it, over a handler of the test.</summary>
internal static class Shop
{
    internal static VandarClient Client(HttpMessageHandler handler, TimeProvider? time = null) =>
        new(
            new()
            {
                Business = "shop", AccessToken = "t", AllowBodyCopies = true, IpgApiKey = "YOUR_IPG_KEY", RateLimits = VandarRateLimits.Off, TimeProvider = time ?? TimeProvider.System,
            },
            new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan });
}

/// <summary>Fails the test on any call: nothing may be sent.</summary>
internal sealed class NothingIsSent : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        throw new AssertionException("A request was sent where none may be.");
}
