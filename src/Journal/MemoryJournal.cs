namespace AkkaAuction.Journal;

/// <summary>
/// The journal of a house that forgets: facts live as long as the process, so a lot that fails comes back from its own, and a house that is
/// started again begins anew. One lock gives the event numbers and covers the release of what belongs to them; that is what makes the order
/// of the numbers and the order of the announcements the same.
/// </summary>
/// <param name="board">Who hears announcements.</param>
public sealed class MemoryJournal(IAnnouncements board) : IJournal
{
    private readonly Lock _order = new();
    private readonly Dictionary<string, FactLog> _streams = new(StringComparer.Ordinal);
    private long _lastEvent;

    public long LastEvent
    {
        get
        {
            lock (_order) return _lastEvent;
        }
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
            return [.. _streams.SelectMany(s => s.Value.ToArray().Select(fact => (s.Key, fact))).OrderBy(f => f.fact.Event)];
        }
    }

    public IReadOnlyList<StoredFact> Read(string stream)
    {
        lock (_order) return _streams.TryGetValue(stream, out var log) ? log.ToArray() : [];
    }

    public FactWriter OpenWriter(string stream)
    {
        lock (_order)
        {
            if (!_streams.TryGetValue(stream, out var log)) _streams.Add(stream, log = new FactLog());
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
            var first = _lastEvent + 1;
            foreach (var fact in facts) log.Add(++_lastEvent, fact);
            writer.Version = log.Count;
            var appended = new Appended(first, default);
            release?.Stored(appended);
            if (announcements.Count > 0) board.Announce(announcements, first);
            return appended;
        }
    }

    public void After(IRelease release)
    {
        ArgumentNullException.ThrowIfNull(release);
        lock (_order) release.Stored(new Appended(_lastEvent, default));
    }

    public long Announce(IReadOnlyList<object> announcements)
    {
        ArgumentNullException.ThrowIfNull(announcements);
        lock (_order)
        {
            board.Announce(announcements, _lastEvent);
            return _lastEvent;
        }
    }
}
