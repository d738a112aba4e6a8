using AkkaAuction.Bidder.Market;
using AkkaAuction.Messages;

namespace AkkaAuction.Bidder.Strategies;

/// <summary>An act of a bidder at its turn.</summary>
public abstract record Act
{
    private Act() { }

    /// <param name="AmountMinor">Minor units.</param>
    public sealed record Bid(string Lot, long AmountMinor) : Act;

    /// <summary>Passes for this round; the house gets the pass.</summary>
    public sealed record Pass : Act;

    /// <summary>Waits; the house gets nothing.</summary>
    public sealed record Nothing : Act;

    public static Act Passing { get; } = new Pass();

    public static Act Waiting { get; } = new Nothing();
}

/// <summary>The input of a strategy's decision.</summary>
/// <param name="State">The market so far, the wallet, and the results of earlier bids.</param>
/// <param name="Chance">Its only source of chance.</param>
/// <param name="Now">The house's time, as well as it is known here.</param>
public sealed record Situation(BidderState State, IChance Chance, DateTimeOffset Now);

/// <summary>
/// How a bidder decides. Pure: the same situation gives the same act. To add one, write a class and put it into
/// <see cref="StrategyRegistry"/>. The bot's actor holds every bid against the price and the wallet before it sends it.
/// </summary>
public interface IBidderStrategy
{
    /// <summary>The strategy's name for <c>--strategy</c>.</summary>
    string Name { get; }

    /// <summary>Its one act in a round that has just opened: a bid, or a pass.</summary>
    Act InRound(Situation situation);

    /// <summary>
    /// Decides about an open lot with a deadline of its own, after a change of the lot or at the time that it asked for.
    /// </summary>
    Act OnLot(Situation situation, LotView lot);

    /// <summary>
    /// Its opening offer on a lot where bidders speak in turns, and its turn: better than its own last offer as far as its limit allows,
    /// unless it leads.
    /// </summary>
    Act OnTurn(Situation situation, LotView lot)
    {
        ArgumentNullException.ThrowIfNull(situation);
        ArgumentNullException.ThrowIfNull(lot);
        if (lot.Leader == situation.State.Name) return Act.Passing;
        var stretch = situation.Chance.Draw("stretch", lot.Lot, lot.PriceMinor);
        return Worth.Better(lot, Worth.Limit(situation, lot), stretch) is { } amount ? new Act.Bid(lot.Lot, amount) : Act.Passing;
    }

    /// <summary>When it wants to be asked about a lot again, in the house's time; null: when something changes.</summary>
    DateTimeOffset? WakeAt(Situation situation, LotView lot) => null;
}
