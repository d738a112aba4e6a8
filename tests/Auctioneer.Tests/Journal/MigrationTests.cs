using AkkaAuction.Auctioneer.Commands.Journal;
using AkkaAuction.Auctioneer.Tests.Support;
using AkkaAuction.Journal.Sqlite;

namespace AkkaAuction.Auctioneer.Tests.Journal;

/// <summary>
/// <c>migrate</c> on journals that version 1 wrote: what it makes, what it says, what it refuses, and that it leaves nothing half behind.
/// </summary>
public sealed class MigrationTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 6, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    private string Old => _folder["old.db"];

    private string New => _folder["new.db"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_says_what_it_found_and_how_to_go_on()
    {
        Put("house-1");
        var before = File.ReadAllBytes(Old);
        var (code, said) = Migrate("spring");
        Assert.Equal(0, code);
        Assert.Collection(
            said,
            line => Assert.Equal(
                $"{Old}: 62 events of version 1. Every hash and every number is right. "
                + "Head: e34f332ab04e4946df2b55f7735468b308a3b34644b6722966c77f0d8d3ea922",
                line),
            line => Assert.Matches(
                "new.db: 64 events of version 2, read back and compared; 40 decisions made again: all as they were. Head: [0-9a-f]{64}$",
                line),
            line => Assert.Matches("^house: 5 events, head [0-9a-f]{64}$", line),
            line => Assert.Matches("^room: 8 events, head [0-9a-f]{64}$", line),
            line => Assert.Matches("^sale/spring: 43 events, head [0-9a-f]{64}$", line),
            line => Assert.Matches("^sealed: 8 events, head [0-9a-f]{64}$", line),
            line => Assert.Equal(
                "2 runs of the sale spring. 4 persons (1 erased), 2 tokens hashed: bidders come back with the tokens they hold. "
                + "2 sealed bids got a salt.",
                line),
            line => Assert.Equal("Lots still open: lamp, globe, violin, ring.", line),
            line => Assert.Equal(
                $"Event numbers and receipts are new. Keep {Old}: a receipt from before is checked there, "
                + $"auctioneer audit {Old} --head HASH",
                line),
            line => Assert.Equal(
                $"The sale is not over. Go on with it: auctioneer serve --journal {New}. A catalogue file of it needs: sale = spring",
                line));
        Assert.Equal(before, File.ReadAllBytes(Old));
        Assert.Equal(["new.db", "new.db.lock", "old.db", "old.db.lock"], Files());
    }

    [Theory]
    [InlineData("golden-1")]
    [InlineData("house-1")]
    public void But_for_numbers_and_salts_the_copy_exports_as_the_original(string journal)
    {
        Put(journal);
        Assert.Equal(0, Migrate("sale").Code);
        // event,time,house,sale,… and place,event,time,house,sale,run,…,currency: the run is what version 1 called the
        // sale.
        foreach (var what in (string[])["sales", "bids"])
        {
            Assert.Equal(
                Exported(Old, what).Select(cells => string.Join(',', cells[1..])),
                Exported(New, what).Select(cells => string.Join(',', [cells[2], cells[3], .. cells[5..^1]])));
        }
        // event,time,stream,version,life,kind,… and place,event,time,stream,version,life,kind,…
        Assert.Equal(
            Exported(Old, "facts").Select(cells => (cells[0], cells[1], cells[4], cells[5])),
            Exported(New, "facts").SkipLast(2).Select(cells => (cells[0], cells[2], cells[5], KindOf1(cells[6]))));
    }

    [Fact]
    public void No_token_and_no_erased_name_is_in_the_copy_and_the_copy_names_the_original()
    {
        Put("house-1");
        Assert.Equal(0, Migrate("sale").Code);
        foreach (var token in Told("ann ").Concat(Told("bob ")).Select(line => line.Split(' ')[1]))
        {
            Assert.True(Contains(Old, token));
            Assert.False(Contains(New, token));
        }
        Assert.False(Contains(New, "carl"));
        using var audited = new StringWriter();
        Assert.Equal(0, AuditCommand.Run(New, null, null, audited, TextWriter.Null, false));
        Assert.Contains(
            "62 events of version 1 were copied here from a journal with the head "
                + "e34f332ab04e4946df2b55f7735468b308a3b34644b6722966c77f0d8d3ea922",
            audited.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, RerunCommand.Run(New, TextWriter.Null, TextWriter.Null, false));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(New));
    }

    [Fact]
    public void A_receipt_from_before_is_found_in_the_original_only()
    {
        Put("house-1");
        Assert.Equal(0, Migrate("sale").Code);
        var receipt = Told("ACCEPTED")[0].Split("hash=")[1];
        Assert.Equal(0, AuditCommand.Run(Old, null, receipt, TextWriter.Null, TextWriter.Null, false));
        using var error = new StringWriter();
        Assert.Equal(1, JournalFile.Run(New, error, () => AuditCommand.Run(New, null, receipt, TextWriter.Null, TextWriter.Null, false)));
        Assert.Contains($"no event has the hash {receipt}", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_journal_is_refused_with_the_place_and_nothing_is_made()
    {
        Put("house-1");
        using (var db = SqliteConnection.Open(Old, readOnly: false))
            db.Execute("UPDATE facts SET body = replace(body, '2550', '2551') WHERE event = 44; PRAGMA wal_checkpoint(TRUNCATE)");
        Refused("is broken at event 44: its hash does not fit");
    }

    [Fact]
    public void A_house_that_is_running_is_not_copied()
    {
        Put("house-1");
        using var held = JournalLock.Take(Old);
        Refused($"A house is running on the journal {Old} (it holds {Old}.lock). Stop it first");
    }

    [Fact]
    public void It_never_writes_over_a_file()
    {
        Put("house-1");
        File.WriteAllText(New, "mine");
        var (code, said) = Migrate("sale");
        Assert.Equal(1, code);
        Assert.Equal($"auctioneer: {New} exists already; a migration never writes over a file. Choose another name.", Assert.Single(said));
        Assert.Equal("mine", File.ReadAllText(New));
    }

    [Fact]
    public void The_log_of_a_journal_that_was_renamed_is_not_brought_into_the_copy()
    {
        Put("house-1");
        File.WriteAllText(New + "-wal", "of the old one");
        var (code, said) = Migrate("sale");
        Assert.Equal(1, code);
        Assert.Equal(
            $"auctioneer: {New}-wal is another file's log: move it to where its journal is, or choose another name.", Assert.Single(said));
        Assert.False(File.Exists(New));
    }

    [Fact]
    public void A_last_commit_that_cannot_be_read_is_for_the_old_version_to_drop()
    {
        Put("house-1");
        using (var db = SqliteConnection.Open(Old, readOnly: false))
        {
            db.Execute("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; UPDATE house SET epoch = 3; UPDATE house SET epoch = 4");
            File.Copy(Old, _folder["torn.db"]);
            File.Copy(Old + "-wal", _folder["torn.db-wal"]);
        }
        using (var log = new FileStream(_folder["torn.db-wal"], FileMode.Open))
        {
            // The last byte of the last commit's page never reached the disk.
            log.Position = log.Length - 1;
            log.WriteByte(0xA5);
        }
        using var said = new StringWriter();
        var torn = _folder["torn.db"];
        Assert.Equal(1, JournalFile.Run(torn, said, () => MigrateCommand.Run(torn, New, "sale", Now, said, said, false)));
        Assert.Contains("--set auction.recovery.torn-end=accept, and stop it.", said.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(New));
    }

    [Fact]
    public void A_journal_of_today_is_not_copied()
    {
        Put("house-1");
        Assert.Equal(0, Migrate("sale").Code);
        using var error = new StringWriter();
        Assert.Equal(1, JournalFile.Run(New, error, () => MigrateCommand.Run(New, Old + "2", "sale", Now, error, error, false)));
        Assert.Equal($"auctioneer: The journal {New} is of version 2 already. Nothing was made.{Environment.NewLine}", error.ToString());
    }

    [Fact]
    public void What_a_killed_migration_left_is_cleared_away_by_the_next()
    {
        Put("house-1");
        File.WriteAllText(New + ".migrating", "half");
        File.WriteAllText(New + ".migrating-wal", "half");
        Assert.Equal(0, Migrate("sale").Code);
        Assert.Equal(["new.db", "new.db.lock", "old.db", "old.db.lock"], Files());
    }

    [Fact]
    public async Task A_full_disk_leaves_nothing_half()
    {
        // A file that may grow no further is to a process what a full disk is; the runtime's own double mapping is a file, too.
        if (OperatingSystem.IsWindows()) return;
        Put("house-1");
        await using var run = ProgramRun.Command(
            "bash", "-c", "export DOTNET_EnableWriteXorExecute=0 DOTNET_EnableDiagnostics=0; trap '' XFSZ; ulimit -f 80; "
                + $"exec dotnet exec \"{Programs.Auctioneer}\" migrate \"{Old}\" \"{New}\"");
        Assert.Equal(1, await run.EndAsync());
        Assert.StartsWith($"error: auctioneer: The copy {New} cannot be written: ", Assert.Single(run.Lines), StringComparison.Ordinal);
        Assert.Equal(["old.db", "old.db.lock"], Files());
    }

    private void Refused(string why)
    {
        var (code, said) = Migrate("sale");
        Assert.Equal(1, code);
        Assert.Contains(why, Assert.Single(said), StringComparison.Ordinal);
        Assert.DoesNotContain(Files(), file => file.StartsWith("new", StringComparison.Ordinal));
    }

    private (int Code, string[] Said) Migrate(string sale)
    {
        using var said = new StringWriter();
        var code = JournalFile.Run(Old, said, () => MigrateCommand.Run(Old, New, sale, Now, said, said, false));
        return (code, said.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    private static IEnumerable<string[]> Exported(string path, string what)
    {
        using var output = new StringWriter();
        Assert.Equal(0, ExportCommand.Run(path, "csv", what, output));
        return output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(','));
    }

    private static string KindOf1(string kind) => kind.Replace("/2", "", StringComparison.Ordinal);

    private string[] Files() => [.. Directory.GetFiles(_folder.Path).Select(file => Path.GetFileName(file)!)
        .Where(file => !file.EndsWith("-wal", StringComparison.Ordinal) && !file.EndsWith("-shm", StringComparison.Ordinal)).Order()];

    private void Put(string journal) => File.Copy(Kept($"{journal}.journal"), Old);

    private static bool Contains(string path, string text) =>
        File.ReadAllBytes(path).AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(text)) >= 0;

    private static string[] Told(string start) =>
        [.. File.ReadAllLines(Kept("house-1.txt")).Where(line => line.StartsWith(start, StringComparison.Ordinal))];

    private static string Kept(string name) => Path.Combine(AppContext.BaseDirectory, "Journal", name);
}
