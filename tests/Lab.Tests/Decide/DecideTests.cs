using System.Text.Json;
using System.Text.Json.Nodes;

namespace AkkaAuction.Lab.Tests.Decide;

/// <summary>Published examples come out as published; the shape is that of their <c>expected</c>.</summary>
public sealed class DecideTests
{
    // Auction, outcome, where its numbers were published.
    public static TheoryData<string, string, string> Published => new()
    {
        {
            """{"format":"first_price","input":{"bids":[["B1",2],["B2",10],["B3",3]]}}""",
            """{"winner":"B2","pays":10}""",
            "mechlib FirstPriceRuleTest"
        },
        {
            """{"format":"second_price","input":{"bids":[["B1",7],["B2",10],["B3",8]]}}""",
            """{"winner":"B2","pays":8}""",
            "mechlib SecondPriceRuleTest"
        },
        {
            """{"format":"second_price","input":{"bids":[["B1",10],["B2",10],["B3",8]]}}""",
            """{"winner":"B1","pays":10}""",
            "mechlib SecondPriceRuleTest, a tie"
        },
        {
            """{"format":"second_price","input":{"reserve":6,"bids":[["Y",90]]}}""",
            """{"winner":"Y","pays":6}""",
            "OffchainLabs timeboost"
        },
        {
            """{"format":"english_proxy","input":{"reserve":2000,"increment":50,"bids":[["b1",500]]}}""",
            """{"lastBidEvents":[{"bidder":"b1","price":500,"max":500}],"reply":["ACCEPTED_BELOW_RESERVE",500,"b1"]}""",
            "lagom online-auction-java AuctionEntityTest"
        },
        {
            """{"format":"english_proxy","input":{"reserve":2000,"increment":50,"bids":[["b1",3000],["b2",3000]]}}""",
            """{"lastBidEvents":[{"bidder":"b2","price":2950,"max":3000},{"bidder":"b1","price":3000,"max":3000}]"""
            + ""","reply":["ACCEPTED_OUTBID",3000,"b1"]}""",
            "lagom online-auction-java AuctionEntityTest"
        },
        {
            """{"format":"english_proxy","input":{"reserve":2000,"increment":50,"bids":[["b1",3000],["b2",2500],["b2",2520]]}}""",
            """{"lastBidEvents":[],"reply":["TOO_LOW",2550,"b1"]}""",
            "lagom online-auction-java AuctionEntityTest"
        },
        {
            """{"format":"english_proxy_simple","input":{"reserve":5,"increment":1,"bids":[["A",10],["B",6]]}}""",
            """{"winner":"A","price":7}""",
            "iragm/fishauctions"
        },
        {
            """{"format":"english_proxy_simple","input":{"reserve":5,"increment":1,"bids":[["A",2]]}}""",
            """{"winner":null,"price":5}""",
            "iragm/fishauctions"
        },
    };

    [Theory]
    [MemberData(nameof(Published))]
    public async Task An_example_comes_out_as_it_was_published(string auction, string expected, string source)
    {
        var run = await LabRun.WithInputAsync(auction, "decide", "-");
        Assert.True(run.ExitCode is 0, $"{source}: {run.Error}");
        Assert.Equal(expected + "\n", run.Out);
    }

    [Theory]
    [InlineData("0.1", "0.25", """{"winner":"b","pays":0.1}""")]
    [InlineData("\"1.10\"", "2", """{"winner":"b","pays":1.1}""")]
    [InlineData("2.990", "\"3.000001\"", """{"winner":"b","pays":2.99}""")]
    [InlineData("123456789.123456", "1000000000000", """{"winner":"b","pays":123456789.123456}""")]
    [InlineData("1e2", "12.5E1", """{"winner":"b","pays":100}""")]
    [InlineData("5e-2", "0.10", """{"winner":"b","pays":0.05}""")]
    [InlineData("0", "1", """{"winner":"b","pays":0}""")]
    public async Task Numbers_are_taken_exactly_and_shown_without_needless_zeros(string low, string high, string expected)
    {
        var run = await LabRun.WithInputAsync(
            $$$"""{"format":"second_price","input":{"bids":[["a",{{{low}}}],["b",{{{high}}}]]}}""", "decide", "-", "--json");
        Assert.Equal(expected + "\n", run.Out);
    }

    [Theory]
    [InlineData("""{"format":"first_price","input":{"reserve":11,"bids":[["a",10]]}}""", """{"winner":null,"pays":0}""")]
    [InlineData("""{"format":"second_price","input":{"bids":[]}}""", """{"winner":null,"pays":0}""")]
    [InlineData("""{"format":"english_proxy_simple","input":{"reserve":5,"increment":1,"bids":[]}}""", """{"winner":null,"price":5}""")]
    [InlineData("""{"format":"reverse","input":{"amount":"100.1","minimalStep":"10.2"}}""", """{"maxAllowed":"89.9"}""")]
    [InlineData("""{"format":"reverse","input":{"amount":5,"minimalStep":5}}""", """{"maxAllowed":"0"}""")]
    [InlineData("""{"format":"reverse","input":{"amount":5,"minimalStep":"5.01"}}""", """{"maxAllowed":null}""")]
    [InlineData("""{"format":"english_proxy","input":{"increment":1,"bids":[]}}""", """{"lastBidEvents":[],"reply":null}""")]
    [InlineData(
        """{"format":"english_proxy","input":{"increment":1,"bids":[["a",7]]}}""",
        """{"lastBidEvents":[{"bidder":"a","price":1,"max":7}],"reply":["ACCEPTED",1,"a"]}""")]
    public async Task What_nobody_won_has_no_winner(string auction, string expected)
    {
        var run = await LabRun.WithInputAsync(auction, "decide", "-");
        Assert.Equal(expected + "\n", run.Out);
    }

    [Fact]
    public async Task A_list_gives_a_list_in_the_same_order_and_the_whole_file_of_examples_does_too()
    {
        var auctions = new JsonArray([.. Published.Select(row => JsonNode.Parse((string)row[0]))]);
        var expected = new JsonArray([.. Published.Select(row => JsonNode.Parse((string)row[1]))]);
        var list = await LabRun.WithInputAsync(auctions.ToJsonString(), "decide", "-");
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(list.Out)), list.Out + list.Error);
        var file = new JsonObject { ["note"] = "numbers", ["examples"] = auctions.DeepClone() };
        Assert.Equal(list.Out, (await LabRun.WithInputAsync(file.ToJsonString(), "decide", "-")).Out);
        Assert.Equal("[]\n", (await LabRun.WithInputAsync("[]", "decide", "-")).Out);
        var one = await LabRun.WithInputAsync($"[{auctions[0]!.ToJsonString()}]", "decide", "-");
        Assert.Equal(JsonValueKind.Array, JsonDocument.Parse(one.Out).RootElement.ValueKind);
    }

    [Fact]
    public async Task What_stands_beside_format_and_input_is_left_alone()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write(
            "one.json",
            "\uFEFF"
                + """{"id":"x","source":"s","expected":{"winner":"nobody"},"format":"first_price","input":{"bids":[["ä\"b",2]]}}""");
        var run = await LabRun.OfAsync("decide", file);
        Assert.Equal("""{"winner":"ä\"b","pays":2}""" + "\n", run.Out);
    }

    [Fact]
    public async Task On_a_terminal_a_person_reads_a_sentence_for_each_unless_json_is_asked_for()
    {
        const string Auctions = """
            [{"id":"clock","format":"second_price","input":{"bids":[["a",7],["b",10.5]]}},
             {"format":"first_price","input":{"reserve":9,"bids":[["a",7]]}},
             {"id":"lamp","format":"english_proxy_simple","input":{"reserve":5,"increment":1,"bids":[["A",10],["B",6]]}},
             {"id":"desk","format":"english_proxy","input":{"reserve":2000,"increment":50,"bids":[["b1",3000],["b2",2500]]}}]
            """;
        var run = await LabRun.OnTerminalAsync(Auctions, "decide", "-");
        Assert.Equal(
            [
                "clock      second_price          b wins and pays 7",
                "auction 2  first_price           not sold",
                "lamp       english_proxy_simple  A wins at 7",
                "desk       english_proxy         the last bid: ACCEPTED_OUTBID; b1 leads at 2550",
            ],
            run.Out.TrimEnd('\n').Split('\n'));
        Assert.StartsWith("[", (await LabRun.OnTerminalAsync(Auctions, "decide", "-", "--json")).Out, StringComparison.Ordinal);
    }
}
