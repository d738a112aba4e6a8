using System.Text;
using AkkaAuction.Auctioneer.Sessions;

namespace AkkaAuction.Auctioneer.Tests.Actors;

/// <summary>What a bidder's record remembers of its bids, and for how long.</summary>
public sealed class BidderRecordTests
{
    private static KnownBid Note(BidderRecord record, string id, out int place) => record.Note(Encoding.ASCII.GetBytes(id), "lot", 100, out place);

    [Fact]
    public void An_accepted_bid_is_remembered_and_a_refused_ones_id_is_free_again()
    {
        var record = new BidderRecord("ann", "token", 8);
        var first = Note(record, "a", out var a);
        Assert.Equal(BidIdState.New, first.State);
        Assert.Equal(BidIdState.UnderWay, Note(record, "a", out _).State);
        record.Settle(a, first.BidId, 7);
        Assert.Equal(new KnownBid(BidIdState.Accepted, "a", "lot", 100, 7), Note(record, "a", out _));
        var second = Note(record, "b", out var b);
        record.Settle(b, second.BidId, 0);
        Assert.Equal(BidIdState.New, Note(record, "b", out _).State);
    }

    [Fact]
    public void The_houses_own_ids_are_never_ones_that_are_remembered()
    {
        var record = new BidderRecord("ann", "token", 8);
        Note(record, "h1", out _);
        Assert.Equal("h2", Note(record, "", out _).BidId);
        Assert.Equal("h3", Note(record, "", out _).BidId);
    }

    [Fact]
    public void What_was_under_way_when_a_session_ended_is_not_known_to_the_next()
    {
        var record = new BidderRecord("ann", "token", 8);
        Note(record, "a", out _);
        record.Adopt(this);
        Assert.Equal(BidIdState.New, Note(record, "a", out _).State);
    }

    [Fact]
    public void Refused_bids_do_not_push_accepted_ones_out()
    {
        var record = new BidderRecord("ann", "token", 4);
        var kept = Note(record, "kept", out var place);
        record.Settle(place, kept.BidId, 1);
        for (var i = 0; i < 100; i++)
        {
            var refused = Note(record, $"r{i}", out var at);
            record.Settle(at, refused.BidId, 0);
        }
        Assert.Equal(BidIdState.Accepted, Note(record, "kept", out _).State);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(100)]
    public void It_remembers_what_a_plain_list_of_the_latest_bids_would(int capacity)
    {
        var record = new BidderRecord("ann", "token", capacity);
        var model = new List<string>();
        var chance = new Random(capacity);
        for (var i = 0; i < 20_000; i++)
        {
            var id = $"id-{chance.Next(capacity * 3)}";
            var known = Note(record, id, out var place);
            Assert.Equal(model.Contains(id) ? BidIdState.Accepted : BidIdState.New, known.State);
            if (known.State == BidIdState.Accepted) continue;
            record.Settle(place, known.BidId, i + 1);
            model.Add(id);
            if (model.Count > capacity) model.RemoveAt(0);
        }
    }
}
