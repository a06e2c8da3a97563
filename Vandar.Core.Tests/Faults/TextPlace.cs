using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json.Serialization;
using Vandar.Core.RateLimiting;
using Vandar.Core.Tests.Conventions;

namespace Vandar.Core.Tests.Faults;

/// <summary>Where in a request a text of the caller ends up.</summary>
internal enum TextPart
{
    Path,
    Query,
    Json,
    Form,
}

/// <summary>
/// A place of a public call that takes a text: an argument of its own or of a scope on the way to it, a member of a request, a key, a word of the
/// wire. Found by reflection, and by looking where a mark comes out: a new endpoint has its places here by itself.
/// </summary>
internal sealed record TextPlace(string Name, Func<VandarClient, string, object> Call)
{
    internal const string Mark = "mark-7";

    /// <summary>All places of which something is sent.</summary>
    internal static IReadOnlyList<TextPlace> All { get; } = [.. Candidates().Where(place => place.FindMark())];

    internal TextPart Part { get; private set; }

    /// <summary>The verb and the address with the <see cref="Mark"/> in its place.</summary>
    internal string Line { get; private set; } = "";

    /// <summary>The body with the <see cref="Mark"/> in its place, where that is in the body.</summary>
    internal string Body { get; private set; } = "";

    /// <summary>Whether the call makes an address for a browser, and sends nothing.</summary>
    internal bool IsAddress { get; private set; }

    internal static IEnumerable<TextPlace> In(params TextPart[] parts) => All.Where(place => parts.Contains(place.Part));

    /// <summary>The bytes of UTF-8, all but the unreserved ones in hexadecimal: RFC 3986, written without the platform's help.</summary>
    internal static string Escaped(string text)
    {
        StringBuilder escaped = new();
        foreach (byte b in Encoding.UTF8.GetBytes(text))
        {
            if (char.IsAsciiLetterOrDigit((char)b) || (char)b is '-' or '.' or '_' or '~')
                escaped.Append((char)b);
            else
                escaped.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
        }
        return escaped.ToString();
    }

    /// <summary>Makes the call with a text and waits for its end; returns the address, where it makes one.</summary>
    internal async Task<Uri?> Send(VandarClient client, string text)
    {
        object result = Call(client, text);
        await PublicCall.End(result);
        return result as Uri;
    }

    public override string ToString() => Name;

    private bool FindMark()
    {
        RecordingHandler handler = new();
        using HttpClient http = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
        using VandarClient client = new(
            new()
            {
                Business = "shop", AccessToken = "t", RefreshToken = "r", IpgApiKey = "k", MaxRetries = 0, RateLimits = VandarRateLimits.Off,
                AllowBodyCopies = true,
            },
            http);
        try
        {
            // Nothing is waited for: the handler answers at once.
            Uri? address = Send(client, Mark).GetAwaiter().GetResult();
            IsAddress = address is not null;
            Line = address is null ? "" : $"GET {address.AbsoluteUri}";
        }
        catch (ArgumentException)
        {
            // No place for any text: a member of digits alone, or one that excludes another.
            return false;
        }
        catch (VandarException)
        {
            (Line, Body) = (handler.Requests[0].Line, handler.Requests[0].Text);
        }
        int query = Line.IndexOf('?', StringComparison.Ordinal);
        if (Line.Contains(Mark, StringComparison.Ordinal))
            Part = query < 0 || Line.IndexOf(Mark, StringComparison.Ordinal) < query ? TextPart.Path : TextPart.Query;
        else if (Body.Contains(Mark, StringComparison.Ordinal))
            Part = Body.StartsWith('{') ? TextPart.Json : TextPart.Form;
        else
            return false;
        Assert.That((Line + Body).Split(Mark), Has.Length.EqualTo(2), $"{Name}: the mark is not there once.");
        return true;
    }

    private static IEnumerable<TextPlace> Candidates()
    {
        foreach (PublicCall call in PublicCall.All)
        {
            foreach (MethodInfo method in call.Methods)
            {
                foreach (ParameterInfo parameter in method.GetParameters())
                {
                    foreach ((string name, Func<string, object> value) in Values(parameter.ParameterType))
                    {
                        string scope = method == call.Method ? "" : $"{method.Name}.";
                        yield return new(
                            $"{call.Name}: {scope}{parameter.Name}{name}",
                            (client, text) => call.Invoke(client, m => Arguments(m, m == method ? parameter : null, value, text)));
                    }
                }
            }
        }
        foreach (PublicCall call in PublicCall.All.DistinctBy(call => call.Way[0]))
            yield return new($"client.For(…){call.Name["client".Length..]}: business", (client, text) => call.Invoke(client.For(text), Sample.Arguments));
        yield return new("client.Send: Arguments", (client, text) =>
            client.Send(new("GET", "/v3/business/:business/thing/:id/more") { Arguments = [text] }, RawJson.Default.RawThing).AsTask());
        yield return new("client.Send: Query", (client, text) =>
            client.Send(new("GET", "/v3/business/:business/thing") { Query = [new("q", text)] }, RawJson.Default.RawThing).AsTask());
        yield return new("client.Send: Body", (client, text) =>
            client.Send(new VandarCall("POST", "/v3/business/:business/thing").With(new() { Text = text }, RawJson.Default.RawThing),
                RawJson.Default.RawThing).AsTask());
    }

    private static object?[] Arguments(MethodInfo method, ParameterInfo? parameter, Func<string, object> value, string text)
    {
        object?[] arguments = Sample.Arguments(method);
        if (parameter is not null)
            arguments[parameter.Position] = value(text);
        return arguments;
    }

    /// <summary>Every way to bring a text into a value of the type.</summary>
    private static IEnumerable<(string Name, Func<string, object> Value)> Values(Type declared)
    {
        Type type = Nullable.GetUnderlyingType(declared) ?? declared;
        if (type == typeof(string))
            return [("", text => text)];
        if (Sample.IsWireEnum(type))
            return [("", text => Activator.CreateInstance(type, text)!)];
        if (type.IsGenericType && type.IsInterface && type.GetGenericArguments() is [var item])
            return Values(item).Select(value => (value.Name + "[0]", (Func<string, object>)(text => Sample.ListOf(item, value.Value(text)))));
        if (type.IsSubclassOf(typeof(VandarModel)))
            return Sample.Kinds(type).SelectMany(Members);
        return type.Assembly == typeof(VandarClient).Assembly && type.IsValueType ? Keys(type) : [];
    }

    private static IEnumerable<(string Name, Func<string, object> Value)> Members(Type type) =>
        from member in type.GetProperties().Where(member => member.SetMethod is { IsPublic: true } && member.Name != "Extra")
        from value in Values(member.PropertyType)
        select ($".{member.Name}{value.Name}", (Func<string, object>)(text =>
        {
            object request = Sample.Of(type);
            member.SetValue(request, value.Value(text));
            return request;
        }));

    private static IEnumerable<(string Name, Func<string, object> Value)> Keys(Type type) =>
        type.GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(factory => factory.ReturnType == type && !factory.IsSpecialName && factory.Name != "Parse"
                && factory.GetParameters() is [{ ParameterType: var first }, ..] && first == typeof(string))
            .Select(factory => ($".{factory.Name}", (Func<string, object>)(text =>
            {
                object?[] arguments = Sample.Arguments(factory);
                arguments[0] = text;
                return factory.Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null)!;
            })));
}

internal sealed record RawThing
{
    public string? Text { get; set; }
}

[JsonSerializable(typeof(RawThing))]
internal sealed partial class RawJson : JsonSerializerContext;
