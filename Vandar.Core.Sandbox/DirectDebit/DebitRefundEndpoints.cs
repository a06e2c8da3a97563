using System.Text.Json.Nodes;

namespace Vandar.Core.Sandbox;

/// <summary>Refunds of withdrawals. Only the three paths are documented; fields and refusals are the reference's best guess.</summary>
internal sealed class DebitRefundEndpoints(World world, Doors doors)
{
    private const string Root = "/v3/business/{business}/subscription/refunds";
    private const int PerPage = 20;

    public void Map(WebApplication app)
    {
        app.MapPost(Root, doors.Bearer(Create));
        app.MapGet(Root, doors.Bearer(List));
        app.MapGet(Root + "/{refund_id}", doors.Bearer(Get));
    }

    private Answer Create(Call call)
    {
        FieldErrors errors = new();
        string withdrawalId = errors.Required(call.Body, "withdrawal_id");
        long? asked = errors.OptionalPositive(call.Body, "amount");
        string? trackId = errors.Optional(call.Body, "track_id");
        if (trackId is not null && OfBusiness(call).Any(refund => refund.TrackId == trackId))
            errors.Add("track_id", FieldRules.KnownTrackId);
        string? description = errors.Optional(call.Body, "description");
        errors.Optional(call.Body, "notify_url", FieldRules.IsWebAddress);
        if (errors.Any)
            return errors.AsLaravel();

        if (world.DirectDebit.Withdrawals.Find(withdrawal => withdrawal.Mandate.Business == call.Business
            && withdrawal.Id.Equals(withdrawalId, StringComparison.OrdinalIgnoreCase)) is not { } withdrawal)
        {
            return Envelope.Status.NotFound();
        }
        Rial left = withdrawal.Amount - withdrawal.Returned;
        Rial amount = asked is { } sum ? new Rial(sum) : left;
        if (!withdrawal.HasSucceeded || left == Rial.Zero)
            errors.Add("withdrawal_id", "این برداشت وجه قابل بازگشت نیست.");
        else if (amount > left)
            errors.Add("amount", "مبلغ بازگشت بیشتر از مانده برداشت وجه است.");
        else if (amount > call.Business.Balance)
            errors.Add("amount", "موجودی کیف پول کافی نیست.");
        if (errors.Any)
            return errors.AsLaravel();

        DebitRefund refund = new()
        {
            Id = world.Seeded.Uuid(call.Business.Label("withdrawal-refund", world.DirectDebit.Refunds.Count)).ToString(),
            Withdrawal = withdrawal,
            Amount = amount,
            CreatedAt = call.Now,
            TrackId = trackId,
            Description = description,
            Row = new TransactionRow
            {
                Id = call.Business.NextTransactionId(),
                Uuid = call.Business.NextTransactionUuid(),
                CreatedAt = call.Now,
                UpdatedAt = call.Now,
                ChannelCode = "refund",
                ChannelLabel = "بازگشت وجه",
                Amount = amount,
                Fee = Rial.Zero,
                TrackId = trackId,
                Description = description,
                RefundOf = ("SUBSCRIPTION", withdrawal.Row.Id),
            },
        };
        world.DirectDebit.Add(refund);
        world.Journal.Append("direct_debit.refunds.create", call, trackId ?? refund.Id, amount);
        return Done(refund);
    }

    private Answer Get(Call call) =>
        OfBusiness(call).FirstOrDefault(refund => refund.Id.Equals(call.Route("refund_id"), StringComparison.OrdinalIgnoreCase)) is { } refund
            ? Done(refund)
            : Envelope.Status.NotFound();

    private Answer List(Call call)
    {
        List<DebitRefund> refunds = [.. OfBusiness(call)];
        refunds.Reverse();
        return Answer.Json(200, Paging.Lenient(call, PerPage).Resource(call, refunds, Json));
    }

    private IEnumerable<DebitRefund> OfBusiness(Call call) =>
        world.DirectDebit.Refunds.Where(refund => refund.Withdrawal.Mandate.Business == call.Business);

    private Answer Done(DebitRefund refund)
    {
        JsonObject answer = new() { ["status"] = 1, ["message"] = "" };
        if (world.Switches.DirectDebitRefundsInData)
            answer["data"] = Json(refund);
        else
            answer["result"] = new JsonObject { ["refund"] = Json(refund) };
        return Answer.Json(200, answer);
    }

    private static JsonObject Json(DebitRefund refund) => new()
    {
        ["id"] = refund.Id,
        ["withdrawal_id"] = refund.Withdrawal.Id,
        ["amount"] = refund.Amount.Value,
        ["wage_amount"] = 0,
        ["track_id"] = refund.TrackId,
        ["description"] = refund.Description,
        ["status"] = refund.Status,
        ["created_at"] = Tehran.JalaliThenTime(refund.CreatedAt),
    };
}
