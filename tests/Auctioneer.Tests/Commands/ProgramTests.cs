using System.Diagnostics;
using System.Net;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Originals;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Auctioneer.Tests.Originals;
using AkkaAuction.Auctioneer.Tests.Support;

namespace AkkaAuction.Auctioneer.Tests.Commands;

/// <summary>The program itself, as a process: its exit codes, what it says on which stream, and how it stops.</summary>
public sealed class ProgramTests
{
    private const string Free =
        "serve --journal none --set auction.doors.floor.port=0 --set auction.doors.room.port=0 "
            + "--set auction.doors.sealed.port=0 --set auction.doors.remote.port=0";

    [Theory]
    [InlineData(2, "serve --no-such-option")]
    [InlineData(2, "rounds nowhere")]
    [InlineData(2, "rounds 70000")]
    [InlineData(
        2,
        "sevre",
        "there is no command sevre; name one of serve, sale, rounds, room, sealed, audit, export, rerun, backup, erase or migrate.")]
    [InlineData(2, "--config house.conf", "--config is no option here; name a command first: serve, ")]
    [InlineData(2, "sealed", "PORT is missing.\nTry: auctioneer sealed --help")]
    [InlineData(2, "serve --catalogue ", "--catalogue is empty; give it a value.\nTry: auctioneer serve --help")]
    [InlineData(2, "sale put ", "FILE is empty; give it a value.\nTry: auctioneer sale put --help")]
    [InlineData(2, "sale list --journal ", "--journal is empty; give it a value.")]
    [InlineData(2, "export --what all", "--what: Argument 'all' not recognized. Must be one of: 'sales', 'bids', 'payments', 'facts'.\n")]
    [InlineData(2, "rounds --set auction.rounds.length", "write path=value, like --set auction.rounds.length=10s.")]
    [InlineData(1, "rounds 0 --set auction.rounds.length=0s", "it must be a time")]
    [InlineData(
        1, "rounds 0 --set auction.doors.floor.host=203.0.113.1",
        "auctioneer: --set auction.doors.floor.host=203.0.113.1: The floor door cannot "
            + "listen on 203.0.113.1:0: Cannot assign requested address. "
            + "auction.doors.floor.host must be an address of this machine")]
    [InlineData(
        1, "room --set auction.doors.room.port=0 --set auction.doors.room.host=203.0.113.1",
        "auctioneer: --set auction.doors.room.host=203.0.113.1: The room door cannot listen on 203.0.113.1:0: ")]
    [InlineData(
        1, "serve --set auction.doors.sealed.host=127.1",
        "auctioneer: --set auction.doors.sealed.host=127.1: auction.doors.sealed.host is "
            + "\"127.1\"; it must be an address of this machine, like ")]
    [InlineData(
        1, "serve --set auction.doors.remote.host=256.1.1.1",
        "auctioneer: --set auction.doors.remote.host=256.1.1.1: auction.doors.remote.host is "
            + "\"256.1.1.1\"; it must be a name or address of this machine")]
    [InlineData(
        1, Free + " --set auction.doors.remote.host=203.0.113.1",
        "auctioneer: --set auction.doors.remote.host=203.0.113.1: The remote door cannot listen on 203.0.113.1:0: ")]
    [InlineData(
        1, Free + " --set akka.remote.dot-netty.tcp.enable-ssl=on",
        "auctioneer: --set akka.remote.dot-netty.tcp.enable-ssl=on: "
            + "akka.remote.dot-netty.tcp.enable-ssl is \"on\"; Akka cannot start with it: ")]
    [InlineData(1, "serve --config /", "The config file / is a folder")]
    [InlineData(1, "room 127.0.0.1 0 --catalogue no\"such", "The catalogue no\"such cannot be read")]
    [InlineData(1, "audit /", "/ is a folder. Name the journal's file in it")]
    [InlineData(1, "audit /proc/version", "/proc/version is not an auction house's journal. Name another file.")]
    [InlineData(
        1,
        "serve --set akka.loglevel=maybe",
        "auctioneer: --set akka.loglevel=maybe: akka.loglevel is \"maybe\"; it must be one of OFF, ")]
    [InlineData(1, "serve --set akka.loglvel=INFO", "Did you mean akka.loglevel?")]
    [InlineData(
        1,
        "rounds 0 --set akka.actor.default-dispatcher.type=Nope",
        "akka.actor.default-dispatcher.type is \"Nope\"; it must be one of Dispatcher, ")]
    [InlineData(1, "rounds 0 --set akka.actor.deployment./auctioneer.dispatcher=nope", "it must be the path of a dispatcher")]
    [InlineData(
        1, "serve --journal none --set akka.loglevel=INFO --set auction.doors.remote.host=0.0.0.0",
        "auctioneer: --set auction.doors.remote.host=0.0.0.0: auction.doors.remote.host "
            + "is 0.0.0.0, which no bidder can call this machine by")]
    [InlineData(
        1, "serve --set akka.coordinated-shutdown.phases.a.timeout=10s --set akka.coordinated-shutdown.phases.a.depends-on=x",
        "auctioneer: --set akka.coordinated-shutdown.phases.a.depends-on=x: ")]
    [InlineData(1, "serve --config /no/such/file")]
    [InlineData(1, "serve --catalogue /no/such/file")]
    [InlineData(1, "serve --set auction.rounds.lenght=5s")]
    [InlineData(1, "serve --set auction.doors.floor.host=nowhere.example")]
    public async Task What_cannot_start_says_why_on_the_error_stream_and_exits(int code, string arguments, string why = "")
    {
        using var program = Start(arguments);
        var shown = program.StandardOutput.ReadToEndAsync();
        var said = await program.StandardError.ReadToEndAsync().WaitAsync(Houses.Patience);
        await program.WaitForExitAsync().WaitAsync(Houses.Patience);
        Assert.Equal(code, program.ExitCode);
        Assert.StartsWith("auctioneer: ", said, StringComparison.Ordinal);
        Assert.Contains(why, said, StringComparison.Ordinal);
        // One sentence: nothing that Akka says besides.
        if (code == 1) Assert.Equal(said.Length - 1, said.IndexOf('\n', StringComparison.Ordinal));
        Assert.Equal("", await shown);
    }

    [Fact]
    public async Task A_second_house_hears_of_every_port_that_the_first_one_has_and_what_to_type()
    {
        await using var other = await House.StartAsync(
            HouseSettings.Load(
                null,
                [
                    "auction.doors.floor.port=0",
                    "auction.doors.room.port=0",
                    "auction.doors.sealed.port=0",
                    "auction.doors.remote.port=off",
                ]),
            CatalogueReader.Read(Houses.OneLot, "one lot", HouseSettings.Default()),
            new HouseOptions { Parts = [new FloorPart(), new RoomPart(), new SealedHousePart()] });
        var (room, hidden) = (other.RoomEndPoint!, other.SealedEndPoint!);
        using var program = Start(
            $"serve --journal none --set auction.doors.floor.port=0 --set auction.doors.room.port={room.Port} "
                + $"--set auction.doors.sealed.port={hidden.Port} --set auction.doors.remote.port=off");
        var said = await program.StandardError.ReadToEndAsync().WaitAsync(Houses.Patience);
        await program.WaitForExitAsync().WaitAsync(Houses.Patience);
        Assert.Equal(1, program.ExitCode);
        Assert.StartsWith($"auctioneer: The room door cannot listen on {room}: ", said, StringComparison.Ordinal);
        Assert.Contains($"{hidden} (sealed) is in use too.", said, StringComparison.Ordinal);
        Assert.Contains("--set auction.doors.room.port=0 --set auction.doors.sealed.port=0 (off", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_named_and_nothing_is_started()
    {
        await using var other = await Houses.OpenAsync(Houses.OneLot);
        using var program = Start($"rounds {other.FloorEndPoint!.Port}");
        var said = await program.StandardError.ReadToEndAsync().WaitAsync(Houses.Patience);
        await program.WaitForExitAsync().WaitAsync(Houses.Patience);
        Assert.Equal(1, program.ExitCode);
        Assert.Contains($"cannot listen on 127.0.0.1:{other.FloorEndPoint.Port}", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_house_serves_a_bidder_and_on_a_signal_answers_everything_shows_the_account_and_exits_with_0()
    {
        using var program = Start(
            "serve --journal none --set auction.doors.floor.port=0 --set auction.doors.room.port=off "
                + "--set auction.doors.sealed.port=off --set auction.doors.remote.port=off "
                + "--set auction.rounds.close-when-all-acted=on --set auction.stop.grace=200ms");
        var door = await Until(program.StandardOutput, "floor door open on 127.0.0.1:");
        await using var ann = await FloorClient.EnterAsync(IPEndPoint.Parse(door["floor door open on ".Length..]), "ann");
        await ann.AskAsync("BID lamp 25 x", "WON");
        using (var kill = Process.Start("kill", ["-TERM", $"{program.Id}"])) await kill.WaitForExitAsync();
        Assert.StartsWith("ERROR 402 ", await ann.UntilAsync("ERROR"), StringComparison.Ordinal);
        await ann.ToEndAsync();
        Assert.Contains(
            "1 sold, 6 not sold yet",
            await Until(program.StandardOutput, "Account of sale 1 so far"),
            StringComparison.Ordinal);
        await program.WaitForExitAsync().WaitAsync(Houses.Patience);
        Assert.Equal(0, program.ExitCode);
        Assert.Equal("", await program.StandardError.ReadToEndAsync());
    }

    [Theory]
    [InlineData(
        "serve --journal none --set auction.doors.floor.port=0 --set auction.doors.room.port=0 "
            + "--set auction.doors.sealed.port=off --set auction.doors.remote.port=off",
        "floor door open on",
        "/user/auctioneer",
        "The floor's desk")]
    [InlineData(
        "serve --journal none --set auction.doors.floor.port=0 --set auction.doors.room.port=0 "
            + "--set auction.doors.sealed.port=off --set auction.doors.remote.port=off",
        "floor door open on",
        "/user/room",
        "The desk of the bidding room")]
    [InlineData("room 127.0.0.1 0", "room door open on", "/user/room", "The desk of the bidding room")]
    [InlineData("sealed 0", "Auctioneer is ready", "/user/sealed", "The desk of the sealed-bid house")]
    public async Task A_house_that_cannot_go_on_names_what_is_gone_and_exits_with_1(
        string arguments,
        string open,
        string actor,
        string name)
    {
        using var program = Start(
            [.. arguments.Split(' '), "--set", Saboteur.Setting],
            ["--depsfile", Path.ChangeExtension(typeof(Saboteur).Assembly.Location, "deps.json")]);
        await Until(program.StandardOutput, open);
        await program.StandardInput.WriteLineAsync(actor);
        await program.StandardInput.FlushAsync();
        var shown = program.StandardOutput.ReadToEndAsync();
        var said = await program.StandardError.ReadToEndAsync().WaitAsync(Houses.Patience);
        await program.WaitForExitAsync().WaitAsync(Houses.Patience);
        await shown;
        Assert.Equal(1, program.ExitCode);
        var lines = said.Split('\n');
        var expected = $"{name} ({actor}) has failed and could not begin again. Nobody would answer there any more, so the house ends. ";
        Assert.Contains(lines, line => line.StartsWith($"auctioneer: {expected}", StringComparison.Ordinal));
        Assert.Contains(
            lines,
            line => line.Contains(" ERROR ", StringComparison.Ordinal) && line.Contains(expected, StringComparison.Ordinal));
    }

    private static Process Start(string arguments) => Start(arguments.Split(' '));

    private static Process Start(string[] arguments, params string[] host) => Process.Start(new ProcessStartInfo(
        "dotnet", ["exec", .. host, typeof(House).Assembly.Location, .. arguments])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private static async Task<string> Until(StreamReader output, string beginning)
    {
        while (await output.ReadLineAsync().WaitAsync(Houses.Patience) is { } line)
        {
            if (line.StartsWith(beginning, StringComparison.Ordinal)) return line;
        }
        throw new EndOfStreamException($"The program ended before it said {beginning}.");
    }
}
