using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vandar.Core.CashIn;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(CashInCode))]
[JsonSerializable(typeof(CashInTransaction))]
[JsonSerializable(typeof(SuspiciousPayment))]
[JsonSerializable(typeof(SuspiciousPaymentDecision))]
[JsonSerializable(typeof(SuspiciousPaymentResolution))]
[JsonSerializable(typeof(IReadOnlyList<CashInAccount>))]
[JsonSerializable(typeof(AccountOwner))]
[JsonSerializable(typeof(CreateCashInDeposit))]
[JsonSerializable(typeof(CashInDeposit))]
[JsonSerializable(typeof(AccountBalanceRequest))]
[JsonSerializable(typeof(CashInAccountBalance))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class CashInJson : JsonSerializerContext;
