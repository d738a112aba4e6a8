using Akka.Actor;
using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Originals;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Auctioneer.Tests.Originals;
using AkkaAuction.Auctioneer.Tests.Support;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Originals;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Tests;

/// <summary>
/// A whole house, one of whose parts is gone for good: it says which, can still be stopped in good order, and never opens over nobody.
/// </summary>
public sealed class HouseEndsTests
{
    [Theory]
    [InlineData("auctioneer", "The floor's desk")]
    [InlineData("desk", "The desk of remote bidders")]
    [InlineData("room", "The desk of the bidding room")]
    [InlineData("sealed", "The desk of the sealed-bid house")]
    public async Task Whichever_desk_is_gone_the_house_says_so_and_stops_in_good_order(string actor, string name)
    {
        var settings = Houses.Settings(
            "auction.doors.room.port=0",
            "auction.doors.sealed.port=0",
            "auction.doors.remote.port=0",
            "auction.doors.remote.host=127.0.0.1");
        await using var house = await House.StartAsync(settings, Houses.Catalogue(Houses.OneLot, settings), new HouseOptions
        {
            Parts = [.. RemoteDoorPart.WithFloor(), new RoomPart(), new SealedHousePart()],
        });
        Assert.False(house.Failed.IsCompleted);
        house.System.ActorSelection($"/user/{actor}").Tell(Kill.Instance);
        var why = await house.Failed.WaitAsync(Houses.Patience);
        Assert.StartsWith($"{name} (/user/{actor}) has failed and could not begin again. ", why, StringComparison.Ordinal);
        Assert.Equal(why, (await Assert.ThrowsAsync<HouseException>(() => house.SaleEnded.WaitAsync(Houses.Patience))).Message);
        await house.StopAsync();
    }

    [Fact]
    public async Task A_house_whose_desk_fails_as_it_begins_does_not_open_and_names_it()
    {
        // What the desk looks at first is not there.
        var settings = HouseSettings.Load(null, ["auction.doors.sealed.port=0"]) with { Limits = null! };
        var fault = await Assert.ThrowsAsync<HouseException>(
            () => House.StartAsync(settings, new Catalogue([]), new HouseOptions { Parts = [new SealedHousePart()] }));
        Assert.StartsWith("The desk of the sealed-bid house (/user/sealed) has failed", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_screen_that_cannot_be_written_to_costs_nobody_a_notice_and_no_desk_its_life()
    {
        var settings = Houses.Settings("auction.doors.sealed.port=0", "auction.rounds.close-when-all-acted=on");
        await using var house = await House.StartAsync(settings, Houses.Catalogue(Houses.OneLot, settings), new HouseOptions
        {
            Parts = [new FloorPart(), new SealedHousePart(new FullDisk())],
            Observer = new FullDisk(),
        });
        await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
        await ann.AskAsync("BID vase 150 x", "WON");
        var (seller, buyers) = await OriginalHouse.SealedAuctionAsync(house, "1 100 1 Sword", 1);
        await buyers[0].SendAsync("150\n");
        await seller.ExpectAsync(SealedWords.Finished, "Success! Your item Sword has been sold for $150");
        foreach (var client in buyers.Append(seller)) await client.DisposeAsync();
        Assert.False(house.Failed.IsCompleted);
    }

    /// <summary>What a screen is when standard output goes to a disk that is full.</summary>
    private sealed class FullDisk : IHouseObserver, IOriginalsObserver
    {
        public void OnSale(SaleTerms sale, Catalogue catalogue) => throw Full();

        public void OnNotice(string sale, Notice notice) => throw Full();

        public void OnAccount(FinalAccount account) => throw Full();

        public void OnRoom(RoomEvent said) => throw Full();

        public void OnSealed(string line) => throw Full();

        private static IOException Full() => new("No space left on device");
    }
}
