using System.Runtime.Versioning;
using Vandar.Core.Authentication;
using Vandar.Core.Cli;

namespace Vandar.Core.Tests.Cli;

public sealed class CredentialsTests
{
    private string _folder = "";

    private string CredentialsFile => Path.Combine(_folder, "credentials");

    private string TokenStore => Path.Combine(_folder, "tokens.json");

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("credentials").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task File_as_the_sandbox_writes_it_is_understood()
    {
        await File.WriteAllTextAsync(CredentialsFile, """
            # a comment
            VANDAR_BUSINESS=shop
            VANDAR_ACCESS_TOKEN=aaa.bbb=
            VANDAR_REFRESH_TOKEN="def50200"
             VANDAR_IPG_API_KEY = key
            VANDAR_API_HOST=http://127.0.0.1:5000
            VANDAR_IPG_HOST=http://127.0.0.1:5001

            """.ReplaceLineEndings("\r\n"));

        VandarClientOptions options = await From(CredentialsFile).ToOptions(TokenStore, default);

        Assert.That(
            (options.Business, options.AccessToken, options.RefreshToken, options.IpgApiKey),
            Is.EqualTo(("shop", "aaa.bbb=", "def50200", "key")));
        Assert.That(
            (options.Hosts.Api.Port, options.Hosts.Ipg.Port, options.Hosts.Batch), Is.EqualTo((5000, 5001, VandarHosts.Production.Batch)));
    }

    [Test]
    public async Task Environment_has_the_same_names()
    {
        Credentials credentials = From(null, ("VANDAR_BUSINESS", "shop"), ("VANDAR_REFRESH_TOKEN", "def50200"));

        VandarClientOptions options = await credentials.ToOptions(TokenStore, default);

        Assert.That((options.Business, options.RefreshToken, options.AccessToken), Is.EqualTo(("shop", "def50200", (string?)null)));
    }

    [Test]
    public async Task File_is_not_filled_up_from_the_environment()
    {
        await File.WriteAllTextAsync(CredentialsFile, "VANDAR_BUSINESS=sandbox-shop\n");

        Credentials credentials = From(CredentialsFile, ("VANDAR_REFRESH_TOKEN", "of the real business"));

        Assert.That(async () => await credentials.ToOptions(TokenStore, default),
            Throws.TypeOf<CommandFailedException>().With.Message.Contains("VANDAR_REFRESH_TOKEN"));
    }

    [TestCase("", "VANDAR_BUSINESS")]
    [TestCase("VANDAR_BUSINESS=", "VANDAR_BUSINESS")]
    [TestCase("VANDAR_BUSINESS=shop", "VANDAR_REFRESH_TOKEN (or VANDAR_ACCESS_TOKEN)")]
    [TestCase("VANDAR_BUSINESS=shop\nVANDAR_REFRESH_TOKEN=x\nVANDAR_API_HOST=api.vandar.io", "VANDAR_API_HOST")]
    public async Task What_is_missing_is_named_with_exit_code_3(string text, string name)
    {
        await File.WriteAllTextAsync(CredentialsFile, text);

        Assert.That(async () => await From(CredentialsFile).ToOptions(TokenStore, default),
            Throws.TypeOf<CommandFailedException>().With.Property("ExitCode").EqualTo(ExitCode.NothingSent).And.Message.Contains(name));
    }

    [Test]
    public async Task Kept_tokens_are_enough()
    {
        FileTokenStore store = new(TokenStore);
        await using (ITokenStoreLease lease = await store.Acquire(default))
            await lease.Write(new TokenPair { AccessToken = "a", RefreshToken = "r" }, default);

        VandarClientOptions options = await From(null, ("VANDAR_BUSINESS", "shop")).ToOptions(TokenStore, default);

        Assert.That((await options.TokenStore!.Read(default))?.RefreshToken, Is.EqualTo("r"));
    }

    [Test, UnsupportedOSPlatform("windows")]
    public async Task File_that_others_can_read_brings_a_warning()
    {
        await File.WriteAllTextAsync(CredentialsFile, "VANDAR_BUSINESS=shop\n");
        File.SetUnixFileMode(CredentialsFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        string? warning = From(CredentialsFile).Warning;
        File.SetUnixFileMode(CredentialsFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        Assert.That(warning, Does.Contain("chmod 600"));
        Assert.That(From(CredentialsFile).Warning, Is.Null);
    }

    private static Credentials From(string? file, params (string Name, string Value)[] environment) =>
        Credentials.From(file, name => environment.FirstOrDefault(variable => variable.Name == name).Value);
}
