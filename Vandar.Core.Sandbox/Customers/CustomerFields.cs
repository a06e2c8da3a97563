using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vandar.Core.Sandbox;

/// <summary>The fields of a customer: what a request may carry, and the two objects answers print.</summary>
internal sealed class CustomerFields(World world)
{
    public const string UnknownCustomField = "چنین فیلدی برای این کسب و کار ثبت نشده است.";

    private static readonly (string Name, Func<JsonElement, bool> IsGood)[] s_common =
    [
        ("telephone", IsText),
        ("province_id", value => value.TryWhole(out long id) && ReferenceLists.HasProvince(id)),
        ("city_id", value => value.TryWhole(out long id) && ReferenceLists.HasCity(id)),
        ("address", IsText),
        ("postal_code", value => IsText(value) && value.GetString()!.IsDigits(10)),
        ("mcc_code", value => IsText(value) && InformationLists.MccName(value.GetString()!) is not null),
    ];

    private static readonly (string Name, Func<JsonElement, bool> IsGood)[] s_individual =
    [
        ("first_name", IsText),
        ("last_name", IsText),
        ("mobile", IsMobile),
        ("individual_national_code", value => IsText(value) && value.GetString()!.IsNationalCode()),
        ("birthday", value => IsText(value) && Tehran.IsSlashedDay(value.GetString()!)),
    ];

    private static readonly (string Name, Func<JsonElement, bool> IsGood)[] s_legal =
    [
        ("legal_name", IsText),
        ("agent_name", IsText),
        ("agent_mobile", IsMobile),
        ("legal_national_code", value => IsText(value) && value.GetString()!.All(char.IsAsciiDigit)),
    ];

    /// <summary>The fields only customers of this kind have.</summary>
    public static (string Name, Func<JsonElement, bool> IsGood)[] OfKind(string? type) => type switch
    {
        Customer.Individual => s_individual,
        Customer.Legal => s_legal,
        _ => [],
    };

    /// <summary>The kind, which every create and update names.</summary>
    public static string? Type(Call call, FieldErrors errors)
    {
        string? type = call.Body.Text("type");
        if (type is Customer.Individual or Customer.Legal)
            return type;
        errors.Add("type", call.Body.Has("type", out _) ? CustomerAccess.Invalid("type") : CustomerAccess.Required("type"));
        return null;
    }

    /// <summary>What the request carries of the kind's fields. <see langword="null"/> stands for a field it empties.</summary>
    public static Dictionary<string, string?> Read(Call call, string? type, FieldErrors errors)
    {
        Dictionary<string, string?> sent = [];
        foreach ((string name, Func<JsonElement, bool> isGood) in OfKind(type).Concat(s_common))
        {
            if (!call.Body.Has(name, out JsonElement value))
            {
                if (call.Body.TryGetProperty(name, out _))
                    sent[name] = null;
            }
            else if (isGood(value))
            {
                sent[name] = value.ToString();
            }
            else
            {
                errors.Add(name, CustomerAccess.Invalid(name));
            }
        }
        return sent;
    }

    /// <summary>Mobile number and national code of the kind.</summary>
    public IEnumerable<string> Identity(string? type)
    {
        if (type == Customer.Legal)
            return ["agent_mobile", "legal_national_code"];
        if (type is null)
            return [];
        return world.Switches.CustomerNationalCodeIsOptional ? ["mobile"] : ["mobile", "individual_national_code"];
    }

    /// <summary>The values of custom fields, by field id.</summary>
    /// <returns>Whether a field is unknown to the business, which has a message of its own.</returns>
    public bool ReadCustomValues(Call call, Dictionary<long, string> values, FieldErrors errors)
    {
        if (!call.Body.Has("custom_fields", out JsonElement array))
            return false;
        if (array.ValueKind != JsonValueKind.Array)
        {
            errors.Add("custom_fields", CustomerAccess.Invalid("custom_fields"));
            return false;
        }
        bool unknown = false;
        foreach ((int index, JsonElement item) in array.EnumerateArray().Index())
        {
            string place = string.Create(CultureInfo.InvariantCulture, $"custom_fields.{index}.");
            bool isObject = item.ValueKind == JsonValueKind.Object;
            long id = 0;
            if (!isObject || !item.Has("field_id", out JsonElement number))
            {
                errors.Add(place + "field_id", CustomerAccess.Required("field_id"));
            }
            else if (!number.TryWhole(out id) || world.CustomFields.Find(id)?.Business != call.Business)
            {
                unknown = true;
                errors.Add(place + "field_id", UnknownCustomField);
            }
            if (!isObject || item.Text("field_value") is not { } text)
                errors.Add(place + "field_value", CustomerAccess.Required("field_value"));
            else
                values[id] = text;
        }
        return unknown;
    }

    public JsonObject ListRow(SandboxBusiness business, Customer customer) => new()
    {
        ["id"] = customer.Id,
        ["name"] = Name(customer),
        ["balance"] = business.Customers.Balance(customer).Value,
        ["created_at"] = Tehran.TimeThenPaddedJalali(customer.CreatedAt),
        ["mobile"] = customer.IsLegal ? null : customer["mobile"],
        ["custom_fields"] = CustomValues(customer),
    };

    /// <summary>The detail object; province and city have ids as numbers in one answer, as texts in another.</summary>
    public JsonObject Detail(SandboxBusiness business, Customer customer, bool idsAreTexts) => new()
    {
        ["name"] = Name(customer),
        ["first_name"] = customer["first_name"],
        ["last_name"] = customer["last_name"],
        ["legal_name"] = customer["legal_name"],
        ["agent_name"] = customer["agent_name"],
        ["type"] = customer.Type,
        ["mobile"] = customer["mobile"],
        ["agent_mobile"] = customer["agent_mobile"],
        ["telephone"] = customer["telephone"],
        ["balance"] = business.Customers.Balance(customer).Value,
        ["legal_national_code"] = customer["legal_national_code"],
        ["individual_national_code"] = customer["individual_national_code"],
        ["province_id"] = Id(customer["province_id"], idsAreTexts),
        ["province"] = Number(customer["province_id"]) is { } province ? ReferenceLists.ProvinceName(province) : null,
        ["city_id"] = Id(customer["city_id"], idsAreTexts),
        ["city"] = Number(customer["city_id"]) is { } city ? ReferenceLists.AllCities.First(known => known.Id == city).Name : null,
        ["address"] = customer["address"],
        ["postal_code"] = customer["postal_code"],
        ["mcc_code"] = customer["mcc_code"],
        ["mcc_name"] = customer["mcc_code"] is { } mcc ? InformationLists.MccName(mcc) : "-",
        ["custom_fields"] = CustomValues(customer),
    };

    private string Name(Customer customer)
    {
        if (!customer.IsLegal)
            return customer.PersonalName;
        (string? company, string? agent) = (customer["legal_name"], customer["agent_name"]);
        return (world.Switches.LegalCustomerIsNamedAfterAgent ? agent ?? company : company ?? agent) ?? "";
    }

    private JsonArray CustomValues(Customer customer)
    {
        JsonArray values = [];
        foreach ((long id, string value) in customer.CustomValues)
        {
            if (world.CustomFields.Find(id) is { } field)
                values.Add((JsonNode)new JsonObject { ["key"] = field.Name, ["value"] = value });
        }
        return values;
    }

    private static int? Number(string? text) => text is null ? null : int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static JsonNode? Id(string? text, bool isText) => isText ? text : Number(text);

    private static bool IsText(JsonElement value) => value.ValueKind == JsonValueKind.String;

    private static bool IsMobile(JsonElement value) => IsText(value) && value.GetString()!.IsMobile();
}
