using System.Globalization;
using System.Text.Json.Nodes;

namespace Vandar.Core.Sandbox;

/// <summary>Balance, transaction list and its count.</summary>
internal static class WalletEndpoints
{
    private const int MaxPerPage = 100;

    // 846 rows on 43 pages, says the documented example of the count: twenty a page.
    private const int DefaultPerPage = 20;

    private static readonly string[] s_channels =
        ["ipg", "form", "p2p", "subscription", "settlements", "cash-in", "cash-in-by-code", "refund", "pos", "shaparak-settlement"];

    private static readonly string[] s_searchFields =
        ["description", "ref_id", "tracking_code", "transaction_id", "factor_number", "iban", "mobile_number", "api_token", "card_number",
         "form_id", "payment_number"];

    public static void Map(WebApplication app, Doors doors)
    {
        app.MapGet("/v2/business/{business}/balance", doors.Bearer(Balance));
        app.MapGet("/v3/business/{business}/transaction", doors.Bearer(List));
        app.MapGet("/v3/business/{business}/meta", doors.Bearer(Count));
    }

    private static Answer Balance(Call call) => Answer.Json(200, new JsonObject
    {
        ["status"] = 1,
        ["data"] = new JsonObject
        {
            ["wallet"] = call.Business.WalletInToman,
            ["wallet_without_payment_facilitator_wallet"] = call.Business.WalletInToman,
            ["payment_facilitator_wallet"] = 0,
            ["currency"] = "Toman",
        },
    });

    private static Answer List(Call call)
    {
        FieldErrors errors = new();
        Func<TransactionRow, bool> matches = Filter(call, errors);
        int perPage = PerPage(call, errors);
        if (!TryNumber(call.Query("start_after"), out long? after))
            errors.Invalid("start_after");
        if (!TryNumber(call.Query("page"), out long? page) || page == 0)
            errors.Invalid("page");
        if (errors.Any)
            return errors.AsStatus();

        IEnumerable<TransactionRow> rows = NewestFirst(call.Business).Where(row => (after is null || row.Id < after) && matches(row));
        List<TransactionRow> taken = [.. rows.Skip(((int)Math.Min(page ?? 1, int.MaxValue / MaxPerPage) - 1) * perPage).Take(perPage + 1)];
        JsonArray data = [];
        foreach (TransactionRow row in taken.Take(perPage))
            data.Add((JsonNode)row.ToJson());
        return Answer.Json(200, new JsonObject { ["status"] = 1, ["has_more"] = taken.Count > perPage, ["data"] = data });
    }

    private static Answer Count(Call call)
    {
        FieldErrors errors = new();
        Func<TransactionRow, bool> matches = Filter(call, errors);
        int perPage = PerPage(call, errors);
        if (errors.Any)
            return errors.AsStatus();
        int total = call.Business.Transactions.Count(matches);
        return Answer.Json(200, new JsonObject
        {
            ["status"] = 1, ["data"] = new JsonObject { ["total"] = total, ["pages"] = (total + perPage - 1) / perPage },
        });
    }

    private static IEnumerable<TransactionRow> NewestFirst(SandboxBusiness business)
    {
        for (int i = business.Transactions.Count - 1; i >= 0; i--)
            yield return business.Transactions[i];
    }

    private static int PerPage(Call call, FieldErrors errors)
    {
        if (TryNumber(call.Query("per_page"), out long? perPage) && perPage is null or (>= 1 and <= MaxPerPage))
            return (int)(perPage ?? DefaultPerPage);
        errors.Add("per_page", "per_page نباید بزرگتر از 100 باشد.");
        return DefaultPerPage;
    }

    private static Func<TransactionRow, bool> Filter(Call call, FieldErrors errors)
    {
        string? kind = OneOf(call, "statusKind", errors, "transactions", "settlements");
        string? status = OneOf(call, "status", errors, "succeed", "failed", "pending", "canceled");
        string? channel = OneOf(call, "channel", errors, s_channels);
        string? searchField = OneOf(call, "search_field", errors, s_searchFields);
        DateTimeOffset? from = Day(call, "fromDate", errors);
        DateTimeOffset? to = Day(call, "toDate", errors);
        string? id = call.Query("id"), trackId = call.Query("track_id"), factorNumber = call.Query("factor_number");
        string? referenceId = call.Query("ref_id"), trackingCode = call.Query("tracking_code"), q = call.Query("q");
        string? formId = call.Query("formId");

        return row => (kind is null || (kind == "settlements") == row.Status is 2 or -2 or -3 or -4 or -6)
            && (status is null || status == State(row))
            && (channel is null || channel == row.ChannelCode)
            && (from is null || row.CreatedAt >= from)
            && (to is null || row.CreatedAt < to.Value.AddDays(1))
            && (id is null || id == WireDigits.Of(row.Id))
            && (trackId is null || trackId == row.TrackId)
            && (factorNumber is null || factorNumber == row.FactorNumber)
            && (referenceId is null || referenceId == row.ReferenceId)
            && (trackingCode is null || trackingCode == row.TrackingCode)
            && formId is null
            && (q is null || Searched(row, searchField).Any(text => text?.Contains(q, StringComparison.OrdinalIgnoreCase) == true));
    }

    private static string State(TransactionRow row) => row.Status switch
    {
        3 or -2 => "pending",
        -1 or -3 or -6 => "failed",
        -4 => "canceled",
        _ => "succeed",
    };

    private static string?[] Searched(TransactionRow row, string? field) => field switch
    {
        "description" => [row.Description],
        "ref_id" => [row.ReferenceId],
        "tracking_code" => [row.TrackingCode],
        "transaction_id" => [WireDigits.Of(row.Id)],
        "factor_number" => [row.FactorNumber],
        "mobile_number" => [row.Mobile],
        "api_token" => [row.ApiToken],
        "card_number" => [row.MaskedCard],
        "payment_number" => [row.PaymentNumber],
        "iban" => [row.PayerIban, row.ReceiverIban],
        "form_id" => [],
        _ => [row.Description, row.ReferenceId, row.TrackingCode, WireDigits.Of(row.Id), row.FactorNumber, row.Mobile, row.ApiToken,
              row.MaskedCard, row.PaymentNumber, row.PayerIban, row.ReceiverIban],
    };

    private static string? OneOf(Call call, string name, FieldErrors errors, params string[] values)
    {
        string? text = call.Query(name);
        if (text is not null && !values.Contains(text, StringComparer.Ordinal))
            errors.Invalid(name);
        return text;
    }

    private static DateTimeOffset? Day(Call call, string name, FieldErrors errors)
    {
        if (call.Query(name) is not { } text)
            return null;
        if (Tehran.TryStartOfDay(text, out DateTimeOffset start))
            return start;
        errors.Invalid(name);
        return null;
    }

    private static bool TryNumber(string? text, out long? number)
    {
        bool valid = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value);
        number = valid ? value : null;
        return valid || text is null;
    }
}
