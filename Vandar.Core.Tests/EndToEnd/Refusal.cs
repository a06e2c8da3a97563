using System.Net;

namespace Vandar.Core.Tests.EndToEnd;

/// <summary>A call that must not succeed.</summary>
internal static class Refusal
{
    /// <summary>The refusal of a call that was not executed.</summary>
    internal static async Task<VandarApiException> Of<T>(ValueTask<T> call, HttpStatusCode status)
    {
        VandarApiException? failure = await Assert.ThrowsAsync<VandarApiException>(() => call.AsTask());
        Assert.That((failure!.StatusCode, failure.Outcome), Is.EqualTo((status, RequestOutcome.Rejected)));
        return failure;
    }

    /// <summary>The refusal of a request for the sake of these fields.</summary>
    internal static async Task Of<T>(ValueTask<T> call, params string[] fields)
    {
        VandarApiException failure = await Of(call, HttpStatusCode.UnprocessableEntity);
        Assert.That(failure.Errors.Select(error => error.Field), Is.EqualTo(fields));
    }
}
