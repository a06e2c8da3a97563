using System.Text.Json.Nodes;

namespace Vandar.Core.Sandbox;

/// <summary>Cities and guilds for the fields of a customer. Only the paths are documented; the members are inferred.</summary>
internal static class InformationLists
{
    private static readonly (string Code, string Name)[] s_mccs =
    [
        ("15200002", "فناوری اطلاعات"), ("15311001", "عمده فروشی"), ("15411001", "خواربار فروشی"), ("15651001", "فروش پوشاک"),
        ("15722001", "لوازم خانگی"), ("15812001", "رستوران"), ("15942001", "کتاب و لوازم التحریر"), ("18099001", "خدمات درمانی"),
    ];

    public static string? MccName(string code) => s_mccs.FirstOrDefault(mcc => mcc.Code == code).Name;

    public static void Map(WebApplication app, Doors doors)
    {
        app.MapGet("/v2/information/cities", doors.Bearer(Cities));
        app.MapGet("/v2/information/mccs", doors.Bearer(Mccs));
    }

    private static Answer Cities(Call call)
    {
        JsonArray items = [];
        foreach ((int id, string name, int province) in ReferenceLists.AllCities)
        {
            items.Add((JsonNode)new JsonObject
            {
                ["id"] = id, ["name"] = name, ["province_id"] = province, ["province"] = ReferenceLists.ProvinceName(province),
            });
        }
        return Answer.Json(200, new JsonObject { ["status"] = 1, ["data"] = items });
    }

    private static Answer Mccs(Call call)
    {
        JsonArray items = [];
        foreach ((string code, string name) in s_mccs)
            items.Add((JsonNode)new JsonObject { ["code"] = code, ["name"] = name });
        return Answer.Json(200, new JsonObject { ["status"] = 1, ["data"] = items });
    }
}
