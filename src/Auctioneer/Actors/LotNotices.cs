using AkkaAuction.Messages;
using AkkaAuction.Rules.Formats;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Auctioneer.Actors;

/// <summary>
/// What outsiders are told of a lot's facts, in the order they are told it. Facts and notices are different things: a bid in a round or a sealed
/// bid is a fact that nobody hears of, an award is one fact and three notices. A notice's number is its fact's index until the journal
/// puts the event number in its place.
/// </summary>
public static class LotNotices
{
    /// <summary>The lot as an outsider may see it.</summary>
    public static LotView View(LotState lot)
    {
        var terms = lot.Terms;
        return new LotView(
            terms.Id, terms.Format.Name, terms.Title, terms.StartPriceMinor, lot.PriceMinor, lot.NextMinor, lot.UnitsLeft, lot.Leader,
            Deadline(lot), lot.Phase switch
            {
                LotPhase.Waiting => LotViewState.Waiting,
                LotPhase.Closed => LotViewState.Closed,
                // Between two rounds a lot takes no bids: it waits, as it did before the first. Other forms may be open without a deadline.
                _ => terms.Format is Format.Rounds && Deadline(lot) is null ? LotViewState.Waiting : LotViewState.Open,
            });
    }

    /// <summary>Adds what is told of one fact.</summary>
    /// <param name="before">The lot before it.</param>
    /// <param name="fact">The fact.</param>
    /// <param name="after">The lot after it.</param>
    /// <param name="index">The fact's place among those that are stored together.</param>
    /// <param name="notices">Where to.</param>
    public static void Add(LotState before, LotFact fact, LotState after, int index, List<Notice> notices)
    {
        var lot = after.Terms.Id;
        switch (fact)
        {
            case LotFact.Opened when after.Terms.Format is not Format.Rounds:
                notices.Add(new Notice.LotListed(index, View(after)));
                break;
            case LotFact.BidAccepted when after.Terms.Format is Format.Proxy:
                if (after.PriceMinor != before.PriceMinor || after.Leader != before.Leader)
                    notices.Add(new Notice.PriceChanged(index, lot, after.PriceMinor, after.Leader, after.NextMinor, after.ClosesAt));
                if (before.Leader is { } led && led != after.Leader) notices.Add(new Notice.Outbid(index, lot, after.PriceMinor, led));
                break;
            case LotFact.BidAccepted when after.Terms.Format is Format.Room:
                if (before.Leader is { } outbid) notices.Add(new Notice.Outbid(index, lot, after.PriceMinor, outbid));
                break;
            // The room's bids are open: each is told with the deadline that it started.
            case LotFact.DeadlineSet deadline:
                notices.Add(new Notice.PriceChanged(index, lot, after.PriceMinor, after.Leader, after.NextMinor, deadline.ClosesAt));
                break;
            case LotFact.UnitAwarded award:
                if (after.PriceMinor != before.PriceMinor)
                    notices.Add(new Notice.PriceChanged(index, lot, after.PriceMinor, award.Bidder, after.NextMinor, null));
                notices.Add(new Notice.UnitSold(index, lot, award.PriceMinor, award.Bidder, award.UnitsLeft));
                notices.Add(new Notice.UnitWon(index, lot, award.PriceMinor, award.Bidder));
                if (after.Terms.Format is Format.Room && award.UnitsLeft > 0)
                    notices.Add(new Notice.PriceChanged(index, lot, after.PriceMinor, null, after.NextMinor, null));
                break;
            case LotFact.Closed closed:
                notices.Add(new Notice.LotClosed(index, lot, closed.Sold, closed.Unsold));
                break;
        }
    }

    private static DateTimeOffset? Deadline(LotState lot) => lot.Phase == LotPhase.Open ? lot.ClosesAt ?? lot.RoundClosesAt : null;
}
