using System.Text.Json;
using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence.Sql;
using AkkaAuction.Auctioneer.Doors;
using AkkaAuction.Auctioneer.Doors.Tcp;
using AkkaAuction.Bench.Floor;
using Microsoft.Data.Sqlite;

namespace AkkaAuction.Bench.Peers;

/// <summary>
/// The textbook peer's process: a persistent actor for each lot on Akka.Persistence.Sql, behind a TCP door. It says its port once all
/// lots have recovered, answers each line on standard input with what it has used, and ends with the input; then it says what its lots
/// hold.
/// </summary>
internal static class TextbookServer
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task<int> RunAsync(Options options)
    {
        var (isSqlite, connection) = (options.Text("store", "sqlite") == "sqlite", options.Text("connection", ""));
        if (isSqlite) PrepareSqlite(connection);
        using var system = ActorSystem.Create("textbook", ConfigurationFactory.ParseString($$"""
            akka.loglevel = OFF
            akka.persistence.journal.plugin = "akka.persistence.journal.sql"
            akka.persistence.journal.sql {
              connection-string = "{{connection}}"
              # Patient on a busy disk; the breaker costs nothing else.
              circuit-breaker.call-timeout = 60s
              # SQLite lets one write at a time; the default of three costs it more in waiting than it gains.
              parallelism = {{(isSqlite ? 1 : 3)}}
              provider-name = "{{(isSqlite ? "SQLite.MS" : "PostgreSQL.15")}}"
            }
            """).WithFallback(SqlPersistence.DefaultConfiguration));
        var count = options.Number("lots", 1000);
        var lots = Enumerable.Range(0, count).Select(i => LotNames.Of(i, count))
            .ToDictionary(name => name, name => system.ActorOf(TextbookLot.Props(name, 100), name));
        await ShowAsync(lots.Values);
        var door = new TextbookDoor(lots, options.Number("connections", 100));
        await using var port = TcpPort.Take(
            "floor", "127.0.0.1", 0, Descriptors.OfProcess(Console.Error.WriteLine), (client, _) => door.ServeAsync(client));
        await port.ServeAsync(CancellationToken.None);
        await Servers.AnswerAsync(port.EndPoint);
        Console.WriteLine(JsonSerializer.Serialize(await ShowAsync(lots.Values)));
        await system.Terminate();
        return 0;
    }

    private static Task<LotRecord[]> ShowAsync(IEnumerable<IActorRef> lots) =>
        Task.WhenAll(lots.Select(lot => lot.Ask<LotRecord>(TextbookLot.Show.Instance, Patience)));

    /// <summary>A write-ahead log, as the house has one, and a commit that waits for the disk.</summary>
    private static void PrepareSqlite(string connection)
    {
        using var db = new SqliteConnection(connection);
        db.Open();
        using var command = db.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL";
        command.ExecuteNonQuery();
        command.CommandText = "PRAGMA synchronous";
        if (command.ExecuteScalar() is not 2L)
            throw new InvalidOperationException("SQLite would answer before the disk has it: synchronous is not FULL.");
    }
}
