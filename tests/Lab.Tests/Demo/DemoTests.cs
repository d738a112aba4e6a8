using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using AkkaAuction.Lab.Commands;

namespace AkkaAuction.Lab.Tests.Demo;

/// <summary>
/// A whole sale over real sockets: the account adds up, and the same seed gives the same account whatever the sockets do.
/// </summary>
public sealed class DemoTests
{
    [Fact]
    [Trait("Requirement", "R1.6")]
    public async Task The_account_adds_up()
    {
        var account = await AccountAsync("--lots", "4", "--bots", "5", "--seed", "7");

        Assert.Equal(["door", "rounds", "lots", "sales", "bidders"], account.Select(p => p.Key));
        Assert.Equal(IPAddress.Loopback, IPEndPoint.Parse((string)account["door"]!).Address);
        var (lots, sales, bidders) = (List(account, "lots"), List(account, "sales"), List(account, "bidders"));
        Assert.Equal(4, lots.Count);
        Assert.Equal(["bot-1", "bot-2", "bot-3", "bot-4", "bot-5"], bidders.Select(b => (string)b["name"]!));
        Assert.NotEmpty(sales);
        Assert.Equal(sales.OrderBy(s => (int)s["round"]!).ThenBy(s => (string)s["lot"]!, StringComparer.Ordinal), sales);
        foreach (var lot in lots)
        {
            var prices = sales.Where(s => (string)s["lot"]! == (string)lot["id"]!).Select(s => Money(s["price"])).ToList();
            Assert.Equal((int)lot["sold"]!, prices.Count);
            Assert.InRange(prices.Count, 0, (int)lot["units"]!);
            // Each unit goes above the one before it, the first above the start price.
            Assert.Equal(prices.Order().Distinct(), prices);
            Assert.All(prices, price => Assert.True(price > Money(lot["startPrice"])));
            Assert.Equal(prices.Count is 0 ? Money(lot["startPrice"]) : prices[^1], Money(lot["lastPrice"]));
        }
        foreach (var bidder in bidders)
        {
            var bought = List((JsonObject)bidder, "purchases");
            Assert.Equal(
                sales.Where(s => (string)s["bidder"]! == (string)bidder["name"]!).Select(s => ((string)s["lot"]!, (string)s["price"]!)),
                bought.Select(p => ((string)p["lot"]!, (string)p["price"]!)));
            Assert.Equal(bought.Sum(p => Money(p["price"])), Money(bidder["spent"]));
            Assert.True(Money(bidder["spent"]) <= Money(bidder["budget"]));
        }
        Assert.Equal(sales.Max(s => (int)s["round"]!), (int)account["rounds"]! - SilentAtTheEnd(account));
    }

    [Fact]
    [Trait("Requirement", "R1.1")]
    public async Task The_same_seed_gives_the_same_account_also_on_a_busy_machine_and_another_seed_another()
    {
        string[] sale = ["--lots", "6", "--bots", "20", "--round", "2m"];
        var first = await AccountAsync([.. sale, "--seed", "11"]);
        for (var i = 0; i < 3; i++) Assert.Equal(Text(first), Text(await AccountAsync([.. sale, "--seed", "11"])));

        // Several at once and processors kept busy: sockets deliver in quite another order.
        using var enough = new CancellationTokenSource();
        var load = Enumerable.Range(0, Environment.ProcessorCount + 1).Select(_ => Task.Factory.StartNew(
            () =>
            {
                while (!enough.IsCancellationRequested) Thread.SpinWait(1_000);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        var busy = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => AccountAsync([.. sale, "--seed", "11"])));
        await enough.CancelAsync();
        await Task.WhenAll(load);
        Assert.All(busy, account => Assert.Equal(Text(first), Text(account)));

        Assert.NotEqual(Text(first), Text(await AccountAsync([.. sale, "--seed", "12"])));
    }

    public static TheoryData<string> Formats => [.. AkkaAuction.Lab.Demo.ReadyCatalogues.Formats];

    [Theory, MemberData(nameof(Formats))]
    public async Task A_form_sells_its_ready_catalogue_and_the_books_of_both_sides_agree(string format)
    {
        var account = await AccountAsync("--format", format, "--bots", "6", "--seed", "5", "--round", "2s");
        var (sales, bidders) = (List(account, "sales"), List(account, "bidders"));
        Assert.NotEmpty(sales);
        Assert.Equal(
            sales.Sum(sale => Money(sale["price"])),
            bidders.Sum(bidder => List((JsonObject)bidder, "purchases").Sum(bought => Money(bought["price"]))));
    }

    [Fact]
    [Trait("Requirement", "R1.7")]
    public async Task Elsewhere_than_on_a_terminal_events_come_as_plain_lines_and_the_account_at_the_end()
    {
        var run = await LabRun.OfAsync("demo", "--lots", "2", "--bots", "3", "--seed", "3");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("", run.Error);
        var lines = run.Out.TrimEnd('\n').Split('\n');
        Assert.Matches(@"^The house is open at 127\.0\.0\.1:\d+; 3 bidders on the way\.$", lines[0]);
        Assert.Matches(@"^  \S.* +\d units? +from +\d+\.00$", lines[1]);
        Assert.Matches(@"^Round 1: \d+ units of 2 lots on sale$", lines[3]);
        Assert.Contains(lines, line => line.Contains(": one to bot-", StringComparison.Ordinal));
        Assert.Contains("The sale is over.", lines);
        Assert.Matches(@"^  bot-3 +\d+\.\d\d of 1000\.00  ", lines[^2]);
        Assert.Matches(@"^\d+ of \d+ units sold for \d+\.\d\d in \d+ rounds\.$", lines[^1]);
        Assert.DoesNotContain('\e', run.Out);
    }

    [Fact]
    [Trait("Requirement", "R1.11")]
    public async Task Stopped_from_outside_it_shows_the_account_as_it_stands()
    {
        // Stopped when the first line is out: the house is open and no round can be over that waits for its bidders.
        using var stop = new CancellationTokenSource();
        using var output = new LinesWriter(line =>
        {
            if (line.StartsWith("Round 1", StringComparison.Ordinal)) stop.Cancel();
        });
        using var error = new StringWriter();
        var exit = await LabCommandLine.RunAsync(
            ["demo", "--lots", "50", "--bots", "3"], new LabIo(Stream.Null, output, error, OutIsTerminal: false), stop.Token);
        Assert.Equal(0, exit);
        Assert.Equal("", error.ToString());
        Assert.Matches(@"^\d+ of \d+ units sold for \d+\.\d\d in \d+ rounds?; stopped before its end\.$", output.Lines[^1]);
        Assert.DoesNotContain("The sale is over.", output.Lines);
    }

    [Fact]
    public async Task The_built_program_prints_one_document_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        var run = await LabProcess.RunAsync(folder.Path, "demo", "--json", "--lots", "2", "--bots", "2");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("", run.Error);
        Assert.Equal(2, JsonDocument.Parse(run.Out).RootElement.GetProperty("bidders").GetArrayLength());
        Assert.EndsWith("}\n", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--lots 0", "1 to 1000")]
    [InlineData("--lots -3", "1 to 1000")]
    [InlineData("--lots 1001", "1 to 1000")]
    [InlineData("--lots many", "'many'")]
    [InlineData("--lots 1.5", "'1.5'")]
    [InlineData("--bots 0", "1 to 2000")]
    [InlineData("--bots -1", "1 to 2000")]
    [InlineData("--bots 99999999999999999999", "1 to 2000")]
    [InlineData("--seed -1", "from 0")]
    [InlineData("--seed x", "'x'")]
    [InlineData("--round 5", "like 5s")]
    [InlineData("--round x", "like 5s")]
    [InlineData("--round -5s", "like 5s")]
    [InlineData("--round 5 s", "")]
    [InlineData("--round 1e3s", "like 5s")]
    [InlineData("--round 0s", "10ms to 1h")]
    [InlineData("--round 61m", "10ms to 1h")]
    [InlineData("--round 99999999999999999999h", "10ms to 1h")]
    [InlineData("--lots", "--lots")]
    [InlineData("--bot 3", "--bot")]
    [InlineData("--format chess", "kth_price")]
    [InlineData("--format dutch --lots 3", "exclude each other")]
    [InlineData("extra", "extra")]
    public async Task A_wrong_command_line_exits_with_2_and_says_what_would_be_right(string options, string remedy) =>
        (await LabRun.OfAsync(["demo", .. options.Split(' ')])).SaysWhatIsWrong(2, "lab: ", remedy, "lab demo --help");

    private static async Task<JsonObject> AccountAsync(params string[] options)
    {
        var run = await LabRun.OfAsync(["demo", "--json", .. options]);
        Assert.Equal("", run.Error);
        Assert.Equal(0, run.ExitCode);
        return JsonNode.Parse(run.Out)!.AsObject();
    }

    // All but the port, which is whatever was free.
    private static string Text(JsonObject account)
    {
        var copy = account.DeepClone().AsObject();
        copy.Remove("door");
        return copy.ToJsonString();
    }

    // Unsold units: the sale went on for the rounds without a bid that end it.
    private static int SilentAtTheEnd(JsonObject account) =>
        List(account, "lots").All(lot => (int)lot["sold"]! == (int)lot["units"]!) ? 0 : AkkaAuction.Lab.Demo.DemoSettings.SilentRounds;

    private static List<JsonNode> List(JsonObject from, string name) => [.. from[name]!.AsArray().Select(item => item!)];

    private static decimal Money(JsonNode? text)
    {
        var price = (string)text!;
        Assert.Matches(@"^\d+\.\d\d$", price);
        return decimal.Parse(price, CultureInfo.InvariantCulture);
    }

    private sealed class LinesWriter(Action<string> onLine) : StringWriter
    {
        public List<string> Lines { get; } = [];

        public override void WriteLine(string? value)
        {
            Lines.Add(value ?? "");
            onLine(value ?? "");
        }
    }
}
