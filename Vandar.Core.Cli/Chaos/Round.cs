using Vandar.Core.Authentication;
using Vandar.Core.Sandbox;

namespace Vandar.Core.Cli.Chaos;

/// <summary>Some thousands of calls against a sandbox of their own, in this process.</summary>
internal sealed class Round(ChaosSettings settings, int first, int count, Findings findings, Action<int> progress)
{
    private const int Stretch = 1_000;
    private const int ClockSalt = 17;

    /// <summary>Connections that a caller may have left behind: to the API, and the ones that ended badly and are not noticed yet.</summary>
    private const int ConnectionsPerCaller = 4;

    private static readonly TimeSpan s_pastAccessToken = TimeSpan.FromDays(5) + TimeSpan.FromHours(1);
    private static readonly Surroundings[] s_surroundings = [Surroundings.Impatient, Surroundings.Naive, Surroundings.Plain, Surroundings.Own];

    private int _lostSessions;
    private int _refusedSessions;

    public async Task Run(CancellationToken stop)
    {
        int shopCount = Math.Min(settings.Callers, s_surroundings.Length);
        int seed = unchecked((settings.Seed * 31) + first);
        using Watch watch = new();
        ChaosClock clock = new();
        await using VandarSandbox sandbox = await Start(settings, seed, ShopPlan.Switches, stop);
        SandboxBusiness[] businesses = new SandboxBusiness[shopCount];
        List<Shop> shops = [];
        string folder = Directory.CreateTempSubdirectory("vandar-chaos-").FullName;
        try
        {
            using Outside outside = new(sandbox.InnerAddress);
            for (int i = 0; i < shopCount; i++)
            {
                SandboxBusiness business = businesses[i] = i == 0 ? sandbox.Business : sandbox.AddBusiness(FormattableString.Invariant($"shop-{i}"));
                ShopPlan plan = await ShopPlan.Open(sandbox, business, outside, stop);
                ITokenStore kept = s_surroundings[i] is Surroundings.Plain ? new FileTokenStore(Path.Combine(folder, "tokens.json")) : new MemoryTokenStore();
                shops.Add(new(plan, s_surroundings[i], kept, clock, watch, seed + i, settings.Faults)
                {
                    Dashboard = shop => LookIntoDashboard(shop, business, stop),
                });
            }
            await Play(sandbox, businesses, shops, seed, clock, watch, stop);
        }
        finally
        {
            foreach (Shop shop in shops)
                await shop.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
        foreach (Shop shop in shops)
            findings.Add(shop.Buffers);
        findings.TextsRead += watch.Heard;
        if (watch.Hits > 0)
            findings.Break(Check.Clean, FormattableString.Invariant($"{watch.Hits} texts show a secret"));
    }

    public static Task<VandarSandbox> Start(ChaosSettings settings, int seed, SandboxSwitches switches, CancellationToken stop) =>
        VandarSandbox.Start(
            new() { Seed = seed, Limits = false, Switches = switches, Faults = SandboxFaultPlan.Parse(FaultMenu.Plan(settings.Faults), seed) }, stop);

    private async Task Play(
        VandarSandbox sandbox, SandboxBusiness[] businesses, List<Shop> shops, int seed, ChaosClock clock, Watch watch, CancellationToken stop)
    {
        Diary diary = new(first, count, progress);
        Sightings sightings = new();
        Callers callers = new(shops, diary, watch, sightings);
        Books books = new(sandbox, diary, IntentOf, first, count);
        int perShop = Math.Max(1, settings.Callers / shops.Count);
        for (int done = 0; done < count; done += Stretch)
        {
            if (done > 0)
                MoveClocks(sandbox, clock, Dice.Of(seed, done, ClockSalt));
            Queue<Intent>[] stretch = [.. shops.Select(_ => new Queue<Intent>())];
            for (int number = first + done; number < first + Math.Min(done + Stretch, count); number++)
                stretch[number % shops.Count].Enqueue(IntentOf(number));
            await callers.Run(stretch, perShop, stop);
            findings.MostConnections = Math.Max(findings.MostConnections, sandbox.Faults!.OpenConnections);
        }

        foreach ((Shop shop, SandboxBusiness business) in shops.Zip(businesses))
            await CloseSession(shop, business, stop);
        sandbox.Clock.Advance(TimeSpan.FromDays(3_700));
        books.Check(findings);

        findings.Faults += sandbox.Faults!.Injected;
        findings.LongestOverrun = Math.Max(findings.LongestOverrun, sightings.LongestOverrun);
        findings.LostSessions += _lostSessions;
        findings.RefusedSessions += _refusedSessions;
        findings.StoreFailures += shops.Sum(shop => shop.Store.Failed);
        if (sightings.LeftInFlight > 0)
            findings.Break(Check.Ended, FormattableString.Invariant($"{sightings.LeftInFlight} requests were under way when every call was over"));
        foreach (int number in sightings.Escaped)
            findings.Break(Check.Told, IntentOf(number), End.Refused, 0, "a hostile id left this machine");
        if (sandbox.UnreadableBodies > 0)
            findings.Break(Check.Clean, FormattableString.Invariant($"{sandbox.UnreadableBodies} bodies arrived that nobody had sent so"));
        if (findings.MostConnections > (settings.Callers + shops.Count) * ConnectionsPerCaller)
            findings.Break(Check.Clean, FormattableString.Invariant($"{findings.MostConnections} connections are open for {settings.Callers} callers"));

        Intent IntentOf(int number) =>
            Intent.Of(settings.Seed, number, settings.Faults, shops[number % shops.Count].Surroundings is Surroundings.Own);
    }

    /// <summary>While nobody calls: the tokens run out, the machine sleeps, somebody sets its clock.</summary>
    private static void MoveClocks(VandarSandbox sandbox, ChaosClock clock, Dice dice)
    {
        switch (dice.Next(4))
        {
            case 0:
                // Both know that the tokens are over.
                clock.Sleep(s_pastAccessToken);
                sandbox.Clock.Advance(s_pastAccessToken);
                break;
            case 1:
                // Only the server knows; a 401 has to tell. The minute keeps the clients from taking it for a refusal of a new token.
                clock.Sleep(TimeSpan.FromMinutes(1));
                sandbox.Clock.Advance(s_pastAccessToken);
                break;
            case 2:
                clock.JumpWall(TimeSpan.FromHours(dice.Next(3) - 1));
                break;
            default:
                sandbox.Clock.Advance(TimeSpan.FromMinutes(dice.Next(40)));
                break;
        }
    }

    /// <summary>After an answer with a pair was lost, or its token was refused, the business makes a new one in the dashboard, as it is told to.</summary>
    private Task LookIntoDashboard(Shop shop, SandboxBusiness business, CancellationToken stop) => shop.Mend(newest =>
    {
        bool wasRefused = shop.LearnsOfRefusal(), isLost = business.Credentials.RefreshToken != newest.RefreshToken;
        if (!isLost && !wasRefused)
            return null;
        business.NewToken();
        Interlocked.Increment(ref isLost ? ref _lostSessions : ref _refusedSessions);
        SandboxCredentials made = business.Credentials;
        return new() { AccessToken = made.AccessToken, RefreshToken = made.RefreshToken };
    }, stop);

    /// <summary>On a good line at last: one refresh, and the store has what it brought.</summary>
    private async Task CloseSession(Shop shop, SandboxBusiness business, CancellationToken stop)
    {
        shop.Mend();
        Intent.Current = null;
        if (shop.Store.Overlaps > 0)
            findings.Break(Check.Tokens, FormattableString.Invariant($"{shop.Store.Overlaps} errands for a token beside another one ({shop.Surroundings})"));
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                await shop.Client.Tokens.Refresh(stop);
                break;
            }
            catch (VandarException) when (attempt < 20)
            {
                await LookIntoDashboard(shop, business, stop);
                shop.Clock.Sleep(TimeSpan.FromMinutes(1));
            }
        }
        TokenPair? kept = await shop.Store.Kept.Read(stop);
        if (kept?.RefreshToken != business.Credentials.RefreshToken)
            findings.Break(Check.Tokens, $"the store does not have the newest pair ({shop.Surroundings}{(kept?.RefreshToken == shop.Newest.RefreshToken ? "" : ", nor the client's")})");
    }
}
