using System.Text.Json.Nodes;

namespace Vandar.Core.Sandbox;

/// <summary>What every card-issuing call shares: set-config first, a known bank, the cardholder of the path, and the two success
/// texts.</summary>
internal sealed class RavandAccess(World world, Doors doors)
{
    public const string Root = "/v1/business/{business}/ravand/provider/{provider}/cardholder";

    public const string One = Root + "/{cardholder_id}";

    public void Map(WebApplication app) => app.MapPost("/v1/business/{business}/ravand/set-config", doors.Bearer(SetConfig));

    /// <summary>The body of a write's success.</summary>
    public static Answer Done(JsonNode data) =>
        Answer.Json(200, new JsonObject { ["message"] = "عملیات با موفقیت انجام شد.", ["data"] = data });

    /// <summary>The body of a read's success.</summary>
    public static Answer Received(JsonNode data) =>
        Answer.Json(200, new JsonObject { ["message"] = "اطلاعات با موفقیت دریافت شد.", ["data"] = data });

    /// <summary>Whether card issuing is open to the business.</summary>
    /// <returns>The refusal, or <see langword="null"/>.</returns>
    public Answer? Open(Call call) =>
        world.Switches.RequireSetConfig && !call.Business.RavandConfigured ? Envelope.Responder.Forbidden() : null;

    /// <summary>What the bank of the path asks for, or <see langword="null"/> if there is no such bank.</summary>
    public SandboxProvider? Provider(Call call) => world.Switches.Providers.Count == 0
        ? SandboxProvider.Documented
        : world.Switches.Providers.GetValueOrDefault(call.Route("provider"));

    /// <summary>Finds the cardholder of the path.</summary>
    /// <returns>The refusal, or <see langword="null"/> if it was found.</returns>
    public Answer? Find(Call call, out Cardholder cardholder)
    {
        cardholder = null!;
        if (Open(call) is { } closed)
            return closed;
        if (!call.Business.Cardholders.TryGetValue(call.Route("cardholder_id"), out Cardholder? found)
            || found.Provider != call.Route("provider"))
        {
            return Envelope.Responder.NotFound();
        }
        cardholder = found;
        return null;
    }

    public Answer Invalid(FieldErrors errors) => errors.AsResponder(world.Switches.FieldErrorsAreTexts);

    public Answer Invalid(string field, string text)
    {
        FieldErrors errors = new();
        errors.Add(field, text);
        return Invalid(errors);
    }

    /// <summary>The body is not documented: anything is taken, nothing is read.</summary>
    private Answer SetConfig(Call call)
    {
        call.Business.RavandConfigured = true;
        world.Journal.Append("ravand.set-config", call, call.Business.Slug);
        return Done(new JsonArray());
    }
}
