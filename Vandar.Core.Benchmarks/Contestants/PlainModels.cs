using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vandar.Core.Benchmarks.Contestants;

/// <summary>The wire as one writes it down by hand from the reference: texts stay texts, numbers become <see cref="long"/>.</summary>
internal sealed record PlainApplicant(string NationalCode, string Mobile, string BirthDate)
{
    internal static PlainApplicant Sample { get; } = new(Errand.NationalCode, Errand.Mobile, Errand.BirthDate);
}

internal sealed record PlainCardholder(string CardholderId);

/// <summary>The envelope around a cardholder, which a serializer needs a type for.</summary>
internal sealed record PlainCardholderAnswer(string? Message, PlainCardholder Data);

internal sealed record PlainSettlement
{
    public required string Id { get; init; }
    public long? IbanId { get; init; }
    public long GatewayTransactionId { get; init; }
    public long Amount { get; init; }
    public string? PaymentNumber { get; init; }
    public required string Status { get; init; }
    public long Wallet { get; init; }
    public required string SettlementDate { get; init; }
    public string? SettlementDoneTimePrediction { get; init; }
    public string? Description { get; init; }
}

internal sealed record PlainSettlementAnswer(PlainSettlementHolder Data);

internal sealed record PlainSettlementHolder(PlainSettlement Settlement);

internal sealed record PlainPageAnswer(PlainPages Data);

internal sealed record PlainPages(PlainPage Settlements);

internal sealed record PlainPage
{
    public required List<PlainSettlement> Data { get; init; }
    public long CurrentPage { get; init; }
    public long LastPage { get; init; }
    public long Total { get; init; }
}

/// <summary>A 422, and the status that it came with.</summary>
internal sealed record PlainRefusal(string? Message, Dictionary<string, List<string>> Errors)
{
    public int Status { get; init; }
}

internal sealed record PlainRefresh(string Refreshtoken);

internal sealed record PlainTokens(string AccessToken, string RefreshToken, long ExpiresIn);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PlainApplicant))]
[JsonSerializable(typeof(PlainCardholder))]
[JsonSerializable(typeof(PlainCardholderAnswer))]
[JsonSerializable(typeof(PlainSettlement))]
[JsonSerializable(typeof(PlainSettlementAnswer))]
[JsonSerializable(typeof(PlainPage))]
[JsonSerializable(typeof(PlainPageAnswer))]
[JsonSerializable(typeof(PlainRefusal))]
[JsonSerializable(typeof(PlainRefresh))]
[JsonSerializable(typeof(PlainTokens))]
internal sealed partial class PlainJson : JsonSerializerContext
{
    /// <summary>For libraries that take options and not a context.</summary>
    internal static JsonSerializerOptions Everywhere { get; } =
        new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, TypeInfoResolver = new PlainJson() };
}
