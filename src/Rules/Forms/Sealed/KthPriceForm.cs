using System.Collections.Immutable;
using System.Runtime.Serialization;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Rules.Forms.Sealed;

/// <summary>Sealed bids; the winner pays the k-th highest bid. Rules: <see cref="KthPriceState"/>.</summary>
public sealed class KthPriceForm : SealedForm
{
    private static readonly ImmutableArray<Invariant> Declared =
    [
        Invariant.PriceNeverFalls,
        new("The highest bid wins and pays no more than itself.", (before, fact, _) =>
            fact is not LotFact.UnitAwarded award || IsBest((RankedState)before, award)),
        new("The price is the k-th highest bid, or the start price where fewer than k have bid.", (before, fact, _) =>
            fact is not LotFact.UnitAwarded award || IsKth((KthPriceState)before, award.PriceMinor)),
    ];

    public static KthPriceForm Instance { get; } = new();

    public override string Name => "kth_price";

    public override string Sentence =>
        "Bids are sealed; the highest wins and pays the k-th highest, or the start price where fewer than k bidders have bid.";

    public override FormTerms Blank { get; } = new KthPriceTerms(0);

    public override ImmutableArray<Invariant> Invariants => Declared;

    public override LotState Initial(LotTerms terms) => new KthPriceState(terms);

    private static bool IsBest(RankedState lot, LotFact.UnitAwarded award) =>
        lot.Bids[award.Bidder] is { } best && best.AmountMinor >= award.PriceMinor
        && lot.Bids.All.All(bid => bid.AmountMinor <= best.AmountMinor);

    // Counts instead of sorting, so that it can disagree with the rule.
    private static bool IsKth(KthPriceState lot, long priceMinor)
    {
        var above = lot.Bids.All.Count(bid => bid.AmountMinor > priceMinor);
        var least = lot.Bids.All.Count(bid => bid.AmountMinor >= priceMinor);
        var k = ((KthPriceTerms)lot.Terms.Form).K;
        return lot.Bids.Count < k ? priceMinor == lot.Terms.StartPriceMinor : above < k && least >= k;
    }
}

/// <param name="K">Which of the bidders' highest bids the winner pays, from 1: its own. 0: nothing is said yet.</param>
public sealed record KthPriceTerms(int K) : SealedTerms
{
    /// <summary>The highest k: a lot with as many bidders has never been seen.</summary>
    public const int KMax = 1_000_000;

    [IgnoreDataMember]
    public override Form Module => KthPriceForm.Instance;

    public override FormTerms Through(ITermFields fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        var k = fields.Count("k", K == 0 ? null : K, 1, KMax);
        return (KthPriceTerms)base.Through(fields) with { K = k };
    }

    public override string? Fault(LotTerms lot) => K is >= 1 and <= KMax ? null : $"k must be from 1 to {KMax}, not {K}";
}

/// <summary>
/// A k-th price lot. Each bidder's highest bid is ranked; of equal bids the earlier is better. The best wins and pays the k-th of the
/// ranking, and the start price where the ranking is shorter.
/// </summary>
public sealed record KthPriceState : RankedState
{
    internal KthPriceState(LotTerms terms) : base(terms) { }

    private protected override long Pays(ImmutableArray<CountedBid> ranking) =>
        ranking.Length < K ? Terms.StartPriceMinor : ranking[K - 1].AmountMinor;

    private int K => ((KthPriceTerms)Terms.Form).K;
}
