namespace Vandar.Core.Sandbox;

/// <summary>The test values of the inquiry services. Every other valid value is known and matches every other.
/// <see cref="SandboxTestValues"/> lists those of every service.</summary>
public static class SandboxInquiries
{
    /// <summary>The first name of everybody in the sandbox's civil registry, as the vendor's example has it.</summary>
    public const string FirstName = "نام";

    /// <summary>The last name of everybody in the sandbox's civil registry.</summary>
    public const string LastName = "آزمایشی";

    /// <summary>A national code, company id, FIDA code, postal code or card number that begins so is unknown or matches nothing: 400 with code
    /// <c>UNMATCHED</c>. For an IBAN it is the bank code, the three digits behind the two check digits.</summary>
    public const string UnmatchedPrefix = SandboxApplicants.UnknownNationalCodePrefix;

    /// <summary>A value that begins so is one the provider does not answer for: 502, free of charge.</summary>
    public const string ProviderDownPrefix = SandboxApplicants.RegistryDownNationalCodePrefix;

    /// <summary>A mobile number that ends so belongs to nobody: 400 with code <c>UNMATCHED</c>.</summary>
    public const string UnmatchedMobileEnding = SandboxApplicants.MismatchedMobileEnding;

    /// <summary>A mobile number that ends so is one the provider does not answer for: 502.</summary>
    public const string ProviderDownMobileEnding = "0098";

    /// <summary>A birth date in this year fits nobody: 400 with code <c>UNMATCHED</c>.</summary>
    public const string UnmatchedBirthYear = "1300";
}
