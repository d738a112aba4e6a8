using System.Collections.Immutable;

namespace AkkaAuction.Rules.Sales;

/// <summary>All that facts have made of a sale, as plain values, as <see cref="Lots.LotMemory"/> is of a lot. Names are in their ordinal order.</summary>
public sealed record SaleMemory(
    SalePhase Phase,
    int Round,
    DateTimeOffset? RoundClosesAt,
    int RoundBids,
    int SilentRounds,
    RoundsOverReason? RoundsOver,
    int Sold,
    int Unsold,
    ImmutableArray<string> Present,
    ImmutableArray<string> Acted,
    ImmutableArray<string> RoundLotsOpen,
    ImmutableArray<string> LotsOwingReport,
    ImmutableArray<string> LotsNotClosed)
{
    /// <summary>What there is to keep of a sale.</summary>
    public static SaleMemory Of(SaleState sale)
    {
        ArgumentNullException.ThrowIfNull(sale);
        return new SaleMemory(
            sale.Phase, sale.Round, sale.RoundClosesAt, sale.RoundBids, sale.SilentRounds, sale.RoundsOver, sale.Sold, sale.Unsold,
            [.. sale.Present], [.. sale.Acted], [.. sale.RoundLotsOpen], [.. sale.LotsOwingReport], [.. sale.LotsNotClosed]);
    }

    /// <summary>The sale again.</summary>
    /// <param name="terms">The terms it had.</param>
    public SaleState Of(SaleTerms terms) => SaleState.Initial(terms) with
    {
        Phase = Phase,
        Round = Round,
        RoundClosesAt = RoundClosesAt,
        RoundBids = RoundBids,
        SilentRounds = SilentRounds,
        RoundsOver = RoundsOver,
        Sold = Sold,
        Unsold = Unsold,
        Present = Names(Present),
        Acted = Names(Acted),
        RoundLotsOpen = Names(RoundLotsOpen),
        LotsOwingReport = Names(LotsOwingReport),
        LotsNotClosed = Names(LotsNotClosed),
    };

    private static ImmutableSortedSet<string> Names(ImmutableArray<string> names) => ImmutableSortedSet.CreateRange(StringComparer.Ordinal, names);
}
