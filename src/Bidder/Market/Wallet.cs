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

    /// <summary>Whether it is a bid that did not win and is paid all the same: it costs, and brings no unit.</summary>
    public bool IsPayment { get; init; }

    /// <summary>Whether it was bought in another sale than the joined one: its number is of that sale, whose account has it.</summary>
    public bool IsElsewhere => Lot.Contains('/', StringComparison.Ordinal);
}

/// <summary>
/// The money that a bidder may still spend: the budget, less its purchases and the units that it is about to get, less the cost of its bids
/// if all of them won. Amounts are minor units.
/// </summary>
public sealed record Wallet
{
    private ImmutableDictionary<string, Commitment> _committed = ImmutableDictionary<string, Commitment>.Empty;
    private ImmutableList<Purchase> _awaited = [];
    private long _committedMinor;
    private long _accountSeq;
    // Purchases of former connections, the first ones; the account of this one decides on them.
    private int _before;

    /// <param name="budgetMinor">The whole budget.</param>
    public Wallet(long budgetMinor) => BudgetMinor = budgetMinor;

    private readonly record struct Commitment(long AmountMinor, bool IsReplaced);

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

    /// <summary>The most that a bid on this lot may be: the money left if every other bid wins.</summary>
    public long AvailableFor(string lot)
    {
        var replaced = _committed.TryGetValue(lot, out var own) && own.IsReplaced ? own.AmountMinor : 0;
        return Math.Max(0, LeftMinor - Sum([SumOf(_awaited), _committedMinor]) + replaced);
    }

    /// <summary>Commits what the bids on a lot may cost, in place of its former commitment; 0 releases it.</summary>
    /// <param name="lot">The lot.</param>
    /// <param name="amountMinor">Minor units.</param>
    /// <param name="isReplaced">Whether a new bid on the lot takes the place of them; else it may win beside them.</param>
    public Wallet Commit(string lot, long amountMinor, bool isReplaced)
    {
        var commitment = amountMinor == 0 ? default : new Commitment(amountMinor, isReplaced);
        if (_committed.GetValueOrDefault(lot) == commitment) return this;
        var committed = amountMinor == 0 ? _committed.Remove(lot) : _committed.SetItem(lot, commitment);
        return this with { _committed = committed, _committedMinor = Sum(committed.Values.Select(each => each.AmountMinor)) };
    }

    /// <summary>The house has announced that a unit goes to the bidder; that it is bought comes in a line of its own.</summary>
    public Wallet Await(Purchase award) =>
        IsKnown(award) || _awaited.Exists(known => IsSame(known, award)) ? this : this with { _awaited = _awaited.Add(award) };

    /// <summary>Whether the unit's award was announced, and is paid for when it is bought.</summary>
    public bool Awaits(Purchase purchase) => AwaitedFor(purchase) is not null;

    /// <summary>
    /// On a new connection: the house may have restarted without its latest events, and may use their numbers again.
    /// </summary>
    public Wallet Reconnected() => this with
    {
        _before = Purchases.Count,
        _awaited = _awaited.RemoveAll(known => !known.IsElsewhere),
        _accountSeq = 0,
    };

    /// <summary>Spends the price of a won unit. A purchase that is reported twice counts once.</summary>
    public Wallet Buy(Purchase purchase)
    {
        var wallet = AwaitedFor(purchase) is { } awaited ? this with { _awaited = _awaited.Remove(awaited) } : this;
        return IsKnown(purchase) ? wallet : wallet with
        {
            Purchases = Purchases.Add(purchase),
            SpentMinor = Sum([SpentMinor, SumOf([purchase])]),
        };
    }

    /// <summary>The event of the newest award of a lot to the bidder; 0: none is known.</summary>
    public long AwardedSeq(string lot) =>
        Purchases.Concat(_awaited).Where(known => known.Lot == lot).Select(known => known.Seq).DefaultIfEmpty().Max();

    // In the bidding room the two lines have two numbers.
    private Purchase? AwaitedFor(Purchase purchase) =>
        _awaited.Find(known => IsSame(known, purchase)) ?? _awaited.Find(known => known.Lot == purchase.Lot && known.Seq < purchase.Seq);

    private bool IsKnown(Purchase purchase) =>
        (purchase.Seq <= _accountSeq && !purchase.IsElsewhere) || Purchases.Skip(_before).Any(known => IsSame(known, purchase));

    private static bool IsSame(Purchase one, Purchase other) => one.Seq == other.Seq && one.Lot == other.Lot;

    /// <summary>
    /// Replaces the purchases by the sale's account, which is exact at the event <paramref name="seq"/>. It holds no purchase in another
    /// sale, and none of a later event that this connection has told of.
    /// </summary>
    public Wallet Restate(IEnumerable<Purchase> account, long seq)
    {
        var purchases = account.Concat(Purchases.Where((known, at) => (known.Seq > seq && at >= _before) || known.IsElsewhere))
            .DistinctBy(bought => (bought.Seq, bought.Lot)).ToImmutableList();
        return this with
        {
            Purchases = purchases,
            SpentMinor = SumOf(purchases),
            _awaited = _awaited.RemoveAll(known => known.Seq <= seq && !known.IsElsewhere),
            _accountSeq = seq,
            _before = 0,
        };
    }

    // A tender that was won costs nothing.
    private long SumOf(IEnumerable<Purchase> purchases) =>
        Sum(purchases.Where(bought => !bought.IsSupply && bought.Currency == Currency).Select(bought => bought.PriceMinor));

    /// <summary>A person may bid any amount: a sum that overflows stays at the maximum.</summary>
    internal static long Sum(IEnumerable<long> amounts) =>
        amounts.Aggregate(0L, (sum, amount) => amount > long.MaxValue - sum ? long.MaxValue : sum + amount);
}
