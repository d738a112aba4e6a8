namespace AkkaAuction.Journal.GroupCommit;

/// <summary>
/// Brings a journal's rows into its store, commit by commit, and tells how that goes. What is to be stored has been decided, so a commit
/// that failed is tried again, with the same rows, until it has come about; whether one of which nobody knows the outcome did, is settled
/// by reading. It gives up only when the store is another process's or contradicts itself. One thread commits; any thread looks.
/// </summary>
/// <param name="store">Where rows go.</param>
/// <param name="watcher">Who hears when nothing can be stored; null: nobody.</param>
internal sealed class Committer(IFactStore store, IJournalWatcher? watcher)
{
    private long _commits;
    private volatile bool _hasFailed;

    /// <summary>Commits so far: each waits for the disk once.</summary>
    public long Commits => Volatile.Read(ref _commits);

    /// <summary>The last commit failed, and is to be tried again.</summary>
    public bool IsPaused { get; private set; }

    /// <summary>Nothing is stored any more, ever.</summary>
    public bool HasFailed => _hasFailed;

    /// <summary>Stores rows. False: they are not stored, or nobody knows.</summary>
    /// <param name="rows">All that follow the last ones that were stored; while it is paused, those that it is paused with.</param>
    public bool TryCommit(IReadOnlyList<FactRow> rows)
    {
        if (rows.Count > 0)
        {
            try
            {
                // A commit that is tried again may have come about the first time.
                if (!IsPaused || !store.Has(rows[^1])) Commit(rows);
                store.WriteHead(rows[^1]);
                Volatile.Write(ref _commits, _commits + 1);
            }
            catch (StoreException fault) when (IsFinal(fault))
            {
                Fail(fault.Message);
                return false;
            }
            catch (StoreException fault)
            {
                if (!IsPaused) watcher?.Paused(fault.Message);
                IsPaused = true;
                return false;
            }
        }
        if (IsPaused) watcher?.Resumed();
        IsPaused = false;
        return true;
    }

    /// <summary>Nothing will be stored any more.</summary>
    /// <param name="why">For a person.</param>
    public void Fail(string why)
    {
        _hasFailed = true;
        watcher?.Failed(why);
    }

    private void Commit(IReadOnlyList<FactRow> rows)
    {
        try
        {
            store.Commit(rows);
        }
        catch (StoreException fault) when (!IsFinal(fault))
        {
            if (!HasCommitted(rows[^1])) throw;
        }
    }

    /// <summary>Whether a commit that failed has come about all the same.</summary>
    private bool HasCommitted(FactRow last)
    {
        try
        {
            return store.Has(last);
        }
        catch (StoreException unread) when (!IsFinal(unread))
        {
            // It is not known yet; it will be looked at again before anything is stored.
            return false;
        }
    }

    private static bool IsFinal(StoreException fault) => fault.Fault is StoreFault.Fenced or StoreFault.Damaged;
}
