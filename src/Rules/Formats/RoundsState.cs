using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Rules.Formats;

/// <summary>
/// A lot of the rounds. It remembers the best bid of the round that runs, each bidder's standing in it, and of the round before only
/// what it would report of it again.
/// </summary>
public sealed record RoundsState : LotState
{
    private readonly long _roundClosesAtTicks;

    internal RoundsState(LotTerms terms) : base(terms) { }

    /// <inheritdoc/>
    public override int Round => CurrentRound;

    /// <inheritdoc/>
    public override DateTimeOffset? RoundClosesAt => Instant(_roundClosesAtTicks);

    /// <inheritdoc/>
    public override int LastRoundEnded => EndedRound;

    /// <summary>The price and one minor unit: the other bids of the round are not shown and raise nothing.</summary>
    public override long NextMinor => PriceMinor == long.MaxValue ? long.MaxValue : PriceMinor + 1;

    /// <summary>Whether the round that runs has a bid.</summary>
    public override bool ReserveMet => BestBidder is not null;

    /// <inheritdoc/>
    public override int BidsOfRound(int round) => round != 0 && round == EndedRound ? EndedBids : 0;

    /// <summary>Above the price and above the bidder's own highest bid of this round.</summary>
    public override long NextFor(string bidder)
    {
        var floor = Math.Max(PriceMinor, Bidders[bidder].HighestMinor);
        return floor == long.MaxValue ? long.MaxValue : floor + 1;
    }

    internal int CurrentRound { get; init; }

    /// <summary>Deadline of the round that runs, UTC ticks; 0: none runs.</summary>
    internal long RoundClosesAtTicks { get => _roundClosesAtTicks; init => _roundClosesAtTicks = value; }

    internal bool Running => _roundClosesAtTicks != 0;

    internal int EndedRound { get; init; }

    internal int EndedBids { get; init; }

    /// <summary>Who would get the unit if the round ended now; null: nobody has bid in it.</summary>
    internal string? BestBidder { get; init; }

    internal long BestMinor { get; init; }

    /// <summary>Bidders with a bid in the round that runs.</summary>
    internal int RoundBidders { get; init; }

    internal BidderLog Bidders { get; init; }
}
