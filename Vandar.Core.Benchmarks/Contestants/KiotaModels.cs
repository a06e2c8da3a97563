using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Serialization;

namespace Vandar.Core.Benchmarks.Contestants;

/// <summary>The models as Kiota's generator writes them, without the bag for unknown members, which none of the plain models has.</summary>
internal sealed class KiotaApplicant : IParsable
{
    internal static KiotaApplicant Sample { get; } =
        new() { NationalCode = Errand.NationalCode, Mobile = Errand.Mobile, BirthDate = Errand.BirthDate };

    public string? NationalCode { get; set; }
    public string? Mobile { get; set; }
    public string? BirthDate { get; set; }

    public IDictionary<string, Action<IParseNode>> GetFieldDeserializers() => new Dictionary<string, Action<IParseNode>>
    {
        ["national_code"] = n => NationalCode = n.GetStringValue(),
        ["mobile"] = n => Mobile = n.GetStringValue(),
        ["birth_date"] = n => BirthDate = n.GetStringValue(),
    };

    public void Serialize(ISerializationWriter writer)
    {
        writer.WriteStringValue("national_code", NationalCode);
        writer.WriteStringValue("mobile", Mobile);
        writer.WriteStringValue("birth_date", BirthDate);
    }
}

internal sealed class KiotaCardholder : IParsable
{
    public string? CardholderId { get; set; }

    public IDictionary<string, Action<IParseNode>> GetFieldDeserializers() =>
        new Dictionary<string, Action<IParseNode>> { ["cardholder_id"] = n => CardholderId = n.GetStringValue() };

    public void Serialize(ISerializationWriter writer) => writer.WriteStringValue("cardholder_id", CardholderId);
}

internal sealed class KiotaCardholderAnswer : IParsable
{
    public string? Message { get; set; }
    public KiotaCardholder? Data { get; set; }

    public IDictionary<string, Action<IParseNode>> GetFieldDeserializers() => new Dictionary<string, Action<IParseNode>>
    {
        ["message"] = n => Message = n.GetStringValue(),
        ["data"] = n => Data = n.GetObjectValue(_ => new KiotaCardholder()),
    };

    public void Serialize(ISerializationWriter writer)
    {
        writer.WriteStringValue("message", Message);
        writer.WriteObjectValue("data", Data);
    }
}

internal sealed class KiotaSettlement : IParsable
{
    public string? Id { get; set; }
    public long? IbanId { get; set; }
    public long? GatewayTransactionId { get; set; }
    public long? Amount { get; set; }
    public string? PaymentNumber { get; set; }
    public string? Status { get; set; }
    public long? Wallet { get; set; }
    public string? SettlementDate { get; set; }
    public string? SettlementDoneTimePrediction { get; set; }
    public string? Description { get; set; }

    public IDictionary<string, Action<IParseNode>> GetFieldDeserializers() => new Dictionary<string, Action<IParseNode>>
    {
        ["id"] = n => Id = n.GetStringValue(),
        ["iban_id"] = n => IbanId = n.GetLongValue(),
        ["gateway_transaction_id"] = n => GatewayTransactionId = n.GetLongValue(),
        ["amount"] = n => Amount = n.GetLongValue(),
        ["payment_number"] = n => PaymentNumber = n.GetStringValue(),
        ["status"] = n => Status = n.GetStringValue(),
        ["wallet"] = n => Wallet = n.GetLongValue(),
        ["settlement_date"] = n => SettlementDate = n.GetStringValue(),
        ["settlement_done_time_prediction"] = n => SettlementDoneTimePrediction = n.GetStringValue(),
        ["description"] = n => Description = n.GetStringValue(),
    };

    public void Serialize(ISerializationWriter writer)
    {
        writer.WriteStringValue("id", Id);
        writer.WriteLongValue("iban_id", IbanId);
        writer.WriteLongValue("gateway_transaction_id", GatewayTransactionId);
        writer.WriteLongValue("amount", Amount);
        writer.WriteStringValue("payment_number", PaymentNumber);
        writer.WriteStringValue("status", Status);
        writer.WriteLongValue("wallet", Wallet);
        writer.WriteStringValue("settlement_date", SettlementDate);
        writer.WriteStringValue("settlement_done_time_prediction", SettlementDoneTimePrediction);
        writer.WriteStringValue("description", Description);
    }

    internal PlainSettlement ToPlain() => new()
    {
        Id = Id!,
        IbanId = IbanId,
        GatewayTransactionId = GatewayTransactionId!.Value,
        Amount = Amount!.Value,
        PaymentNumber = PaymentNumber,
        Status = Status!,
        Wallet = Wallet!.Value,
        SettlementDate = SettlementDate!,
        SettlementDoneTimePrediction = SettlementDoneTimePrediction,
        Description = Description,
    };
}

internal sealed class KiotaSettlementHolder : IParsable
{
    public KiotaSettlement? Settlement { get; set; }

    public IDictionary<string, Action<IParseNode>> GetFieldDeserializers() =>
        new Dictionary<string, Action<IParseNode>> { ["settlement"] = n => Settlement = n.GetObjectValue(_ => new KiotaSettlement()) };

    public void Serialize(ISerializationWriter writer) => writer.WriteObjectValue("settlement", Settlement);
}

internal sealed class KiotaSettlementAnswer : IParsable
{
    public KiotaSettlementHolder? Data { get; set; }

    public IDictionary<string, Action<IParseNode>> GetFieldDeserializers() =>
        new Dictionary<string, Action<IParseNode>> { ["data"] = n => Data = n.GetObjectValue(_ => new KiotaSettlementHolder()) };

    public void Serialize(ISerializationWriter writer) => writer.WriteObjectValue("data", Data);
}

internal sealed class KiotaPage : IParsable
{
    public List<KiotaSettlement>? Data { get; set; }
    public long? CurrentPage { get; set; }
    public long? LastPage { get; set; }
    public long? Total { get; set; }

    public IDictionary<string, Action<IParseNode>> GetFieldDeserializers() => new Dictionary<string, Action<IParseNode>>
    {
        ["data"] = n => Data = n.GetCollectionOfObjectValues(_ => new KiotaSettlement())?.ToList(),
        ["current_page"] = n => CurrentPage = n.GetLongValue(),
        ["last_page"] = n => LastPage = n.GetLongValue(),
        ["total"] = n => Total = n.GetLongValue(),
    };

    public void Serialize(ISerializationWriter writer)
    {
        writer.WriteCollectionOfObjectValues("data", Data);
        writer.WriteLongValue("current_page", CurrentPage);
        writer.WriteLongValue("last_page", LastPage);
        writer.WriteLongValue("total", Total);
    }

    internal PlainPage ToPlain() => new()
    {
        Data = [.. Data!.Select(settlement => settlement.ToPlain())],
        CurrentPage = CurrentPage!.Value,
        LastPage = LastPage!.Value,
        Total = Total!.Value,
    };
}

internal sealed class KiotaPages : IParsable
{
    public KiotaPage? Settlements { get; set; }

    public IDictionary<string, Action<IParseNode>> GetFieldDeserializers() =>
        new Dictionary<string, Action<IParseNode>> { ["settlements"] = n => Settlements = n.GetObjectValue(_ => new KiotaPage()) };

    public void Serialize(ISerializationWriter writer) => writer.WriteObjectValue("settlements", Settlements);
}

internal sealed class KiotaPageAnswer : IParsable
{
    public KiotaPages? Data { get; set; }

    public IDictionary<string, Action<IParseNode>> GetFieldDeserializers() =>
        new Dictionary<string, Action<IParseNode>> { ["data"] = n => Data = n.GetObjectValue(_ => new KiotaPages()) };

    public void Serialize(ISerializationWriter writer) => writer.WriteObjectValue("data", Data);
}

/// <summary>An object of unknown members, each an array of texts.</summary>
internal sealed class KiotaComplaints : IParsable, IAdditionalDataHolder
{
    public IDictionary<string, object> AdditionalData { get; set; } = new Dictionary<string, object>();

    public IDictionary<string, Action<IParseNode>> GetFieldDeserializers() => new Dictionary<string, Action<IParseNode>>();

    public void Serialize(ISerializationWriter writer) => writer.WriteAdditionalData(AdditionalData);
}

internal sealed class KiotaRefusal : ApiException, IParsable
{
    public string? Text { get; set; }
    public KiotaComplaints? Errors { get; set; }

    public IDictionary<string, Action<IParseNode>> GetFieldDeserializers() => new Dictionary<string, Action<IParseNode>>
    {
        ["message"] = n => Text = n.GetStringValue(),
        ["errors"] = n => Errors = n.GetObjectValue(_ => new KiotaComplaints()),
    };

    public void Serialize(ISerializationWriter writer)
    {
        writer.WriteStringValue("message", Text);
        writer.WriteObjectValue("errors", Errors);
    }

    internal PlainRefusal ToPlain() => new(Text, Errors!.AdditionalData.ToDictionary(field => field.Key, field => Texts(field.Value)))
    {
        Status = ResponseStatusCode,
    };

    private static List<string> Texts(object field) =>
        [.. ((UntypedArray)field).GetValue().OfType<UntypedString>().Select(text => text.GetValue()!)];
}
