using AkkaAuction.Journal;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Tests.Simulation.Books;

/// <summary>
/// The floor's sales side by side: their runs, lots and awards. Each sale is a world of its own, with event numbers of its own; only runs
/// are numbered over all of them.
/// </summary>
internal sealed class FloorBook
{
    private readonly Dictionary<string, List<PutUpRun>> _runs = new(StringComparer.Ordinal);
    private readonly HashSet<int> _runNumbers = [];
    private readonly Dictionary<LotName, List<LotBook>> _lots = [];
    private readonly Dictionary<string, List<LotName>> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Written>> _awards = new(StringComparer.Ordinal);

    /// <summary>The ids of the sales, in the order of their first runs.</summary>
    public IReadOnlyList<string> Sales => _sales;

    private readonly List<string> _sales = [];

    /// <summary>The runs of a sale, oldest first.</summary>
    public IReadOnlyList<PutUpRun> RunsOf(string sale) => _runs.TryGetValue(sale, out var runs) ? runs : [];

    /// <summary>The newest run of a sale; null: it was never put up.</summary>
    public SaleBook? Newest(string sale) => RunsOf(sale) is [.., var newest] ? newest.Book : null;

    /// <summary>The lots that a sale has had, in any of its runs.</summary>
    public IReadOnlyList<LotName> LotsOf(string sale) => _names.TryGetValue(sale, out var names) ? names : [];

    /// <summary>A lot in each run of its sale that has one of that id.</summary>
    public IReadOnlyList<LotBook> RunsOf(LotName lot) => _lots.TryGetValue(lot, out var lots) ? lots : [];

    /// <summary>The awards of a sale, in one of its runs or in all, in the order of events.</summary>
    public IEnumerable<(Written Written, LotFact.UnitAwarded Award)> AwardsOf(string sale, int? run = null) =>
        (_awards.TryGetValue(sale, out var awards) ? awards : [])
            .Where(award => run is null || (StreamNames.TryLot(award.Stream, out _, out var of, out _) && of == run))
            .Select(award => (award, (LotFact.UnitAwarded)award.Fact));

    /// <summary>Units of a sale that a bidder has won up to one of its events, in all runs, and all that it pays.</summary>
    public (int Units, long SpentMinor) BoughtBy(string sale, string bidder, long number)
    {
        var won = AwardsOf(sale).Where(a => a.Written.Event <= number && a.Award.Bidder == bidder).ToArray();
        var paid = PaymentsOf(sale, number).Where(payment => payment.Bidder == bidder);
        return (won.Length, won.Where(a => !IsSupply(a.Written)).Sum(a => a.Award.PriceMinor) + paid.Sum(payment => payment.AmountMinor));
    }

    // A tender that was won is paid for, not spent.
    private bool IsSupply(Written award) => StreamNames.TryLot(award.Stream, out var sale, out _, out var lot)
        && RunsOf(new LotName(sale, lot)).Any(of => of.Descends);

    /// <summary>What was paid in a sale without a unit, up to one of its events, in one of its runs or in all.</summary>
    public IEnumerable<Payment> PaymentsOf(string sale, long number, int? run = null) =>
        (_payments.TryGetValue(sale, out var payments) ? payments : [])
            .Where(written => written.Event <= number
                && (run is null || (StreamNames.TryLot(written.Stream, out _, out var of, out _) && of == run)))
            .Select(written => ((FormFact)written.Fact).Payment!.Value);

    /// <summary>A bidder pays without a unit.</summary>
    public void Paid(Written written)
    {
        if (!StreamNames.TryLot(written.Stream, out var sale, out _, out _)) throw Broken("P3", written, "and is of no sale");
        if (!_payments.TryGetValue(sale, out var payments)) _payments.Add(sale, payments = []);
        payments.Add(written);
    }

    private readonly Dictionary<string, List<Written>> _payments = new(StringComparer.Ordinal);

    /// <summary>A run is put up: no number is given twice, and no run of a sale begins before the one before it is over.</summary>
    public SaleBook PutUp(Written written, RegistryFact.SalePutUp putUp)
    {
        var id = putUp.Terms.Name;
        if (written.Stream != StreamNames.Sale(id)) throw Broken("P3", written, $"and is the sale {id}");
        if (!_runs.TryGetValue(id, out var runs)) _runs.Add(id, runs = []);
        if (putUp.Sale < 1 || putUp.Sale != putUp.Terms.Id || !_runNumbers.Add(putUp.Sale)) throw Broken("P7", written, "a second time");
        if (runs is [.., var before] && (!before.Book.HasEnded || before.Run > putUp.Sale))
            throw Broken("P7", written, $"behind run {before.Run}, which is {(before.Book.HasEnded ? "later" : "not over")}");
        if (runs.Count == 0) _sales.Add(id);
        var sale = new SaleBook(putUp.Terms);
        runs.Add(new PutUpRun(putUp.Sale, written.Event, sale));
        foreach (var terms in putUp.Catalogue.Lots)
        {
            var (name, lot) = (new LotName(id, terms.Id), LotBook.For(terms, sale, null));
            sale.Lots.Add(terms.Id, lot);
            Enter(name, lot);
        }
        return sale;
    }

    /// <summary>A unit of one of its lots is awarded.</summary>
    public void Awarded(Written written)
    {
        if (!StreamNames.TryLot(written.Stream, out var sale, out _, out _)) throw Broken("P3", written, "and is of no sale");
        if (!_awards.TryGetValue(sale, out var awards)) _awards.Add(sale, awards = []);
        awards.Add(written);
    }

    private void Enter(LotName name, LotBook lot)
    {
        if (!_lots.TryGetValue(name, out var lots))
        {
            _lots.Add(name, lots = []);
            if (!_names.TryGetValue(name.Sale, out var names)) _names.Add(name.Sale, names = []);
            names.Add(name);
        }
        lots.Add(lot);
    }

    private static BrokenPromiseException Broken(string promise, Written written, string why) =>
        new(promise, $"event {written.Event} ({written.Stream}), {written.Fact} at {written.At:O}, {why}.");
}
