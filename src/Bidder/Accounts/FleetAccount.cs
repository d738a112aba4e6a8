using System.Collections.Immutable;
using AkkaAuction.Bidder.Market;
using AkkaAuction.Messages;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Bidder.Accounts;

/// <summary>What became of one bidder (R1.11). Amounts are minor units.</summary>
/// <param name="Name">The bidder.</param>
/// <param name="BudgetMinor">What it could spend.</param>
/// <param name="SpentMinor">What it spent.</param>
/// <param name="Purchases">What it bought, and what it paid for bids that did not win, oldest first.</param>
/// <param name="WonByOthers">What went to others while it listened, oldest first.</param>
/// <param name="Lost">Lots it bid on and got nothing of, and never will.</param>
/// <param name="Undecided">Lots it bid on, has nothing of, and may still get: it left before they were closed.</param>
/// <param name="NeverBidOn">Lots it never bid on.</param>
public sealed record BidderAccount(
    string Name,
    long BudgetMinor,
    long SpentMinor,
    ImmutableArray<Purchase> Purchases,
    ImmutableArray<AwardedUnit> WonByOthers,
    ImmutableArray<string> Lost,
    ImmutableArray<string> Undecided,
    ImmutableArray<string> NeverBidOn)
{
    /// <summary>Currency of the budget and of what was spent of it.</summary>
    public Currency Currency { get; init; } = Currency.Default;

    /// <summary>Lots of which units left the sale while it had no connection: the house does not say who got them.</summary>
    public ImmutableArray<string> Unseen { get; init; } = [];

    /// <summary>Lots of <see cref="WonByOthers"/> of which more may have gone to others while it did not listen.</summary>
    public ImmutableArray<string> HeardInPart { get; init; } = [];

    /// <summary>Lots that it may have bid on at an earlier visit.</summary>
    public ImmutableArray<string> NotKnown { get; init; } = [];

    public long LeftMinor => BudgetMinor - SpentMinor;

    public static BidderAccount Of(BidderState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var lots = state.Market.Lots.Keys.ToList();
        // Who leads has bid, at an earlier visit perhaps.
        var unrewarded = lots.Where(lot => state.RecordOf(lot).Won == 0 && (state.RecordOf(lot).Bids > 0 || Leads(lot))).ToLookup(
            lot => state.Market.HasEnded || state.Market.Lots[lot].State == LotViewState.Closed);
        var untouched = lots.Where(lot => state.RecordOf(lot) is { Won: 0, Bids: 0 } && !Leads(lot)).ToLookup(state.KnowsOwnBidsOn);
        var unseen = state.Market.Unseen.Where(gap => gap.Value > Unheard(gap.Key)).Select(gap => gap.Key).ToImmutableArray();
        var others = state.Market.Awards.Where(award => award.Winner != state.Name).ToImmutableArray();
        return new BidderAccount(
            state.Name,
            state.Wallet.BudgetMinor,
            state.Wallet.SpentMinor,
            [.. state.Wallet.Purchases.OrderBy(bought => bought.Seq)],
            others,
            [.. unrewarded[true]],
            [.. unrewarded[false]],
            [.. untouched[true]])
        {
            Currency = state.Wallet.Currency,
            Unseen = unseen,
            HeardInPart =
            [
                .. others.Select(award => award.Lot).Distinct()
                    .Where(lot => unseen.Contains(lot) || !state.Market.UnsoldAtFirst.Contains(lot)),
            ],
            NotKnown = [.. untouched[false]],
        };

        bool Leads(string lot) => state.Market.Lots[lot].Leader == state.Name;

        // Own units whose award was not heard stand in the account of the house.
        int Unheard(string lot) => state.Wallet.Purchases.Count(bought => bought.Lot == lot && !bought.IsPayment)
            - state.Market.Awards.Count(award => award.Lot == lot && award.Winner == state.Name);
    }
}

/// <summary>What became of all bidders of a fleet, in the order of their numbers.</summary>
/// <param name="SaleEnded">Whether every one of them heard the sale's end; false when they were stopped before it.</param>
public sealed record FleetAccount(ImmutableArray<BidderAccount> Bidders, bool SaleEnded)
{
    /// <summary>The bots that could not go on, and why; those that the house had let in have an account all the same.</summary>
    public ImmutableArray<string> Failures { get; init; } = [];
}
