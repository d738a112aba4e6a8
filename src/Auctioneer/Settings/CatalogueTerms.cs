using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Settings;

/// <summary>What a catalogue needs of the settings to become a sale.</summary>
public static class CatalogueTerms
{
    /// <summary>The terms of a sale of these lots: what the catalogue says of it, and for the rest what the house's settings say.</summary>
    /// <param name="catalogue">The lots.</param>
    /// <param name="sale">The sale's number, from 1.</param>
    /// <param name="settings">The house's settings.</param>
    public static SaleTerms SaleTerms(this Catalogue catalogue, int sale, HouseSettings settings)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        ArgumentNullException.ThrowIfNull(settings);
        var head = catalogue.Head;
        return new SaleTerms(
            sale,
            catalogue.RoundLots,
            catalogue.TimedLots,
            head.RoundLength ?? settings.Rounds.Length,
            head.RoundLimit is { } limit ? limit.Count : settings.Rounds.Limit,
            head.SilentRoundLimit is { } silence ? silence.Count : settings.Rounds.Silence,
            head.BiddersToStart ?? settings.Sale.BiddersToStart,
            head.CloseRoundWhenAllActed ?? settings.Rounds.CloseWhenAllActed)
        {
            Name = head.Name,
            Title = head.Title ?? head.Name,
            OpensAt = head.OpensAt,
        };
    }
}
