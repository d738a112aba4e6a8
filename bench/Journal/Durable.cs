using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using AkkaAuction.Bench.Floor;

namespace AkkaAuction.Bench.Journal;

/// <summary>
/// Bids per second that are on the disk before they are answered, over TCP: against the same house without a journal (S8), against
/// PostgreSQL's row update of one row (S9), and against what the disk can sync (S10). Server and load generator are processes of their own,
/// the two sides take turns, and each pair gives one ratio.
/// </summary>
public static class Durable
{
    public static async Task<int> AgainstMemoryAsync(Options options)
    {
        foreach (var depth in options.Text("depth", "16,256").Split(',').Select(d => int.Parse(d, CultureInfo.InvariantCulture)))
        {
            var ratios = new List<double>();
            for (var round = 1; round <= options.Number("rounds", 5); round++)
            {
                var memory = await HouseAsync(null, depth, options.Number("lots", 100), options);
                var disk = await HouseAsync(NewJournal(options), depth, options.Number("lots", 100), options);
                ratios.Add(disk.Load.PerSecond / memory.Load.PerSecond);
                Console.WriteLine($"{Show("memory", memory)}  {Show("disk", disk)}  ratio {ratios[^1]:0.00}");
            }
            Console.WriteLine(
                $"S8 {options.Number("connections", 100) * depth} in flight: {Spread.Show(ratios)} of the house without a journal");
        }
        return 0;
    }

    public static async Task<int> AgainstRowUpdatesAsync(Options options)
    {
        var ratios = new List<double>();
        for (var round = 1; round <= options.Number("rounds", 5); round++)
        {
            var rows = await RowUpdatesAsync(options);
            var house = await HouseAsync(NewJournal(options), options.Number("depth", 16), 1, options);
            // Three bids of four are accepted and stored; the others are no updates either.
            var durable = house.Load.PerSecond * 3 / 4;
            ratios.Add(durable / rows);
            Console.WriteLine($"row updates {rows,8:N0}/s  {Show("one lot", house)}  stored {durable,8:N0}/s  ratio {ratios[^1]:0.0}");
        }
        Console.WriteLine($"S9: {Spread.Show(ratios)} times PostgreSQL's row updates");
        return 0;
    }

    public static async Task<int> AgainstTheDiskAsync(Options options)
    {
        var ratios = new List<double>();
        for (var round = 1; round <= options.Number("rounds", 5); round++)
        {
            var syncs = Syncs(options);
            var house = await HouseAsync(NewJournal(options), options.Number("depth", 16), options.Number("lots", 100), options);
            var durable = house.Load.PerSecond * 3 / 4;
            ratios.Add(durable / syncs);
            Console.WriteLine($"fsyncs {syncs,7:N0}/s  {Show("disk", house)}  stored {durable,8:N0}/s  ratio {ratios[^1]:0.0}");
        }
        Console.WriteLine($"S10: {Spread.Show(ratios)} durable bids for each fsync the disk can do");
        return 0;
    }

    private static string Show(string name, (LoadResult Load, double Bytes, double Cpu, double Commits) run) =>
        $"{name} {run.Load.PerSecond,9:N0}/s p50 {run.Load.P50 / 1000:0.0} p99 {run.Load.P99 / 1000:0.0} "
            + $"p99.9 {run.Load.P999 / 1000:0.0} ms {run.Bytes:0} B/bid {run.Cpu:0} ns cpu/bid {run.Commits:0} commits/s";

    private static string NewJournal(Options options)
    {
        var folder = Directory.CreateDirectory(Path.Combine(options.Text("folder", "."), ".journal-bench")).FullName;
        foreach (var old in Directory.GetFiles(folder, "s.db*")) File.Delete(old);
        return Path.Combine(folder, "s.db");
    }

    /// <summary>Appends four kilobytes and waits for the disk, again and again: what a commit of one page costs here.</summary>
    private static double Syncs(Options options)
    {
        var path = NewJournal(options) + ".sync";
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        var page = new byte[4096];
        var (count, clock) = (0, Stopwatch.StartNew());
        for (; clock.Elapsed < TimeSpan.FromSeconds(options.Number("seconds", 3)); count++)
        {
            RandomAccess.Write(file, page, count * 4096L);
            RandomAccess.FlushToDisk(file);
        }
        var perSecond = count / clock.Elapsed.TotalSeconds;
        file.Dispose();
        File.Delete(path);
        return perSecond;
    }

    /// <summary>The script beside this one starts PostgreSQL and measures; it prints the updates per second.</summary>
    private static async Task<double> RowUpdatesAsync(Options options)
    {
        string[] arguments =
        [
            options.Text("postgres", "bench/Journal/postgres.sh"), $"{options.Number("seconds", 3)}", $"{options.Number("clients", 32)}",
        ];
        using var script = Process.Start(new ProcessStartInfo("sh", arguments)
        {
            RedirectStandardOutput = true,
        })!;
        var said = await script.StandardOutput.ReadToEndAsync();
        await script.WaitForExitAsync();
        var last = said.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault();
        return script.ExitCode == 0 && double.TryParse(last, CultureInfo.InvariantCulture, out var perSecond)
            ? perSecond
            : throw new InvalidOperationException($"PostgreSQL was not measured: {said}");
    }

    private static async Task<(LoadResult Load, double Bytes, double Cpu, double Commits)> HouseAsync(
        string? journal, int depth, int lots, Options options)
    {
        var (warm, seconds) = (options.Number("warm-seconds", 3), options.Number("seconds", 3));
        var sales = options.Number("sales", 1);
        string[] shared =
        [
            "--mode", "house", "--connections", $"{options.Number("connections", 100)}", "--lots", $"{lots}", "--sales", $"{sales}",
        ];
        // The first of many sales opens while the connections of the others are still coming.
        var connecting = sales > 1 ? 4 : 2;
        using var server = Start(
        [
            "server", .. shared, "--set", options.Text("set", ""), "--round-seconds", $"{warm + seconds + connecting}",
            .. journal is null ? (string[])[] : ["--journal", journal],
        ]);
        var port = await server.StandardOutput.ReadLineAsync();
        using var load = Start(
            ["load", .. shared, "--port", port!, "--depth", $"{depth}", "--seconds", $"{seconds}", "--warm-seconds", $"{warm}"]);
        await load.StandardOutput.ReadLineAsync();
        var before = await Used(server);
        await load.StandardOutput.ReadLineAsync();
        var after = await Used(server);
        var text = await load.StandardOutput.ReadLineAsync();
        await load.WaitForExitAsync();
        if (load.ExitCode != 0 || text is null) throw new InvalidOperationException("The load generator failed; what it said is above.");
        var result = JsonSerializer.Deserialize<LoadResult>(text)!;
        server.StandardInput.Close();
        await server.WaitForExitAsync();
        if (journal is not null) Restart.Check(journal, result.Answered * 3 / 4);
        var answered = (double)result.Answered;
        return (result, (after[0] - before[0]) / answered, (after[1] - before[1]) * 1e6 / answered, (after[2] - before[2]) / seconds);
    }

    private static async Task<double[]> Used(Process server)
    {
        await server.StandardInput.WriteLineAsync();
        return [.. (await server.StandardOutput.ReadLineAsync())!.Split(' ').Select(w => double.Parse(w, CultureInfo.InvariantCulture))];
    }

    private static Process Start(string[] arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", ["exec", typeof(Durable).Assembly.Location, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
}
