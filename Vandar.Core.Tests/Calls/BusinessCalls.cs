using Vandar.Core.Business;

namespace Vandar.Core.Tests;

/// <summary>How the business and its people is called by the fixtures.</summary>
internal static class BusinessCalls
{
    internal static Dictionary<string, Func<VandarClient, Task<object?>>> All => new()
    {
        ["business.get"] = async client => await client.Business.Get(GroupCalls.Once),
        ["business.users"] = async client => AsOnTheWire(await client.Business.UsersPage(new() { PerPage = 10 }, 1, GroupCalls.Once)),
    };

    private static UserRows AsOnTheWire(Page<BusinessUser> page) =>
        new() { Page = page.Number, LastPage = page.LastNumber, Total = page.Total, Users = page.Items };
}
