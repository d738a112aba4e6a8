using AkkaAuction.Messages;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Accounts;

/// <summary>
/// Holds back what an observer is told while a house opens. The boards of its sales tell of them at the same time, in any order; once the
/// house stands, the observer hears of the sales in the house's order, then of all else as it happened, and from then on at once.
/// </summary>
/// <param name="next">Who is told.</param>
internal sealed class OpeningOrder(IHouseObserver next) : IHouseObserver
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Action> _sales = new(StringComparer.Ordinal);
    private readonly List<Action> _rest = [];
    private volatile bool _isOpen;

    /// <summary>The house stands.</summary>
    /// <param name="order">The ids of its sales.</param>
    public void Open(IEnumerable<string> order)
    {
        lock (_gate)
        {
            foreach (var id in order)
            {
                if (_sales.Remove(id, out var tell)) tell();
            }
            foreach (var tell in _sales.Values.Concat(_rest)) tell();
            _sales.Clear();
            _rest.Clear();
            _isOpen = true;
        }
    }

    public void OnSale(SaleTerms sale, Catalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(sale);
        Tell(() => next.OnSale(sale, catalogue), sale.Name);
    }

    public void OnResumed(SaleResumed resumed)
    {
        ArgumentNullException.ThrowIfNull(resumed);
        Tell(() => next.OnResumed(resumed), resumed.Terms.Name);
    }

    public void OnOver(SaleSummary sale)
    {
        ArgumentNullException.ThrowIfNull(sale);
        Tell(() => next.OnOver(sale), sale.Id);
    }

    public void OnNotice(string sale, Notice notice) => Tell(() => next.OnNotice(sale, notice));

    public void OnAccount(FinalAccount account) => Tell(() => next.OnAccount(account));

    public void OnNodeGone(string node, int bidders) => Tell(() => next.OnNodeGone(node, bidders));

    /// <param name="tell">What the observer is told.</param>
    /// <param name="sale">The sale that is told of for the first time; null: something else.</param>
    private void Tell(Action tell, string? sale = null)
    {
        if (!_isOpen)
        {
            lock (_gate)
            {
                if (!_isOpen)
                {
                    if (sale is null || !_sales.TryAdd(sale, tell)) _rest.Add(tell);
                    return;
                }
            }
        }
        tell();
    }
}
