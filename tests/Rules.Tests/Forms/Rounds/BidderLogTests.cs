using AkkaAuction.Rules.Forms.Rounds;
using AkkaAuction.Rules.Tests.Lots;


namespace AkkaAuction.Rules.Tests.Forms.Rounds;

/// <summary>The log that versions share behaves as if each had its own.</summary>
public sealed class BidderLogTests
{
    [Fact]
    public void An_empty_log_knows_nobody() => Assert.Equal(Standing.None, BidderLog.Empty["ann"]);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_version_stays_as_it_was_while_others_grow_from_it(int seed)
    {
        var random = new Random(seed);
        var versions = new List<(BidderLog Log, Dictionary<string, Standing> Model)> { (BidderLog.Empty, []) };
        for (var step = 0; step < 600; step++)
        {
            // Mostly the newest version grows, now and then an old one: a fork.
            var from = random.Next(5) == 0 ? random.Next(versions.Count) : versions.Count - 1;
            var (log, model) = versions[from];
            var bidder = $"bidder-{random.Next(30)}";
            var old = model.GetValueOrDefault(bidder, Standing.None);
            var next = random.Next(10) == 0
                ? old with { Passed = true }
                : old with { HighestMinor = old.HighestMinor + 1 + random.Next(5) };
            var grown = next.HighestMinor > old.HighestMinor ? log.WithBid(bidder, next.HighestMinor) : log.WithPass(bidder);
            versions.Add((grown, new Dictionary<string, Standing>(model) { [bidder] = next }));
        }
        foreach (var (log, model) in versions)
        {
            for (var i = 0; i < 30; i++) Assert.Equal(model.GetValueOrDefault($"bidder-{i}", Standing.None), log[$"bidder-{i}"]);
            Assert.Equal(model.Values.Count(standing => standing.HighestMinor >= 0), log.Bids);
        }
    }

    [Fact]
    public void Logs_are_equal_when_everybody_stands_alike_whatever_the_way_there()
    {
        var one = BidderLog.Empty.WithBid("ann", 5).WithBid("bob", 7).WithBid("ann", 9);
        var other = BidderLog.Empty.WithBid("bob", 7).WithBid("ann", 9);
        Assert.Equal(one, other);
        Assert.NotEqual(one, other.WithPass("bob"));
        Assert.NotEqual(one, other.WithBid("cho", 1));
    }

    [Fact]
    public void A_bid_that_is_no_raise_is_a_broken_invariant() =>
        Assert.Throws<BrokenInvariantException>(() => BidderLog.Empty.WithBid("ann", 5).WithBid("ann", 5));
}
