using System.Diagnostics;
using System.Net;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using Vandar.Core.Tests.Conventions;
using Vandar.Core.Tests.Http;

namespace Vandar.Core.Tests.Faults;

/// <summary>S4: what a debugger, a log of objects or a server that echoes would print. Every public type and every public call, by reflection.</summary>
[Category("S4")]
internal sealed class PrintedSecretTests
{
    private static readonly string s_everything = string.Join(' ', Witness.Secrets);

    /// <summary>What a type tells on purpose: the name of a field of the wire, a media type, the addresses of the services.</summary>
    private static readonly string[] s_told =
    [
        "VandarFieldError.<Field>k__BackingField", "VandarFile.<ContentType>k__BackingField",
        .. typeof(VandarHosts).GetProperties().Select(property => $"VandarHosts.<{property.Name}>k__BackingField"),
    ];

    /// <summary>Texts of the server that are their own text: a word of an enumeration, a date as it came.</summary>
    private static bool IsText(Type type) => Sample.IsWireEnum(type) || type == typeof(JalaliText) || type == typeof(TehranDateTime);

    private static IEnumerable<Type> PublicTypes() =>
        typeof(VandarClient).Assembly.GetExportedTypes()
            .Where(type => !type.IsAbstract && !type.IsInterface && !type.IsEnum && !type.IsSubclassOf(typeof(Delegate)) && !type.IsByRefLike && !IsText(type))
            .Select(type => type.IsGenericTypeDefinition ? Closed(type) : type);

    [Test]
    public void S4_A_planted_secret_is_in_every_member_that_can_hold_one()
    {
        Assert.That(PublicTypes().Count(), Is.GreaterThan(150));
        Assert.That(((VandarClientOptions)Planted(typeof(VandarClientOptions), 3)!).AccessToken, Is.EqualTo(s_everything));
        Assert.That(((Settlements.CreateSettlement)Planted(typeof(Settlements.CreateSettlement), 3)!).Iban.Value, Is.EqualTo(Witness.Iban));
        Assert.That(Witness.Secrets.Where(secret => new Chatty(s_everything).ToString().Contains(secret, StringComparison.Ordinal)), Is.EqualTo(Witness.Secrets),
            "a record of its own would print it");
    }

    [TestCaseSource(nameof(PublicTypes))]
    public void S4_No_public_type_prints_what_it_holds(Type type)
    {
        using Witness witness = new();
        object planted = Planted(type, 3)!;

        witness.Hear(planted.ToString() ?? "");
        witness.Hear($"{planted}");
        if (planted is IFormattable formattable)
            witness.Hear(formattable.ToString(null, null));

        Assert.That(witness.Heard, Is.Not.Empty);
    }

    [Test]
    public void S4_A_debugger_shows_no_more_than_ToString()
    {
        MemberInfo[] shown =
        [
            .. typeof(VandarClient).Assembly.GetTypes().SelectMany(type => type.GetMembers(
                BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly).Prepend(type))
                .Where(member => member.GetCustomAttribute<DebuggerDisplayAttribute>() is not null && !member.IsDefined(typeof(CompilerGeneratedAttribute))),
        ];

        Assert.That(shown, Is.SupersetOf(new[] { typeof(CardNumber), typeof(Iban), typeof(NationalCode), typeof(MobileNumber) }));
        Assert.That(shown.Select(member => member.GetCustomAttribute<DebuggerDisplayAttribute>()!.Value), Has.All.EqualTo("{ToString(),nq}"));
        Assert.That(typeof(VandarClient).Assembly.GetTypes().Where(type => type.IsDefined(typeof(DebuggerTypeProxyAttribute))), Is.Empty);
    }

    [TestCase(Witness.Card)]
    [TestCase(Witness.Iban)]
    [TestCase(Witness.NationalCode)]
    [TestCase(Witness.Mobile)]
    public void S4_A_value_that_is_refused_is_not_quoted(string secret)
    {
        using Witness witness = new();
        foreach (MethodInfo parse in typeof(VandarClient).Assembly.GetExportedTypes().SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static))
            .Where(method => method.Name == "Parse" && method.GetParameters() is [{ ParameterType: var only }] && only == typeof(string)))
        {
            foreach (string text in new[] { secret, secret + "1", $"x{secret}", secret[..^1] })
            {
                try
                {
                    parse.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [text], null);
                }
                catch (Exception e) when (e is FormatException or ArgumentException)
                {
                    witness.Hear(e);
                }
            }
        }

        Assert.That(witness.Heard, Has.Count.GreaterThan(20));
    }

    /// <summary>Vandar quotes what was sent, in any of its shapes of errors; a proxy may show the whole request.</summary>
    [TestCaseSource(typeof(PublicCall), nameof(PublicCall.All))]
    public async Task S4_A_server_that_echoes_every_secret_makes_no_call_tell_one(PublicCall call)
    {
        using Witness witness = new();
        bool isAsked = false;
        foreach ((int status, string body) in Echoes())
        {
            Echo server = new(status, body);
            using HttpClient http = new(server) { Timeout = Timeout.InfiniteTimeSpan };
            await using VandarClient client = new(witness.Options with { MaxRetries = 0, AllowBodyCopies = true }, http);
            object? end = await witness.EndOf(async () =>
            {
                object result = call.Invoke(client, Sample.Arguments(call.Method));
                await PublicCall.End(result);
                return result;
            });
            // What a 2xx says of itself can be beside the point for a call whose answer has nothing to tell.
            if (server.Asked && status >= 300 && call.Name is not "client.Tokens.Logout")
                Assert.That(end, Is.InstanceOf<VandarException>(), $"{status} {body}");
            isAsked |= server.Asked;
        }
        Assert.That(witness.Heard, isAsked ? Is.Not.Empty : Is.Empty);
    }

    private static IEnumerable<(int Status, string Body)> Echoes()
    {
        string[] echoed = [.. Witness.Secrets.Where(secret => secret != "canary-document-bytes")];
        string all = string.Join(' ', echoed);
        foreach (int status in new[] { 400, 401, 422, 500 })
        {
            yield return (status, $$"""{"status":0,"message":"{{all}}"}""");
            yield return (status, $$"""{"status":0,"errors":{"card":[{{string.Join(',', echoed.Select(secret => $"\"bad {secret}\""))}}]},"code":"not_allowed"}""");
            yield return (status, $"<html><body>POST /v1 Authorization: Bearer {all}</body></html>");
            yield return (status, $$"""{"error":"{{all}}","data":{"name":"{{all}}""");
        }
        yield return (200, $"\"{all}\"");
        yield return (200, $$"""{"status":1,"data":{"{{all}}":{{all}}""");
        yield return (302, all);
    }

    /// <summary>An instance with a secret in each field that can take one, down to a depth. No constructor could refuse it.</summary>
    private static object? Planted(Type declared, int depth)
    {
        Type type = Nullable.GetUnderlyingType(declared) ?? declared;
        if (type == typeof(string))
            return s_everything;
        if (type == typeof(CardNumber))
            return CardNumber.Parse(Witness.Card);
        if (type == typeof(Iban))
            return Iban.Parse(Witness.Iban);
        if (type == typeof(NationalCode))
            return NationalCode.Parse(Witness.NationalCode);
        if (type == typeof(MobileNumber))
            return MobileNumber.Parse(Witness.Mobile);
        if (type == typeof(Uri))
            return new Uri($"https://shop.example/{Witness.Card}?token={Witness.AccessToken}");
        if (type == typeof(byte[]))
            return Witness.Document;
        if (type.IsArray)
            return Filled(type.GetElementType()!, depth);
        if (type.IsGenericType && type.IsInterface && type.GetGenericArguments() is [var item] && type.IsAssignableFrom(item.MakeArrayType()))
            return Filled(item, depth);
        if (depth <= 0 || type.Assembly != typeof(VandarClient).Assembly || type.IsAbstract || type.IsInterface || type.IsEnum
            || type.IsSubclassOf(typeof(Delegate)) || type.ContainsGenericParameters)
        {
            return type.IsValueType ? Activator.CreateInstance(type) : null;
        }
        object planted = RuntimeHelpers.GetUninitializedObject(type);
        for (Type? level = type; level is not null && level.Assembly == type.Assembly; level = level.BaseType)
        {
            foreach (FieldInfo field in level.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            {
                if (!s_told.Contains($"{type.Name}.{field.Name}") && Planted(field.FieldType, depth - 1) is { } value)
                    field.SetValue(planted, value);
            }
        }
        return planted;
    }

    private static Array Filled(Type item, int depth)
    {
        Array list = Array.CreateInstance(item, 1);
        list.SetValue(Planted(item, depth - 1), 0);
        return list;
    }

    private static Type Closed(Type definition) =>
        definition.MakeGenericType([.. definition.GetGenericArguments().Select(argument =>
            argument.GetGenericParameterConstraints().Any(constraint => constraint.IsGenericType)
                ? typeof(SettlementStatus) : typeof(Settlements.CreateSettlement))]);

    private sealed record Chatty(string Text);

    private sealed class Echo(int status, string body) : HttpMessageHandler
    {
        internal bool Asked { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked = true;
            if (request.Content is { } content)
                await content.CopyToAsync(new WireStream(new MemoryStream()), cancellationToken);
            return new((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        }
    }
}
