using System.Collections.Immutable;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Bidder.Market;

/// <summary>A unit that a bidder bought, or a tender that it won.</summary>
/// <param name="PriceMinor">Minor units.</param>
/// <param name="Seq">The event number of the award, in its sale.</param>
/// <param name="IsSupply">Whether it is a tender: the bidder is paid.</param>
public sealed record Purchase(string Lot, long PriceMinor, long Seq, bool IsSupply = false)
{
    public Currency Currency { get; init; } = Currency.Default;

    /// <summary>Whether it was bought in another sale than the joined one: its number is of that sale, whose account has it.</summary>
    public bool IsElsewhere => Lot.Contains('/', StringComparison.Ordinal);
}

/// <summary>
/// The money that a bidder may still spend: the budget, less its purchases, less the cost of its bids if all of them won. Amounts are
/// minor units.
/// </summary>
public sealed record Wallet
{
    private ImmutableDictionary<string, long> _committed = ImmutableDictionary<string, long>.Empty;
    private long _committedMinor;
    private long _accountSeq;

    /// <param name="budgetMinor">The whole budget.</param>
    public Wallet(long budgetMinor) => BudgetMinor = budgetMinor;

    public long BudgetMinor { get; private init; }

    /// <summary>Currency of the budget: amounts of another one have no part in it.</summary>
    public Currency Currency { get; private init; } = Currency.Default;

    public ImmutableList<Purchase> Purchases { get; private init; } = [];

    public long SpentMinor { get; private init; }

    /// <summary>What purchases cost in each currency.</summary>
    public static IEnumerable<(Currency Currency, long Minor)> Sums(IEnumerable<Purchase> purchases) => purchases
        .Where(bought => !bought.IsSupply)
        .GroupBy(bought => bought.Currency)
        .OrderBy(bought => bought.Key.Code, StringComparer.Ordinal)
        .Select(bought => (bought.Key, Sum(bought.Select(unit => unit.PriceMinor))));

    /// <summary>As big a budget, in major units, of another currency.</summary>
    public Wallet In(Currency currency)
    {
        ArgumentNullException.ThrowIfNull(currency);
        var wallet = this with { Currency = currency, BudgetMinor = currency.Same(BudgetMinor, Currency) };
        return wallet with { SpentMinor = wallet.SumOf(Purchases) };
    }

    /// <summary>The budget less what was spent.</summary>
    public long LeftMinor => BudgetMinor - SpentMinor;

    /// <summary>
    /// The most that a bid on this lot may be: the money left if every other bid wins. A new bid replaces the old one.
    /// </summary>
    public long AvailableFor(string lot) => Math.Max(0, LeftMinor - _committedMinor + _committed.GetValueOrDefault(lot));

    /// <summary>Commits what a bid may cost, in place of the lot's former commitment; 0 releases it.</summary>
    public Wallet Commit(string lot, long amountMinor)
    {
        if (_committed.GetValueOrDefault(lot) == amountMinor) return this;
        var committed = amountMinor == 0 ? _committed.Remove(lot) : _committed.SetItem(lot, amountMinor);
        return this with { _committed = committed, _committedMinor = Sum(committed.Values) };
    }

    /// <summary>Spends the price of a won unit and releases the lot's commitment. A purchase that is reported twice counts once.</summary>
    public Wallet Buy(Purchase purchase)
    {
        var free = Commit(purchase.Lot, 0);
        if (purchase.Seq <= _accountSeq && !purchase.IsElsewhere) return free;
        if (Purchases.Any(known => known.Seq == purchase.Seq && known.Lot == purchase.Lot)) return free;
        return free with { Purchases = Purchases.Add(purchase), SpentMinor = Sum([SpentMinor, SumOf([purchase])]) };
    }

    /// <summary>
    /// Replaces the purchases up to <paramref name="seq"/> by the sale's account, which is exact at that event. It holds no
    /// purchase in another sale.
    /// </summary>
    public Wallet Restate(IEnumerable<Purchase> account, long seq)
    {
        var purchases = account.Concat(Purchases.Where(known => known.Seq > seq || known.IsElsewhere))
            .DistinctBy(bought => (bought.Seq, bought.Lot)).ToImmutableList();
        return this with { Purchases = purchases, SpentMinor = SumOf(purchases), _accountSeq = seq };
    }

    // A tender that was won costs nothing.
    private long SumOf(IEnumerable<Purchase> purchases) =>
        Sum(purchases.Where(bought => !bought.IsSupply && bought.Currency == Currency).Select(bought => bought.PriceMinor));

    // A person may bid any amount: a sum that overflows stays at the maximum.
    private static long Sum(IEnumerable<long> amounts) =>
        amounts.Aggregate(0L, (sum, amount) => amount > long.MaxValue - sum ? long.MaxValue : sum + amount);
}
