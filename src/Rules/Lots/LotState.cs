namespace AkkaAuction.Rules.Lots;

/// <summary>Where a lot is in its life.</summary>
public enum LotPhase : byte
{
    Waiting,
    Open,
    Closed,
}

/// <summary>
/// A lot as its facts have made it: never changed, only replaced by <see cref="Lot.Evolve"/>. What every form has is here; what a form must
/// remember of the bids, and its rules, are in its own case in <c>Forms/</c>. An idle lot is one object, for there may be a million of
/// them.
/// </summary>
public abstract record LotState
{
    /// <param name="terms">Terms without a fault.</param>
    protected LotState(LotTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        Terms = terms;
        PriceMinor = terms.StartPriceMinor;
        UnitsLeft = terms.Units;
        CeilingMinor = terms.CeilingMinor;
        HasSeller = terms.Seller is not null;
        PriceNeverFalls = terms.Form.Module.PriceNeverFalls;
        PriceNeverRises = terms.Form.Module.PriceNeverRises;
        HidesBids = terms.Form.Module.HidesBids;
    }

    /// <summary>What was fixed before anybody bid.</summary>
    public LotTerms Terms { get; }

    public LotPhase Phase { get; protected internal init; }

    /// <summary>
    /// What outsiders see as the price, minor units: the start price while nobody has bid and while the form hides its bids, then what
    /// the form makes of the bids, and in the end the last hammer price.
    /// </summary>
    public long PriceMinor { get; protected internal init; }

    /// <summary>Who leads; null when nobody does or the form hides it.</summary>
    public virtual string? Leader => null;

    /// <summary>Whether the form hides bids until the lot is decided; a copy, as <see cref="CeilingMinor"/> is.</summary>
    public bool HidesBids { get; }

    /// <summary>Units still to be had.</summary>
    public int UnitsLeft { get; protected internal init; }

    /// <summary>Units awarded.</summary>
    public int Sold => Terms.Units - UnitsLeft;

    /// <summary>Bids this lot ever took: the next one's order is one more.</summary>
    public long BidsTaken { get; protected internal init; }

    /// <summary>
    /// The lot's own deadline; null before it opens, while the room's next bid is to start it, and for lots that follow the sale's rounds.
    /// </summary>
    public virtual DateTimeOffset? ClosesAt => null;

    /// <summary>The round that runs, or the last one that ran; 0 before the first and outside rounds.</summary>
    public virtual int Round => 0;

    /// <summary>The deadline of the round that runs; null when none does.</summary>
    public virtual DateTimeOffset? RoundClosesAt => null;

    /// <summary>The last round this lot has ended: what it reports again when it is asked for it again. 0 before the first.</summary>
    public virtual int LastRoundEnded => 0;

    /// <summary>
    /// The lowest amount that would be accepted from somebody who has no bid in, minor units; what is asked once it opens, while it does
    /// not take bids. <see cref="long.MaxValue"/> where no amount is high enough. In a form that descends it is the highest amount, and
    /// <see cref="NothingLower"/> where no amount is low enough.
    /// </summary>
    public abstract long NextMinor { get; }

    /// <summary>Stands for an amount where a lot that descends takes none any more.</summary>
    public const long NothingLower = -1;

    /// <summary>Whether there is a best bid that may win: a hidden reserve, where there is one, is met.</summary>
    public abstract bool ReserveMet { get; }

    /// <summary>Whether somebody leads, and would not win: below a hidden reserve.</summary>
    public bool IsBelowReserve => Leader is not null && !ReserveMet;

    /// <summary>The lot before anything happened to it.</summary>
    /// <param name="terms">Terms without a fault (<see cref="LotTerms.Fault"/>); that is for the caller to have checked.</param>
    public static LotState Initial(LotTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return terms.Form.Module.Initial(terms);
    }

    /// <summary>The lot with what <paramref name="fields"/> hands back for each field that facts have made of it.</summary>
    public LotState Through<TFields>(ref TFields fields) where TFields : ILotFields, allows ref struct
    {
        var common = this with
        {
            Phase = fields.Enum("phase"u8, Phase),
            PriceMinor = fields.Number("priceMinor"u8, PriceMinor),
            UnitsLeft = fields.Number("unitsLeft"u8, UnitsLeft),
            BidsTaken = fields.Number("bidsTaken"u8, BidsTaken),
            DeadlineTicks = fields.Time("deadline"u8, DeadlineOrNull)?.UtcTicks ?? 0,
        };
        return common.OfFormThrough(ref fields);
    }

    /// <summary>What outsiders see as the price at a time, minor units: in most forms whatever facts have made it.</summary>
    public virtual long PriceAt(DateTimeOffset now) => PriceMinor;

    /// <summary>The lowest amount that would be accepted at a time from somebody who has no bid in, minor units.</summary>
    public virtual long NextAt(DateTimeOffset now) => NextMinor;

    /// <summary>What this form alone shows to outsiders.</summary>
    public virtual ShownFields Shown => ShownFields.None;

    /// <summary>Whether bids are taken while the lot is open: in the rounds, while one runs.</summary>
    public virtual bool TakesBids => true;

    /// <summary>When the lot next wants a look at the clock (<see cref="LotCommand.ClockReached"/>); null: nothing is due.</summary>
    public virtual DateTimeOffset? LooksAtClockAt => ClosesAt;

    /// <summary>
    /// Bids a round brought to this lot, each bidder's highest counted once: what the lot reports of it. 0 for a round it had no part in.
    /// </summary>
    public virtual int BidsOfRound(int round) => 0;

    /// <summary>The lowest amount that would be accepted from this bidder, minor units.</summary>
    public virtual long NextFor(string bidder) => NextMinor;

    /// <summary>The lowest amount that would be accepted from this bidder at a time, minor units.</summary>
    public virtual long NextFor(string bidder, DateTimeOffset now) => NextFor(bidder);

    /// <summary>
    /// Tells outsiders of a fact that has made this lot of the one before. Nobody hears of a bid that moves neither the price nor the lead.
    /// </summary>
    public virtual void Announce(LotState before, LotFact fact, ILotNotices to)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(to);
        switch (fact)
        {
            case LotFact.Opened: to.Listed(); break;
            case LotFact.BidAccepted:
                if (PriceMinor != before.PriceMinor || Leader != before.Leader) to.PriceChanged(PriceMinor, Leader, NextMinor, ClosesAt);
                if (before.Leader is { } led && led != Leader) to.Outbid(led, PriceMinor);
                break;
            case LotFact.DeadlineSet set: to.PriceChanged(PriceAt(set.At), Leader, NextAt(set.At), set.ClosesAt); break;
            case LotFact.UnitAwarded award:
                if (PriceMinor != before.PriceMinor) to.PriceChanged(PriceMinor, award.Bidder, NextMinor, null);
                to.Sold(award.PriceMinor, award.Bidder, award.UnitsLeft);
                break;
            case FormFact { Payment: { } payment }: to.Paid(payment.AmountMinor, payment.Bidder); break;
            case LotFact.Closed closed: to.Closed(closed.Sold, closed.Unsold); break;
        }
    }

    /// <summary>Decides a command other than <see cref="LotCommand.Extend"/>. Refusing allocates nothing.</summary>
    protected internal abstract Decision<LotFact> Decide(LotCommand command, DateTimeOffset now);

    /// <summary>Decides whether a bidder may take its bid back; the lot is open.</summary>
    protected internal virtual Decision<LotFact> Decide(LotCommand.Withdraw withdraw, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(withdraw);
        return Decision<LotFact>.Refuse(Reject(RejectionCode.NoWithdrawal, withdraw.Bidder, now));
    }

    /// <summary>The lot after a bid was taken back.</summary>
    /// <exception cref="BrokenInvariantException">The form takes none back.</exception>
    protected internal virtual LotState After(LotFact.BidWithdrawn withdrawn) =>
        throw new BrokenInvariantException($"A lot of the form {Terms.Form.Name} takes no bid back.");

    /// <summary>The lot after a bid, the checks that forms share made.</summary>
    protected internal abstract LotState After(LotFact.BidAccepted bid);

    /// <summary>The lot after its opening.</summary>
    protected internal virtual LotState After(LotFact.Opened opened)
    {
        BrokenInvariantException.Unless(opened.ClosesAt is null, "Only a lot with a deadline of its own opens with one.");
        return this with { Phase = LotPhase.Open, DeadlineTicks = 0 };
    }

    /// <summary>The lot after its deadline was moved.</summary>
    protected internal virtual LotState After(LotFact.DeadlineSet deadline)
    {
        BrokenInvariantException.Unless(Phase == LotPhase.Open && DeadlineTicks != 0, "Only a deadline that runs is extended.");
        BrokenInvariantException.Unless(deadline.ClosesAt.UtcTicks > DeadlineTicks, "A deadline is never moved back.");
        return this with { DeadlineTicks = deadline.ClosesAt.UtcTicks };
    }

    /// <summary>The lot after an award, the checks that forms share made.</summary>
    protected internal virtual LotState After(LotFact.UnitAwarded award) =>
        this with { PriceMinor = award.PriceMinor, UnitsLeft = award.UnitsLeft };

    /// <summary>The lot after its end, its result checked.</summary>
    protected internal virtual LotState After(LotFact.Closed closed) => this with { Phase = LotPhase.Closed };

    /// <summary>The lot after a fact that only this form has.</summary>
    /// <exception cref="BrokenInvariantException">The form has no such fact.</exception>
    protected internal virtual LotState After(FormFact own) =>
        throw new BrokenInvariantException($"A lot of the form {Terms.Form.Name} has no {own.Name}.");

    /// <summary>
    /// The deadline that runs, be it the lot's or its round's, as UTC ticks; 0: none. A nullable DateTimeOffset would take three times the
    /// room in each of a million lots.
    /// </summary>
    protected internal long DeadlineTicks { get; init; }

    /// <summary>A copy of the terms' ceiling: with a million lots, each look at another object is a look at slow memory.</summary>
    internal long CeilingMinor { get; }

    /// <summary>Whether the terms name a seller.</summary>
    internal bool HasSeller { get; }

    /// <summary>Whether the form declares that its price never falls.</summary>
    internal bool PriceNeverFalls { get; }

    /// <summary>Whether the form declares that its price never rises.</summary>
    internal bool PriceNeverRises { get; }

    /// <summary>The fields that only this form has, by way of <see cref="Through"/>.</summary>
    protected abstract LotState OfFormThrough<TFields>(ref TFields fields) where TFields : ILotFields, allows ref struct;

    protected DateTimeOffset? DeadlineOrNull => DeadlineTicks == 0 ? null : new DateTimeOffset(DeadlineTicks, TimeSpan.Zero);

    /// <summary>
    /// A refusal of this bidder's bid: with the price and what would be accepted, except where nothing of theirs would be.
    /// </summary>
    protected internal Rejection Reject(RejectionCode code, string bidder, DateTimeOffset now)
    {
        var price = PriceAt(now);
        if (code is RejectionCode.Closed or RejectionCode.SellerMayNotBid) return new Rejection(code, price, null);
        var next = NextFor(bidder, now);
        return new Rejection(code, price, next >= 0 && next <= CeilingMinor ? next : null);
    }
}

/// <summary>What a bidder has done in a round.</summary>
/// <param name="HighestMinor">Its highest bid, minor units; -1: none.</param>
/// <param name="Passed">Whether the bidder takes no further part.</param>
public readonly record struct BidderStanding(string Bidder, long HighestMinor, bool Passed);

/// <summary>A bidder's bid that counts.</summary>
/// <param name="AmountMinor">Minor units.</param>
/// <param name="Order">Its place among all bids of the lot: of equal bids the earlier is better.</param>
public readonly record struct CountedBid(string Bidder, long AmountMinor, long Order)
{
    /// <summary>Its id, on a lot where it may be taken back; null: nobody asks for it.</summary>
    public string? Id { get; init; }
}
