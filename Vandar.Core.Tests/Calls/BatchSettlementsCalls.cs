using Vandar.Core.BatchSettlements;

namespace Vandar.Core.Tests;

internal static class BatchSettlementsCalls
{
    internal const string BatchId =
        "e94cf0682d8721dee87c9e50544a17c079a0efe1e9a2514d410a49883c82180c9967bfe9ca2afdc2fba60d57e42b87c630c3f9f73eb3edb1aaf3438b4bfe7d6f";

    /// <summary>The vendor's own sample, whose hash is <see cref="BatchId"/>.</summary>
    internal static BatchSettlementItem Sample { get; } = new()
    {
        TrackId = "c612c886-7215-416c-bb55-2cefcde40e7d", Iban = Iban.Parse("IR350700001000116383322001"), Amount = Rial.Of(50_000), PaymentNumber = "1",
        Description = "test",
    };

    internal static Dictionary<string, Func<VandarClient, Task<object?>>> All => new()
    {
        ["batch_settlements.create"] = async client => await client.BatchSettlements.Create(new() { Items = [Sample] }, GroupCalls.Once),
        ["batch_settlements.create.full"] = async client => await client.BatchSettlements.Create(
            new()
            {
                Items =
                [
                    Sample,
                    new()
                    {
                        TrackId = "C612C886-7215-416c-bb55-2cefcde40e7d", Iban = Iban.Parse("IR170620000000123456789001"), Amount = Rial.Of(500_000_000),
                        PaymentNumber = "123456789012345678901234567890", Description = "پرداخت \"۷\" / a\\b<&>'+\t", Type = SettlementType.A2A,
                        NotifyUrl = new("https://shop.example/hooks/batch"), IsInstant = true,
                    },
                ],
            },
            GroupCalls.Once),
        ["batch_settlements.list"] = async client => (await client.BatchSettlements.ListPage(new() { PerPage = 10 }, 1, GroupCalls.Once)).Items,
        ["batch_settlements.items"] = async client => (await client.BatchSettlements.ItemsPage(BatchId, null, 1, GroupCalls.Once)).Items,
        ["batch_settlements.items.filtered"] = async client =>
            (await client.BatchSettlements.ItemsPage(BatchId, new() { PerPage = 20, Status = BatchItemStatus.Failed }, 1, GroupCalls.Once)).Items,
    };
}
