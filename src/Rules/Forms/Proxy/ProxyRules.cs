using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Rules.Forms.Proxy;

/// <summary>
/// Proxy bidding. With the leader's maximum h and the highest maximum s of anybody else, the price is the highest of: the price before;
/// min(h, s + increment(s)) once there is an s; min(h, reserve). Of equal maximums the earlier leads. A bid from the
/// leader moves only its own maximum: up, or down to the price; whether up also lifts a price that the old maximum had capped is
/// the house's choice (<see cref="LeaderRaise"/>). In recorded histories (<see cref="LowestBid.StartPrice"/>) every bid from
/// the start price on counts, and a bidder's highest is its maximum.
/// </summary>
internal static class ProxyRules
{
    public static Decision<LotFact> Take(AscendingState state, LotCommand.Bid bid, DateTimeOffset now)
    {
        if (bid.AmountMinor < state.NextFor(bid.Bidder))
            return Decision<LotFact>.Refuse(state.Reject(RejectionCode.TooLow, bid.Bidder, now));

        var (leader, highest, others) = Rank(state, bid.Bidder, bid.AmountMinor);
        var price = Price(state, bid.Bidder == state.Leading, highest, others);
        return state.Accept(new LotFact.BidAccepted(
            bid.Bidder, bid.BidId, bid.AmountMinor, state.BidsTaken + 1, now, price, leader));
    }

    public static AscendingState Evolve(AscendingState state, LotFact.BidAccepted bid)
    {
        var (leader, highest, others) = Rank(state, bid.Bidder, bid.AmountMinor);
        BrokenInvariantException.Unless(leader == bid.Leader, "The highest maximum leads.");
        BrokenInvariantException.Unless(bid.PriceMinor <= highest, "Nobody pays more than its own maximum.");
        return state with
        {
            BidsTaken = bid.Order,
            PriceMinor = bid.PriceMinor,
            Leading = leader,
            LeaderMaxMinor = highest,
            OthersMaxMinor = others,
            ExtendsToTicks = state.ExtendsTo(bid),
        };
    }

    /// <summary>The leader after a bid, the leader's maximum, and the highest maximum of another bidder.</summary>
    private static (string Leader, long Highest, long Others) Rank(AscendingState state, string bidder, long amountMinor)
    {
        if (state.Leading is null) return (bidder, amountMinor, state.OthersMaxMinor);
        if (bidder == state.Leading)
        {
            var lowers = state.Form.LowestBid == LowestBid.NextIncrement;
            return (bidder, lowers ? amountMinor : Math.Max(amountMinor, state.LeaderMaxMinor), state.OthersMaxMinor);
        }
        return amountMinor > state.LeaderMaxMinor
            ? (bidder, amountMinor, state.LeaderMaxMinor)
            : (state.Leading, state.LeaderMaxMinor, Math.Max(state.OthersMaxMinor, amountMinor));
    }

    private static long Price(AscendingState state, bool byLeader, long highest, long others)
    {
        var form = state.Form;
        var price = state.PriceMinor;
        if (others >= 0 && (!byLeader || form.LeaderRaise == LeaderRaise.LiftsCappedPrice))
            price = Math.Max(price, Math.Min(highest, Amount.PlusOrMax(others, form.Increments.At(others))));
        if (form.ReserveMinor is { } reserve) price = Math.Max(price, Math.Min(highest, reserve));
        return price;
    }
}
