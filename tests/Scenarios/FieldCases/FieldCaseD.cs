using System.Net;
using System.Net.Sockets;

namespace AkkaAuction.Scenarios.Tests.FieldCases;

/// <summary>
/// D: a script types, and its input ends or says <c>quit</c> at once. Everything typed before is sent and answered first, on every program
/// that reads lines; the exit code is 1 where something typed got no answer or no house was reached.
/// </summary>
public sealed class FieldCaseD : IDisposable
{
    private const string Catalogue = """
        lots = [
          { id = lamp, form = proxy, start = "1.00", open-for = 10m }
          { id = clock, form = proxy, start = "1.00", open-for = 10m }
        ]
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private Task<FieldHouse> OpenAsync(string doors) => FieldHouse.OpenAsync(
        _folder.Path, doors, "--journal", "none", "--catalogue", _folder.Write("evening.conf", Catalogue));

    [Theory]
    [InlineData("floor", "quit")]
    [InlineData("floor", null)]
    [InlineData("remote", "quit")]
    [InlineData("remote", null)]
    public async Task Play_sends_what_was_typed_before_its_input_ended_and_waits_for_the_answers(string door, string? last)
    {
        await using var house = await FieldHouse.OpenAsync(
            _folder.Path, door, "--journal", "none", "--catalogue", _folder.Write("evening.conf", Catalogue));
        string[] typed = ["lamp 2.50", "nonsense", "clock 0.10", "pass", "me", "sales"];
        var (code, lines) = await FieldBidder.ScriptAsync(
            $"play {house.At(door)} --name m", [.. typed, .. last is null ? (string[])[] : [last, "lamp 9"]]);

        Assert.Equal(0, code);
        Assert.Contains("Taken: 2.50 on lamp.", lines);
        Assert.Contains(lines, line => line.Contains("204", StringComparison.Ordinal));
        Assert.Contains("Passed.", lines);
        Assert.Contains("evening: evening, open, 2 lots", lines);
        Assert.Equal(2, lines.Count(line => line.StartsWith("m: spent", StringComparison.Ordinal)));
        Assert.DoesNotContain("Taken: 9.00 on lamp.", lines);
    }

    [Fact]
    public async Task More_lines_than_a_connection_holds_are_all_answered_in_their_order()
    {
        await using var house = await FieldHouse.OpenAsync(
            _folder.Path, "floor", "--journal", "none", "--catalogue", _folder.Write("evening.conf", Catalogue));
        var (code, lines) = await FieldBidder.ScriptAsync(
            $"play {house.At("floor")} --name m", [.. Enumerable.Range(2, 600).Select(amount => $"lamp {amount}"), "quit"]);

        Assert.Equal(0, code);
        Assert.Equal(
            Enumerable.Range(2, 600).Select(amount => $"Taken: {amount}.00 on lamp."),
            lines.Where(line => line.StartsWith("Taken", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("play --connect 127.0.0.1:1 --name m", "quit")]
    [InlineData("play --connect 127.0.0.1:1 --name m", null)]
    [InlineData("play --auctioneer akka.tcp://house@127.0.0.1:1 --name m", "quit")]
    [InlineData("room 127.0.0.1 1", "quit")]
    [InlineData("sealed 127.0.0.1 1", null)]
    public async Task That_no_house_was_reached_is_said_with_its_place_and_exits_with_1(string arguments, string? typed)
    {
        var (code, lines) = await FieldBidder.ScriptAsync(arguments, typed is null ? [] : [typed]);
        Assert.Equal(1, code);
        Assert.Contains(lines, line => line.StartsWith("error: bidder: ", StringComparison.Ordinal)
            && line.Contains(FieldBidder.Nowhere, StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("spent", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bid_whose_connection_breaks_is_sent_again_before_a_script_leaves()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var play = FieldBidder.Start($"play --connect {listener.LocalEndpoint} --name m");
        foreach (var line in (string[])["lamp 3", "lamp 4", "quit"]) play.Type(line);
        play.EndInput();

        string?[] bids;
        using (var first = await listener.AcceptTcpClientAsync().WaitAsync(Patience.Most))
        {
            using var talk = new Talk(first);
            await talk.GreetAsync();
            bids = [await talk.HearAsync(), await talk.HearAsync()];
        }
        using (var second = await listener.AcceptTcpClientAsync().WaitAsync(Patience.Most))
        {
            using var talk = new Talk(second);
            await talk.GreetAsync();
            Assert.Equal("ME", await talk.HearAsync());
            await talk.SayAsync("ACCOUNT purchases=0 spent=0.00", "READY 5");
            foreach (var bid in bids)
            {
                Assert.Equal(bid, await talk.HearAsync());
                await talk.SayAsync($"ACCEPTED {bid!.Split(' ')[3]} lamp {bid.Split(' ')[2]} 6");
            }
            Assert.Equal("QUIT", await talk.HearAsync());
            await talk.SayAsync("BYE");
        }
        Assert.Equal(0, await play.EndAsync());
        Assert.Contains("Taken: 4.00 on lamp.", play.Lines);
    }

    [Fact]
    public async Task A_bid_without_an_answer_is_named_when_play_is_stopped_and_exits_with_1()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var play = FieldBidder.Start($"play --connect {listener.LocalEndpoint} --name m");
        play.Type("lamp 3");
        play.EndInput();
        using var only = await listener.AcceptTcpClientAsync().WaitAsync(Patience.Most);
        using var talk = new Talk(only);
        await talk.GreetAsync();
        Assert.StartsWith("BID lamp 3.00", await talk.HearAsync(), StringComparison.Ordinal);
        await play.SignalAsync("TERM");

        Assert.Equal(1, await play.EndAsync());
        Assert.Contains("error: bidder: no answer came to: lamp 3", play.Lines);
        Assert.Contains("m: spent 0.00", play.Lines);
    }

    [Theory]
    [InlineData("quit")]
    [InlineData("QUIT ")]
    public async Task In_the_room_a_script_that_quits_waits_for_its_answers_and_for_nothing_more(string quit)
    {
        await using var house = await OpenAsync("room");
        var (code, lines) = await FieldBidder.ScriptAsync($"room {house.At("room")}", "Laptop,600", "", "Smartphone,1", quit, "Laptop,900");
        Assert.Equal(0, code);
        Assert.Equal(
            [
                "Your bid for Laptop is now the highest at $600",
                "Bid rejected. Either the bid is too low or you already have the highest bid.",
            ],
            lines);
    }

    [Fact]
    public async Task In_the_room_every_line_of_a_long_script_is_answered()
    {
        await using var house = await OpenAsync("room");
        var (code, lines) = await FieldBidder.ScriptAsync(
            $"room {house.At("room")}", [.. Enumerable.Range(1, 400).Select(at => $"Laptop,{at}"), "quit"]);
        Assert.Equal((0, 400), (code, lines.Length));
    }

    [Fact]
    public async Task A_room_that_closes_before_it_has_answered_makes_the_exit_code_1()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var room = FieldBidder.Start($"room 127.0.0.1 {((IPEndPoint)listener.LocalEndpoint).Port}");
        room.Type("Laptop,600");
        room.EndInput();
        using (var only = await listener.AcceptTcpClientAsync().WaitAsync(Patience.Most))
        {
            using var talk = new Talk(only);
            Assert.Equal("Laptop,600", await talk.HearAsync());
        }
        Assert.Equal(1, await room.EndAsync());
        Assert.Contains("error: bidder: no answer came to: Laptop,600", room.Lines);
    }

    [Fact]
    public async Task A_seller_whose_script_quits_after_a_bad_request_has_its_answer_and_leaves()
    {
        await using var house = await OpenAsync("sealed");
        var (code, lines) = await FieldBidder.ScriptAsync($"sealed {house.At("sealed")}", "1 2", "quit");
        Assert.Equal(0, code);
        Assert.Contains("Server: Invalid auction request!", lines);
    }

    [Fact]
    public async Task A_seller_who_is_asked_and_types_nothing_more_leaves_with_1()
    {
        await using var house = await OpenAsync("sealed");
        var (code, lines) = await FieldBidder.ScriptAsync($"sealed {house.At("sealed")}");
        Assert.Equal(1, code);
        Assert.Contains("error: bidder: the house asks, and nothing more is typed", lines);
    }

    [Fact]
    public async Task A_buyer_whose_bid_is_typed_before_the_bidding_starts_bids_and_stays_for_the_result()
    {
        await using var house = await OpenAsync("sealed");
        await using var seller = FieldBidder.Start($"sealed {house.At("sealed")}");
        await seller.UntilAsync("Please submit auction request:");
        seller.Type("1 100 1 an old clock");
        seller.EndInput();
        await seller.UntilAsync("Auction start.");
        var (code, lines) = await FieldBidder.ScriptAsync($"sealed {house.At("sealed")}", "150");

        Assert.Equal((0, 0), (code, await seller.EndAsync()));
        Assert.Contains("Server: Bid received. Please wait...", lines);
        Assert.Contains("You won this item an old clock! Your payment due is $150", lines);
    }

    [Fact]
    public async Task A_sealed_house_that_vanishes_is_not_an_auction_that_is_over()
    {
        await using var house = await OpenAsync("sealed");
        await using var seller = FieldBidder.Start($"sealed {house.At("sealed")}");
        seller.Type("1 100 1 an old clock");
        await seller.UntilAsync("Auction start.");
        await house.Run.KillAsync();

        Assert.Equal(1, await seller.EndAsync());
        Assert.Contains("error: bidder: the house closed the connection before the auction was over", seller.Lines);
        Assert.DoesNotContain(seller.Lines, line => line.Contains("Auction is over", StringComparison.Ordinal));
    }

    /// <summary>One connection of a house that does what a test tells it.</summary>
    private sealed class Talk(TcpClient client) : IDisposable
    {
        private readonly StreamReader _reader = new(client.GetStream());
        private readonly StreamWriter _writer = new(client.GetStream()) { NewLine = "\n", AutoFlush = true };

        public async Task<string?> HearAsync() => await _reader.ReadLineAsync().WaitAsync(Patience.Most);

        public async Task SayAsync(params string[] lines)
        {
            foreach (var line in lines) await _writer.WriteLineAsync(line);
        }

        public async Task GreetAsync()
        {
            Assert.StartsWith("HELLO m", await HearAsync(), StringComparison.Ordinal);
            await SayAsync(
                "WELCOME m tok time=2026-11-20T12:00:00.000Z",
                "LOT lamp form=proxy title=\"lamp\" start=1.00 price=1.00 next=1.00 units=1 leader=- closes=- state=open", "READY 4");
            Assert.Equal("SALES", await HearAsync());
            await SayAsync("READY 4");
        }

        public void Dispose()
        {
            _reader.Dispose();
            _writer.Dispose();
        }
    }
}
