namespace Vandar.Core;

/// <summary>
/// Who receives a settlement; newer than the vendor's documents, and known from one program that sends it with every settlement. Personal data:
/// keep it out of logs.
/// </summary>
public sealed record ReceiverInformation : VandarModel
{
    /// <summary>The receiver's national code.</summary>
    public required NationalCode NationalCode { get; init; }

    /// <summary>The receiver's birth date, Jalali.</summary>
    public required JalaliDate BirthDate { get; init; }

    /// <exception cref="ArgumentException">Names the member and its rule, never a value.</exception>
    internal void Check()
    {
        if (NationalCode.IsEmpty)
            throw new ArgumentException("The national code must be set.", nameof(NationalCode));
        if (BirthDate.IsEmpty)
            throw new ArgumentException("The birth date must be set.", nameof(BirthDate));
    }
}
