using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vandar.Core.Ravand;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(RavandConfig))]
[JsonSerializable(typeof(RavandOption))]
[JsonSerializable(typeof(CreateCardholder))]
[JsonSerializable(typeof(UpdateCardholder))]
[JsonSerializable(typeof(Cardholder))]
[JsonSerializable(typeof(VideoCaption))]
[JsonSerializable(typeof(IssuedCard))]
[JsonSerializable(typeof(CardDelivery))]
[JsonSerializable(typeof(CardState))]
[JsonSerializable(typeof(CreateCardPageToken))]
[JsonSerializable(typeof(CardPageToken))]
[JsonSerializable(typeof(CardholderAccount))]
[JsonSerializable(typeof(AccountInquiry))]
[JsonSerializable(typeof(AccountBalance))]
[JsonSerializable(typeof(StatementRow))]
[JsonSerializable(typeof(TransferReason))]
[JsonSerializable(typeof(CreateTransfer))]
[JsonSerializable(typeof(StartedTransfer))]
[JsonSerializable(typeof(ResendTransferOtp))]
[JsonSerializable(typeof(ConfirmTransfer))]
[JsonSerializable(typeof(Transfer))]
[JsonSerializable(typeof(RegisterCredit))]
[JsonSerializable(typeof(AdjustCredit))]
[JsonSerializable(typeof(AdjustCredits))]
[JsonSerializable(typeof(UpdateCreditStatus))]
[JsonSerializable(typeof(CreditLine))]
[JsonSerializable(typeof(CreditAdjustmentResult))]
[JsonSerializable(typeof(CreditAccount))]
[JsonSerializable(typeof(CreditChange))]
[JsonSerializable(typeof(CreditPayment))]
internal sealed partial class RavandJson : JsonSerializerContext;
