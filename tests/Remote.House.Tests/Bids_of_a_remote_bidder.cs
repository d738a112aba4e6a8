using AkkaAuction.Messages;
using AkkaAuction.Rules;

namespace AkkaAuction.Remote.House.Tests;

/// <summary>What a remote bidder's bids are answered, and when: as on the floor.</summary>
public sealed class Bids_of_a_remote_bidder : IAsyncLifetime
{
    private AkkaAuction.Auctioneer.Hosting.House _house = null!;

    private string At => _house.RemoteAddress!;

    public async Task InitializeAsync() => _house = await Houses.OpenAsync(Houses.LampAndViolin);

    public async Task DisposeAsync() => await _house.DisposeAsync();

    [Fact]
    public async Task A_bid_sent_again_in_the_next_session_gets_its_first_answer_and_a_refused_one_is_judged_anew()
    {
        var first = await RemoteGuest.EnterAsync(At, "anna");
        first.Ask(new Request.Bid("lamp", 25_00, "x"), new Request.Bid("lamp", 1, "y"), new Request.Bid("violin", 120_00, "x"));
        var lamp = await first.UntilAsync<Answer.Accepted>();
        Assert.Equal(RejectionCode.TooLow, (await first.UntilAsync<Answer.Refused>()).Code);
        var violin = await first.UntilAsync<Answer.Accepted>();
        Assert.Equal(("lamp", "x", "violin", "x"), (lamp.Lot, lamp.BidId, violin.Lot, violin.BidId));
        await first.DisposeAsync();

        await using var next = await RemoteGuest.EnterAsync(At, "anna", first.Token);
        next.Ask(
            new Request.Bid("violin", 120_00, "x"), new Request.Bid("lamp", 25_00, "x"), new Request.Bid("lamp", 26_00, "x"),
            new Request.Bid("lamp", 26_00, "y"));
        Assert.Equal(violin, await next.UntilAsync<Answer.Accepted>());
        Assert.Equal(lamp, await next.UntilAsync<Answer.Accepted>());
        Assert.Equal(RejectionCode.BidIdReused, (await next.UntilAsync<Answer.Refused>()).Code);
        Assert.Equal(("y", 26_00), await next.UntilAsync<Answer.Accepted>() is var anew ? (anew.BidId, anew.AmountMinor) : default);
    }

    [Fact]
    public async Task A_price_that_a_bid_leads_to_waits_until_all_that_was_asked_with_it_is_answered()
    {
        await using var anna = await RemoteGuest.EnterAsync(At, "anna");
        var lamp = await HeldLot.InFrontOf(_house.System, "desk/session-1", "lamp", "violin");
        await using var ben = await RemoteGuest.EnterAsync(At, "ben");
        anna.Ask(new Request.Bid("lamp", 25_00, "l"), new Request.Bid("violin", 120_00, "v"));
        await ben.UntilAsync<Notice.PriceChanged>();
        lamp.LetGo();
        var heard = new List<object>();
        while (heard.Count < 3)
        {
            if (await anna.LineAsync() is var line && (line.Answer as object ?? line.Notice) is Answer.Accepted or Notice.PriceChanged)
                heard.Add(line.Answer as object ?? line.Notice!);
        }
        Assert.Equal(("l", "v"), (((Answer.Accepted)heard[0]).BidId, ((Answer.Accepted)heard[1]).BidId));
        var price = Assert.IsType<Notice.PriceChanged>(heard[2]);
        Assert.Equal(("violin", "anna"), (price.Lot, price.Leader));
    }
}
