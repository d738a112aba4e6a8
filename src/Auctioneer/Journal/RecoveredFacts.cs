using AkkaAuction.Auctioneer.Journal.Codec;

namespace AkkaAuction.Auctioneer.Journal;

/// <summary>
/// What was found in a journal at the start, read once and held to its chain. Everybody comes back from it: the desk reads everything in order, each lot its own
/// stream, once. When everybody is back it is let go, so that the house keeps no second copy of its history.
/// </summary>
/// <param name="apart">Persons and catalogues.</param>
/// <param name="epoch">Which life of the house begins.</param>
/// <param name="genesis">What the first fact follows.</param>
internal sealed class RecoveredFacts(KeptApart apart, long epoch, byte[] genesis)
{
    private readonly Dictionary<string, Found> _streams = new(StringComparer.Ordinal);
    private List<(Found Stream, StoredFact Fact)> _all = [];

    public KeptApart Apart => apart;

    public long Epoch { get; set; } = epoch;

    public byte[] Head { get; private set; } = genesis;

    public long LastEvent { get; private set; }

    /// <summary>The time of the last fact; null: there is none.</summary>
    public DateTimeOffset? LastTime { get; private set; }

    /// <summary>Whether it still has everything.</summary>
    public bool AreAllWanted { get; private set; } = true;

    public Found Stream(string name)
    {
        if (!_streams.TryGetValue(name, out var stream)) _streams.Add(name, stream = new Found(name));
        return stream;
    }

    public void Add(Found stream, StoredFact fact)
    {
        stream.Version++;
        stream.LastEvent = fact.Event;
        stream.Facts!.Add(fact);
        _all.Add((stream, fact));
        LastEvent = fact.Event;
    }

    /// <summary>Everything is read.</summary>
    public void End(ReadOnlySpan<byte> head, DateTimeOffset? lastTime)
    {
        Head = head.ToArray();
        LastTime = lastTime;
    }

    public Dictionary<string, StreamHead> StreamHeads() =>
        _streams.ToDictionary(s => s.Key, s => new StreamHead(s.Key, s.Value.Version, s.Value.LastEvent), StringComparer.Ordinal);

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
        _all = [];
        foreach (var stream in _streams.Values) stream.Facts = null;
    }

    /// <summary>A stream that was found.</summary>
    public sealed class Found(string name)
    {
        public string Name => name;

        public long Version { get; set; }

        public long LastEvent { get; set; }

        public List<StoredFact>? Facts { get; set; } = [];
    }
}
