using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Vandar.Core.Tests.Cli;

/// <summary>
/// Stands between a client and the sandbox and holds back one answer after the sandbox has executed the request: the moment at which a
/// killed client cannot know what happened.
/// </summary>
internal sealed class AnswerGate : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _sandbox;
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _ending;
    private readonly int _number;
    private int _seen;

    private AnswerGate(Uri sandbox, string ending, int number)
    {
        _sandbox = new HttpClient { BaseAddress = sandbox };
        (_ending, _number) = (ending, number);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(Forward);
    }

    public Uri Address { get; private set; } = null!;

    /// <param name="sandbox">The sandbox's address.</param>
    /// <param name="ending">The end of the path of a POST.</param>
    /// <param name="number">Which of those, from 1, is held.</param>
    public static async Task<AnswerGate> Start(Uri sandbox, string ending, int number)
    {
        AnswerGate gate = new(sandbox, ending, number);
        await gate._app.StartAsync();
        gate.Address = new Uri(gate._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return gate;
    }

    /// <summary>Until the request was executed and its answer is held.</summary>
    public Task Reached => _reached.Task.WaitAsync(TimeSpan.FromSeconds(60));

    /// <summary>Lets the held answer go.</summary>
    public void Open() => _opened.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        Open();
        await _app.DisposeAsync();
        _sandbox.Dispose();
    }

    private async Task Forward(HttpContext context)
    {
        using HttpRequestMessage request = new(
            new HttpMethod(context.Request.Method), context.Request.Path + context.Request.QueryString.Value);
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        if (body.Length > 0)
        {
            request.Content = new ByteArrayContent(body.ToArray());
            request.Content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType);
        }
        request.Headers.TryAddWithoutValidation("Authorization", context.Request.Headers.Authorization.ToString());
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        using HttpResponseMessage answer = await _sandbox.SendAsync(request);
        byte[] bytes = await answer.Content.ReadAsByteArrayAsync();
        if (HttpMethods.IsPost(context.Request.Method) && context.Request.Path.Value!.EndsWith(_ending, StringComparison.Ordinal)
            && Interlocked.Increment(ref _seen) == _number)
        {
            _reached.TrySetResult();
            await _opened.Task.WaitAsync(context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        await context.Response.Body.WriteAsync(bytes);
    }
}
