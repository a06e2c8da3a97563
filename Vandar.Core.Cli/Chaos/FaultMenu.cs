using System.Globalization;
using System.Text;

namespace Vandar.Core.Cli.Chaos;

/// <summary>What can happen to a request, and how often beside the rest. No fault lies about what was done: what was executed is never answered
/// with the API's own refusal, and what was not executed never with a success.</summary>
internal static class FaultMenu
{
    /// <summary>Silence until the caller's time is over: each costs its whole time limit, so there are few.</summary>
    private static readonly string[] s_stalls = ["stall@head:0", "stall@body:50%", "request-stall@body:1", "unseen+stall@head:0"];

    private static readonly (int Weight, string Fault)[] s_menu =
    [
        // Executed, and the answer is lost.
        (6, "reset@head:0"), (6, "close@head:0"), (1, "half-close@head:0"), (2, "reset@head:10"), (2, "close@head:50%"), (2, "reset@body:0"),
        (2, "reset@body:50%"), (2, "close@body:1"), (2, "close@body:-1"), (1, "half-close@body:50%"), (2, "until-close+close@body:50%"),
        (2, "after:1+reset@head:0"), (2, "after:1+close@head:0"), (2, "chunked-unfinished"), (1, "chunked+reset@body:50%"), (1, "length:+7"),
        (1, "length:-7"),
        // Executed, and somebody else answers.
        (3, "status:500"), (3, "status:502"), (2, "status:503+retry-after:1"), (2, "status:504"), (1, "status:520"), (1, "status:408"), (2, "html:200"),
        (2, "html:502"), (1, "empty:200"), (1, "empty:204"), (1, "redirect:302:loop"), (1, "redirect:307:self"), (1, "redirect:308:http://other.invalid/"),
        // Executed, and the answer arrives in a strange way or not at all.
        (1, "broken:gzip"), (1, "broken:br"), (1, "double:gzip"), (1, "trailing:gzip"), (1, "gzip"), (1, "deflate"), (1, "br"), (1, "bomb:gzip:8000000"),
        (1, "interim:100,103"), (1, "interim:102+reset@head:0"), (2, "drip:60/1"), (2, "latency:4"), (1, "headers:3000"), (1, "headers:90000"),
        (1, "content-type:text/plain"), (1, "content-type:"), (2, "early+status:500"), (1, "early+status:503"), (1, "chunked"),
        // Not executed.
        (3, "unseen+reset@head:0"), (2, "unseen+close@head:0"), (2, "unseen+status:500"), (2, "unseen+status:503"), (3, "unseen+status:429+retry-after:1"),
        (1, "unseen+status:429"), (1, TokenRefusal), (1, "unseen+html:503"), (1, "unseen+html:200"), (3, "request-reset@head:10"),
        (2, "request-close@head:50%"), (2, "request-reset@body:50%"), (2, "request-close@body:1"), (1, "request-close@end"), (1, "request-half-close@head:20"),
    ];

    /// <summary>A refusal of the token: true for what carries it. A refresh does not see it for what it is, a refusal that nobody has thought about.</summary>
    private const string TokenRefusal = "unseen+status:401";

    /// <summary>How many of a hundred refreshes that meet a fault meet that one: there are few of them.</summary>
    private const int RefusedRefreshes = 15;

    private static readonly int s_weight = s_menu.Sum(item => item.Weight);

    public static string Draw(ref Dice dice)
    {
        int throwOf = dice.Next(s_weight);
        foreach ((int weight, string fault) in s_menu)
        {
            throwOf -= weight;
            if (throwOf < 0)
                return fault;
        }
        return s_menu[0].Fault;
    }

    /// <summary>What can happen to a refresh.</summary>
    public static string DrawForRefresh(ref Dice dice) => dice.Hits(RefusedRefreshes) ? TokenRefusal : Draw(ref dice);

    /// <summary>Whether a refresh that meets it believes its token to be worth nothing, which is not so.</summary>
    public static bool IsRefusalOfToken(string? fault) => fault == TokenRefusal;

    public static string DrawStall(ref Dice dice) => s_stalls[dice.Next(s_stalls.Length)];

    /// <summary>The whole menu as a plan for callers that cannot ask for a fault by themselves.</summary>
    public static string Plan(int percent)
    {
        StringBuilder plan = new();
        foreach ((int weight, string fault) in s_menu.Where(item => item.Fault != TokenRefusal))
            plan.Append(CultureInfo.InvariantCulture, $"{(double)percent * weight / s_weight:0.####}% {fault}; ");
        return plan.ToString(0, plan.Length - 2);
    }
}
