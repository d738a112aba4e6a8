using Akka.Actor;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Journal;
using AkkaAuction.Messages;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Originals;

namespace AkkaAuction.Auctioneer.Originals;

/// <summary>
/// The lot of the auction that is held, for the sealed house's desk alone: an <see cref="ItemAuction"/> like any other, made for the
/// auction and stopped after it. It gets one bid at a time, so that no bid overtakes one that it failed on and gets again. The hammer falls
/// when it has them all.
/// </summary>
/// <param name="desk">The desk's context: the lot is its child, and answers it.</param>
/// <param name="lots">What all its lots share.</param>
internal sealed class SealedLot(IActorContext desk, ItemAuctionContext lots)
{
    // Bids on their way to the lot, in the order in which they were received: equal ones go by it.
    private readonly Queue<(long Connection, long AmountMinor)> _bids = [];
    private IActorRef _lot = ActorRefs.Nobody;
    private bool _isLastBidIn;

    /// <summary>What it has announced; null: nothing yet.</summary>
    public Notice.UnitSold? Award { get; set; }

    public bool Is(IActorRef actor) => actor.Equals(_lot);

    /// <summary>Begins another auction.</summary>
    /// <param name="terms">Its lot.</param>
    /// <param name="auction">Its number.</param>
    /// <param name="recovered">What the lot's facts have come to; null: it has none.</param>
    public void Make(LotTerms terms, int auction, RecoveredLot? recovered)
    {
        // The auctions before are over.
        lots.Journal.LetGo(StreamNames.DeskLots, auction - 1);
        Award = null;
        _bids.Clear();
        _isLastBidIn = false;
        _lot = ItemAuction.Make(desk, terms.Id, terms, auction, lots, recovered);
        Tell(new LotCommand.Open());
    }

    public void Stop()
    {
        desk.Stop(_lot);
        _lot = ActorRefs.Nobody;
    }

    public void Bid(long connection, long amountMinor)
    {
        _bids.Enqueue((connection, amountMinor));
        if (_bids.Count == 1) Ask();
    }

    /// <summary>It failed on a bid that this house has taken, or on its opening before that: it is back, and gets both once more.</summary>
    public void BidAgain()
    {
        Tell(new LotCommand.Open());
        Ask();
    }

    /// <summary>It has lost nothing that was stored; it may have missed the hammer.</summary>
    public void IsBack(long life)
    {
        Tell(new LotCommand.Open());
        Tell(new ItemAuction.MissedNothing(life));
        LetHammerFall();
    }

    /// <summary>One bid is answered, be it accepted or not; the next goes out.</summary>
    public void BidAnswered(string bidId)
    {
        // A lot of the desk's life before may have answered, too.
        if (!_bids.TryPeek(out var bid) || SealedBids.IdOf(bid.Connection) != bidId) return;
        _bids.Dequeue();
        Ask();
        LetHammerFall();
    }

    /// <summary>No bid follows: the end of the bidding is stored, as all bids before it are, and they have come here.</summary>
    public void BiddingIsOver()
    {
        _isLastBidIn = true;
        LetHammerFall();
    }

    private void LetHammerFall()
    {
        if (_isLastBidIn && _bids.Count == 0) Tell(new LotCommand.Hammer());
    }

    private void Ask()
    {
        if (!_bids.TryPeek(out var bid)) return;
        Tell(new LotCommand.Bid(SealedBids.BidderOf(bid.Connection), SealedBids.IdOf(bid.Connection), bid.AmountMinor));
    }

    private void Tell(object message) => _lot.Tell(message, desk.Self);
}
