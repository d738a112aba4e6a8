using AkkaAuction.Bidder.Market;
using AkkaAuction.Messages;

namespace AkkaAuction.Bidder.Strategies;

/// <summary>What a bidder does when it is its turn.</summary>
public abstract record Act
{
    private Act() { }

    /// <param name="AmountMinor">Minor units.</param>
    public sealed record Bid(string Lot, long AmountMinor) : Act;

    /// <summary>Nothing more from this bidder in this round, and the house is told.</summary>
    public sealed record Pass : Act;

    /// <summary>Nothing, for now; the house is told nothing.</summary>
    public sealed record Nothing : Act;

    public static Act Passing { get; } = new Pass();

    public static Act Waiting { get; } = new Nothing();
}

/// <summary>What a strategy decides from.</summary>
/// <param name="State">The market as told so far, the wallet, and what became of earlier bids.</param>
/// <param name="Chance">Its only source of chance.</param>
/// <param name="Now">The house's time, as well as it is known here.</param>
public sealed record Situation(BidderState State, IChance Chance, DateTimeOffset Now);

/// <summary>
/// How a bidder decides. Pure: the same situation gives the same act. To add one, write a class and put it into
/// <see cref="StrategyRegistry"/>. The bot's actor holds every bid against the price and the wallet before it sends it.
/// </summary>
public interface IBidderStrategy
{
    /// <summary>What <c>--strategy</c> calls it.</summary>
    string Name { get; }

    /// <summary>Its one act in a round that has just opened: a bid, or a pass.</summary>
    Act InRound(Situation situation);

    /// <summary>
    /// What it does about an open lot with a deadline of its own, when something about it changed or at the time it asked for.
    /// </summary>
    Act OnLot(Situation situation, LotView lot);

    /// <summary>When it wants to be asked about a lot again, in the house's time; null: when something changes.</summary>
    DateTimeOffset? WakeAt(Situation situation, LotView lot) => null;
}
