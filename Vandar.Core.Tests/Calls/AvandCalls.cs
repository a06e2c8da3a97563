namespace Vandar.Core.Tests;

internal static class AvandCalls
{
    private static readonly Iban s_account = Iban.Parse("IR170620000000123456789001");

    internal static Dictionary<string, Func<VandarClient, Task<object?>>> All => new()
    {
        ["avand.last_balance"] = async client => await client.Avand.LastBalance(s_account, GroupCalls.Once),
        ["avand.statement"] = async client => (await client.Avand.StatementPage(
            new() { Iban = s_account, PerPage = 10, Filters = new Dictionary<string, string> { ["from_date"] = "14030101" } }, 1, GroupCalls.Once)).Items,
    };
}
