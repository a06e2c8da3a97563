using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using Vandar.Core.Ravand;

namespace Vandar.Core.Benchmarks;

/// <summary>What a server answers, byte for byte, for the cases that need none.</summary>
internal static class Answers
{
    internal static byte[] Cardholder { get; } =
        """{"message":"عملیات با موفقیت انجام شد.","data":{"cardholder_id":"079fe78e-c1fc-42b8-a908-c5aed843a47f"}}"""u8.ToArray();

    internal static byte[] Page(int count)
    {
        StringBuilder page = new("""{"status":1,"has_more":false,"data":[""");
        for (int i = 0; i < count; i++)
        {
            if (i > 0)
                page.Append(',');
            page.Append(CultureInfo.InvariantCulture, $$"""
                {"id":{{171234567890 - i}},"track_id":null,"uuid":"73b82710-de88-11ee-ae19-47c5d7c58ae4","amount":{{100_000 + i}},"wage":792,"status":1,"ref_id":"GmshtyjwKSvZX81","tracking_code":"12345678901","card_number":"603799******1234","verified":1,"channel":"پرداخت اینترنتی","payment_date":"22:12:50 - 1403/1/12","payment_number":null,"created_at":"22:10:15 - 1403/1/12","effective_time_stamp":1711910570,"wallet":250000,"result":"تراکنش موفق","description":null,"factorNumber":"INV-1001","mobile":null,"port":"SAMAN","comments":[],"logs":[],"refund":null,"refund_detail_ids":[],"receipt_url":null}
                """);
        }
        return Encoding.UTF8.GetBytes(page.Append("]}").ToString());
    }
}

/// <summary>The envelope type that the plain way needs for each answer.</summary>
public sealed record PlainEnvelope
{
    public string? Message { get; set; }
    public Cardholder? Data { get; set; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PlainEnvelope))]
internal sealed partial class PlainJson : JsonSerializerContext;
