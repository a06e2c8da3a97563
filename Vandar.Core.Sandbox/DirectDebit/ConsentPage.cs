using System.Globalization;
using System.Text.Json;

namespace Vandar.Core.Sandbox;

/// <summary>What the payer sees at the bank: opens once, gives or refuses the mandate, and sends the browser back to the business.</summary>
internal sealed class ConsentPage(World world, Doors doors)
{
    public void Map(WebApplication app)
    {
        app.MapGet("/authorizations/{token}", doors.Page(Open));
        app.MapPost("/authorizations/{token}/consent", doors.Page(Consent));
        app.MapPost("/authorizations/{token}/refuse", doors.Page(Refuse));
        app.MapPost("/authorizations/{token}/unreachable", doors.Page(FailToReachBank));
    }

    private Answer Open(HttpContext context, JsonElement body)
    {
        if (Find(context) is not { Opened: false } mandate || IsOver(mandate))
            return Html.NotFound();
        mandate.Opened = true;
        if (mandate.Bank.IsHealthy)
            return Form(200, mandate, notice: null);
        mandate.FailToReachBank();
        return Back(mandate);
    }

    private Answer Consent(HttpContext context, JsonElement body) => Decide(context, mandate =>
    {
        long balance = world.Switches.PayerBalance.Value;
        if (body.Has("balance", out JsonElement value) && (!value.TryWhole(out balance) || balance is < 0 or > FieldRules.Largest))
            return Form(422, mandate, "موجودی باید عدد باشد.");
        string? refusal = body.Text("refusal");
        if (refusal is not null && DirectDebitErrors.WithdrawalText(refusal) is null)
            return Form(422, mandate, "کد خطای برداشت معتبر نیست.");
        mandate.Refusal = refusal;
        world.DirectDebit.Consent(mandate, new Rial(balance));
        world.Journal.Append("direct_debit.consent", CallOf(context, mandate, body), mandate.Id);
        return null;
    });

    private Answer Refuse(HttpContext context, JsonElement body) => Decide(context, mandate =>
    {
        string code = body.Text("error_code") ?? DirectDebitErrors.PayerWentBack;
        if (DirectDebitErrors.IndexOf(DirectDebitErrors.Mandate, code) is null)
            return Form(422, mandate, "کد خطا معتبر نیست.");
        mandate.Refuse(code);
        world.Journal.Append("direct_debit.refuse", CallOf(context, mandate, body), mandate.Token);
        return null;
    });

    private Answer FailToReachBank(HttpContext context, JsonElement body) => Decide(context, mandate =>
    {
        mandate.FailToReachBank();
        return null;
    });

    /// <summary>Decides once: whoever comes later is sent back with the first result, whoever comes too late with "the page expired".</summary>
    private Answer Decide(HttpContext context, Func<Mandate, Answer?> decide)
    {
        if (Find(context) is not { Opened: true } mandate)
            return Html.NotFound();
        if (mandate.State == MandateState.Requested && IsOver(mandate))
            mandate.Refuse(DirectDebitErrors.PageExpired);
        Answer? again = mandate.State == MandateState.Requested ? decide(mandate) : null;
        return again ?? Back(mandate);
    }

    private Mandate? Find(HttpContext context) => world.DirectDebit.FindByToken((string)context.Request.RouteValues["token"]!);

    private bool IsOver(Mandate mandate) => world.Clock.Now >= mandate.RequestedAt + DirectDebitBook.Window;

    private Call CallOf(HttpContext context, Mandate mandate, JsonElement body) =>
        new(context, mandate.Business, body, world.Clock.Now, TokenGeneration: null);

    private static Answer Back(Mandate mandate) => ReturnAddress.Of(mandate.CallbackUrl, mandate.Result!);

    private Answer Form(int status, Mandate mandate, string? notice) => Html.Page(status, "مجوز برداشت مستقیم آزمایشی", $"""
        <p>{Html.Encode(mandate.Business.Slug)}</p>
        <p>{Html.Encode(mandate.Bank.Name)}</p>
        <p>{Html.Encode(mandate.Name)}</p>
        <p>هر برداشت تا {Grouped(mandate.Limit.Value)} ریال، ماهانه {Grouped(mandate.Count)} بار، تا {Tehran.Jalali(mandate.Expires)}</p>
        <p role="alert">{Html.Encode(notice)}</p>
        <form method="post" action="/authorizations/{mandate.Token}/consent">
        <label>موجودی حساب به ریال
        <input name="balance" inputmode="numeric" value="{WireDigits.Of(world.Switches.PayerBalance)}"></label>
        <label>کد خطای همه برداشت‌ها (خالی: بدون خطا) <input name="refusal" inputmode="numeric" maxlength="2" value=""></label>
        <button>تایید مجوز</button>
        </form>
        <form method="post" action="/authorizations/{mandate.Token}/refuse">
        <label>کد خطا <input name="error_code" inputmode="numeric" maxlength="2" value="{DirectDebitErrors.PayerWentBack}"></label>
        <button>انصراف</button>
        </form>
        <form method="post" action="/authorizations/{mandate.Token}/unreachable"><button>بانک در دسترس نیست</button></form>
        """);

    private static string Grouped(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
