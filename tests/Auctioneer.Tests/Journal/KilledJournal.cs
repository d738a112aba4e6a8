using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Auctioneer.Tests.Support;
using AkkaAuction.Journal;
using AkkaAuction.Journal.GroupCommit;
using AkkaAuction.Journal.Sqlite;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Tests.Journal;

/// <summary>The files of a journal as a killed house leaves them, after each of its commits.</summary>
internal sealed class KilledJournal
{
    private static readonly DateTimeOffset At = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private KilledJournal(byte[] file) => File = file;

    /// <summary>The journal's file, which no commit changes: all of them are in the log.</summary>
    public byte[] File { get; private set; }

    /// <summary>The log before it was begun again: what is left of it lies behind the commits.</summary>
    public byte[] OldLog { get; private set; } = [];

    public List<Moment> Commits { get; } = [];

    /// <summary>Just after a commit.</summary>
    /// <param name="Log">The log.</param>
    /// <param name="Length">How much of it is of this log's commits.</param>
    /// <param name="Place">The last place stored.</param>
    /// <param name="Head">The head file.</param>
    internal sealed record Moment(byte[] Log, int Length, long Place, byte[] Head);

    /// <summary>Writes a sale, a bidder and commits of three bids each.</summary>
    /// <param name="path">A file to write in.</param>
    /// <param name="commits">How many.</param>
    /// <param name="isLogUsedAgain">Whether the log had been brought home before, so that its old pages are written over.</param>
    public static KilledJournal Write(string path, int commits, bool isLogUsedAgain = false)
    {
        var settings = Houses.Settings();
        var catalogue = Houses.Catalogue("lots = [ { id = lamp, form = second_price, start = \"10.00\" } ]", settings);
        using var store = SqliteStore.Open(path, At, false, out var found);
        using var journal = new DiskJournal(
            store, found, TimeProvider.System, new JournalLimits(1000, TimeSpan.FromMilliseconds(1)), null);
        var sale = new RegistryFact.SalePutUp(1, At, catalogue.SaleTerms(1, settings), catalogue);
        journal.Append(journal.OpenWriter("sale/sale"), [sale], [], null);
        journal.Append(journal.OpenWriter("desk"), [new RegistryFact.BidderRegistered("ann", "secret", At)], [], null);
        journal.Append(journal.OpenWriter("sale/sale/1"), [new SaleFact.BidderCame("ann", At), new SaleFact.Opened(At)], [], null);
        var lot = journal.OpenWriter("sale/sale/1/lamp");
        journal.Append(lot, [new LotFact.Opened(At, null)], [], null);
        journal.Step();
        var bids = 0;
        if (isLogUsedAgain)
        {
            for (var i = 0; i < commits + 3; i++) Bid();
        }
        // Everything so far is in the file itself; the next commit begins the log again.
        store.Connection.Execute("PRAGMA wal_checkpoint(RESTART)");
        var killed = new KilledJournal(Bytes(path)) { OldLog = Bytes(path + "-wal") };
        var page = (int)store.Connection.Number("PRAGMA page_size")!.Value;
        for (var i = 0; i < commits; i++)
        {
            Bid();
            var log = Bytes(path + "-wal");
            killed.Commits.Add(new Moment(log, LengthOf(log, page), journal.LastPlace, Bytes(path + ".head")));
        }
        return killed;

        void Bid()
        {
            for (var i = 0; i < 3; i++, bids++)
                journal.Append(lot, [new LotFact.BidAccepted("ann", $"b{bids}", 1000 + bids, bids + 1, At, 1000, null)], [], null);
            journal.Step();
        }
    }

    /// <summary>Lays the files of a moment down.</summary>
    public void LayDown(string path, byte[] log, byte[]? head)
    {
        foreach (var left in Directory.GetFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path) + "*")) System.IO.File.Delete(left);
        System.IO.File.WriteAllBytes(path, File);
        System.IO.File.WriteAllBytes(path + "-wal", log);
        if (head is not null) System.IO.File.WriteAllBytes(path + ".head", head);
    }

    /// <summary>How much of a log has the salts of its header.</summary>
    private static int LengthOf(byte[] log, int page)
    {
        var at = 32;
        while (at + 24 + page <= log.Length && log.AsSpan(at + 8, 8).SequenceEqual(log.AsSpan(16, 8))) at += 24 + page;
        return at;
    }

    private static byte[] Bytes(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
