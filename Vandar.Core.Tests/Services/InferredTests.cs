using System.Text.Json;
using System.Text.Json.Serialization;
using Vandar.Core.Http;
using Vandar.Core.Json;

namespace Vandar.Core.Tests.Services;

/// <summary>Answers whose shape is a guess: whatever comes is read or kept, and only a list that is none, or not all of it, is a failure.</summary>
internal sealed class InferredTests
{
    private static readonly Operation s_list = Operation.Get("guess.list");

    private static readonly GuessedShape s_shape = new() { OtherNames = [("title", "name"), ("data", "name")], Key = "id" };

    [TestCase("""{"data":{"id":7,"name":"a","more":true}}""")]
    [TestCase("""{"result":{"id":7,"name":"a","more":true}}""")]
    [TestCase("""{"id":7,"name":"a","more":true}""")]
    [TestCase("""{"data":[{"id":7,"name":"a","more":true}]}""")]
    [TestCase("""{"data":[],"id":7,"name":"a","more":true}""")]
    [TestCase("""{"data":null,"id":7,"name":"a","more":true}""")]
    [TestCase("""{"message":"done","data":[],"code":"ok","errors":[],"result":{"id":7,"name":"a","more":true}}""")]
    public async Task A_model_is_found_in_whichever_envelope(string body)
    {
        Guess guess = await Inferred.ToModel(Answer(body), InferredJson.Default.Guess);

        Assert.That((guess.Id, guess.Name, guess.Extra!["more"].GetBoolean()), Is.EqualTo((7L, "a", true)));
    }

    [TestCase("""{"status":1,"id":7}""")]
    [TestCase("""{"data":[],"status":1,"id":7}""")]
    [TestCase("""{"data":null,"status":1,"id":7}""")]
    public async Task The_envelopes_status_is_no_member_of_a_model_beside_it(string body)
    {
        Guess guess = await Inferred.ToModel(Answer(body), InferredJson.Default.Guess);

        Assert.That((guess.Id, guess.Extra?.ContainsKey("status") is true), Is.EqualTo(((long?)7, false)));
    }

    [TestCase("[]")]
    [TestCase("null")]
    public async Task What_an_envelope_says_of_itself_is_no_model(string data)
    {
        string body = $$"""{"data":{{data}},"status":1,"message":"done","code":"ok","errors":[],"links":{"first":null},"meta":{"total":0} }""";

        Guess guess = await Inferred.ToModel(Answer(body), InferredJson.Default.Guess);

        Assert.That((guess.Id, guess.Name, guess.Extra), Is.EqualTo(((long?)null, (string?)null, (IDictionary<string, JsonElement>?)null)));
    }

    [Test]
    public async Task A_member_of_another_type_than_guessed_is_kept_as_it_came()
    {
        Guess guess = await Inferred.ToModel(Answer("""{"data":{"id":"A-7","name":{"fa":"x"},"more":1}}"""), InferredJson.Default.Guess);

        Assert.That((guess.Id, guess.Name), Is.EqualTo(((long?)null, (string?)null)));
        Assert.That(guess.Extra!.ToDictionary(member => member.Key, member => member.Value.GetRawText()),
            Is.EquivalentTo(new Dictionary<string, string> { ["id"] = "\"A-7\"", ["name"] = """{"fa":"x"}""", ["more"] = "1" }));
    }

    [TestCase("""{"data":[]}""", null)]
    [TestCase("""{"data":null}""", null)]
    [TestCase("[]", null)]
    [TestCase("""{"data":"done"}""", "\"done\"")]
    [TestCase("""{"data":[1,2]}""", "[1,2]")]
    [TestCase("\"done\"", "\"done\"")]
    public async Task What_has_no_members_stands_under_data(string body, string? kept)
    {
        Guess guess = await Inferred.ToModel(Answer(body), InferredJson.Default.Guess);

        Assert.That(guess.Extra?["data"].GetRawText(), Is.EqualTo(kept));
    }

    [TestCase("""[{"id":1},{"id":2}]""")]
    [TestCase("""{"data":[{"id":1},{"id":2}]}""")]
    [TestCase("""{"data":{"data":[{"id":1},{"id":2}],"total":2}}""")]
    [TestCase("""{"data":{"rows":[{"id":1},{"id":2}],"total":2}}""")]
    [TestCase("""{"data":{"settlements":{"data":[{"id":1},{"id":2}]},"currency":"Toman"}}""")]
    [TestCase("""{"result":{"items":[{"id":1},{"id":2}]}}""")]
    [TestCase("""{"data":null,"items":[{"id":1},{"id":2}]}""")]
    [TestCase("""{"data":[],"errors":[],"items":[{"id":1},{"id":2}]}""")]
    public async Task The_rows_of_a_list_are_found_wherever_they_stand(string body) =>
        Assert.That((await Inferred.ToList(Answer(body), InferredJson.Default.Guess, s_list)).Select(row => row.Id), Is.EqualTo(new long?[] { 1, 2 }));

    [TestCase("""{"data":[],"total":0,"current_page":1}""")]
    [TestCase("""{"data":null,"total":0,"current_page":1}""")]
    [TestCase("""{"data":null}""")]
    [TestCase("""{"data":null,"errors":[],"total":0}""")]
    public async Task A_list_without_rows_is_empty_whatever_stands_beside_it(string body) =>
        Assert.That(await Inferred.ToList(Answer(body), InferredJson.Default.Guess, s_list), Is.Empty);

    [TestCase("""{"data":{"Id":7,"title":"a"}}""", null, 7L, "a")]
    [TestCase("""{"data":{"id":7,"name":null,"title":"a"}}""", null, 7L, "a")]
    [TestCase("""{"data":{"id":7,"name":{"fa":"x"},"title":"a"}}""", "name", 7L, "a")]
    [TestCase("""{"data":{"id":7,"name":"a","title":"b"}}""", "title", 7L, "a")]
    [TestCase("""{"data":{"id":7,"title":["a"]}}""", "title", 7L, null)]
    [TestCase("""{"data":"a"}""", null, null, "a")]
    public async Task A_member_may_come_by_another_name(string body, string? kept, long? id, string? name)
    {
        Guess guess = await Inferred.ToModel(Answer(body), InferredJson.Default.Guess, s_shape);

        Assert.That((guess.Id, guess.Name, guess.Extra?.Keys.Single()), Is.EqualTo((id, name, kept)));
    }

    [TestCase("""{"data":{"1":"a","2":{"name":"b"}}}""", "1a,2b")]
    [TestCase("""{"data":{"1":{"id":5,"name":"a"}}}""", "5a")]
    [TestCase("""{"data":{}}""", "")]
    public async Task A_list_may_come_as_an_object_of_rows_by_their_keys(string body, string rows) =>
        Assert.That(
            string.Join(',', (await Inferred.ToList(Answer(body), InferredJson.Default.Guess, s_list, s_shape)).Select(row => $"{row.Id}{row.Name}")), Is.EqualTo(rows));

    [TestCase("""{"message":"ok"}""", "no list")]
    [TestCase("""{"data":{"has_more":true,"rows":[{"id":1}]}}""", "more than one page")]
    [TestCase("""{"data":[{"id":1}],"has_more":1}""", "more than one page")]
    public async Task A_keyed_list_that_is_none_or_only_a_part_is_not_read(string body, string why) =>
        Assert.That(
            await Assert.ThrowsAsync<VandarProtocolException>(() => Inferred.ToList(Answer(body), InferredJson.Default.Guess, s_list, s_shape).AsTask()),
            Has.Message.Contains(why));

    [TestCase("""{"data":{"has_more":true,"rows":[{"id":1}]}}""", "3")]
    [TestCase("""{"data":{"has_more":false,"rows":[{"id":1}]}}""", null)]
    [TestCase("""{"data":[{"id":1}],"has_more":"0","last_page":9}""", null)]
    public async Task A_page_that_says_whether_there_is_more_is_believed(string body, string? next) =>
        Assert.That((await Inferred.ToPage(Answer(body), InferredJson.Default.Guess, s_list, 2, 50)).Next, Is.EqualTo(next));

    [Test]
    public async Task What_is_no_answer_of_a_write_leaves_its_outcome_unknown()
    {
        Operation write = Operation.Post("guess.write", Repeat.Never).Settled("Guess.List");

        VandarProtocolException? failure = await Assert.ThrowsAsync<VandarProtocolException>(
            () => Inferred.ToList(Answer("""{"data":7}"""), InferredJson.Default.Guess, write).AsTask());

        Assert.That((failure!.Outcome, failure.SettledBy), Is.EqualTo((RequestOutcome.Unknown, "Guess.List")));
    }

    [TestCase("""{"data":"none"}""", "no list")]
    [TestCase("""{"data":{"a":[],"b":[]}}""", "no list")]
    [TestCase("""{"data":{"a":[],"settlements":{"data":[{"id":1}]}}}""", "no list")]
    [TestCase("""{"data":[{"id":1}],"last_page":2}""", "more than one page")]
    [TestCase("""{"data":[{"id":1}],"meta":{"last_page":"2"}}""", "more than one page")]
    [TestCase("""{"data":{"data":[{"id":1}],"last_page":2}}""", "more than one page")]
    public async Task A_list_that_is_none_or_only_a_part_is_not_read(string body, string why) =>
        Assert.That(
            await Assert.ThrowsAsync<VandarProtocolException>(() => Inferred.ToList(Answer(body), InferredJson.Default.Guess, s_list).AsTask()),
            Has.Message.Contains(why));

    [TestCase("""{"data":[{"id":1}],"meta":{"current_page":2,"last_page":3,"total":"5"}}""", "3")]
    [TestCase("""{"data":{"data":[{"id":1}],"current_page":"2","last_page":2,"total":5}}""", null)]
    public async Task A_page_has_its_counters_wherever_they_stand(string body, string? next)
    {
        Page<Guess> page = await Inferred.ToPage(Answer(body), InferredJson.Default.Guess, s_list, 2, null);

        Assert.That((page.Number, page.Total, page.Next), Is.EqualTo((2, 5L, next)));
    }

    [TestCase("""{"id":7,"x\ud800":1}""")]
    [TestCase("""{"id":7,"x":"\ud800"}""")]
    [TestCase("""{"id":7,"name":"\ud800"}""")]
    [TestCase("""{"data":{"id":7,"x":{"y\ud800":["\ud800"]}}}""")]
    [TestCase("""{"data":[{"id":7},{"x\ud800":"\ud800"}]}""")]
    [TestCase("""{"\ud800":1,"data":{"id":7}}""")]
    public async Task Half_a_character_does_not_hide_that_there_was_an_answer(string body)
    {
        Guess guess = await Inferred.ToModel(Answer(body), InferredJson.Default.Guess, "guess");

        Assert.That(guess.Id, Is.EqualTo(7));
    }

    [TestCase("""{"status":1,"guess":{"id":7}}""")]
    [TestCase("""{"status":1,"message":"","guess":[{"id":7}]}""")]
    public async Task The_envelopes_status_is_no_member_of_a_model_that_has_a_name_in_it(string body)
    {
        Guess guess = await Inferred.ToModel(Answer(body), InferredJson.Default.Guess, "guess");

        Assert.That((guess.Id, guess.Extra), Is.EqualTo(((long?)7, (IDictionary<string, JsonElement>?)null)));
    }

    private static ValueTask<JsonElement> Answer(string body) => new(JsonElement.Parse(body));
}

/// <summary>A model with two guessed members.</summary>
internal sealed record Guess : VandarModel
{
    [JsonConverter(typeof(FlexibleNullableInt64))]
    public long? Id { get; set; }

    public string? Name { get; set; }

    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extra { get; set; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Guess))]
internal sealed partial class InferredJson : JsonSerializerContext;
