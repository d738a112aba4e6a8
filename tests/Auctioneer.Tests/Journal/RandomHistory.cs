using AkkaAuction.Auctioneer.Originals;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Auctioneer.Tests.Support;
using AkkaAuction.Journal;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Originals;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Tests.Journal;

/// <summary>
/// Everything a house may have to remember, drawn from a seed and decided by the rules: sales with
/// rounds, proxy and sealed lots and tenders by turns one after the other, bidders that come and go and bid, a room whose
/// deadlines start again, and sealed auctions. It goes into a journal as a house would put it there.
/// </summary>
internal sealed class RandomHistory
{
    private const string FloorLots = """
        lots = [
          { id = lamp, start = "10.00", units = 2, seller = sue }
          { id = rug, start = "12.00" }
          { id = cup, form = second_price, start = "10.00", open-for = 5m }
          { id = regatta, form = all_pay, start = "10.00", withdraw = true, open-for = 2m }
          { id = violin, form = proxy, start = "10.00", increment = "1.00", open-for = 4m }
          { id = bus, form = turns, start = "900.00", decrement = "0.01", open-for = 60s, turn = 20s }
        ]
        """;

    private static readonly string[] Names = ["ann", "bob", "client-2", "sue", "zoë"];

    private readonly Random _chance;
    private readonly IJournal _journal;
    private readonly HouseSettings _settings;
    private readonly Catalogue _floor;
    private readonly FactWriter _desk;
    private readonly FactWriter _sales;
    private readonly Dictionary<string, (FactWriter Writer, LotState State)> _lots = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Stream, string Bidder), string> _lastIds = [];
    private readonly List<string> _bidders = [];
    private readonly FactWriter _seats;
    private DateTimeOffset _now = FactCodecTests.At;
    private FactWriter _saleWriter = null!;
    private SaleState _sale = null!;
    private SealedHouseState _house;
    private long _bids;
    private long _connections;

    public RandomHistory(int seed, IJournal journal, HouseSettings settings)
    {
        (_chance, _journal, _settings) = (new Random(seed), journal, settings);
        _floor = Houses.Catalogue(FloorLots, settings);
        _desk = journal.OpenWriter("desk");
        _sales = journal.OpenWriter(StreamNames.Sale(TheSale.Id));
        var room = RoomPart.RoomCatalogue(settings);
        journal.Append(journal.OpenWriter("room/desk"), [new RegistryFact.SalePutUp(1, _now, room.SaleTerms(1, settings), room)], [], null);
        foreach (var lot in room.Lots) Open($"room/{StreamNames.DeskLot(1, lot.Id)}", lot);
        _seats = journal.OpenWriter("sealed/seats");
        _house = SealedHouseState.Initial(OriginalsSettings.Of(settings).Sealed);
        PutUp(1);
    }

    public void Step()
    {
        _now += TimeSpan.FromMilliseconds(_chance.Next(2000));
        switch (_chance.Next(100))
        {
            case < 45: BidOnTheFloor(); break;
            case < 55: BidInTheRoom(); break;
            case < 75: SitInTheSealedHouse(); break;
            case < 80: Come(); break;
            case < 83: Decide(new SaleCommand.Leave(Somebody())); break;
            case < 86: Pass(SomeLot()); break;
            case < 88: Lot(SomeLot(), new LotCommand.Extend(_now.AddSeconds(30))); break;
            case < 89 when _chance.Next(4) == 0: Decide(new SaleCommand.Close()); break;
            case < 89: Decide(new SaleCommand.ExtendRound(_now.AddSeconds(30))); break;
            case < 90 when _chance.Next(3) == 0: Say(new SealedHouseCommand.Abandon()); break;
            case < 91: _now += TimeSpan.FromMinutes(_chance.Next(4)); break;
            default:
                Decide(new SaleCommand.ClockReached());
                Say(new SealedHouseCommand.ClockReached());
                foreach (var stream in _lots.Keys.ToArray()) Lot(stream, new LotCommand.ClockReached());
                break;
        }
    }

    private void PutUp(int sale)
    {
        var terms = _floor.SaleTerms(sale, _settings);
        _journal.Append(_sales, [new RegistryFact.SalePutUp(sale, _now, terms, _floor)], [], null);
        (_saleWriter, _sale) = (_journal.OpenWriter(StreamNames.Run(TheSale.Id, sale)), SaleState.Initial(terms));
        foreach (var old in _lots.Keys.Where(s => s.StartsWith("sale/", StringComparison.Ordinal)).ToArray()) _lots.Remove(old);
        foreach (var lot in _floor.Lots)
        {
            var stream = StreamNames.Lot(TheSale.Id, sale, lot.Id);
            _lots.Add(stream, (_journal.OpenWriter(stream), LotState.Initial(lot)));
        }
    }

    private void Open(string stream, LotTerms terms)
    {
        _lots.Add(stream, (_journal.OpenWriter(stream), LotState.Initial(terms)));
        Lot(stream, new LotCommand.Open());
    }

    private void Come()
    {
        var name = Names[_chance.Next(Names.Length)];
        if (!_bidders.Contains(name))
        {
            _bidders.Add(name);
            _journal.Append(_desk, [new RegistryFact.BidderRegistered(name, $"token-of-{name}", _now)], [], null);
        }
        Decide(new SaleCommand.Come(name));
    }

    private string Somebody() => _bidders.Count == 0 ? "nobody" : _bidders[_chance.Next(_bidders.Count)];

    private string SomeLot() => _lots.Keys.ElementAt(_chance.Next(_lots.Count));

    private string Id() => _chance.Next(3) == 0 ? $"h{++_bids}" : $"bid \"{++_bids}";

    private void BidOnTheFloor()
    {
        if (_bidders.Count == 0) return;
        var lot = _floor.Lots[_chance.Next(_floor.Lots.Length)];
        var stream = StreamNames.Lot(TheSale.Id, _sale.Terms.Id, lot.Id);
        var bidder = SpeakerOf(stream) ?? Somebody();
        var better = _chance.Next(300);
        var amount = _lots[stream].State.NextFor(bidder) + (lot.Form.Module.Descends ? -better : better);
        if (_chance.Next(12) == 0 && _lastIds.GetValueOrDefault((stream, bidder)) is { } last)
            Lot(stream, new LotCommand.Withdraw(bidder, last));
        var id = _lastIds[(stream, bidder)] = Id();
        // Only a form that hides its bids stores the salt.
        if (!Lot(stream, new LotCommand.Bid(bidder, id, amount) { Salt = (UInt128)_chance.NextInt64(1, long.MaxValue) })) return;
        if (_sale.Round > 0) Decide(new SaleCommand.Act(bidder, _sale.Round));
    }

    private void Pass(string stream) => Lot(stream, new LotCommand.Pass(SpeakerOf(stream) ?? Somebody()));

    /// <summary>Whose turn it is, where bidders speak in turns.</summary>
    private string? SpeakerOf(string stream) => _lots[stream].State is var lot && lot.Terms.Form.Module.ByTurns
        ? lot.Terms.Form.Module.TurnOf(lot.Shown)
        : null;

    private void BidInTheRoom()
    {
        var stream = _lots.Keys.Where(s => s.StartsWith("room/", StringComparison.Ordinal)).ElementAt(_chance.Next(2));
        Lot(stream, new LotCommand.Bid($"client-{_chance.Next(1, 9)}", $"{++_bids}", _lots[stream].State.NextMinor + _chance.Next(300)));
    }

    private void SitInTheSealedHouse()
    {
        switch (_house.Phase)
        {
            case SealedHousePhase.NoRequest:
                Say(new SealedHouseCommand.Say(_house.Seller!.Value, $"{_chance.Next(1, 3)} 10 {_chance.Next(1, 4)} a thing"));
                break;
            case SealedHousePhase.Bidding:
                Say(new SealedHouseCommand.Say(_house.Buyers[_chance.Next(_house.Buyers.Length)].Connection, $"{_chance.Next(10, 20)}"));
                break;
            case SealedHousePhase.Settling:
                var stream = StreamOf(_house.Auction);
                var decided = AkkaAuction.Rules.Lots.Lot.Decide(_lots[stream].State, new LotCommand.Hammer(), _now);
                var award = decided.Facts.OfType<LotFact.UnitAwarded>().SingleOrDefault();
                Lot(stream, new LotCommand.Hammer());
                Say(new SealedHouseCommand.ReportResult(
                    _house.Auction,
                    award is null ? null : SealedBids.ConnectionOf(award.Bidder),
                    _lots[stream].State.PriceMinor));
                _lots.Remove(stream);
                break;
            default: Say(new SealedHouseCommand.Connect(++_connections)); break;
        }
        if (_chance.Next(10) == 0) Say(new SealedHouseCommand.Leave(_chance.NextInt64(1, _connections + 1)));
    }

    private static string StreamOf(int auction) => $"sealed/{StreamNames.DeskLot(auction, SealedBids.LotOf(auction))}";

    private void Say(SealedHouseCommand command)
    {
        var facts = SealedHouse.Decide(_house, command, _now).Facts;
        if (facts.IsEmpty) return;
        foreach (var fact in facts) _house = SealedHouse.Evolve(_house, fact);
        _journal.Append(_seats, [.. facts], [], null);
        foreach (var fact in facts)
        {
            if (fact is SealedHouseFact.RequestTaken taken)
            {
                Open(StreamOf(taken.Auction), taken.Request.Lot(SealedBids.LotOf(taken.Auction), _house.Terms));
            }
            if (fact is SealedHouseFact.BidTaken bid)
                Lot(
                    StreamOf(_house.Auction),
                    new LotCommand.Bid(SealedBids.BidderOf(bid.Connection), SealedBids.IdOf(bid.Connection), bid.AmountMinor));
        }
    }

    private void Decide(SaleCommand command)
    {
        var facts = Sale.Decide(_sale, command, _now).Facts;
        if (facts.IsEmpty) return;
        foreach (var fact in facts) _sale = Sale.Evolve(_sale, fact);
        _journal.Append(_saleWriter, [.. facts], [], null);
        foreach (var fact in facts) CarryOut(fact);
        if (_sale.Phase == SalePhase.Ended) PutUp(_sale.Terms.Id + 1);
    }

    private void CarryOut(SaleFact fact)
    {
        switch (fact)
        {
            case SaleFact.Opened: Each(_sale.Terms.TimedLots, new LotCommand.Open()); break;
            case SaleFact.RoundOpened opened: Each(_sale.RoundLotsOpen, new LotCommand.OpenRound(opened.Round, opened.ClosesAt)); break;
            case SaleFact.RoundEnding ending: Each(_sale.LotsOwingReport, new LotCommand.EndRound(ending.Round)); break;
            case SaleFact.CloseOrdered: Each(_sale.Terms.TimedLots.Where(_sale.LotsNotClosed.Contains), new LotCommand.Hammer()); break;
            case SaleFact.RoundsOver: Each(_sale.LotsToClose, new LotCommand.Close()); break;
        }
    }

    private void Each(IEnumerable<string> lots, LotCommand command)
    {
        foreach (var lot in lots.ToArray()) Lot(StreamNames.Lot(TheSale.Id, _sale.Terms.Id, lot), command);
    }

    /// <returns>Whether it led to anything.</returns>
    private bool Lot(string stream, LotCommand command)
    {
        if (!_lots.TryGetValue(stream, out var lot)) return false;
        var (writer, state) = lot;
        var facts = AkkaAuction.Rules.Lots.Lot.Decide(state, command, _now).Facts;
        if (!facts.IsEmpty)
        {
            foreach (var fact in facts) state = AkkaAuction.Rules.Lots.Lot.Evolve(state, fact);
            _lots[stream] = (writer, state);
            _journal.Append(writer, [.. facts], [], null);
        }
        if (stream.StartsWith("sale/", StringComparison.Ordinal))
        {
            if (command is LotCommand.EndRound end && state.LastRoundEnded == end.Round)
                Decide(new SaleCommand.ReportRound(state.Terms.Id, end.Round, state.BidsOfRound(end.Round), state.UnitsLeft));
            if (state.Phase == LotPhase.Closed) Decide(new SaleCommand.ReportClosed(state.Terms.Id, state.Sold, state.UnitsLeft));
        }
        return !facts.IsEmpty;
    }
}
