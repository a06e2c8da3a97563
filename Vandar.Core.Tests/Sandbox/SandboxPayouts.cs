using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Vandar.Core.Sandbox;

namespace Vandar.Core.Tests.Sandbox;

/// <summary>What the tests of settlements, batches, queue and bank accounts share. The shop's clock stands at noon in Tehran, on the border of
/// two windows.</summary>
internal static class SandboxPayouts
{
    public const string Store = "v3/business/sample-shop/settlement/store";
    public const string SettlementsPath = "v2.1/business/sample-shop/settlement";
    public const string ByTrackId = "v4/business/sample-shop/settlement";
    public const string Transactions = "v3/business/sample-shop/transaction";

    /// <summary>The account the business names as its own; bank 062.</summary>
    public const string OwnIban = "IR170620000000123456789001";

    public static string Saman { get; } = IbanAt("056");

    /// <summary>At the bank that gives everything back.</summary>
    public static string Failing { get; } = IbanAt("079");

    public static string IbanAt(string bank, int account = 1)
    {
        string digits = string.Create(CultureInfo.InvariantCulture, $"{bank}{account:0000000000000000000}");
        int check = 98 - (int)(BigInteger.Parse(digits + "182700", CultureInfo.InvariantCulture) % 97);
        return string.Create(CultureInfo.InvariantCulture, $"IR{check:00}{digits}");
    }

    public static string Order(string iban, string trackId = "t-1", long amount = 50_000, string more = "") =>
        $$"""{"iban":"{{iban}}","track_id":"{{trackId}}","amount":{{amount}}{{more}}}""";

    /// <summary>Stores a settlement and returns its one part.</summary>
    public static async Task<JsonElement> Settle(
        this SandboxShop shop, string iban, string trackId = "t-1", long amount = 50_000, string more = "")
    {
        Reply stored = await shop.Post(Store, Order(iban, trackId, amount, more));
        Assert.That(stored.Status, Is.EqualTo(200), stored.Text);
        return stored.Data.GetProperty("settlement").EnumerateArray().Single();
    }

    public static Task<Reply> Delete(this SandboxShop shop, string path, string? json = null) => shop.Send(HttpMethod.Delete, path,
        json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"));

    public static async Task<string?> Status(this SandboxShop shop, JsonElement settlement) =>
        (await shop.Get($"{SettlementsPath}/{settlement.Text("id")}")).Data.GetProperty("settlement").Text("status");

    /// <summary>Status codes of all rows of the transaction list, oldest first.</summary>
    public static async Task<int[]> RowStatuses(this SandboxShop shop, string filter = "") =>
        [.. (await shop.Get($"{Transactions}?per_page=100{filter}")).Data.EnumerateArray().Select(row => (int)row.Number("status")).Reverse()];

    public static long Settling(this SandboxShop shop) => shop.Sandbox.Ledger.Balance(SandboxLedger.Settling("sample-shop")).Value;

    public static long AtBank(this SandboxShop shop, string code) => shop.Sandbox.Ledger.Balance(SandboxLedger.Bank(code)).Value;

    public static string BatchBody(string items, string? batchId = null) =>
        $$"""{"batch_id":"{{batchId ?? Hash(items)}}","batches_settlement":{{items}}}""";

    public static string Hash(string text) => Convert.ToHexStringLower(SHA512.HashData(Encoding.UTF8.GetBytes(text)));

    public static string? Text(this JsonElement element, string name) => element.GetProperty(name).GetString();

    public static long Number(this JsonElement element, string name) => element.GetProperty(name).GetInt64();

    public static bool IsNull(this JsonElement element, string name) => element.GetProperty(name).ValueKind == JsonValueKind.Null;

    /// <summary>The names of the refused fields.</summary>
    public static string[] Fields(this Reply reply) => [.. reply["errors"].EnumerateObject().Select(error => error.Name)];
}
