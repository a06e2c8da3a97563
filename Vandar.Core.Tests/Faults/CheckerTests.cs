using System.Globalization;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Vandar.Core.Cli;
using Vandar.Core.Tests.Cli;

namespace Vandar.Core.Tests.Faults;

/// <summary>Whether <c>vandar chaos</c> would notice: the tool as it was built, and the same tool beside a library of which one safeguard was
/// switched off.</summary>
[NonParallelizable]
internal sealed class CheckerTests
{
    private const string Library = "Vandar.Core.dll";

    private string _folder = "";

    /// <summary>One safeguard that is off, and the checks that can notice it.</summary>
    public sealed record Mutant(string Name, string Type, string Method, int Operations, string[] NoticedBy, Func<MethodDefinition, bool> Switch)
    {
        public override string ToString() => Name;
    }

    private static IEnumerable<Mutant> Mutants =>
    [
        new("a body that can be sent twice", "Vandar.Core.Http.SendState", "Begin", 1_200, ["once"], method => Becomes(method, il =>
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldc_I4_1);
            il.Emit(OpCodes.Stfld, method.DeclaringType.Fields.Single(one => one.Name == "_state"));
            il.Emit(OpCodes.Ret);
        })),
        new("unsafe calls without a content", "Vandar.Core.Http.ApiCore", "EmptyBody", 2_500, ["once", "told"], method => Becomes(method, il =>
        {
            il.Emit(OpCodes.Ldnull);
            il.Emit(OpCodes.Ret);
        })),
        new("dot segments in paths", "Vandar.Core.Http.VandarPath", "BrokenRule", 1_200, ["told"], method =>
            Replace(method, at => at.OpCode == OpCodes.Ldstr && (string)at.Operand == "must not be a dot segment", (il, at) =>
                il.Replace(at, il.Create(OpCodes.Ldnull)))),
        new("retries whatever is repeated", "Vandar.Core.Http.RetryRule", "MayRepeat", 1_200, ["once"], method => Becomes(method, il =>
        {
            il.Emit(OpCodes.Ldc_I4_1);
            il.Emit(OpCodes.Ret);
        })),
        new("a refresh for each caller", "Vandar.Core.Authentication.AccessTokens", "Start", 3_500, ["tokens"], method =>
            Replace(method, at => at.OpCode == OpCodes.Ldfld && ((FieldReference)at.Operand).Name == "_inFlight", (il, at) =>
            {
                il.InsertBefore(at, il.Create(OpCodes.Pop));
                il.Replace(at, il.Create(OpCodes.Ldnull));
            })),
        new("buffers that are used again while they are sent", "Vandar.Core.Http.ApiCore", "Release", 3_500, ["once", "clean"], method =>
        {
            ILProcessor il = method.Body.GetILProcessor();
            Instruction first = method.Body.Instructions[0];
            il.InsertBefore(first, il.Create(OpCodes.Ldc_I4_1));
            il.InsertBefore(first, il.Create(OpCodes.Starg, method.Parameters.Single(parameter => parameter.Name == "everySendIsOver")));
            return true;
        }),
        new("buffers that never come back", "Vandar.Core.Http.ApiCore", "Release", 1_200, ["clean"], method => Becomes(method, il => il.Emit(OpCodes.Ret))),
    ];

    /// <summary>The tool's own folder, in which the library can be exchanged.</summary>
    [OneTimeSetUp]
    public void Copies_the_tool()
    {
        _folder = Directory.CreateTempSubdirectory("mutants").FullName;
        foreach (string file in Directory.EnumerateFiles(Home).Where(file => Path.GetExtension(file) is ".dll" or ".json"))
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
    }

    [OneTimeTearDown]
    public void Removes_the_copy() => Directory.Delete(_folder, recursive: true);

    [Test]
    [CancelAfter(120_000)]
    public async Task The_library_as_it_was_built_passes()
    {
        File.Copy(Path.Combine(Home, Library), Path.Combine(_folder, Library), overwrite: true);

        ToolRun run = await Run(2_500);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Done), run.Console);
        Assert.That(run.Output, Does.Contain("duplicates=0 lost=0").And.Not.Contain("NO ("));
    }

    [TestCaseSource(nameof(Mutants))]
    [CancelAfter(120_000)]
    public async Task A_safeguard_that_is_off_is_noticed(Mutant mutant)
    {
        using (AssemblyDefinition library = AssemblyDefinition.ReadAssembly(Path.Combine(Home, Library)))
        {
            MethodDefinition method = library.MainModule.GetType(mutant.Type).Methods.Single(one => one.Name == mutant.Method);
            string before = Text(method);
            Assert.That(mutant.Switch(method), Is.True, "the safeguard is where the mutant looks for it");
            Assert.That(Text(method), Is.Not.EqualTo(before));
            library.Write(Path.Combine(_folder, Library));
        }

        ToolRun run = await Run(mutant.Operations);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.SomeFailed), run.Console);
        string[] broken = [.. run.Output.Split('\n').Where(line => line.Contains("NO (", StringComparison.Ordinal)).Select(line => line.Trim().Split(' ')[1])];
        TestContext.Out.WriteLine($"{mutant}: {string.Join(", ", broken)}");
        Assert.That(broken.Intersect(mutant.NoticedBy), Is.Not.Empty, run.Console);
        Assert.That(run.Output, Does.Contain(mutant.NoticedBy.Intersect(broken).First() + ": "), "the first broken intent is told");
    }

    private static string Home => Path.GetDirectoryName(typeof(ExitCode).Assembly.Location)!;

    private async Task<ToolRun> Run(int operations)
    {
        using Tool tool = Tool.StartAt(
            Path.Combine(_folder, "vandar.dll"), "chaos", "--operations", operations.ToString(CultureInfo.InvariantCulture), "--faults", "30", "--seed", "1");
        return await tool.End();
    }

    private static bool Becomes(MethodDefinition method, Action<ILProcessor> write)
    {
        method.Body = new MethodBody(method);
        write(method.Body.GetILProcessor());
        return true;
    }

    private static bool Replace(MethodDefinition method, Func<Instruction, bool> isIt, Action<ILProcessor, Instruction> replace)
    {
        Instruction[] found = [.. method.Body.Instructions.Where(isIt)];
        foreach (Instruction instruction in found)
            replace(method.Body.GetILProcessor(), instruction);
        return found.Length > 0;
    }

    private static string Text(MethodDefinition method) => string.Join('\n', method.Body.Instructions.Select(instruction => instruction.ToString()));
}
