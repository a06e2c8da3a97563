using System.Text.Json.Nodes;

namespace Vandar.Core.Sandbox;

/// <summary>Balance and statement of the business's own bank accounts. Only purpose and paths are documented; the answers are
/// inferred.</summary>
internal sealed class AvandEndpoints(World world, Doors doors)
{
    private const int PerPage = 10;
    private const string Received = "اطلاعات با موفقیت دریافت شد.";
    private const string BadIban = "شماره شبا قابل قبول نیست.";

    public void Map(WebApplication app)
    {
        app.MapGet("/v3/business/{business}/settlement/account/{iban}/last-balance", doors.Bearer(LastBalance));
        app.MapGet("/v3/business/{business}/settlement/account/statement", doors.Bearer(Statement));
    }

    private Answer LastBalance(Call call)
    {
        if (Find(call, call.Route("iban"), out BankAccount account) is { } refusal)
            return refusal;
        return Answer.Json(200, new JsonObject
        {
            ["message"] = Received,
            ["data"] = new JsonObject
            {
                ["iban"] = account.Iban, ["balance"] = account.Balance.Value, ["available_balance"] = account.Balance.Value,
            },
        });
    }

    private Answer Statement(Call call)
    {
        FieldErrors errors = new();
        string iban = call.Query("iban") ?? "";
        if (!iban.IsIban())
            errors.Add("iban", BadIban);
        DateTimeOffset? from = Day(call, "from_date", errors) ?? Day(call, "fromDate", errors);
        DateTimeOffset? to = Day(call, "to_date", errors) ?? Day(call, "toDate", errors);
        Paging paging = Paging.Read(call, PerPage, errors);
        if (errors.Any)
            return errors.AsLaravel();
        if (Find(call, iban, out BankAccount account) is { } refusal)
            return refusal;

        List<StatementRow> rows = [.. account.Rows.Where(row => (from is null || row.At >= from) && (to is null || row.At < to.Value.AddDays(1)))];
        rows.Reverse();
        JsonObject answer = paging.Resource(call, rows, row => new JsonObject
        {
            ["tracking_code"] = row.TrackingCode,
            ["type"] = "DEPOSIT",
            ["amount"] = row.Amount.Value,
            ["balance"] = row.Balance.Value,
            ["description"] = row.Description,
            ["date"] = Tehran.JalaliThenTime(row.At),
            ["label"] = null,
        });
        answer.Insert(0, "message", Received);
        return Answer.Json(200, answer);
    }

    /// <returns>The refusal, or <see langword="null"/> if the account was found.</returns>
    private Answer? Find(Call call, string iban, out BankAccount account)
    {
        bool known = call.Business.Accounts.TryGetValue(iban, out BankAccount? found);
        account = found!;
        return !world.Switches.AvandIsActive ? Envelope.Responder.Forbidden()
            : known ? null
            : Envelope.Responder.Failure(world.Switches.UnknownAccountStatus, "شماره شبا یافت نشد!", "not_found_error");
    }

    /// <summary>The format is not documented: Jalali as in the transaction list, or Gregorian with hyphens.</summary>
    private static DateTimeOffset? Day(Call call, string name, FieldErrors errors)
    {
        if (call.Query(name) is not { } text)
            return null;
        if (Tehran.TryStartOfDay(text, out DateTimeOffset start) || Tehran.TryStartOfGregorianDay(text, out start))
            return start;
        errors.Invalid(name);
        return null;
    }
}
