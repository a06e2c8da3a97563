using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Vandar.Core.Benchmarks.Contestants;
using Vandar.Core.Benchmarks.Server;

namespace Vandar.Core.Benchmarks;

/// <summary>Nobody wins by not doing the work: what a contestant sends and what it makes of the answers is what the floor sends and makes.</summary>
internal static class EqualWork
{
    private const int Rows = 50;

    private static readonly (string Name, Func<IContestant, ValueTask<object>> Call)[] s_operations =
    [
        (nameof(IContestant.Post), contestant => contestant.Post()),
        (nameof(IContestant.GetOne), contestant => contestant.GetOne()),
        (nameof(IContestant.List), contestant => contestant.List(Rows)),
        (nameof(IContestant.Upload), contestant => contestant.Upload(new MemoryStream(Errand.Photo))),
        (nameof(IContestant.Error422), contestant => contestant.Error422()),
        (nameof(IContestant.UnauthorizedThenRefresh), contestant => contestant.UnauthorizedThenRefresh()),
    ];

    /// <exception cref="InvalidOperationException">The contestant asked for something else, or understood something else.</exception>
    internal static async Task Check(Contestant contestant, Endpoint network)
    {
        foreach ((string name, Func<IContestant, ValueTask<object>> call) in s_operations)
        {
            if (!Lineup.TakesPart(contestant, name))
                continue;
            Compare(contestant, name, await Seen(Contestant.Floor, call), await Seen(contestant, call));
            // Over the network a second time: there the answers come in pieces.
            Compare(contestant, name, await Answer(Contestant.Floor, network, call), await Answer(contestant, network, call));
        }
    }

    private static void Compare(Contestant contestant, string operation, string expected, string actual)
    {
        if (contestant is Contestant.VandarNewUri)
            actual = actual.Replace($"{Errand.Provider}-001", Errand.Provider, StringComparison.Ordinal);
        if (actual != expected)
            throw new InvalidOperationException($"{contestant} does another {operation} than the floor:\n{actual}\ninstead of\n{expected}");
    }

    /// <summary>The requests of one call and its answer, as text.</summary>
    private static async Task<string> Seen(Contestant contestant, Func<IContestant, ValueTask<object>> call)
    {
        using Witness witness = new();
        string answer = await Answer(contestant, new Endpoint(new Uri("https://api.vandar.io/"), witness), call);
        return $"{string.Join('\n', witness.Requests)}\n{answer}";
    }

    private static async Task<string> Answer(Contestant name, Endpoint endpoint, Func<IContestant, ValueTask<object>> call)
    {
        using IContestant contestant = Lineup.Create(name, endpoint);
        object plain = contestant.Plain(await call(contestant));
        return JsonSerializer.Serialize(plain, plain.GetType(), PlainJson.Default);
    }

    /// <summary>Answers like the stub, and keeps what it was asked.</summary>
    private sealed class Witness : HttpMessageHandler
    {
        private readonly CannedApi _api = new();

        internal List<string> Requests { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using MemoryStream sent = new();
            if (request.Content is { } content)
                await content.CopyToAsync(sent, cancellationToken);
            sent.Position = 0;
            string? authorization = StubHandler.AuthorizationOf(request);
            string type = request.Content?.Headers.ContentType?.MediaType ?? "";
            string body = type is "multipart/form-data"
                ? await Form(request.Content!.Headers.ContentType!.Parameters.Single(parameter => parameter.Name == "boundary").Value!, sent)
                : type is "application/json" ? (await JsonNode.ParseAsync(sent, cancellationToken: cancellationToken))!.ToJsonString() : "";
            Requests.Add($"{request.Method} {request.RequestUri!.PathAndQuery} {authorization} {type} {body}");
            return StubHandler.Answered(_api, request);
        }

        private static async Task<string> Form(string boundary, Stream body)
        {
            MultipartReader reader = new(boundary.Trim('"'), body);
            List<string> parts = [];
            while (await reader.ReadNextSectionAsync() is { } part)
            {
                string digest = Convert.ToHexString(await SHA256.HashDataAsync(part.Body));
                parts.Add(part.GetContentDispositionHeader() is { FileName.Length: > 0 } file
                    ? $"{file.Name.Value!.Trim('"')}={file.FileName.Value!.Trim('"')} {part.ContentType} {digest}"
                    : $"{part.GetContentDispositionHeader()!.Name.Value!.Trim('"')} {digest}");
            }
            // In which order a form is sent is everybody's own affair.
            return string.Join("; ", parts.Order(StringComparer.Ordinal));
        }
    }
}
