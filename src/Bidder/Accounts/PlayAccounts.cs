using System.Collections.Immutable;
using AkkaAuction.Bidder.Market;

namespace AkkaAuction.Bidder.Accounts;

/// <summary>What became of a person who may have been in several sales.</summary>
/// <param name="Sale">The sale that was joined last; null: nobody knows its id.</param>
/// <param name="Joined">What became of the person there.</param>
/// <param name="Elsewhere">What was bought in other sales, by their ids.</param>
public sealed record PlayAccounts(
    string? Sale, BidderAccount Joined, ImmutableSortedDictionary<string, ImmutableArray<Purchase>> Elsewhere)
{
    /// <summary>All of it for a person; sales are named once there are two.</summary>
    public IEnumerable<string> Lines() =>
        AccountText.Of(Joined, withBudget: false, Elsewhere.IsEmpty ? null : Sale).Concat(Elsewhere.SelectMany(sale =>
            AccountText.OfPurchases(Joined.Name, sale.Value, sale.Key)));
}

/// <summary>
/// What a person bought, by sale. A wallet is of the joined sale: it forgets at a JOIN, and what was won in other sales stands in it under
/// <c>sale/lot</c>. One actor has it.
/// </summary>
public sealed class PurchasesBySale
{
    private readonly SortedDictionary<string, ImmutableArray<Purchase>> _known = new(StringComparer.Ordinal);

    /// <summary>Keeps what a wallet holds.</summary>
    /// <param name="sale">The sale that the wallet is of; null: nobody knows its id.</param>
    /// <param name="purchases">What is in it.</param>
    public void Add(string? sale, IEnumerable<Purchase> purchases)
    {
        foreach (var bought in purchases)
        {
            // Where sales have no ids, as in the room, a lot is called what it is called.
            var isElsewhere = sale is not null && bought.IsElsewhere;
            var of = isElsewhere ? bought.Lot[..bought.Lot.IndexOf('/', StringComparison.Ordinal)] : sale ?? "";
            var own = isElsewhere ? bought with { Lot = bought.Lot[(of.Length + 1)..] } : bought;
            var known = _known.GetValueOrDefault(of, []);
            if (!known.Contains(own)) _known[of] = known.Add(own);
        }
    }

    /// <summary>All that was bought: the joined sale's account with what is known of the others.</summary>
    /// <param name="sale">The joined sale; null: nobody knows its id.</param>
    /// <param name="joined">Its account.</param>
    public PlayAccounts With(string? sale, BidderAccount joined)
    {
        Add(sale, joined.Purchases);
        var own = _known.GetValueOrDefault(sale ?? "", []);
        return new PlayAccounts(
            sale,
            joined with
            {
                Purchases = [.. own.OrderBy(bought => bought.Seq)],
                SpentMinor = Wallet.Sums(own).FirstOrDefault(spent => spent.Currency == joined.Currency).Minor,
            },
            _known.Where(of => of.Key != (sale ?? "")).ToImmutableSortedDictionary(of => of.Key, of => of.Value, StringComparer.Ordinal));
    }
}
