using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Rules.Forms.Rounds;

/// <summary>A bidder's acts in a round.</summary>
/// <param name="HighestMinor">Its highest bid, minor units; -1: none.</param>
/// <param name="Passed">Whether the bidder takes no further part.</param>
internal readonly record struct Standing(long HighestMinor, bool Passed)
{
    public static Standing None => new(-1, false);
}

/// <summary>
/// Every bidder's standing in one round of one lot: an immutable collection with the speed of a hash table. All versions of a round's log
/// share one append-only array. A version sees the entries below its own length, a bidder's newest first. So an old version stays valid
/// while the newest one grows, and only an append to an old version copies. A full array keeps each bidder's newest entry and drops the
/// rest: a round of a million bids by a hundred bidders keeps a few hundred entries. Most lots have few bidders: a log of up to <see
/// cref="Small"/> entries has no hash table.
/// </summary>
internal readonly struct BidderLog : IEquatable<BidderLog>
{
    private const int Smallest = 4;
    private const int Small = 8;

    private readonly Entry[]? _entries;
    // By hash: the newest entry's place plus one, 0 for none; null while the log is small. Shared like the entries.
    private readonly int[]? _heads;
    private readonly int _length;

    private BidderLog(Entry[] entries, int[]? heads, int length, int bids)
    {
        _entries = entries;
        _heads = heads;
        _length = length;
        Bids = bids;
    }

    public static BidderLog Empty => default;

    /// <summary>Bidders with a bid.</summary>
    public int Bids { get; }

    /// <summary>Room for entries before the next compaction: bounded by the number of bidders, not of bids.</summary>
    public int Capacity => _entries?.Length ?? 0;

    public Standing this[string bidder] => StandingAt(Find(bidder, out _));

    /// <summary>The log after a bid that is higher than the bidder's own before.</summary>
    public BidderLog WithBid(string bidder, long amountMinor)
    {
        var old = StandingAt(Find(bidder, out var bucket));
        BrokenInvariantException.Unless(amountMinor > old.HighestMinor, "A bidder's own bid only rises within a round.");
        return With(bidder, bucket, old with { HighestMinor = amountMinor }, old.HighestMinor < 0 ? Bids + 1 : Bids);
    }

    /// <summary>The log after a bidder has passed.</summary>
    public BidderLog WithPass(string bidder)
    {
        var old = StandingAt(Find(bidder, out var bucket));
        return With(bidder, bucket, old with { Passed = true }, Bids);
    }

    /// <summary>A log in which each of these bidders has done just that.</summary>
    public static BidderLog Of(IEnumerable<BidderStanding> standings)
    {
        var log = Empty;
        foreach (var (bidder, highestMinor, passed) in standings)
        {
            log.Find(bidder, out var bucket);
            log = log.With(bidder, bucket, new Standing(highestMinor, passed), highestMinor < 0 ? log.Bids : log.Bids + 1);
        }
        return log;
    }

    /// <summary>The acts of each bidder that has acted.</summary>
    public IEnumerable<BidderStanding> Standings()
    {
        for (var at = 0; at < _length; at++)
        {
            if (IsNewest(at)) yield return new BidderStanding(_entries![at].Bidder!, _entries[at].HighestMinor, _entries[at].Passed);
        }
    }

    public bool Equals(BidderLog other)
    {
        for (var at = 0; at < _length; at++)
        {
            if (IsNewest(at) && other[_entries![at].Bidder!] != StandingAt(at)) return false;
        }
        return Bidders == other.Bidders;
    }

    public override bool Equals(object? obj) => obj is BidderLog other && Equals(other);

    public override int GetHashCode() => Bids;

    /// <summary>Bidders who have done anything.</summary>
    private int Bidders
    {
        get
        {
            var count = 0;
            for (var at = 0; at < _length; at++)
            {
                if (IsNewest(at)) count++;
            }
            return count;
        }
    }

    private bool IsNewest(int place) => Find(_entries![place].Bidder!, out _) == place;

    private Standing StandingAt(int place) =>
        place < 0 ? Standing.None : new Standing(_entries![place].HighestMinor, _entries[place].Passed);

    /// <summary>A bidder's newest entry; -1: none.</summary>
    /// <param name="bucket">Where its hash belongs, so that it is worked out once; -1 in a small log.</param>
    private int Find(string bidder, out int bucket)
    {
        var entries = _entries;
        bucket = -1;
        if (_heads is { } heads)
        {
            bucket = Bucket(heads, bidder);
            for (var at = Volatile.Read(ref heads[bucket]) - 1; at >= 0; at = entries![at].Earlier)
            {
                if (at < _length && entries![at].Bidder == bidder) return at;
            }
            return -1;
        }
        for (var at = _length - 1; at >= 0; at--)
        {
            if (entries![at].Bidder == bidder) return at;
        }
        return -1;
    }

    private BidderLog With(string bidder, int bucket, Standing standing, int bids)
    {
        // Only one version can take the next place; a second one that grows from the same version goes on in a copy.
        if (_entries is { } entries && _length < entries.Length
            && Interlocked.CompareExchange(ref entries[_length].Bidder, bidder, null) is null)
        {
            Write(entries, _heads, _length, bidder, bucket, standing);
            return new BidderLog(entries, _heads, _length + 1, bids);
        }
        var copy = Compact();
        Write(copy._entries!, copy._heads, copy._length, bidder, Bucket(copy._heads, bidder), standing);
        return new BidderLog(copy._entries!, copy._heads, copy._length + 1, bids);
    }

    /// <summary>The newest entry of each bidder, and at least as much room again, so that a copy is paid for by as many appends.</summary>
    private BidderLog Compact()
    {
        var room = Math.Max(Smallest, Capacity);
        var copy = CopyInto(room);
        return copy._length * 2 <= room ? copy : CopyInto(room * 2);
    }

    private BidderLog CopyInto(int room)
    {
        var copy = new BidderLog(new Entry[room], room > Small ? new int[room] : null, 0, Bids);
        for (var at = _length - 1; at >= 0; at--)
        {
            var bidder = _entries![at].Bidder!;
            if (copy.Find(bidder, out var bucket) >= 0) continue; // a newer entry of this bidder is there already
            Write(copy._entries!, copy._heads, copy._length, bidder, bucket, StandingAt(at));
            copy = new BidderLog(copy._entries!, copy._heads, copy._length + 1, Bids);
        }
        return copy;
    }

    private static void Write(Entry[] entries, int[]? heads, int at, string bidder, int bucket, Standing standing)
    {
        ref var entry = ref entries[at];
        entry.Bidder = bidder;
        entry.HighestMinor = standing.HighestMinor;
        entry.Passed = standing.Passed;
        if (heads is null) return;
        ref var head = ref heads[bucket];
        entry.Earlier = head - 1;
        // Written last, so that readers of an older version on other threads follow only complete chains.
        Volatile.Write(ref head, at + 1);
    }

    private static int Bucket(int[]? heads, string bidder) => heads is null ? -1 : bidder.GetHashCode() & (heads.Length - 1);

    private struct Entry
    {
        /// <summary>Null: nobody has taken this place.</summary>
        public string? Bidder;
        public long HighestMinor;

        /// <summary>The next older entry of the same hash; -1: none.</summary>
        public int Earlier;
        public bool Passed;
    }
}
