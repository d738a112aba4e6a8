using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Auctioneer.Tests.Support;
using AkkaAuction.Rules.Forms.Rounds;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Tests.Simulation;

/// <summary>
/// One to four sales of a simulated house. Lots of the same id are in several of them, and have titles of their own: what is told of one
/// sale shows in another. Some are given to the house at each start, the others the operator puts up.
/// </summary>
internal sealed class SimulatedSales
{
    private const string North = """
        sale = north
        lots = [
          { id = lamp, title = "north lamp", start = "10.00", units = 2 }
          { id = rug, title = "north rug", start = "12.00" }
          { id = cup, title = "north cup", form = second_price, start = "10.00", open-for = 60s }
          { id = bowl, title = "north bowl", form = first_price, start = "10.00", open-for = 45s }
          { id = violin, title = "north violin", form = proxy, start = "10.00", increment = "1.00", reserve = "14.00", open-for = 70s }
          { id = chair, title = "north chair", form = room, start = "10.00", deadline = 6s }
        ]
        """;

    private const string South = """
        sale = south
        lots = [
          { id = lamp, title = "south lamp", start = "10.00" }
          { id = cup, title = "south cup", form = second_price, start = "11.00", replace = last, open-for = 30s }
          { id = chair, title = "south chair", form = room, start = "10.00", deadline = 6s }
        ]
        """;

    private const string East = """
        sale = east
        lots = [
          { id = lamp, title = "east lamp", form = first_price, start = "9.00", open-for = 40s }
          { id = cup, title = "east cup", form = all_pay, start = "9.00", withdraw = true, open-for = 35s }
          { id = violin, title = "east violin", form = proxy, start = "10.00", increment = "0.50", open-for = 50s }
        ]
        """;

    private const string West = """
        sale = west
        lots = [
          { id = lamp, title = "west lamp", start = "8.00", units = 2 }
          { id = rug, title = "west rug", start = "10.00" }
        ]
        """;

    private const string Forms = """
        sale = forms
        lots = [
          { id = lamp, title = "forms lamp", form = english, start = "10.00", increment = "1.00", reserve = "13.00", buy-now = "17.00",
            open-for = 50s, soft-close = 20s, extend-times = 3 }
          { id = bowl, title = "forms bowl", form = english, start = "10.00", increment = "0.50", buy-now = "19.00", buy-now-until = end,
            open-for = 45s, soft-close = 15s, extend = add, extend-by = 5s, extend-most = 12s }
          { id = violin, title = "forms violin", form = proxy, start = "10.00", increment = "1.00", open-for = 40s, soft-close = 30s,
            extend-by = 10s }
          { id = roof, title = "forms roof", form = reverse, start = "30.00", decrement = "1.00", reserve = "27.00", open-for = 50s,
            soft-close = 20s, extend-most = 30s }
          { id = snow, title = "forms snow", form = reverse_sealed, start = "15.00", pays = second, open-for = 40s }
          { id = bus, title = "forms bus", form = turns, start = "30.00", decrement = "1.00", open-for = 30s, turns = 2, turn = 8s }
          { id = cup, title = "forms cup", form = kth_price, k = 3, start = "10.00", open-for = 45s }
        ]
        """;

    private static readonly HouseSettings Settings = Houses.Settings();

    private static readonly Catalogue[] All =
        [.. new[] { North, South, East, West }.Select(text => WithDraw(Houses.Catalogue(text, Settings), "rug"))];

    private static readonly Catalogue[] WithForms = [Houses.Catalogue(Forms, Settings), .. All[..3]];

    private readonly Catalogue[] _sales;

    /// <param name="chance">What is drawn.</param>
    /// <param name="start">The first moment.</param>
    /// <param name="hasMoreForms">Whether there is a sale of the other forms too: seeds of before it stay as they were.</param>
    public SimulatedSales(Random chance, DateTimeOffset start, bool hasMoreForms)
    {
        _sales = [.. (hasMoreForms ? WithForms : All).Take(chance.Next(1, All.Length + 1)).Select(sale => MaybeLater(sale, chance, start))];
        Given = [.. _sales.Take(chance.Next(1, _sales.Length + 1))];
    }

    /// <summary>What the house puts up at its first start.</summary>
    public Catalogue[] Given { get; }

    /// <summary>One to be put up now, or again.</summary>
    public Catalogue Draw(Random chance, DateTimeOffset now) => MaybeLater(_sales[chance.Next(_sales.Length)], chance, now);

    /// <summary>One in three waits for an opening time, and some of those for no bidder.</summary>
    private static Catalogue MaybeLater(Catalogue sale, Random chance, DateTimeOffset now) => chance.Next(3) > 0
        ? sale
        : sale with
        {
            Head = sale.Head with { OpensAt = now + TimeSpan.FromSeconds(chance.Next(60)), BiddersToStart = chance.Next(2) },
        };

    /// <summary>Equal bids on one of the lots are told apart by the draw.</summary>
    private static Catalogue WithDraw(Catalogue catalogue, string lot) => catalogue with
    {
        Lots = [.. catalogue.Lots.Select(l => l.Id == lot ? l with { Form = new RoundsTerms(new TieBreak.Drawn(7)) } : l)],
    };
}
