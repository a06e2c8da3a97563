using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Vandar.Core.Ipg;

namespace Vandar.Core.Tests.Conventions;

/// <summary>A valid value for every parameter and every required member, made from its type alone: no list to keep when an endpoint is added.</summary>
internal static class Sample
{
    internal const string Word = "sample";
    private const string Iban = "IR580540105180021273113007";
    private const string Card = "5047060000000032";

    /// <summary>Members whose type tells less than their name.</summary>
    private static readonly Dictionary<string, object> s_byName = new() { ["BankCode"] = "056", ["LegalNationalCode"] = "10100000001", ["NationalId"] = "10100000001", ["PostalCode"] = "1234567890", ["Otp"] = "012345" };

    /// <summary>What a path argument can be.</summary>
    internal static IReadOnlySet<string> PathTexts { get; } = new HashSet<string> { Word, Iban, Card, "1" };

    internal static object?[] Arguments(MethodInfo method) => [.. method.GetParameters().Select(Argument)];

    private static object? Argument(ParameterInfo parameter) =>
        !parameter.IsOptional ? Of(parameter.ParameterType)
        : parameter.DefaultValue ?? (parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType) : null);

    internal static object Of(Type type) => Nullable.GetUnderlyingType(type) is { } underlying ? Of(underlying) : type switch
    {
        _ when type == typeof(string) => Word,
        _ when type == typeof(int) => 1,
        _ when type == typeof(long) => 1L,
        _ when type == typeof(bool) => true,
        _ when type == typeof(Rial) => Rial.Of(1_000_000),
        _ when type == typeof(Toman) => Toman.Of(100_000),
        _ when type == typeof(Vandar.Core.Iban) => Vandar.Core.Iban.Parse(Iban),
        _ when type == typeof(CardNumber) => CardNumber.Parse(Card),
        _ when type == typeof(NationalCode) => NationalCode.Parse("0012345679"),
        _ when type == typeof(MobileNumber) => MobileNumber.Parse("09120000001"),
        _ when type == typeof(JalaliDate) => new JalaliDate(1400, 1, 1),
        _ when type == typeof(DateOnly) => new DateOnly(2030, 1, 1),
        _ when type == typeof(Uri) => new Uri("https://shop.example/callback"),
        _ when type == typeof(JsonElement) => JsonElement.Parse("1"),
        _ when type == typeof(IDictionary<string, JsonElement>) => new Dictionary<string, JsonElement> { [Word] = JsonElement.Parse("1") },
        _ when type == typeof(VandarFile) => VandarFile.From(new MemoryStream([0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3]), "photo.jpg", "image/jpeg"),
        _ when type == typeof(IpgCallback) => IpgCallback.Parse($"token={Word}&payment_status=OK"),
        _ when IsWireEnum(type) => type.GetProperties(BindingFlags.Public | BindingFlags.Static).First(property => property.PropertyType == type).GetValue(null)!,
        _ when type.IsGenericType && type.IsInterface && type.GetGenericArguments() is [var key, var item] => EntryOf(key, item),
        _ when type.IsGenericType && type.IsInterface => ListOf(type.GetGenericArguments()[0], Of(type.GetGenericArguments()[0])),
        _ => Model(type),
    };

    internal static bool IsWireEnum(Type type) =>
        type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IWireEnum<>));

    internal static Array ListOf(Type item, object value)
    {
        Array list = Array.CreateInstance(item, 1);
        list.SetValue(value, 0);
        return list;
    }

    private static IDictionary EntryOf(Type key, Type item)
    {
        IDictionary entries = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(key, item))!;
        entries.Add(Of(key), Of(item));
        return entries;
    }

    /// <summary>The type itself, or what can be made of an abstract one.</summary>
    internal static IReadOnlyList<Type> Kinds(Type type) =>
        type.IsAbstract && type.IsClass ? [.. type.Assembly.GetExportedTypes().Where(kind => kind.IsSubclassOf(type) && !kind.IsAbstract)] : [type];

    /// <summary>By its constructor and its required members, or its first one where none is; by its first factory where it has no public constructor.</summary>
    private static object Model(Type declared)
    {
        Type type = Kinds(declared)[0];
        if (type.GetConstructor(Type.EmptyTypes) is null)
        {
            MethodInfo factory = type.GetMethods(BindingFlags.Public | BindingFlags.Static).FirstOrDefault(method => method.ReturnType == type && !method.IsSpecialName)
                ?? throw new NotSupportedException($"{type.Name} has neither a parameterless constructor nor a factory: add it to Sample.Of.");
            return factory.Invoke(null, BindingFlags.DoNotWrapExceptions, null, Arguments(factory), null)!;
        }
        object model = Activator.CreateInstance(type)!;
        PropertyInfo[] required = [.. type.GetProperties().Where(property => property.IsDefined(typeof(RequiredMemberAttribute)))];
        foreach (PropertyInfo property in required.Length > 0 ? required : type.GetProperties().Where(property => property.SetMethod is { IsPublic: true }).Take(1))
            property.SetValue(model, s_byName.GetValueOrDefault(property.Name) ?? Of(property.PropertyType));
        return model;
    }
}
