namespace AkkaAuction.Journal;

/// <summary>
/// The journal of a house that forgets: facts live as long as the process, so a lot that fails comes back from its own, and a house that is
/// started again begins anew. One lock gives the event numbers and covers the release of what belongs to them; that is what makes the order
/// of the numbers and the order of the announcements the same.
/// </summary>
/// <param name="board">Who hears the announcements of chains that nobody else listens to; null: nobody.</param>
public sealed class MemoryJournal(IAnnouncements? board = null) : IJournal
{
    private readonly Lock _order = new();
    private readonly Dictionary<string, FactLog> _streams = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MemoryChain> _chains = new(StringComparer.Ordinal);

    public long LastEvent(string chain)
    {
        lock (_order) return _chains.TryGetValue(chain, out var known) ? known.LastEvent : 0;
    }

    public void Listen(string chain, IAnnouncements listener)
    {
        lock (_order) Chain(chain).Listener = listener;
    }

    public bool HasRoom => true;

    public bool StoresAtOnce => true;

    public void WhenRoom(Action resume)
    {
        ArgumentNullException.ThrowIfNull(resume);
        resume();
    }

    public IEnumerable<(string Stream, StoredFact Fact)> ReadAll()
    {
        lock (_order)
        {
            // The house's own first: who registered is known before anything happens to anybody.
            return
            [
                .. _streams.SelectMany(s => s.Value.ToArray().Select(fact => (Stream: s.Key, Fact: fact, s.Value.Chain)))
                    .OrderBy(f => f.Chain.Name != Chains.House).ThenBy(f => f.Chain.Name, StringComparer.Ordinal).ThenBy(f => f.Fact.Event)
                    .Select(f => (f.Stream, f.Fact)),
            ];
        }
    }

    public IReadOnlyList<StoredFact> Read(string stream)
    {
        lock (_order) return _streams.TryGetValue(stream, out var log) ? log.ToArray() : [];
    }

    /// <summary>Facts are nowhere else: nothing is let go of.</summary>
    public void LetGo(string what, int upTo) { }

    public FactWriter OpenWriter(string stream)
    {
        lock (_order)
        {
            if (!_streams.TryGetValue(stream, out var log)) _streams.Add(stream, log = new FactLog(Chain(Chains.Of(stream))));
            return new FactWriter(stream, log, ++log.Incarnation, log.Count);
        }
    }

    public Appended Append(FactWriter writer, ReadOnlySpan<object> facts, IReadOnlyList<object> announcements, IRelease? release)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(announcements);
        lock (_order)
        {
            var log = (FactLog)writer.Log;
            if (writer.Incarnation != log.Incarnation)
                throw new StaleWriterException(writer.Stream, $"incarnation {writer.Incarnation} was replaced by {log.Incarnation}");
            if (writer.Version != log.Count)
                throw new StaleWriterException(writer.Stream, $"version {writer.Version} is not the last, {log.Count}");
            var first = log.Chain.LastEvent + 1;
            foreach (var fact in facts) log.Add(++log.Chain.LastEvent, fact);
            writer.Version = log.Count;
            var appended = new Appended(first, default);
            release?.Stored(appended);
            if (announcements.Count > 0) log.Chain.Listener?.Announce(announcements, first);
            return appended;
        }
    }

    public void After(IRelease release)
    {
        ArgumentNullException.ThrowIfNull(release);
        lock (_order) release.Stored(default);
    }

    public long Announce(string chain, IReadOnlyList<object> announcements)
    {
        ArgumentNullException.ThrowIfNull(announcements);
        lock (_order)
        {
            var head = Chain(chain);
            head.Listener?.Announce(announcements, head.LastEvent);
            return head.LastEvent;
        }
    }

    private MemoryChain Chain(string name)
    {
        if (!_chains.TryGetValue(name, out var chain)) _chains.Add(name, chain = new MemoryChain(name) { Listener = board });
        return chain;
    }
}

/// <summary>A chain of a journal in memory: it keeps no hashes.</summary>
internal sealed class MemoryChain(string name)
{
    public string Name => name;

    public long LastEvent { get; set; }

    public IAnnouncements? Listener { get; set; }
}
