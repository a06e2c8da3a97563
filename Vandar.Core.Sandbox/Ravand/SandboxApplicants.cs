namespace Vandar.Core.Sandbox;

/// <summary>How to make the civil registry of the sandbox say no. Every other valid person is known to it and matches. Card issuing answers
/// with an HTTP error, the authentication of customers with 200 and an <c>authentication_status</c>; <see cref="SandboxTestValues"/> lists the
/// test values of every service.</summary>
public static class SandboxApplicants
{
    /// <summary>A mobile number that ends so belongs to nobody's national code: 400, "do not match"; Shahkar: <c>FAILURE</c>.</summary>
    public const string MismatchedMobileEnding = "0099";

    /// <summary>A birth date that begins so fits no national code: 400, "do not match"; KYC: <c>FAILURE</c>.</summary>
    public const string MismatchedBirthYear = "1300/";

    /// <summary>The registry has no data for a national code that begins so: 400; customers: <c>NOT_FOUND</c>.</summary>
    public const string UnknownNationalCodePrefix = "999";

    /// <summary>The registry does not answer for a national code that begins so: 502; customers: <c>PENDING</c>.</summary>
    public const string RegistryDownNationalCodePrefix = "998";
}

/// <summary>One uploaded document.</summary>
/// <param name="Type">The wire's document type, for example <c>national_card_front_photo</c>.</param>
/// <param name="FileName">As the upload named it.</param>
/// <param name="ContentType">As the upload named it.</param>
/// <param name="Length">Bytes that arrived.</param>
/// <param name="Sha256">Their SHA-256, upper-case hex.</param>
public sealed record SandboxDocument(string Type, string FileName, string ContentType, long Length, string Sha256)
{
    /// <summary>Type and length.</summary>
    public override string ToString() => $"SandboxDocument {{ {Type} }}";
}
