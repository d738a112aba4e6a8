using System.Text;
using AkkaAuction.Auctioneer.Commands.Journal;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Auctioneer.Tests.Support;
using AkkaAuction.Journal;
using AkkaAuction.Journal.GroupCommit;
using AkkaAuction.Journal.Sqlite;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Tests.Journal;

/// <summary>
/// P11: a damaged journal is noticed. Whatever is done to the file, audit either names a place, or everything in it is still exactly what
/// was written (bytes that mean nothing, in free space); and a house starts only on the same facts.
/// </summary>
public sealed class CorruptionTests : IDisposable
{
    private static readonly DateTimeOffset At = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Any_flipped_byte_of_the_file_is_noticed_or_means_nothing()
    {
        var (file, facts) = Written(keepLog: false, bids: 1000);
        var bytes = File.ReadAllBytes(file);
        var chance = new Random(6);
        var noticed = 0;
        for (var i = 0; i < 200; i++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[chance.Next(bytes.Length)] ^= (byte)(1 << chance.Next(8));
            if (IsNoticed($"flip{i}", damaged, null, facts)) noticed++;
        }
        // Every table has a page of its own, mostly free; the rest is facts.
        Assert.InRange(noticed, 100, 200);
    }

    [Fact]
    public void Any_flipped_byte_of_the_log_beside_it_is_noticed()
    {
        var (file, facts) = Written(keepLog: true);
        var bytes = File.ReadAllBytes(file);
        var log = File.ReadAllBytes(file + "-wal");
        Assert.True(log.Length > 10_000);
        var chance = new Random(7);
        for (var i = 0; i < 200; i++)
        {
            var damaged = (byte[])log.Clone();
            var at = chance.Next(damaged.Length);
            damaged[at] ^= (byte)(1 << chance.Next(8));
            Assert.True(IsNoticed($"log{i}", bytes, damaged, facts), $"byte {at} of the log");
        }
    }

    [Fact]
    public void A_log_that_ends_in_the_middle_of_a_commit_is_one_that_nobody_was_told_of()
    {
        var (file, facts) = Written(keepLog: true);
        var log = File.ReadAllBytes(file + "-wal");
        // Half a page behind the last commit: the process died while it wrote.
        Assert.False(IsNoticed("half", File.ReadAllBytes(file), [.. log, .. new byte[2000]], facts));
    }

    [Theory]
    [InlineData("DELETE FROM facts WHERE place = (SELECT max(place) FROM facts)", "place 40: it is missing")]
    [InlineData("DELETE FROM facts WHERE place = 7", "place 7: it is missing")]
    [InlineData("DELETE FROM facts WHERE place > 20; UPDATE house SET last_place = 20", "the table house: the head")]
    [InlineData(
        "UPDATE facts SET body = replace(body, '1007', '9007') WHERE kind = 'Lot.BidAccepted'",
        "place 13 (event 12 of sale/sale): its hash does not fit")]
    [InlineData(
        "UPDATE facts SET place = -1 WHERE place = 9; UPDATE facts SET place = 9 WHERE "
            + "place = 10; UPDATE facts SET place = 10 WHERE place = -1",
        "place 9: it is event 9 of sale/sale, but follows event 7")]
    [InlineData("UPDATE facts SET time = '2026-11-20T11:00:00.0000000Z' WHERE place = 5", "place 5 (event 4 of sale/sale): its hash")]
    [InlineData("UPDATE facts SET stream = 'sale/sale/1/rug' WHERE place = 40", "place 40 (event 39 of sale/sale): ")]
    [InlineData("UPDATE facts SET epoch = 2 WHERE place = 30", "place 30 (event 29 of sale/sale): its hash")]
    [InlineData("UPDATE people SET name = 'eve' WHERE number = 1", "place 2 (event 1 of house): person 1 is not the one it was")]
    [InlineData("UPDATE people SET token = 'stolen' WHERE number = 1", "place 2 (event 1 of house): person 1 is not the one it was")]
    [InlineData("DELETE FROM people WHERE number = 1", "place 2 (event 1 of house): there is no person 1")]
    [InlineData("UPDATE catalogues SET body = replace(body, '1000', '1')", "is not what it was")]
    [InlineData("DELETE FROM house", "the table house: it is empty")]
    [InlineData("DROP TABLE facts", "facts is missing")]
    [InlineData("UPDATE facts SET follows = 1 WHERE place = 30", "place 30 (event 29 of sale/sale): it follows place 1")]
    [InlineData("UPDATE facts SET event = event + 1 WHERE place = 30", "place 30: it is event 30 of sale/sale, but follows event 28")]
    public void What_was_changed_is_named_by_its_place_and_no_house_starts_on_it(string change, string expected)
    {
        var (file, _) = Written(keepLog: false);
        using (var db = SqliteConnection.Open(file, readOnly: false)) db.Execute(change);
        var fault = Assert.Throws<DamageException>(() => { Audit(file); });
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
        var before = File.ReadAllBytes(file);
        Assert.Contains(
            "is damaged at",
            Assert.Throws<JournalException>(() => { SqliteStore.Open(file, At, false, out _); }).Message,
            StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(file));
    }

    [Theory]
    [InlineData(1, "DROP VIEW bids; CREATE VIEW bids AS SELECT 1 AS event", "the view bids was changed")]
    [InlineData(2, "DROP VIEW bids; CREATE VIEW bids AS SELECT 1 AS event", "the view bids was changed")]
    [InlineData(2, "CREATE TRIGGER quiet AFTER INSERT ON facts BEGIN DELETE FROM people; END", "the trigger quiet was added")]
    [InlineData(2, "CREATE INDEX by_kind ON facts (kind)", "the index by_kind was added")]
    [InlineData(2, "UPDATE schema_version SET version = 3", "the table schema_version does not say 2, and that alone")]
    [InlineData(2, "INSERT INTO schema_version VALUES (3, '')", "the table schema_version does not say 2, and that alone")]
    [InlineData(2, "DELETE FROM schema_version", "the table schema_version does not say 2, and that alone")]
    [InlineData(2, "DROP VIEW told", "the view told is missing")]
    [InlineData(1, "CREATE TABLE more (x)", "the table more was added")]
    public void A_view_that_was_changed_and_a_trigger_that_was_added_are_named(int version, string change, string expected)
    {
        var file = _folder["golden"];
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Journal", $"golden-{version}.journal"), file);
        Audit(file);
        using (var db = SqliteConnection.Open(file, readOnly: false)) db.Execute(change);
        Assert.Equal($"the file's schema: {expected}", Assert.Throws<DamageException>(() => { Audit(file); }).Message);
    }

    [Fact]
    public void A_file_that_was_cut_off_is_noticed()
    {
        var (file, facts) = Written(keepLog: false);
        var bytes = File.ReadAllBytes(file);
        for (var length = 0; length < bytes.Length; length += 997)
        {
            Assert.True(length == 0 || IsNoticed($"cut{length}", bytes[..length], null, facts), $"{length} bytes");
        }
    }

    [Fact]
    public void A_head_kept_elsewhere_shows_what_was_cut_off_with_everything_that_knew_of_it()
    {
        var (file, _) = Written(keepLog: false);
        string head;
        using (var reader = SqliteReader.Open(file)) head = Convert.ToHexStringLower(reader.Head);
        Audit(file, head);
        using (var db = SqliteConnection.Open(file, readOnly: false))
            db.Execute(
                "DELETE FROM facts WHERE place > 20; UPDATE house SET last_place = 20, head = (SELECT hash FROM facts WHERE place = 20)");
        Assert.Contains("its end is lost", Assert.Throws<LostEndException>(() => { Audit(file); }).Message, StringComparison.Ordinal);
        File.Delete(HeadFile.PathOf(file));
        Audit(file);
        Assert.Contains(
            "no event has the hash",
            Assert.Throws<DamageException>(() => { Audit(file, head); }).Message,
            StringComparison.Ordinal);
    }

    private bool IsNoticed(string name, byte[] file, byte[]? log, List<string> facts)
    {
        var path = _folder[name];
        File.WriteAllBytes(path, file);
        if (log is not null) File.WriteAllBytes(path + "-wal", log);
        bool noticed;
        try
        {
            Audit(path);
            Assert.Equal(facts, Facts(path));
            noticed = false;
        }
        catch (Exception fault) when (fault is DamageException or JournalException)
        {
            noticed = true;
        }
        try
        {
            using var store = SqliteStore.Open(path, At, false, out var found);
            Assert.Equal(facts.Count, found.End.Place);
        }
        catch (JournalException)
        {
            // A house is pickier than an audit: it must be able to write, too.
        }
        foreach (var left in Directory.GetFiles(Path.GetDirectoryName(path)!, name + "*")) File.Delete(left);
        return noticed;
    }

    private static void Audit(string path, string? head = null) =>
        AuditCommand.Run(path, null, head, TextWriter.Null, TextWriter.Null, false);

    private static List<string> Facts(string path)
    {
        var facts = new List<string>();
        using var reader = SqliteReader.Open(path);
        reader.ReadAll((in ReadRow row, string stream) =>
            facts.Add($"{row.Place} {row.Event} {stream} {row.Version} {Encoding.UTF8.GetString(row.Time)} {reader.Decode(row)}"));
        return facts;
    }

    /// <summary>A sale put up, a bidder, and a lot's bids, in several commits: forty events, if not more are asked for.</summary>
    private (string File, List<string> Facts) Written(bool keepLog, int bids = 35)
    {
        var file = _folder["written"];
        var settings = Houses.Settings();
        var catalogue = Houses.Catalogue("lots = [ { id = lamp, start = \"10.00\" } ]", settings);
        var copy = _folder["copy"];
        var limits = new JournalLimits(1000, TimeSpan.FromMilliseconds(1));
        using (var store = SqliteStore.Open(file, At, false, out var found))
        using (var journal = new DiskJournal(store, found, TimeProvider.System, limits, null))
        {
            journal.Append(
                journal.OpenWriter("sale/sale"),
                [new RegistryFact.SalePutUp(1, At, catalogue.SaleTerms(1, settings), catalogue)],
                [],
                null);
            journal.Step();
            journal.Append(journal.OpenWriter("desk"), [new RegistryFact.BidderRegistered("ann", "secret", At)], [], null);
            journal.Append(journal.OpenWriter("sale/sale/1"), [new SaleFact.BidderCame("ann", At), new SaleFact.Opened(At)], [], null);
            journal.Step();
            var lot = journal.OpenWriter("sale/sale/1/lamp");
            journal.Append(lot, [new LotFact.Opened(At, null)], [], null);
            for (var i = 0; i < bids; i++)
            {
                journal.Append(lot, [new LotFact.BidAccepted("ann", $"bid-{i}", 1000 + i, i + 1, At.AddSeconds(i), 1000, null)], [], null);
                if (i % 3 == 0 && i < 100) journal.Step();
            }
            journal.Step();
            // As a house leaves it that is killed: the log not yet brought home.
            File.Copy(file, copy, overwrite: true);
            File.Copy(file + "-wal", copy + "-wal", overwrite: true);
        }
        var written = keepLog ? copy : file;
        return (written, Facts(written));
    }
}
