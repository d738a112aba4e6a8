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

    /// <summary>What each bidder who bought or supplied anything did, spent and earned in each currency, by name.</summary>
    public IEnumerable<(string Bidder, Currency Currency, long SpentMinor, long EarnedMinor, ImmutableArray<UnitSale> Purchases)> Bidders()
    {
        var tenders = Lots.Where(l => FormRegistry.Find(l.Form)?.Descends ?? false).Select(l => l.Lot).ToHashSet(StringComparer.Ordinal);
        return Sales.GroupBy(s => (s.Bidder, s.Currency))
            .OrderBy(g => g.Key.Bidder, StringComparer.Ordinal)
            .ThenBy(g => g.Key.Currency.Code, StringComparer.Ordinal)
            .Select(g => (
                g.Key.Bidder,
                g.Key.Currency,
                g.Where(s => !tenders.Contains(s.Lot)).Sum(s => s.PriceMinor),
                g.Where(s => tenders.Contains(s.Lot)).Sum(s => s.PriceMinor),
                g.ToImmutableArray()));
    }
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

    /// <summary>Whether its highest bid was below a reserve that nobody sees.</summary>
    public bool ReserveNotMet { get; init; }
}

/// <summary>One unit sold.</summary>
/// <param name="Round">The round; 0 outside rounds.</param>
/// <param name="Seq">The event number.</param>
/// <param name="Currency">The lot's.</param>
public sealed record UnitSale(int Round, string Lot, string Bidder, long PriceMinor, long Seq, Currency Currency);
