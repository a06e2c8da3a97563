using System.Diagnostics.CodeAnalysis;

namespace Vandar.Core;

/// <summary>What an address must be that Vandar sends browsers or notifications to. The exceptions have the rule and never the value.</summary>
internal static class AddressArgument
{
    internal static void Check([NotNull] Uri? address, string parameter)
    {
        ArgumentNullException.ThrowIfNull(address, parameter);
        if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
            throw new ArgumentException("The address must be absolute, http or https.", parameter);
        // Uri trims and drops such characters silently, but the service gets the address as it was written.
        if (address.OriginalString.Any(char.IsControl) || address.OriginalString.Trim().Length != address.OriginalString.Length)
            throw new ArgumentException("The address must have neither control characters nor white space around it.", parameter);
    }
}
