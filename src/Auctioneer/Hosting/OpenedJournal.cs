using Akka.Event;
using AkkaAuction.Auctioneer.Recovery;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Journal;
using AkkaAuction.Journal.GroupCommit;
using AkkaAuction.Journal.Snapshots;
using AkkaAuction.Journal.Sqlite;

namespace AkkaAuction.Auctioneer.Hosting;

/// <summary>A journal's file, opened and read.</summary>
internal sealed record OpenedJournal(SqliteStore Store, RecoveredFacts Found, string File, RecoveryOptions Recovery)
{
    public static OpenedJournal Open(string file, TimeProvider time, HouseSettings settings, IReadOnlyList<HousePart> parts)
    {
        file = JournalPath.Of(file);
        var kind = Kind(settings, parts);
        var every = settings.Journal.SnapshotEvery;
        var options = kind with { BySnapshot = every is not null, WriteAfter = every, Judge = Judge };
        var store = SqliteStore.Open(file, time.GetUtcNow(), settings.Recovery.AcceptLostEnd, out var found, options);
        return new OpenedJournal(store, found, file, kind);

        void Judge(RecoveredFacts read)
        {
            if (StartClock.Check(read, time.GetUtcNow(), settings.Recovery) is { } note) read.Notes = [.. read.Notes, note];
        }
    }

    /// <summary>How the recovery of a house with these parts begins.</summary>
    public static RecoveryOptions Kind(HouseSettings settings, IReadOnlyList<HousePart> parts) => new(settings.Limits.BidIds, () =>
    {
        var kept =
            from part in parts
            let recovered = part.NewRecovery(settings)
            where recovered is not null
            select (part.Name, recovered);
        return new RecoveredHouse([.. kept]);
    });

    /// <summary>Who makes snapshots of it; null: nobody.</summary>
    public SnapshotKeeper? Keeper(HouseSettings settings, DiskJournal journal, IJournalWatcher watcher, ILoggingAdapter log)
    {
        foreach (var note in Found.Notes) log.Warning("{Note}", note);
        if (Found.SnapshotFault is { } fault)
            log.Warning("The snapshot {File} is not used: {Fault}. Every fact was read instead", SnapshotFile.PathOf(File), fault);
        if (Found.Snapshot is { } used)
        {
            log.Info(
                "Back from the snapshot at place {SnapshotPlace} and the facts up to place {LastPlace}", used.Place, Found.End.Place);
        }
        if (settings.Journal.SnapshotEvery is not { } every) return null;
        return new SnapshotKeeper(
            File,
            SqliteReader.OpenBeside,
            Recovery,
            every,
            Found,
            () => journal.LastPlace,
            watcher,
            said => log.Warning("{Said}", said));
    }
}
