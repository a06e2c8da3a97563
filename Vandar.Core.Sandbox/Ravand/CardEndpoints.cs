using System.Text.Json.Nodes;

namespace Vandar.Core.Sandbox;

/// <summary>An issued card: where the post has it, and its status.</summary>
internal sealed class CardEndpoints(World world, Doors doors, RavandAccess access)
{
    public const string Issued = "ISSUED";

    private static readonly Dictionary<string, string> s_postStates = new()
    {
        ["registered"] = "ثبت شده",
        ["rejected"] = "رد شده",
        ["cancelled"] = "لغو شده",
        ["approved"] = "تایید شده",
        ["carrying"] = "در حال حمل",
        ["delivered"] = "تحویل به مشتری",
        ["failed"] = "ناموفق",
        ["not_found"] = "مرسوله یافت نشد",
    };

    public void Map(WebApplication app)
    {
        app.MapGet(RavandAccess.One + "/card/post-tracking", doors.Bearer(TrackPost));
        app.MapGet(RavandAccess.One + "/card/status", doors.Bearer(Status));
    }

    public static Answer NotFinalized() =>
        Envelope.Responder.Failure(400, "درخواست متقاضی نهایی نشده است", "cardholder_request_not_finalize");

    public static Answer BeingProcessed() =>
        Envelope.Responder.Failure(400, "درخواست در حال پردازش است", "cardholder_inquiry_is_not_done");

    private Answer TrackPost(Call call)
    {
        if (Admit(call, out Cardholder cardholder, out string cardNumber) is { } refusal)
            return refusal;

        // A parcel nobody knows is an answer, not a failure.
        SandboxPostStep? step = cardholder.IsIssued(call.Now) && cardNumber == cardholder.Card!.CardNumber
            ? world.Switches.PostSchedule.LastOrDefault(step => call.Now >= cardholder.IssuedAt + step.After)
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
            return NotFinalized();
        if (cardNumber != cardholder.Card!.CardNumber)
            return Envelope.Responder.NotFound();
        return RavandAccess.Received(new JsonObject { ["card_number"] = cardNumber, ["status"] = Issued });
    }

    private Answer? Admit(Call call, out Cardholder cardholder, out string cardNumber)
    {
        cardNumber = call.Query("card_number") ?? "";
        if (access.Find(call, out cardholder) is { } refusal)
            return refusal;
        if (cardNumber.Length == 0)
            return access.Invalid("card_number", "وارد کردن card_number الزامی است.");
        if (!cardNumber.IsDigits(16))
            return access.Invalid("card_number", "card_number معتبر نیست.");
        return cardholder.IsFinalized ? null : NotFinalized();
    }
}
