using System.Collections.Immutable;
using System.Text.Json;
using AkkaAuction.Rules.Examples;

namespace AkkaAuction.Rules.Tests.Examples;

/// <summary>Auctions whose outcomes were published by others, with their sources in Data/: this house decides them alike.</summary>
public sealed class WorkedExampleTests
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public static TheoryData<string, string> Published
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var file in new[] { "sealed", "english" })
            {
                foreach (var example in Read(file)) data.Add(file, example.Name);
            }
            return data;
        }
    }

    [Theory, MemberData(nameof(Published))]
    public void A_published_example_comes_out_as_published(string file, string name)
    {
        var example = Read(file).Single(one => one.Name == name);
        var (outcome, events) = Told(WorkedExample.Decide(Auction(example)));
        Assert.Equal(example.Outcome, outcome);
        Assert.Equal(example.Events ?? [], events);
    }

    [Fact]
    public void All_published_examples_of_these_forms_are_there() =>
        Assert.Equal(
            [("english_proxy", 10), ("english_proxy_simple", 4), ("first_price", 1), ("second_price", 6)],
            Read("sealed").Concat(Read("english")).CountBy(example => example.Form).Select(form => (form.Key, form.Value)).Order());

    [Fact]
    public void An_auction_without_bids_is_unsold()
    {
        Assert.Equal("nobody pays 0", Told(WorkedExample.Decide(new WorkedAuction("first_price", 5, null, []))).Outcome);
        Assert.Equal("nobody at 5", Told(WorkedExample.Decide(new WorkedAuction("english_proxy_simple", 5, 1, []))).Outcome);
        Assert.Null(((WorkedOutcome.Proxy)WorkedExample.Decide(new WorkedAuction("english_proxy", 5, 1, []))).Reply);
    }

    [Fact]
    public void A_first_bid_below_the_increment_is_too_low_at_a_price_of_0() =>
        Assert.Equal("TOO_LOW 0 nobody", Told(WorkedExample.Decide(new WorkedAuction("english_proxy", 2000, 50, [new("b1", 49)]))).Outcome);

    [Theory]
    [InlineData("dutch", 1, 1, 1, "must be one of")]
    [InlineData("english_proxy", 1, null, 1, "needs an increment")]
    [InlineData("english_proxy_simple", 1, 0, 1, "increment must be above 0")]
    [InlineData("first_price", -1, null, 1, "reserve must be 0 or more")]
    [InlineData("first_price", 1, null, -1, "bid of ann must be 0 or more")]
    public void A_faulty_example_is_named_not_decided(string form, int reserve, int? increment, int bid, string fault)
    {
        var auction = new WorkedAuction(form, reserve, increment, [new("ann", bid)]);
        Assert.Contains(fault, WorkedExample.Fault(auction), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => WorkedExample.Decide(auction));
    }

    private static Example[] Read(string file) =>
        JsonSerializer.Deserialize<Example[]>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", file + ".json")), Web)!;

    private static WorkedAuction Auction(Example example) => new(
        example.Form,
        example.Reserve,
        example.Increment,
        example.Bids.Select(bid => bid.Split(' ')).Select(bid => new WorkedBid(bid[0], long.Parse(bid[1]))).ToImmutableArray());

    private static (string Outcome, IEnumerable<string> Events) Told(WorkedOutcome outcome) => outcome switch
    {
        WorkedOutcome.Sealed it => ($"{it.Winner ?? "nobody"} pays {it.PaysMinor}", []),
        WorkedOutcome.Simple it => ($"{it.Winner ?? "nobody"} at {it.PriceMinor}", []),
        WorkedOutcome.Proxy { Reply: { } reply } it => (
            $"{Word(reply.Status)} {reply.PriceMinor} {reply.Leader ?? "nobody"}",
            it.LastBidEvents.Select(e => $"{e.Bidder} {e.PriceMinor} {e.MaxMinor}")),
        _ => throw new InvalidOperationException($"no such outcome: {outcome}"),
    };

    private static string Word(WorkedStatus status) => status switch
    {
        WorkedStatus.Accepted => "ACCEPTED",
        WorkedStatus.AcceptedBelowReserve => "ACCEPTED_BELOW_RESERVE",
        WorkedStatus.AcceptedOutbid => "ACCEPTED_OUTBID",
        _ => "TOO_LOW",
    };

    private sealed record Example(
        string Name, string Form, long? Reserve, long? Increment, string[] Bids, string Outcome, string[]? Events, string Source);
}
