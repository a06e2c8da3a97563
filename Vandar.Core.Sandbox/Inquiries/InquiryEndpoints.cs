using System.Text.Json.Nodes;

namespace Vandar.Core.Sandbox;

/// <summary>The twelve inquiries. A match is 200, a mismatch 400 with code <c>UNMATCHED</c>, a provider that does not answer 502. The answers of
/// <c>kyc</c>, <c>shahkar</c> and partly <c>iban</c> are known, those of the others inferred.</summary>
internal sealed class InquiryEndpoints(World world, Doors doors)
{
    private const string Root = "/v3/business/{business}/customers/inquiry/";
    private const string SampleName = SandboxInquiries.FirstName + " " + SandboxInquiries.LastName;

    public void Map(WebApplication app)
    {
        Map("kyc", "inquiries.kyc", Kyc);
        Map("shahkar", "inquiries.shahkar", question =>
        {
            question.Mobile();
            question.NationalCode();
            return Matched;
        });
        Map("nid", "inquiries.national_id", NationalId);
        Map("nid-image", "inquiries.national_id_image", NationalIdImage);
        Map("fida", "inquiries.fida", Fida);
        Map("postal-code", "inquiries.postal_code", PostalCode);
        Map("company-information", "inquiries.company_information", CompanyInformation);
        Map("company-signature", "inquiries.company_signatories", CompanySignatories);
        Map("national-code-iban", "inquiries.national_code_iban", question =>
        {
            question.NationalCode();
            question.Iban();
            return Matched;
        }, isPair: true);
        Map("match-mobile-card", "inquiries.mobile_card", question =>
        {
            question.Mobile();
            question.Card();
            return Matched;
        }, isPair: true);
        Map("iban", "inquiries.iban", AccountOfIban);
        Map("card", "inquiries.card", question =>
        {
            question.Card();
            return () => new JsonObject { ["name"] = SampleName };
        });

        void Map(string path, string operation, Func<Question, Func<JsonNode>> read, bool isPair = false) =>
            app.MapPost(Root + path, doors.Bearer(call => Ask(call, operation, read, isPair)));
    }

    /// <param name="isPair">Two things are compared: what one of them does not know is a mismatch, too.</param>
    private Answer Ask(Call call, string operation, Func<Question, Func<JsonNode>> read, bool isPair)
    {
        SandboxSwitches switches = world.Switches;
        if (!switches.InquiriesEnabled)
            return Envelope.Status.Forbidden();

        FieldErrors errors = new();
        Question question = new(call.Body, errors);
        Func<JsonNode> answer = read(question);
        string trackId = question.Text("track_id");
        if (call.Business.InquiryTrackIds.Contains(trackId))
            errors.Add("track_id", "track_id قبلا استفاده شده است.");
        if (errors.Any)
            return errors.AsLaravel();
        if (call.Business.Balance < switches.InquiryFee)
            return Envelope.Responder.Failure(switches.InquiryWithoutFundsStatus, "موجودی کیف پول کافی نیست", "insufficient_balance");

        bool isDown = question.ProviderIsDown || switches.InquiryProviderDown;
        if (!isDown || switches.FailedInquiryTakesTrackId)
            call.Business.InquiryTrackIds.Add(trackId);
        if (isDown)
            return Envelope.Responder.Failure(502, "خطای سرویس خارجی", "external_service_error");

        if (switches.InquiryFee > Rial.Zero)
        {
            world.Ledger.Move(call.Now, "inquiry", SandboxLedger.Wallet(call.Business.Slug), SandboxLedger.Fees, switches.InquiryFee);
        }
        world.Journal.Append(operation, call, trackId, switches.InquiryFee);
        if (question.IsUnmatched || (question.IsUnknown && isPair))
            return Unmatched(400);
        return question.IsUnknown ? Unmatched(switches.UnknownSubjectStatus) : Answer.Json(200, new JsonObject
        {
            ["message"] = "", ["data"] = answer(), ["track_id"] = trackId,
        });
    }

    private static Answer Unmatched(int status) => Envelope.Responder.Failure(status, "اطلاعات ارسال شده همخوانی ندارد", "UNMATCHED");

    private static JsonObject Matched() => new() { ["status"] = "MATCHED" };

    private static Func<JsonNode> Kyc(Question question)
    {
        string firstName = question.Text("first_name"), lastName = question.Text("last_name");
        question.NationalCode();
        question.BirthDate(Question.IsJalaliDay, "birth_date", "birthday");
        return () => new JsonObject { ["similarity_percentage"] = NameLikeness.Percentage($"{firstName} {lastName}", SampleName) };
    }

    private static Func<JsonNode> NationalId(Question question)
    {
        string nationalCode = question.NationalCode();
        string birthDate = question.BirthDate(Question.IsJalaliDay, "birth_date");
        return () => new JsonObject
        {
            ["first_name"] = SandboxInquiries.FirstName, ["last_name"] = SandboxInquiries.LastName, ["father_name"] = "نمونه",
            ["national_code"] = nationalCode, ["birth_date"] = birthDate, ["is_alive"] = true,
        };
    }

    private Func<JsonNode> NationalIdImage(Question question)
    {
        Func<JsonNode> record = NationalId(question);
        return () =>
        {
            JsonNode data = record();
            // The first bytes of a JPEG; the rest is noise.
            data["image"] = Convert.ToBase64String([0xFF, 0xD8, 0xFF, 0xE0, .. world.Seeded.Bytes("image", 20_000)]);
            return data;
        };
    }

    private static Func<JsonNode> Fida(Question question)
    {
        question.FidaCode();
        question.BirthDate(Question.IsDayOfAnyCalendar, "birth_date");
        return () => new JsonObject { ["first_name"] = "Test", ["last_name"] = "Foreigner" };
    }

    private static Func<JsonNode> PostalCode(Question question)
    {
        string postalCode = question.PostalCode();
        return () => new JsonObject
        {
            ["postal_code"] = postalCode, ["province"] = "تهران", ["city"] = "تهران", ["street"] = "خیابان نمونه",
            ["address"] = "تهران، خیابان نمونه، پلاک ۱",
        };
    }

    private static Func<JsonNode> CompanyInformation(Question question)
    {
        string companyId = question.CompanyId();
        return () => new JsonObject
        {
            ["name"] = "شرکت بازرگانی نمونه", ["national_code"] = companyId, ["registration_number"] = "123456", ["registration_date"] = "1390/01/20",
            ["address"] = "تهران، خیابان نمونه",
        };
    }

    private Func<JsonNode> CompanySignatories(Question question)
    {
        question.CompanyId();
        return () =>
        {
            JsonArray signatories = new(
                new JsonObject { ["name"] = "مریم نمونه", ["position"] = "مدیر عامل" },
                new JsonObject { ["name"] = "علی نمونه", ["position"] = "رئیس هیئت مدیره" });
            return world.Switches.SignatoriesInObject ? new JsonObject { ["signatories"] = signatories } : signatories;
        };
    }

    private static Func<JsonNode> AccountOfIban(Question question)
    {
        string iban = question.Iban();
        return () => new JsonObject
        {
            ["account_owners"] = new JsonArray(
                new JsonObject { ["firstName"] = SandboxInquiries.FirstName, ["lastName"] = SandboxInquiries.LastName }),
            ["bank_name"] = SettlementBanks.Name(iban[4..7]) ?? "بانک نمونه",
            ["account_number"] = null,
            ["account_description"] = null,
        };
    }
}
