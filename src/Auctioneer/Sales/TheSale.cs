using AkkaAuction.Journal;

namespace AkkaAuction.Auctioneer.Sales;

/// <summary>The one sale that a house puts up, run after run.</summary>
internal static class TheSale
{
    public const string Id = "sale";

    /// <summary>Its facts' chain.</summary>
    public static string Chain { get; } = Chains.OfSale(Id);
}
