using System.Collections.Immutable;
using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Sessions;
using AkkaAuction.Journal;
using AkkaAuction.Journal.Snapshots;
using AkkaAuction.Messages;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Recovery;

/// <summary>
/// The state that an auctioneer recovers from its facts: the bidders, the sale, every lot with the bid ids that may be sent again, and the
/// notices that the sale's account is made of. Of a million bids it keeps each lot's state and the events that count, not the bids.
/// </summary>
/// <param name="bidIds">Bid ids that each lot remembers of each bidder.</param>
internal sealed class RecoveredSales(int bidIds) : IRecovery
{
    private readonly Dictionary<string, BidderRecord> _bidders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RecoveredLot> _lots = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Lot, RecoveredLot? Recovered)> _streams = new(StringComparer.Ordinal);
    private readonly List<Announced> _announced = [];
    private readonly List<Notice.UnitWon> _earlier = [];
    private Dictionary<string, LotTerms> _terms = [];
    private string _saleStream = "";
    private string _lotStreams = "";
    private (string Stream, long Place) _putUp;
    private SaleResumed? _before;

    /// <summary>The last sale that was put up; null: none was.</summary>
    public RegistryFact.SalePutUp? PutUp { get; private set; }

    /// <summary>The sale after all its facts.</summary>
    public SaleState? State { get; private set; }

    public IEnumerable<BidderRecord> Bidders => _bidders.Values;

    /// <summary>The highest number of a client that the house has named and that has bid; 0: none.</summary>
    public long LastClient { get; private set; }

    /// <summary>Folds facts that are at hand.</summary>
    public static RecoveredSales Of(IEnumerable<(string Stream, StoredFact Fact)> facts, int bidIds)
    {
        var recovered = new RecoveredSales(bidIds);
        foreach (var (stream, fact) in facts) recovered.Add(stream, fact);
        return recovered;
    }

    /// <summary>The lots of the last sale that have facts, by id.</summary>
    public IReadOnlyDictionary<string, RecoveredLot> Lots => _lots;

    public void Add(string stream, StoredFact stored)
    {
        switch (stored.Fact)
        {
            case LotFact fact when OfLot(stream) is var (lot, recovered): Add(lot, recovered, fact, stored); break;
            case SaleFact fact when stream == _saleStream:
                State = Sale.Evolve(State!, fact);
                if (fact is SaleFact.RoundOpened or SaleFact.RoundExtended or SaleFact.RoundClosed or SaleFact.Ended)
                    _announced.Add(new Announced(stored.Event, "", fact));
                break;
            case RegistryFact.BidderRegistered known when stream == StreamNames.Desk:
                _bidders[known.Name] = new BidderRecord(known.Name, known.TokenHash);
                break;
            case RegistryFact.SalePutUp putUp when stream == StreamNames.Desk || StreamNames.TrySale(stream, out _):
                _earlier.AddRange(_announced.SelectMany(a => a.Notices()).OfType<Notice.UnitWon>());
                Begin(putUp, stream, stored.Place);
                break;
        }
    }

    /// <summary>What the board continues from.</summary>
    public BoardMessage.Restore ToBoard(bool otherCatalogue) =>
        new(Resumed(PutUp!, otherCatalogue) with { Before = _before }, [.. _earlier]);

    private SaleResumed Resumed(RegistryFact.SalePutUp putUp, bool otherCatalogue)
    {
        // A lot's last price stands for all of them; its notice comes before the lot's sales.
        var prices = _lots.Values.Where(lot => lot.LastPriceEvent > 0).Select(LastPrice);
        var past = _announced.SelectMany(a => a.Notices()).Concat(prices).OrderBy(n => n.Seq).ToImmutableArray();
        var states = putUp.Catalogue.Lots.Select(l => _lots.TryGetValue(l.Id, out var lot) ? lot.State : LotState.Initial(l));
        return new SaleResumed(putUp.Sale, putUp.Catalogue, past, [.. states.Select(LotNotices.View)], otherCatalogue);
    }

    private static Notice LastPrice(RecoveredLot lot) => new Notice.PriceChanged(
        lot.LastPriceEvent, lot.State.Terms.Id, lot.State.PriceMinor, lot.State.Leader, lot.State.NextMinor, null);

    public void Write(SnapshotWriter to)
    {
        to.Line("clients"u8).Long("last"u8, LastClient);
        to.End();
        foreach (var bidder in _bidders.Values) Write(to, bidder);
        foreach (var won in _earlier)
        {
            to.Line("won"u8)
                .Long("event"u8, won.Seq)
                .Text("lot"u8, won.Lot)
                .Long("priceMinor"u8, won.PriceMinor)
                .Person("bidder"u8, won.Bidder);
            to.End();
        }
        if (State is null) return;
        to.Line("putUp"u8).Text("stream"u8, _putUp.Stream).Long("place"u8, _putUp.Place);
        to.End();
        var sale = new StateWriter(to.Line("sale"u8));
        State.Through(ref sale);
        to.End();
        foreach (var announced in _announced)
        {
            to.Line("at"u8).Long("event"u8, announced.Event).Text("lot"u8, announced.Lot);
            to.End();
            to.Fact("told"u8, announced.Fact, announced.At);
        }
        foreach (var lot in _lots.Values) lot.Write(to);
    }

    /// <summary>Reads its lines, up to the first that is none of its own.</summary>
    public void Read(SnapshotReader from)
    {
        while (from.Next())
        {
            var body = from.Body();
            if (from.Kind.SequenceEqual("clients"u8)) LastClient = body.Long("last"u8);
            else if (from.Kind.SequenceEqual("bidder"u8)) ReadBidder(from);
            else if (from.Kind.SequenceEqual("won"u8))
            {
                _earlier.Add(new Notice.UnitWon(
                    body.Long("event"u8), body.Text("lot"u8), body.Long("priceMinor"u8), body.Person("bidder"u8)));
            }
            else if (from.Kind.SequenceEqual("putUp"u8))
            {
                var (stream, place) = (body.Text("stream"u8), body.Long("place"u8));
                var putUp = from.FactOf(place) as RegistryFact.SalePutUp
                    ?? throw new FormatException($"the fact at place {place} puts up no sale");
                Begin(putUp, stream, place);
            }
            else if (from.Kind.SequenceEqual("sale"u8)) ReadSale(from);
            else if (from.Kind.SequenceEqual("at"u8))
            {
                var (number, lot) = (body.Long("event"u8), body.Text("lot"u8));
                if (!from.Next()) throw new FormatException("its end is missing");
                _announced.Add(new Announced(number, lot, from.Fact().Fact));
            }
            else if (from.Kind.SequenceEqual("lot"u8))
            {
                var lot = RecoveredLot.Read(from, id => _terms[id], bidIds);
                _lots.Add(lot.State.Terms.Id, lot);
            }
            else
            {
                from.Again();
                return;
            }
        }
    }

    private void Begin(RegistryFact.SalePutUp putUp, string stream, long place)
    {
        // Nobody may have got the notice of its end, and the account is made of notices.
        _before = PutUp is { } last ? Resumed(last, otherCatalogue: false) : null;
        (PutUp, _putUp, State) = (putUp, (stream, place), SaleState.Initial(putUp.Terms));
        // A desk that puts up no sales has lots only.
        (_saleStream, _lotStreams) = StreamNames.TrySale(stream, out var sale)
            ? (StreamNames.Run(sale, putUp.Sale), StreamNames.Lot(sale, putUp.Sale, ""))
            : ("", StreamNames.DeskLot(putUp.Sale, ""));
        _terms = putUp.Catalogue.Lots.ToDictionary(l => l.Id, StringComparer.Ordinal);
        _announced.Clear();
        _lots.Clear();
        _streams.Clear();
    }

    private void Add(string lot, RecoveredLot? recovered, LotFact fact, StoredFact stored)
    {
        if (fact is LotFact.BidAccepted bid && !_bidders.ContainsKey(bid.Bidder))
            LastClient = Math.Max(LastClient, ClientNames.NumberOf(bid.Bidder));
        if (recovered is null)
        {
            if (fact is LotFact.UnitAwarded award) _earlier.Add(new Notice.UnitWon(stored.Event, lot, award.PriceMinor, award.Bidder));
            return;
        }
        recovered.Add(fact, stored.Event, stored.Receipt);
        if (fact is LotFact.UnitAwarded or LotFact.Closed) _announced.Add(new Announced(stored.Event, lot, fact));
    }

    /// <summary>Which lot a stream belongs to; null: none. One of another sale is over, and nothing of it is kept.</summary>
    private (string Lot, RecoveredLot? Recovered)? OfLot(string stream)
    {
        if (_streams.TryGetValue(stream, out var known)) return known;
        if (!StreamNames.TryLot(stream, out _, out _, out var lot) && !StreamNames.TryDeskLot(stream, out _, out lot)) return null;
        RecoveredLot? recovered = null;
        if (_lotStreams.Length > 0 && stream.StartsWith(_lotStreams, StringComparison.Ordinal) && !_lots.TryGetValue(lot, out recovered))
            _lots.Add(lot, recovered = new RecoveredLot(_terms[lot], bidIds));
        return _streams[stream] = (lot, recovered);
    }

    private static void Write(SnapshotWriter to, BidderRecord bidder)
    {
        to.Line("bidder"u8).Person("bidder"u8, bidder.Name);
        to.End();
    }

    private void ReadSale(SnapshotReader from)
    {
        var fields = new StateReader(from);
        State = SaleState.Initial(PutUp!.Terms).Through(ref fields);
        fields.Body.End();
    }

    private void ReadBidder(SnapshotReader from)
    {
        var body = from.Body();
        var name = body.Person("bidder"u8);
        var token = from.People.TryNumber(name, out var number) && from.People.TryGet(number, out var person) ? person.Token : null;
        body.End();
        _bidders.Add(name, new BidderRecord(name, token ?? ""));
    }

    /// <summary>A fact whose notices count for the account.</summary>
    private readonly record struct Announced(long Event, string Lot, object Fact)
    {
        public DateTimeOffset At => Fact switch
        {
            LotFact.UnitAwarded award => award.At,
            LotFact.Closed closed => closed.At,
            SaleFact.RoundOpened opened => opened.At,
            SaleFact.RoundExtended extended => extended.At,
            SaleFact.RoundClosed closed => closed.At,
            SaleFact.Ended ended => ended.At,
            _ => throw new InvalidOperationException($"{Fact.GetType().Name} has no notice."),
        };

        public IEnumerable<Notice> Notices() => Fact switch
        {
            LotFact.UnitAwarded award =>
            [
                new Notice.UnitSold(Event, Lot, award.PriceMinor, award.Bidder, award.UnitsLeft),
                new Notice.UnitWon(Event, Lot, award.PriceMinor, award.Bidder),
            ],
            LotFact.Closed closed => [new Notice.LotClosed(Event, Lot, closed.Sold, closed.Unsold)],
            SaleFact.RoundOpened opened => [new Notice.RoundOpened(Event, opened.Round, opened.ClosesAt)],
            SaleFact.RoundExtended extended => [new Notice.RoundOpened(Event, extended.Round, extended.ClosesAt)],
            SaleFact.RoundClosed closed => [new Notice.RoundClosed(Event, closed.Round)],
            SaleFact.Ended ended => [new Notice.SaleEnded(Event, ended.Sold, ended.Unsold)],
            _ => [],
        };
    }
}
