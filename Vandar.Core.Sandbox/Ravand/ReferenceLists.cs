using System.Globalization;
using System.Text.Json.Nodes;

namespace Vandar.Core.Sandbox;

/// <summary>Provinces, cities, guilds, educations and occupations. The member names are inferred; Tehran has the ids of
/// the documented example (province 8, city 140).</summary>
internal sealed class ReferenceLists(Doors doors, RavandAccess access)
{
    private static readonly string[] s_provinces =
    [
        "آذربایجان شرقی", "آذربایجان غربی", "اردبیل", "اصفهان", "البرز", "ایلام", "بوشهر", "تهران", "چهارمحال و بختیاری", "خراسان جنوبی",
        "خراسان رضوی", "خراسان شمالی", "خوزستان", "زنجان", "سمنان", "سیستان و بلوچستان", "فارس", "قزوین", "قم", "کردستان", "کرمان",
        "کرمانشاه", "کهگیلویه و بویراحمد", "گلستان", "گیلان", "لرستان", "مازندران", "مرکزی", "هرمزگان", "همدان", "یزد",
    ];

    private static readonly (int Id, string Name, int Province)[] s_cities =
    [
        (101, "تبریز", 1), (102, "مراغه", 1), (103, "ارومیه", 2), (104, "خوی", 2), (105, "اردبیل", 3), (106, "اصفهان", 4),
        (107, "کاشان", 4),
        (108, "کرج", 5), (109, "ایلام", 6), (110, "بوشهر", 7), (140, "تهران", 8), (141, "ری", 8), (142, "شمیرانات", 8),
        (143, "اسلامشهر", 8),
        (150, "شهرکرد", 9), (151, "بیرجند", 10), (152, "مشهد", 11), (153, "نیشابور", 11), (154, "بجنورد", 12), (155, "اهواز", 13),
        (156, "آبادان", 13), (157, "زنجان", 14), (158, "سمنان", 15), (159, "زاهدان", 16), (160, "شیراز", 17), (161, "قزوین", 18),
        (162, "قم", 19),
        (163, "سنندج", 20), (164, "کرمان", 21), (165, "کرمانشاه", 22), (166, "یاسوج", 23), (167, "گرگان", 24), (168, "رشت", 25),
        (169, "خرم‌آباد", 26), (170, "ساری", 27), (171, "اراک", 28), (172, "بندرعباس", 29), (173, "همدان", 30), (174, "یزد", 31),
    ];

    private static readonly string[] s_guilds =
        ["سایر", "پوشاک", "مواد غذایی", "لوازم خانگی", "رستوران", "گردشگری", "آموزش", "پزشکی", "حمل و نقل", "فناوری اطلاعات"];

    private static readonly string[] s_educations =
        ["کارشناسی", "زیر دیپلم", "دیپلم", "کاردانی", "کارشناسی ارشد", "دکتری"];

    private static readonly string[] s_occupations =
        ["کارمند", "کارگر", "آزاد", "دانشجو", "خانه‌دار", "بازنشسته", "پزشک", "معلم", "مهندس", "سایر"];

    public static IReadOnlyList<(int Id, string Name, int Province)> AllCities => s_cities;

    public static string ProvinceName(int id) => s_provinces[id - 1];

    public static bool HasProvince(long id) => id >= 1 && id <= s_provinces.Length;

    public static bool HasCity(long id) => s_cities.Any(city => city.Id == id);

    public static bool HasGuild(long id) => id >= 1 && id <= s_guilds.Length;

    public static bool HasEducation(long id) => id >= 1 && id <= s_educations.Length;

    public static bool HasOccupation(long id) => id >= 1 && id <= s_occupations.Length;

    public void Map(WebApplication app)
    {
        app.MapGet("/v1/business/{business}/ravand/provinces", doors.Bearer(call => access.Open(call) ?? Numbered(s_provinces)));
        app.MapGet("/v1/business/{business}/ravand/cities", doors.Bearer(call => access.Open(call) ?? Cities(call)));
        app.MapGet("/v1/business/{business}/ravand/guilds", doors.Bearer(call => access.Open(call) ?? Numbered(s_guilds)));
        app.MapGet("/v1/business/{business}/ravand/educations", doors.Bearer(call => access.Open(call) ?? Numbered(s_educations)));
        app.MapGet("/v1/business/{business}/ravand/occupations", doors.Bearer(call => access.Open(call) ?? Numbered(s_occupations)));
    }

    private static Answer Numbered(string[] names)
    {
        JsonArray items = [];
        for (int i = 0; i < names.Length; i++)
            items.Add((JsonNode)new JsonObject { ["id"] = i + 1, ["name"] = names[i] });
        return RavandAccess.Received(items);
    }

    private Answer Cities(Call call)
    {
        int? province = null;
        if (call.Query("province_id") is { } text)
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
                return access.Invalid("province_id", "province_id باید عدد باشد.");
            province = number;
        }

        JsonArray items = [];
        foreach ((int id, string name, int provinceId) in s_cities)
        {
            if (province is null || province == provinceId)
                items.Add((JsonNode)new JsonObject { ["id"] = id, ["name"] = name, ["province_id"] = provinceId });
        }
        return RavandAccess.Received(items);
    }
}
