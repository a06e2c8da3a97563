using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Vandar.Core.Http;
using Vandar.Core.Json;
using Vandar.Core.Ravand;
using Vandar.Core.Tokens;

namespace Vandar.Core.Tests.Conventions;

/// <summary>What keeps the groups alike. The failure says what to write instead.</summary>
internal sealed partial class ConventionTests
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Assembly s_library = typeof(VandarClient).Assembly;

    private static readonly Type[] s_contexts = [.. s_library.GetTypes().Where(type => type.IsSubclassOf(typeof(JsonSerializerContext)) && GroupOf(type) is not null)];

    [Test]
    public void Operations_are_private_static_readonly_with_a_name_of_their_own()
    {
        FieldInfo[] fields = [.. Fixture.OperationFields()];

        Assert.That(fields, Is.Not.Empty);
        Assert.That(
            fields.Where(field => field is not { IsPrivate: true, IsStatic: true, IsInitOnly: true } || !field.Name.StartsWith("s_", StringComparison.Ordinal)).Select(Name),
            Is.Empty, "write: private static readonly Operation s_x = …");
        Assert.That(Fixture.Operations().Select(operation => operation.Name), Is.Unique);
        Assert.That(
            fields.Where(field => ((Operation)field.GetValue(null)!).Name is { } name
                && !(DottedName().IsMatch(name) && name.StartsWith(GroupOf(field.DeclaringType!) + ".", StringComparison.Ordinal))).Select(Name),
            Is.Empty, "write: \"group.scope.verb\", lower case, words joined by _");
    }

    [Test]
    public void A_write_that_is_not_repeated_names_the_call_that_settles_it()
    {
        // A token that nobody pays, consents or visits a page with costs nothing; a refresh, a logout, an upload, a message and an inquiry have no
        // call that could tell.
        string[] without =
        [
            "ipg.send", "direct_debit.authorizations.create", "tokens.refresh", "tokens.logout", "ravand.cardholders.upload",
            "ravand.card.activation_token", "ravand.card.pin_change_token", "ravand.card.block_token", "ravand.transfers.resend_otp",
            .. Fixture.Operations().Select(operation => operation.Name).Where(name => name.StartsWith("inquiries.", StringComparison.Ordinal)),
        ];

        Assert.That(
            Fixture.Operations().Where(operation => operation.Repeat is Repeat.Never or Repeat.Keyed && operation.SettledBy is null).Select(operation => operation.Name),
            Is.EquivalentTo(without), "write: .Settled(\"Group.Call\")");
    }

    [Test]
    public void What_settles_an_unknown_outcome_can_be_called()
    {
        HashSet<string> calls = [.. PublicCall.All.Select(call => call.Name["client.".Length..])];

        Assert.That(
            Fixture.Operations().Where(operation => operation.SettledBy is { } text && !calls.Contains(CallAtItsStart().Match(text).Value))
                .Select(operation => $"{operation.Name}: {operation.SettledBy}"),
            Is.Empty, "write: .Settled(\"Group.Call\"), as the caller would write it");
    }

    [Test]
    public void Calls_end_in_options_and_token()
    {
        MethodInfo[] calls = [.. Calls().Where(call => call.DeclaringType != typeof(TokensClient))];

        Assert.That(calls, Is.Not.Empty);
        Assert.That(
            calls.Where(call => !(call.GetParameters() is [.., var options, var token] && IsOptional(options, typeof(RequestOptions)) && IsOptional(token, typeof(CancellationToken))
                && options.Name == "options" && token.Name == "cancellationToken")).Select(Name),
            Is.Empty, "write: (…, RequestOptions? options = null, CancellationToken cancellationToken = default)");
    }

    [Test]
    public void Lists_take_a_query_and_options()
    {
        MethodInfo[] lists = [.. PublicMethods().Where(method => IsGeneric(method.ReturnType, typeof(Paged<>)))];

        Assert.That(lists, Is.Not.Empty);
        Assert.That(
            lists.Where(list => !(list.GetParameters() is [.., var query, var options] && query.Name == "query" && query.IsOptional && IsOptional(options, typeof(RequestOptions)))).Select(Name),
            Is.Empty, "write: Paged<T> List(Query? query = null, RequestOptions? options = null)");
    }

    [Test]
    public void No_public_name_ends_in_Async() =>
        Assert.That(
            s_library.GetExportedTypes().SelectMany(type => type.GetMethods(Declared)).Where(method => method.IsPublic
                && method.Name.EndsWith("Async", StringComparison.Ordinal) && method.Name is not "DisposeAsync").Select(Name), Is.Empty,
            "every call is asynchronous; the suffix tells nothing apart");

    [Test]
    public void Models_derive_from_VandarModel_and_are_sealed()
    {
        Type[] models = [.. s_library.GetTypes().Where(type => GroupOf(type) is not null && type.IsClass && type.GetMethod("<Clone>$") is not null)];

        Assert.That(models, Is.Not.Empty);
        Assert.That(models.Where(model => !model.IsSubclassOf(typeof(VandarModel)) || !(model.IsSealed || model.IsAbstract)), Is.Empty, "write: sealed record X : VandarModel");
        Assert.That(models.SelectMany(model => model.GetMethods(Declared)).Where(method => method.Name == "ToString").Select(Name), Is.Empty, "a model prints its type's name only");
    }

    [Test]
    public void Answers_can_always_be_read()
    {
        List<string> broken = [];
        foreach (JsonTypeInfo answer in Answers())
        {
            foreach (JsonPropertyInfo property in answer.Properties)
            {
                string name = $"{answer.Type.Name}.{property.Name}";
                if (property.PropertyType.IsEnum || Nullable.GetUnderlyingType(property.PropertyType)?.IsEnum is true)
                    broken.Add($"{name} is a C# enum: make it a struct : IWireEnum<…>, which carries words from the future");
                if (property.IsRequired)
                    broken.Add($"{name} is required: a missing member must not fail a payment call");
                if (property.IsExtensionData && answer.Type.GetCustomAttribute<InferredShapeAttribute>() is null)
                    broken.Add($"{name} is an extension bag: those are for shapes the reference does not know, which are marked [InferredShape]");
                if (property.AttributeProvider is PropertyInfo { SetMethod: { } setter } && IsInit(setter))
                    broken.Add($"{name} is init: write set, because init boxes every value under source generation");
            }
        }
        Assert.That(broken, Is.Empty);
    }

    [Test]
    public void Requests_are_only_written()
    {
        Type[] requests = [.. Calls().SelectMany(call => call.GetParameters()).Select(parameter => parameter.ParameterType)
            .Where(type => type.IsSubclassOf(typeof(VandarModel)) && type != typeof(RavandConfig)).SelectMany(WithKinds).Distinct()];

        Assert.That(requests, Is.Not.Empty);
        Assert.That(
            requests.SelectMany(request => request.GetProperties()).Where(property => property.SetMethod is { } setter && !IsInit(setter)
                && property.GetCustomAttribute<JsonExtensionDataAttribute>() is null).Select(property => $"{property.DeclaringType!.Name}.{property.Name}"),
            Is.Empty, "write: { get; init; }");
    }

    [Test]
    public void Contexts_carry_the_same_options()
    {
        JsonSerializerOptions[] options = [.. s_contexts.Select(context => ((JsonSerializerContext)context.GetProperty("Default")!.GetValue(null)!).Options)];

        Assert.That(s_contexts.Where(context => context.IsPublic), Is.Empty);
        Assert.That(options, Has.All.Property(nameof(JsonSerializerOptions.PropertyNamingPolicy)).EqualTo(JsonNamingPolicy.SnakeCaseLower));
        Assert.That(options, Has.All.Property(nameof(JsonSerializerOptions.DefaultIgnoreCondition)).EqualTo(JsonIgnoreCondition.WhenWritingNull));
        Assert.That(options, Has.All.Property(nameof(JsonSerializerOptions.AllowDuplicateProperties)).EqualTo(false));
        Assert.That(options, Has.All.Property(nameof(JsonSerializerOptions.PropertyNameCaseInsensitive)).EqualTo(false));
        Assert.That(options, Has.All.Property(nameof(JsonSerializerOptions.NumberHandling)).EqualTo(JsonNumberHandling.Strict));
    }

    [Test]
    public void Nothing_of_the_call_path_or_of_the_converters_is_public()
    {
        // The two that stand on public value types: a user's own JSON context needs them.
        Assert.That(
            s_library.GetExportedTypes().Where(type => type.Namespace is "Vandar.Core.Http" or "Vandar.Core.Json"),
            Is.EquivalentTo(new[] { typeof(ValueConverter), typeof(WireEnumConverter<>) }));
        Assert.That(
            s_library.GetExportedTypes().Where(type => type.Namespace is not "Vandar.Core.Json").SelectMany(type => type.GetMembers(Declared)).Where(IsVisible).Where(member => TypesOf(member).Any(type => type.Namespace is "Vandar.Core.Http" or "Vandar.Core.Json"))
                .Select(member => $"{member.DeclaringType!.Name}.{member.Name}"), Is.Empty);
    }

    [Test]
    public void Value_types_can_stand_in_a_users_own_context()
    {
        Type[] values = [.. s_library.GetExportedTypes().Where(type => type.IsValueType && type.IsDefined(typeof(JsonConverterAttribute)))];

        Assert.That(values, Is.Not.Empty);
        Assert.That(
            values.Where(type => type.GetCustomAttribute<JsonConverterAttribute>()!.ConverterType is not { IsPublic: true }), Is.Empty,
            "generated code outside of the library makes the converter: write ValueConverter, or WireEnumConverter<…>");
    }

    private static IEnumerable<MethodInfo> PublicMethods() =>
        s_library.GetExportedTypes().Where(type => GroupOf(type) is not null && type.Name.EndsWith("Client", StringComparison.Ordinal))
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly));

    private static IEnumerable<MethodInfo> Calls() => PublicMethods().Where(method => IsGeneric(method.ReturnType, typeof(ValueTask<>)));

    /// <summary>A request's type and, where it is abstract, the kinds of it that there are.</summary>
    private static IEnumerable<Type> WithKinds(Type request) =>
        request is { IsAbstract: true, IsClass: true } ? s_library.GetTypes().Where(request.IsAssignableFrom) : [request];

    /// <summary>Every type that is read from the wire: what the contexts know and no request is.</summary>
    private static JsonTypeInfo[] Answers()
    {
        HashSet<Type> requests = [.. Calls().SelectMany(call => call.GetParameters()).SelectMany(parameter => WithKinds(parameter.ParameterType)), typeof(RefreshTokens), typeof(Ipg.IpgTokenRequest)];
        requests.UnionWith(requests.SelectMany(request => request.GetProperties()).SelectMany(property => property.PropertyType.GenericTypeArguments.Append(property.PropertyType))
            .Where(type => type.IsSubclassOf(typeof(VandarModel))).ToArray());
        requests.Remove(typeof(RavandConfig));
        JsonTypeInfo[] answers =
        [
            .. s_contexts.SelectMany(context => context.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(property => property.PropertyType.IsSubclassOf(typeof(JsonTypeInfo)))
                .Select(property => (JsonTypeInfo)property.GetValue(context.GetProperty("Default")!.GetValue(null))!))
                .Where(type => type.Type.IsSubclassOf(typeof(VandarModel)) && !requests.Contains(type.Type)),
        ];
        Assert.That(answers, Is.Not.Empty);
        return answers;
    }

    /// <summary>The group a type belongs to, by its namespace, or null for what is under or over the groups.</summary>
    private static string? GroupOf(Type type) =>
        type.Namespace is { } name && name.StartsWith("Vandar.Core.", StringComparison.Ordinal)
        && name["Vandar.Core.".Length..] is not ("Http" or "Json" or "Authentication" or "RateLimiting") and { } group
            ? Capital().Replace(group, "_$0").ToLowerInvariant() : null;

    private static bool IsOptional(ParameterInfo parameter, Type type) => parameter.ParameterType == type && parameter.IsOptional;

    private static bool IsGeneric(Type type, Type definition) => type.IsGenericType && type.GetGenericTypeDefinition() == definition;

    private static bool IsInit(MethodInfo setter) => setter.ReturnParameter.GetRequiredCustomModifiers().Any(modifier => modifier.Name == "IsExternalInit");

    private static bool IsVisible(MemberInfo member) => member switch
    {
        MethodBase method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly,
        FieldInfo field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly,
        _ => false,
    };

    private static IEnumerable<Type> TypesOf(MemberInfo member) => member switch
    {
        MethodInfo method => [method.ReturnType, .. method.GetParameters().Select(parameter => parameter.ParameterType)],
        ConstructorInfo constructor => constructor.GetParameters().Select(parameter => parameter.ParameterType),
        FieldInfo field => [field.FieldType],
        _ => [],
    };

    private static string Name(MemberInfo member) => $"{member.DeclaringType!.Name}.{member.Name}";

    [GeneratedRegex(@"^\w+(\(…\))?(\.\w+(\(…\)(?=\.))?)+")]
    private static partial Regex CallAtItsStart();

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex Capital();

    [GeneratedRegex(@"^[a-z_]+(\.[a-z0-9_]+)+$")]
    private static partial Regex DottedName();
}
