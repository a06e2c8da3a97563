using System.Text.Json;
using System.Text.Json.Serialization;
using Vandar.Core.Json;

namespace Vandar.Core.Avand;

/// <summary>What is in an account. Shape inferred: what cannot be recognised is in <see cref="Extra"/>.</summary>
[InferredShape]
public sealed record AccountBalance : VandarModel
{
    /// <summary>The IBAN. Keep it out of logs.</summary>
    public string? Iban { get; set; }

    /// <summary>The balance, probably in Rial, which is inferred. Null where none was recognised: that is not zero.</summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? Balance { get; set; }

    /// <summary>What can be withdrawn, probably in Rial, which is inferred.</summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? AvailableBalance { get; set; }

    /// <summary>When the balance was asked for at the bank.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? UpdatedAt { get; set; }

    /// <summary>What else came, by its names on the wire; null where nothing did.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary>Which rows of a statement are wanted; all filters are inferred.</summary>
public sealed record StatementQuery : VandarModel
{
    private static readonly string[] s_members = ["iban", "page", "per_page"];

    /// <summary>The account; most likely mandatory, as the path names none.</summary>
    public Iban? Iban { get; init; }

    /// <summary>How many rows a page has, at least 1; null for the server's choice.</summary>
    public int? PerPage { get; init; }

    /// <summary>
    /// Further filters by their names on the wire. There are days among them for certain, but neither their names nor their calendar is
    /// known, and a filter by a wrong name is lost without a word: look at the dates of the rows that come.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Filters { get; init; }

    /// <exception cref="ArgumentException">Names the member and its rule.</exception>
    internal void Check()
    {
        if (Iban is { IsEmpty: true })
            throw new ArgumentException("The filter must be set, or null.", nameof(Iban));
        NumberedPage.CheckSize(PerPage, nameof(PerPage));
        Inferred.CheckFilters(Filters, s_members, nameof(Filters));
    }
}

/// <summary>A row of a statement. Shape inferred: what cannot be recognised is in <see cref="Extra"/>. Personal data: keep it out of logs.</summary>
[InferredShape]
public sealed record StatementRow : VandarModel
{
    /// <summary>The key of the row.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? TrackingCode { get; set; }

    /// <summary>Into the account or out of it; the words are not published.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? Type { get; set; }

    /// <summary>The amount, probably in Rial, which is inferred.</summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? Amount { get; set; }

    /// <summary>The balance afterwards, probably in Rial, which is inferred.</summary>
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? Balance { get; set; }

    /// <summary>The bank's words.</summary>
    public string? Description { get; set; }

    /// <summary>When it was.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? Date { get; set; }

    /// <summary>The deposit id.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? PaymentNumber { get; set; }

    /// <summary>A label that was attached to the row.</summary>
    [JsonConverter(typeof(FlexibleString))]
    public string? Label { get; set; }

    /// <summary>What else came, by its names on the wire; null where nothing did.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }
}
