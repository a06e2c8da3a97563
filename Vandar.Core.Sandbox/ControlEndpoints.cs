using System.Buffers;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vandar.Core.Sandbox;

/// <summary>What no real Vandar has: a look at the state, and the clock. For loopback callers only; carries no secret of a business.</summary>
internal sealed class ControlEndpoints(World world, Doors doors)
{
    public static readonly PathString Root = "/_sandbox";

    /// <summary>Where faults are planned.</summary>
    public static readonly PathString Faults = Root + "/faults";

    public void Map(WebApplication app)
    {
        app.MapGet(Root + "/health", doors.Control((_, _) => Answer.Json(200, new JsonObject { ["status"] = "ok" })));
        app.MapGet(Root + "/state", doors.Control(State));
        app.MapGet(Root + "/ledger", doors.Control(Ledger));
        app.MapGet(Root + "/journal", doors.Control(Journal));
        app.MapGet(Root + "/test-values", doors.Control((_, _) => Answer.Json(200, SandboxTestValues.Page())));
        app.MapPost(Root + "/clock/advance", doors.Control(AdvanceClock));
        app.MapPost(Root + "/wallet/fill", doors.Control(FillWallet));
        app.MapPost(Root + "/echo", Echo);
        app.MapGet(Faults, doors.Control((_, _) => ShowFaults()));
        app.MapPut(Faults, doors.Control((_, body) => PlanFaults(body.Text("faults"), body)));
        app.MapDelete(Faults, doors.Control((_, body) => PlanFaults("", body)));
    }

    /// <summary>From this computer, and not by a page that its browser has open: such a page has an origin elsewhere, or reached the sandbox under
    /// a name of its own.</summary>
    public static bool IsAllowed(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && IsLoopback($"http://{context.Request.Host}")
        && context.Request.Headers.Origin.All(IsLoopback);

    private static bool IsLoopback(string? url) => Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed) && parsed.IsLoopback;

    /// <summary>What arrived of a body of any kind and length: its SHA-256 and its length, taken as it comes.</summary>
    private static async Task Echo(HttpContext context)
    {
        if (!IsAllowed(context))
        {
            await Envelope.Status.NotFound().Write(context, counters: null);
            return;
        }
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] piece = ArrayPool<byte>.Shared.Rent(16 << 10);
        long length = 0;
        try
        {
            int read;
            while ((read = await context.Request.Body.ReadAsync(piece, context.RequestAborted)) > 0)
            {
                hash.AppendData(piece, 0, read);
                length += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
        JsonObject data = new() { ["sha256"] = Convert.ToHexString(hash.GetHashAndReset()), ["length"] = length };
        await Answer.Json(200, new JsonObject { ["data"] = data }).Write(context, counters: null);
    }

    private Answer State(HttpContext context, JsonElement body)
    {
        JsonArray businesses = [];
        foreach (SandboxBusiness business in world.Businesses.Values)
        {
            businesses.Add((JsonNode)new JsonObject
            {
                ["name"] = business.Slug, ["wallet_rial"] = business.Wallet.Value, ["transactions"] = business.Transactions.Count,
                ["cardholders"] = business.Cardholders.Count, ["customers"] = business.Customers.All.Count,
                ["token_generation"] = business.Tokens.Generation,
            });
        }
        JsonObject answers = [];
        foreach ((int status, int count) in world.Counters.Answers())
            answers[status.ToString(CultureInfo.InvariantCulture)] = count;
        JsonObject state = new()
        {
            ["now"] = world.Clock.Now.ToString("O", CultureInfo.InvariantCulture),
            ["requests"] = world.Counters.Requests,
            ["answers"] = answers,
            ["refreshes"] = world.Counters.Refreshes,
            ["ledger_sum_rial"] = world.Ledger.Sum.Value,
            ["businesses"] = businesses,
        };
        if (world.Faults is { } faults)
            state["faults"] = Counts(faults);
        return Answer.Json(200, state);
    }

    private Answer ShowFaults()
    {
        if (world.Faults is not { } faults)
            return Answer.Json(409, new JsonObject { ["message"] = "This sandbox was started without faults." });
        return Answer.Json(200, new JsonObject
        {
            ["seed"] = faults.Plan.Seed, ["faults"] = faults.Plan.ToString(), ["injected"] = faults.Injected, ["counts"] = Counts(faults),
            ["open_connections"] = faults.OpenConnections,
        });
    }

    private static JsonObject Counts(SandboxFaults faults)
    {
        JsonObject counts = [];
        foreach ((string fault, int count) in faults.Counts.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            counts[fault] = count;
        return counts;
    }

    /// <summary><c>{"seed": 7, "faults": "5% reset@head:0; 2% unseen+status:503"}</c>.</summary>
    private Answer PlanFaults(string? plan, JsonElement body)
    {
        if (plan is null)
            return Answer.Json(422, new JsonObject { ["message"] = "faults must be a text: a plan." });
        long seed = 1;
        if (body.Has("seed", out JsonElement value) && (!value.TryWhole(out seed) || seed is < 0 or > int.MaxValue))
            return Answer.Json(422, new JsonObject { ["message"] = "seed must be a whole number, zero or more." });
        try
        {
            SandboxFaultPlan asked = SandboxFaultPlan.Parse(plan, (int)seed);
            if (world.Faults is { } faults)
                faults.Plan = asked;
            return ShowFaults();
        }
        catch (FormatException e)
        {
            return Answer.Json(422, new JsonObject { ["message"] = e.Message });
        }
    }

    private Answer Ledger(HttpContext context, JsonElement body)
    {
        JsonObject accounts = [];
        foreach ((string account, Rial balance) in world.Ledger.Balances)
            accounts[account] = balance.Value;
        return Answer.Json(200, new JsonObject
        {
            ["unit"] = "Rial", ["sum"] = world.Ledger.Sum.Value, ["entries"] = world.Ledger.Entries.Count, ["accounts"] = accounts,
        });
    }

    private Answer Journal(HttpContext context, JsonElement body)
    {
        JsonObject operations = [];
        IReadOnlyList<SandboxExecution> executions = world.Journal.Snapshot();
        IEnumerable<KeyValuePair<string, int>> counts = executions.CountBy(execution => execution.Operation);
        foreach ((string operation, int count) in counts.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            operations[operation] = count;
        return Answer.Json(200, new JsonObject { ["executions"] = executions.Count, ["by_operation"] = operations });
    }

    /// <summary><c>{"seconds": 30}</c>, whole seconds.</summary>
    private Answer AdvanceClock(HttpContext context, JsonElement body)
    {
        if (!body.Has("seconds", out JsonElement value) || !value.TryWhole(out long seconds) || seconds is < 0 or > int.MaxValue)
            return Answer.Json(422, new JsonObject { ["message"] = "seconds must be a whole number, zero or more." });
        world.Clock.Advance(TimeSpan.FromSeconds(seconds));
        world.CatchUp();
        return State(context, body);
    }

    /// <summary><c>{"business": "sample-shop", "rial": 500000}</c>.</summary>
    private Answer FillWallet(HttpContext context, JsonElement body)
    {
        if (!world.Businesses.TryGetValue(body.Text("business") ?? "", out SandboxBusiness? business))
            return Answer.Json(422, new JsonObject { ["message"] = "business must name a business of the sandbox." });
        if (!body.Has("rial", out JsonElement value) || !value.TryWhole(out long rial) || rial is < 1 or > FieldRules.Largest)
            return Answer.Json(422, new JsonObject { ["message"] = "rial must be a whole number from 1 to 1000000000000000." });
        business.FillWallet(new Rial(rial));
        world.CatchUp();
        return State(context, body);
    }
}
