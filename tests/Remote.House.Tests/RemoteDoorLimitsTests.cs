using AkkaAuction.Messages;
using AkkaAuction.Rules;

namespace AkkaAuction.Remote.House.Tests;

/// <summary>What a remote bidder may take of a house: beyond it there is a number and a cut, and nobody else notices.</summary>
public sealed class RemoteDoorLimitsTests
{
    [Fact]
    public async Task Beyond_the_ceiling_a_bidder_is_told_401_and_whoever_leaves_makes_room()
    {
        await using var small = await Houses.OpenAsync(Houses.LampAndViolin, "auction.doors.remote.bidders=1");
        await using var anna = await RemoteGuest.EnterAsync(small.RemoteAddress!, "anna");
        await using var ben = RemoteGuest.Of(small.RemoteAddress!);
        ben.Register("ben");
        await ben.OpenedAsync();
        Assert.Equal(RejectionCode.HouseFull, (await ben.UntilOverAsync())!.Code);
        anna.Ask(new Request.Quit());
        await anna.UntilAsync<Answer.Bye>();
        await anna.UntilOverAsync();
        while (true)
        {
            await using var carl = RemoteGuest.Of(small.RemoteAddress!);
            carl.Register("carl");
            await carl.OpenedAsync();
            if ((await carl.LineAsync()).Answer is Answer.Welcome) return;
        }
    }

    [Fact]
    public async Task Whoever_sends_more_than_may_wait_is_told_105_and_cut()
    {
        await using var small = await Houses.OpenAsync(Houses.LampAndViolin, "auction.doors.remote.requests-waiting=3");
        await using var anna = await RemoteGuest.EnterAsync(small.RemoteAddress!, "anna");
        Assert.Equal(3, anna.Opened!.RequestsWaitingMax);
        anna.Ask([.. Enumerable.Repeat(new Request.Ping(null), 4)]);
        Assert.Equal(RejectionCode.TooFast, (await anna.UntilOverAsync())!.Code);
    }

    [Fact]
    public async Task A_bidder_that_never_says_what_it_heard_is_told_only_so_much_and_then_cut()
    {
        await using var small = await Houses.OpenAsync(Houses.LampAndViolin, "auction.doors.remote.stuck-after=1s");
        await using var slow = await RemoteGuest.EnterAsync(small.RemoteAddress!, "slow");
        slow.Acknowledges = false;
        var text = new string('x', 4000);
        for (var i = 0; i < 10; i++) slow.Ask([.. Enumerable.Repeat(new Request.Ping(text), 20)]);
        var pongs = 0;
        await Assert.ThrowsAsync<EndOfStreamException>(async () =>
        {
            while (true)
            {
                if ((await slow.LineAsync()).Answer is Answer.Pong) pongs++;
            }
        });
        // The window holds 128 KiB: some thirty of these.
        Assert.InRange(pongs, 20, 60);
    }

    [Fact]
    public async Task A_slow_bidder_is_told_the_newest_price_of_each_lot_and_everything_else()
    {
        await using var small = await Houses.OpenAsync(Houses.LampAndViolin, "auction.doors.remote.output-soft-limit=1KiB");
        await using var slow = await RemoteGuest.EnterAsync(small.RemoteAddress!, "slow");
        await using var anna = await RemoteGuest.EnterAsync(small.RemoteAddress!, "anna");
        await using var ben = await RemoteGuest.EnterAsync(small.RemoteAddress!, "ben");
        slow.Acknowledges = false;
        // Fills its window.
        for (var i = 0; i < 2; i++) slow.Ask([.. Enumerable.Repeat(new Request.Ping(new string('x', 4000)), 20)]);
        for (var i = 0; i < 20; i++) await slow.UntilAsync<Answer.Pong>();
        const int Bids = 100;
        for (var i = 0; i < Bids; i++)
        {
            var guest = i % 2 == 0 ? anna : ben;
            guest.Ask(new Request.Bid("violin", 1000_00 + (i * 100_00), $"b{i}"));
            await guest.UntilAsync<Answer.Accepted>();
        }
        var last = await anna.UntilAsync<Notice.PriceChanged>(n => n.Leader == "ben" && n.PriceMinor > 1000_00 + ((Bids - 3) * 100_00));
        slow.Acknowledges = true;
        slow.Confirm();
        var prices = new List<long>();
        while (prices.LastOrDefault() < last.Seq) prices.Add((await slow.UntilAsync<Notice.PriceChanged>()).Seq);
        Assert.Equal(last.Seq, prices[^1]);
        Assert.True(prices.Count < Bids / 2, $"{prices.Count} prices of {Bids} were told.");
        Assert.Equal(prices.Order(), prices);
    }
}
