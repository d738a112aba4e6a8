
namespace AkkaAuction.Rules.Sales;

/// <summary>What happened at the desk: what its stream stores.</summary>
public abstract record DeskFact
{
    private DeskFact() { }

    /// <summary>A name was taken, and the token made that is needed to come back under it.</summary>
    public sealed record BidderRegistered(string Name, string Token, DateTimeOffset At) : DeskFact;

    /// <summary>A sale was put up: with these lots and these terms it is held to its end, whatever the settings say meanwhile.</summary>
    public sealed record SalePutUp(int Sale, DateTimeOffset At, SaleTerms Terms, Catalogue Catalogue) : DeskFact;
}
