using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vandar.Core.Sandbox;

/// <summary>The way to a card: create, update, upload, video caption, finalize, inquire.</summary>
internal sealed class CardholderEndpoints(World world, Doors doors, RavandAccess access)
{
    private static readonly string[] s_photos =
        ["national_card_front_photo", "national_card_back_photo", "signature_photo", "applicant_photo"];

    private const string Video = "authentication_video";

    /// <summary>Every field an update may carry, with what makes a value of it good. Six of the names are inferred.</summary>
    private static readonly (string Name, Func<JsonElement, bool> IsGood)[] s_fields =
    [
        ("first_name_en", IsLatinName),
        ("last_name_en", IsLatinName),
        ("father_name_en", IsLatinName),
        ("email", value => IsText(value) && value.GetString()!.IndexOf('@', StringComparison.Ordinal) > 0),
        ("national_card_serial_number", IsText),
        ("national_card_expiration_date", value => IsText(value) && Tehran.IsSlashedDay(value.GetString()!)),
        ("national_card_tracking_number", IsText),
        ("postal_code", value => IsText(value) && value.GetString()!.IsDigits(10)),
        ("birth_location_id", value => IsId(value, ReferenceLists.HasCity)),
        ("birth_certificate_location_id", value => IsId(value, ReferenceLists.HasCity)),
        ("occupation_id", value => IsId(value, ReferenceLists.HasOccupation)),
        ("education_id", value => IsId(value, ReferenceLists.HasEducation)),
        ("guild_id", value => IsId(value, ReferenceLists.HasGuild)),
        ("city_id", value => IsId(value, ReferenceLists.HasCity)),
        ("province_id", value => IsId(value, ReferenceLists.HasProvince)),
        ("address", IsText),
    ];

    public void Map(WebApplication app)
    {
        app.MapPost(RavandAccess.Root, doors.Bearer(Create));
        app.MapPut(RavandAccess.One, doors.Bearer(Update));
        app.MapGet(RavandAccess.One + "/video-caption", doors.Bearer(VideoCaption));
        app.MapPost(RavandAccess.One + "/upload", doors.Upload(AdmitUpload, Upload));
        app.MapPost(RavandAccess.One + "/finalize", doors.Bearer(FinalizeRequest));
        app.MapGet(RavandAccess.One + "/inquiry", doors.Bearer(Inquire));
    }

    private Answer Create(Call call)
    {
        if (access.OpenBank(call) is { } refusal)
            return refusal;

        FieldErrors errors = new();
        string nationalCode = errors.Required(call.Body, "national_code", text => text.IsNationalCode());
        string mobile = errors.Required(call.Body, "mobile", text => text.IsMobile());
        string birthDate = errors.Required(call.Body, "birth_date", Tehran.IsSlashedDay);
        if (errors.Any)
            return access.Invalid(errors);

        if (nationalCode.StartsWith(SandboxApplicants.RegistryDownNationalCodePrefix, StringComparison.Ordinal))
            return Refuse(502, "خطا در استعلام ثبت احوال لطفا مجدد تلاش نمایید", "external_service_error");
        if (nationalCode.StartsWith(SandboxApplicants.UnknownNationalCodePrefix, StringComparison.Ordinal))
            return Refuse(400, "اطلاعاتی با کدملی ارسالی یافت نشد", "identity_not_found");
        if (mobile.EndsWith(SandboxApplicants.MismatchedMobileEnding, StringComparison.Ordinal)
            || birthDate.StartsWith(SandboxApplicants.MismatchedBirthYear, StringComparison.Ordinal))
        {
            return Refuse(400, "کد ملی و شماره موبایل یا کدملی و تاریخ تولد همخوانی ندارند", "identity_mismatch");
        }

        string provider = call.Route("provider");
        string id = world.Seeded.Uuid($"cardholder/{call.Business.Slug}/{provider}/{nationalCode}").ToString();
        if (!call.Business.Cardholders.TryAdd(id, new Cardholder(id, provider)))
            return Refuse(400, "متقاضی با این اطلاعات از قبل ثبت شده است", world.Switches.KnownApplicantCode);
        world.Journal.Append("ravand.cardholders.create", call, id);
        return DoneWith(id);
    }

    private Answer Update(Call call)
    {
        if (access.Find(call, out Cardholder cardholder) is { } refusal)
            return refusal;
        if (cardholder.IsFinalized)
            return access.WrongStep();

        FieldErrors errors = new();
        Dictionary<string, string> sent = [];
        foreach ((string name, Func<JsonElement, bool> isGood) in s_fields)
        {
            if (!call.Body.Has(name, out JsonElement value))
                continue;
            if (isGood(value))
                sent[name] = value.ToString();
            else
                errors.Add(name, $"{name} معتبر نیست.");
        }
        if (world.Switches.UpdateNeedsAllFields)
        {
            foreach (string name in access.Provider(call)!.Fields.Where(name => !call.Body.Has(name, out _)))
                errors.Add(name, $"وارد کردن {name} الزامی است.");
        }
        if (errors.Any)
            return access.Invalid(errors);

        foreach ((string name, string text) in sent)
            cardholder.Fields[name] = text;
        world.Journal.Append("ravand.cardholders.update", call, cardholder.Id);
        return DoneWith(cardholder.Id);
    }

    private Answer VideoCaption(Call call)
    {
        if (access.Find(call, out Cardholder cardholder) is { } refusal)
            return refusal;
        if (cardholder.IsFinalized && world.Switches.CaptionEndsWithFinalize)
            return access.WrongStep();
        return RavandAccess.Received(new JsonObject
        {
            ["cardholder_id"] = cardholder.Id,
            ["caption"] = $"اینجانب درخواست صدور کارت دارم، کد {world.Seeded.Digits("caption/" + cardholder.Id, 4)}",
        });
    }

    private Answer? AdmitUpload(Call call)
    {
        if (access.Find(call, out Cardholder cardholder) is { } refusal)
            return refusal;
        bool early = world.Switches.StepsInOrder && !access.Provider(call)!.Fields.All(cardholder.Fields.ContainsKey);
        return cardholder.IsFinalized || early ? access.WrongStep() : null;
    }

    private Answer Upload(Call call, UploadedDocument document)
    {
        // Again, because the request may have been finalized while the file was on its way.
        if (AdmitUpload(call) is { } refusal)
            return refusal;

        access.Find(call, out Cardholder cardholder);
        bool isVideo = document.Type == Video;
        FieldErrors errors = new();
        if (!isVideo && !s_photos.Contains(document.Type))
            errors.Add("type", "type معتبر نیست.");
        if (document.FileName is null || document.Length == 0)
            errors.Add("file", "وارد کردن file الزامی است.");
        else if (!document.ContentType.StartsWith(isVideo ? "video/" : "image/", StringComparison.OrdinalIgnoreCase))
            errors.Add("file", isVideo ? "file باید ویدیو باشد." : "file باید تصویر باشد.");
        if (errors.Any)
            return access.Invalid(errors);
        if (!world.Switches.SecondUploadReplaces && cardholder.Documents.ContainsKey(document.Type!))
            return access.WrongStep();

        cardholder.Documents[document.Type!] = document.Recorded();
        world.Journal.Append("ravand.cardholders.upload", call, cardholder.Id);
        return DoneWith(cardholder.Id);
    }

    private Answer FinalizeRequest(Call call)
    {
        if (access.Find(call, out Cardholder cardholder) is { } refusal)
            return refusal;
        if (cardholder.IsFinalized)
            return access.WrongStep();
        SandboxProvider provider = access.Provider(call)!;
        if (!provider.Fields.All(cardholder.Fields.ContainsKey) || !provider.Documents.All(cardholder.Documents.ContainsKey))
            return Refuse(403, "امکان نهایی سازی درخواست برای متقاضی وجود ندارد", world.Switches.CannotFinalizeCode);

        cardholder.Finalized(call.Now + world.Switches.IssueDelay, IssuedCard.Draw(world.Seeded, cardholder.Id));
        world.CardAccounts.Expect(cardholder);
        world.Journal.Append("ravand.cardholders.finalize", call, cardholder.Id);
        return DoneWith(cardholder.Id);
    }

    /// <summary>"Not yet" is a 400 here; the answer is given as of the question, then the clock takes its step, if one is set.</summary>
    private Answer Inquire(Call call)
    {
        if (access.Find(call, out Cardholder cardholder) is { } refusal)
            return refusal;
        if (cardholder.Card is not { } card)
            return RavandAccess.NotFinalized();
        world.Clock.Advance(world.Switches.ClockStepPerInquiry);
        if (!cardholder.IsIssued(call.Now))
            return CardEndpoints.BeingProcessed();
        return RavandAccess.Received(new JsonArray(new JsonObject
        {
            ["cardholder_id"] = cardholder.Id,
            ["account_number"] = card.AccountNumber,
            ["card_number"] = card.CardNumber,
            ["iban_number"] = card.Iban,
            ["cardholder_id_in_bank"] = card.IdInBank,
            ["status"] = world.Switches.InquiryShowsCardStatus ? cardholder.CardStatus : CardStatus.Issued,
        }));
    }

    private static Answer Refuse(int status, string message, string code) => Envelope.Responder.Failure(status, message, code);

    private static Answer DoneWith(string cardholderId) => RavandAccess.Done(new JsonObject { ["cardholder_id"] = cardholderId });

    private static bool IsText(JsonElement value) => value.ValueKind == JsonValueKind.String;

    private static bool IsLatinName(JsonElement value) =>
        IsText(value) && value.GetString()!.All(c => char.IsAsciiLetter(c) || c is ' ' or '-' or '\'');

    private static bool IsId(JsonElement value, Func<long, bool> isKnown) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long id) && isKnown(id);
}
