using AkkaAuction.Auctioneer.Tests.Support;

namespace AkkaAuction.Auctioneer.Tests.Doors;

/// <summary>
/// A whole sale in rounds as bidders at the floor live through it. Rounds close when all have acted, so nothing waits for a clock.
/// </summary>
public sealed class RoundsOnTheFloorTests
{
    private const string TwoLots = """
        lots = [
          { id = lamp, title = "Lamp", start = "10.00", units = 2 }
          { id = rug,  title = "Rug",  start = "50.00", units = 1 }
        ]
        """;

    private static readonly string[] AllAct =
        ["auction.rounds.close-when-all-acted=on", "auction.sale.bidders-to-start=2", "auction.rounds.length=1h"];

    [Fact]
    [Trait("Requirement", "R1.3")]
    [Trait("Requirement", "R1.4")]
    [Trait("Requirement", "R1.5")]
    public async Task A_rounds_end_awards_one_unit_of_each_lot_and_tells_it_in_order()
    {
        await using var house = await Houses.OpenAsync(TwoLots, AllAct);
        await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
        await using var bob = await FloorClient.EnterAsync(house.FloorEndPoint, "bob");
        await ann.UntilAsync("ROUND 1 OPEN");
        await ann.SayAsync("BID lamp 12", "BID lamp 15", "BID rug 60");
        await ann.UntilAsync("ACCEPTED h1-1-3");
        await bob.SayAsync("BID lamp 14");

        var heard = await UntilRoundClosed(ann, 1);
        Assert.Equal(["PRICE lamp", "SOLD lamp", "WON lamp"], Of(heard, "lamp"));
        Assert.Equal(["PRICE rug", "SOLD rug", "WON rug", "CLOSED rug"], Of(heard, "rug"));
        Assert.Matches(
            "^PRICE \\d+ lamp 15.00 leader=ann next=15.01 closes=-$",
            heard.First(l => l.StartsWith("PRICE", StringComparison.Ordinal) && l.Contains(" lamp ")));
        Assert.Matches(
            "^SOLD \\d+ lamp 15.00 to=ann units=1$",
            heard.First(l => l.StartsWith("SOLD", StringComparison.Ordinal) && l.Contains(" lamp ")));
        Assert.Matches("^CLOSED \\d+ rug sold=1 unsold=0$", heard.First(l => l.StartsWith("CLOSED", StringComparison.Ordinal)));
        Assert.DoesNotContain(await UntilRoundClosed(bob, 1), l => l.StartsWith("WON", StringComparison.Ordinal));

        // The next broadcast is without the lot that is sold out.
        await ann.UntilAsync("ROUND 2 OPEN");
        var broadcast = ann.Heard
            .Skip(ann.Heard.FindIndex(l => l.StartsWith("ROUND 1 CLOSED", StringComparison.Ordinal)))
            .Where(l => l.StartsWith("LOT", StringComparison.Ordinal));
        Assert.StartsWith(
            "LOT lamp form=rounds title=\"Lamp\" start=10.00 price=15.00 next=15.01 units=1 leader=- closes=20",
            Assert.Single(broadcast),
            StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "R1.6")]
    [Trait("Requirement", "R1.12")]
    public async Task The_sale_goes_on_until_every_unit_is_sold_and_then_ends_with_an_account()
    {
        var listener = new Listener();
        await using var house = await Houses.OpenAsync(TwoLots, listener, AllAct);
        await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
        await using var bob = await FloorClient.EnterAsync(house.FloorEndPoint, "bob");
        await ann.AskAsync("BID rug 60", "ACCEPTED");
        await bob.AskAsync("BID lamp 11", "ROUND 1 CLOSED");
        await bob.UntilAsync("ROUND 2 OPEN");
        await ann.AskAsync("PASS", "PASSED");
        await bob.AskAsync("BID lamp 12.50", "END");
        Assert.Matches("^END \\d+ sold=3 unsold=0$", await ann.UntilAsync("END"));

        var account = await house.SaleEnded;
        Assert.Equal(2, account.Rounds);
        Assert.Equal(
            [(1, "lamp", "bob", 1100L), (1, "rug", "ann", 6000L), (2, "lamp", "bob", 1250L)],
            account.Sales.Select(s => (s.Round, s.Lot, s.Bidder, s.PriceMinor)).Order());
        Assert.Same(account, Assert.Single(listener.Accounts));

        await bob.SayAsync("ME");
        Assert.Equal("ACCOUNT purchases=2 spent=23.50", await bob.UntilAsync("ACCOUNT"));
        Assert.Matches("^BOUGHT lamp 11.00 \\d+$", (await bob.LineAsync())!);
        Assert.Matches("^BOUGHT lamp 12.50 \\d+$", (await bob.LineAsync())!);
        Assert.StartsWith(
            "REFUSED x lamp 203 price=12.50 next=- ",
            await bob.AskAsync("BID lamp 20 x", "REFUSED"),
            StringComparison.Ordinal);

        await using var late = await FloorClient.ConnectAsync(house.FloorEndPoint);
        await late.SayAsync("HELLO late", "PING");
        var told = new List<string>();
        while (told.Count == 0 || !told[^1].StartsWith("PONG", StringComparison.Ordinal)) told.Add((await late.LineAsync())!);
        Assert.Equal(["WELCOME", "READY", "END", "PONG"], told.Select(l => l.Split(' ')[0]));
    }

    [Fact]
    [Trait("Requirement", "R1.2")]
    public async Task A_late_comer_gets_the_state_as_it_is_now_and_the_running_round()
    {
        await using var house = await Houses.OpenAsync(TwoLots, AllAct);
        await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
        await using var bob = await FloorClient.EnterAsync(house.FloorEndPoint, "bob");
        await ann.AskAsync("BID rug 60", "ACCEPTED");
        await bob.AskAsync("BID lamp 11", "ACCEPTED");
        await ann.UntilAsync("ROUND 2 OPEN");

        await using var late = await FloorClient.EnterAsync(house.FloorEndPoint, "late");
        Assert.StartsWith(
            "LOT lamp form=rounds title=\"Lamp\" start=10.00 price=11.00 next=11.01 units=1 ",
            Assert.Single(late.Heard, l => l.StartsWith("LOT", StringComparison.Ordinal)),
            StringComparison.Ordinal);
        Assert.StartsWith("ROUND 2 OPEN ", await late.LineAsync(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "R1.6")]
    public async Task Rounds_without_a_bid_end_the_sale_and_what_is_left_is_unsold()
    {
        await using var house = await Houses.OpenAsync(TwoLots, [.. AllAct, "auction.rounds.silence=2", "auction.sale.bidders-to-start=1"]);
        await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
        await ann.UntilAsync("ROUND 1 OPEN");
        await ann.SayAsync("PASS");
        await ann.UntilAsync("ROUND 2 OPEN");
        await ann.SayAsync("PASS lamp", "PASS rug");
        Assert.Matches("^END \\d+ sold=0 unsold=3$", await ann.UntilAsync("END"));
        Assert.Equal(2, ann.Heard.Count(l => l.StartsWith("CLOSED", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_bidder_who_leaves_keeps_no_round_waiting()
    {
        await using var house = await Houses.OpenAsync(TwoLots, AllAct);
        await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
        var bob = await FloorClient.EnterAsync(house.FloorEndPoint, "bob");
        await ann.AskAsync("BID lamp 11", "ACCEPTED");
        await bob.DisposeAsync();
        await ann.UntilAsync("ROUND 1 CLOSED");
    }

    [Fact]
    public async Task With_repeat_a_fresh_sale_opens_for_those_who_are_here()
    {
        var listener = new Listener();
        await using var house = await Houses.OpenAsync(
            "lots = [ { id = lamp, start = \"10.00\" } ]", listener, "auction.sale.repeat=on", "auction.rounds.close-when-all-acted=on");
        await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
        await ann.AskAsync("BID lamp 11 x", "END");
        await ann.UntilAsync("ROUND 1 OPEN");
        Assert.Matches("^ACCEPTED y lamp 10.50 ", await ann.AskAsync("BID lamp 10.50 y", "ACCEPTED"));
        await ann.UntilAsync("END");
        await ann.AskAsync("ME", "ACCOUNT purchases=2 spent=21.50");
        Assert.Equal([1, 2], listener.Accounts.Select(a => a.Sale));
    }

    [Fact]
    public async Task A_proxy_lot_tells_prices_at_once_and_who_was_outbid_alone()
    {
        await using var house = await Houses.OpenAsync(
            "lots = [ { id = cup, form = proxy, start = \"10.00\", increment = \"1.00\", open-for = 1h } ]",
            "auction.sale.bidders-to-start=2");
        await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
        await using var bob = await FloorClient.EnterAsync(house.FloorEndPoint, "bob");
        await ann.UntilAsync("LOT cup form=proxy title=\"cup\" start=10.00 price=10.00 next=10.00 units=1 leader=- closes=20");
        await ann.AskAsync("BID cup 20", "ACCEPTED");
        Assert.Matches("^PRICE \\d+ cup 10.00 leader=ann next=11.00 closes=20", await bob.UntilAsync("PRICE"));
        await bob.AskAsync("BID cup 30", "ACCEPTED");
        Assert.Matches("^PRICE \\d+ cup 21.00 leader=bob next=22.00 closes=20", await PriceLedBy(ann, "bob"));
        await ann.UntilAsync("OUTBID");
        await bob.AskAsync("PING", "PONG");
        Assert.DoesNotContain(bob.Heard, l => l.StartsWith("OUTBID", StringComparison.Ordinal));
    }

    private static async Task<string> PriceLedBy(FloorClient client, string leader)
    {
        while (true)
        {
            var line = await client.UntilAsync("PRICE");
            if (line.Contains($" leader={leader} ", StringComparison.Ordinal)) return line;
        }
    }

    private static async Task<List<string>> UntilRoundClosed(FloorClient client, int round)
    {
        var from = client.Heard.Count;
        await client.UntilAsync($"ROUND {round} CLOSED");
        return client.Heard[from..];
    }

    private static IEnumerable<string> Of(IEnumerable<string> heard, string lot) =>
        heard.Select(l => l.Split(' '))
            .Where(w => w[0] is "PRICE" or "SOLD" or "WON" or "CLOSED" && w[2] == lot)
            .Select(w => $"{w[0]} {w[2]}");
}
