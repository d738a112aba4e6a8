using System.Collections.Immutable;
using System.Runtime.Serialization;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Rules.Forms.Rounds;

/// <summary>
/// The rounds (R1.3, R1.4): many lots of several units, sold in rounds that the sale times. Rules: <see cref="RoundsRules"/>.
/// </summary>
public sealed class RoundsForm : Form
{
    public static RoundsForm Instance { get; } = new();

    public override string Name => "rounds";

    public override string Sentence =>
        "Bids are collected in rounds that the sale times; at each round's end one unit goes to the highest bid, the next round's price.";

    public override FormTerms Blank => RoundsTerms.First;

    public override bool SellsSeveral => true;

    public override bool FollowsRounds => true;

    public override string EndsBy => "lots in rounds follow the sale's clock (auction.rounds.length)";

    public override ImmutableArray<FormFact> Facts =>
        [new RoundOpened(0, default, default), new RoundEnded(0, 0, default), new BidderPassed("", 0, default)];

    public override FormTerms Preset(ISettingValues settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var seed = settings.Whole("auction.rounds.seed"); // a wrong one is a fault also while nothing is drawn
        var isDrawn = settings.OneOf("auction.rounds.ties", "earlier", "drawn") == "drawn";
        return isDrawn ? new RoundsTerms(new TieBreak.Drawn(seed)) : RoundsTerms.First;
    }

    public override LotState Initial(LotTerms terms) => new RoundsState(terms);
}

/// <param name="Ties">The tie-break between equal highest bids of a round.</param>
public sealed record RoundsTerms(TieBreak Ties) : FormTerms
{
    internal static RoundsTerms First { get; } = new(new TieBreak.Earlier());

    [IgnoreDataMember]
    public override Form Module => RoundsForm.Instance;

    public override FormTerms Through(ITermFields fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        return fields.Kept("drawSeed", (Ties as TieBreak.Drawn)?.Seed) is { } seed ? new RoundsTerms(new TieBreak.Drawn(seed)) : First;
    }
}

/// <summary>Tie-breaks between equal highest bids.</summary>
public abstract record TieBreak
{
    private TieBreak() { }

    /// <summary>The bid that arrived first wins.</summary>
    public sealed record Earlier : TieBreak;

    /// <summary>A lot drawn from (seed, round, lot, bidder) decides, independent of the order of arrival.</summary>
    public sealed record Drawn(long Seed) : TieBreak;
}
