using System.Globalization;
using AkkaAuction.Bench.Floor;

namespace AkkaAuction.Bench.Peers;

/// <summary>
/// S16: durable bids per second on one lot: the house with its journal on SQLite against a Lua compare-and-set in Redis that syncs its
/// log before each answer. The same load generator drives both, over as many connections with as many bids in flight; the two sides
/// take turns, and each pair gives one ratio.
/// </summary>
internal static class AgainstRedis
{
    private const string Lot = "lot-1";

    public static async Task<int> RunAsync(Options options)
    {
        var ratios = new List<double>();
        for (var round = 1; round <= options.Number("rounds", 5); round++)
        {
            var redis = await RedisAsync(options);
            Console.WriteLine($"round {round}: redis {redis}");
            var house = await OurHouse.RunAsync(options, 1, options.Number("each", 16));
            ratios.Add(house.Load.PerSecond / redis.Load.PerSecond);
            Console.WriteLine($"round {round}: house {house}  ratio {ratios[^1]:0.00}");
        }
        Console.WriteLine($"S16: {Spread.Show(ratios)} times Redis");
        return 0;
    }

    private static async Task<Measured> RedisAsync(Options options)
    {
        var folder = OurHouse.Folder(options, "redis");
        string[] start = ["bash", options.Text("redis", "bench/Peers/redis.sh"), folder];
        Measured measured;
        using (var redis = await ScriptedServer.StartAsync(start))
        {
            await SayAsync(redis, "HSET", Lot, "start", "100", "price", "100", "bids", "0");
            var bid = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "bid.lua"));
            var script = await SayAsync(redis, "SCRIPT", "LOAD", bid);
            string[] load =
            [
                "--wire", "redis", "--script", script, "--port", redis.Place, "--lots", "1",
                "--connections", $"{options.Number("connections", 100)}", "--each", $"{options.Number("each", 16)}",
            ];
            measured = await Measured.RunAsync(options, load, () => Task.FromResult(UsedBy(redis, folder)));
            measured.Load.Compare("Redis", [await RecordAsync(redis)]);
        }
        using var again = await ScriptedServer.StartAsync(start);
        measured.Load.Compare("Redis after its restart", [await RecordAsync(again)]);
        return measured;
    }

    /// <summary>The bytes are those of its log on the disk.</summary>
    private static Used UsedBy(ScriptedServer redis, string folder)
    {
        var log = new DirectoryInfo(folder).EnumerateFiles("*.aof", SearchOption.AllDirectories).Sum(file => file.Length);
        return new Used(log, ProcessTimes.Milliseconds(redis.ProcessId), 0, 0);
    }

    private static async Task<LotRecord> RecordAsync(ScriptedServer redis)
    {
        var fields = (await SayAsync(redis, "HMGET", Lot, "bids", "price"))
            .Split('\n').Select(field => long.Parse(field, CultureInfo.InvariantCulture)).ToArray();
        return new LotRecord(fields[0], fields[0] == 0 ? 0 : fields[1]);
    }

    private static async Task<string> SayAsync(ScriptedServer redis, params string[] words)
    {
        using var client = Processes.Start("redis-cli", ["-p", redis.Place, .. words]);
        var said = await client.StandardOutput.ReadToEndAsync();
        await client.WaitForExitAsync();
        return client.ExitCode == 0 ? said.Trim() : throw new InvalidOperationException($"redis-cli {words[0]}: {said}");
    }
}
