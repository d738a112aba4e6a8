using System.Collections.Immutable;
using AkkaAuction.Rules.Forms;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Auctioneer.Accounts;

/// <summary>Who bought what for how much, and what is left (R1.6). Amounts are minor units.</summary>
/// <param name="Sale">Which putting-up of the house it is, from 1.</param>
/// <param name="IsFinal">Whether the sale is over; else this is how it stands.</param>
/// <param name="Rounds">Rounds that were opened.</param>
/// <param name="Lots">Every lot, in the catalogue's order.</param>
/// <param name="Sales">Every unit sold, in the order of the hammer.</param>
public sealed record FinalAccount(
    int Sale, bool IsFinal, int Rounds, ImmutableArray<LotAccount> Lots, ImmutableArray<UnitSale> Sales)
{
    /// <summary>The sale's id; empty: it has none.</summary>
    public string Id { get; init; } = "";

    /// <summary>What a person reads.</summary>
    public string Title { get; init; } = "";

    /// <summary>What was paid without getting a unit, in the order of events.</summary>
    public ImmutableArray<BidPayment> Payments { get; init; } = [];

    /// <summary>Units sold and unsold; while the sale goes on, what is <see cref="Open"/> counts as unsold.</summary>
    public int Sold => Lots.Sum(l => l.Sold);

    /// <inheritdoc cref="Sold"/>
    public int Unsold => Lots.Sum(l => l.Units - l.Sold);

    /// <summary>Units that may still be sold: those of lots that are not closed.</summary>
    public int Open => Lots.Where(IsOpen).Sum(l => l.Units - l.Sold);

    /// <summary>Whether a lot may still sell.</summary>
    public bool IsOpen(LotAccount lot)
    {
        ArgumentNullException.ThrowIfNull(lot);
        return !IsFinal && !lot.IsClosed;
    }

    /// <summary>What each bidder who bought, supplied or paid anything did, spent and earned in each currency, by name.</summary>
    public IEnumerable<BidderSums> Bidders()
    {
        var tenders = Lots.Where(l => l.Descends).Select(l => l.Lot).ToHashSet(StringComparer.Ordinal);
        var sales = Sales.ToLookup(s => (s.Bidder, s.Currency));
        var payments = Payments.ToLookup(p => (p.Bidder, p.Currency));
        return sales.Select(g => g.Key).Union(payments.Select(g => g.Key))
            .OrderBy(key => key.Bidder, StringComparer.Ordinal)
            .ThenBy(key => key.Currency.Code, StringComparer.Ordinal)
            .Select(key => new BidderSums(
                key.Bidder,
                key.Currency,
                sales[key].Where(s => !tenders.Contains(s.Lot)).Sum(s => s.PriceMinor) + payments[key].Sum(p => p.AmountMinor),
                sales[key].Where(s => tenders.Contains(s.Lot)).Sum(s => s.PriceMinor),
                [.. sales[key]])
            {
                Payments = [.. payments[key]],
            });
    }
}

/// <summary>What one bidder did in one currency.</summary>
/// <param name="SpentMinor">What it pays, for units and without.</param>
/// <param name="EarnedMinor">What it is paid for tenders that it won.</param>
/// <param name="Purchases">Units it bought or supplies.</param>
public sealed record BidderSums(
    string Bidder, Currency Currency, long SpentMinor, long EarnedMinor, ImmutableArray<UnitSale> Purchases)
{
    /// <summary>What it pays without getting a unit.</summary>
    public ImmutableArray<BidPayment> Payments { get; init; } = [];
}

/// <summary>How one lot stands or ended.</summary>
/// <param name="Lot">Its id.</param>
/// <param name="Title">What a person reads.</param>
/// <param name="Form">The form's name.</param>
/// <param name="StartPriceMinor">Start price.</param>
/// <param name="Units">Units it had.</param>
/// <param name="Sold">Units sold.</param>
/// <param name="LastPriceMinor">Its last price; the start price when nobody has bid.</param>
/// <param name="Currency">Currency of its amounts.</param>
public sealed record LotAccount(
    string Lot, string Title, string Form, long StartPriceMinor, int Units, int Sold, long LastPriceMinor, Currency Currency)
{
    /// <summary>Whether it is closed: what it has left stays unsold.</summary>
    public bool IsClosed { get; init; }

    /// <summary>Whether it is a tender: the winner is paid the price.</summary>
    public bool Descends => FormRegistry.Find(Form)?.Descends ?? false;

    /// <summary>Whether its highest bid was below a reserve that nobody sees.</summary>
    public bool ReserveNotMet { get; init; }
}

/// <summary>One unit sold.</summary>
/// <param name="Round">The round; 0 outside rounds.</param>
/// <param name="Seq">The event number.</param>
/// <param name="Currency">The lot's.</param>
public sealed record UnitSale(int Round, string Lot, string Bidder, long PriceMinor, long Seq, Currency Currency);

/// <summary>What a bidder pays without getting a unit.</summary>
/// <param name="Seq">The event number.</param>
/// <param name="Currency">The lot's.</param>
public sealed record BidPayment(string Lot, string Bidder, long AmountMinor, long Seq, Currency Currency);
