using Akka.Actor;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Auctioneer.Tests.Support;

namespace AkkaAuction.Auctioneer.Tests;

/// <summary>A whole house, one of whose parts is gone for good: it says which, can still be stopped in good order, and never opens over nobody.</summary>
public sealed class HouseEndsTests
{
    [Theory]
    [InlineData("auctioneer", "The floor's desk")]
    [InlineData("desk", "The desk of remote bidders")]
    [InlineData("room", "The desk of the bidding room")]
    [InlineData("sealed", "The desk of the sealed-bid house")]
    public async Task Whichever_desk_is_gone_the_house_says_so_and_stops_in_good_order(string actor, string name)
    {
        var settings = Houses.Settings("auction.doors.room.port=0", "auction.doors.sealed.port=0", "auction.doors.remote.port=0", "auction.doors.remote.host=127.0.0.1");
        await using var house = await House.StartAsync(settings, Houses.Catalogue(Houses.OneLot, settings), new HouseOptions
        {
            Parts = HouseParts.Floor | HouseParts.Room | HouseParts.Sealed | HouseParts.Remote,
        });
        Assert.False(house.Failed.IsCompleted);
        house.System.ActorSelection($"/user/{actor}").Tell(Kill.Instance);
        var why = await house.Failed.WaitAsync(Houses.Patience);
        Assert.StartsWith($"{name} (/user/{actor}) has failed and could not begin again. ", why, StringComparison.Ordinal);
        await house.StopAsync();
    }

    [Fact]
    public async Task A_house_whose_desk_fails_as_it_begins_does_not_open_and_names_it()
    {
        // What the desk looks at first is not there.
        var settings = HouseSettings.Load(null, ["auction.doors.sealed.port=0"]) with { Limits = null! };
        var fault = await Assert.ThrowsAsync<HouseException>(() => House.StartAsync(settings, new Catalogue([]), new HouseOptions { Parts = HouseParts.Sealed }));
        Assert.StartsWith("The desk of the sealed-bid house (/user/sealed) has failed", fault.Message, StringComparison.Ordinal);
    }
}
