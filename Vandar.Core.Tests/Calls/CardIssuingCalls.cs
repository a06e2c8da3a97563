using System.Text.Json;
using Vandar.Core.Ravand;

namespace Vandar.Core.Tests;

/// <summary>How card issuing up to the delivered card is called by the fixtures.</summary>
internal static class CardIssuingCalls
{
    private const string Cardholder = "079fe78e-c1fc-42b8-a908-c5aed843a47f";

    internal static Dictionary<string, Func<VandarClient, Task<object?>>> All => new()
    {
        ["ravand.set_config"] = async client => AsOnTheWire(await client.Ravand.SetConfig(
            new() { Extra = new Dictionary<string, JsonElement> { ["callback_url"] = GroupCalls.Json("\"https://shop.example/cards\""), ["card"] = GroupCalls.Json("""{"design":7}""") } }, GroupCalls.Once)),
        ["ravand.provinces"] = async client => AsOnTheWire(await client.Ravand.Provinces(GroupCalls.Once)),
        ["ravand.cities"] = async client => AsOnTheWire(await client.Ravand.Cities(new() { ProvinceId = 8 }, GroupCalls.Once)),
        ["ravand.guilds"] = async client => AsOnTheWire(await client.Ravand.Guilds(GroupCalls.Once)),
        ["ravand.educations"] = async client => AsOnTheWire(await client.Ravand.Educations(GroupCalls.Once)),
        ["ravand.occupations"] = async client => AsOnTheWire(await client.Ravand.Occupations(GroupCalls.Once)),
        ["ravand.cardholders.create"] = async client => await client.Ravand.Cardholders("bank-x").Create(
            new()
            {
                NationalCode = NationalCode.Parse("0012345679"), Mobile = MobileNumber.Parse("09120000001"), BirthDate = new JalaliDate(1370, 1, 1),
            },
            GroupCalls.Once),
        ["ravand.cardholders.update"] = async client => await client.Ravand.Cardholders("bank-x").Update(
            Cardholder,
            new()
            {
                NationalCardSerialNumber = "1G00000001", PostalCode = "1234567890", BirthLocationId = 140, BirthCertificateLocationId = 140,
                OccupationId = 1, EducationId = 1, GuildId = 1, CityId = 140, ProvinceId = 8, Address = "Tehran, sample street 1",
                FirstNameEn = "Sara", LastNameEn = "Nemati", FatherNameEn = "Ali", Email = "sara@example.com",
                NationalCardExpirationDate = new JalaliDate(1410, 1, 1), NationalCardTrackingNumber = "T1",
                Extra = new Dictionary<string, JsonElement> { ["shoe_size"] = GroupCalls.Json("38") },
            },
            GroupCalls.Once),
        ["ravand.cardholders.video_caption"] = async client => AsOnTheWire(await client.Ravand.Cardholders("bank-x").VideoCaption(Cardholder, GroupCalls.Once)),
        ["ravand.cardholders.upload"] = async client => await client.Ravand.Cardholders("bank-x").Upload(
            Cardholder, DocumentType.NationalCardFrontPhoto, VandarFile.From(new MemoryStream([0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3]), "front.jpg", "image/jpeg"), null, GroupCalls.Once),
        ["ravand.cardholders.finalize"] = async client => await client.Ravand.Cardholders("bank-x").Finalize(Cardholder, GroupCalls.Once),
        ["ravand.cardholders.inquire"] = async client => await client.Ravand.Cardholders("bank-x").Inquire(Cardholder, GroupCalls.Once),
        ["ravand.card.post_tracking"] = async client =>
            await client.Ravand.Cardholder("bank-x", Cardholder).Card.PostTracking(CardNumber.Parse("5047060000000032"), GroupCalls.Once),
        ["ravand.card.status"] = async client =>
            AsOnTheWire(await client.Ravand.Cardholder("bank-x", Cardholder).Card.Status(CardNumber.Parse("5047060000000032"), GroupCalls.Once)),
    };

    private static Dictionary<string, object?> AsOnTheWire(RavandConfig config) => Members(config.Extra);

    private static List<object> AsOnTheWire(IReadOnlyList<RavandOption> options) =>
        [.. options.Select(option => Members(option.Extra, ("id", option.Id), ("name", option.Name), ("title", option.Name), ("province_id", option.ProvinceId)))];

    private static Dictionary<string, object?> AsOnTheWire(VideoCaption caption) => Members(
        caption.Extra, ("cardholder_id", caption.CardholderId), ("caption", caption.Caption), ("text", caption.Caption),
        ("video_caption", caption.Caption), ("sentence", caption.Caption));

    private static Dictionary<string, object?> AsOnTheWire(CardState state) =>
        Members(state.Extra, ("status", state.Status), ("card_number", state.CardNumber));

    private static Dictionary<string, object?> Members(IDictionary<string, JsonElement>? extra, params (string Name, object? Value)[] known)
    {
        Dictionary<string, object?> members = known.ToDictionary(member => member.Name, member => member.Value);
        foreach ((string name, JsonElement value) in extra ?? new Dictionary<string, JsonElement>())
            members[name] = value;
        return members;
    }
}
