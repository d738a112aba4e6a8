using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Hosting;

/// <summary>Whether a sale can be put up.</summary>
internal static class SaleCheck
{
    /// <summary>What is wrong with a sale, for a person; null: nothing.</summary>
    public static string? Fault(Catalogue catalogue, HouseSettings settings)
    {
        foreach (var lot in catalogue.Lots)
        {
            if (lot.Fault() is { } fault) return $"lot {lot.Id}: {fault}";
        }
        return catalogue.SaleTerms(1, settings).Fault() is { } wrong ? $"the sale: {wrong}" : null;
    }

    /// <summary>The first id that two of several sales have; null: they differ.</summary>
    public static string? TwiceIn(IEnumerable<Catalogue> catalogues) => catalogues
        .GroupBy(catalogue => catalogue.Head.Name, StringComparer.Ordinal).FirstOrDefault(of => of.Skip(1).Any())?.Key;
}
