using Microsoft.Extensions.Options;
using Vandar.Core.RateLimiting;

namespace Vandar.Core.DependencyInjection;

/// <summary>Finds at the start what would otherwise fail at the first payment: the key, the rule and the remedy, never the value.</summary>
internal sealed class VandarSettingsRules(VandarRegistrations registrations) : IValidateOptions<VandarSettings>
{
    public ValidateOptionsResult Validate(string? name, VandarSettings options)
    {
        if (registrations.Find(name) is not { } registration)
            return ValidateOptionsResult.Skip;
        List<string> broken = [.. Broken(options, registration)];
        return broken.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(broken);
    }

    private static IEnumerable<string> Broken(VandarSettings settings, VandarRegistration registration)
    {
        bool hasTokens = settings.AccessToken is not null || settings.RefreshToken is not null || settings.TokenFile is not null
            || settings.TokenStore is not null;
        if (!hasTokens && settings.IpgApiKey is null)
            yield return $"{registration.KeyOf(nameof(settings.RefreshToken))} is missing: set it, or TokenFile, or for the payment gateway alone IpgApiKey.";
        if (settings.TokenFile is not null && settings.TokenStore is not null)
            yield return $"{registration.KeyOf(nameof(settings.TokenFile))} contradicts UseTokenStore: keep one of them.";
        if (settings.TokenFile is { } file && string.IsNullOrWhiteSpace(file))
            yield return $"{registration.KeyOf(nameof(settings.TokenFile))} is blank: name a file, or remove the key.";
        if (settings.AccessTokenExpiresAt is not null && settings.AccessToken is null)
        {
            yield return $"{registration.KeyOf(nameof(settings.AccessTokenExpiresAt))} says when a token ends that is not there: set AccessToken, or "
                + "remove it.";
        }
        bool hasShare = settings.PostsPerWindow is not null || settings.OthersPerWindow is not null;
        if (hasShare && settings.RateLimits is not null)
            yield return $"{registration.KeyOf(nameof(settings.PostsPerWindow))} or OthersPerWindow contradicts UseRateLimits: keep one of them.";
        if (settings.PostsPerWindow is < 1 or > VandarRateLimits.DocumentedPosts)
            yield return OutOfShare(nameof(settings.PostsPerWindow), VandarRateLimits.DocumentedPosts);
        if (settings.OthersPerWindow is < 1 or > VandarRateLimits.DocumentedOthers)
            yield return OutOfShare(nameof(settings.OthersPerWindow), VandarRateLimits.DocumentedOthers);

        string? refused = null;
        try
        {
            VandarRegistration.OptionsOf(settings).Validate();
        }
        catch (ArgumentException e)
        {
            // The client's own rule: it names the option, and never its value.
            refused = $"{registration.KeyOf(e.ParamName ?? "")}: {e.Message.Split(" (Parameter '")[0]}";
        }
        if (refused is not null)
            yield return refused;

        string OutOfShare(string setting, int most) => $"{registration.KeyOf(setting)} must be from 1 to the {most} that Vandar takes in 3 seconds.";
    }
}
