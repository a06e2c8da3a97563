using System.Text.Json.Nodes;

namespace Vandar.Core.Sandbox;

/// <summary>An issued card: where the post has it, the tokens for its pages, and its status.</summary>
internal sealed class CardEndpoints(World world, Doors doors, RavandAccess access)
{
    private const string Delivered = "delivered";

    private static readonly Dictionary<string, string> s_postStates = new()
    {
        ["registered"] = "ثبت شده",
        ["rejected"] = "رد شده",
        ["cancelled"] = "لغو شده",
        ["approved"] = "تایید شده",
        ["carrying"] = "در حال حمل",
        [Delivered] = "تحویل به مشتری",
        ["failed"] = "ناموفق",
        ["not_found"] = "مرسوله یافت نشد",
    };

    public void Map(WebApplication app)
    {
        app.MapGet(RavandAccess.One + "/card/post-tracking", doors.Bearer(TrackPost));
        foreach (CardTask task in CardTask.All)
            app.MapPost($"{RavandAccess.One}/card/{task.Path}/token", doors.Bearer(call => MakeToken(call, task)));
        app.MapGet(RavandAccess.One + "/card/status", doors.Bearer(Status));
    }

    public static Answer BeingProcessed() =>
        Envelope.Responder.Failure(400, "درخواست در حال پردازش است", "cardholder_inquiry_is_not_done");

    private Answer TrackPost(Call call)
    {
        if (Admit(call, out Cardholder cardholder, out string cardNumber) is { } refusal)
            return refusal;

        // A parcel nobody knows is an answer, not a failure.
        SandboxPostStep? step = cardholder.IsIssued(call.Now) && cardNumber == cardholder.Card!.CardNumber
            ? PostStep(cardholder, call.Now)
            : null;
        string state = step?.State ?? "not_found";
        return RavandAccess.Received(new JsonObject
        {
            ["state_string_code"] = state,
            ["state_message"] = s_postStates.GetValueOrDefault(state, state),
            ["post_tracking_code"] = step is null ? null : cardholder.Card!.PostTrackingCode,
            ["rejection_message"] = step?.RejectionMessage,
            ["do_date_time"] = Tehran.JalaliThenTime(step is null ? call.Now : cardholder.IssuedAt!.Value + step.After),
        });
    }

    private Answer Status(Call call)
    {
        if (Admit(call, out Cardholder cardholder, out string cardNumber) is { } refusal)
            return refusal;
        if (!cardholder.IsIssued(call.Now))
            return RavandAccess.NotFinalized();
        if (cardNumber != cardholder.Card!.CardNumber)
            return Envelope.Responder.NotFound();
        return RavandAccess.Received(new JsonObject { ["card_number"] = cardNumber, ["status"] = cardholder.CardStatus });
    }

    /// <summary>The body is inferred: whatever it leaves out, the cardholder's only card and no way back are meant.</summary>
    private Answer MakeToken(Call call, CardTask task)
    {
        if (access.Find(call, out Cardholder cardholder) is { } refusal)
            return refusal;
        if (!cardholder.IsIssued(call.Now))
            return RavandAccess.NotFinalized();

        FieldErrors errors = new();
        bool needsAll = world.Switches.CardTokenNeedsAllFields;
        string? cardNumber = Field("card_number", text => text.IsDigits(16));
        string? callbackUrl = Field("callback_url", FieldRules.IsWebAddress);
        if (errors.Any)
            return access.Invalid(errors);
        if (cardNumber is not null && cardNumber != cardholder.Card!.CardNumber)
            return Envelope.Responder.NotFound();
        if (cardholder.CardStatus != task.From)
            return access.WrongStep();
        if (task == CardTask.Activate && world.Switches.ActivationNeedsDelivery && PostStep(cardholder, call.Now)?.State != Delivered)
            return access.WrongStep();

        CardToken token = world.CardTokens.Issue(call.Business, cardholder, task, callbackUrl);
        world.Journal.Append(task.TokenOperation, call, cardholder.Id);
        return RavandAccess.Done(new JsonObject { ["token"] = token.Text });

        string? Field(string name, Func<string, bool> isGood) =>
            needsAll ? errors.Required(call.Body, name, isGood) : errors.Optional(call.Body, name, isGood);
    }

    private SandboxPostStep? PostStep(Cardholder cardholder, DateTimeOffset now) =>
        world.Switches.PostSchedule.LastOrDefault(step => now >= cardholder.IssuedAt + step.After);

    private Answer? Admit(Call call, out Cardholder cardholder, out string cardNumber)
    {
        cardNumber = call.Query("card_number") ?? "";
        if (access.Find(call, out cardholder) is { } refusal)
            return refusal;
        if (cardNumber.Length == 0)
            return access.Invalid("card_number", "وارد کردن card_number الزامی است.");
        if (!cardNumber.IsDigits(16))
            return access.Invalid("card_number", "card_number معتبر نیست.");
        return cardholder.IsFinalized ? null : RavandAccess.NotFinalized();
    }
}
