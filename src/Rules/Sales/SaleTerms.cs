using System.Collections.Immutable;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Rules.Sales;

/// <summary>
/// Terms of a sale, fixed before it opens, with the ids of its lots. Price, bids and units belong to each lot (R1.12).
/// </summary>
/// <param name="Id">The number of this putting-up of the sale, from 1; a house that repeats counts on.</param>
/// <param name="RoundLots">Ids of the lots that follow the sale's rounds.</param>
/// <param name="TimedLots">Ids of the lots with a deadline of their own.</param>
/// <param name="RoundLength">How long a round lasts at most.</param>
/// <param name="RoundLimit">The sale ends after so many rounds; null: no limit.</param>
/// <param name="SilentRoundLimit">The sale's rounds end after so many in a row without a bid; null: no limit.</param>
/// <param name="BiddersToStart">
/// The sale opens when so many bidders are present, 1 or more; 0 where it has an opening time: then it opens with nobody there.
/// </param>
/// <param name="CloseRoundWhenAllActed">A round ends as soon as every bidder present has bid or passed.</param>
public sealed record SaleTerms(
    int Id,
    ImmutableArray<string> RoundLots,
    ImmutableArray<string> TimedLots,
    TimeSpan RoundLength,
    int? RoundLimit,
    int? SilentRoundLimit,
    int BiddersToStart,
    bool CloseRoundWhenAllActed)
{
    /// <summary>Longest round.</summary>
    public static readonly TimeSpan RoundLengthMax = TimeSpan.FromDays(366);

    /// <summary>The name of a sale that was given none.</summary>
    public const string NameUnsaid = "sale";

    /// <summary>
    /// The sale's id, 1–64 of letters, digits, <c>-</c>, <c>_</c>, <c>.</c>: the same each time it is put up, while <see cref="Id"/> is
    /// not.
    /// </summary>
    public string Name { get; init; } = NameUnsaid;

    /// <summary>What a person reads.</summary>
    public string Title { get; init; } = NameUnsaid;

    /// <summary>The sale opens at this time and not before; null: as soon as enough bidders are present.</summary>
    public DateTimeOffset? OpensAt { get; init; }

    /// <summary>What is wrong with these terms and what would be right, for a person; null: nothing.</summary>
    public string? Fault()
    {
        if (Id < 1) return $"the sale's number must be 1 or more, not {Id}";
        if (RoundLots.IsEmpty && TimedLots.IsEmpty) return "a sale needs at least one lot";
        if (RoundLength <= TimeSpan.Zero || RoundLength > RoundLengthMax)
            return $"the length of a round must be above 0 and at most {RoundLengthMax.TotalDays:0} days, not {RoundLength}";
        if (RoundLimit < 1) return $"the limit of rounds must be 1 or more, not {RoundLimit}";
        if (SilentRoundLimit < 1) return $"the limit of silent rounds must be 1 or more, not {SilentRoundLimit}";
        if (!Names.IsSale(Name)) return $"the sale's id must be 1 to {Names.SaleMax} letters, digits, dots, - and _, not '{Name}'";
        if (LotTerms.LengthOf(Title) is 0 or > LotTerms.TitleMax)
            return $"the sale's title must have 1 to {LotTerms.TitleMax} characters, not {LotTerms.LengthOf(Title)}";
        if (BiddersToStart < 0) return $"the bidders a sale waits for must be 0 or more, not {BiddersToStart}";
        if (BiddersToStart == 0 && OpensAt is null)
            return "the bidders a sale waits for must be 1 or more, not 0, unless it has an opening time";
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return RoundLots.Concat(TimedLots).FirstOrDefault(lot => !seen.Add(lot)) is { } twice ? $"the lot '{twice}' is named twice" : null;
    }
}
