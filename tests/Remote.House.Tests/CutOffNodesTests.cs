
namespace AkkaAuction.Remote.House.Tests;

/// <summary>
/// A person's node at a house behind a wire that swallows what passes, for so long that the house gives it up: it comes back by itself,
/// as a new one, and says so; what was on its way counts, once. Ben, on the floor, is the one whose pass ends a round.
/// </summary>
public sealed class CutOffNodesTests : IAsyncLifetime, IDisposable
{
    private const string Lamps = """lots = [ { id = lamp, title = "Desk lamp", start = 20, units = 2 } ]""";

    private readonly Relay _wire = new();
    private AkkaAuction.Auctioneer.Hosting.House _house = null!;

    public async Task InitializeAsync()
    {
        _wire.Target = Houses.FreePort();
        _house = await Houses.OpenAsync(
            Lamps, $"auction.doors.remote.port={_wire.Target}", $"akka.remote.dot-netty.tcp.public-port={_wire.Port}",
            "auction.doors.remote.silence=1s", "auction.sale.bidders-to-start=2", "auction.rounds.close-when-all-acted=on");
        Assert.Equal($"akka.tcp://house@127.0.0.1:{_wire.Port}", _house.RemoteAddress);
    }

    public async Task DisposeAsync() => await _house.DisposeAsync();

    public void Dispose() => _wire.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_player_that_was_cut_off_until_the_house_gave_it_up_comes_back_by_itself_and_its_bid_counts_once(
        bool onlyTheAnswerIsLost)
    {
        await using var anna = ProgramRun.Bidder("play", "--auctioneer", _house.RemoteAddress!, "--name", "anna");
        await using var ben = ProgramRun.Bidder("play", "--connect", $"{_house.FloorEndPoint}", "--name", "ben");
        await anna.UntilAsync("Round 1 opens");
        await ben.UntilAsync("Round 1 opens");
        // Which incarnation is there the house knows by an answered heartbeat; one that it does not know it could not give up for good.
        await _wire.HasPassedToTargetAsync("RWHR", 2, ProgramRun.Patience);
        if (onlyTheAnswerIsLost) _wire.SwallowAnswers();
        else _wire.Swallow();
        anna.Type("bid lamp 50");
        // When the house gives a node up it closes the connection, and nothing else here does.
        await anna.UntilAsync("trying again");
        _wire.Heal();
        Assert.Equal(
            $"{_house.RemoteAddress}: the house has given this node up; coming back as a new node.",
            await anna.UntilAsync("coming back as a new node."));
        await anna.UntilAsync("Connected again.");
        await anna.UntilAsync("Taken: 50.00 on lamp.");
        ben.Type("pass");
        await anna.UntilAsync("Round 2 opens");
        anna.Type("quit");
        ben.Type("quit");
        Assert.Equal(0, await anna.EndAsync());
        await ben.EndAsync();
        Assert.DoesNotContain(
            anna.Lines.SkipWhile(line => line != "Connected again."),
            line => line.Contains("coming back as a new node", StringComparison.Ordinal));
        Assert.Equal(
            [("anna", "lamp", 50_00L)],
            (await _house.AccountAsync()).Sales.Select(sale => (sale.Bidder, sale.Lot, sale.PriceMinor)));
    }

    [Fact]
    public async Task A_player_that_was_frozen_until_the_house_gave_it_up_comes_back_by_itself_with_all_it_knew()
    {
        await using var anna = ProgramRun.Bidder("play", "--auctioneer", _house.RemoteAddress!, "--name", "anna");
        await using var ben = ProgramRun.Bidder("play", "--connect", $"{_house.FloorEndPoint}", "--name", "ben");
        await anna.UntilAsync("Round 1 opens");
        await ben.UntilAsync("Round 1 opens");
        anna.Type("bid lamp 50");
        await anna.UntilAsync("Taken: 50.00 on lamp.");
        ben.Type("pass");
        await anna.UntilAsync("Round 2 opens");
        await anna.SignalAsync("STOP");
        // With her in it, the round would not end with his pass alone: she was let go.
        ben.Type("pass");
        await ben.UntilAsync("Round 3 opens");
        await anna.SignalAsync("CONT");
        await anna.UntilAsync("coming back as a new node.");
        await anna.UntilAsync("Connected again.");
        anna.Type("me");
        await anna.UntilAsync("50.00");
        anna.Type("bid lamp 60");
        await anna.UntilAsync("Taken: 60.00 on lamp.");
        ben.Type("pass");
        Assert.Equal(0, await anna.EndAsync());
        await ben.EndAsync();
        Assert.Equal(
            [("anna", "lamp", 50_00L), ("anna", "lamp", 60_00L)],
            (await _house.AccountAsync()).Sales.Select(sale => (sale.Bidder, sale.Lot, sale.PriceMinor)));
    }
}
