using System.Collections.Immutable;
using AkkaAuction.Auctioneer.Originals;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Auctioneer.Tests.Simulation.Books;
using AkkaAuction.Auctioneer.Tests.Support;
using AkkaAuction.Journal;
using AkkaAuction.Rules.Forms.Rounds;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Originals;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Tests.Simulation;

/// <summary>
/// A journal written by hand, which keeps every promise until a test changes it: ann and bob bid the same for a lamp in a round, and 30 and
/// 20 for a cup at the second price; ann's maximum of a violin is 15, bob's 12; the sealed house sells a sword to the first of two equal
/// bids; the room sells a laptop. <see cref="AddSecondSale"/> puts another sale beside this one, with a lamp of its own.
/// </summary>
internal sealed class Trace
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly HouseSettings Settings = Houses.Settings("auction.rounds.length=20s", "auction.room.deadline=5s");

    private static readonly Catalogue Lots = Houses.Catalogue(
        """
        lots = [
          { id = lamp, start = "10.00" }
          { id = cup, form = second_price, start = "10.00", open-for = 60s }
          { id = violin, form = proxy, start = "10.00", increment = "1.00", open-for = 60s }
        ]
        """,
        Settings);

    /// <summary>The id of the second sale.</summary>
    public const string Second = "second";

    private static readonly Catalogue SecondLots = Houses.Catalogue(
        """
        sale = second
        lots = [ { id = lamp, title = "second lamp", form = first_price, start = "10.00", open-for = 60s } ]
        """,
        Settings);

    private static readonly Catalogue EnglishLots = Houses.Catalogue(
        """
        sale = english
        lots = [
          { id = vase, form = english, start = "10.00", increment = "1.00", open-for = 60s, soft-close = 20s, extend-times = 1 }
        ]
        """,
        Settings);

    private readonly List<(string Stream, object Fact, DateTimeOffset At)> _facts = [];

    public Trace()
    {
        Desk(StreamNames.Sale(TheSale.Id), new RegistryFact.SalePutUp(1, At(0), Lots.SaleTerms(1, Settings), Lots));
        Desk(
            "desk",
            new RegistryFact.BidderRegistered("ann", "token of ann", At(0)),
            new RegistryFact.BidderRegistered("bob", "token of bob", At(0)));
        Sale(new SaleFact.BidderCame("ann", At(0)), new SaleFact.Opened(At(0)), new SaleFact.RoundOpened(1, At(0), At(20)));
        Lot("lamp", new LotFact.Opened(At(0), null), new RoundOpened(1, At(0), At(20)));
        Lot("cup", new LotFact.Opened(At(0), At(60)));
        Lot("violin", new LotFact.Opened(At(0), At(60)));
        Lot(
            "lamp",
            new LotFact.BidAccepted("ann", "a1", 1500, 1, At(1), 1000, null),
            new LotFact.BidAccepted("bob", "b1", 1500, 2, At(2), 1000, null));
        Lot(
            "cup",
            new LotFact.BidAccepted("ann", "a2", 3000, 1, At(3), 1000, null),
            new LotFact.BidAccepted("bob", "b2", 2000, 2, At(4), 1000, null));
        Lot(
            "violin",
            new LotFact.BidAccepted("ann", "a3", 1500, 1, At(5), 1000, "ann"),
            new LotFact.BidAccepted("bob", "b3", 1200, 2, At(6), 1300, "ann"));
        Seats(new SealedHouseFact.SellerSeated(1, At(7), At(607)));
        Seats(new SealedHouseFact.RequestTaken(1, SealedRequest.Parse("1 10 2 Sword", SealedTerms)!, At(7), At(3607)));
        Sword(new LotFact.Opened(At(7), null));
        Seats(new SealedHouseFact.BuyerSeated(2, 1, At(7)));
        Seats(new SealedHouseFact.BuyerSeated(3, 2, At(7)), new SealedHouseFact.BiddingStarted(At(7), At(607)));
        Seats(new SealedHouseFact.BidTaken(3, 2, 1500, At(8)));
        Sword(new LotFact.BidAccepted("buyer-3", "3", 1500, 1, At(8), 1000, null));
        Seats(new SealedHouseFact.BidTaken(2, 1, 1500, At(9)), new SealedHouseFact.BiddingEnded(BiddingEnd.AllIn, At(9)));
        Sword(
            new LotFact.BidAccepted("buyer-2", "2", 1500, 2, At(9), 1000, null),
            new LotFact.UnitAwarded("buyer-3", 1500, 0, 0, At(9)),
            new LotFact.Closed(1, 0, At(9)));
        Seats(new SealedHouseFact.Finished(1, 3, 1500, At(9)));
        Sale(new SaleFact.RoundEnding(1, At(20)));
        Lot("lamp", new LotFact.UnitAwarded("ann", 1500, 0, 1, At(20)), new RoundEnded(1, 2, At(20)), new LotFact.Closed(1, 0, At(20)));
        Sale(
            new SaleFact.RoundReported("lamp", 1, 2, 0),
            new SaleFact.RoundClosed(1, 2, At(20)),
            new SaleFact.RoundsOver(RoundsOverReason.SoldOut, At(20)));
        Sale(new SaleFact.LotClosed("lamp", 1, 0, At(20)));
        var inRoom = RoomPart.RoomCatalogue(Settings);
        Desk("room/desk", new RegistryFact.SalePutUp(1, At(21), inRoom.SaleTerms(1, Settings), inRoom));
        Laptop(
            new LotFact.Opened(At(21), null),
            new LotFact.BidAccepted("client-1", "m1", 60000, 1, At(22), 60000, "client-1"),
            new LotFact.DeadlineSet(At(22), At(27)));
        Laptop(new LotFact.UnitAwarded("client-1", 60000, 1, 0, At(27)));
        Lot("cup", new LotFact.UnitAwarded("ann", 2000, 0, 0, At(60)), new LotFact.Closed(1, 0, At(60)));
        Lot("violin", new LotFact.UnitAwarded("ann", 1300, 0, 0, At(60)), new LotFact.Closed(1, 0, At(60)));
        Sale(new SaleFact.LotClosed("cup", 1, 0, At(60)));
        Sale(new SaleFact.LotClosed("violin", 1, 0, At(60)), new SaleFact.Ended(3, 0, At(60)));
    }

    private static SealedHouseTerms SealedTerms => OriginalsSettings.Of(Settings).Sealed;

    /// <summary>
    /// Behind everything else a second sale is put up: bob bids 12 for its lamp and gets it, under the id of his bid for the other lamp.
    /// </summary>
    public Trace AddSecondSale(int run = 2, double from = 61)
    {
        Desk(StreamNames.Sale(Second), new RegistryFact.SalePutUp(run, At(from), SecondLots.SaleTerms(run, Settings), SecondLots));
        Add<SaleFact>(StreamNames.Run(Second, run), [new SaleFact.BidderCame("bob", At(from)), new SaleFact.Opened(At(from))], TimeOf);
        Add<LotFact>(
            StreamNames.Lot(Second, run, "lamp"),
            [
                new LotFact.Opened(At(from), At(from + 60)),
                new LotFact.BidAccepted("bob", "b1", 1200, 1, At(from + 1), 1000, null),
                new LotFact.UnitAwarded("bob", 1200, 0, 0, At(from + 60)),
                new LotFact.Closed(1, 0, At(from + 60)),
            ],
            TimeOf);
        Add<SaleFact>(
            StreamNames.Run(Second, run),
            [new SaleFact.LotClosed("lamp", 1, 0, At(from + 60)), new SaleFact.Ended(1, 0, At(from + 60))],
            TimeOf);
        return this;
    }

    /// <summary>
    /// Behind everything else an English lot is sold: ann's late bid extends it from 121 to 130, bob's later one no more.
    /// </summary>
    public Trace AddEnglishSale()
    {
        Desk(StreamNames.Sale("english"), new RegistryFact.SalePutUp(2, At(61), EnglishLots.SaleTerms(2, Settings), EnglishLots));
        Add<SaleFact>(StreamNames.Run("english", 2), [new SaleFact.BidderCame("ann", At(61)), new SaleFact.Opened(At(61))], TimeOf);
        Add<LotFact>(
            StreamNames.Lot("english", 2, "vase"),
            [
                new LotFact.Opened(At(61), At(121)),
                new LotFact.BidAccepted("ann", "e1", 2000, 1, At(110), 1000, "ann"),
                new LotFact.DeadlineSet(At(110), At(130)),
                new LotFact.BidAccepted("bob", "e2", 1500, 2, At(125), 1600, "ann"),
                new LotFact.UnitAwarded("ann", 1600, 0, 0, At(130)),
                new LotFact.Closed(1, 0, At(130)),
            ],
            TimeOf);
        Add<SaleFact>(
            StreamNames.Run("english", 2),
            [new SaleFact.LotClosed("vase", 1, 0, At(130)), new SaleFact.Ended(1, 0, At(130))],
            TimeOf);
        return this;
    }

    /// <summary>A time, seconds after the beginning.</summary>
    public static DateTimeOffset At(double seconds) => Start + TimeSpan.FromSeconds(seconds);

    /// <summary>Puts another fact in the place of the first one that is meant, at its own time where it has another.</summary>
    public Trace Change<TFact>(Predicate<TFact> which, Func<TFact, TFact> change, double? at = null) where TFact : class
    {
        var place = PlaceOf(which);
        _facts[place] = (_facts[place].Stream, change((TFact)_facts[place].Fact), at is { } seconds ? At(seconds) : _facts[place].At);
        return this;
    }

    /// <summary>Leaves the first fact that is meant out.</summary>
    public Trace Without<TFact>(Predicate<TFact> which) where TFact : class
    {
        _facts.RemoveAt(PlaceOf(which));
        return this;
    }

    /// <summary>Writes something behind the first fact that is meant, in its stream and at its time.</summary>
    public Trace Behind<TFact>(Predicate<TFact> which, object what) where TFact : class
    {
        var place = PlaceOf(which);
        _facts.Insert(place + 1, (_facts[place].Stream, what, _facts[place].At));
        return this;
    }

    /// <summary>The facts with their places.</summary>
    public ImmutableArray<Written> Written()
    {
        var streams = new Dictionary<string, (long Version, long Last)>(StringComparer.Ordinal);
        var chains = new Dictionary<string, long>(StringComparer.Ordinal);
        var written = ImmutableArray.CreateBuilder<Written>();
        foreach (var (stream, fact, at) in _facts)
        {
            var (version, last) = streams.GetValueOrDefault(stream);
            var number = chains[Chains.Of(stream)] = chains.GetValueOrDefault(Chains.Of(stream)) + 1;
            written.Add(new Written(written.Count + 1, number, stream, version + 1, last, 1, at, fact, (ulong)(written.Count + 1000)));
            streams[stream] = (version + 1, written.Count);
        }
        return written.ToImmutable();
    }

    /// <summary>Promises that know all of it.</summary>
    public Promises Hold() => Hold(Written());

    public static Promises Hold(IEnumerable<Written> written)
    {
        var promises = new Promises(SealedTerms);
        promises.Begins(new Life(1, Start, null));
        foreach (var one in written) promises.Stored(one);
        promises.StepDone();
        return promises;
    }

    private int PlaceOf<TFact>(Predicate<TFact> which) where TFact : class => _facts.FindIndex(f => f.Fact is TFact fact && which(fact));

    private void Desk(string stream, params RegistryFact[] facts) =>
        Add(stream, facts, f => f is RegistryFact.SalePutUp putUp ? putUp.At : ((RegistryFact.BidderRegistered)f).At);

    private void Sale(params SaleFact[] facts) => Add(StreamNames.Run(TheSale.Id, 1), facts, TimeOf);

    private void Lot(string lot, params LotFact[] facts) => Add(StreamNames.Lot(TheSale.Id, 1, lot), facts, TimeOf);

    private void Laptop(params LotFact[] facts) => Add("room/lot/1/laptop", facts, TimeOf);

    private void Seats(params SealedHouseFact[] facts) => Add("sealed/seats", facts, TimeOf);

    private void Sword(params LotFact[] facts) => Add("sealed/lot/1/sealed-1", facts, TimeOf);

    private void Add<TFact>(string stream, TFact[] facts, Func<TFact, DateTimeOffset> timeOf)
    {
        foreach (var fact in facts) _facts.Add((stream, fact!, timeOf(fact)));
    }

    // A report has no time of its own: it has the time of what it led to.
    private static DateTimeOffset TimeOf(object fact) => (DateTimeOffset?)fact.GetType().GetProperty("At")?.GetValue(fact) ?? At(20);
}
