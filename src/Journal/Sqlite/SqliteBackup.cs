using SQLitePCL;

namespace AkkaAuction.Journal.Sqlite;

/// <summary>Copies a journal as it is at one moment, while a house writes it.</summary>
internal static class SqliteBackup
{
    private const string Unfinished = ".new";

    /// <summary>
    /// Copies a journal to a file that does not exist yet. Only its owner may read the copy. It gets its name when it is whole, so nothing
    /// of a copy that failed is left under it.
    /// </summary>
    /// <param name="from">The journal.</param>
    /// <param name="to">The copy.</param>
    /// <param name="check">Reads the copy, and throws where it is not right.</param>
    /// <exception cref="JournalException">The copy's name is a folder's, or a file's; or the disk is full.</exception>
    /// <exception cref="SqliteException">One of the two cannot be read or written.</exception>
    public static void Copy(string from, string to, Action<string> check)
    {
        if (Directory.Exists(to))
            throw new JournalException($"{to} is a folder; name the copy's file: {Path.Combine(to, Path.GetFileName(from))}.");
        if (File.Exists(to)) throw Exists(to);
        var unfinished = to + Unfinished;
        try
        {
            Create(unfinished);
            CopyInto(from, unfinished);
            check(unfinished);
            File.Move(unfinished, to);
        }
        catch (Exception fault)
        {
            foreach (var ending in (string[])["", "-journal", "-wal", "-shm"]) File.Delete(unfinished + ending);
            if (SqliteException.IsDiskFull(fault))
            {
                throw new JournalException(
                    $"disk full: the copy {to} could not be made, and nothing of it is left. Make room, or name a file on another disk.",
                    fault);
            }
            if (fault is IOException && File.Exists(to)) throw Exists(to, fault);
            throw;
        }
    }

    private static void CopyInto(string from, string to)
    {
        using var source = SqliteConnection.OpenToRead(from);
        using var target = SqliteConnection.Open(to, readOnly: false);
        using (var backup = raw.sqlite3_backup_init(target.Handle, "main", source.Handle, "main"))
        {
            // In one step: what the house commits meanwhile is in the next backup.
            var code = raw.sqlite3_backup_step(backup, -1);
            if (code != raw.SQLITE_DONE) target.Check(code);
        }
        // A copy is one file, whole without a log beside it.
        target.Execute("PRAGMA journal_mode = DELETE");
    }

    private static void Create(string path)
    {
        // What an earlier one left that was killed.
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (new FileStream(path, options)) { }
    }

    private static JournalException Exists(string path, Exception? inner = null) =>
        new($"{path} exists already; a backup never writes over a file. Choose another name.", inner);
}
