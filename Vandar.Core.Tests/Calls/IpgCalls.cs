namespace Vandar.Core.Tests;

/// <summary>How the payment gateway is called by the fixtures.</summary>
internal static class IpgCalls
{
    internal static Dictionary<string, Func<VandarClient, Task<object?>>> All => new()
    {
        ["ipg.send"] = async client => await client.Ipg.Send(
            new()
            {
                Amount = Rial.Of(250_000), CallbackUrl = new("https://shop.example/pay/42/callback"), MobileNumber = MobileNumber.Parse("09120000000"),
                FactorNumber = "INV-42", Description = "Order 42", NationalCode = NationalCode.Parse("0012345679"),
                ValidCardNumbers = [CardNumber.Parse("5047060000000032")], Comment = "note", Port = PspPort.Saman, TerminalId = "7",
            },
            GroupCalls.Once),
        ["ipg.send.smallest"] = async client => await client.Ipg.Send(new() { Amount = Rial.Of(1_000), CallbackUrl = new("https://shop.example/cb") }, GroupCalls.Once),
        ["ipg.transaction"] = async client => await client.Ipg.Transaction("2YKWWXU9PLUHICC", GroupCalls.Once),
        ["ipg.verify"] = async client => await client.Ipg.Verify("2YKWWXU9PLUHICC", GroupCalls.Once),
    };
}
