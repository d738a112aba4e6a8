using AkkaAuction.Journal.Sqlite;

namespace AkkaAuction.Journal.Migration;

/// <summary>
/// The file that a migration makes. It is written under another name beside its own and gets its own when it is whole; where it is not
/// kept, nothing of it is left. Its lock is held meanwhile, so what a migration that was killed has left is nobody's, and goes.
/// </summary>
internal sealed class MigrationTarget : IDisposable
{
    private static readonly string[] Beside = ["", "-wal", "-shm", "-journal"];

    private readonly string _path;
    private readonly JournalLock _lock;
    private bool _isKept;

    private MigrationTarget(string path, string unfinished, JournalLock held) =>
        (_path, Unfinished, _lock) = (path, path + unfinished, held);

    /// <summary>The name it has before it is whole.</summary>
    public string Unfinished { get; }

    /// <exception cref="JournalException">There is such a file, or none can be made there.</exception>
    public static MigrationTarget Take(string path, string unfinished)
    {
        if (Directory.Exists(path)) throw new JournalException($"{path} is a folder; name the new journal's file.");
        if (File.Exists(path))
            throw new JournalException($"{path} exists already; a migration never writes over a file. Choose another name.");
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
            throw new JournalException($"{path} cannot be made: there is no folder {folder}. Make it, or choose another name.");
        foreach (var log in (string[])["-wal", "-journal"])
        {
            // SQLite would bring it into the new file.
            if (new FileInfo(path + log) is { Exists: true, Length: > 0 })
                throw new JournalException($"{path}{log} is another file's log: move it to where its journal is, or choose another name.");
        }
        var target = new MigrationTarget(path, unfinished, JournalLock.Take(path));
        try
        {
            target.Clear();
            return target;
        }
        catch
        {
            target.Dispose();
            throw;
        }
    }

    /// <summary>It is whole: it gets its name.</summary>
    public void Keep()
    {
        File.Move(Unfinished, _path, overwrite: false);
        _isKept = true;
    }

    public void Dispose()
    {
        if (!_isKept) Clear();
        _lock.Dispose();
        if (!_isKept) File.Delete(JournalLock.PathOf(_path));
    }

    private void Clear()
    {
        foreach (var end in Beside) File.Delete(Unfinished + end);
    }
}
