using AkkaAuction.Auctioneer.Commands.Journal;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Originals;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Auctioneer.Tests.Support;
using AkkaAuction.Messages.Originals;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Tests.Originals;

/// <summary>
/// The two original houses with a journal on the disk: what was sold stays sold, what was bid in the sealed house decides.
/// </summary>
/// <param name="snapshotEvery">How snapshots are set.</param>
public abstract class OriginalsAgainTests(string snapshotEvery) : IDisposable
{
    private static readonly string[] Trusting = ["auction.room.deadline=1h", "auction.recovery.clock=trust"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_room_goes_on_where_it_stood()
    {
        // A bid that leads when the house stops gets its unit when its deadline has passed, also while the house was closed.
        var journal = _folder["auction.db"];
        await using (var house = await OpenAsync("auction.room.deadline=1h"))
        {
            await using var ann = await OriginalClient.ConnectAsync(house.RoomEndPoint);
            await ann.SendAsync("Laptop,600\n");
            await ann.ExpectAsync("Your bid for Laptop is now the highest at $600");
        }
        var second = new OriginalsListener();
        await using (var house = await OpenOnAsync(second, journal, new LaterTime(TimeSpan.FromHours(2)), Trusting))
        {
            Assert.IsType<RoomEvent.Sold>(await second.RoomAsync());
            await using var bob = await OriginalClient.ConnectAsync(house.RoomEndPoint);
            await bob.SendAsync("Laptop,600\nLaptop,700\n");
            await bob.ExpectAsync(RoomWords.Rejected, "Your bid for Laptop is now the highest at $700");
        }
        var third = new OriginalsListener();
        await using (var house = await OpenOnAsync(third, journal, new LaterTime(TimeSpan.FromHours(5)), Trusting))
        {
            Assert.IsType<RoomEvent.Sold>(await third.RoomAsync());
            await using var cho = await OriginalClient.ConnectAsync(house.RoomEndPoint);
            await cho.SendAsync("Laptop,800\n");
            await cho.ExpectAsync("Item Laptop not found or sold out.");
            Assert.Equal(
                [("client-1", 600_00), ("client-2", 700_00)],
                (await house.RoomAccountAsync()).Sales.Select(s => (s.Bidder, s.PriceMinor)));
        }
    }

    [Fact]
    public async Task Where_the_settings_say_so_a_unit_of_the_room_that_fell_due_is_held_open_and_may_be_outbid()
    {
        await using (var house = await OpenAsync("auction.room.deadline=1h"))
        {
            await using var ann = await OriginalClient.ConnectAsync(house.RoomEndPoint);
            await ann.SendAsync("Laptop,600\n");
            await ann.ExpectAsync("Your bid for Laptop is now the highest at $600");
        }
        var journal = _folder["auction.db"];
        string[] extend = ["auction.room.deadline=1h", "auction.recovery.overdue=extend", "auction.recovery.extension=10m"];
        await using (var house = await OpenOnAsync(null, journal, new LaterTime(TimeSpan.FromHours(2)), extend))
        {
            await using var bob = await OriginalClient.ConnectAsync(house.RoomEndPoint);
            await bob.SendAsync("Laptop,600\nLaptop,700\n");
            await bob.ExpectAsync(RoomWords.Rejected, "Your bid for Laptop is now the highest at $700");
            Assert.Empty((await house.RoomAccountAsync()).Sales);
        }
        // Without it, what fell due is the leader's.
        var listener = new OriginalsListener();
        await using (var house = await OpenOnAsync(listener, journal, new LaterTime(TimeSpan.FromHours(5)), Trusting))
        {
            Assert.Equal(700_00, Assert.IsType<RoomEvent.Sold>(await listener.RoomAsync()).AmountMinor);
        }
        Assert.Equal(0, RerunCommand.Run(journal, TextWriter.Null, TextWriter.Null, false));
    }

    [Fact]
    public async Task A_sealed_house_begins_in_state_0_and_its_account_goes_on()
    {
        await using (var house = await OpenAsync())
        {
            var (seller, buyers) = await OriginalHouse.SealedAuctionAsync(house, "2 100 2 Sword", 2);
            await buyers[0].SendAsync("150\n");
            await buyers[1].SendAsync("120\n");
            await seller.ExpectAsync(SealedWords.Finished, "Success! Your item Sword has been sold for $120");
            foreach (var client in buyers.Append(seller)) await client.DisposeAsync();
            var (begun, alone) = await OriginalHouse.SealedAuctionAsync(house, "1 100 1 Shield", 1);
            foreach (var client in alone.Append(begun)) await client.DisposeAsync();
        }
        await using (var house = await OpenAsync())
        {
            Assert.Equal([("Sword", 1), ("Shield", 0)], (await house.SealedAccountAsync()).Lots.Select(l => (l.Title, l.Sold)));
            var (seller, buyers) = await OriginalHouse.SealedAuctionAsync(house, "1 100 1 Bow", 1);
            await buyers[0].SendAsync("130\n");
            await seller.ExpectAsync(SealedWords.Finished, "Success! Your item Bow has been sold for $130");
            Assert.Equal([120_00, 130_00], (await house.SealedAccountAsync()).Sales.Select(s => s.PriceMinor));
            Assert.Equal(2, (await house.SealedAccountAsync()).Sales.Select(s => s.Bidder).Distinct().Count());
            foreach (var client in buyers.Append(seller)) await client.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_sealed_house_that_died_in_the_middle_decides_on_the_bids_that_were_recorded_says_so_and_is_free_again()
    {
        var died = _folder["died.db"];
        await using (var house = await OpenAsync())
        {
            var (seller, buyers) = await OriginalHouse.SealedAuctionAsync(house, "1 100 3 Sword", 3);
            await buyers[0].SendAsync("150\n");
            await buyers[0].ExpectAsync(SealedWords.BidReceived);
            await buyers[1].SendAsync("180\n");
            await buyers[1].ExpectAsync(SealedWords.BidReceived);
            // What a process that dies now leaves on the disk.
            File.Copy(_folder["auction.db"], died);
            File.Copy(_folder["auction.db-wal"], died + "-wal");
            foreach (var client in buyers.Append(seller)) await client.DisposeAsync();
        }
        var listener = new OriginalsListener();
        await using (var house = await OpenOnAsync(listener, died))
        {
            await listener.SealedAsync(">> The house was started again: auction 1 is decided on the bids that were recorded");
            Assert.Equal(">> Item sold! The highest bid is $180. The actual payment is $180", await listener.SealedAsync(">> Item"));
            Assert.Equal(180_00, Assert.Single((await house.SealedAccountAsync()).Sales).PriceMinor);
            await using var next = await OriginalClient.ConnectAsync(house.SealedEndPoint);
            await next.ExpectAsync(SealedWords.RoleSeller);
        }
        Assert.Equal(0, RerunCommand.Run(died, TextWriter.Null, TextWriter.Null, false));
    }

    private Task<House> OpenAsync(params string[] assignments) => OpenAsync(null, assignments);

    private Task<House> OpenAsync(OriginalsListener? listener, params string[] assignments) =>
        OpenOnAsync(listener, _folder["auction.db"], assignments);

    private Task<House> OpenOnAsync(OriginalsListener? listener, string journal, params string[] assignments) =>
        OpenOnAsync(listener, journal, TimeProvider.System, assignments);

    private async Task<House> OpenOnAsync(OriginalsListener? listener, string journal, TimeProvider time, params string[] assignments)
    {
        var settings = HouseSettings.Load(
            null,
            [
                "auction.doors.room.port=0",
                "auction.doors.sealed.port=0",
                "auction.doors.floor.port=off",
                $"auction.journal.snapshot-every={snapshotEvery}",
                .. assignments,
            ]);
        return await House.StartAsync(settings, new Catalogue([]), new HouseOptions
        {
            Parts = [new RoomPart(listener), new SealedHousePart(listener)],
            JournalFile = journal,
            Time = time,
        });
    }
}

/// <summary>From every fact.</summary>
public sealed class OriginalsFromFactsTests() : OriginalsAgainTests("off");

/// <summary>From a snapshot that each stop leaves.</summary>
public sealed class OriginalsFromSnapshotTests() : OriginalsAgainTests("1");
