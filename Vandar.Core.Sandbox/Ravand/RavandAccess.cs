using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vandar.Core.Sandbox;

/// <summary>What every card-issuing call shares: set-config first, a known bank, the cardholder of the path, the refusals of a step out
/// of order, and the two success texts.</summary>
internal sealed class RavandAccess(World world, Doors doors)
{
    public const string Bank = "/v1/business/{business}/ravand/provider/{provider}";

    public const string Root = Bank + "/cardholder";

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

    /// <summary>Whether the bank of the path is there for the business, on the paths that name no cardholder.</summary>
    /// <returns>The refusal, or <see langword="null"/>.</returns>
    public Answer? OpenBank(Call call) => Open(call) ?? (Provider(call) is null ? Envelope.Responder.NotFound() : null);

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

    /// <summary>Finds the bank account of the cardholder of the path: banking begins with an active card.</summary>
    /// <param name="named">The account the request names, if it does: a cardholder has one.</param>
    /// <returns>The refusal, or <see langword="null"/> if it was found.</returns>
    public Answer? FindAccount(Call call, string? named, out CardAccount account)
    {
        account = null!;
        if (Find(call, out Cardholder cardholder) is { } refusal)
            return refusal;
        if (cardholder.Account is not { } found)
            return NotFinalized();
        if (world.Switches.BankingNeedsActiveCard && cardholder.CardStatus != CardStatus.Active)
            return Envelope.Responder.Failure(400, "کارت فعال نیست", "card_is_not_active");
        if (call.Route("provider").EndsWith(SandboxBanking.DownProviderEnding, StringComparison.OrdinalIgnoreCase))
            return Envelope.Responder.Failure(502, "خطای سرویس خارجی", "external_service_error");
        if (named is not null && named != found.Card.AccountNumber)
            return Envelope.Responder.NotFound();
        account = found;
        return null;
    }

    /// <summary>"This step cannot be run for this customer": too early, too late or twice.</summary>
    public Answer WrongStep() =>
        Envelope.Responder.Failure(403, "امکان اجرای این مرحله برای این مشتری وجود ندارد", world.Switches.WrongStepCode);

    public static Answer NotFinalized() =>
        Envelope.Responder.Failure(400, "درخواست متقاضی نهایی نشده است", "cardholder_request_not_finalize");

    /// <summary>Reads an amount in Rial, a whole number from 1.</summary>
    public static bool TryAmount(JsonElement value, out Rial amount)
    {
        bool isGood = value.TryWhole(out long number) && number is > 0 and <= FieldRules.Largest;
        amount = new Rial(isGood ? number : 0);
        return isGood;
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
        world.Journal.Append("ravand.set_config", call, call.Business.Slug);
        return Done(new JsonArray());
    }
}
