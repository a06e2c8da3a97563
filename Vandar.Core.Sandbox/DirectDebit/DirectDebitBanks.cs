using System.Globalization;
using System.Text.Json.Nodes;

namespace Vandar.Core.Sandbox;

/// <summary>One bank of the documented list; those without the service are listed all the same.</summary>
internal sealed class DirectDebitBank(string code, string name, bool hasService)
{
    public string Code => code;

    public string Name => name;

    public bool HasService => hasService;

    public bool IsHealthy { get; set; }

    public static DirectDebitBank[] All() =>
    [
        new("012", "بانک ملت", true), new("015", "بانک سپه", false), new("016", "بانک کشاورزی", true), new("017", "بانک ملی ایران", true),
        new("018", "بانک تجارت", true), new("019", "بانک صادرات ایران", false), new("021", "پست بانک ایران", true),
        new("054", "بانک پارسیان", false), new("055", "بانک اقتصاد نوین", true), new("056", "بانک سامان", true),
        new("058", "بانک سرمایه", true), new("059", "بانک سینا", true), new("060", "بانک قرض الحسنه مهر ایران", true),
        new("061", "بانک شهر", false), new("062", "بانک آینده", true), new("066", "بانک دی", true), new("069", "بانک ایران زمین", true),
        new("101", "همراه کارت", false), new("103", "حساب دیجیتال پاسارگاد", true), new("104", "بلوبانک", true),
    ];
}

/// <summary>The banks as a business sees them, and their health as everybody may see it.</summary>
internal sealed class DirectDebitBankEndpoints(World world, Doors doors)
{
    public void Map(WebApplication app)
    {
        app.MapGet("/v3/business/{business}/subscription/banks/actives", doors.Bearer(_ => List()));
        app.MapGet("/subscription", doors.Open((_, _) => Health()));
        app.MapGet("/subscription/errors", doors.Open((_, _) => Errors()));
    }

    private Answer List()
    {
        JsonArray banks = [];
        foreach (DirectDebitBank bank in world.DirectDebit.Banks.Values)
            banks.Add((JsonNode)Listed(bank));
        return Answer.Json(200, new JsonObject
        {
            ["status"] = 1,
            ["message"] = "وضعیت بانک‌ها در حال حاضر به این صورت است.",
            ["result"] = new JsonObject { ["banks"] = banks },
        });
    }

    /// <summary>Banks without the service come without the newer limits, as in the older documentation.</summary>
    private static JsonObject Listed(DirectDebitBank bank)
    {
        JsonObject listed = new()
        {
            ["code"] = bank.Code,
            ["name"] = bank.Name,
            ["has_direct_debit_ability"] = bank.HasService,
            ["is_healthy_on_direct_debit"] = bank.HasService && bank.IsHealthy,
            ["logo"] = $"https://vandar.io/assets/img/banks/{bank.Code.TrimStart('0')}.svg",
        };
        if (bank.HasService)
        {
            listed["max_withdrawal_amount"] = 2_000_000_000;
            listed["max_withdrawal_amount_per_transaction"] = 500_000_000;
            listed["withdrawal_amount_currency"] = "RIAL";
            listed["max_withdrawal_daily_count"] = null;
            listed["max_mandate_validity_duration"] = 1;
            listed["mandate_validity_duration_unit"] = "YEAR";
            listed["payer_authentication_type"] = "MOBILE";
        }
        return listed;
    }

    /// <summary>Success rates are documented; how they are written is not.</summary>
    private Answer Health()
    {
        JsonArray banks = [];
        foreach (DirectDebitBank bank in world.DirectDebit.Banks.Values.Where(bank => bank.HasService))
        {
            banks.Add((JsonNode)new JsonObject
            {
                ["code"] = bank.Code, ["name"] = bank.Name, ["is_healthy"] = bank.IsHealthy, ["success_rate"] = bank.IsHealthy ? 99 : 0,
            });
        }
        return Answer.Json(200, new JsonObject { ["data"] = banks });
    }

    private static Answer Errors()
    {
        JsonArray errors = [];
        Add("withdrawal", DirectDebitErrors.Withdrawal);
        Add("tempMandate", DirectDebitErrors.Mandate);
        return Answer.Json(200, new JsonObject { ["data"] = errors });

        void Add(string type, IReadOnlyList<string> table)
        {
            for (int i = 0; i < table.Count; i++)
            {
                errors.Add((JsonNode)new JsonObject
                {
                    ["type"] = type, ["error_code"] = i.ToString("00", CultureInfo.InvariantCulture), ["error_message"] = table[i],
                });
            }
        }
    }
}
