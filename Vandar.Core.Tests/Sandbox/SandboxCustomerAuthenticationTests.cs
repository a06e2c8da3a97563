using Vandar.Core.Sandbox;

namespace Vandar.Core.Tests.Sandbox;

public sealed class SandboxCustomerAuthenticationTests
{
    private const string Message = "اطلاعات احراز هویت کاربر با موفقیت واکشی شد";

    private static Task<RegisteredCustomer> Born(SandboxShop shop, string birthday = "1370/01/01", string? code = null) =>
        RegisteredCustomer.Create(shop, RegisteredCustomer.Individual($",\"birthday\":\"{birthday}\"", code));

    private static string? Status(Reply reply) => reply["authentication_status"].GetString();

    [Test]
    public async Task Stored_data_need_no_body_and_the_state_is_kept()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        RegisteredCustomer customer = await Born(shop);
        SandboxCustomer before = customer.State;

        Reply kyc = await shop.Post(customer.PathV3 + "/authentication/kyc");
        Reply shahkar = await shop.Post(customer.PathV3 + "/authentication/shahkar");

        string answer = $$"""{"status":"1","authentication_status":"SUCCESSFUL","message":"{{Message}}"}""";
        Assert.That((kyc.Status, kyc.Text, shahkar.Text), Is.EqualTo((200, answer, answer)));
        Assert.That((before.KycStatus, before.ShahkarStatus), Is.EqualTo(((string?)null, (string?)null)));
        Assert.That((customer.State.KycStatus, customer.State.ShahkarStatus), Is.EqualTo(("SUCCESSFUL", "SUCCESSFUL")));
        Assert.That(shop.Sandbox.Business.Wallet.Value, Is.EqualTo(1_000_000), "free of charge by default");
    }

    [TestCase("""{"birth_date":"1300/05/05"}""", "FAILURE")]
    [TestCase("""{"birth_date":13000505}""", "FAILURE")]
    [TestCase("""{"birthday":"13000505"}""", "FAILURE")]
    [TestCase("""{"birth_date":13700101}""", "SUCCESSFUL")]
    [TestCase("""{"birth_date":"1370/1/1"}""", "SUCCESSFUL")]
    public async Task Kyc_mismatch_is_a_200(string json, string status)
    {
        await using SandboxShop shop = await SandboxShop.Open();
        RegisteredCustomer customer = await RegisteredCustomer.Named(shop);

        Reply kyc = await shop.Post(customer.PathV3 + "/authentication/kyc", json);

        Assert.That((kyc.Status, Status(kyc), customer.State.KycStatus), Is.EqualTo((200, status, status)));
    }

    [TestCase("09120000099", "FAILURE")]
    [TestCase("09120000098", "SUCCESSFUL")]
    public async Task Shahkar_mismatch_is_a_200(string mobile, string status)
    {
        await using SandboxShop shop = await SandboxShop.Open();
        RegisteredCustomer customer = await RegisteredCustomer.Named(shop, mobile: mobile);

        Reply stored = await shop.Post(customer.PathV3 + "/authentication/shahkar");
        Reply sent = await shop.Post(customer.PathV3 + "/authentication/shahkar",
            $$"""{"mobile":"{{mobile}}","individual_national_code":"{{RegisteredCustomer.Code}}"}""");

        Assert.That((Status(stored), Status(sent), customer.State.ShahkarStatus), Is.EqualTo((status, status, status)));
    }

    [Test]
    public async Task National_code_of_somebody_else_does_not_fit()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        RegisteredCustomer customer = await Born(shop);

        Reply kyc = await shop.Post(customer.PathV3 + "/authentication/kyc", $$"""{"national_code":"{{Applicant.NationalCode(2)}}"}""");

        Assert.That(Status(kyc), Is.EqualTo("FAILURE"));
    }

    [TestCase(SandboxApplicants.UnknownNationalCodePrefix, "NOT_FOUND")]
    [TestCase(SandboxApplicants.RegistryDownNationalCodePrefix, "PENDING")]
    public async Task Registry_may_know_nobody_or_keep_silent(string prefix, string status)
    {
        await using SandboxShop shop = await SandboxShop.Open();
        RegisteredCustomer customer = await Born(shop, code: Applicant.NationalCode(1, prefix));

        Reply kyc = await shop.Post(customer.PathV3 + "/authentication/kyc");
        Reply shahkar = await shop.Post(customer.PathV3 + "/authentication/shahkar");

        Assert.That((kyc.Status, Status(kyc), Status(shahkar)), Is.EqualTo((200, status, status)));
    }

    [TestCase(false, 200)]
    [TestCase(true, 502)]
    public async Task Silent_registry_is_pending_or_502_and_costs_nothing(bool badGateway, int status)
    {
        await using SandboxShop shop = await SandboxShop.Open(
            new SandboxSwitches { RegistryIsDown = true, RegistryDownIsBadGateway = badGateway, CustomerInquiryFee = new Rial(5_000) });
        RegisteredCustomer customer = await Born(shop);

        Reply kyc = await shop.Post(customer.PathV3 + "/authentication/kyc");

        Assert.That((kyc.Status, customer.State.KycStatus, shop.Sandbox.Business.Wallet.Value), Is.EqualTo((status, "PENDING", 1_000_000L)));
    }

    [Test]
    public async Task Incomplete_or_bad_data_are_422()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        RegisteredCustomer person = await RegisteredCustomer.Named(shop);
        RegisteredCustomer company = await RegisteredCustomer.Create(shop, RegisteredCustomer.Legal());

        Reply[] replies =
        [
            await shop.Post(person.PathV3 + "/authentication/kyc"),
            await shop.Post(person.PathV3 + "/authentication/kyc", """{"birth_date":13701301}"""),
            await shop.Post(company.PathV3 + "/authentication/shahkar"),
            await shop.Post(person.PathV3 + "/authentication/shahkar", """{"mobile":"912","national_code":"1"}"""),
        ];

        Assert.That(replies.Select(reply => reply.Status), Is.All.EqualTo(422));
        Assert.That(replies.Select(reply => string.Join(',', reply["errors"].EnumerateObject().Select(error => error.Name))),
            Is.EqualTo(new[] { "birth_date", "birth_date", "national_code,mobile", "national_code,mobile" }));
    }

    [Test]
    public async Task Answer_may_come_in_the_newer_envelope()
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { CustomerAuthenticationAnswersInData = true });
        RegisteredCustomer customer = await Born(shop);

        Reply kyc = await shop.Post(customer.PathV3 + "/authentication/kyc");

        Assert.That(kyc.Text, Is.EqualTo($$$"""{"message":"{{{Message}}}","data":{"authentication_status":"SUCCESSFUL"}}"""));
    }

    [Test]
    public async Task Service_can_be_closed_and_customers_unknown()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        await using SandboxShop closed = await SandboxShop.Open(new SandboxSwitches { CustomerAuthenticationIsActive = false });
        RegisteredCustomer customer = await Born(closed);

        Reply unknown = await shop.Post(RegisteredCustomer.V3 + "/none/authentication/kyc");
        Reply refused = await closed.Post(customer.PathV3 + "/authentication/shahkar");

        Assert.That((unknown.Status, unknown.Text), Is.EqualTo((404, RegisteredCustomer.NotFound)));
        Assert.That((refused.Status, refused["status"].GetInt32()), Is.EqualTo((403, 0)));
    }

    [Test]
    public async Task Fee_is_taken_from_the_business_or_the_question_is_refused()
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { CustomerInquiryFee = new Rial(600_000) });
        RegisteredCustomer customer = await Born(shop);

        Reply first = await shop.Post(customer.PathV3 + "/authentication/kyc");
        Reply second = await shop.Post(customer.PathV3 + "/authentication/shahkar");

        Assert.That((first.Status, second.Status, shop.Sandbox.Business.Wallet.Value), Is.EqualTo((200, 402, 400_000L)));
        Assert.That(shop.Sandbox.Ledger.Balance(SandboxLedger.Fees), Is.EqualTo(new Rial(600_000)));
        Assert.That(customer.State.ShahkarStatus, Is.Null);
    }
}
