using System.Collections.Immutable;
using System.Security.Cryptography;
using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Journal;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Hosting;

/// <summary>What the auctioneer is started with.</summary>
/// <param name="Catalogues">The sales that it is to put up, where they are not put up already; their ids differ.</param>
/// <param name="Books">See sales and notices, and keep the accounts.</param>
internal sealed record AuctioneerContext(
    HouseSettings Settings, ImmutableArray<Catalogue> Catalogues, IJournal Journal, TimeProvider Time, HouseBooks Books)
{

    /// <inheritdoc cref="ItemAuctionContext.Overdue"/>
    public Extension? Overdue { get; init; }

    /// <summary>Where tokens come from; what simulates a house hands in one that can be run again.</summary>
    public RandomNumberGenerator Chance { get; init; } = RandomNumberGenerator.Create();
}
