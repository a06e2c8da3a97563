using System.Globalization;
using Vandar.Core.RateLimiting;
using Vandar.Core.Ravand;
using Vandar.Core.Settlements;

namespace Vandar.Core.Benchmarks.Contestants;

/// <summary>This library.</summary>
internal sealed class VandarContestant : IContestant
{
    internal static CreateCardholder Applicant { get; } = new()
    {
        NationalCode = NationalCode.Parse(Errand.NationalCode),
        Mobile = MobileNumber.Parse(Errand.Mobile),
        BirthDate = JalaliDate.Parse(Errand.BirthDate),
    };

    /// <summary>A token that is refused within this time after it was received is not renewed once more.</summary>
    private static readonly TimeSpan s_tokenPause = TimeSpan.FromSeconds(30);

    private readonly VandarClient _vandar;
    private readonly VandarClient _refreshing;
    private readonly LeapingClock _clock = new();
    private readonly string[] _providers;
    private int _posts;

    private VandarContestant(Endpoint endpoint, VandarClientOptions options, string[] providers)
    {
        options = options with
        {
            Business = Errand.Business,
            AccessToken = Errand.AccessToken,
            RefreshToken = Errand.RefreshToken,
            Hosts = VandarHosts.At(endpoint.Address),
            // The stub is a test double, which copies what it is sent.
            AllowBodyCopies = endpoint.Handler is not null,
        };
        _vandar = New(endpoint, options);
        _refreshing = New(endpoint, options with { TimeProvider = _clock });
        _providers = providers;
    }

    internal static VandarContestant WithEverything(Endpoint endpoint) => new(endpoint, Limited(), [Errand.Provider]);

    /// <summary>A thousand providers in turn: far more addresses than are kept.</summary>
    internal static VandarContestant WithNewUris(Endpoint endpoint) => new(
        endpoint, Limited(), [.. Enumerable.Range(0, 1_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"{Errand.Provider}-{i:D3}"))]);

    internal static VandarContestant Bare(Endpoint endpoint)
    {
        VandarClientOptions options = new()
        {
            RateLimits = VandarRateLimits.Off,
            Timeout = Timeout.InfiniteTimeSpan,
            BodyIdleTimeout = Timeout.InfiniteTimeSpan,
            MaxRetries = 0,
        };
        return new(endpoint, options, [Errand.Provider]);
    }

    public ValueTask<object> Post() => _vandar.Ravand.Cardholders(NextProvider()).Create(Applicant).AsAnswer();

    public ValueTask<object> GetOne() => _vandar.Settlements.Get(Errand.SettlementId).AsAnswer();

    public ValueTask<object> List(int rows) => _vandar.Settlements.ListPage(new() { PerPage = rows }, 1).AsAnswer();

    public ValueTask<object> Upload(Stream photo) =>
        _vandar.Ravand.Cardholders(Errand.Provider)
            .Upload(Errand.CardholderId, DocumentType.ApplicantPhoto, VandarFile.From(photo, Errand.PhotoName, Errand.PhotoType)).AsAnswer();

    public async ValueTask<object> Error422()
    {
        try
        {
            return await _vandar.Ravand.Cardholders(Errand.StrictProvider).Create(Applicant);
        }
        catch (VandarApiException e)
        {
            return e;
        }
    }

    // A clock that is not the system's cannot reuse a time limit: some hundred bytes of this case are the clock's.
    public ValueTask<object> UnauthorizedThenRefresh()
    {
        _clock.Leap(s_tokenPause);
        return _refreshing.Settlements.Get(Errand.GuardedSettlementId).AsAnswer();
    }

    public object Plain(object answer) => answer switch
    {
        Cardholder cardholder => new PlainCardholder(cardholder.CardholderId),
        SettlementListItem settlement => Plain(settlement),
        Page<SettlementListItem> page => new PlainPage
        {
            Data = [.. page.Items.Select(Plain)], CurrentPage = page.Number!.Value, LastPage = page.LastNumber!.Value, Total = page.Total!.Value,
        },
        VandarApiException refusal => new PlainRefusal(
            refusal.ServerMessage,
            refusal.Errors.GroupBy(error => error.Field!).ToDictionary(field => field.Key, field => field.Select(error => error.Message).ToList()))
        {
            Status = (int)refusal.StatusCode!,
        },
        _ => answer,
    };

    public void Dispose()
    {
        _vandar.Dispose();
        _refreshing.Dispose();
    }

    private static VandarClient New(Endpoint endpoint, VandarClientOptions options) => endpoint.Handler is null
        ? new VandarClient(options)
        : new VandarClient(options, new HttpClient(endpoint.Handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan });

    private static PlainSettlement Plain(SettlementListItem settlement) => new()
    {
        Id = settlement.Id,
        IbanId = settlement.IbanId is { } iban ? long.Parse(iban, CultureInfo.InvariantCulture) : null,
        GatewayTransactionId = settlement.GatewayTransactionId!.Value,
        Amount = settlement.Amount!.Value,
        PaymentNumber = settlement.PaymentNumber,
        Status = settlement.Status.Value,
        Wallet = settlement.Wallet!.Value,
        SettlementDate = settlement.SettlementDate.Text,
        SettlementDoneTimePrediction = settlement.SettlementDoneTimePrediction.Text,
        Description = settlement.Description,
    };

    // On, and never in the way: what a limiter costs is part of the figure.
    private static VandarClientOptions Limited() => new()
    {
        RateLimits = new(new VandarRateLimiter(200_000, TimeSpan.FromMilliseconds(1)), new VandarRateLimiter(200_000, TimeSpan.FromMilliseconds(1))),
    };

    private string NextProvider() =>
        _providers.Length == 1 ? _providers[0] : _providers[(int)((uint)Interlocked.Increment(ref _posts) % (uint)_providers.Length)];

    /// <summary>The system's clock, which leaps ahead at a word.</summary>
    private sealed class LeapingClock : TimeProvider
    {
        private long _ahead;

        public override long GetTimestamp() => System.GetTimestamp() + Interlocked.Read(ref _ahead);

        internal void Leap(TimeSpan time) => Interlocked.Add(ref _ahead, (long)(time.TotalSeconds * TimestampFrequency));
    }
}
