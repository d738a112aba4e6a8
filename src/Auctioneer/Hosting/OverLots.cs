using Akka.Actor;
using AkkaAuction.Auctioneer.Recovery;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Journal;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Auctioneer.Hosting;

/// <summary>
/// The lots of a sale that is over and was read from the journal again. They are closed, but a bid that was accepted gets its first answer
/// again (P2). The auctioneer has it, and lets go of it with the sale.
/// </summary>
/// <param name="past">What the sale's facts have come to.</param>
/// <param name="journal">When answers may leave.</param>
internal sealed class OverLots(SalePast past, IJournal journal)
{
    /// <summary>Answers the bids of a read, as the lot would that is no more.</summary>
    public void Answer(PlaceBids bids, IActorRef session, IActorRef self)
    {
        var lot = past.Lots.GetValueOrDefault(WaitingLots.IdOf(bids.Lot));
        var digits = lot?.State.Terms.Currency.Digits ?? Currency.DigitsUnsaid;
        var asked = bids with { Bids = [.. bids.Bids.Select(bid => Read(bid, digits))] };
        var answers = new BidsInHand(asked, session, self, (byte)digits);
        for (var i = 0; i < asked.Bids.Length; i++)
        {
            var bid = asked.Bids[i];
            var known = lot?.Recent.Look(bids.Bidder, bid.Id, bid.AmountMinor) ?? default;
            if (known.Match == BidIdMatch.Same && bid.Refusal == RejectionCode.None) answers.Accept(i, known.Seq, known.Receipt);
            else answers.Refuse(i, CodeOf(bid, lot, known.Match), lot?.State.PriceMinor, null);
        }
        if (journal.StoresAtOnce) answers.Stored(default);
        else journal.After(answers);
    }

    /// <summary>The amount in the lot's own digits: who read it did not know them (<see cref="LotDirectory.DigitsUnknown"/>).</summary>
    private static AskedBid Read(in AskedBid bid, int digits)
    {
        if (bid.Refusal != RejectionCode.None || !bid.IsInMostDigits) return bid;
        var amount = bid.AmountMinor;
        for (var digit = LotDirectory.DigitsUnknown; digit > digits; digit--)
        {
            if (amount % 10 != 0) return bid with { Refusal = RejectionCode.NotAnAmount };
            amount /= 10;
        }
        return bid with { AmountMinor = amount };
    }

    private static RejectionCode CodeOf(in AskedBid bid, RecoveredLot? lot, BidIdMatch match) =>
        bid.Refusal != RejectionCode.None ? bid.Refusal
        : lot is null ? RejectionCode.NoSuchLot
        : match == BidIdMatch.New ? RejectionCode.Closed
        : RejectionCode.BidIdReused;
}
