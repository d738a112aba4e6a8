namespace AkkaAuction.Rules.Formats;

/// <summary>What a bidder has done in a round.</summary>
/// <param name="HighestMinor">The own highest bid, minor units; -1: none.</param>
/// <param name="Passed">Whether the bidder takes no further part.</param>
internal readonly record struct Standing(long HighestMinor, bool Passed)
{
    public static Standing None => new(-1, false);

    public bool HasBid => HighestMinor >= 0;
}

/// <summary>
/// Every bidder's standing in one round of one lot, with the speed of a hash table and the manners of an immutable one. All versions
/// of a round's log share one array that is only ever appended to; a version sees the entries below its own length, the newest of a bidder
/// first. So an old version stays true while the newest one grows, and only whoever appends to an old version gets a copy.
/// When the array is full, each bidder's newest entry is kept and the rest dropped: a round of a million bids by a hundred bidders
/// keeps a few hundred entries.
/// </summary>
internal readonly struct BidderLog : IEquatable<BidderLog>
{
    private readonly Shared? _shared;
    private readonly int _length;

    private BidderLog(Shared shared, int length)
    {
        _shared = shared;
        _length = length;
    }

    public static BidderLog Empty => default;

    /// <summary>Room for entries before the next compaction: bounded by the number of bidders, not of bids.</summary>
    internal int Capacity => _shared?.Entries.Length ?? 0;

    public Standing this[string bidder]
    {
        get
        {
            var at = Find(bidder);
            return at < 0 ? Standing.None : _shared!.Entries[at].Standing;
        }
    }

    /// <summary>The log after a bidder's new standing.</summary>
    public BidderLog With(string bidder, Standing standing)
    {
        var shared = _shared;
        // Only one version can take the next place; a second one that grows from the same version goes on in a copy.
        if (shared is null || _length == shared.Entries.Length || Interlocked.CompareExchange(ref shared.Taken, _length + 1, _length) != _length)
        {
            shared = Copy(out var kept);
            shared.Taken = kept + 1;
            shared.Write(kept, bidder, standing);
            return new BidderLog(shared, kept + 1);
        }
        shared.Write(_length, bidder, standing);
        return new BidderLog(shared, _length + 1);
    }

    /// <summary>The bidders and their standings, the one who acted last first.</summary>
    public IEnumerable<(string Bidder, Standing Standing)> Newest()
    {
        for (var i = _length - 1; i >= 0; i--)
        {
            var entry = _shared!.Entries[i];
            if (Find(entry.Bidder) == i) yield return (entry.Bidder, entry.Standing);
        }
    }

    public bool Equals(BidderLog other)
    {
        var count = 0;
        foreach (var (bidder, standing) in Newest())
        {
            if (other[bidder] != standing) return false;
            count++;
        }
        return count == other.Newest().Count();
    }

    public override bool Equals(object? obj) => obj is BidderLog other && Equals(other);

    public override int GetHashCode() => Newest().Count();

    private int Find(string bidder)
    {
        if (_shared is not { } shared) return -1;
        var entries = shared.Entries;
        for (var at = Volatile.Read(ref shared.Heads[shared.Bucket(bidder)]) - 1; at >= 0; at = entries[at].Earlier)
        {
            if (at < _length && entries[at].Bidder == bidder) return at;
        }
        return -1;
    }

    private Shared Copy(out int kept)
    {
        var live = 0;
        for (var i = 0; i < _length; i++)
        {
            if (Find(_shared!.Entries[i].Bidder) == i) live++;
        }
        // Twice the room of what lives on, so that a copy is paid for by at least as many appends.
        var shared = new Shared(Math.Max(4, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)live * 2)));
        kept = 0;
        for (var i = 0; i < _length; i++)
        {
            var entry = _shared!.Entries[i];
            if (Find(entry.Bidder) == i) shared.Write(kept++, entry.Bidder, entry.Standing);
        }
        return shared;
    }

    /// <summary>What versions share. Entries below <see cref="Taken"/> never change.</summary>
    private sealed class Shared(int capacity)
    {
        public readonly Entry[] Entries = new Entry[capacity];

        /// <summary>By hash of the bidder: the newest entry's place plus one; 0: none.</summary>
        public readonly int[] Heads = new int[capacity];

        /// <summary>Entries that some version has claimed.</summary>
        public int Taken;

        public int Bucket(string bidder) => bidder.GetHashCode() & (Heads.Length - 1);

        public void Write(int at, string bidder, Standing standing)
        {
            ref var head = ref Heads[Bucket(bidder)];
            Entries[at] = new Entry(bidder, standing, head - 1);
            // Last, so that whoever reads an older version on another thread follows only chains that are written.
            Volatile.Write(ref head, at + 1);
        }
    }

    private readonly record struct Entry(string Bidder, Standing Standing, int Earlier);
}
