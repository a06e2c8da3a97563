namespace Vandar.Core.Cli;

/// <summary>Files that hold personal data or secrets: only their owner can read them, from the first moment on.</summary>
internal static class OwnerOnlyFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>Opens for this process alone; a new file gets its permissions when it is made, not by a change after it.</summary>
    public static FileStream Open(string path, FileMode mode)
    {
        // No buffer: what a failed write left behind must not turn up later.
        FileStreamOptions options = new() { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows() && mode is not FileMode.Open)
            options.UnixCreateMode = OwnerOnly;
        return new FileStream(path, options);
    }

    /// <summary>Writes a whole file under another name and moves it into place: nobody sees half of it, nor old permissions.</summary>
    public static void Replace(string path, string text)
    {
        string draft = $"{path}.{Path.GetRandomFileName()}";
        try
        {
            using (FileStream file = Open(draft, FileMode.CreateNew))
            using (StreamWriter writer = new(file))
                writer.Write(text);
            File.Move(draft, path, overwrite: true);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }

    public static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
    }

    /// <summary>Whether others than the owner can read the file; never on Windows, which has no such bits.</summary>
    public static bool IsOpenToOthers(string path) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0;
}
