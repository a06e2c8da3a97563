using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vandar.Core.Sandbox;

/// <summary>Deposits by code, and the business's word on the suspicious ones. Only the paths are documented; the fields are the reference's
/// best guess.</summary>
internal sealed class CodeDepositEndpoints(World world, Doors doors)
{
    private const int DefaultPerPage = 10;
    private const int LargestPerPage = 100;
    private const string Root = "/v3/business/{business}/cash-in";

    public void Map(WebApplication app)
    {
        app.MapGet(Root + "/code", doors.Bearer(Code));
        app.MapGet(Root + "/pic/transactions", doors.Bearer(List));
        app.MapGet(Root + "/suspicious-payment", doors.Bearer(ListSuspicious));
        app.MapPost(Root + "/suspicious-payment/{id}", doors.Bearer(Decide));
        app.MapPost(ControlEndpoints.Root + "/cash-in/deposit", doors.Control(Deposit));
    }

    private Answer Code(Call call)
    {
        JsonObject answer = new() { ["status"] = 1 };
        if (world.Switches.DepositCodeInData)
            answer["data"] = new JsonObject { ["code"] = call.Business.CashInCode };
        else
            answer["code"] = call.Business.CashInCode;
        answer["message"] = "شناسه پرداخت با موفقیت واکشی شد.";
        return Answer.Json(200, answer);
    }

    private Answer List(Call call)
    {
        List<CodeDeposit> deposits = [.. call.Business.CodeDeposits.Where(deposit => deposit.Row is not null)
            .OrderByDescending(deposit => deposit.Row!.Id)];
        return Page(call, deposits, deposit => new JsonObject
        {
            ["id"] = deposit.Row!.Id,
            ["amount"] = Amount(deposit),
            ["code"] = call.Business.CashInCode,
            ["payer_iban"] = deposit.From.Value,
            ["payer_name"] = deposit.PayerName,
            ["tracking_code"] = deposit.TrackingCode,
            ["status"] = CodeDeposit.Done,
            ["created_at"] = Tehran.JalaliThenTime(deposit.ArrivedAt),
        });
    }

    /// <summary>What waits for a decision; with <c>status</c>, what was decided so.</summary>
    private Answer ListSuspicious(Call call)
    {
        string state = call.Query("status") ?? CodeDeposit.Pending;
        List<CodeDeposit> deposits = [.. call.Business.CodeDeposits.Where(deposit => deposit.IsSuspicious && deposit.State == state)];
        deposits.Reverse();
        return Page(call, deposits, Suspicious);
    }

    // The size is inferred, so one that is out of bounds is mended and not refused.
    private static Answer Page(Call call, List<CodeDeposit> deposits, Func<CodeDeposit, JsonNode> toJson) => Answer.Json(200,
        Paging.Lenient(call, Math.Min(call.Positive("per_page", DefaultPerPage, new FieldErrors()), LargestPerPage)).Resource(call, deposits, toJson));

    private Answer Decide(Call call)
    {
        CodeDeposit? deposit = call.Business.CodeDeposits.Find(deposit => deposit.IsSuspicious && deposit.Id == call.Route("id"));
        if (deposit is null)
            return Envelope.Status.NotFound();

        FieldErrors errors = new();
        string decision = errors.Required(call.Body, "status", IsDecision);
        errors.Optional(call.Body, "description");
        if (!errors.Any && deposit.State != CodeDeposit.Pending)
            errors.Add("status", "وضعیت این واریز پیش از این تعیین شده است.");
        if (errors.Any)
            return errors.AsStatus();

        if (world.Switches.AcceptingDecisions.Contains(decision))
            world.CashIn.Accept(call.Business, deposit, decision);
        else
            world.CashIn.Reject(call.Business, deposit, decision);
        world.Journal.Append("cash_in.resolve_suspicious_payment", call, deposit.Id, deposit.Amount);
        return Answer.Json(200, new JsonObject { ["status"] = 1, ["message"] = "ok", ["data"] = Suspicious(deposit) });
    }

    /// <summary>The depositor's part: <c>{"code": "…", "amount": 1500000, "iban": "IR…", "payer_name": "…", "suspicious": false}</c>, in
    /// Rial; the last two may be missing. A code nobody has is a 404: the bank keeps the money.</summary>
    private Answer Deposit(HttpContext context, JsonElement body)
    {
        FieldErrors errors = new();
        string code = errors.Required(body, "code");
        string iban = errors.Required(body, "iban", text => Iban.TryParse(text, out _));
        long amount = errors.RequiredPositive(body, "amount");
        string payerName = errors.Optional(body, "payer_name") ?? "نمونه";
        bool isSuspicious = errors.OptionalFlag(body, "suspicious", fallback: false);
        if (errors.Any)
            return errors.AsStatus();
        if (world.Businesses.Values.FirstOrDefault(business => business.CashInCode == code) is not { } found)
            return Envelope.Status.NotFound();

        CodeDeposit deposit = world.CashIn.Arrive(found, new Rial(amount), Iban.Parse(iban), payerName, isSuspicious);
        return Answer.Json(200, new JsonObject { ["id"] = deposit.Id, ["status"] = deposit.State });
    }

    private bool IsDecision(string text) =>
        world.Switches.AcceptingDecisions.Contains(text) || world.Switches.RejectingDecisions.Contains(text);

    private JsonObject Suspicious(CodeDeposit deposit) => new()
    {
        ["id"] = deposit.Id,
        ["amount"] = Amount(deposit),
        ["iban"] = deposit.From.Value,
        ["payer_name"] = deposit.PayerName,
        ["status"] = deposit.State,
        ["created_at"] = Tehran.JalaliThenTime(deposit.ArrivedAt),
    };

    private long Amount(CodeDeposit deposit) => world.Switches.CodeDepositsInToman ? deposit.Amount.Value / 10 : deposit.Amount.Value;
}
