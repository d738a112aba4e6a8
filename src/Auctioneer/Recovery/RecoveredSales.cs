using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Sessions;
using AkkaAuction.Journal;
using AkkaAuction.Journal.Snapshots;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Recovery;

/// <summary>
/// The state that an auctioneer recovers from its facts: the bidders, and every sale (<see cref="SalePast"/>). The room recovers from it,
/// too: it has one sale without an id.
/// </summary>
/// <param name="bidIds">Bid ids that each lot remembers.</param>
/// <param name="keepsOver">Whether all is kept of sales that are over, and not only a line.</param>
internal sealed class RecoveredSales(int bidIds, bool keepsOver = false) : IRecovery
{
    private readonly Dictionary<string, BidderRecord> _bidders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SalePast> _sales = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LotPast?> _streams = new(StringComparer.Ordinal);

    public IEnumerable<BidderRecord> Bidders => _bidders.Values;

    /// <summary>Every sale that was put up, in the order of their first runs.</summary>
    public IEnumerable<SalePast> Sales => _sales.Values.OrderBy(sale => sale.FirstRun);

    /// <summary>The sale of a desk that puts up no others; null: it has none.</summary>
    public SalePast? OfDesk => _sales.GetValueOrDefault("");

    /// <summary>The highest number of a client that the house has named and that has bid; 0: none.</summary>
    public long LastClient { get; private set; }

    /// <summary>Folds facts that are at hand.</summary>
    public static RecoveredSales Of(IEnumerable<(string Stream, StoredFact Fact)> facts, int bidIds, bool keepsOver = false)
    {
        var recovered = new RecoveredSales(bidIds, keepsOver);
        foreach (var (stream, fact) in facts) recovered.Add(stream, fact);
        return recovered;
    }

    public void Add(string stream, StoredFact stored)
    {
        switch (stored.Fact)
        {
            case LotFact fact: Add(stream, fact, stored); break;
            case SaleFact fact when StreamNames.TryRun(stream, out var id, out var run) && _sales.TryGetValue(id, out var sale):
                if (!sale.Add(run, fact, stored.Event)) break;
                ForgetLots(sale);
                sale.KeepALine();
                break;
            case RegistryFact.BidderRegistered known when stream == StreamNames.Desk:
                _bidders[known.Name] = new BidderRecord(known.Name, known.TokenHash);
                break;
            case RegistryFact.SalePutUp putUp when StreamNames.TrySale(stream, out var named) || stream == StreamNames.Desk:
                var put = SaleOf(named);
                ForgetLots(put);
                put.Begin(putUp, stored.Place);
                break;
        }
    }

    public void Write(SnapshotWriter to)
    {
        to.Line("clients"u8).Long("last"u8, LastClient);
        to.End();
        foreach (var bidder in _bidders.Values)
        {
            to.Line("bidder"u8).Person("bidder"u8, bidder.Name);
            to.End();
        }
        foreach (var sale in _sales.Values) sale.Write(to);
    }

    /// <summary>Reads its lines, up to the first that is none of its own.</summary>
    public void Read(SnapshotReader from)
    {
        while (from.Next())
        {
            var body = from.Body();
            if (from.Kind.SequenceEqual("clients"u8)) LastClient = body.Long("last"u8);
            else if (from.Kind.SequenceEqual("bidder"u8)) ReadBidder(from);
            else if (from.Kind.SequenceEqual("sale"u8)) SaleOf(body.Text("sale"u8)).Read(from, body.Int("first"u8));
            else
            {
                from.Again();
                return;
            }
        }
    }

    private SalePast SaleOf(string id)
    {
        if (!_sales.TryGetValue(id, out var sale)) _sales.Add(id, sale = new SalePast(id, bidIds, keepsOver));
        return sale;
    }

    private void Add(string stream, LotFact fact, StoredFact stored)
    {
        if (!_streams.TryGetValue(stream, out var lot)) _streams[stream] = lot = LotOf(stream);
        if (lot is null) return;
        if (fact is LotFact.BidAccepted bid && !_bidders.ContainsKey(bid.Bidder))
            LastClient = Math.Max(LastClient, ClientNames.NumberOf(bid.Bidder));
        lot.Sale.Add(lot.Id, lot.Recovered, fact, stored);
    }

    /// <summary>Which lot a stream belongs to; null: none.</summary>
    private LotPast? LotOf(string stream)
    {
        var id = "";
        if (!StreamNames.TryLot(stream, out id, out var run, out var lot) && !StreamNames.TryDeskLot(stream, out run, out lot)) return null;
        return _sales.TryGetValue(id, out var sale) ? new LotPast(sale, lot, sale.LotOf(run, lot)) : null;
    }

    private void ForgetLots(SalePast sale)
    {
        foreach (var stream in sale.LotStreams) _streams.Remove(stream);
    }

    private void ReadBidder(SnapshotReader from)
    {
        var body = from.Body();
        var name = body.Person("bidder"u8);
        var token = from.People.TryNumber(name, out var number) && from.People.TryGet(number, out var person) ? person.Token : null;
        body.End();
        _bidders.Add(name, new BidderRecord(name, token ?? ""));
    }

    /// <param name="Recovered">Null: its run is over, and nothing of the lot is kept.</param>
    private sealed record LotPast(SalePast Sale, string Id, RecoveredLot? Recovered);
}
