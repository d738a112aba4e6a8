using AkkaAuction.Journal.Codec;

namespace AkkaAuction.Journal.Snapshots;

/// <summary>
/// Reads a journal up to its end, the short way where there is one: from the snapshot beside it, and then the facts after that; else all
/// facts. The facts that are read are held to their chains, which go on from the hashes that the snapshot has of them; whatever is wrong
/// with a snapshot only makes the start slower.
/// </summary>
internal static class SnapshotStart
{
    /// <summary>Reads a journal.</summary>
    /// <param name="path">The journal's file.</param>
    /// <param name="reader">Opened on it.</param>
    /// <param name="kind">What takes the facts; null: they are kept, and every one is read.</param>
    /// <exception cref="DamageException">A fact that is read is not what it was.</exception>
    public static RecoveredFacts Read(string path, IFactReader reader, RecoveryOptions? kind)
    {
        var found = Begin(path, reader, kind);
        try
        {
            return ReadOn(reader, found, reader.LastPlace);
        }
        catch (Exception fault) when (found.Snapshot is not null && (fault is DamageException || IsUnfit(fault)))
        {
            // A snapshot that the facts after it do not follow from; or those are damaged, and reading all of them says where.
            return ReadOn(reader, FromTheFirst(reader, kind, fault.Message), reader.LastPlace);
        }
    }

    /// <summary>What a snapshot stands for; where none can be used, what there is before the first fact.</summary>
    public static RecoveredFacts Begin(string path, IFactReader reader, RecoveryOptions? kind)
    {
        try
        {
            return (kind is { BySnapshot: true } ? FromSnapshot(path, reader, kind) : null) ?? FromTheFirst(reader, kind, null);
        }
        catch (Exception fault) when (IsUnfit(fault))
        {
            return FromTheFirst(reader, kind, fault.Message, (fault as OtherEndException)?.End);
        }
    }

    /// <summary>The end that the snapshot beside a journal is of; null: there is no snapshot, or none that can be read.</summary>
    public static KnownEnd? EndOf(string path)
    {
        try
        {
            if (SnapshotFile.Read(path, out _) is not { } text) return null;
            var nobody = new ReferenceData(new People(), _ => null);
            return EndOf(Snapshot.ReadHead(new SnapshotReader(text, nobody, _ => throw new FormatException("there are no facts here"))));
        }
        catch (Exception fault) when (IsUnfit(fault))
        {
            return null;
        }
    }

    private static KnownEnd EndOf(SnapshotHead head) => new(head.Journal, 0, head.Place, head.Hash);

    /// <summary>Nothing of a journal, to be read from its first fact.</summary>
    public static RecoveredFacts FromTheFirst(IFactReader reader, RecoveryOptions? kind, string? fault, KnownEnd? end = null) =>
        new(reader.References, reader.Epoch, reader.Journal, kind?.New()) { SnapshotFault = fault, SnapshotEnd = end };

    /// <summary>Reads on from what was found so far.</summary>
    /// <param name="reader">Opened on the journal.</param>
    /// <param name="found">What was found so far.</param>
    /// <param name="upTo">The last place that is wanted.</param>
    /// <exception cref="DamageException">A fact that is read is not what it was.</exception>
    public static RecoveredFacts ReadOn(IFactReader reader, RecoveredFacts found, long upTo)
    {
        var latest = new LatestTime(found.LastTime);
        RecoveredFacts.Found? stream = null;
        var end = reader.ReadOn(found.End, found.Places, upTo, (in ReadRow row, string name) =>
        {
            if (!ReferenceEquals(stream?.Name, name)) stream = found.Stream(name);
            try
            {
                found.Add(stream, new StoredFact(row.Event, reader.Decode(row), FactHash.ReceiptOf(row.Hash), row.Place));
            }
            catch (Exception fault) when (fault is Rules.BrokenInvariantException or KeyNotFoundException)
            {
                throw new DamageException(reader.NameOf(row), $"it cannot have happened: {fault.Message}", fault);
            }
            latest.Add(row.Time);
        });
        found.IsRead(end, latest.Time);
        return found;
    }

    /// <summary>Writes down what was read, so that the next start need not read it; where it cannot, the next one does.</summary>
    public static void WriteDown(string path, IFactReader reader, RecoveredFacts found, int bidIds)
    {
        try
        {
            SnapshotFile.Write(path, Of(reader, found, bidIds, reader.References.People.All.Count), reader.References.People);
            found.WrittenPlace = found.End.Place;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            found.SnapshotFault ??= $"it cannot be written: {fault.Message}";
        }
    }

    /// <summary>What there is to write down of what was read.</summary>
    /// <param name="people">Persons whose numbers may stand for them.</param>
    public static Snapshot Of(IFactReader reader, RecoveredFacts found, int bidIds, int people)
    {
        var past = found.Past ?? throw new InvalidOperationException("Nobody folded the facts.");
        var head = new SnapshotHead(reader.Journal, found.End.Place, found.End.Hash, found.LastTime, people, bidIds,
            SnapshotHead.ProgramOf(past));
        return new Snapshot(head, found.End.Chains, [.. found.Places], past);
    }

    /// <summary>Whether something is what comes of reading a snapshot that is not what it should be.</summary>
    private static bool IsUnfit(Exception fault) =>
        fault is FormatException or IOException or UnauthorizedAccessException or DamageException
        or System.Text.Json.JsonException or Rules.BrokenInvariantException or KeyNotFoundException or InvalidOperationException
        or ArgumentException or InvalidCastException or OverflowException or NullReferenceException;

    /// <summary>The snapshot beside a journal; null: there is none.</summary>
    /// <exception cref="FormatException">It is not of this journal, or not for this house.</exception>
    private static RecoveredFacts? FromSnapshot(string path, IFactReader reader, RecoveryOptions kind)
    {
        if (SnapshotFile.Read(path, out var hash) is not { } text) return null;
        var lines = new SnapshotReader(text, reader.References, reader.FactOf);
        var head = Snapshot.ReadHead(lines);
        if (head.Journal != reader.Journal) throw new FormatException("it is another journal's");
        var past = kind.New();
        if (!EndOf(head).IsIn(reader)) throw new OtherEndException(EndOf(head), reader.LastPlace);
        if (head.Program != SnapshotHead.ProgramOf(past)) throw new FormatException("another version of the program made it");
        if (head.BidIds != kind.BidIds) throw new FormatException($"it was made with auction.limits.bid-ids = {head.BidIds}");
        return RecoveredFacts.From(Snapshot.ReadRest(head, lines, past), hash, reader.References, reader.Epoch);
    }

    /// <summary>A snapshot of facts that the journal does not have.</summary>
    private sealed class OtherEndException(KnownEnd end, long lastPlace) : FormatException(end.Place > lastPlace
        ? $"it is of place {end.Place}, and the journal goes up to {lastPlace}"
        : $"the fact at place {end.Place} is not the one it is of")
    {
        public KnownEnd End => end;
    }

    /// <summary>The latest time of facts, as they write it: in the order of the text, the order of times.</summary>
    private sealed class LatestTime
    {
        private readonly byte[] _text = new byte[FactTime.Length];

        public LatestTime(DateTimeOffset? before)
        {
            if (before is { } time) FactTime.Write(time, _text);
        }

        public DateTimeOffset? Time => FactTime.TryRead(_text, out var time) ? time : null;

        public void Add(ReadOnlySpan<byte> time)
        {
            // One that is none has been refused by whoever read the fact.
            if (time.SequenceCompareTo(_text) > 0) time.CopyTo(_text);
        }
    }
}
