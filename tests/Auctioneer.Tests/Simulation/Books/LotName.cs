using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Journal;

namespace AkkaAuction.Auctioneer.Tests.Simulation.Books;

/// <summary>A lot of the floor, whichever run of its sale it is in.</summary>
/// <param name="Sale">The sale's id.</param>
/// <param name="Lot">The lot's id.</param>
internal readonly record struct LotName(string Sale, string Lot)
{
    /// <summary>Reads a lot's name as a bidder writes it, or is told it.</summary>
    /// <param name="name">The lot's id, or its sale's and its id.</param>
    /// <param name="joined">The sale that the bidder is in.</param>
    public static LotName Of(string name, string joined) =>
        name.Split(SalesOnOffer.Separator, 2) is [var sale, var lot] ? new LotName(sale, lot) : new LotName(joined, name);

    public string StreamIn(int run) => StreamNames.Lot(Sale, run, Lot);

    /// <summary>How it is called by whoever is in this sale.</summary>
    public string For(string joined) => joined == Sale ? Lot : ToString();

    public override string ToString() => SalesOnOffer.NameOf(Sale, Lot);
}

/// <summary>A run of a sale of the floor.</summary>
/// <param name="Run">Its number in the house.</param>
/// <param name="Event">The event at which it was put up, of the sale.</param>
/// <param name="Book">What its facts must keep to.</param>
internal sealed record PutUpRun(int Run, long Event, SaleBook Book);
