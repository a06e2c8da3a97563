using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Vandar.Core.Ravand;
using Vandar.Core.Tests.Http;
using Vandar.Core.Tests.Values;

namespace Vandar.Core.Tests.Services;

/// <summary>Card issuing: scopes, uploads, and answers that are no errors and no success either.</summary>
internal sealed class RavandTests
{
    private const string Id = "079fe78e-c1fc-42b8-a908-c5aed843a47f";

    private static readonly byte[] s_jpeg = [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3, 4];
    private static readonly byte[] s_mp4 = [0, 0, 0, 24, (byte)'f', (byte)'t', (byte)'y', (byte)'p', 1, 2, 3, 4];

    [Test]
    public void A_scope_allocates_nothing()
    {
        using VandarClient client = Shop.Client(new NothingIsSent());

        Assert.That(Allocation.Of(() => IsMade(client.Ravand.Cardholders("bank-x"))), Is.Zero);
        Assert.That(Allocation.Of(() => IsMade(client.Ravand.Cardholder("bank-x", Id).Card)), Is.Zero);
    }

    [TestCase("")]
    [TestCase("..")]
    [TestCase(" ")]
    public void A_scope_that_leads_elsewhere_is_refused(string segment)
    {
        using VandarClient client = Shop.Client(new NothingIsSent());

        Assert.That(() => client.Ravand.Cardholders(segment), Throws.ArgumentException);
        Assert.That(() => client.Ravand.Cardholder("bank-x", segment), Throws.ArgumentException);
        Assert.That(() => { _ = client.Ravand.Cardholders("bank-x").Finalize(segment).AsTask(); }, Throws.ArgumentException);
    }

    [Test]
    public void A_scope_of_nobody_says_where_scopes_come_from()
    {
        Assert.That(() => { _ = default(CardholdersClient).Finalize(Id).AsTask(); }, Throws.InvalidOperationException.With.Message.Contains("client.Ravand"));
        Assert.That(() => default(CardholderClient).Card, Throws.InvalidOperationException.With.Message.Contains("client.Ravand"));
        Assert.That(() => { _ = default(CardClient).Status(CardNumber.Parse("5047060000000032")).AsTask(); }, Throws.InvalidOperationException);
    }

    [Test]
    public void What_holds_no_value_is_refused_before_it_is_sent()
    {
        using VandarClient client = Shop.Client(new NothingIsSent());
        CreateCardholder request = new() { NationalCode = default, Mobile = MobileNumber.Parse("09120000001"), BirthDate = new JalaliDate(1370, 1, 1) };

        Assert.That(() => { _ = client.Ravand.Cardholders("bank-x").Create(request).AsTask(); }, Throws.ArgumentException.With.Message.Contains("NationalCode"));
        Assert.That(() => { _ = client.Ravand.Cardholder("bank-x", Id).Card.PostTracking(default).AsTask(); }, Throws.ArgumentException);
        Assert.That(() => { _ = client.Ravand.Cardholder("bank-x", Id).Card.Status(default).AsTask(); }, Throws.ArgumentException);
    }

    [TestCase("\"من سارا هستم\"", null)]
    [TestCase("""["من سارا هستم"]""", null)]
    [TestCase("""[{"caption":"من سارا هستم"}]""", null)]
    [TestCase("""{"caption":"من سارا هستم"}""", null)]
    [TestCase("""{"cardholder_id":"c","video_caption":"من سارا هستم"}""", null)]
    [TestCase("""{"sentence":"من سارا هستم","seconds":5}""", "seconds")]
    [TestCase("""{"caption":{"a":1},"text":"من سارا هستم"}""", "caption")]
    [TestCase("""["من سارا هستم","b"]""", "data")]
    public async Task A_sentence_is_found_wherever_it_stands(string data, string? kept)
    {
        VideoCaption caption = await Caption($$"""{"message":"","data":{{data}}}""");

        Assert.That(caption.Caption, Is.EqualTo("من سارا هستم"));
        Assert.That(caption.Extra?.Keys, kept is null ? Is.Null : Is.EqualTo(new[] { kept }));
    }

    [TestCase("""{"data":null}""", null)]
    [TestCase("""{"data":[]}""", null)]
    [TestCase("""{"message":""}""", null)]
    [TestCase("""{"message":"اطلاعات با موفقیت دریافت شد."}""", "message")]
    [TestCase("""{"data":true}""", "data")]
    [TestCase("""{"data":{"a":"x","b":"y"}}""", "a")]
    [TestCase("""{"words":"a","code":"b","data":[]}""", "words")]
    [TestCase("""{"data":{"caption":["x"]}}""", "caption")]
    public async Task A_sentence_that_cannot_be_told_is_null_and_what_came_is_kept(string body, string? kept)
    {
        VideoCaption caption = await Caption(body);

        Assert.That(caption.Caption, Is.Null);
        Assert.That(caption.Extra?.Keys.First(), Is.EqualTo(kept));
    }

    private static async Task<VideoCaption> Caption(string body)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(ScriptedHandler.Json(HttpStatusCode.OK, body)));
        return await client.Ravand.Cardholders("bank-x").VideoCaption(Id);
    }

    [TestCase("""[{"id":8,"name":"تهران"}]""", 8)]
    [TestCase("""[{"id":"8","title":"تهران"}]""", 8)]
    [TestCase("""[{"id":"8-6","name":"تهران"}]""", null)]
    [TestCase("""[{"name":"تهران"}]""", null)]
    [TestCase("""["تهران"]""", null)]
    [TestCase("""{"8":"تهران"}""", 8)]
    [TestCase("""{"8":{"name":"تهران"}}""", 8)]
    [TestCase("""{"last_page":1,"data":[{"id":8,"name":"تهران"}]}""", 8)]
    public async Task An_entry_is_read_in_every_shape(string data, int? id)
    {
        RavandOption option = (await Provinces($$"""{"data":{{data}}}""")).Single();

        Assert.That((option.Id, option.Name), Is.EqualTo(((long?)id, "تهران")));
        Assert.That(option.Extra?["id"].GetString(), Is.EqualTo(data.Contains("8-6", StringComparison.Ordinal) ? "8-6" : null));
    }

    [TestCase("""{"data":[],"meta":{"last_page":3}}""", "more than one page")]
    [TestCase("""{"data":[],"last_page":"2"}""", "more than one page")]
    [TestCase("""{"data":{"data":[],"last_page":2}}""", "more than one page")]
    [TestCase("""{"message":""}""", "no list")]
    [TestCase("""{"data":7}""", "no list")]
    public async Task A_list_that_is_cut_or_missing_is_not_passed_for_the_whole(string body, string why) =>
        Assert.That(await Assert.ThrowsAsync<VandarProtocolException>(() => Provinces(body)), Has.Message.Contains(why));

    private static async Task<IReadOnlyList<RavandOption>> Provinces(string body)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(ScriptedHandler.Json(HttpStatusCode.OK, body)));
        return await client.Ravand.Provinces();
    }

    [TestCase("""{"status":"ACTIVE"}""", "ACTIVE", null)]
    [TestCase("""[{"status":"ACTIVE"}]""", "ACTIVE", null)]
    [TestCase("""[{"status":"ACTIVE"},{"status":"BLOCKED"}]""", "ACTIVE", "data")]
    [TestCase("""{"status":{"name":"ACTIVE"}}""", "", "status")]
    [TestCase("\"ACTIVE\"", "", "data")]
    public async Task A_cards_state_is_read_in_every_shape(string data, string status, string? kept)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(ScriptedHandler.Json(HttpStatusCode.OK, $$"""{"data":{{data}}}""")));

        CardState state = await client.Ravand.Cardholder("bank-x", Id).Card.Status(CardNumber.Parse("5047060000000032"));

        Assert.That(state.Status.ToString(), Is.EqualTo(status));
        Assert.That(state.Extra?.Keys.Single(), Is.EqualTo(kept));
    }

    [TestCase("""{"data":{"a":1}}""", "a")]
    [TestCase("""{"data":["a"]}""", "data")]
    [TestCase("""{"data":"done"}""", "data")]
    [TestCase("""{"data":[]}""", null)]
    [TestCase("""{"data":null}""", null)]
    [TestCase("""{"message":""}""", null)]
    public async Task Settings_are_stored_whatever_the_answer_holds(string body, string? kept)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(ScriptedHandler.Json(HttpStatusCode.OK, body)));

        RavandConfig config = await client.Ravand.SetConfig(new());

        Assert.That(config.Extra?.Keys.Single(), Is.EqualTo(kept));
    }

    private static IEnumerable<TestCaseData> BrokenDetails()
    {
        yield return Broken(new(), "request");
        yield return Broken(new() { Extra = new Dictionary<string, JsonElement>() }, "request");
        yield return Broken(new() { PostalCode = "123456789" }, nameof(UpdateCardholder.PostalCode));
        yield return Broken(new() { PostalCode = "۱۲۳۴۵۶۷۸۹۰" }, nameof(UpdateCardholder.PostalCode));
        yield return Broken(new() { Address = " " }, nameof(UpdateCardholder.Address));
        yield return Broken(new() { Email = "" }, nameof(UpdateCardholder.Email));
        yield return Broken(new() { FirstNameEn = "سارا" }, nameof(UpdateCardholder.FirstNameEn));
        yield return Broken(new() { LastNameEn = "Nemati1" }, nameof(UpdateCardholder.LastNameEn));
        yield return Broken(new() { CityId = 0 }, nameof(UpdateCardholder.CityId));
        yield return Broken(new() { BirthLocationId = -1 }, nameof(UpdateCardholder.BirthLocationId));
        yield return Broken(new() { NationalCardExpirationDate = default(JalaliDate) }, nameof(UpdateCardholder.NationalCardExpirationDate));
        yield return Broken(new() { Extra = new Dictionary<string, JsonElement> { ["postal_code"] = default } }, nameof(UpdateCardholder.Extra));

        static TestCaseData Broken(UpdateCardholder details, string member) => new TestCaseData(details, member).SetArgDisplayNames(member);
    }

    [TestCaseSource(nameof(BrokenDetails))]
    public void Broken_details_are_refused_before_they_are_sent(UpdateCardholder details, string member)
    {
        using VandarClient client = Shop.Client(new NothingIsSent());

        Assert.That(
            () => { _ = client.Ravand.Cardholders("bank-x").Update(Id, details).AsTask(); },
            Throws.ArgumentException.With.Property(nameof(ArgumentException.ParamName)).EqualTo(member)
                .And.Message.Not.Contains("سارا").And.Message.Not.Contains("Nemati"));
    }

    [Test]
    public async Task A_stream_is_sent_again_from_where_it_stood()
    {
        ScriptedHandler handler = new(
            (_, _) => throw new HttpRequestException("reset"), ScriptedHandler.Json(HttpStatusCode.OK, $$$"""{"message":"","data":{"cardholder_id":"{{{Id}}}"}}"""));
        using VandarClient client = Shop.Client(handler);
        MemoryStream stream = new([9, 9, .. s_jpeg]) { Position = 2 };
        VandarFile file = VandarFile.From(stream, "a.jpg", "image/jpeg");

        await Assert.ThrowsAsync<VandarTransportException>(() => client.Ravand.Cardholders("bank-x").Upload(Id, DocumentType.SignaturePhoto, file).AsTask());
        stream.Position = 5;
        await client.Ravand.Cardholders("bank-x").Upload(Id, DocumentType.SignaturePhoto, file);

        Assert.That(client.Ravand.Cardholders("bank-x").CheckFile(DocumentType.SignaturePhoto, file), Is.EqualTo(s_jpeg.Length));
        Assert.That(handler.Seen[1].Body, Has.Length.EqualTo(handler.Seen[0].Body.Length));
    }

    [Test]
    public void A_closed_stream_and_a_path_without_a_file_are_named()
    {
        using VandarClient client = Shop.Client(new NothingIsSent());
        MemoryStream stream = new(s_jpeg);
        VandarFile file = VandarFile.From(stream, "a.jpg", "image/jpeg");
        stream.Dispose();

        Assert.That(
            () => client.Ravand.Cardholders("bank-x").CheckFile(DocumentType.SignaturePhoto, file),
            Throws.ArgumentException.With.Property(nameof(ArgumentException.ParamName)).EqualTo("file"));
        Assert.That(() => VandarFile.Open("documents/", "image/jpeg"), Throws.ArgumentException.With.Property(nameof(ArgumentException.ParamName)).EqualTo("path"));
        Assert.That(() => VandarFile.Open("documents/"), Throws.ArgumentException.With.Property(nameof(ArgumentException.ParamName)).EqualTo("path"));
    }

    [TestCase("wide", "video/quicktime", true)]
    [TestCase("free", "video/quicktime", true)]
    [TestCase("skip", "video/quicktime", true)]
    [TestCase("pnot", "video/quicktime", true)]
    [TestCase("wide", "video/mp4", false)]
    [TestCase("junk", "video/quicktime", false)]
    public void A_video_is_known_by_its_first_box(string box, string contentType, bool isKnown)
    {
        using VandarClient client = Shop.Client(new NothingIsSent());
        byte[] content = [0, 0, 0, 8, .. Encoding.ASCII.GetBytes(box), 1, 2, 3, 4];
        VandarFile file = VandarFile.From(new MemoryStream(content), "a", contentType);

        Assert.That(
            () => client.Ravand.Cardholders("bank-x").CheckFile(DocumentType.AuthenticationVideo, file),
            isKnown ? Is.EqualTo(content.Length) : Throws.ArgumentException);
    }

    private static IEnumerable<TestCaseData> BrokenUploads()
    {
        yield return Broken("no type", default, VandarFile.From(new MemoryStream(s_jpeg), "a.jpg", "image/jpeg"));
        yield return Broken("empty", DocumentType.SignaturePhoto, VandarFile.From(new MemoryStream(), "a.jpg", "image/jpeg"));
        yield return Broken("not what it says", DocumentType.SignaturePhoto, VandarFile.From(new MemoryStream("%PDF-1.7 hello"u8.ToArray()), "a.jpg", "image/jpeg"));
        yield return Broken("a video for a photo", DocumentType.ApplicantPhoto, VandarFile.From(new MemoryStream(s_mp4), "a.mp4", "video/mp4"));
        yield return Broken("a photo for the video", DocumentType.AuthenticationVideo, VandarFile.From(new MemoryStream(s_jpeg), "a.jpg", "image/jpeg"));
        yield return Broken("neither", new DocumentType("birth_certificate"), VandarFile.From(new MemoryStream("text"u8.ToArray()), "a.txt", "text/plain"));
        yield return Broken("not there", DocumentType.SignaturePhoto, VandarFile.Open(Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"), "a.jpg")));
        yield return Broken("too large", DocumentType.SignaturePhoto, VandarFile.From(new MemoryStream([.. s_jpeg, .. new byte[100]]), "a.jpg", "image/jpeg"));

        static TestCaseData Broken(string why, DocumentType type, VandarFile file) => new TestCaseData(type, file).SetArgDisplayNames(why);
    }

    [TestCaseSource(nameof(BrokenUploads))]
    [Category("L7")]
    public void A_broken_upload_is_refused_before_it_is_sent(DocumentType type, VandarFile file)
    {
        using VandarClient client = new(new() { Business = "shop", AccessToken = "t", MaxUploadBytes = 64 }, new HttpClient(new NothingIsSent()));

        Assert.That(
            () => { _ = client.Ravand.Cardholders("bank-x").Upload(Id, type, file).AsTask(); },
            Throws.ArgumentException.With.Property(nameof(ArgumentException.ParamName)).EqualTo(type == default ? "type" : "file"));
    }

    [TestCase("authentication_video", "video/mp4")]
    [TestCase("birth_certificate", "image/jpeg")]
    [TestCase("something_new", "video/mp4")]
    public async Task A_document_of_its_kind_is_sent_whole_and_reports_progress(string type, string contentType)
    {
        ScriptedHandler handler = new(ScriptedHandler.Json(HttpStatusCode.OK, $$$"""{"message":"","data":{"cardholder_id":"{{{Id}}}"}}"""));
        using VandarClient client = Shop.Client(handler);
        byte[] content = contentType == "video/mp4" ? s_mp4 : s_jpeg;
        Progress progress = new();

        Cardholder cardholder = await client.Ravand.Cardholders("bank-x").Upload(
            Id, new DocumentType(type), VandarFile.From(new MemoryStream(content), "a.bin", contentType), progress);

        Assert.That(cardholder.CardholderId, Is.EqualTo(Id));
        Assert.That(progress.Last, Is.EqualTo(content.Length));
        Assert.That(handler.Seen[0].Body, Does.Contain($"name=\"type\"\r\n\r\n{type}\r\n"));
    }

    [TestCase("delivered", true, false, true)]
    [TestCase("failed", false, true, true)]
    [TestCase("rejected", false, true, true)]
    [TestCase("cancelled", false, true, true)]
    [TestCase("not_found", false, false, false)]
    [TestCase("carrying", false, false, true)]
    [TestCase("DELIVERED", false, false, true)]
    [TestCase("something_new", false, false, true)]
    public async Task Only_delivered_is_delivered(string state, bool isDelivered, bool hasFailed, bool isKnown)
    {
        using VandarClient client = Shop.Client(
            new ScriptedHandler(ScriptedHandler.Json(HttpStatusCode.OK, $$$"""{"data":{"state_string_code":"{{{state}}}","do_date_time":"1404/09/01 18:04:00"}}""")));

        CardDelivery delivery = await client.Ravand.Cardholder("bank-x", Id).Card.PostTracking(CardNumber.Parse("5047060000000032"));

        Assert.That((delivery.IsDelivered, delivery.HasFailed, delivery.IsKnown), Is.EqualTo((isDelivered, hasFailed, isKnown)));
    }

    [Test]
    public async Task A_card_that_is_still_made_is_null_and_any_other_refusal_is_not()
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(
            ScriptedHandler.Json(HttpStatusCode.BadRequest, """{"message":"","data":[],"code":"cardholder_inquiry_is_not_done","errors":[]}"""),
            ScriptedHandler.Json(HttpStatusCode.BadRequest, """{"message":"","data":[],"code":"cardholder_request_not_finalize","errors":[]}"""),
            ScriptedHandler.Json(HttpStatusCode.OK, $$"""{"data":[{"cardholder_id":"{{Id}}","status":"ISSUED"}]}""")));
        CardholdersClient cardholders = client.Ravand.Cardholders("bank-x");

        Assert.That(await cardholders.Inquire(Id), Is.Null);
        VandarApiException? refusal = await Assert.ThrowsAsync<VandarApiException>(() => cardholders.Inquire(Id).AsTask());
        Assert.That(refusal!.Code, Is.EqualTo("cardholder_request_not_finalize"));
        Assert.That((await cardholders.Inquire(Id))!.Status, Is.EqualTo(CardStatus.Issued));
    }

    [Test]
    public async Task A_creation_that_was_lost_names_what_settles_it_and_is_not_repeated()
    {
        ScriptedHandler handler = new((_, _) => throw new HttpRequestException("reset"));
        using VandarClient client = Shop.Client(handler);

        VandarTransportException? failure = await Assert.ThrowsAsync<VandarTransportException>(() => client.Ravand.Cardholders("bank-x").Finalize(Id).AsTask());

        Assert.That((failure!.Outcome, failure.SettledBy), Is.EqualTo((RequestOutcome.Unknown, "Ravand.Cardholders(…).Inquire")));
        Assert.That(handler.Seen, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_view_of_another_business_asks_in_its_name()
    {
        ScriptedHandler handler = new(ScriptedHandler.Json(HttpStatusCode.OK, """{"data":[]}"""));
        using VandarClient client = Shop.Client(handler);

        await client.For("other shop").Ravand.Guilds();

        Assert.That(handler.Seen[0].Uri.AbsoluteUri, Is.EqualTo("https://api.vandar.io/v1/business/other%20shop/ravand/guilds"));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsMade<T>(in T scope)
        where T : struct => !Unsafe.IsNullRef(in scope);

    private sealed class Progress : IProgress<long>
    {
        internal long Last { get; private set; }

        public void Report(long value) => Last = value;
    }
}
