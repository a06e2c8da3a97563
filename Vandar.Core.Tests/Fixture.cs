using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Vandar.Core.Http;

namespace Vandar.Core.Tests;

/// <summary>
/// One exchange with the API, in <c>Fixtures/&lt;group&gt;/&lt;operation&gt;[.&lt;variant&gt;].http</c>: what is sent, and what comes back.
/// </summary>
/// <remarks>
/// Lines of <c># ignored: a, b</c> (members of the answer that the model leaves out on purpose) and of <c># payload: data.data</c> (where the
/// model's part of the answer lies, if the operation has no pointer to it), then the request line, the body if there is one, a blank line, and
/// <c>200 {…}</c>. A variant of three digits is a refusal; <c>unknown</c> is an answer from the future, whose new members
/// begin with <c>future_</c>.
/// </remarks>
internal sealed record Fixture(
    string Operation, string Variant, HttpMethod Method, Uri Address, string Body, int Status, string Answer, IReadOnlyList<string> Ignored,
    IReadOnlyList<string> FurtherPayload)
{
    internal const string Directory = "Fixtures";

    /// <summary>How each operation is called; a variant whose request differs has a line of its own. The result is the model as it came from the wire.</summary>
    private static readonly Dictionary<string, Func<VandarClient, Task<object?>>> s_calls = new(GroupCalls.All);

    private static readonly Dictionary<string, Operation> s_endpoints = Operations().ToDictionary(endpoint => endpoint.Name);

    internal static IReadOnlySet<string> Called { get; } = s_calls.Keys.ToHashSet();

    internal Func<VandarClient, Task<object?>> Call => s_calls.GetValueOrDefault(ToString()) ?? s_calls[Operation];

    internal Operation Endpoint => s_endpoints[Operation];

    internal bool IsRefusal => Variant.Length == 3 && Variant.All(char.IsAsciiDigit);

    internal bool IsFromTheFuture => Variant == "unknown";

    internal static IEnumerable<Fixture> All()
    {
        string root = Path.Combine(AppContext.BaseDirectory, Directory);
        string[] operations = [.. Operations().Select(operation => operation.Name)];
        foreach (string file in System.IO.Directory.EnumerateFiles(root, "*.http", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string name = $"{Path.GetFileName(Path.GetDirectoryName(file))}.{Path.GetFileNameWithoutExtension(file)}";
            string? operation = operations.Where(known => name == known || name.StartsWith(known + ".", StringComparison.Ordinal)).MaxBy(known => known.Length);
            if (operation is null)
                throw new InvalidDataException($"{name}.http belongs to no operation; its name is <group>/<operation>[.<variant>].http.");
            yield return Read(operation, name[operation.Length..].TrimStart('.'), File.ReadAllText(file));
        }
    }

    /// <summary>Every endpoint the library declares.</summary>
    internal static IEnumerable<Operation> Operations() => OperationFields().Select(field => (Operation)field.GetValue(null)!);

    internal static IEnumerable<FieldInfo> OperationFields() =>
        typeof(VandarClient).Assembly.GetTypes()
            // Without the classes in which the compiler keeps what a lambda or an iterator needs.
            .Where(type => type.Namespace != typeof(Operation).Namespace && !type.IsDefined(typeof(CompilerGeneratedAttribute)))
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(field => field.FieldType == typeof(Operation));

    /// <summary>The part of an answer that the model is made of, and the way to it as a JSON pointer.</summary>
    internal (JsonElement Json, string Pointer) Payload(JsonElement answer)
    {
        string pointer = "";
        foreach (PayloadStep step in Endpoint.MayBeBare ? WrappedOnly(answer, Endpoint.Payload) : Endpoint.Payload)
        {
            answer = step.Name is null ? answer[step.Index] : answer.GetProperty(step.Name);
            pointer += step.Name is null ? $"/{step.Index}" : $"/{System.Text.Encoding.UTF8.GetString(step.Name)}";
        }
        foreach (string step in FurtherPayload)
        {
            answer = answer.GetProperty(step);
            pointer += $"/{step}";
        }
        return (answer, pointer);
    }

    /// <summary>What of an answer did not arrive in the model.</summary>
    internal IReadOnlyList<string> Differences(JsonElement answer, object model)
    {
        // The envelope's word about itself is judged, not kept.
        IEnumerable<string> ignored = Endpoint.Payload.Length == 0 && FurtherPayload.Count == 0 ? [.. Ignored, "status"] : Ignored;
        return new ModelComparer(ignored, IsFromTheFuture).Differences(Payload(answer).Json, model);
    }

    /// <summary>The way to a payload that may be the whole answer: none where nothing stands at its end.</summary>
    private static PayloadStep[] WrappedOnly(JsonElement answer, PayloadStep[] pointer) =>
        pointer is [var only] && answer.TryGetProperty(only.Name, out JsonElement found) && found.ValueKind is JsonValueKind.Object ? pointer : [];

    public override string ToString() => Variant.Length == 0 ? Operation : $"{Operation}.{Variant}";

    private static Fixture Read(string operation, string variant, string text)
    {
        List<string> lines = [.. text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n')];
        string[] ignored = [.. Marked(lines, "# ignored:", ',')];
        string[] payload = [.. Marked(lines, "# payload:", '.')];
        lines.RemoveAll(line => line.StartsWith('#'));
        int blank = lines.IndexOf("");
        string[] request = lines[0].Split(' ', 2);
        string answer = string.Join('\n', lines.Skip(blank + 1));
        return new(
            operation, variant, HttpMethod.Parse(request[0]), new Uri(request[1]), string.Join('\n', lines[1..blank]),
            int.Parse(answer.AsSpan(0, 3), CultureInfo.InvariantCulture), answer[4..], ignored, payload);
    }

    private static IEnumerable<string> Marked(List<string> lines, string mark, char separator) =>
        lines.TakeWhile(line => line.StartsWith('#')).Where(line => line.StartsWith(mark, StringComparison.Ordinal))
            .SelectMany(line => line[mark.Length..].Split(separator, StringSplitOptions.TrimEntries));
}
