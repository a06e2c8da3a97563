using System.Globalization;
using System.Text;
using Vandar.Core.Benchmarks.Contestants;

namespace Vandar.Core.Benchmarks.Server;

/// <summary>What the API answers, in the shapes of its reference.</summary>
internal static class Answers
{
    internal static byte[] Cardholder { get; } = Encoding.UTF8.GetBytes(
        $$$"""{"message":"عملیات با موفقیت انجام شد.","data":{"cardholder_id":"{{{Errand.CardholderId}}}"}}""");

    internal static byte[] Refusal { get; } = """
        {"message":"اطلاعات نامعتبر است","data":[],"code":"validation_error","errors":{"mobile":["شماره موبایل معتبر نیست"],"birth_date":["تاریخ تولد معتبر نیست"]}}
        """u8.ToArray();

    internal static byte[] Unauthorized { get; } = """{"status":0,"error":"Unauthenticated"}"""u8.ToArray();

    internal static byte[] Unknown { get; } = """{"status":0,"message":"خطای ۴۰۴ رخ داده است"}"""u8.ToArray();

    internal static byte[] Settlement { get; } = Encoding.UTF8.GetBytes($$$"""{"status":1,"data":{"settlement":{{{Row(0)}}}}}""");

    /// <summary>A page of settlements, of about 310 bytes each.</summary>
    internal static byte[] Page(int rows)
    {
        const string Address = $"https://api.vandar.io/v2.1/business/{Errand.Business}/settlement";
        StringBuilder page = new("""{"status":1,"data":{"wallet":123456,"blocked_amount":0,"deductible_amount":123456,"currency":"Toman","settlements":{"data":[""");
        for (int i = 0; i < rows; i++)
            page.Append(i == 0 ? "" : ",").Append(Row(i));
        page.Append(CultureInfo.InvariantCulture, $$$$"""
            ],"first":"{{{{Address}}}}?page=1","last":"{{{{Address}}}}?page=1","prev":null,"next":null,"current_page":1,"from":1,"last_page":1,"path":"{{{{Address}}}}","per_page":{{{{rows}}}},"to":{{{{rows}}}},"total":{{{{rows}}}}}}}
            """);
        return Encoding.UTF8.GetBytes(page.ToString());
    }

    private static string Row(int number) => string.Create(CultureInfo.InvariantCulture, $$"""
        {"id":"8edaa0a0-a33f-41ea-838d-{{number:D12}}","iban_id":{{22_822 + (number % 7)}},"gateway_transaction_id":{{171_359_577_615 + number}},"amount":{{500_000 + number}},"payment_number":null,"status":"DONE","wallet":1234560,"settlement_date":"2024-03-30","settlement_done_time_prediction":"2024-03-30 16:00:00","description":"تسویه شماره {{number:D6}}"}
        """);
}
