using System.Diagnostics.CodeAnalysis;
using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Messages;

namespace AkkaAuction.Auctioneer.Hosting;

/// <summary>The house's sales, in the order in which they were first put up. The auctioneer alone uses it.</summary>
internal sealed class HeldSales
{
    // So many are named to whoever asks for one that there is not.
    private const int NamedMax = 10;

    private readonly List<HeldSale> _all = [];
    private readonly Dictionary<string, HeldSale> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<int, HeldSale> _byRun = [];
    private SalesOnOffer? _onOffer;
    private long _version;

    public IReadOnlyList<HeldSale> All => _all;

    /// <summary>The highest run there has been.</summary>
    public int LastRun { get; private set; }

    /// <summary>As bidders reach them.</summary>
    public SalesOnOffer OnOffer =>
        _onOffer ??= new SalesOnOffer([.. _all.Where(sale => sale.Run > 0).Select(sale => sale.OnOffer)], _version);

    /// <summary>
    /// Where a bidder is who has joined none: in the first that is open, else the first that waits, else the last that is over; null:
    /// there is no sale.
    /// </summary>
    public HeldSale? ForNewcomer =>
        _all.Find(sale => sale.State == SaleViewState.Open)
        ?? _all.Find(sale => sale.State == SaleViewState.Waiting)
        ?? _all.LastOrDefault();

    public HeldSale GetOrAdd(string id)
    {
        if (_byId.TryGetValue(id, out var sale)) return sale;
        _byId.Add(id, sale = new HeldSale(id));
        _all.Add(sale);
        return sale;
    }

    public bool TryGet(string id, [NotNullWhen(true)] out HeldSale? sale) => _byId.TryGetValue(id, out sale);

    /// <summary>The sale whose last run this is.</summary>
    public bool TryGet(int run, [NotNullWhen(true)] out HeldSale? sale) => _byRun.TryGetValue(run, out sale) && sale.Run == run;

    /// <summary>A run of a sale has its actor, or had one.</summary>
    public void Note(int run, HeldSale sale)
    {
        LastRun = Math.Max(LastRun, run);
        _byRun[run] = sale;
        Changed();
    }

    /// <summary>A run that is over is of no account any more.</summary>
    public void Forget(int run) => _byRun.Remove(run);

    /// <summary>Bidders reach one of them otherwise.</summary>
    public void Changed()
    {
        _version++;
        _onOffer = null;
    }

    /// <summary>What is said to whoever asks for a sale that there is not.</summary>
    /// <param name="id">What was asked for.</param>
    /// <param name="list">What lists all of them, for whoever asked.</param>
    public string Without(string id, string list)
    {
        if (_all.Count == 0) return $"no such sale as {id}; the house has none now";
        if (_all.Count == 1) return $"no such sale as {id}; there is only {_all[0].Id}";
        var more = _all.Count > NamedMax ? $" and {_all.Count - NamedMax} more ({list} lists them)" : "";
        return $"no such sale as {id}; there are {string.Join(", ", _all.Take(NamedMax).Select(sale => sale.Id))}{more}";
    }
}
