using System.Collections.Immutable;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Settings;

/// <summary>
/// The lots of a sale, in the order they are shown (R1.1). Made by <see cref="CatalogueReader"/>, <see cref="RandomCatalogue"/> or by hand.
/// </summary>
/// <param name="Lots">One or more lots; their ids differ.</param>
public sealed record Catalogue(ImmutableArray<LotTerms> Lots)
{
    /// <summary>Ids of the lots that follow the sale's rounds.</summary>
    public ImmutableArray<string> RoundLots => [.. Lots.Where(l => l.Form.Module.FollowsRounds).Select(l => l.Id)];

    /// <summary>Ids of the lots with a deadline of their own.</summary>
    public ImmutableArray<string> TimedLots => [.. Lots.Where(l => !l.Form.Module.FollowsRounds).Select(l => l.Id)];

    /// <summary>The terms of a sale of these lots.</summary>
    /// <param name="sale">The sale's number, from 1.</param>
    /// <param name="settings">The house's settings.</param>
    public SaleTerms SaleTerms(int sale, HouseSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new SaleTerms(
            sale,
            RoundLots,
            TimedLots,
            settings.Rounds.Length,
            settings.Rounds.Limit,
            settings.Rounds.Silence,
            settings.Sale.BiddersToStart,
            settings.Rounds.CloseWhenAllActed);
    }
}
