using System.Globalization;
using AkkaAuction.Bench.Runtime;

// The runtime's own figures (S2), compiled against either supplier of Akka:
//     dotnet run -c Release --project bench/Runtime [-- [--scale 0.1] [--rounds 1] [--only tell,ask,…]]
//     dotnet run -c Release --project bench/Runtime -p:AkkaFrom=packages
// A line per figure: name, operations per second, nanoseconds of processor time and bytes allocated per operation. Each run checks its own result: a wrong one ends it with exit code 1.
var scale = Option("--scale") is { } s ? double.Parse(s, CultureInfo.InvariantCulture) : 1.0;
var rounds = Option("--rounds") is { } r ? int.Parse(r, CultureInfo.InvariantCulture) : 1;
var only = Option("--only")?.Split(',');

var figures = new (string Name, Func<Bench, Task<Figure>> Run)[]
{
    ("tell, 1 sender", bench => bench.Tell(senders: 1)),
    ("tell, 4 senders", bench => bench.Tell(senders: 4)),
    ("ping-pong, 1 pair, 1 in flight", bench => bench.PingPong(pairs: 1, inFlight: 1)),
    ("ping-pong, 1 pair, 100 in flight", bench => bench.PingPong(pairs: 1, inFlight: 100)),
    ("ping-pong, 8 pairs, 100 in flight", bench => bench.PingPong(pairs: 8, inFlight: 100)),
    ("ping-pong, 10000 pairs, 10 in flight", bench => bench.PingPong(pairs: 10_000, inFlight: 10)),
    ("ask, 1 at a time", bench => bench.Ask(atATime: 1)),
    ("ask, 100 at a time", bench => bench.Ask(atATime: 100)),
    ("spawn", bench => bench.Spawn()),
    ("stop", bench => bench.Stop()),
    ("idle actor, bytes kept", bench => bench.Idle()),
    ("start a timer", bench => bench.StartTimers()),
    ("cancel a timer", bench => bench.CancelTimers()),
    ("fire a timer", bench => bench.FireTimers()),
};

Console.WriteLine($"supplier: {typeof(Akka.Actor.ActorSystem).Assembly.GetName().Name}, processors: {Environment.ProcessorCount}, scale: {scale}");
for (var round = 1; round <= rounds; round++)
{
    foreach (var (name, run) in figures)
    {
        if (only is not null && !only.Any(part => name.Contains(part, StringComparison.Ordinal))) continue;
        await using var bench = new Bench(scale);
        var figure = await run(bench);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-38} {figure.PerSecond,14:N0} /s {figure.CpuNanosecondsPerOperation,10:N0} ns cpu {figure.BytesPerOperation,10:N1} B"));
    }
}
return 0;

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
