using System.Collections.Immutable;

namespace AkkaAuction.Rules.Sales;

/// <summary>Where a sale is in its life.</summary>
public enum SalePhase
{
    /// <summary>Waiting for its opening time and enough bidders; where the operator has closed it, for its lots to close unsold.</summary>
    Waiting,

    /// <summary>Open; no round runs.</summary>
    Open,

    /// <summary>Open; a round runs.</summary>
    RoundRunning,

    /// <summary>Open; the lots are ending the round.</summary>
    RoundEnding,

    /// <summary>Every lot is closed.</summary>
    Ended,
}

/// <summary>
/// State of a sale: the bidders present, the rounds and their clock, and the reports still missing from lots (R1.12). Names are in ordinal
/// order, so that every enumeration has the same order.
/// </summary>
public sealed record SaleState
{
    private static readonly ImmutableSortedSet<string> NoNames = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    private SaleState(SaleTerms terms)
    {
        Terms = terms;
        Present = Acted = LotsOwingReport = NoNames;
        RoundLotsOpen = NoNames.Union(terms.RoundLots);
        LotsNotClosed = RoundLotsOpen.Union(terms.TimedLots);
    }

    /// <summary>The terms of the sale.</summary>
    public SaleTerms Terms { get; }

    public SalePhase Phase { get; internal init; }

    /// <summary>Bidders who are here now.</summary>
    public ImmutableSortedSet<string> Present { get; internal init; }

    /// <summary>Bidders who have bid in the round that runs, or passed all of it.</summary>
    public ImmutableSortedSet<string> Acted { get; internal init; }

    /// <summary>The round that runs, or the last one that ran; 0 before the first.</summary>
    public int Round { get; internal init; }

    /// <summary>The deadline of the running or ending round; null if there is none.</summary>
    public DateTimeOffset? RoundClosesAt { get; internal init; }

    /// <summary>Bids that the lots which have ended this round report of it; of the last round when none is being ended.</summary>
    public int RoundBids { get; internal init; }

    /// <summary>Rounds in a row, up to now, that brought no bid.</summary>
    public int SilentRounds { get; internal init; }

    /// <summary>Lots of the rounds with units left.</summary>
    public ImmutableSortedSet<string> RoundLotsOpen { get; internal init; }

    /// <summary>
    /// Lots of this round that have not reported its end. While the round is ending, the sale asks them, and again after a restart.
    /// </summary>
    public ImmutableSortedSet<string> LotsOwingReport { get; internal init; }

    /// <summary>Lots that have not reported that they are closed.</summary>
    public ImmutableSortedSet<string> LotsNotClosed { get; internal init; }

    /// <summary>Why no further round is opened; null while one may be, and in a sale without rounds.</summary>
    public RoundsOverReason? RoundsOver { get; internal init; }

    /// <summary>When the operator closed the sale; null: it has not been closed.</summary>
    public DateTimeOffset? CloseOrderedAt { get; internal init; }

    /// <summary>Units sold and unsold by the lots that are closed.</summary>
    public int Sold { get; internal init; }

    /// <inheritdoc cref="Sold"/>
    public int Unsold { get; internal init; }

    /// <summary>
    /// Lots of the rounds that have not reported their closing after the last round. The sale informs them, and again after a restart.
    /// Empty before that.
    /// </summary>
    public ImmutableSortedSet<string> LotsToClose =>
        AreRoundLotsToClose ? NoNames.Union(Terms.RoundLots.Where(LotsNotClosed.Contains)) : NoNames;

    /// <summary>Whether <see cref="LotsToClose"/> are those of the rounds that are not closed; else it is empty.</summary>
    public bool AreRoundLotsToClose => RoundsOver is not null && Phase != SalePhase.Ended;

    /// <summary>
    /// Whether the lots with a deadline of their own that are not closed are to be told to decide now, again after a restart
    /// (<see cref="Lots.LotCommand.Hammer"/>).
    /// </summary>
    public bool AreTimedLotsToEnd => CloseOrderedAt is not null && Phase != SalePhase.Ended;

    /// <summary>
    /// When the clock is next to be looked at (<see cref="SaleCommand.ClockReached"/>); null: no time is waited for. An opening time does
    /// not help too few bidders: the one who makes them enough opens the sale.
    /// </summary>
    public DateTimeOffset? LooksAtClockAt => Phase switch
    {
        SalePhase.Waiting when Present.Count >= Terms.BiddersToStart && CloseOrderedAt is null => Terms.OpensAt,
        SalePhase.RoundRunning => RoundClosesAt,
        _ => null,
    };

    /// <summary>Whether a round waits for bidders rather than for its clock, and none is left to wait for.</summary>
    public bool AllPresentActed => !Present.IsEmpty && Present.IsSubsetOf(Acted);

    /// <summary>The sale before anybody came.</summary>
    /// <param name="terms">Terms without a fault (<see cref="SaleTerms.Fault"/>); the caller has checked them.</param>
    public static SaleState Initial(SaleTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return new SaleState(terms);
    }

    /// <summary>The sale with what <paramref name="fields"/> hands back for each field that facts have made of it.</summary>
    public SaleState Through<TFields>(ref TFields fields) where TFields : IStateFields, allows ref struct => this with
    {
        Phase = fields.Enum("phase"u8, Phase),
        Round = fields.Number("round"u8, Round),
        RoundClosesAt = fields.Time("roundClosesAt"u8, RoundClosesAt),
        RoundBids = fields.Number("roundBids"u8, RoundBids),
        SilentRounds = fields.Number("silentRounds"u8, SilentRounds),
        RoundsOver = fields.EnumOrNull("roundsOver"u8, RoundsOver),
        CloseOrderedAt = fields.Time("closeOrderedAt"u8, CloseOrderedAt),
        Sold = fields.Number("sold"u8, Sold),
        Unsold = fields.Number("unsold"u8, Unsold),
        Present = fields.Persons("present"u8, Present),
        Acted = fields.Persons("acted"u8, Acted),
        RoundLotsOpen = fields.Lots("roundLotsOpen"u8, RoundLotsOpen),
        LotsOwingReport = fields.Lots("lotsOwingReport"u8, LotsOwingReport),
        LotsNotClosed = fields.Lots("lotsNotClosed"u8, LotsNotClosed),
    };

    internal SaleState WithoutActs() => this with { Acted = NoNames };
}
