using System.Net;
using System.Net.Sockets;

namespace AkkaAuction.Scenarios.Tests.FieldCases;

/// <summary>
/// E: standard output or standard error cannot be written to. The other stream gets one line, the program ends with 1, and a house goes on
/// until it is stopped.
/// </summary>
public sealed class FieldCaseE(FieldCaseE.Files files) : IClassFixture<FieldCaseE.Files>
{
    private const string OutputLost = "error: {0}: standard output cannot be written to: ";
    private const string ErrorLost = "{0}: standard error cannot be written to: ";

    private readonly TemporaryFolder _folder = files.Folder;

    public static TheoryData<string, string> Outputs => With(
        ["> /dev/full", ">&-", "| true"],
        [
            "auctioneer --help", "auctioneer serve --help", "auctioneer --version", "auctioneer sale list --journal @/a.db",
            "auctioneer audit @/a.db", "auctioneer export @/a.db --what facts", "auctioneer rerun @/a.db",
            "auctioneer backup @/a.db @/$$.db", "bidder --help", "bidder room --help", "lab --help", "lab replay @/a.csv",
            "lab replay @/a.csv --json", "lab decide @/a.json", "lab demo --lots 1 --bots 1",
        ]);

    public static TheoryData<string, string> Errors => With(
        ["2> /dev/full", "2>&-"],
        [
            "auctioneer frob", "auctioneer serve --config @/none", "auctioneer room 127.0.0.1 0 --catalogue @/none",
            "auctioneer audit @/none", "bidder frob", "bidder room 127.0.0.1 1", "bidder sealed 127.0.0.1 1", "lab frob",
            "lab replay @/none", "lab decide @/none",
        ]);

    [Theory]
    [MemberData(nameof(Outputs))]
    public async Task Output_that_cannot_be_written_is_one_line_on_the_other_stream_and_1(string command, string to)
    {
        await using var run = Shell(
            to == "| true" ? $"{{ {Started(command)}; echo $? > {_folder["code"]}; }} {to}" : $"{Started(command)} {to}");
        var code = await run.EndAsync();
        if (to == "| true") code = int.Parse(await File.ReadAllTextAsync(_folder["code"]), null);
        Assert.StartsWith(Of(OutputLost, command), Assert.Single(run.Lines), StringComparison.Ordinal);
        Assert.Equal(1, code);
    }

    [Theory]
    [MemberData(nameof(Errors))]
    public async Task Errors_that_cannot_be_written_are_one_line_on_the_other_stream_and_1(string command, string to)
    {
        await using var run = Shell($"{Started(command)} {to}");
        Assert.Equal(1, await run.EndAsync());
        Assert.StartsWith(Of(ErrorLost, command), Assert.Single(run.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("auctioneer --help > /dev/full 2> /dev/full")]
    [InlineData("lab decide @/none >&- 2>&-")]
    [InlineData("bidder frob <&- >&- 2>&-")]
    public async Task Where_no_stream_works_the_exit_code_tells(string command)
    {
        await using var run = Shell(Started(command));
        Assert.Equal(1, await run.EndAsync());
        Assert.Empty(run.Lines);
    }

    [Theory]
    [InlineData("serve --journal @/full.db", "> /dev/full")]
    [InlineData("serve --journal @/closed.db", ">&-")]
    [InlineData("room", "> /dev/full")]
    [InlineData("sealed", "> /dev/full")]
    [InlineData("rounds", ">&-")]
    public async Task A_house_goes_on_and_ends_well(string command, string to)
    {
        var port = FreePort();
        var door = command.Split(' ')[0] switch
        {
            "room" => $"room 127.0.0.1 {port}",
            "serve" => $"{command} --set auction.doors.floor.port={port} --set auction.doors.room.port=off "
                + "--set auction.doors.sealed.port=off --set auction.doors.remote.port=off",
            var other => $"{other} {port}",
        };
        await using var house = Shell($"exec {Started($"auctioneer {door}")} 2>&1 {to}");
        await house.UntilAsync("standard output cannot be written to");
        using var client = await ConnectAsync(port);
        await house.SignalAsync("TERM");
        Assert.Equal(1, await house.EndAsync());
        Assert.Single(house.Lines);
    }

    [Fact]
    public async Task A_house_whose_reader_goes_away_takes_bids_all_the_same()
    {
        var (pipe, journal) = (_folder["pipe"], _folder["house.db"]);
        await using (var made = ProgramRun.Command("mkfifo", pipe)) Assert.Equal(0, await made.EndAsync());
        await using var house = Shell(
            $"exec {Started($"auctioneer serve --journal {journal}")} --set auction.doors.floor.port=0 --set auction.doors.room.port=off "
            + $"--set auction.doors.sealed.port=off --set auction.doors.remote.port=off 2>&1 > {pipe}");
        IPEndPoint? floor = null;
        using (var screen = new StreamReader(await Task.Run(() => File.OpenRead(pipe))))
        {
            while (floor is null && await screen.ReadLineAsync() is { } line)
            {
                const string Open = "floor door open on ";
                if (line.StartsWith(Open, StringComparison.Ordinal)) floor = IPEndPoint.Parse(line[Open.Length..]);
            }
        }
        await using var bidder = await FloorClient.EnterAsync(floor, "anna");
        await house.UntilAsync("auctioneer: standard output cannot be written to: Broken pipe.");
        await bidder.SayAsync("BID lamp 45.50");
        await bidder.UntilAsync("ACCEPTED");
        await house.SignalAsync("TERM");
        Assert.Equal(1, await house.EndAsync());
        Assert.Single(house.Lines);
        await using var audit = ProgramRun.Of(Programs.Auctioneer, ["audit", journal]);
        Assert.Equal(0, await audit.EndAsync());
    }

    private static string Of(string line, string command) => string.Format(null, line, command.Split(' ')[0]);

    private static TheoryData<string, string> With(string[] streams, string[] commands)
    {
        var all = new TheoryData<string, string>();
        foreach (var command in commands)
        {
            foreach (var stream in streams) all.Add(command, stream);
        }
        return all;
    }

    private static int FreePort()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        return ((IPEndPoint)free.LocalEndpoint).Port;
    }

    // The house says nothing that could be read when its door is open.
    private static async Task<Socket> ConnectAsync(int port)
    {
        using var patience = new CancellationTokenSource(Patience.Most);
        while (true)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port, patience.Token);
                return socket;
            }
            catch (SocketException)
            {
                socket.Dispose();
            }
        }
    }

    private static ProgramRun Shell(string line) => ProgramRun.Command("sh", "-c", line);

    private string Started(string command)
    {
        var program = command.Split(' ')[0];
        var assembly = program switch { "auctioneer" => Programs.Auctioneer, "bidder" => Programs.Bidder, _ => Programs.Lab };
        var host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        return $"'{host}' exec '{assembly}'{command[program.Length..].Replace("@", _folder.Path, StringComparison.Ordinal)}";
    }

    /// <summary>A journal, recorded bids and an auction for the commands that read them.</summary>
    public sealed class Files : IAsyncLifetime
    {
        public TemporaryFolder Folder { get; } = new();

        public async Task InitializeAsync()
        {
            Folder.Write("a.csv", "auctionid,bid,bidtime,bidder,openbid,price\n1,5,0.1,a,5,5\n");
            Folder.Write("a.json", """{"format":"first_price","input":{"bids":[["a",1]]}}""");
            await using var house = ProgramRun.Of(
                Programs.Auctioneer,
                [
                    "serve", "--journal", Folder["a.db"], "--set", "auction.doors.floor.port=0", "--set", "auction.doors.room.port=off",
                    "--set", "auction.doors.sealed.port=off", "--set", "auction.doors.remote.port=off",
                ]);
            await house.UntilAsync("floor door open");
            await house.SignalAsync("TERM");
            Assert.Equal(0, await house.EndAsync());
        }

        public Task DisposeAsync()
        {
            Folder.Dispose();
            return Task.CompletedTask;
        }
    }
}
