using AkkaAuction.Journal;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Testing;

/// <summary>The only sale of most tests: that of a catalogue that says nothing of its sale.</summary>
internal static class TheSale
{
    public const string Id = SaleTerms.NameUnsaid;

    /// <summary>Terms of a run without lots.</summary>
    public static SaleTerms Terms(int run) => new(run, [], [], TimeSpan.FromMinutes(1), null, null, 1, false);

    /// <summary>Its facts' chain.</summary>
    public static string Chain { get; } = Chains.OfSale(Id);
}
