using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Rules.Forms.Dutch;

/// <summary>
/// A lot with a falling clock. The clock's price is a function of the time since the opening. So a fall stores no fact and sends no notice,
/// and after a restart the clock has the price of that time.
/// <code>
///          a bid at or above the clock's price         a bid below   the clock has stood at the floor for one interval
/// Open     takes a unit at the clock's price;          204           closes, what is left stays unsold
///          with the last unit the lot closes
/// </code>
/// The earlier of two bids at the same price wins. A bidder may take more than one unit.
/// </summary>
public sealed record DutchState : TimedState
{
    internal DutchState(LotTerms terms) : base(terms) { }

    /// <summary>The clock's start, as UTC ticks of a whole millisecond; 0 before the start.</summary>
    internal long SinceTicks { get; init; }

    /// <summary>The start price, and after an award the hammer price; <see cref="PriceAt"/> is the clock's present price.</summary>
    public override long NextMinor => PriceMinor;

    /// <summary>Whether a unit has been taken.</summary>
    public override bool ReserveMet => Sold > 0;

    /// <inheritdoc/>
    public override ShownFields Shown
    {
        get
        {
            var clock = Clock;
            ShownField[] always =
            [
                new("from", ShownKind.Amount, clock.FromMinor), new("step", ShownKind.Amount, clock.StepMinor),
                new("every", ShownKind.Length, clock.EveryMs), new("floor", ShownKind.Amount, clock.FloorMinor),
            ];
            return new ShownFields(SinceTicks == 0 ? [.. always] : [.. always, new ShownField("since", ShownKind.Time, clock.SinceMs)]);
        }
    }

    /// <inheritdoc/>
    public override long PriceAt(DateTimeOffset now) => Phase == LotPhase.Open ? Clock.PriceAt(now) : PriceMinor;

    /// <inheritdoc/>
    public override long NextAt(DateTimeOffset now) => PriceAt(now);

    /// <inheritdoc/>
    public override long NextFor(string bidder, DateTimeOffset now) => PriceAt(now);

    /// <summary>An award carries its price, because the clock goes on falling.</summary>
    public override void Announce(LotState before, LotFact fact, ILotNotices to)
    {
        ArgumentNullException.ThrowIfNull(to);
        if (fact is LotFact.UnitAwarded award) to.Sold(award.PriceMinor, award.Bidder, award.UnitsLeft);
        else base.Announce(before, fact, to);
    }

    /// <summary>At the deadline nobody gets anything.</summary>
    protected internal override Award? Hammer => null;

    /// <summary>The clock falls to the floor, and stays there as long as at every other price.</summary>
    protected internal override DateTimeOffset? ClosesWhenOpenedAt(DateTimeOffset now) =>
        Start(now) + ((Form.Falls(Terms.StartPriceMinor) + 1) * Form.Every);

    /// <inheritdoc/>
    protected internal override Decision<LotFact> Take(LotCommand.Bid bid, DateTimeOffset now)
    {
        var price = PriceAt(now);
        if (bid.AmountMinor < price) return Decision<LotFact>.Refuse(Reject(RejectionCode.TooLow, bid.Bidder, now));
        var taken = new LotFact.BidAccepted(bid.Bidder, bid.BidId, bid.AmountMinor, BidsTaken + 1, now, price, null);
        var award = new LotFact.UnitAwarded(bid.Bidder, price, UnitsLeft - 1, 0, now);
        return UnitsLeft > 1
            ? Decision<LotFact>.Accept([taken, award])
            : Decision<LotFact>.Accept([taken, award, new LotFact.Closed(Sold + 1, 0, now)]);
    }

    /// <inheritdoc/>
    protected internal override LotState After(LotFact.Opened opened) =>
        (DutchState)base.After(opened) with { SinceTicks = Start(opened.At).UtcTicks };

    /// <inheritdoc/>
    protected internal override LotState After(LotFact.BidAccepted bid)
    {
        BrokenInvariantException.Unless(bid.PriceMinor == PriceAt(bid.At), "The price of a bid is the clock's.");
        BrokenInvariantException.Unless(bid.AmountMinor >= bid.PriceMinor && bid.Leader is null,
            "A bid at the clock's price takes a unit.");
        return this with { BidsTaken = bid.Order };
    }

    /// <inheritdoc/>
    protected internal override LotState After(LotFact.UnitAwarded award)
    {
        BrokenInvariantException.Unless(award.PriceMinor == PriceAt(award.At), "A unit goes at the clock's price.");
        return base.After(award);
    }

    /// <inheritdoc/>
    protected override LotState OfFormThrough<TFields>(ref TFields fields) => this with
    {
        SinceTicks = fields.Time("since"u8, SinceTicks == 0 ? null : new DateTimeOffset(SinceTicks, TimeSpan.Zero))?.UtcTicks ?? 0,
    };

    /// <summary>The whole millisecond in which the clock starts; messages carry milliseconds.</summary>
    private static DateTimeOffset Start(DateTimeOffset opened) => DateTimeOffset.FromUnixTimeMilliseconds(opened.ToUnixTimeMilliseconds());

    private DutchTerms Form => (DutchTerms)Terms.Form;

    private DutchClock Clock => new(
        Terms.StartPriceMinor, Form.StepMinor, Form.Every.Ticks / TimeSpan.TicksPerMillisecond, Form.FloorMinor,
        new DateTimeOffset(SinceTicks, TimeSpan.Zero).ToUnixTimeMilliseconds());
}
