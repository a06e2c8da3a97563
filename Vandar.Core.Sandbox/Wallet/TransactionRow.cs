using System.Text.Json.Nodes;

namespace Vandar.Core.Sandbox;

/// <summary>One row of the transaction list. The row is what the wallet remembers of a payment, in Rial; on the wire it is in Toman, and what does
/// not divide by ten is cut off (inferred: the answer has integers).</summary>
internal sealed class TransactionRow
{
    public required long Id { get; init; }
    public required Guid Uuid { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required string ChannelCode { get; init; }
    public required string ChannelLabel { get; init; }
    public required Rial Amount { get; init; }
    public required Rial Fee { get; init; }

    /// <summary>1 succeeded, 3 in progress, -1 failed, as documented; the negative and even codes belong to settlements.</summary>
    public int Status { get; set; } = 3;

    public DateTimeOffset? PaidAt { get; set; }
    public DateTimeOffset? EffectiveAt { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }
    public long WalletAfterInToman { get; set; }
    public bool Verified { get; set; }
    public string? Result { get; set; }
    public string? ReferenceId { get; set; }
    public string? TrackingCode { get; set; }
    public string? MaskedCard { get; set; }
    public string? CardHash { get; set; }
    public string? TrackId { get; init; }
    public string? PaymentNumber { get; init; }
    public string? Description { get; init; }
    public string? FactorNumber { get; init; }
    public string? Mobile { get; init; }
    public string? CallbackUrl { get; init; }
    public string? Port { get; init; }
    public string? ApiToken { get; init; }
    public string? PayerIban { get; init; }
    public string? PayerName { get; init; }

    /// <summary>What a refund gives back: the wire's type of the payment, and the payment's transaction.</summary>
    public (string Type, long Transaction)? RefundOf { get; init; }

    private bool IsCardPayment => ChannelCode == "ipg";

    public void Succeed(DateTimeOffset at, long walletInToman)
    {
        Status = 1;
        Result = "تراکنش موفق";
        PaidAt = EffectiveAt = UpdatedAt = at;
        WalletAfterInToman = walletInToman;
    }

    public void Fail(DateTimeOffset at, string result)
    {
        Status = -1;
        Result = result;
        UpdatedAt = at;
    }

    /// <summary>Where a settlement goes.</summary>
    public string? ReceiverIban { get; init; }
    public string? ReceiverBank { get; init; }
    public string? ReceiptUrl { get; init; }
    public DateTimeOffset? CancelableUntil { get; init; }
    public DateTimeOffset? DonePredictedAt { get; init; }

    public string? RefundError { get; set; }

    /// <summary>The correcting transaction that took this one back.</summary>
    public long? RevisedTransactionId { get; set; }

    public JsonObject ToJson() => new()
    {
        ["id"] = Id,
        ["track_id"] = TrackId,
        ["uuid"] = Uuid.ToString(),
        ["amount"] = Amount.Value / 10,
        ["wage"] = Fee.Value / 10,
        ["status"] = Status,
        ["ref_id"] = ReferenceId,
        ["tracking_code"] = TrackingCode,
        ["card_number"] = MaskedCard,
        ["cid"] = CardHash,
        ["verified"] = Verified ? 1 : 0,
        ["channel"] = ChannelLabel,
        ["payment_date"] = Jalali(PaidAt),
        ["payment_number"] = PaymentNumber,
        ["created_at"] = Tehran.TimeThenJalali(CreatedAt),
        ["effective_at_jalali"] = Jalali(EffectiveAt),
        ["effective_time_stamp"] = EffectiveAt?.ToUnixTimeSeconds(),
        ["updated_at"] = Tehran.TimeThenJalali(UpdatedAt),
        ["wallet"] = WalletAfterInToman,
        ["result"] = Result,
        ["description"] = Description,
        ["factorNumber"] = FactorNumber,
        ["mobile"] = Mobile,
        ["callback_url"] = CallbackUrl,
        ["form_id"] = null,
        ["form_title"] = null,
        ["settlement"] = null,
        ["settlement_port"] = null,
        ["port"] = Port,
        ["comments"] = new JsonArray(),
        ["api_token"] = ApiToken,
        ["logs"] = new JsonArray(),
        ["revised_transaction_id"] = RevisedTransactionId,
        ["refund"] = RefundOf is not { } refund ? null : new JsonObject
        {
            ["type"] = refund.Type, ["source_transaction"] = refund.Transaction, ["error_group"] = null, ["error_description"] = RefundError,
        },
        ["refund_detail_ids"] = new JsonArray(),
        ["is_shaparak_port"] = IsCardPayment,
        ["payer"] = new JsonObject
        {
            ["ip"] = IsCardPayment ? "192.0.2.10" : null, ["iban"] = PayerIban, ["name"] = PayerName, ["slug"] = null, ["avatar"] = null,
            ["legal_name"] = null,
            ["business_owner"] = null, ["email"] = null, ["phone"] = null, ["address"] = null, ["mobile"] = null,
            ["additional_fields"] = new JsonArray(), ["description"] = null,
        },
        ["receiver"] = new JsonObject
        {
            ["name"] = null, ["legal_name"] = null, ["slug"] = null, ["avatar"] = null, ["business_owner"] = null,
            ["iban"] = ReceiverIban, ["bank_name"] = ReceiverBank,
        },
        ["receipt_url"] = ReceiptUrl,
        ["time_prediction"] = new JsonObject
        {
            ["is_cancelable"] = null, ["settlement_done_time_prediction"] = Jalali(DonePredictedAt),
            ["settlement_cancelable_time"] = Jalali(CancelableUntil), ["p2p_time_prediction"] = null,
        },
    };

    private static string? Jalali(DateTimeOffset? at) => at is { } value ? Tehran.TimeThenJalali(value) : null;
}
