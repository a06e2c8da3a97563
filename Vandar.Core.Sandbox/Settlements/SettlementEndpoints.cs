using System.Text.Json.Nodes;

namespace Vandar.Core.Sandbox;

/// <summary>Single settlements: store, list, get and cancel, and the newer list, get and cancel by the caller's own <c>track_id</c>.</summary>
internal sealed class SettlementEndpoints(World world, Doors doors)
{
    private const int PerPage = 5;

    public void Map(WebApplication app)
    {
        app.MapPost("/v3/business/{business}/settlement/store", doors.Bearer(Store));
        app.MapGet("/v2.1/business/{business}/settlement", doors.Bearer(call => List(call, Listed)));
        app.MapGet("/v2.1/business/{business}/settlement/{id}", doors.Bearer(Get));
        app.MapDelete("/v2.1/business/{business}/settlement/{id}", doors.Bearer(CancelTransaction));
        app.MapGet("/v4/business/{business}/settlement", doors.Bearer(call => List(call, Tracked)));
        app.MapGet("/v4/business/{business}/settlement/{track_id}", doors.Bearer(GetByTrackId));
        app.MapDelete("/v4/business/{business}/settlement/{track_id}", doors.Bearer(CancelByTrackId));
    }

    private Answer Store(Call call)
    {
        FieldErrors errors = new();
        SettlementOrder order = SettlementForm.InToman.Read(call.Body, call.Business.Settlements, errors);
        if (errors.Any)
            return errors.AsStatus();
        if (!world.Settlements.Covers(call.Business, order))
        {
            errors.Add("amount", SettlementBook.NotEnoughMoney);
            errors.Add("amount", "مبلغ مورد نظر برای تسویه بیشتر از موجودی شما می باشد");
            return errors.AsStatus();
        }
        call.Business.Settlements.TrackIds.Add(order.TrackId);
        List<Settlement> parts = world.Settlements.Send(call.Business, order, call.Now);
        world.Journal.Append("settlements.create", call, order.TrackId, order.Amount);
        return Envelope.Data(new JsonObject { ["settlement"] = new JsonArray([.. parts.Select(part => NewlyStored(part, call.Now))]) });
    }

    private Answer List(Call call, Func<Settlement, JsonObject> item)
    {
        FieldErrors errors = new();
        Paging paging = Paging.Read(call, PerPage, errors);
        if (errors.Any)
            return errors.AsStatus();
        List<Settlement> settlements = [.. call.Business.Settlements.All.Where(world.Settlements.IsVisible).Reverse()];
        return Envelope.Data(new JsonObject
        {
            ["wallet"] = call.Business.WalletInToman,
            ["blocked_amount"] = 0,
            ["deductible_amount"] = call.Business.WalletInToman,
            ["currency"] = "Toman",
            ["settlements"] = paging.Flat(call, settlements, item),
        });
    }

    private Answer Get(Call call)
    {
        bool valid = Guid.TryParseExact(call.Route("id"), "D", out Guid id);
        return valid && Visible(call).FirstOrDefault(settlement => settlement.Id == id) is { } found
            ? Envelope.Data(new JsonObject { ["settlement"] = Listed(found) })
            : Envelope.Status.NotFound();
    }

    private Answer CancelTransaction(Call call) =>
        Cancel(call, [.. Visible(call).Where(settlement => settlement.Row.Id == call.RouteNumber("id"))]);

    private Answer GetByTrackId(Call call)
    {
        JsonArray found = new([.. ByTrackId(call).Select(Tracked)]);
        return found.Count == 0 ? Envelope.Status.NotFound() : Envelope.Data(new JsonObject { ["settlements"] = found });
    }

    /// <summary>The body's <c>cancel_mode</c> is not read: only one value of it was ever seen.</summary>
    private Answer CancelByTrackId(Call call) => Cancel(call, [.. ByTrackId(call)]);

    private Answer Cancel(Call call, List<Settlement> settlements)
    {
        if (settlements.Count == 0)
            return Envelope.Status.NotFound();
        if (!settlements.All(world.Settlements.CanCancel))
        {
            return Envelope.Status.Failure(
                world.Switches.SettlementCancelRefusal, "امکان لغو این تسویه وجود ندارد", "settlement_can_not_be_canceled");
        }
        foreach (Settlement settlement in settlements)
        {
            if (world.Settlements.Cancel(settlement))
                world.Journal.Append("settlements.cancel", call, settlement.Order!.TrackId, settlement.Amount);
        }
        return Answer.Json(200, new JsonObject { ["status"] = 1, ["message"] = "درخواست تسویه شما از دستور پرداخت خارج شد" });
    }

    private IEnumerable<Settlement> Visible(Call call) => call.Business.Settlements.All.Where(world.Settlements.IsVisible);

    private IEnumerable<Settlement> ByTrackId(Call call) =>
        Visible(call).Where(settlement => settlement.Order?.TrackId == call.Route("track_id"));

    private JsonObject NewlyStored(Settlement settlement, DateTimeOffset now)
    {
        Rial wallet = settlement.WalletAfter;
        return new JsonObject
        {
            ["id"] = settlement.Id.ToString(),
            ["iban_id"] = world.Seeded.Uuid("iban/" + settlement.Order!.Iban).ToString(),
            ["transaction_id"] = settlement.Row.Id,
            ["amount"] = settlement.Amount.Value,
            ["amount_toman"] = settlement.Amount.Value / 10,
            ["wage_toman"] = settlement.Fee.Value / 10,
            ["payment_number"] = settlement.Row.PaymentNumber,
            ["status"] = settlement.Status,
            ["wallet"] = WireDigits.Of(world.Switches.SettlementWalletInToman ? wallet.Value / 10 : wallet.Value),
            ["description"] = settlement.Row.Description,
            ["settlement_date"] = Tehran.GregorianDay(settlement.Row.CreatedAt),
            ["settlement_time"] = Tehran.Time(settlement.Row.CreatedAt),
            ["settlement_date_jalali"] = Tehran.JalaliDay(settlement.Row.CreatedAt),
            ["settlement_done_time_prediction"] = Tehran.JalaliThenTime(settlement.DueAt),
            ["is_instant"] = settlement.IsInstant,
            ["prediction"] = new JsonObject
            {
                ["amount"] = settlement.Amount.Value,
                ["date"] = Tehran.ShortJalaliDay(settlement.DueAt),
                ["time"] = Tehran.Time(settlement.DueAt),
                ["extra"] = Tehran.DaysBetween(now, settlement.DueAt) switch { 0 => "امروز", 1 => "فردا", _ => "" },
            },
            ["receipt_url"] = settlement.Row.ReceiptUrl,
            ["type"] = settlement.IsA2A ? "A2A" : "ACH",
            ["source"] = "WALLET",
            ["account"] = null,
        };
    }

    /// <summary>The list's and get's item. The IBAN has another kind of id here, and the transaction another name.</summary>
    private JsonObject Listed(Settlement settlement)
    {
        int unit = world.Switches.SettlementListInToman ? 10 : 1;
        return new JsonObject
        {
            ["id"] = settlement.Id.ToString(),
            ["iban_id"] = settlement.Order is { } order ? settlement.Business.Settlements.IbanNumber(order.Iban) : null,
            ["gateway_transaction_id"] = settlement.Row.Id,
            ["amount"] = settlement.Amount.Value / unit,
            ["payment_number"] = settlement.Row.PaymentNumber,
            ["status"] = settlement.Status,
            ["wallet"] = settlement.WalletAfter.Value / unit,
            ["settlement_date"] = Tehran.GregorianDay(settlement.Row.CreatedAt),
            ["settlement_done_time_prediction"] = Tehran.Gregorian(settlement.DueAt),
            ["description"] = settlement.Row.Description,
        };
    }

    /// <summary>The newer item: no full sample is known, so it is the older one with what the newer calls are keyed by.</summary>
    private JsonObject Tracked(Settlement settlement)
    {
        JsonObject item = Listed(settlement);
        item["transaction_id"] = settlement.Row.Id;
        item["track_id"] = settlement.Order?.TrackId;
        item["type"] = settlement.IsA2A ? "A2A" : "ACH";
        return item;
    }
}
