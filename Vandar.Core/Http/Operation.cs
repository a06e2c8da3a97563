using System.Text;

namespace Vandar.Core.Http;

/// <summary>What an endpoint is, apart from what one call of it carries.</summary>
internal sealed record Operation
{
    private Operation(HttpMethod method, string name, Repeat repeat, string[] payload)
    {
        Method = method;
        Name = name;
        Repeat = repeat;
        Payload = Array.ConvertAll(payload, PayloadStep.Parse);
    }

    internal string Name { get; }
    internal HttpMethod Method { get; private init; }
    internal Repeat Repeat { get; private init; }

    /// <summary>The way from the root of the answer to the payload: <c>"data"</c>, or <c>"data", "[0]"</c>; empty for a flat answer.</summary>
    internal PayloadStep[] Payload { get; }

    internal bool HasBearer { get; private init; } = true;

    /// <summary>The call that tells what happened when the outcome is unknown, as the caller would write it.</summary>
    internal string? SettledBy { get; private init; }

    /// <summary>An error code of a 4xx that is an answer ("not yet", "no match"), for which the call returns null instead of throwing.</summary>
    internal string? PendingCode { get; private init; }

    /// <summary>An error code that makes a refusal of a 2xx, too: "no match" must not be read as what was found.</summary>
    internal string? RefusalCode { get; private init; }

    /// <summary>How many digits in a row can be a secret of this operation: they are starred in what an exception shows.</summary>
    internal int ShortestSecret { get; private init; } = RedactedText.ShortestSecret;

    /// <summary>Whether the answer's <c>status</c> belongs to the payload, on whichever HTTP status it comes.</summary>
    internal bool StatusIsPayload { get; private init; }

    /// <summary>Whether <c>data: []</c> is an answer and not the loss of one.</summary>
    internal bool EmptyIsAnswer { get; private init; }

    /// <summary>Whether the payload may also be the whole answer, where nothing stands at the end of the pointer.</summary>
    internal bool MayBeBare { get; private init; }

    internal static Operation Get(string name, params string[] payload) => new(HttpMethod.Get, name, Repeat.Safe, payload);

    internal static Operation Post(string name, Repeat repeat, params string[] payload) => new(HttpMethod.Post, name, repeat, payload);

    internal static Operation Put(string name, params string[] payload) => new(HttpMethod.Put, name, Repeat.Converges, payload);

    internal static Operation Patch(string name, params string[] payload) => new(HttpMethod.Patch, name, Repeat.Converges, payload);

    internal static Operation Delete(string name, params string[] payload) => new(HttpMethod.Delete, name, Repeat.Converges, payload);

    /// <summary>An endpoint that the caller describes.</summary>
    internal static Operation Raw(HttpMethod method, string name, Repeat repeat, string[] payload, bool hasBearer, string? settledBy) =>
        new(method, name, repeat, payload) { HasBearer = hasBearer, SettledBy = settledBy, EmptyIsAnswer = payload.Length == 0 };

    /// <summary>The authority stands in the body (the gateway's key, the refresh token): no bearer token is sent, or waited for.</summary>
    internal Operation CredentialInBody() => this with { HasBearer = false };

    internal Operation Settled(string by) => this with { SettledBy = by };

    internal Operation NullWhile(string pendingCode) => this with { PendingCode = pendingCode };

    internal Operation RefusedBy(string code) => this with { RefusalCode = code };

    /// <summary>The request has a one-time password, which can be as short as four digits and may be quoted in a refusal.</summary>
    internal Operation CarriesOneTimePassword() => this with { ShortestSecret = 4 };

    /// <summary>A verb that reads, with an effect that must not be asked for twice.</summary>
    internal Operation NotRepeated() => this with { Repeat = Repeat.Never };

    internal Operation OwnStatus() => this with { StatusIsPayload = true };

    internal Operation MayBeEmpty() => this with { EmptyIsAnswer = true };

    internal Operation OrBare() => this with { MayBeBare = true };

    /// <summary>The same endpoint by another verb, for servers that the vendor documents both ways; what a repeat does stays the same.</summary>
    internal Operation By(HttpMethod method) => this with { Method = method };
}

/// <summary>One step of a payload pointer: a property's name in UTF-8, or the index of an array's element.</summary>
internal readonly record struct PayloadStep(byte[]? Name, int Index)
{
    internal static PayloadStep Parse(string step) =>
        step.StartsWith('[') ? new(null, step[1] - '0') : new(Encoding.UTF8.GetBytes(step), 0);
}
