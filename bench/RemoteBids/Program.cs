using System.Diagnostics;
using System.Globalization;
using Akka.Actor;
using AkkaAuction.Bench.RemoteBids;

// Remote bids a second between two processes (S7), one message a bid and batched, beside an actor of the same process that only sends the same
// messages back:
//     dotnet run -c Release --project bench/RemoteBids [-- [--scale 0.1] [--rounds 3] [--only "house 50"]]
// The program starts itself once more as the house. Every answer is checked; a wrong or missing one ends it with exit code 1.
if (args is ["serve"])
{
    await Server.RunAsync();
    return 0;
}

var scale = Option("--scale") is { } s ? double.Parse(s, CultureInfo.InvariantCulture) : 1.0;
var only = Option("--only");
var rounds = Option("--rounds") is { } r ? int.Parse(r, CultureInfo.InvariantCulture) : 3;
string[] own = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(Server).Assembly.Location] : [];
using var server = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [.. own, "serve"])
{
    RedirectStandardInput = true,
    RedirectStandardOutput = true,
})!;
var system = Server.Node("bidders");
try
{
    var house = (await server.StandardOutput.ReadLineAsync())!;
    var echo = (await server.StandardOutput.ReadLineAsync())!;
    Console.WriteLine($"Akka {typeof(ActorSystem).Assembly.GetName().Version}, processors: {Environment.ProcessorCount}, scale: {scale}");
    var right = true;
    for (var round = 1; round <= rounds; round++)
    {
        foreach (var (what, desk) in new[] { ("bids at the house", $"{house}/user/desk"), ("the same sent back", $"{echo}/user/desk") })
        {
            foreach (var (perMessage, inFlight, total) in new[] { (1, 100, 40_000), (50, 1_000, 400_000) })
            {
                if (only is not null && !$"{what} {perMessage}".Contains(only, StringComparison.Ordinal)) continue;
                var before = (Server: Processor(server), Own: Processor(Process.GetCurrentProcess()));
                var (perSecond, isRight) = await Bidders.RunAsync(system, desk, $"r{round}-{perMessage}", perMessage, inFlight, (int)(total * scale));
                var bids = 10.0 * (int)(total * scale);
                var spent = (Server: (Processor(server) - before.Server) / bids, Own: (Processor(Process.GetCurrentProcess()) - before.Own) / bids);
                right &= isRight;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{what,-20} {(perMessage == 1 ? "one message each" : $"{perMessage} a message"),-18} {perSecond,12:N0} /s   processor {spent.Server,6:0.00} µs there, {spent.Own,5:0.00} here{(isRight ? "" : "   WRONG")}"));
            }
        }
    }
    return right ? 0 : 1;
}
finally
{
    await system.Terminate();
    server.StandardInput.Close();
    if (!server.WaitForExit(10_000)) server.Kill();
}

// Microseconds, of all threads.
static double Processor(Process process)
{
    process.Refresh();
    return process.TotalProcessorTime.TotalMicroseconds;
}

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
