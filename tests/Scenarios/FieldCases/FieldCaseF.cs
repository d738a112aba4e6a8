using System.Net;
using System.Net.Sockets;
using System.Text;
using AkkaAuction.Bidder.Play;
using AkkaAuction.CommandLine;

namespace AkkaAuction.Scenarios.Tests.FieldCases;

/// <summary>F: what strangers wrote reaches no terminal raw: controls, bells, directions and line ends are shown escaped.</summary>
public sealed class FieldCaseF : IDisposable
{
    // A colour, a bell, a line end of each kind, C1's CSI, an override of direction, separators, a carriage return that writes over.
    private const string Foreign = "x\u001B[31m\u0007\u0085\u009B2J\u202E\u2028\u2029\u2066y\rz\u007F";
    private const string Shown = @"x\u001B[31m\u0007\u0085\u009B2J\u202E\u2028\u2029\u2066y\u000Dz\u007F";

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("plain, Müller, 東京, 👍🏽, a\u200Db", "plain, Müller, 東京, 👍🏽, a\u200Db")]
    [InlineData(Foreign, Shown)]
    [InlineData("two\nlines\tand a tab", @"two\u000Alines\u0009and a tab")]
    [InlineData("\u061C\u200E\u200F\u202A\u202B\u202C\u202D\u2067\u2068\u2069\u200B\u2060\uFEFF\0",
        @"\u061C\u200E\u200F\u202A\u202B\u202C\u202D\u2067\u2068\u2069\u200B\u2060\uFEFF\u0000")]
    public void A_text_is_shown_on_one_line_with_nothing_that_a_terminal_obeys(string text, string shown) =>
        Assert.Equal(shown, ShownText.Of(text));

    [Theory]
    [InlineData]
    [InlineData("--json")]
    public async Task A_replay_shows_bidders_and_auctions_escaped(params string[] options)
    {
        var file = _folder.Write(
            "a.csv",
            "auctionid,bid,bidtime,bidder,openbid,price\n" + $"\"{Foreign}\nq\",5,0.1,\"{Foreign}\nw\",5,5\n\"{Foreign}\n\",x,1,b,5,5\n");
        await using var run = ProgramRun.Of(Programs.Lab, ["replay", file, .. options]);
        Assert.Equal(0, await run.EndAsync());
        IsShown(run.Lines);
        if (options is [])
        {
            Assert.Contains(Shown + @"\u000Aq", run.Lines[1], StringComparison.Ordinal);
            Assert.EndsWith(Shown + @"\u000Aw", run.Lines[1], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Faults_of_a_replay_and_of_a_list_show_what_they_repeat_escaped()
    {
        var csv = _folder.Write("a.csv", $"auctionid,\"{Foreign}\nq\"\n");
        await using var replay = ProgramRun.Of(Programs.Lab, ["replay", csv]);
        Assert.Equal(1, await replay.EndAsync());
        IsShown(replay.Lines);
        Assert.Contains(Shown + @"\u000Aq", replay.Lines[0], StringComparison.Ordinal);
        var json = _folder.Write(
            "a.json",
            """[{"id":"a\u001b[31m\n\u202e","format":"b\u0007\n"},{"format":"first_price","input":{"bids":[["c\u009b\n",1]]}}]""");
        await using var decide = ProgramRun.Of(Programs.Lab, ["decide", json]);
        Assert.Equal(0, await decide.EndAsync());
        IsShown(decide.Lines);
    }

    [Fact]
    public async Task A_house_shows_titles_of_its_catalogue_escaped_on_its_screen_and_to_who_looks_at_its_sales()
    {
        var catalogue = _folder.Write(
            "a.conf", """
            title = "s\u202e\u2028s"
            lots = [{ id = lamp, title = "t\u202e\u2066\u2029t", start = 1, form = proxy }]
            """);
        var journal = _folder["a.db"];
        await using var house = ProgramRun.Of(
            Programs.Auctioneer,
            [
                "serve", "--journal", journal, "--catalogue", catalogue, "--set", "auction.doors.floor.port=0", "--set",
                "auction.doors.room.port=off", "--set", "auction.doors.sealed.port=off", "--set", "auction.doors.remote.port=off",
            ],
            folder: _folder.Path);
        var floor = (await house.UntilAsync("floor door open on "))["floor door open on ".Length..];
        await using (var list = ProgramRun.Of(Programs.Auctioneer, ["sale", "list", "--journal", journal]))
        {
            Assert.Equal(0, await list.EndAsync());
            IsShown(list.Lines);
            Assert.Contains(list.Lines, line => line.Contains(@"s\u202E\u2028s", StringComparison.Ordinal));
        }
        await using (var play = ProgramRun.Of(Programs.Bidder, ["play", "--connect", floor, "--name", "anna"]))
        {
            await play.UntilAsync(@"t\u202E\u2066\u2029t");
            play.Type("quit");
            await play.EndAsync();
            IsShown(play.Lines);
        }
        await house.SignalAsync("TERM");
        Assert.Equal(0, await house.EndAsync());
        IsShown(house.Lines);
        Assert.Contains(house.Lines, line => line.Contains(@"t\u202E\u2066\u2029t", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("room")]
    [InlineData("sealed")]
    public async Task What_a_house_of_strangers_sends_is_shown_escaped(string command)
    {
        using var door = new TcpListener(IPAddress.Loopback, 0);
        door.Start();
        await using var client = ProgramRun.Of(Programs.Bidder, [command, "127.0.0.1", $"{((IPEndPoint)door.LocalEndpoint).Port}"]);
        using (var house = await door.AcceptTcpClientAsync())
        {
            await house.GetStream().WriteAsync(Encoding.UTF8.GetBytes(Foreign.Replace("\r", "", StringComparison.Ordinal) + "\n"));
            await client.UntilAsync(Shown.Replace(@"\u000D", "", StringComparison.Ordinal));
        }
        await client.EndAsync();
        IsShown(client.Lines);
    }

    [Fact]
    public void A_live_screen_moves_the_cursor_itself_and_lets_nobody_else_do_so()
    {
        var drawn = new StringWriter();
        using (var screen = new LivePlayScreen(drawn, () => (120, 40)))
        {
            screen.Show(new PlayModel(new Bidder.Market.BidderState("anna", 0), Foreign, DateTimeOffset.UnixEpoch, ""));
            screen.Say(Foreign);
        }
        Assert.Contains(Shown, drawn.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\a', drawn.ToString());
        Assert.DoesNotContain("\u001B[31m", drawn.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static void IsShown(IEnumerable<string> lines) => Assert.All(lines, line => Assert.Equal(ShownText.Of(line), line));
}
