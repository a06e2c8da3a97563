using System.Globalization;
using System.Text.Json.Nodes;

namespace Vandar.Core.Sandbox;

/// <summary>A field a business has made up for its customers.</summary>
internal sealed class CustomField(long id, SandboxBusiness business, string name, DateTimeOffset createdAt)
{
    public long Id => id;

    public SandboxBusiness Business => business;

    public string Name { get; set; } = name;

    public DateTimeOffset CreatedAt { get; } = createdAt;

    public DateTimeOffset UpdatedAt { get; set; } = createdAt;
}

/// <summary>The custom fields of all businesses: their ids are drawn from one row of numbers.</summary>
internal sealed class CustomFieldBook(World world)
{
    private readonly SortedDictionary<long, CustomField> _all = [];
    private long _last;

    public CustomField? Find(long id) => _all.GetValueOrDefault(id);

    public IReadOnlyList<CustomField> Of(SandboxBusiness business) => [.. _all.Values.Where(field => field.Business == business)];

    public CustomField Add(SandboxBusiness business, string name)
    {
        CustomField field = new(++_last, business, name, world.Clock.Now);
        _all.Add(field.Id, field);
        return field;
    }

    public void Remove(CustomField field) => _all.Remove(field.Id);
}

/// <summary>The custom fields of a business: defined here, filled in with each customer.</summary>
internal sealed class CustomFieldEndpoints(World world, Doors doors)
{
    private const string Root = CustomerAccess.V2 + "/fields";
    private const string One = Root + "/{field_id}";

    public void Map(WebApplication app)
    {
        app.MapGet(Root, doors.Bearer(List));
        app.MapPost(Root, doors.Bearer(Create));
        app.MapPut(One, doors.Bearer(Update));
        app.MapDelete(One, doors.Bearer(Delete));
        app.MapGet(One, doors.Bearer(Get));
    }

    private Answer List(Call call)
    {
        bool old = world.Switches.CustomFieldsAsIn2022;
        return CustomerAccess.Page(call, world.CustomFields.Of(call.Business), old ? 15 : 10, ToJson, withButtons: old);
    }

    private Answer Create(Call call)
    {
        if (Name(call, out string name) is { } refusal)
            return refusal;
        CustomField field = world.CustomFields.Add(call.Business, name);
        world.Journal.Append("customers.fields.create", call, Digits(field.Id));
        // The status is a text here, a number in delete.
        return Answer.Json(200, new JsonObject
        {
            ["status"] = "1",
            ["message"] = "فیلد با موفقیت ثبت گردید.",
            ["result"] = new JsonObject { ["field"] = new JsonObject { ["id"] = field.Id } },
        });
    }

    private Answer Update(Call call)
    {
        if (Find(call, out CustomField field) is { } unknown)
            return unknown;
        if (Name(call, out string name) is { } refusal)
            return refusal;
        field.Name = name;
        field.UpdatedAt = call.Now;
        world.Journal.Append("customers.fields.update", call, Digits(field.Id));
        return Answer.Json(200, new JsonObject { ["message"] = "فیلد با موفقیت به‌روزرسانی شد.", ["field"] = ToJson(field) });
    }

    private Answer Delete(Call call)
    {
        if (Find(call, out CustomField field) is { } unknown)
            return unknown;
        world.CustomFields.Remove(field);
        world.Journal.Append("customers.fields.delete", call, Digits(field.Id));
        return Answer.Json(200, new JsonObject { ["status"] = 1, ["message"] = "فیلد با موفقیت حذف گردید." });
    }

    private Answer Get(Call call) =>
        Find(call, out CustomField field) ?? Answer.Json(200, new JsonObject { ["data"] = ToJson(field) });

    private static Answer? Name(Call call, out string name)
    {
        name = call.Body.Text("name") ?? "";
        if (name.Length > 0)
            return null;
        FieldErrors errors = new();
        errors.Add("name", call.Body.Has("name", out _) ? CustomerAccess.Invalid("name") : CustomerAccess.Required("name"));
        return errors.AsLaravel();
    }

    /// <summary>A field of another business has a message of its own.</summary>
    private Answer? Find(Call call, out CustomField field)
    {
        bool isNumber = long.TryParse(call.Route("field_id"), NumberStyles.None, CultureInfo.InvariantCulture, out long id);
        field = (isNumber ? world.CustomFields.Find(id) : null)!;
        if (field is null)
            return CustomerAccess.NotFound();
        return field.Business == call.Business
            ? null
            : Envelope.Status.Failure(404, CustomerFields.UnknownCustomField, "not_found_error");
    }

    private JsonObject ToJson(CustomField field) => new()
    {
        ["id"] = field.Id, ["name"] = field.Name, ["created_at"] = Time(field.CreatedAt), ["updated_at"] = Time(field.UpdatedAt),
    };

    private JsonNode Time(DateTimeOffset at) => world.Switches.CustomFieldsAsIn2022
        ? at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture)
        : at.ToUnixTimeSeconds();

    private static string Digits(long number) => number.ToString(CultureInfo.InvariantCulture);
}
