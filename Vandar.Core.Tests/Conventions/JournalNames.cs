using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using Vandar.Core.Sandbox;

namespace Vandar.Core.Tests.Conventions;

/// <summary>The sandbox's journal calls an operation as the README's table does, so that who reads both finds it.</summary>
internal static class JournalNames
{
    /// <summary>What no call does: a person on a page, or somebody at a bank.</summary>
    internal static readonly string[] Outside =
    [
        "ipg.pay", "ipg.cancel", "direct_debit.consent", "direct_debit.refuse", "ravand.card.activate", "ravand.card.change_pin", "ravand.card.block",
        "customers.cash_in",
    ];

    internal static IEnumerable<string> All => EndpointRow.All.Select(row => row.Operation).Where(name => name != EndpointRow.Address).Concat(Outside);

    /// <summary>That a sandbox, at its end, has noted nothing under another name: names that are put together are seen only here.</summary>
    internal static void Check(VandarSandbox sandbox) =>
        Assert.That(sandbox.Journal.Select(row => row.Operation).Except(All), Is.Empty, "write: the operation's name in README.md, Endpoints");
}

internal sealed partial class JournalNameTests
{
    [Test]
    public void The_sandbox_knows_no_other_operations() =>
        Assert.That(Literals().Where(text => DottedName().IsMatch(text)).Except(JournalNames.All), Is.Empty,
            "write: the operation's name in README.md, Endpoints");

    [Test]
    public void What_people_and_banks_do_is_still_noted_and_has_no_call()
    {
        Assert.That(JournalNames.Outside, Is.SubsetOf(Literals()));
        Assert.That(JournalNames.Outside.Intersect(EndpointRow.All.Select(row => row.Operation)), Is.Empty);
    }

    /// <summary>Every text that stands in the sandbox's code.</summary>
    private static List<string> Literals()
    {
        using PEReader assembly = new(File.OpenRead(typeof(VandarSandbox).Assembly.Location));
        MetadataReader metadata = assembly.GetMetadataReader();
        List<string> literals = [];
        for (UserStringHandle text = MetadataTokens.UserStringHandle(1); !text.IsNil; text = metadata.GetNextHandle(text))
            literals.Add(metadata.GetUserString(text));
        Assert.That(literals, Has.Count.GreaterThan(100));
        return literals;
    }

    [GeneratedRegex(@"^[a-z_]+(\.[a-z0-9_-]+)+$")]
    private static partial Regex DottedName();
}
