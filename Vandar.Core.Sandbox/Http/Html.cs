using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Vandar.Core.Sandbox;

/// <summary>The pages for a person's browser: no script, no picture, and no text that was not encoded.</summary>
internal static class Html
{
    private static readonly HtmlEncoder s_encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static string Encode(string? text) => s_encoder.Encode(text ?? "");

    /// <param name="body">Markup: whatever comes from outside must be encoded already.</param>
    public static Answer Page(int status, string title, string body) => Answer.Page(status, $"""
        <!doctype html>
        <html lang="fa" dir="rtl">
        <head>
        <meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="referrer" content="no-referrer">
        <title>{Encode(title)}</title>
        </head>
        <body>
        <main>
        <h1>{Encode(title)}</h1>
        {body}
        </main>
        </body>
        </html>
        """);

    public static Answer NotFound() => Page(404, "404", "<p>خطای ۴۰۴ رخ داده است</p>");
}
