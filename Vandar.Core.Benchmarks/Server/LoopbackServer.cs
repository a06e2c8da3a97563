using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Vandar.Core.Benchmarks.Server;

/// <summary>The same API over HTTP/1.1 in a process of its own, so that what a server allocates is nobody's.</summary>
internal static class LoopbackServer
{
    /// <summary>The argument that makes this program the server.</summary>
    internal const string Command = "serve";

    private static readonly Lazy<(Process Process, Uri Address)> s_running = new(Start);

    /// <summary>The address of the server, which is started by whoever asks first.</summary>
    internal static Uri Address => s_running.Value.Address;

    /// <summary>Serves until the standard input ends, as it does when the process that holds its other end is gone.</summary>
    internal static async Task Serve()
    {
        CannedApi api = new();
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
        });
        await using WebApplication app = builder.Build();
        app.Run(context => Answer(api, context));
        await app.StartAsync();
        Console.WriteLine(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        await Console.In.ReadToEndAsync();
    }

    private static async Task Answer(CannedApi api, HttpContext context)
    {
        HttpRequest request = context.Request;
        await request.Body.CopyToAsync(Stream.Null);
        Reply reply = api.Answer(
            request.Method, request.Path.Value + request.QueryString.Value, request, static request => request.Headers.Authorization);
        context.Response.StatusCode = reply.Status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = reply.Body.Length;
        await context.Response.Body.WriteAsync(reply.Body);
    }

    // The process stays with its address: collected, it would let go of its end of the server's input.
    private static (Process, Uri) Start()
    {
        ProcessStartInfo start = new("dotnet")
        {
            ArgumentList = { typeof(LoopbackServer).Assembly.Location, Command },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        Process process = Process.Start(start)!;
        string address = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The server ended before it listened.");
        return (process, new Uri(address));
    }
}
