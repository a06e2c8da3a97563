using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vandar.Core.Sandbox;

/// <summary>The control paths of <see cref="SandboxDirectDebit"/>.</summary>
internal sealed class DirectDebitControl(World world, Doors doors)
{
    public void Map(WebApplication app)
    {
        app.MapPost(ControlEndpoints.Root + "/direct-debit/payer", doors.Control(SetPayer));
        app.MapPost(ControlEndpoints.Root + "/direct-debit/bank", doors.Control(SetBank));
    }

    /// <summary><c>{"authorization_id": "…", "balance": 0, "refusal": "28"}</c>: balance in Rial, an empty <c>refusal</c> ends refusing; what
    /// is missing stays as it is.</summary>
    private Answer SetPayer(HttpContext context, JsonElement body)
    {
        if (world.DirectDebit.Find(body.Text("authorization_id") ?? "") is not { } mandate)
            return Envelope.Status.NotFound();
        FieldErrors errors = new();
        long balance = 0;
        bool hasBalance = body.Has("balance", out JsonElement value);
        if (hasBalance && (!value.TryWhole(out balance) || balance is < 0 or > FieldRules.Largest))
            errors.Invalid("balance");
        string? refusal = errors.Optional(body, "refusal", text => DirectDebitErrors.WithdrawalText(text) is not null);
        if (errors.Any)
            return errors.AsStatus();
        if (hasBalance)
            world.DirectDebit.SetBalance(mandate, new Rial(balance));
        if (body.TryGetProperty("refusal", out _))
            mandate.Refusal = refusal;
        return Answer.Json(200, new JsonObject
        {
            ["balance"] = world.Ledger.Balance(mandate.PayerAccount).Value, ["refusal"] = mandate.Refusal,
        });
    }

    /// <summary><c>{"code": "056", "healthy": false}</c>.</summary>
    private Answer SetBank(HttpContext context, JsonElement body)
    {
        if (world.DirectDebit.Banks.GetValueOrDefault(body.Text("code") ?? "") is not { } bank)
            return Envelope.Status.NotFound();
        if (!body.Has("healthy", out JsonElement value) || !value.TryFlag(out bool isHealthy))
        {
            FieldErrors errors = new();
            errors.Invalid("healthy");
            return errors.AsStatus();
        }
        bank.IsHealthy = isHealthy;
        return Answer.Json(200, new JsonObject { ["code"] = bank.Code, ["healthy"] = bank.IsHealthy });
    }
}
