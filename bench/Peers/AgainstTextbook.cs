using System.Diagnostics;
using System.Text.Json;
using AkkaAuction.Bench.Floor;
using Npgsql;

namespace AkkaAuction.Bench.Peers;

/// <summary>
/// S15: durable bids per second over a thousand lots, one bid in flight for each: the house with its journal on SQLite against a
/// persistent actor per lot on Akka.Persistence.Sql, on SQLite and on PostgreSQL. Server and load generator are processes of their own,
/// the two sides take turns, and each pair gives one ratio.
/// </summary>
internal static class AgainstTextbook
{
    public static async Task<int> RunAsync(Options options)
    {
        var (lots, connections) = (options.Number("lots", 1000), options.Number("connections", 100));
        if (lots % connections != 0)
            throw new ArgumentException($"--lots {lots} must be a multiple of --connections {connections}: each lot has one bidder.");
        foreach (var store in options.Text("stores", "sqlite,postgres").Split(','))
        {
            using var postgres = store == "postgres" ? await StartAsync(options) : null;
            var ratios = new List<double>();
            for (var round = 1; round <= options.Number("rounds", 5); round++)
            {
                var connection = postgres is null ? SqliteFile(options) : await NewDatabaseAsync(postgres, $"round{round}");
                string[] peer = ["textbook", "--store", store, "--connection", connection];
                var (textbook, replayed) = await TextbookAsync(options, peer, postgres?.ProcessId, lots, connections);
                Console.WriteLine($"round {round}: textbook on {store} {textbook}, back in {replayed.TotalSeconds:0.0} s");
                var house = await OurHouse.RunAsync(options, lots, lots / connections);
                ratios.Add(house.Load.PerSecond / textbook.Load.PerSecond);
                Console.WriteLine($"round {round}: house on sqlite {house}  ratio {ratios[^1]:0.0}");
            }
            Console.WriteLine($"S15: {Spread.Show(ratios)} times the textbook on {store}");
        }
        return 0;
    }

    /// <returns>What was measured, and how long a new process took until all lots had recovered.</returns>
    private static async Task<(Measured Measured, TimeSpan Replayed)> TextbookAsync(
        Options options, string[] peer, int? database, int lots, int connections)
    {
        string[] shared = ["--connections", $"{connections}", "--lots", $"{lots}"];
        using var server = Processes.Start([.. peer, .. shared]);
        string[] load = [.. shared, "--port", $"{await server.StandardOutput.ReadLineAsync()}", "--each", $"{lots / connections}"];
        var measured = await Measured.RunAsync(options, load, () => Used.OfAsync(server, database));
        measured.Load.Compare("the textbook's lots", await EndAsync(server));

        var clock = Stopwatch.StartNew();
        using var again = Processes.Start([.. peer, .. shared]);
        await again.StandardOutput.ReadLineAsync();
        var replayed = clock.Elapsed;
        measured.Load.Compare("the textbook's lots after their recovery", await EndAsync(again));
        return (measured, replayed);
    }

    private static async Task<LotRecord[]> EndAsync(Process server)
    {
        server.StandardInput.Close();
        var text = await server.StandardOutput.ReadLineAsync();
        await server.WaitForExitAsync();
        if (text is null) throw new InvalidOperationException("The textbook's server failed; what it said is above.");
        return JsonSerializer.Deserialize<LotRecord[]>(text)!;
    }

    private static string SqliteFile(Options options) => $"Data Source={Path.Combine(OurHouse.Folder(options, "textbook"), "s.db")}";

    private static Task<ScriptedServer> StartAsync(Options options) =>
        ScriptedServer.StartAsync("sh", options.Text("postgres", "bench/Journal/postgres.sh"), "serve", "1800");

    private static async Task<string> NewDatabaseAsync(ScriptedServer postgres, string name)
    {
        await using var source = NpgsqlDataSource.Create(To("postgres"));
        await using var create = source.CreateCommand($"CREATE DATABASE {name}");
        await create.ExecuteNonQueryAsync();
        return To(name);

        string To(string database) => $"Host={postgres.Place};Username=bench;Database={database}";
    }
}
