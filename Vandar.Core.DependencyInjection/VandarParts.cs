using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vandar.Core.Authentication;
using Vandar.Core.RateLimiting;

namespace Vandar.Core.DependencyInjection;

/// <summary>What the clients of one service provider are made of, so that those who share a token pair share its store and its limits.</summary>
internal sealed class VandarParts(IServiceProvider services, IOptionsMonitor<VandarSettings> settings)
{
    private readonly ConcurrentDictionary<string, Lazy<VandarClientOptions>> _options = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<FileTokenStore>> _files = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<VandarRateLimits>> _limits = new(StringComparer.Ordinal);

    /// <exception cref="OptionsValidationException">A setting is missing, wrong, or contradicts another.</exception>
    internal VandarClientOptions OptionsOf(string name) => _options.GetOrAdd(name, name => new(() => Make(name))).Value;

    private VandarClientOptions Make(string name)
    {
        // In a program without a host nobody has validated at the start.
        _ = services.GetRequiredService<IOptions<VandarNeighbours>>().Value;
        VandarSettings asked = settings.Get(name);
        TimeProvider time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        string? file = asked.TokenFile is { } path ? Path.GetFullPath(path) : null;
        VandarClientOptions options = VandarRegistration.OptionsOf(asked) with
        {
            TimeProvider = time,
            LoggerFactory = services.GetService<ILoggerFactory>(),
            TokenStore = asked.TokenStore?.Invoke(services)
                ?? (file is null ? new MemoryTokenStore() : _files.GetOrAdd(file, file => new(() => new FileTokenStore(file, time))).Value),
            RateLimits = asked.RateLimits?.Invoke(services)
                ?? _limits.GetOrAdd(file ?? "client " + name, _ => new(() => VandarRegistration.LimitsOf(asked, time))).Value,
        };
        return asked.Change?.Invoke(services, options) ?? options;
    }
}
