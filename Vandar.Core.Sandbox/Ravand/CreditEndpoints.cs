using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vandar.Core.Sandbox;

/// <summary>Credit on issued cards. Not in the vendor's index: written after the only source there is, another mock.</summary>
internal sealed class CreditEndpoints(World world, Doors doors, RavandAccess access)
{
    private const string OneCredit = RavandAccess.One + "/credit";
    private const string AllCredit = RavandAccess.Bank + "/credit";
    private const int DefaultPageSize = 50;
    private const int LargestPageSize = 100;
    private const string NoCredit = "کاربر یافت نشد";
    private const string BadAmount = "مبلغ نامعتبر است";
    private const string BadType = "type معتبر نیست.";

    public void Map(WebApplication app)
    {
        app.MapPost(OneCredit + "/register", doors.Bearer(Register));
        app.MapPost(OneCredit + "/adjustment", doors.Bearer(Adjust));
        app.MapPut(OneCredit + "/update-status", doors.Bearer(UpdateStatus));
        app.MapGet(OneCredit, doors.Bearer(call => OneList(call, "credits", Changes, CreditChangeJson)));
        app.MapGet(OneCredit + "/payment", doors.Bearer(call => OneList(call, "payments", Payments, PaymentJson)));
        app.MapPost(AllCredit + "/adjustment", doors.Bearer(AdjustMany));
        app.MapGet(AllCredit + "/account", doors.Bearer(call => List(call, "accounts", Accounts(call), AccountJson)));
        app.MapGet(AllCredit, doors.Bearer(call => List(call, "credits", Changes(call), CreditChangeJson)));
        app.MapGet(AllCredit + "/payment", doors.Bearer(call => List(call, "payments", Payments(call), ShortPaymentJson)));
    }

    private Answer Register(Call call)
    {
        if (access.Find(call, out Cardholder cardholder) is { } refusal)
            return refusal;
        if (cardholder.Account is null)
            return RavandAccess.NotFinalized();
        Rial first = Rial.Zero;
        bool isZero = !call.Body.Has("credit_amount", out JsonElement value) || (value.TryWhole(out long number) && number == 0);
        if (!isZero && !RavandAccess.TryAmount(value, out first))
            return Refuse(422, BadAmount, "invalid_credit_amount");
        if (cardholder.Credit is not null)
            return Refuse(422, "کاربر قبلا ثبت شده است", "credit_already_registered");

        world.Credits.Register(call.Business, cardholder, first);
        world.Journal.Append("ravand.credit.register", call, cardholder.Id, first);
        return Balance(cardholder);
    }

    private Answer Adjust(Call call)
    {
        if (access.Find(call, out Cardholder cardholder) is { } refusal)
            return refusal;
        if (cardholder.Credit is null)
            return Refuse(404, NoCredit, "not_found_error");
        if (Change(call, cardholder, call.Body, "ravand.credit.adjust") is { } mistake)
            return Refuse(422, mistake, mistake == BadType ? "invalid_credit_type" : "invalid_credit_amount");
        return Balance(cardholder);
    }

    /// <summary>Row by row, in order; a row that fails does not stop the others, and the whole still answers 200.</summary>
    private Answer AdjustMany(Call call)
    {
        if (access.OpenBank(call) is { } refusal)
            return refusal;
        if (!call.Body.Has("credits", out JsonElement rows))
            return access.Invalid("credits", "وارد کردن credits الزامی است.");
        if (rows.ValueKind != JsonValueKind.Array || rows.GetArrayLength() == 0
            || rows.EnumerateArray().Any(row => row.ValueKind != JsonValueKind.Object))
        {
            return access.Invalid("credits", "credits معتبر نیست.");
        }

        JsonArray results = [];
        foreach (JsonElement row in rows.EnumerateArray())
            results.Add((JsonNode)AdjustRow(call, row));
        return RavandAccess.Done(results);
    }

    private JsonObject AdjustRow(Call call, JsonElement row)
    {
        Cardholder? cardholder = row.Text("cardholder_id") is { } id
            && call.Business.Cardholders.TryGetValue(id, out Cardholder? found) && found.Provider == call.Route("provider") ? found : null;
        string? mistake = cardholder?.Credit is null ? "User not found" : Change(call, cardholder, row, "ravand.credit.adjust_many");
        return new JsonObject
        {
            ["cardholder_id"] = Echo(row, "cardholder_id"),
            ["credit_amount"] = Echo(row, "credit_amount"),
            ["type"] = Echo(row, "type"),
            ["has_error"] = mistake is not null,
            ["credit_balance"] = mistake is null ? cardholder!.Credit!.Balance.Value : null,
            ["error"] = mistake is null ? null : new JsonObject { ["message"] = mistake },
        };
    }

    /// <returns>What is wrong with the change, or <see langword="null"/> if it was done.</returns>
    private string? Change(Call call, Cardholder cardholder, JsonElement body, string operation)
    {
        if (!body.Has("credit_amount", out JsonElement value) || !RavandAccess.TryAmount(value, out Rial amount))
            return BadAmount;
        if (body.Text("type") is not (CreditLine.Credit or CreditLine.Debit))
            return BadType;
        if (!world.Credits.Adjust(call.Business, cardholder, amount, body.Text("type")!))
            return BadAmount;
        world.Journal.Append(operation, call, cardholder.Id, amount);
        return null;
    }

    private Answer UpdateStatus(Call call)
    {
        if (access.Find(call, out Cardholder cardholder) is { } refusal)
            return refusal;
        if (cardholder.Credit is not { } line)
            return Refuse(404, "یافت نشد", "not_found_error");
        FieldErrors errors = new();
        string status = errors.Required(call.Body, "status", text => text is CreditLine.Active or CreditLine.Inactive);
        if (errors.Any)
            return access.Invalid(errors);
        line.Status = status;
        world.Journal.Append("ravand.credit.update_status", call, cardholder.Id);
        return RavandAccess.Done(new JsonObject { ["status"] = status });
    }

    private Answer OneList<T>(Call call, string name, Func<Call, IEnumerable<(Cardholder Owner, T Row)>> rows, Func<T, JsonNode> toJson)
    {
        if (access.Find(call, out Cardholder cardholder) is { } refusal)
        {
            bool isEmpty = world.Switches.UnknownCreditHolderIsEmpty && access.OpenBank(call) is null;
            return isEmpty ? List(call, name, [], toJson) : refusal;
        }
        return List(call, name, rows(call).Where(row => row.Owner == cardholder), toJson);
    }

    private Answer List<T>(Call call, string name, IEnumerable<(Cardholder Owner, T Row)> rows, Func<T, JsonNode> toJson)
    {
        if (access.OpenBank(call) is { } refusal)
            return refusal;
        FieldErrors errors = new();
        PageQuery page = PageQuery.Read(call, DefaultPageSize, LargestPageSize, errors);
        if (errors.Any)
            return access.Invalid(errors);
        string provider = call.Route("provider");
        return RavandAccess.Received(page.Take(name, rows.Where(row => row.Owner.Provider == provider), row => toJson(row.Row)));
    }

    private IEnumerable<(Cardholder Owner, CreditChange Row)> Changes(Call call) =>
        world.Credits.Changes(call.Business).Select(change => (change.Cardholder, change));

    private IEnumerable<(Cardholder Owner, CreditPayment Row)> Payments(Call call) =>
        world.Credits.Payments(call.Business).Select(payment => (payment.Account.Cardholder, payment));

    private static IEnumerable<(Cardholder Owner, Cardholder Row)> Accounts(Call call) =>
        call.Business.Cardholders.Values.Where(cardholder => cardholder.Credit is not null).Select(cardholder => (cardholder, cardholder));

    private JsonNode AccountJson(Cardholder cardholder) => new JsonObject
    {
        ["cardholder_id"] = cardholder.Id,
        ["account"] = new JsonObject
        {
            ["account_number"] = cardholder.Account!.Card.AccountNumber,
            ["balance"] = world.CardAccounts.Balance(cardholder.Account).Value,
        },
        ["credit"] = new JsonObject { ["status"] = cardholder.Credit!.Status, ["balance"] = cardholder.Credit.Balance.Value },
    };

    private static JsonNode CreditChangeJson(CreditChange change) => new JsonObject
    {
        ["cardholder_id"] = change.Cardholder.Id,
        ["credit_amount"] = change.Amount.Value,
        ["type"] = change.Type,
        ["adjusted_at"] = Tehran.JalaliThenTime(change.At),
    };

    /// <summary>The row of the list of all: shorter than the row of one cardholder's list.</summary>
    private static JsonObject ShortPaymentJson(CreditPayment payment) => new()
    {
        ["cardholder_id"] = payment.Account.Cardholder.Id,
        ["amount"] = payment.Amount.Value,
        ["pay_id"] = payment.Id,
        ["paid_at"] = Tehran.JalaliThenTime(payment.PaidAt),
        ["settled"] = payment.RepaidAt is not null,
    };

    private JsonNode PaymentJson(CreditPayment payment)
    {
        JsonObject row = ShortPaymentJson(payment);
        row["account_number"] = payment.Account.Card.AccountNumber;
        row["credit_source_account_number"] = world.Seeded.Digits("credit-source/" + payment.Business.Slug, 18);
        row["repaid_at"] = payment.RepaidAt is { } repaid ? Tehran.JalaliThenTime(repaid) : null;
        row["review_date"] = Tehran.JalaliDay(payment.PaidAt.AddDays(30));
        return row;
    }

    private static Answer Balance(Cardholder cardholder) =>
        RavandAccess.Done(new JsonObject { ["credit_balance"] = cardholder.Credit!.Balance.Value });

    private Answer Refuse(int status, string message, string code) => world.Switches.CreditRefusalIsMessageOnly
        ? Answer.Json(status, new JsonObject { ["message"] = message })
        : Envelope.Responder.Failure(status, message, code);

    private static JsonNode? Echo(JsonElement row, string name) =>
        row.TryGetProperty(name, out JsonElement value) ? JsonNode.Parse(value.GetRawText()) : null;
}
