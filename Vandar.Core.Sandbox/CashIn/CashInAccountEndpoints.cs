using System.Text.Json.Nodes;

namespace Vandar.Core.Sandbox;

/// <summary>The business's own bank account: list, balance, and deposits from it into the wallet.</summary>
internal sealed class CashInAccountEndpoints(World world, Doors doors)
{
    private const string Root = "/v3/business/{business}/cash-in/account";
    private const string Unacceptable = "شماره شبا قابل قبول نیست.";
    private const string Unknown = "شماره شبا یافت نشد!";

    public void Map(WebApplication app)
    {
        app.MapGet(Root, doors.Bearer(List));
        app.MapPost(Root + "/deposit", doors.Bearer(Deposit));
        app.MapPost(Root + "/balance", doors.Bearer(Balance));
    }

    private Answer List(Call call)
    {
        if (!call.Business.MayCashIn)
            return NotActive();
        JsonArray accounts = new(Account(call.Business, call.Business.CashInAccountNumber, call.Business.CashInIban));
        if (world.Switches.CashInAccountWithoutIban)
            accounts.Add((JsonNode)Account(call.Business, world.Seeded.Digits(call.Business.Label("cash-in-account", 1), 13), iban: false));
        return Answer.Json(200, new JsonObject { ["data"] = accounts });
    }

    private Answer Balance(Call call)
    {
        if (!call.Business.MayCashIn)
            return NotActive();
        FieldErrors errors = new();
        CheckIban(call, errors);
        if (errors.Any)
            return errors.AsLaravel();
        return Answer.Json(200, new JsonObject
        {
            ["balance"] = world.Ledger.Balance(SandboxLedger.CashInAccount(call.Business.Slug)).Value,
            ["available_balance"] = world.CashIn.Available(call.Business).Value,
        });
    }

    /// <summary>More than the account can give is refused at once (inferred: nothing is documented for it).</summary>
    private Answer Deposit(Call call)
    {
        if (!call.Business.MayCashIn)
            return NotActive();
        FieldErrors errors = new();
        CheckIban(call, errors);
        Rial amount = new(errors.RequiredPositive(call.Body, "amount"));
        string trackId = errors.Required(call.Body, "track_id");
        if (world.CashIn.IsUsed(call.Business, trackId))
            errors.Add("track_id", FieldRules.KnownTrackId);
        string? description = errors.Optional(call.Body, "description");
        errors.Optional(call.Body, "comment");
        if (!errors.Any && amount > world.CashIn.Available(call.Business))
            errors.Add("amount", "موجودی حساب کافی نیست.");
        if (errors.Any)
            return errors.AsLaravel();

        JsonArray parts = [];
        foreach (TransactionRow row in world.CashIn.Queue(call.Business, amount, trackId, description))
            parts.Add((JsonNode)Part(call.Business, row));
        world.Journal.Append("cash_in.account.deposit", call, trackId, amount);
        return Answer.Json(200, new JsonObject
        {
            ["status"] = 1, ["message"] = "تراکنش های واریزبانکی با موفقیت ثبت شد", ["data"] = new JsonObject { ["cash_in"] = parts },
        });
    }

    private static void CheckIban(Call call, FieldErrors errors)
    {
        string? text = call.Body.Text("iban");
        if (!call.Body.Has("iban", out _))
            errors.Missing("iban");
        else if (!Iban.TryParse(text, out _))
            errors.Add("iban", Unacceptable);
        if (call.Body.Has("iban", out _) && text != call.Business.CashInIban)
            errors.Add("iban", Unknown);
    }

    private JsonObject Part(SandboxBusiness business, TransactionRow row) => new()
    {
        ["gateway_transaction_id"] = row.Id,
        ["amount"] = row.Amount.Value,
        ["amount_toman"] = row.Amount.Value / 10,
        ["wage"] = row.Fee.Value,
        ["wage_toman"] = row.Fee.Value / 10,
        ["status"] = "INIT",
        ["iban"] = business.CashInIban,
        ["receipt_url"] = "https://vand.ar/" + world.Seeded.Text($"receipt/{row.Uuid}", 5, "abcdefghijklmnopqrstuvwxyz0123456789"),
    };

    private static JsonObject Account(SandboxBusiness business, string number, JsonNode iban) => new()
    {
        ["account_number"] = number,
        ["account_description"] = "حساب فعال است",
        ["id"] = null,
        ["IBAN"] = iban,
        ["account_owner"] = new JsonArray(new JsonObject { ["firstName"] = "نمونه", ["lastName"] = business.Slug }),
        ["bank_name"] = "آینده",
    };

    private static Answer NotActive() => Answer.Json(422, new JsonObject
    {
        ["status"] = 0, ["errors"] = new JsonObject { ["error"] = "ابزار واریز بانکی برای شما فعال نیست" },
    });
}
