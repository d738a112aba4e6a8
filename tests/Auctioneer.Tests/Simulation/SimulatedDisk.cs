using System.Security.Cryptography;
using System.Text;
using AkkaAuction.Auctioneer.Tests.Simulation.Books;
using AkkaAuction.Journal;
using AkkaAuction.Journal.Codec;
using AkkaAuction.Journal.Snapshots;

namespace AkkaAuction.Auctioneer.Tests.Simulation;

/// <summary>The process died in the middle of a commit.</summary>
internal sealed class CrashException : Exception;

/// <summary>What a simulated commit does.</summary>
internal enum Fate
{
    Stored,
    Full,
    StoredButUnanswered,
    NotStoredAndUnanswered,
    CrashBefore,
    CrashAfter,
}

/// <summary>A disk that outlives houses: it keeps what was committed as text, and fails as it is told to.</summary>
/// <param name="chance">Where salts come from.</param>
internal sealed class SimulatedDisk(RandomNumberGenerator chance) : IFactStore
{
    private readonly Dictionary<string, byte[]> _catalogues = new(StringComparer.Ordinal);
    private readonly List<Person> _people = [];

    // What is stored, read back: not the objects that the house has in its memory.
    private ReferenceData? _readBack;

    private ReferenceData ReadBack => _readBack ??= new ReferenceData(new People(), hash => _catalogues.GetValueOrDefault(hash));

    private int _read;
    private byte[]? _snapshot;

    private readonly ChainCheck _check = new(FormatTwo.Instance, Journal);

    private const string Journal = "simulated";

    public List<FactRow> Rows { get; } = [];

    /// <summary>What the next commit does.</summary>
    public Fate Next { get; set; }

    public void Commit(IReadOnlyList<FactRow> rows)
    {
        var fate = Next;
        Next = Fate.Stored;
        if (fate is Fate.Stored or Fate.StoredButUnanswered or Fate.CrashAfter)
        {
            Rows.AddRange(rows);
            foreach (var apart in rows.SelectMany(r => r.Text.NewReferences))
            {
                if (apart is Person person) _people.Add(person);
                else if (apart is StoredCatalogue catalogue) _catalogues[catalogue.Hash] = catalogue.Body;
            }
        }
        switch (fate)
        {
            case Fate.Full: throw new StoreException(StoreFault.Full, "full");
            case Fate.StoredButUnanswered or Fate.NotStoredAndUnanswered: throw new StoreException(StoreFault.Unavailable, "no answer");
            case Fate.CrashBefore or Fate.CrashAfter: throw new CrashException();
        }
    }

    public void WriteHead(FactRow last)
    {
        if (last.Place > Rows.Count) throw new BrokenPromiseException("P1", $"place {last.Place} is about to be told, and is not stored.");
        Head = last.Place;
    }

    /// <summary>The place up to which everything may have been told.</summary>
    public long Head { get; private set; }

    public bool Has(FactRow row) => Rows.Count >= row.Place && Rows[(int)row.Place - 1].Hash.AsSpan().SequenceEqual(row.Hash);

    public IEnumerable<(string Stream, StoredFact Fact)> ReadAll(long after) => Rows.Skip((int)after).Select(r => (StreamOf(r), FactOf(r)));

    public IReadOnlyList<StoredFact> ReadStream(long last)
    {
        var facts = new List<StoredFact>();
        for (; last != 0; last = Rows[(int)last - 1].Follows) facts.Insert(0, FactOf(Rows[(int)last - 1]));
        return facts;
    }

    public StreamPlace Find(string stream) => Rows.LastOrDefault(row => StreamOf(row) == stream) is { } last
        ? new StreamPlace(stream, last.Version, last.Place)
        : new StreamPlace(stream, 0, 0);

    /// <summary>Takes what was stored since the last time, read from its text and held to the chain.</summary>
    public void ReadNew(Action<Written> take)
    {
        for (; _read < Rows.Count; _read++)
        {
            var row = Rows[_read];
            try
            {
                _check.Take(Read(row));
            }
            catch (DamageException fault)
            {
                throw new BrokenPromiseException("P3", fault.Message);
            }
            foreach (var apart in row.Text.NewReferences.OfType<Person>()) ReadBack.People.Add(apart);
            take(
                new Written(
                    row.Place,
                    row.Event,
                    StreamOf(row),
                    row.Version,
                    row.Follows,
                    row.Epoch,
                    TimeOf(row),
                    FactCodecOf(row, ReadBack),
                    row.Receipt));
        }
    }

    /// <summary>Everything on the disk, byte by byte.</summary>
    public byte[] Bytes()
    {
        using var bytes = new MemoryStream();
        using var to = new BinaryWriter(bytes);
        foreach (var row in Rows)
        {
            to.Write(row.Place);
            to.Write(row.Event);
            to.Write(row.Stream);
            to.Write(row.Version);
            to.Write(row.Follows);
            to.Write(row.Epoch);
            to.Write(row.Text.Bytes);
            to.Write(row.Hash);
        }
        foreach (var person in _people)
        {
            to.Write(person.Number);
            to.Write(person.Name ?? "");
            to.Write(person.Token ?? "");
            to.Write(person.Salt ?? []);
        }
        foreach (var (hash, body) in _catalogues)
        {
            to.Write(hash);
            to.Write(body);
        }
        return bytes.ToArray();
    }

    /// <summary>What a house that starts finds: read from the text and held to the chain, as from a file.</summary>
    /// <param name="epoch">Which life of the house begins.</param>
    /// <param name="kind">What takes the facts; null: they are kept as they are.</param>
    /// <param name="bySnapshot">Whether it begins with the last snapshot, where there is one.</param>
    public RecoveredFacts Found(long epoch, RecoveryOptions? kind = null, bool bySnapshot = false)
    {
        var people = new People(chance);
        foreach (var person in _people) people.Add(person);
        var apart = new ReferenceData(people, hash => _catalogues.GetValueOrDefault(hash));
        RecoveredFacts found;
        if (kind is not null && bySnapshot && _snapshot is not null)
        {
            var lines = new SnapshotReader(_snapshot, apart, number => FactCodecOf(Rows[(int)number - 1], apart));
            found = RecoveredFacts.From(Snapshot.ReadRest(Snapshot.ReadHead(lines), lines, kind.New()), [], apart, epoch);
        }
        else
        {
            found = new RecoveredFacts(apart, epoch, Journal, kind?.New());
        }
        using var check = new ChainCheck(FormatTwo.Instance, Journal);
        check.Begin(found.End, found.Places);
        var lastTime = found.LastTime;
        foreach (var row in Rows.Skip((int)found.End.Place))
        {
            found.Add(found.Stream(check.Take(Read(row))), new StoredFact(row.Event, FactCodecOf(row, apart), row.Receipt, row.Place));
            if (!(TimeOf(row) <= lastTime)) lastTime = TimeOf(row);
        }
        found.IsRead(check.End(), lastTime);
        return found;
    }

    /// <summary>Writes down what the facts have come to.</summary>
    public void TakeSnapshot(RecoveryOptions kind) => _snapshot = Written(Found(0, kind), kind);

    /// <summary>What was found, as a snapshot would say it.</summary>
    public byte[] Written(RecoveredFacts found, RecoveryOptions kind)
    {
        using var bytes = new MemoryStream();
        using var lines = new SnapshotWriter(bytes, found.References.People);
        var head = new SnapshotHead(
            Journal,
            found.End.Place,
            found.End.Hash,
            found.LastTime,
            found.References.People.All.Count,
            kind.BidIds,
            SnapshotHead.ProgramOf(found.Past!));
        new Snapshot(head, found.End.Chains, [.. found.Places], found.Past!).Write(lines);
        lines.Finish();
        return bytes.ToArray();
    }

    private static object FactCodecOf(FactRow row, ReferenceData apart) =>
        FactCodec.Decode(row.Text.Kind, TimeOf(row), row.Text.Body, apart);

    private static DateTimeOffset TimeOf(FactRow row) =>
        FactTime.TryRead(row.Text.Time, out var at) ? at : throw new BrokenPromiseException("P3", $"event {row.Event} has no time.");

    public static string StreamOf(FactRow row) => Encoding.UTF8.GetString(row.Stream);

    private static StoredFact FactOf(FactRow row) => new(row.Event, row.Fact, row.Receipt, row.Place);

    /// <summary>A row as it is read.</summary>
    private static ReadRow Read(FactRow row) => new()
    {
        Place = row.Place,
        Event = row.Event,
        Stream = row.Stream,
        Version = row.Version,
        Follows = row.Follows,
        Epoch = row.Epoch,
        Time = row.Text.Time,
        Kind = row.Text.Kind,
        Body = row.Text.Body,
        Hash = row.Hash,
    };

    public void Dispose() => _check.Dispose();
}
