using System.Net;
using Vandar.Core.Tests.Http;

namespace Vandar.Core.Tests.Faults;

/// <summary>The calls that stand for their classes do what their class says when nothing goes wrong.</summary>
internal sealed class ClassCallTests
{
    [TestCaseSource(typeof(ClassCall), nameof(ClassCall.All))]
    public async Task A_class_call_succeeds_with_one_request(ClassCall call)
    {
        using Witness witness = new();
        ScriptedHandler server = new(ScriptedHandler.Json(HttpStatusCode.OK, call.Answer));
        using HttpClient http = new(server) { Timeout = Timeout.InfiniteTimeSpan };
        await using VandarClient client = new(witness.Options with { AllowBodyCopies = true }, http);

        object? answer = await call.Send(client, null, CancellationToken.None);

        Assert.That(answer, Is.Not.Null);
        Assert.That(server.Seen, Has.Count.EqualTo(1));
        Assert.That(server.Seen[0].Body, call.HasBody ? Is.Not.Empty : Is.Empty);
        Assert.That(Fixture.Operations().Single(operation => operation.Name == call.Operation).Repeat, Is.EqualTo(call.Repeat));
        Assert.That(witness.Heard, Is.Not.Empty);
    }
}
