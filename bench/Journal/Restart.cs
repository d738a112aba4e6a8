using System.Diagnostics;
using AkkaAuction.Auctioneer.Commands.Journal;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Bench.Floor;
using AkkaAuction.Journal;
using AkkaAuction.Journal.GroupCommit;
using AkkaAuction.Journal.Sqlite;
using AkkaAuction.Messages;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Bench.Journal;

/// <summary>
/// S13: how long a house takes to come back from so many journalled bids, from opening the file to open doors, against reading the same
/// rows and deciding nothing: once from every fact, and once from the snapshot that a stop leaves, with some facts after it. The journal is
/// made once, by the rules; what comes back is compared with what was written. With several sales, the lots are spread over them evenly.
/// </summary>
public static class Restart
{
    private const int Lots = 100;

    public static async Task<int> RunAsync(Options options)
    {
        var folder = Directory.CreateDirectory(Path.Combine(options.Text("folder", "."), ".journal-bench")).FullName;
        var facts = options.Number("facts", 1_000_000);
        var sales = options.Number("sales", 1);
        var path = Path.Combine(folder, sales == 1 ? $"restart-{facts}.db" : $"restart-{facts}-{sales}.db");
        var settings = HouseSettings.Load(null, ["auction.doors.floor.port=0", "auction.stop.grace=0s"]);
        var lots = Enumerable.Range(0, Lots)
            .Select(i => $$"""{ id = lot-{{i}}, form = proxy, start = "1.00", increment = "0.01", open-for = 24h }""");
        Catalogue[] catalogues =
        [
            .. lots.Chunk(Lots / sales).Select((ofSale, sale) => CatalogueReader.Read(
                $"lots = [ {string.Join(", ", ofSale)} ]", "bench", settings, sales == 1 ? SaleTerms.NameUnsaid : $"s{sale}")),
        ];
        var price = Make(path, facts, catalogues, settings);

        var off = HouseSettings.Load(null, ["auction.doors.floor.port=0", "auction.stop.grace=0s", "auction.journal.snapshot-every=off"]);
        var ratios = new List<double>();
        var snapshots = new List<double>();
        for (var round = 1; round <= options.Number("rounds", 5); round++)
        {
            var clock = new Watch();
            var rows = ReadOnly(path);
            var reading = clock.Lap();
            SqliteStore.Open(path, DateTimeOffset.UtcNow, false, out _).Dispose();
            var checking = clock.Lap();
            var restart = await ComeBackAsync(path, off, catalogues, price, clock);
            ratios.Add(restart.Seconds / reading.Seconds);
            Console.WriteLine(
                $"round {round}: {rows:N0} rows read in {reading}; read, checked and decoded in {checking}; "
                    + $"the house is back in {restart}; ratio {ratios[^1]:0.00}");
            File.Delete(path + ".snapshot");
            // The house that stops makes one; the next comes back from it.
            await ComeBackAsync(path, settings, catalogues, price, clock);
            clock.Lap();
            var quick = await ComeBackAsync(path, settings, catalogues, price, clock);
            snapshots.Add(quick.Seconds);
            Console.WriteLine($"round {round}: back from a snapshot of {new FileInfo(path + ".snapshot").Length / 1e6:0.0} MB in {quick}");
            File.Delete(path + ".snapshot");
            clock.Lap();
            AuditCommand.Run(path, null, null, TextWriter.Null, TextWriter.Null, false);
            Console.WriteLine($"round {round}: audit in {clock.Lap()}");
        }
        Console.WriteLine($"S13: {Spread.Show(ratios)} times reading the rows; from a snapshot in {Spread.Show(snapshots)} s");
        return 0;
    }

    private static async Task<Time> ComeBackAsync(string path, HouseSettings settings, Catalogue[] catalogues, long price, Watch clock)
    {
        clock.Lap();
        await using var house = await House.StartAsync(settings, catalogues, new HouseOptions { JournalFile = path });
        var time = clock.Lap();
        var cameBackAt = (await house.AccountAsync()).Lots[0].LastPriceMinor;
        return cameBackAt == price
            ? time
            : throw new InvalidDataException($"Lot 0 came back at {cameBackAt}, not at {price}.");
    }

    /// <summary>A journal must be whole, and hold what was answered.</summary>
    internal static void Check(string path, long atLeast)
    {
        long bids = 0;
        using var reader = SqliteReader.Open(path);
        reader.ReadAll((in ReadRow row, string _) => bids += row.Kind.SequenceEqual("Lot.BidAccepted"u8) ? 1 : 0);
        if (bids < atLeast) throw new InvalidDataException($"{bids} bids are in the journal, {atLeast} were answered.");
    }

    private static long ReadOnly(string path)
    {
        long rows = 0, bytes = 0;
        using var db = SqliteConnection.Open(path, readOnly: true);
        using var all = db.Prepare(SqliteTables.Now.Columns + " FROM facts ORDER BY place");
        while (all.Step())
        {
            var row = SqliteTables.RowOf(all);
            rows++;
            bytes += row.Stream.Length + row.Time.Length + row.Kind.Length + row.Body.Length + row.Hash.Length;
        }
        return bytes > 0 ? rows : 0;
    }

    /// <returns>The price of the first lot.</returns>
    private static long Make(string path, int facts, Catalogue[] catalogues, HouseSettings settings)
    {
        var at = DateTimeOffset.UtcNow;
        var states = catalogues.SelectMany(sale => sale.Lots).Select(LotState.Initial).ToArray();
        var bidders = Enumerable.Range(0, 200).Select(i => $"bidder-{i}").ToArray();
        var isNew = !File.Exists(path);
        if (isNew) Console.WriteLine($"Writing {facts:N0} bids to {path}.");
        DiskJournal? journal = null;
        if (isNew)
        {
            var store = SqliteStore.Open(path, at, false, out var found);
            journal = new DiskJournal(
                store, found, TimeProvider.System, new JournalLimits(int.MaxValue, TimeSpan.FromSeconds(1)), null);
            var desk = journal.OpenWriter(StreamNames.Desk);
            foreach (var bidder in bidders) journal.Append(desk, [new RegistryFact.BidderRegistered(bidder, "token", at)], [], null);
            for (var run = 1; run <= catalogues.Length; run++)
            {
                var catalogue = catalogues[run - 1];
                var putUp = new RegistryFact.SalePutUp(run, at, catalogue.SaleTerms(run, settings), catalogue);
                journal.Append(journal.OpenWriter(StreamNames.Sale(catalogue.Head.Name)), [putUp], [], null);
                var sale = journal.OpenWriter(StreamNames.Run(catalogue.Head.Name, run));
                journal.Append(sale, [new SaleFact.BidderCame(bidders[0], at), new SaleFact.Opened(at)], [], null);
            }
        }
        FactWriter[]? writers = journal is null
            ? null
            :
            [
                .. catalogues.SelectMany((sale, before) =>
                    sale.Lots.Select(lot => journal.OpenWriter(StreamNames.Lot(sale.Head.Name, before + 1, lot.Id)))),
            ];
        for (var i = 0; i < states.Length; i++) Decide(i, new LotCommand.Open());
        for (var n = 0; n < facts; n++)
        {
            var lot = n % states.Length;
            Decide(lot, new LotCommand.Bid(bidders[n * 7 % bidders.Length], $"bid-{n}", states[lot].NextMinor + 5));
            if (n % 10_000 == 0) journal?.Step();
        }
        while (journal?.Step() == true)
        {
        }
        journal?.Dispose();
        return states[0].PriceMinor;

        void Decide(int lot, LotCommand command)
        {
            var decided = Lot.Decide(states[lot], command, at).Facts;
            foreach (var fact in decided) states[lot] = Lot.Evolve(states[lot], fact);
            if (writers is not null && decided.Length > 0) journal!.Append(writers[lot], [.. decided], [], null);
        }
    }

    /// <summary>Time by the clock, and of the processor: on a machine that others use too, the steadier figure.</summary>
    private sealed class Watch
    {
        private readonly Stopwatch _clock = Stopwatch.StartNew();
        private TimeSpan _cpu = Cpu();

        public Time Lap()
        {
            var time = new Time(_clock.Elapsed.TotalSeconds, (Cpu() - _cpu).TotalSeconds);
            _cpu = Cpu();
            _clock.Restart();
            return time;
        }

        private static TimeSpan Cpu()
        {
            using var self = Process.GetCurrentProcess();
            return self.TotalProcessorTime;
        }
    }

    private readonly record struct Time(double Seconds, double Cpu)
    {
        public override string ToString() => $"{Seconds:0.00} s ({Cpu:0.00} s of processor)";
    }
}
