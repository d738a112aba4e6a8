using System.Collections.Immutable;

namespace AkkaAuction.Rules.Sales;

/// <summary>What is fixed about a sale before it opens. Which lots it sells is fixed too; price, bids and units belong to each lot (R1.12).</summary>
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
    bool CloseRoundWhenAllActed);
