using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vandar.Core.Sandbox;

/// <summary>The number that leads money from outside to one customer, and the control path by which such money comes.</summary>
internal sealed class CustomerCashInEndpoints(World world, Doors doors)
{
    public void Map(WebApplication app)
    {
        // Older documentation has both calls under v2.
        foreach (string one in new[] { CustomerAccess.OneV2, CustomerAccess.OneV3 })
        {
            app.MapGet(one + "/cash-in-code", doors.Bearer(Get));
            app.MapPost(one + "/cash-in-code", doors.Bearer(Create));
        }
        app.MapPost(ControlEndpoints.Root + "/customers/cash-in", doors.Control(Deposit));
    }

    private Answer Get(Call call)
    {
        if (CustomerAccess.Find(call, out Customer customer) is { } unknown)
            return unknown;
        if (customer.CashInCode is null && world.Switches.CashInCodeNeedsPost)
            return CustomerAccess.NotFound();
        return Code(call, customer, "شناسه پرداخت مشتری با موفقیت واکشی شد.");
    }

    private Answer Create(Call call) =>
        CustomerAccess.Find(call, out Customer customer) ?? Code(call, customer, "شناسه پرداخت با موفقیت ایجاد شد");

    private Answer Code(Call call, Customer customer, string message)
    {
        if (customer.CashInCode is null)
            world.Journal.Append("customers.cash_in_code", call, customer.Id);
        string code = call.Business.Customers.DrawCashInCode(customer);
        return Answer.Json(200, new JsonObject { ["status"] = 1, ["code"] = code, ["message"] = message });
    }

    /// <summary><c>{"code": "140…", "amount": 250000}</c>, in Rial: somebody outside pays.</summary>
    private Answer Deposit(HttpContext context, JsonElement body)
    {
        if (!body.Has("amount", out JsonElement value) || !value.TryWhole(out long amount) || amount is < 1 or > FieldRules.Largest)
            return Answer.Json(422, new JsonObject { ["message"] = "amount must be a whole number of Rial, one or more." });
        string code = body.Text("code") ?? "";
        foreach (SandboxBusiness business in world.Businesses.Values)
        {
            if (business.Customers.FindByCode(code) is { } customer)
            {
                Call call = new(context, business, body, world.Clock.Now, TokenGeneration: null);
                CustomerMovement movement = business.Customers.CashIn(customer, new Rial(amount));
                world.Journal.Append(CustomerBook.CashInOperation, call, movement.Uuid.ToString(), movement.Amount);
                return Answer.Json(200, new JsonObject { ["customer_id"] = customer.Id, ["balance_rial"] = movement.BalanceAfter.Value });
            }
        }
        return Answer.Json(404, new JsonObject { ["message"] = "No customer has that code." });
    }
}
