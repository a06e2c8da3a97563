using System.Collections.Concurrent;

namespace Vandar.Core.Cli.Chaos;

/// <summary>Where callers write down what they mean to do, before they do it, and what became of it.</summary>
internal interface IDiary
{
    void Meant(int number);

    /// <summary>What the call is about was made, and only its id can tell later what became of it. Before the call.</summary>
    void Prepared(int number, string subject);

    void Ended(int number, End end);

    /// <summary>What the look-up behind an unknown outcome has told.</summary>
    void Settled(int number, bool wasExecuted);
}

/// <summary>What callers have seen, apart from the ends of their calls.</summary>
internal sealed class Sightings
{
    private long _longestOverrun;

    public int LeftInFlight { get; set; }

    /// <summary>The longest that a call went on after its time limit, in milliseconds of the clients' clock.</summary>
    public long LongestOverrun => Interlocked.Read(ref _longestOverrun);

    /// <summary>Hostile ids that led to a request.</summary>
    public ConcurrentQueue<int> Escaped { get; } = [];

    public void Overran(TimeSpan by)
    {
        long milliseconds = (long)by.TotalMilliseconds, seen = LongestOverrun;
        while (milliseconds > seen)
        {
            long before = Interlocked.CompareExchange(ref _longestOverrun, milliseconds, seen);
            if (before == seen)
                return;
            seen = before;
        }
    }
}

/// <summary>Many callers at once over a few shops, and after each stretch the look-ups for what they do not know.</summary>
internal sealed class Callers(IReadOnlyList<Shop> shops, IDiary diary, Watch watch, Sightings sightings)
{
    /// <summary>How often a look-up is tried on the bad line, and then on a good one: a caller asks until he knows.</summary>
    private const int MostReads = 25;
    private const int MostCalmReads = 5;

    // On the clients' clock: a call, one that will meet silence, and a preparation.
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_shortLimit = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Until somebody elsewhere has noticed that the session is lost.</summary>
    private static readonly TimeSpan s_dashboardPause = TimeSpan.FromMilliseconds(250);

    private static readonly RequestOptions s_ordinary = new() { Timeout = s_limit };
    private static readonly RequestOptions s_stalled = new() { Timeout = s_shortLimit };
    private static readonly RequestOptions s_careful = new() { Timeout = TimeSpan.FromMinutes(5), MaxRetries = 8, WaitOnRateLimit = true };

    /// <summary>Makes the calls of a stretch, each shop its own, in their order, and settles what stays unknown of those with a look-up.</summary>
    public async Task Run(IReadOnlyList<Queue<Intent>> stretch, int callersPerShop, CancellationToken stop)
    {
        ConcurrentQueue<(Shop Shop, Intent Intent)> unknown = [];
        List<Task> callers = [];
        for (int i = 0; i < shops.Count; i++)
        {
            (Shop shop, Queue<Intent> work) = (shops[i], stretch[i]);
            for (int caller = 0; caller < callersPerShop; caller++)
                callers.Add(Task.Run(() => Work(shop, work, unknown, stop), CancellationToken.None));
        }
        await Task.WhenAll(callers);
        stop.ThrowIfCancellationRequested();
        foreach (Shop shop in shops)
            await shop.Quiet();
        // What was given up may still be on its way inside the server.
        await Task.Delay(s_pause, TimeProvider.System, stop);
        sightings.LeftInFlight += shops.Sum(shop => shop.InFlight);

        callers.Clear();
        for (int caller = 0; caller < callersPerShop; caller++)
            callers.Add(Task.Run(() => Settle(unknown, stop), CancellationToken.None));
        await Task.WhenAll(callers);
        stop.ThrowIfCancellationRequested();
    }

    /// <summary>Asks the library what became of a call.</summary>
    public async Task Settle(Shop shop, Intent intent, CancellationToken stop)
    {
        if (intent.Deed.LookUp is not { } lookUp)
            return;
        if (intent.Deed.Prepare is not null && intent.Subject.Id.Length == 0)
        {
            // The process was killed before there was something to call about.
            diary.Settled(intent.Number, wasExecuted: false);
            return;
        }
        Intent reading = intent.LookingUp(), calm = intent.LookingUpCalmly();
        for (int read = 0; read < MostReads + MostCalmReads && !stop.IsCancellationRequested; read++)
        {
            bool isCalm = read >= MostReads;
            Intent.Current = isCalm ? calm : reading;
            try
            {
                diary.Settled(intent.Number, await lookUp(new(shop, Intent.Current, isCalm ? s_careful : s_ordinary, stop)));
                break;
            }
            catch (Exception e) when (e is VandarException or OperationCanceledException)
            {
                await Saw(shop, e, stop);
            }
        }
        Intent.Current = null;
    }

    private async Task Work(Shop shop, Queue<Intent> work, ConcurrentQueue<(Shop, Intent)> unknown, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            Intent? intent;
            lock (work)
            {
                if (!work.TryDequeue(out intent))
                    return;
            }
            diary.Meant(intent.Number);
            End end = await Call(shop, intent, stop);
            diary.Ended(intent.Number, end);
            if (end is End.Unknown && intent.Deed.LookUp is not null)
                unknown.Enqueue((shop, intent));
        }
    }

    private async Task Settle(ConcurrentQueue<(Shop Shop, Intent Intent)> unknown, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested && unknown.TryDequeue(out (Shop Shop, Intent Intent) next))
            await Settle(next.Shop, next.Intent, stop);
    }

    private async Task<End> Call(Shop shop, Intent intent, CancellationToken stop)
    {
        Errand errand = new(shop, intent, s_careful, stop);
        if (intent.Deed.Prepare is { } prepare)
        {
            Intent preparing = intent.Preparing();
            Intent.Current = preparing;
            try
            {
                await prepare(errand with { Intent = preparing });
                if (intent.Deed.LookUp is not null)
                    diary.Prepared(intent.Number, intent.Subject.Id);
            }
            catch (Exception e)
            {
                await Saw(shop, e, stop);
                return End.Skipped;
            }
        }

        Intent.Current = intent;
        SlowLine.Current = intent.Deed.IsLarge && shop.Surroundings is Surroundings.Impatient ? new() : null;
        using CancellationTokenSource gaveUp = intent.CancelAfter is { } after
            ? new(after, TimeProvider.System) : new();
        if (intent.CancelAfter == TimeSpan.Zero)
            await gaveUp.CancelAsync();
        RequestOptions options = intent.IsStalled ? s_stalled : s_ordinary;
        long started = shop.Clock.GetTimestamp();
        try
        {
            await intent.Deed.Send(errand with { Options = options, Stop = gaveUp.Token });
            return End.Succeeded;
        }
        catch (Exception e)
        {
            await Saw(shop, e, stop);
            return EndOf(e);
        }
        finally
        {
            sightings.Overran(shop.Clock.GetElapsedTime(started) - options.Timeout!.Value);
            if (intent.Deed.Class is 'S' && intent.Requests > 0)
                sightings.Escaped.Enqueue(intent.Number);
            SlowLine.Current = null;
            Intent.Current = null;
        }
    }

    private async Task Saw(Shop shop, Exception e, CancellationToken stop)
    {
        watch.Hear(e);
        if (e is not VandarAuthenticationException)
            return;
        if (shop.Dashboard is { } dashboard)
            await dashboard(shop);
        else
            await Task.Delay(s_dashboardPause, TimeProvider.System, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static End EndOf(Exception e) => VandarException.OutcomeOf(e) switch
    {
        RequestOutcome.Rejected => End.Rejected,
        RequestOutcome.NotSent => End.NotSent,
        RequestOutcome.Unknown => End.Unknown,
        _ => e is ArgumentException ? End.Refused : End.Untold,
    };
}
