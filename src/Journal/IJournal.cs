namespace AkkaAuction.Journal;

/// <summary>
/// Where facts are kept. Every aggregate (a lot, a sale, the desk) owns one stream and is its only writer: opening a stream for writing
/// begins a new incarnation and fences the one before, and each append says at which version it was decided. Each stream belongs to a
/// chain (<see cref="Chains"/>): all streams of one sale to that sale's. The journal gives each fact the next event number of its chain,
/// and releases what outsiders may see (answers first, then announcements) in the order in which it was appended and not before the facts
/// are stored. The port is shaped so that a store on disk, which stores later than it numbers, fits behind it: callers learn the numbers
/// at once and never answer by themselves.
/// </summary>
public interface IJournal
{
    /// <summary>
    /// The highest event number of a chain whose fact is stored; what was released for it and all before it has been told to the chain's
    /// listener. 0: the chain has none.
    /// </summary>
    long LastEvent(string chain);

    /// <summary>Which life of its house this is, from 1: each start on the same journal is the next one.</summary>
    long Epoch => 1;

    /// <summary>
    /// Whether more may be appended now. What waits to be stored is bounded: whoever takes commands that lead to facts asks before it
    /// decides, and takes none while there is no room.
    /// </summary>
    bool HasRoom { get; }

    /// <summary>
    /// Whether what is appended is stored when <see cref="Append"/> returns: then an answer that nothing is announced with may be told by
    /// the one who appended, and needs nobody to wait for it.
    /// </summary>
    bool StoresAtOnce => false;

    /// <summary>Calls back once, when there is room again; at once when there is. Short, and only to tell.</summary>
    void WhenRoom(Action resume);

    /// <summary>Everything appended to a stream, oldest first, stored or about to be; empty when there is no such stream.</summary>
    IReadOnlyList<StoredFact> Read(string stream);

    /// <summary>Everything appended to any stream; of each chain in the order of its event numbers.</summary>
    IEnumerable<(string Stream, StoredFact Fact)> ReadAll();

    /// <summary>Begins a new incarnation of the stream's writer, at its last version. The writer before it can append no more.</summary>
    FactWriter OpenWriter(string stream);

    /// <summary>
    /// Runs are over, and nobody appends to their streams any more: what is known of them besides the facts is let go of. Their writers can
    /// append no more. Whoever opens or reads one again all the same finds everything, and waits for it to be looked for.
    /// </summary>
    /// <param name="what">Whose runs: the stream where a sale is put up, or <see cref="StreamNames.DeskLots"/>.</param>
    /// <param name="upTo">The last of them that is over.</param>
    void LetGo(string what, int upTo);

    /// <summary>Stores facts at the end of a stream, in one piece: all of them or none.</summary>
    /// <param name="writer">The stream's writer; its version moves on by the number of facts.</param>
    /// <param name="facts">One or more facts, in order.</param>
    /// <param name="announcements">
    /// What outsiders are told once the facts are stored. The journal does not look into it; it copies the list and hands it on with the
    /// event number of the first fact (<see cref="IAnnouncements"/>).
    /// </param>
    /// <param name="release">
    /// Called with the first fact's event number when all are stored, before anything is announced; null: nobody waits.
    /// </param>
    /// <returns>
    /// The event number of the first fact (the others follow it without a gap) and the receipts of all. They may not be stored yet.
    /// </returns>
    /// <exception cref="StaleWriterException">
    /// The writer is not the stream's current one, or its version is not the stream's last.
    /// </exception>
    Appended Append(FactWriter writer, ReadOnlySpan<object> facts, IReadOnlyList<object> announcements, IRelease? release);

    /// <summary>
    /// Releases something that is no fact but was computed from facts: a refusal, a list, a welcome. It is called back in its turn, when
    /// everything appended so far is stored, whatever its chain; at once when it is.
    /// </summary>
    void After(IRelease release);

    /// <summary>
    /// Announces something that is no fact of its own, as of a chain's last event: in its turn, when everything appended so far is stored.
    /// </summary>
    /// <param name="chain">Whose listener hears it.</param>
    /// <param name="announcements">Handed on with the number of the chain's last event.</param>
    /// <returns>The event number.</returns>
    long Announce(string chain, IReadOnlyList<object> announcements);

    /// <summary>Has a chain's announcements told from now on, instead of to who heard them before.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="listener">Who hears them; what is announced in a chain that nobody listens to is told to nobody.</param>
    void Listen(string chain, IAnnouncements listener);
}

/// <summary>Facts that were given their places.</summary>
/// <param name="FirstEvent">The event number of the first of them.</param>
/// <param name="Receipts">
/// For each fact the first 64 bits of its hash in its chain: what its bidder gets as a receipt. Empty when the journal keeps no
/// hashes.
/// </param>
public readonly record struct Appended(long FirstEvent, ReadOnlyMemory<ulong> Receipts)
{
    /// <summary>The receipt of one of the facts; 0: there is none.</summary>
    public ulong ReceiptOf(int index) => Receipts.IsEmpty ? 0 : Receipts.Span[index];
}

/// <summary>Who waits for facts to be stored: the answers that depend on them.</summary>
public interface IRelease
{
    /// <summary>The facts are stored. Called under the journal's order: short, and only to tell.</summary>
    /// <param name="facts">Where they are; for what was no fact of its own, nowhere.</param>
    void Stored(Appended facts);
}

/// <summary>Hears announcements, in the order of event numbers. Called under the journal's order: short, and only to tell.</summary>
public interface IAnnouncements
{
    /// <summary>Tells outsiders what may be told now.</summary>
    /// <param name="announcements">As they were handed to the journal.</param>
    /// <param name="firstEvent">
    /// The event number of the first fact they were appended with; where there was none, of the last event before them.
    /// </param>
    void Announce(IReadOnlyList<object> announcements, long firstEvent);
}

/// <summary>A fact as it was stored.</summary>
/// <param name="Event">Its event number, in its stream's chain.</param>
/// <param name="Fact">The fact; of the family its stream holds.</param>
/// <param name="Receipt">The first 64 bits of its hash; 0: the journal keeps none.</param>
/// <param name="Place">Its place in the file, over all chains; 0: there is no file.</param>
public readonly record struct StoredFact(long Event, object Fact, ulong Receipt = 0, long Place = 0);

/// <summary>An append by a writer that was replaced, or that missed facts of its own stream: it decided on an old state.</summary>
public sealed class StaleWriterException(string stream, string why)
    : InvalidOperationException($"Stream {stream}: {why}; nothing was stored.");

/// <summary>The right to append to one stream, for one life of the actor that owns it.</summary>
public sealed class FactWriter
{
    internal FactWriter(string stream, object log, long incarnation, long version)
    {
        Stream = stream;
        Log = log;
        Incarnation = incarnation;
        Version = version;
    }

    public string Stream { get; }

    /// <summary>Which life of the stream's owner this is, from 1.</summary>
    public long Incarnation { get; }

    /// <summary>Facts in the stream as this writer knows it: what its next append expects.</summary>
    public long Version { get; internal set; }

    internal object Log { get; }
}
