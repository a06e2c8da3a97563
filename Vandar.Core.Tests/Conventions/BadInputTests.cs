using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using Vandar.Core.Customers;
using Vandar.Core.Tests.Services;

namespace Vandar.Core.Tests.Conventions;

/// <summary>
/// Every member of every request, with every value that its type allows and its meaning does not: refused before a byte is sent, by an exception
/// that names the member and does not repeat the value.
/// </summary>
internal sealed class BadInputTests
{
    private const string Secret = "5047-secret";

    /// <summary>What the documentation allows all the same: a landline, a postal code and a trade that are empty, and changes that leave a member out.</summary>
    private static bool IsAllowed(string call, string member, string fault) => (call, member, fault) switch
    {
        (_, nameof(CustomerDetails.Telephone) or nameof(CustomerDetails.PostalCode) or nameof(LegalCustomer.MccCode), "empty") => call.StartsWith("client.Customers.", StringComparison.Ordinal),
        ("client.Customers.Update", _, "missing") => true,
        _ => false,
    };

    private static IEnumerable<TestCaseData> BrokenMembers()
    {
        foreach (PublicCall call in PublicCall.All)
        {
            foreach (ParameterInfo parameter in call.Method.GetParameters().Where(parameter => parameter.ParameterType.IsSubclassOf(typeof(VandarModel))))
            {
                foreach ((Type Owner, PropertyInfo Member, string Fault, Func<object> Build) broken in Sample.Kinds(parameter.ParameterType).SelectMany(Broken))
                {
                    if (IsAllowed(call.Name, broken.Member.Name, broken.Fault))
                        continue;
                    yield return new TestCaseData(call, parameter, broken.Member.Name, broken.Build)
                        .SetArgDisplayNames(call.Name, $"{broken.Owner.Name}.{broken.Member.Name}", broken.Fault);
                }
            }
        }
    }

    [TestCaseSource(nameof(BrokenMembers))]
    public void A_broken_member_is_named_and_nothing_is_sent(PublicCall call, ParameterInfo parameter, string member, Func<object> build)
    {
        using VandarClient client = Shop.Client(new NothingIsSent());
        object?[] arguments = Sample.Arguments(call.Method);
        arguments[parameter.Position] = build();

        ArgumentException? refusal = Assert.Catch<ArgumentException>(() => call.Invoke(client, arguments));

        Assert.That(refusal!.ParamName, Is.EqualTo(member));
        Assert.That(refusal.ToString(), Does.Not.Contain(Secret));
    }

    /// <summary>Each member of a request once for each thing that can be wrong with it, those of the requests inside it included.</summary>
    private static IEnumerable<(Type Owner, PropertyInfo Member, string Fault, Func<object> Build)> Broken(Type type)
    {
        foreach (PropertyInfo member in type.GetProperties().Where(member => member.SetMethod is { IsPublic: true } && member.Name != "Extra"))
        {
            bool isRequired = member.IsDefined(typeof(RequiredMemberAttribute));
            foreach ((string fault, object? value) in Faults(member.PropertyType, isRequired))
                yield return (type, member, fault, () => With(type, member, value));

            Type inner = ItemOf(member.PropertyType) ?? member.PropertyType;
            if (!inner.IsSubclassOf(typeof(VandarModel)))
                continue;
            foreach ((Type owner, PropertyInfo innerMember, string fault, Func<object> build) in Broken(inner))
                yield return (owner, innerMember, fault, () => With(type, member, inner == member.PropertyType ? build() : Sample.ListOf(inner, build())));
        }
    }

    private static IEnumerable<(string Fault, object? Value)> Faults(Type declared, bool isRequired)
    {
        Type type = Nullable.GetUnderlyingType(declared) ?? declared;
        if (isRequired && !declared.IsValueType)
            yield return ("missing", null);
        if (type == typeof(string))
        {
            yield return ("empty", "");
            yield return ("blank", " ");
            if (isRequired)
            {
                yield return ("with a control character", $"{Secret}\u0007");
                yield return ("much too long", string.Concat(Enumerable.Repeat(Secret, 10_000)));
            }
        }
        else if (type == typeof(Rial) || type == typeof(Toman))
        {
            yield return ("nothing", Activator.CreateInstance(type));
            yield return ("negative", type == typeof(Rial) ? Rial.Of(-1) : Toman.Of(-1));
        }
        else if (Sample.IsWireEnum(type))
        {
            yield return ("without a text", Activator.CreateInstance(type));
            yield return ("blank", Activator.CreateInstance(type, " "));
        }
        else if (type == typeof(Iban) || type == typeof(CardNumber) || type == typeof(NationalCode) || type == typeof(MobileNumber) || type == typeof(JalaliDate))
        {
            yield return ("without a value", Activator.CreateInstance(type));
        }
        else if (ItemOf(type) is { } item)
        {
            if (isRequired)
                yield return ("empty", Array.CreateInstance(item, 0));
            if (!item.IsValueType || item.GetProperty("IsEmpty") is not null)
                yield return ("with nothing in it", Array.CreateInstance(item, 1));
        }
    }

    private static object With(Type type, PropertyInfo member, object? value)
    {
        object request = Sample.Of(type);
        member.SetValue(request, value);
        return request;
    }

    private static Type? ItemOf(Type type) =>
        type.IsGenericType && type.IsInterface && typeof(IEnumerable).IsAssignableFrom(type) && type.GetGenericArguments() is [var item] ? item : null;
}
