using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Vandar.Core.Sandbox;

namespace Vandar.Core.Tests.Sandbox;

/// <summary>One applicant on the way to a card.</summary>
internal sealed class Applicant(SandboxShop shop, string id, string root = Applicant.Root)
{
    public const string Root = "v1/business/sample-shop/ravand/provider/bank-x/cardholder";

    public const string Fields = """
        {"national_card_serial_number":"1G00000001","postal_code":"1234567890","birth_location_id":140,"birth_certificate_location_id":140,
         "occupation_id":1,"education_id":1,"guild_id":1,"city_id":140,"province_id":8,"address":"Tehran, sample street 1"}
        """;

    public static readonly string[] Photos =
        ["national_card_front_photo", "national_card_back_photo", "signature_photo", "applicant_photo"];

    public string Id => id;

    public string Path => $"{root}/{id}";

    public static string NationalCode(int number, string prefix = "001")
    {
        string digits = prefix + number.ToString("D6", CultureInfo.InvariantCulture);
        int rest = digits.Select((digit, i) => (digit - '0') * (10 - i)).Sum() % 11;
        return digits + (rest < 2 ? rest : 11 - rest).ToString(CultureInfo.InvariantCulture);
    }

    public static Task<Reply> Create(
        SandboxShop shop, string? nationalCode = null, string mobile = "09120000001", string birthDate = "1370/01/01", string root = Root) =>
        shop.Post(root,
        $$"""{"national_code":"{{nationalCode ?? NationalCode(1)}}","mobile":"{{mobile}}","birth_date":"{{birthDate}}"}""");

    public static async Task<Applicant> Created(SandboxShop shop, string? nationalCode = null, string root = Root)
    {
        Reply created = await Create(shop, nationalCode, root: root);
        Assert.That(created.Status, Is.EqualTo(200), created.Text);
        return new Applicant(shop, created.Data.GetProperty("cardholder_id").GetString()!, root);
    }

    public static async Task<Applicant> Finalized(SandboxShop shop, string? nationalCode = null, string root = Root)
    {
        Applicant applicant = await Created(shop, nationalCode, root);
        await applicant.Update();
        await applicant.UploadAll();
        Reply finalized = await applicant.Finish();
        Assert.That(finalized.Status, Is.EqualTo(200), finalized.Text);
        return applicant;
    }

    public static async Task<Applicant> Issued(SandboxShop shop, string? nationalCode = null, string root = Root)
    {
        Applicant applicant = await Finalized(shop, nationalCode, root);
        shop.Sandbox.Clock.Advance(TimeSpan.FromSeconds(30));
        return applicant;
    }

    /// <summary>An issued card, activated on its page.</summary>
    public static async Task<Applicant> Activated(SandboxShop shop, string? nationalCode = null, string root = Root)
    {
        Applicant applicant = await Issued(shop, nationalCode, root);
        await applicant.Visit("activate");
        return applicant;
    }

    /// <summary>Asks for the token of a card page, opens the page and sends its form.</summary>
    public async Task<Reply> Visit(string task, params (string Name, string Value)[] fields)
    {
        string page = $"v1/redirect/card/{task}/{await CardToken(task)}";
        await shop.Get(page);
        Reply done = await shop.PostForm(page, fields);
        Assert.That(done.Status, Is.EqualTo(200), done.Text);
        return done;
    }

    public async Task<string> CardToken(string task, string body = "{}")
    {
        Reply made = await AskCardToken(task, body);
        Assert.That(made.Status, Is.EqualTo(200), made.Text);
        return made.Data.GetProperty("token").GetString()!;
    }

    public Task<Reply> AskCardToken(string task, string body = "{}") => shop.Post($"{Path}/card/{task}/token", body);

    public Task<Reply> Update(string fields = Fields) => shop.Put(Path, fields);

    public Task<Reply> Finish() => shop.Post(Path + "/finalize");

    public Task<Reply> Inquire() => shop.Get(Path + "/inquiry");

    public async Task<string> CardNumber() => (await Inquire()).Data[0].GetProperty("card_number").GetString()!;

    public Task<Reply> Track(string cardNumber) => shop.Get($"{Path}/card/post-tracking?card_number={cardNumber}");

    public Task<Reply> Status(string cardNumber) => shop.Get($"{Path}/card/status?card_number={cardNumber}");

    public async Task UploadAll()
    {
        foreach (string photo in Photos)
            await Upload(photo);
        await Upload("authentication_video", contentType: "video/mp4");
    }

    public Task<Reply> Upload(string type, byte[]? bytes = null, string contentType = "image/jpeg", bool fileFirst = false)
    {
        ByteArrayContent file = new(bytes ?? [1, 2, 3]);
        file.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        MultipartFormDataContent form = [];
        if (!fileFirst)
            form.Add(new StringContent(type), "type");
        form.Add(file, "file", "document.jpg");
        if (fileFirst)
            form.Add(new StringContent(type), "type");
        return shop.Send(HttpMethod.Post, Path + "/upload", form);
    }
}

public sealed class SandboxCardholderTests
{
    private const string NotFinalized = "cardholder_request_not_finalize";
    private const string BeingProcessed = "cardholder_inquiry_is_not_done";

    [Test]
    public async Task Applicant_becomes_a_cardholder()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Applicant applicant = await Applicant.Created(shop);

        Reply tooEarly = await applicant.Inquire();
        Reply updated = await applicant.Update();
        Reply caption = await shop.Get(applicant.Path + "/video-caption");
        await applicant.UploadAll();
        Reply finalized = await applicant.Finish();
        Reply pending = await applicant.Inquire();
        shop.Time.Advance(TimeSpan.FromSeconds(30));
        Reply issued = await applicant.Inquire();

        Assert.That((tooEarly.Status, tooEarly.Code), Is.EqualTo((400, NotFinalized)));
        Assert.That(updated.Text,
            Is.EqualTo($$$"""{"message":"عملیات با موفقیت انجام شد.","data":{"cardholder_id":"{{{applicant.Id}}}"}}"""));
        Assert.That(caption.Data.GetProperty("caption").GetString(), Is.Not.Empty);
        Assert.That((finalized.Status, pending.Status, pending.Code), Is.EqualTo((200, 400, BeingProcessed)));
        Assert.That(pending.Data.GetRawText(), Is.EqualTo("[]"));
        JsonElement card = issued.Data.EnumerateArray().Single();
        Assert.That((card.GetProperty("status").GetString(), card.GetProperty("cardholder_id").GetString()),
            Is.EqualTo(("ISSUED", applicant.Id)));
        Assert.That(CardNumber.TryParse(card.GetProperty("card_number").GetString(), out _), Is.True, "passes the card's check digit");
        Assert.That(Iban.TryParse(card.GetProperty("iban_number").GetString(), out _), Is.True, "passes the IBAN's check digits");
        Assert.That(card.GetProperty("iban_number").GetString(), Does.EndWith(card.GetProperty("account_number").GetString()!));
        Assert.That(Guid.TryParse(applicant.Id, out _), Is.True);
        Assert.That(shop.Sandbox.Journal.Select(row => row.Operation).Distinct(), Is.EqualTo(new[]
        {
            "ravand.cardholders.create", "ravand.cardholders.update", "ravand.cardholders.upload", "ravand.cardholders.finalize",
        }));
        Assert.That(shop.Sandbox.Journal.Select(row => row.Key), Is.All.EqualTo(applicant.Id));
    }

    [Test]
    public async Task Known_applicant_is_refused_per_bank()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        await Applicant.Created(shop);

        Reply again = await Applicant.Create(shop);
        Reply otherBank = await shop.Post("v1/business/sample-shop/ravand/provider/bank-y/cardholder",
            $$"""{"national_code":"{{Applicant.NationalCode(1)}}","mobile":"09120000001","birth_date":"1370/1/1"}""");

        Assert.That((again.Status, again.Code, again["message"].GetString()),
            Is.EqualTo((400, "cardholder_already_exists", "متقاضی با این اطلاعات از قبل ثبت شده است")));
        Assert.That(otherBank.Status, Is.EqualTo(200));
    }

    [TestCase("001", "09120000099", "1370/01/01", 400, "کد ملی و شماره موبایل یا کدملی و تاریخ تولد همخوانی ندارند")]
    [TestCase("001", "09120000001", "1300/01/01", 400, "کد ملی و شماره موبایل یا کدملی و تاریخ تولد همخوانی ندارند")]
    [TestCase("999", "09120000001", "1370/01/01", 400, "اطلاعاتی با کدملی ارسالی یافت نشد")]
    [TestCase("998", "09120000001", "1370/01/01", 502, "خطا در استعلام ثبت احوال لطفا مجدد تلاش نمایید")]
    public async Task Civil_registry_says_no(string prefix, string mobile, string birthDate, int status, string message)
    {
        await using SandboxShop shop = await SandboxShop.Open();

        Reply reply = await Applicant.Create(shop, Applicant.NationalCode(1, prefix), mobile, birthDate);

        Assert.That((reply.Status, reply["message"].GetString()), Is.EqualTo((status, message)));
        Assert.That(shop.Sandbox.Journal, Is.Empty);
    }

    [TestCase("1234567890", "09120000001", "1370/01/01", "national_code")]
    [TestCase("0012345679", "+989120000001", "1370/01/01", "mobile")]
    [TestCase("0012345679", "09120000001", "1370-01-01", "birth_date")]
    [TestCase("0012345679", "09120000001", "1370/12/31", "birth_date")]
    [TestCase("۰۰۱۲۳۴۵۶۷۹", "09120000001", "1370/01/01", "national_code")]
    [TestCase("0012345679", "", "1370/01/01", "mobile")]
    public async Task Invalid_identity_is_422_under_its_field(string nationalCode, string mobile, string birthDate, string field)
    {
        await using SandboxShop shop = await SandboxShop.Open();

        Reply reply = await Applicant.Create(shop, nationalCode, mobile, birthDate);

        Assert.That((reply.Status, reply.Code), Is.EqualTo((422, "validation_error")));
        Assert.That(reply["errors"].EnumerateObject().Select(error => error.Name), Is.EqualTo(new[] { field }));
        Assert.That(reply["errors"].GetProperty(field).ValueKind, Is.EqualTo(JsonValueKind.Array));
    }

    [Test]
    public async Task Field_errors_can_be_texts()
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { FieldErrorsAreTexts = true });

        Reply reply = await Applicant.Create(shop, mobile: "1");

        Assert.That(reply["errors"].GetProperty("mobile").ValueKind, Is.EqualTo(JsonValueKind.String));
    }

    [TestCase("{\"city_id\":\"140\"}", "city_id")]
    [TestCase("{\"city_id\":9999}", "city_id")]
    [TestCase("{\"postal_code\":\"123\"}", "postal_code")]
    [TestCase("{\"email\":\"nobody\"}", "email")]
    [TestCase("{\"first_name_en\":\"مریم\"}", "first_name_en")]
    [TestCase("{\"national_card_expiration_date\":\"2030-01-01\"}", "national_card_expiration_date")]
    public async Task Invalid_data_are_422_and_change_nothing(string fields, string field)
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Applicant applicant = await Applicant.Created(shop);

        Reply reply = await applicant.Update(fields);

        Assert.That((reply.Status, reply["errors"].TryGetProperty(field, out _)), Is.EqualTo((422, true)));
        Assert.That(shop.Sandbox.Business.CardholderFields(applicant.Id), Is.Empty);
    }

    [Test]
    public async Task Updates_add_up_until_finalize()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Applicant applicant = await Applicant.Created(shop);
        await applicant.UploadAll();

        Reply nothing = await applicant.Finish();
        await applicant.Update("""{"address":"old","email":"a@example.ir"}""");
        Reply part = await applicant.Finish();
        await applicant.Update();
        Reply all = await applicant.Finish();
        Reply again = await applicant.Finish(), late = await applicant.Update("{\"address\":\"late\"}");
        Reply lateUpload = await applicant.Upload("signature_photo");

        Assert.That((nothing.Status, nothing.Code, part.Status, all.Status), Is.EqualTo((403, "cardholder_cannot_finalize", 403, 200)));
        Assert.That(new[] { again, late, lateUpload }.Select(reply => (reply.Status, reply.Code)),
            Is.All.EqualTo((403, "step_not_allowed")));
        IReadOnlyDictionary<string, string> fields = shop.Sandbox.Business.CardholderFields(applicant.Id);
        Assert.That((fields["address"], fields["email"], fields["city_id"]),
            Is.EqualTo(("Tehran, sample street 1", "a@example.ir", "140")));
    }

    [Test]
    public async Task Upload_of_megabytes_arrives_whole()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Applicant applicant = await Applicant.Created(shop);
        byte[] video = new byte[6 << 20];
        new Random(1).NextBytes(video);

        Reply uploaded = await applicant.Upload("authentication_video", video, "video/mp4", fileFirst: true);

        Assert.That(uploaded.Status, Is.EqualTo(200), uploaded.Text);
        Assert.That(shop.Sandbox.Business.CardholderDocuments(applicant.Id), Is.EqualTo(new[]
        {
            new SandboxDocument(
                "authentication_video", "document.jpg", "video/mp4", video.Length, Convert.ToHexString(SHA256.HashData(video))),
        }));
    }

    [Test]
    public async Task Upload_above_the_limit_is_413_and_keeps_nothing()
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { UploadLimit = 100_000 });
        Applicant applicant = await Applicant.Created(shop);

        Reply large = await applicant.Upload("signature_photo", new byte[3 << 20]);
        Reply fits = await applicant.Upload("applicant_photo", new byte[100_000]);

        Assert.That((large.Status, fits.Status), Is.EqualTo((413, 200)));
        Assert.That(shop.Sandbox.Business.CardholderDocuments(applicant.Id).Select(document => document.Type),
            Is.EqualTo(new[] { "applicant_photo" }));
    }

    [TestCase("passport_photo", "image/jpeg", "type")]
    [TestCase("signature_photo", "application/pdf", "file")]
    [TestCase("authentication_video", "image/jpeg", "file")]
    public async Task Upload_of_the_wrong_kind_is_422(string type, string contentType, string field)
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Applicant applicant = await Applicant.Created(shop);

        Reply reply = await applicant.Upload(type, contentType: contentType);

        Assert.That((reply.Status, reply["errors"].EnumerateObject().Single().Name), Is.EqualTo((422, field)));
    }

    [TestCase("multipart/form-data; boundary=abc",
        "--abc\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\n" +
        "Content-Type: image/jpeg\r\n\r\nhalf")]
    [TestCase("multipart/form-data", "nothing")]
    [TestCase("application/json", "{}")]
    public async Task Upload_that_is_no_whole_form_is_422(string contentType, string body)
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Applicant applicant = await Applicant.Created(shop);
        StringContent content = new(body, Encoding.UTF8);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);

        Reply reply = await shop.Send(HttpMethod.Post, applicant.Path + "/upload", content);

        Assert.That(reply.Status, Is.EqualTo(422));
        Assert.That(shop.Sandbox.Business.CardholderDocuments(applicant.Id), Is.Empty);
    }

    [Test]
    public async Task Upload_whose_sender_hangs_up_executes_nothing()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Applicant applicant = await Applicant.Created(shop);
        using (TcpClient socket = new())
        {
            await socket.ConnectAsync(IPAddress.Loopback, shop.Sandbox.BaseAddress.Port);
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                $"POST /{applicant.Path}/upload HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {shop.AccessToken}\r\n" +
                "Content-Type: multipart/form-data; boundary=abc\r\nContent-Length: 100000\r\n\r\n" +
                "--abc\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\nsignature_photo\r\n" +
                "--abc\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\n" +
        "Content-Type: image/jpeg\r\n\r\nhalf"));
        }

        // Stopping waits for the request, whichever way it ends.
        await shop.Sandbox.DisposeAsync();

        Assert.That(shop.Sandbox.Journal.Select(row => row.Operation), Is.EqualTo(new[] { "ravand.cardholders.create" }));
    }

    [TestCase(true, 200, 9)]
    [TestCase(false, 403, 3)]
    public async Task Second_upload_replaces_or_is_refused(bool replaces, int status, long length)
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { SecondUploadReplaces = replaces });
        Applicant applicant = await Applicant.Created(shop);
        await applicant.Upload("signature_photo");

        Reply second = await applicant.Upload("signature_photo", new byte[9]);

        Assert.That(second.Status, Is.EqualTo(status));
        Assert.That(shop.Sandbox.Business.CardholderDocuments(applicant.Id).Single().Length, Is.EqualTo(length));
    }

    [Test]
    public async Task Strict_switches_want_set_config_order_and_all_fields()
    {
        await using SandboxShop shop = await SandboxShop.Open(
            new SandboxSwitches { RequireSetConfig = true, StepsInOrder = true, UpdateNeedsAllFields = true });

        Reply closed = await Applicant.Create(shop), closedList = await shop.Get("v1/business/sample-shop/ravand/guilds");
        Reply config = await shop.Post("v1/business/sample-shop/ravand/set-config", "{}");
        Applicant applicant = await Applicant.Created(shop);
        Reply early = await applicant.Upload("signature_photo"), part = await applicant.Update("{\"address\":\"a\"}");
        await applicant.Update();
        Reply inOrder = await applicant.Upload("signature_photo");

        Assert.That((closed.Status, closedList.Status, config.Status), Is.EqualTo((403, 403, 200)));
        Assert.That((early.Status, early.Code, inOrder.Status), Is.EqualTo((403, "step_not_allowed", 200)));
        Assert.That((part.Status, part["errors"].EnumerateObject().Count()), Is.EqualTo((422, 9)));
    }

    [Test]
    public async Task Banks_ask_for_their_own_things()
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches
        {
            Providers = new Dictionary<string, SandboxProvider> { ["bank-x"] = new(["address"], ["signature_photo"]) },
        });
        Applicant applicant = await Applicant.Created(shop);
        await applicant.Update("{\"address\":\"a\"}");
        await applicant.Upload("signature_photo");

        Reply finalized = await applicant.Finish();
        Reply unknown = await shop.Post("v1/business/sample-shop/ravand/provider/bank-y/cardholder", "{}");

        Assert.That((finalized.Status, unknown.Status), Is.EqualTo((200, 404)));
    }

    [Test]
    public async Task Cardholder_is_found_at_his_own_bank_only()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Applicant applicant = await Applicant.Created(shop);

        Reply unknown = await shop.Get($"{Applicant.Root}/{Guid.Empty}/inquiry");
        Reply otherBank = await shop.Get(applicant.Path.Replace("bank-x", "bank-y", StringComparison.Ordinal) + "/inquiry");

        Assert.That(new[] { unknown, otherBank }.Select(reply => (reply.Status, reply.Code)), Is.All.EqualTo((404, "not_found_error")));
    }

    [Test]
    public async Task Clock_can_step_with_every_inquiry()
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { ClockStepPerInquiry = TimeSpan.FromSeconds(10) });
        Applicant applicant = await Applicant.Finalized(shop);

        List<int> statuses = [];
        for (int i = 0; i < 4; i++)
            statuses.Add((await applicant.Inquire()).Status);

        Assert.That(statuses, Is.EqualTo(new[] { 400, 400, 400, 200 }));
    }

    [Test]
    public async Task Parcel_goes_its_way_to_the_customer()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Applicant applicant = await Applicant.Issued(shop);
        string card = await applicant.CardNumber();

        List<string?> states = [];
        JsonElement last = default;
        for (int i = 0; i < 5; i++, shop.Time.Advance(TimeSpan.FromSeconds(30)))
        {
            last = (await applicant.Track(card)).Data;
            states.Add(last.GetProperty("state_string_code").GetString());
        }
        Reply foreign = await applicant.Track("5047060000000032");

        Assert.That(states, Is.EqualTo(new[] { "registered", "approved", "carrying", "carrying", "delivered" }));
        Assert.That(last.GetProperty("state_message").GetString(), Is.EqualTo("تحویل به مشتری"));
        Assert.That(last.GetProperty("post_tracking_code").GetString(), Does.Match("^[0-9]{24}$"));
        Assert.That(last.GetProperty("do_date_time").GetString(), Is.EqualTo("1405/01/01 12:02:30"));
        Assert.That((foreign.Status, foreign.Data.GetProperty("state_string_code").GetString()), Is.EqualTo((200, "not_found")));
        Assert.That(foreign.Data.GetProperty("post_tracking_code").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [Test]
    public async Task Parcel_can_fail_by_the_schedule()
    {
        await using SandboxShop shop = await SandboxShop.Open(
            new SandboxSwitches { PostSchedule = [new(TimeSpan.Zero, "failed", "نشانی اشتباه")] });
        Applicant applicant = await Applicant.Issued(shop);

        Reply reply = await applicant.Track(await applicant.CardNumber());

        JsonElement data = reply.Data;
        Assert.That((reply.Status, data.GetProperty("state_message").GetString(), data.GetProperty("rejection_message").GetString()),
            Is.EqualTo((200, "ناموفق", "نشانی اشتباه")));
    }

    [Test]
    public async Task Card_has_a_status_once_it_is_issued()
    {
        await using SandboxShop shop = await SandboxShop.Open();
        Applicant applicant = await Applicant.Created(shop);
        const string AnyCard = "5047060000000032";

        Reply early = await applicant.Status(AnyCard), earlyTrack = await applicant.Track(AnyCard), missing = await applicant.Status("");
        await applicant.Update();
        await applicant.UploadAll();
        await applicant.Finish();
        Reply pending = await applicant.Status(AnyCard), pendingTrack = await applicant.Track(AnyCard);
        shop.Time.Advance(TimeSpan.FromSeconds(30));
        string card = await applicant.CardNumber();
        Reply issued = await applicant.Status(card), unknown = await applicant.Status(AnyCard);

        Assert.That((early.Code, earlyTrack.Code, missing.Status), Is.EqualTo((NotFinalized, NotFinalized, 422)));
        Assert.That((pending.Code, pendingTrack.Data.GetProperty("state_string_code").GetString()),
            Is.EqualTo((NotFinalized, "not_found")));
        Assert.That((issued.Status, issued.Data.GetProperty("status").GetString(), issued.Data.GetProperty("card_number").GetString()),
            Is.EqualTo((200, "ISSUED", card)));
        Assert.That(unknown.Status, Is.EqualTo(404));
    }

    [TestCase(false, 200)]
    [TestCase(true, 403)]
    public async Task The_sentence_may_end_with_finalize(bool ends, int status)
    {
        await using SandboxShop shop = await SandboxShop.Open(new SandboxSwitches { CaptionEndsWithFinalize = ends });
        Applicant applicant = await Applicant.Created(shop);
        await applicant.Update();
        await applicant.UploadAll();
        await applicant.Finish();

        Reply reply = await shop.Get($"{applicant.Path}/video-caption");

        Assert.That(reply.Status, Is.EqualTo(status));
    }

    [TestCase("provinces", 31)]
    [TestCase("cities?province_id=8", 4)]
    [TestCase("guilds", 10)]
    [TestCase("educations", 6)]
    [TestCase("occupations", 10)]
    public async Task Reference_lists_have_ids_and_names(string list, int count)
    {
        await using SandboxShop shop = await SandboxShop.Open();

        Reply reply = await shop.Get("v1/business/sample-shop/ravand/" + list);

        Assert.That(reply["message"].GetString(), Is.EqualTo("اطلاعات با موفقیت دریافت شد."));
        Assert.That(reply.Data.EnumerateArray().Select(item => item.GetProperty("id").GetInt32()).ToList(),
            Has.Count.EqualTo(count).And.Unique);
        Assert.That(reply.Data.EnumerateArray().Select(item => item.GetProperty("name").GetString()), Is.All.Not.Empty);
    }

    [Test]
    public async Task City_filter_must_be_a_number()
    {
        await using SandboxShop shop = await SandboxShop.Open();

        Reply reply = await shop.Get("v1/business/sample-shop/ravand/cities?province_id=tehran");

        Assert.That((reply.Status, reply.Code), Is.EqualTo((422, "validation_error")));
    }
}
