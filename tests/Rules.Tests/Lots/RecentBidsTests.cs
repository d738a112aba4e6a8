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
    [InlineData(1000, 5)]
    public void A_window_is_each_bidders_latest_ids_like_a_naive_model(int perBidder, int seed)
    {
        var random = new Random(seed);
        var recent = new RecentBids(perBidder);
        var model = new Dictionary<string, List<(string Id, long Amount, long Seq)>>();
        for (var seq = 1; seq <= 5000; seq++)
        {
            // The first bids most, the last hardly ever.
            var (bidder, id, amount) = ($"bidder-{random.Next(1 + random.Next(6))}", AnId(random), random.Next(3));
            var bids = model.GetValueOrDefault(bidder) ?? [];
            var known = bids.TakeLast(perBidder).LastOrDefault(one => one.Id == id);
            var expected = known == default ? BidIdMatch.New : known.Amount == amount ? BidIdMatch.Same : BidIdMatch.Reused;
            Assert.Equal(new RememberedBid(expected, known.Seq, (ulong)known.Seq), recent.Look(bidder, id, amount));
            // Those who rebuild from facts of a smaller window meet an id again: the newest counts.
            if (expected != BidIdMatch.New && random.Next(10) > 0) continue;
            (model[bidder] = bids).Add((id, amount, seq));
            recent.Remember(bidder, id, amount, seq, (ulong)seq);
            Assert.Equal(model.Values.Sum(one => Math.Min(one.Count, perBidder)), recent.Count);
        }
        Assert.Equal(
            from one in model
            orderby one.Value[0].Seq
            from bid in one.Value.TakeLast(perBidder)
            select (one.Key, bid.Id, bid.Amount, bid.Seq, (ulong)bid.Seq),
            recent.All());
        var again = new RecentBids(perBidder);
        foreach (var (bidder, id, amount, seq, receipt) in recent.All()) again.Remember(bidder, id, amount, seq, receipt);
        Assert.Equal(recent.All(), again.All());
        foreach (var (bidder, id, amount, _, _) in recent.All())
            Assert.Equal(recent.Look(bidder, id, amount), again.Look(bidder, id, amount));
    }

    [Fact]
    public void A_hundred_thousand_bids_of_others_push_nobodys_id_out()
    {
        var recent = new RecentBids(2);
        recent.Remember("ann", "x", 100, 1, 11);
        for (var seq = 2; seq < 100_002; seq++) recent.Remember($"bidder-{seq % 1000}", $"{seq}", seq, seq);
        Assert.Equal(new RememberedBid(BidIdMatch.Same, 1, 11), recent.Look("ann", "x", 100));
        Assert.Equal(new RememberedBid(BidIdMatch.Reused, 1, 11), recent.Look("ann", "x", 101));
    }

    [Fact]
    public void A_bidder_with_more_bids_of_its_own_than_the_window_holds_gets_the_oldest_judged_anew()
    {
        var recent = new RecentBids(3);
        for (var seq = 1; seq <= 3; seq++) recent.Remember("ann", $"{seq}", 100, seq);
        Assert.Equal(BidIdMatch.Same, recent.Look("ann", "1", 100).Match);
        recent.Remember("ann", "4", 100, 4);
        Assert.Equal(BidIdMatch.New, recent.Look("ann", "1", 100).Match);
        Assert.Equal(BidIdMatch.Same, recent.Look("ann", "2", 100).Match);
    }

    [Theory]
    [InlineData("x", "y")]
    [InlineData("x", "x\0")]
    [InlineData("", "\0")]
    [InlineData("123456789012345", "12345678901234")]
    [InlineData("123456789012345", "1234567890123456")]
    [InlineData("1234567890123456", "1234567890123457")]
    [InlineData("ö", "o")]
    [InlineData("ö", "ä")]
    public void Ids_of_every_length_and_alphabet_are_told_apart_and_given_back(string one, string other)
    {
        var recent = new RecentBids(4);
        recent.Remember("ann", one, 100, 1);
        Assert.Equal(BidIdMatch.New, recent.Look("ann", other, 100).Match);
        recent.Remember("ann", other, 200, 2);
        Assert.Equal((1, 2), (recent.Look("ann", one, 100).Seq, recent.Look("ann", other, 200).Seq));
        Assert.Equal([one, other], recent.All().Select(bid => bid.BidId));
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
    public void An_append_with_bids_of_two_bidders_is_a_bug()
    {
        var recent = new RecentBids(8);
        recent.Remember("ann", "x", 100, RecentBids.Unnumbered(0));
        Assert.Throws<BrokenInvariantException>(() => recent.Remember("bob", "x", 100, RecentBids.Unnumbered(1)));
    }

    [Fact]
    public void A_window_without_room_is_a_bug() => Assert.Throws<ArgumentOutOfRangeException>(() => new RecentBids(0));

    /// <summary>Short and long ids, few enough that they come again.</summary>
    private static string AnId(Random random)
    {
        var number = random.Next(1 + random.Next(400));
        return number % 3 == 0 ? $"a-bid-with-a-long-id-{number}" : $"{number}";
    }
}
