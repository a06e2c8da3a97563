using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vandar.Core.Sandbox;

/// <summary>The cardholder's side over HTTP, for loopback callers only: the phone that shows passwords, the bank counter, the shop. The public
/// methods of <see cref="SandboxBusiness"/> do the same.</summary>
internal sealed class CardholderControl(World world, Doors doors)
{
    private static readonly string s_root = ControlEndpoints.Root + "/business/{business}";

    public void Map(WebApplication app)
    {
        app.MapGet(s_root + "/transfers/{transfer_id}/otp", doors.Control(Password));
        app.MapPost(s_root + "/cardholders/{cardholder_id}/fund", doors.Control(Fund));
        app.MapPost(s_root + "/cardholders/{cardholder_id}/buy-on-credit", doors.Control(Buy));
        app.MapPost(s_root + "/credit-payments/{pay_id}/repay", doors.Control(Repay));
    }

    private Answer Password(HttpContext context, JsonElement body) =>
        Business(context)?.TransferPassword(Route(context, "transfer_id")) is { } password
            ? Answer.Json(200, new JsonObject { ["otp"] = password })
            : Envelope.Status.NotFound();

    private Answer Fund(HttpContext context, JsonElement body)
    {
        if (AdmitAmount(context, body, out SandboxBusiness business, out Cardholder cardholder, out Rial amount) is { } refusal)
            return refusal;
        business.FundCardAccount(cardholder.Id, amount);
        return Answer.Json(200, new JsonObject { ["balance"] = world.CardAccounts.Balance(cardholder.Account!).Value });
    }

    private Answer Buy(HttpContext context, JsonElement body)
    {
        if (AdmitAmount(context, body, out SandboxBusiness business, out Cardholder cardholder, out Rial amount) is { } refusal)
            return refusal;
        return business.BuyOnCredit(cardholder.Id, amount) is { } id ? Answer.Json(200, new JsonObject { ["pay_id"] = id }) : Refused();
    }

    private Answer Repay(HttpContext context, JsonElement body) =>
        Business(context)?.RepayCredit(Route(context, "pay_id")) == true ? Answer.Json(200, new JsonObject { ["status"] = "ok" }) : Refused();

    private Answer? AdmitAmount(
        HttpContext context, JsonElement body, out SandboxBusiness business, out Cardholder cardholder, out Rial amount)
    {
        (business, cardholder, amount) = (null!, null!, default);
        if (Business(context) is not { } named
            || !named.Cardholders.TryGetValue(Route(context, "cardholder_id"), out Cardholder? found) || found.Account is null)
        {
            return Envelope.Status.NotFound();
        }
        (business, cardholder) = (named, found);
        return body.Has("amount", out JsonElement value) && RavandAccess.TryAmount(value, out amount)
            ? null
            : Answer.Json(422, new JsonObject { ["message"] = "amount must be a whole number of Rial, one or more." });
    }

    private SandboxBusiness? Business(HttpContext context) => world.Businesses.GetValueOrDefault(Route(context, "business"));

    private static string Route(HttpContext context, string name) => (string)context.Request.RouteValues[name]!;

    private static Answer Refused() => Answer.Json(409, new JsonObject { ["message"] = "Refused: look at card, credit and balance." });
}
