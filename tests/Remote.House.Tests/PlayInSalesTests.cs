using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Settings;

namespace AkkaAuction.Remote.House.Tests;

/// <summary><c>bidder play</c> at a house with several sales, by either door.</summary>
public sealed class PlayInSalesTests
{
    private const string Day = "sale = day, lots = [ { id = vase, start = \"1.00\", units = 3 } ]";
    private const string Night = "sale = night, lots = [ { id = cup, start = \"1.00\", units = 3 } ]";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_account_at_the_end_is_of_every_sale_that_something_was_bought_in(bool asNode)
    {
        await using var house = await OpenAsync(Day, Night);
        await using var bea = await FloorClient.EnterAsync(house.FloorEndPoint, "bea");
        await bea.AskAsync("JOIN night", "READY");
        await using var ann = Play(house, asNode, "ann");
        await ann.UntilAsync("Welcome, ann.");
        ann.Type("bid vase 5");
        await ann.UntilAsync("You won vase for 5.00.");
        if (asNode)
        {
            // A node sends minor units, and knows how many digits they are once it has been there.
            ann.Type("join night");
            await ann.UntilAsync("You are in night.");
            ann.Type("join day");
            await ann.UntilAsync("You are in day.");
        }
        ann.Type("bid night/cup 3");
        await ann.UntilAsync("Taken: 3.00 on night/cup.");
        await bea.SayAsync("PASS");
        await ann.UntilAsync("You won night/cup for 3.00.");
        ann.Type("join night");
        await ann.UntilAsync("You are in night.");
        ann.Type("bid cup 3.50");
        await ann.UntilAsync("Taken: 3.50 on cup.");
        await bea.SayAsync("PASS");
        await ann.UntilAsync("You won cup for 3.50.");
        ann.Type("quit");
        Assert.Equal(0, await ann.EndAsync());
        var at = asNode ? $"--auctioneer {house.RemoteAddress}" : $"--connect {house.FloorEndPoint}";
        var end = ann.Lines.ToList();
        Assert.StartsWith($"To come back: bidder play {at} --sale night --name ann --token ", end[^1], StringComparison.Ordinal);
        Assert.Equal(
            [
                "ann in night: spent 6.50",
                "  bought:        cup 3.00, cup 3.50",
                "  won by others: nothing",
                "  lost:          nothing",
                "  never bid on:  nothing",
                "ann in day: spent 5.00",
                "  bought:        vase 5.00",
            ],
            end[^8..^1]);
    }

    [Fact]
    public async Task Who_named_no_sale_comes_back_to_the_one_the_house_chose_and_is_told_what_was_bought_before()
    {
        await using var house = await OpenAsync(Day, Night);
        await using var ann = Play(house, false, "ann");
        await ann.UntilAsync("Welcome, ann.");
        ann.Type("bid vase 5");
        await ann.UntilAsync("You won vase for 5.00.");
        ann.Type("quit");
        Assert.Equal(0, await ann.EndAsync());
        Assert.Contains("ann: spent 5.00", ann.Lines);
        Assert.Single(ann.Lines, line => line.StartsWith("vase: ", StringComparison.Ordinal));
        Assert.StartsWith("Welcome, ann.", ann.Lines[0], StringComparison.Ordinal);
        var back = ann.Lines.Last();
        Assert.Contains(" --sale day --name ann --token ", back, StringComparison.Ordinal);
        await using var again = ProgramRun.Bidder(back["To come back: bidder ".Length..].Split(' '));
        await again.UntilAsync("Welcome, ann.");
        again.Type("quit");
        Assert.Equal(0, await again.EndAsync());
        Assert.Contains("  bought:        vase 5.00", again.Lines);
    }

    [Fact]
    public async Task The_only_sale_of_a_house_is_not_named()
    {
        await using var house = await OpenAsync(Day);
        await using var ann = Play(house, false, "ann");
        await ann.UntilAsync("Welcome, ann.");
        ann.Type("bid day/vase 5");
        await ann.UntilAsync("You won vase for 5.00.");
        ann.Type("quit");
        Assert.Equal(0, await ann.EndAsync());
        Assert.DoesNotContain(ann.Lines, line => line.Contains("day", StringComparison.Ordinal));
        Assert.Contains("ann: spent 5.00", ann.Lines);
    }

    [Fact]
    public async Task A_bid_in_another_sale_is_of_its_currency()
    {
        const string Lot = "lots = [ { id = pearl, form = proxy, start = 1000, open-for = 1h } ]";
        await using var house = await OpenAsync($"sale = paris, {Lot}", $"sale = nara, currency = JPY, {Lot}");
        await using var cal = await FloorClient.EnterAsync(house.FloorEndPoint, "cal");
        await cal.AskAsync("JOIN nara", "READY");
        await using var ann = Play(house, false, "ann");
        await ann.UntilAsync("Welcome, ann.");
        ann.Type("nara/pearl 9100");
        await ann.UntilAsync("Taken: 9100");
        ann.Type("quit");
        Assert.Equal(0, await ann.EndAsync());
        await using var bob = Play(house, true, "bob");
        await bob.UntilAsync("Welcome, bob.");
        // A node sends minor units, and 9200 would be 920000 of them.
        bob.Type("nara/pearl 9200");
        await bob.UntilAsync("Not sent: the currency of nara/pearl is not known here. First: join nara");
        bob.Type("quit");
        Assert.Equal(1, await bob.EndAsync());
    }

    [Fact]
    public async Task A_bid_is_taken_back_in_the_sale_that_it_was_made_in()
    {
        const string Bowl = "lots = [ { id = bowl, form = first_price, start = 1, withdraw = true, open-for = 1h } ]";
        await using var house = await OpenAsync($"sale = day, {Bowl}", $"sale = night, {Bowl}");
        await using var ann = Play(house, false, "ann");
        await ann.UntilAsync("Welcome, ann.");
        ann.Type("bid bowl 5");
        await ann.UntilAsync("Taken: 5.00 on bowl.");
        ann.Type("join night");
        await ann.UntilAsync("You are in night.");
        ann.Type("withdraw bowl");
        await ann.UntilAsync("You have no bid on bowl from here that could be taken back.");
        ann.Type("bid bowl 7");
        await ann.UntilAsync("Taken: 7.00 on bowl.");
        ann.Type("join day");
        await ann.UntilAsync("You are in day.");
        ann.Type("withdraw bowl");
        await ann.UntilAsync("Your bid on bowl is taken back.");
        ann.Type("quit");
        Assert.Equal(0, await ann.EndAsync());
    }

    private static ProgramRun Play(AkkaAuction.Auctioneer.Hosting.House house, bool asNode, string name) => asNode
        ? ProgramRun.Bidder("play", "--auctioneer", house.RemoteAddress!, "--name", name)
        : ProgramRun.Bidder("play", "--connect", $"{house.FloorEndPoint}", "--name", name);

    private static Task<AkkaAuction.Auctioneer.Hosting.House> OpenAsync(params string[] sales)
    {
        var settings = HouseSettings.Load(
            null,
            [
                "auction.doors.floor.port=0", "auction.doors.room.port=off", "auction.doors.sealed.port=off", "auction.doors.remote.port=0",
                "auction.stop.grace=0s", "akka.loglevel=ERROR", "auction.rounds.close-when-all-acted=on", "auction.rounds.length=1h",
            ]);
        return AkkaAuction.Auctioneer.Hosting.House.StartAsync(
            settings,
            [.. sales.Select(sale => CatalogueReader.Read(sale, "test", settings))],
            new() { Parts = RemoteDoorPart.WithFloor() });
    }
}
