using System.Globalization;

namespace Vandar.Core.Tests.Faults;

/// <summary>A short run of the fuzzer; <c>dotnet cake --target=Fuzz</c> is the long one.</summary>
[Category("Fuzz")]
internal sealed class FuzzTests
{
    [Test, CancelAfter(120_000)]
    public void Fuzz_Nothing_but_our_own_exceptions_leaves_the_readers([Values(20_261_124, 7, 1_405)] int seed)
    {
        using Fuzz fuzz = new(seed);

        (long rounds, IReadOnlyList<string> escaped) = fuzz.Run(0, 4_000, TimeSpan.FromMinutes(2));

        Assert.That(escaped, Is.Empty, string.Create(CultureInfo.InvariantCulture, $"dotnet cake --target=Fuzz --seed={seed} --iterations=4000"));
        Assert.That(rounds, Is.EqualTo(4_000));
    }
}
