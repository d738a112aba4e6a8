using System.Text;
using AkkaAuction.Journal.Codec;
using SQLitePCL;

namespace AkkaAuction.Journal.Sqlite;

/// <summary>
/// Reads a journal beside whoever writes it, in the order of events, and holds every row to the chain of hashes, to the numbers without a
/// gap, and to the head that the last commit left. It changes nothing: it opens the file for reading only.
/// </summary>
internal sealed class SqliteReader : IFactReader
{
    private readonly SqliteConnection _db;
    private readonly Dictionary<byte[], StreamSeen> _streams = new(Utf8Names.Instance);

    private SqliteReader(SqliteConnection db, ReferenceData references, string journal, long epoch, long lastEvent, byte[] head)
    {
        _db = db;
        References = references;
        Journal = journal;
        Epoch = epoch;
        LastEvent = lastEvent;
        Head = head;
    }

    public ReferenceData References { get; }

    /// <summary>The journal's own name.</summary>
    public string Journal { get; }

    /// <summary>The life of the house that wrote last.</summary>
    public long Epoch { get; }

    /// <summary>The number of the last event, as the last commit left it.</summary>
    public long LastEvent { get; }

    /// <summary>The hash of the last event, as the last commit left it.</summary>
    public byte[] Head { get; }

    /// <summary>Opens a journal for reading, as of now: what is committed later is not seen.</summary>
    /// <exception cref="DamageException">Its own tables cannot be read.</exception>
    /// <exception cref="JournalException">It is no journal, a newer program's, or may not be read.</exception>
    /// <param name="path">The file.</param>
    /// <param name="isOurs">Whether the caller holds its lock.</param>
    /// <param name="acceptTornEnd">Whether a last commit that cannot be read is taken for one that nobody was told of.</param>
    public static SqliteReader Open(string path, bool isOurs = false, bool acceptTornEnd = false)
    {
        SqliteSchema.CheckHeader(path);
        // While a house runs, its log is in memory too, and a commit may be half written at this moment.
        if (isOurs || !JournalLock.IsHeld(path)) CheckLog(path, acceptTornEnd);
        SqliteConnection? db = null;
        try
        {
            db = SqliteConnection.OpenToRead(path);
            db.Execute("BEGIN");
            if (SqliteSchema.Missing(db) is { } missing) throw new DamageException("the file", $"{missing} is missing");
            using var house = db.Prepare("SELECT journal, epoch, last_event, head FROM house WHERE one = 1");
            if (!house.Step()) throw new DamageException("the table house", "it is empty");
            var head = house.Bytes(3).ToArray();
            if (head.Length != FactChain.HashBytes) throw new DamageException("the table house", "the head is no hash");
            var opened = db;
            var references = new ReferenceData(ReadPeople(db), hash => BodyOf(opened, hash));
            return new SqliteReader(db, references, house.Text(0) ?? "", house.Long(1), house.Long(2), head);
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

    /// <summary>Reads every row in order, held to the chain.</summary>
    /// <param name="take">Gets each row that is as it was written.</param>
    /// <returns>The hash of the last row.</returns>
    /// <exception cref="DamageException">A row is not what it was, or rows are missing: the first such place.</exception>
    public byte[] ReadAll(RowTaker take) => ReadOn(0, FactChain.Genesis(Journal), [], LastEvent, take);

    /// <summary>Reads the rows after an event that is trusted.</summary>
    /// <param name="after">That event.</param>
    /// <param name="hash">Its hash.</param>
    /// <param name="streams">Where each stream ended then.</param>
    /// <param name="upTo">The last event that is wanted.</param>
    /// <inheritdoc cref="ReadAll(RowTaker)"/>
    public byte[] ReadOn(long after, ReadOnlySpan<byte> hash, IEnumerable<StreamPlace> streams, long upTo, RowTaker take)
    {
        using var chain = new FactChain(hash);
        var text = new byte[1024];
        var expected = after + 1;
        _streams.Clear();
        foreach (var place in streams)
        {
            var seen = new StreamSeen(place.Name) { Version = place.Version, LastEvent = place.LastEvent };
            _streams[Encoding.UTF8.GetBytes(place.Name)] = seen;
        }
        try
        {
            using var rows = _db.Prepare(Columns + " FROM facts WHERE event > ?1 AND event <= ?2 ORDER BY event")
                .Bind(1, after).Bind(2, upTo < LastEvent ? upTo : long.MaxValue);
            while (rows.Step())
            {
                var row = RowOf(rows);
                if (row.Event != expected) throw new DamageException($"event {expected}", $"it is missing; the next one is {row.Event}");
                var stream = Seen(row.Stream);
                if (row.Version != stream.Version + 1)
                {
                    throw new DamageException(
                        $"event {expected}", $"it is number {row.Version} of {stream.Name}, but follows number {stream.Version}");
                }
                if (row.Follows != stream.LastEvent)
                {
                    throw new DamageException(
                        $"event {expected}", $"it follows event {row.Follows} in {stream.Name}, whose last one is {stream.LastEvent}");
                }
                (stream.Version, stream.LastEvent) = (row.Version, row.Event);
                var length = row.Time.Length + row.Kind.Length + row.Body.Length + 2;
                if (text.Length < length) text = new byte[length * 2];
                var at = 0;
                Put(text, ref at, row.Time);
                text[at++] = (byte)'\n';
                Put(text, ref at, row.Kind);
                text[at++] = (byte)'\n';
                Put(text, ref at, row.Body);
                if (!chain.Add(row.Event, row.Stream, row.Version, row.Follows, row.Epoch, text.AsSpan(0, at)).SequenceEqual(row.Hash))
                    throw new DamageException($"event {expected}", "its hash does not fit it and the one before");
                take(row, stream.Name);
                expected++;
            }
        }
        catch (SqliteException fault)
        {
            throw new DamageException($"after event {expected - 1}", fault.Message, fault);
        }
        if (upTo < LastEvent)
        {
            if (expected - 1 != upTo) throw new DamageException($"event {expected}", "it is missing");
            return chain.Head.ToArray();
        }
        if (expected - 1 != LastEvent)
            throw new DamageException($"event {expected}", $"it is missing; the journal went up to event {LastEvent}");
        if (!chain.Head.SequenceEqual(Head)) throw new DamageException("the table house", "the head is not the hash of the last event");
        return chain.Head.ToArray();
    }

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
            throw new DamageException($"event {row.Event}", fault.Message, fault);
        }
    }

    /// <summary>The hash of an event as it is stored; null: there is no such event.</summary>
    public byte[]? HashOf(long number)
    {
        using var row = _db.Prepare("SELECT hash FROM facts WHERE event = ?1").Bind(1, number);
        return row.Step() ? row.Bytes(0).ToArray() : null;
    }

    /// <summary>The fact of one event, not held to the chain.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public object FactOf(long number)
    {
        using var row = _db.Prepare(Columns + " FROM facts WHERE event = ?1").Bind(1, number);
        return row.Step() ? Decode(RowOf(row)) : throw new FormatException($"event {number} is missing");
    }

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

    /// <summary>What <see cref="RowOf"/> reads.</summary>
    public const string Columns = "SELECT event, stream, version, follows, epoch, time, kind, body, hash";

    public static ReadRow RowOf(SqliteStatement rows) => new()
    {
        Event = rows.Long(0),
        Stream = rows.Bytes(1),
        Version = rows.Long(2),
        Follows = rows.Long(3),
        Epoch = rows.Long(4),
        Time = rows.Bytes(5),
        Kind = rows.Bytes(6),
        Body = rows.Bytes(7),
        Hash = rows.Bytes(8),
    };

    public void Dispose() => _db.Dispose();

    private static void CheckLog(string path, bool acceptTornEnd)
    {
        switch (WalCheck.Of(path))
        {
            case WalEnd.Damaged:
                throw new DamageException("the log beside the file (-wal)", "commits that were stored in it cannot be read");
            case WalEnd.Torn when !acceptTornEnd:
                throw new DamageException(
                    "the end of the log beside the file (-wal)",
                    "the last commit cannot be read. If the machine lost power while it was written, nobody was told of it: start the " +
                    "house with --set auction.recovery.torn-end=accept");
        }
    }

    private static void Put(byte[] text, ref int at, ReadOnlySpan<byte> piece)
    {
        piece.CopyTo(text.AsSpan(at));
        at += piece.Length;
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

    private static byte[]? BodyOf(SqliteConnection db, string hash)
    {
        using var row = db.Prepare("SELECT body FROM catalogues WHERE hash = ?1").BindText(1, hash);
        return row.Step() ? row.Bytes(0).ToArray() : null;
    }

    private StreamSeen Seen(ReadOnlySpan<byte> name)
    {
        var lookup = _streams.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (lookup.TryGetValue(name, out var seen)) return seen;
        return _streams[name.ToArray()] = new StreamSeen(Encoding.UTF8.GetString(name));
    }

    private sealed class StreamSeen(string name)
    {
        public string Name => name;

        public long Version { get; set; }

        public long LastEvent { get; set; }
    }

    /// <summary>Names as bytes, found without making a string of them.</summary>
    private sealed class Utf8Names : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static Utf8Names Instance { get; } = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] name) => GetHashCode(name.AsSpan());

        public bool Equals(ReadOnlySpan<byte> name, byte[] other) => name.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> name)
        {
            var hash = default(HashCode);
            hash.AddBytes(name);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> name) => name.ToArray();
    }
}
