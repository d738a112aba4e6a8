using AkkaAuction.Auctioneer.Doors;

namespace AkkaAuction.Auctioneer.Tests.Doors;

/// <summary>What waits for a slow reader: everything in order, but of a lot's prices only the newest.</summary>
public sealed class WaitingLinesTests
{
    private static readonly TickKey Price = new("lamp", true);
    private static readonly TickKey Whole = new("lamp", false);

    private readonly WaitingLines<string> _waiting = new();

    [Fact]
    public void The_newest_price_of_a_lot_takes_the_place_of_older_ones_and_goes_out_before_the_next_line_that_is_none()
    {
        _waiting.Add("answer", 6);
        _waiting.Conflate(Price, 1, "10", 2);
        _waiting.Conflate(new TickKey("rug", true), 2, "rug 5", 5);
        _waiting.Conflate(Price, 3, "11", 2);
        Assert.Equal(6 + 5 + 2, _waiting.Bytes);
        _waiting.Add("sold", 4);
        // The line is behind it: what comes after the line is another tick.
        _waiting.Conflate(Price, 5, "12", 2);
        Assert.Equal(["answer", "rug 5", "11", "sold", "12"], Take());
    }

    [Fact]
    public void A_whole_lot_takes_the_place_of_its_price_and_a_price_not_that_of_the_lot()
    {
        _waiting.Conflate(Price, 1, "10", 2);
        _waiting.Conflate(Whole, 2, "lamp, open", 10);
        _waiting.Conflate(Price, 3, "11", 2);
        Assert.Equal(["lamp, open", "11"], Take());
    }

    [Fact]
    public void A_list_is_taken_piece_by_piece_in_its_place_and_counts_as_places_only()
    {
        _waiting.Add("before", 6);
        _waiting.Conflate(Price, 1, "10", 2);
        _waiting.Add(Enumerable.Range(1, 3).Select(piece => $"piece {piece}"), count: 3, bytesEach: 8);
        _waiting.Add("after", 5);
        Assert.Equal(6 + 2 + (3 * 8) + 5, _waiting.Bytes);
        Assert.Equal(["before", "10", "piece 1", "piece 2", "piece 3", "after"], Take());
    }

    [Fact]
    public void Who_is_gone_holds_nothing()
    {
        _waiting.Add(["one", "two"], count: 2, bytesEach: 8);
        Assert.True(_waiting.TryTake(out _));
        _waiting.Conflate(Price, 1, "10", 2);
        _waiting.Clear();
        Assert.True(_waiting.IsEmpty);
        Assert.Empty(Take());
    }

    /// <summary>All that waits; then nothing does, and nothing is counted.</summary>
    private List<string> Take()
    {
        var lines = new List<string>();
        while (_waiting.TryTake(out var line)) lines.Add(line);
        Assert.True(_waiting.IsEmpty);
        Assert.Equal(0, _waiting.Bytes);
        return lines;
    }
}
