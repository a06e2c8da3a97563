using Vandar.Core.Sandbox;

namespace Vandar.Core.Tests.Sandbox;

public sealed class SandboxFaultGrammarTests
{
    private static readonly string[] s_ends =
    [
        "request-reset", "request-close", "request-half-close", "request-stall", "reset", "close", "half-close", "stall",
    ];

    private static readonly string[] s_points =
    [
        "head:0", "head:17", "head:-1", "head:0%", "head:50%", "head:100%", "body:0", "body:4096", "body:-20", "body:33%", "end",
    ];

    private static IEnumerable<string> Faults() =>
    [
        .. s_ends.SelectMany(end => s_points.Select(point => $"{end}@{point}")),
        "none", "unseen", "early", "status:200", "status:599", "html:502", "redirect:302:self", "redirect:307:http://other.example/a?b=c:d@e",
        "empty:204", "raw:SFRUUC8xLjEgMjAwIE9LDQoNCg", "retry-after:3", "retry-after:Wed, 21 Oct 2026 07:28:00 GMT", "retry-after:-5",
        "content-type:text/html; charset=utf-8", "content-type:", "chunked", "chunked-unfinished", "until-close", "length:+7", "length:-7", "endless",
        "endless-close", "gzip", "deflate", "br", "bomb:gzip:8000000", "bomb:deflate:2", "bomb:br:1000", "broken:gzip", "broken:deflate", "broken:br",
        "double:gzip", "trailing:gzip", "headers:70000", "interim:100,102,103,103", "latency:0", "latency:250", "drip:1/20", "after:0", "after:3",
        "after:1+unseen+status:503+retry-after:2+length:+7+interim:103+headers:20+gzip+latency:5+drip:10/1+reset@body:50%",
    ];

    [TestCaseSource(nameof(Faults))]
    public void A_fault_prints_itself_back(string text)
    {
        SandboxFault fault = SandboxFault.Parse(text);

        Assert.That(fault.ToString(), Is.EqualTo(text));
        Assert.That(SandboxFault.Parse($" {fault} "), Is.EqualTo(fault));
        Assert.That(SandboxFault.Parse($" {fault} ").GetHashCode(), Is.EqualTo(fault.GetHashCode()));
    }

    [TestCase("", "''", "no step has that name")]
    [TestCase("explode", "'explode'", "no step has that name")]
    [TestCase("explode@head:0", "'explode@head:0'", "no step has that name")]
    [TestCase("Unseen", "'Unseen'", "no step has that name")]
    [TestCase("unseen+none", "'none'", "no step has that name")]
    [TestCase("unseen+", "'unseen+'", "no step has that name")]
    [TestCase("reset", "'reset'", "no step has that name")]
    [TestCase("unseen:", "'unseen:'", "nothing behind its name")]
    [TestCase("early:1", "'early:1'", "nothing behind its name")]
    [TestCase("chunked:8", "'chunked:8'", "nothing behind its name")]
    [TestCase("gzip:9", "'gzip:9'", "nothing behind its name")]
    [TestCase("reset@", "'reset@'", "a point is")]
    [TestCase("reset@tail:1", "'reset@tail:1'", "a point is")]
    [TestCase("reset@head", "'reset@head'", "a point is")]
    [TestCase("reset@head:x", "'reset@head:x'", "a point is")]
    [TestCase("reset@head:007", "'reset@head:007'", "a point is")]
    [TestCase("reset@head:-0", "'reset@head:-0'", "a point is")]
    [TestCase("reset@body:101%", "'reset@body:101%'", "a point is")]
    [TestCase("reset@body:-1%", "'reset@body:-1%'", "a point is")]
    [TestCase("reset@end:1", "'reset@end:1'", "a point is")]
    [TestCase("unseen+status:99", "'status:99'", "from 200 to 599")]
    [TestCase("status:600", "'status:600'", "from 200 to 599")]
    [TestCase("status:0500", "'status:0500'", "from 200 to 599")]
    [TestCase("status", "'status'", "from 200 to 599")]
    [TestCase("html:ok", "'html:ok'", "from 200 to 599")]
    [TestCase("empty:-1", "'empty:-1'", "from 200 to 599")]
    [TestCase("redirect:302", "'redirect:302'", "a status and a URL")]
    [TestCase("redirect:302:", "'redirect:302:'", "a status and a URL")]
    [TestCase("redirect:200:self", "'redirect:200:self'", "from 300 to 399")]
    [TestCase("raw:?", "'raw:?'", "base64url")]
    [TestCase("retry-after", "'retry-after'", "behind a colon")]
    [TestCase("content-type", "'content-type'", "behind a colon")]
    [TestCase("length:7", "'length:7'", "+ or -")]
    [TestCase("length:", "'length:'", "+ or -")]
    [TestCase("length:+0", "'length:+0'", "from 1 to")]
    [TestCase("bomb:gzip", "'bomb:gzip'", "has its size behind it")]
    [TestCase("bomb:zip:10", "'bomb:zip:10'", "gzip, deflate or br")]
    [TestCase("bomb:gzip:1", "'bomb:gzip:1'", "from 2 to")]
    [TestCase("broken:gzip:1", "'broken:gzip:1'", "gzip, deflate or br")]
    [TestCase("broken", "'broken'", "gzip, deflate or br")]
    [TestCase("headers:0", "'headers:0'", "from 1 to")]
    [TestCase("interim:", "'interim:'", "from 100 to 199")]
    [TestCase("interim:100,200", "'interim:100,200'", "from 100 to 199")]
    [TestCase("latency:-1", "'latency:-1'", "from 0 to")]
    [TestCase("drip:5", "'drip:5'", "bytes and milliseconds")]
    [TestCase("drip:0/5", "'drip:0/5'", "from 1 to")]
    [TestCase("after:-1", "'after:-1'", "from 0 to")]
    [TestCase("status:500+html:502", "'html:502'", "one already")]
    [TestCase("chunked+length:+1", "'length:+1'", "one already")]
    [TestCase("gzip+broken:br", "'broken:br'", "one already")]
    [TestCase("reset@head:0+close@head:0", "'close@head:0'", "one already")]
    [TestCase("request-reset@end+request-stall@end", "'request-stall@end'", "one already")]
    [TestCase("latency:1+latency:1", "'latency:1'", "one already")]
    public void A_bad_text_names_its_step_and_the_rule(string text, string step, string rule) =>
        Assert.That(() => SandboxFault.Parse(text), Throws.TypeOf<FormatException>().With.Message.Contains(step).And.Message.Contains(rule));

    [Test]
    public void A_plan_prints_itself_back()
    {
        SandboxFaultPlan plan = SandboxFaultPlan.Parse(" 5%reset@head:0;2.5% unseen+length:+7 ; ", 7);

        Assert.That((plan.Seed, plan.ToString()), Is.EqualTo((7, "5% reset@head:0; 2.5% unseen+length:+7")));
        Assert.That(SandboxFaultPlan.Parse(plan.ToString()).Shares, Is.EqualTo(plan.Shares));
        Assert.That(SandboxFaultPlan.Parse(" ").Shares, Is.Empty);
    }

    [Test]
    public void Shares_may_add_up_to_a_hundred_and_not_to_more()
    {
        string hundred = string.Join(';', Enumerable.Repeat("9.9% unseen", 10)) + ";1% unseen";

        Assert.That(SandboxFaultPlan.Parse(hundred).Shares, Has.Count.EqualTo(11));
        Assert.That(() => SandboxFaultPlan.Parse(hundred + ";0.1% unseen"), Throws.TypeOf<FormatException>().With.Message.Contains("more than 100%"));
    }

    [TestCase("unseen", "'unseen'")]
    [TestCase("many% unseen", "'many% unseen'")]
    [TestCase("-5% unseen", "'-5% unseen'")]
    [TestCase("5% unseen; 5% explode", "'explode'")]
    public void A_bad_plan_names_what_is_bad(string text, string named) =>
        Assert.That(() => SandboxFaultPlan.Parse(text), Throws.TypeOf<FormatException>().With.Message.Contains(named));
}
