using System.Text;
using System.Text.Json;
using Vandar.Core.Http;

namespace Vandar.Core.Tests.Http;

/// <summary>Finding the payload in every envelope, and refusing whatever is not exactly one whole answer.</summary>
internal sealed class ResponseReaderTests
{
    private static readonly Operation s_data = Operation.Get("test.data", "data");
    private static readonly Operation s_nested = Operation.Get("test.nested", "result", "card");
    private static readonly Operation s_indexed = Operation.Get("test.indexed", "data", "[0]");
    private static readonly Operation s_second = Operation.Get("test.second", "data", "[1]");
    private static readonly Operation s_flat = Operation.Get("test.flat");
    private static readonly Operation s_orBare = Operation.Get("test.or_bare", "data").OrBare();

    private static readonly (Operation Operation, string Body)[] s_golden =
    [
        (s_data, """{"status":1,"data":{"name":"done"}}"""),
        (s_data, """{"message":"انجام شد","data":{"name":"done","other":[1,{"a":null}]},"code":null,"errors":[]}"""),
        (s_nested, """{"result":{"card":{"name":"done"},"wage":12000},"status":"1"}"""),
        (s_indexed, """{"status":1,"data":[{"name":"done"},{"name":"other"}]}"""),
        (s_flat, """{"token_type":"Bearer","name":"done","escaped":"\u06f1\ud83d\ude00"}"""),
    ];

    private static IEnumerable<int> Golden => Enumerable.Range(0, s_golden.Length);

    private static IEnumerable<TestCaseData> Found()
    {
        yield return new(s_data, """{"status":1,"data":{"name":"done"}}""");
        yield return new(s_data, """{"data":{"name":"done"},"status":1}""");
        yield return new(s_data, """{"data":{"name":"done"}}""");
        yield return new(s_data, """  {"data" : {"name":"done"} }  """);
        yield return new(s_data, """{"a":{"data":{"name":"no"},"status":0},"b":["data",{"data":1}],"data":{"name":"done"},"c":{"data":null}}""");
        yield return new(s_data, """{"\u0064ata":{"name":"done"},"\u0073tatus":1}""");
        yield return new(s_data, """{"Data":{"name":"done"},"STATUS":1}""");
        yield return new(s_data, """{"data":{"name":"done","status":0,"data":{"name":"inner"}}}""");
        yield return new(s_nested, """{"result":{"card":{"name":"done"}}}""");
        yield return new(s_nested, """{"card":{"name":"no"},"result":{"x":{"card":{"name":"no"}},"card":{"name":"done"},"y":[]},"status":1}""");
        yield return new(s_indexed, """{"data":[{"name":"done"}]}""");
        yield return new(s_indexed, """{"data":[{"name":"done"},[{"name":"no"}],null]}""");
        yield return new(s_second, """{"data":[[{"name":"no"},{"name":"no"}],{"name":"done"}]}""");
        yield return new(s_flat, """{"name":"done"}""");
        yield return new(s_orBare, """{"name":"done"}""");
        yield return new(s_orBare, """{"status":1,"data":{"name":"done"}}""");
        yield return new(s_orBare, """{"name":"no","data":{"name":"done"}}""");
        yield return new(s_orBare, """{"name":"done","data":[]}""");
        yield return new(s_orBare, """{"name":"done","data":null}""");
        yield return new(s_flat, """{"name":"done","status":"DONE"}""");
        yield return new(s_flat, "\uFEFF" + """{"name":"done"}""");
    }

    [TestCaseSource(nameof(Found))]
    public void The_payload_is_found_whatever_stands_around_it(object operation, string body) =>
        Assert.That(Read((Operation)operation, body), Is.EqualTo("done"));

    private static IEnumerable<TestCaseData> NotThere()
    {
        yield return new(s_data, """{"status":1}""");
        yield return new(s_data, """{"status":1,"data":null}""");
        yield return new(s_data, """{"status":1,"data":[]}""");
        yield return new(s_data, """{"status":1,"data":[ ]}""");
        yield return new(s_data, """{"status":1,"data":7}""");
        yield return new(s_data, """{"status":1,"data":"text"}""");
        yield return new(s_data, """{"status":1,"data":true}""");
        yield return new(s_data, """{"status":1,"data":[{"name":"done"}]}""");
        yield return new(s_data, """{"name":"done"}""");
        yield return new(s_data, """[{"data":{"name":"done"}}]""");
        yield return new(s_data, "[]");
        yield return new(s_data, "null");
        yield return new(s_data, "7");
        yield return new(s_data, "\"data\"");
        yield return new(s_nested, """{"result":{}}""");
        yield return new(s_nested, """{"result":[]}""");
        yield return new(s_nested, """{"result":null}""");
        yield return new(s_nested, """{"result":"card"}""");
        yield return new(s_nested, """{"result":[{"card":{"name":"done"}}]}""");
        yield return new(s_nested, """{"result":{"card":[]}}""");
        yield return new(s_indexed, """{"data":[]}""");
        yield return new(s_indexed, """{"data":{}}""");
        yield return new(s_indexed, """{"data":{"0":{"name":"done"}}}""");
        yield return new(s_indexed, """{"data":[null]}""");
        yield return new(s_second, """{"data":[{"name":"done"}]}""");
        yield return new(s_flat, "[]");
        yield return new(s_flat, "null");
    }

    [TestCaseSource(nameof(NotThere))]
    public void An_answer_without_its_payload_is_not_understood(object operation, string body) =>
        Assert.That(() => Read((Operation)operation, body), Throws.InstanceOf<JsonException>());

    [TestCase("""{"status":1,"data":[]}""")]
    [TestCase("""{"status":1,"data":null}""")]
    [TestCase("""{"status":1}""")]
    [TestCase("""{"status":1,"data":{}}""")]
    public void Where_nothing_is_an_answer_it_is_an_empty_object(string body) => Assert.That(Read(s_data.MayBeEmpty(), body), Is.Null);

    [TestCase("1", true)]
    [TestCase("\"1\"", true)]
    [TestCase("true", true)]
    [TestCase("null", true)]
    [TestCase("\"\"", true)]
    [TestCase("\"DONE\"", true)]
    [TestCase("\"INIT\"", true)]
    [TestCase("0", false)]
    [TestCase("\"0\"", false)]
    [TestCase("false", false)]
    [TestCase("2", false)]
    [TestCase("\"2\"", false)]
    [TestCase("-1", false)]
    [TestCase("10", false)]
    public void The_envelopes_status_decides_wherever_it_stands(string status, bool isSuccess)
    {
        foreach (string body in new[] { $$$"""{"status":{{{status}}},"data":{"name":"done"}}""", $$$"""{"data":{"name":"done"},"x":[],"status":{{{status}}}}""" })
        {
            Assert.That(ResponseReader.TryRead(Encoding.UTF8.GetBytes(body), s_data, TestJson.Default.Thing, out Thing? thing), Is.EqualTo(isSuccess));
            Assert.That(thing?.Name, Is.EqualTo(isSuccess ? "done" : null));
        }
    }

    [Test]
    public void A_status_that_belongs_to_the_payload_decides_nothing() =>
        Assert.That(Read(s_flat.OwnStatus(), """{"status":2,"name":"done"}"""), Is.EqualTo("done"));

    [TestCase("""{"status":1,"status":1,"data":{"name":"done"}}""")]
    [TestCase("""{"status":0,"data":{"name":"done"},"status":1}""")]
    [TestCase("""{"status":1,"Status":0,"data":{"name":"done"}}""")]
    [TestCase("""{"status":1,"\u0073tatus":0,"data":{"name":"done"}}""")]
    [TestCase("""{"data":{"name":"done"},"data":{"name":"other"}}""")]
    [TestCase("""{"data":{"name":"done"},"DATA":null}""")]
    [TestCase("""{"data":{"name":"done","name":"other"}}""")]
    [Category("P6")]
    [TestCase("""{"data":{"name":"done","\u006eame":"other"}}""")]
    public void Two_members_of_one_name_are_refused(string body) =>
        Assert.That(() => Read(s_data, body), Throws.InstanceOf<JsonException>());

    [TestCase("""{"result":{"card":{"name":"done"}},"result":{}}""")]
    [Category("P6")]
    [TestCase("""{"result":{"card":{"name":"done"},"Card":{"name":"other"}}}""")]
    public void Two_members_of_one_name_on_the_way_are_refused(string body) =>
        Assert.That(() => Read(s_nested, body), Throws.InstanceOf<JsonException>());

    [Category("P1")]
    [TestCaseSource(nameof(Golden))]
    public void An_answer_cut_at_any_byte_is_never_a_partial_success(int index)
    {
        (Operation operation, string body) = s_golden[index];
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        Assert.That(Read(operation, body), Is.EqualTo("done"));
        for (int length = 0; length < bytes.Length; length++)
        {
            byte[] cut = bytes[..length];
            Assert.That(() => Read(operation, cut), Throws.InstanceOf<JsonException>(), body[..Math.Min(length, body.Length)]);
            Assert.That(ResponseReader.ReadError(cut), Is.Null);
        }
    }

    [Category("P2")]
    [TestCaseSource(nameof(Golden))]
    public void A_broken_byte_is_noticed_even_in_members_nobody_reads(int index)
    {
        (Operation operation, string body) = s_golden[index];
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        byte[][] broken = [[0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xE2, 0x82], [0x80], [0]];
        for (int at = 1; at < bytes.Length; at++)
        {
            foreach (byte[] piece in broken)
            {
                byte[] spoiled = [.. bytes[..at], .. piece, .. bytes[at..]];
                Assert.That(() => Read(operation, spoiled), Throws.InstanceOf<JsonException>());
            }
        }
    }

    [Category("P2")]
    [Test]
    public void Another_encoding_is_not_guessed()
    {
        const string body = """{"status":1,"data":{"name":"done"}}""";
        foreach (Encoding encoding in new[] { Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32 })
        {
            Assert.That(() => Read(s_data, encoding.GetBytes(body)), Throws.InstanceOf<JsonException>());
            Assert.That(() => Read(s_data, [.. encoding.GetPreamble(), .. encoding.GetBytes(body)]), Throws.InstanceOf<JsonException>());
        }
    }

    [TestCase("x")]
    [TestCase("{}")]
    [TestCase("\0")]
    [TestCase("\uFEFF")]
    [TestCase("""{"status":0}""")]
    [TestCase("<!-- served by -->")]
    public void Data_after_the_answer_is_refused(string more) =>
        Assert.That(() => Read(s_data, """{"status":1,"data":{"name":"done"}}""" + more), Throws.InstanceOf<JsonException>());

    [Category("P5")]
    [Test]
    public void Deep_nesting_is_refused_and_no_stack_overflows([Values(65, 1_000, 100_000)] int depth, [Values] bool isArray, [Values("data", "other")] string member)
    {
        string nested = isArray
            ? new string('[', depth) + new string(']', depth)
            : string.Concat(Enumerable.Repeat("""{"a":""", depth)) + "1" + new string('}', depth);
        string body = $$"""{"{{member}}":{{nested}},"status":1}""";

        Assert.That(() => Read(s_data, body), Throws.InstanceOf<JsonException>());
        Assert.That(ResponseReader.ReadError(Encoding.UTF8.GetBytes($$$"""{"errors":{{{nested}}}}""")), Is.Null);
    }

    [TestCase("""{"status":1,"data":{"name":"\ud800"}}""")]
    [TestCase("""{"status":1,"data":{"name":"\udc00\ud800"}}""")]
    [TestCase("""{"status":1,"data":{"\ud800":1,"name":"done"}}""")]
    [TestCase("""{"\ud800":1,"data":{"name":"done"}}""")]
    [TestCase("""{"d\ud800":1,"status":1,"data":{"name":"done"}}""")]
    [Category("P2")]
    [TestCase("""{"sta\udc00":1,"data":{"name":"done"}}""")]
    public void Half_a_surrogate_pair_is_refused_like_any_broken_text(string body) =>
        Assert.That(() => Read(s_data, body), Throws.InstanceOf<JsonException>());

    [TestCase("""{"data":{}}""")]
    [TestCase("""{"data":null}""")]
    [TestCase("""{"data":{ }}""")]
    [TestCase("""{"data":[]}""")]
    public void An_empty_list_comes_in_every_dress(string body)
    {
        Assert.That(ResponseReader.TryRead(Encoding.UTF8.GetBytes(body), s_data, TestJson.Default.ListThing, out List<Thing>? things), Is.True);
        Assert.That(things, Is.Empty);
    }

    [TestCase("""{"data":{"name":"x"}}""")]
    [TestCase("{}")]
    [TestCase("""{"data":7}""")]
    public void A_list_that_is_not_there_is_not_an_empty_list(string body) =>
        Assert.That(
            () => ResponseReader.TryRead(Encoding.UTF8.GetBytes(body), s_data, TestJson.Default.ListThing, out _), Throws.InstanceOf<JsonException>());

    [TestCase("""{"message":"The given data was invalid.","errors":{"amount":["too small","not a number"],"iban":["unknown"]}}""",
        "The given data was invalid.", null, "amount=too small|amount=not a number|iban=unknown")]
    [TestCase("""{"status":0,"errors":{"amount":["too small"]}}""", null, null, "amount=too small")]
    [TestCase("""{"status":0,"errors":["first","second"]}""", null, null, "=first|=second")]
    [TestCase("""{"status":0,"errors":["only"]}""", "only", null, "=only")]
    [TestCase("""{"status":0,"errors":{"error":"not active"}}""", "not active", null, "=not active")]
    [TestCase("""{"message":"نامعتبر","code":"validation_error","data":{"a":1},"errors":{"mobile":"wrong"}}""", "نامعتبر", "validation_error", "mobile=wrong")]
    [TestCase("""{"message":"x","data":[],"code":"c","errors":[]}""", "x", "c", "")]
    [TestCase("""{"message":"x","code":"c","errors":null}""", "x", "c", "")]
    [TestCase("""{"status":0,"error":"Unauthenticated"}""", "Unauthenticated", null, "=Unauthenticated")]
    [TestCase("""{"message":"احراز هویت انجام نشده است","code":"unauthenticated_error"}""", "احراز هویت انجام نشده است", "unauthenticated_error", "")]
    [TestCase("""{"error":"Unauthenticated"}""", "Unauthenticated", null, "=Unauthenticated")]
    [TestCase("""{"message":"Unauthenticated."}""", "Unauthenticated.", null, "")]
    [TestCase("""{"message":"x","code":422}""", "x", "422", "")]
    [TestCase("""{"message":{"fa":"x"},"code":["c"],"errors":true}""", null, null, "")]
    [TestCase("""{"errors":{"custom_fields.0.field_id":["unknown"],"n":7}}""", null, null, "custom_fields.0.field_id=unknown|n=7")]
    [TestCase("""{"errors":{"a":{"b":["deep"]},"c":[[]]},"message":"x"}""", "x", null, "b=deep")]
    [TestCase("""{"errors":[],"error":"late","message":null}""", "late", null, "=late")]
    [TestCase("{}", null, null, "")]
    [TestCase("\uFEFF{\"message\":\"x\"}", "x", null, "")]
    public void Every_shape_of_an_error_is_read(string body, string? message, string? code, string errors)
    {
        ApiError? error = ResponseReader.ReadError(Encoding.UTF8.GetBytes(body));

        Assert.That(error, Is.Not.Null);
        Assert.That(error!.Message, Is.EqualTo(message));
        Assert.That(error.Code, Is.EqualTo(code));
        Assert.That(string.Join('|', error.Errors.Select(e => $"{e.Field}={e.Message}")), Is.EqualTo(errors));
    }

    [TestCase("")]
    [TestCase(" ")]
    [TestCase("<html><body>502 Bad Gateway</body></html>")]
    [TestCase("""{"unauthorized"}""")]
    [TestCase("""{"message":"cut""")]
    [TestCase("""{"message":"x"}trailing""")]
    [TestCase("""{"message":"\ud800"}""")]
    [TestCase("""{"\ud800":1}""")]
    [TestCase("""{"errors":{"\udc00":"x"}}""")]
    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("\"Unauthorized\"")]
    [TestCase("7")]
    public void What_is_no_error_of_the_API_is_none_and_never_an_exception(string body) =>
        Assert.That(ResponseReader.ReadError(Encoding.UTF8.GetBytes(body)), Is.Null);

    [Test]
    public void A_flood_of_complaints_is_cut_short()
    {
        string body = $$"""{"errors":[{{string.Join(',', Enumerable.Repeat("\"x\"", 10_000))}}],"code":"c"}""";

        ApiError? error = ResponseReader.ReadError(Encoding.UTF8.GetBytes(body));

        Assert.That(error!.Errors, Has.Count.EqualTo(100));
        Assert.That(error.Code, Is.EqualTo("c"));
    }

    private static string? Read(Operation operation, string body) => Read(operation, Encoding.UTF8.GetBytes(body));

    private static string? Read(Operation operation, byte[] body) =>
        ResponseReader.TryRead(body, operation, TestJson.Default.Thing, out Thing? thing) ? thing!.Name : "(a failure)";
}
