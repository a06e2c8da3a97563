using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vandar.Core.Sandbox;

/// <summary>Gives a verified gateway payment back to the payer's card.</summary>
internal sealed class RefundEndpoints(World world, Doors doors)
{
    public void Map(WebApplication app) =>
        app.MapPost("/v3/business/{business}/transaction/{transaction_id}/refund", doors.Bearer(Create));

    private Answer Create(Call call)
    {
        SandboxBusiness business = call.Business;
        if (business.Transactions.FirstOrDefault(row => row.Id == call.RouteNumber("transaction_id")) is not { } payment)
            return Envelope.Status.NotFound();

        FieldErrors errors = new();
        if (!world.Switches.ActiveTools.Contains("refund"))
            errors.Add("refund", "ابزار بازگشت وجه فعال نیست.");
        if (payment is not { ChannelCode: "ipg", Status: 1, Verified: true })
            errors.Add("transaction_id", "تنها تراکنش موفق قابل بازگشت است.");
        string? paymentNumber = SettlementForm.PaymentNumber(call.Body, errors);
        if (paymentNumber is not null && business.Settlements.RefundPaymentNumbers.Contains(paymentNumber))
            errors.Add("payment_number", "این شناسه واریز از قبل ثبت شده است.");
        string? description = SettlementForm.Texts(call.Body, errors);
        Rial amount = Amount(call, payment, errors);
        if (errors.Any)
            return errors.AsStatus();

        long parts = (amount.Value - 1) / world.Switches.LargestRefundPart.Value + 1;
        if (business.Balance.Value < amount.Value + parts * world.Switches.RefundFee.Value)
        {
            errors.Add("amount", SettlementBook.NotEnoughMoney);
            return errors.AsStatus();
        }
        if (paymentNumber is not null)
            business.Settlements.RefundPaymentNumbers.Add(paymentNumber);
        List<Settlement> refunds = world.Settlements.Refund(business, payment, amount, paymentNumber, description, call.Now);
        world.Journal.Append("refunds.create", call, refunds[0].Id.ToString(), amount);
        return Envelope.Data(new JsonObject
        {
            ["message"] = "عملیات بازگشت وجه با موفقیت ثبت گردید.",
            ["results"] = new JsonArray([.. refunds.Select(Result)]),
        });
    }

    /// <summary>The amount asked for, or all that is left of the payment.</summary>
    private static Rial Amount(Call call, TransactionRow payment, FieldErrors errors)
    {
        long left = payment.Amount.Value - call.Business.Settlements.All
            .Where(refund => refund.Row.RefundOf?.Transaction == payment.Id && refund.State is SettlementState.Pending or SettlementState.Done)
            .Sum(refund => refund.Amount.Value);
        long amount = left;
        if (call.Body.Has("amount", out JsonElement value) && !TryRial(value, out amount))
            errors.Add("amount", "amount باید عدد باشد.");
        else if (left == 0)
            errors.Add("amount", "مبلغ این تراکنش به طور کامل بازگشت داده شده است.");
        else if (amount > left)
            errors.Add("amount", "مبلغ بازگشت وجه بیشتر از مبلغ باقی‌مانده تراکنش است.");
        return new Rial(amount);
    }

    /// <summary>More than zero: a whole number, digits, or digits with a fraction of nothing (<c>50000.00</c>).</summary>
    private static bool TryRial(JsonElement value, out long amount)
    {
        amount = 0;
        string text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number => value.GetRawText(),
            _ => "",
        };
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number)
            || number <= 0 || number > long.MaxValue || number != decimal.Truncate(number))
        {
            return false;
        }
        amount = (long)number;
        return true;
    }

    private static JsonObject Result(Settlement refund) => new()
    {
        ["id"] = refund.Id.ToString(),
        ["retry_count"] = "01",
        ["gateway_transaction_id"] = refund.Row.Id,
        ["amount"] = refund.Amount.Value,
        ["wage"] = refund.Fee.Value,
        ["payment_number"] = refund.Row.PaymentNumber,
        ["status"] = refund.Status,
        ["description"] = refund.Row.Description,
        ["wallet"] = WireDigits.Of(refund.WalletAfter),
        ["refund_date"] = Tehran.JalaliThenTime(refund.DueAt),
        ["created_at"] = Tehran.JalaliThenTime(refund.Row.CreatedAt),
        ["receipt_url"] = null,
    };
}
