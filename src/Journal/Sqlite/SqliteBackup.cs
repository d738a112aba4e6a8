using SQLitePCL;

namespace AkkaAuction.Journal.Sqlite;

/// <summary>Copies a journal as it is at one moment, while a house writes it.</summary>
internal static class SqliteBackup
{
    /// <summary>Copies a journal to a file that does not exist yet. Only its owner may read the copy.</summary>
    /// <exception cref="JournalException">The copy's name is a folder's, or a file's.</exception>
    /// <exception cref="SqliteException">One of the two cannot be read or written.</exception>
    public static void Copy(string from, string to)
    {
        if (Directory.Exists(to))
            throw new JournalException($"{to} is a folder; name the copy's file: {Path.Combine(to, Path.GetFileName(from))}.");
        Create(to);
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
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (new FileStream(path, options)) { }
        }
        catch (IOException fault) when (File.Exists(path))
        {
            throw new JournalException($"{path} exists already; a backup never writes over a file. Choose another name.", fault);
        }
    }
}
