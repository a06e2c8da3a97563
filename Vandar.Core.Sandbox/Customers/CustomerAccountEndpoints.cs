using System.Text.Json.Nodes;

namespace Vandar.Core.Sandbox;

/// <summary>What the IBANs and the cards of a customer have in common: create, list, delete, inquiry and set-default.</summary>
internal abstract class CustomerAccountEndpoints(CustomerBanks banks, string service, string field)
{
    private const int PerPage = 15;

    protected World World => banks.World;

    protected string Root { get; } = $"{CustomerAccess.OneV3}/{service}";

    protected abstract string DeletedMessage { get; }

    protected abstract string DefaultMessage { get; }

    public virtual void Map(WebApplication app, Doors doors)
    {
        app.MapPost(Root, doors.Bearer(Create));
        app.MapGet(Root, doors.Bearer(List));
        app.MapDelete(Root + "/{number}", doors.Bearer(call => Delete(call, call.Route("number"))));
        app.MapPost(Root + "/{number}/inquiry", doors.Bearer(Inquire));
        app.MapPost(Root + "/{number}/set-default", doors.Bearer(SetDefault));
    }

    protected abstract Answer? Find(Call call, out Customer customer);

    protected abstract CustomerAccounts Of(Customer customer);

    protected abstract bool IsNumber(string text);

    protected abstract JsonObject ToJson(CustomerAccount account);

    /// <summary>The answer of a create.</summary>
    protected abstract JsonObject Created(CustomerAccount account, string? trackId);

    /// <summary>The answer of an inquiry.</summary>
    protected abstract JsonObject Inquired(CustomerAccount account);

    protected string Service => service;

    protected string? TrackId(Call call, FieldErrors errors) =>
        CustomerAccess.TrackId(call, service, World.Switches.CustomerAccountTrackIdIsRequired, errors);

    /// <summary>An account has no id of its own: its customer's, and the end of its number.</summary>
    protected static string Key(Customer customer, string number, string? trackId = null) => trackId ?? $"{customer.Id}/{number[^4..]}";

    /// <summary>The number a request brings, which must be new to the customer.</summary>
    protected string NewNumber(Call call, Customer customer, FieldErrors errors)
    {
        string number = call.Body.Text(field) ?? "";
        if (!call.Body.Has(field, out _))
            errors.Add(field, CustomerAccess.Required(field));
        else if (!IsNumber(number))
            errors.Add(field, CustomerAccess.Invalid(field));
        else if (Of(customer).Find(number) is not null)
            errors.Add(field, $"{field} قبلا ثبت شده است.");
        return number;
    }

    protected Answer Delete(Call call, string number)
    {
        if (FindAccount(call, number, out Customer customer, out CustomerAccount account) is { } unknown)
            return unknown;
        Of(customer).Remove(account);
        World.Journal.Append($"customers.{service}.delete", call, Key(customer, number));
        return Answer.Json(200, new JsonObject { ["message"] = DeletedMessage });
    }

    private Answer Create(Call call)
    {
        if (Find(call, out Customer customer) is { } unknown)
            return unknown;
        FieldErrors errors = new();
        string number = NewNumber(call, customer, errors);
        bool isDefault = CustomerAccess.Flag(call, "is_default", errors);
        bool asks = CustomerAccess.Flag(call, "has_inquiry", errors);
        if (asks)
            CustomerBanks.RequireNames(call, customer, errors);
        string? trackId = TrackId(call, errors);
        if (errors.Any)
            return errors.AsLaravel();

        Answer? silence = asks ? banks.NoAnswer(call, number) : null;
        if (silence is not null && !(silence.Status == 502 && World.Switches.FailedInquiryStoresAccount))
            return silence;
        if (asks)
            CustomerBanks.CompleteNames(call, customer);
        CustomerAccount account = Of(customer).Add(number, isDefault, call.Now);
        if (trackId is not null)
            call.Business.Customers.Take(service, trackId);
        Rial? fee = null;
        if (asks && silence is null)
        {
            CustomerBanks.Inquire(customer, account, call.Now);
            fee = banks.Charge(call);
        }
        World.Journal.Append($"customers.{service}.create", call, Key(customer, number, trackId), fee);
        return silence ?? Answer.Json(200, Created(account, trackId));
    }

    private Answer List(Call call) =>
        Find(call, out Customer customer) ?? CustomerAccess.Page(call, Of(customer).All, PerPage, ToJson);

    private Answer Inquire(Call call)
    {
        string number = call.Route("number");
        if (FindAccount(call, number, out Customer customer, out CustomerAccount account) is { } unknown)
            return unknown;
        FieldErrors errors = new();
        CustomerBanks.RequireNames(call, customer, errors);
        string? trackId = TrackId(call, errors);
        if ((errors.Any ? errors.AsLaravel() : banks.NoAnswer(call, number)) is { } refusal)
            return refusal;

        CustomerBanks.CompleteNames(call, customer);
        CustomerBanks.Inquire(customer, account, call.Now);
        if (trackId is not null)
            call.Business.Customers.Take(service, trackId);
        World.Journal.Append($"customers.{service}.inquire", call, Key(customer, number, trackId), banks.Charge(call));
        return Answer.Json(200, Inquired(account));
    }

    private Answer SetDefault(Call call)
    {
        string number = call.Route("number");
        if (FindAccount(call, number, out Customer customer, out CustomerAccount account) is { } unknown)
            return unknown;
        Of(customer).MakeDefault(account, call.Now);
        World.Journal.Append($"customers.{service}.set_default", call, Key(customer, number));
        return Answer.Json(200, new JsonObject { ["message"] = DefaultMessage });
    }

    private Answer? FindAccount(Call call, string number, out Customer customer, out CustomerAccount account)
    {
        account = null!;
        if (Find(call, out customer) is { } unknown)
            return unknown;
        account = Of(customer).Find(number)!;
        return account is null ? CustomerAccess.NotFound() : null;
    }
}

/// <summary>The IBANs of a customer.</summary>
internal sealed class CustomerIbanEndpoints(World world, CustomerBanks banks) : CustomerAccountEndpoints(banks, "ibans", "iban")
{
    protected override string DeletedMessage => "شماره شبا با موفقیت حذف شد.";

    protected override string DefaultMessage => "این شماره شبا به صورت پیش فرض تنظیم شد.";

    public override void Map(WebApplication app, Doors doors)
    {
        base.Map(app, doors);
        app.MapDelete(Root, doors.Bearer(DeleteByBody));
    }

    public JsonArray? Owners(CustomerAccount account) => account.OwnersJson(world.Switches.UnknownOwnersAreNull);

    protected override Answer? Find(Call call, out Customer customer) => CustomerAccess.Find(call, out customer);

    protected override CustomerAccounts Of(Customer customer) => customer.Ibans;

    // "IR" and 24 digits are documented; that the check digits must fit is inferred.
    protected override bool IsNumber(string text) => text.IsIban();

    protected override JsonObject ToJson(CustomerAccount account) => new()
    {
        ["iban"] = account.Number,
        ["is_default"] = account.IsDefault,
        ["iban_compatibility"] = account.Compatibility,
        ["account_owners"] = Owners(account),
        ["created_at"] = account.CreatedAt.ToUnixTimeSeconds(),
        ["updated_at"] = account.UpdatedAt.ToUnixTimeSeconds(),
    };

    protected override JsonObject Created(CustomerAccount account, string? trackId) => ToJson(account);

    protected override JsonObject Inquired(CustomerAccount account) => new()
    {
        ["iban_compatibility"] = account.Compatibility, ["account_owners"] = Owners(account),
    };

    /// <summary>The vendor's index has no IBAN in this path; then it can only be in the body (inferred).</summary>
    private Answer DeleteByBody(Call call)
    {
        if (Find(call, out _) is { } unknown)
            return unknown;
        if (call.Body.Text("iban") is { } iban)
            return Delete(call, iban);
        FieldErrors errors = new();
        errors.Add("iban", CustomerAccess.Required("iban"));
        return errors.AsLaravel();
    }
}

/// <summary>The cards of a customer, who may be named by national code or mobile number here.</summary>
internal sealed class CustomerCardEndpoints(World world, CustomerBanks banks, CustomerIbanEndpoints ibans)
    : CustomerAccountEndpoints(banks, "cards", "card")
{
    private readonly CustomerBanks _banks = banks;

    protected override string DeletedMessage => "شماره کارت با موفقیت حذف شد.";

    protected override string DefaultMessage => "این شماره کارت به صورت پیش فرض تنظیم شد.";

    public override void Map(WebApplication app, Doors doors)
    {
        base.Map(app, doors);
        app.MapPost(Root + "/to-iban", doors.Bearer(ToIban));
    }

    protected override Answer? Find(Call call, out Customer customer) => CustomerAccess.FindPerson(call, out customer);

    protected override CustomerAccounts Of(Customer customer) => customer.Cards;

    // Sixteen digits, as documented; a check digit is not spoken of.
    protected override bool IsNumber(string text) => text.IsDigits(16);

    protected override JsonObject ToJson(CustomerAccount account) => new()
    {
        ["card"] = account.Number,
        ["is_default"] = account.IsDefault,
        ["card_compatibility"] = account.Compatibility,
        ["name"] = account.Owner?.Name,
        ["created_at"] = account.CreatedAt.ToUnixTimeSeconds(),
        ["updated_at"] = account.UpdatedAt.ToUnixTimeSeconds(),
    };

    protected override JsonObject Created(CustomerAccount account, string? trackId)
    {
        JsonObject card = ToJson(account);
        if (trackId is not null)
            card.Insert(card.IndexOf("created_at"), "track_id", trackId);
        return Wrapped(card);
    }

    protected override JsonObject Inquired(CustomerAccount account) =>
        Wrapped(new JsonObject { ["card_compatibility"] = account.Compatibility, ["name"] = account.Owner?.Name });

    private JsonObject Wrapped(JsonObject answer) =>
        world.Switches.CustomerCardAnswersInData ? new JsonObject { ["data"] = answer } : answer;

    /// <summary>Asks the card's bank for the IBAN behind it and stores that with the customer (inferred); the card itself is not
    /// stored.</summary>
    private Answer ToIban(Call call)
    {
        if (Find(call, out Customer customer) is { } unknown)
            return unknown;
        FieldErrors errors = new();
        string card = call.Body.Text("card") ?? "";
        string? iban = null;
        if (!call.Body.Has("card", out _))
            errors.Add("card", CustomerAccess.Required("card"));
        else if (!IsNumber(card))
            errors.Add("card", CustomerAccess.Invalid("card"));
        else if ((iban = _banks.IbanOf(card)) is null)
            errors.Add("card", "بانک این کارت پشتیبانی نمی‌شود.");
        else if (customer.Ibans.Find(iban) is not null)
            errors.Add("card", "شماره شبای این کارت قبلا ثبت شده است.");
        bool isDefault = CustomerAccess.Flag(call, "is_default", errors);
        bool compares = CustomerAccess.Flag(call, "has_inquiry", errors);
        string? trackId = TrackId(call, errors);
        if ((errors.Any ? errors.AsLaravel() : _banks.NoAnswer(call, card)) is { } refusal)
            return refusal;

        CustomerAccount account = customer.Ibans.Add(iban!, isDefault, call.Now);
        if (compares)
            CustomerBanks.Inquire(customer, account, call.Now);
        if (trackId is not null)
            call.Business.Customers.Take(Service, trackId);
        World.Journal.Append("customers.cards.to_iban", call, Key(customer, card, trackId), _banks.Charge(call));
        return Answer.Json(200, new JsonObject
        {
            ["iban"] = account.Number,
            ["is_default"] = account.IsDefault,
            ["iban_compatibility"] = account.Compatibility,
            ["account_owners"] = ibans.Owners(account),
            ["bank_name"] = null,
            ["account_description"] = null,
            ["account_number"] = null,
            ["created_at"] = account.CreatedAt.ToUnixTimeSeconds(),
            ["updated_at"] = account.UpdatedAt.ToUnixTimeSeconds(),
        });
    }
}
