using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Vandar.Core.Sandbox;

/// <summary>What the pages for a payer's browser share.</summary>
internal static class BrowserPage
{
    private static readonly HtmlEncoder s_html = HtmlEncoder.Create(UnicodeRanges.All);

    public static string Encode(string? text) => s_html.Encode(text ?? "");

    public static Answer NotFound() => Answer.Page(404,
        """<!doctype html><html lang="fa" dir="rtl"><meta charset="utf-8"><title>404</title><p>خطای ۴۰۴ رخ داده است</p></html>""");

    /// <summary>Sends the browser back to the business, the result behind what the address already carries.</summary>
    public static Answer BackTo(string callbackUrl, string result)
    {
        // A header carries ASCII only; an address that is ASCII already goes back exactly as it came.
        bool isAscii = callbackUrl.All(c => c is > ' ' and < '\u007f');
        string url = isAscii ? callbackUrl : new Uri(callbackUrl).AbsoluteUri;
        int fragment = url.IndexOf('#', StringComparison.Ordinal);
        string address = fragment < 0 ? url : url[..fragment];
        string rest = fragment < 0 ? "" : url[fragment..];
        string joint = !address.Contains('?', StringComparison.Ordinal) ? "?" : address[^1] is '?' or '&' ? "" : "&";
        return Answer.SeeOther($"{address}{joint}{result}{rest}");
    }
}
