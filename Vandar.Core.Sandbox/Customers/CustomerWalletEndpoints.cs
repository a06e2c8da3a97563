using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vandar.Core.Sandbox;

/// <summary>A customer's wallet: balance, deposit, withdrawal and the list of both. All in Rial.</summary>
internal sealed class CustomerWalletEndpoints(World world, Doors doors)
{
    private const string Service = "wallet";
    private const string Currency = "RIAL";
    private const int PerPage = 20;

    public void Map(WebApplication app)
    {
        app.MapGet(CustomerAccess.OneV2 + "/wallet", doors.Bearer(Balance));
        app.MapPost(CustomerAccess.OneV2 + "/wallet/deposit", doors.Bearer(Deposit));
        app.MapPost(CustomerAccess.OneV2 + "/wallet/withdraw", doors.Bearer(Withdraw));
        app.MapPost(CustomerAccess.OneV2 + "/transactions", doors.Bearer(Transactions));
        // The older form.
        app.MapGet(CustomerAccess.OneV2 + "/transactions", doors.Bearer(Transactions));
    }

    private Answer Balance(Call call)
    {
        if (CustomerAccess.Find(call, out Customer customer) is not null)
            return CustomerAccess.NotFound(world.Switches.UnknownCustomerWalletStatus);
        return Answer.Json(200, new JsonObject
        {
            ["status"] = 1, ["balance"] = call.Business.Customers.Balance(customer).Value, ["currency"] = Currency,
        });
    }

    private Answer Deposit(Call call)
    {
        if (Read(call, out Customer customer, out Order order, out FieldErrors errors) is { } unknown)
            return unknown;
        if (!errors.Any && !call.Business.Customers.CanDeposit(order.Amount))
            errors.Add("amount", "موجودی کیف پول کسب و کار کافی نیست.");
        if (errors.Any)
            return errors.AsLaravel();
        CustomerMovement movement = call.Business.Customers.Deposit(customer, order.Amount, order.Comment);
        return Done(call, "customers.wallet.deposit", order, movement, "واریز با موفقیت انجام شد");
    }

    private Answer Withdraw(Call call)
    {
        if (Read(call, out Customer customer, out Order order, out FieldErrors errors) is { } unknown)
            return unknown;
        if (!errors.Any && call.Business.Customers.Balance(customer) < order.Amount)
            errors.Add("amount", "موجودی کیف پول مخاطب کافی نیست.");
        if (errors.Any)
            return errors.AsLaravel();
        CustomerMovement movement = call.Business.Customers.Withdraw(customer, order.Amount, order.Comment);
        return Done(call, "customers.wallet.withdraw", order, movement, "برداشت با موفقیت انجام شد");
    }

    private Answer Transactions(Call call) => CustomerAccess.Find(call, out Customer customer)
        ?? CustomerAccess.Page(call, [.. customer.Movements.AsEnumerable().Reverse()], PerPage, row => row.ToJson(), withStatus: true);

    private static Answer? Read(Call call, out Customer customer, out Order order, out FieldErrors errors)
    {
        errors = new FieldErrors();
        order = default;
        if (CustomerAccess.Find(call, out customer) is { } unknown)
            return unknown;

        long amount = 0;
        if (!call.Body.Has("amount", out JsonElement value))
            errors.Add("amount", CustomerAccess.Required("amount"));
        else if (!value.TryWhole(out amount) || amount is < 1 or > FieldRules.Largest)
            errors.Add("amount", CustomerAccess.Invalid("amount"));
        string? comment = call.Body.Text("comment");
        if (comment is null && call.Body.Has("comment", out _))
            errors.Add("comment", CustomerAccess.Invalid("comment"));
        string? trackId = CustomerAccess.TrackId(call, Service, required: true, errors);
        order = new Order(new Rial(amount), comment, trackId ?? "");
        return null;
    }

    private Answer Done(Call call, string operation, Order order, CustomerMovement movement, string message)
    {
        call.Business.Customers.Take(Service, order.TrackId);
        world.Journal.Append(operation, call, order.TrackId, order.Amount);
        return Answer.Json(200, new JsonObject
        {
            ["id"] = movement.Uuid.ToString(),
            ["track_id"] = order.TrackId,
            ["status"] = 1,
            ["message"] = message,
            ["balance"] = movement.BalanceAfter.Value,
            ["currency"] = Currency,
            ["comment"] = order.Comment,
        });
    }

    private readonly record struct Order(Rial Amount, string? Comment, string TrackId);
}
