using Microsoft.Extensions.Options;

namespace Vandar.Core.DependencyInjection;

/// <summary>All clients side by side, for what is wrong only between two of them.</summary>
internal sealed class VandarNeighbours
{
    internal List<(VandarRegistration Registration, VandarSettings Settings)> All { get; } = [];
}

/// <summary>
/// Who shares a token pair shares its business and its limits: two businesses on one store would call in each other's name, and two limits let
/// through more than either.
/// </summary>
internal sealed class VandarNeighbourRules : IValidateOptions<VandarNeighbours>
{
    public ValidateOptionsResult Validate(string? name, VandarNeighbours options)
    {
        List<string> broken = [];
        foreach (var shared in options.All.Where(one => !string.IsNullOrWhiteSpace(one.Settings.TokenFile))
            .GroupBy(one => Path.GetFullPath(one.Settings.TokenFile!), StringComparer.Ordinal))
        {
            (VandarRegistration first, VandarSettings settings) = shared.First();
            foreach ((VandarRegistration other, VandarSettings others) in shared.Skip(1))
            {
                if (others.Business != settings.Business)
                {
                    broken.Add(
                        $"{other.KeyOf(nameof(settings.TokenFile))} is the file of {first.KeyOf(nameof(settings.Business))} as well, which is another "
                        + "business: give each its own file, or register one client and call For(…) for the other business of the same user.");
                }
                if (others.PostsPerWindow != settings.PostsPerWindow || others.OthersPerWindow != settings.OthersPerWindow)
                {
                    broken.Add(
                        $"{other.KeyOf(nameof(settings.PostsPerWindow))} or OthersPerWindow differs from "
                        + $"{first.KeyOf(nameof(settings.PostsPerWindow))}, which shares its token file: the limits are of the pair, so give both the same.");
                }
            }
        }
        return broken.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(broken);
    }
}
