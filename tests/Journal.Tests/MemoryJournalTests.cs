using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Journal.Tests;

/// <summary>
/// The journal in memory: facts come back as they were, numbered without a gap, and what outsiders see keeps the order of the numbers.
/// </summary>
public sealed class MemoryJournalTests : IAnnouncements, IRelease
{
    private readonly List<string> _seen = [];

    [Fact]
    public void Facts_come_back_as_they_were_stored()
    {
        var at = new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.FromHours(1)).AddTicks(7);
        object[] facts =
        [
            new LotFact.Opened(at, null),
            .. Enumerable.Range(1, 5000).Select(i => new LotFact.BidAccepted(
                i % 3 == 0 ? "bj\u00f6rn" : new string('b', 32), new string('i', i % 64 + 1), i, i, at.AddTicks(i), long.MaxValue - i,
                i % 2 == 0 ? null : "leader")),
            new LotFact.Closed(0, 1, at),
        ];
        var journal = new MemoryJournal(this);
        var writer = journal.OpenWriter("lot/1/x");
        foreach (var piece in facts.Chunk(7)) journal.Append(writer, piece, [], null);
        Assert.Equal(facts, journal.Read("lot/1/x").Select(f => f.Fact));
        Assert.Equal(Enumerable.Range(1, facts.Length).Select(i => (long)i), journal.Read("lot/1/x").Select(f => f.Event));
        Assert.Equal(facts.Length, writer.Version);
    }

    [Fact]
    public void A_writer_that_was_replaced_stores_nothing_more()
    {
        var journal = new MemoryJournal(this);
        var old = journal.OpenWriter("lot/1/x");
        journal.Append(old, ["first"], [], null);
        var current = journal.OpenWriter("lot/1/x");
        Assert.Throws<StaleWriterException>(() => journal.Append(old, ["from the old life"], [], this));
        Assert.Equal(2, journal.Append(current, ["second", "third"], [], null).FirstEvent);
        Assert.Equal(["first", "second", "third"], journal.Read("lot/1/x").Select(f => f.Fact));
        Assert.Empty(_seen);
    }

    [Fact]
    public void Answers_leave_before_announcements_and_both_in_the_order_of_their_numbers()
    {
        var journal = new MemoryJournal(this);
        var writer = journal.OpenWriter("sale/1");
        journal.Append(writer, ["a", "b"], ["closed"], this);
        journal.Announce("sale/1", ["opened"]);
        journal.Append(writer, ["c"], ["ended"], this);
        Assert.Equal(["stored 1", "closed 1", "opened 2", "stored 3", "ended 3"], _seen);
        Assert.Equal(3, journal.LastEvent("sale/1"));
    }

    void IAnnouncements.Announce(IReadOnlyList<object> announcements, long firstEvent) =>
        _seen.AddRange(announcements.Select(a => $"{a} {firstEvent}"));

    void IRelease.Stored(Appended facts) => _seen.Add($"stored {facts.FirstEvent}");
}
