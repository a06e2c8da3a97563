using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using BenchmarkDotNet.Attributes;
using Vandar.Core.RateLimiting;
using Vandar.Core.Ravand;
using Vandar.Core.Wallet;

namespace Vandar.Core.Benchmarks;

/// <summary>
/// Whole calls, ours with every feature on beside <see cref="HttpClient"/> with <c>System.Net.Http.Json</c> as its documentation has it. Both
/// serialize the same request and build the same models; what differs is everything between.
/// </summary>
public abstract class CallBenchmarks
{
    /// <summary>A benchmark method awaits many calls, so that what the runner itself allocates for one task does not count.</summary>
    protected const int Calls = 32;

    private const string Provider = "sample-bank";
    private const string Business = "sample-shop";

    private VandarClient _vandar = null!;
    private HttpClient _plain = null!;
    private int _applicant = 100_000_000;

    protected void Prepare(Uri address, string accessToken, HttpMessageHandler? handler)
    {
        VandarClientOptions options = new()
        {
            Business = Business,
            AccessToken = accessToken,
            Hosts = VandarHosts.At(address),
            AllowBodyCopies = handler is not null,
            // On, and never in the way: what it costs is part of the figure.
            RateLimits = new(new VandarRateLimiter(10_000_000, TimeSpan.FromMilliseconds(1)), new VandarRateLimiter(10_000_000, TimeSpan.FromMilliseconds(1))),
        };
        _vandar = handler is null ? new VandarClient(options) : new VandarClient(options, new HttpClient(handler, false) { Timeout = Timeout.InfiniteTimeSpan });
        _plain = handler is null ? new HttpClient() : new HttpClient(handler, false);
        _plain.BaseAddress = address;
        _plain.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        _plain.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
    }

    protected void Close()
    {
        _vandar.Dispose();
        _plain.Dispose();
    }

    [Benchmark(OperationsPerInvoke = Calls)]
    public async Task<Cardholder> Post()
    {
        Cardholder last = null!;
        for (int i = 0; i < Calls; i++)
            last = await _vandar.Ravand.Cardholders(Provider).Create(NextApplicant());
        return last;
    }

    [Benchmark(OperationsPerInvoke = Calls)]
    public async Task<Cardholder> PostPlain()
    {
        Cardholder last = null!;
        for (int i = 0; i < Calls; i++)
        {
            using HttpResponseMessage response = await _plain.PostAsJsonAsync(
                $"v1/business/{Business}/ravand/provider/{Uri.EscapeDataString(Provider)}/cardholder", NextApplicant(), RavandJson.Default.CreateCardholder);
            response.EnsureSuccessStatusCode();
            last = (await response.Content.ReadFromJsonAsync(PlainJson.Default.PlainEnvelope))!.Data!;
        }
        return last;
    }

    [Benchmark(OperationsPerInvoke = Calls)]
    public async Task<int> Page()
    {
        int count = 0;
        for (int i = 0; i < Calls; i++)
            count += (await _vandar.Wallet.TransactionsPage(s_fifty, null)).Items.Count;
        return Checked(count);
    }

    [Benchmark(OperationsPerInvoke = Calls)]
    public async Task<int> PagePlain()
    {
        int count = 0;
        for (int i = 0; i < Calls; i++)
            count += (await _plain.GetFromJsonAsync($"v3/business/{Business}/transaction?per_page=50", WalletJson.Default.TransactionRows))!.Data!.Count;
        return Checked(count);
    }

    private static readonly TransactionQuery s_fifty = new() { PerPage = 50 };

    // Nobody wins by not doing the work.
    private static int Checked(int count) =>
        count == Calls * 50 ? count : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{count} rows arrived."));

    /// <summary>A new applicant for each call, because a known one is refused: nine digits counted up, and their check digit.</summary>
    private CreateCardholder NextApplicant()
    {
        Span<char> code = stackalloc char[10];
        _applicant++;
        _applicant.TryFormat(code, out _, default, CultureInfo.InvariantCulture);
        int sum = 0;
        for (int i = 0; i < 9; i++)
            sum += (code[i] - '0') * (10 - i);
        int rest = sum % 11;
        code[9] = (char)('0' + (rest < 2 ? rest : 11 - rest));
        return new() { NationalCode = NationalCode.Parse(code), Mobile = MobileNumber.Parse("09120000001"), BirthDate = new(1370, 1, 1) };
    }
}

/// <summary>Without a network: a handler that answers at once.</summary>
public class StubCallBenchmarks : CallBenchmarks
{
    private readonly StubHandler _stub = new();

    [GlobalSetup]
    public void Setup() => Prepare(new Uri("https://api.vandar.io/"), "stub-token", _stub);

    [GlobalCleanup]
    public void Cleanup()
    {
        Close();
        _stub.Dispose();
    }

    private sealed class StubHandler : HttpMessageHandler
    {
        private static readonly byte[] s_page = Answers.Page(50);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Content is { } content)
                await content.CopyToAsync(Stream.Null, cancellationToken);
            ByteArrayContent body = new(request.Method == HttpMethod.Post ? Answers.Cardholder : s_page);
            body.Headers.TryAddWithoutValidation("Content-Type", "application/json");
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = body };
        }
    }
}

/// <summary>HTTP/1.1 over loopback to a sandbox in another process.</summary>
public class LoopbackCallBenchmarks : CallBenchmarks
{
    private SandboxProcess _sandbox = null!;

    [GlobalSetup]
    public async Task Setup()
    {
        _sandbox = await SandboxProcess.Start(payments: 50);
        Prepare(_sandbox.Address, _sandbox.AccessToken, null);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        Close();
        _sandbox.Dispose();
    }
}
