using System.Collections.Immutable;

namespace AkkaAuction.Rules.Sales;

/// <summary>
/// What is fixed about a sale before it opens. Which lots it sells is fixed too; price, bids and units belong to each lot (R1.12).
/// </summary>
/// <param name="Id">The sale's number, from 1; a house that repeats counts on.</param>
/// <param name="RoundLots">Ids of the lots that follow the sale's rounds.</param>
/// <param name="TimedLots">Ids of the lots with a deadline of their own.</param>
/// <param name="RoundLength">How long a round lasts at most.</param>
/// <param name="RoundLimit">The sale ends after so many rounds; null: no limit.</param>
/// <param name="SilentRoundLimit">The sale's rounds end after so many in a row without a bid; null: no limit.</param>
/// <param name="BiddersToStart">The sale opens when so many bidders are present, 1 or more.</param>
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

    /// <summary>What is wrong with these terms and what would be right, for a person; null: nothing.</summary>
    public string? Fault()
    {
        if (Id < 1) return $"the sale's number must be 1 or more, not {Id}";
        if (RoundLots.IsEmpty && TimedLots.IsEmpty) return "a sale needs at least one lot";
        if (RoundLength <= TimeSpan.Zero || RoundLength > RoundLengthMax)
            return $"the length of a round must be above 0 and at most {RoundLengthMax.TotalDays:0} days, not {RoundLength}";
        if (RoundLimit < 1) return $"the limit of rounds must be 1 or more, not {RoundLimit}";
        if (SilentRoundLimit < 1) return $"the limit of silent rounds must be 1 or more, not {SilentRoundLimit}";
        if (BiddersToStart < 1) return $"the bidders a sale waits for must be 1 or more, not {BiddersToStart}";
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return RoundLots.Concat(TimedLots).FirstOrDefault(lot => !seen.Add(lot)) is { } twice ? $"the lot '{twice}' is named twice" : null;
    }
}
