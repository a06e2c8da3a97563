using System.Text.Json;
using Vandar.Core.Inquiries;

namespace Vandar.Core.Tests;

/// <summary>How the inquiries are called by the fixtures. Of a mismatch nothing came but its code, so the model is taken for null.</summary>
internal static class InquiriesCalls
{
    private const string Key = "68ed988e-a10c-4e43-95b0-63c75ae8733f";

    private static readonly NationalCode s_code = NationalCode.Parse("0012345679");
    private static readonly MobileNumber s_mobile = MobileNumber.Parse("09120000001");
    private static readonly Iban s_iban = Iban.Parse("IR170560000000200000000002");
    private static readonly CardNumber s_card = CardNumber.Parse("6219860000000019");
    private static readonly JalaliDate s_birthDate = new(1370, 1, 1);

    private static readonly NationalIdInquiry s_person = new() { NationalCode = s_code, BirthDate = s_birthDate, TrackId = Key };
    private static readonly CompanyInquiry s_company = new() { NationalId = "10100000001", TrackId = Key };

    private static readonly KycInquiry s_kyc =
        new() { FirstName = "نام", LastName = "آزمایشی", NationalCode = s_code, BirthDate = s_birthDate, TrackId = Key };

    internal static Dictionary<string, Func<VandarClient, Task<object?>>> All => new()
    {
        ["inquiries.kyc"] = async client => await client.Inquiries.Kyc(s_kyc, GroupCalls.Once) is { IsKnown: true } known ? known : null,
        ["inquiries.kyc.birthday"] = async client => await client.Inquiries.Kyc(
            s_kyc with { BirthDate = null, Extra = new Dictionary<string, JsonElement> { ["birthday"] = GroupCalls.Json("\"1370/01/01\"") } }, GroupCalls.Once),
        ["inquiries.shahkar"] = async client => await client.Inquiries.Shahkar(
            new() { Mobile = s_mobile, NationalCode = s_code, TrackId = Key }, GroupCalls.Once) is { IsMatch: not false } result ? result : null,
        ["inquiries.national_id"] = async client => await client.Inquiries.NationalId(s_person, GroupCalls.Once),
        ["inquiries.national_id.number"] = async client => await client.Inquiries.NationalId(
            s_person with { BirthDate = null, Extra = new Dictionary<string, JsonElement> { ["birth_date"] = GroupCalls.Json("13700101") } }, GroupCalls.Once),
        ["inquiries.national_id_image"] = async client => await client.Inquiries.NationalIdImage(s_person, GroupCalls.Once),
        ["inquiries.fida"] = async client =>
            await client.Inquiries.Fida(new() { FidaCode = "100000000001", BirthDate = "1370/01/01", TrackId = Key }, GroupCalls.Once),
        ["inquiries.postal_code"] = async client => await client.Inquiries.PostalCode(new() { PostalCode = "1234567890", TrackId = Key }, GroupCalls.Once),
        ["inquiries.company_information"] = async client => await client.Inquiries.CompanyInformation(s_company, GroupCalls.Once),
        ["inquiries.company_signatories"] = async client => await client.Inquiries.CompanySignatories(s_company, GroupCalls.Once),
        ["inquiries.national_code_iban"] = async client => await client.Inquiries.NationalCodeIban(
            new() { NationalCode = s_code, Iban = s_iban, TrackId = Key }, GroupCalls.Once) is { IsMatch: not false } result ? result : null,
        ["inquiries.mobile_card"] = async client => await client.Inquiries.MobileCard(
            new() { Mobile = s_mobile, Card = s_card, TrackId = Key }, GroupCalls.Once) is { IsMatch: not false } result ? result : null,
        ["inquiries.iban"] = async client => await client.Inquiries.Iban(new() { Iban = s_iban, TrackId = Key }, GroupCalls.Once),
        ["inquiries.card"] = async client => await client.Inquiries.Card(new() { Card = s_card, TrackId = Key }, GroupCalls.Once),
    };
}
