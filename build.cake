// The build in one place: what CI runs is what you run.
//   dotnet tool restore
//   dotnet cake --target=Ci
using System.Runtime.InteropServices;

string target = Argument("target", "Default");
string configuration = Argument("configuration", "Release");

const string solution = "Vandar.Core.sln";
DirectoryPath artifacts = MakeAbsolute(Directory("artifacts"));
DirectoryPath native = artifacts.Combine("aot");

void Bench(string command) =>
    DotNetRun("Vandar.Core.Benchmarks", command, new DotNetRunSettings { Configuration = configuration, NoBuild = true });

Task("__Clean")
    .Does(() => CleanDirectory(artifacts));

Task("Build")
    .Description("Compiles everything; a warning is an error.")
    .Does(() => DotNetBuild(solution, new DotNetBuildSettings { Configuration = configuration, NoLogo = true }));

Task("Test")
    .Description("Runs the tests that need nothing but the SDK.")
    .IsDependentOn("Build")
    .Does(() => DotNetTest("Vandar.Core.Tests", new DotNetTestSettings { Configuration = configuration, NoBuild = true, NoLogo = true }));

Task("Bench")
    .Description("Measures the hot path beside plain HttpClient and holds the allocated bytes against budgets.json.")
    .IsDependentOn("Build")
    .Does(() => Bench("guard"));

Task("BenchFull")
    .Description("Measures everybody side by side with BenchmarkDotNet, times as well; takes a quarter of an hour.")
    .IsDependentOn("Build")
    .Does(() => Bench("full"));

Task("BenchGrowth")
    .Description("Measures what grows with callers, rows, file size and minutes, and draws docs/images; takes a quarter of an hour.")
    .IsDependentOn("Build")
    .Does(() =>
    {
        Bench("growth");
        Bench("turns");
        Bench("upload");
        Bench("soak");
    });

Task("Fuzz")
    .Description("Spoils answers, values and notifications at random: --iterations=N, --seconds=N, --seed=N.")
    .IsDependentOn("Build")
    .Does(() =>
    {
        ProcessArgumentBuilder arguments = new ProcessArgumentBuilder().Append("fuzz");
        foreach (string name in new[] { "iterations", "seconds", "seed" })
        {
            if (HasArgument(name))
                arguments.Append($"--{name}={Argument<string>(name)}");
        }
        DotNetRun("Vandar.Core.Tests", arguments, new DotNetRunSettings { Configuration = configuration, NoBuild = true });
    });

Task("Chaos")
    .Description("Moves money through a sandbox whose network fails, and holds both journals against each other.")
    .IsDependentOn("Build")
    .Does(() => DotNetRun("Vandar.Core.Cli", "chaos --operations 20000 --faults 30 --seed 1", new DotNetRunSettings { Configuration = configuration, NoBuild = true }));

FilePath Native(string project, string name)
{
    DotNetPublish(project, new DotNetPublishSettings
    {
        Configuration = configuration,
        Runtime = RuntimeInformation.RuntimeIdentifier,
        OutputDirectory = native,
        NoLogo = true,
        MSBuildSettings = new DotNetMSBuildSettings().WithProperty("PublishAot", "true"),
    });
    FilePath file = native.CombineWithFilePath(IsRunningOnWindows() ? name + ".exe" : name);
    Information("{0}: {1:0.0} MB", file.GetFilename(), new System.IO.FileInfo(file.FullPath).Length / 1048576.0);
    return file;
}

Task("Aot")
    .Description("Publishes the tool and the smallest sample as one native file each, runs the tool's demo, and starts the sample beside its managed twin.")
    .IsDependentOn("Build")
    .Does(() =>
    {
        int exitCode = StartProcess(Native("Vandar.Core.Cli", "vandar"), "demo");
        if (exitCode != 0)
            throw new CakeException($"The native demo ended with exit code {exitCode}.");
        FilePath managed = MakeAbsolute(File($"samples/FirstCall/bin/{configuration}/net10.0/first-call.dll"));
        Bench($"startup \"{Native("samples/FirstCall", "first-call")}\" \"{managed}\"");
    });

Task("Pack")
    .Description("Makes the NuGet packages under artifacts/packages.")
    .IsDependentOn("Build")
    .Does(() =>
    {
        foreach (string project in new[] { "Vandar.Core", "Vandar.Core.DependencyInjection" })
        {
            DotNetPack(project, new DotNetPackSettings
            {
                Configuration = configuration, NoBuild = true, NoLogo = true, OutputDirectory = artifacts.Combine("packages"),
            });
        }
    });

Task("Mutate")
    .Description("Shows which changes of the client no test notices; takes hours, or --files=Values/Rial.cs,Values/*Date.cs --tests=Values for a part.")
    .Does(() =>
    {
        ProcessArgumentBuilder arguments = new ProcessArgumentBuilder()
            .Append("stryker").Append("--output").AppendQuoted(artifacts.Combine("mutation").FullPath);
        foreach (string file in Argument("files", "").Split(',', StringSplitOptions.RemoveEmptyEntries))
            arguments.Append("--mutate").AppendQuoted(file);
        // Where a change concerns more than 2,000 tests, NUnit's adapter runs all there are; those of one folder are fewer.
        if (HasArgument("tests"))
            arguments.Append("--test-case-filter").AppendQuoted($"FullyQualifiedName~Vandar.Core.Tests.{Argument<string>("tests")}.");
        int exitCode = StartProcess("dotnet", new ProcessSettings { Arguments = arguments, WorkingDirectory = "Vandar.Core" });
        if (exitCode != 0)
            throw new CakeException($"The mutation run ended with exit code {exitCode}.");
    });

Task("Ci")
    .Description("Everything that decides what lands.")
    .IsDependentOn("__Clean")
    .IsDependentOn("Test")
    .IsDependentOn("Bench")
    .IsDependentOn("Chaos")
    .IsDependentOn("Pack")
    .IsDependentOn("Aot");

Task("Default")
    .Description("Compiles and tests.")
    .IsDependentOn("Test");

RunTarget(target);
