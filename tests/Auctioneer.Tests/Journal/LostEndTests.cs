using AkkaAuction.Auctioneer.Commands;
using AkkaAuction.Auctioneer.Commands.Journal;
using AkkaAuction.Auctioneer.Tests.Support;
using AkkaAuction.Journal;
using AkkaAuction.Journal.Snapshots;
using AkkaAuction.Journal.Sqlite;

namespace AkkaAuction.Auctioneer.Tests.Journal;

/// <summary>
/// What was told is known: a journal that lacks it is refused, with the remedy; a commit that nobody was told of is dropped in one line.
/// </summary>
public sealed class LostEndTests : IDisposable
{
    private static readonly DateTimeOffset At = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    private string Db => _folder["auction.db"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_journal_whose_log_was_cut_is_refused_by_start_audit_and_rerun_with_the_remedy()
    {
        var killed = KilledJournal.Write(_folder["written"], 4);
        var (told, before) = (killed.Commits[^1], killed.Commits[^2]);
        foreach (var log in (byte[][])[told.Log[..before.Length], told.Log[..(told.Length - 1)], []])
        {
            var left = log.Length == 0 ? 5 : before.Place;
            killed.LayDown(Db, log, told.Head);
            var files = Directory.GetFiles(Path.GetDirectoryName(Db)!).ToDictionary(f => f, File.ReadAllBytes);
            var expected = $"a house has told what happened up to place {told.Place} ({Db}.head), and the journal ends at place {left}: "
                + "its end is lost";
            var fault = Assert.Throws<JournalException>(() => { Start(); });
            Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
            Assert.EndsWith(
                "Nothing was changed. To go on from this older state: --set auction.recovery.lost-end=accept",
                fault.Message,
                StringComparison.Ordinal);
            Assert.Contains(expected, Assert.Throws<LostEndException>(() => { Audit(); }).Message, StringComparison.Ordinal);
            Assert.Throws<LostEndException>(() => { RerunCommand.Run(Db, TextWriter.Null, TextWriter.Null, false); });
            Assert.Throws<LostEndException>(() => { ExportCommand.Run(Db, "csv", "bids", TextWriter.Null); });
            Assert.Throws<LostEndException>(() => { JournalSales.List(Db); });
            foreach (var (file, bytes) in files)
            {
                if (!file.EndsWith("-shm", StringComparison.Ordinal)) Assert.Equal(bytes, File.ReadAllBytes(file));
            }

            // The owner accepts it, once.
            var (place, notes) = Start(accept: true);
            Assert.Equal(left, place);
            Assert.Contains("goes on from there", Assert.Single(notes), StringComparison.Ordinal);
            Assert.Equal(left, Start().Place);
            Assert.Empty(Start().Notes);
            Audit();
        }
    }

    [Fact]
    public void A_log_cut_at_any_byte_of_a_commit_that_nobody_was_told_of_comes_up_with_all_that_was_told()
    {
        var killed = KilledJournal.Write(_folder["written"], 4);
        var (told, last) = (killed.Commits[^2], killed.Commits[^1]);
        foreach (var cut in Tears(told.Length, last.Length))
        {
            killed.LayDown(Db, last.Log[..cut], told.Head);
            Audit();
            Assert.Equal((cut, cut < last.Length ? told.Place : last.Place), (cut, Start().Place));
        }
    }

    [Fact]
    public void A_house_killed_in_the_middle_of_a_commit_over_old_pages_comes_up_and_says_so()
    {
        var killed = KilledJournal.Write(_folder["written"], 4, isLogUsedAgain: true);
        var (told, last) = (killed.Commits[^2], killed.Commits[^1]);
        Assert.True(killed.OldLog.Length >= last.Length, "The old log is longer.");
        var torn = 0;
        foreach (var tear in Tears(told.Length, last.Length))
        {
            killed.LayDown(Db, [.. last.Log[..tear], .. killed.OldLog[tear..]], told.Head);
            var said = Audit();
            var (place, notes) = Start();
            Assert.Contains(place, (long[])[told.Place, last.Place]);
            if (notes.Count == 0) continue;
            torn++;
            Assert.Equal(told.Place, place);
            Assert.Equal(
                "The last commit in the log beside the journal was not finished. Nobody was told of it, and it is dropped", notes[0]);
            Assert.Contains(notes[0], said, StringComparison.Ordinal);
            Assert.Empty(Start().Notes);
        }
        Assert.True(torn > 0, "No tear showed.");
    }

    [Fact]
    public void A_commit_that_was_told_of_and_cannot_be_read_is_no_torn_one()
    {
        var killed = KilledJournal.Write(_folder["written"], 4, isLogUsedAgain: true);
        var (told, last) = (killed.Commits[^2], killed.Commits[^1]);
        byte[] log = [.. last.Log];
        log[last.Length - 1000] ^= 1;
        killed.LayDown(Db, log, last.Head);
        Assert.Contains(
            $"up to place {last.Place} ({Db}.head), and the journal ends at place {told.Place}",
            Assert.Throws<JournalException>(() => { Start(); }).Message,
            StringComparison.Ordinal);
        // With no head, or a damaged one, nobody knows.
        foreach (var head in (byte[]?[])[null, [], [1, 2, 3], last.Head[..^5], [.. last.Head.Reverse()]])
        {
            killed.LayDown(Db, log, head);
            Assert.Contains(
                "nobody was: start the house with --set auction.recovery.lost-end=accept",
                Assert.Throws<JournalException>(() => { Start(); }).Message,
                StringComparison.Ordinal);
            Assert.Contains("(-wal)", Assert.Throws<DamageException>(() => { Audit(); }).Message, StringComparison.Ordinal);
            Assert.Equal(told.Place, Start(accept: true).Place);
            Assert.Equal(told.Place, Start().Place);
        }
    }

    [Fact]
    public void A_damaged_head_file_locks_nobody_out_and_is_written_anew()
    {
        var killed = KilledJournal.Write(_folder["written"], 2);
        var last = killed.Commits[^1];
        for (var i = 0; i < last.Head.Length; i++)
        {
            var head = (byte[])last.Head.Clone();
            head[i] ^= 1;
            killed.LayDown(Db, last.Log, head);
            Assert.Contains("auction.db.head is damaged, so nobody knows", Audit(), StringComparison.Ordinal);
            var (place, notes) = Start();
            Assert.Equal(last.Place, place);
            Assert.Contains("is damaged", Assert.Single(notes), StringComparison.Ordinal);
            Assert.Equal(last.Place, HeadFile.Read(Db, out var fault)!.Place);
            Assert.Null(fault);
        }
        killed.LayDown(Db, last.Log, []);
        Assert.Contains("auction.db.head is empty", Assert.Single(Start().Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_snapshot_of_facts_that_the_journal_lacks_is_a_witness_too()
    {
        var killed = KilledJournal.Write(_folder["written"], 4);
        var (before, last) = (killed.Commits[0], killed.Commits[^1]);
        killed.LayDown(Db, last.Log, null);
        var kind = Recoveries.Of(Houses.Settings()) with { WriteAfter = 1 };
        SqliteStore.Open(Db, At, false, out var found, kind).Dispose();
        Assert.Equal(last.Place, found.WrittenPlace);
        var snapshot = File.ReadAllBytes(SnapshotFile.PathOf(Db));
        foreach (var used in (RecoveryOptions[])[kind, kind with { BySnapshot = false }])
        {
            killed.LayDown(Db, last.Log[..before.Length], null);
            File.WriteAllBytes(SnapshotFile.PathOf(Db), snapshot);
            var fault = Assert.Throws<JournalException>(() => { SqliteStore.Open(Db, At, false, out _, used); });
            Assert.Contains(
                $"a snapshot is of what happened up to place {last.Place} ({Db}.snapshot), and the journal ends at place {before.Place}",
                fault.Message,
                StringComparison.Ordinal);
            Assert.Throws<LostEndException>(() => { Audit(); });
            Assert.Equal(snapshot, File.ReadAllBytes(SnapshotFile.PathOf(Db)));
        }
        SqliteStore.Open(Db, At, true, out _, kind with { WriteAfter = null }).Dispose();
        Assert.False(File.Exists(SnapshotFile.PathOf(Db)), "It would be taken for a witness again.");
        Audit();
    }

    [Fact]
    public void A_backup_opens_without_a_head_and_beside_the_old_one_with_the_remedy()
    {
        var killed = KilledJournal.Write(_folder["written"], 4);
        var (early, last) = (killed.Commits[0], killed.Commits[^1]);
        killed.LayDown(Db, last.Log[..early.Length], early.Head);
        Assert.Equal(0, BackupCommand.Run(Db, _folder["copy.db"], TextWriter.Null));
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(Db)!, "copy.db.head"));
        File.Copy(_folder["copy.db"], _folder["other.db"]);
        Assert.Equal(early.Place, Start(path: _folder["other.db"]).Place);

        killed.LayDown(Db, last.Log, last.Head);
        for (var life = 0; life < 5; life++) Start();
        File.Delete(Db + "-wal");
        File.Copy(_folder["copy.db"], Db, overwrite: true);
        Assert.Contains("lost-end=accept", Assert.Throws<JournalException>(() => { Start(); }).Message, StringComparison.Ordinal);
        // What is made anew is called by a life that nobody has heard of.
        SqliteStore.Open(Db, At, true, out var found).Dispose();
        Assert.Equal((early.Place, 7), (found.End.Place, found.Epoch));
    }

    [Fact]
    public void A_journal_that_is_gone_is_not_made_anew_unasked()
    {
        var killed = KilledJournal.Write(_folder["written"], 1);
        killed.LayDown(Db, [], killed.Commits[0].Head);
        File.Delete(Db);
        var fault = Assert.Throws<JournalException>(() => { Start(); });
        Assert.StartsWith($"There is no journal {Db}, and a house has told", fault.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Db));
        Assert.Equal(0, Start(accept: true).Place);
        Assert.Empty(Start().Notes);
    }

    [Fact]
    public void A_head_of_another_journal_is_refused_until_its_owner_accepts_or_deletes_it()
    {
        var killed = KilledJournal.Write(_folder["written"], 2);
        var other = KilledJournal.Write(_folder["other"], 4).Commits[^1];
        foreach (var accepts in (bool[])[true, false])
        {
            killed.LayDown(Db, killed.Commits[^1].Log, other.Head);
            var expected = $"{Db}.head is another journal's, in which a house has told what happened up to place {other.Place}";
            Assert.Contains(expected, Assert.Throws<LostEndException>(() => { Audit(); }).Message, StringComparison.Ordinal);
            var fault = Assert.Throws<JournalException>(() => { Start(); });
            Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
            Assert.EndsWith(
                $"If this is the right one, delete {Db}.head, or for one start: --set auction.recovery.lost-end=accept",
                fault.Message,
                StringComparison.Ordinal);
            Assert.Equal(other.Head, File.ReadAllBytes(Db + ".head"));
            if (accepts) Assert.Contains("is another journal's", Assert.Single(Start(accept: true).Notes), StringComparison.Ordinal);
            else File.Delete(Db + ".head");
            Assert.Equal((killed.Commits[^1].Place, 0), (Start().Place, Start().Notes.Count));
        }
    }

    [Fact]
    public void Audit_says_on_the_error_stream_that_a_head_is_damaged_or_missing()
    {
        var killed = KilledJournal.Write(_folder["written"], 2);
        var told = killed.Commits[^1];
        (byte[]? Head, string Said)[] heads =
        [
            (told.Head, ""),
            ([.. told.Head.Reverse()], $"auctioneer: {Db}.head is damaged, so nobody knows"),
            ([], $"auctioneer: {Db}.head is empty, so nobody knows"),
            (null, $"auctioneer: There is no {Db}.head, so nobody knows"),
        ];
        foreach (var (head, said) in heads)
        {
            killed.LayDown(Db, told.Log, head ?? []);
            if (head is null) File.Delete(Db + ".head");
            using var error = new StringWriter();
            Assert.Equal(0, AuditCommand.Run(Db, null, null, TextWriter.Null, TextWriter.Null, false, error));
            if (said.Length == 0) Assert.Equal("", error.ToString());
            else Assert.StartsWith(said, error.ToString(), StringComparison.Ordinal);
        }
    }

    /// <summary>Where a log is cut or torn: everywhere with <c>tests/crash.sh</c>, else at a few hundred places.</summary>
    private static IEnumerable<int> Tears(int from, int to)
    {
        if (Environment.GetEnvironmentVariable("AUCTION_TEARS") == "all") return Enumerable.Range(from, to - from + 1);
        return Enumerable.Range(from, to - from + 1).Where(at => at - from < 60 || to - at < 40 || (at - from) % 509 == 0);
    }

    private (long Place, IReadOnlyList<string> Notes) Start(bool accept = false, string? path = null)
    {
        using var store = SqliteStore.Open(path ?? Db, At, accept, out var found);
        return (found.End.Place, found.Notes);
    }

    private string Audit()
    {
        using var output = new StringWriter();
        Assert.Equal(0, AuditCommand.Run(Db, null, null, output, TextWriter.Null, false));
        return output.ToString();
    }
}
