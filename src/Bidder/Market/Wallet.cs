using System.Collections.Immutable;

namespace AkkaAuction.Bidder.Market;

/// <summary>A unit that a bidder bought.</summary>
/// <param name="PriceMinor">Minor units.</param>
/// <param name="Seq">The house's event number of the award.</param>
public sealed record Purchase(string Lot, long PriceMinor, long Seq);

/// <summary>
/// What a bidder may still spend: the budget, less what was bought, less what its own bids would cost if all of them won. Amounts are
/// minor units.
/// </summary>
public sealed record Wallet
{
    private ImmutableDictionary<string, long> _committed = ImmutableDictionary<string, long>.Empty;
    private long _committedMinor;
    private long _accountSeq;

    /// <param name="budgetMinor">What may be spent in all.</param>
    public Wallet(long budgetMinor) => BudgetMinor = budgetMinor;

    public long BudgetMinor { get; }

    public ImmutableList<Purchase> Purchases { get; private init; } = [];

    public long SpentMinor { get; private init; }

    /// <summary>The budget less what was spent.</summary>
    public long LeftMinor => BudgetMinor - SpentMinor;

    /// <summary>
    /// What a bid on this lot may be at most: what is left when every other bid wins. A new bid takes the place of the old one.
    /// </summary>
    public long AvailableFor(string lot) => Math.Max(0, LeftMinor - _committedMinor + _committed.GetValueOrDefault(lot));

    /// <summary>Sets aside what a bid may cost, in place of what was set aside for this lot before; 0 sets it free.</summary>
    public Wallet Commit(string lot, long amountMinor)
    {
        if (_committed.GetValueOrDefault(lot) == amountMinor) return this;
        var committed = amountMinor == 0 ? _committed.Remove(lot) : _committed.SetItem(lot, amountMinor);
        return this with { _committed = committed, _committedMinor = Sum(committed.Values) };
    }

    /// <summary>A unit was won: what was set aside for the lot is free, the price is spent. Told twice, it counts once.</summary>
    public Wallet Buy(Purchase purchase)
    {
        var free = Commit(purchase.Lot, 0);
        if (purchase.Seq <= _accountSeq || Purchases.Any(known => known.Seq == purchase.Seq && known.Lot == purchase.Lot)) return free;
        return free with { Purchases = Purchases.Add(purchase), SpentMinor = Sum([SpentMinor, purchase.PriceMinor]) };
    }

    /// <summary>The house's own account, true as of <paramref name="seq"/>, takes the place of what was heard until then.</summary>
    public Wallet Restate(IEnumerable<Purchase> account, long seq)
    {
        var purchases = account.Concat(Purchases.Where(heard => heard.Seq > seq))
            .DistinctBy(bought => (bought.Seq, bought.Lot)).ToImmutableList();
        return this with { Purchases = purchases, SpentMinor = Sum(purchases.Select(bought => bought.PriceMinor)), _accountSeq = seq };
    }

    // A person may bid more than exists: a sum that does not fit stays at the most there is.
    private static long Sum(IEnumerable<long> amounts) =>
        amounts.Aggregate(0L, (sum, amount) => amount > long.MaxValue - sum ? long.MaxValue : sum + amount);
}
