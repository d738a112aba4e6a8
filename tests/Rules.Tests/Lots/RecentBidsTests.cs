using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Rules.Tests.Lots;

/// <summary>A bid sent again has its effect once.</summary>
public sealed class RecentBidsTests
{
    [Fact]
    public void An_id_is_new_the_same_or_used_for_another_amount()
    {
        var recent = new RecentBids(10);
        Assert.Equal(new RememberedBid(BidIdMatch.New, 0), recent.Look("ann", "x", 100));
        recent.Remember("ann", "x", 100, seq: 7);
        Assert.Equal(new RememberedBid(BidIdMatch.Same, 7), recent.Look("ann", "x", 100));
        Assert.Equal(new RememberedBid(BidIdMatch.Reused, 7), recent.Look("ann", "x", 101));
    }

    [Fact]
    public void Ids_are_each_bidders_own()
    {
        var recent = new RecentBids(10);
        recent.Remember("ann", "x", 100, 7);
        Assert.Equal(BidIdMatch.New, recent.Look("bob", "x", 100).Match);
    }

    [Fact]
    public void Facts_other_than_accepted_bids_leave_no_trace()
    {
        var recent = new RecentBids(10);
        recent.Remember(new LotFact.Opened(TestLot.Start, null), 1);
        recent.Remember(new LotFact.BidAccepted("ann", "x", 100, 1, TestLot.Start, 90, null), 2);
        Assert.Equal(1, recent.Count);
        Assert.Equal(new RememberedBid(BidIdMatch.Same, 2), recent.Look("ann", "x", 100));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(7, 3)]
    [InlineData(64, 4)]
    public void The_window_holds_the_latest_ids_and_forgets_the_oldest(int capacity, int seed)
    {
        var random = new Random(seed);
        var recent = new RecentBids(capacity);
        var model = new List<(string Bidder, string Id, long Amount, long Seq)>();
        for (var seq = 1; seq <= 1000; seq++)
        {
            var (bidder, id, amount) = ($"bidder-{random.Next(5)}", $"{random.Next(60)}", random.Next(3));
            var known = model.TakeLast(capacity).LastOrDefault(one => one.Bidder == bidder && one.Id == id);
            var expected = known == default ? BidIdMatch.New : known.Amount == amount ? BidIdMatch.Same : BidIdMatch.Reused;
            Assert.Equal(new RememberedBid(expected, known.Seq), recent.Look(bidder, id, amount));
            if (expected != BidIdMatch.New) continue;
            model.Add((bidder, id, amount, seq));
            recent.Remember(bidder, id, amount, seq);
            Assert.Equal(Math.Min(model.Count, capacity), recent.Count);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public void Bids_that_are_not_appended_yet_are_found_and_get_their_numbers_with_the_append(int capacity)
    {
        var recent = new RecentBids(capacity);
        recent.Remember("ann", "before", 100, 7, 70);
        for (var append = 0; append < 5; append++)
        {
            for (var place = 0; place < 3; place++)
            {
                recent.Remember("ann", $"{append}-{place}", 100, RecentBids.Unnumbered(place));
                var known = recent.Look("ann", $"{append}-{place}", 100);
                Assert.Equal((BidIdMatch.Same, place), (known.Match, RecentBids.PlaceOf(known.Seq)));
            }
            recent.Number(10 * append, [1, 2, 3]);
            Assert.Equal(new RememberedBid(BidIdMatch.Same, (10 * append) + 2, 3), recent.Look("ann", $"{append}-2", 100));
        }
        Assert.All(recent.All(), bid => Assert.True(bid.Seq >= 0));
    }

    [Fact]
    public void A_journal_without_receipts_gives_none()
    {
        var recent = new RecentBids(8);
        recent.Remember("ann", "x", 100, RecentBids.Unnumbered(0));
        recent.Number(4, []);
        Assert.Equal(new RememberedBid(BidIdMatch.Same, 4), recent.Look("ann", "x", 100));
    }

    [Fact]
    public void A_window_without_room_is_a_bug() => Assert.Throws<ArgumentOutOfRangeException>(() => new RecentBids(0));
}
