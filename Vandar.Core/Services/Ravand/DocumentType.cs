using System.Text.Json.Serialization;
using Vandar.Core.Json;

namespace Vandar.Core;

/// <summary>Which document of a cardholder a file is (Vandar API, card issuing chapter, upload).</summary>
/// <param name="Value">The text on the wire.</param>
[JsonConverter(typeof(WireEnumConverter<DocumentType>))]
public readonly record struct DocumentType(string Value) : IWireEnum<DocumentType>
{
    /// <summary>The front of the national card, an image.</summary>
    public static DocumentType NationalCardFrontPhoto { get; } = new("national_card_front_photo");

    /// <summary>The back of the national card, an image.</summary>
    public static DocumentType NationalCardBackPhoto { get; } = new("national_card_back_photo");

    /// <summary>The applicant's signature, an image.</summary>
    public static DocumentType SignaturePhoto { get; } = new("signature_photo");

    /// <summary>A photograph of the applicant.</summary>
    public static DocumentType ApplicantPhoto { get; } = new("applicant_photo");

    /// <summary>The video in which the applicant reads the given sentence aloud.</summary>
    public static DocumentType AuthenticationVideo { get; } = new("authentication_video");

    private static readonly DocumentType[] s_known =
        [NationalCardFrontPhoto, NationalCardBackPhoto, SignaturePhoto, ApplicantPhoto, AuthenticationVideo];

    /// <inheritdoc/>
    public static ReadOnlySpan<DocumentType> Known => s_known;

    /// <inheritdoc/>
    public static DocumentType From(string value) => new(value);

    /// <summary>The text on the wire; empty for <c>default</c>.</summary>
    public override string ToString() => Value ?? "";
}
