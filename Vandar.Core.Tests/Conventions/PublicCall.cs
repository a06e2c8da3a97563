using System.Reflection;

namespace Vandar.Core.Tests.Conventions;

/// <summary>One public method of the client or of something below it, and the way to what it stands on.</summary>
internal sealed record PublicCall(string Name, MethodInfo Method, IReadOnlyList<MemberInfo> Way)
{
    /// <summary>Everything that can be called: what returns a <see cref="ValueTask{T}"/>, a list or the address of a page.</summary>
    internal static IReadOnlyList<PublicCall> All { get; } = [.. Below(typeof(VandarClient), "client", [])];

    /// <summary>Every method with arguments, from the first scope on the way to the call itself.</summary>
    internal IEnumerable<MethodInfo> Methods => [.. Way.OfType<MethodInfo>(), Method];

    internal object Invoke(VandarClient client, object?[] arguments) => Invoke(client, method => method == Method ? arguments : Sample.Arguments(method));

    /// <summary>The same with the arguments of the scopes on the way.</summary>
    internal object Invoke(VandarClient client, Func<MethodInfo, object?[]> argumentsOf)
    {
        object scope = client;
        foreach (MemberInfo step in Way)
            scope = step is PropertyInfo property ? property.GetValue(scope)! : Invoke((MethodInfo)step, scope);
        return Invoke(Method, scope);

        object Invoke(MethodInfo method, object target) => method.Invoke(target, BindingFlags.DoNotWrapExceptions, null, argumentsOf(method), null)!;
    }

    /// <summary>Lets a call come to its end: a list is read to its last row, and the address of a page is one already.</summary>
    internal static Task End(object result) =>
        result is Task task ? task
        : result is Uri ? Task.CompletedTask
        : result.GetType().GetMethod("AsTask") is { } asTask ? (Task)asTask.Invoke(result, null)!
        : (Task)typeof(PublicCall).GetMethod(nameof(Enumerate), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(result.GetType().GetGenericArguments()).Invoke(null, [result])!;

    public override string ToString() => Name;

    private static async Task Enumerate<T>(Paged<T> list)
    {
        await foreach (T _ in list)
        {
        }
    }

    private static IEnumerable<PublicCall> Below(Type type, string name, IReadOnlyList<MemberInfo> way)
    {
        foreach (PropertyInfo property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => IsScope(property.PropertyType)))
        {
            foreach (PublicCall call in Below(property.PropertyType, $"{name}.{property.Name}", [.. way, property]))
                yield return call;
        }
        foreach (MethodInfo method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => !method.IsSpecialName && !method.IsGenericMethod && method.ReturnType != typeof(VandarClient)))
        {
            if (IsScope(method.ReturnType))
            {
                foreach (PublicCall inner in Below(method.ReturnType, $"{name}.{method.Name}(…)", [.. way, method]))
                    yield return inner;
            }
            else if (IsCall(method.ReturnType))
            {
                yield return new($"{name}.{method.Name}", method, way);
            }
        }
    }

    private static bool IsScope(Type type) => type.Name.EndsWith("Client", StringComparison.Ordinal) && type.Namespace!.StartsWith("Vandar.Core.", StringComparison.Ordinal);

    private static bool IsCall(Type type) =>
        type == typeof(Uri) || (type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(ValueTask<>) || type.GetGenericTypeDefinition() == typeof(Paged<>)));
}
