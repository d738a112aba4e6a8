using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Rules.Forms.Room;

/// <summary>
/// A lot of the bidding room. Price and leader are public, and there is no hidden state: the leader's bid is the price, and the deadline
/// runs exactly while there is a leader.
/// </summary>
public sealed record RoomState : LotState
{
    internal RoomState(LotTerms terms) : base(terms) { }

    /// <inheritdoc/>
    public override string? Leader => Leading;

    /// <inheritdoc/>
    public override DateTimeOffset? ClosesAt => DeadlineOrNull;

    /// <summary>The price and one minor unit.</summary>
    public override long NextMinor => PriceMinor == long.MaxValue ? long.MaxValue : PriceMinor + 1;

    /// <summary>Whether anybody leads: any bid that is taken may win.</summary>
    public override bool ReserveMet => Leader is not null;

    /// <summary>Nothing from who leads (R2.4).</summary>
    public override long NextFor(string bidder) => bidder == Leader ? long.MaxValue : NextMinor;

    internal string? Leading { get; init; }

    /// <summary>
    /// The room's bids are public: the notice of a bid has the deadline that the bid started. After an award the next unit is on sale at
    /// once.
    /// </summary>
    public override void Announce(LotState before, LotFact fact, ILotNotices to)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(to);
        if (fact is LotFact.BidAccepted)
        {
            if (before.Leader is { } outbid) to.Outbid(outbid, PriceMinor);
            return;
        }
        base.Announce(before, fact, to);
        if (fact is LotFact.UnitAwarded { UnitsLeft: > 0 }) to.PriceChanged(PriceMinor, null, NextMinor, null);
    }

    /// <inheritdoc/>
    protected internal override Decision<LotFact> Decide(LotCommand command, DateTimeOffset now) => RoomRules.Decide(this, command, now);

    /// <inheritdoc/>
    protected internal override LotState After(LotFact.BidAccepted bid) => RoomRules.Evolve(this, bid);

    /// <inheritdoc/>
    protected internal override LotState After(LotFact.DeadlineSet deadline) => RoomRules.Evolve(this, deadline);

    /// <inheritdoc/>
    protected internal override LotState After(LotFact.UnitAwarded award) => RoomRules.Evolve(this, award);

    /// <inheritdoc/>
    protected internal override LotState After(LotFact.Closed closed) => RoomRules.WithoutLeader(this) with { Phase = LotPhase.Closed };

    /// <inheritdoc/>
    protected override LotState OfFormThrough<TFields>(ref TFields fields) => this with
    {
        Leading = fields.Person("leading"u8, Leading),
    };

    internal TimeSpan Deadline => ((RoomTerms)Terms.Form).Deadline;
}
