using Akka.Actor;
using AkkaAuction.Journal;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Auctioneer.Sales;

/// <summary>A bid that came as a <see cref="LotCommand.Bid"/> of its own, and its answer.</summary>
/// <param name="bid">What is asked.</param>
/// <param name="asker">Who asked.</param>
/// <param name="from">The lot's actor.</param>
internal sealed class SingleBid(LotCommand.Bid bid, IActorRef asker, IActorRef from) : IRelease
{
    private string _lot = "";

    /// <summary>Of the bid's fact among those that are stored with it.</summary>
    private int _place;
    private byte _digits;

    /// <summary>Decides the bid. An accepted one is in the lot's state, and is to be stored.</summary>
    /// <param name="record">What the lot knows.</param>
    /// <param name="now">The time.</param>
    /// <param name="isOverdue">Whether the lot must close before anybody is told that it is closed.</param>
    /// <returns>The answer when there is nothing to store; null: the bid is accepted.</returns>
    public Answer? Decide(StoredLot record, DateTimeOffset now, out bool isOverdue)
    {
        isOverdue = false;
        var known = record.Look(bid.Bidder, bid.BidId, bid.AmountMinor);
        if (known.Match == BidIdMatch.Same)
            return new Answer.Accepted(bid.BidId, record.Id, bid.AmountMinor, known.Seq, known.Receipt) { Digits = record.Digits };
        if (known.Match != BidIdMatch.New) return Refusal(bid, record, RejectionCode.BidIdReused, now);
        var decision = Lot.Decide(record.State, bid, now);
        if (decision.IsRefused)
        {
            isOverdue = record.IsOverdue(decision);
            var (no, code) = (decision.Rejection, record.CodeOf(decision.Rejection));
            return new Answer.Refused(bid.BidId, record.Id, code, no.PriceMinor, no.NextMinor, Reasons.For(code))
            {
                Digits = record.Digits,
            };
        }
        record.Begin();
        (_lot, _place, _digits) = (record.Id, record.Add(decision), record.Digits);
        return null;
    }

    public void Stored(Appended facts) =>
        asker.Tell(
            new Answer.Accepted(bid.BidId, _lot, bid.AmountMinor, facts.FirstEvent + _place, facts.ReceiptOf(_place)) { Digits = _digits },
            from);

    /// <summary>The lot knows the bid from here on.</summary>
    public void Remember(StoredLot record, in Appended stored) =>
        record.Remember(bid.Bidder, bid.BidId, bid.AmountMinor, stored.FirstEvent + _place, stored.ReceiptOf(_place));

    /// <summary>An answer that the rules have no part in.</summary>
    public static Answer.Refused Refusal(LotCommand.Bid bid, StoredLot record, RejectionCode code, DateTimeOffset now) =>
        new(bid.BidId, record.Id, code, record.State.PriceAt(now), record.NextFor(bid.Bidder, now), Reasons.For(code))
        {
            Digits = record.Digits,
        };
}
