
namespace AkkaAuction.Rules.Sales;

/// <summary>
/// Registrations of a house: its bidders and its sales. The journal stores them in the stream <c>desk</c>, under kinds that begin with
/// <c>Desk.</c>; stored kinds never change.
/// </summary>
public abstract record RegistryFact
{
    private RegistryFact() { }

    /// <summary>A bidder registered a name; the token lets it come back under that name.</summary>
    /// <param name="TokenHash">
    /// SHA-256 of the token, lower-case hex; of a fact that version 1 stored, the token itself. Empty: the bidder was erased.
    /// </param>
    public sealed record BidderRegistered(string Name, string TokenHash, DateTimeOffset At) : RegistryFact;

    /// <summary>The house put up a sale. It keeps these lots and terms to its end, whatever the settings say later.</summary>
    public sealed record SalePutUp(int Sale, DateTimeOffset At, SaleTerms Terms, Catalogue Catalogue) : RegistryFact;
}
