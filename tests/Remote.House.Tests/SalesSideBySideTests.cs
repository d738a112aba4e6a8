using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Messages;
using AkkaAuction.Rules;

namespace AkkaAuction.Remote.House.Tests;

/// <summary>Several sales, as remote bidders reach them: as on the floor.</summary>
public sealed class SalesSideBySideTests
{
    [Fact]
    public async Task A_remote_bidder_lists_the_sales_joins_one_and_bids_in_another()
    {
        var settings = HouseSettings.Load(
            null,
            [
                "auction.doors.floor.port=off", "auction.doors.room.port=off", "auction.doors.sealed.port=off",
                "auction.doors.remote.port=0", "auction.stop.grace=0s", "akka.loglevel=ERROR",
            ]);
        string[] sales =
        [
            "sale = day, lots = [ { id = vase, form = proxy, start = \"1.00\", open-for = 1h } ]",
            "sale = night, lots = [ { id = cup, form = proxy, start = \"1.00\", open-for = 1h } ]",
        ];
        await using var house = await AkkaAuction.Auctioneer.Hosting.House.StartAsync(
            settings,
            [.. sales.Select(sale => CatalogueReader.Read(sale, "test", settings))],
            new() { Parts = AkkaAuction.Auctioneer.Hosting.RemoteDoorPart.WithFloor() });
        await using var anna = await RemoteGuest.EnterAsync(house.RemoteAddress!, "anna");
        await using var ben = await RemoteGuest.EnterAsync(house.RemoteAddress!, "ben");
        ben.Ask(new Request.Sales(), new Request.Join("night"));
        Assert.Equal("day", (await ben.UntilAsync<Answer.SaleListed>()).Sale);
        Assert.Equal("night", (await ben.UntilAsync<Answer.SaleListed>()).Sale);
        await ben.UntilAsync<Answer.Ready>();
        Assert.Equal("cup", (await ben.UntilAsync<Answer.Listed>()).View.Lot);
        await ben.UntilAsync<Answer.Ready>();

        anna.Ask(new Request.Bid("night/cup", 2_00, "a"));
        Assert.Equal("night/cup", (await anna.UntilAsync<Answer.Accepted>()).Lot);
        ben.Ask(new Request.Bid("cup", 9_00, "b"), new Request.Join("noon"));
        Assert.Equal("cup", (await ben.UntilAsync<Answer.Accepted>()).Lot);
        Assert.Equal(RejectionCode.NoSuchSale, (await ben.UntilAsync<Answer.Error>()).Code);
        Assert.Equal("night/cup", (await anna.UntilAsync<Notice.Outbid>()).Lot);
    }
}
