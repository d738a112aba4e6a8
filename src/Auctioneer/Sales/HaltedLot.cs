using Akka.Actor;
using Akka.Event;
using AkkaAuction.Journal;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Sales;

/// <summary>A lot that failed too often: it closes as it stands, says so, awards nothing more and takes nothing more.</summary>
/// <param name="lot">What the lot knows.</param>
/// <param name="house">What all lots share.</param>
/// <param name="context">The lot's own.</param>
internal sealed class HaltedLot(StoredLot lot, ItemAuctionContext house, IActorContext context)
{
    /// <summary>Closes the lot, and tells the sale.</summary>
    public void Close(RecoveredLot? recovered)
    {
        var log = context.GetLogger();
        try
        {
            lot.Recover(recovered);
            if (lot.State.Phase != LotPhase.Closed)
                lot.Store(Decision<LotFact>.Accept(new LotFact.Closed(lot.State.Sold, lot.State.UnitsLeft, house.Time.GetUtcNow())));
        }
        catch (BrokenInvariantException fault)
        {
            // Its own facts contradict each other: what was sold is in them for a person to read; here it takes no more part.
            log.Error(fault, "Lot {Lot} cannot be recovered", lot.Id);
            var closed = new Notice.LotClosed(0, lot.Id, lot.State.Sold, lot.State.UnitsLeft);
            house.Journal.Announce(Chains.Of(house.StreamOf(0, lot.Id)), [closed]);
        }
        log.Error("Lot {Lot} is halted after failing too often: {Sold} sold, {Unsold} unsold", lot.Id, lot.State.Sold, lot.State.UnitsLeft);
        house.Parent.Tell(new LotReport.IsHalted(lot.Id, lot.State.Sold, lot.State.UnitsLeft));
    }

    public void Receive(object message)
    {
        switch (message)
        {
            case PlaceBids bids: Refuse(bids); break;
            case LotCommand.Bid bid: Answer(Refusal(bid)); break;
            case ItemAuction.WithdrawThis withdraw: Answer(withdraw.Refused(RejectionCode.Closed)); break;
            case ItemAuction.PassThis: Answer(new Answer.Error(RejectionCode.Closed, Reasons.For(RejectionCode.Closed))); break;
            // The round must not wait for it.
            case LotCommand.EndRound end: house.Parent.Tell(new SaleCommand.ReportRound(lot.Id, end.Round, 0, 0)); break;
            case ItemAuction.Show: Answer(LotNotices.View(lot.State) with { State = LotViewState.Closed }); break;
        }
    }

    /// <summary>What it accepted before it was halted keeps its answer.</summary>
    private void Refuse(PlaceBids bids)
    {
        var answers = new BidsInHand(bids, context.Sender, context.Self, lot.Digits);
        for (var i = 0; i < bids.Bids.Length; i++)
        {
            var bid = bids.Bids[i];
            var known = lot.Look(bids.Bidder, bid.Id, bid.AmountMinor);
            if (known.Match == BidIdMatch.Same)
            {
                answers.Accept(i, known.Seq, known.Receipt);
                continue;
            }
            var code = known.Match == BidIdMatch.New ? RejectionCode.Closed : RejectionCode.BidIdReused;
            answers.Refuse(i, code, lot.State.PriceMinor, null);
        }
        house.Release(answers);
    }

    private Answer.Refused Refusal(LotCommand.Bid bid) => new(
        bid.BidId, lot.Id, RejectionCode.Closed, lot.State.PriceAt(house.Time.GetUtcNow()), null, Reasons.For(RejectionCode.Closed));

    private void Answer(object answer) => house.Answer(context.Sender, answer, context.Self);
}
