using System.Diagnostics;
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

    [Theory]
    [InlineData("symbolic link")]
    [InlineData("hard link")]
    [InlineData("lock deleted")]
    [InlineData("folder and link")]
    public void A_second_house_is_kept_out_by_whatever_name_it_comes(string way)
    {
        if (!OperatingSystem.IsLinux()) return;
        using var journal = Open();
        Write(journal);
        var name = Db;
        switch (way)
        {
            case "symbolic link": File.CreateSymbolicLink(name = _folder["link.db"], "auction.db"); break;
            case "hard link": Link(Db, name = _folder["hard.db"]); break;
            case "lock deleted": File.Delete(Db + ".lock"); break;
            case "folder and link":
                Directory.CreateDirectory(_folder["far/away"]);
                File.CreateSymbolicLink(_folder["far/away/link.db"], "../../auction.db");
                Directory.CreateSymbolicLink(_folder["near"], _folder["far/away"]);
                name = _folder["near/link.db"];
                break;
        }
        Assert.True(JournalLock.IsHeld(name));
        var fault = Assert.Throws<JournalException>(() => { SqliteStore.Open(name, At, false, out _).Dispose(); });
        Assert.Contains("in use by another process", fault.Message, StringComparison.Ordinal);
        fault = Assert.Throws<JournalException>(() => { SqliteErasure.Erase(name, "ann"); });
        Assert.Contains("in use by another process", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_lies_beside_a_journal_lies_beside_the_file_that_a_link_leads_to()
    {
        if (OperatingSystem.IsWindows()) return;
        Directory.CreateDirectory(_folder["links"]);
        var link = _folder["links/link.db"];
        // A link may be there before its journal is.
        File.CreateSymbolicLink(link, "../auction.db");
        using (var journal = Open(link)) Write(journal);
        Assert.Equal([link], Directory.GetFiles(_folder["links"]));
        Assert.Equal(Db + ".head", HeadFile.PathOf(link));
        using var reader = SqliteReader.Open(link);
        Assert.Equal(reader.LastPlace, HeadFile.Read(link, out _)!.Place);
        Assert.Equal(Db, JournalPath.Of(Db));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void A_house_whose_lock_failed_it_stores_and_tells_nothing_after_another_has_begun(bool otherStores, bool isPaused)
    {
        using var store = SqliteStore.Open(Db, At, false, out var found);
        var (watcher, told) = (new Watcher(), new Told());
        using var journal = new DiskJournal(
            store, found, TimeProvider.System, new JournalLimits(1000, TimeSpan.FromMilliseconds(1)), watcher);
        Write(journal);
        var head = File.ReadAllBytes(Db + ".head");
        var facts = Enumerable.Range(0, isPaused ? 500 : 1).Select(i => new SaleFact.BidderCame($"b{i}", At));
        journal.Append(journal.OpenWriter("sale/9"), [.. facts], [], told.Release("all"));
        if (isPaused)
        {
            store.Connection.Execute($"PRAGMA max_page_count = {store.Connection.Number("PRAGMA page_count")}");
            Assert.False(journal.Step());
            Assert.Contains("is full", Assert.Single(watcher.Heard), StringComparison.Ordinal);
            store.Connection.Execute("PRAGMA max_page_count = 100000");
        }
        using (var other = SqliteConnection.Open(Db, readOnly: false))
        {
            other.Execute("UPDATE house SET epoch = epoch + 1");
            if (otherStores) PutOn(other, isPaused ? 500 : 1);
        }
        Assert.False(journal.Step());
        Assert.Contains("taken over", watcher.Heard[^1], StringComparison.Ordinal);
        Assert.Empty(told.Lines);
        Assert.Equal(head, File.ReadAllBytes(Db + ".head"));
        Assert.False(journal.Step());
        Assert.Empty(told.Lines);
    }

    [Fact]
    public void An_insert_that_fails_on_its_key_is_no_commit()
    {
        using var journal = Open(out var watcher);
        Write(journal);
        var told = new Told();
        journal.Append(journal.OpenWriter("sale/9"), [new SaleFact.Opened(At)], [], told.Release("opened"));
        using (var other = SqliteConnection.Open(Db, readOnly: false)) PutOn(other, 1);
        Assert.False(journal.Step());
        Assert.Contains("has something else already where this house stores", Assert.Single(watcher.Heard), StringComparison.Ordinal);
        Assert.Empty(told.Lines);
    }

    /// <summary>Another process stores where this house is about to.</summary>
    private static void PutOn(SqliteConnection other, int facts)
    {
        for (var i = 0; i < facts; i++)
        {
            other.Execute(
                "INSERT INTO facts SELECT place + 1, event + 1, stream, version + 1, place, epoch, time, kind, body, randomblob(32) "
                + "FROM facts ORDER BY place DESC LIMIT 1");
        }
    }

    [Fact]
    public void Whoever_reads_beside_a_store_leaves_it_its_locks()
    {
        if (!OperatingSystem.IsLinux()) return;
        using var journal = Open();
        Write(journal);
        using (var reader = SqliteReader.OpenBeside(Db)) reader.ReadAll((in ReadRow _, string _) => { });
        using var stat = Process.Start(new ProcessStartInfo("stat", ["-c", ":%i ", Db]) { RedirectStandardOutput = true })!;
        var inode = stat.StandardOutput.ReadToEnd().Trim('\n');
        // Without it a program that writes takes the log away as it closes, and what the house stores then is nowhere.
        Assert.Contains(
            File.ReadLines("/proc/locks"),
            line => line.Contains(inode, StringComparison.Ordinal) && line.Contains("POSIX", StringComparison.Ordinal));
    }

    private static void Link(string from, string to)
    {
        using var link = Process.Start("ln", [from, to]);
        link.WaitForExit();
        Assert.Equal(0, link.ExitCode);
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
        Assert.Equal(500, store.ReadAll(0).Count());
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

    private DiskJournal Open(string? path = null) => Open(out _, path);

    private DiskJournal Open(out Watcher watcher, string? path = null)
    {
        var store = SqliteStore.Open(path ?? Db, At, false, out var found);
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
