using System.Text.Json;

namespace Vandar.Core.Tests;

/// <summary>How the operations of each group are called by the fixtures; one file a group.</summary>
internal static class GroupCalls
{
    internal static readonly RequestOptions Once = new() { MaxRetries = 0 };

    internal static IEnumerable<KeyValuePair<string, Func<VandarClient, Task<object?>>>> All =>
    [
        .. InquiriesCalls.All,
        .. RavandCalls.All,
        .. DirectDebitCalls.All,
        .. CustomersCalls.All,
        .. RefundsCalls.All,
        .. SettlementsCalls.All,
        .. BatchSettlementsCalls.All,
        .. QueuedSettlementsCalls.All,
        .. AvandCalls.All,
        .. CashInCalls.All,
    ];

    internal static JsonElement Json(string text) => JsonElement.Parse(text);
}
