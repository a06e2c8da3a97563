using System.Globalization;
using System.Net;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Vandar.Core.Http;
using Vandar.Core.Tests.Cli;
using Vandar.Core.Tests.Conventions;
using Vandar.Core.Tests.EndToEnd;
using Vandar.Core.Tests.Http;
using Vandar.Core.Tests.Values;

namespace Vandar.Core.Tests.Faults;

/// <summary>
/// S5: on a machine in Tehran the calendar is another one, the minus has a mark before it and a date of HTTP cannot be parsed the ordinary way. What
/// is sent, read and told is the same there as everywhere.
/// </summary>
[Category("S5")]
internal sealed partial class CultureTests
{
    private static readonly string[] s_foreign = [.. Cultures.All.Where(culture => culture.Length > 0)];

    private static IEnumerable<TestCaseData> Requests() =>
        from call in PublicCall.All
        from culture in s_foreign
        select new TestCaseData(call, culture).SetArgDisplayNames(call.Name, culture);

    private static IEnumerable<TestCaseData> Classes() =>
        from call in ClassCall.All
        from culture in s_foreign
        select new TestCaseData(call, culture).SetArgDisplayNames(call.ToString(), culture);

    [Test]
    public void S5_The_cultures_are_as_strange_as_they_are_said_to_be()
    {
        DateTime day = new(2026, 11, 24, 0, 0, 0, DateTimeKind.Unspecified);

        Assert.That(Cultures.Under("fa-IR", () => day.ToString("yyyy-MM-dd", CultureInfo.CurrentCulture)), Is.EqualTo("1405-09-03"));
        Assert.That(Cultures.Under("ckb-IR", () => day.ToString("yyyy-MM-dd", CultureInfo.CurrentCulture)), Is.EqualTo("1405-09-03"));
        Assert.That(
            Cultures.Under("th-TH", () => day.Year.ToString(CultureInfo.CurrentCulture) + day.ToString("yyyy", CultureInfo.CurrentCulture)),
            Is.EqualTo("20262569"));
        Assert.That(Cultures.Under("fa-IR", () => (-5).ToString(CultureInfo.CurrentCulture)), Is.Not.EqualTo("-5"));
        Assert.That(Cultures.Under("ar-SA", () => (-5).ToString(CultureInfo.CurrentCulture)), Is.Not.EqualTo("-5"));
        Assert.That(Cultures.Under("de-DE", () => 1.5m.ToString(CultureInfo.CurrentCulture)), Is.EqualTo("1,5"));
        Assert.That(Cultures.Under("tr-TR", () => CultureInfo.CurrentCulture.TextInfo.ToUpper("i")), Is.EqualTo("İ"));
        Assert.That(s_foreign, Has.Length.EqualTo(6));
    }

    /// <summary>With the required members alone, and with each of the others in turn.</summary>
    [TestCaseSource(nameof(Requests))]
    public async Task S5_A_request_has_the_same_line_headers_and_bytes(PublicCall call, string culture)
    {
        List<string> foreign = await Sent(call, culture);

        Assert.That(foreign, Is.Not.Empty);
        Assert.That(foreign, Is.EqualTo(await Sent(call, "")));
    }

    [TestCaseSource(nameof(Classes))]
    public async Task S5_A_failure_has_the_same_text(ClassCall call, string culture)
    {
        string[] foreign = await Failures(call, culture);

        Assert.That(foreign, Has.Length.GreaterThan(4).And.All.Not.Empty);
        Assert.That(foreign, Is.EqualTo(await Failures(call, "")));
    }

    [Test]
    public async Task S5_The_servers_word_how_long_to_wait_is_understood(
        [ValueSource(typeof(Cultures), nameof(Cultures.All))] string culture, [Values("seconds", "date", "past date", "negative", "junk")] string form)
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        TestTime time = new();
        string header = form switch
        {
            "seconds" => "7",
            "date" => (time.GetUtcNow() + TimeSpan.FromSeconds(7)).ToString("R", CultureInfo.InvariantCulture),
            "past date" => (time.GetUtcNow() - TimeSpan.FromSeconds(7)).ToString("R", CultureInfo.InvariantCulture),
            "negative" => "-7",
            _ => "۷",
        };
        ScriptedHandler handler = new(
            ScriptedHandler.Json(HttpStatusCode.TooManyRequests, "{}", response => response.Headers.TryAddWithoutValidation("Retry-After", header)),
            ScriptedHandler.Ok);
        using TestApi api = new(handler, new() { TimeProvider = time });

        await time.Finish(api.Call(Repeat.Safe));

        Assert.That(handler.Seen, Has.Count.EqualTo(2));
        Assert.That(time.Waits, form is "seconds" or "date" ? Has.Some.EqualTo(TimeSpan.FromSeconds(7)) : Has.None.EqualTo(TimeSpan.FromSeconds(7)));
    }

    [TestCaseSource(nameof(s_foreign))]
    public void S5_The_table_of_waits_is_the_same(string culture)
    {
        static string Table() => string.Join(
            ' ', Enumerable.Range(1, 12).Select(attempt => RetryRule.Delay(attempt, null, 0.5).Ticks.ToString(CultureInfo.InvariantCulture)));

        Assert.That(Cultures.Under(culture, Table), Is.EqualTo(Cultures.Under("", Table)));
    }

    /// <summary>Every type with a <c>TryParse</c> of a text, fed with what such types are written as.</summary>
    [TestCaseSource(nameof(s_foreign))]
    public void S5_Values_are_read_and_written_alike(string culture)
    {
        string[] foreign = Cultures.Under(culture, ReadValues);

        Assert.That(foreign, Has.Length.GreaterThan(100));
        Assert.That(foreign.Count(line => line.Contains(" = ", StringComparison.Ordinal)), Is.GreaterThanOrEqualTo(8), "of many, something was read");
        Assert.That(foreign, Is.EqualTo(Cultures.Under("", ReadValues)));
    }

    [TestCaseSource(nameof(s_foreign)), CancelAfter(60_000)]
    public async Task S5_The_bytes_on_a_real_wire_are_the_same(string culture, CancellationToken cancellationToken)
    {
        List<string> foreign = await OnTheWire(culture);

        Assert.That(cancellationToken.IsCancellationRequested, Is.False);
        Assert.That(foreign, Has.Count.EqualTo(ClassCall.All.Count));
        Assert.That(foreign, Is.EqualTo(await OnTheWire("")));
    }

    [Test, CancelAfter(60_000)]
    public async Task S5_The_tools_demonstration_reads_the_same_in_Tehran(CancellationToken cancellationToken)
    {
        ToolRun tehran = await Tool.RunUnder("fa_IR.UTF-8", "demo");

        Assert.That(cancellationToken.IsCancellationRequested, Is.False);
        Assert.That((tehran.ExitCode, tehran.Error), Is.EqualTo((0, "")), tehran.Output);
        Assert.That(tehran.Output, Does.Contain("250,000 Toman by the API = 2,500,000 Rial paid"));
        Assert.That(
            tehran.Output.Where(c => char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.DecimalDigitNumber && !char.IsAscii(c)),
            Is.Empty);
        Assert.That(tehran.Output, Does.Not.Contain('\u066B').And.Not.Contain('\u066C'));
    }

    /// <summary>Both sides, and every thread between them, under the culture of the country.</summary>
    [TestCase("fa-IR")]
    [TestCase("ar-SA")]
    [NonParallelizable]
    public async Task S5_A_sandbox_in_Tehran_keeps_the_same_books(string culture)
    {
        CultureInfo? before = CultureInfo.DefaultThreadCurrentCulture;
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.GetCultureInfo(culture);
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            foreach (Scenario scenario in Scenario.All.Where(scenario => scenario.Switches is null))
            {
                await using ClientAndSandbox shop = await ClientAndSandbox.Open();
                await scenario.Run(shop);
            }
        }
        finally
        {
            CultureInfo.DefaultThreadCurrentCulture = before;
        }
    }

    /// <summary>Everything that would go out under a culture; where a member excludes another, the refusal's text.</summary>
    private static async Task<List<string>> Sent(PublicCall call, string culture)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
        List<string> sent = [];
        foreach (object?[] arguments in Variants(call.Method))
        {
            using Witness witness = new();
            RecordingHandler handler = new();
            using HttpClient http = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
            await using VandarClient client = new(witness.Options with { MaxRetries = 0, AllowBodyCopies = true }, http);
            object? end = await witness.EndOf(async () =>
            {
                object result = call.Invoke(client, arguments);
                await PublicCall.End(result);
                return result;
            });
            sent.Add(end is Exception e ? $"{e.GetType().Name}: {e.Message}" : $"{end}");
            sent.AddRange(handler.Requests.Select(request =>
                Boundary().Replace($"{request.Line}\n{string.Join('\n', request.Headers)}\n\n{Encoding.Latin1.GetString(request.Body)}",
                    "boundary")));
        }
        return sent;
    }

    private static IEnumerable<object?[]> Variants(MethodInfo method)
    {
        yield return Sample.Arguments(method);
        foreach (ParameterInfo parameter in method.GetParameters())
        {
            if (parameter.ParameterType.IsSubclassOf(typeof(VandarModel)))
            {
                foreach (Type kind in Sample.Kinds(parameter.ParameterType))
                {
                    foreach (PropertyInfo member in kind.GetProperties()
                        .Where(member => member.SetMethod is { IsPublic: true } && member.Name != "Extra" && !member.IsDefined(typeof(RequiredMemberAttribute))))
                    {
                        object request = Sample.Of(kind);
                        member.SetValue(request, Some(member.PropertyType));
                        yield return With(method, parameter, request);
                    }
                }
            }
            else if (parameter.IsOptional && parameter.ParameterType != typeof(RequestOptions) && parameter.ParameterType != typeof(CancellationToken)
                && !parameter.ParameterType.Name.StartsWith("IProgress", StringComparison.Ordinal))
            {
                yield return With(method, parameter, Some(parameter.ParameterType));
            }
        }
    }

    private static object Some(Type type) =>
        (Nullable.GetUnderlyingType(type) ?? type) is { IsEnum: true } of ? Enum.GetValues(of).Cast<object>().Last() : Sample.Of(type);

    private static object?[] With(MethodInfo method, ParameterInfo parameter, object value)
    {
        object?[] arguments = Sample.Arguments(method);
        arguments[parameter.Position] = value;
        return arguments;
    }

    private static async Task<string[]> Failures(ClassCall call, string culture)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
        using Witness witness = new();
        List<string> texts = [];
        foreach (Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer in new[]
        {
            ScriptedHandler.Json(HttpStatusCode.UnprocessableEntity, """{"status":0,"errors":{"amount":["بیش از -1234567.5"]}}"""),
            ScriptedHandler.Json(HttpStatusCode.TooManyRequests, "{}", response => response.Headers.TryAddWithoutValidation("Retry-After", "12345")),
            ScriptedHandler.Json(HttpStatusCode.BadGateway, "<html>"),
            ScriptedHandler.Json(HttpStatusCode.OK, """{"status":1,"data":{"""),
            ScriptedHandler.Json(HttpStatusCode.OK, new string(' ', 1_025)),
            ScriptedHandler.Json(HttpStatusCode.Found, ""),
            (_, _) => throw new HttpRequestException(HttpRequestError.ResponseEnded),
        })
        {
            using HttpClient http = new(new ScriptedHandler(answer)) { Timeout = Timeout.InfiniteTimeSpan };
            await using VandarClient client = new(
                witness.Options with { MaxRetries = 0, AllowBodyCopies = true, MaxResponseBytes = 1_024, TimeProvider = new TestTime() }, http);
            texts.Add(await witness.EndOf(() => call.Send(client, null, CancellationToken.None)) is Exception e ? $"{e.GetType().Name}: {e.Message}" : "");
        }
        return [.. texts, .. witness.Heard.Where(text => !text.Contains("   at ", StringComparison.Ordinal))];
    }

    private static string[] ReadValues()
    {
        string[] texts =
        [
            "6037991122334455", "IR062960000000100324200001", "0012345679", "09121234567", "+989121234567", "1403/01/12", "1403-1-2",
            "۱۴۰۳/۰۱/۱۲", "٠٩١٢١٢٣٤٥٦٧", "-5", "1,000",
            "1.5", "1402/12/30", "2024-04-01 21:54:38", "2026-11-24", "i",
        ];
        List<string> lines = [];
        foreach (MethodInfo parse in typeof(VandarClient).Assembly.GetExportedTypes().SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static))
            .Where(method => method.Name == "TryParse" && method.GetParameters() is [{ ParameterType: var text }, { IsOut: true }] && text == typeof(string)))
        {
            foreach (string text in texts)
            {
                object?[] arguments = [text, null];
                bool isRead = (bool)parse.Invoke(null, arguments)!;
                lines.Add(isRead ? $"{parse.DeclaringType!.Name} {text} = {arguments[1]}" : $"{parse.DeclaringType!.Name} {text}: no");
            }
        }
        foreach (string text in texts)
        {
            bool isDate = JalaliText.From(text).TryToDateTime(out DateTime date);
            lines.Add(
                $"{text}: {TehranDateTime.From(text)} {TehranDateTime.From(text).Value?.ToString("O", CultureInfo.InvariantCulture)} "
                + $"{isDate} {date.Ticks.ToString(CultureInfo.InvariantCulture)}");
        }
        lines.Add($"{Rial.Of(-1_234_567)} {Toman.Of(1_234_567)} {Rial.Of(long.MinValue)} "
            + $"{new JalaliDate(1403, 12, 30)} {new JalaliDate(1403, 12, 30).ToCompactString()}");
        return [.. lines];
    }

    private static async Task<List<string>> OnTheWire(string culture)
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        using Witness witness = new();
        List<string> requests = [];
        await using RawServer server = new(async connection =>
        {
            while (await connection.ReadRequest() is { } request)
            {
                lock (requests)
                    requests.Add($"{request.Head}{Encoding.Latin1.GetString(request.Body)}");
                await connection.Write(RawServer.Answer(404, RecordingHandler.Refusal));
            }
        });
        await using VandarClient client = new(witness.Options with { Hosts = VandarHosts.At(server.Address), MaxRetries = 0 });
        foreach (ClassCall call in ClassCall.All)
            await witness.EndOf(() => call.Send(client, null, CancellationToken.None));
        return [.. requests.Select(request => Changing().Replace(request, "#"))];
    }

    [GeneratedRegex("[0-9a-f]{32}")]
    private static partial Regex Boundary();

    /// <summary>The boundary, the port, and the ids of a trace.</summary>
    [GeneratedRegex("[0-9a-f]{32}(-[0-9a-f]{16})?|(?<=127.0.0.1:)[0-9]+")]
    private static partial Regex Changing();
}
