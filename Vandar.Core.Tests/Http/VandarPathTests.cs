using System.Globalization;
using Vandar.Core.Http;
using Vandar.Core.Tests.Values;

namespace Vandar.Core.Tests.Http;

/// <summary>An address holds exactly what the code wrote and one escaped segment per hole, whatever stands in the hole.</summary>
internal sealed class VandarPathTests
{
    private static readonly HostAddress s_host = HostAddress.Of(new("https://api.vandar.io/"), "host");
    private static readonly PathSegment s_business = PathSegment.Of("shop", "business");

    private static IEnumerable<TestCaseData<string>> Refused() => Cases(
        "", ".", "..", " ", "\t", "\u3000", "\u2028", "a\0b", "a\rb", "a\nb", "a\tb", "a\u0085b", "\ud800", "a\udc00b", "\udc00\ud800", new string('a', 513), new string('a', 10_000));

    private static IEnumerable<TestCaseData<string>> Escaped() => Cases(
        "../x", "..\\x", "...", "%2e%2e", "%2E%2e", ".%2e", "a/b", "%2F", "?", "?x=1", "#", "#x", ";", "\\", "//host", "https://host", "@host", ":80", "&", "+", "%",
        "a b", " a ", "\u202e", "a\u2028b", "\ufeff", "\u200c", "سلام", "۱۲۳", "٣", "ي", "😀", "%00", "%", "'", "(", "*", "!", "~", "-._", new string('س', 512));

    [TestCaseSource(nameof(Refused))]
    public void A_segment_that_no_identifier_can_be_is_refused_without_being_quoted(string id)
    {
        ArgumentException? failure = Assert.Catch<ArgumentException>(() => Build(id));

        Assert.That(failure!.ParamName, Is.EqualTo("id"));
        if (id.Trim().Length > 2)
            Assert.That(failure.ToString(), Does.Not.Contain(id));
        Assert.That(Assert.Catch<ArgumentException>(() => PathSegment.Of(id, "business"))!.ParamName, Is.EqualTo("business"));
    }

    [Test]
    public void A_null_segment_is_refused_by_name() =>
        Assert.That(Assert.Throws<ArgumentNullException>(() => Build(null!))!.ParamName, Is.EqualTo("id"));

    [TestCaseSource(nameof(Escaped))]
    public void Anything_else_is_one_escaped_segment_below_the_same_prefix(string id)
    {
        Uri uri = Build(id);

        Assert.That(uri.GetLeftPart(UriPartial.Authority), Is.EqualTo("https://api.vandar.io"));
        Assert.That(uri.PathAndQuery, Does.StartWith("/v3/business/shop/settlement/"));
        Assert.That(uri.Query + uri.Fragment, Is.Empty);
        string[] segments = uri.AbsolutePath.Split('/');
        Assert.That(segments, Has.Length.EqualTo(7));
        Assert.That(Uri.UnescapeDataString(segments[5]), Is.EqualTo(id));
        Assert.That(segments[6], Is.EqualTo("cancel"));
    }

    [TestCaseSource(nameof(Escaped))]
    public void A_segment_of_a_scope_is_escaped_like_one_of_a_call(string id)
    {
        PathSegment provider = PathSegment.Of(id, "provider");
        VandarPath path = $"{s_host}/v3/business/{s_business}/settlement/{provider}/cancel";

        Assert.That(path.ToUri(new()).AbsoluteUri, Is.EqualTo(Build(id).AbsoluteUri));
    }

    [TestCase("a&b=c", "a%26b%3Dc")]
    [TestCase("1+1", "1%2B1")]
    [TestCase("100%", "100%25")]
    [TestCase("a b", "a%20b")]
    [TestCase("#?/", "%23%3F%2F")]
    [TestCase("😀", "%F0%9F%98%80")]
    [TestCase("می‌روم", "%D9%85%DB%8C%E2%80%8C%D8%B1%D9%88%D9%85")]
    [TestCase("ي", "%D9%8A")]
    [TestCase("", "")]
    public void A_query_value_reaches_the_server_byte_for_byte(string value, string escaped)
    {
        VandarPath path = $"{s_host}/v1/things";
        path.Query("q", value);
        Uri uri = path.ToUri(new());

        Assert.That(uri.PathAndQuery, Is.EqualTo("/v1/things?q=" + escaped));
        Assert.That(Uri.UnescapeDataString(uri.Query[3..]), Is.EqualTo(value));
    }

    [Test]
    public void Nulls_are_left_out_of_the_query_wherever_they_stand()
    {
        VandarPath path = $"{s_host}/v1/things";
        path.Query("a", (string?)null);
        path.Query("page", 2);
        path.Query("b", (long?)null);
        path.Query("q", "x");
        path.Query("from", long.MinValue);

        Assert.That(path.ToUri(new()).PathAndQuery, Is.EqualTo("/v1/things?page=2&q=x&from=-9223372036854775808"));
    }

    [Test]
    public void A_query_of_nulls_is_no_query()
    {
        VandarPath path = $"{s_host}/v1/things";
        path.Query("a", (string?)null);

        Assert.That(path.ToUri(new()).AbsoluteUri, Is.EqualTo("https://api.vandar.io/v1/things"));
    }

    [Test, Category("S5")]
    public void Numbers_are_written_alike_in_every_culture([Values("fa-IR", "ar-SA", "de-DE", "tr-TR")] string culture)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new(culture);
        try
        {
            VandarPath path = $"{s_host}/v1/things";
            path.Query("from", -5);
            Assert.That(path.ToUri(new()).Query, Is.EqualTo("?from=-5"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Test]
    public void A_host_stands_first_or_not_at_all() =>
        Assert.That(() => { VandarPath path = $"/v1/{s_host}"; _ = path.ToUri(new()); }, Throws.InvalidOperationException);

    [Test]
    public void A_scope_that_no_client_made_has_no_address() =>
        Assert.That(() => { VandarPath path = $"{s_host}/v1/{default(PathSegment)}"; _ = path.ToUri(new()); }, Throws.InvalidOperationException);

    [Test]
    public void The_buffer_grows_with_long_escaped_parts_and_long_queries()
    {
        string id = new('س', 512);
        VandarPath path = $"{s_host}/v3/business/{s_business}/{id}/{id}/{id}";
        for (int i = 0; i < 50; i++)
        {
            path.Query("q", id);
            path.Query("n", i);
        }

        string expected = Uri.EscapeDataString(id);
        string query = string.Join("&", Enumerable.Range(0, 50).Select(i => string.Create(CultureInfo.InvariantCulture, $"q={expected}&n={i}")));
        Assert.That(path.ToUri(new()).OriginalString, Is.EqualTo($"https://api.vandar.io/v3/business/shop/{expected}/{expected}/{expected}?{query}"));
    }

    [Test]
    public void A_constant_address_is_parsed_once()
    {
        UriCache cache = new();

        Uri first = Constant(cache);
        Assert.That(Constant(cache), Is.SameAs(first));
        Assert.That(Constant(cache).AbsoluteUri, Is.EqualTo("https://api.vandar.io/v3/business/shop/balance"));
    }

    [Test]
    public void An_address_with_an_identifier_or_a_query_is_not_kept()
    {
        UriCache cache = new();

        Uri identified = Identified(cache);
        Uri queried = Queried(cache);
        Assert.That(Identified(cache), Is.Not.SameAs(identified));
        Assert.That(Queried(cache), Is.Not.SameAs(queried));

        static Uri Identified(UriCache cache)
        {
            string id = "7";
            VandarPath path = $"{s_host}/v1/{id}";
            return path.ToUri(cache);
        }

        static Uri Queried(UriCache cache)
        {
            VandarPath path = $"{s_host}/v1/things";
            path.Query("page", 1);
            return path.ToUri(cache);
        }
    }

    [Test]
    public void The_cache_never_confuses_addresses_however_many_there_are()
    {
        UriCache cache = new();
        for (int round = 0; round < 2; round++)
        {
            for (int i = 0; i < 1_000; i++)
            {
                string address = string.Create(CultureInfo.InvariantCulture, $"https://api.vandar.io/{i}");
                Assert.That(cache.Get(address).OriginalString, Is.EqualTo(address));
            }
        }
    }

    [Test]
    public void A_cached_address_costs_nothing()
    {
        UriCache cache = new();

        Assert.That(Allocation.Of(() => Constant(cache) is not null), Is.Zero);
    }

    [TestCase("https://api.vandar.io", "https://api.vandar.io")]
    [TestCase("https://api.vandar.io/", "https://api.vandar.io")]
    [TestCase("https://proxy.example/vandar/", "https://proxy.example/vandar")]
    [TestCase("http://localhost:5000", "http://localhost:5000")]
    [TestCase("http://127.0.0.1:5000/", "http://127.0.0.1:5000")]
    [TestCase("http://[::1]:5000", "http://[::1]:5000")]
    public void A_host_is_https_or_loopback(string address, string kept) =>
        Assert.That(HostAddress.Of(new(address), "host").Value, Is.EqualTo(kept));

    [TestCase("http://api.vandar.io", "https")]
    [TestCase("http://10.0.0.1", "https")]
    [TestCase("ftp://localhost", "https")]
    [TestCase("file:///etc", "https")]
    [TestCase("https://user:secret@api.vandar.io", "user name")]
    [TestCase("https://secret@api.vandar.io", "user name")]
    [TestCase("https://api.vandar.io/?key=secret", "query")]
    [TestCase("https://api.vandar.io/#secret", "fragment")]
    [TestCase("/relative/secret", "absolute")]
    public void Any_other_host_is_refused_by_name_and_rule_without_being_quoted(string address, string rule)
    {
        ArgumentException? failure = Assert.Throws<ArgumentException>(() => HostAddress.Of(new(address, UriKind.RelativeOrAbsolute), "Api"));

        Assert.That(failure!.ParamName, Is.EqualTo("Api"));
        Assert.That(failure.Message, Does.Contain(rule).And.Not.Contain("secret").And.Not.Contain("10.0.0.1"));
    }

    private static Uri Constant(UriCache cache)
    {
        VandarPath path = $"{s_host}/v3/business/{s_business}/balance";
        return path.ToUri(cache);
    }

    private static Uri Build(string id)
    {
        VandarPath path = $"{s_host}/v3/business/{s_business}/settlement/{id}/cancel";
        return path.ToUri(new());
    }

    // Numbered: neither a test runner nor its report need take half a surrogate pair in a name.
    private static IEnumerable<TestCaseData<string>> Cases(params string[] ids) =>
        ids.Select((id, i) => new TestCaseData<string>(id).SetArgDisplayNames(string.Create(CultureInfo.InvariantCulture, $"{i}: {Uri.EscapeDataString(id[..Math.Min(id.Length, 20)])}")));
}
