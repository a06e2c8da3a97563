using System.Text.Json;
using System.Text.Json.Serialization;
using Vandar.Core.Http;
using Vandar.Core.Json;

namespace Vandar.Core.Ravand;

/// <summary>Which rows of a credit list are wanted. Every filter is inferred: none is known.</summary>
public sealed record CreditQuery : VandarModel
{
    private static readonly string[] s_members = ["page", "per_page"];

    /// <summary>How many rows a page has, at least 1; null for the server's choice.</summary>
    public int? PerPage { get; init; }

    /// <summary>Further filters by their names on the wire.</summary>
    public IReadOnlyDictionary<string, string>? Filters { get; init; }

    /// <exception cref="ArgumentException">Names the member and its rule, never a value.</exception>
    internal void Check()
    {
        NumberedPage.CheckSize(PerPage, nameof(PerPage));
        Inferred.CheckFilters(Filters, s_members, nameof(Filters));
    }

    internal static void AppendTo(ref VandarPath path, CreditQuery? query, int page)
    {
        query?.Check();
        NumberedPage.Check(page);
        path.Query("page", page > 1 ? page : null);
        path.Query("per_page", query?.PerPage);
        Inferred.AppendTo(ref path, query?.Filters);
    }
}

/// <summary>A credit line to be opened. Known from a stand-in server only.</summary>
public sealed record RegisterCredit : VandarModel
{
    /// <summary>The first credit in Rial, which is inferred; positive. Null for a line without credit.</summary>
    [JsonPropertyName("credit_amount")]
    public Rial? Amount { get; init; }

    /// <summary>Further members by their names on the wire.</summary>
    // set, not init: under source generation an extension bag with init throws at run time.
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }

    /// <exception cref="ArgumentException">Names the member and its rule.</exception>
    internal void Check()
    {
        if (Amount is { } amount && amount <= Rial.Zero)
            throw new ArgumentOutOfRangeException(nameof(Amount), "The amount must be positive, or null.");
        Inferred.CheckExtra(Extra, RavandJson.Default.RegisterCredit, nameof(Extra));
    }
}

/// <summary>A change of one cardholder's credit. Known from a stand-in server only.</summary>
public sealed record AdjustCredit : VandarModel
{
    /// <summary>By how much, in Rial, which is inferred; positive in both directions.</summary>
    [JsonPropertyName("credit_amount")]
    public required Rial Amount { get; init; }

    /// <summary>Whether credit is added or taken away.</summary>
    [JsonPropertyName("type")]
    public required CreditDirection Direction { get; init; }

    /// <summary>Further members by their names on the wire.</summary>
    // set, not init: under source generation an extension bag with init throws at run time.
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }

    /// <exception cref="ArgumentException">Names the member and its rule.</exception>
    internal void Check()
    {
        CreditAdjustment.Check(Amount, nameof(Amount), Direction, nameof(Direction));
        Inferred.CheckExtra(Extra, RavandJson.Default.AdjustCredit, nameof(Extra));
    }
}

/// <summary>Changes of several cardholders' credit. Known from a stand-in server only.</summary>
public sealed record AdjustCredits : VandarModel
{
    /// <summary>The changes, done in this order; how many there may be is not known.</summary>
    public required IReadOnlyList<CreditAdjustment> Credits { get; init; }

    /// <summary>Further members by their names on the wire.</summary>
    // set, not init: under source generation an extension bag with init throws at run time.
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }

    /// <exception cref="ArgumentException">Names the member and its rule.</exception>
    internal void Check()
    {
        ArgumentNullException.ThrowIfNull(Credits);
        if (Credits.Count == 0 || Credits.Any(credit => credit is null))
            throw new ArgumentException("There must be at least one change, and none that is null.", nameof(Credits));
        foreach (CreditAdjustment credit in Credits)
            credit.Check();
        Inferred.CheckExtra(Extra, RavandJson.Default.AdjustCredits, nameof(Extra));
    }
}

/// <summary>One change among several.</summary>
public sealed record CreditAdjustment : VandarModel
{
    /// <summary>The cardholder's id.</summary>
    public required string CardholderId { get; init; }

    /// <summary>By how much, in Rial, which is inferred; positive in both directions.</summary>
    [JsonPropertyName("credit_amount")]
    public required Rial Amount { get; init; }

    /// <summary>Whether credit is added or taken away.</summary>
    [JsonPropertyName("type")]
    public required CreditDirection Direction { get; init; }

    internal void Check()
    {
        TextArgument.Check(CardholderId, nameof(CardholderId));
        Check(Amount, nameof(Amount), Direction, nameof(Direction));
    }

    internal static void Check(Rial amount, string amountMember, CreditDirection direction, string directionMember)
    {
        if (amount <= Rial.Zero)
            throw new ArgumentOutOfRangeException(amountMember, "The amount must be positive; the direction says whether it is added.");
        if (string.IsNullOrWhiteSpace(direction.Value))
            throw new ArgumentException("The direction must be set.", directionMember);
    }
}

/// <summary>The state a credit line is to have. Known from a stand-in server only.</summary>
public sealed record UpdateCreditStatus : VandarModel
{
    /// <summary>The state.</summary>
    public required CreditStatus Status { get; init; }

    /// <summary>Further members by their names on the wire.</summary>
    // set, not init: under source generation an extension bag with init throws at run time.
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }

    /// <exception cref="ArgumentException">Names the member and its rule.</exception>
    internal void Check()
    {
        if (string.IsNullOrWhiteSpace(Status.Value))
            throw new ArgumentException("The state must be set.", nameof(Status));
        Inferred.CheckExtra(Extra, RavandJson.Default.UpdateCreditStatus, nameof(Extra));
    }
}

/// <summary>
/// A credit line after a change. Known from a stand-in server only, and which members come depends on the call: what cannot be recognised is in
/// <see cref="Extra"/>.
/// </summary>
[InferredShape]
public sealed record CreditLine : VandarModel
{
    /// <summary>The credit after the call, probably in Rial, which is inferred; of a change of state none comes. It may be below zero.</summary>
    [JsonPropertyName("credit_balance")]
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? Balance { get; set; }

    /// <summary>The state after the call, of a change of state only.</summary>
    public CreditStatus Status { get; set; }

    /// <summary>What else came, by its names on the wire; null where nothing did.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary>
/// What became of one change among several: it may have failed although the call succeeded. Known from a stand-in server only; what cannot be
/// recognised is in <see cref="Extra"/>.
/// </summary>
[InferredShape]
public sealed record CreditAdjustmentResult : VandarModel
{
    /// <summary>The cardholder's id.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? CardholderId { get; set; }

    /// <summary>By how much the credit was to be changed, probably in Rial, which is inferred.</summary>
    [JsonPropertyName("credit_amount")]
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? Amount { get; set; }

    /// <summary>Whether credit was to be added or taken away.</summary>
    [JsonPropertyName("type")]
    public CreditDirection Direction { get; set; }

    /// <summary>The server's word on whether this change failed; null where it says nothing.</summary>
    [JsonConverter(typeof(FlexibleBoolean))]
    public bool? HasError { get; set; }

    /// <summary>The credit afterwards, probably in Rial, which is inferred; null where the change failed.</summary>
    [JsonPropertyName("credit_balance")]
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? Balance { get; set; }

    /// <summary>Why it failed; null where it did not. A reason in another form than an object is in <see cref="Extra"/>.</summary>
    [JsonConverter(typeof(EmptyArrayAsNull<CreditAdjustmentError>))]
    public CreditAdjustmentError? Error { get; set; }

    /// <summary>Whether the server says that this change was done. False is not its word that it was not: see <see cref="HasError"/>.</summary>
    [JsonIgnore]
    public bool IsDone => HasError is false && Error is null && Extra?.ContainsKey("error") is not true;

    /// <summary>What else came, by its names on the wire; null where nothing did.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary>Why a change of credit failed.</summary>
public sealed record CreditAdjustmentError : VandarModel
{
    /// <summary>The server's words, for people.</summary>
    public string? Message { get; set; }
}

/// <summary>
/// A credit line and the account beside it. Known from a stand-in server only; what cannot be recognised is in <see cref="Extra"/>.
/// </summary>
[InferredShape]
public sealed record CreditAccount : VandarModel
{
    /// <summary>The cardholder's id.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? CardholderId { get; set; }

    /// <summary>The account of the card, with the cardholder's own money.</summary>
    [JsonConverter(typeof(EmptyArrayAsNull<CreditAccountMoney>))]
    public CreditAccountMoney? Account { get; set; }

    /// <summary>The credit line.</summary>
    [JsonConverter(typeof(EmptyArrayAsNull<CreditAccountCredit>))]
    public CreditAccountCredit? Credit { get; set; }

    /// <summary>What else came, by its names on the wire; null where nothing did.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary>The account of a card that has credit.</summary>
public sealed record CreditAccountMoney : VandarModel
{
    /// <summary>The account's number. Keep it out of logs.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? AccountNumber { get; set; }

    /// <summary>The cardholder's own money, probably in Rial, which is inferred.</summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? Balance { get; set; }
}

/// <summary>The credit line of a card.</summary>
public sealed record CreditAccountCredit : VandarModel
{
    /// <summary>The state.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public CreditStatus Status { get; set; }

    /// <summary>The credit that is left, probably in Rial, which is inferred. It may be below zero.</summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? Balance { get; set; }
}

/// <summary>A change of credit that was done. Known from a stand-in server only; what cannot be recognised is in <see cref="Extra"/>.</summary>
[InferredShape]
public sealed record CreditChange : VandarModel
{
    /// <summary>The cardholder's id.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? CardholderId { get; set; }

    /// <summary>By how much, probably in Rial, which is inferred; positive in both directions.</summary>
    [JsonPropertyName("credit_amount")]
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? Amount { get; set; }

    /// <summary>Whether credit was added or taken away.</summary>
    [JsonPropertyName("type")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public CreditDirection Direction { get; set; }

    /// <summary>When it was, Jalali.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public JalaliText AdjustedAt { get; set; }

    /// <summary>What else came, by its names on the wire; null where nothing did.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary>
/// A purchase that was paid with credit. Known from a stand-in server only, and the list of all cardholders may lack members: what cannot be
/// recognised is in <see cref="Extra"/>.
/// </summary>
[InferredShape]
public sealed record CreditPayment : VandarModel
{
    /// <summary>The cardholder's id.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? CardholderId { get; set; }

    /// <summary>The number of the cardholder's account. Keep it out of logs.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? AccountNumber { get; set; }

    /// <summary>The number of the account that funds the credit. Keep it out of logs.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? CreditSourceAccountNumber { get; set; }

    /// <summary>The amount, probably in Rial, which is inferred. Null where none was recognised: that is not zero.</summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? Amount { get; set; }

    /// <summary>The payment's key, a UUID.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? PayId { get; set; }

    /// <summary>When it was paid, Jalali.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public JalaliText PaidAt { get; set; }

    /// <summary>When it was paid back, Jalali; empty until then.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public JalaliText RepaidAt { get; set; }

    /// <summary>The day of review, Jalali.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public JalaliText ReviewDate { get; set; }

    /// <summary>Whether it is settled; null where nothing was said.</summary>
    [JsonConverter(typeof(FlexibleBoolean))]
    public bool? Settled { get; set; }

    /// <summary>What else came, by its names on the wire; null where nothing did.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary>Whether credit is added or taken away. Known from a stand-in server only.</summary>
/// <param name="Value">The text on the wire.</param>
[JsonConverter(typeof(WireEnumConverter<CreditDirection>))]
public readonly record struct CreditDirection(string Value) : IWireEnum<CreditDirection>
{
    /// <summary>Added.</summary>
    public static CreditDirection Credit { get; } = new("CREDIT");

    /// <summary>Taken away.</summary>
    public static CreditDirection Debit { get; } = new("DEBIT");

    private static readonly CreditDirection[] s_known = [Credit, Debit];

    /// <inheritdoc/>
    public static ReadOnlySpan<CreditDirection> Known => s_known;

    /// <inheritdoc/>
    public static CreditDirection From(string value) => new(value);

    /// <summary>The text on the wire; empty for <c>default</c>.</summary>
    public override string ToString() => Value ?? "";
}

/// <summary>The state of a credit line. Known from a stand-in server only.</summary>
/// <param name="Value">The text on the wire.</param>
[JsonConverter(typeof(WireEnumConverter<CreditStatus>))]
public readonly record struct CreditStatus(string Value) : IWireEnum<CreditStatus>
{
    /// <summary>It can be used.</summary>
    public static CreditStatus Active { get; } = new("ACTIVE");

    /// <summary>It cannot.</summary>
    public static CreditStatus Inactive { get; } = new("INACTIVE");

    private static readonly CreditStatus[] s_known = [Active, Inactive];

    /// <inheritdoc/>
    public static ReadOnlySpan<CreditStatus> Known => s_known;

    /// <inheritdoc/>
    public static CreditStatus From(string value) => new(value);

    /// <summary>The text on the wire; empty for <c>default</c>.</summary>
    public override string ToString() => Value ?? "";
}
