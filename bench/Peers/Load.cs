using System.Diagnostics;
using System.Net;
using System.Text.Json;
using AkkaAuction.Bench.Floor;

namespace AkkaAuction.Bench.Peers;

/// <summary>
/// The load generator's process, the same for each side: so many connections, each with a fixed number of bids in flight; an answer lets
/// the next bid go. Either every bid in flight has a lot of its own, or all are for one lot. Every fourth bid is too low. It checks each
/// answer, and that each bid has one.
/// </summary>
internal static class Load
{
    public static async Task<int> RunAsync(Options options)
    {
        var (lots, each) = (options.Number("lots", 1000), options.Number("each", 10));
        var port = new IPEndPoint(IPAddress.Loopback, options.Number("port", 0));
        var wire = options.Text("wire", "floor");
        var clients = new Client[options.Number("connections", 100)];
        for (var i = 0; i < clients.Length; i++)
        {
            var speaks = Wire.Of(wire, lots, options.Text("script", ""));
            clients[i] = await Client.OpenAsync(port, speaks, i, each, lots, sayHello: wire == "floor");
        }
        if (wire == "floor") await Task.WhenAll(clients.Select(client => client.UntilAsync("ROUND 1 OPEN")));

        var warm = TimeSpan.FromSeconds(options.Number("warm-seconds", 3));
        var seconds = TimeSpan.FromSeconds(options.Number("seconds", 3));
        var from = Stopwatch.GetTimestamp() + (long)(warm.TotalSeconds * Stopwatch.Frequency);
        var to = from + (long)(seconds.TotalSeconds * Stopwatch.Frequency);
        // The measurement asks the server what it has used when this begins and when it ends.
        var begun = Task.Delay(warm).ContinueWith(_ => Console.WriteLine("begun"), TaskScheduler.Default);
        await Task.WhenAll(clients.Select(client => client.BidAsync(from, to)));
        await begun;
        Console.WriteLine("ended");

        var latencies = clients.SelectMany(client => client.Latencies).Order().ToArray();
        double At(double part) => latencies.Length == 0 ? 0 : latencies[(int)(part * (latencies.Length - 1))];
        var perSecond = clients.Sum(client => client.Accepted) / seconds.TotalSeconds;
        var result = new LoadResult(perSecond, latencies.Length, At(0.5), At(0.99), At(0.999), Records(clients, lots));
        Console.WriteLine(JsonSerializer.Serialize(result));
        return 0;
    }

    private static LotRecord[] Records(IEnumerable<Client> clients, int lots)
    {
        var records = new LotRecord[lots];
        foreach (var (lot, record) in clients.SelectMany(client => client.Records()))
            records[lot] = new LotRecord(records[lot].Accepted + record.Accepted, Math.Max(records[lot].HighestMinor, record.HighestMinor));
        return records;
    }
}
