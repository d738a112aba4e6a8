using System.Diagnostics;
using AkkaAuction.Bench.Rules;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Lots;

// S1: decisions a second of the rules alone, on one thread: one lot, and a million lots at random. See README.md beside this file.
var rounds = args.Length > 0 ? int.Parse(args[0]) : 5;
const int Bids = 4_000_000;

Console.WriteLine($"{"workload",-34}{"lots",10}{"accepted",10}{"M decisions/s",16}{"spread",16}{"B/decision",12}{"B/refused",11}");
var ok = true;
foreach (var lots in new[] { 1, 1_000_000 })
{
    foreach (var load in new[] { Workload.Rounds(lots, Bids), Workload.Proxy(lots, Bids) })
    {
        ok &= Report(load, rounds);
        ok &= Report(Workload.Refused(load), rounds);
    }
}
Console.WriteLine(ok ? "Every run checked its own result." : "A run's result was wrong.");
return ok ? 0 : 1;

static bool Report(Workload load, int rounds)
{
    Run(load); // compiles and warms up
    var rates = new List<double>();
    Tally last = default;
    for (var i = 0; i < rounds; i++)
    {
        GC.Collect();
        last = Run(load);
        rates.Add(load.Bids.Length / last.Seconds / 1e6);
    }
    rates.Sort();
    var refused = load.Bids.Length - last.Accepted;
    var perRefused = last.Accepted == 0 ? $"{(double)last.Bytes / refused:0.000}" : "-";
    Console.WriteLine(
        $"{load.Name,-34}{load.Lots.Length,10:N0}{(double)last.Accepted / load.Bids.Length,10:P0}{rates[rates.Count / 2],16:0.0}"
        + $"{$"{rates[0]:0.0}-{rates[^1]:0.0}",16}{(double)last.Bytes / load.Bids.Length,12:0.0}{perRefused,11}");
    return last.Right;
}

// Decides every bid, and applies what was accepted. The states start anew each time: they are immutable.
static Tally Run(Workload load)
{
    var lots = (LotState[])load.Lots.Clone();
    var (targets, bids) = (load.Targets, load.Bids);
    var accepted = 0;
    var bytes = GC.GetAllocatedBytesForCurrentThread();
    var clock = Stopwatch.StartNew();
    for (var i = 0; i < bids.Length; i++)
    {
        ref var lot = ref lots[targets[i]];
        var decision = Lot.Decide(lot, bids[i], Workload.Now);
        if (decision.IsRefused) continue;
        accepted++;
        foreach (var fact in decision.Facts) lot = Lot.Evolve(lot, fact);
    }
    var seconds = clock.Elapsed.TotalSeconds;
    bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
    return new Tally(seconds, bytes, accepted, Check(load, lots, accepted));
}

// Accepted bids are what the lots have taken, and nobody's price is below any refused bid's reason: the lowest amount asked for.
static bool Check(Workload load, LotState[] lots, int accepted)
{
    var taken = lots.Sum(lot => lot.BidsTaken);
    var refusedAgain = true;
    for (var i = Math.Max(0, load.Bids.Length - 1000); i < load.Bids.Length; i++)
    {
        var decision = Lot.Decide(lots[load.Targets[i]], load.Bids[i], Workload.Now);
        var next = lots[load.Targets[i]].NextFor(load.Bids[i].Bidder);
        refusedAgain &= decision.IsRefused == (load.Bids[i].AmountMinor < next)
            && (!decision.IsRefused || decision.Rejection is { Code: RejectionCode.TooLow } rejection && rejection.NextMinor == next);
    }
    return taken == accepted && refusedAgain;
}

internal readonly record struct Tally(double Seconds, long Bytes, int Accepted, bool Right);
