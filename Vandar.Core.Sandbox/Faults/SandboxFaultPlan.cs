using System.Globalization;

namespace Vandar.Core.Sandbox;

/// <summary>Which faults meet the requests that ask for none, and how often.</summary>
public sealed record SandboxFaultPlan
{
    /// <summary>No faults but those that a request asks for.</summary>
    public static SandboxFaultPlan Empty { get; } = new();

    /// <summary>The seed of the draw: the same seed and the same order of requests give the same faults.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The faults and their shares, which add up to 100 percent at the most.</summary>
    public IReadOnlyList<SandboxFaultShare> Shares { get; init; } = [];

    /// <summary>Reads a plan such as <c>5% reset@head:0; 2.5% unseen+status:503</c>.</summary>
    /// <param name="text">Shares separated by <c>;</c>. An empty text is a plan without faults.</param>
    /// <param name="seed">See <see cref="Seed"/>.</param>
    /// <exception cref="FormatException">A share or a fault is not usable, or the shares add up to more than 100 percent.</exception>
    public static SandboxFaultPlan Parse(string text, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<SandboxFaultShare> shares = [];
        foreach (string share in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int sign = share.IndexOf('%', StringComparison.Ordinal);
            if (sign < 0 || !double.TryParse(share.AsSpan(0, sign), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double percent))
                throw new FormatException($"The share '{share}' does not begin with a percentage, such as 5%.");
            shares.Add(new SandboxFaultShare(percent, SandboxFault.Parse(share[(sign + 1)..])));
        }
        // Ten times 9.9 and once 1 is a hundred, but not to the last bit of a double.
        if (shares.Sum(share => share.Percent) > 100.000001)
            throw new FormatException("The shares of the faults add up to more than 100%.");
        return new SandboxFaultPlan { Seed = seed, Shares = shares };
    }

    /// <summary>The plan as <see cref="Parse"/> reads it.</summary>
    public override string ToString() => string.Join("; ", Shares);
}

/// <summary>A fault and how often it happens.</summary>
/// <param name="Percent">Of a hundred requests.</param>
/// <param name="Fault">What happens.</param>
public sealed record SandboxFaultShare(double Percent, SandboxFault Fault)
{
    /// <summary>The share as a plan has it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Percent}% {Fault}");
}
