namespace AkkaAuction.Journal;

/// <summary>
/// The one name of a journal's file. A symbolic link is another name of the same journal: what lies beside it (the lock, the head, the
/// snapshot, the control socket) lies beside the file itself, as SQLite lays its log, so that nobody takes it for two journals.
/// </summary>
internal static class JournalPath
{
    // As many as Linux follows.
    private const int LinksMax = 40;

    /// <summary>A journal's full path; where that is a link, the path of the file that it leads to, whether it is there or not.</summary>
    /// <exception cref="IOException">Links that lead nowhere but to each other.</exception>
    public static string Of(string journal)
    {
        var path = Path.GetFullPath(journal);
        for (var links = 0; links <= LinksMax; links++)
        {
            if (new FileInfo(path).LinkTarget is not { } target) return path;
            // What a link says begins in the folder that it really stands in: "..", after a link, is another folder than it looks.
            path = Path.GetFullPath(Path.Combine(FolderOf(path), target));
        }
        throw new IOException($"{journal} is a link that leads to no file");
    }

    private static string FolderOf(string path)
    {
        var real = Path.GetPathRoot(path)!;
        foreach (var step in Path.GetDirectoryName(path)![real.Length..].Split(Path.DirectorySeparatorChar))
        {
            real = Path.Combine(real, step);
            real = new DirectoryInfo(real).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? real;
        }
        return real;
    }
}
