using System.Diagnostics;
using Vandar.Core.Authentication;
using Vandar.Core.Sandbox;

namespace Vandar.Core.Cli.Chaos;

/// <summary>A round whose callers are processes of their own on one token file. One of them is killed in the middle of its work, and begins again.</summary>
internal sealed class ProcessRound(ChaosSettings settings, int first, int count, Findings findings, Action<int> progress)
{
    private const int KillSalt = 19;

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(100);

    /// <summary>So many looks in a row find another pair in the dashboard than in the file, until somebody is sure that it was lost.</summary>
    private const int LooksUntilLost = 3;

    public async Task Run(CancellationToken stop)
    {
        int seed = unchecked((settings.Seed * 31) + first);
        string folder = Directory.CreateTempSubdirectory("vandar-chaos-").FullName;
        try
        {
            await using VandarSandbox sandbox = await Round.Start(
                settings, seed, ShopPlan.Switches with { RefreshKillsOldAccessToken = true }, stop);
            using Outside outside = new(sandbox.InnerAddress);
            ShopPlan shop = await ShopPlan.Open(sandbox, sandbox.Business, outside, stop);
            Diary diary = new(first, count, progress);
            Books books = new(sandbox, diary, IntentOf, first, count);
            string tokenFile = Path.Combine(folder, "tokens.json");
            ProcessPlan[] plans = [.. Enumerable.Range(0, settings.Processes).Select(process => new ProcessPlan
            {
                Shop = shop, Seed = settings.Seed, Faults = settings.Faults, Callers = Math.Max(1, settings.Callers / settings.Processes), First = first,
                Count = count, Process = process, Processes = settings.Processes, TokenFile = tokenFile,
                Diary = Path.Combine(folder, FormattableString.Invariant($"diary-{process}")),
            })];
            await Work(plans, folder, sandbox, new FileTokenStore(tokenFile), stop);

            foreach (ProcessPlan plan in plans)
                FileDiary.Replay(plan.Diary, diary, Saw);
            await CheckStore(sandbox, shop, tokenFile, stop);
            sandbox.Clock.Advance(TimeSpan.FromDays(3_700));
            books.Check(findings);
            findings.Faults += sandbox.Faults!.Injected;
            if (sandbox.UnreadableBodies > 0)
                findings.Break(Check.Clean, FormattableString.Invariant($"{sandbox.UnreadableBodies} bodies arrived that nobody had sent so"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        Intent IntentOf(int number) => Intent.Of(settings.Seed, number, settings.Faults, isKeyedOnly: false);
    }

    private async Task Work(ProcessPlan[] plans, string folder, VandarSandbox sandbox, FileTokenStore store, CancellationToken stop)
    {
        string[] files = [.. plans.Select(plan => Path.Combine(folder, FormattableString.Invariant($"plan-{plan.Process}.json")))];
        foreach ((ProcessPlan plan, string file) in plans.Zip(files))
            plan.Write(file);
        Dice dice = Dice.Of(settings.Seed, first, KillSalt);
        int victim = dice.Next(plans.Length);
        // Of its diary's lines, about two for each intent.
        int share = count / plans.Length, killAt = plans.Length > 1 ? (share / 4) + dice.Next(Math.Max(1, share)) : int.MaxValue;
        Process[] processes = [.. files.Select(Begin)];
        try
        {
            int unlike = 0;
            while (processes.Any(process => !process.HasExited))
            {
                await Task.Delay(s_look, TimeProvider.System, stop);
                int[] lines = [.. plans.Select(plan => Lines(plan.Diary))];
                progress(Math.Min(count, lines.Sum() / 2));
                if (lines[victim] >= killAt && !processes[victim].HasExited)
                {
                    killAt = int.MaxValue;
                    processes[victim].Kill();
                    await processes[victim].WaitForExitAsync(stop);
                    processes[victim].Dispose();
                    findings.Kills++;
                    processes[victim] = Begin(files[victim]);
                }
                unlike = await IsLike(sandbox, store, stop) ? 0 : unlike + 1;
                if (unlike >= LooksUntilLost)
                {
                    unlike = 0;
                    await MakeNewPair(sandbox, store, stop);
                }
            }
            foreach (Process process in processes.Where(process => process.ExitCode != ExitCode.Done))
                findings.Break(Check.Ended, FormattableString.Invariant($"a process of callers ended with exit code {process.ExitCode}"));
        }
        finally
        {
            foreach (Process process in processes)
            {
                if (!process.HasExited)
                    process.Kill();
                process.Dispose();
            }
        }
    }

    /// <summary>This very tool, as it was started: a native file by itself, or an assembly by its host.</summary>
    private static Process Begin(string plan)
    {
        string tool = Environment.ProcessPath ?? throw new InvalidOperationException("This platform does not tell where the tool is.");
        string[] own = Environment.GetCommandLineArgs();
        string[] host = Path.GetFileNameWithoutExtension(tool).Equals("dotnet", StringComparison.OrdinalIgnoreCase) ? [own[0]] : [];
        ProcessStartInfo start = new(tool, [.. host, "chaos", "--plan", plan]) { RedirectStandardOutput = true };
        return Process.Start(start) ?? throw new InvalidOperationException("No process was started.");
    }

    private static int Lines(string diary)
    {
        if (!File.Exists(diary))
            return 0;
        // Estimated by the size: the lines are of one kind.
        const int LineLength = 10;
        return (int)(new FileInfo(diary).Length / LineLength);
    }

    private async Task<bool> IsLike(VandarSandbox sandbox, FileTokenStore store, CancellationToken stop)
    {
        TokenPair? kept = await store.Read(stop);
        return sandbox.Refreshes == 0 || kept?.RefreshToken == sandbox.Credentials.RefreshToken;
    }

    private async Task MakeNewPair(VandarSandbox sandbox, FileTokenStore store, CancellationToken stop)
    {
        await using ITokenStoreLease lease = await store.Acquire(stop);
        TokenPair? kept = await lease.Read(stop);
        if (kept?.RefreshToken == sandbox.Credentials.RefreshToken)
            return;
        sandbox.Business.NewToken();
        findings.LostSessions++;
        SandboxCredentials made = sandbox.Credentials;
        // Later than any date of the processes, whose clocks go faster.
        DateTimeOffset after = (kept?.ObtainedAt ?? TimeProvider.System.GetUtcNow()) + TimeSpan.FromSeconds(1);
        await lease.Write(new() { AccessToken = made.AccessToken, RefreshToken = made.RefreshToken, ObtainedAt = after }, stop);
    }

    private async Task CheckStore(VandarSandbox sandbox, ShopPlan shop, string tokenFile, CancellationToken stop)
    {
        FileTokenStore store = new(tokenFile);
        if (!await IsLike(sandbox, store, stop))
            await MakeNewPair(sandbox, store, stop);
        await using VandarClient client = new(new()
        {
            Business = shop.Business, AccessToken = shop.AccessToken, RefreshToken = shop.RefreshToken, Hosts = VandarHosts.At(shop.InnerAddress),
            TokenStore = store,
        });
        await client.Tokens.Refresh(stop);
        if ((await store.Read(stop))?.RefreshToken != sandbox.Credentials.RefreshToken)
            findings.Break(Check.Tokens, "the token file does not have the newest pair");
    }

    private void Saw(Sight sight, long value)
    {
        switch (sight)
        {
            case Sight.LeftInFlight when value > 0:
                findings.Break(Check.Ended, FormattableString.Invariant($"{value} requests were under way when every call was over"));
                break;
            case Sight.SecretsTold when value > 0:
                findings.Break(Check.Clean, FormattableString.Invariant($"{value} texts show a secret"));
                break;
            case Sight.EscapedIds when value > 0:
                findings.Break(Check.Told, FormattableString.Invariant($"{value} hostile ids left this machine"));
                break;
            case Sight.Overlaps when value > 0:
                findings.Break(Check.Tokens, FormattableString.Invariant($"{value} errands for a token beside another one"));
                break;
            case Sight.BuffersLost when value > 0:
                findings.Break(Check.Clean, FormattableString.Invariant($"{value} buffers were neither returned nor dropped, or in two hands"));
                break;
            case Sight.BuffersRented:
                findings.BuffersRented += value;
                break;
            case Sight.BuffersDropped:
                findings.BuffersDropped += value;
                break;
            case Sight.TextsRead:
                findings.TextsRead += value;
                break;
            case Sight.StoreFailures:
                findings.StoreFailures += value;
                break;
            case Sight.LongestOverrun:
                findings.LongestOverrun = Math.Max(findings.LongestOverrun, value);
                break;
        }
    }
}
