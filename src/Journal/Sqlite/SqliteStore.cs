using AkkaAuction.Journal.Codec;
using AkkaAuction.Journal.Snapshots;
using SQLitePCL;

namespace AkkaAuction.Journal.Sqlite;

/// <summary>
/// A journal in a SQLite file: write-ahead log, an fsync before a commit returns. It holds the lock file, and each commit checks that the
/// house's epoch is still its own, so that even a house whose lock failed it (a copied directory, a file system without locks) stores
/// nothing after another has begun.
/// </summary>
internal sealed class SqliteStore : IFactStore
{
    private const long LogBytes = 32 << 20;
    private const string Look = "Stop, and look at it with: auctioneer audit.";
    private const string OtherFile = "Choose another file with --journal FILE, or keep none with --journal none. Nothing was changed.";

    private readonly string _path;
    private readonly JournalLock _lock;
    private readonly SqliteConnection _db;
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly SqliteStatement _rollback;
    private readonly SqliteStatement _insert;
    private readonly SqliteStatement _person;
    private readonly SqliteStatement _catalogue;
    private readonly SqliteStatement _head;
    private readonly SqliteStatement _life;
    private readonly SqliteStatement _hash;
    private readonly long _epoch;
    private readonly ReferenceData _references;
    private readonly HeadFile _told;

    private SqliteStore(string path, JournalLock held, SqliteConnection db, HeadFile told, long epoch, ReferenceData references)
    {
        (_path, _lock, _db, _told, _epoch, _references) = (path, held, db, told, epoch, references);
        _begin = db.Prepare("BEGIN IMMEDIATE");
        _commit = db.Prepare("COMMIT");
        _rollback = db.Prepare("ROLLBACK");
        _insert = db.Prepare(SqliteTables.InsertFact);
        _person = db.Prepare(SqliteTables.InsertPerson);
        _catalogue = db.Prepare(SqliteTables.InsertCatalogue);
        _head = db.Prepare("UPDATE house SET last_place = ?1, head = ?2 WHERE one = 1 AND epoch = ?3");
        _life = db.Prepare("SELECT epoch FROM house WHERE one = 1");
        _hash = db.Prepare("SELECT hash FROM facts WHERE place = ?1");
    }

    /// <summary>
    /// Opens a journal for one house, or makes it; everything in it is read and held to its chain before anything is changed.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="now">When a new one is made.</param>
    /// <param name="acceptLostEnd">Whether a journal may lack facts that somebody was told of.</param>
    /// <param name="found">What was in it.</param>
    /// <param name="kind">What takes the facts, and may begin with a snapshot of itself; null: every fact is read and kept.</param>
    /// <exception cref="JournalException">It cannot be used: why, and what to do. Nothing was changed.</exception>
    public static SqliteStore Open(
        string path, DateTimeOffset now, bool acceptLostEnd, out RecoveredFacts found, RecoveryOptions? kind = null)
    {
        JournalLock? held = null;
        SqliteConnection? db = null;
        HeadFile? told = null;
        try
        {
            path = JournalPath.Of(path);
            var isNew = !File.Exists(path) || new FileInfo(path).Length == 0;
            // Beside somebody else's file not even a lock is laid.
            if (Directory.Exists(path))
            {
                var inside = Path.Combine(path, "auction.db");
                throw new JournalException($"The journal {path} is a folder. Name a file in it: --journal {inside}. Nothing was changed.");
            }
            if (!isNew && SqliteSchema.VersionOf(path, OtherFile) < SqliteSchema.Version)
            {
                throw new JournalException(
                    $"The journal {path} is of version 1. Copy it with: auctioneer migrate {path} NEW. Nothing was changed.");
            }
            held = JournalLock.Take(path);
            var ends = EndCheck.Before(path, withSnapshot: kind is not { BySnapshot: true });
            if (isNew)
            {
                ends.JudgeMissing(acceptLostEnd);
                Make(path, now);
                held.TakeFile(path);
            }
            found = Recover(path, ends, acceptLostEnd, kind);
            db = SqliteConnection.Open(path, readOnly: false);
            db.Execute("PRAGMA synchronous = FULL");
            // Bringing the log home costs syncs of its own: not oftener than every so many bytes.
            db.Execute($"PRAGMA wal_autocheckpoint = {LogBytes / db.Number("PRAGMA page_size")}");
            if (db.Text("PRAGMA journal_mode = WAL") != "wal")
                throw new JournalException($"The journal {path} cannot be kept on this file system: it has no write-ahead log there.");
            // Fences the house before. A life that the journal no longer knows of has made ids, too.
            db.Execute($"BEGIN IMMEDIATE; UPDATE house SET epoch = max(epoch, {ends.HeadEpoch}) + 1; COMMIT");
            found.Epoch = db.Number("SELECT epoch FROM house")!.Value;
            // It is of facts that are gone, and would be taken for a witness to them.
            if (ends.IsLost && found.WrittenPlace == 0) SnapshotFile.Delete(path);
            told = HeadFile.Begin(path, new KnownEnd(found.Journal, found.Epoch, found.End.Place, found.End.Hash));
            // The reader that found them is closed by now; catalogues come later, too.
            var references = new ReferenceData(found.References.People, hash => BodyOf(path, hash));
            return new SqliteStore(path, held, db, told, found.Epoch, references);
        }
        catch (Exception fault)
        {
            told?.Dispose();
            db?.Dispose();
            held?.Dispose();
            throw Clear(path, fault);
        }
    }

    public void Commit(IReadOnlyList<FactRow> rows)
    {
        var isOpen = false;
        try
        {
            _begin.Run();
            isOpen = true;
            // Before anything is inserted: the place of a row may be another house's by now, and the insert would fail on that.
            CheckLife();
            foreach (var row in rows)
            {
                foreach (var added in row.Text.NewReferences) Add(added);
                _insert.Bind(1, row.Place).Bind(2, row.Event).BindText(3, row.Stream).Bind(4, row.Version).Bind(5, row.Follows)
                    .Bind(6, row.Epoch).BindText(7, row.Text.Time).BindText(8, row.Text.Kind).BindText(9, row.Text.Body)
                    .BindBlob(10, row.Hash).Run();
            }
            _head.Bind(1, rows[^1].Place).BindBlob(2, rows[^1].Hash).Bind(3, _epoch).Run();
            if (raw.sqlite3_changes(_db.Handle) != 1) throw Fenced();
            _commit.Run();
            isOpen = false;
        }
        catch (SqliteException fault)
        {
            throw Fault(fault);
        }
        finally
        {
            if (isOpen && raw.sqlite3_get_autocommit(_db.Handle) == 0) RollBack();
        }
    }

    public void WriteHead(FactRow last)
    {
        try
        {
            _told.Write(last.Place, last.Hash);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(
                StoreFault.Unavailable,
                $"{HeadFile.PathOf(_path)} cannot be written: {fault.Message.TrimEnd('.')}. Bids wait, and are answered when it can.",
                fault);
        }
    }

    public bool Has(FactRow row)
    {
        try
        {
            // What this connection has inserted and could not take back is seen by it, and is not stored.
            if (raw.sqlite3_get_autocommit(_db.Handle) == 0) RollBack();
            if (raw.sqlite3_get_autocommit(_db.Handle) == 0)
                throw new StoreException(StoreFault.Unavailable, $"The journal {_path} is in the middle of a commit that failed.");
            CheckLife();
            try
            {
                if (!_hash.Bind(1, row.Place).Step()) return false;
                if (_hash.Bytes(0).SequenceEqual(row.Hash)) return true;
            }
            finally
            {
                _hash.Reset();
            }
            throw new StoreException(
                StoreFault.Damaged, $"The journal {_path} has another fact at place {row.Place} than this house has put there. {Look}");
        }
        catch (SqliteException fault)
        {
            throw Fault(fault);
        }
    }

    public IEnumerable<(string Stream, StoredFact Fact)> ReadAll(long after)
    {
        // A connection of its own: reading must not wait for the one that commits, nor it for reading.
        using var db = SqliteConnection.Open(_path, readOnly: true);
        using var rows = db.Prepare(SqliteTables.Now.Columns + " FROM facts WHERE place > ?1 ORDER BY place").Bind(1, after);
        while (rows.Step()) yield return (rows.Text(2)!, FactOf(SqliteTables.RowOf(rows)));
    }

    private static byte[]? BodyOf(string path, string hash)
    {
        using var db = SqliteConnection.Open(path, readOnly: true);
        return SqliteReader.BodyOf(db, hash);
    }

    public IReadOnlyList<StoredFact> ReadStream(long last)
    {
        if (last == 0) return [];
        using var db = SqliteConnection.Open(_path, readOnly: true);
        using var row = db.Prepare(SqliteTables.Now.Columns + " FROM facts WHERE place = ?1");
        var facts = new List<StoredFact>();
        while (last != 0)
        {
            if (!row.Bind(1, last).Step()) throw new InvalidDataException($"The journal {_path} has no place {last} any more.");
            var read = SqliteTables.RowOf(row);
            facts.Add(FactOf(read));
            last = read.Follows;
            row.Reset();
        }
        facts.Reverse();
        return facts;
    }

    public StreamPlace Find(string stream)
    {
        using var db = SqliteConnection.Open(_path, readOnly: true);
        using var row = db.Prepare("SELECT version, place FROM facts WHERE stream = ?1 ORDER BY place DESC LIMIT 1").BindText(1, stream);
        return row.Step() ? new StreamPlace(stream, row.Long(0), row.Long(1)) : new StreamPlace(stream, 0, 0);
    }

    public void Dispose()
    {
        SqliteStatement[] all = [_begin, _commit, _rollback, _insert, _person, _catalogue, _head, _life, _hash];
        foreach (var statement in all) statement.Dispose();
        _db.Dispose();
        _told.Dispose();
        _lock.Dispose();
    }

    /// <summary>The connection that commits.</summary>
    internal SqliteConnection Connection => _db;

    private StoredFact FactOf(in ReadRow row)
    {
        if (!FactTime.TryRead(row.Time, out var at)) throw new FormatException($"The fact at place {row.Place} has no time.");
        return new StoredFact(row.Event, FactCodec.Decode(row.Kind, at, row.Body, _references), FactHash.ReceiptOf(row.Hash), row.Place);
    }

    private void Add(object reference)
    {
        switch (reference)
        {
            case Person person:
                _person.Bind(1, person.Number).BindText(2, person.Name).BindText(3, person.Token).BindBlob(4, person.Salt).Run();
                break;
            case StoredCatalogue catalogue: _catalogue.BindText(1, catalogue.Hash).BindText(2, catalogue.Body.AsSpan()).Run(); break;
            default: throw new InvalidOperationException($"There is no table for {reference.GetType().Name}.");
        }
    }

    private void CheckLife()
    {
        try
        {
            if (!_life.Step() || _life.Long(0) != _epoch) throw Fenced();
        }
        finally
        {
            _life.Reset();
        }
    }

    private StoreException Fenced() =>
        new(StoreFault.Fenced, $"Another house has taken over the journal {_path}; nothing more is stored by this one.");

    private void RollBack()
    {
        try
        {
            _rollback.Run();
        }
        catch (SqliteException)
        {
            // SQLite rolls back by itself when it can do nothing else; what was stored is read before anything is stored again.
        }
    }

    private StoreException Fault(SqliteException fault) => fault switch
    {
        { IsFull: true } =>
            new StoreException(
                StoreFault.Full, $"The disk of the journal {_path} is full. Make room on it: bids wait, and are answered then.", fault),
        { IsDamage: true } =>
            new StoreException(
                StoreFault.Damaged,
                $"The journal {_path} is damaged: {fault.Message}. {Look}", fault),
        { Code: raw.SQLITE_CONSTRAINT } =>
            new StoreException(
                StoreFault.Damaged,
                $"The journal {_path} has something else already where this house stores: {fault.Message}. {Look}", fault),
        _ => new StoreException(
            StoreFault.Unavailable,
            $"The journal {_path} cannot be written: {fault.Message}. Bids wait, and are answered when it can.", fault),
    };

    /// <summary>A new journal: only its owner may read it, from the first byte on.</summary>
    internal static void Make(string path, DateTimeOffset now)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (new FileStream(path, options)) { }
        using var db = SqliteConnection.Open(path, readOnly: false);
        // A house that was killed as it made them may have left the tables in the log alone.
        if (db.Number("SELECT 1 FROM sqlite_master") is null) SqliteSchema.Create(db, now);
        else SqliteSchema.BringHome(db);
    }

    private static RecoveredFacts Recover(string path, EndCheck ends, bool acceptLostEnd, RecoveryOptions? kind)
    {
        using var reader = SqliteReader.Open(path, isOurs: true);
        using var quiet = new WithoutCollecting(kind is null ? reader.LastPlace : 0);
        var found = SnapshotStart.Read(path, reader, kind);
        ends.Snapshot ??= found.SnapshotEnd;
        ends.Judge(reader, acceptLostEnd);
        found.Notes = ends.Notes;
        kind?.Judge?.Invoke(found);
        if (kind?.WriteAfter is { } after && found.End.Place - (found.Snapshot?.Place ?? 0) >= after)
            SnapshotStart.WriteDown(path, reader, found, kind.BidIds);
        return found;
    }

    /// <summary>
    /// Everything that is read at the start is kept: a garbage collector that looks at it meanwhile finds nothing, and copies all of it
    /// about. Where so much cannot be had at once, it just goes on collecting.
    /// </summary>
    private sealed class WithoutCollecting : IDisposable
    {
        private const long BytesPerFact = 400;
        private const long BytesMax = 1L << 30;
        private const int FactsMin = 20_000;

        private readonly bool _isBegun;

        public WithoutCollecting(long facts)
        {
            if (facts < FactsMin || System.Runtime.GCSettings.LatencyMode == System.Runtime.GCLatencyMode.NoGCRegion) return;
            try
            {
                _isBegun = GC.TryStartNoGCRegion(Math.Min(BytesMax, facts * BytesPerFact));
            }
            catch (ArgumentOutOfRangeException)
            {
                // More than this machine gives at once.
            }
        }

        public void Dispose()
        {
            // It ends by itself when more was needed than was asked for.
            if (_isBegun && System.Runtime.GCSettings.LatencyMode == System.Runtime.GCLatencyMode.NoGCRegion) GC.EndNoGCRegion();
        }
    }

    private static Exception Clear(string path, Exception fault) => fault switch
    {
        JournalException => fault,
        LostEndException lost => new JournalException(
            $"The journal {path} cannot be used: {lost.What}. Nothing was changed. {lost.Remedy}", lost),
        DamageException damage => new JournalException(
            $"The journal {path} is damaged at {damage.Message.TrimEnd('.')}. Nothing was changed. Look at it with: " +
            $"auctioneer audit {path}. Put back a backup of it (auctioneer backup makes them), or start anew with --journal FILE.", damage),
        UnauthorizedAccessException => JournalLock.NotAllowed(path, fault),
        SqliteException { Code: raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_PERM } => JournalLock.NotAllowed(path, fault),
        SqliteException { IsFull: true } =>
            new JournalException($"The disk of the journal {path} is full. Make room on it, then start again.", fault),
        SqliteException { IsDamage: true } =>
            new JournalException($"The journal {path} is damaged: {fault.Message}. Look at it with: auctioneer audit {path}.", fault),
        IOException or SqliteException => new JournalException($"The journal {path} cannot be opened: {fault.Message}", fault),
        _ => fault,
    };
}
