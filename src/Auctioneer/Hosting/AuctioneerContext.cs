using System.Security.Cryptography;
using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Journal;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Hosting;

/// <summary>What the auctioneer is started with.</summary>
/// <param name="Books">Sees sales and notices, and keeps the account.</param>
/// <param name="Announcements">Takes the journal's announcements to the board.</param>
internal sealed record AuctioneerContext(
    HouseSettings Settings,
    Catalogue Catalogue,
    IJournal Journal,
    TimeProvider Time,
    BookKeeper Books,
    LateListener Announcements)
{
    /// <inheritdoc cref="ItemAuctionContext.Overdue"/>
    public Extension? Overdue { get; init; }

    /// <summary>Where tokens come from; what simulates a house hands in one that can be run again.</summary>
    public RandomNumberGenerator Chance { get; init; } = RandomNumberGenerator.Create();
}
