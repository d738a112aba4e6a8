using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text.Json;
using AkkaAuction.Auctioneer.Commands;
using AkkaAuction.Auctioneer.Doors.Control;
using AkkaAuction.Auctioneer.Tests.Support;

namespace AkkaAuction.Auctioneer.Tests.Commands;

/// <summary><c>auctioneer sale</c> beside a house, each a process of its own.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SaleCommandsTests : IDisposable
{
    private const string Lamp = "lots = [ { id = lamp, title = \"Desk lamp\", start = \"20.00\" } ]";

    private const string Python = "/usr/bin/python3";

    private const string SetPriv = "/usr/bin/setpriv";

    private static readonly string[] Doors = ["floor", "remote", "room", "sealed"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_sale_is_put_up_listed_shown_bid_in_and_closed_while_the_house_runs()
    {
        _folder.Write("day.conf", Lamp);
        _folder.Write("evening.conf", $"title = \"An evening's sale\"\nopens = \"2999-12-24T18:00:00Z\"\n{Lamp}");
        _folder.Write("wrong.conf", "lots = [\n  { id = lamp, strt = 1 }\n]");
        await using var house = await ServeAsync("--catalogue", "day.conf");
        Assert.Contains($"control door open on {_folder["auction.db.control"]}", house.Lines);

        Assert.Equal(
            (0, "evening (An evening's sale) is put up with 1 lot. It opens at 2999-12-24 18:00:00 UTC.\n"),
            await SaleAsync("put", "evening.conf"));
        await house.UntilAsync("Sale 2, evening (An evening's sale): 1 lot, opens at 2999-12-24 18:00:00 UTC");
        Assert.Equal(
            (1, "error: auctioneer: The sale evening is put up already, and waits to open.\n"), await SaleAsync("put", "evening.conf"));
        var (code, said) = await SaleAsync("put", "wrong.conf");
        Assert.Equal(1, code);
        Assert.StartsWith(
            $"error: auctioneer: {_folder["wrong.conf"]}, line 2: lots[0] (lamp): there is no key strt here.",
            said,
            StringComparison.Ordinal);

        await using (var ann = await EnterAsync(house))
        {
            await ann.AskAsync("BID lamp 25 x", "ACCEPTED");
            Assert.Equal(
                """
                  Sale     Title              State    Lots  Sold  Unsold  Opens (UTC)          Last event
                  -------  -----------------  -------  ----  ----  ------  -------------------  ----------
                  day                         open        1     0       0                                N
                  evening  An evening's sale  waiting     1     0       0  2999-12-24 18:00:00           1

                """,
                WithoutEvents(await SaleAsync("list")));
            Assert.Equal(
                (0, "day is closed: 1 sold, 0 unsold. Its account: auctioneer sale show day\n"), await SaleAsync("close", "day", "--yes"));
            await ann.UntilAsync("WON");
        }
        (code, said) = await SaleAsync("show", "day");
        Assert.Equal(0, code);
        Assert.StartsWith("Sale 1, day: 1 lot\n", said, StringComparison.Ordinal);
        Assert.Contains("  lamp  Desk lamp  rounds  closed  25.00 USD              1     1\n", said, StringComparison.Ordinal);
        Assert.Contains("Final account of sale 1, day after 1 round: 1 sold, 0 unsold\n", said, StringComparison.Ordinal);
        Assert.Equal((1, "error: auctioneer: The sale day is over already.\n"), await SaleAsync("close", "day"));
        Assert.Equal(
            (1, "error: auctioneer: No such sale as night; there are day, evening.\n"), await SaleAsync("close", "night"));
    }

    [Fact]
    public async Task A_sale_that_an_operator_closes_is_not_repeated()
    {
        _folder.Write("day.conf", Lamp);
        await using var house = await ServeAsync("--catalogue", "day.conf", "--journal", "b.db", "--repeat");
        Assert.Equal(
            (0, "day is closed: 0 sold, 1 unsold. Its account: auctioneer sale show day --journal b.db\n"),
            await SaleAsync("close", "day", "--yes", "--journal", "b.db"));
        // Whoever comes now would open the next run.
        await using (var ann = await EnterAsync(house)) await ann.AskAsync("BID lamp 25 x", "REFUSED x lamp 203");
        Assert.Contains(" ended ", (await SaleAsync("list", "--journal", "b.db")).Said, StringComparison.Ordinal);
        Assert.StartsWith("day is put up", (await SaleAsync("put", "day.conf", "--journal", "b.db")).Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_settings_forbid_the_example_is_no_matter_where_there_are_sales()
    {
        _folder.Write("day.conf", "lots = [ { id = vase, start = 2000 } ]");
        string[] strict = ["--set", "auction.currency=JPY", "--set", "auction.limits.lots=3"];
        await using (await ServeAsync(["--catalogue", "day.conf", .. strict])) { }
        await using (await ServeAsync(strict)) Assert.Contains("2000 JPY", (await SaleAsync("show", "day")).Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_the_house_cannot_open_by_its_name_is_refused()
    {
        Assert.Equal(
            (1, "error: auctioneer: /dev/fd/63 is open in this process alone, and the house reads the file: name a file on the disk.\n"),
            await SaleAsync("put", "/dev/fd/63"));
    }

    [Fact]
    public async Task A_journal_tells_without_a_house_what_the_house_would_tell()
    {
        _folder.Write("day.conf", Lamp);
        _folder.Write("evening.conf", $"opens = \"2999-12-24T18:00:00Z\"\n{Lamp}");
        string[][] asked = [["list"], ["list", "--json"], ["show", "day"], ["show", "day", "--json"], ["show", "evening"]];
        var beside = new List<(int, string)>();
        await using (var house = await ServeAsync("--catalogue", "day.conf", "--catalogue", "evening.conf"))
        {
            await using (var ann = await EnterAsync(house))
                await ann.AskAsync("BID lamp 25 x", "ACCEPTED");
            await SaleAsync("close", "day");
            foreach (var words in asked) beside.Add(await SaleAsync(words));
            await house.SignalAsync("TERM");
            Assert.Equal(0, await house.EndAsync());
        }
        Assert.False(File.Exists(_folder["auction.db.control"]));
        for (var i = 0; i < asked.Length; i++) Assert.Equal(beside[i], await SaleAsync(asked[i]));
        Assert.Equal(2, JsonDocument.Parse(beside[1].Item2).RootElement.GetArrayLength());
        Assert.Equal(
            (1, "error: auctioneer: There is no sale night in auction.db; list them with: auctioneer sale list.\n"),
            await SaleAsync("show", "night"));
    }

    [Fact]
    public async Task A_journal_counts_what_an_open_sale_has_sold_so_far_as_its_house_does()
    {
        _folder.Write("day.conf", """
            lots = [
              { id = cup, start = "1.00", units = 2 }
              { id = egg, form = dutch, start = "9.00", floor = "8.00", step = "1.00", every = 1h }
              { id = urn, form = proxy, start = "1.00", open-for = 50ms }
            ]
            """);
        string[][] asked = [["list"], ["list", "--json"], ["show", "day"]];
        var beside = new List<(int, string)>();
        await using (var house = await ServeAsync("--catalogue", "day.conf", "--set", "auction.rounds.close-when-all-acted=on"))
        {
            await using (var ann = await EnterAsync(house))
            {
                // It may be closed before she has her first list.
                await house.UntilAsync("urn is closed");
                await ann.AskAsync("BID cup 2 x", "WON");
                await ann.UntilAsync("ROUND 2 OPEN");
            }
            foreach (var words in asked) beside.Add(await SaleAsync(words));
            await house.KillAsync();
        }
        Assert.Matches("\n  day +open +3 +1 +1 ", beside[0].Item2);
        for (var i = 0; i < asked.Length; i++) Assert.Equal(beside[i], await SaleAsync(asked[i]));
    }

    [Theory]
    [InlineData("list")]
    [InlineData("show", "sale")]
    public async Task A_journal_of_version_1_is_to_be_copied(params string[] words)
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Journal", "golden-1.journal"), _folder["auction.db"]);
        Assert.Equal(
            (1, "error: auctioneer: auction.db is of version 1, whose sales have no ids. Copy it with: auctioneer migrate auction.db NEW. "
                + "It can be read as it is with: auctioneer audit auction.db\n"),
            await SaleAsync(words));
    }

    [Fact]
    public async Task Without_a_house_nothing_can_be_put_up_or_closed_and_how_to_start_one_is_said()
    {
        var journal = Path.GetFullPath(_folder["auction.db"]);
        Assert.Equal(
            (1, $"error: auctioneer: No house runs on {journal}. Start one with this sale: auctioneer serve --catalogue a.conf\n"),
            await SaleAsync("put", "a.conf"));
        Assert.Equal(
            (1, $"error: auctioneer: No house runs on {_folder["x.db"]}. A sale is closed by the house that runs it; start it: "
                + "auctioneer serve --journal x.db\n"),
            await SaleAsync("close", "a", "--journal", "x.db"));
        Assert.Equal(
            (1, $"error: auctioneer: No house runs on {journal}, and there is no journal. Name another: --journal FILE.\n"),
            await SaleAsync("list"));
        Assert.Equal(
            (1, "error: auctioneer: A house without a journal has no control socket, and cannot be told anything.\n"),
            await SaleAsync("list", "--journal", "none"));
    }

    [Theory]
    [InlineData("error: auctioneer: name a command: put, list, show or close.\nerror: Try: auctioneer sale --help\n")]
    [InlineData(
        "error: auctioneer: there is no command void; name one of put, list, show or close.\nerror: Try: auctioneer sale --help\n", "void")]
    [InlineData("error: auctioneer: ID is missing.\nerror: Try: auctioneer sale show --help\n", "show")]
    public async Task A_wrong_command_line_says_what_would_be_right(string said, params string[] words) =>
        Assert.Equal((2, said), await SaleAsync(words));

    [Fact]
    public async Task The_socket_of_a_killed_house_is_nobodys_and_the_next_house_has_it()
    {
        await using (var house = await ServeAsync())
        {
            await house.KillAsync();
        }
        Assert.True(File.Exists(_folder["auction.db.control"]));
        var (code, said) = await SaleAsync("close", "example");
        Assert.Equal(1, code);
        Assert.StartsWith("error: auctioneer: No house runs on ", said, StringComparison.Ordinal);
        await using var next = await ServeAsync();
        Assert.Equal(0, (await SaleAsync("close", "example")).Code);
    }

    [Fact]
    public async Task A_house_whose_socket_was_taken_away_is_not_said_to_be_none()
    {
        await using var house = await ServeAsync();
        File.Delete(_folder["auction.db.control"]);
        foreach (var words in (string[][])[["put", "a.conf"], ["close", "example", "--yes"]])
        {
            var (code, said) = await SaleAsync(words);
            Assert.Equal(1, code);
            Assert.StartsWith(
                $"error: auctioneer: A house runs on {_folder["auction.db"]}, but nothing answers at its control socket ",
                said,
                StringComparison.Ordinal);
        }
        Assert.Equal(0, (await SaleAsync("list")).Code);
    }

    [Fact]
    public async Task A_journal_with_what_cannot_have_happened_is_damaged_and_the_place_is_named()
    {
        // Its facts were made up, one of every kind.
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Journal", "golden-2.journal"), _folder["auction.db"]);
        foreach (var words in (string[][])[["list"], ["show", "sale"]])
        {
            var (code, said) = await SaleAsync(words);
            Assert.Equal(1, code);
            Assert.Matches("^error: auctioneer: the journal auction.db is broken at .*: it cannot have happened: [^\n]*[^.]\\.\n$", said);
        }
    }

    [Fact]
    public async Task A_house_whose_journal_has_too_long_a_path_says_so_and_runs()
    {
        var folder = _folder[new string('d', 120)];
        Directory.CreateDirectory(folder);
        await using var house = await ServeAsync("--journal", $"{folder}/auction.db");
        Assert.Contains(
            house.Lines, line => line.StartsWith($"control door closed: {folder}/auction.db.control has ", StringComparison.Ordinal));
        var (code, said) = await SaleAsync("close", "example", "--journal", $"{folder}/auction.db");
        Assert.Equal(1, code);
        Assert.StartsWith("error: auctioneer: A house there has no control socket: ", said, StringComparison.Ordinal);
        // Its journal can be read all the same.
        Assert.Equal(0, (await SaleAsync("list", "--journal", $"{folder}/auction.db")).Code);
    }

    [Fact]
    public async Task A_house_without_a_journal_has_no_socket()
    {
        await using var house = await ServeAsync("--journal", "none");
        Assert.DoesNotContain(house.Lines, line => line.StartsWith("control door", StringComparison.Ordinal));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Another_user_may_not_connect()
    {
        await using var house = await ServeAsync();
        // What the folder's mode would keep out anyway must not be what keeps out.
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b111_101_101);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder["auction.db.control"]));
        // Only root can become another user.
        if (Environment.UserName != "root" || !File.Exists(Python) || !File.Exists(SetPriv)) return;
        string[] connect =
            [Python, "-c", $"import socket; socket.socket(socket.AF_UNIX).connect('{_folder["auction.db.control"]}')"];
        await using var own = ProgramRun.Command(connect[0], connect[1..]);
        Assert.Equal(0, await own.EndAsync());
        await using var other = ProgramRun.Command(SetPriv, ["--reuid=65534", "--regid=65534", "--clear-groups", .. connect]);
        Assert.Equal(1, await other.EndAsync());
        Assert.Contains("error: PermissionError: [Errno 13] Permission denied", other.Lines);
    }

    [Fact]
    public async Task Ten_megabytes_and_a_thousand_connections_leave_the_house_serving()
    {
        await using var house = await ServeAsync();
        var path = new UnixDomainSocketEndPoint(_folder["auction.db.control"]);
        var sockets = Enumerable.Range(0, 1000)
            .Select(_ => new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)).ToArray();
        await Task.WhenAll(sockets.Select(ConnectAsync));
        await Task.WhenAll(sockets.Select(SendAsync));
        // Half a line each, and then nothing: their places are free when they are gone.
        foreach (var socket in sockets) socket.Dispose();
        (int Code, string Said) listed;
        do listed = await SaleAsync("list");
        while (listed.Code != 0);
        Assert.Contains("example", listed.Said, StringComparison.Ordinal);
        await using var ann = await EnterAsync(house);
        await ann.AskAsync("BID lamp 25 x", "ACCEPTED");

        async Task ConnectAsync(Socket socket) => await TryAsync(() => socket.ConnectAsync(path));

        async Task SendAsync(Socket socket) => await TryAsync(async () => await socket.SendAsync(new byte[10 << 10]));
    }

    [Theory]
    [InlineData("y", true)]
    [InlineData(" Yes ", true)]
    [InlineData("", false)]
    [InlineData("no", false)]
    [InlineData(null, false)]
    public void Only_a_yes_closes_a_sale(string? typed, bool isMeant)
    {
        using var asked = new StringWriter();
        using var input = new StringReader(typed is null ? "" : typed + "\n");
        Assert.Equal(isMeant, SaleCommands.IsMeant("evening", input, asked));
        Assert.Contains("Close the sale evening now?", asked.ToString(), StringComparison.Ordinal);
    }

    /// <summary>The system, or the house, may turn one of a thousand away.</summary>
    private static async Task TryAsync(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (SocketException fault)
        {
            Assert.NotEqual(SocketError.Success, fault.SocketErrorCode);
        }
    }

    private async Task<ProgramRun> ServeAsync(params string[] options)
    {
        var house = ProgramRun.Of(
            Programs.Auctioneer,
            [
                "serve", "--set", "auction.stop.grace=0s",
                .. Doors.SelectMany(door => (string[])["--set", $"auction.doors.{door}.port={Port(door)}"]),
                .. options,
            ],
            null,
            _folder.Path);
        await house.UntilAsync("Ctrl-C stops the house.");
        return house;

        static string Port(string door) => door == "floor" ? "0" : "off";
    }

    private static Task<FloorClient> EnterAsync(ProgramRun house)
    {
        const string Door = "floor door open on ";
        var line = house.Lines.Single(line => line.StartsWith(Door, StringComparison.Ordinal));
        return FloorClient.EnterAsync(IPEndPoint.Parse(line[Door.Length..]), "ann");
    }

    private async Task<(int Code, string Said)> SaleAsync(params string[] words)
    {
        await using var run = ProgramRun.Of(Programs.Auctioneer, ["sale", .. words], null, _folder.Path);
        var code = await run.EndAsync();
        return (code, string.Concat(run.Lines.Select(line => line + "\n")));
    }

    private static string WithoutEvents((int Code, string Said) answer)
    {
        Assert.Equal(0, answer.Code);
        var lines = answer.Said.Split('\n');
        // How many events a bid makes is not this test's matter.
        lines[2] = lines[2][..^1] + "N";
        return string.Join('\n', lines);
    }
}
