using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Rules.Forms.Sealed;

/// <summary>
/// Sealed bids. The lot accepts every bid at or above the seller's minimum. A bidder's highest bid counts, and a later lower one has no
/// effect (a refusal would tell the bidder nothing new). The highest bid wins; of equal bids the earlier wins. First price: the winner pays
/// its bid. Second price: the highest bid of anybody else, at least the seller's minimum.
/// </summary>
internal static class SealedRules
{
    public static Decision<LotFact> Take(TimedState state, LotCommand.Bid bid, DateTimeOffset now) =>
        bid.AmountMinor < state.NextMinor
            ? Decision<LotFact>.Refuse(state.Reject(RejectionCode.TooLow, bid.Bidder, now))
            : Decision<LotFact>.Accept(new LotFact.BidAccepted(
                bid.Bidder, bid.BidId, bid.AmountMinor, state.BidsTaken + 1, now, state.PriceMinor, null)
            { Salt = bid.Salt });

    public static void ShowsNothing(TimedState state, LotFact.BidAccepted bid) =>
        BrokenInvariantException.Unless(bid.Leader is null && bid.PriceMinor == state.PriceMinor, "Sealed bids show nothing.");

    public static SealedState Evolve(SealedState state, LotFact.BidAccepted bid)
    {
        ShowsNothing(state, bid);
        var amount = bid.AmountMinor;
        if (state.BestBidder is null || (bid.Bidder == state.BestBidder && amount > state.BestMinor))
            return state with { BidsTaken = bid.Order, BestBidder = bid.Bidder, BestMinor = amount };
        if (bid.Bidder == state.BestBidder)
            return state with { BidsTaken = bid.Order };
        return amount > state.BestMinor
            ? state with { BidsTaken = bid.Order, BestBidder = bid.Bidder, BestMinor = amount, OthersMinor = state.BestMinor }
            : state with { BidsTaken = bid.Order, OthersMinor = Math.Max(state.OthersMinor, amount) };
    }
}
