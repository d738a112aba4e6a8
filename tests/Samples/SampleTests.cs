using System.Net.Sockets;
using System.Reflection;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Settings;

namespace AkkaAuction.Samples.Tests;

/// <summary>Each sample runs, and stays small.</summary>
public sealed class SampleTests
{
    private const string ClosesWhenAllActed = "auction.rounds.close-when-all-acted=on";

    [Fact]
    public async Task A_house_in_your_program_sells_its_lamps_and_reports_it()
    {
        await using var program = ProgramRun.Of(Metadata("HouseInYourProgram"), [ClosesWhenAllActed, "auction.rounds.length=1h"]);
        var address = (await program.UntilAsync("Bid with: nc ")).Split(' ')[^2..];
        using var client = new TcpClient(address[0], int.Parse(address[1]));
        using var lines = new StreamReader(client.GetStream());
        await using var writer = new StreamWriter(client.GetStream()) { AutoFlush = true };
        await writer.WriteAsync("HELLO anna\nBID lamp 25\n");
        await Until(lines, "ROUND 2 OPEN");
        await writer.WriteAsync("BID lamp 30.50\n");
        await Until(lines, "END");

        Assert.Equal(0, await program.EndAsync());
        Assert.Equal(
            [
                "On sale: Desk lamp",
                "Round 1 is open", "lamp goes to anna for 25.00, 1 left",
                "Round 2 is open", "lamp goes to anna for 30.50, 0 left",
                "The sale is over: 2 sold, 0 unsold",
                "anna bought 2 for 55.50 USD",
            ],
            program.Lines.Where(line => !line.StartsWith("Bid with", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_form_of_your_own_sells_its_lot_also_when_the_program_is_killed_in_between()
    {
        var folder = Directory.CreateTempSubdirectory("candle").FullName;
        var catalogue = Path.Combine(folder, "port.conf");
        await File.WriteAllTextAsync(catalogue, """lots = [ { id = port, form = candle, start = "50.00", open-for = 6s } ]""");
        var journal = Path.Combine(folder, "candle.db");
        string[] serve =
        [
            "serve", "--catalogue", catalogue, "--journal", journal, "--set", "auction.doors.floor.port=0",
            "--set", "auction.doors.room.port=off", "--set", "auction.doors.sealed.port=off", "--set", "auction.doors.remote.port=off",
        ];
        await using (var killed = ProgramRun.Of(Metadata("FormOfYourOwn"), serve))
        {
            var port = (await killed.UntilAsync("floor door open on ")).Split(':')[^1];
            using var client = new TcpClient("127.0.0.1", int.Parse(port));
            using var lines = new StreamReader(client.GetStream());
            await using var writer = new StreamWriter(client.GetStream()) { AutoFlush = true };
            await writer.WriteAsync("HELLO anna\nBID port 60\n");
            await Until(lines, "ACCEPTED h1-1-1 port 60.00");
            await killed.KillAsync();
        }

        await using var again = ProgramRun.Of(Metadata("FormOfYourOwn"), serve);
        await again.UntilAsync("port is sold out");
        await again.SignalAsync("TERM");
        Assert.Equal(0, await again.EndAsync());

        await using var rerun = ProgramRun.Of(Metadata("FormOfYourOwn"), ["rerun", journal]);
        Assert.Equal(0, await rerun.EndAsync());
        await using var sales = ProgramRun.Of(Metadata("FormOfYourOwn"), ["export", journal, "--format", "csv", "--what", "sales"]);
        Assert.Equal(0, await sales.EndAsync());
        Assert.Matches(",port,.*anna,.*60\\.00", sales.Lines[^1]);
        Directory.Delete(folder, recursive: true);
    }

    [PythonFact]
    public async Task The_python_bidder_buys_what_its_budget_allows()
    {
        var settings = HouseSettings.Load(
            null, ["auction.doors.floor.port=0", "auction.stop.grace=0s", ClosesWhenAllActed, "auction.rounds.silence=2"]);
        const string lots = """
            lots = [
              { id = lamp, title = "A \"brass\" lamp", start = "20.00", units = 2 }
              { id = rug, start = "50.00" }
              { id = violin, form = proxy, start = "1.00", open-for = 1ms }
            ]
            """;
        await using var house = await House.StartAsync(settings, CatalogueReader.Read(lots, "test", settings));

        await using var bidder = ProgramRun.Command("python3", Bidder, "127.0.0.1", $"{house.FloorEndPoint!.Port}", "guido", "60.00");

        Assert.Equal(0, await bidder.EndAsync());
        Assert.Equal(["won lamp for 20.01, 39.99 left", "won lamp for 20.02, 19.97 left", "the sale is over, 40.03 spent"], bidder.Lines);
        var sales = (await house.SaleEnded).Sales.Select(sale => (sale.Lot, sale.Bidder, sale.PriceMinor));
        Assert.Equal([("lamp", "guido", 20_01L), ("lamp", "guido", 20_02L)], sales);
    }

    [PythonFact]
    public async Task The_python_bidder_says_how_it_is_called()
    {
        await using var bidder = ProgramRun.Command("python3", Bidder);

        Assert.Equal(1, await bidder.EndAsync());
        Assert.Contains("error: usage: bidder.py HOST PORT [NAME] [BUDGET]", bidder.Lines);
    }

    [Fact]
    public void Every_sample_has_at_most_sixty_lines_and_says_how_it_is_run()
    {
        var samples = Directory.GetDirectories(Path.Combine(Metadata("RepositoryRoot"), "samples"));
        Assert.NotEmpty(samples);
        foreach (var sample in samples)
        {
            var sources = Directory.GetFiles(sample).Where(file => Path.GetExtension(file) is ".cs" or ".py");
            Assert.InRange(sources.Sum(file => File.ReadLines(file).Count()), 1, 60);
            Assert.Contains("```console\n$ ", File.ReadAllText(Path.Combine(sample, "README.md")), StringComparison.Ordinal);
        }
    }

    private static string Bidder => Path.Combine(Metadata("RepositoryRoot"), "samples/python-bidder/bidder.py");

    private static async Task Until(StreamReader lines, string beginning)
    {
        while (await lines.ReadLineAsync().WaitAsync(Patience.Most) is { } line)
        {
            if (line.StartsWith(beginning, StringComparison.Ordinal)) return;
        }
        Assert.Fail($"The house closed the connection before {beginning}.");
    }

    private static string Metadata(string key) =>
        typeof(SampleTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}

/// <summary>Runs where Python 3 is installed, and is skipped with the package's name where it is not.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonFactAttribute : FactAttribute
{
    public PythonFactAttribute()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, "python3"))))
            Skip = "There is no python3 here; install the package python3.";
    }
}
