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
    /// <summary>Lots of other sales, by their ids, that were bid on and may still be won.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<string>> Undecided { get; init; } =
        ImmutableSortedDictionary.Create<string, ImmutableArray<string>>(StringComparer.Ordinal);

    /// <summary>All of it for a person; sales are named once there are two.</summary>
    public IEnumerable<string> Lines()
    {
        var others = Elsewhere.Keys.Union(Undecided.Keys).Order(StringComparer.Ordinal).ToList();
        foreach (var line in AccountText.Of(Joined, withBudget: false, others.Count == 0 ? null : Sale)) yield return line;
        foreach (var sale in others)
        {
            foreach (var line in AccountText.OfPurchases(Joined.Name, Elsewhere.GetValueOrDefault(sale, []), sale)) yield return line;
            if (Undecided.TryGetValue(sale, out var lots)) yield return AccountText.OfUndecided(lots);
        }
    }
}

/// <summary>
/// What a person bought, by sale. A wallet is of the joined sale: it forgets at a JOIN, and what was won in other sales stands in it under
/// <c>sale/lot</c>. One actor has it.
/// </summary>
public sealed class PurchasesBySale
{
    private readonly SortedDictionary<string, ImmutableArray<Purchase>> _known = new(StringComparer.Ordinal);

    /// <summary>Keeps what a wallet holds, once its sale is left: until then the house may take it back.</summary>
    /// <param name="sale">The sale that the wallet is of; null: nobody knows its id.</param>
    /// <param name="purchases">What is in it.</param>
    public void Add(string? sale, IEnumerable<Purchase> purchases) => Add(_known, sale, purchases);

    /// <summary>All that was bought, in whatever sale.</summary>
    /// <param name="sale">The joined sale; null: nobody knows its id.</param>
    /// <param name="joined">What its wallet holds.</param>
    public ImmutableArray<Purchase> All(string? sale, IEnumerable<Purchase> joined) =>
        [.. BySale(sale, joined).Values.SelectMany(bought => bought)];

    /// <summary>All that was bought, and what may still be won: the joined sale's account with what is known of the others.</summary>
    /// <param name="sale">The joined sale; null: nobody knows its id.</param>
    /// <param name="joined">What is known of it.</param>
    /// <param name="visited">What is known of the others.</param>
    /// <param name="isOver">Whether a sale is known to be over.</param>
    public PlayAccounts With(string? sale, BidderState joined, SalesVisited visited, Predicate<string> isOver)
    {
        ArgumentNullException.ThrowIfNull(visited);
        var accounts = With(sale, BidderAccount.Of(joined));
        // Without ids there are no other sales.
        if (sale is null) return accounts;
        var undecided = visited.Undecided(joined);
        return accounts with { Undecided = undecided.RemoveRange(undecided.Keys.Where(of => isOver(of))) };
    }

    /// <summary>All that was bought: the joined sale's account with what is known of the others.</summary>
    /// <param name="sale">The joined sale; null: nobody knows its id.</param>
    /// <param name="joined">Its account.</param>
    public PlayAccounts With(string? sale, BidderAccount joined)
    {
        var all = BySale(sale, joined.Purchases);
        var own = all.GetValueOrDefault(sale ?? "", []);
        return new PlayAccounts(
            sale,
            joined with
            {
                Purchases = [.. own.OrderBy(bought => bought.Seq)],
                SpentMinor = Wallet.Sums(own).FirstOrDefault(spent => spent.Currency == joined.Currency).Minor,
            },
            all.Where(of => of.Key != (sale ?? "")).ToImmutableSortedDictionary(of => of.Key, of => of.Value, StringComparer.Ordinal));
    }

    private SortedDictionary<string, ImmutableArray<Purchase>> BySale(string? sale, IEnumerable<Purchase> joined)
    {
        var all = new SortedDictionary<string, ImmutableArray<Purchase>>(_known, StringComparer.Ordinal);
        Add(all, sale, joined);
        return all;
    }

    private static void Add(SortedDictionary<string, ImmutableArray<Purchase>> all, string? sale, IEnumerable<Purchase> purchases)
    {
        foreach (var bought in purchases)
        {
            // Where sales have no ids, as in the room, a lot is called what it is called.
            var isElsewhere = sale is not null && bought.IsElsewhere;
            var of = isElsewhere ? bought.Lot[..bought.Lot.IndexOf('/', StringComparison.Ordinal)] : sale ?? "";
            var own = isElsewhere ? bought with { Lot = bought.Lot[(of.Length + 1)..] } : bought;
            var known = all.TryGetValue(of, out var some) ? some : [];
            if (!known.Contains(own)) all[of] = known.Add(own);
        }
    }
}
