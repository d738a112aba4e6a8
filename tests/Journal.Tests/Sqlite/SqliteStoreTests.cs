using AkkaAuction.Journal.GroupCommit;
using AkkaAuction.Journal.Sqlite;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Journal.Tests.Sqlite;

/// <summary>
/// Journals in real files: what is made, what comes back, who is kept out, and what is said of a file that cannot be used.
/// </summary>
public sealed class SqliteStoreTests : IDisposable
{
    private static readonly DateTimeOffset At = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    private string Db => _folder["auction.db"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Everything_comes_back_with_its_numbers_and_receipts_and_a_life_is_counted()
    {
        ReadOnlyMemory<ulong> receipts;
        using (var journal = Open())
        {
            Assert.Equal(1, journal.Epoch);
            journal.Append(journal.OpenWriter("desk"), [new RegistryFact.BidderRegistered("ann", "secret", At)], [], null);
            receipts = journal.Append(
                journal.OpenWriter("lot/1/lamp"),
                [new LotFact.Opened(At, null), new LotFact.BidAccepted("ann", "x", 1500, 1, At, 1000, null)],
                [],
                null).Receipts;
            while (journal.Step()) { }
        }
        using var again = Open();
        Assert.Equal(2, again.Epoch);
        Assert.Equal((1, 2), (again.LastEvent("house"), again.LastEvent("lot")));
        Assert.Equal(
            [
                new StoredFact(1, new LotFact.Opened(At, null), receipts.Span[0], 2),
                new StoredFact(2, new LotFact.BidAccepted("ann", "x", 1500, 1, At, 1000, null), receipts.Span[1], 3),
            ],
            again.Read("lot/1/lamp"));
        Assert.Equal(new RegistryFact.BidderRegistered("ann", "secret", At), Assert.Single(again.Read("desk")).Fact);
        // Whoever asks a second time is read from the file.
        Assert.Equal([1L, 2], again.Read("lot/1/lamp").Select(f => f.Event));
        Assert.Equal(3, again.Append(again.OpenWriter("lot/1/lamp"), [new LotFact.Closed(0, 1, At)], [], null).FirstEvent);
    }

    [Fact]
    public void Only_its_owner_may_read_it()
    {
        if (OperatingSystem.IsWindows()) return;
        using var journal = Open();
        Write(journal);
        foreach (var file in new[] { Db, Db + "-wal", Db + "-shm", Db + ".lock", Db + ".head" })
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public void A_person_reads_it_with_plain_queries()
    {
        using (var journal = Open()) Write(journal);
        using var db = SqliteConnection.Open(Db, readOnly: true);
        Assert.Equal(
            "2026-11|lamp|3|2|ann|x|1500",
            db.Text("SELECT concat_ws('|', sale, lot, place, event, bidder, id, amount_minor) FROM bids"));
        Assert.Equal(
            "2026-11|lamp|4|3|ann|1500|1",
            db.Text("SELECT concat_ws('|', sale, lot, place, event, bidder, price_minor, round) FROM sales"));
        Assert.Equal("2026-11", db.Text("SELECT group_concat(DISTINCT sale) FROM history"));
        Assert.Equal(6, db.Number("SELECT count(*) FROM history"));
        Assert.Equal(
            "sale/2026-11/1/lamp|3|2026-11-20T12:00:00.0000000Z|Lot.UnitAwarded",
            db.Text("SELECT concat_ws('|', stream, version, time, kind) FROM facts WHERE place = 4"));
    }

    [Fact]
    public void A_second_house_is_kept_out_and_told_so()
    {
        using var journal = Open();
        var fault = Assert.Throws<JournalException>(() => { Open(); });
        Assert.Contains("in use by another process", fault.Message, StringComparison.Ordinal);
        Assert.True(JournalLock.IsHeld(Db));
    }

    [Fact]
    public void A_house_whose_lock_failed_it_stores_nothing_after_another_has_begun()
    {
        using var first = Open(out var watcher);
        Write(first);
        File.Delete(Db + ".lock");
        using var second = Open();
        first.Append(first.OpenWriter("sale/9"), [new SaleFact.Opened(At)], [], null);
        Assert.False(first.Step());
        Assert.Contains("taken over", Assert.Single(watcher.Heard), StringComparison.Ordinal);
        second.Append(second.OpenWriter("sale/9"), [new SaleFact.Opened(At)], [], null);
        Assert.True(second.Step());
    }

    [Fact]
    public void A_disk_that_fills_up_pauses_and_goes_on_when_there_is_room()
    {
        using var store = SqliteStore.Open(Db, At, false, out var found);
        var watcher = new Watcher();
        var told = new Told();
        using var journal = new DiskJournal(
            store, found, TimeProvider.System, new JournalLimits(1000, TimeSpan.FromMilliseconds(1)), watcher);
        store.Connection.Execute($"PRAGMA max_page_count = {store.Connection.Number("PRAGMA page_count")}");
        object[] facts = [.. Enumerable.Range(0, 500).Select(i => new SaleFact.BidderCame($"b{i}", At))];
        journal.Append(journal.OpenWriter("sale/1"), facts, [], told.Release("all"));
        Assert.False(journal.Step());
        Assert.False(journal.Step());
        Assert.Contains("is full", Assert.Single(watcher.Heard), StringComparison.Ordinal);
        Assert.Empty(told.Lines);
        store.Connection.Execute("PRAGMA max_page_count = 100000");
        Assert.True(journal.Step());
        Assert.Equal(["all 1"], told.Lines);
        Assert.Equal(500, store.LastPlace());
    }

    [Theory]
    [InlineData("not an auction house's journal", "something else")]
    [InlineData("not an auction house's journal", "SQLite format 3\0 and nothing more")]
    public void What_is_no_journal_is_left_alone(string expected, string content)
    {
        File.WriteAllText(Db, content.PadRight(200, 'x'));
        Assert.Contains(expected, Assert.Throws<JournalException>(() => { Open(); }).Message, StringComparison.Ordinal);
        Assert.Equal(content.PadRight(200, 'x'), File.ReadAllText(Db));
        Assert.Equal([Db], Directory.GetFiles(Path.GetDirectoryName(Db)!));
    }

    [Fact]
    public void A_folder_is_no_journal_and_nothing_is_laid_beside_it()
    {
        Directory.CreateDirectory(Db);
        Assert.Contains(
            $"{Db} is a folder. Name a file in it",
            Assert.Throws<JournalException>(() => { Open(); }).Message,
            StringComparison.Ordinal);
        Assert.Equal([Db], Directory.GetFileSystemEntries(Path.GetDirectoryName(Db)!));
    }

    [Fact]
    public void A_journal_beside_which_nothing_may_be_laid_is_read_all_the_same()
    {
        using (var journal = Open()) Write(journal);
        foreach (var beside in (string[])["-wal", "-shm"]) File.Delete(Db + beside);
        // What SQLite lays there first cannot be made; so it is in a directory that is for reading only, which would not keep a superuser's
        // tests out.
        File.CreateSymbolicLink(Db + "-shm", Path.Combine(Path.GetDirectoryName(Db)!, "no", "such", "folder"));
        using var reader = SqliteReader.Open(Db);
        Assert.Equal(reader.Head, reader.ReadAll((in ReadRow _, string _) => { }).Hash);
    }

    [Fact]
    public void A_database_of_somebody_else_is_left_alone()
    {
        using (var db = SqliteConnection.Open(Db, readOnly: false)) db.Execute("CREATE TABLE things (a)");
        Assert.Contains(
            "not an auction house's journal",
            Assert.Throws<JournalException>(() => { Open(); }).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_journal_of_a_newer_program_is_left_alone_and_says_which_it_is()
    {
        using (var journal = Open()) Write(journal);
        using (var db = SqliteConnection.Open(Db, readOnly: false)) db.Execute("PRAGMA user_version = 99; PRAGMA wal_checkpoint(TRUNCATE)");
        var before = File.ReadAllBytes(Db);
        Assert.Contains(
            "version 99; this program knows up to version 2",
            Assert.Throws<JournalException>(() => { Open(); }).Message,
            StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(Db));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_named() =>
        Assert.Contains(
            "directory does not exist",
            Assert.Throws<JournalException>(() => { SqliteStore.Open(_folder["no/such.db"], At, false, out _); }).Message,
            StringComparison.Ordinal);

    private DiskJournal Open() => Open(out _);

    private DiskJournal Open(out Watcher watcher)
    {
        var store = SqliteStore.Open(Db, At, false, out var found);
        watcher = new Watcher();
        return new DiskJournal(
            store, found, TimeProvider.System, new JournalLimits(1000, TimeSpan.FromMilliseconds(1)), watcher);
    }

    /// <summary>Six events of three streams.</summary>
    internal static void Write(DiskJournal journal)
    {
        journal.Append(journal.OpenWriter("desk"), [new RegistryFact.BidderRegistered("ann", "secret", At)], [], null);
        journal.Append(journal.OpenWriter("sale/2026-11/1/lamp"), [
            new LotFact.Opened(At, null),
            new LotFact.BidAccepted("ann", "x", 1500, 1, At, 1000, null),
            new LotFact.UnitAwarded("ann", 1500, 0, 1, At),
        ], [], null);
        while (journal.Step()) { }
        journal.Append(journal.OpenWriter("sale/2026-11/1"), [new SaleFact.BidderCame("ann", At), new SaleFact.Opened(At)], [], null);
        while (journal.Step()) { }
    }
}
