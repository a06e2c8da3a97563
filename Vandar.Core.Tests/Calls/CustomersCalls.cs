using System.Text.Json;
using Vandar.Core.Customers;

namespace Vandar.Core.Tests;

internal static class CustomersCalls
{
    private const string Id = "079fe78e-c1fc-42b8-a908-c5aed843a47f";

    private static readonly Iban s_iban = Iban.Parse("IR170560000000200000000002");
    private static readonly CardNumber s_card = CardNumber.Parse("6219860000000019");
    private static readonly MobileNumber s_mobile = MobileNumber.Parse("09120000001");
    private static readonly NationalCode s_nationalCode = NationalCode.Parse("0012345679");

    private static readonly IndividualCustomer s_change = new()
    {
        Mobile = s_mobile, IndividualNationalCode = s_nationalCode, FirstName = "Test", LastName = "Payer-Two", Birthday = new JalaliDate(1370, 1, 1),
    };

    private static readonly CreateCustomerIban s_newIban =
        new() { Iban = s_iban, IsDefault = true, HasInquiry = true, TrackId = "9988a932-93a0-450f-90f5-ba815253aa62" };

    private static readonly CreateCustomerCard s_newCard =
        new() { Card = s_card, IsDefault = true, HasInquiry = true, TrackId = "182124c3-243f-43b7-ad53-2d2c54015195" };

    internal static Dictionary<string, Func<VandarClient, Task<object?>>> All => new()
    {
        ["customers.list"] = async client => (await client.Customers.ListPage(new() { PerPage = 10 }, 1, GroupCalls.Once)).Items,
        ["customers.list.mixed"] = async client => (await client.Customers.ListPage(null, 1, GroupCalls.Once)).Items,
        ["customers.list.empty"] = async client => (await client.Customers.ListPage(null, 1, GroupCalls.Once)).Items,
        ["customers.create"] = async client => await client.Customers.Create(
            new IndividualCustomer
            {
                Mobile = s_mobile, IndividualNationalCode = s_nationalCode, FirstName = "Test", LastName = "Payer", Birthday = new JalaliDate(1370, 1, 1),
                Telephone = "", ProvinceId = "8", CityId = "140", Address = "Tehran, sample street 1", PostalCode = "1234567890",
                CustomFields = new Dictionary<long, string> { [3] = "gold" },
            },
            GroupCalls.Once),
        ["customers.create.legal"] = async client => await client.Customers.Create(
            new LegalCustomer
            {
                AgentMobile = MobileNumber.Parse("09120000002"), LegalNationalCode = "10100000001", LegalName = "Sample Trading Co.", AgentName = "Test Agent", MccCode = "",
            },
            GroupCalls.Once),
        ["customers.update"] = async client => await client.Customers.Update(Id, s_change, GroupCalls.Once),
        ["customers.update.legal"] = async client => await client.Customers.Update(
            Id, new LegalCustomer { AgentMobile = null, LegalNationalCode = null, Address = "Tehran, sample street 1", ProvinceId = "8", CityId = "140" }, GroupCalls.Once),
        ["customers.delete"] = async client => await client.Customers.Delete(Id, GroupCalls.Once),
        ["customers.get"] = async client => await client.Customers.Get(Id, GroupCalls.Once),
        ["customers.cities"] = async client => await client.Customers.Cities(GroupCalls.Once),
        ["customers.merchant_categories"] = async client => await client.Customers.MerchantCategories(GroupCalls.Once),
        ["customers.fields.list"] = async client => (await client.Customers.Fields.ListPage(null, 1, GroupCalls.Once)).Items,
        ["customers.fields.create"] = async client => await client.Customers.Fields.Create(new() { Name = "membership" }, GroupCalls.Once),
        ["customers.fields.update"] = async client => await client.Customers.Fields.Update(3, new() { Name = "membership level" }, GroupCalls.Once),
        ["customers.fields.update.patch"] = async client => await client.Customers.Fields.Update(3, new() { Name = "membership level", ByPatch = true }, GroupCalls.Once),
        ["customers.fields.delete"] = async client => await client.Customers.Fields.Delete(3, GroupCalls.Once),
        ["customers.fields.get"] = async client => await client.Customers.Fields.Get(3, GroupCalls.Once),
        ["customers.wallet.balance"] = async client => await client.Customer(Id).Wallet.Balance(GroupCalls.Once),
        ["customers.wallet.deposit"] = async client => await client.Customer(Id).Wallet.Deposit(
            new() { Amount = Rial.Of(250_000), TrackId = "dep-1042", Comment = "welcome credit" }, GroupCalls.Once),
        ["customers.wallet.withdraw"] = async client => await client.Customer(Id).Wallet.Withdraw(new() { Amount = Rial.Of(100_000), TrackId = "wd-1042" }, GroupCalls.Once),
        ["customers.transactions"] = async client => (await client.Customer(Id).TransactionsPage(null, 1, GroupCalls.Once)).Items,
        ["customers.transactions.older"] = async client => (await client.Customer(Id).TransactionsPage(new() { ByGet = true }, 1, GroupCalls.Once)).Items,
        ["customers.authentication.kyc"] = async client => await client.Customer(Id).Authentication.Kyc(
            new() { NationalCode = s_nationalCode, BirthDate = new JalaliDate(1370, 1, 1) }, GroupCalls.Once),
        ["customers.authentication.kyc.number"] = async client => await client.Customer(Id).Authentication.Kyc(
            new()
            {
                NationalCode = s_nationalCode, Extra = new Dictionary<string, JsonElement> { ["birth_date"] = GroupCalls.Json(new JalaliDate(1370, 1, 1).ToCompactString()) },
            },
            GroupCalls.Once),
        ["customers.authentication.kyc.stored"] = async client => await client.Customer(Id).Authentication.Kyc(null, GroupCalls.Once),
        ["customers.authentication.shahkar"] = async client => await client.Customer(Id).Authentication.Shahkar(
            new() { Mobile = s_mobile, NationalCode = s_nationalCode }, GroupCalls.Once),
        ["customers.authentication.shahkar.older"] = async client => await client.Customer(Id).Authentication.Shahkar(
            new() { Mobile = s_mobile, Extra = new Dictionary<string, JsonElement> { ["individual_national_code"] = GroupCalls.Json("\"0012345679\"") } }, GroupCalls.Once),
        ["customers.cash_in_code"] = async client => await client.Customer(Id).CashInCode(GroupCalls.Once),
        ["customers.cash_in_code_create"] = async client => await client.Customer(Id).CreateCashInCode(GroupCalls.Once),
        ["customers.logs"] = async client => (await client.Customer(Id).LogsPage(null, 1, GroupCalls.Once)).Items,
        ["customers.ibans.create"] = async client => await client.Customer(Id).Ibans.Create(s_newIban, GroupCalls.Once),
        ["customers.ibans.create.not_inquired"] = async client => await client.Customer(Id).Ibans.Create(
            s_newIban with { IsDefault = false, HasInquiry = false, FirstName = "Test", LastName = "Payer" }, GroupCalls.Once),
        ["customers.ibans.list"] = async client => (await client.Customer(Id).Ibans.ListPage(null, 1, GroupCalls.Once)).Items,
        ["customers.ibans.delete"] = async client => await client.Customer(Id).Ibans.Delete(new() { Iban = s_iban }, GroupCalls.Once),
        ["customers.ibans.delete.in_path"] = async client => await client.Customer(Id).Ibans.Delete(new() { Iban = s_iban, InPath = true }, GroupCalls.Once),
        ["customers.ibans.inquire"] = async client => await client.Customer(Id).Ibans.Inquire(
            s_iban, new() { TrackId = "68ed988e-a10c-4e43-95b0-63c75ae8733f", FirstName = "Test", LastName = "Payer" }, GroupCalls.Once),
        ["customers.ibans.set_default"] = async client => await client.Customer(Id).Ibans.SetDefault(s_iban, GroupCalls.Once),
        ["customers.cards.create"] = async client => await client.Customer(Id).Cards.Create(s_newCard, GroupCalls.Once),
        ["customers.cards.create.not_inquired"] = async client => await client.Customer(Id).Cards.Create(
            s_newCard with { IsDefault = false, HasInquiry = false, LegalName = "Sample Trading Co." }, GroupCalls.Once),
        ["customers.cards.list"] = async client => (await client.Customer(Id).Cards.ListPage(null, 1, GroupCalls.Once)).Items,
        ["customers.cards.delete"] = async client => await client.Customer(Id).Cards.Delete(s_card, GroupCalls.Once),
        ["customers.cards.inquire"] = async client => await client.Customer(Id).Cards.Inquire(
            s_card, new() { TrackId = "4bd10221-4a62-47fe-a302-692172fe829a", FirstName = "Test", LastName = "Payer" }, GroupCalls.Once),
        ["customers.cards.set_default"] = async client => await client.Customer(Id).Cards.SetDefault(s_card, GroupCalls.Once),
        ["customers.cards.to_iban"] = async client => await client.Customer(Id).Cards.ToIban(
            new() { Card = s_card, IsDefault = false, HasInquiry = true, TrackId = "449570ef-bfcf-4aef-85e7-f39e45088a3b" }, GroupCalls.Once),
    };
}
