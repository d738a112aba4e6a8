using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Journal;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Hosting;

/// <summary>What whoever starts a house in its own process may hand in, besides the settings.</summary>
public sealed record HouseOptions
{
    /// <summary>The clock the house's own clock is made from.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Who sees every notice before any bidder does.</summary>
    public IHouseObserver? Observer { get; init; }

    /// <summary>What is put up when no catalogue is given and the journal has no sale; null: nothing is.</summary>
    public Func<Catalogue>? WhenNone { get; init; }

    /// <summary>Its parts, in the order in which they begin; none named: the floor alone. The settings may close a part's door.</summary>
    public IReadOnlyList<HousePart> Parts { get; init; } = [];

    /// <summary>The journal's file; made when it is not there. Null: the house keeps its facts in memory.</summary>
    public string? JournalFile { get; init; }

    /// <summary>Who is notified when the journal cannot store, besides the log.</summary>
    public IJournalWatcher? JournalWatcher { get; init; }

    /// <summary>Name of the actor system; one that remote bidders come to is always called <c>house</c>.</summary>
    public string SystemName { get; init; } = "auction";
}
