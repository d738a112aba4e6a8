using System.Diagnostics;
using System.Security.Cryptography;
using AkkaAuction.Bench.Floor;
using AkkaAuction.Journal;
using AkkaAuction.Journal.GroupCommit;
using AkkaAuction.Journal.Sqlite;
using AkkaAuction.Messages;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Bench.Journal;

/// <summary>
/// What a bid costs the journal alone, in processor time of one thread: to be put into words, numbered and hashed, and to be stored. Bids
/// are decided beforehand; commits are of so many bids as a busy house has in one. And what a commit costs beyond that: to write down
/// beside the journal how far it goes (<see cref="HeadFile"/>).
/// </summary>
public static class Writing
{
    public static int Run(Options options)
    {
        var folder = Directory.CreateDirectory(Path.Combine(options.Text("folder", "."), ".journal-bench")).FullName;
        var (facts, commit, lots) = (options.Number("facts", 300_000), options.Number("commit", 1000), options.Number("lots", 100));
        var sales = options.Number("sales", 1);
        var at = DateTimeOffset.UtcNow;
        for (var round = 1; round <= options.Number("rounds", 5); round++)
        {
            var path = Path.Combine(folder, "w.db");
            foreach (var old in Directory.GetFiles(folder, "w.db*")) File.Delete(old);
            using var store = SqliteStore.Open(path, at, false, out var found);
            using var journal = new DiskJournal(
                store, found, TimeProvider.System, new JournalLimits(int.MaxValue, TimeSpan.FromSeconds(1)), null);
            var desk = journal.OpenWriter(StreamNames.Desk);
            for (var i = 0; i < 100; i++) journal.Append(desk, [new RegistryFact.BidderRegistered($"bidder-{i}", "token", at)], [], null);
            var writers = Enumerable.Range(0, lots)
                .Select(i => journal.OpenWriter(StreamNames.Lot($"sale-{i % sales}", 1, $"lot-{i}")))
                .ToArray();
            var bids = Enumerable.Range(0, commit)
                .Select(i => (object)new LotFact.BidAccepted(
                    $"bidder-{i * 7 % 100}", $"b{i * 31}", 1_000_000 + i, i, at.AddTicks(i * 1001), 1_000_000, null))
                .ToArray();
            var bytes = GC.GetTotalAllocatedBytes(true);
            var (append, store_) = (TimeSpan.Zero, TimeSpan.Zero);
            for (var done = 0; done < facts; done += commit)
            {
                var before = Cpu();
                for (var i = 0; i < commit; i++) journal.Append(writers[i % lots], new ReadOnlySpan<object>(ref bids[i]), [], null);
                var between = Cpu();
                journal.Step();
                (append, store_) = (append + (between - before), store_ + (Cpu() - between));
            }
            bytes = GC.GetTotalAllocatedBytes(true) - bytes;
            Console.WriteLine(
                $"append {append.TotalNanoseconds / facts,5:0} ns  store {store_.TotalNanoseconds / facts,5:0} ns  of processor per bid; "
                    + $"{bytes / facts} bytes allocated");
        }
        Console.WriteLine($"head file: {HeadCost(folder, options.Number("heads", 300_000)):0} ns of processor per commit");
        return 0;
    }

    private static double HeadCost(string folder, int commits)
    {
        var path = Path.Combine(folder, "h.db");
        var hash = SHA256.HashData("a fact"u8);
        using var head = HeadFile.Begin(path, new KnownEnd("bench", 1, 0, hash));
        for (var i = 1; i <= 1000; i++) head.Write(i, hash);
        var before = Cpu();
        for (var i = 1; i <= commits; i++) head.Write(i, hash);
        return (Cpu() - before).TotalNanoseconds / commits;
    }

    private static TimeSpan Cpu()
    {
        using var self = Process.GetCurrentProcess();
        return self.TotalProcessorTime;
    }
}
