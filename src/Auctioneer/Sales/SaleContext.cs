using System.Security.Cryptography;
using Akka.Actor;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Journal;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Sales;

/// <summary>What a sale is started with.</summary>
/// <param name="Terms">Its terms, as they were put up.</param>
/// <param name="Catalogue">Its lots, as they were put up.</param>
/// <param name="Settings">The house's.</param>
/// <param name="Journal">Where facts go.</param>
/// <param name="Time">The house's clock.</param>
internal sealed record SaleContext(SaleTerms Terms, Catalogue Catalogue, HouseSettings Settings, IJournal Journal, TimeProvider Time)
{
    /// <summary>Who tells what there is in the sale.</summary>
    public IActorRef Board { get; init; } = ActorRefs.Nobody;

    /// <inheritdoc cref="ItemAuctionContext.Overdue"/>
    public Extension? Overdue { get; init; }

    /// <inheritdoc cref="ItemAuctionContext.Chance"/>
    public RandomNumberGenerator? Chance { get; init; }
}

/// <summary>What a sale's facts and its lots' have come to.</summary>
/// <param name="State">The sale after all its facts.</param>
/// <param name="Lots">Each lot that has facts, by id.</param>
internal sealed record RecoveredSale(SaleState State, IReadOnlyDictionary<string, RecoveredLot> Lots);
