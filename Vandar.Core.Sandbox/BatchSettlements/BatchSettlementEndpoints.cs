using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vandar.Core.Sandbox;

/// <summary>Batch settlements: on a host of their own with the vendor, on the sandbox's one port here.</summary>
internal sealed class BatchSettlementEndpoints(World world, Doors doors)
{
    private const string Root = "/api/v2/business/{business}";
    private const int BatchesPerPage = 10;
    private const int ItemsPerPage = 20;

    public void Map(WebApplication app)
    {
        app.MapPost(Root + "/batches-settlement", doors.Bearer(call => Refusal() ?? Create(call)));
        app.MapGet(Root + "/batches", doors.Bearer(call => Refusal() ?? List(call)));
        app.MapGet(Root + "/batch-settlements/{batch_id}", doors.Bearer(call => Refusal() ?? Items(call)));
    }

    private Answer? Refusal() => world.Switches.ActiveTools.Contains("settlement_batch") ? null : Envelope.Status.Forbidden();

    private Answer Create(Call call)
    {
        BusinessSettlements known = call.Business.Settlements;
        FieldErrors errors = new();
        List<SettlementOrder> orders = Orders(call, errors, out JsonElement items);
        string batchId = errors.Required(call.Body, "batch_id", text => IsBatchId(text, items));
        if (known.Batches.Any(batch => batch.Id == batchId))
            errors.Add("batch_id", "این batch_id از قبل ثبت شده است.");
        if (errors.Any)
            return errors.AsLaravel();

        string label = call.Business.Label("batch", known.Batches.Count);
        Batch batch = new(batchId, call.Now, [.. orders.Select((order, index) => new WaitingSettlement
        {
            Id = world.Seeded.Uuid(string.Create(CultureInfo.InvariantCulture, $"{label}/{index}")),
            Order = order,
            CreatedAt = call.Now,
            Due = call.Now + world.Switches.BatchItemDelay * (index + 1),
        })]);
        known.Batches.Add(batch);
        foreach (WaitingSettlement item in batch.Items)
        {
            known.TrackIds.Add(item.Order.TrackId);
            known.BatchLine.Join(item);
        }
        world.Journal.Append("batch_settlements.create", call, batch.Id, new Rial(orders.Sum(order => order.Amount.Value)));
        return Answer.Json(200, Counted(batch));
    }

    private static List<SettlementOrder> Orders(Call call, FieldErrors errors, out JsonElement items)
    {
        List<SettlementOrder> orders = [];
        if (!call.Body.Has("batches_settlement", out items) || items.ValueKind != JsonValueKind.Array || items.GetArrayLength() == 0)
        {
            errors.Missing("batches_settlement");
            return orders;
        }
        HashSet<string> own = new(StringComparer.Ordinal);
        foreach (JsonElement item in items.EnumerateArray())
        {
            string place = "batches_settlement." + WireDigits.Of(orders.Count);
            if (item.ValueKind != JsonValueKind.Object)
            {
                errors.Add(place, "هر ردیف باید یک تسویه باشد.");
                return orders;
            }
            FieldErrors within = errors.Within(place);
            SettlementOrder order = SettlementForm.OfBatch.Read(item, call.Business.Settlements, within);
            if (order.TrackId.Length > 0 && !own.Add(order.TrackId))
                within.Add("track_id", FieldRules.KnownTrackId);
            orders.Add(order);
        }
        return orders;
    }

    private bool IsBatchId(string text, JsonElement items) =>
        text.Length == 128 && text.All(char.IsAsciiHexDigitLower) && world.Switches.BatchHash switch
        {
            SandboxBatchHash.Off => true,
            _ when items.ValueKind != JsonValueKind.Array => true,
            SandboxBatchHash hash => text == Batch.Hash(items, asPhp: hash == SandboxBatchHash.AsPhp),
        };

    private static Answer List(Call call)
    {
        FieldErrors errors = new();
        Paging paging = Paging.Read(call, BatchesPerPage, errors) with { HasEntities = true };
        if (errors.Any)
            return errors.AsLaravel();
        return Answer.Json(200, paging.Resource(call, [.. call.Business.Settlements.Batches.AsEnumerable().Reverse()], Counted));
    }

    private static Answer Items(Call call)
    {
        if (call.Business.Settlements.Batches.FirstOrDefault(batch => batch.Id == call.Route("batch_id")) is not { } batch)
            return Envelope.Status.NotFound();
        FieldErrors errors = new();
        Paging paging = Paging.Read(call, ItemsPerPage, errors) with { HasEntities = true };
        string? status = call.Query("status");
        if (status is not (null or "INIT" or "SUBMITTED" or "FAILED"))
            errors.Invalid("status");
        if (errors.Any)
            return errors.AsLaravel();
        return Answer.Json(200, paging.Resource(call, [.. batch.Items.Where(item => status is null || Batch.Status(item) == status)], Item));
    }

    private static JsonObject Counted(Batch batch)
    {
        JsonObject counters = new() { ["total_count"] = batch.Items.Count, ["total_amount"] = Sum(batch.Items) };
        foreach (string status in (string[])["INIT", "SUBMITTED", "FAILED", "PENDING", "CANCELED"])
        {
            List<WaitingSettlement> items = [.. batch.Items.Where(item => Batch.Status(item) == status)];
            counters[status.ToLowerInvariant() + "_count"] = items.Count;
            counters[status.ToLowerInvariant() + "_amount"] = Sum(items);
        }
        return new JsonObject
        {
            ["batch_id"] = batch.Id,
            ["status"] = counters,
            ["total_amount"] = Sum(batch.Items),
            ["created_at"] = batch.CreatedAt.ToUnixTimeSeconds(),
            ["cancelable"] = false,
            ["cancelable_datetime"] = null,
        };

        static long Sum(IEnumerable<WaitingSettlement> items) => items.Sum(item => item.Order.Amount.Value);
    }

    /// <summary>Numbers come back as texts, although they are sent as numbers.</summary>
    private static JsonObject Item(WaitingSettlement item) => new()
    {
        ["id"] = item.Id.ToString(),
        ["track_id"] = item.Order.TrackId,
        ["payment_number"] = item.Order.PaymentNumber,
        ["amount"] = WireDigits.Of(item.Order.Amount),
        ["iban"] = item.Order.Iban,
        ["iban_owner_name"] = SettlementForm.IsReachable(item.Order.Iban) ? "نمونه نمونه‌ای" : null,
        ["status"] = Batch.Status(item),
        ["type"] = (item.HandedOver?.IsA2A ?? item.Order.AsksForA2A) ? "A2A" : "ACH",
        ["transaction_id"] = item.HandedOver?.Row.Id,
        ["error_message"] = item.Error,
        ["description"] = item.Order.Description,
    };
}
