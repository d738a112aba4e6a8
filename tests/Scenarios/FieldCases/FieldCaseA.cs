using System.Threading.Channels;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Originals;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Messages.Originals;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Scenarios.Tests.FieldCases;

/// <summary>A number or a name from before a restart: it is still the one that somebody had.</summary>
public sealed class FieldCaseA : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("off")]
    [InlineData("1")]
    public async Task Clients_that_led_before_a_restart_win_by_the_numbers_they_had(string snapshots)
    {
        var (house, _) = await OpenAsync(TimeProvider.System, snapshots);
        await using (house)
        {
            await using var first = await EnterAsync(house);
            await first.AskAsync("Laptop,600", "Your bid for Laptop");
            await using var second = await EnterAsync(house);
            await second.AskAsync("Smartphone,400", "Your bid for Smartphone");
        }
        Assert.Equal(["Laptop to 1", "Smartphone to 2"], await SoldAsync(2, snapshots));
    }

    [Fact]
    public async Task A_client_that_had_moved_up_wins_by_the_place_it_bid_from()
    {
        var (house, _) = await OpenAsync(TimeProvider.System, "off");
        await using (house)
        {
            await using var first = await EnterAsync(house);
            await using var second = await EnterAsync(house);
            await using var third = await EnterAsync(house);
            first.HalfClose();
            await first.ToEndAsync();
            await third.AskAsync("Laptop,600", "Your bid for Laptop");
            await second.UntilAsync("New highest bid for Laptop");
            await second.AskAsync("Smartphone,400", "Your bid for Smartphone");
            await third.UntilAsync("New highest bid for Smartphone");
            await third.AskAsync("Laptop,700", "Bid rejected");
            await second.AskAsync("Laptop,700", "Your bid for Laptop");
            await third.AskAsync("Laptop,800", "Your bid for Laptop");
        }
        Assert.Equal(["Laptop to 2", "Smartphone to 1"], await SoldAsync(2, "off"));
    }

    /// <summary>The house opens when every deadline has passed, and says who has won, also to whoever is first to come.</summary>
    private async Task<IEnumerable<string>> SoldAsync(int sold, string snapshots)
    {
        var (house, said) = await OpenAsync(new LaterTime(TimeSpan.FromHours(2)), snapshots);
        await using (house)
        {
            var all = new List<string>();
            while (all.Count < sold)
            {
                if (await said.ReadAsync().AsTask().WaitAsync(Patience.Most) is RoomEvent.Sold one) all.Add($"{one.Item} to {one.Client}");
            }
            return all.Order();
        }
    }

    /// <summary>A client is connected when it has got an answer.</summary>
    private static async Task<FloorClient> EnterAsync(House house)
    {
        var client = await FloorClient.ConnectAsync(house.Part<RoomPart>()!.EndPoint);
        await client.AskAsync("Boat,1", "Item Boat not found");
        return client;
    }

    private async Task<(House House, ChannelReader<RoomEvent> Said)> OpenAsync(TimeProvider time, string snapshots)
    {
        var settings = HouseSettings.Load(null,
        [
            "auction.doors.room.port=0", "auction.doors.floor.port=off", "auction.doors.sealed.port=off", "auction.room.deadline=1h",
            "auction.recovery.clock=trust", $"auction.journal.snapshot-every={snapshots}",
        ]);
        var screen = new Screen();
        var house = await House.StartAsync(settings, new Catalogue([]), new HouseOptions
        {
            Parts = [new RoomPart(screen)],
            JournalFile = _folder["a.db"],
            Time = time,
        });
        return (house, screen.Said.Reader);
    }

    private sealed class Screen : IOriginalsObserver
    {
        public Channel<RoomEvent> Said { get; } = Channel.CreateUnbounded<RoomEvent>();

        public void OnRoom(RoomEvent said) => Said.Writer.TryWrite(said);

        public void OnSealed(string line) { }
    }
}
