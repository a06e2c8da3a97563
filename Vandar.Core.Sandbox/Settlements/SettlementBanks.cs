using System.Text.Json.Nodes;

namespace Vandar.Core.Sandbox;

/// <summary>The banks of the settlement service, and which of them take a settlement from account to account (A2A).</summary>
internal sealed class SettlementBanks(World world, Doors doors)
{
    private const long DailyLimit = 100_000_000_000;
    private const string WithoutLimit = "062";
    private const string ClosedAtNight = "019";

    private static readonly TimeSpan s_nightFrom = new(23, 0, 0);
    private static readonly TimeSpan s_nightTo = new(7, 0, 0);

    // In the order of the service, which is not that of the codes.
    private static readonly (string Code, string Name)[] s_banks =
    [
        ("010", "بانک مرکزی"), ("011", "صنعت و معدن"), ("012", "ملت"), ("013", "رفاه"), ("014", "مسکن"), ("015", "سپه"), ("016", "کشاورزی"),
        ("017", "ملی"), ("018", "تجارت"), ("019", "صادرات"), ("020", "توسعه صادرات"), ("021", "پست بانک"), ("022", "توسعه تعاون"),
        ("051", "اعتباری توسعه"), ("052", "قوامین"), ("053", "کارآفرین"), ("054", "پارسیان"), ("055", "اقتصاد نوین"), ("056", "سامان"),
        ("057", "پاسارگاد"), ("058", "سرمایه"), ("059", "سینا"), ("061", "شهر"), ("062", "آینده"), ("063", "انصار"), ("064", "گردشگری"),
        ("065", "حکمت ایرانیان"), ("066", "دی"), ("069", "ایران زمین"), ("070", "رسالت"), ("095", "ایران و ونزوئلا"), ("060", "مهر ایران"),
        ("075", "ملل"), ("080", "نور"), ("073", "کوثر"), ("078", "خاورمیانه"), ("079", "مهر اقتصاد"),
    ];

    private static readonly HashSet<string> s_ableToA2A = ["012", "016", "017", "018", "019", "054", "055", "056", "057", "062", "070", "078"];

    public void Map(WebApplication app) => app.MapGet("/v3/business/{business}/settlement/banks", doors.Bearer(List));

    /// <summary>The name of a bank, or <see langword="null"/>.</summary>
    public static string? Name(string code) => s_banks.FirstOrDefault(bank => bank.Code == code).Name;

    /// <summary>Whether a settlement goes from account to account. If not, it takes the ACH rail.</summary>
    public static bool TakesA2A(World world, SandboxBusiness business, string code, Rial amount, DateTimeOffset at) =>
        IsActive(world, code)
        && IsHealthy(world, code)
        && (code == WithoutLimit || Used(business, code, at) + amount.Value <= DailyLimit)
        && !(code == ClosedAtNight && (Tehran.TimeOfDay(at) >= s_nightFrom || Tehran.TimeOfDay(at) < s_nightTo));

    private Answer List(Call call)
    {
        FieldErrors errors = new();
        bool? able = Flag(call, "has_a2a_bank_ability", errors);
        bool? healthy = Flag(call, "is_a2a_bank_healthy", errors);
        bool? active = Flag(call, "is_a2a_bank_active", errors);
        if (errors.Any)
            return errors.AsStatus();

        JsonArray banks = [];
        foreach ((string code, string name) in s_banks)
        {
            if ((able ?? IsAble(code)) == IsAble(code)
                && (healthy ?? IsHealthy(world, code)) == IsHealthy(world, code)
                && (active ?? IsActive(world, code)) == IsActive(world, code))
            {
                banks.Add((JsonNode)Bank(call, code, name));
            }
        }
        return Answer.Json(200, new JsonObject { ["message"] = "وضعیت بانک‌ها در حال حاضر به این صورت است.", ["data"] = banks });
    }

    private JsonObject Bank(Call call, string code, string name)
    {
        JsonArray closed = [];
        if (code == ClosedAtNight)
            closed.Add((JsonNode)new JsonObject { ["start_time"] = "23:00", ["end_time"] = "07:00" });
        long used = Used(call.Business, code, call.Now);
        return new JsonObject
        {
            ["name"] = name,
            ["code"] = code,
            ["a2a"] = new JsonObject
            {
                ["limit"] = new JsonObject
                {
                    ["time_limit"] = closed,
                    ["amount_limit"] = new JsonObject
                    {
                        ["total"] = code == WithoutLimit ? -1 : DailyLimit,
                        ["used"] = used,
                        ["remained"] = code == WithoutLimit ? -1 : DailyLimit - used,
                    },
                },
                ["is_active"] = IsActive(world, code),
                ["has_ability"] = IsAble(code),
                ["is_healthy"] = IsHealthy(world, code),
            },
        };
    }

    private static bool IsAble(string code) => s_ableToA2A.Contains(code);

    private static bool IsActive(World world, string code) => IsAble(code) && world.Switches.ActiveTools.Contains("A2A");

    private static bool IsHealthy(World world, string code) => IsAble(code) && !world.Switches.UnhealthySettlementBanks.Contains(code);

    /// <summary>What went to the bank by A2A today, in Rial.</summary>
    private static long Used(SandboxBusiness business, string code, DateTimeOffset at) => business.Settlements.All
        .Where(settlement => settlement.IsA2A && settlement.Order!.BankCode == code
            && settlement.State is SettlementState.Pending or SettlementState.Done && Tehran.DaysBetween(settlement.Row.CreatedAt, at) == 0)
        .Sum(settlement => settlement.Amount.Value);

    private static bool? Flag(Call call, string name, FieldErrors errors)
    {
        switch (call.Query(name))
        {
            case null:
                return null;
            case "1" or "true":
                return true;
            case "0" or "false":
                return false;
            default:
                errors.Invalid(name);
                return null;
        }
    }
}
