using System.Collections.Immutable;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Rules.Sales;

/// <summary>
/// The lots of a sale, in the order they are shown (R1.1).
/// </summary>
/// <param name="Lots">One or more lots; their ids differ.</param>
public sealed record Catalogue(ImmutableArray<LotTerms> Lots)
{
    /// <summary>What it says of the sale; a journal keeps that in the sale's terms, and has nothing of it here.</summary>
    public CatalogueHead Head { get; init; } = CatalogueHead.Unsaid;

    /// <summary>Ids of the lots that follow the sale's rounds.</summary>
    public ImmutableArray<string> RoundLots => [.. Lots.Where(l => l.Form.Module.FollowsRounds).Select(l => l.Id)];

    /// <summary>Ids of the lots with a deadline of their own.</summary>
    public ImmutableArray<string> TimedLots => [.. Lots.Where(l => !l.Form.Module.FollowsRounds).Select(l => l.Id)];
}
