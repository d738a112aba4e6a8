using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Akka.Actor;
using AkkaAuction.Journal;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Auctioneer.Sales;

/// <summary>
/// The bids of one <see cref="PlaceBids"/> and their answers: the lot decides them one after the other, hands the answers to the journal
/// with the facts, and the session gets them when those are stored. An accepted bid's event number is its fact's place in that append,
/// negative, until the append has given numbers (<see cref="RecentBids.Unnumbered"/>).
/// </summary>
/// <param name="bids">What is answered.</param>
/// <param name="session">Who asked.</param>
/// <param name="from">The lot's actor.</param>
/// <param name="digits">Digits behind the point of the lot's amounts.</param>
internal sealed class BidsInHand(PlaceBids bids, IActorRef session, IActorRef from, byte digits) : IRelease
{
    private readonly BidAnswer[] _answers = new BidAnswer[bids.Bids.Length];

    /// <summary>
    /// Decides the bids in the order of asking. What is accepted is in the lot's state, and is to be stored in one piece.
    /// </summary>
    /// <param name="record">What the lot knows.</param>
    /// <param name="house">The clock, and where salts come from.</param>
    /// <returns>Whether the lot is overdue: it must close before anybody is told that it is closed.</returns>
    public bool Decide(StoredLot record, ItemAuctionContext house)
    {
        var now = house.Time.GetUtcNow();
        record.Begin();
        var bidder = bids.Bidder;
        var isOverdue = false;
        for (var i = 0; i < bids.Bids.Length; i++)
        {
            var bid = bids.Bids[i];
            if (IsAnswered(i, record, bid, now)) continue;
            var salt = house.SaltFor(record.State);
            var decision = Lot.Decide(record.State, new LotCommand.Bid(bidder, bid.Id, bid.AmountMinor) { Salt = salt }, now);
            if (decision.IsRefused)
            {
                Refuse(i, record.CodeOf(decision.Rejection), decision.Rejection.PriceMinor, decision.Rejection.NextMinor);
                isOverdue |= record.IsOverdue(decision);
                continue;
            }
            var seq = RecentBids.Unnumbered(record.Add(decision));
            Accept(i, seq);
            // A bid beside it with the same id must find it.
            record.Remember(bidder, bid.Id, bid.AmountMinor, seq);
        }
        return isOverdue;
    }

    /// <summary>
    /// Whether a bid's answer does not depend on the rules: it was refused before it came here, or its id was used before.
    /// </summary>
    private bool IsAnswered(int index, StoredLot record, in AskedBid bid, DateTimeOffset now)
    {
        var code = bid.Refusal;
        if (code == RejectionCode.None)
        {
            var known = record.Look(bids.Bidder, bid.Id, bid.AmountMinor);
            if (known.Match == BidIdMatch.New) return false;
            if (known.Match == BidIdMatch.Same)
            {
                Accept(index, known.Seq, known.Receipt);
                return true;
            }
            code = RejectionCode.BidIdReused;
        }
        Refuse(index, code, record.State.PriceAt(now), record.NextFor(bids.Bidder, now));
        return true;
    }

    public void Accept(int index, long seq, ulong receipt = 0)
    {
        var asked = bids.Bids[index];
        _answers[index] = new BidAnswer
        {
            Place = asked.Place,
            Lot = bids.Lot,
            Id = asked.Id,
            AmountMinor = asked.AmountMinor,
            Digits = digits,
            Seq = seq,
            Receipt = receipt,
        };
    }

    public void Refuse(int index, RejectionCode code, long? priceMinor, long? nextMinor)
    {
        var asked = bids.Bids[index];
        _answers[index] = new BidAnswer
        {
            Place = asked.Place,
            Lot = bids.Lot,
            Id = asked.Id,
            AmountMinor = asked.AmountMinor,
            Digits = digits,
            Code = code,
            PriceMinor = priceMinor,
            NextMinor = nextMinor,
        };
    }

    /// <summary>All are answered, and what they rest on is stored. Nobody writes the answers after this.</summary>
    public void Stored(Appended facts)
    {
        for (var i = 0; i < _answers.Length; i++)
        {
            if (_answers[i].Seq >= 0) continue;
            var place = RecentBids.PlaceOf(_answers[i].Seq);
            _answers[i] = _answers[i] with { Seq = facts.FirstEvent + place, Receipt = facts.ReceiptOf(place) };
        }
        session.Tell(new BidsPlaced(bids.Read, ImmutableCollectionsMarshal.AsImmutableArray(_answers)), from);
    }

    /// <summary>
    /// The lot failed while it decided, and nothing of it is stored: what was accepted, or rested on what was, is to be asked again. So is
    /// what was not decided; what the lot had no part in stays, without the price.
    /// </summary>
    public void Fail()
    {
        for (var i = 0; i < _answers.Length; i++)
        {
            var asked = bids.Bids[i];
            var isDecided = _answers[i].Id is not null;
            var code = asked.Refusal != RejectionCode.None ? asked.Refusal
                : isDecided && _answers[i].Seq >= 0 && !RestsOnState(_answers[i].Code) ? _answers[i].Code
                : RejectionCode.Recovering;
            if (code == RejectionCode.None) continue;
            Refuse(i, code, null, null);
        }
    }

    /// <summary>What a refusal says may follow from a bid beside it that was not stored, or from a closing that was not.</summary>
    private static bool RestsOnState(RejectionCode code) =>
        code is RejectionCode.NotOpenYet or RejectionCode.Closed or RejectionCode.TooLow or RejectionCode.TooHigh
            or RejectionCode.NotYourTurn
            or RejectionCode.LeadsAlready or RejectionCode.Passed or RejectionCode.BidIdReused;
}
