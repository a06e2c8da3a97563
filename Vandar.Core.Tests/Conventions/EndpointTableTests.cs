using Vandar.Core.Http;

namespace Vandar.Core.Tests.Conventions;

/// <summary>The README's table of endpoints tells the truth: every operation, its verb and path, and what a repeat does.</summary>
internal sealed class EndpointTableTests
{
    private static readonly Row[] s_rows =
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "README.md"))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells is ["", _, _, ['`', .., '`'] endpoint, _, _, _, ""] && endpoint.Contains(' ', StringComparison.Ordinal))
            .Select(cells => new Row(cells[1].Trim('`'), cells[2], cells[3].Trim('`'), cells[4], cells[5], cells[6]))];

    [Test]
    public void It_has_every_operation_and_no_other() =>
        Assert.That(
            s_rows.Select(row => row.Operation).Where(name => name != Row.Address).Distinct(),
            Is.EquivalentTo(Fixture.Operations().Select(operation => operation.Name)), "README.md, Endpoints");

    [Test]
    public void It_has_every_documented_endpoint() =>
        Assert.That(DocumentedEndpoints.All.Except(s_rows.Select(row => row.Endpoint.Split('?')[0])), Is.Empty, "README.md, Endpoints");

    [Test]
    public void Its_verb_path_and_repeat_are_those_of_the_code()
    {
        List<string> wrong = [];
        foreach (Operation operation in Fixture.Operations())
        {
            Row row = s_rows.FirstOrDefault(row => row.Operation == operation.Name) ?? new(operation.Name, "", "", "", "", "");
            if (!row.Repeat.Split(' ')[0].Equals(operation.Repeat.ToString(), StringComparison.OrdinalIgnoreCase))
                wrong.Add($"{operation.Name}: the code says {operation.Repeat}, the table {row.Repeat}");
            foreach (Fixture fixture in Fixture.All().Where(fixture => fixture.Operation == operation.Name))
            {
                string asked = $"{fixture.Method} {fixture.Address.GetLeftPart(UriPartial.Path)}";
                if (!s_rows.Any(row => row.Operation == operation.Name && DocumentedEndpoints.IsThat(asked, row.Endpoint, _ => true)))
                    wrong.Add($"{fixture}: asks for {asked}, which the table does not have");
            }
        }
        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void Every_row_has_a_unit_and_its_evidence() =>
        Assert.That(s_rows.Where(row => row.Unit.Length == 0 || row.Evidence.Length == 0 || !row.Call.StartsWith('`')).Select(row => row.Operation), Is.Empty);

    private sealed record Row(string Operation, string Call, string Endpoint, string Unit, string Repeat, string Evidence)
    {
        /// <summary>What the table says of an address that only a browser visits.</summary>
        internal const string Address = "an address";
    }
}
