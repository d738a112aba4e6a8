using System.Collections.Immutable;
using System.Runtime.Serialization;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Rules.Forms.Sealed;

/// <summary>Sealed bids; the highest wins, and every bidder pays its own highest bid. Rules: <see cref="AllPayState"/>.</summary>
public sealed class AllPayForm : SealedForm
{
    private static readonly ImmutableArray<Invariant> Declared =
    [
        Invariant.PriceNeverFalls,
        new("The highest bid wins and pays itself.", (before, fact, _) =>
            fact is not LotFact.UnitAwarded award || PaysOwn((AllPayState)before, award.Bidder, award.PriceMinor, isBest: true)),
        new("Whoever does not win pays its own highest bid, once.", (before, fact, after) =>
            fact is not BidPaid paid
            || (PaysOwn((AllPayState)before, paid.Bidder, paid.AmountMinor, isBest: false)
                && ((AllPayState)after).Bids[paid.Bidder] is null)),
        new("Where something is sold, nobody's bid is left unpaid.", (_, fact, after) =>
            fact is not LotFact.Closed { Sold: > 0 } || ((AllPayState)after).Bids.Count == 0),
    ];

    public static AllPayForm Instance { get; } = new();

    public override string Name => "all_pay";

    public override string Sentence => "Bids are sealed; the highest wins, and everybody who has bid pays its own highest bid.";

    public override FormTerms Blank { get; } = new AllPayTerms();

    public override bool LosersPay => true;

    public override ImmutableArray<Invariant> Invariants => Declared;

    public override ImmutableArray<FormFact> Facts { get; } = [new BidPaid(default, "", 0)];

    public override LotState Initial(LotTerms terms) => new AllPayState(terms);

    private static bool PaysOwn(AllPayState lot, string bidder, long amountMinor, bool isBest) =>
        lot.Bids[bidder]?.AmountMinor == amountMinor && (!isBest || lot.Bids.All.All(bid => bid.AmountMinor <= amountMinor));
}

public sealed record AllPayTerms : SealedTerms
{
    [IgnoreDataMember]
    public override Form Module => AllPayForm.Instance;
}

/// <summary>A bidder that has not won pays its highest bid.</summary>
/// <param name="AmountMinor">Minor units.</param>
public sealed record BidPaid(DateTimeOffset At, string Bidder, long AmountMinor) : FormFact
{
    public override string Name => nameof(BidPaid);

    /// <summary>It stands behind the award, and is never the first fact of a decision.</summary>
    public override LotCommand Cause => new LotCommand.ClockReached();

    public override Payment? Payment => new Payment(Bidder, AmountMinor, At);

    public override string Words(Func<DateTimeOffset, string> time, Func<long, string> money)
    {
        ArgumentNullException.ThrowIfNull(money);
        return $"{Bidder} has not won and pays {money(AmountMinor)}";
    }

    public override FormFact Through<TFields>(ref TFields fields) => new BidPaid(
        fields.At(At),
        fields.Person("bidder"u8, Bidder) ?? throw new FormatException("its body has no bidder"),
        fields.Number("amountMinor"u8, AmountMinor));
}

/// <summary>
/// An all-pay lot. Each bidder's highest bid counts; of equal bids the earlier is better. The best wins and pays itself. Behind the award
/// every other bidder pays its own, best first. A lot that is called off costs nobody anything.
/// </summary>
public sealed record AllPayState : RankedState
{
    internal AllPayState(LotTerms terms) : base(terms) { }

    private protected override long Pays(ImmutableArray<CountedBid> ranking) => ranking[0].AmountMinor;

    /// <inheritdoc/>
    protected internal override ImmutableArray<LotFact> Dues(Award award, DateTimeOffset now) =>
        [.. Bids.Ranking.Where(bid => bid.Bidder != award.Winner).Select(bid => new BidPaid(now, bid.Bidder, bid.AmountMinor))];

    /// <summary>A bid that is paid counts no longer.</summary>
    protected internal override LotState After(LotFact.UnitAwarded award)
    {
        BrokenInvariantException.Unless(Bids[award.Bidder]?.AmountMinor == award.PriceMinor, "The winner pays its own bid.");
        return base.After(award) is AllPayState lot ? lot with { Bids = Bids.Without(award.Bidder) } : this;
    }

    /// <inheritdoc/>
    protected internal override LotState After(FormFact own)
    {
        if (own is not BidPaid paid) return base.After(own);
        BrokenInvariantException.Unless(UnitsLeft == 0 && Bids[paid.Bidder]?.AmountMinor == paid.AmountMinor,
            "Behind the award every other bidder pays its own bid, once.");
        return this with { Bids = Bids.Without(paid.Bidder) };
    }

    /// <inheritdoc/>
    protected internal override LotState After(LotFact.Closed closed)
    {
        BrokenInvariantException.Unless(UnitsLeft > 0 || Bids.Count == 0, "Everybody has paid when a sold lot closes.");
        return base.After(closed);
    }
}
