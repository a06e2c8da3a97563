using System.Text;

namespace Vandar.Core.Sandbox;

/// <summary>Writes what a client needs as environment lines, for its owner alone.</summary>
internal static class CredentialsFile
{
    /// <summary>Created with its final permissions under another name and then moved into place: never readable by others, not even for
    /// a moment, not even if a readable file of that name was there before.</summary>
    public static async Task Write(string path, VandarSandbox sandbox, CancellationToken cancellationToken)
    {
        string host = sandbox.BaseAddress.GetLeftPart(UriPartial.Authority);
        SandboxCredentials credentials = sandbox.Credentials;
        string lines = $"""
            VANDAR_BUSINESS={credentials.Business}
            VANDAR_ACCESS_TOKEN={credentials.AccessToken}
            VANDAR_REFRESH_TOKEN={credentials.RefreshToken}
            VANDAR_IPG_API_KEY={credentials.IpgApiKey}
            VANDAR_API_HOST={host}
            VANDAR_IPG_HOST={host}
            VANDAR_BATCH_HOST={host}
            VANDAR_SUBSCRIPTION_HOST={host}

            """.ReplaceLineEndings("\n");

        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        string temporary = $"{path}.{Path.GetRandomFileName()}";
        try
        {
            await using (FileStream file = new(temporary, options))
                await file.WriteAsync(Encoding.UTF8.GetBytes(lines), cancellationToken);
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
