namespace AkkaAuction.Rules.Lots;

/// <summary>How a bid's id compares with the ids of the lot's accepted bids.</summary>
public enum BidIdMatch
{
    /// <summary>Not seen, or forgotten: the bidder had many other bids accepted on the lot since.</summary>
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
/// The ids of each bidder's latest accepted bids on one lot, so that a bid sent again has its effect once (P2). It belongs to whoever
/// decides for the lot, on one thread, and is rebuilt from the lot's facts like its state. Each bidder has a window of its own: however
/// many bids of others come, nobody's id is forgotten for them. Only accepted bids are remembered: a refused one had no effect, and sent
/// again it is simply decided again.
/// </summary>
public sealed class RecentBids
{
    private readonly int _perBidder;
    // In the order of each bidder's first bid, which is the same whether it is made by facts or read from a snapshot.
    private readonly OrderedDictionary<string, BidderWindow> _windows = new(StringComparer.Ordinal);
    // A bid is looked up and then remembered, and its bidder's other bids come with it.
    private (string? Bidder, BidderWindow? Window) _last;
    // One message is one bidder's, and so is its append.
    private BidderWindow? _unnumbered;

    /// <param name="perBidder">Ids to remember of each bidder, 1 or more.</param>
    public RecentBids(int perBidder)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(perBidder, 1);
        _perBidder = perBidder;
    }

    /// <summary>Ids remembered now, of all bidders.</summary>
    public int Count { get; private set; }

    /// <summary>Whether this bid was accepted before. Allocates nothing.</summary>
    /// <param name="bidder">Who bids.</param>
    /// <param name="bidId">The bidder's own id of the bid.</param>
    /// <param name="amountMinor">Minor units: the id's content, as the lot is given.</param>
    public RememberedBid Look(string bidder, string bidId, long amountMinor) =>
        Count == 0 || WindowOf(bidder) is not { } window ? default : window.Look(bidId, amountMinor);

    /// <summary>Remembers an accepted bid; the bidder's oldest is forgotten when there is no room.</summary>
    /// <param name="seq">The event number its answer tells.</param>
    /// <param name="receipt">The receipt its answer tells; 0: none.</param>
    public void Remember(string bidder, string bidId, long amountMinor, long seq, ulong receipt = 0)
    {
        if (WindowOf(bidder) is not { } window)
        {
            window = new BidderWindow();
            _windows.Add(bidder, window);
            _last = (bidder, window);
        }
        if (window.Remember(bidId, amountMinor, seq, receipt, _perBidder)) Count++;
        if (seq >= 0) return;
        BrokenInvariantException.Unless(_unnumbered is null || _unnumbered == window, "The bids of one append are one bidder's.");
        _unnumbered = window;
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
        _unnumbered?.Number(firstEvent, receipts);
        _unnumbered = null;
    }

    /// <summary>Remembers a fact of the lot, where it answers a bidder's request: for those who rebuild from facts.</summary>
    public void Remember(LotFact fact, long seq, ulong receipt = 0)
    {
        if (fact is LotFact.BidAccepted bid) Remember(bid.Bidder, bid.BidId, bid.AmountMinor, seq, receipt);
        else if (fact is LotFact.BidWithdrawn withdrawn) Remember(withdrawn.Bidder, Withdrawal(withdrawn.BidId), 0, seq, receipt);
    }

    /// <summary>Under what a bid that was taken back is remembered: no bid has such an id.</summary>
    public static string Withdrawal(string bidId) => $"withdraw {bidId}";

    /// <summary>
    /// What is remembered, bidder by bidder, each one's oldest first: remembered again in this order, it is the same.
    /// </summary>
    public IEnumerable<(string Bidder, string BidId, long AmountMinor, long Seq, ulong Receipt)> All()
    {
        foreach (var (bidder, window) in _windows)
        {
            for (var i = 0; i < window.Count; i++)
            {
                var (bidId, amountMinor, seq, receipt) = window.Oldest(i);
                yield return (bidder, bidId, amountMinor, seq, receipt);
            }
        }
    }

    private BidderWindow? WindowOf(string bidder)
    {
        if (!ReferenceEquals(bidder, _last.Bidder)) _last = (bidder, _windows.GetValueOrDefault(bidder));
        return _last.Window;
    }
}
