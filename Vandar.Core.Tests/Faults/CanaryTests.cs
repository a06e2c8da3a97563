using System.Net;
using Vandar.Core.Ravand;
using Vandar.Core.Tests.Http;

namespace Vandar.Core.Tests.Faults;

/// <summary>Secrets that a server echoes, in every kind of failure: none of them is in the text an application logs.</summary>
[Category("S4")]
internal sealed class CanaryTests
{
    private static readonly string[] s_canaries =
    [
        "eyJ0eXAiOiJKV1Qi.canary1.bbb", "def50200canary2a1b2c3", "canary3apikey0123456789", "6037991122334455", "6037 9911 2233 4455",
        "IR062960000000100324200001", "0012345679", "09120000001", Witness.OneTimePassword,
    ];

    private static readonly Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>[] s_failures =
    [
        .. new[] { 200, 400, 401, 422, 429, 500, 503 }.SelectMany(status => new[]
        {
            Echo(status, canary => $$"""{"status":0,"message":"got {{canary}}"}"""),
            Echo(status, canary => $$"""{"status":0,"errors":{"{{canary}}":["bad {{canary}}"]},"code":"{{canary}}"}"""),
            Echo(status, canary => $$"""{"status":0,"errors":["bad {{canary}}","{{canary}}"]}"""),
            Echo(status, canary => $$"""{"status":0,"error":"{{canary}}"}"""),
            Echo(status, canary => $"<html>{canary}</html>"),
            Echo(status, canary => $$"""{"data":{"name":"{{canary}}"""),
        }),
        Echo(200, canary => $$$$"""{"status":1,"data":{"name":{"{{{{canary}}}}":1}}}"""),
        Echo(200, canary => $$$"""{"status":1,"data":{"name":["{{{canary}}}"]}}"""),
        Echo(200, canary => $$"""{"status":1,"data":"{{canary}}"}"""),
        Echo(200, canary => $$"""{"status":1,"data":{{canary}}}"""),
        Echo(200, canary => $$$"""{"status":1,"data":{"name":"x"}} {{{canary}}}"""),
        Echo(302, canary => canary),
    ];

    private static IEnumerable<int> Failures => Enumerable.Range(0, s_failures.Length);

    [TestCaseSource(nameof(Failures))]
    public async Task S4_No_failure_prints_what_the_server_echoed(int index)
    {
        foreach (string canary in s_canaries)
        {
            using TestApi api = new(new ScriptedHandler((request, token) =>
            {
                request.Options.Set(new HttpRequestOptionsKey<string>("canary"), canary);
                return s_failures[index](request, token);
            }));

            VandarException? failure = await Assert.CatchAsync<VandarException>(() => api.Call(Repeat.Never).AsTask());

            Assert.That(failure!.ToString(), Does.Not.Contain(canary));
            for (Exception? e = failure; e is not null; e = e.InnerException)
                Assert.That(e.Message, Does.Not.Contain(canary));
            if (failure is VandarApiException refusal)
            {
                Assert.That(refusal.Body ?? "", Does.Not.Contain(canary));
                Assert.That(string.Concat(refusal.Errors.Select(e => e.ToString() == canary ? "" : e.ToString())), Does.Not.Contain(canary));
            }
        }
    }

    [Test]
    public async Task S4_A_lost_answer_and_a_cancellation_name_neither_token_nor_body_nor_path()
    {
        using TestApi broken = new(new ScriptedHandler((_, _) => throw new HttpRequestException(HttpRequestError.ResponseEnded)));
        using TestApi slow = new(new ScriptedHandler((_, token) => Task.FromCanceled<HttpResponseMessage>(token)));

        Exception?[] failures =
        [
            await Assert.CatchAsync(() => broken.Call(Repeat.Keyed).AsTask()),
            await Assert.CatchAsync(() => slow.Call(Repeat.Keyed, null, new(true)).AsTask()),
        ];

        Assert.That(failures.Select(failure => failure!.ToString()), Has.None.Contains("order-1").Or.Contains("first").Or.Contains("/v3/business"));
    }

    [Test]
    public void S4_Options_files_and_complaints_do_not_print_what_they_hold()
    {
        VandarClientOptions options = new() { AccessToken = s_canaries[0], RefreshToken = s_canaries[1], IpgApiKey = s_canaries[2] };

        Assert.That(options.ToString(), Is.EqualTo("VandarClientOptions"));
        Assert.That(new VandarFieldError("card", s_canaries[3]).ToString(), Is.EqualTo("card"));
        Assert.That(VandarFile.From(new MemoryStream([1]), s_canaries[6], "image/png").ToString(), Is.EqualTo("image/png file"));
    }

    /// <summary>Documents of applicants are named after national codes, and so are the folders they lie in.</summary>
    [TestCase("empty")]
    [TestCase("another type")]
    [TestCase("too large")]
    [TestCase("not there")]
    [TestCase("closed")]
    public async Task S4_A_file_that_is_refused_is_not_named(string fault)
    {
        using Witness witness = new();
        await using VandarClient client = new(witness.Options with { MaxUploadBytes = 64 });
        string name = $"{Witness.NationalCode}.jpg";
        byte[] content = fault switch
        {
            "empty" => [],
            "too large" => [.. Witness.Document, .. new byte[64]],
            "another type" => "%PDF-1.7 hello"u8.ToArray(),
            _ => Witness.Document,
        };
        MemoryStream stream = new(content);
        VandarFile file = fault is "not there"
            ? VandarFile.Open(Path.Combine(Path.GetTempPath(), Witness.NationalCode, name))
            : VandarFile.From(stream, name, "image/jpeg");
        if (fault is "closed")
            await stream.DisposeAsync();

        ArgumentException refusal = await witness.Fails<ArgumentException>(
            async () => await client.Ravand.Cardholders("sample-bank").Upload("4f9c2b", DocumentType.ApplicantPhoto, file));

        Assert.That(refusal.ParamName, Is.EqualTo("file"));
        Assert.That(refusal.Message, Does.StartWith("The file "));
    }

    private static Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Echo(int status, Func<string, string> body) =>
        (request, token) =>
        {
            request.Options.TryGetValue(new HttpRequestOptionsKey<string>("canary"), out string? canary);
            return ScriptedHandler.Json((HttpStatusCode)status, body(canary!))(request, token);
        };
}
