namespace Vandar.Core.Sandbox;

/// <summary>The way back to the business, with a result in the query.</summary>
internal static class ReturnAddress
{
    public static Answer Of(string callbackUrl, string query)
    {
        // A header carries ASCII only; an address that is ASCII already goes back exactly as it came.
        bool isAscii = callbackUrl.All(c => c is > ' ' and < '\u007f');
        string url = isAscii ? callbackUrl : AsciiOf(new Uri(callbackUrl));
        int fragment = url.IndexOf('#', StringComparison.Ordinal);
        string address = fragment < 0 ? url : url[..fragment];
        string rest = fragment < 0 ? "" : url[fragment..];
        string joint = !address.Contains('?', StringComparison.Ordinal) ? "?" : address[^1] is '?' or '&' ? "" : "&";
        return Answer.SeeOther($"{address}{joint}{query}{rest}");
    }

    /// <summary>The host in its ASCII form, which <see cref="Uri.AbsoluteUri"/> leaves as it is.</summary>
    private static string AsciiOf(Uri url) => new UriBuilder(url) { Host = url.IdnHost }.Uri.AbsoluteUri;
}
