using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;
using AkkaAuction.Bidder.Actors;
using AkkaAuction.Bidder.Remote;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Remote;
using TestKit = Akka.TestKit.Xunit2.TestKit;

namespace AkkaAuction.Scenarios.Tests;

/// <summary>
/// A node of bidders is another actor system; it exchanges typed messages with the auctioneer (docs/reference/protocol-remote.md).
/// </summary>
public sealed class BidderNode
{
    private const string Lamp = """lots = [ { id = lamp, start = "20.00", units = 2 } ]""";

    [Fact, Trait("Requirement", "R1.8")]
    public async Task A_bidder_registers_bids_and_wins_by_messages()
    {
        await using var auction = await TestAuction.OpenToNodes(Lamp);
        using var node = new TestKit(Config, "node");
        var bidder = node.CreateTestProbe();

        var desk = node.Sys.ActorSelection($"{auction.RemoteAddress}/user/desk");
        desk.Tell(new RemoteMessage.Register(RemoteMessage.Version, "ann", Token: null), bidder);
        var opened = await bidder.ExpectMsgAsync<RemoteMessage.Opened>(Patience.Most);
        var session = bidder.Sender;
        var ann = new Ear(bidder);
        Assert.Equal("ann", (await ann.Hears<Answer.Welcome>()).Name);
        Assert.Equal("lamp", (await ann.Hears<Answer.Listed>()).View.Lot);
        await ann.Hears<Notice.RoundOpened>();

        session.Tell(new RemoteMessage.RequestBatch(opened.Key, First: 1, [new Request.Bid("lamp", 25_00, "mine")]), bidder);
        Assert.Equal(25_00, (await ann.Hears<Answer.Accepted>()).AmountMinor);
        auction.Pass(TimeSpan.FromSeconds(60));
        var won = await ann.Hears<Notice.UnitWon>();
        Assert.Equal(("lamp", 25_00L), (won.Lot, won.PriceMinor));

        session.Tell(new RemoteMessage.RequestBatch(opened.Key, First: 2, [new Request.Quit()]), bidder);
        await ann.Hears<Answer.Bye>();
        await bidder.FishForMessageAsync(message => message is RemoteMessage.Closed, Patience.Most);
        await node.Sys.Terminate();
    }

    [Fact, Trait("Requirement", "R1.9"), Trait("Requirement", "R1.10"), Trait("Requirement", "R1.11")]
    public async Task Bots_of_a_node_play_a_sale_to_its_end_within_their_budgets()
    {
        // No clock is needed: a round ends when all of them have bid or passed.
        await using var auction = await TestAuction.OpenToNodes(
            """lots = [ { id = lamp, start = "20.00", units = 3 }, { id = rug, start = "50.00", units = 2 } ]""",
            "auction.rounds.close-when-all-acted=on", "auction.sale.bidders-to-start=4", "auction.rounds.silence=3");
        Assert.True(RemoteHouse.TryParse(auction.RemoteAddress, out var house, out var fault), fault);
        using var bots = new TestKit("akka.loglevel = ERROR", "bots");
        await using var node = new RemoteNode(house, RemoteNodeSettings.Default);
        var fleet = BotFleet.Start(
            bots.Sys, new BotFleetSettings { Host = house.Host, Port = house.Port, Node = node, Count = 4, BudgetMinor = 200_00 });

        var theirs = await fleet.Completed.WaitAsync(Patience.Most);
        var ours = await auction.End;

        // What the bots think they bought is what the house sold them, and nobody spent more than it had.
        Assert.True(theirs.SaleEnded);
        Assert.NotEmpty(ours.Sales);
        Assert.Equal(
            ours.Sales.Select(sale => (sale.Bidder, sale.Lot, sale.PriceMinor)).Order(),
            theirs.Bidders.SelectMany(bot => bot.Purchases.Select(bought => (bot.Name, bought.Lot, bought.PriceMinor))).Order());
        Assert.All(ours.Bidders(), bidder => Assert.True(bidder.SpentMinor <= 200_00));
        // Prices only rise (R1.4).
        foreach (var prices in ours.Sales.GroupBy(sale => sale.Lot, sale => sale.PriceMinor)) Assert.Equal(prices.Order(), prices);
        await bots.Sys.Terminate();
    }

    /// <summary>Reads what a bidder is told, line by line: a message brings several.</summary>
    private sealed class Ear(TestProbe bidder)
    {
        private readonly Queue<object?> _lines = [];

        /// <summary>The next answer or notice of a kind.</summary>
        public async Task<T> Hears<T>() where T : class
        {
            while (true)
            {
                while (_lines.TryDequeue(out var line))
                {
                    if (line is T found) return found;
                }
                var told = (RemoteMessage.LineBatch)await bidder.FishForMessageAsync(
                    message => message is RemoteMessage.LineBatch, Patience.Most);
                foreach (var line in told.Lines) _lines.Enqueue(line.Answer as object ?? line.Notice);
            }
        }
    }

    private static Config Config => ConfigurationFactory.ParseString($$"""
        {{HouseSerializer.Config}}
        akka {
          loglevel = ERROR
          actor.provider = remote
          remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
        }
        """);
}
