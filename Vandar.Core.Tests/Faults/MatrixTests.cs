using System.Reflection;
using System.Text.RegularExpressions;
using NUnit.Framework.Interfaces;

namespace Vandar.Core.Tests.Faults;

/// <summary>The rows of <c>docs/faults.md</c> and the tests that prove them: no row without a test, no category without a row.</summary>
internal sealed partial class MatrixTests
{
    private static string[] Rows => [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "faults.md"))
        .Select(line => RowOfTable().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value)];

    private static string[] Categories => [.. typeof(MatrixTests).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => method.GetCustomAttributes().Any(attribute => attribute is ITestBuilder or ISimpleTestBuilder))
            .SelectMany(method => method.GetCustomAttributes<CategoryAttribute>().Concat(type.GetCustomAttributes<CategoryAttribute>())))
        .Select(category => category.Name).Where(name => RowId().IsMatch(name)).Distinct()];

    [Test]
    public void The_table_has_sixty_one_rows() => Assert.That(Rows, Is.Unique.And.Length.EqualTo(61));

    [Test]
    public void Every_row_has_tests_and_every_category_has_a_row() => Assert.That(Categories, Is.EquivalentTo(Rows));

    [GeneratedRegex(@"^\| ([A-Z]\d{1,2}) \|")]
    private static partial Regex RowOfTable();

    [GeneratedRegex(@"^[A-Z]\d{1,2}$")]
    private static partial Regex RowId();
}
