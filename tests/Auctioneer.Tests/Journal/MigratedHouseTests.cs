using AkkaAuction.Auctioneer.Commands.Journal;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Originals;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Auctioneer.Tests.Originals;
using AkkaAuction.Auctioneer.Tests.Support;
using AkkaAuction.Messages.Originals;

namespace AkkaAuction.Auctioneer.Tests.Journal;

/// <summary>
/// A house that goes on with what a house of version 1 left. house-1.journal is that house's, killed in its second sale: a round, a proxy
/// lot and a sealed lot with bids, a bidding room and a sealed-bid auction under way, two bidders and one who was erased. house-1.txt has
/// the bidders' tokens and what they were told last.
/// </summary>
public sealed class MigratedHouseTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 6, 0, 0, TimeSpan.Zero);

    private static readonly string[] Told = File.ReadAllLines(Kept("house-1.txt"));

    private readonly TemporaryFolder _folder = new();

    private string Db => _folder["auction.db"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Its_lots_leaders_and_accounts_are_as_they_were()
    {
        await using var house = await OpenAsync();
        await using var ann = await ReturnAsync(house, "ann");
        await ann.SayAsync("LIST");
        await ann.UntilAsync("READY");
        // What was kept was heard before a line said its currency.
        Assert.Equal(
            Lines("LOT").Select(line => $"{line} currency=USD"),
            ann.Heard.Where(line => line.StartsWith("LOT", StringComparison.Ordinal)).Distinct());
        await using var bob = await ReturnAsync(house, "bob");
        // What bob bought in the first run.
        Assert.Equal("ACCOUNT purchases=1 spent=30.00", await bob.AskAsync("ME", "ACCOUNT"));
        Assert.StartsWith("BOUGHT lamp 30.00 ", await bob.UntilAsync("BOUGHT"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_opens_its_name_and_no_other_does()
    {
        await using var house = await OpenAsync();
        await using (await ReturnAsync(house, "ann")) { }
        await using var eve = await FloorClient.ConnectAsync(house.FloorEndPoint);
        Assert.StartsWith("ERROR 301", await eve.AskAsync($"HELLO bob {TokenOf("ann")}", "ERROR"), StringComparison.Ordinal);
        // Somebody who was erased is nobody's name.
        Assert.StartsWith("WELCOME carl ", await eve.AskAsync("HELLO carl", "WELCOME"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bid_sent_again_is_the_one_it_was()
    {
        await using var house = await OpenAsync();
        var bidders = new Dictionary<string, FloorClient>();
        foreach (var name in (string[])["ann", "bob"]) bidders.Add(name[..1], await ReturnAsync(house, name));
        foreach (var accepted in Lines("ACCEPTED").Select(line => line.Split(' ')))
        {
            var (id, lot, amount) = (accepted[1], accepted[2], accepted[3]);
            var bidder = bidders[id[..1]];
            var again = await bidder.AskAsync($"BID {lot} {amount} {id}", "ACCEPTED");
            Assert.StartsWith($"ACCEPTED {id} {lot} {amount} ", again, StringComparison.Ordinal);
            // The fact is the same; its number and its receipt are not.
            Assert.NotEqual(string.Join(' ', accepted), again);
            Assert.StartsWith($"REFUSED {id} {lot} 209", await bidder.AskAsync($"BID {lot} 999 {id}", "REFUSED"), StringComparison.Ordinal);
        }
        Assert.StartsWith("ACCEPTED new lamp", await bidders["a"].AskAsync("BID lamp 27 new", "ACCEPTED"), StringComparison.Ordinal);
        foreach (var client in bidders.Values) await client.DisposeAsync();
    }

    [Fact]
    public async Task The_room_goes_on_and_the_sealed_auction_is_decided_on_its_bids()
    {
        await using (var house = await OpenAsync())
        {
            await using var ann = await OriginalClient.ConnectAsync(house.RoomEndPoint);
            await ann.SendAsync("Laptop,550\nLaptop,560\n");
            await ann.ExpectAsync(RoomWords.Rejected, "Your bid for Laptop is now the highest at $560");
            await using var seller = await OriginalClient.ConnectAsync(house.SealedEndPoint);
            await seller.ExpectAsync(SealedWords.RoleSeller);
            Assert.Equal(("buyer-2", 100_00L), (await house.SealedAccountAsync()).Sales.Select(s => (s.Bidder, s.PriceMinor)).Single());
        }
        Assert.Equal(0, AuditCommand.Run(Db, null, null, TextWriter.Null, TextWriter.Null, false));
        Assert.Equal(0, RerunCommand.Run(Db, TextWriter.Null, TextWriter.Null, false));
    }

    private async Task<House> OpenAsync()
    {
        var old = _folder["old.db"];
        File.Copy(Kept("house-1.journal"), old);
        Assert.Equal(0, MigrateCommand.Run(old, Db, "spring", Now, TextWriter.Null, TextWriter.Null, false));
        var settings = Houses.Settings("auction.doors.room.port=0", "auction.doors.sealed.port=0");
        return await House.StartAsync(settings, Houses.Catalogue(Houses.OneLot, settings), new HouseOptions
        {
            Parts = [new FloorPart(), new RoomPart(null), new SealedHousePart(null)],
            JournalFile = Db,
            // Its deadlines are of that time.
            Time = new LaterTime(Now - TimeProvider.System.GetUtcNow()),
        });
    }

    private static async Task<FloorClient> ReturnAsync(House house, string name)
    {
        var client = await FloorClient.ConnectAsync(house.FloorEndPoint);
        var hello = $"HELLO {name} {TokenOf(name)}";
        Assert.StartsWith($"WELCOME {name} {TokenOf(name)}", await client.AskAsync(hello, "WELCOME"), StringComparison.Ordinal);
        await client.UntilAsync("READY");
        return client;
    }

    private static string TokenOf(string name) => Lines($"{name} ").Single().Split(' ')[1];

    private static IEnumerable<string> Lines(string start) => Told.Where(line => line.StartsWith(start, StringComparison.Ordinal));

    private static string Kept(string name) => Path.Combine(AppContext.BaseDirectory, "Journal", name);
}
