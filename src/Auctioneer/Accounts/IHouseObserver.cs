using System.Collections.Immutable;
using AkkaAuction.Messages;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Accounts;

/// <summary>
/// Sees what the house announces to everybody and to each bidder, of each sale in the order of its event numbers. A sale's board calls it
/// between two notices, so it is quick and never blocks. Sales run side by side: calls for different sales may come at the same time, from
/// different threads.
/// </summary>
public interface IHouseObserver
{
    /// <summary>A sale is put up: its lots, before any of them opens.</summary>
    void OnSale(SaleTerms sale, Catalogue catalogue);

    /// <summary>The house has begun again from its journal: a sale goes on, or stands ended.</summary>
    void OnResumed(SaleResumed resumed) { }

    /// <summary>The house has begun again from its journal, where this sale is over.</summary>
    void OnOver(SaleSummary sale) { }

    /// <param name="sale">The sale's id.</param>
    /// <param name="notice">The notice.</param>
    void OnNotice(string sale, Notice notice);

    /// <summary>A sale is over.</summary>
    void OnAccount(FinalAccount account);

    /// <summary>A node of remote bidders has left or is out of reach.</summary>
    /// <param name="node">Where it was, like <c>127.0.0.1:41234</c>.</param>
    /// <param name="bidders">Its bidders that were let go; their standing bids stay valid.</param>
    void OnNodeGone(string node, int bidders) { }
}

/// <summary>A sale as the journal had it when the house began again.</summary>
/// <param name="Terms">Its terms, as they were put up.</param>
/// <param name="Catalogue">Its lots, as they were put up.</param>
/// <param name="Past">
/// Its notices that an account is made of, in order: rounds, the last price of each lot, units sold and won, closings, the end.
/// </param>
/// <param name="Lots">Every lot as it stands.</param>
/// <param name="OtherCatalogue">Whether the house was started with other lots for this sale.</param>
public sealed record SaleResumed(
    SaleTerms Terms, Catalogue Catalogue, ImmutableArray<Notice> Past, ImmutableArray<LotView> Lots, bool OtherCatalogue)
{
    /// <summary>Which putting-up of the house it is.</summary>
    public int Sale => Terms.Id;

    /// <summary>The run before this one, complete for an account; null: there was none, or not all of it is known any more.</summary>
    public SaleResumed? Before { get; init; }

    public bool IsOver => Past.Any(n => n is Notice.SaleEnded);
}
