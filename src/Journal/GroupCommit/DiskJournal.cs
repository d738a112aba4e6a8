using System.Text;
using AkkaAuction.Journal.Codec;
using AkkaAuction.Journal.Snapshots;

namespace AkkaAuction.Journal.GroupCommit;

/// <summary>What bounds a journal.</summary>
/// <param name="WaitingMax">Facts and answers that may wait to be stored before no more is taken.</param>
/// <param name="RetryEvery">How long a store that failed is left alone.</param>
public sealed record JournalLimits(int WaitingMax, TimeSpan RetryEvery);

/// <summary>
/// The journal of a house that remembers. Whoever appends gets the event number and the receipt at once and goes on; one thread stores
/// whatever has arrived while the last commit was under way, in one commit, and then releases what waited for it, in the order in which it
/// came: first who waits for an answer, then what is announced. So a commit costs one wait for the disk, however many facts and chains
/// share it, and nobody is told anything that a crash could undo.
/// <para>
/// A commit that fails is tried again until it succeeds (<see cref="Committer"/>): facts have been decided on, and what has been decided is
/// never taken back while the house lives. Meanwhile what waits is bounded, and at the bound nobody takes commands.
/// </para>
/// <para>
/// A minute after a chain has moved, when the house stops, and when it begins after a kill, it writes down in the house's own chain how far
/// each had come (<see cref="HouseFact.Anchored"/>): so whoever keeps one hash of that chain holds all of them.
/// </para>
/// </summary>
internal sealed class DiskJournal : IJournal, IDisposable
{
    private static readonly TimeSpan AnchorEvery = TimeSpan.FromMinutes(1);

    private readonly IFactStore _store;
    private readonly TimeProvider _time;
    private readonly JournalLimits _limits;
    private readonly Committer _committer;
    private readonly ReferenceData _references;
    private readonly long _epoch;
    private readonly FactHash _hash = new();
    private readonly string _journal;

    // Guards numbers, versions, the chains and the queue; held for the time of a hash per fact.
    private readonly Lock _order = new();
    private readonly StreamHeads _streams = new();
    private readonly Dictionary<string, ChainHead> _chains;
    private readonly FactWriter _anchors;

    // Held while what a commit stored is released: whoever asks for the last event finds all before it told.
    private readonly Lock _releasing = new();
    private readonly AutoResetEvent _work = new(false);
    private readonly ManualResetEventSlim _stop = new(false);
    private readonly List<Action> _waitForRoom = [];
    private List<Entry> _queue = [];
    private List<Entry> _inHand = [];
    private readonly RecoveredFacts _recovered;
    private Thread? _thread;
    private ITimer? _anchorTimer;
    private long _lastPlace;
    private long _lastPlaceReleased;
    private int _waiting;
    private bool _isDisposed;

    /// <param name="store">Where rows go.</param>
    /// <param name="start">What was found in it.</param>
    /// <param name="time">The time of facts that have none of their own.</param>
    /// <param name="limits">The bounds.</param>
    /// <param name="watcher">Who hears when nothing can be stored; null: nobody.</param>
    public DiskJournal(IFactStore store, RecoveredFacts start, TimeProvider time, JournalLimits limits, IJournalWatcher? watcher)
    {
        _store = store;
        _time = time;
        _limits = limits;
        _committer = new Committer(store, watcher);
        _references = start.References;
        _epoch = start.Epoch;
        _journal = start.Journal;
        _recovered = start;
        _chains = start.End.Chains.ToDictionary(c => c.Name, c => new ChainHead(c), StringComparer.Ordinal);
        foreach (var place in start.Places) AddStream(place);
        _lastPlace = _lastPlaceReleased = start.End.Place;
        _anchors = OpenWriter(StreamNames.Anchors);
    }

    /// <summary>The house's name for each of its lives.</summary>
    public long Epoch => _epoch;

    /// <inheritdoc cref="Committer.Commits"/>
    public long Commits => _committer.Commits;

    public long LastEvent(string chain)
    {
        ChainHead? head;
        lock (_order) head = _chains.GetValueOrDefault(chain);
        lock (_releasing) return head?.LastReleased ?? 0;
    }

    /// <summary>The place of the last fact that is stored; what was released for it and all before it has been told.</summary>
    public long LastPlace
    {
        get
        {
            lock (_releasing) return _lastPlaceReleased;
        }
    }

    public bool HasRoom => Volatile.Read(ref _waiting) < _limits.WaitingMax;

    /// <summary>Begins to store on a thread of its own.</summary>
    public void Start()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "journal" };
        _thread.Start();
        // What a life before this one left without, for it was killed.
        Anchor();
        _anchorTimer = _time.CreateTimer(_ => Anchor(), null, AnchorEvery, AnchorEvery);
    }

    /// <inheritdoc/>
    public void Listen(string chain, IAnnouncements listener)
    {
        ChainHead head;
        lock (_order) head = Chain(chain);
        lock (_releasing) head.Listener = listener;
    }

    public void WhenRoom(Action resume)
    {
        ArgumentNullException.ThrowIfNull(resume);
        lock (_order)
        {
            if (!HasRoom)
            {
                _waitForRoom.Add(resume);
                return;
            }
        }
        resume();
    }

    public IReadOnlyList<StoredFact> Read(string stream)
    {
        List<StoredFact> pending = [];
        long lastStored;
        lock (_order)
        {
            if (_recovered.Take(stream) is { } found && found.Count == _streams.Find(stream)?.Version) return found;
            lastStored = CollectPending(stream, pending);
        }
        if (lastStored < 0) lastStored = _store.Find(stream).LastPlace;
        return [.. _store.ReadStream(lastStored), .. pending];
    }

    public IEnumerable<(string Stream, StoredFact Fact)> ReadAll()
    {
        (string Stream, StoredFact Fact)[] pending;
        RecoveredFacts? recovered;
        lock (_order)
        {
            recovered = _recovered.AreAllWanted ? _recovered : null;
            pending = [.. _inHand.Concat(_queue).SelectMany(e => e.Rows)
                .Select(row => (Encoding.UTF8.GetString(row.Stream), FactOf(row)))];
        }
        var firstPending = pending.Length > 0 ? pending[0].Fact.Place : long.MaxValue;
        // What the start found need not be read again; behind it is what was stored since.
        if (recovered is not null)
        {
            foreach (var fact in recovered.TakeAll()) yield return fact;
        }
        foreach (var (stream, fact) in _store.ReadAll(recovered?.End.Place ?? 0))
        {
            if (fact.Place >= firstPending) break;
            yield return (stream, fact);
        }
        foreach (var fact in pending) yield return fact;
    }

    /// <summary>Everybody is back: what the start found is let go of. Who comes later reads the store.</summary>
    public void ForgetStart()
    {
        lock (_order) _recovered.Forget();
    }

    public FactWriter OpenWriter(string stream)
    {
        FactRow? last;
        lock (_order)
        {
            if (!_streams.IsLetGo(stream)) return Open(new StreamPlace(stream, 0, 0));
            last = Pending(stream, null).LastOrDefault();
        }
        // Nobody appends to it meanwhile: whoever could can append no more.
        var place = last is null ? _store.Find(stream) : new StreamPlace(stream, last.Version, last.Place);
        lock (_order) return Open(place, last?.Stream);
    }

    public void LetGo(string what, int upTo)
    {
        lock (_order) _streams.LetGo(what, upTo);
    }

    /// <summary>Streams of which the journal knows where they end without looking.</summary>
    internal int StreamsHeld
    {
        get
        {
            lock (_order) return _streams.Count;
        }
    }

    public Appended Append(FactWriter writer, ReadOnlySpan<object> facts, IReadOnlyList<object> announcements, IRelease? release)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(announcements);
        if (facts.IsEmpty) throw new ArgumentException("There is nothing to append.", nameof(facts));
        // Putting facts into words is most of the work here, and is done outside the lock.
        var now = _time.GetUtcNow();
        var texts = new FactText[facts.Length];
        for (var i = 0; i < texts.Length; i++) texts[i] = FactCodec.Encode(facts[i], now, _references.People);
        Appended appended;
        bool isFirst;
        lock (_order)
        {
            if (_committer.HasFailed) throw new InvalidOperationException("The journal takes nothing more.");
            var head = (StreamHead)writer.Log;
            if (writer.Incarnation != head.Incarnation)
                throw new StaleWriterException(writer.Stream, $"incarnation {writer.Incarnation} was replaced by {head.Incarnation}");
            if (writer.Version != head.Version)
                throw new StaleWriterException(writer.Stream, $"version {writer.Version} is not the last, {head.Version}");
            appended = Number(writer, head, facts, texts, announcements, release, out isFirst);
        }
        if (isFirst) _work.Set();
        return appended;
    }

    public void After(IRelease release)
    {
        ArgumentNullException.ThrowIfNull(release);
        lock (_order)
        {
            if (_waiting > 0)
            {
                if (Enqueue(new Entry([], default, null, [], release), 1)) _work.Set();
                return;
            }
        }
        release.Stored(default);
    }

    public long Announce(string chain, IReadOnlyList<object> announcements)
    {
        ArgumentNullException.ThrowIfNull(announcements);
        bool isFirst;
        long number;
        lock (_order)
        {
            var head = Chain(chain);
            number = head.LastNumbered;
            isFirst = Enqueue(new Entry([], new Appended(number, default), head, [.. announcements], null), 1);
        }
        if (isFirst) _work.Set();
        return number;
    }

    /// <summary>
    /// Stores and releases what is waiting: one commit. False: nothing was, or the store failed and is to be tried again.
    /// </summary>
    internal bool Step()
    {
        List<Entry> batch;
        lock (_order)
        {
            if (_inHand.Count == 0)
            {
                if (_queue.Count == 0) return false;
                (_inHand, _queue) = (_queue, _inHand);
            }
            batch = _inHand;
        }
        if (!_committer.TryCommit(RowsOf(batch))) return false;
        Release(batch);
        return true;
    }

    /// <summary>Writes down how far the chains have come, where one has moved since that was done.</summary>
    internal void Anchor()
    {
        bool isFirst;
        lock (_order)
        {
            if (_committer.HasFailed) return;
            var moved = _chains.Values.Where(c => c.LastNumbered > c.Anchored).ToArray();
            if (moved.Length == 0) return;
            var now = _time.GetUtcNow();
            var fact = new HouseFact.Anchored(
                [.. moved.Select(c => new AnchoredChain(c.Name, c.LastNumbered, Convert.ToHexStringLower(c.Head)))], now);
            var head = (StreamHead)_anchors.Log;
            Number(_anchors, head, [fact], [FactCodec.Encode(fact, now, _references.People)], [], null, out isFirst);
            foreach (var chain in moved) chain.Anchored = chain.LastNumbered;
            // It tells of its own chain up to itself.
            head.Chain.Anchored = head.Chain.LastNumbered;
        }
        if (isFirst) _work.Set();
    }

    /// <summary>Stores what waits, and how far the chains have come; then stores no more. The file is still this house's.</summary>
    public void Finish()
    {
        if (_isDisposed) return;
        _anchorTimer?.Dispose();
        _anchorTimer = null;
        if (_thread is not null) Anchor();
        _stop.Set();
        _work.Set();
        _thread?.Join();
        _thread = null;
    }

    /// <inheritdoc cref="Finish"/>
    public void Dispose()
    {
        if (_isDisposed) return;
        Finish();
        _isDisposed = true;
        _store.Dispose();
        _hash.Dispose();
        _work.Dispose();
        _stop.Dispose();
    }

    private void Run()
    {
#pragma warning disable CA1031 // Whatever this thread fails on, nothing is stored any more: the house must be told, and end in good order.
        try
        {
            StoreAll();
        }
        catch (Exception fault)
        {
            _committer.Fail($"The journal's thread has failed ({fault.GetType().Name}: {fault.Message.TrimEnd('.')}), so nothing is " +
                $"stored and answered any more, and the house ends. What was answered is stored: start the house again, and it goes on " +
                "from there.");
        }
#pragma warning restore CA1031
    }

    private void StoreAll()
    {
        while (!_committer.HasFailed)
        {
            if (Step()) continue;
            // A commit that failed is left alone for a while; when the house stops meanwhile, what could not be stored was never answered.
            if (_committer.IsPaused)
            {
                if (_stop.Wait(_limits.RetryEvery)) return;
                continue;
            }
            if (_stop.IsSet)
            {
                lock (_order)
                {
                    if (_queue.Count == 0) return;
                }
                continue;
            }
            _work.WaitOne();
        }
    }

    private void Release(List<Entry> batch)
    {
        Action[] resume = [];
        lock (_releasing)
        {
            var weight = 0;
            foreach (var entry in batch)
            {
                weight += entry.Weight;
                entry.Release?.Stored(entry.Place);
                if (entry.Announcements.Count > 0) entry.Chain!.Listener?.Announce(entry.Announcements, entry.Place.FirstEvent);
                if (entry.Rows.Length == 0) continue;
                entry.Chain!.LastReleased = entry.Rows[^1].Event;
                _lastPlaceReleased = entry.Rows[^1].Place;
            }
            lock (_order)
            {
                batch.Clear();
                Volatile.Write(ref _waiting, _waiting - weight);
                if (_waitForRoom.Count > 0 && _waiting <= _limits.WaitingMax / 2)
                {
                    resume = [.. _waitForRoom];
                    _waitForRoom.Clear();
                }
            }
        }
        foreach (var one in resume) one();
    }

    /// <summary>Gives facts their places, numbers and hashes. Under the lock.</summary>
    private Appended Number(
        FactWriter writer, StreamHead head, ReadOnlySpan<object> facts, FactText[] texts, IReadOnlyList<object> announcements,
        IRelease? release, out bool isFirst)
    {
        var chain = head.Chain;
        var (rows, receipts) = (new FactRow[texts.Length], new ulong[texts.Length]);
        var first = chain.LastNumbered + 1;
        for (var i = 0; i < rows.Length; i++)
        {
            var version = head.Version + 1 + i;
            _hash.Add(chain.Head, first + i, head.Name, version, null, _epoch, texts[i].Bytes);
            rows[i] = new FactRow
            {
                Place = ++_lastPlace,
                Event = first + i,
                Stream = head.Name,
                Version = version,
                Follows = head.LastPlace,
                Epoch = _epoch,
                Text = texts[i],
                Hash = [.. chain.Head],
                Fact = facts[i],
            };
            receipts[i] = rows[i].Receipt;
            head.LastPlace = _lastPlace;
            foreach (var added in texts[i].NewReferences)
            {
                if (added is Person person) _references.People.Add(person);
            }
        }
        chain.LastNumbered += rows.Length;
        writer.Version = head.Version += rows.Length;
        var appended = new Appended(first, receipts);
        isFirst = Enqueue(new Entry(rows, appended, chain, [.. announcements], release), rows.Length);
        return appended;
    }

    /// <param name="last">Where the stream ends, if nothing is known of it.</param>
    /// <param name="name">The name as its rows have it that are not stored yet; null: there are none.</param>
    private FactWriter Open(StreamPlace last, byte[]? name = null)
    {
        var head = _streams.Find(last.Name) ?? AddStream(last, name);
        return new FactWriter(last.Name, head, ++head.Incarnation, head.Version);
    }

    private StreamHead AddStream(StreamPlace last, byte[]? name = null)
    {
        var head = new StreamHead(name ?? Encoding.UTF8.GetBytes(last.Name), Chain(Chains.Of(last.Name)), last.Version, last.LastPlace);
        _streams.Add(last.Name, head);
        return head;
    }

    private ChainHead Chain(string name)
    {
        if (!_chains.TryGetValue(name, out var chain))
            _chains.Add(name, chain = new ChainHead(new ChainPlace(name, 0, FormatTwo.Instance.Genesis(_journal, name), 0)));
        return chain;
    }

    private static StoredFact FactOf(FactRow row) => new(row.Event, row.Fact, row.Receipt, row.Place);

    private static List<FactRow> RowsOf(List<Entry> batch)
    {
        var rows = new List<FactRow>(batch.Count);
        foreach (var entry in batch) rows.AddRange(entry.Rows);
        return rows;
    }

    private bool Enqueue(Entry entry, int weight)
    {
        entry.Weight = weight;
        _queue.Add(entry);
        Volatile.Write(ref _waiting, _waiting + weight);
        return _queue.Count == 1;
    }

    /// <returns>The place of the stream's last fact that is not pending; 0: none; -1: nobody knows.</returns>
    private long CollectPending(string stream, List<StoredFact> pending)
    {
        var head = _streams.Find(stream);
        if (head is null && !_streams.IsLetGo(stream)) return 0;
        var last = head?.LastPlace ?? -1;
        foreach (var row in Pending(stream, head))
        {
            if (pending.Count == 0) last = row.Follows;
            pending.Add(FactOf(row));
        }
        return last;
    }

    /// <summary>What is not stored yet of a stream.</summary>
    /// <param name="head">The stream's; null: it was let go of, and only its name tells its rows.</param>
    private IEnumerable<FactRow> Pending(string stream, StreamHead? head)
    {
        var name = head?.Name ?? Encoding.UTF8.GetBytes(stream);
        return _inHand.Concat(_queue).SelectMany(e => e.Rows)
            .Where(row => ReferenceEquals(row.Stream, name) || (head is null && row.Stream.AsSpan().SequenceEqual(name)));
    }

    /// <summary>Something that waits: facts with what depends on them, or only something that depends on facts before it.</summary>
    /// <remarks>What only waits has no chain.</remarks>
    private sealed class Entry(
        FactRow[] rows, Appended place, ChainHead? chain, IReadOnlyList<object> announcements, IRelease? release)
    {
        public FactRow[] Rows => rows;

        public Appended Place => place;

        public ChainHead? Chain => chain;

        public IReadOnlyList<object> Announcements => announcements;

        public IRelease? Release => release;

        public int Weight { get; set; }
    }
}
