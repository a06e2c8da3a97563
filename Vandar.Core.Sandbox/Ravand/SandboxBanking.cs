namespace Vandar.Core.Sandbox;

/// <summary>The test values of banking on a card. <see cref="SandboxTestValues"/> lists those of every service.</summary>
public static class SandboxBanking
{
    /// <summary>A bank whose name ends so issues cards, but answers no banking call: 502.</summary>
    public const string DownProviderEnding = "-down";

    /// <summary>An IBAN with this bank code (the three digits behind the check digits) belongs to nobody: Paya and Satna bring the money back when
    /// they settle, Pol refuses it at once (422), and so does a settlement; the item of a batch fails alone.</summary>
    public const string UnknownBankCode = "999";
}
