using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Rules.Forms.Rounds;

/// <summary>
/// A lot of the rounds. It keeps the best bid of the running round, each bidder's standing in it, and its report of the round before.
/// </summary>
public sealed record RoundsState : LotState
{
    internal RoundsState(LotTerms terms) : base(terms) { }

    internal RoundsTerms Form => (RoundsTerms)Terms.Form;

    /// <inheritdoc/>
    public override int Round => CurrentRound;

    /// <inheritdoc/>
    public override DateTimeOffset? RoundClosesAt => DeadlineOrNull;

    /// <inheritdoc/>
    public override int LastRoundEnded => EndedRound;

    /// <summary>The price and one minor unit: the other bids of the round are not shown and raise nothing.</summary>
    public override long NextMinor => PriceMinor == long.MaxValue ? long.MaxValue : PriceMinor + 1;

    /// <summary>Whether the round that runs has a bid.</summary>
    public override bool ReserveMet => BestBidder is not null;

    /// <summary>Between two rounds a lot takes no bids: it waits, as it did before the first.</summary>
    public override bool TakesBids => Running;

    /// <inheritdoc/>
    public override int BidsOfRound(int round) => round != 0 && round == EndedRound ? EndedBids : 0;

    /// <summary>Above the price and above the bidder's own highest bid of this round.</summary>
    public override long NextFor(string bidder)
    {
        var floor = Math.Max(PriceMinor, StandingOf(bidder).HighestMinor);
        return floor == long.MaxValue ? long.MaxValue : floor + 1;
    }

    internal int CurrentRound { get; init; }

    internal bool Running => DeadlineTicks != 0;

    internal int EndedRound { get; init; }

    internal int EndedBids { get; init; }

    /// <summary>The winner if the round ended now; null without a bid.</summary>
    internal string? BestBidder { get; init; }

    internal long BestMinor { get; init; }

    /// <summary>
    /// Each bidder's acts in the running round, without the best bid. A bid enters the log only when a better one replaces it, so a lot
    /// with one bidder needs no log.
    /// </summary>
    internal BidderLog Others { get; init; }

    /// <inheritdoc/>
    protected override LotState OfFormThrough<TFields>(ref TFields fields) => this with
    {
        CurrentRound = fields.Number("round"u8, CurrentRound),
        EndedRound = fields.Number("endedRound"u8, EndedRound),
        EndedBids = fields.Number("endedBids"u8, EndedBids),
        BestBidder = fields.Person("bestBidder"u8, BestBidder),
        BestMinor = fields.Number("bestMinor"u8, BestMinor),
        Others = BidderLog.Of(fields.Standings("others"u8, Others.Standings())),
    };

    /// <summary>A bid of a round and the opening make no notice: the sale announces its rounds and their lots.</summary>
    public override void Announce(LotState before, LotFact fact, ILotNotices to)
    {
        if (fact is not LotFact.Opened) base.Announce(before, fact, to);
    }

    /// <inheritdoc/>
    protected internal override Decision<LotFact> Decide(LotCommand command, DateTimeOffset now) => RoundsRules.Decide(this, command, now);

    /// <inheritdoc/>
    protected internal override LotState After(LotFact.BidAccepted bid) => RoundsRules.Evolve(this, bid);

    /// <inheritdoc/>
    protected internal override LotState After(LotFact.Closed closed) => RoundsRules.WithoutRound(this) with { Phase = LotPhase.Closed };

    /// <inheritdoc/>
    protected internal override LotState After(FormFact own) => own switch
    {
        RoundOpened opened => RoundsRules.Evolve(this, opened),
        RoundEnded ended => RoundsRules.Evolve(this, ended),
        BidderPassed passed => RoundsRules.Evolve(this, passed),
        _ => base.After(own),
    };

    /// <summary>Bidders with a bid in the round that runs.</summary>
    internal int RoundBids => BestBidder is null || Others[BestBidder].HighestMinor >= 0 ? Others.Bids : Others.Bids + 1;

    /// <summary>A bidder's acts in the running round.</summary>
    internal Standing StandingOf(string bidder)
    {
        var standing = Others[bidder];
        return bidder == BestBidder ? standing with { HighestMinor = BestMinor } : standing;
    }
}
