using AkkaAuction.Journal;
using AkkaAuction.Rules;

namespace AkkaAuction.Auctioneer.Sales;

/// <summary>
/// One lot's share of a <see cref="BidBatch"/>: the message that the lot gets. While the lot decides, a new bid's <see cref="BidSlot.Seq"/> is its fact's
/// place among those that the lot stores with it; the journal, which holds the share until they are stored, puts the event number in its place.
/// </summary>
public sealed class LotBids : IRelease
{
    private readonly BidBatch _batch;
    private int[] _places = new int[1];

    internal LotBids(BidBatch batch) => _batch = batch;

    public LotHandle Lot { get; private set; } = LotHandle.None;

    public int Count { get; private set; }

    public string Bidder => _batch.Bidder;

    /// <summary>The slots of this lot, in the order of asking.</summary>
    public ref BidSlot this[int index] => ref _batch[_places[index]];

    /// <summary>All slots are answered, and may be told. The share is in other hands from here on.</summary>
    public void Stored(Appended facts)
    {
        var isAnyNew = false;
        for (var i = 0; i < Count; i++)
        {
            ref var slot = ref this[i];
            if (!slot.IsNew) continue;
            slot.Receipt = facts.ReceiptOf((int)slot.Seq);
            slot.Seq += facts.FirstEvent;
            isAnyNew = true;
        }
        // Not left to the session: it may have ended, and then its bidder comes back and asks.
        if (isAnyNew) _batch.Record?.Remember(this);
        _batch.ShareDone();
    }

    /// <summary>
    /// The lot failed while it had this in hand, and nothing of it is stored: what was decided, or rested on what was, is to be asked again. What the lot had no part in stays.
    /// </summary>
    internal void Fail()
    {
        for (var i = 0; i < Count; i++)
        {
            ref var slot = ref this[i];
            if (RestsOnState(slot.Code) || (slot.Code == RejectionCode.None && (slot.IsNew || slot.Seq == 0)))
                (slot.Code, slot.IsNew) = (RejectionCode.Recovering, false);
            // So may the price that it shows.
            (slot.PriceMinor, slot.NextMinor) = (null, null);
        }
    }

    /// <summary>The lot takes nothing more.</summary>
    internal void RefuseAsClosed(long priceMinor)
    {
        for (var i = 0; i < Count; i++)
        {
            ref var slot = ref this[i];
            (slot.Code, slot.PriceMinor, slot.IsNew) = (RejectionCode.Closed, priceMinor, false);
        }
    }

    /// <summary>What a refusal says may follow from a bid beside it that was not stored, or from a closing that was not.</summary>
    private static bool RestsOnState(RejectionCode code) =>
        code is RejectionCode.NotOpenYet or RejectionCode.Closed or RejectionCode.TooLow or RejectionCode.LeadsAlready or RejectionCode.Passed;

    internal void Begin(LotHandle lot)
    {
        Lot = lot;
        Count = 0;
    }

    internal void Add(int place)
    {
        if (Count == _places.Length) Array.Resize(ref _places, _places.Length * 2);
        _places[Count++] = place;
    }
}
