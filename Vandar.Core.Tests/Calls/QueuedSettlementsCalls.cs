using System.Text.Json;
using Vandar.Core.QueuedSettlements;

namespace Vandar.Core.Tests;

internal static class QueuedSettlementsCalls
{
    private const string Id = "b1d6b6a0-1f0e-4c7e-9c1d-2a6a5c1f7e10";

    internal static Dictionary<string, Func<VandarClient, Task<object?>>> All => new()
    {
        ["queued_settlements.create"] = async client => await client.QueuedSettlements.Create(
            new()
            {
                AmountInUndocumentedUnit = 50_000, Iban = Iban.Parse("IR170620000000123456789001"), TrackId = "0d9f0a3e-6f0c-4f38-9a6a-0b7f3a9b5a11",
                PaymentNumber = "123456", NotifyUrl = new("https://shop.example/hooks/queued"), Description = "payout 78", Type = SettlementType.Ach,
                IsInstant = true, ReasonCode = "01",
                ReceiverInformation = new() { NationalCode = NationalCode.Parse("0012345679"), BirthDate = new JalaliDate(1370, 1, 1) },
                Extra = new Dictionary<string, JsonElement> { ["priority"] = GroupCalls.Json("7") },
            },
            GroupCalls.Once),
        ["queued_settlements.list"] = async client =>
            (await client.QueuedSettlements.ListPage(new() { PerPage = 10, Status = QueuedSettlementStatus.Pending }, 1, GroupCalls.Once)).Items,
        ["queued_settlements.get"] = async client => await client.QueuedSettlements.Get(Id, GroupCalls.Once),
        ["queued_settlements.cancel"] = async client => await client.QueuedSettlements.Cancel(new() { Id = Id }, GroupCalls.Once),
    };
}
