using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Settings;

/// <summary>What a catalogue needs of the settings to become a sale.</summary>
public static class CatalogueTerms
{
    /// <summary>The terms of a sale of these lots.</summary>
    /// <param name="catalogue">The lots.</param>
    /// <param name="sale">The sale's number, from 1.</param>
    /// <param name="settings">The house's settings.</param>
    public static SaleTerms SaleTerms(this Catalogue catalogue, int sale, HouseSettings settings)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        ArgumentNullException.ThrowIfNull(settings);
        return new SaleTerms(
            sale,
            catalogue.RoundLots,
            catalogue.TimedLots,
            settings.Rounds.Length,
            settings.Rounds.Limit,
            settings.Rounds.Silence,
            settings.Sale.BiddersToStart,
            settings.Rounds.CloseWhenAllActed);
    }
}
