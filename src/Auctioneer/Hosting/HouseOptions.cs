using System.Collections.Immutable;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Journal;
using AkkaAuction.Messages;
using AkkaAuction.Rules.Money;
using AkkaAuction.Rules.Sales;

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

/// <summary>
/// Sees what the house tells everybody, and each bidder, in the order of event numbers. Called by the board between two notices: short, never blocking.
/// </summary>
public interface IHouseObserver
{
    /// <summary>A sale is put up: its lots, before any of them opens.</summary>
    void OnSale(int sale, Catalogue catalogue);

    /// <summary>The house has begun again from its journal: a sale goes on, or stands ended.</summary>
    void OnResumed(SaleResumed resumed) { }

    void OnNotice(Notice notice);

    /// <summary>A sale is over.</summary>
    void OnAccount(FinalAccount account);

    /// <summary>A node of remote bidders has left or is out of reach.</summary>
    /// <param name="node">Where it was, like <c>127.0.0.1:41234</c>.</param>
    /// <param name="bidders">Its bidders that were let go; their standing bids stay valid.</param>
    void OnNodeGone(string node, int bidders) { }
}

/// <summary>A sale as the journal had it when the house began again.</summary>
/// <param name="Sale">Its number.</param>
/// <param name="Catalogue">Its lots, as they were put up.</param>
/// <param name="Past">What was told of it that an account is made of, in order: rounds, the last price of each lot, units sold and won, closings, the end.</param>
/// <param name="Lots">Every lot as it stands.</param>
/// <param name="OtherCatalogue">Whether the house was started with another catalogue than this one.</param>
public sealed record SaleResumed(int Sale, Catalogue Catalogue, ImmutableArray<Notice> Past, ImmutableArray<LotView> Lots, bool OtherCatalogue)
{
    /// <summary>The sale before this one, which is over, with all that an account is made of; null: there was none, or it is not known in full any more.</summary>
    public SaleResumed? Before { get; init; }

    public bool IsOver => Past.Any(n => n is Notice.SaleEnded);
}

/// <summary>Who bought what for how much, and what is left (R1.6). Amounts are minor units.</summary>
/// <param name="Sale">The sale's number.</param>
/// <param name="IsFinal">Whether the sale is over; else this is how it stands.</param>
/// <param name="Rounds">Rounds that were opened.</param>
/// <param name="Currency">Currency of all amounts.</param>
/// <param name="Lots">Every lot, in the catalogue's order.</param>
/// <param name="Sales">Every unit sold, in the order of the hammer.</param>
public sealed record FinalAccount(
    int Sale, bool IsFinal, int Rounds, Currency Currency, ImmutableArray<LotAccount> Lots, ImmutableArray<UnitSale> Sales)
{
    /// <summary>Units sold and unsold.</summary>
    public int Sold => Lots.Sum(l => l.Sold);

    /// <inheritdoc cref="Sold"/>
    public int Unsold => Lots.Sum(l => l.Units - l.Sold);

    /// <summary>What each bidder who bought anything bought and spent, by name.</summary>
    public IEnumerable<(string Bidder, long SpentMinor, ImmutableArray<UnitSale> Purchases)> Bidders() =>
        Sales.GroupBy(s => s.Bidder, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => (g.Key, g.Sum(s => s.PriceMinor), g.ToImmutableArray()));
}

/// <summary>How one lot stands or ended.</summary>
/// <param name="Lot">Its id.</param>
/// <param name="Title">What a person reads.</param>
/// <param name="Form">The form's name.</param>
/// <param name="StartPriceMinor">Start price.</param>
/// <param name="Units">Units it had.</param>
/// <param name="Sold">Units sold.</param>
/// <param name="LastPriceMinor">Its last price; the start price when nobody has bid.</param>
public sealed record LotAccount(string Lot, string Title, string Form, long StartPriceMinor, int Units, int Sold, long LastPriceMinor);

/// <summary>One unit sold.</summary>
/// <param name="Round">The round; 0 outside rounds.</param>
/// <param name="Seq">The event number.</param>
public sealed record UnitSale(int Round, string Lot, string Bidder, long PriceMinor, long Seq);
