using System.Security.Cryptography;
using Spectre.Console;
using Vandar.Core.Authentication;
using Vandar.Core.Cli.Issuing;
using Vandar.Core.Ipg;
using Vandar.Core.Ravand;
using Vandar.Core.Sandbox;
using Vandar.Core.Wallet;

namespace Vandar.Core.Cli.Demo;

/// <summary>The whole of it without an account: cards for a file of applicants, their post, a payment and a token that runs out, against a
/// sandbox in this process and over real HTTP. Ends with what was proven.</summary>
internal sealed class DemoRun(IAnsiConsole console, VandarSandbox sandbox, DemoAssets assets, CallCounter counter)
{
    private const string Provider = "sample-bank";

    private static readonly Rial s_price = Rial.Of(2_500_000);
    private static readonly TimeSpan s_postStep = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan s_tokenLife = TimeSpan.FromDays(5);

    private readonly Proof _proof = new();
    private int _refreshes;

    public static async Task<int> Run(IAnsiConsole console, CancellationToken stop)
    {
        long started = TimeProvider.System.GetTimestamp();
        using DemoAssets assets = DemoAssets.Unpack();
        using CallCounter counter = new();
        await using VandarSandbox sandbox = await VandarSandbox.Start(
            new SandboxOptions { Switches = new SandboxSwitches { ClockStepPerInquiry = TimeSpan.FromSeconds(10) } }, stop);
        bool holds = await new DemoRun(console, sandbox, assets, counter).Play(stop);
        console.WriteLine(FormattableString.Invariant($"{TimeProvider.System.GetElapsedTime(started).TotalSeconds:0.0} s"));
        return holds ? ExitCode.Done : ExitCode.SomeFailed;
    }

    private async Task<bool> Play(CancellationToken stop)
    {
        console.Write(new Panel(Markup.Escape(
            $"Vandar.Core against a sandbox at {sandbox.BaseAddress}\n"
            + "No account, no real money, invented people; the requests are real HTTP.\n"
            + "Its files lie in a temporary folder that goes when the demo ends."))
            .Header("vandar demo"));
        SandboxCredentials credentials = sandbox.Credentials;
        await using VandarClient client = new(new()
        {
            Business = credentials.Business,
            AccessToken = credentials.AccessToken,
            RefreshToken = credentials.RefreshToken,
            IpgApiKey = credentials.IpgApiKey,
            Hosts = VandarHosts.At(sandbox.BaseAddress),
            TokenStore = new FileTokenStore(assets.TokenFile),
            OnTokensRefreshed = _ => Interlocked.Increment(ref _refreshes),
        });
        using SimulatedPayer payer = new();

        WalletBalance before = await client.Wallet.Balance(cancellationToken: stop);
        Rial walletBefore = sandbox.Business.Wallet;

        IssuingReport cards = await IssueCards(client, stop);
        stop.ThrowIfCancellationRequested();
        CheckCards(cards);
        if (cards.Results.FirstOrDefault(result => result.Card is not null) is { Card: { } card })
            await FollowPost(client, card, stop);
        await TakePayment(client, payer, stop);
        await OutliveToken(client, stop);

        console.Write(new Rule("Wallet and books").LeftJustified());
        WalletBalance after = await client.Wallet.Balance(cancellationToken: stop);
        CheckMoney(before.Wallet, after.Wallet, walletBefore);
        CheckCalls(payer.Requests);

        console.Write(new Rule("What was proven").LeftJustified());
        _proof.Print(console);
        if (!_proof.Holds)
        {
            console.WriteLine("The demo has failed: the lines marked NO do not hold. Please report them.");
            return false;
        }
        console.Write(new Panel(Markup.Escape("""
            Use it with your own business:
              1. Vandar dashboard, Settings, Tokens: make a token pair.
              2. Put VANDAR_BUSINESS=... and VANDAR_REFRESH_TOKEN=... into a file, and run chmod 600 on it.
              3. vandar cards issue --provider BANK --applicants people.csv --documents FOLDER --credentials FILE
            vandar cards issue --help tells the columns of the CSV and the names of the documents.
            """)).Header("Next"));
        return true;
    }

    private async Task<IssuingReport> IssueCards(VandarClient client, CancellationToken stop)
    {
        console.Write(new Rule("Cards for a file of applicants").LeftJustified());
        console.WriteLine("Vandar takes 30 POST requests in 3 seconds; the client keeps to it by waiting.");
        return await IssuingRun.Run(console, client, sandbox.Credentials.Business, sandbox.BaseAddress, new IssuingSettings
        {
            Provider = Provider,
            ApplicantsFile = assets.ApplicantsFile,
            DocumentsFolder = assets.DocumentsFolder,
            JournalFile = assets.JournalFile,
            OutputFile = assets.OutputFile,
            PollInterval = TimeSpan.FromMilliseconds(100),
            Wait = TimeSpan.FromSeconds(5),
        }, TimeProvider.System, stop);
    }

    private void CheckCards(IssuingReport report)
    {
        int applicants = report.Results.Count, issued = report.Count(IssuingState.Issued);
        _proof.Add("Every applicant has a card", report.ExitCode == ExitCode.Done,
            FormattableString.Invariant($"{issued} of {applicants} issued"));

        string[] created =
            [.. sandbox.Journal.Where(execution => execution.Operation == "ravand.cardholders.create").Select(execution => execution.Key)];
        _proof.Add("Nobody was created twice", created.Length == applicants && created.Distinct().Count() == applicants,
            FormattableString.Invariant($"{created.Length} creates by the server's journal"));

        int sent = 0, whole = 0;
        foreach (IssuingResult result in report.Results.Where(result => result.CardholderId is not null))
        {
            string folder = Path.Combine(assets.DocumentsFolder, result.Applicant.Identity.NationalCode.Value);
            IReadOnlyList<SandboxDocument> documents = sandbox.Business.CardholderDocuments(result.CardholderId!);
            HashSet<string> arrived = [.. documents.Select(document => $"{document.FileName} {document.Sha256}")];
            foreach (string file in Directory.GetFiles(folder))
            {
                string hash = Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)));
                sent++;
                whole += arrived.Contains($"{Path.GetFileName(file)} {hash}") ? 1 : 0;
            }
        }
        _proof.Add("Every document arrived whole", sent == applicants * DocumentType.Known.Length && whole == sent,
            FormattableString.Invariant($"{whole} of {sent} files have the same SHA-256 on both sides"));
    }

    private async Task FollowPost(VandarClient client, IssuedCard card, CancellationToken stop)
    {
        console.Write(new Rule("A card on its way").LeftJustified());
        CardClient post = client.Ravand.Cardholder(Provider, card.CardholderId).Card;
        List<string> states = [];
        CardDelivery delivery;
        do
        {
            delivery = await post.PostTracking(CardNumber.Parse(card.CardNumber!), cancellationToken: stop);
            states.Add(delivery.State.Value);
            sandbox.Clock.Advance(s_postStep);
        }
        while (!delivery.IsDelivered && !delivery.HasFailed && states.Count < 10);
        string way = string.Join(" -> ", states.Distinct());
        console.WriteLine($"{IssuingReport.Masked(card.CardNumber)}: {way}");
        _proof.Add("The post delivered a card", delivery.IsDelivered, way);
    }

    private async Task TakePayment(VandarClient client, SimulatedPayer payer, CancellationToken stop)
    {
        console.Write(new Rule("A payment").LeftJustified());
        IpgSession session = await client.Ipg.Send(
            new() { Amount = s_price, CallbackUrl = new Uri("https://shop.example/orders/42/paid"), FactorNumber = "42" },
            cancellationToken: stop);
        console.WriteLine($"Order 42 costs {Shown(s_price)}; the payer is sent to the payment page.");
        IpgCallback callback = await payer.Pay(session.RedirectUrl, stop);
        console.WriteLine($"The payer is back: {callback.PaymentStatus}. That proves nothing yet.");

        // What a shop does, and here twice, as when the payer reloads the page.
        int credits = 0;
        List<string> answers = [];
        for (int visit = 1; visit <= 2; visit++)
        {
            IpgConfirmation confirmation = await client.Ipg.Confirm(callback, session.Token, s_price, cancellationToken: stop);
            if (confirmation.MayCredit)
                credits++;
            string answer = confirmation is IpgConfirmed confirmed ? $"{confirmed.Verification}, amount {confirmed.Amount}" : "Refused";
            answers.Add(answer);
            string credit = confirmation.MayCredit ? "the order is credited" : "no credit";
            console.WriteLine(FormattableString.Invariant($"Confirm {visit}: {answer}; {credit}."));
        }
        _proof.Add("A payment confirmed twice is credited once",
            credits == 1 && answers[0].StartsWith(nameof(IpgVerification.First), StringComparison.Ordinal)
            && answers[1].StartsWith(nameof(IpgVerification.Repeated), StringComparison.Ordinal),
            $"1. {answers[0]}; 2. {answers[1]}");
    }

    private async Task OutliveToken(VandarClient client, CancellationToken stop)
    {
        console.Write(new Rule("Five days later").LeftJustified());
        sandbox.Clock.Advance(s_tokenLife);
        console.WriteLine(
            "The access token is over. The next call meets a 401, the client refreshes and asks again; the caller sees only the answer.");
        await client.Business.Get(cancellationToken: stop);
        TokenPair? kept = await new FileTokenStore(assets.TokenFile).Read(stop);
        SandboxCredentials newest = sandbox.Credentials;
        bool isKept = kept is not null && kept.AccessToken == newest.AccessToken && kept.RefreshToken == newest.RefreshToken;
        int refused = sandbox.AnswersByStatus.GetValueOrDefault(401);
        _proof.Add("A token that runs out is renewed once, and kept", sandbox.Refreshes == 1 && _refreshes == 1 && refused == 1 && isKept,
            FormattableString.Invariant(
                $"{refused} answer 401, {sandbox.Refreshes} refresh, new pair {(isKept ? "in" : "NOT in")} the token store"));
    }

    private void CheckMoney(Toman before, Toman after, Rial walletBefore)
    {
        Rial walletAfter = sandbox.Business.Wallet, sum = sandbox.Ledger.Sum;
        Table table = new Table().AddColumns("", "Before", "After", "Difference");
        table.AddRow("Wallet by the API", Shown(before), Shown(after), Shown(after - before));
        table.AddRow("Wallet by the ledger", Shown(walletBefore), Shown(walletAfter), Shown(walletAfter - walletBefore));
        table.AddRow("Payments confirmed", "", "", Shown(s_price));
        console.Write(table);
        _proof.Add("The wallet grew by the payment", (after - before).ToRial() == s_price && walletAfter - walletBefore == s_price,
            $"{Shown(after - before)} by the API = {Shown(s_price)} paid");
        _proof.Add("The books are closed", sum == Rial.Zero, $"all ledger entries together: {Shown(sum)}");
    }

    private void CheckCalls(int payerRequests)
    {
        int calls = counter.Calls, requests = sandbox.Requests - payerRequests, replays = sandbox.AnswersByStatus.GetValueOrDefault(401);
        long expected = calls + counter.Retries + replays;
        _proof.Add("Every request is accounted for", requests == expected, FormattableString.Invariant(
            $"{calls} calls + {counter.Retries} retries + {replays} replay after the refresh = {expected}; the server saw {requests}"));
        int tooMany = sandbox.AnswersByStatus.GetValueOrDefault(429);
        _proof.Add("The rate limit cost waiting, and nothing else", tooMany == counter.Retries, FormattableString.Invariant(
            $"{tooMany} answers 429, {counter.Retries} of them waited out"));
    }

    private static string Shown(Rial amount) => FormattableString.Invariant($"{amount.Value:N0} Rial");

    private static string Shown(Toman amount) => FormattableString.Invariant($"{amount.Value:N0} Toman");
}
