using System.Text.Json.Nodes;

namespace AkkaAuction.Lab.Tests.Decide;

/// <summary>
/// What cannot be decided is named with the file, the auction, the key and what would be right.
/// </summary>
public sealed class DecideFaultTests
{
    [Theory]
    [InlineData("""{"format":"dutch","input":{}}""", "\"dutch\"",
        "english_proxy, english_proxy_simple, first_price, reverse, second_price")]
    [InlineData("""{"format":"reverse","input":{"amount":5}}""", "no \"minimalStep\"", "\"amount\" (the last offer)")]
    [InlineData("""{"format":"reverse","input":{"minimalStep":5}}""", "no \"amount\"", "\"minimalStep\"")]
    [InlineData("""{"format":"reverse","input":{"amount":5,"minimalStep":0}}""", "\"minimalStep\" is 0", "above 0")]
    [InlineData("""{"format":"reverse","input":{"amount":5,"bids":[]}}""", "\"bids\"", "which reverse does not know")]
    [InlineData("""{"format":7,"input":{}}""", "\"format\" is a number", "first_price")]
    [InlineData("""{"input":{"bids":[]}}""", "no \"format\"", "the auction")]
    [InlineData("""{"format":"first_price"}""", "no \"input\"", "the auction")]
    [InlineData("""{"format":"first_price","input":[]}""", "\"input\" is a list", "an object")]
    [InlineData("""{"format":"first_price","input":{}}""", "no \"bids\"", "\"reserve\" if there is one")]
    [InlineData("""{"format":"first_price","input":{"bids":{"a":1}}}""", "\"bids\" is an object", "[\"bidder\", amount]")]
    [InlineData("""{"format":"first_price","input":{"bids":[["a",1]],"reserv":3}}""", "\"reserv\"", "\"reserve\" if there is one")]
    [InlineData("""{"format":"first_price","input":{"bids":[["a",1]],"increment":3}}""", "\"increment\"", "first_price")]
    [InlineData("""{"format":"english_proxy","input":{"bids":[["a",1]]}}""", "no \"increment\"", "english_proxy")]
    [InlineData("""{"format":"english_proxy","input":{"bids":[["a",1]],"increment":0}}""", "\"increment\" is 0", "above 0")]
    [InlineData("""{"format":"first_price","input":{"bids":[["a",1],["b"]]}}""", "number 2", "a list of 1")]
    [InlineData("""{"format":"first_price","input":{"bids":[["a",1],"b"]}}""", "number 2", "a text")]
    [InlineData("""{"format":"first_price","input":{"bids":[[1,1]]}}""", "number 1", "a number for its bidder")]
    [InlineData("""{"format":"first_price","input":{"bids":[["",1]]}}""", "number 1", "without a name")]
    [InlineData("""{"format":"first_price","input":{"bids":[["a",-5]]}}""", "\"bids\", number 1: '-5' is negative", "0 or more")]
    [InlineData("""{"format":"first_price","input":{"bids":[["a","-5"]]}}""", "'-5' is negative", "0 or more")]
    [InlineData("""{"format":"first_price","input":{"bids":[["a",true]]}}""", "true or false", "an amount is wanted")]
    [InlineData("""{"format":"first_price","input":{"bids":[["a","NaN"]]}}""", "'NaN' is not an amount", "12.50")]
    [InlineData("""{"format":"first_price","input":{"bids":[["a",""]]}}""", "'' is not an amount", "12.50")]
    [InlineData("""{"format":"first_price","input":{"bids":[["a","1,5"]]}}""", "'1,5' is not an amount", "12.50")]
    [InlineData("""{"format":"first_price","input":{"bids":[["a",1e400000000]]}}""", "is too much", "at most 1000000000000")]
    [InlineData("""{"format":"first_price","input":{"bids":[["a",1000000000000.01]]}}""", "is too much", "at most 1000000000000")]
    [InlineData("""{"format":"first_price","input":{"bids":[["a",1e-400000000]]}}""", "digits behind the point", "at most 6")]
    [InlineData("""{"format":"first_price","input":{"reserve":"x","bids":[]}}""", "\"reserve\"", "'x' is not an amount")]
    [InlineData("""{"format":"first_price","format":"first_price","input":{"bids":[]}}""", "format", "standard input")]
    [InlineData("[{\"format\":\"first_price\",\n \"input\":{\"bids\":[}]", "line 2, position 19", "standard input")]
    [InlineData("", "empty", "standard input")]
    [InlineData("12", "the auction is a number", "{\"format\"")]
    [InlineData("""{"examples":3}""", "\"examples\" is a number", "a list of auctions")]
    public async Task A_fault_is_named_and_what_would_be_right(string input, string what, string remedy)
    {
        var run = await LabRun.WithInputAsync(input, "decide", "-");
        run.SaysWhatIsWrong(1, "standard input", what, remedy);
    }

    [Fact]
    public async Task A_fault_in_a_list_costs_its_own_auction_and_names_it_by_place_and_id()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("many.json", """
            [{"id":"good","format":"first_price","input":{"bids":[["a",1]]}},
             {"id":"bad-one","format":"first_price","input":{"bids":[["a",1],["b","x"]]}},
             {"id":"twice","format":"first_price","format":"first_price","input":{"bids":[]}}]
            """);
        var run = await LabRun.OfAsync("decide", file);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var list = JsonNode.Parse(run.Out)!.AsArray();
        Assert.Equal("a", (string?)list[0]!["winner"]);
        Assert.Equal("bad-one", (string?)list[1]!["auction"]);
        var why = (string)list[1]!["error"]!;
        foreach (var word in (string[])[file, "auction 2 (\"bad-one\")", "\"bids\", number 2", "'x'"])
            Assert.Contains(word, why, StringComparison.Ordinal);
        Assert.Contains("format", (string?)list[2]!["error"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_and_a_folder_are_named()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("x.json", "");
        (await LabRun.OfAsync("decide", file + ".no")).SaysWhatIsWrong(1, file + ".no", "no such file");
        (await LabRun.OfAsync("decide", folder.Path)).SaysWhatIsWrong(1, folder.Path, "folder");
    }

    [Theory]
    [InlineData("decide")]
    [InlineData("decide", "a.json", "b.json")]
    [InlineData("decide", "a.json", "--jsn")]
    [InlineData("decid", "a.json")]
    [InlineData]
    public async Task A_wrong_command_line_exits_with_2(params string[] args) =>
        (await LabRun.OfAsync(args)).SaysWhatIsWrong(2, "lab: ", "--help");
}
