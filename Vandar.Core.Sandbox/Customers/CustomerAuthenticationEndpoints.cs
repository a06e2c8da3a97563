using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vandar.Core.Sandbox;

/// <summary>The identity of a registered customer at the civil registry (KYC) and at the register of mobile numbers (Shahkar). What the
/// request leaves out is taken from the customer. A mismatch is a 200.</summary>
internal sealed class CustomerAuthenticationEndpoints(World world, Doors doors, CustomerAccess access)
{
    private const string Successful = "SUCCESSFUL";
    private const string Mismatched = "FAILURE";
    private const string Pending = "PENDING";
    private const string NotFound = "NOT_FOUND";

    public void Map(WebApplication app)
    {
        app.MapPost(CustomerAccess.OneV3 + "/authentication/kyc", doors.Bearer(Kyc));
        app.MapPost(CustomerAccess.OneV3 + "/authentication/shahkar", doors.Bearer(Shahkar));
    }

    private Answer Kyc(Call call)
    {
        if (Admit(call, out Customer customer) is { } refusal)
            return refusal;
        FieldErrors errors = new();
        string nationalCode = NationalCode(call, customer, errors);
        string birthday = Birthday(call, customer, errors);
        if ((errors.Any ? errors.AsLaravel() : access.CannotPay(call)) is { } invalid)
            return invalid;

        bool matches = !birthday.StartsWith(SandboxApplicants.MismatchedBirthYear, StringComparison.Ordinal);
        string status = customer.KycStatus = Ask(customer, nationalCode, matches);
        customer.Log(call.Now, "CUSTOMER_KYC_AUTHENTICATION_REQUEST", "درخواست احراز هویت مخاطب");
        return Answered(call, "customers.authentication.kyc", customer, status);
    }

    private Answer Shahkar(Call call)
    {
        if (Admit(call, out Customer customer) is { } refusal)
            return refusal;
        FieldErrors errors = new();
        string nationalCode = NationalCode(call, customer, errors);
        string mobile = Either(call, customer, ["mobile"], "mobile", text => text.IsMobile(), errors);
        if ((errors.Any ? errors.AsLaravel() : access.CannotPay(call)) is { } invalid)
            return invalid;

        bool matches = !mobile.EndsWith(SandboxApplicants.MismatchedMobileEnding, StringComparison.Ordinal);
        string status = customer.ShahkarStatus = Ask(customer, nationalCode, matches);
        customer.Log(call.Now, "CUSTOMER_SHAHKAR_AUTHENTICATION_REQUEST", "درخواست تطبیق شماره موبایل و کد ملی مخاطب");
        return Answered(call, "customers.authentication.shahkar", customer, status);
    }

    private Answer? Admit(Call call, out Customer customer)
    {
        customer = null!;
        return world.Switches.CustomerAuthenticationIsActive ? CustomerAccess.Find(call, out customer) : Envelope.Status.Forbidden();
    }

    /// <summary>A national code other than the customer's own does not fit the customer (inferred).</summary>
    private string Ask(Customer customer, string nationalCode, bool matches)
    {
        if (world.Switches.RegistryIsDown
            || nationalCode.StartsWith(SandboxApplicants.RegistryDownNationalCodePrefix, StringComparison.Ordinal))
        {
            return Pending;
        }
        if (nationalCode.StartsWith(SandboxApplicants.UnknownNationalCodePrefix, StringComparison.Ordinal))
            return NotFound;
        bool isOwn = (customer["individual_national_code"] ?? nationalCode) == nationalCode;
        return matches && isOwn ? Successful : Mismatched;
    }

    /// <summary>What the registry did not answer costs nothing.</summary>
    private Answer Answered(Call call, string operation, Customer customer, string status)
    {
        world.Journal.Append(operation, call, customer.Id, status == Pending ? null : access.Charge(call));
        if (status == Pending && world.Switches.RegistryDownIsBadGateway)
            return CustomerBanks.BadGateway("خطا در استعلام ثبت احوال لطفا مجدد تلاش نمایید");
        const string Message = "اطلاعات احراز هویت کاربر با موفقیت واکشی شد";
        return Answer.Json(200, world.Switches.CustomerAuthenticationAnswersInData
            ? new JsonObject { ["message"] = Message, ["data"] = new JsonObject { ["authentication_status"] = status } }
            : new JsonObject { ["status"] = "1", ["authentication_status"] = status, ["message"] = Message });
    }

    // The newer name, then the older one.
    private static string NationalCode(Call call, Customer customer, FieldErrors errors) =>
        Either(call, customer, ["national_code", "individual_national_code"], "individual_national_code", text => text.IsNationalCode(), errors);

    /// <summary><c>1370/01/01</c>, or the digits <c>13700101</c> as text or number.</summary>
    private static string Birthday(Call call, Customer customer, FieldErrors errors) =>
        Either(call, customer, ["birth_date", "birthday"], "birthday", Tehran.IsSlashedDay, errors);

    private static string Either(
        Call call, Customer customer, string[] names, string stored, Func<string, bool> isGood, FieldErrors errors)
    {
        string? name = names.FirstOrDefault(name => call.Body.Has(name, out _));
        if (name is null)
        {
            if (customer[stored] is { } known)
                return known;
            errors.Add(names[0], CustomerAccess.Required(names[0]));
            return "";
        }
        call.Body.Has(name, out JsonElement value);
        string text = value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        if (stored == "birthday" && value.TryWhole(out long day) && day is >= 10000101 and <= 99991231)
            text = string.Create(CultureInfo.InvariantCulture, $"{day / 10000:0000}/{day / 100 % 100:00}/{day % 100:00}");
        if (!isGood(text))
            errors.Add(name, CustomerAccess.Invalid(name));
        return text;
    }
}
