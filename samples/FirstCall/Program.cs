using Vandar.Core;
using Vandar.Core.Ravand;

// The smallest program that calls Vandar: its settings come from the environment, as the sandbox prints them, and it makes one typed call.
//
//   dotnet run --project samples/FirstCall -- 0012345679
//   dotnet publish samples/FirstCall -c Release -r linux-x64 -p:PublishAot=true     one native file
if (args is not [string code])
{
    Console.Error.WriteLine("first-call <national code of the applicant>");
    return 1;
}

await using VandarClient client = new(new()
{
    Business = Setting("VANDAR_BUSINESS"),
    AccessToken = Setting("VANDAR_ACCESS_TOKEN"),
    Hosts = VandarHosts.At(new Uri(Setting("VANDAR_API_HOST"))),
});
try
{
    Cardholder holder = await client.Ravand.Cardholders("sample-bank").Create(
        new() { NationalCode = NationalCode.Parse(code), Mobile = MobileNumber.Parse("09120000001"), BirthDate = new(1370, 1, 1) });
    Console.WriteLine(holder.CardholderId);
    return 0;
}
catch (VandarException e)
{
    Console.Error.WriteLine(e.Message);
    return e.Outcome is RequestOutcome.Unknown ? 4 : e.Outcome is RequestOutcome.NotSent ? 3 : 2;
}

static string Setting(string name) => Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"{name} is not set.");
