using System.Collections.Immutable;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Formats;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Lab.Decide;

/// <summary>
/// Decides an auction from its bids by the house's own rules: the same <see cref="Lot"/> that stands behind every door, given one command
/// after the other. There is no clock in such a file, so the bids arrive at one instant and the lot closes a little later.
/// <code>
/// form                    reserve is                       a bid counts
/// first_price             the seller's minimum             from the reserve on
/// second_price            the seller's minimum             from the reserve on
/// english_proxy           hidden; below it nothing is sold from price + increment on; from the price on for the own maximum
/// english_proxy_simple    the start price                  from the reserve on
/// </code>
/// </summary>
public static class Decider
{
    private static readonly DateTimeOffset Opening = DateTimeOffset.UnixEpoch;
    private static readonly TimeSpan OpenFor = TimeSpan.FromHours(1);

    public static WorkedOutcome Decide(WorkedAuction auction)
    {
        ArgumentNullException.ThrowIfNull(auction);
        var digits = auction.Digits;
        var terms = new LotTerms("lot", auction.Name, FormatOf(auction), StartOf(auction), Units: 1, new Currency("XXX", digits), Amount.MaxMinor, OpenFor);
        var lot = Apply(LotState.Initial(terms), new LotCommand.Open(), Opening);
        WorkedOutcome.LastBid last = new([], null, digits);
        for (var i = 0; i < auction.Bids.Length; i++)
        {
            var bid = new LotCommand.Bid(auction.Bids[i].Bidder, $"bid-{i + 1}", auction.Bids[i].Amount.ToMinor(digits));
            var decision = Lot.Decide(lot, bid, Opening);
            var after = decision.Facts.Aggregate(lot, Lot.Evolve);
            if (after is ProxyState proxy) last = Told(proxy, bid, decision, digits);
            lot = after;
        }
        if (auction.Form == WorkedForm.EnglishProxy) return last;
        var closed = Lot.Decide(lot, new LotCommand.ClockReached(), Opening + OpenFor);
        var award = closed.Facts.OfType<LotFact.UnitAwarded>().SingleOrDefault();
        return lot is SealedState
            ? new WorkedOutcome.Sealed(award?.Bidder, award?.PriceMinor, digits)
            : new WorkedOutcome.Ascending(award?.Bidder, award?.PriceMinor ?? lot.PriceMinor, digits);
    }

    private static Format FormatOf(WorkedAuction auction)
    {
        if (auction.Form == WorkedForm.FirstPrice) return new Format.FirstPrice();
        if (auction.Form == WorkedForm.SecondPrice) return new Format.SecondPrice();
        var step = IncrementTable.Flat(auction.Increment!.Value.ToMinor(auction.Digits));
        return auction.Form == WorkedForm.EnglishProxy
            ? new Format.Proxy(step, auction.Reserve?.ToMinor(auction.Digits), LowestBid.NextIncrement, LeaderRaise.LeavesPrice)
            : new Format.Proxy(step, HiddenReserveMinor: null, LowestBid.StartPrice, LeaderRaise.LiftsCappedPrice);
    }

    private static long StartOf(WorkedAuction auction) =>
        auction.Form == WorkedForm.EnglishProxy ? 0 : auction.Reserve?.ToMinor(auction.Digits) ?? 0;

    private static LotState Apply(LotState lot, LotCommand command, DateTimeOffset now) =>
        Lot.Decide(lot, command, now).Facts.Aggregate(lot, Lot.Evolve);

    // What a room would have seen of one bid: where a hidden maximum answers it, the challenger's bid first, then the leader's.
    private static WorkedOutcome.LastBid Told(ProxyState after, LotCommand.Bid bid, Decision<LotFact> decision, int digits)
    {
        BidReply Reply(string outcome) => new(outcome, after.PriceMinor, after.Leader);
        if (decision.IsRefused) return new([], Reply(Name(decision.Rejection.Code)), digits);
        if (after.Leader == bid.Bidder)
        {
            ImmutableArray<BidEvent> leads = [new(bid.Bidder, after.PriceMinor, after.LeaderMaxMinor)];
            return new(leads, Reply(after.ReserveMet ? "ACCEPTED" : "ACCEPTED_BELOW_RESERVE"), digits);
        }
        var step = after.Form.Increments.At(after.OthersMaxMinor);
        ImmutableArray<BidEvent> outbid =
        [
            // As high as the challenger went and yet one step below the leader's maximum: the leader is never seen to be met.
            new(bid.Bidder, Math.Max(0, Math.Min(bid.AmountMinor, after.LeaderMaxMinor - step)), bid.AmountMinor),
            new(after.Leader!, after.PriceMinor, after.LeaderMaxMinor),
        ];
        return new(outbid, Reply("ACCEPTED_OUTBID"), digits);
    }

    private static string Name(RejectionCode code) => code is RejectionCode.TooLow ? "TOO_LOW" : code.ToString();
}
