using System.Collections.Frozen;
using System.Diagnostics;
using Akka.Actor;
using AkkaAuction.Journal;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Auctioneer.Sales;

/// <summary>
/// The lots of a sale whose opening time has not come: there is no actor for any of them. The sale's actor stands in the directory for all,
/// and answers as each lot would (202), from the catalogue.
/// </summary>
/// <param name="house">The sale's.</param>
/// <param name="self">The sale's actor.</param>
internal sealed class WaitingLots(SaleContext house, IActorRef self)
{
    private readonly FrozenDictionary<string, LotTerms> _terms = house.Catalogue.Lots.ToFrozenDictionary(l => l.Id, StringComparer.Ordinal);

    /// <summary>The id in a lot's name as it was asked.</summary>
    public static string IdOf(string name) => name[(name.LastIndexOf(SalesOnOffer.Separator) + 1)..];

    public LotDirectory Directory() =>
        new(house.Catalogue.Lots.Select(terms => new LotHandle(terms.Id, self, terms.Currency.Digits)));

    /// <summary>Answers the bids of a read.</summary>
    public void Answer(PlaceBids bids, IActorRef session)
    {
        if (!_terms.TryGetValue(IdOf(bids.Lot), out var terms))
        {
            Refuse(bids, RejectionCode.NoSuchLot, session, self, house.Journal);
            return;
        }
        var now = house.Time.GetUtcNow();
        var lot = LotState.Initial(terms);
        var answers = new BidsInHand(bids, session, self, (byte)terms.Currency.Digits);
        for (var i = 0; i < bids.Bids.Length; i++)
        {
            var bid = bids.Bids[i];
            if (bid.Refusal != RejectionCode.None)
            {
                var next = lot.NextFor(bids.Bidder, now);
                answers.Refuse(i, bid.Refusal, lot.PriceAt(now), next <= lot.Terms.CeilingMinor ? next : null);
                continue;
            }
            var decision = Lot.Decide(lot, new LotCommand.Bid(bids.Bidder, bid.Id, bid.AmountMinor), now);
            if (!decision.IsRefused) throw new UnreachableException("A lot that waits takes no bid.");
            answers.Refuse(i, decision.Rejection.Code, decision.Rejection.PriceMinor, decision.Rejection.NextMinor);
        }
        Release(answers, house.Journal);
    }

    /// <summary>Answers the bids of a read that the sale failed on (403).</summary>
    public static void Refuse(PlaceBids bids, IActorRef session, IActorRef self, IJournal journal)
    {
        var answers = new BidsInHand(bids, session, self, 0);
        answers.Fail();
        Release(answers, journal);
    }

    /// <summary>Refuses the bids of a read, each with the code unless its door has refused it already.</summary>
    public static void Refuse(PlaceBids bids, RejectionCode code, IActorRef session, IActorRef self, IJournal journal)
    {
        var answers = new BidsInHand(bids, session, self, 0);
        for (var i = 0; i < bids.Bids.Length; i++)
            answers.Refuse(i, bids.Bids[i].Refusal is var own and not RejectionCode.None ? own : code, null, null);
        Release(answers, journal);
    }

    /// <summary>The answer to a pass of any of them.</summary>
    public static Answer.Error NotOpenYet { get; } = new(RejectionCode.NotOpenYet, Reasons.For(RejectionCode.NotOpenYet));

    /// <summary>The answer to a pass that comes when there are lots.</summary>
    public static Answer.Error AskAgain { get; } = new(RejectionCode.Recovering, Reasons.For(RejectionCode.Recovering));

    private static void Release(BidsInHand answers, IJournal journal)
    {
        if (journal.StoresAtOnce) answers.Stored(default);
        else journal.After(answers);
    }
}
