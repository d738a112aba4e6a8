using AkkaAuction.Journal.Codec;

namespace AkkaAuction.Journal.Sqlite;

/// <summary>
/// Fills a new journal in one go. Nothing is safe before <see cref="Finish"/> has returned: there is no log, and nothing waits for the
/// disk. So it is for a file under another name, which is given its own when it is whole.
/// </summary>
internal sealed class SqliteImport : IDisposable
{
    private readonly string _path;
    private readonly SqliteConnection _db;
    private readonly SqliteStatement _fact;
    private readonly SqliteStatement _person;
    private readonly SqliteStatement _catalogue;

    private SqliteImport(string path, SqliteConnection db)
    {
        (_path, _db) = (path, db);
        _fact = db.Prepare(SqliteTables.InsertFact);
        _person = db.Prepare(SqliteTables.InsertPerson);
        _catalogue = db.Prepare(SqliteTables.InsertCatalogue);
        Journal = db.Text("SELECT journal FROM house")!;
    }

    /// <summary>The new journal's name.</summary>
    public string Journal { get; }

    /// <summary>Makes the file, which must not exist. Only its owner may read it.</summary>
    public static SqliteImport Begin(string path, DateTimeOffset now)
    {
        SqliteStore.Make(path, now);
        var db = SqliteConnection.Open(path, readOnly: false);
        try
        {
            db.Execute("PRAGMA journal_mode = OFF");
            db.Execute("PRAGMA synchronous = OFF");
            db.Execute("BEGIN IMMEDIATE");
            return new SqliteImport(path, db);
        }
        catch
        {
            db.Dispose();
            throw;
        }
    }

    public void Add(Person person) =>
        _person.Bind(1, person.Number).BindText(2, person.Name).BindText(3, person.Token).BindBlob(4, person.Salt).Run();

    public void Add(StoredCatalogue catalogue) => _catalogue.BindText(1, catalogue.Hash).BindText(2, catalogue.Body.AsSpan()).Run();

    public void Add(in ReadRow row) =>
        _fact.Bind(1, row.Place).Bind(2, row.Event).BindText(3, row.Stream).Bind(4, row.Version).Bind(5, row.Follows).Bind(6, row.Epoch)
            .BindText(7, row.Time).BindText(8, row.Kind).BindText(9, row.Body).BindBlob(10, row.Hash).Run();

    /// <summary>Writes down where it ends, and brings everything to the disk.</summary>
    /// <param name="epoch">The life of the house that wrote last.</param>
    /// <param name="place">The place of the last row.</param>
    /// <param name="hash">That row's hash.</param>
    public void Finish(long epoch, long place, ReadOnlySpan<byte> hash)
    {
        using (var house = _db.Prepare("UPDATE house SET epoch = ?1, last_place = ?2, head = ?3 WHERE one = 1"))
            house.Bind(1, epoch).Bind(2, place).BindBlob(3, hash).Run();
        _db.Execute("COMMIT");
        Dispose();
        using var file = new FileStream(_path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        file.Flush(flushToDisk: true);
    }

    public void Dispose()
    {
        _fact.Dispose();
        _person.Dispose();
        _catalogue.Dispose();
        _db.Dispose();
    }
}
