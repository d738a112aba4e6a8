using System.Text.Json;
using System.Text.Json.Nodes;

namespace AkkaAuction.Lab.Tests.Replay;

/// <summary>Recorded auctions come out at their prices, and a file that cannot be taken leaves no result behind.</summary>
public sealed class ReplayTests
{
    private const string Header = "auctionid,bid,bidtime,bidder,openbid,price\n";

    // Made up, each for one line of the rule; the price is what the rule says.
    private const string Lamps = Header + """
        alone,20,0.5,a,9.99,9.99
        second,20,0.5,a,9.99,12.50
        second,12,0.6,b,9.99,12.50
        capped,12,0.5,a,9.99,12
        capped,11.75,0.6,b,9.99,12
        lifted,12,0.5,a,9.99,12.25
        lifted,11.75,0.6,b,9.99,12.25
        lifted,30,0.7,a,9.99,12.25
        earlier,15,0.5,a,9.99,15
        earlier,15,0.6,b,9.99,15
        by time,15,0.6,b,9.99,15
        by time,15,0.5,a,9.99,15
        too low,9.98,0.5,a,9.99,9.99
        too low,10,0.6,b,9.99,9.99
        "no, nobody",9.98,0.5,a,9.99,9.99
        recorded wrong,20,6.999999,a,9.99,117.5

        """;

    [Fact]
    public async Task Each_line_of_the_rule_gives_its_price_and_winner()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("lamps.csv", Lamps);
        var run = await LabRun.OfAsync("replay", file, "--json");
        Assert.Equal("", run.Error);
        Assert.Equal(0, run.ExitCode);
        var expected = """
            {"auctions":9,"exact":7,"bids":16,"refused":2,"results":[
            {"auction":"alone","recorded":"9.99","price":"9.99","exact":true,"winner":"a"},
            {"auction":"second","recorded":"12.50","price":"12.50","exact":true,"winner":"a"},
            {"auction":"capped","recorded":"12.00","price":"12.00","exact":true,"winner":"a"},
            {"auction":"lifted","recorded":"12.25","price":"12.25","exact":true,"winner":"a"},
            {"auction":"earlier","recorded":"15.00","price":"15.00","exact":true,"winner":"a"},
            {"auction":"by time","recorded":"15.00","price":"15.00","exact":true,"winner":"a"},
            {"auction":"too low","recorded":"9.99","price":"9.99","exact":true,"winner":"b"},
            {"auction":"no, nobody","recorded":"9.99","price":"9.99","exact":false,"winner":null},
            {"auction":"recorded wrong","recorded":"117.50","price":"9.99","exact":false,"winner":"a"}
            ],
            "leftOut":[]}

            """;
        Assert.Equal(expected, run.Out, ignoreLineEndingDifferences: true);
    }

    // Auction 8213034705 of the Modeling Online Auctions collection: four bids, sold for 117.50.
    [Fact]
    public async Task A_recorded_auction_comes_out_at_the_price_it_sold_for()
    {
        const string Rows = """
            8213034705,95,2.927373,b1,95,117.5
            8213034705,115,2.943484,b2,95,117.5
            8213034705,100,2.951285,b3,95,117.5
            8213034705,117.5,2.998947,b4,95,117.5
            """;
        var run = await LabRun.WithInputAsync(Header + Rows, "replay", "-", "--json");
        var result = Assert.Single(JsonNode.Parse(run.Out)!["results"]!.AsArray());
        Assert.Equal(
            """{"auction":"8213034705","recorded":"117.50","price":"117.50","exact":true,"winner":"b4"}""",
            result!.ToJsonString());
    }

    [Fact]
    public async Task Without_json_each_recorded_price_stands_beside_the_computed_one_and_a_summary_follows()
    {
        var run = await LabRun.WithInputAsync(Lamps, "replay", "-");
        var lines = run.Out.TrimEnd('\n').Split('\n');
        Assert.Matches(@"^auction +recorded +computed +winner$", lines[0]);
        Assert.Matches(@"^second +12\.50 +12\.50 +a$", lines[2]);
        Assert.Matches(@"^no, nobody +9\.99 +9\.99 +≠ +\(nobody\)$", lines[8]);
        Assert.Matches(@"^recorded wrong +117\.50 +9\.99 +≠ +a$", lines[9]);
        Assert.Equal("7 of 9 auctions come out at the recorded price to the cent; 16 bids, 2 refused.", lines[^1]);
    }

    [Fact]
    public async Task A_file_without_rows_is_an_empty_result()
    {
        var run = await LabRun.WithInputAsync(Header, "replay", "-", "--json");
        Assert.Equal("""{"auctions":0,"exact":0,"bids":0,"refused":0,"results":[],""" + "\n\"leftOut\":[]}\n", run.Out);
        Assert.Equal(0, run.ExitCode);
    }

    [Theory]
    [InlineData("--json")]
    [InlineData]
    public async Task A_broken_row_leaves_its_auction_out_and_is_named_with_the_result(params string[] options)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("lamps.csv", Lamps + "last,-1,0.5,a,9.99,9.99\n");
        var run = await LabRun.OfAsync(["replay", file, .. options]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("recorded wrong", run.Out, StringComparison.Ordinal);
        foreach (var word in (string[])[file, "line 18", "column bid", "'-1' is negative", "0 or more"])
            Assert.Contains(word, run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named() =>
        (await LabRun.OfAsync("replay", "/no/such/file.csv")).SaysWhatIsWrong(1, "/no/such/file.csv", "no such file");

    [Theory]
    [InlineData("replay")]
    [InlineData("replay", "a.csv", "b.csv")]
    [InlineData("replay", "a.csv", "--fast")]
    public async Task A_wrong_command_line_exits_with_2(params string[] args) =>
        (await LabRun.OfAsync(args)).SaysWhatIsWrong(2, "lab: ", "lab replay --help");

    [Fact]
    public async Task The_built_program_does_the_same_from_any_folder()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("lamps.csv", Lamps);
        var run = await LabProcess.RunAsync(folder.Path, "replay", "lamps.csv", "--json");
        Assert.Equal("", run.Error);
        Assert.Equal((await LabRun.OfAsync("replay", file, "--json")).Out, run.Out, ignoreLineEndingDifferences: true);
        var broken = await LabProcess.RunAsync(folder.Path, "replay", "lamp.csv", "--json");
        broken.SaysWhatIsWrong(1, "lamp.csv", "no such file");
    }

    [XboxFact]
    public async Task Of_149_recorded_auctions_147_come_out_to_the_cent()
    {
        var run = await LabRun.OfAsync("replay", XboxFactAttribute.HistoryPath, "--json");
        var sum = JsonDocument.Parse(run.Out).RootElement;
        Assert.Equal(149, sum.GetProperty("auctions").GetInt32());
        Assert.Equal(2811, sum.GetProperty("bids").GetInt32());
        Assert.Equal(147, sum.GetProperty("exact").GetInt32());
        Assert.Equal(149, sum.GetProperty("results").GetArrayLength());
    }
}
