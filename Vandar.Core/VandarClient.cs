using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.ObjectPool;
using Vandar.Core.Authentication;
using Vandar.Core.Avand;
using Vandar.Core.BatchSettlements;
using Vandar.Core.Business;
using Vandar.Core.DirectDebit;
using Vandar.Core.Customers;
using Vandar.Core.CashIn;
using Vandar.Core.Http;
using Vandar.Core.Inquiries;
using Vandar.Core.Ipg;
using Vandar.Core.QueuedSettlements;
using Vandar.Core.Ravand;
using Vandar.Core.Refunds;
using Vandar.Core.Settlements;
using Vandar.Core.Tokens;
using Vandar.Core.Wallet;

namespace Vandar.Core;

/// <summary>The one entry to the Vandar API. Thread-safe: make one and keep it.</summary>
/// <example><code>
/// using var client = new VandarClient(new() { Business = "shop", RefreshToken = "…", IpgApiKey = "…" });
/// var balance = await client.Wallet.Balance();
/// </code></example>
public sealed class VandarClient : IDisposable, IAsyncDisposable
{
    private readonly ApiCore _api;
    private readonly AccessTokens? _tokens;
    private readonly Transport? _transport;

    /// <summary>A client with a connection pool of its own, for console tools and single services.</summary>
    /// <exception cref="ArgumentException">An option is wrong; the exception names it and its rule, never its value.</exception>
    public VandarClient(VandarClientOptions options)
        : this(Make(options, null))
    {
    }

    /// <summary>
    /// A client over an <see cref="HttpClient"/> of yours, for services that configure theirs. It is not disposed with this client.
    /// </summary>
    /// <remarks>
    /// Its base address is not used. Its handler should neither follow redirects nor keep cookies, and its timeout should be infinite: the
    /// client's own limit covers the answer's body too. Handlers around it that repeat requests cannot make a payment go out twice, unless
    /// <see cref="VandarClientOptions.AllowBodyCopies"/> lets them take its body.
    /// </remarks>
    /// <exception cref="ArgumentException">An option is wrong; the exception names it and its rule, never its value.</exception>
    public VandarClient(VandarClientOptions options, HttpClient httpClient)
        : this(Make(options, httpClient ?? throw new ArgumentNullException(nameof(httpClient))))
    {
    }

    /// <summary>A client over pools that somebody keeps books of.</summary>
    /// <param name="options">As ever.</param>
    /// <param name="httpClient">Null for a connection pool of its own.</param>
    /// <param name="pools">Where its buffers and time limits come from.</param>
    internal VandarClient(VandarClientOptions options, HttpClient? httpClient, ObjectPoolProvider pools)
        : this(Make(options, httpClient, pools))
    {
    }

    private VandarClient(Parts parts)
    {
        (_api, _tokens, _transport) = parts;
        Tokens = new(_api);
        Business = new(_api);
        Wallet = new(_api);
        Ipg = new(_api);
        Inquiries = new(_api);
        DirectDebit = new(_api);
        Customers = new(_api);
        Refunds = new(_api);
        Settlements = new(_api);
        BatchSettlements = new(_api);
        QueuedSettlements = new(_api);
        Avand = new(_api);
        CashIn = new(_api);
        Ravand = new(_api);
    }

    /// <summary>The client's token pair.</summary>
    public TokensClient Tokens { get; }

    /// <summary>The business itself and the people who work in it.</summary>
    public BusinessClient Business { get; }

    /// <summary>The business's wallet and what went through it, in Toman.</summary>
    public WalletClient Wallet { get; }

    /// <summary>The payment gateway, in Rial.</summary>
    public IpgClient Ipg { get; }

    /// <summary>One-off checks of identities, companies, accounts and cards, each of them billed.</summary>
    public InquiriesClient Inquiries { get; }

    /// <summary>Direct debit: withdrawals from the accounts of payers who consented, in Rial.</summary>
    public DirectDebitClient DirectDebit { get; }

    /// <summary>The people and companies the business deals with, and the custom fields it keeps of them.</summary>
    public CustomersClient Customers { get; }

    /// <summary>Gives a payment of the gateway back to the card it came from, in Rial.</summary>
    public RefundsClient Refunds { get; }

    /// <summary>Money from the wallet to a bank account: Toman in, Rial and Toman out.</summary>
    public SettlementsClient Settlements { get; }

    /// <summary>Many payouts in one request, in Rial.</summary>
    public BatchSettlementsClient BatchSettlements { get; }

    /// <summary>Payouts that wait until the wallet suffices; the unit is not documented.</summary>
    public QueuedSettlementsClient QueuedSettlements { get; }

    /// <summary>The business's own bank accounts.</summary>
    public AvandClient Avand { get; }

    /// <summary>Money into the wallet: by deposit code, and from the business's own bank account.</summary>
    public CashInClient CashIn { get; }

    /// <summary>Card issuing, and banking and credit on issued cards.</summary>
    public RavandClient Ravand { get; }

    /// <summary>One customer: wallet (in Rial), transactions, identity checks, deposit code, IBANs and cards.</summary>
    /// <param name="customerId">
    /// The id of <see cref="CreatedCustomer"/> or of <see cref="CustomersClient.List"/>. For cards a national code or a mobile number was seen to
    /// work in its place; either then travels in the address, readable to whoever logs addresses.
    /// </param>
    /// <exception cref="ArgumentException">The id cannot be one.</exception>
    public CustomerClient Customer(string customerId)
    {
        CustomersClient.CheckId(customerId);
        return new(_api, customerId);
    }

    /// <summary>The same client in another business's name: same tokens, limits and connections. Disposing the view does nothing.</summary>
    /// <param name="business">The business's English name.</param>
    public VandarClient For(string business) => new(new Parts(_api.For(business), null, null));

    /// <summary>Calls an endpoint that this library does not model, with your own types.</summary>
    /// <param name="call">Which endpoint, what it carries, and what the client must know of it.</param>
    /// <param name="answerType">
    /// How the answer is read, from a <c>JsonSerializerContext</c> of yours; the library's value types have converters.
    /// </param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The call breaks a rule, or its body cannot be written. Nothing was sent.</exception>
    /// <exception cref="VandarException">The call did not succeed. An answer without a body cannot be read and is one of these.</exception>
    public ValueTask<TAnswer> Send<TAnswer>(
        VandarCall call, JsonTypeInfo<TAnswer> answerType, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(answerType);
        call.Check();
        return _api.Send(call, answerType, options, cancellationToken);
    }

    /// <summary>
    /// The handler that a client of its own would have (no redirects, no cookies, no trace headers to strangers), for an <see cref="HttpClient"/> around it.
    /// </summary>
    /// <param name="options">Where the limit for connecting stands.</param>
    /// <returns>A new handler; who asked for it disposes it.</returns>
    public static SocketsHttpHandler CreateHandler(VandarClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Transport.NewHandler(options);
    }

    /// <summary>
    /// Closes the connections, if they are the client's own. A refresh that is under way is waited for, up to ten seconds: its token is spent,
    /// and a process that ends before the answer would lock the business out. Calls that wait for it end with an
    /// <see cref="ObjectDisposedException"/> at once.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (_tokens is not null)
            await _tokens.Close().ConfigureAwait(false);
        _transport?.Dispose();
    }

    /// <summary>As <see cref="DisposeAsync"/>; blocks the thread in the rare case that a refresh is under way.</summary>
    public void Dispose()
    {
        // Safe to block on: a refresh runs on the pool and captures no context.
        _tokens?.Close().GetAwaiter().GetResult();
        _transport?.Dispose();
    }

    private static Parts Make(VandarClientOptions options, HttpClient? httpClient, ObjectPoolProvider? pools = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        ILogger logger = options.LoggerFactory?.CreateLogger(Telemetry.Name) ?? NullLogger.Instance;
        if (httpClient is not null && httpClient.Timeout != Timeout.InfiniteTimeSpan)
            Log.HttpClientHasTimeout(logger, httpClient.Timeout);

        Transport transport = httpClient is null ? Transport.Own(options) : Transport.Given(httpClient);
        // A refresh is itself a call: the tokens get it as a delegate, so that they need not know what is above them.
        TokensClient? wire = null;
        AccessTokens tokens = new(
            options.TokenStore ?? new MemoryTokenStore(), TokenPair.FromOptions(options),
            (refreshToken, cancellationToken) => wire!.Spend(refreshToken, cancellationToken), options.TimeProvider,
            new TokenEvents(logger, options.OnTokensRefreshed, options.OnTokenStoreFailure));
        ApiCore api = new(options, transport, tokens, logger, pools);
        wire = new(api);
        return new(api, tokens, transport);
    }

    /// <summary>What a client is made of; a view owns neither tokens nor connections.</summary>
    private readonly record struct Parts(ApiCore Api, AccessTokens? Tokens, Transport? Transport);
}
