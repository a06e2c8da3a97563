namespace Vandar.Core.Tests.Conventions;

/// <summary>One line of the README's table of endpoints. An operation that can take an older form has both, the documented one first.</summary>
internal sealed record EndpointRow(string Operation, string Call, IReadOnlyList<string> Endpoints, string Unit, string Repeat, string Evidence)
{
    /// <summary>What the table says of an address that only a browser visits.</summary>
    internal const string Address = "an address";

    internal static IReadOnlyList<EndpointRow> All { get; } =
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "README.md"))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells is ["", _, _, ['`', .., '`'] endpoint, _, _, _, ""] && endpoint.Contains(' ', StringComparison.Ordinal))
            .Select(cells => new EndpointRow(cells[1].Trim('`'), cells[2], [.. cells[3].Split('`').Where((_, i) => i % 2 == 1)], cells[4], cells[5], cells[6]))];
}
