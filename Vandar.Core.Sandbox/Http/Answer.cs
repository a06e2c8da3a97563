using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vandar.Core.Sandbox;

/// <summary>What an operation answers; built under the lock, written after it.</summary>
internal sealed record Answer(int Status, string ContentType, ReadOnlyMemory<byte> Body)
{
    // Persian text as it is, not as \u escapes: the answers are read by people.
    private static readonly JsonWriterOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string? Location { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    public RateState? Rate { get; init; }

    public static Answer Json(int status, JsonNode body)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, s_json))
            body.WriteTo(writer);
        return new Answer(status, "application/json", buffer.WrittenMemory);
    }

    public static Answer Page(int status, string html) => new(status, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(html));

    public static Answer Text(int status, string text) => new(status, "application/json", Encoding.UTF8.GetBytes(text));

    public static Answer Empty(int status) => new(status, "", ReadOnlyMemory<byte>.Empty);

    public static Answer SeeOther(string location) => Empty(StatusCodes.Status303SeeOther) with { Location = location };

    public async Task Write(HttpContext context, SandboxCounters? counters)
    {
        HttpResponse response = context.Response;
        response.StatusCode = Status;
        response.ContentLength = Body.Length;
        if (Body.Length > 0)
            response.ContentType = ContentType;
        if (Location is not null)
            response.Headers.Location = Location;
        if (RetryAfter is { } wait)
            response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString("0", CultureInfo.InvariantCulture);
        if (Rate is { } rate)
        {
            response.Headers["X-RateLimit-Limit"] = rate.Limit.ToString(CultureInfo.InvariantCulture);
            response.Headers["X-RateLimit-Remaining"] = rate.Remaining.ToString(CultureInfo.InvariantCulture);
        }
        counters?.Answered(Status);
        if (Body.Length > 0 && !HttpMethods.IsHead(context.Request.Method))
            await response.Body.WriteAsync(Body, context.RequestAborted);
    }
}

/// <summary>The vendor's two envelopes, and the refusals every operation of a family shares.</summary>
internal abstract class Envelope
{
    /// <summary>v2, v3 and the payment gateway: <c>status</c> 0 or 1 mirrors the HTTP class.</summary>
    public static Envelope Status { get; } = new StatusEnvelope();

    /// <summary>The newer services under <c>/v1</c>: <c>message</c> and <c>data</c>, failures add <c>code</c> and <c>errors</c>.</summary>
    public static Envelope Responder { get; } = new ResponderEnvelope();

    public static Envelope Of(PathString path) => path.StartsWithSegments("/v1", StringComparison.Ordinal) ? Responder : Status;

    /// <summary>The success of v2 and v3.</summary>
    public static Answer Data(JsonNode data) => Answer.Json(200, new JsonObject { ["status"] = 1, ["data"] = data });

    public abstract Answer Unauthenticated();

    public abstract Answer Failure(int status, string message, string code);

    public abstract Answer TooManyRequests();

    public Answer Forbidden() => Failure(403, "سطح دسترسی محدود شده است.", "unauthorized_error");

    public Answer NotFound() => Failure(404, this == Responder ? "منبع مورد نظر یافت نشد" : "خطای ۴۰۴ رخ داده است", "not_found_error");

    public Answer MethodNotAllowed() => Failure(405, "متد درخواست مجاز نیست", "method_not_allowed");

    public Answer NotAcceptable() => Failure(406, "تنها فرمت JSON پشتیبانی می‌شود", "general_error");

    public Answer BadRequest() => Failure(400, "درخواست قابل قبول نیست", "invalid_argument_error");

    public Answer TooLarge() => Failure(413, "حجم درخواست بیشتر از حد مجاز است", "general_error");

    private sealed class StatusEnvelope : Envelope
    {
        public override Answer Unauthenticated() => Answer.Json(401, new JsonObject { ["status"] = 0, ["error"] = "Unauthenticated" });

        public override Answer Failure(int status, string message, string code) =>
            Answer.Json(status, new JsonObject { ["status"] = 0, ["message"] = message });

        public override Answer TooManyRequests() => Answer.Json(429, new JsonObject { ["message"] = "Too Many Attempts." });
    }

    private sealed class ResponderEnvelope : Envelope
    {
        public override Answer Unauthenticated() => Failure(401, "خطای احراز هویت", "unauthenticated_error");

        public override Answer Failure(int status, string message, string code) => Answer.Json(status, new JsonObject
        {
            ["message"] = message, ["data"] = new JsonArray(), ["code"] = code, ["errors"] = new JsonArray(),
        });

        public override Answer TooManyRequests() => Failure(429, "تعداد درخواست بیشتر از حد مجاز است", "too_many_requests_error");
    }
}

/// <summary>The errors of one validation, by field.</summary>
internal sealed class FieldErrors
{
    private readonly JsonObject _errors;
    private readonly string _place;

    public FieldErrors() : this([], "") { }

    private FieldErrors(JsonObject errors, string place) => (_errors, _place) = (errors, place);

    /// <summary>The same errors, for the fields of something inside: a dot stands between the two names.</summary>
    public FieldErrors Within(string place) => new(_errors, $"{_place}{place}.");

    public bool Any => _errors.Count > 0;

    public void Add(string field, string text)
    {
        string name = _place + field;
        if (_errors[name] is JsonArray texts)
            texts.Add((JsonNode)text);
        else
            _errors[name] = new JsonArray(text);
    }

    /// <summary>v2 and v3: <c>status</c> 0, arrays of texts.</summary>
    public Answer AsStatus() => Answer.Json(422, new JsonObject { ["status"] = 0, ["errors"] = _errors });

    /// <summary>Laravel's own shape: an English message (in places the field's own), arrays of texts.</summary>
    public Answer AsLaravel(string message = "The given data was invalid.") =>
        Answer.Json(422, new JsonObject { ["message"] = message, ["errors"] = _errors });

    /// <summary><c>/v1</c>: code <c>validation_error</c>, arrays of texts or only the first text.</summary>
    public Answer AsResponder(bool texts)
    {
        JsonObject errors = _errors;
        if (texts)
        {
            errors = [];
            foreach ((string field, JsonNode? all) in _errors)
                errors[field] = all![0]!.DeepClone();
        }
        return Answer.Json(422, new JsonObject
        {
            ["message"] = "اطلاعات ارسال شده معتبر نیست", ["data"] = new JsonArray(), ["code"] = "validation_error", ["errors"] = errors,
        });
    }
}
