using System.Collections.Immutable;

namespace AkkaAuction.Auctioneer.Accounts;

/// <summary>
/// The accounts of the sales that a house holds: each sale's <see cref="BookKeeper"/>, kept over restarts of the auctioneer. The auctioneer
/// alone uses it while it lives; once the actors have ended the house reads it. Whoever waits for the house to stand, or for the first
/// sale's end, waits here.
/// </summary>
/// <param name="observer">Makes the observer of one sale; null: nobody observes.</param>
internal sealed class HouseBooks(Func<IHouseObserver?>? observer = null)
{
    private readonly Dictionary<string, BookKeeper> _keepers = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];
    private readonly TaskCompletionSource _stands = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<FinalAccount?> _firstSale = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<ImmutableArray<FinalAccount>> _last = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool _hasBegun;

    /// <summary>Every sale that the house began with stands.</summary>
    public Task Stand => _stands.Task;

    /// <summary>The first account that was given out; null: no sale runs, so none will be.</summary>
    public Task<FinalAccount?> FirstSale => _firstSale.Task;

    /// <summary>The accounts as they were when the actors had ended, in the order in which the sales were put up.</summary>
    public Task<ImmutableArray<FinalAccount>> Last => _last.Task;

    /// <summary>Whether a sale's account is kept here.</summary>
    public bool Has(string sale) => _keepers.ContainsKey(sale);

    /// <summary>Who keeps a sale's account from here on.</summary>
    public BookKeeper Of(string sale)
    {
        if (_keepers.TryGetValue(sale, out var keeper)) return keeper;
        _keepers.Add(sale, keeper = new BookKeeper(observer?.Invoke(), account => _firstSale.TrySetResult(account)));
        if (!_order.Contains(sale)) _order.Add(sale);
        return keeper;
    }

    /// <summary>Who keeps the account of a sale that is over and only looked at: nobody observes that.</summary>
    public static BookKeeper ToLookAt() => new(null);

    /// <summary>A sale is over, and its account is not kept any more.</summary>
    public void LetGo(string sale) => _keepers.Remove(sale);

    /// <summary>A sale was over when the house began.</summary>
    public void IsOver(SaleSummary sale)
    {
        if (!_hasBegun) observer?.Invoke()?.OnOver(sale);
    }

    /// <summary>The house began with these sales; it stands when they do.</summary>
    public void BeginWith(IReadOnlyCollection<string> sales)
    {
        _hasBegun = true;
        if (sales.Count == 0) _firstSale.TrySetResult(null);
        _ = Task.WhenAll(sales.Select(sale => Of(sale).IsOpen))
            .ContinueWith(_ => _stands.TrySetResult(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    /// <summary>The boards have ended with the house: nothing is sold any more.</summary>
    public void Stopped()
    {
        _last.TrySetResult([.. _order.Where(_keepers.ContainsKey).Select(sale => _keepers[sale].Account)]);
        _firstSale.TrySetCanceled();
    }
}
