using System.Diagnostics;
using AkkaAuction.Bench.Rules;
using AkkaAuction.Rules.Lots;

// S1: decisions a second of the rules alone: one lot, and a million lots at random. See README.md beside this file.
const int Bids = 4_000_000;
var runs = args.Length > 0 ? int.Parse(args[0]) : 5;

Console.WriteLine($"{"form",-16}{"lots",11}{"accepted",10}{"M decisions/s",15}{"spread",16}{"B/decision",12}{"B/refused",11}");
var right = true;
foreach (var lots in new[] { 1, 1_000_000 })
{
    foreach (var make in new[] { Workload.Rounds, Workload.Proxy, (Func<int, int, double, Workload>)Workload.Sealed })
    {
        right &= Report(make(lots, Bids, 0.5), runs);
        right &= Report(make(lots, Bids, 0), runs);
    }
}
Console.WriteLine(right ? "Every bid was decided as it was meant to be, in every run." : "WRONG: a bid was not decided as it was meant to be.");
return right ? 0 : 1;

static bool Report(Workload load, int runs)
{
    var right = Run(load).Right; // compiles and warms up
    var rates = new List<double>();
    Tally last = default;
    for (var i = 0; i < runs; i++)
    {
        GC.Collect();
        last = Run(load);
        right &= last.Right;
        rates.Add(load.Bids.Length / last.Seconds / 1e6);
    }
    rates.Sort();
    Console.WriteLine(
        $"{load.Name,-16}{load.Lots.Length,11:N0}{(double)last.Accepted / load.Bids.Length,10:P0}{rates[rates.Count / 2],15:0.0}"
        + $"{$"{rates[0]:0.0}-{rates[^1]:0.0}",16}{(double)last.Bytes / load.Bids.Length,12:0.0}{(last.Accepted == 0 ? $"{(double)last.Bytes / load.Bids.Length:0.000}" : "-"),11}");
    return right;
}

// Decides every bid on one thread and applies what was accepted. The states start anew each time: they are immutable.
static Tally Run(Workload load)
{
    var lots = (LotState[])load.Lots.Clone();
    var (targets, bids, meant) = (load.Targets, load.Bids, load.MeantToDo);
    var accepted = 0;
    var surprises = 0;
    var bytes = GC.GetAllocatedBytesForCurrentThread();
    var clock = Stopwatch.StartNew();
    for (var i = 0; i < bids.Length; i++)
    {
        ref var lot = ref lots[targets[i]];
        var decision = Lot.Decide(lot, bids[i], Workload.Now);
        if (decision.IsRefused == meant[i]) surprises++;
        if (decision.IsRefused) continue;
        accepted++;
        foreach (var fact in decision.Facts) lot = Lot.Evolve(lot, fact);
    }
    var seconds = clock.Elapsed.TotalSeconds;
    bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
    return new Tally(seconds, bytes, accepted, surprises == 0 && lots.Sum(lot => lot.BidsTaken) == accepted);
}

internal readonly record struct Tally(double Seconds, long Bytes, int Accepted, bool Right);
