using System.Globalization;
using System.Text.Json;

namespace Vandar.Core.Sandbox;

/// <summary>The page the payer sees: opens once, pays or cancels, and sends the browser back to the business.</summary>
internal sealed class PaymentPage(World world, Doors doors, IpgEndpoints ipg)
{
    public void Map(WebApplication app)
    {
        app.MapGet("/v4/{token}", doors.Page(Open));
        app.MapPost("/v4/{token}/pay", doors.Page(Pay));
        app.MapPost("/v4/{token}/cancel", doors.Page(Cancel));
    }

    private Answer Open(HttpContext context, JsonElement body)
    {
        if (Find(context) is not { Opened: false, State: PaymentState.Sent } payment || !RefererIsGood(context))
            return BrowserPage.NotFound();
        world.Payments.Open(payment);
        return Form(200, payment, notice: null);
    }

    private Answer Pay(HttpContext context, JsonElement body)
    {
        if (Find(context) is not { Opened: true } payment)
            return BrowserPage.NotFound();
        if (payment.State != PaymentState.Sent)
            return BackToBusiness(payment);
        string? card = body.Text("card_number");
        if (card?.IsDigits(16) != true)
            return Form(422, payment, "شماره کارت باید ۱۶ رقم باشد.");
        if (payment.ValidCards.Count > 0 && !payment.ValidCards.Contains(card))
            return Form(422, payment, "پرداخت با این کارت مجاز نیست.");
        world.Payments.Pay(payment, card);
        world.Journal.Append("ipg.pay", CallOf(context, payment, body), payment.Token, payment.Row.Amount);
        return BackToBusiness(payment);
    }

    private Answer Cancel(HttpContext context, JsonElement body)
    {
        if (Find(context) is not { Opened: true } payment)
            return BrowserPage.NotFound();
        if (payment.State == PaymentState.Sent)
        {
            world.Payments.Fail(payment);
            world.Journal.Append("ipg.cancel", CallOf(context, payment, body), payment.Token, payment.Row.Amount);
        }
        return BackToBusiness(payment);
    }

    private Call CallOf(HttpContext context, Payment payment, JsonElement body) =>
        new(context, payment.Business, body, world.Clock.Now, TokenGeneration: null);

    private Payment? Find(HttpContext context) => world.Payments.Find((string)context.Request.RouteValues["token"]!);

    private bool RefererIsGood(HttpContext context) => !world.Switches.RequireReferer
        || (Uri.TryCreate(context.Request.Headers.Referer, UriKind.Absolute, out Uri? referer) && ipg.IsRegistered(referer));

    private static Answer BackToBusiness(Payment payment)
    {
        string status = payment.State is PaymentState.Paid or PaymentState.Verified ? "OK" : "FAILED";
        return BrowserPage.BackTo(payment.CallbackUrl, $"token={payment.Token}&payment_status={status}");
    }

    private static Answer Form(int status, Payment payment, string? notice) => Answer.Page(status, $"""
        <!doctype html>
        <html lang="fa" dir="rtl">
        <head><meta charset="utf-8"><title>درگاه پرداخت آزمایشی</title></head>
        <body>
        <h1>درگاه پرداخت آزمایشی</h1>
        <p>{BrowserPage.Encode(payment.Business.Slug)}</p>
        <p>{payment.Row.Amount.Value.ToString("N0", CultureInfo.InvariantCulture)} ریال</p>
        <p>{BrowserPage.Encode(payment.Row.Description)}</p>
        <p role="alert">{BrowserPage.Encode(notice)}</p>
        <form method="post" action="/v4/{payment.Token}/pay">
        <label>شماره کارت <input name="card_number" inputmode="numeric" value="6037990000000006"></label>
        <button>پرداخت</button>
        </form>
        <form method="post" action="/v4/{payment.Token}/cancel"><button>انصراف</button></form>
        </body>
        </html>
        """);
}
