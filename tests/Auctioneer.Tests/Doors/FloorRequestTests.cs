using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Tests.Support;

namespace AkkaAuction.Auctioneer.Tests.Doors;

/// <summary>What each request is answered, over a real socket, as a person at nc would see it.</summary>
public sealed class FloorRequestTests
{
    [Fact]
    [Trait("Requirement", "R1.2")]
    public async Task Hello_is_welcomed_told_the_lots_and_then_ready()
    {
        await using var house = await Houses.OpenAsync(Houses.OneLot, "auction.sale.bidders-to-start=2");
        await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
        Assert.Collection(ann.Heard,
            line => Assert.Matches("^WELCOME ann [0-9a-f]{32} time=20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$", line),
            line => Assert.Equal(
                "LOT vase form=rounds title=\"A \\\"blue\\\" vase\" start=100.00 price=100.00 "
                    + "next=100.01 units=2 leader=- closes=- state=waiting currency=USD",
                line),
            line => Assert.Matches("^READY \\d+$", line));
    }

    [Fact]
    public async Task Lots_of_two_sales_are_bid_on_in_one_read_in_the_order_of_asking_whatever_they_are_called()
    {
        var settings = Houses.Settings();
        string[] sales =
            ["sale = day, lots = [ { id = vase, start = \"1.00\" } ]", "sale = night, lots = [ { id = cup, start = \"1.00\" } ]"];
        await using var house = await House.StartAsync(settings, [.. sales.Select(sale => Houses.Catalogue(sale, settings))]);
        await using var bob = await FloorClient.EnterAsync(house.FloorEndPoint, "bob");
        await bob.AskAsync("JOIN night", "READY");
        await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
        await ann.AskAsync("JOIN day", "READY");
        await ann.UntilAsync("ROUND");
        await ann.SayAsync(
            "BID vase 2 a", "BID day/vase 3 b", "BID night/cup 2 c", "BID vase 4 d", "BID cup 2 e", "PASS night/cup", "SALES");
        var heard = new List<string>();
        while (heard.Count < 9)
        {
            if (await ann.LineAsync() is { } line && line.Split(' ') is var words && words[0] is not ("PRICE" or "ROUND"))
                heard.Add(string.Join(' ', words.Take(3)));
        }
        Assert.Equal(
            [
                "ACCEPTED a vase", "ACCEPTED b day/vase", "ACCEPTED c night/cup", "ACCEPTED d vase", "REFUSED e cup", "PASSED",
                "SALE day title=\"day\"", "SALE night title=\"night\"", heard[^1],
            ],
            heard);
        Assert.StartsWith("READY", heard[^1], StringComparison.Ordinal);
        Assert.Contains("213", await ann.AskAsync("JOIN noon", "ERROR"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verbs_are_taken_in_any_case_and_with_carriage_returns()
    {
        await using var house = await Houses.OpenAsync(Houses.OneLot);
        await using var ann = await FloorClient.ConnectAsync(house.FloorEndPoint);
        await ann.SendAsync("hello ann\r\nPing\r\npInG \"two words\"\r\n"u8.ToArray());
        await ann.UntilAsync("READY");
        Assert.Matches("^PONG time=", await ann.UntilAsync("PONG"));
        Assert.Matches("^PONG \"two words\" time=", await ann.UntilAsync("PONG"));
    }

    [Fact]
    public async Task A_request_that_comes_byte_by_byte_is_one_request()
    {
        await using var house = await Houses.OpenAsync(Houses.OneLot);
        await using var ann = await FloorClient.ConnectAsync(house.FloorEndPoint);
        foreach (var b in "HELLO ann\nBID vase 101.5 x\n"u8.ToArray()) await ann.SendAsync(new[] { b });
        Assert.Matches("^ACCEPTED x vase 101.50 \\d+$", await ann.UntilAsync("ACCEPTED"));
    }

    [Fact]
    public async Task Requests_sent_at_once_are_answered_in_order_and_see_each_others_effect()
    {
        await using var house = await Houses.OpenAsync(Houses.OneLot);
        await using var ann = await FloorClient.ConnectAsync(house.FloorEndPoint);
        await ann.SayAsync(
            "HELLO ann", "BID vase 101 a", "BID vase 102 b", "BID vase 101 c", "PASS vase", "BID vase 200 d", "ME", "PING end",
            "QUIT", "PING never");
        var lines = await ann.ToEndAsync();
        var answers = lines.Where(l => l.Split(' ')[0] is "WELCOME" or "ACCEPTED" or "REFUSED" or "PASSED" or "ACCOUNT" or "PONG" or "BYE")
            .ToArray();
        Assert.Equal(
            ["WELCOME", "ACCEPTED", "ACCEPTED", "REFUSED", "PASSED", "REFUSED", "ACCOUNT", "PONG", "BYE"],
            answers.Select(l => l.Split(' ')[0]));
        Assert.StartsWith("REFUSED c vase 204 price=100.00 next=102.01 \"", answers[3], StringComparison.Ordinal);
        Assert.StartsWith("REFUSED d vase 210 price=100.00 ", answers[5], StringComparison.Ordinal);
        Assert.Equal("BYE", lines[^1]);
    }

    [Fact]
    public async Task A_bid_without_an_id_gets_one_from_the_house_each_time_another()
    {
        await using var house = await Houses.OpenAsync(Houses.OneLot);
        await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
        await ann.SayAsync("BID vase 101 h1", "BID vase 102", "BID vase 103");
        Assert.StartsWith("ACCEPTED h1 ", await ann.UntilAsync("ACCEPTED"), StringComparison.Ordinal);
        var second = (await ann.UntilAsync("ACCEPTED")).Split(' ')[1];
        var third = (await ann.UntilAsync("ACCEPTED")).Split(' ')[1];
        Assert.Matches("^h[0-9]+-[0-9]+-[0-9]+$", second);
        Assert.NotEqual(second, third);
        // A client may give an id that looks like the house's; it is one like any other.
        Assert.StartsWith($"REFUSED {second} vase 209 ", await ann.AskAsync($"BID vase 104 {second}", "REFUSED"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_id_and_content_again_is_the_same_answer_and_one_effect()
    {
        await using var house = await Houses.OpenAsync(
            "lots = [ { id = a, start = \"1\" }, { id = b, start = \"1\" } ]");
        await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
        var first = await ann.AskAsync("BID a 10 same", "ACCEPTED");
        Assert.Equal(first, await ann.AskAsync("BID a 10.00 same", "ACCEPTED"));
        await ann.SayAsync("BID a 11 twin", "BID a 11 twin");
        Assert.Equal(await ann.UntilAsync("ACCEPTED twin"), await ann.UntilAsync("ACCEPTED twin"));
        Assert.StartsWith("REFUSED same a 209 price=1.00 ", await ann.AskAsync("BID a 12 same", "REFUSED"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_id_on_another_lot_is_another_bid()
    {
        await using var house = await Houses.OpenAsync(
            "lots = [ { id = a, start = \"1\" }, { id = b, start = \"1\" } ]");
        await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
        await ann.SayAsync("BID a 10 same", "BID b 10 same", "BID b 12 same", "BID a 10 same");
        Assert.StartsWith("ACCEPTED same a 10.00 ", await ann.UntilAsync("ACCEPTED"), StringComparison.Ordinal);
        var first = await ann.UntilAsync("ACCEPTED");
        Assert.StartsWith("ACCEPTED same b 10.00 ", first, StringComparison.Ordinal);
        Assert.StartsWith("REFUSED same b 209 price=1.00 next=10.01 ", await ann.UntilAsync("REFUSED"), StringComparison.Ordinal);
        Assert.StartsWith("ACCEPTED same a 10.00 ", await ann.UntilAsync("ACCEPTED"), StringComparison.Ordinal);
        Assert.Equal(first, await ann.AskAsync("BID b 10 same", "ACCEPTED"));
    }

    [Fact]
    public async Task A_refused_bids_id_may_be_used_again()
    {
        await using var house = await Houses.OpenAsync(Houses.OneLot);
        await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
        await ann.AskAsync("BID vase 50 x", "REFUSED x vase 204");
        await ann.AskAsync("BID vase 150 x", "ACCEPTED x vase 150.00");
    }

    [Fact]
    public async Task Ready_is_never_below_what_the_connection_was_told_before()
    {
        await using var house = await Houses.OpenAsync(
            "lots = [ { id = p, form = proxy, start = \"1\", increment = \"1\", open-for = 1h } ]");
        await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
        await using var bob = await FloorClient.EnterAsync(house.FloorEndPoint, "bob");
        var highest = 0L;
        for (var i = 1; i <= 50; i++)
        {
            await bob.SayAsync($"BID p {(i * 10) + 5}");
            await ann.SayAsync($"BID p {i * 10}", "LIST");
            string line;
            do
            {
                line = await ann.UntilAsync("");
                var words = line.Split(' ');
                var told = words[0] switch { "ACCEPTED" => words[4], "PRICE" or "OUTBID" or "READY" => words[1], _ => "0" };
                if (words[0] == "READY") Assert.True(long.Parse(told) >= highest, $"{line} after {highest}");
                highest = Math.Max(highest, long.Parse(told));
            }
            while (!line.StartsWith("READY", StringComparison.Ordinal));
        }
    }
}
