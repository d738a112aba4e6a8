using AkkaAuction.Journal.Codec;

namespace AkkaAuction.Journal.Snapshots;

/// <summary>
/// What was found in a journal at the start, read once and held to its chain. A house comes back from what the facts have come to (<see
/// cref="Past"/>), and the facts are not kept; where nobody folds them they are, once: the desk reads everything in order, each lot its own
/// stream. When everybody is back it is let go, so that the house keeps no second copy of its history.
/// </summary>
/// <param name="references">The persons and catalogues that facts refer to.</param>
/// <param name="epoch">Which life of the house begins.</param>
/// <param name="journal">The journal's name.</param>
/// <param name="past">What takes the facts; null: they are kept.</param>
internal sealed class RecoveredFacts(ReferenceData references, long epoch, string journal, IRecovery? past = null)
{
    private readonly bool _folds = past is not null;
    private readonly Dictionary<string, Found> _streams = new(StringComparer.Ordinal);
    private List<(Found Stream, StoredFact Fact)> _all = [];

    public ReferenceData References => references;

    public long Epoch { get; set; } = epoch;

    public string Journal => journal;

    /// <summary>How far what was found goes.</summary>
    public JournalEnd End { get; private set; } = JournalEnd.None;

    /// <summary>The latest time of any fact; null: there is none.</summary>
    public DateTimeOffset? LastTime { get; private set; }

    /// <summary>Whether it still has everything.</summary>
    public bool AreAllWanted { get; private set; } = past is null;

    /// <summary>What the facts have come to; null: nobody folded them.</summary>
    public IRecovery? Past { get; private set; } = past;

    /// <summary>What the snapshot that was used says of itself; null: every fact was read.</summary>
    public SnapshotHead? Snapshot { get; private init; }

    /// <summary>The hash of that snapshot.</summary>
    public ReadOnlyMemory<byte> SnapshotHash { get; private init; }

    /// <summary>Why the snapshot that is there is not used; null: it is, or there is none.</summary>
    public string? SnapshotFault { get; set; }

    /// <summary>Where the snapshot that is there ends, when the journal does not have that fact; null: it has, or there is none.</summary>
    public KnownEnd? SnapshotEnd { get; init; }

    /// <summary>What the owner should know of the start, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; set; } = [];

    /// <summary>The place of the snapshot that was made of what was found; 0: none was.</summary>
    public long WrittenPlace { get; set; }

    /// <summary>What was found begins with a snapshot instead of the facts in it.</summary>
    public static RecoveredFacts From(Snapshot snapshot, byte[] hash, ReferenceData references, long epoch)
    {
        var found = new RecoveredFacts(references, epoch, snapshot.Head.Journal, snapshot.Past)
        {
            End = new JournalEnd(snapshot.Head.Place, snapshot.Head.Hash, snapshot.Chains),
            LastTime = snapshot.Head.Time,
            Snapshot = snapshot.Head,
            SnapshotHash = hash,
        };
        foreach (var place in snapshot.Streams)
        {
            var stream = found.Stream(place.Name);
            (stream.Version, stream.LastPlace) = (place.Version, place.LastPlace);
        }
        return found;
    }

    /// <summary>Where each stream ends, in the order in which they began.</summary>
    public IEnumerable<StreamPlace> Places => _streams.Values.Select(s => new StreamPlace(s.Name, s.Version, s.LastPlace));

    public Found Stream(string name)
    {
        if (!_streams.TryGetValue(name, out var stream)) _streams.Add(name, stream = new Found(name) { Facts = _folds ? null : [] });
        return stream;
    }

    public void Add(Found stream, StoredFact fact)
    {
        stream.Version++;
        stream.LastPlace = fact.Place;
        if (_folds)
        {
            Past!.Add(stream.Name, fact);
            return;
        }
        stream.Facts!.Add(fact);
        _all.Add((stream, fact));
    }

    /// <summary>Everything is read.</summary>
    public void IsRead(JournalEnd end, DateTimeOffset? lastTime) => (End, LastTime) = (end, lastTime);

    /// <summary>A stream's facts, once; null: they have been taken, or there are none.</summary>
    public List<StoredFact>? Take(string stream)
    {
        if (!_streams.TryGetValue(stream, out var found)) return null;
        var facts = found.Facts;
        found.Facts = null;
        return facts;
    }

    public IEnumerable<(string Stream, StoredFact Fact)> TakeAll() => _all.Select(f => (f.Stream.Name, f.Fact));

    /// <summary>Lets go of everything.</summary>
    public void Forget()
    {
        AreAllWanted = false;
        Past = null;
        _all = [];
        // The journal has them, and lets go of those that are over.
        _streams.Clear();
    }

    /// <summary>A stream that was found.</summary>
    public sealed class Found(string name)
    {
        public string Name => name;

        public long Version { get; set; }

        public long LastPlace { get; set; }

        public List<StoredFact>? Facts { get; set; }
    }
}
