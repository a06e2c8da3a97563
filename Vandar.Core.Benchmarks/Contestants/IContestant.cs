using System.Runtime.CompilerServices;

namespace Vandar.Core.Benchmarks.Contestants;

/// <summary>One way to talk to the API. All do the same six things, each with the set-up that its own documentation recommends.</summary>
internal interface IContestant : IDisposable
{
    /// <summary>Registers the applicant: a POST of three fields, an answer of 125 bytes.</summary>
    ValueTask<object> Post();

    /// <summary>One settlement.</summary>
    ValueTask<object> GetOne();

    /// <summary>The first page of the settlements.</summary>
    ValueTask<object> List(int rows);

    /// <summary>Sends a photo, as a form.</summary>
    ValueTask<object> Upload(Stream photo);

    /// <summary>A POST that is refused with a 422; the complaint is the answer.</summary>
    ValueTask<object> Error422();

    /// <summary>One settlement behind a token that is over: a 401, a refresh, the same request again.</summary>
    ValueTask<object> UnauthorizedThenRefresh();

    /// <summary>An answer of any of these, brought into the plain models, in which all are equal.</summary>
    object Plain(object answer) => answer;
}

/// <summary>Makes calls of every type one type. Pooled, so that it costs nobody a byte.</summary>
internal static class Answering
{
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal static async ValueTask<object> AsAnswer<T>(this ValueTask<T> call)
        where T : class => await call;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal static async ValueTask<object> AsAnswer<T>(this Task<T> call)
        where T : class => await call;
}
