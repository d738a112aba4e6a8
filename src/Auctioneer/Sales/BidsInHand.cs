using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Akka.Actor;
using AkkaAuction.Journal;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Auctioneer.Sales;

/// <summary>
/// The answers to one <see cref="PlaceBids"/>: its lot writes them as it decides, hands them to the journal with the facts, and the session gets them when those are stored. An
/// accepted bid's event number is its fact's place in that append, negative, until the append has given numbers (<see cref="RecentBids.Unnumbered"/>).
/// </summary>
/// <param name="bids">What is answered.</param>
/// <param name="lot">The lot's id.</param>
/// <param name="session">Who asked.</param>
/// <param name="from">The lot's actor.</param>
internal sealed class BidsInHand(PlaceBids bids, string lot, IActorRef session, IActorRef from) : IRelease
{
    private readonly BidAnswer[] _answers = new BidAnswer[bids.Bids.Length];

    public void Accept(int index, long seq, ulong receipt = 0)
    {
        var asked = bids.Bids[index];
        _answers[index] = new BidAnswer { Place = asked.Place, Lot = lot, Id = asked.Id, AmountMinor = asked.AmountMinor, Seq = seq, Receipt = receipt };
    }

    public void Refuse(int index, RejectionCode code, long? priceMinor, long? nextMinor)
    {
        var asked = bids.Bids[index];
        _answers[index] = new BidAnswer
        {
            Place = asked.Place,
            Lot = lot,
            Id = asked.Id,
            AmountMinor = asked.AmountMinor,
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
    /// The lot failed while it decided, and nothing of it is stored: what was accepted, or rested on what was, is to be asked again. So is what
    /// was not decided; what the lot had no part in stays, without the price.
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
        code is RejectionCode.NotOpenYet or RejectionCode.Closed or RejectionCode.TooLow or RejectionCode.LeadsAlready or RejectionCode.Passed or RejectionCode.BidIdReused;
}
