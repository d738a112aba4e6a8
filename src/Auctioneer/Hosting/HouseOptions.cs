using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Journal;

namespace AkkaAuction.Auctioneer.Hosting;

/// <summary>What whoever starts a house in its own process may hand in, besides the settings.</summary>
public sealed record HouseOptions
{
    /// <summary>The clock the house's own clock is made from.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Who sees every notice as it is told, before any bidder does.</summary>
    public IHouseObserver? Observer { get; init; }

    /// <summary>The parts it is made of, in the order in which they begin; none named: the floor alone. Each may have a door, which the settings may still close.</summary>
    public IReadOnlyList<HousePart> Parts { get; init; } = [];

    /// <summary>The file that the house's journal is in; made when it is not there. Null: facts are kept in memory, and a house that stops forgets.</summary>
    public string? JournalFile { get; init; }

    /// <summary>Who hears when the journal cannot store, besides the log.</summary>
    public IJournalWatcher? JournalWatcher { get; init; }

    /// <summary>Name of the actor system; one that remote bidders come to is always called <c>house</c>.</summary>
    public string SystemName { get; init; } = "auction";
}
