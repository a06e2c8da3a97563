using System.Text;

namespace Vandar.Core.Benchmarks.Contestants;

/// <summary>What everybody is sent out with.</summary>
internal static class Errand
{
    internal const string Business = "sample-shop";
    internal const string Provider = "sample-bank";

    /// <summary>Takes no applicant at all.</summary>
    internal const string StrictProvider = "strict-bank";

    internal const string CardholderId = "079fe78e-c1fc-42b8-a908-c5aed843a47f";
    internal const string SettlementId = "406f20d0-397a-41ec-b752-6b667e3fe6ba";

    /// <summary>Shown once for each access token, so that every second look needs a refresh.</summary>
    internal const string GuardedSettlementId = "8edaa0a0-a33f-41ea-838d-676dce32760e";

    internal const string AccessToken = "access-token-00000000";
    internal const string RefreshToken = "refresh-token-00000000";

    internal const string NationalCode = "0012345679";
    internal const string Mobile = "09120000001";
    internal const string BirthDate = "1370/01/01";

    internal const string DocumentType = "applicant_photo";
    internal const string PhotoName = "photo.jpg";
    internal const string PhotoType = "image/jpeg";

    /// <summary>The first bytes say JPEG; the rest is no picture, and nobody looks.</summary>
    internal static byte[] Photo { get; } = [0xFF, 0xD8, 0xFF, 0xE0, .. Encoding.ASCII.GetBytes(new string('.', 64 * 1_024))];
}
