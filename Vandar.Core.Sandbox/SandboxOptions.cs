using System.Net;

namespace Vandar.Core.Sandbox;

/// <summary>How a sandbox starts.</summary>
public sealed record SandboxOptions
{
    /// <summary>The English name ("slug") of the first business. Lower-case letters, digits and hyphens.</summary>
    public string Business { get; init; } = "sample-shop";

    /// <summary>The seed of everything the sandbox invents: same seed, same clock and same calls give the same answers.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The TCP port; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The address to listen on. Anything but loopback is a deliberate step that opens the sandbox to strangers: they still need a
    /// token or a key, and the control paths answer loopback callers only.</summary>
    public IPAddress ListenOn { get; init; } = IPAddress.Loopback;

    /// <summary>Whether it listens on a second port as well, a free one, for HTTP/2 without TLS (<see cref="VandarSandbox.Http2Address"/>): a
    /// client must know beforehand that it is spoken there.</summary>
    public bool Http2 { get; init; }

    /// <summary>Where the time comes from; <see cref="SandboxClock.Advance"/> adds to it.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Whether the rate limits hold (30 POST and 100 other requests in 3 seconds, documented by the vendor).</summary>
    public bool Limits { get; init; } = true;

    /// <summary>The wallet of the first business at the start, in Rial.</summary>
    public Rial OpeningBalance { get; init; } = new(1_000_000);

    /// <summary>What goes wrong on the way, or <see langword="null"/> for nothing. With a plan, an empty one included, a fault server of bare
    /// sockets stands in front of the sandbox, and each request can ask for a fault by <see cref="SandboxFaults.Header"/>. HTTP/1.1 only, and on
    /// loopback only.</summary>
    public SandboxFaultPlan? Faults { get; init; }

    /// <summary>What the vendor's documentation leaves open.</summary>
    public SandboxSwitches Switches { get; init; } = new();
}
