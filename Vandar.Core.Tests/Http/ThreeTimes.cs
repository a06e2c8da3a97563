namespace Vandar.Core.Tests.Http;

/// <summary>What a careless retry policy around the client does: any failure, and any attempt that takes over ten seconds, is sent again.</summary>
internal sealed class ThreeTimes(HttpMessageHandler inner, TimeProvider? time = null) : DelegatingHandler(inner)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            using CancellationTokenSource limit = new(s_limit, time ?? TimeProvider.System);
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            try
            {
                HttpResponseMessage response = await base.SendAsync(request, either.Token);
                if ((int)response.StatusCode < 500 || attempt == 3)
                    return response;
            }
            catch (Exception) when (attempt < 3)
            {
                // And again.
            }
        }
    }
}
