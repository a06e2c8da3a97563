using System.Security.Cryptography;
using Vandar.Core.Ravand;

namespace Vandar.Core.Cli.Issuing;

/// <summary>One file of an applicant, checked.</summary>
internal sealed record ApplicantDocument(DocumentType Type, string Path, long Length)
{
    public VandarFile File => VandarFile.Open(Path);

    /// <summary>The hash of what is in the file now: a replaced photo is another document.</summary>
    /// <exception cref="InvalidDataException">It cannot be read any more. The path, which holds the national code, is not told.</exception>
    public async Task<string> Fingerprint(CancellationToken cancellationToken)
    {
        try
        {
            await using FileStream file = System.IO.File.OpenRead(Path);
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"The file {Type} cannot be read any more ({e.GetType().Name}).");
        }
    }

    /// <summary>The type alone.</summary>
    public override string ToString() => Type.ToString();
}

/// <summary>The five files of an applicant, by the one convention <c>FOLDER/NATIONAL_CODE/DOCUMENT_TYPE.EXTENSION</c>.</summary>
internal sealed class ApplicantDocuments
{
    public const string Help = """
        The documents of an applicant lie in FOLDER/NATIONAL_CODE (ten digits), one file each, named by its type:
          national_card_front_photo, national_card_back_photo, signature_photo, applicant_photo (.jpg, .jpeg, .png or .webp)
          and authentication_video (.mp4, .mov or .webm), in which the applicant reads a sentence aloud that Vandar chooses.
        Vandar tells that sentence only for a created applicant. With --captions-first the run stops there for applicants without a
        video, and the report shows their sentences; record the videos, put them into the folders, and run again with --resume.
        """;

    private ApplicantDocuments(IReadOnlyList<ApplicantDocument> files, string? problem, bool lacksVideo) =>
        (Files, Problem, LacksVideo) = (files, problem, lacksVideo);

    /// <summary>What is there, the video last: its sentence is asked for before it.</summary>
    public IReadOnlyList<ApplicantDocument> Files { get; }

    /// <summary>Why the applicant cannot be sent; null if nothing is wrong. Names no folder: that would tell the national code.</summary>
    public string? Problem { get; }

    public bool LacksVideo { get; }

    /// <summary>Finds and checks the files. Sends nothing.</summary>
    public static ApplicantDocuments Find(string folder, Applicant applicant, CardholdersClient cardholders, bool videoMayFollow)
    {
        string own = Path.Combine(folder, applicant.Identity.NationalCode.Value);
        if (!Directory.Exists(own))
            return new ApplicantDocuments([], "The documents' folder has no folder named by the national code.", false);
        List<ApplicantDocument> files = [];
        bool lacksVideo = false;
        foreach (DocumentType type in DocumentType.Known)
        {
            string[] found;
            try
            {
                // Only TYPE.EXTENSION: the file's name goes to Vandar and into error texts, so nothing else may stand in it.
                found = Directory.GetFiles(own, type.Value + ".*");
                found = [.. found.Where(file => Path.GetFileNameWithoutExtension(file).Length == type.Value.Length)];
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return new ApplicantDocuments([], "The applicant's folder cannot be read.", false);
            }
            if (found.Length == 0 && type == DocumentType.AuthenticationVideo && videoMayFollow)
            {
                lacksVideo = true;
                continue;
            }
            if (found.Length == 0)
                return new ApplicantDocuments([], $"The file {type} is missing.", false);
            if (found.Length > 1)
                return new ApplicantDocuments([], $"There is more than one file {type}.", false);
            try
            {
                files.Add(new ApplicantDocument(type, found[0], cardholders.CheckFile(type, VandarFile.Open(found[0]))));
            }
            catch (ArgumentException e)
            {
                return new ApplicantDocuments([], $"{type}: {Rule(e)}", false);
            }
        }
        return new ApplicantDocuments(files, null, lacksVideo);
    }

    // The parameter's name, which the platform appends, says nothing to the person at the keyboard.
    public static string Rule(ArgumentException e) => e.Message.Split(" (Parameter", 2)[0];
}
