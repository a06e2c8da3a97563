using System.Text.Json.Nodes;

namespace Vandar.Core.Sandbox;

/// <summary>The business itself and the people who may use it.</summary>
internal static class BusinessEndpoints
{
    private static readonly string[] s_tools =
        ["ipg", "subscription", "requestMoney", "api", "customer", "log", "p2p", "refund", "settlement_batch", "cash-in", "kerdar", "pos",
         "accountant", "PBV", "A2A", "miando", "MPG"];

    private static readonly string[] s_rejects =
        ["company_name_fa", "national_code", "default_iban", "legal_name", "business_license_image", "introduction_letter",
         "national_image", "address", "phone_number", "postal_code", "ipg_url", "register_number", "register_date",
         "birth_certificate_number"];

    private static readonly (string Role, int RoleId, int Status)[] s_users =
        [("مالک کسب و کار", 0, 1), ("مدیر", 1, 1), ("حسابدار", 2, 1), ("توسعه‌دهنده", 3, 1), ("ناظر", 4, 0)];

    private static readonly string[] s_names = ["مریم نمونه", "علی نمونه", "سارا نمونه", "رضا نمونه", "نگار نمونه"];

    public static void Map(WebApplication app, Doors doors, World world)
    {
        app.MapGet("/v2/business/{business}", doors.Bearer(call => Get(call, world.Switches.ActiveTools)));
        app.MapGet("/v2/business/{business}/iam", doors.Bearer(Users));
    }

    private static Answer Get(Call call, IReadOnlySet<string> activeTools)
    {
        SandboxBusiness business = call.Business;
        return Answer.Json(200, new JsonObject
        {
            ["status"] = 1,
            ["data"] = new JsonObject
            {
                ["id"] = 4821 + business.Number,
                ["uuid"] = business.Uuid.ToString(),
                ["active"] = 1,
                ["business_name"] = business.Slug,
                ["business_name_fa"] = "فروشگاه نمونه",
                ["legal_business_name"] = null,
                ["business_owner_is_business_legal_owner"] = true,
                ["national_id"] = null,
                ["business_type"] = "personal",
                ["phone_number"] = "02112345678",
                ["postal_code"] = "1234567890",
                ["tax_code"] = null,
                ["tax_code_detail"] = new JsonObject { ["tax_code_status"] = "SUCCEED", ["message"] = null },
                ["enamad_detail"] = new JsonObject { ["enamad_status"] = null, ["code"] = null },
                ["postal_code_detail"] = new JsonObject { ["postal_code_status"] = "SUCCEED", ["message"] = null },
                ["national_code_detail"] = new JsonObject { ["national_code_status"] = "SUCCEED", ["message"] = null },
                ["address_detail"] = new JsonObject
                {
                    ["provinces"] = "تهران", ["provinces_id"] = 8, ["provinces_code"] = "08", ["city"] = "تهران", ["city_id"] = 140,
                    ["local"] = null, ["local_id"] = null, ["address"] = "خیابان نمونه",
                },
                ["city_id"] = null,
                ["mcc_code"] = "15200002",
                ["address"] = null,
                ["wallet"] = business.WalletInToman,
                ["deductible_amount"] = business.WalletInToman,
                ["payment_facilitator_wallet"] = 0,
                ["blocked_amount"] = 0,
                ["avatar"] = "businesses/avatars/sample.png",
                ["automatic_settlement_tip"] = false,
                ["settlement_schedule"] = "OFF",
                ["default_iban"] = SandboxBusiness.DefaultIban,
                ["ayandeh_default_iban"] = null,
                ["statusBox"] = new JsonObject
                {
                    ["payment_required"] = false, ["national_card_photo"] = "accepted", ["official_Newspaper"] = "accepted",
                    ["introduction_letter"] = "accepted",
                },
                ["status"] = 1,
                ["today_transactions"] = 0,
                ["today_settlements"] = 0,
                ["role_name"] = "مالک",
                ["role"] = "owner",
                ["permissions"] = new JsonArray("business_setting", "view_dashboard", "view_gateway_ipgs", "view_transactions_report",
                    "view_settlements", "add_settlements", "generate_token"),
                ["has_shaparak_terminal"] = true,
                ["tools"] = Tools(activeTools),
                ["ipg_status"] = new JsonObject
                {
                    ["url"] = new JsonObject { ["value"] = null, ["time"] = null, ["status"] = null },
                    ["website_name"] = new JsonObject { ["value"] = null, ["time"] = null, ["status"] = null },
                },
                ["accept_business_time_prediction"] = "",
                ["has_rejection"] = false,
                ["rejects"] = Rejects(),
                ["cash_in_contracts"] = null,
                ["cash_in_code"] = business.CashInCode,
                ["owner"] = new JsonObject
                {
                    ["birthdate"] = "1360/01/01", ["birth_certificate_number"] = "1234", ["national_code"] = "0012345679",
                },
                ["high_value_fee"] = 0.02,
                ["need_shaparak_iban"] = false,
                ["pic_suspicious_check"] = 1,
            },
        });
    }

    private static JsonObject Tools(IReadOnlySet<string> active)
    {
        JsonObject tools = [];
        foreach (string name in s_tools)
        {
            bool enabled = active.Contains(name);
            tools[name] = new JsonObject
            {
                ["is_enabled"] = enabled, ["is_created"] = enabled, ["status"] = enabled ? "ACTIVE" : "INACTIVE", ["time"] = null,
                ["viewable"] = true, ["name_fa"] = "سرویس", ["name_en"] = name,
            };
        }
        return tools;
    }

    private static JsonObject Rejects()
    {
        JsonObject rejects = [];
        foreach (string name in s_rejects)
            rejects[name] = null;
        return rejects;
    }

    private static Answer Users(Call call)
    {
        FieldErrors errors = new();
        Paging paging = Paging.Read(call, perPage: 10, errors);
        if (errors.Any)
            return errors.AsStatus();

        JsonArray users = paging.Rows([.. Enumerable.Range(0, s_users.Length)], index => User(call.Business, index));
        return Answer.Json(200, new JsonObject
        {
            ["status"] = 1,
            ["data"] = new JsonObject
            {
                ["page"] = paging.Page, ["per_page"] = paging.PerPage, ["total"] = s_users.Length,
                ["last_page"] = paging.LastPage(s_users.Length), ["users"] = users,
            },
        });
    }

    /// <summary>The owner has no membership: <c>id</c> is null and <c>user_id</c> is missing, as in real answers.</summary>
    private static JsonObject User(SandboxBusiness business, int index)
    {
        (string role, int roleId, int status) = s_users[index];
        JsonObject user = new()
        {
            ["name"] = s_names[index], ["avatar"] = "https://cdn.vandar.io/core/", ["role"] = role, ["role_id"] = roleId,
            ["status"] = status, ["is_two_factor"] = roleId == 0 ? false : null, ["id"] = null,
        };
        if (roleId != 0)
        {
            user["id"] = 1000 + business.Number * 10 + index;
            user["user_id"] = 12000 + business.Number * 10 + index;
        }
        return user;
    }
}
