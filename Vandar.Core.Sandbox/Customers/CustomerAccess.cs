using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vandar.Core.Sandbox;

/// <summary>What every customer call shares: the customer of the path, the service's own 404, and keys that work once.</summary>
internal sealed class CustomerAccess(World world)
{
    public const string V2 = "/v2/business/{business}/customers";

    public const string V3 = "/v3/business/{business}/customers";

    public const string OneV2 = V2 + "/{customer}";

    public const string OneV3 = V3 + "/{customer}";

    /// <summary>Latin digits and a full stop, unlike the text of the older services.</summary>
    public static Answer NotFound(int status = 404) => Envelope.Status.Failure(status, "خطای 404 رخ داده است.", "not_found_error");

    /// <summary>Finds the customer of the path.</summary>
    /// <returns>The refusal, or <see langword="null"/> if it was found.</returns>
    public static Answer? Find(Call call, out Customer customer) =>
        (customer = call.Business.Customers.Find(call.Route("customer"))!) is null ? NotFound() : null;

    /// <summary>Finds the customer of the path by id, national code or mobile number.</summary>
    /// <returns>The refusal, or <see langword="null"/> if it was found.</returns>
    public static Answer? FindPerson(Call call, out Customer customer) =>
        (customer = call.Business.Customers.FindPerson(call.Route("customer"))!) is null ? NotFound() : null;

    /// <summary>A page of a list. Its addresses name hosts that are not this one, as the vendor's do: <c>customer.vandar.io</c> under v2, and
    /// <c>api.vandar.io</c> with <c>meta.links</c> under v3.</summary>
    public static Answer Page<T>(
        Call call, IReadOnlyList<T> rows, int perPage, Func<T, JsonObject> toJson, bool withButtons = false, bool withStatus = false)
    {
        FieldErrors errors = new();
        bool isV3 = call.Context.Request.Path.StartsWithSegments("/v3", StringComparison.Ordinal);
        Paging paging = Paging.Read(call, perPage, errors) with
        {
            Host = isV3 ? "https://api.vandar.io" : "https://customer.vandar.io", HasButtons = isV3 || withButtons,
        };
        if (errors.Any)
            return errors.AsLaravel();
        JsonObject page = paging.Resource(call, rows, toJson);
        if (withStatus)
            page["status"] = 1;
        return Answer.Json(200, page);
    }

    public static string Required(string field) => $"وارد کردن {field} الزامی است.";

    public static string Invalid(string field) => $"{field} معتبر نیست.";

    /// <summary>Reads a <c>track_id</c>; one the service has already worked under is an error.</summary>
    public static string? TrackId(Call call, string service, bool required, FieldErrors errors)
    {
        string? trackId = call.Body.Text("track_id");
        if (!call.Body.Has("track_id", out JsonElement _))
        {
            if (required)
                errors.Add("track_id", Required("track_id"));
        }
        else if (trackId is null)
        {
            errors.Add("track_id", Invalid("track_id"));
        }
        else if (call.Business.Customers.IsTaken(service, trackId))
        {
            errors.Add("track_id", "track_id قبلا استفاده شده است.");
        }
        return trackId;
    }

    /// <summary>A yes or no that must be there.</summary>
    public static bool Flag(Call call, string field, FieldErrors errors)
    {
        bool flag = false;
        if (!call.Body.Has(field, out JsonElement value))
            errors.Add(field, Required(field));
        else if (!value.TryFlag(out flag))
            errors.Add(field, Invalid(field));
        return flag;
    }

    /// <summary>Whether the business can pay for a question.</summary>
    /// <returns>The refusal, or <see langword="null"/>.</returns>
    public Answer? CannotPay(Call call) => call.Business.Balance.Value < world.Switches.CustomerInquiryFee.Value
        ? Envelope.Status.Failure(402, "موجودی کیف پول کسب و کار کافی نیست.", "insufficient_balance")
        : null;

    /// <summary>Takes the fee of an answered question.</summary>
    /// <returns>The fee, or <see langword="null"/> if there is none.</returns>
    public Rial? Charge(Call call)
    {
        Rial fee = world.Switches.CustomerInquiryFee;
        world.Ledger.Move(call.Now, "customer inquiry", SandboxLedger.Wallet(call.Business.Slug), SandboxLedger.Fees, fee);
        return fee.Value > 0 ? fee : null;
    }
}
