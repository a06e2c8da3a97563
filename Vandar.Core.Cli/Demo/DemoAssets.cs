using System.Reflection;
using Vandar.Core.Cli.Issuing;

namespace Vandar.Core.Cli.Demo;

/// <summary>The demo's applicants and documents, all invented, unpacked into a folder of their own that goes when the demo ends.</summary>
internal sealed class DemoAssets : IDisposable
{
    private static readonly string[] s_documents =
    [
        "national_card_front_photo.png", "national_card_back_photo.png", "signature_photo.png", "applicant_photo.jpg",
        "authentication_video.mp4",
    ];

    // Readable by its owner alone, as the system makes such folders.
    private readonly string _folder = Directory.CreateTempSubdirectory("vandar-demo-").FullName;

    public string ApplicantsFile => In("applicants.csv");

    public string DocumentsFolder => In("documents");

    public string JournalFile => In("applicants.csv.journal");

    public string OutputFile => In("cards.csv");

    public string TokenFile => In("tokens.json");

    /// <summary>Unpacks everything.</summary>
    public static DemoAssets Unpack()
    {
        DemoAssets assets = new();
        Write("applicants.csv", assets.ApplicantsFile);
        foreach (Applicant applicant in ApplicantFile.Read(assets.ApplicantsFile).Applicants)
        {
            string own = Path.Combine(assets.DocumentsFolder, applicant.Identity.NationalCode.Value);
            Directory.CreateDirectory(own);
            foreach (string document in s_documents)
                Write(document, Path.Combine(own, document));
        }
        return assets;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string In(string name) => Path.Combine(_folder, name);

    private static void Write(string name, string path)
    {
        using Stream packed = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The tool was built without {name}.");
        using FileStream file = OwnerOnlyFile.Open(path, FileMode.CreateNew);
        packed.CopyTo(file);
    }
}
