using System.Net;
using System.Text.Json.Nodes;
using Vandar.Core.Tests.Http;
using Vandar.Core.Tests.Services;

namespace Vandar.Core.Tests.Conventions;

/// <summary>Money that was moved stays moved, whatever type a member beside its identity, its amounts and its state has taken.</summary>
internal sealed class OddAnswerTests
{
    private static readonly string[] s_odd = ["""{"odd":1}""", "[7]", "\"odd\"", "true", "1.5"];

    /// <summary>What the answer is worth nothing without, or what could make a refusal look like a success.</summary>
    private static bool IsEssential(string member) =>
        member is "id" or "token" or "batch_id" or "transaction_id" or "gateway_transaction_id" or "authorization_id" or "track_id"
            or "status" or "type" or "error_code" or "currency" or "iban"
        || member.StartsWith("amount", StringComparison.Ordinal) || member.EndsWith("_amount", StringComparison.Ordinal)
        || member.EndsWith("_count", StringComparison.Ordinal);

    private static IEnumerable<Fixture> MoneyWrites() =>
        Fixture.All().Where(fixture => fixture.Variant.Length == 0 && fixture.Endpoint.Repeat is Repeat.Never or Repeat.Keyed
            && fixture.Body.Contains("\"amount\"", StringComparison.Ordinal));

    [Category("P9")]
    [TestCaseSource(nameof(MoneyWrites))]
    public async Task An_odd_member_does_not_cost_the_answer(Fixture fixture)
    {
        List<string> lost = [];
        foreach (string path in Paths(JsonNode.Parse(fixture.Answer)!, "").Where(path => !IsEssential(path.Split('.')[^1])))
        {
            foreach (string odd in s_odd)
            {
                if (!await IsRead(fixture, With(fixture.Answer, path, odd)))
                    lost.Add($"{path} = {odd}");
            }
        }
        Assert.That(lost, Is.Empty);
    }

    private static async Task<bool> IsRead(Fixture fixture, string answer)
    {
        using VandarClient client = Shop.Client(new ScriptedHandler(ScriptedHandler.Json((HttpStatusCode)fixture.Status, answer)));
        try
        {
            await fixture.Call(client);
            return true;
        }
        catch (VandarException)
        {
            return false;
        }
    }

    private static IEnumerable<string> Paths(JsonNode node, string at)
    {
        switch (node)
        {
            case JsonObject members:
                foreach ((string name, JsonNode? value) in members)
                {
                    string path = at.Length == 0 ? name : $"{at}.{name}";
                    if (value is JsonObject or JsonArray)
                    {
                        foreach (string inner in Paths(value, path))
                            yield return inner;
                    }
                    else
                    {
                        yield return path;
                    }
                }
                break;
            case JsonArray items when items.Count > 0 && items[0] is JsonObject or JsonArray:
                foreach (string inner in Paths(items[0]!, $"{at}.0"))
                    yield return inner;
                break;
        }
    }

    private static string With(string answer, string path, string odd)
    {
        JsonNode root = JsonNode.Parse(answer)!;
        string[] steps = path.Split('.');
        JsonNode parent = steps[..^1].Aggregate(root, (node, step) => node is JsonArray array ? array[0]! : node[step]!);
        parent[steps[^1]] = JsonNode.Parse(odd);
        return root.ToJsonString();
    }
}
