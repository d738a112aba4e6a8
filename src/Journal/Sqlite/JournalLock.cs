namespace AkkaAuction.Journal.Sqlite;

/// <summary>
/// Keeps a second process out of a journal: a file beside it is locked as long as the house lives, and where the system can, the journal's
/// own file, for whoever comes by another name of it or after the file beside it was deleted. The system lets both go when the process
/// ends, however it ends, so nothing has to be cleared away after a crash. Readers do not ask for it.
/// </summary>
internal sealed class JournalLock : IDisposable
{
    private readonly FileStream _file;

    private FileHold? _hold;

    private JournalLock(FileStream file) => _file = file;

    public static string PathOf(string journal) => JournalPath.Of(journal) + ".lock";

    /// <summary>Locks a journal, which need not be there yet.</summary>
    /// <exception cref="JournalException">Another process has it.</exception>
    public static JournalLock Take(string journal)
    {
        var path = PathOf(journal);
        JournalLock? taken = null;
        try
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                // What a full disk does not take would be written when it is closed, and fail once more.
                BufferSize = 0,
            };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            var file = new FileStream(path, options);
            taken = new JournalLock(file);
            taken.Sign();
            if (File.Exists(journal)) taken.TakeFile(journal);
            return taken;
        }
        catch (JournalException)
        {
            taken?.Dispose();
            throw;
        }
        catch (UnauthorizedAccessException fault)
        {
            taken?.Dispose();
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

    /// <summary>Says who has it, for a person. On a full disk the lock is held all the same.</summary>
    private void Sign()
    {
        try
        {
            _file.SetLength(0);
            _file.Write(System.Text.Encoding.ASCII.GetBytes($"{Environment.ProcessId}\n"));
        }
        catch (IOException fault) when (SqliteException.IsDiskFull(fault))
        {
            // The number of the process is not there; the lock is.
        }
    }

    /// <summary>Locks the journal's own file, which was made after the lock was taken.</summary>
    /// <exception cref="JournalException">Another process has it.</exception>
    public void TakeFile(string journal)
    {
        _hold = FileHold.Take(journal, out var isHeld);
        if (!isHeld) return;
        throw new JournalException(
            $"The journal {journal} is in use by another process, by another name or with its {PathOf(journal)} deleted. Stop that house, "
            + "or choose another file with --journal FILE. Nothing was changed.");
    }

    /// <summary>Whether some process has a journal; nothing is made.</summary>
    public static bool IsHeld(string journal)
    {
        try
        {
            if (FileHold.IsHeld(journal)) return true;
            using var file = new FileStream(PathOf(journal), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
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

    public void Dispose()
    {
        _hold?.Dispose();
        _file.Dispose();
    }
}
