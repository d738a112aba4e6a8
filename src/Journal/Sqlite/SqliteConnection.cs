using System.Data.Common;
using SQLitePCL;

namespace AkkaAuction.Journal.Sqlite;

/// <summary>SQLite answered with an error.</summary>
/// <param name="code">SQLite's primary result code.</param>
/// <param name="message">Its words.</param>
internal sealed class SqliteException(int code, string message) : DbException($"SQLite: {message} ({code})")
{
    public int Code => code;

    public bool IsFull => code == raw.SQLITE_FULL;

    /// <summary>Whether something failed because a disk is full, be it SQLite or the system that says so.</summary>
    public static bool IsDiskFull(Exception fault) => fault is SqliteException { IsFull: true } or IOException { HResult: NoSpace };

    // ENOSPC.
    private const int NoSpace = 28;

    /// <summary>The file may not be written.</summary>
    public bool IsForbidden => code is raw.SQLITE_READONLY or raw.SQLITE_PERM;

    public bool IsDamage => code is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;
}

/// <summary>
/// A connection to a SQLite file: the little of its interface that the journal uses, with bytes in and out. One thread at a time.
/// </summary>
internal sealed class SqliteConnection : IDisposable
{
    private readonly sqlite3 _db;

    static SqliteConnection() => Batteries_V2.Init();

    private SqliteConnection(sqlite3 db) => _db = db;

    /// <exception cref="SqliteException">It cannot be opened.</exception>
    public static SqliteConnection Open(string path, bool readOnly) =>
        Open(path, readOnly ? raw.SQLITE_OPEN_READONLY : raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE);

    /// <summary>
    /// Opens a file for reading, also where nothing may be laid beside it (an archive, another user's directory): as long as it has no log
    /// there, it is read as one that nobody changes.
    /// </summary>
    /// <exception cref="SqliteException">It cannot be read.</exception>
    public static SqliteConnection OpenToRead(string path)
    {
        var connection = Open(path, readOnly: true);
        try
        {
            connection.Number("SELECT 1 FROM sqlite_master");
            return connection;
        }
        catch (SqliteException fault) when (fault.Code is raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN
            && new FileInfo(JournalPath.Of(path) + "-wal") is { Exists: false } or { Length: 0 })
        {
            connection.Dispose();
            var steps = Path.GetFullPath(path).Replace('\\', '/').Split('/').Select(Uri.EscapeDataString);
            return Open($"file:{(OperatingSystem.IsWindows() ? "/" : "")}{string.Join('/', steps)}?immutable=1",
                raw.SQLITE_OPEN_READONLY | raw.SQLITE_OPEN_URI);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static SqliteConnection Open(string path, int flags)
    {
        var code = raw.sqlite3_open_v2(path, out var db, flags | raw.SQLITE_OPEN_NOMUTEX, null);
        var connection = new SqliteConnection(db);
        if (code == raw.SQLITE_OK)
        {
            raw.sqlite3_busy_timeout(db, BusyMs);
            return connection;
        }
        var fault = connection.Fault(code);
        connection.Dispose();
        throw fault;
    }

    // Somebody with the sqlite3 shell may hold the file for a moment.
    private const int BusyMs = 5000;

    public sqlite3 Handle => _db;

    /// <summary>Runs statements that give no rows, or whose rows are not wanted.</summary>
    public void Execute(string sql) => Check(raw.sqlite3_exec(_db, sql));

    public SqliteStatement Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v2(_db, sql, out var statement));
        return new SqliteStatement(this, statement);
    }

    /// <summary>The number in the first row; null: no row.</summary>
    public long? Number(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Long(0) : null;
    }

    /// <summary>The text in the first row; null: no row.</summary>
    public string? Text(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Text(0) : null;
    }

    public void Check(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE)) throw Fault(code);
    }

    public void Dispose() => _db.Dispose();

    private SqliteException Fault(int code) => new(
        IsRoomMissing(code) ? raw.SQLITE_FULL : code & 0xff, raw.sqlite3_errmsg(_db).utf8_to_string());

    /// <summary>What SQLite lays beside a file (-shm) may find no room either; it calls that an I/O error.</summary>
    private bool IsRoomMissing(int code) =>
        (code & 0xff) == raw.SQLITE_IOERR && raw.sqlite3_extended_errcode(_db) == raw.SQLITE_IOERR_SHMSIZE;
}
