using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Tests.Support;
using AkkaAuction.Journal;
using AkkaAuction.Journal.Snapshots;
using AkkaAuction.Journal.Sqlite;

namespace AkkaAuction.Auctioneer.Tests.Journal;

/// <summary>
/// A start that is refused writes nothing: no snapshot, no life of the house, no head. The next start finds what this one found.
/// </summary>
public sealed class RefusedStartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Db => _folder["auction.db"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a log that was cut", "its end is lost")]
    [InlineData("a snapshot of more", "a snapshot is of what happened")]
    [InlineData("a file that is gone", "There is no journal")]
    [InlineData("a last commit that nobody can judge", "the last commit cannot be read")]
    [InlineData("a log that is damaged", "is damaged at the log beside the file (-wal)")]
    [InlineData("a fact that was changed", "is damaged at")]
    [InlineData("version 1", "is of version 1")]
    [InlineData("another program's file", "is not an auction house's journal")]
    [InlineData("another house", "is in use by another process")]
    public async Task Leaves_every_file_as_it_was(string why, string said)
    {
        using var held = Lay(why);
        await RefusedAsync<JournalException>(said, TimeSpan.Zero);
    }

    [Fact]
    public async Task Leaves_every_file_as_it_was_when_the_clock_is_far_ahead()
    {
        await OpenOnceAsync("lots = [ { id = cup, form = proxy, start = \"10.00\", open-for = 1h } ]", bid: "BID cup 50 x");
        await RefusedAsync<HouseException>("1 lot fell due between. Nothing was closed or opened.", TimeSpan.FromHours(2));
    }

    [Fact]
    public async Task A_round_that_would_close_is_enough_for_a_clock_far_ahead_to_be_asked_about()
    {
        await OpenOnceAsync("lots = [ { id = cup, start = \"10.00\" } ]", bid: "BID cup 50 x");
        await RefusedAsync<HouseException>("1 round fell due between. Nothing was closed or opened.", TimeSpan.FromHours(2));
    }

    [Fact]
    public async Task A_clock_far_ahead_is_only_told_of_when_nothing_is_due()
    {
        await OpenOnceAsync("lots = [ { id = cup, form = proxy, start = \"10.00\", open-for = 1h } ]", bid: null);
        var opened = OpenedJournal.Open(Db, new LaterTime(TimeSpan.FromHours(2)), Houses.Settings(), [new FloorPart()]);
        using (opened.Store)
        {
            Assert.Matches(
                "^The clock says .*Z, [12] h [0-9]+ min after the latest fact in the journal .*Z\\)$", opened.Found.Notes.Single());
        }
    }

    /// <summary>What a start finds that is to be refused.</summary>
    /// <returns>What must be kept meanwhile; null: nothing.</returns>
    private JournalLock? Lay(string why)
    {
        if (why == "version 1")
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, "Journal", "golden-1.journal"), Db);
            return null;
        }
        if (why == "another program's file")
        {
            File.WriteAllText(Db, "A file of somebody else's, which is long enough to have had a header of its own, but has none.\n");
            return null;
        }
        var killed = KilledJournal.Write(_folder["written"], 4, isLogUsedAgain: true);
        var (before, last) = (killed.Commits[^2], killed.Commits[^1]);
        var log = last.Log[..last.Length];
        byte[]? head = last.Head;
        switch (why)
        {
            case "a log that was cut": log = log[..before.Length]; break;
            case "a snapshot of more":
                killed.LayDown(Db, log, null);
                var kind = Recoveries.Of(Houses.Settings()) with { WriteAfter = 1 };
                SqliteStore.Open(Db, DateTimeOffset.UtcNow, false, out _, kind).Dispose();
                var snapshot = File.ReadAllBytes(SnapshotFile.PathOf(Db));
                killed.LayDown(Db, log[..before.Length], null);
                File.WriteAllBytes(SnapshotFile.PathOf(Db), snapshot);
                return null;
            case "a last commit that nobody can judge":
                log[last.Length - 1000] ^= 1;
                head = null;
                break;
            case "a log that is damaged": log[before.Length - 1000] ^= 1; break;
        }
        killed.LayDown(Db, log, head);
        switch (why)
        {
            case "a file that is gone":
                File.Delete(Db);
                File.Delete(Db + "-wal");
                break;
            case "a fact that was changed":
                using (var db = SqliteConnection.Open(Db, readOnly: false))
                    db.Execute("UPDATE facts SET body = body || ' ' WHERE place = 5");
                break;
            case "another house": return JournalLock.Take(Db);
        }
        return null;
    }

    private async Task OpenOnceAsync(string catalogue, string? bid)
    {
        var settings = Houses.Settings("auction.journal.snapshot-every=off");
        await using var house = await House.StartAsync(
            settings, Houses.Catalogue(catalogue, settings), new HouseOptions { JournalFile = Db });
        if (bid is null) return;
        await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
        await ann.AskAsync(bid, "ACCEPTED");
    }

    /// <summary>Starts a house that would write a snapshot at once, and compares what is there with what was there.</summary>
    private async Task RefusedAsync<T>(string said, TimeSpan ahead) where T : Exception
    {
        var before = Files();
        var settings = Houses.Settings("auction.journal.snapshot-every=1");
        var fault = await Assert.ThrowsAsync<T>(async () => await (await House.StartAsync(
            settings,
            Houses.Catalogue(Houses.OneLot, settings),
            new HouseOptions { JournalFile = Db, Time = new LaterTime(ahead) })).DisposeAsync());
        Assert.Contains(said, fault.Message, StringComparison.Ordinal);
        Assert.Equal(before, Files());
    }

    // The lock is no state; SQLite lays an empty log and its index beside whatever it reads.
    private SortedDictionary<string, string> Files() => new(
        Directory.GetFiles(_folder.Path, "auction.db*")
            .Where(file => !file.EndsWith(".lock", StringComparison.Ordinal) && !file.EndsWith("-shm", StringComparison.Ordinal))
            .Where(file => !file.EndsWith("-wal", StringComparison.Ordinal) || new FileInfo(file).Length > 0)
            .ToDictionary(file => file, file => Convert.ToHexString(File.ReadAllBytes(file))),
        StringComparer.Ordinal);
}
