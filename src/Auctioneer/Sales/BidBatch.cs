using Akka.Actor;
using AkkaAuction.Auctioneer.Sessions;
using AkkaAuction.Rules;

namespace AkkaAuction.Auctioneer.Sales;

/// <summary>One bid, or one line that was none, of a <see cref="BidBatch"/>: what was asked, and beside it what was answered.</summary>
public struct BidSlot
{
    /// <summary>The lot's id as it is answered; null for a line that was no bid.</summary>
    public string? Lot { get; set; }

    /// <summary>The bid's id; null for a line that was no bid.</summary>
    public string? BidId { get; set; }

    /// <summary>Minor units.</summary>
    public long AmountMinor { get; set; }

    /// <summary>
    /// Why not; <see cref="RejectionCode.None"/>: accepted. Set beforehand, it stays: the lot only adds its price.
    /// </summary>
    public RejectionCode Code { get; set; }

    /// <summary>What an error line says; null: the code's own words.</summary>
    public string? Reason { get; set; }

    /// <summary>The lot's price and the lowest that would do, minor units; null where there is none.</summary>
    public long? PriceMinor { get; set; }

    /// <inheritdoc cref="PriceMinor"/>
    public long? NextMinor { get; set; }

    /// <summary>The event number of an accepted bid.</summary>
    public long Seq { get; set; }

    /// <summary>The receipt of an accepted bid; 0: the journal gives none.</summary>
    public ulong Receipt { get; set; }

    /// <summary>Where the bidder's record has noted it, plus one; 0: nowhere.</summary>
    public int Noted { get; set; }

    /// <summary>Whether it was accepted now, for the first time (and not told again from memory).</summary>
    public bool IsNew { get; set; }
}

/// <summary>
/// The bids of one read of one connection, on their way to the lots and back. The connection fills it, each lot gets its share as one message
/// (<see cref="LotBids"/>) and writes the answers into its slots, and the last one to finish sends the whole back to the session, which
/// answers in the order of asking. A batch is in one pair of hands at a time and is used again for the next read, so a bid costs no
/// message of its own.
/// </summary>
public sealed class BidBatch
{
    /// <summary>Most slots of a batch: what one answer may grow to stays bounded.</summary>
    public const int SlotsMax = 1024;

    private readonly List<LotBids> _shares = [];
    private BidSlot[] _slots = new BidSlot[4];
    private Dictionary<LotHandle, LotBids>? _byLot;
    private int _sharesUsed;
    private int _open;
    private IActorRef _session = ActorRefs.Nobody;

    public int Count { get; private set; }

    public bool IsFull => Count >= SlotsMax;

    /// <summary>Who bids.</summary>
    public string Bidder { get; private set; } = "";

    internal BidderRecord? Record { get; private set; }

    public ref BidSlot this[int index] => ref _slots[index];

    /// <summary>Empties the batch for the next read.</summary>
    public void Clear()
    {
        // References are let go too: a batch outlives many bids.
        Array.Clear(_slots, 0, Count);
        Count = 0;
        _sharesUsed = 0;
        _byLot?.Clear();
    }

    /// <summary>Adds a slot that no lot has to see.</summary>
    public ref BidSlot Add()
    {
        if (Count == _slots.Length) Array.Resize(ref _slots, _slots.Length * 2);
        return ref _slots[Count++];
    }

    /// <summary>Adds a slot to a lot's share.</summary>
    public ref BidSlot Add(LotHandle lot)
    {
        Share(lot).Add(Count);
        ref var slot = ref Add();
        slot.Lot = lot.Id;
        return ref slot;
    }

    /// <summary>Sends the shares to their lots; the session gets the batch back when all are answered.</summary>
    /// <param name="bidder">Who bids.</param>
    /// <param name="session">Who gets it back.</param>
    /// <param name="record">Where accepted bids are remembered as soon as they are stored; null: nowhere.</param>
    public void Dispatch(string bidder, IActorRef session, BidderRecord? record = null)
    {
        Bidder = bidder;
        Record = record;
        _session = session;
        if (_sharesUsed == 0)
        {
            session.Tell(this, ActorRefs.NoSender);
            return;
        }
        var shares = _sharesUsed;
        _open = shares;
        // After the last Tell the batch may already be back and in use again: nothing of it is read then.
        for (var i = 0; i < shares; i++)
        {
            var share = _shares[i];
            share.Lot.Ref.Tell(share, session);
        }
    }

    internal void ShareDone()
    {
        if (Interlocked.Decrement(ref _open) == 0) _session.Tell(this, ActorRefs.NoSender);
    }

    private LotBids Share(LotHandle lot)
    {
        if (_sharesUsed > 0 && _shares[_sharesUsed - 1].Lot == lot) return _shares[_sharesUsed - 1];
        if (_sharesUsed <= 8)
        {
            for (var i = 0; i < _sharesUsed; i++)
            {
                if (_shares[i].Lot == lot) return _shares[i];
            }
        }
        else
        {
            _byLot ??= [];
            for (var i = _byLot.Count; i < _sharesUsed; i++) _byLot[_shares[i].Lot] = _shares[i];
            if (_byLot.TryGetValue(lot, out var known)) return known;
        }
        if (_sharesUsed == _shares.Count) _shares.Add(new LotBids(this));
        var share = _shares[_sharesUsed++];
        share.Begin(lot);
        return share;
    }
}
