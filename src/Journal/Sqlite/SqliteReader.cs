using System.Text;
using AkkaAuction.Journal.Codec;
using SQLitePCL;

namespace AkkaAuction.Journal.Sqlite;

/// <summary>
/// Reads a journal of any version beside whoever writes it, in the order of places, and holds every row to what it must be (<see
/// cref="ChainCheck"/>) and all of them to the head that the last commit left. It changes nothing: it opens the file for reading only.
/// </summary>
internal sealed class SqliteReader : IFactReader
{
    private readonly SqliteConnection _db;
    private readonly SqliteTables _tables;
    private readonly ChainCheck _check;

    private SqliteReader(
        SqliteConnection db, SqliteTables tables, ReferenceData references, string journal, long epoch, long lastPlace, byte[] head)
    {
        _db = db;
        _tables = tables;
        _check = new ChainCheck(tables.Format, journal);
        References = references;
        Journal = journal;
        Epoch = epoch;
        LastPlace = lastPlace;
        Head = head;
    }

    /// <summary>The version of its tables.</summary>
    public int Version => _tables.Format.Version;

    public ReferenceData References { get; }

    /// <summary>The journal's own name.</summary>
    public string Journal { get; }

    /// <summary>The life of the house that wrote last.</summary>
    public long Epoch { get; }

    /// <summary>The place of the last fact, as the last commit left it.</summary>
    public long LastPlace { get; }

    /// <summary>The hash of the last fact, as the last commit left it.</summary>
    public byte[] Head { get; }

    /// <summary>
    /// Whether its log ends in a commit that cannot be read, which is not among the facts. Nobody was told of it, or it was damaged
    /// afterwards: <see cref="EndCheck"/> tells.
    /// </summary>
    public bool IsTorn { get; private init; }

    /// <summary>Opens a journal for reading, as of now: what is committed later is not seen.</summary>
    /// <exception cref="DamageException">Its own tables cannot be read.</exception>
    /// <exception cref="JournalException">It is no journal, a newer program's, or may not be read.</exception>
    /// <param name="path">The file.</param>
    /// <param name="isOurs">Whether the caller holds its lock.</param>
    public static SqliteReader Open(string path, bool isOurs = false)
    {
        var tables = SqliteTables.Of(SqliteSchema.VersionOf(path));
        // While a house runs, its log is in memory too, and a commit may be half written at this moment.
        var log = isOurs || !JournalLock.IsHeld(path) ? WalCheck.Of(path) : WalEnd.Clean;
        if (log == WalEnd.Damaged)
            throw new DamageException("the log beside the file (-wal)", "commits that were stored in it cannot be read");
        return Open(path, tables, log);
    }

    /// <summary>
    /// Opens for reading the journal that a store of this process has open. Only SQLite opens the file: when anything else in a process
    /// closes a file, the system drops all locks that the process has on it, SQLite's too, and another program that writes could then take
    /// the log away from under the house.
    /// </summary>
    public static SqliteReader OpenBeside(string path) => Open(path, SqliteTables.Now, WalEnd.Clean);

    private static SqliteReader Open(string path, SqliteTables tables, WalEnd log)
    {
        SqliteConnection? db = null;
        try
        {
            db = SqliteConnection.OpenToRead(path);
            db.Execute("BEGIN");
            if (SqliteSchema.Missing(db) is { } missing) throw new DamageException("the file", $"{missing} is missing");
            using var house = db.Prepare($"SELECT journal, epoch, {tables.LastPlace}, head FROM house WHERE one = 1");
            if (!house.Step()) throw new DamageException("the table house", "it is empty");
            var head = house.Bytes(3).ToArray();
            if (head.Length != FactHash.Bytes) throw new DamageException("the table house", "the head is no hash");
            var opened = db;
            var references = new ReferenceData(ReadPeople(db), hash => BodyOf(opened, hash));
            return new SqliteReader(db, tables, references, house.Text(0) ?? "", house.Long(1), house.Long(2), head)
            {
                IsTorn = log == WalEnd.Torn,
            };
        }
        catch (SqliteException fault) when (fault.IsDamage || fault.Code == raw.SQLITE_ERROR)
        {
            db?.Dispose();
            throw new DamageException("the file", fault.Message, fault);
        }
        catch (SqliteException fault)
        {
            db?.Dispose();
            throw new JournalException($"The journal {path} cannot be read: {fault.Message}.", fault);
        }
        catch
        {
            db?.Dispose();
            throw;
        }
    }

    /// <summary>Reads every row in order, each checked against its chain.</summary>
    /// <param name="take">Gets each row that is as it was written.</param>
    /// <returns>Where everything ends.</returns>
    /// <exception cref="DamageException">A row is not what it was, or rows are missing: the first such place.</exception>
    public JournalEnd ReadAll(RowTaker take) => ReadOn(JournalEnd.None, [], LastPlace, take);

    /// <inheritdoc/>
    public JournalEnd ReadOn(JournalEnd after, IEnumerable<StreamPlace> streams, long upTo, RowTaker take)
    {
        _check.Begin(after, streams);
        try
        {
            using var rows = _db
                .Prepare($"{_tables.Columns} FROM facts WHERE {_tables.Place} > ?1 AND {_tables.Place} <= ?2 ORDER BY {_tables.Place}")
                .Bind(1, after.Place).Bind(2, upTo < LastPlace ? upTo : long.MaxValue);
            while (rows.Step())
            {
                var row = SqliteTables.RowOf(rows);
                take(row, _check.Take(row));
            }
        }
        catch (SqliteException fault)
        {
            throw new DamageException($"after {_check.NameOf(_check.Expected - 1)}", fault.Message, fault);
        }
        var end = _check.End();
        if (upTo < LastPlace) return end.Place == upTo ? end : throw new DamageException(_check.NameOf(end.Place + 1), "it is missing");
        if (end.Place != LastPlace)
        {
            throw new DamageException(
                _check.NameOf(end.Place + 1), $"it is missing; the journal went up to {_check.NameOf(LastPlace)}");
        }
        if (!end.Hash.AsSpan().SequenceEqual(Head))
            throw new DamageException("the table house", "the head is not the hash of the last fact");
        return end;
    }

    public string NameOf(in ReadRow row) =>
        _tables.Format.NameOf(row.Place, row.Event, _tables.Format.ChainOf(Encoding.UTF8.GetString(row.Stream)));

    /// <summary>Reads a row's fact.</summary>
    /// <exception cref="DamageException">It cannot be read.</exception>
    public object Decode(in ReadRow row)
    {
        try
        {
            if (!FactTime.TryRead(row.Time, out var at)) throw new FormatException("its time is none");
            return FactCodec.Decode(row.Kind, at, row.Body, References);
        }
        catch (FormatException fault)
        {
            throw new DamageException(NameOf(row), fault.Message, fault);
        }
    }

    public byte[]? HashOf(long place)
    {
        using var row = _db.Prepare($"SELECT hash FROM facts WHERE {_tables.Place} = ?1").Bind(1, place);
        return row.Step() ? row.Bytes(0).ToArray() : null;
    }

    public object FactOf(long place)
    {
        using var row = _db.Prepare($"{_tables.Columns} FROM facts WHERE {_tables.Place} = ?1").Bind(1, place);
        return row.Step() ? Decode(SqliteTables.RowOf(row)) : throw new FormatException($"{_check.NameOf(place)} is missing");
    }

    /// <summary>What differs in the text of tables, views, indexes and triggers from what must be there; null: nothing.</summary>
    public string? SchemaFault() => SchemaCheck.Fault(_db, Version);

    /// <summary>Every row in order, as it is stored: for whoever has had all of them checked already.</summary>
    public SqliteStatement Rows() => _db.Prepare($"{_tables.Columns} FROM facts ORDER BY {_tables.Place}");

    /// <summary>The body of the catalogue with a hash; null: there is none.</summary>
    public byte[]? CatalogueOf(string hash) => BodyOf(_db, hash);

    /// <summary>Looks for damage that reading the rows does not meet: in the index, in the file's own structure.</summary>
    /// <returns>What is wrong; null: nothing.</returns>
    public string? StructuralFault()
    {
        try
        {
            return _db.Text("PRAGMA integrity_check(1)") is var answer && answer == "ok" ? null : answer;
        }
        catch (SqliteException fault)
        {
            return fault.Message;
        }
    }

    public void Dispose()
    {
        _check.Dispose();
        _db.Dispose();
    }

    private static People ReadPeople(SqliteConnection db)
    {
        var people = new People();
        using var rows = db.Prepare("SELECT number, name, token, salt FROM people ORDER BY number");
        try
        {
            while (rows.Step())
            {
                var salt = rows.IsNull(3) ? null : rows.Bytes(3).ToArray();
                people.Add(new Person((int)rows.Long(0), rows.Text(1), rows.Text(2), salt));
            }
        }
        catch (FormatException fault)
        {
            throw new DamageException("the table people", fault.Message, fault);
        }
        return people;
    }

    /// <summary>The body of the catalogue with a hash; null: there is none.</summary>
    internal static byte[]? BodyOf(SqliteConnection db, string hash)
    {
        using var row = db.Prepare("SELECT body FROM catalogues WHERE hash = ?1").BindText(1, hash);
        return row.Step() ? row.Bytes(0).ToArray() : null;
    }
}
