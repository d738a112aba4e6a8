using System.Security.Cryptography;
using System.Text;
using AkkaAuction.Auctioneer.Commands.Journal;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Originals;
using AkkaAuction.Auctioneer.Recovery;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Auctioneer.Tests.Support;
using AkkaAuction.Journal;
using AkkaAuction.Journal.GroupCommit;
using AkkaAuction.Journal.Snapshots;
using AkkaAuction.Journal.Sqlite;

namespace AkkaAuction.Auctioneer.Tests.Journal;

/// <summary>
/// A snapshot is a short cut and never the truth: what comes back from it and the facts after it is what all facts come to; one that is
/// anything but whole and this journal's is not used; and a journal that does not come to its snapshot is noticed.
/// </summary>
public sealed class SnapshotTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HouseSettings _settings = Houses.Settings(
        "auction.limits.bid-ids=3",
        "auction.rounds.silence=2",
        "auction.rounds.length=20s");
    private readonly Watcher _watcher = new();

    private string Db => _folder["auction.db"];

    private string File_ => SnapshotFile.PathOf(Db);

    private RecoveryOptions Kind => Recoveries.Of(_settings);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void From_a_snapshot_and_the_facts_after_it_comes_what_all_facts_come_to()
    {
        var kinds = new HashSet<string>();
        for (var seed = 1; seed <= 20; seed++)
        {
            var db = _folder[$"{seed}.db"];
            var chance = new Random(seed);
            var snapshots = 0;
            Write(db, seed, 500, _ =>
            {
                // Two or three in one history: each begins with the one before.
                if (chance.Next(200) > 0) return;
                Make(db);
                snapshots++;
            });
            using var reader = SqliteReader.Open(db);
            var quick = SnapshotStart.Read(db, reader, Kind);
            var all = SnapshotStart.ReadOn(reader, SnapshotStart.FromTheFirst(reader, Kind, null), reader.LastPlace);
            Assert.Null(quick.SnapshotFault);
            Assert.Equal(snapshots > 0, quick.Snapshot is not null);
            Assert.Equal(Text(reader, all), Text(reader, quick));
            // Also what no line of a snapshot tells. Which stream belongs to whom is looked up anew; the sale before is told only by a desk
            // that fails in a house that stands.
            Assert.Null(Inside.Difference(all.Past, quick.Past, "_streams", "_before"));
            Assert.Equal(all.End.Place, quick.End.Place);
            if (snapshots > 0) Keeper(db, quick).CheckStart();
            reader.ReadAll((in ReadRow row, string _) => kinds.Add(Encoding.UTF8.GetString(row.Kind)));
        }
        // Nothing that can happen in a house is left out.
        Assert.Equal(GoldenJournalTests.Kinds.Except(["House.Migrated"]).Order(), kinds.Order());
    }

    [Fact]
    public void A_snapshot_at_any_event_stands_for_all_facts_before_it()
    {
        // Each next start begins with the snapshot of the one before: an error would be carried on.
        var events = new List<long>();
        Write(Db, 7, 150, journal =>
        {
            journal.Step();
            Make(Db);
            events.Add(journal.LastPlace);
        });
        Assert.True(events[^1] > 100);
        using var reader = SqliteReader.Open(Db);
        var quick = SnapshotStart.Read(Db, reader, Kind);
        Assert.Equal(reader.LastPlace, quick.Snapshot!.Place);
        Assert.Equal(
            Text(reader, SnapshotStart.ReadOn(reader, SnapshotStart.FromTheFirst(reader, Kind, null), reader.LastPlace)),
            Text(reader, quick));
    }

    [Fact]
    public void A_damaged_or_cut_off_snapshot_is_named_and_every_fact_is_read_instead()
    {
        var expected = WithSnapshot();
        var whole = File.ReadAllBytes(File_);
        var chance = new Random(3);
        for (var i = 0; i < 120; i++)
        {
            var damaged = (byte[])whole.Clone();
            if (i % 3 == 0) damaged = damaged[..chance.Next(damaged.Length)];
            else damaged[chance.Next(damaged.Length)] ^= (byte)(1 << chance.Next(8));
            File.WriteAllBytes(File_, damaged);
            var (text, found) = Start();
            Assert.NotNull(found.SnapshotFault);
            Assert.Null(found.Snapshot);
            Assert.Equal(expected, text);
        }
        File.WriteAllBytes(File_, whole);
        Assert.NotNull(Start().Found.Snapshot);
    }

    [Fact]
    public void A_snapshot_names_the_builds_of_the_journal_the_rules_and_the_code_that_folds_the_facts()
    {
        var program = SnapshotHead.ProgramOf(Kind.New());
        foreach (var type in new[] { typeof(Snapshot), typeof(Rules.Lots.Lot), typeof(RecoveredHouse) })
            Assert.Contains($"{type.Module.ModuleVersionId:N}", program, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AkkaAuction snapshot 2\n", "AkkaAuction snapshot 3\n", "of a version that this program does not know")]
    [InlineData("\"program\":\"", "\"program\":\"0", "another version of the program")]
    [InlineData("\"journal\":\"", "\"journal\":\"0", "another journal's")]
    [InlineData("\"bidIds\":3", "\"bidIds\":4", "bid-ids = 4")]
    [InlineData("\"place\":", "\"place\":9", "the journal goes up to")]
    [InlineData("\"hash\":\"", "\"hash\":\"00", "is not the one it is of")]
    [InlineData("\nlot ", "\nlots ", "a kind that this program does not know")]
    [InlineData("\"phase\":\"Open\"", "\"phase\":\"Ajar\"", "no such phase")]
    public void One_that_is_not_this_journals_or_not_understood_is_not_used_and_it_is_said_why(string what, string by, string expected)
    {
        var text = WithSnapshot();
        Change(what, by);
        var (again, found) = Start();
        Assert.Contains(expected, found.SnapshotFault, StringComparison.Ordinal);
        Assert.Equal(text, again);
    }

    [Fact]
    public void One_of_a_house_with_other_parts_is_not_used_whichever_has_more()
    {
        WithSnapshot();
        var fewer = OpenedJournal.Kind(_settings, [new FloorPart(), new RoomPart()]);
        using var reader = SqliteReader.Open(Db);
        var found = SnapshotStart.Read(Db, reader, fewer);
        Assert.Contains("nothing is known of a house sealed", found.SnapshotFault, StringComparison.Ordinal);

        using (var keeper = new SnapshotKeeper(
            Db,
            path => SqliteReader.Open(path),
            fewer,
            1,
            SnapshotStart.FromTheFirst(reader, fewer, null),
            () => 0,
            _watcher,
            _ => { }))
        {
            keeper.Make(isPaced: false);
        }
        Assert.NotNull(SnapshotStart.Read(Db, reader, fewer).Snapshot);
        Assert.Contains(
            "it says nothing of the house sealed",
            SnapshotStart.Read(Db, reader, Kind).SnapshotFault,
            StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_a_crash_left_unfinished_is_nothing()
    {
        var expected = WithSnapshot();
        var whole = File.ReadAllBytes(File_);
        File.WriteAllBytes(File_ + ".new", whole[..(whole.Length / 2)]);
        Assert.NotNull(Start().Found.Snapshot);
        File.Delete(File_);
        var (text, found) = Start();
        Assert.Equal((null, null), (found.Snapshot, found.SnapshotFault));
        Assert.Equal(expected, text);
        Make(Db);
        Assert.NotNull(Start().Found.Snapshot);
    }

    [Fact]
    public void Damage_behind_the_snapshot_is_named_before_the_house_opens()
    {
        WithSnapshot();
        using (var db = SqliteConnection.Open(Db, readOnly: false))
        {
            db.Execute("UPDATE facts SET time = '2026-11-20T11:00:00.0000000Z' WHERE place = (SELECT max(place) - 2 FROM facts)");
        }
        var fault = Assert.Throws<JournalException>(() => { SqliteStore.Open(Db, FactCodecTests.At, false, out _, Kind); });
        Assert.Contains("its hash does not fit", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPDATE facts SET body = replace(body, '\"order\":1,', '\"order\":2,') WHERE kind = 'Lot.BidAccepted' AND place < 100")]
    [InlineData("DELETE FROM facts WHERE place = 20")]
    [InlineData("UPDATE people SET token = 'stolen' WHERE name = 'ann'")]
    public async Task Damage_before_it_is_found_when_the_house_is_open_and_ends_it(string change)
    {
        WithSnapshot();
        using (var db = SqliteConnection.Open(Db, readOnly: false)) db.Execute(change);
        var found = Start().Found;
        Assert.NotNull(found.Snapshot);
        Assert.Throws<DamageException>(() => { Keeper(Db, found).CheckStart(); });
        using (var keeper = Keeper(Db, found))
        {
            keeper.Start();
            await _watcher.HasFailed.WaitAsync(TimeSpan.FromMinutes(1));
        }
        Assert.Contains("is damaged at", Assert.Single(_watcher.Heard), StringComparison.Ordinal);
    }

    [Fact]
    public void A_snapshot_that_was_made_up_is_found_out_by_the_facts()
    {
        WithSnapshot();
        Change("\"bestMinor\":", "\"bestMinor\":9");
        var found = Start().Found;
        Assert.NotNull(found.Snapshot);
        Assert.Contains(
            "do not come to it",
            Assert.Throws<DamageException>(() => { Keeper(Db, found).CheckStart(); }).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Somebody_who_registers_a_name_that_a_client_of_the_room_was_given_changes_nothing_before()
    {
        // client-2 of the room bids, then a bidder of that name comes to the floor: the snapshot in between calls it by its name.
        var (before, after) = (0L, 0L);
        for (var seed = 1; after == 0; seed++)
        {
            var db = _folder[$"c{seed}.db"];
            Write(db, seed, 400, journal =>
            {
                if (before == 0 && Count(db, "SELECT count(*) FROM facts WHERE stream LIKE 'room/lot/%' AND body LIKE '%client-2%'") > 0
                    && Count(db, "SELECT count(*) FROM people WHERE name = 'client-2'") == 0)
                {
                    Make(db);
                    before = journal.LastPlace;
                }
            });
            if (before > 0 && Count(db, "SELECT count(*) FROM people WHERE name = 'client-2'") == 1)
            {
                using var reader = SqliteReader.Open(db);
                after = reader.LastPlace;
                Keeper(db, SnapshotStart.Read(db, reader, Kind)).CheckStart();
            }
            before = 0;
        }
    }

    [Fact]
    public void It_is_made_when_so_many_facts_have_come_and_not_before_as_many_as_it_is_long()
    {
        WithSnapshot();
        var found = Start().Found;
        using var keeper = Keeper(Db, found, every: 10);
        var worth = new FileInfo(File_).Length / 200;
        Assert.True(worth > 10);
        Assert.False(keeper.IsDue(found.Snapshot!.Place + 10));
        Assert.True(keeper.IsDue(found.Snapshot.Place + worth));
        using var patient = Keeper(Db, found, every: 100_000);
        Assert.False(patient.IsDue(found.Snapshot.Place + 99_999));
        Assert.True(patient.IsDue(found.Snapshot.Place + 100_000));
    }

    [Fact]
    public void A_start_that_had_to_read_many_facts_makes_one_at_once_and_the_next_reads_few()
    {
        var expected = WithSnapshot();
        File.Delete(File_);
        foreach (var (every, isMade) in new[] { (1_000_000, false), (100, true) })
        {
            using (SqliteStore.Open(Db, FactCodecTests.At, false, out var found, Kind with { WriteAfter = every }))
            {
                Assert.Null(found.Snapshot);
            }
            Assert.Equal(isMade, File.Exists(File_));
        }
        var (text, again) = Start();
        Assert.Equal(again.End.Place, again.Snapshot!.Place);
        Assert.Equal(expected, text);
    }

    [Fact]
    public void Only_its_owner_may_read_it_and_it_names_nobody()
    {
        WithSnapshot();
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(File_));
        var text = File.ReadAllText(File_);
        foreach (var name in new[] { "ann", "bob", "zoë", "token-of" }) Assert.DoesNotContain(name, text, StringComparison.Ordinal);
        Assert.Equal(0, EraseCommand.Run(Db, "ann", TextWriter.Null, TextWriter.Null));
        Assert.False(File.Exists(File_));
    }

    private void Write(string db, int seed, int steps, Action<DiskJournal> after)
    {
        using var store = SqliteStore.Open(db, FactCodecTests.At, false, out var found);
        var limits = new JournalLimits(1_000_000, TimeSpan.FromMilliseconds(1));
        using var journal = new DiskJournal(store, found, TimeProvider.System, limits, null);
        var history = new RandomHistory(seed, journal, _settings);
        for (var i = 0; i < steps; i++)
        {
            history.Step();
            if (i % 50 == 49) journal.Anchor();
            // Each commit waits for the disk.
            if (i % 10 == 9) journal.Step();
            after(journal);
        }
    }

    /// <summary>A journal with a snapshot in its middle.</summary>
    /// <returns>What all its facts come to.</returns>
    private string WithSnapshot()
    {
        var steps = 0;
        Write(Db, 11, 400, _ =>
        {
            if (++steps == 250) Make(Db);
        });
        using var reader = SqliteReader.Open(Db);
        return Text(reader, SnapshotStart.ReadOn(reader, SnapshotStart.FromTheFirst(reader, Kind, null), reader.LastPlace));
    }

    /// <summary>Puts other words in, and a hash that fits them.</summary>
    private void Change(string what, string by)
    {
        var text = File.ReadAllText(File_);
        var at = text.IndexOf(what, StringComparison.Ordinal);
        Assert.True(at >= 0);
        text = string.Concat(text.AsSpan(0, at), by, text.AsSpan(at + what.Length));
        var from = text.IndexOf('\n', StringComparison.Ordinal) + 1;
        var to = text.LastIndexOf("end ", StringComparison.Ordinal);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text[from..to])));
        File.WriteAllText(File_, $"{text[..to]}end {hash}\n", new UTF8Encoding(false));
    }

    private void Make(string db)
    {
        using var reader = SqliteReader.Open(db);
        Keeper(db, SnapshotStart.FromTheFirst(reader, Kind, null)).Make(isPaced: false);
    }

    private SnapshotKeeper Keeper(string db, RecoveredFacts start, int every = 1) =>
        new(db, path => SqliteReader.Open(path), Kind, every, start, () => 0, _watcher, _ => { });

    private (string Text, RecoveredFacts Found) Start()
    {
        using var reader = SqliteReader.Open(Db);
        var found = SnapshotStart.Read(Db, reader, Kind);
        return (Text(reader, found), found);
    }

    private string Text(SqliteReader reader, RecoveredFacts found)
    {
        using var lines = new MemoryStream();
        using var writer = new SnapshotWriter(lines, reader.References.People);
        SnapshotStart.Of(reader, found, _settings.Limits.BidIds, 0).Write(writer);
        writer.Finish();
        return Encoding.UTF8.GetString(lines.ToArray());
    }

    private static long Count(string db, string sql)
    {
        using var connection = SqliteConnection.Open(db, readOnly: true);
        return connection.Number(sql)!.Value;
    }
}
