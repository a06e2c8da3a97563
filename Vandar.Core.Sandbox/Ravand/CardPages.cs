using System.Text.Json;

namespace Vandar.Core.Sandbox;

/// <summary>The pages a cardholder is sent to with a token: activate a card, change its first PIN, block it. Each shows the card by its last four
/// digits only and sends the browser back to the business, if the token was asked for with an address.</summary>
internal sealed class CardPages(World world, Doors doors)
{
    private const string Root = "/v1/redirect/card/";
    private const int PinLength = 4;

    public void Map(WebApplication app)
    {
        foreach (CardTask task in CardTask.All)
        {
            string path = $"{Root}{task.Path}/{{token}}";
            app.MapGet(path, doors.Page((context, _) => Open(context, task)));
            app.MapPost(path, doors.Page((context, body) => Do(context, body, task)));
            app.MapPost(path + "/cancel", doors.Page((context, _) => Cancel(context, task)));
        }
    }

    private Answer Open(HttpContext context, CardTask task)
    {
        if (Find(context, task) is not { } token || (token.Opened && world.Switches.CardPageOpensOnce))
            return Html.NotFound();
        token.Opened = true;
        return Form(200, token, notice: null);
    }

    private Answer Do(HttpContext context, JsonElement body, CardTask task)
    {
        if (Find(context, task) is not { Opened: true } token)
            return Html.NotFound();
        // The PIN is compared and forgotten: nothing of it is kept.
        if (task == CardTask.ChangePin && PinMistake(body) is { } mistake)
            return Form(422, token, mistake);

        token.Used = true;
        Cardholder cardholder = token.Cardholder;
        if (cardholder.CardStatus != task.From)
            return Leave(token, succeeded: false);
        cardholder.CardStatus = task.To;
        world.Journal.Append(task.Operation, new Call(context, token.Business, default, world.Clock.Now, TokenGeneration: null), cardholder.Id);
        return Leave(token, succeeded: true);
    }

    private Answer Cancel(HttpContext context, CardTask task)
    {
        if (Find(context, task) is not { Opened: true } token)
            return Html.NotFound();
        token.Used = true;
        return Leave(token, succeeded: false);
    }

    private CardToken? Find(HttpContext context, CardTask task) =>
        world.CardTokens.Find((string)context.Request.RouteValues["token"]!, task);

    private static string? PinMistake(JsonElement body)
    {
        string? pin = body.Text("pin");
        if (pin?.IsDigits(PinLength) != true)
            return "رمز باید ۴ رقم باشد.";
        return pin == body.Text("pin_repeat") ? null : "رمز و تکرار آن یکسان نیستند.";
    }

    private static Answer Leave(CardToken token, bool succeeded)
    {
        if (token.CallbackUrl is { } address)
            return ReturnAddress.Of(address, $"token={token.Text}&status={(succeeded ? "SUCCEED" : "FAILED")}");
        return Html.Page(200, token.Task.Title, $"<p role=\"status\">{(succeeded ? token.Task.Result : "درخواست انجام نشد.")}</p>");
    }

    private static Answer Form(int status, CardToken token, string? notice)
    {
        string action = $"{Root}{token.Task.Path}/{token.Text}";
        string fields = token.Task != CardTask.ChangePin ? "" : $"""
            <p><label for="pin">رمز جدید (۴ رقم)</label> {PinField("pin")}</p>
            <p><label for="pin_repeat">تکرار رمز جدید</label> {PinField("pin_repeat")}</p>
            """;
        return Html.Page(status, token.Task.Title, $"""
            <p>{Html.Encode(token.Business.Slug)}</p>
            <p>کارت با چهار رقم پایانی <bdi>{token.Cardholder.Card!.CardNumber[^4..]}</bdi></p>
            <p id="notice" role="alert">{Html.Encode(notice)}</p>
            <form method="post" action="{action}" autocomplete="off">
            {fields}
            <button>{Html.Encode(token.Task.Button)}</button>
            </form>
            <form method="post" action="{action}/cancel"><button>انصراف</button></form>
            """);
    }

    private static string PinField(string name) =>
        $"""<input id="{name}" name="{name}" type="password" inputmode="numeric" autocomplete="new-password" required aria-describedby="notice">""";
}
