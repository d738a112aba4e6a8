using System.Runtime.InteropServices;
using System.Text;
using SQLitePCL;

namespace AkkaAuction.Journal.Sqlite;

/// <summary>
/// A prepared statement. Spans of a row are good until the next step. A fact is nine values, and a busy house binds millions of them in a
/// second: binding calls SQLite directly, without counting references to the statement each time and without telling the garbage collector
/// of a call that is over at once.
/// </summary>
internal sealed class SqliteStatement(SqliteConnection connection, sqlite3_stmt statement) : IDisposable
{
    private const string Library = "e_sqlite3";

    // SQLITE_TRANSIENT: SQLite takes a copy before the call returns.
    private const nint Copied = -1;

    private static readonly byte[] Nothing = [0];

    // Good as long as the statement, which is held here.
    private readonly nint _handle = statement.DangerousGetHandle();

    /// <returns>Whether there is a row.</returns>
    public bool Step()
    {
        var code = raw.sqlite3_step(statement);
        if (code == raw.SQLITE_ROW) return true;
        connection.Check(code);
        return false;
    }

    /// <summary>Runs a statement that gives no row, and makes it ready for the next run.</summary>
    public void Run()
    {
        var code = Step(_handle);
        if (code == raw.SQLITE_DONE) code = Reset(_handle);
        else _ = Reset(_handle);
        connection.Check(code);
    }

    /// <summary>Makes it ready for the next run.</summary>
    public void Reset() => raw.sqlite3_reset(statement);

    public SqliteStatement Bind(int place, long value)
    {
        connection.Check(BindInt64(_handle, place, value));
        return this;
    }

    public SqliteStatement BindText(int place, ReadOnlySpan<byte> value)
    {
        // An empty text is a text, where no address at all would be NULL.
        ref readonly var first = ref value.IsEmpty ? ref Nothing[0] : ref value[0];
        connection.Check(BindText(_handle, place, in first, value.Length, Copied));
        return this;
    }

    public SqliteStatement BindText(int place, string? value)
    {
        connection.Check(value is null
            ? raw.sqlite3_bind_null(statement, place)
            : raw.sqlite3_bind_text(statement, place, Encoding.UTF8.GetBytes(value)));
        return this;
    }

    public SqliteStatement BindBlob(int place, ReadOnlySpan<byte> value)
    {
        ref readonly var first = ref value.IsEmpty ? ref Nothing[0] : ref value[0];
        connection.Check(BindBlob(_handle, place, in first, value.Length, Copied));
        return this;
    }

    public long Long(int column) => raw.sqlite3_column_int64(statement, column);

    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    /// <summary>The bytes of a text or a blob.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(statement, column);

    public string? Text(int column) => IsNull(column) ? null : Encoding.UTF8.GetString(Bytes(column));

    public void Dispose() => statement.Dispose();

    // These may take their time.
    [DllImport(Library, EntryPoint = "sqlite3_step"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Step(nint statement);

    [DllImport(Library, EntryPoint = "sqlite3_reset"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Reset(nint statement);

    [DllImport(Library, EntryPoint = "sqlite3_bind_int64"), SuppressGCTransition]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int BindInt64(nint statement, int place, long value);

    [DllImport(Library, EntryPoint = "sqlite3_bind_text"), SuppressGCTransition]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int BindText(nint statement, int place, in byte text, int bytes, nint copied);

    [DllImport(Library, EntryPoint = "sqlite3_bind_blob"), SuppressGCTransition]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int BindBlob(nint statement, int place, in byte blob, int bytes, nint copied);
}
