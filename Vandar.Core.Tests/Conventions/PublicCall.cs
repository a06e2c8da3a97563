using System.Reflection;

namespace Vandar.Core.Tests.Conventions;

/// <summary>One public method of the client or of something below it, and how to get to what it stands on.</summary>
internal sealed record PublicCall(string Name, MethodInfo Method, Func<VandarClient, object?> Scope)
{
    /// <summary>Everything that can be called: what returns a <see cref="ValueTask{T}"/>, a list or the address of a page.</summary>
    internal static IReadOnlyList<PublicCall> All { get; } = [.. Below(typeof(VandarClient), "client", client => client)];

    internal object Invoke(VandarClient client, object?[] arguments) => Method.Invoke(Scope(client), BindingFlags.DoNotWrapExceptions, null, arguments, null)!;

    public override string ToString() => Name;

    private static IEnumerable<PublicCall> Below(Type type, string name, Func<VandarClient, object?> scope)
    {
        foreach (PropertyInfo property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => IsScope(property.PropertyType)))
        {
            foreach (PublicCall call in Below(property.PropertyType, $"{name}.{property.Name}", client => property.GetValue(scope(client))))
                yield return call;
        }
        foreach (MethodInfo method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => !method.IsSpecialName && !method.IsGenericMethod && method.ReturnType != typeof(VandarClient)))
        {
            PublicCall call = new($"{name}.{method.Name}", method, scope);
            if (IsScope(method.ReturnType))
            {
                foreach (PublicCall inner in Below(method.ReturnType, $"{call.Name}(…)", client => call.Invoke(client, Sample.Arguments(method))))
                    yield return inner;
            }
            else if (IsCall(method.ReturnType))
            {
                yield return call;
            }
        }
    }

    private static bool IsScope(Type type) => type.Name.EndsWith("Client", StringComparison.Ordinal) && type.Namespace!.StartsWith("Vandar.Core.", StringComparison.Ordinal);

    private static bool IsCall(Type type) =>
        type == typeof(Uri) || (type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(ValueTask<>) || type.GetGenericTypeDefinition() == typeof(Paged<>)));
}
