using System.Text.Json;
using AkkaAuction.Bidder.Commands;
using AkkaAuction.Bidder.Tests.Actors;
using static AkkaAuction.Bidder.Tests.Told;

namespace AkkaAuction.Bidder.Tests.Commands;

public sealed class BidderCommandLineTests : IDisposable
{
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _out.Dispose();
        _error.Dispose();
    }

    [Theory]
    [InlineData("", "name a command: bots, play, room or sealed.")]
    [InlineData("frob", "there is no command frob; name one of bots, play, room or sealed.")]
    [InlineData("sealed", "HOST and PORT are missing.")]
    [InlineData("sealed here", "bidder: PORT is missing.\n")]
    [InlineData("bots", "give one of --connect HOST:PORT and --auctioneer akka.tcp://house@127.0.0.1:8110")]
    [InlineData("bots --connect 127.0.0.1:1 --auctioneer akka.tcp://house@127.0.0.1:8110", "give one of --connect")]
    [InlineData("bots --auctioneer akka.tcp://house@127.0.0.1:8110 --door room", "--door: it is for --connect")]
    [InlineData("bots --auctioneer 127.0.0.1:8110", "'127.0.0.1:8110' is no address of a house; write akka.tcp://SYSTEM@HOST:PORT")]
    [InlineData("bots --auctioneer akka.tcp://house@127.0.0.1", "is no address of a house")]
    [InlineData("bots --auctioneer akka.tcp://house@127.0.0.1:0", "is no address of a house")]
    [InlineData("bots --auctioneer akka.tcp://127.0.0.1:8110", "is no address of a house")]
    [InlineData("play --auctioneer akka.udp://house@127.0.0.1:8110", "is no address of a house")]
    [InlineData("play --connect 127.0.0.1:1 --auctioneer akka.tcp://house@127.0.0.1:8110", "give one of --connect")]
    [InlineData("bots --connect host:1 --sale a/b", "--sale: 'a/b' is no sale's id")]
    [InlineData("bots --connect host:1 --door room --sale a", "--sale: the bidding room has one sale")]
    [InlineData("play --sale a$b", "--sale: 'a$b' is no sale's id")]
    [InlineData("bots --connect", "--connect")]
    [InlineData("bots --connect here", "'here' is no HOST:PORT")]
    [InlineData("bots --connect :12340", "is no HOST:PORT")]
    [InlineData("bots --connect ::1:12340", "is no HOST:PORT")]
    [InlineData("bots --connect host:0", "is no HOST:PORT")]
    [InlineData("bots --connect host:65536", "is no HOST:PORT")]
    [InlineData("bots --connect host:+5", "is no HOST:PORT")]
    [InlineData("bots --connect http://host:80", "is no HOST:PORT")]
    [InlineData("bots --connect host:1 --count 0", "--count: from 1")]
    [InlineData("bots --connect host:1 --count many", "--count is \"many\"; it must be a whole number of at most 2147483647.")]
    [InlineData("bots --connect host:1 --seed 1.5", "--seed is \"1.5\"; it must be a whole number.")]
    [InlineData("bots --connect host:1 --chance often", "--chance is \"often\"; it must be a number, like 0.7.")]
    [InlineData("bots --connect host:1 --door back", "--door: Argument 'back' not recognized. Must be one of: 'floor', 'room'.\n")]
    [InlineData("bots --connect host:1 --chance 1.5", "--chance: from 0 to 1")]
    [InlineData("bots --connect host:1 --budget 1e9", "--budget: not an amount")]
    [InlineData("bots --connect host:1 --strategy zen", "'zen'")]
    [InlineData("bots --connect host:1 --name a$b", "--name:")]
    [InlineData("bots --connect host:1 --frob", "'--frob'")]
    [InlineData("play --connect here", "'here' is no HOST:PORT")]
    [InlineData("play --name a$b", "'a$b' is not a name")]
    [InlineData("play --name m\uFFFDller", "m\uFFFDller is not UTF-8; write the command in UTF-8.")]
    [InlineData("sealed h\uFFFDst 1", "h\uFFFDst is not UTF-8")]
    public async Task What_is_wrong_is_named_and_exits_with_2(string line, string words)
    {
        Assert.Equal(2, await Run(line, ""));
        Assert.Contains(words, _error.ToString(), StringComparison.Ordinal);
        Assert.Contains("--help", _error.ToString(), StringComparison.Ordinal);
        Assert.Empty(_out.ToString());
    }

    [Theory]
    [InlineData("localhost:1", "localhost", 1)]
    [InlineData("127.0.0.1:65535", "127.0.0.1", 65535)]
    [InlineData("[::1]:12340", "::1", 12340)]
    public void Addresses_are_read_as_they_are_written(string text, string host, int port)
    {
        Assert.True(HouseAddress.TryParse(text, out var address, out _));
        Assert.Equal(new HouseAddress(host, port), address);
        Assert.Equal(text, address.ToString());
    }

    [Fact]
    [Trait("Requirement", "R1.11")]
    public async Task Bots_end_with_one_json_document_and_nothing_else_on_standard_output()
    {
        using var house = new FakeHouse();
        var run = Run($"bots --connect 127.0.0.1:{house.Port} --json --budget 50.5", "");
        using var guest = await house.Welcome();
        await guest.Greet("bot-1", "tok", Lot("clock", 10, 2), Lot("vase"));
        await guest.Say("WON 9 clock 10.50", "END 10 sold=1 unsold=2");

        Assert.Equal(0, await run);
        using var json = JsonDocument.Parse(_out.ToString());
        var bidder = Assert.Single(json.RootElement.GetProperty("bidders").EnumerateArray());
        Assert.Equal(
            ("bot-1", "50.50", "10.50", "40.00"),
            (Text(bidder, "name"), Text(bidder, "budget"), Text(bidder, "spent"), Text(bidder, "left")));
        var bought = Assert.Single(bidder.GetProperty("purchases").EnumerateArray());
        Assert.Equal(("clock", "10.50"), (Text(bought, "lot"), Text(bought, "price")));
        Assert.True(json.RootElement.GetProperty("ended").GetBoolean());
    }

    [Fact]
    [Trait("Requirement", "R1.11")]
    public async Task Stopped_from_outside_bots_show_their_account_and_exit_with_0()
    {
        using var house = new FakeHouse();
        using var stop = new CancellationTokenSource();
        var run = Run($"bots --connect 127.0.0.1:{house.Port} --count 2", "", stop.Token);
        using var first = await house.Welcome();
        using var second = await house.Welcome();
        await stop.CancelAsync();

        Assert.Equal(0, await run);
        Assert.Contains("bot-2: spent 0.00 of 1000.00, 1000.00 left", _out.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_in_use_is_told_and_exits_with_1()
    {
        using var house = new FakeHouse();
        var run = Run($"bots --connect 127.0.0.1:{house.Port} --name bot", "");
        using var guest = await house.Welcome();
        await guest.Hear();
        await guest.Say("ERROR 301 \"the name is in use\"");

        Assert.Equal(1, await run);
        Assert.Contains("bot-1: refused (301): the name is in use", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Play_reads_commands_and_writes_lines_where_nobody_looks()
    {
        using var house = new FakeHouse();
        var run = Run($"play --connect 127.0.0.1:{house.Port}", "a$b\nada\nclock 1e9\nCLOCK 12.50\n");
        using var guest = await house.Welcome();
        Assert.Equal("HELLO ada", await guest.Greet("ada", "tok", Lot("clock")));
        await guest.Sales("SALE day title=\"A day\" state=open lots=1 opens=-");
        var words = (await guest.Hear())!.Split(' ');
        Assert.Equal(["BID", "clock", "12.50"], words[..3]);
        await guest.Say($"ACCEPTED {words[3]} clock 12.50 9", "WON 10 clock 12.50");
        Assert.Equal("QUIT", await guest.Hear());
        await guest.Say("BYE");

        Assert.Equal(0, await run);
        var shown = _out.ToString().Split('\n');
        Assert.StartsWith("That is not a name", shown[0], StringComparison.Ordinal);
        Assert.Contains("clock: clock, rounds, open, at 10.00, next 10.01, 1 unit left", shown);
        Assert.Contains(shown, line => line.StartsWith("Not sent (205): '1e9' is not an amount", StringComparison.Ordinal));
        Assert.Contains("Taken: 12.50 on clock.", shown);
        Assert.Contains("You won clock for 12.50.", shown);
        Assert.Contains("  bought:        clock 12.50", shown);
        Assert.Contains($"To come back: bidder play --connect 127.0.0.1:{house.Port} --name ada --token tok", shown);
    }

    [Fact]
    public async Task Play_comes_back_by_itself_and_sends_again_what_was_not_answered()
    {
        using var house = new FakeHouse();
        using var input = new SlowReader();
        var run = Run($"play --connect 127.0.0.1:{house.Port} --name ada", input);
        input.Type("vase 12");
        string? bid;
        using (var guest = await house.Welcome())
        {
            await guest.Greet("ada", "tok", Lot("vase", form: "proxy"));
            await guest.Sales();
            bid = await guest.Hear();
            Assert.StartsWith("BID vase 12.00 p", bid);
        }
        using var again = await house.Welcome();
        Assert.Equal("HELLO ada tok", await again.Greet("ada", "tok", Lot("vase", form: "proxy")));
        await again.Sales();
        Assert.Equal("ME", await again.Hear());
        await again.Say("ACCOUNT purchases=0 spent=0.00", "READY 20");
        Assert.Equal(bid, await again.Hear());
        await again.Say($"ACCEPTED {bid!.Split(' ')[3]} vase 12.00 21", "END 30 sold=0 unsold=1");
        await again.Sales("SALE day title=\"\" state=ended lots=1 opens=-");

        Assert.Equal(0, await run);
        Assert.Contains("Connected again.", _out.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("To come back", _out.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Play_lists_the_sales_joins_one_and_bids_in_both()
    {
        using var house = new FakeHouse();
        var run = Run(
            $"play --connect 127.0.0.1:{house.Port} --name ada",
            "sales\njoin night\njoin evening\nlamp 12\nmorning/clock 5\nevening/LAMP 13\n");
        using var guest = await house.Welcome();
        string[] sales =
        [
            "SALE morning title=\"A morning\" state=open lots=2 opens=-",
            "SALE evening title=\"An evening\" state=waiting lots=1 opens=2026-11-20T18:00:00.000Z",
        ];
        await guest.Greet("ada", "tok", Lot("clock"));
        await guest.Sales(sales);
        Assert.Equal("JOIN morning", await guest.Join([Lot("clock"), "READY 4"], [Lot("clock"), "READY 4"]));
        await guest.Sales(sales);
        Assert.Equal("JOIN night", await guest.Join(["ERROR 213 \"there is no sale night; there are morning, evening\""], ["READY 5"]));
        Assert.Equal("JOIN evening", await guest.Join([Lot("lamp"), "READY 2"], [Lot("lamp"), "READY 2"]));
        Assert.Equal("ME", await guest.Hear());
        await guest.Say("ACCOUNT purchases=1 spent=7.00", "BOUGHT lamp 7.00 1", "READY 2");
        foreach (var bid in (string[])["BID lamp 12.00", "BID morning/clock 5.00", "BID lamp 13.00"])
        {
            var heard = await guest.Hear();
            Assert.StartsWith(bid, heard, StringComparison.Ordinal);
            var words = heard!.Split(' ');
            await guest.Say($"ACCEPTED {words[3]} {words[1]} {words[2]} 2");
        }
        Assert.Equal("QUIT", await guest.Hear());
        await guest.Say("WON 3 lamp 12.00", "OUTBID 90 morning/clock 6.00", "WON 91 morning/clock 9.00", "BYE");

        Assert.Equal(0, await run);
        var shown = _out.ToString().Split('\n');
        Assert.Contains("morning: A morning, open, 2 lots", shown);
        Assert.Contains("evening: An evening, waiting, 1 lot, opens 2026-11-20 18:00:00 UTC", shown);
        Assert.Contains("The house says (213): there is no sale night; there are morning, evening.", shown);
        Assert.Contains("You are in evening.", shown);
        Assert.Contains("lamp: lamp, rounds, open, at 10.00, next 10.01, 1 unit left", shown);
        Assert.Contains("You are outbid on morning/clock: 6.00.", shown);
        Assert.Contains("ada in evening: spent 19.00", shown);
        Assert.Contains("  bought:        lamp 7.00, lamp 12.00", shown);
        Assert.Contains("ada in morning: spent 9.00", shown);
        Assert.Contains("  bought:        clock 9.00", shown);
        Assert.Contains($"To come back: bidder play --connect 127.0.0.1:{house.Port} --sale evening --name ada --token tok", shown);
    }

    [Fact]
    public async Task Play_may_look_at_a_sale_that_is_over()
    {
        using var house = new FakeHouse();
        var run = Run($"play --connect 127.0.0.1:{house.Port} --name ada", "join old\njoin new\n");
        using var guest = await house.Welcome();
        await guest.Greet("ada", "tok", Lot("clock"));
        await guest.Sales();
        Assert.Equal("JOIN old", await guest.Join(["READY 9", "END 9 sold=1 unsold=0"], ["READY 9"]));
        Assert.Equal("ME", await guest.Hear());
        await guest.Say("ACCOUNT purchases=0 spent=0.00", "READY 9");
        Assert.Equal("JOIN new", await guest.Join([Lot("lamp"), "READY 2"], [Lot("lamp"), "READY 2"]));
        Assert.Equal("ME", await guest.Hear());
        await guest.Say("ACCOUNT purchases=0 spent=0.00", "READY 2", "END 3 sold=0 unsold=1");
        await guest.Sales("SALE old title=\"\" state=ended lots=1 opens=-", "SALE new title=\"\" state=ended lots=1 opens=-");

        Assert.Equal(0, await run);
        Assert.DoesNotContain("To come back", _out.ToString(), StringComparison.Ordinal);
        Assert.Contains("The sale is over: 1 sold, 0 unsold.", _out.ToString(), StringComparison.Ordinal);
        Assert.Contains("You are in new.", _out.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Play_stays_past_its_sales_end_while_there_is_a_bid_in_another_and_every_end_tells_how_to_come_back()
    {
        using var house = new FakeHouse();
        using var input = new SlowReader();
        const string Stays = "example is over; third is open, and you have a bid there. Type join third, or quit.";
        using var output = new AwaitedWriter(Stays);
        var run = BidderCommandLine.RunAsync(
            ["play", "--connect", $"127.0.0.1:{house.Port}", "--name", "ada"],
            new BidderIo(input, TextWriter.Synchronized(output), TextWriter.Synchronized(_error), PersonIsThere: false), default);
        using var guest = await house.Welcome();
        await guest.Greet("ada", "tok", Lot("clock"));
        await guest.Sales(Sale("example", "open"), Sale("third", "open"), Sale("waits", "waiting"));
        Assert.Equal("JOIN example", await guest.Join([Lot("clock"), "READY 4"], [Lot("clock"), "READY 4"]));
        input.Type("third/lamp 12");
        var bid = (await guest.Hear())!.Split(' ');
        Assert.Equal("third/lamp", bid[1]);
        await guest.Say($"ACCEPTED {bid[3]} third/lamp 12.00 7", "END 30 sold=0 unsold=1");
        await guest.Sales(Sale("example", "ended"), Sale("third", "open"), Sale("waits", "waiting"));
        await output.Written.WaitAsync(FakeHouse.Patience);
        input.Type("sales");
        await guest.Sales(Sale("example", "ended"), Sale("third", "open"), Sale("waits", "waiting"));
        input.Type("quit");
        Assert.Equal("QUIT", await guest.Hear());
        await guest.Say("BYE");

        Assert.Equal(0, await run.WaitAsync(FakeHouse.Patience));
        var shown = output.ToString().Split('\n');
        Assert.Single(shown, line => line.StartsWith("third: ", StringComparison.Ordinal));
        Assert.Contains("The sale is over. Others are not: third, waits.", shown);
        Assert.Contains("  not decided:   lamp", shown);
        Assert.Contains($"To come back: bidder play --connect 127.0.0.1:{house.Port} --sale third --name ada --token tok", shown);
    }

    [Theory]
    [InlineData("open", true)]
    [InlineData("waiting", true)]
    [InlineData("ended", false)]
    public async Task Who_has_no_bid_elsewhere_leaves_at_the_end_and_gets_the_token_while_a_sale_is_not_over(string other, bool isTold)
    {
        using var house = new FakeHouse();
        using var input = new SlowReader();
        var run = Run($"play --connect 127.0.0.1:{house.Port} --name ada", input);
        using var guest = await house.Welcome();
        await guest.Greet("ada", "tok", Lot("clock"));
        await guest.Sales(Sale("example", "open"));
        await guest.Say("END 30 sold=0 unsold=1");
        await guest.Sales(Sale("example", "ended"), Sale("third", other));

        Assert.Equal(0, await run);
        Assert.Equal(isTold, _out.ToString().Contains(" --sale third --name ada --token tok", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_looked_at_a_sale_that_is_over_is_told_how_to_come_back()
    {
        using var house = new FakeHouse();
        var run = Run($"play --connect 127.0.0.1:{house.Port} --name ada", "join old\nquit\n");
        using var guest = await house.Welcome();
        await guest.Greet("ada", "tok", Lot("clock"));
        await guest.Sales(Sale("new", "open"), Sale("old", "ended"));
        Assert.Equal("JOIN new", await guest.Join([Lot("clock"), "READY 4"], [Lot("clock"), "READY 4"]));
        Assert.Equal("JOIN old", await guest.Join(["READY 9", "END 9 sold=1 unsold=0"], ["READY 9"]));
        Assert.Equal("ME", await guest.Hear());
        await guest.Say("ACCOUNT purchases=0 spent=0.00", "READY 9");
        await guest.Sales(Sale("new", "open"), Sale("old", "ended"));
        Assert.Equal("QUIT", await guest.Hear());
        await guest.Say("BYE");

        Assert.Equal(0, await run);
        Assert.Contains(" --sale new --name ada --token tok", _out.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Back_with_a_token_nothing_is_told_of_bids_that_are_not_known()
    {
        using var house = new FakeHouse();
        using var input = new SlowReader();
        var run = Run($"play --connect 127.0.0.1:{house.Port} --name ada --token tok", input);
        using var guest = await house.Welcome();
        await guest.Greet("ada", "tok", Lot("chair", form: "proxy"), Lot("later", state: "waiting"), Lot("sofa", form: "proxy").Replace(
            "leader=-", "leader=ada", StringComparison.Ordinal));
        await guest.Sales(Sale("example", "open"));
        Assert.Equal("ME", await guest.Hear());
        await guest.Say("ACCOUNT purchases=0 spent=0.00", "READY 5");
        input.Type("quit");
        Assert.Equal("QUIT", await guest.Hear());
        await guest.Say("BYE");

        Assert.Equal(0, await run);
        var shown = _out.ToString().Split('\n');
        Assert.Contains("  not decided:   sofa", shown);
        Assert.Contains("  never bid on:  later", shown);
        Assert.Contains("  not known:     chair (you may have bid there at an earlier visit)", shown);
    }

    [Fact]
    public async Task Back_in_a_sale_all_that_was_known_of_it_is_known_again()
    {
        using var house = new FakeHouse();
        var run = Run(
            $"play --connect 127.0.0.1:{house.Port} --name ben",
            "plane 100\njoin wines\njoin north\nme\nlots\n");
        using var guest = await house.Welcome();
        string[] north = [Lot("hammer", units: 6), Lot("plane", form: "proxy")];
        await guest.Greet("ben", "tok");
        await guest.Sales(Sale("north", "open"), Sale("wines", "open"));
        Assert.Equal("JOIN north", await guest.Join([.. north, "READY 4"], [.. north, "READY 4"]));
        var bid = (await guest.Hear())!.Split(' ');
        await guest.Say(
            $"ACCEPTED {bid[3]} plane 100.00 5", "SOLD 6 hammer 11.00 to=ada units=5",
            "PRICE 7 plane 10.00 leader=ben next=11.00 closes=-");
        await guest.Join(["READY 2"], ["READY 2"]);
        Assert.Equal("ME", await guest.Hear());
        await guest.Say("ACCOUNT purchases=0 spent=0.00", "READY 2");
        string[] back = [Lot("hammer", 12, units: 3), north[1].Replace("leader=-", "leader=ben", StringComparison.Ordinal)];
        await guest.Join([.. back, "READY 9"], [.. back, "READY 9"]);
        for (var asked = 0; asked < 2; asked++)
        {
            Assert.Equal("ME", await guest.Hear());
            await guest.Say("ACCOUNT purchases=0 spent=0.00", "READY 9");
        }
        Assert.Equal("QUIT", await guest.Hear());
        await guest.Say("BYE");

        Assert.Equal(0, await run);
        var shown = _out.ToString().Split('\n');
        Assert.Contains("  won by others: hammer ×1 or more", shown);
        Assert.Contains("  while away:    hammer (who got units of it is not known)", shown);
        Assert.Contains("  not decided:   plane", shown);
        Assert.Contains("  never bid on:  hammer", shown);
    }

    [Fact]
    public async Task Bots_all_join_the_sale_that_is_named_and_say_which_there_are_when_there_is_none_of_that_name()
    {
        using var house = new FakeHouse();
        var run = Run($"bots --connect 127.0.0.1:{house.Port} --sale night", "");
        using var guest = await house.Welcome();
        await guest.Greet("bot-1", "tok", Lot("clock"));
        Assert.Equal("JOIN night", await guest.Join(["ERROR 213 \"there is no sale night; there are morning, evening\""], ["READY 5"]));

        Assert.Equal(1, await run);
        Assert.Contains(
            "bot-1: refused (213): there is no sale night; there are morning, evening", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Play_without_a_name_says_so_and_exits_with_1()
    {
        Assert.Equal(1, await Run("play --connect 127.0.0.1:1", ""));
        Assert.Contains("--name", _error.ToString(), StringComparison.Ordinal);
    }

    private Task<int> Run(string line, string input, CancellationToken stopped = default) => Run(line, new StringReader(input), stopped);

    private Task<int> Run(string line, TextReader input, CancellationToken stopped = default) => BidderCommandLine
        .RunAsync(
            line.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            new BidderIo(input, TextWriter.Synchronized(_out), TextWriter.Synchronized(_error), PersonIsThere: false), stopped)
        .WaitAsync(FakeHouse.Patience, CancellationToken.None);

    private static string Sale(string id, string state) => $"SALE {id} title=\"{id}\" state={state} lots=1 opens=-";

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    /// <summary>Tells when a line was written.</summary>
    private sealed class AwaitedWriter(string line) : StringWriter
    {
        private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Written => _written.Task;

        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value == line) _written.TrySetResult();
        }
    }

    /// <summary>Somebody who types one line and then thinks until the test is over.</summary>
    private sealed class SlowReader : TextReader
    {
        private readonly System.Collections.Concurrent.BlockingCollection<string> _typed = [];

        public void Type(string line) => _typed.Add(line);

        public override string? ReadLine() => _typed.TryTake(out var line, Timeout.Infinite) ? line : null;

        protected override void Dispose(bool disposing)
        {
            if (disposing) _typed.CompleteAdding();
            base.Dispose(disposing);
        }
    }
}
