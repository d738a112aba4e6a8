using System.Diagnostics;
using System.Globalization;

namespace AkkaAuction.Remote.House.Tests;

/// <summary>
/// What becomes of a sale when a node is killed, frozen, or the auctioneer itself is: everything here is a process, as in the world. A round that
/// ends when all have acted shows who the house still counts: it cannot end before the silent ones are let go.
/// </summary>
public sealed class Nodes_that_go : IDisposable
{
    private const string OneLamp = """lots = [ { id = lamp, title = "Desk lamp", start = 20, units = 1 } ]""";

    private const string ManyUnits = """
        lots = [
          { id = lamp, title = "Desk lamp", start = 20, units = 30 }
          { id = teacups, title = Teacups, start = "8.50", units = 30 }
        ]
        """;

    private static readonly TimeSpan TenSeconds = TimeSpan.FromSeconds(10);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_node_that_is_killed_is_let_go_within_10_seconds_and_its_bid_stays_valid()
    {
        await using var house = ProgramRun.Serve(
            _folder.File("lots.conf", OneLamp), "auction.journal.file=none", "auction.doors.remote.port=0", "auction.sale.bidders-to-start=3", "auction.rounds.length=1h",
            "auction.rounds.close-when-all-acted=on");
        var at = AddressIn(await house.UntilAsync("remote door open on "));
        await using var anna = await PlayerAsync(at, "anna");
        await using var silent = await PlayerAsync(at, "silent");
        await using var ben = await PlayerAsync(at, "ben");
        await house.UntilAsync("Round 1 is open");
        anna.Type("bid lamp 50");
        await anna.UntilAsync("50.00");
        await anna.KillAsync();
        ben.Type("pass");
        await silent.KillAsync();
        var since = Stopwatch.GetTimestamp();
        await house.UntilAsync("lamp (Desk lamp) is won by anna at 50.00 USD");
        Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.Zero, TenSeconds);
        await ben.UntilAsync("The sale is over.");
        Assert.Equal(0, await ben.EndAsync());
    }

    [Fact]
    public async Task Of_many_bots_the_others_go_on_when_their_node_is_killed()
    {
        await using var house = ProgramRun.Serve(
            _folder.File("lots.conf", ManyUnits), "auction.journal.file=none", "auction.doors.remote.port=0", "auction.sale.bidders-to-start=40", "auction.rounds.length=1h",
            "auction.rounds.close-when-all-acted=on");
        var at = AddressIn(await house.UntilAsync("remote door open on "));
        await using var doomed = ProgramRun.Bidder("bots", "--auctioneer", at, "--count", "20", "--name", "doomed", "--chance", "0.1");
        await using var others = ProgramRun.Bidder("bots", "--auctioneer", at, "--count", "20", "--name", "other", "--chance", "0.1");
        await house.UntilAsync("Round 2 is open");
        await doomed.KillAsync();
        await house.UntilAsync("Final account of sale 1");
        Assert.Equal(0, await others.EndAsync());
    }

    [Fact]
    public async Task The_auctioneer_is_killed_and_starts_again_and_everybody_is_back_within_10_seconds_with_the_right_state()
    {
        var catalogue = _folder.File("lots.conf", ManyUnits);
        string[] settings = [$"auction.journal.file={_folder.PathOf("sale.db")}", "auction.sale.bidders-to-start=22", "auction.rounds.length=1h", "auction.rounds.close-when-all-acted=on"];
        await using var first = ProgramRun.Serve(catalogue, [.. settings, "auction.doors.remote.port=0"]);
        var at = AddressIn(await first.UntilAsync("remote door open on "));
        await using var bots = ProgramRun.Bidder("bots", "--auctioneer", at, "--count", "20", "--chance", "0.3", "--json");
        await using var anna = await PlayerAsync(at, "anna");
        await using var silent = await PlayerAsync(at, "silent");
        await first.UntilAsync("Round 1 is open");
        anna.Type("bid lamp 50");
        await anna.UntilAsync("50.00");
        await first.KillAsync();

        await using var second = ProgramRun.Serve(catalogue, [.. settings, $"auction.doors.remote.port={at.Split(':')[^1]}"]);
        await second.UntilAsync($"remote door open on {at}");
        var since = Stopwatch.GetTimestamp();
        await anna.UntilAsync("Connected again.");
        await silent.UntilAsync("Connected again.");
        Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.Zero, TenSeconds);
        // The bid of the life before counts, once; who was silent may still pass.
        silent.Type("pass");
        await second.UntilAsync("lamp (Desk lamp) is won by anna at 50.00 USD");
        anna.Type("me");
        await anna.UntilAsync("50.00");
        anna.Type("quit");
        silent.Type("quit");
        Assert.Equal(0, await anna.EndAsync());
        await second.UntilAsync("Final account of sale 1");
        Assert.Equal(0, await bots.EndAsync());
        Assert.Single(second.Lines, line => line.Contains("is won by anna", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_frozen_node_is_let_go_and_when_it_thaws_it_comes_back_as_a_new_one_by_itself()
    {
        await using var house = ProgramRun.Serve(
            _folder.File("lots.conf", ManyUnits), "auction.journal.file=none", "auction.doors.remote.port=0", "auction.doors.remote.silence=1s", "auction.sale.bidders-to-start=22",
            "auction.rounds.length=1h", "auction.rounds.close-when-all-acted=on");
        var at = AddressIn(await house.UntilAsync("remote door open on "));
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
        await Task.Delay(FreezeFor);
        await frozen.SignalAsync("CONT");
        await frozen.UntilAsync("coming back as a new node");
        // Twenty that are back pass in each round that they meet; it ends with them in it, and the sale after five silent ones.
        await frozen.UntilAsync("Round 3");
        await house.UntilAsync("Round 3 is open");
        anna.Type("quit");
        ben.Type("quit");
        await house.UntilAsync("Final account of sale 1");
        Assert.Equal(0, await frozen.EndAsync());
        Assert.Contains(house.Lines, line => line.Contains("is won by anna at 51.00", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_house_that_cannot_be_reached_is_said_so_and_looked_for_until_it_is_there()
    {
        await using var early = ProgramRun.Bidder("bots", "--auctioneer", "akka.tcp://house@127.0.0.1:1", "--count", "2");
        await early.UntilAsync("error: bot-1: akka.tcp://house@127.0.0.1:1: ");
        await early.SignalAsync("TERM");
        Assert.Equal(0, await early.EndAsync());
    }

    [Theory]
    [InlineData("bots")]
    [InlineData("play")]
    public async Task A_bad_address_is_a_wrong_command_line(string command)
    {
        await using var bidder = ProgramRun.Bidder(command, "--auctioneer", "house@127.0.0.1:8110");
        Assert.Equal(2, await bidder.EndAsync());
        Assert.Contains(bidder.Lines, line => line.StartsWith("error: bidder: --auctioneer: 'house@127.0.0.1:8110' is no address of a house", StringComparison.Ordinal));
    }

    /// <summary>How long a node stays frozen after it was let go; the issue's 30 s take REMOTE_FREEZE_SECONDS=30.</summary>
    private static TimeSpan FreezeFor =>
        double.TryParse(Environment.GetEnvironmentVariable("REMOTE_FREEZE_SECONDS"), CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero;

    private static async Task<ProgramRun> PlayerAsync(string at, string name)
    {
        var player = ProgramRun.Bidder("play", "--auctioneer", at, "--name", name);
        await player.UntilAsync($"Welcome, {name}.");
        return player;
    }

    private static string AddressIn(string line) => line[line.IndexOf("akka.tcp://", StringComparison.Ordinal)..];
}
