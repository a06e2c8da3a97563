using Vandar.Core.Settlements;

namespace Vandar.Core.Tests;

internal static class SettlementsCalls
{
    private const string Id = "406f20d0-397a-41ec-b752-6b667e3fe6ba";
    private const string TrackId = "6feb8114-25d5-472e-83e0-23ae783041a9";

    private static readonly CreateSettlement s_payout = new()
    {
        Amount = Toman.Of(50_000), Iban = Iban.Parse("IR170620000000123456789001"), TrackId = TrackId, PaymentNumber = "123456",
        NotifyUrl = new("https://shop.example/hooks/settlement"), Description = "payout 77", Comment = "note", IsInstant = false, Type = SettlementType.Ach,
        ReasonCode = "01", ReceiverInformation = new() { NationalCode = NationalCode.Parse("0012345679"), BirthDate = new JalaliDate(1370, 1, 1) },
    };

    internal static Dictionary<string, Func<VandarClient, Task<object?>>> All => new()
    {
        ["settlements.create"] = async client => AsOnTheWire(await client.Settlements.Create(s_payout, GroupCalls.Once)),
        ["settlements.create.smallest"] = async client => AsOnTheWire(await client.Settlements.Create(
            new() { Amount = Toman.Of(5_000), Iban = Iban.Parse("IR170620000000123456789001"), TrackId = TrackId }, GroupCalls.Once)),
        ["settlements.create.object"] = async client => await client.Settlements.Create(s_payout, GroupCalls.Once),
        ["settlements.list"] = async client => (await client.Settlements.ListPage(new() { PerPage = 5 }, 1, GroupCalls.Once)).Items,
        ["settlements.list_v4"] = async client => (await client.Settlements.ListPage(new() { PerPage = 5, Api = SettlementApi.V4 }, 1, GroupCalls.Once)).Items,
        ["settlements.get"] = async client => await client.Settlements.Get(Id, GroupCalls.Once),
        ["settlements.get_v4"] = async client => new[] { await client.Settlements.Get(SettlementKey.ByTrackId(TrackId), GroupCalls.Once) },
        ["settlements.get_v4.object"] = async client => await client.Settlements.Get(SettlementKey.ByTrackId(TrackId), GroupCalls.Once),
        ["settlements.get_v4.flat"] = async client => await client.Settlements.Get(SettlementKey.ByTrackId(TrackId), GroupCalls.Once),
        ["settlements.cancel"] = async client => await client.Settlements.Cancel(171359577615, GroupCalls.Once),
        ["settlements.cancel_v4"] = async client =>
            await client.Settlements.Cancel(SettlementCancelKey.ByTrackId(TrackId, SettlementCancelMode.Pending), GroupCalls.Once),
        ["settlements.cancel_v4.plain"] = async client => await client.Settlements.Cancel(SettlementCancelKey.ByTrackId(TrackId), GroupCalls.Once),
        ["settlements.banks"] = async client => await client.Settlements.Banks(null, GroupCalls.Once),
        ["settlements.banks.filtered"] = async client =>
            await client.Settlements.Banks(new() { HasAbility = true, IsHealthy = false, IsActive = true }, GroupCalls.Once),
    };

    private static CreatedSettlements AsOnTheWire(Settlement settlement) => new() { Settlement = [settlement, .. settlement.FurtherParts] };
}
