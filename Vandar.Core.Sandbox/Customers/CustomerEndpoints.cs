using System.Text.Json.Nodes;

namespace Vandar.Core.Sandbox;

/// <summary>Customers themselves and the log of each. Three calls, three envelopes: <c>data</c>, <c>result.customer</c> and
/// <c>customer</c>.</summary>
internal sealed class CustomerEndpoints(World world, Doors doors)
{
    private const int PerPage = 10;
    private const int LogsPerPage = 15;

    private readonly CustomerFields _fields = new(world);

    public void Map(WebApplication app)
    {
        app.MapGet(CustomerAccess.V2, doors.Bearer(List));
        app.MapPost(CustomerAccess.V2, doors.Bearer(Create));
        app.MapPut(CustomerAccess.OneV2, doors.Bearer(Update));
        app.MapDelete(CustomerAccess.OneV2, doors.Bearer(Delete));
        app.MapGet(CustomerAccess.OneV2, doors.Bearer(Get));
        // One documentation says v2, the other v3; both print GET and write POST.
        foreach (string one in new[] { CustomerAccess.OneV2, CustomerAccess.OneV3 })
        {
            app.MapGet(one + "/logs", doors.Bearer(Logs));
            app.MapPost(one + "/logs", doors.Bearer(Logs));
        }
    }

    // Newest first, as the transactions are: the order is not documented.
    private Answer List(Call call) =>
        CustomerAccess.Page(call, [.. call.Business.Customers.All.Reverse()], PerPage, customer => _fields.ListRow(call.Business, customer));

    private Answer Create(Call call)
    {
        FieldErrors errors = new();
        string? type = CustomerFields.Type(call, errors);
        Dictionary<string, string?> sent = CustomerFields.Read(call, type, errors);
        foreach (string name in _fields.Identity(type).Where(name => !call.Body.Has(name, out _)))
            errors.Add(name, CustomerAccess.Required(name));
        if (Refuse(call, sent, null, errors, out Dictionary<long, string> customValues) is { } refusal)
            return refusal;

        Customer customer = call.Business.Customers.Add(type!);
        Store(customer, sent, customValues);
        customer.Log(call.Now, "CUSTOMER_CREATED", "مخاطب ثبت گردید.");
        world.Journal.Append("customers.create", call, customer.Id);
        // The status is a text here.
        return Answer.Json(200, new JsonObject
        {
            ["status"] = "1",
            ["message"] = "مخاطب با موفقیت ثبت گردید.",
            ["result"] = new JsonObject { ["customer"] = new JsonObject { ["id"] = customer.Id } },
        });
    }

    private Answer Update(Call call)
    {
        if (CustomerAccess.Find(call, out Customer customer) is { } unknown)
            return unknown;

        FieldErrors errors = new();
        string? type = CustomerFields.Type(call, errors);
        Dictionary<string, string?> sent = CustomerFields.Read(call, type, errors);
        bool changesType = type is not null && type != customer.Type;
        foreach (string name in _fields.Identity(type))
        {
            bool isEmptied = sent.TryGetValue(name, out string? value) && value is null;
            bool isMissing = (changesType || world.Switches.CustomerUpdateNeedsIdentity) && !call.Body.Has(name, out _);
            if (isEmptied || isMissing)
                errors.Add(name, CustomerAccess.Required(name));
        }
        if (call.Body.Has("city_id", out _) && !call.Body.Has("province_id", out _))
            errors.Add("province_id", CustomerAccess.Required("province_id"));
        if (call.Body.Has("province_id", out _) && !call.Body.Has("city_id", out _))
            errors.Add("city_id", CustomerAccess.Required("city_id"));
        if (Refuse(call, sent, customer, errors, out Dictionary<long, string> customValues) is { } refusal)
            return refusal;

        if (changesType)
        {
            foreach ((string name, _) in CustomerFields.OfKind(customer.Type))
                customer.Fields.Remove(name);
            customer.Type = type!;
        }
        if (world.Switches.CustomerUpdateReplaces)
        {
            foreach (string name in customer.Fields.Keys.Except(_fields.Identity(type)).ToArray())
                customer.Fields.Remove(name);
            customer.CustomValues.Clear();
        }
        Store(customer, sent, customValues);
        customer.Log(call.Now, "CUSTOMER_UPDATED", "مخاطب به‌روزرسانی شد.");
        world.Journal.Append("customers.update", call, customer.Id);
        return Answer.Json(200, new JsonObject
        {
            ["message"] = "مخاطب با موفقیت به‌روزرسانی شد.",
            ["customer"] = _fields.Detail(call.Business, customer, idsAreTexts: true),
        });
    }

    private Answer Delete(Call call)
    {
        if (CustomerAccess.Find(call, out Customer customer) is { } unknown)
            return unknown;
        if (call.Business.Customers.Balance(customer).Value != 0 && !world.Switches.CustomerWithBalanceCanBeDeleted)
            return Envelope.Status.Failure(422, "کیف پول مخاطب موجودی دارد.", "general_error");

        call.Business.Customers.Remove(customer);
        world.Journal.Append("customers.delete", call, customer.Id);
        return Answer.Json(200, new JsonObject { ["status"] = 1, ["message"] = "مخاطب با موفقیت حذف گردید." });
    }

    private Answer Get(Call call) => CustomerAccess.Find(call, out Customer customer)
        ?? Answer.Json(200, new JsonObject { ["customer"] = _fields.Detail(call.Business, customer, idsAreTexts: false) });

    private Answer Logs(Call call) => CustomerAccess.Find(call, out Customer customer)
        ?? CustomerAccess.Page(call, [.. customer.Logs.AsEnumerable().Reverse()], LogsPerPage, row => row.ToJson());

    /// <summary>The checks that need the business's other data.</summary>
    private Answer? Refuse(
        Call call, Dictionary<string, string?> sent, Customer? self, FieldErrors errors, out Dictionary<long, string> customValues)
    {
        foreach (string name in new[] { "individual_national_code", "legal_national_code" })
        {
            if (world.Switches.CustomerNationalCodeIsUnique && sent.GetValueOrDefault(name) is { } code
                && call.Business.Customers.All.Any(other => other != self && other[name] == code))
            {
                errors.Add(name, "مخاطبی با این کد ملی ثبت شده است.");
            }
        }
        bool othersAreGood = !errors.Any;
        customValues = [];
        bool isUnknownField = _fields.ReadCustomValues(call, customValues, errors);
        if (!errors.Any)
            return null;
        return othersAreGood && isUnknownField ? errors.AsLaravel(CustomerFields.UnknownCustomField) : errors.AsLaravel();
    }

    private static void Store(Customer customer, Dictionary<string, string?> sent, Dictionary<long, string> customValues)
    {
        foreach ((string name, string? text) in sent)
        {
            if (text is null)
                customer.Fields.Remove(name);
            else
                customer.Fields[name] = text;
        }
        foreach ((long id, string text) in customValues)
            customer.CustomValues[id] = text;
    }
}
