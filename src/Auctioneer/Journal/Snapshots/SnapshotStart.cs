using AkkaAuction.Auctioneer.Journal.Codec;
using AkkaAuction.Auctioneer.Journal.Sqlite;

namespace AkkaAuction.Auctioneer.Journal.Snapshots;

/// <summary>
/// Reads a journal up to its end, the short way where there is one: from the snapshot beside it, and then the facts after that; else all facts. The facts that are read
/// are held to the chain, which goes on from the snapshot's own hash; whatever is wrong with a snapshot only makes the start slower.
/// </summary>
internal static class SnapshotStart
{
    /// <summary>Reads a journal.</summary>
    /// <param name="path">The journal's file.</param>
    /// <param name="reader">Opened on it.</param>
    /// <param name="kind">What takes the facts; null: they are kept, and every one is read.</param>
    /// <exception cref="DamageException">A fact that is read is not what it was.</exception>
    public static RecoveredFacts Read(string path, SqliteReader reader, PastKind? kind)
    {
        string? fault = null;
        try
        {
            if (kind is not null && FromSnapshot(path, reader, kind) is { } short_) return ReadOn(reader, short_);
        }
        catch (Exception wrong) when (wrong is FormatException or IOException or UnauthorizedAccessException or DamageException or SqliteException
            or System.Text.Json.JsonException or Rules.BrokenInvariantException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            // Also where the rest of the journal is damaged: reading all of it says where.
            fault = wrong.Message;
        }
        return ReadOn(reader, new RecoveredFacts(reader.Apart, reader.Epoch, FactChain.Genesis(reader.Journal), kind?.New()) { SnapshotFault = fault });
    }

    /// <summary>What there is to write down of what was read.</summary>
    public static Snapshot Of(SqliteReader reader, RecoveredFacts found, int bidIds) => new(
        new SnapshotHead(reader.Journal, found.LastEvent, found.Head, found.LastTime, bidIds, SnapshotHead.ThisProgram),
        [.. found.Places],
        found.Past ?? throw new InvalidOperationException("Nobody folded the facts."));

    /// <summary>Reads on from what was found so far.</summary>
    private static RecoveredFacts ReadOn(SqliteReader reader, RecoveredFacts found)
    {
        DateTimeOffset? lastTime = null;
        RecoveredFacts.Found? stream = null;
        var head = reader.ReadOn(found.LastEvent, found.Head, found.Places, reader.LastEvent, (in ReadRow row, string name) =>
        {
            if (!ReferenceEquals(stream?.Name, name)) stream = found.Stream(name);
            found.Add(stream, new StoredFact(row.Event, reader.Decode(row), FactChain.ReceiptOf(row.Hash)));
            if (row.Event == reader.LastEvent && FactTime.TryRead(row.Time, out var at)) lastTime = at;
        });
        found.End(head, lastTime);
        return found;
    }

    /// <summary>The snapshot beside a journal; null: there is none.</summary>
    /// <exception cref="FormatException">It is not of this journal, or not for this house.</exception>
    private static RecoveredFacts? FromSnapshot(string path, SqliteReader reader, PastKind kind)
    {
        if (SnapshotFile.Read(path, out var hash) is not { } text) return null;
        var lines = new SnapshotReader(text, reader.Apart, reader.FactOf);
        var head = Snapshot.ReadHead(lines);
        if (head.Journal != reader.Journal) throw new FormatException("it is another journal's");
        if (head.Program != SnapshotHead.ThisProgram) throw new FormatException("another version of the program made it");
        if (head.BidIds != kind.BidIds) throw new FormatException($"it was made with auction.limits.bid-ids = {head.BidIds}");
        if (head.Event > reader.LastEvent) throw new FormatException($"it is of event {head.Event}, and the journal goes up to {reader.LastEvent}");
        if (!head.Hash.AsSpan().SequenceEqual(reader.HashOf(head.Event))) throw new FormatException($"event {head.Event} is not the one it is of");
        return RecoveredFacts.From(Snapshot.ReadRest(head, lines, kind.New()), hash, reader.Apart, reader.Epoch);
    }
}
