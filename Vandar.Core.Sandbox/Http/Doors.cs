using System.Globalization;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace Vandar.Core.Sandbox;

/// <summary>One admitted request. The token generation is <see langword="null"/> where no access token is used.</summary>
internal sealed record Call(HttpContext Context, SandboxBusiness Business, JsonElement Body, DateTimeOffset Now, int? TokenGeneration)
{
    public string Route(string name) => (string)Context.Request.RouteValues[name]!;

    /// <summary>A number of the path, or <see langword="null"/> for anything else than digits.</summary>
    public long? RouteNumber(string name) =>
        long.TryParse(Route(name), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;

    public string? Query(string name) => Context.Request.Query[name].FirstOrDefault() is { Length: > 0 } text ? text : null;

    /// <summary>A whole number from 1, or <paramref name="fallback"/> if it is absent. It stands in the query; a list that is asked for by POST may
    /// have it in the body instead.</summary>
    public int Positive(string name, int fallback, FieldErrors errors)
    {
        long number;
        if (Query(name) is { } text)
            number = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long parsed) ? parsed : 0;
        else if (!Body.Has(name, out JsonElement value))
            return fallback;
        else if (!value.TryWhole(out number))
            number = 0;
        if (number is >= 1 and <= int.MaxValue)
            return (int)number;
        errors.Invalid(name);
        return fallback;
    }
}

/// <summary>How requests come in: what is checked before an operation runs, and in which order. Operations run one after the other under
/// the world's lock, without an await; reading the body comes before it, writing the answer after it.</summary>
internal sealed class Doors(World world)
{
    /// <summary>An API call with a bearer token; if its path names a business, the token must be that one's.</summary>
    /// <param name="unknownBusiness">The answer to the name of a business that does not exist, where the service has one of its own.</param>
    public RequestDelegate Bearer(Func<Call, Answer> operation, Answer? unknownBusiness = null) => async context =>
    {
        (JsonElement body, int refusal) = await Read(context);
        Answer answer;
        lock (world.Gate)
        {
            answer = Admit(context, body, out Call? call, out RateState? rate, unknownBusiness)
                ?? Refuse(Envelope.Of(context.Request.Path), refusal)
                ?? operation(call!);
            answer = answer with { Rate = rate };
        }
        await answer.Write(context, world.Counters);
    };

    /// <summary>An API call that brings its own credential in the body.</summary>
    public RequestDelegate Open(Func<HttpContext, JsonElement, Answer> operation) => async context =>
    {
        (JsonElement body, int refusal) = await Read(context);
        Answer answer;
        lock (world.Gate)
        {
            world.CatchUp();
            answer = (AcceptsJson(context) ? null : Envelope.Status.NotAcceptable())
                ?? Refuse(Envelope.Status, refusal)
                ?? operation(context, body);
        }
        await answer.Write(context, world.Counters);
    };

    /// <summary>A page for a person's browser.</summary>
    public RequestDelegate Page(Func<HttpContext, JsonElement, Answer> operation) => async context =>
    {
        (JsonElement body, _) = await RequestBody.Read(context);
        Answer answer;
        lock (world.Gate)
        {
            world.CatchUp();
            answer = operation(context, body);
        }
        await answer.Write(context, world.Counters);
    };

    /// <summary>A control path: for loopback callers, outside every counter.</summary>
    public RequestDelegate Control(Func<HttpContext, JsonElement, Answer> operation) => async context =>
    {
        (JsonElement body, _) = await RequestBody.Read(context);
        Answer answer;
        lock (world.Gate)
        {
            world.CatchUp();
            answer = ControlEndpoints.IsAllowed(context) ? operation(context, body) : Envelope.Status.NotFound();
        }
        await answer.Write(context, counters: null);
    };

    /// <summary>A file upload with a bearer token: admitted first, then read as a stream, then recorded.</summary>
    public RequestDelegate Upload(Func<Call, Answer?> admit, Func<Call, UploadedDocument, Answer> record) => async context =>
    {
        Answer? answer;
        Call? call;
        RateState? rate;
        lock (world.Gate)
            answer = Admit(context, default, out call, out rate) ?? admit(call!);

        if (answer is not null)
        {
            await RequestBody.Drain(context);
        }
        else
        {
            UploadedDocument document = await UploadedDocument.Read(context, world.Switches.UploadLimit);
            lock (world.Gate)
            {
                world.CatchUp();
                answer = document.TooLarge ? Envelope.Responder.TooLarge() : record(call! with { Now = world.Clock.Now }, document);
            }
        }
        await (answer with { Rate = rate }).Write(context, world.Counters);
    };

    private async Task<(JsonElement Body, int Refusal)> Read(HttpContext context)
    {
        (JsonElement body, int refusal) = await RequestBody.Read(context);
        if (refusal == 400)
            world.Counters.CouldNotRead();
        return (body, refusal);
    }

    /// <summary>Counts a request against a limit.</summary>
    /// <returns>The refusal, or <see langword="null"/> if the request may pass.</returns>
    public Answer? Limit(HttpContext context, string scope, out RateState? rate)
    {
        rate = null;
        if (!world.Limits)
            return null;
        TimeSpan wait = world.Rates.Enter(scope, HttpMethods.IsPost(context.Request.Method), world.Clock.Now, out RateState state);
        rate = state;
        if (wait == TimeSpan.Zero)
            return null;
        Answer refusal = world.Switches.RateRefusal switch
        {
            SandboxRateRefusal.Responder => Envelope.Responder.TooManyRequests(),
            SandboxRateRefusal.Laravel => Envelope.Status.TooManyRequests(),
            SandboxRateRefusal.Empty => Answer.Empty(429),
            _ => Envelope.Of(context.Request.Path).TooManyRequests(),
        };
        return refusal with { RetryAfter = wait };
    }

    private Answer? Admit(HttpContext context, JsonElement body, out Call? call, out RateState? rate, Answer? unknownBusiness = null)
    {
        call = null;
        rate = null;
        world.CatchUp();
        Envelope envelope = Envelope.Of(context.Request.Path);
        if (!AcceptsJson(context))
            return envelope.NotAcceptable();
        if (world.Tokens.Find(BearerToken(context), world.Clock.Now) is not { } token)
            return envelope.Unauthenticated();
        string scope = world.Switches.RateScope == SandboxRateScope.Business ? token.Business.Slug : token.AccessToken;
        if (Limit(context, scope, out rate) is { } refusal)
            return refusal;
        if (context.Request.RouteValues["business"] is string named && named != token.Business.Slug)
            return world.Businesses.ContainsKey(named) ? envelope.Forbidden() : unknownBusiness ?? envelope.NotFound();
        call = new Call(context, token.Business, body, world.Clock.Now, token.Generation);
        return null;
    }

    private static Answer? Refuse(Envelope envelope, int status) => status switch
    {
        0 => null,
        413 => envelope.TooLarge(),
        _ => envelope.BadRequest(),
    };

    public static string? BearerToken(HttpContext context)
    {
        const string Scheme = "Bearer ";
        string? header = context.Request.Headers.Authorization;
        return header?.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) == true ? header[Scheme.Length..].Trim() : null;
    }

    /// <summary>A request without <c>Accept</c> takes anything; one that names formats must leave room for JSON.</summary>
    private static bool AcceptsJson(HttpContext context)
    {
        IList<MediaTypeHeaderValue> accepted = context.Request.GetTypedHeaders().Accept;
        return context.Request.Headers.Accept.Count == 0
            || accepted.Any(type => type.Quality is not 0 && (type.MatchesAllTypes
                || (type.Type.Equals("application", StringComparison.OrdinalIgnoreCase)
                    && (type.MatchesAllSubTypes || type.SubType.Equals("json", StringComparison.OrdinalIgnoreCase)))));
    }
}
