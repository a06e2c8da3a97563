using Vandar.Core.Http;

namespace Vandar.Core.Tests.Conventions;

/// <summary>The README's table of endpoints tells the truth: every operation, its verb and path, and what a repeat does.</summary>
internal sealed class EndpointTableTests
{
    [Test]
    public void It_has_every_operation_and_no_other() =>
        Assert.That(
            EndpointRow.All.Select(row => row.Operation).Where(name => name != EndpointRow.Address).Distinct(),
            Is.EquivalentTo(Fixture.Operations().Select(operation => operation.Name)), "README.md, Endpoints");

    [Test]
    public void It_has_every_documented_endpoint() =>
        Assert.That(DocumentedEndpoints.All.Except(EndpointRow.All.Select(row => row.Endpoints[0].Split('?')[0])), Is.Empty, "README.md, Endpoints");

    [Test]
    public void Its_verb_path_and_repeat_are_those_of_the_code()
    {
        List<string> wrong = [];
        foreach (Operation operation in Fixture.Operations())
        {
            EndpointRow row = EndpointRow.All.FirstOrDefault(row => row.Operation == operation.Name) ?? new(operation.Name, "", [], "", "", "");
            if (!row.Repeat.Split(' ')[0].Equals(operation.Repeat.ToString(), StringComparison.OrdinalIgnoreCase))
                wrong.Add($"{operation.Name}: the code says {operation.Repeat}, the table {row.Repeat}");
            foreach (Fixture fixture in Fixture.All().Where(fixture => fixture.Operation == operation.Name))
            {
                string asked = $"{fixture.Method} {fixture.Address.GetLeftPart(UriPartial.Path)}";
                if (!EndpointRow.All.Any(row => row.Operation == operation.Name && row.Endpoints.Any(endpoint => DocumentedEndpoints.IsThat(asked, endpoint, _ => true))))
                    wrong.Add($"{fixture}: asks for {asked}, which the table does not have");
            }
        }
        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void Every_row_has_a_unit_and_its_evidence() =>
        Assert.That(EndpointRow.All.Where(row => row.Unit.Length == 0 || row.Evidence.Length == 0 || !row.Call.StartsWith('`')).Select(row => row.Operation), Is.Empty);
}
