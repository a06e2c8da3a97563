namespace Vandar.Core.Tests;

internal static class RefundsCalls
{
    internal static Dictionary<string, Func<VandarClient, Task<object?>>> All => new()
    {
        ["refunds.create"] = async client => await client.Refunds.Create(
            171234567890,
            new()
            {
                Amount = Rial.Of(500_000), PaymentNumber = "900001", Description = "refund of 171234567890", Comment = "note",
                NotifyUrl = new("https://shop.example/hooks/refund"),
            },
            GroupCalls.Once),
        ["refunds.create.split"] = async client => await client.Refunds.Create(171234567890, new() { Amount = null }, GroupCalls.Once),
    };
}
