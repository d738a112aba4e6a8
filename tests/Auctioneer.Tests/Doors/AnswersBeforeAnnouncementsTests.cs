using AkkaAuction.Auctioneer.Tests.Support;

namespace AkkaAuction.Auctioneer.Tests.Doors;

/// <summary>
/// Bids of one read on several lots, one of which takes its time: over a real socket, a bid is answered before it is announced.
/// </summary>
public sealed class AnswersBeforeAnnouncementsTests
{
    private const string Two = """
        lots = [
          { id = violin, form = proxy, start = "1.00", increment = "1.00", open-for = 1h }
          { id = cup, form = second_price, start = "1.00", open-for = 1h }
        ]
        """;

    [Fact]
    public async Task The_price_that_a_bid_leads_to_waits_until_the_whole_read_is_answered()
    {
        await using var house = await Houses.OpenAsync(Two);
        await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
        await AreOpen(ann);
        var cup = await HeldLot.InFrontOf(house.System, "auctioneer/session-1", "cup", "violin");
        await using var bob = await FloorClient.EnterAsync(house.FloorEndPoint, "bob");
        await ann.SayAsync("BID cup 5 c", "BID violin 10 v", "BID boat 1 b");
        // It has been announced, to everybody but her.
        await bob.UntilAsync("PRICE");
        cup.LetGo();
        var heard = new List<string>();
        do heard.Add((await ann.UntilAsync("")).Split(' ') is var words ? $"{words[0]} {words[2]}" : "");
        while (!heard[^1].StartsWith("PRICE", StringComparison.Ordinal));
        Assert.Equal(["ACCEPTED cup", "ACCEPTED violin", "REFUSED boat", "PRICE violin"], heard);
    }

    /// <summary>The lots open because somebody has come, and may do so after that is told.</summary>
    private static async Task AreOpen(FloorClient bidder)
    {
        string lot;
        foreach (var id in (string[])["violin", "cup"])
        {
            do lot = await bidder.AskAsync("LIST", $"LOT {id}");
            while (lot.Contains("state=waiting", StringComparison.Ordinal));
            await bidder.UntilAsync("READY");
        }
    }

    [Fact]
    public async Task What_must_wait_is_bounded_then_the_answers_that_have_come_go_first()
    {
        await using var house = await Houses.OpenAsync(Two);
        await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
        await AreOpen(ann);
        var cup = await HeldLot.InFrontOf(house.System, "auctioneer/session-1", "cup", "violin");
        await using var bob = await FloorClient.EnterAsync(house.FloorEndPoint, "bob");
        await ann.SayAsync("BID cup 5 c", "BID violin 10 v");
        await bob.UntilAsync("PRICE");
        await using var cho = await FloorClient.EnterAsync(house.FloorEndPoint, "cho");
        for (var i = 0; i < 100; i++)
        {
            // The next one when this is announced, so that each is announced for itself.
            var who = i % 2 == 0 ? bob : cho;
            var seq = (await who.AskAsync($"BID violin {11 + i}", "ACCEPTED")).Split(' ')[4];
            await who.UntilAsync($"PRICE {seq} ");
        }
        var first = await ann.UntilAsync("");
        Assert.StartsWith("ACCEPTED v violin 10.00 ", first, StringComparison.Ordinal);
        Assert.Matches("^PRICE [0-9]+ violin 1.00 leader=ann ", await ann.UntilAsync(""));
        cup.LetGo();
        Assert.StartsWith("ACCEPTED c cup 5.00 ", await ann.UntilAsync("ACCEPTED"), StringComparison.Ordinal);
        await ann.UntilAsync("PRICE");
        await ann.AskAsync("PING", "PONG");
    }
}
