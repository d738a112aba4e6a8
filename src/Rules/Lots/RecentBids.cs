using System.Numerics;

namespace AkkaAuction.Rules.Lots;

/// <summary>How a bid's id compares with the ids of the lot's accepted bids.</summary>
public enum BidIdMatch
{
    /// <summary>Not seen, or so long ago that it has been forgotten.</summary>
    New,

    /// <summary>The same bid again: it is answered as before and has no second effect.</summary>
    Same,

    /// <summary>The id belongs to another bid of this bidder (209).</summary>
    Reused,
}

/// <summary>What is remembered of a bid id.</summary>
/// <param name="Match">How it compares.</param>
/// <param name="Seq">
/// The event number of the bid that bears the id, or what stands for it (<see cref="RecentBids.Unnumbered"/>); 0 when it is new.
/// </param>
/// <param name="Receipt">The bidder's receipt for it, where its journal gives any; else 0.</param>
public readonly record struct RememberedBid(BidIdMatch Match, long Seq, ulong Receipt = 0);

/// <summary>
/// The ids of one lot's latest accepted bids, so that a bid sent again has its effect once (P2). It belongs to whoever decides for the lot,
/// on one thread, and is rebuilt from the lot's facts like its state; it holds at most so many ids, the oldest go first. Ids are each
/// bidder's own: two bidders may use the same one. Only accepted bids are remembered: a refused one had no effect, and sent again it is
/// simply decided again.
/// </summary>
public sealed class RecentBids
{
    private const int Smallest = 4;

    private readonly int _capacity;
    private Entry[] _entries = [];
    // Beside each entry what looking it up and forgetting it need: a hundred lots' entries do not fit into a processor's cache, these do.
    private Link[] _links = [];
    // By hash: place of the newest entry in its chain plus one; 0: none.
    private int[] _heads = [];
    private int _next;
    // A bid is looked up and then remembered, and its bidder's other bids come with it: their hashes are worked out once.
    private (string? Bidder, int Hash) _lastBidder;
    private (string? BidId, int Hash) _lastHashed;

    /// <param name="capacity">Ids to remember, 1 or more.</param>
    public RecentBids(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _capacity = capacity;
    }

    /// <summary>Ids remembered now.</summary>
    public int Count { get; private set; }

    /// <summary>Whether this bid was accepted before. Allocates nothing.</summary>
    /// <param name="bidder">Who bids.</param>
    /// <param name="bidId">The bidder's own id of the bid.</param>
    /// <param name="amountMinor">Minor units: the id's content, as the lot is given.</param>
    public RememberedBid Look(string bidder, string bidId, long amountMinor)
    {
        if (Count == 0) return default;
        var hash = Hash(bidder, bidId);
        for (var at = _heads[Bucket(hash)] - 1; at >= 0; at = _links[at].Older)
        {
            if (_links[at].Hash != hash) continue;
            ref readonly var entry = ref _entries[at];
            if (entry.BidId == bidId && entry.Bidder == bidder)
                return new RememberedBid(entry.AmountMinor == amountMinor ? BidIdMatch.Same : BidIdMatch.Reused, entry.Seq, entry.Receipt);
        }
        return default;
    }

    /// <summary>Remembers an accepted bid; the oldest is forgotten when there is no room.</summary>
    /// <param name="seq">The event number its answer tells.</param>
    /// <param name="receipt">The receipt its answer tells; 0: none.</param>
    public void Remember(string bidder, string bidId, long amountMinor, long seq, ulong receipt = 0)
    {
        if (Count == _entries.Length && Count < _capacity) Grow();
        if (Count == _capacity) Forget(_next);
        else Count++;
        _entries[_next] = new Entry(bidder, bidId, amountMinor, seq, receipt);
        Put(_next, Hash(bidder, bidId));
        _next = _next + 1 == _capacity ? 0 : _next + 1;
    }

    /// <summary>
    /// What stands for the event number of a bid that is decided and not yet appended: its fact's place in the append, from 0.
    /// <see cref="Number"/> puts the number there. So a bid that comes twice in one message finds itself.
    /// </summary>
    public static long Unnumbered(int place) => -1L - place;

    /// <summary>The place that such a number stands for.</summary>
    public static int PlaceOf(long unnumbered) => (int)(-1L - unnumbered);

    /// <summary>The bids remembered last have been appended: they get their event numbers and receipts.</summary>
    /// <param name="firstEvent">The event number of the append's first fact.</param>
    /// <param name="receipts">Its facts' receipts; empty: there are none.</param>
    public void Number(long firstEvent, ReadOnlySpan<ulong> receipts)
    {
        for (var (left, at) = (Count, _next); left > 0; left--)
        {
            at = at == 0 ? _entries.Length - 1 : at - 1;
            ref var entry = ref _entries[at];
            if (entry.Seq >= 0) return;
            var place = PlaceOf(entry.Seq);
            entry = entry with { Seq = firstEvent + place, Receipt = receipts.IsEmpty ? 0 : receipts[place] };
        }
    }

    /// <summary>Remembers a fact of the lot, where it is an accepted bid: for those who rebuild from facts.</summary>
    public void Remember(LotFact fact, long seq, ulong receipt = 0)
    {
        if (fact is LotFact.BidAccepted bid) Remember(bid.Bidder, bid.BidId, bid.AmountMinor, seq, receipt);
    }

    /// <summary>What is remembered, oldest first: remembered again in this order, it is the same.</summary>
    public IEnumerable<(string Bidder, string BidId, long AmountMinor, long Seq, ulong Receipt)> All()
    {
        // Until the capacity is reached, the oldest is the first.
        for (var i = 0; i < Count; i++)
        {
            var entry = _entries[Count == _capacity ? (_next + i) % _capacity : i];
            yield return (entry.Bidder, entry.BidId, entry.AmountMinor, entry.Seq, entry.Receipt);
        }
    }

    private int Hash(string bidder, string bidId)
    {
        if (!ReferenceEquals(bidder, _lastBidder.Bidder))
        {
            _lastBidder = (bidder, bidder.GetHashCode());
            _lastHashed = default;
        }
        if (!ReferenceEquals(bidId, _lastHashed.BidId)) _lastHashed = (bidId, HashCode.Combine(_lastBidder.Hash, bidId.GetHashCode()));
        return _lastHashed.Hash;
    }

    private int Bucket(int hash) => hash & (_heads.Length - 1);

    private void Put(int at, int hash)
    {
        ref var head = ref _heads[Bucket(hash)];
        _links[at] = new Link(hash, head - 1);
        head = at + 1;
    }

    /// <summary>Takes the oldest entry out of its chain, whose last one it is.</summary>
    private void Forget(int at)
    {
        ref var head = ref _heads[Bucket(_links[at].Hash)];
        if (head - 1 == at)
        {
            head = 0;
            return;
        }
        var newer = head - 1;
        while (_links[newer].Older != at) newer = _links[newer].Older;
        _links[newer] = _links[newer] with { Older = -1 };
    }

    // Most lots see few bids: room is made as they come. Until the capacity is reached nothing was forgotten, so places keep their order.
    private void Grow()
    {
        var old = _links;
        var room = Math.Min(_capacity, Math.Max(Smallest, old.Length * 2));
        Array.Resize(ref _entries, room);
        _links = new Link[room];
        _heads = new int[(int)BitOperations.RoundUpToPowerOf2((uint)room)];
        for (var i = 0; i < old.Length; i++) Put(i, old[i].Hash);
    }

    private readonly record struct Entry(string Bidder, string BidId, long AmountMinor, long Seq, ulong Receipt);

    private readonly record struct Link(int Hash, int Older);
}
