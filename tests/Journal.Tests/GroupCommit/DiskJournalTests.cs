using System.Security.Cryptography;
using System.Text;
using AkkaAuction.Journal.Codec;
using AkkaAuction.Journal.GroupCommit;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Journal.Tests.GroupCommit;

/// <summary>
/// What waits for the disk, in which order it is told, and what happens when the disk does not do its part. Each step of the writer is
/// taken by the test.
/// </summary>
public sealed class DiskJournalTests : IDisposable
{
    private readonly TestStore _store = new();
    private readonly Told _told = new();
    private readonly Watcher _watcher = new();

    [Fact]
    public void Nothing_is_told_before_it_is_stored_and_then_in_the_order_of_events_answers_first()
    {
        var journal = Open();
        var lamp = journal.OpenWriter("sale/x/1/lamp");
        var rug = journal.OpenWriter("sale/x/1/rug");
        Assert.Equal(1, journal.Append(lamp, [Came("ann"), Came("bob")], ["ended"], _told.Release("first")).FirstEvent);
        Assert.Equal(3, journal.Append(rug, [Came("ann")], ["ended"], _told.Release("second")).FirstEvent);
        journal.After(_told.Release("refusal"));
        Assert.Empty(_told.Lines);
        Assert.Equal(0, journal.LastEvent("sale/x"));

        Assert.True(journal.Step());
        Assert.Equal(["first 1", "ended 1", "second 3", "ended 3", "refusal 0"], _told.Lines);
        Assert.Equal(3, journal.LastEvent("sale/x"));
        Assert.Equal(1, _store.Commits);
        Assert.False(journal.Step());
    }

    [Fact]
    public void What_is_about_to_be_told_is_written_down_before_and_nothing_is_told_while_it_cannot_be()
    {
        var journal = Open();
        var lamp = journal.OpenWriter("sale/x/1/lamp");
        journal.Append(lamp, [Came("ann"), Came("bob")], [], new AtRelease(() => Assert.Equal(2, _store.Head)));
        Assert.True(journal.Step());

        _store.CanHeadBeWritten = false;
        journal.Append(lamp, [Came("cid")], [], _told.Release("third"));
        Assert.False(journal.Step());
        Assert.False(journal.Step());
        Assert.Equal(3, _store.Stored.Count);
        Assert.Equal((2L, 1), (_store.Head, _watcher.Heard.Count));
        Assert.Empty(_told.Lines);
        _store.CanHeadBeWritten = true;
        Assert.True(journal.Step());
        Assert.Equal((3L, 3), (_store.Head, _store.Stored.Count));
        Assert.Equal(["third 3"], _told.Lines);
    }

    private sealed class AtRelease(Action look) : IRelease
    {
        public void Stored(Appended facts) => look();
    }

    [Fact]
    public void Each_chain_has_numbers_and_a_listener_of_its_own()
    {
        var journal = Open();
        var other = new Told();
        journal.Listen("sale/y", other);
        var (x, y, desk) = (journal.OpenWriter("sale/x/1/lamp"), journal.OpenWriter("sale/y/1/lamp"), journal.OpenWriter("desk"));
        Assert.Equal(1, journal.Append(x, [Came("ann"), Came("bob")], ["in x"], null).FirstEvent);
        Assert.Equal(1, journal.Append(y, [Came("ann")], ["in y"], null).FirstEvent);
        Assert.Equal(1, journal.Append(desk, [Came("ann")], ["in the house"], null).FirstEvent);
        Assert.Equal(3, journal.Append(x, [Came("cid")], [], null).FirstEvent);
        Assert.Equal(1, journal.Announce("sale/y", ["open"]));
        journal.Step();
        Assert.Equal([3L, 1, 1, 0], new[] { "sale/x", "sale/y", "house", "sale/z" }.Select(journal.LastEvent));
        Assert.Equal(5, journal.LastPlace);
        Assert.Equal(["in x 1"], _told.Lines);
        Assert.Equal(["in y 1", "open 1"], other.Lines);
        Assert.Equal([(1L, 1L, 0L), (2, 2, 1), (3, 1, 0), (4, 1, 0), (5, 3, 2)], _store.Stored.Select(r => (r.Place, r.Event, r.Follows)));
    }

    [Fact]
    public void An_anchor_says_how_far_each_chain_has_come_that_has_moved_since_the_last_one()
    {
        var journal = Open();
        var lamp = journal.OpenWriter("sale/x/1/lamp");
        journal.Append(lamp, [Came("ann"), Came("bob")], [], null);
        journal.Append(journal.OpenWriter("desk"), [Came("ann")], [], null);
        journal.Anchor();
        journal.Anchor();
        journal.Append(lamp, [Came("cid")], [], null);
        journal.Anchor();
        journal.Step();
        Assert.Equal(["house 1, sale/x 2", "sale/x 3"], Anchors());
        var again = Open(epoch: 2);
        again.Anchor();
        again.Append(again.OpenWriter("sale/x"), [Came("dan")], [], null);
        again.Anchor();
        again.Step();
        Assert.Equal(["house 1, sale/x 2", "sale/x 3", "sale/x 4"], Anchors());
        Assert.Equal(_store.Stored[1].Hash, Convert.FromHexString(((HouseFact.Anchored)_store.Stored[3].Fact).Chains[1].Head));
        Assert.Equal(("anchors", 2L), (Encoding.UTF8.GetString(_store.Stored[3].Stream), _store.Stored[3].Event));
        Assert.Equal(8, _store.Found().End.Place);
    }

    [Fact]
    public void A_fact_that_is_not_where_an_anchor_saw_it_is_missed()
    {
        var journal = Open();
        var lamp = journal.OpenWriter("sale/x/1/lamp");
        journal.Append(lamp, [Came("ann")], [], null);
        journal.Append(lamp, [Came("bob")], [], null);
        journal.Anchor();
        journal.Step();
        // Whoever takes it out closes the gap, as far as no hash stands in the way.
        var anchor = _store.Stored[2];
        _store.Stored.RemoveRange(1, 2);
        _store.Stored.Add(new FactRow
        {
            Place = 2,
            Event = anchor.Event,
            Stream = anchor.Stream,
            Version = anchor.Version,
            Follows = anchor.Follows,
            Epoch = anchor.Epoch,
            Text = anchor.Text,
            Hash = anchor.Hash,
            Fact = anchor.Fact,
        });
        var fault = Assert.Throws<DamageException>(() => { _store.Found(); });
        Assert.Contains("place 2 (event 1 of house): it says that sale/x had come to event 2", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Within_a_minute_of_a_move_and_at_the_stop_it_is_anchored()
    {
        var time = new HandTime();
        var journal = Open(time: time);
        journal.Start();
        time.Ring();
        var stored = new Stored();
        journal.Append(journal.OpenWriter("sale/x"), [Came("ann")], [], null);
        time.Ring();
        journal.After(stored);
        await stored.Task.WaitAsync(Patience.Most);
        Assert.Equal(["sale/x 1"], Anchors());
        journal.Append(journal.OpenWriter("sale/x"), [Came("bob")], [], null);
        journal.Dispose();
        Assert.Equal(["sale/x 1", "sale/x 2"], Anchors());
    }

    [Fact]
    public void What_depends_on_nothing_that_waits_is_told_at_once()
    {
        var journal = Open();
        journal.After(_told.Release("refusal"));
        Assert.Equal(["refusal 0"], _told.Lines);
    }

    [Fact]
    public void An_announcement_of_no_fact_is_told_in_its_turn_as_of_the_last_event()
    {
        var journal = Open();
        journal.Append(journal.OpenWriter("sale/1"), [Came("ann")], [], _told.Release("answer"));
        Assert.Equal(1, journal.Announce("sale/1", ["closed"]));
        journal.Step();
        Assert.Equal(["answer 1", "closed 1"], _told.Lines);
        Assert.Equal(0, _store.Commits - 1);
    }

    [Fact]
    public void A_full_disk_pauses_the_house_once_and_when_there_is_room_everything_is_answered()
    {
        _store.FailNext(StoreFault.Full, times: 3);
        var journal = Open();
        var sale = journal.OpenWriter("sale/1");
        journal.Append(sale, [Came("ann")], [], _told.Release("ann"));
        for (var i = 0; i < 3; i++) Assert.False(journal.Step());
        journal.Append(sale, [Came("bob")], [], _told.Release("bob"));
        Assert.Empty(_told.Lines);
        Assert.Equal(["paused: The disk: Full."], _watcher.Heard);
        Assert.True(journal.Step());
        Assert.True(journal.Step());
        Assert.Equal(["ann 1", "bob 2"], _told.Lines);
        Assert.Equal(["paused: The disk: Full.", "resumed"], _watcher.Heard);
        Assert.Equal([1L, 2], _store.Stored.Select(r => r.Event));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_commit_of_unknown_outcome_is_settled_by_reading_and_stored_once(bool readableAtOnce)
    {
        _store.FailNextAfterStoring();
        _store.CanBeRead = readableAtOnce;
        var journal = Open();
        journal.Append(journal.OpenWriter("sale/1"), [Came("ann")], [], _told.Release("ann"));
        Assert.Equal(readableAtOnce, journal.Step());
        _store.CanBeRead = true;
        if (!readableAtOnce) Assert.True(journal.Step());
        Assert.Equal(["ann 1"], _told.Lines);
        Assert.Single(_store.Stored);
    }

    [Fact]
    public void A_run_that_was_let_go_of_is_kept_no_more_and_who_opens_it_again_finds_its_end()
    {
        var journal = Open();
        var sale = journal.OpenWriter("sale/2026");
        for (var run = 1; run <= 50; run++)
        {
            for (var lot = 1; lot <= 20; lot++) journal.Append(journal.OpenWriter($"sale/2026/{run}/{lot}"), [Came("ann")], [], null);
            journal.Append(journal.OpenWriter($"sale/2026/{run}"), [Came("ann")], [], null);
            journal.Append(journal.OpenWriter($"sealed/lot/{run}/item"), [Came("ann")], [], null);
            if (run < 50) Assert.True(journal.Step());
            journal.LetGo("sale/2026", run - 1);
            journal.LetGo("sealed/lot", run - 1);
            // The sale, the anchors, and the run that goes on.
            Assert.Equal(2 + 20 + 1 + 1, journal.StreamsHeld);
        }
        var late = journal.OpenWriter("sale/2026/50/7");
        journal.LetGo("sale/2026", 50);
        Assert.Throws<StaleWriterException>(() => journal.Append(late, [Came("bob")], [], null));
        journal.Append(sale, [Came("bob")], [], null);
        // The last run is not stored yet, the first is; and there are lots of which nothing ever was.
        foreach (var (stream, version) in ((string, int)[])[("sale/2026/50/7", 1), ("sale/2026/1/7", 1), ("sale/2026/1/none", 0)])
        {
            Assert.Equal(version, journal.Read(stream).Count);
            var again = journal.OpenWriter(stream);
            Assert.Equal(version, again.Version);
            journal.Append(again, [Came("bob")], [], null);
            Assert.Equal(version + 1, journal.Read(stream).Count);
        }
        Assert.Throws<StaleWriterException>(() => journal.Append(late, [Came("bob")], [], null));
        Assert.True(journal.Step());
        Assert.Equal(2, journal.Read("sale/2026/50/7").Count);
        // The chain, the versions and what each fact follows are as they must be.
        Assert.NotNull(_store.Found());
    }

    [Fact]
    public void A_journal_that_another_house_has_taken_over_stores_and_tells_nothing_more()
    {
        _store.FailNext(StoreFault.Fenced);
        var journal = Open();
        var sale = journal.OpenWriter("sale/1");
        journal.Append(sale, [Came("ann")], [], _told.Release("ann"));
        Assert.False(journal.Step());
        Assert.Equal(["failed: The disk: Fenced."], _watcher.Heard);
        Assert.Throws<InvalidOperationException>(() => { journal.Append(sale, [Came("bob")], [], _told.Release("bob")); });
        Assert.Empty(_told.Lines);
    }

    [Fact]
    public void At_the_bound_there_is_no_room_until_half_of_it_is_stored()
    {
        var journal = Open(waiting: 4);
        var sale = journal.OpenWriter("sale/1");
        for (var i = 0; i < 4; i++) journal.Append(sale, [Came($"b{i}")], [], null);
        Assert.False(journal.HasRoom);
        journal.WhenRoom(() => _told.Lines.Add("room"));
        Assert.Empty(_told.Lines);
        journal.Step();
        Assert.True(journal.HasRoom);
        Assert.Equal(["room"], _told.Lines);
        journal.WhenRoom(() => _told.Lines.Add("at once"));
        Assert.Equal(["room", "at once"], _told.Lines);
    }

    [Fact]
    public void A_writer_of_an_old_life_or_an_old_version_stores_nothing()
    {
        var journal = Open();
        var old = journal.OpenWriter("sale/1");
        journal.Append(old, [Came("ann")], [], null);
        var current = journal.OpenWriter("sale/1");
        Assert.Throws<StaleWriterException>(() => { journal.Append(old, [Came("bob")], [], null); });
        journal.Append(current, [Came("bob")], [], null);
        journal.Step();
        Assert.Equal([1L, 2], _store.Stored.Select(r => r.Version));
    }

    [Fact]
    public void A_fact_that_cannot_be_put_into_words_is_refused_whole_and_costs_no_number()
    {
        var journal = Open();
        var sale = journal.OpenWriter("sale/1");
        Assert.Throws<ArgumentException>(() => { journal.Append(sale, [Came("ann"), "no fact"], [], _told.Release("ann")); });
        Assert.Equal(1, journal.Append(sale, [Came("ann")], [], null).FirstEvent);
    }

    [Fact]
    public void Whoever_fails_comes_back_from_what_is_stored_and_what_is_about_to_be()
    {
        var journal = Open();
        var sale = journal.OpenWriter("sale/1");
        journal.Append(sale, [Came("ann")], [], null);
        journal.Step();
        journal.Append(journal.OpenWriter("sale/2"), [Came("cid")], [], null);
        journal.Append(sale, [Came("bob")], [], null);
        Assert.Equal([(object)Came("ann"), Came("bob")], journal.Read("sale/1").Select(f => f.Fact));
        Assert.Equal([(1L, 1L), (1, 2), (2, 3)], journal.ReadAll().Select(f => (f.Fact.Event, f.Fact.Place)));
        Assert.Equal(2, journal.OpenWriter("sale/1").Version);
    }

    [Fact]
    public void A_house_that_starts_again_goes_on_with_the_numbers_and_the_chain()
    {
        var first = Open();
        var receipts = first.Append(first.OpenWriter("sale/1"), [Came("ann"), Came("bob")], [], null).Receipts.ToArray();
        first.Step();
        var second = Open(epoch: 2);
        Assert.Equal(2, second.LastEvent("sale/1"));
        var found = second.Read("sale/1");
        Assert.Equal(receipts, found.Select(f => f.Receipt));
        var writer = second.OpenWriter("sale/1");
        Assert.Equal(2, writer.Version);
        Assert.Equal(3, second.Append(writer, [Came("cid")], [], null).FirstEvent);
        second.Step();
        Assert.Equal([1L, 1, 2], _store.Stored.Select(r => r.Epoch));
        // As anybody would compute it: docs/reference/journal-file.md.
        var hash = SHA256.HashData("AkkaAuction journal test sale/1"u8);
        foreach (var row in _store.Stored)
        {
            var numbers = Encoding.UTF8.GetBytes($"{row.Event}\nsale/1\n{row.Version}\n{row.Epoch}\n");
            hash = SHA256.HashData([.. hash, .. numbers, .. row.Text.Bytes]);
            Assert.Equal(hash, row.Hash);
        }
    }

    [Fact]
    public async Task The_writers_own_thread_stores_whatever_comes_and_leaves_nothing_behind_when_it_stops()
    {
        var journal = Open();
        journal.Start();
        await Task.WhenAll(Enumerable.Range(1, 8).Select(lot => Task.Run(() =>
        {
            var writer = journal.OpenWriter($"sale/{lot}");
            for (var i = 0; i < 500; i++) journal.Append(writer, [Came($"b{i}")], [], null);
        })));
        journal.Dispose();
        Assert.Equal(Enumerable.Range(1, 4001).Select(e => (long)e), _store.Stored.Select(r => r.Place));
        Assert.Equal(8, Assert.IsType<HouseFact.Anchored>(_store.Stored[^1].Fact).Chains.Length);
        _store.Stored.RemoveAt(4000);
        Assert.All(
            _store.Stored.GroupBy(r => Encoding.UTF8.GetString(r.Stream)),
            s => Assert.Equal(Enumerable.Range(1, 500).Select(v => (long)v), s.Select(r => r.Version)));
    }

    [Fact]
    public async Task A_writers_thread_that_fails_on_what_nobody_foresaw_says_so_and_ends()
    {
        var journal = Open();
        journal.Start();
        journal.Append(journal.OpenWriter("sale/1"), [Came("ann")], [], new Broken());
        await _watcher.HasFailed.WaitAsync(Patience.Most);
        Assert.Contains("(NotSupportedException: Nobody foresaw this)", Assert.Single(_watcher.Heard), StringComparison.Ordinal);
        journal.Dispose();
    }

    public void Dispose() => _store.Dispose();

    /// <summary>A clock whose one timer rings when the test says so.</summary>
    private sealed class HandTime : TimeProvider, ITimer
    {
        private Action _ring = () => { };

        public void Ring() => _ring();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Assert.Equal((TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1)), (dueTime, period));
            _ring = () => callback(state);
            return this;
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() => _ring = () => { };

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class Stored : IRelease
    {
        private readonly TaskCompletionSource _stored = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Task => _stored.Task;

        void IRelease.Stored(Appended facts) => _stored.TrySetResult();
    }

    private sealed class Broken : IRelease
    {
        public void Stored(Appended facts) => throw new NotSupportedException("Nobody foresaw this.");
    }

    private DiskJournal Open(int waiting = 1000, long epoch = 1, TimeProvider? time = null)
    {
        var limits = new JournalLimits(waiting, TimeSpan.FromMilliseconds(1));
        var journal = new DiskJournal(_store, _store.Found(epoch), time ?? TimeProvider.System, limits, _watcher);
        foreach (var chain in (string[])["sale/1", "sale/2", "sale/x"]) journal.Listen(chain, _told);
        return journal;
    }

    private IEnumerable<string> Anchors() => _store.Stored.Select(r => r.Fact).OfType<HouseFact.Anchored>()
        .Select(a => string.Join(", ", a.Chains.Select(c => $"{c.Chain} {c.LastEvent}")));

    private static SaleFact.BidderCame Came(string bidder) => new(bidder, DateTimeOffset.UnixEpoch);
}
