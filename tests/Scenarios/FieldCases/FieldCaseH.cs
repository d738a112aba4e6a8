using System.Text.Json.Nodes;

namespace AkkaAuction.Scenarios.Tests.FieldCases;

/// <summary>H: one bad row costs itself only, and other separators, spellings and orders are read, or named.</summary>
public sealed class FieldCaseH : IDisposable
{
    private const string Header = "auctionid,bid,bidtime,bidder,openbid,price\n";
    private const string One = "1,5,0.1,a,5,5\n";
    private const string Two = "2,7,0.1,b,7,7.5\n2,8,0.2,c,7,7.5\n";

    private readonly TemporaryFolder _folder = new();

    /// <summary>H1.</summary>
    [Theory]
    [InlineData("1,6,0.2,b,6,5\n", "line 5, column openbid: '6' differs from line 2")]
    [InlineData("1,6,0.2,b,5,6\n", "line 5, column price: '6' differs from line 2")]
    [InlineData("1,six,0.2,b,5,5\n", "line 5, column bid: 'six' is not an amount")]
    [InlineData("1,6,soon,b,5,5\n", "line 5, column bidtime: 'soon' is not a number")]
    [InlineData("1,6,0.2,,5,5\n", "line 5, column bidder: it is empty")]
    [InlineData("1,6,0.2\n", "line 5: there are 3 fields, but the first line names 6")]
    [InlineData("1,6,0.2,b,5,5,6\n", "line 5: there are 7 fields, but the first line names 6")]
    [InlineData("1,6,0.2,\"b\"c,5,5\n", "line 5: a quoted field is followed by text")]
    public async Task A_bad_row_costs_its_auction_which_is_counted_and_named(string bad, string why)
    {
        var result = await ReplayAsync(Header + One + Two + bad + "3,5,0.1,a,5,5\n");
        Assert.Equal(["2", "3"], Auctions(result));
        var left = Assert.Single(result["leftOut"]!.AsArray())!;
        Assert.Equal("1", (string?)left["auction"]);
        Assert.Contains(why, (string?)left["why"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_that_names_no_auction_costs_none()
    {
        var result = await ReplayAsync(Header + One + ",5,0.1,a,5,5\n" + Two);
        Assert.Equal(["1", "2"], Auctions(result));
        Assert.Contains("line 3", (string?)result["leftOut"]![0]!["why"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task People_read_what_is_left_out_below_the_table()
    {
        await using var run = ProgramRun.Of(Programs.Lab, ["replay", _folder.Write("a.csv", Header + "1,x,0.1,a,5,5\n" + Two)]);
        Assert.Equal(0, await run.EndAsync());
        Assert.Contains("Left out, because of one fault:", run.Lines);
        Assert.Contains(run.Lines, line => line.StartsWith("  auction 1: ", StringComparison.Ordinal) && line.Contains("line 2"));
    }

    [Fact]
    public async Task Where_every_auction_is_left_out_the_exit_code_tells()
    {
        await using var run = ProgramRun.Of(Programs.Lab, ["replay", _folder.Write("a.csv", Header + "1,x,0.1,a,5,5\n")]);
        Assert.Equal(1, await run.EndAsync());
    }

    /// <summary>H2.</summary>
    [Fact]
    public async Task An_example_that_cannot_be_decided_costs_itself()
    {
        var file = _folder.Write("a.json", """
            [{"id":"a","format":"vcg_xor","input":{}},
             {"id":"b","format":"first_price","input":{"bids":[["x",3],["y",4]]}},
             {"id":"c","format":"first_price","input":{"bids":[["x",3]],"reserv":1}},
             7]
            """);
        await using var run = ProgramRun.Of(Programs.Lab, ["decide", file]);
        Assert.Equal(0, await run.EndAsync());
        var list = JsonNode.Parse(string.Concat(run.Lines))!.AsArray();
        Assert.Equal(["a", "y", "c", "auction 4"], list.Select(one => (string?)(one!["winner"] ?? one["auction"])));
        foreach (var (place, why) in (ReadOnlySpan<(int, string)>)[(0, "vcg_xor"), (2, "reserv"), (3, "is a number")])
            Assert.Contains(why, (string?)list[place]!["error"], StringComparison.Ordinal);
    }

    /// <summary>H3.</summary>
    [Theory]
    [InlineData("auctionid;bid;bidtime;bidder;openbid;price\n2;7;0.1;b;7;7.5\n2;8;0.2;c;7;7.5\n")]
    [InlineData("auctionid;bid;bidtime;bidder;openbid;price\n2;7,00;0,1;b;7;7,5\n2;8,0;0,2;c;7;7,5\n")]
    [InlineData("auctionid\tbid\tbidtime\tbidder\topenbid\tprice\n2\t7\t0.1\tb\t7\t7.5\n2\t8\t0.2\tc\t7\t7.5\n")]
    [InlineData("auctionid|bid|bidtime|bidder|openbid|price\n2|7|0.1|b|7|7.5\n2|8|0.2|c|7|7.5\n")]
    [InlineData("sep=;\nauctionid;bid;bidtime;bidder;openbid;price\n2;7;0.1;b;7;7.5\n2;8;0.2;c;7;7.5\n")]
    [InlineData(Header + "2,\"7,0\",\"0,1\",b,7,\"7,5\"\n2,8,0.2,c,7,7.5\n")]
    [InlineData("auction_id,bid,bid_time,bidder_id,open_bid,final_price\n" + Two)]
    [InlineData("Auction ID,Bid Amount,Bid Time,Bidder Name,Opening Bid,Closing Price\n" + Two)]
    [InlineData("auctionId,bid,bidTime,bidder,startPrice,price\n" + Two)]
    [InlineData("\"auctionid\";\"bid\";\"bidtime\";\"bidder\";\"openbid\";\"price\"\n2;7;0.1;\"b;b\";7;7.5\n2;8;0.2;c;7;7.5\n")]
    public async Task Other_separators_and_spellings_are_read(string text)
    {
        var result = await ReplayAsync(text);
        Assert.Equal(["2"], Auctions(result));
        Assert.Equal(("7.50", "c"), ((string?)result["results"]![0]!["price"], (string?)result["results"]![0]!["winner"]));
        Assert.Empty(result["leftOut"]!.AsArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rows_that_do_not_stand_together_are_read(bool throughPipe)
    {
        const string Scattered = Header + "2,7,0.1,b,7,7.5\n" + One + "3,5,0.1,a,5,5\n" + "2,8,0.2,c,7,7.5\n" + "4,5,0.1,a,5,5\n";
        var result = await ReplayAsync(Scattered, throughPipe);
        Assert.Equal(["1", "3", "4", "2"], Auctions(result));
        Assert.Equal("c", (string?)result["results"]![3]!["winner"]);
    }

    [Theory]
    [InlineData("a;b;c\n1;2;3\n", "between semicolons: a, b, c.")]
    [InlineData("auctionid:bid:price\n", "between commas: auctionid:bid:price.")]
    [InlineData("auctionid\tbid\tlot\n", "no column bidtime, bidder, openbid, price", "between tabs: auctionid, bid, lot.")]
    public async Task What_cannot_be_read_is_named_with_the_separator_and_the_columns_that_were_found(string text, params string[] words)
    {
        await using var run = ProgramRun.Of(Programs.Lab, ["replay", _folder.Write("a.csv", text)]);
        Assert.Equal(1, await run.EndAsync());
        var said = Assert.Single(run.Lines);
        Assert.All(words, word => Assert.Contains(word, said, StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    private async Task<JsonNode> ReplayAsync(string text, bool throughPipe = false)
    {
        var file = _folder.Write("a.csv", text);
        await using var run = ProgramRun.Of(Programs.Lab, ["replay", throughPipe ? "-" : file, "--json"]);
        if (throughPipe)
        {
            foreach (var line in text.TrimEnd('\n').Split('\n')) run.Type(line);
            run.EndInput();
        }
        Assert.Equal(0, await run.EndAsync());
        return JsonNode.Parse(string.Concat(run.Lines))!;
    }

    private static string[] Auctions(JsonNode result) => [.. result["results"]!.AsArray().Select(one => (string)one!["auction"]!)];
}
