namespace AkkaAuction.Journal;

/// <summary>
/// Where a <see cref="DiskJournal"/> puts its rows, in commits. One thread commits; reading may be done beside it.
/// </summary>
internal interface IFactStore : IDisposable
{
    /// <summary>Stores rows: all of them or none, and on the disk when it returns.</summary>
    /// <exception cref="StoreException">They are not stored, or nobody knows: then <see cref="Has"/> tells.</exception>
    void Commit(IReadOnlyList<FactRow> rows);

    /// <summary>Writes down how far everything is about to be told, so that a journal that loses its end is noticed.</summary>
    /// <param name="last">The last row that is stored.</param>
    /// <exception cref="StoreException">It is not written.</exception>
    void WriteHead(FactRow last);

    /// <summary>Whether a row is stored, read anew: its very hash at its place. Another fact may have come there meanwhile.</summary>
    /// <exception cref="StoreException">It cannot be read; or the journal is another process's, or has another fact there.</exception>
    bool Has(FactRow row);

    /// <summary>The facts that are stored, in the order of their places.</summary>
    /// <param name="after">Only those at higher places.</param>
    IEnumerable<(string Stream, StoredFact Fact)> ReadAll(long after);

    /// <summary>The facts of one stream, oldest first, up to one of them.</summary>
    /// <param name="last">The place of the last one; 0: there are none.</param>
    IReadOnlyList<StoredFact> ReadStream(long last);

    /// <summary>Where a stream ends, looked for among all facts: as slow as reading all of them.</summary>
    /// <returns>Version and place 0: there is no such stream.</returns>
    StreamPlace Find(string stream);
}

/// <summary>What keeps a store from storing.</summary>
internal enum StoreFault
{
    /// <summary>The disk is full: it may be made room on.</summary>
    Full,

    /// <summary>It does not answer, or not well, now.</summary>
    Unavailable,

    /// <summary>Another process has taken the journal over: nothing more may be stored here, ever.</summary>
    Fenced,

    /// <summary>What is stored contradicts itself.</summary>
    Damaged,
}

/// <summary>A commit or a reading failed.</summary>
internal sealed class StoreException(StoreFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    public StoreFault Fault => fault;
}

/// <summary>Hears how a journal fares, as a person would be told.</summary>
public interface IJournalWatcher
{
    /// <summary>Nothing can be stored for now: bids wait, and are answered when it can. Called once, until <see cref="Resumed"/>.</summary>
    void Paused(string why);

    void Resumed();

    /// <summary>Nothing will ever be stored again by this house: it must stop.</summary>
    void Failed(string why);
}

/// <summary>A journal cannot be opened or read: why, and what to do. Nothing was changed.</summary>
public sealed class JournalException : Exception
{
    public JournalException() { }

    public JournalException(string message) : base(message) { }

    public JournalException(string message, Exception? innerException) : base(message, innerException) { }
}
