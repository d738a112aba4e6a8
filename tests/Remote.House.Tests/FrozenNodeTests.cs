namespace AkkaAuction.Remote.House.Tests;

/// <summary>
/// A node that stands still (SIGSTOP, SIGCONT) until the house has given it up. It has a class of its own, so that the other tests go on
/// meanwhile.
/// </summary>
public sealed class FrozenNodeTests : IDisposable
{
    private const string ManyUnits = """
        lots = [
          { id = lamp, title = "Desk lamp", start = 20, units = 30 }
          { id = teacups, title = Teacups, start = "8.50", units = 30 }
        ]
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Is_let_go_and_comes_back_by_itself()
    {
        await using var house = ProgramRun.Serve(
            _folder.Write("lots.conf", ManyUnits), "auction.journal.file=none", "auction.doors.remote.port=0",
            "auction.doors.remote.silence=1s", "auction.sale.bidders-to-start=22", "auction.rounds.length=1h",
            "auction.rounds.close-when-all-acted=on");
        var at = await house.UntilAsync("remote door open on ");
        at = at[at.IndexOf("akka.tcp://", StringComparison.Ordinal)..];
        await using var frozen = ProgramRun.Bidder("bots", "--auctioneer", at, "--count", "20", "--name", "frozen", "--chance", "0");
        await using var anna = await PlayerAsync(at, "anna");
        await using var ben = await PlayerAsync(at, "ben");
        await house.UntilAsync("Round 1 is open");
        await frozen.SignalAsync("STOP");
        anna.Type("bid lamp 50");
        ben.Type("pass");
        // Round 2 cannot be closed by these two as long as the twenty are counted.
        await house.UntilAsync("Round 1 is closed");
        await house.UntilAsync("Round 2 is open");
        anna.Type("bid lamp 51");
        ben.Type("pass");
        await house.UntilAsync("Round 2 is closed");
        await house.UntilAsync("Round 3 is open");
        await frozen.SignalAsync("CONT");
        // As a new node where the house had heard a heartbeat of it, which CutOffNodesTests waits for; else as the same one.
        await frozen.UntilAsync("frozen: all 20 are connected");
        // Twenty that are back pass in each round that they meet; it ends with them in it, and the sale after five silent ones.
        anna.Type("quit");
        ben.Type("quit");
        await house.UntilAsync("Final account of sale 1");
        Assert.Equal(0, await frozen.EndAsync());
        Assert.Contains(house.Lines, line => line.Contains("is won by anna at 51.00", StringComparison.Ordinal));
    }

    private static async Task<ProgramRun> PlayerAsync(string at, string name)
    {
        var player = ProgramRun.Bidder("play", "--auctioneer", at, "--name", name);
        await player.UntilAsync($"Welcome, {name}.");
        return player;
    }
}
