using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Buffers.Text;

namespace Vandar.Core.Sandbox;

/// <summary>One pair of tokens of a business.</summary>
internal sealed record TokenPair(
    SandboxBusiness Business, int Generation, string AccessToken, string RefreshToken, DateTimeOffset AccessExpires,
    DateTimeOffset RefreshExpires);

/// <summary>The tokens that are alive, and the calls that renew and end them. Used under the sandbox's lock.</summary>
internal sealed class TokenBook(World world)
{
    private static readonly TimeSpan s_accessLife = TimeSpan.FromDays(5);
    private static readonly TimeSpan s_refreshLife = TimeSpan.FromDays(10);

    private readonly Dictionary<string, TokenPair> _byAccess = [];
    private readonly Dictionary<string, TokenPair> _byRefresh = [];

    public void Map(WebApplication app, Doors doors)
    {
        app.MapPost("/v3/refreshtoken", doors.Open(Refresh));
        app.MapGet("/v3/logout", doors.Bearer(LogOut));
    }

    public TokenPair? Find(string? accessToken, DateTimeOffset now) =>
        accessToken is not null && _byAccess.TryGetValue(accessToken, out TokenPair? pair) && now < pair.AccessExpires ? pair : null;

    /// <summary>Makes the next pair of a business; the refresh token of <paramref name="kept"/> lives on, where refreshing does not rotate
    /// it.</summary>
    public TokenPair Issue(SandboxBusiness business, DateTimeOffset now, TokenPair? kept = null)
    {
        int generation = business.NextTokenGeneration++;
        string label = string.Create(CultureInfo.InvariantCulture, $"token/{business.Slug}/{generation}");
        TokenPair pair = new(business, generation, AccessToken(label, now),
            kept?.RefreshToken ?? "def50200" + Convert.ToHexStringLower(world.Seeded.Bytes(label + "/refresh", 320)),
            now + s_accessLife, kept?.RefreshExpires ?? now + s_refreshLife);
        _byAccess.Add(pair.AccessToken, pair);
        _byRefresh[pair.RefreshToken] = pair;
        business.Tokens = pair;
        return pair;
    }

    private Answer Refresh(HttpContext context, JsonElement body)
    {
        if (body.Text("refreshtoken") is not { } refreshToken)
        {
            FieldErrors errors = new();
            errors.Add("refreshtoken", "The refreshtoken field is required.");
            return errors.AsLaravel();
        }

        DateTimeOffset now = world.Clock.Now;
        if (!_byRefresh.TryGetValue(refreshToken, out TokenPair? old) || now >= old.RefreshExpires)
        {
            return world.Switches.RefreshRefusalIsBrokenJson
                ? Answer.Text(401, """{"unauthorized"}""")
                : Answer.Json(401, new JsonObject { ["message"] = "Unauthenticated." });
        }

        if (world.Switches.RefreshRotates)
            _byRefresh.Remove(refreshToken);
        if (world.Switches.RefreshKillsOldAccessToken)
            _byAccess.Remove(old.AccessToken);
        TokenPair pair = Issue(old.Business, now, world.Switches.RefreshRotates ? null : old);
        world.Counters.Refreshed();
        world.Journal.Append("tokens.refresh", new Call(context, old.Business, body, now, old.Generation),
            pair.Generation.ToString(CultureInfo.InvariantCulture));
        return Answer.Json(200, new JsonObject
        {
            ["token_type"] = "Bearer",
            ["expires_in"] = (long)s_accessLife.TotalSeconds,
            ["access_token"] = pair.AccessToken,
            ["refresh_token"] = pair.RefreshToken,
        });
    }

    /// <summary>Ends the pair of the call's access token; other pairs of the business live on. The answer's shape is inferred.</summary>
    private Answer LogOut(Call call)
    {
        TokenPair pair = _byAccess[Doors.BearerToken(call.Context)!];
        _byAccess.Remove(pair.AccessToken);
        _byRefresh.Remove(pair.RefreshToken);
        world.Journal.Append("tokens.logout", call, pair.Generation.ToString(CultureInfo.InvariantCulture));
        return Answer.Json(200, new JsonObject { ["status"] = 1 });
    }

    /// <summary>Looks like what the vendor hands out, signature apart: three dotted parts, longer than a kilobyte.</summary>
    private string AccessToken(string label, DateTimeOffset now)
    {
        string header = """{"typ":"JWT","alg":"RS256"}""";
        string id = Convert.ToHexStringLower(world.Seeded.Bytes(label + "/jti", 80));
        long issued = now.ToUnixTimeSeconds(), expires = (now + s_accessLife).ToUnixTimeSeconds();
        string subject = world.Seeded.Digits(label + "/sub", 6);
        string claims = string.Create(CultureInfo.InvariantCulture,
            $$"""{"aud":"9","jti":"{{id}}","iat":{{issued}},"nbf":{{issued}},"exp":{{expires}},"sub":"{{subject}}","scopes":["*"]}""");
        return $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}"
            + $".{Base64Url.EncodeToString(world.Seeded.Bytes(label + "/signature", 512))}";
    }
}
