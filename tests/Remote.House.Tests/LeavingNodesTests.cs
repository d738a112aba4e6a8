namespace AkkaAuction.Remote.House.Tests;

/// <summary>
/// What becomes of a sale when a node is killed, or the auctioneer itself is: everything here is a process, as in the world. A round that
/// ends when all have acted shows who the house still counts: it cannot end before the silent ones are let go.
/// </summary>
public sealed class LeavingNodesTests : IDisposable
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
            _folder.Write("lots.conf", OneLamp), "auction.journal.file=none", "auction.doors.remote.port=0",
            "auction.sale.bidders-to-start=3", "auction.rounds.length=1h", "auction.rounds.close-when-all-acted=on");
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
        await house.UntilAsync("lamp (Desk lamp) is won by anna at 50.00 USD", TenSeconds);
        await ben.UntilAsync("The sale is over.");
        Assert.Equal(0, await ben.EndAsync());
    }

    [Theory]
    [InlineData("KILL")]
    [InlineData("TERM")]
    public async Task A_node_that_leaves_is_one_line_on_the_screen_and_nothing_in_the_log(string signal)
    {
        await using var house = ProgramRun.Serve(
            _folder.Write("lots.conf", OneLamp), "auction.journal.file=none", "auction.doors.remote.port=0",
            "auction.doors.remote.silence=1s", "auction.sale.bidders-to-start=21", "auction.rounds.length=1h",
            "auction.rounds.close-when-all-acted=on");
        var at = AddressIn(await house.UntilAsync("remote door open on "));
        await using var anna = await PlayerAsync(at, "anna");
        await using var doomed = ProgramRun.Bidder("bots", "--auctioneer", at, "--count", "20", "--chance", "0");
        await house.UntilAsync("Round 1 is open");
        await doomed.SignalAsync(signal);
        var gone = await house.UntilAsync(" let go");
        Assert.Matches(@"^node 127\.0\.0\.1:\d+ is gone, 20 bidders let go$", gone);
        anna.Type("pass");
        await anna.UntilAsync("Round 2 opens");
        anna.Type("quit");
        await anna.EndAsync();
        var last = await house.UntilAsync(" is gone, 1 bidder let go");
        await house.SignalAsync("TERM");
        Assert.Equal(0, await house.EndAsync());
        var said = house.Lines.SkipWhile(line => !line.StartsWith("Round 1 is open", StringComparison.Ordinal))
            .TakeWhile(line => !line.StartsWith("Stopping", StringComparison.Ordinal));
        Assert.Equal(
            ["Round 1 is open", gone, "Round 1 is closed", "Round 2 is open", last],
            said.Select(line => line.Split(" until ")[0]));
        Assert.DoesNotContain(house.Lines, line => line.StartsWith("error: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_many_bots_the_others_go_on_when_their_node_is_killed()
    {
        await using var house = ProgramRun.Serve(
            _folder.Write("lots.conf", ManyUnits), "auction.journal.file=none", "auction.doors.remote.port=0",
            "auction.sale.bidders-to-start=40", "auction.rounds.length=1h", "auction.rounds.close-when-all-acted=on");
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
        var catalogue = _folder.Write("lots.conf", ManyUnits);
        string[] settings = ["auction.sale.bidders-to-start=22", "auction.rounds.length=1h", "auction.rounds.close-when-all-acted=on"];
        await using var first = ProgramRun.Serve(
            catalogue, [.. settings, $"auction.journal.file={_folder["sale.db"]}", "auction.doors.remote.port=0"]);
        var at = AddressIn(await first.UntilAsync("remote door open on "));
        await using var bots = ProgramRun.Bidder("bots", "--auctioneer", at, "--count", "20", "--chance", "0.3", "--json");
        await using var anna = await PlayerAsync(at, "anna");
        await using var silent = await PlayerAsync(at, "silent");
        await first.UntilAsync("Round 1 is open");
        anna.Type("bid lamp 500");
        silent.Type("pass");
        await first.UntilAsync("lamp (Desk lamp) is won by anna at 500.00 USD");
        await anna.UntilAsync("Round 2 opens");
        anna.Type("bid lamp 600");
        await anna.UntilAsync("Taken: 600.00 on lamp.");
        await first.KillAsync();

        await using var second = await Houses.OpenAsync(
            _folder["sale.db"], ManyUnits, [.. settings, $"auction.doors.remote.port={at.Split(':')[^1]}"]);
        await Task.WhenAll(
            anna.UntilAsync("Connected again.", TenSeconds),
            silent.UntilAsync("Connected again.", TenSeconds),
            bots.UntilAsync("bot: all 20 are connected", TenSeconds));
        // The bid of the life before counts, once; who was silent may still pass.
        silent.Type("pass");
        await anna.UntilAsync("You won lamp for 600.00.");
        anna.Type("quit");
        silent.Type("quit");
        Assert.Equal(0, await anna.EndAsync());
        Assert.Equal(0, await bots.EndAsync());
        // What each of them holds to be its own, from before and after, is what the house says, unit for unit.
        Assert.Contains("  bought:        lamp 500.00, lamp 600.00", anna.Lines);
        // They were told that the house was gone in their own words, and in no trace of Akka.Remote.
        Assert.DoesNotContain(anna.Lines.Concat(silent.Lines), line => line.StartsWith("error:    at ", StringComparison.Ordinal));
        (string, string, string)[] ofAnna = [("anna", "lamp", "500.00"), ("anna", "lamp", "600.00")];
        Assert.Equal(Accounts.OfHouse((await second.AccountAsync())).Order(), Accounts.OfBots(bots).Concat(ofAnna).Order());
    }

    [Fact]
    public async Task A_house_that_cannot_be_reached_is_said_so_and_looked_for_until_it_is_there()
    {
        await using var early = ProgramRun.Bidder("bots", "--auctioneer", "akka.tcp://house@127.0.0.1:1", "--count", "2");
        await early.UntilAsync("error: bot-1: akka.tcp://house@127.0.0.1:1: ");
        await early.SignalAsync("TERM");
        Assert.Equal(0, await early.EndAsync());
    }

    [Fact]
    public async Task A_wrong_port_or_a_wrong_name_is_said_so_too()
    {
        await using var house = await Houses.OpenAsync(ManyUnits);
        await using var atTheFloor = ProgramRun.Bidder("bots", "--auctioneer", $"akka.tcp://house@{house.FloorEndPoint}");
        await using var atNobodys = ProgramRun.Bidder(
            "bots", "--auctioneer", house.RemoteAddress!.Replace("house", "haus", StringComparison.Ordinal));
        await atTheFloor.UntilAsync(
            $"error: bot-1: akka.tcp://house@{house.FloorEndPoint}: whoever listens there is no house's remote door (");
        await atNobodys.UntilAsync("does not answer; is that the name of its system, and the port of its remote door?; trying again");
    }

    [Theory]
    [InlineData("bots")]
    [InlineData("play")]
    public async Task A_bad_address_is_a_wrong_command_line(string command)
    {
        await using var bidder = ProgramRun.Bidder(command, "--auctioneer", "house@127.0.0.1:8110");
        Assert.Equal(2, await bidder.EndAsync());
        Assert.Contains(
            bidder.Lines,
            line => line.StartsWith(
                "error: bidder: --auctioneer: 'house@127.0.0.1:8110' is no address of a house", StringComparison.Ordinal));
    }

    private static async Task<ProgramRun> PlayerAsync(string at, string name)
    {
        var player = ProgramRun.Bidder("play", "--auctioneer", at, "--name", name);
        await player.UntilAsync($"Welcome, {name}.");
        return player;
    }

    private static string AddressIn(string line) => line[line.IndexOf("akka.tcp://", StringComparison.Ordinal)..];
}
