using System.Security.Cryptography;
using Akka.Actor;
using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Journal;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Hosting;

/// <summary>What the auctioneer is started with.</summary>
/// <param name="Floor">What connections look at; the sale keeps it true.</param>
/// <param name="Observer">Who sees sales and notices; null: nobody.</param>
/// <param name="BoardIsHere">Told who hears the journal's announcements, before there are any.</param>
public sealed record AuctioneerContext(
    HouseSettings Settings,
    Catalogue Catalogue,
    IJournal Journal,
    TimeProvider Time,
    HouseFloor Floor,
    IHouseObserver? Observer,
    Action<IActorRef> BoardIsHere)
{
    /// <inheritdoc cref="ItemAuctionContext.Overdue"/>
    public Extension? Overdue { get; init; }

    /// <summary>Where tokens come from; what simulates a house hands in one that can be run again.</summary>
    public RandomNumberGenerator Chance { get; init; } = RandomNumberGenerator.Create();
}
