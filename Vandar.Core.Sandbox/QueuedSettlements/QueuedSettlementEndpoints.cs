using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vandar.Core.Sandbox;

/// <summary>Settlements that wait for money in the wallet. Only paths and purpose are documented; requests and answers follow the
/// settlement service (inferred).</summary>
internal sealed class QueuedSettlementEndpoints(World world, Doors doors)
{
    private const string Root = "/v3/business/{business}/settlement/queued";
    private const int PerPage = 10;
    private const string Done = "عملیات با موفقیت انجام شد.";

    public void Map(WebApplication app)
    {
        app.MapPost(Root, doors.Bearer(Create));
        app.MapGet(Root, doors.Bearer(List));
        app.MapGet(Root + "/{id}", doors.Bearer(Get));
        app.MapPost(Root + "/cancel", doors.Bearer(Cancel));
    }

    private Answer Create(Call call)
    {
        BusinessSettlements known = call.Business.Settlements;
        FieldErrors errors = new();
        SettlementForm form = world.Switches.QueuedAmountInRial ? SettlementForm.InRial : SettlementForm.InToman;
        SettlementOrder order = form.Read(call.Body, known, errors);
        if (errors.Any)
            return errors.AsStatus();
        WaitingSettlement queued = new()
        {
            Id = world.Seeded.Uuid(call.Business.Label("queued", known.Queued.Count)),
            Order = order,
            CreatedAt = call.Now,
            Due = call.Now + world.Switches.QueueDelay,
        };
        known.TrackIds.Add(order.TrackId);
        known.Queued.Add(queued);
        known.QueueLine.Join(queued);
        world.Journal.Append("queued_settlements.create", call, order.TrackId, order.Amount);
        return Answer.Json(200, new JsonObject { ["status"] = 1, ["message"] = Done, ["data"] = Item(queued) });
    }

    private Answer List(Call call)
    {
        FieldErrors errors = new();
        Paging paging = Paging.Read(call, PerPage, errors);
        if (errors.Any)
            return errors.AsStatus();
        IEnumerable<WaitingSettlement> queued = call.Business.Settlements.Queued;
        string? status = call.Query("status");
        return Answer.Json(200, paging.Resource(call, [.. queued.Where(item => status is null || Status(item) == status).Reverse()], Item));
    }

    private Answer Get(Call call) =>
        Find(call, call.Route("id")) is { } queued ? Envelope.Data(Item(queued)) : Envelope.Status.NotFound();

    private Answer Cancel(Call call)
    {
        if (!call.Body.Has("id", out JsonElement id))
        {
            FieldErrors errors = new();
            errors.Missing("id");
            return errors.AsStatus();
        }
        if (Find(call, id.ToString()) is not { } queued)
            return Envelope.Status.NotFound();
        if (queued.HandedOver is not null || (queued.IsCanceled && world.Switches.RepeatedCancelIsRefused))
        {
            return Envelope.Status.Failure(
                world.Switches.SettlementCancelRefusal, "امکان لغو این تسویه وجود ندارد", "settlement_can_not_be_canceled");
        }
        if (!queued.IsCanceled)
        {
            call.Business.Settlements.QueueLine.Cancel(queued, call.Now);
            world.Journal.Append("queued_settlements.cancel", call, queued.Order.TrackId, queued.Order.Amount);
        }
        return Answer.Json(200, new JsonObject { ["status"] = 1, ["message"] = Done });
    }

    private static WaitingSettlement? Find(Call call, string text) => Guid.TryParseExact(text, "D", out Guid id)
        ? call.Business.Settlements.Queued.FirstOrDefault(queued => queued.Id == id)
        : null;

    private static string Status(WaitingSettlement queued) => queued switch
    {
        { IsCanceled: true } => "CANCELED",
        { HandedOver: not null } => "SUBMITTED",
        _ => "PENDING",
    };

    private static JsonObject Item(WaitingSettlement queued) => new()
    {
        ["id"] = queued.Id.ToString(),
        ["track_id"] = queued.Order.TrackId,
        ["iban"] = queued.Order.Iban,
        ["amount"] = queued.Order.Amount.Value,
        ["amount_toman"] = queued.Order.Amount.Value / 10,
        ["payment_number"] = queued.Order.PaymentNumber,
        ["description"] = queued.Order.Description,
        ["type"] = queued.Order.AsksForA2A ? "A2A" : "ACH",
        ["status"] = Status(queued),
        ["transaction_id"] = queued.HandedOver?.Row.Id,
        ["created_at"] = Tehran.Gregorian(queued.CreatedAt),
    };
}
