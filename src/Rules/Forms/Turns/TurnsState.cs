using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Rules.Forms.Turns;

/// <summary>
/// A lot of a tender by turns: each bidder's offer, and whose turn it is. The price is the lowest offer. The deadline is the opening's,
/// then the turn's.
/// </summary>
public sealed record TurnsState : LotState
{
    internal TurnsState(LotTerms terms) : base(terms) => Form = (TurnsTerms)terms.Form;

    /// <summary>The form's terms.</summary>
    public TurnsTerms Form { get; }

    internal Offers Offers { get; init; } = Offers.None;

    /// <summary>The round of turns that runs; 0 during the opening.</summary>
    internal int TurnRound { get; init; }

    /// <summary>Whether anybody went lower in it.</summary>
    internal bool WentLower { get; init; }

    /// <summary>Whose turn it is; null: nobody's, as during the opening.</summary>
    internal string? Speaks { get; init; }

    /// <inheritdoc/>
    public override string? Leader => Offers.Count == 0 ? null : Offers.Best.Bidder;

    /// <inheritdoc/>
    public override DateTimeOffset? ClosesAt => DeadlineOrNull;

    /// <inheritdoc/>
    public override bool ReserveMet => Offers.Count > 0;

    /// <summary>During the opening the start price; in a turn what the one whose turn it is may offer.</summary>
    public override long NextMinor => TurnRound == 0 ? Terms.StartPriceMinor : Speaks is { } bidder ? NextFor(bidder) : NothingLower;

    /// <inheritdoc/>
    public override ShownFields Shown
    {
        get
        {
            var shown = new List<ShownField>
            {
                new("turns", ShownKind.Number, Form.Turns), new("turn-time", ShownKind.Length, (long)Form.Turn.TotalMilliseconds),
            };
            if (TurnRound > 0) shown.Add(new ShownField("round", ShownKind.Number, TurnRound));
            if (Speaks is { } bidder) shown.Add(new ShownField("speaks", ShownKind.Name, 0, bidder));
            return new ShownFields(shown);
        }
    }

    /// <summary>During the opening an offer below one's own; in a turn a step below it, and nothing out of turn.</summary>
    public override long NextFor(string bidder)
    {
        var own = Offers.Of(bidder)?.AmountMinor;
        if (TurnRound == 0) return own - 1 ?? Terms.StartPriceMinor;
        return bidder == Speaks && own is { } last ? Math.Max(NothingLower, last - Form.Decrements.At(last)) : NothingLower;
    }

    /// <summary>The lowest amount that the one whose turn it is may offer, minor units.</summary>
    internal long LowestOf(string bidder) =>
        TurnRound > 0 && Form.MostMinor is { } most && Offers.Of(bidder) is { } own ? Math.Max(0, own.AmountMinor - most) : 0;

    /// <summary>Who speaks next, and in which round; null: the last turn is over.</summary>
    internal (string Bidder, int Round)? NextToSpeak()
    {
        if (Offers.Count == 1) return null;
        if (TurnRound > 0 && Offers.WorstToSpeak(TurnRound) is { } next) return (next.Bidder, TurnRound);
        if (TurnRound == Form.Turns || (TurnRound > 0 && !WentLower)) return null;
        return (Offers.WorstToSpeak(TurnRound + 1)!.Value.Bidder, TurnRound + 1);
    }

    /// <summary>Each turn is told with the lot: whose it is, until when, and what that bidder may offer.</summary>
    public override void Announce(LotState before, LotFact fact, ILotNotices to)
    {
        ArgumentNullException.ThrowIfNull(to);
        if (fact is TurnGiven) to.Listed();
        else base.Announce(before, fact, to);
    }

    /// <inheritdoc/>
    protected internal override Decision<LotFact> Decide(LotCommand command, DateTimeOffset now) => TurnsRules.Decide(this, command, now);

    /// <inheritdoc/>
    protected internal override LotState After(LotFact.Opened opened) =>
        this with { Phase = LotPhase.Open, DeadlineTicks = opened.ClosesAt?.UtcTicks ?? 0 };

    /// <inheritdoc/>
    protected internal override LotState After(LotFact.BidAccepted bid)
    {
        BrokenInvariantException.Unless(TurnRound == 0 || Speaks == bid.Bidder, "Only the one whose turn it is bids.");
        BrokenInvariantException.Unless(bid.AmountMinor >= 0 && bid.AmountMinor <= NextFor(bid.Bidder), "An offer goes down.");
        var offers = Offers.With(bid.Bidder, bid.AmountMinor, bid.Order);
        BrokenInvariantException.Unless(offers.Best.Bidder == bid.Leader && offers.Best.AmountMinor == bid.PriceMinor,
            "The lowest offer leads, and is the price.");
        return this with
        {
            BidsTaken = bid.Order,
            PriceMinor = bid.PriceMinor,
            Offers = TurnRound == 0 ? offers : offers.Spoken(bid.Bidder, TurnRound),
            WentLower = TurnRound > 0,
            Speaks = null,
        };
    }

    /// <inheritdoc/>
    protected internal override LotState After(LotFact.UnitAwarded award)
    {
        BrokenInvariantException.Unless(Offers.Count > 0 && Offers.Best.Bidder == award.Bidder && PriceMinor == award.PriceMinor,
            "The lowest offer wins.");
        return base.After(award);
    }

    /// <inheritdoc/>
    protected internal override LotState After(LotFact.Closed closed) => this with { Phase = LotPhase.Closed, Speaks = null };

    /// <inheritdoc/>
    protected internal override LotState After(FormFact own) => own switch
    {
        TurnGiven turn => Given(turn),
        TurnPassed passed => Spoken(passed.Bidder),
        TurnMissed missed => Spoken(missed.Bidder),
        _ => base.After(own),
    };

    /// <inheritdoc/>
    protected override LotState OfFormThrough<TFields>(ref TFields fields)
    {
        var count = fields.Number("offers"u8, Offers.Count);
        var offers = ImmutableArray.CreateBuilder<Offer>(count);
        for (var i = 0; i < count; i++)
        {
            var known = i < Offers.Count ? Offers.All[i] : default;
            offers.Add(new Offer(
                fields.Person(Numbered("bidder", i), known.Bidder)!,
                fields.Number(Numbered("amount", i), known.AmountMinor),
                fields.Number(Numbered("order", i), known.Order),
                fields.Number(Numbered("spoke", i), known.Spoke)));
        }
        return this with
        {
            Offers = count == 0 ? Offers.None : new Offers(offers.MoveToImmutable()),
            TurnRound = fields.Number("turnRound"u8, TurnRound),
            WentLower = fields.Number("wentLower"u8, WentLower ? 1 : 0) == 1,
            Speaks = fields.Person("speaks"u8, Speaks),
        };
    }

    private TurnsState Given(TurnGiven turn)
    {
        BrokenInvariantException.Unless(Phase == LotPhase.Open && Speaks is null, "One bidder speaks at a time, on an open lot.");
        BrokenInvariantException.Unless(NextToSpeak() == (turn.Bidder, turn.Round), "The worst offer speaks first.");
        return this with
        {
            Speaks = turn.Bidder,
            TurnRound = turn.Round,
            WentLower = WentLower && turn.Round == TurnRound,
            DeadlineTicks = turn.ClosesAt.UtcTicks,
        };
    }

    private TurnsState Spoken(string bidder)
    {
        BrokenInvariantException.Unless(Speaks == bidder, "Only the one whose turn it is passes it.");
        return this with { Offers = Offers.Spoken(bidder, TurnRound), Speaks = null };
    }

    private static byte[] Numbered(string name, int place) => Encoding.ASCII.GetBytes(name + place.ToString(CultureInfo.InvariantCulture));
}
