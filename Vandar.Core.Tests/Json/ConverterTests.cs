using System.Buffers;
using System.Text;
using System.Text.Json;
using Vandar.Core.Json;
using Vandar.Core.Ravand;
using Vandar.Core.Tests.Values;

namespace Vandar.Core.Tests.Json;

/// <summary>What the API writes in odd ways, through the generated context that every group uses.</summary>
[TestFixture]
internal sealed class ConverterTests
{
    private static readonly TestCaseData<string, long>[] s_wholeNumbers =
    [
        new("1000", 1000), new("\"1000\"", 1000), new("\"1000.00\"", 1000), new("1000.00", 1000), new("1.0", 1), new("0", 0),
        new("-0", 0), new("\"-0.00\"", 0), new("-5", -5), new("\"-5\"", -5), new("1e3", 1000), new("1.5E+3", 1500), new("1000e-3", 1),
        new("1.0e+15", 1_000_000_000_000_000), new("0e999999999999", 0), new("\"007\"", 7), new("\"\\u0031000\"", 1000),
        new("170258101221", 170258101221), new("9223372036854775807", long.MaxValue), new("-9223372036854775808", long.MinValue),
        new("\"9223372036854775807.000\"", long.MaxValue), new("922337203685477580.7e1", long.MaxValue),
        new("92233720368547758070e-1", long.MaxValue), new("9007199254740993", 9007199254740993),
        new("1000.000000000000000000000000000000000000", 1000),
        new("100000000000000000000000000000000000000000e-41", 1),
    ];

    private static readonly string[] s_notWholeNumbers =
    [
        "10.5", "\"10.5\"", "1000.000000000000000000000000000000001", "0.1", "1e-1", "15e-1", "-0.5", "9223372036854775808",
        "-9223372036854775809", "92233720368547758070", "1e19", "1e999999999999", "340282366920938463463374607431768211457",
        "36893488147419103232", "\"1,000\"", "\"1_000\"", "\"\"", "\" 1000\"", "\"1000 \"", "\"+1000\"", "\"1000.\"", "\".5\"", "\"1e\"",
        "\"1e+\"", "\"-\"", "\"--1\"", "\"0x10\"", "\"1.0.0\"", "\"\u06F1\u06F0\u06F0\u06F0\"", "\"\u0661\u0660\"",
        "\"1000\\u0000\"", "\"NaN\"",
        "\"\\ud800\"", "true", "[]", "{}", "[1000]",
    ];

    [Category("P13")]
    [TestCaseSource(nameof(s_wholeNumbers))]
    public void Whole_numbers_are_read_exactly_however_they_are_written(string json, long expected)
    {
        Sample sample = SampleJson.Read(
            $$"""{"amount":{{json}},"maybe_amount":{{json}},"amount_toman":{{json}},"id":{{json}},"maybe_id":{{json}}}""");

        Assert.That((sample.Amount, sample.MaybeAmount, sample.AmountToman, sample.Id, sample.MaybeId),
            Is.EqualTo((Rial.Of(expected), (Rial?)Rial.Of(expected), Toman.Of(expected), expected, (long?)expected)));
    }

    [TestCaseSource(nameof(s_wholeNumbers))]
    public void Whole_numbers_are_read_from_a_body_in_pieces(string json, long expected)
    {
        Utf8JsonReader reader = new(InPieces(json));
        reader.Read();

        Assert.That(WireInteger.Read(ref reader), Is.EqualTo(expected));
    }

    [Category("P13")]
    [Test]
    public void Everything_else_is_refused_and_not_repeated(
        [ValueSource(nameof(s_notWholeNumbers))] string json,
        [Values("amount", "maybe_amount", "amount_toman", "wage", "id")] string property)
    {
        JsonException? exception = Assert.Throws<JsonException>(() => SampleJson.Read($$"""{"{{property}}":{{json}}}"""));

        Assert.That(exception?.Path, Is.EqualTo("$." + property));
        Assert.That(exception?.Message, Does.Not.Contain("1000").And.Not.Contain("36893488").And.Not.Contain("10.5"));
    }

    [Test]
    public void A_number_of_endless_zeros_is_read_or_refused_never_rounded()
    {
        string zeros = new('0', 400);

        Assert.That(() => SampleJson.Read($$"""{"amount":1000.{{zeros}}1}"""), Throws.InstanceOf<JsonException>());
        Assert.That(WireInteger.TryParse(Encoding.UTF8.GetBytes($"1000.{zeros}"), out long value) && value == 1000, Is.True);
        Assert.That(WireInteger.TryParse(Encoding.UTF8.GetBytes($"1{zeros}e-400"), out value) && value == 1, Is.True);
        Assert.That(WireInteger.TryParse(Encoding.UTF8.GetBytes($"0.{zeros}1e401"), out value) && value == 1, Is.True);
        Assert.That(WireInteger.TryParse(Encoding.UTF8.GetBytes($"1000.{zeros}1"), out _), Is.False);
    }

    [Test]
    public void Random_whole_numbers_agree_with_decimal_arithmetic()
    {
        Random random = new(20261124);
        int whole = 0;
        for (int i = 0; i < 20_000; i++)
        {
            int scale = random.Next(0, 10);
            int high = random.Next(0, 4) == 0 ? random.Next(0, 3) : 0;
            decimal number = new(random.Next(), random.Next(), high, isNegative: random.Next(2) == 0, (byte)scale);
            string text = number.ToString(System.Globalization.CultureInfo.InvariantCulture);
            bool isWhole = decimal.Truncate(number) == number && number is >= long.MinValue and <= long.MaxValue;
            whole += isWhole ? 1 : 0;
            if (WireInteger.TryParse(Encoding.UTF8.GetBytes(text), out long value) != isWhole || (isWhole && value != number))
            {
                Assert.Fail($"round {i}: {text} became {value}");
            }
        }

        Assert.That(whole, Is.GreaterThan(1_000), "the sample has enough whole numbers");
    }

    [TestCase("""{"amount":null}""")]
    [TestCase("""{"id":null}""")]
    [TestCase("""{"wage":null}""")]
    [TestCase("""{"amount":1,"amount":2}""", Description = "two amounts")]
    public void A_null_or_a_second_number_is_an_error(string json)
    {
        Assert.That(() => SampleJson.Read(json), Throws.InstanceOf<JsonException>());
    }

    [TestCase("""{"maybe_amount":null,"maybe_id":null,"maybe_wage":null}""")]
    [TestCase("""{"maybe_id":""}""")]
    [TestCase("{}")]
    public void A_number_that_may_be_absent_is_null(string json)
    {
        Sample sample = SampleJson.Read(json);

        Assert.That((sample.MaybeAmount, sample.MaybeId, sample.MaybeWage), Is.EqualTo(((Rial?)null, (long?)null, (Toman?)null)));
    }

    [TestCase("null", null)]
    [TestCase("\"\"", null)]
    [TestCase("0", 0)]
    [TestCase("150000", 150_000)]
    [TestCase("\"150000.00\"", 150_000)]
    public void An_amount_that_may_be_absent_is_read_or_null(string json, long? expected)
    {
        Sample sample = SampleJson.Read($$"""{"paid":{{json}},"fee":{{json}},"id":7}""");

        Assert.That((sample.Paid?.Value, sample.Fee?.Value, sample.Id), Is.EqualTo((expected, expected, 7L)));
    }

    [TestCase("1.5")]
    [TestCase("\" \"")]
    [TestCase("\"free\"")]
    [TestCase("true")]
    [TestCase("[]")]
    [TestCase("[5]")]
    [TestCase("""{"amount":5,"of":[1]}""")]
    public void A_fee_on_the_side_costs_nothing_and_an_amount_is_not_guessed(string json)
    {
        Sample sample = SampleJson.Read($$"""{"fee":{{json}},"id":7}""");

        Assert.That((sample.Fee, sample.Id), Is.EqualTo(((Toman?)null, 7L)), "what follows is still read");
        Assert.That(() => SampleJson.Read($$"""{"paid":{{json}},"id":7}"""), Throws.TypeOf<JsonException>());
    }

    [TestCase("""{"wage":-1}""")]
    [TestCase("""{"wage":"-1.00"}""")]
    [TestCase("""{"maybe_wage":-10}""")]
    public void A_negative_amount_is_refused_where_there_can_be_none(string json)
    {
        Assert.That(() => SampleJson.Read(json), Throws.TypeOf<JsonException>().With.Message.Contains("negative"));
    }

    [Test]
    public void An_amount_that_may_be_absent_is_written_as_its_number_or_as_null()
    {
        ArrayBufferWriter<byte> bytes = new();
        using (Utf8JsonWriter writer = new(bytes))
        {
            OptionalMoney<Rial> converter = new();
            writer.WriteStartArray();
            converter.Write(writer, Rial.Of(150_000), SampleJson.Default.Options);
            converter.Write(writer, null, SampleJson.Default.Options);
            writer.WriteEndArray();
        }

        Assert.That(Encoding.UTF8.GetString(bytes.WrittenSpan), Is.EqualTo("[150000,null]"));
    }

    [Test]
    public void A_negative_amount_is_not_written_where_there_can_be_none()
    {
        Assert.That(() => SampleJson.Write(new Sample { Wage = Rial.Of(-1) }),
            Throws.TypeOf<JsonException>().With.Message.Contains("negative"));
    }

    [TestCase("true", true)]
    [TestCase("1", true)]
    [TestCase("\"1\"", true)]
    [TestCase("\"true\"", true)]
    [TestCase("false", false)]
    [TestCase("0", false)]
    [TestCase("\"0\"", false)]
    [TestCase("\"false\"", false)]
    [TestCase("null", null)]
    public void Truth_has_nine_spellings(string json, bool? expected)
    {
        Assert.That(SampleJson.Read($$"""{"is_instant":{{json}}}""").IsInstant, Is.EqualTo(expected));
    }

    [TestCase("2")]
    [TestCase("-1")]
    [TestCase("1.5")]
    [TestCase("\"yes\"")]
    [TestCase("\"\"")]
    [TestCase("\"\\ud800\"")]
    [TestCase("[]")]
    public void Truth_is_not_guessed(string json)
    {
        Assert.That(() => SampleJson.Read($$"""{"is_instant":{{json}}}"""),
            Throws.InstanceOf<JsonException>().With.Message.Not.Contains("yes"));
    }

    [TestCase("\"a\"", "a")]
    [TestCase("7", "7")]
    [TestCase("true", "true")]
    [TestCase("null", null)]
    [TestCase("[7,[8]]", null)]
    [TestCase("""{"a":{"b":1}}""", null)]
    [TestCase("\"\\ud800\"", null)]
    public void A_text_on_the_side_costs_nothing(string json, string? expected)
    {
        Sample sample = SampleJson.Read($$"""{"remark":{{json}},"payment_number":"1"}""");

        Assert.That((sample.Remark, sample.PaymentNumber), Is.EqualTo((expected, "1")));
    }

    [TestCase("1", true)]
    [TestCase("\"false\"", false)]
    [TestCase("null", null)]
    [TestCase("\"yes\"", null)]
    [TestCase("[true]", null)]
    [TestCase("""{"a":{"b":1}}""", null)]
    public void A_truth_on_the_side_costs_nothing(string json, bool? expected)
    {
        Sample sample = SampleJson.Read($$"""{"flag":{{json}},"payment_number":"1"}""");

        Assert.That((sample.Flag, sample.PaymentNumber), Is.EqualTo((expected, "1")));
    }

    [TestCase("\"123456\"", "123456")]
    [TestCase("123456", "123456")]
    [TestCase("140210290622047785123456789", "140210290622047785123456789")]
    [TestCase("1.50", "1.50")]
    [TestCase("1e3", "1e3")]
    [TestCase("\"\"", "")]
    [TestCase("\"\u06F1\u200C\"", "\u06F1\u200C")]
    [TestCase("null", null)]
    public void Text_or_number_keeps_its_text(string json, string? expected)
    {
        Assert.That(SampleJson.Read($$"""{"payment_number":{{json}}}""").PaymentNumber, Is.EqualTo(expected));
    }

    [TestCase("true")]
    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("\"\\ud800\"")]
    public void Text_is_not_made_of_anything_else(string json)
    {
        Assert.That(() => SampleJson.Read($$"""{"payment_number":{{json}}}"""), Throws.InstanceOf<JsonException>());
    }

    [TestCase("[]", null)]
    [TestCase("[ ]", null)]
    [TestCase("null", null)]
    [TestCase("{}", "")]
    [Category("P12")]
    [TestCase("""{"name":"a","unknown":[1,{}]}""", "a")]
    public void An_empty_array_stands_for_no_object(string json, string? name)
    {
        Sample sample = SampleJson.Read($$"""{"data":{{json}},"id":7}""");

        Assert.That(sample.Data is null ? null : sample.Data.Name ?? "", Is.EqualTo(name));
        Assert.That(sample.Id, Is.EqualTo(7), "what follows is still read");
    }

    [TestCase("[1]")]
    [TestCase("[[]]")]
    [TestCase("[{\"name\":\"secret\"}]")]
    [TestCase("\"secret\"")]
    [TestCase("[")]
    public void An_array_with_something_in_it_is_no_object(string json)
    {
        Assert.That(() => SampleJson.Read($$"""{"data":{{json}}}"""),
            Throws.InstanceOf<JsonException>().With.Message.Not.Contains("secret"));
    }

    private static readonly string[] s_dateTokens =
        ["\"20106\"", "20106", "\"\"", "\"0000-00-00\"", "\"1404/12/30\"", "0", "false", "\"x\\u0041\"", "1.50"];

    [Category("P14")]
    [TestCaseSource(nameof(s_dateTokens))]
    public void A_bad_date_keeps_its_text_and_the_rest_survives(string json)
    {
        Sample sample = SampleJson.Read($$"""{"settled_on":{{json}},"created_at":{{json}},"amount":5}""");
        string text = json.Trim('"').Replace("\\u0041", "A", StringComparison.Ordinal);

        Assert.That((sample.SettledOn?.Text, sample.CreatedAt?.Text, sample.Amount), Is.EqualTo((text, text, Rial.Of(5))));
        Assert.That(sample.CreatedAt?.Value, Is.Null);
    }

    [TestCase("[]")]
    [TestCase("{\"date\":\"2024-04-01\",\"timezone\":{}}")]
    public void Something_else_than_a_date_is_an_absent_date(string json)
    {
        Sample sample = SampleJson.Read($$"""{"settled_on":{{json}},"created_at":{{json}},"amount":5}""");

        Assert.That((sample.SettledOn, sample.CreatedAt, sample.Amount),
            Is.EqualTo(((JalaliText?)default(JalaliText), (TehranDateTime?)default(TehranDateTime), Rial.Of(5))));
    }

    [Test]
    public void Null_dates_are_absent_dates()
    {
        Sample sample = SampleJson.Read("""{"settled_on":null,"created_at":null}""");

        Assert.That((sample.SettledOn, sample.CreatedAt), Is.EqualTo(((JalaliText?)null, (TehranDateTime?)null)));
        Assert.That(JsonSerializer.Deserialize("null", SampleJson.Default.JalaliText).IsEmpty, Is.True);
        Assert.That(JsonSerializer.Deserialize("null", SampleJson.Default.TehranDateTime).IsEmpty, Is.True);
    }

    [Test]
    public void A_Gregorian_time_is_read_without_a_string()
    {
        byte[] json = Encoding.UTF8.GetBytes("\"2024-04-01 21:54:38\"");
        TehranDateTimeConverter converter = new();

        Assert.That(Allocation.Of(() =>
        {
            Utf8JsonReader reader = new(json);
            reader.Read();
            return converter.Read(ref reader, typeof(TehranDateTime), JsonSerializerOptions.Default).Value is not null;
        }), Is.Zero);
    }

    [Test, Category("S5")]
    public void Bodies_are_the_same_in_every_culture([ValueSource(typeof(Cultures), nameof(Cultures.All))] string culture)
    {
        static string Rewrite()
        {
            Sample sample = SampleJson.Read("""
                {"amount":"-1000.00","maybe_amount":1.0e+15,"amount_toman":5,"wage":"7","id":"-170258101221","maybe_id":3,"is_instant":"1",
                 "payment_number":1.50,"data":{"name":"i"},"type":"signature_photo","settled_on":"17:46:57 - 1401/3/7",
                 "created_at":"Mon Apr 01 2024 21:54:38 GMT+0330","iban":"IR080620000000000000123456"}
                """);
            return SampleJson.Write(sample);
        }

        string expected = string.Concat("""
            {"amount":-1000,"maybe_amount":1000000000000000,"amount_toman":5,"wage":7,"id":-170258101221,"maybe_id":3,"is_instant":true,
            "payment_number":"1.50","data":{"name":"i"},"type":"signature_photo","settled_on":"17:46:57 - 1401/3/7",
            "created_at":"2024-04-01 21:54:38","iban":"IR080620000000000000123456"}
            """.ReplaceLineEndings("\n").Split('\n'));

        Assert.That(Cultures.Under(culture, Rewrite), Is.EqualTo(expected));
    }

    [Test]
    public void Absent_values_are_left_out_and_empty_ones_never_written()
    {
        Assert.That(SampleJson.Write(new Sample()), Is.EqualTo("""{"amount":0,"amount_toman":0,"wage":0,"id":0}"""));
        Assert.Multiple(() =>
        {
            AssertNotWritten(new Sample { Type = default(DocumentType) }, "$.Type");
            AssertNotWritten(new Sample { SettledOn = default(JalaliText) }, "$.SettledOn");
            AssertNotWritten(new Sample { CreatedAt = default(TehranDateTime) }, "$.CreatedAt");
            AssertNotWritten(new Sample { Iban = default(Iban) }, "$.Iban");
        });
    }

    private static void AssertNotWritten(Sample sample, string path) =>
        Assert.That(() => SampleJson.Write(sample), Throws.TypeOf<JsonException>()
            .With.Property(nameof(JsonException.Path)).EqualTo(path).And.Message.Contains("default("));

    private static ReadOnlySequence<byte> InPieces(string json)
    {
        Piece first = new(Encoding.UTF8.GetBytes(json[..1]), null);
        Piece last = json.Skip(1).Aggregate(first, (previous, c) => new Piece(Encoding.UTF8.GetBytes([c]), previous));
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        internal Piece(ReadOnlyMemory<byte> memory, Piece? previous)
        {
            Memory = memory;
            if (previous is not null)
            {
                RunningIndex = previous.RunningIndex + previous.Memory.Length;
                previous.Next = this;
            }
        }
    }
}
