namespace Vandar.Core.Sandbox;

public sealed partial record SandboxSwitches
{
    /// <summary>Whether the business may use Avand; otherwise 403. Default <see langword="true"/>: like every tool, on until
    /// somebody switches it off.</summary>
    public bool AvandIsActive { get; init; } = true;

    /// <summary>The HTTP status for an account that is not connected. Default 404; 422 is possible as well, neither is
    /// documented.</summary>
    public int UnknownAccountStatus { get; init; } = 404;
}
