namespace AkkaAuction.Journal.Sqlite;

/// <summary>
/// Keeps a second process out of a journal: a file beside it that is held as long as the house lives. The system lets it go when the
/// process ends, however it ends, so nothing has to be cleared away after a crash. Readers do not ask for it.
/// </summary>
internal sealed class JournalLock : IDisposable
{
    private readonly FileStream _file;

    private JournalLock(FileStream file) => _file = file;

    /// <exception cref="JournalException">Another process has it.</exception>
    public static JournalLock Take(string journal)
    {
        var path = journal + ".lock";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            var file = new FileStream(path, options);
            file.SetLength(0);
            file.Write(System.Text.Encoding.ASCII.GetBytes($"{Environment.ProcessId}\n"));
            file.Flush();
            return new JournalLock(file);
        }
        catch (UnauthorizedAccessException fault)
        {
            throw NotAllowed(journal, fault);
        }
        catch (DirectoryNotFoundException fault)
        {
            throw new JournalException(
                $"The journal {journal} cannot be made: its directory does not exist. Make it, or choose another file with --journal FILE.",
                fault);
        }
        catch (IOException fault) when (IsHeld(fault))
        {
            throw new JournalException(
                $"The journal {journal} is in use by another process (it holds {path}). Stop that house, or choose another file with " +
                "--journal FILE. Nothing was changed.", fault);
        }
    }

    /// <summary>Whether some process has a journal; nothing is made.</summary>
    public static bool IsHeld(string journal)
    {
        try
        {
            using var file = new FileStream(journal + ".lock", FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
        catch (IOException fault)
        {
            return IsHeld(fault);
        }
    }

    // What the two kinds of system say of a file that another process holds: EAGAIN, and a sharing violation.
    private static bool IsHeld(IOException fault) => fault.HResult is 11 or 35 || (fault.HResult & 0xFFFF) == 32;

    public static JournalException NotAllowed(string journal, Exception inner) => new(
        $"The journal {journal} may not be written: {inner.Message.TrimEnd('.')}. Give this user the right to write it and its " +
        "directory, or choose another file with --journal FILE. Nothing was changed.", inner);

    public void Dispose() => _file.Dispose();
}
