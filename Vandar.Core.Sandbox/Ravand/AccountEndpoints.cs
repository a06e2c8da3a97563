using System.Text.Json.Nodes;

namespace Vandar.Core.Sandbox;

/// <summary>The bank account of a card: its numbers, its balance and its statement. Only the paths are documented, every member is
/// inferred.</summary>
internal sealed class AccountEndpoints(World world, Doors doors, RavandAccess access)
{
    private const int DefaultPageSize = 20;
    private const int LargestPageSize = 100;

    public void Map(WebApplication app)
    {
        app.MapGet(RavandAccess.One + "/accounts-info", doors.Bearer(Info));
        app.MapPost(RavandAccess.One + "/balance", doors.Bearer(Balance));
        app.MapGet(RavandAccess.One + "/bank-statement", doors.Bearer(Statement));
    }

    private Answer Info(Call call)
    {
        if (access.FindAccount(call, named: null, out CardAccount account) is { } refusal)
            return refusal;
        JsonObject info = new()
        {
            ["account_number"] = account.Card.AccountNumber,
            ["iban_number"] = account.Card.Iban,
            ["card_number"] = account.Card.CardNumber,
            ["status"] = CardStatus.Active,
        };
        return RavandAccess.Received(world.Switches.AccountsInfoIsObject ? info : new JsonArray(info));
    }

    private Answer Balance(Call call)
    {
        if (access.FindAccount(call, call.Body.Text("account_number"), out CardAccount account) is { } refusal)
            return refusal;
        long balance = world.CardAccounts.Balance(account).Value;
        return RavandAccess.Received(new JsonObject
        {
            ["account_number"] = account.Card.AccountNumber, ["balance"] = balance, ["available_balance"] = balance,
        });
    }

    private Answer Statement(Call call)
    {
        if (access.FindAccount(call, call.Query("account_number"), out CardAccount account) is { } refusal)
            return refusal;
        FieldErrors errors = new();
        DateTimeOffset? from = Day(call, "from_date", errors), to = Day(call, "to_date", errors);
        PageQuery page = PageQuery.Read(call, DefaultPageSize, LargestPageSize, errors);
        if (errors.Any)
            return access.Invalid(errors);

        IEnumerable<AccountMovement> movements = account.Movements.AsEnumerable().Reverse()
            .Where(movement => (from is null || movement.At >= from) && (to is null || movement.At < to.Value.AddDays(1)));
        return RavandAccess.Received(page.Take("statements", movements, movement => new JsonObject
        {
            ["amount"] = Math.Abs(movement.Amount.Value),
            ["balance"] = movement.Balance.Value,
            ["type"] = movement.Amount > Rial.Zero ? "DEPOSIT" : "WITHDRAWAL",
            ["description"] = movement.Description,
            ["date_time"] = Tehran.JalaliThenTime(movement.At),
            ["reference_number"] = movement.Reference,
        }));
    }

    private static DateTimeOffset? Day(Call call, string name, FieldErrors errors)
    {
        if (call.Query(name) is not { } text)
            return null;
        if (Tehran.TryStartOfSlashedDay(text, out DateTimeOffset start))
            return start;
        errors.Add(name, $"{name} معتبر نیست.");
        return null;
    }
}
