using System.Security.Cryptography;
using Akka.Actor;
using AkkaAuction.Auctioneer.Recovery;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Journal;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Hosting;

/// <summary>What the desk is started with.</summary>
/// <param name="Floor">What connections look at; the desk keeps it true.</param>
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

    /// <summary>What the journal's facts have come to, where that is known already; null: the desk reads them.</summary>
    internal TakenOnce<DeskPast>? Past { get; init; }
}
