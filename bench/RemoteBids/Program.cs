using System.Diagnostics;
using System.Globalization;
using Akka.Actor;
using AkkaAuction.Bench.RemoteBids;
using AkkaAuction.Bidder.Remote;

// Remote bids a second between two processes (S7) beside Akka.Remote's own ping-pong, in the same run and in turns:
//     dotnet run -c Release --project bench/RemoteBids [-- [--scale 0.1] [--rounds 5] [--only "house 50"] [--set path=value,...]]
// The program starts itself once more as the house. Every answer is checked; a wrong or missing one ends it with exit code 1.
if (args is ["serve", ..])
{
    await Server.RunAsync(args[1..]);
    return 0;
}

var scale = Option("--scale") is { } s ? double.Parse(s, CultureInfo.InvariantCulture) : 1.0;
var only = Option("--only");
var rounds = Option("--rounds") is { } r ? int.Parse(r, CultureInfo.InvariantCulture) : 5;
string[] own = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(Server).Assembly.Location] : [];
string[] serve = [.. own, "serve", .. (Option("--set") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)];
using var server = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, serve)
{
    RedirectStandardInput = true,
    RedirectStandardOutput = true,
})!;
var system = Server.Node("bidders");
var plainSystem = Server.PlainNode("pingers");
try
{
    var house = (await server.StandardOutput.ReadLineAsync())!;
    var echo = (await server.StandardOutput.ReadLineAsync())!;
    Console.WriteLine($"Akka {typeof(ActorSystem).Assembly.GetName().Version}, processors: {Environment.ProcessorCount}, scale: {scale}");
    var plain = (await server.StandardOutput.ReadLineAsync())!;
    if (!RemoteHouse.TryParse(house, out var address, out var fault)) throw new InvalidDataException(fault);
    await using var node = new RemoteNode(address, RemoteNodeSettings.Default);
    Way[] ways =
    [
        new("ping-pong", 40_000, (_, each) => PingPong.RunAsync(plainSystem, $"{plain}/user/pong", Bidders.Count, 100, each)),
        new("house 1 a message", 40_000, (name, each) => Bidders.RunAsync(system, $"{house}/user/desk", name, 1, 100, each)),
        new("house 50 a message", 400_000, (name, each) => Bidders.RunAsync(system, $"{house}/user/desk", name, 50, 1_000, each)),
        new(
            "house, by the bidder one by one",
            100_000,
            (name, each) => ThroughBidder.RunAsync(system, node, name, Bidders.Count, 100, each)),
        new("echo 1 a message", 40_000, (name, each) => Bidders.RunAsync(system, $"{echo}/user/desk", name, 1, 100, each)),
        new("echo 50 a message", 400_000, (name, each) => Bidders.RunAsync(system, $"{echo}/user/desk", name, 50, 1_000, each)),
    ];
    ways = [.. ways.Where((way, i) => i == 0 || only is null || way.What.Contains(only, StringComparison.Ordinal))];
    var ratios = ways.ToDictionary(way => way.What, _ => new List<double>());
    var right = true;
    // The first round compiles.
    for (var round = 0; round <= rounds; round++)
    {
        var baseline = 0.0;
        foreach (var (at, way) in ways.Index())
        {
            var each = (int)(way.Each * scale);
            var before = (Server: Processor(server), Own: Processor(Process.GetCurrentProcess()));
            var (perSecond, isRight) = await way.RunAsync($"r{round}-{at}", each);
            var bids = (double)Bidders.Count * each;
            var spent = (
                Server: (Processor(server) - before.Server) / bids,
                Own: (Processor(Process.GetCurrentProcess()) - before.Own) / bids);
            right &= isRight;
            if (at == 0) baseline = perSecond;
            if (round > 0) ratios[way.What].Add(perSecond / baseline);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"round {round}: {way.What,-32} {perSecond,12:N0} /s   "
                    + $"processor {spent.Server,6:0.00} µs there, {spent.Own,6:0.00} here   "
                    + $"{perSecond / baseline,6:0.00} of ping-pong{(isRight ? "" : "   WRONG")}"));
        }
    }
    foreach (var way in ways.Skip(1).Where(_ => rounds > 0))
    {
        var sorted = ratios[way.What].Order().ToArray();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"S7 {way.What,-32} {sorted[sorted.Length / 2]:0.00} ({sorted[0]:0.00}–{sorted[^1]:0.00}) of Akka.Remote's ping-pong"));
    }
    return right ? 0 : 1;
}
finally
{
    await plainSystem.Terminate();
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

/// <summary>One way to send bids.</summary>
/// <param name="What">What the output calls it.</param>
/// <param name="Each">Bids of each bidder.</param>
/// <param name="RunAsync">Runs it: a name that nobody has yet, and how many bids each sends.</param>
internal sealed record Way(string What, int Each, Func<string, int, Task<(double PerSecond, bool IsRight)>> RunAsync);
