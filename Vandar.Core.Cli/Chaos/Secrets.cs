namespace Vandar.Core.Cli.Chaos;

/// <summary>What the calls carry and no log line, span or exception may show. Invented; the sandbox knows them.</summary>
internal static class Secrets
{
    public const string Card = "6037991122334455";
    public const string Iban = "IR062960000000100324200001";
    public const string NationalCode = "0012345679";
    public const string Mobile = "09121234567";

    public static ReadOnlySpan<byte> Document => "canary-document-bytes"u8;

    public static string[] Constant => [Card, Iban, NationalCode, Mobile, "canary-document-bytes"];
}
