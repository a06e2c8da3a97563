namespace Vandar.Core.DependencyInjection;

/// <summary>All clients that were asked for, by the names of their settings.</summary>
internal sealed class VandarRegistrations
{
    private readonly Dictionary<string, VandarRegistration> _all = new(StringComparer.Ordinal);

    internal VandarRegistration? Find(string? name) => _all.GetValueOrDefault(name ?? "");

    internal void Add(VandarRegistration registration, string parameter)
    {
        if (!_all.TryAdd(registration.Name, registration))
        {
            throw new ArgumentException(
                registration.Key is null
                    ? "A client without a key is registered already: give this one a key."
                    : "A client is registered under this key already.",
                parameter);
        }
    }
}
