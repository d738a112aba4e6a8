using System.Diagnostics;
using AkkaAuction.Bench.Rules;
using AkkaAuction.Rules.Lots;

// S1: decisions a second of the rules alone: one lot, and a million lots at random. See README.md beside this file.
const int Bids = 4_000_000;
var runs = args.Length > 0 ? int.Parse(args[0]) : 5;
var million = args.Length > 1 ? int.Parse(args[1]) : 1_000_000;
var form = args.Length > 2 ? args[2] : "";

Console.WriteLine(
    $"{"form",-14}{"lots",11}{"threads",9}{"accepted",10}{"M decisions/s",15}{"spread",14}{"CPU ns",9}{"GC pauses",11}{"B/decision",12}");
var right = true;
foreach (var (name, make) in Workload.Forms)
{
    if (!name.StartsWith(form, StringComparison.Ordinal)) continue;
    foreach (var chance in new[] { 0.5, 0 })
    {
        right &= Report(make(1, Bids, chance), 1, runs);
        var load = make(million, Bids, chance);
        right &= Report(load, 1, runs);
        right &= Report(load, Environment.ProcessorCount, runs);
    }
}
Console.WriteLine(
    right ? "Every bid was decided as it was meant to be, in every run." : "WRONG: a bid was not decided as it was meant to be.");
return right ? 0 : 1;

static bool Report(Workload load, int threads, int runs)
{
    var right = Run(load, threads).Right; // compiles and warms up
    var tallies = new List<Tally>();
    for (var i = 0; i < runs; i++)
    {
        GC.Collect();
        tallies.Add(Run(load, threads));
        right &= tallies[^1].Right;
    }
    tallies.Sort((a, b) => b.Seconds.CompareTo(a.Seconds));
    var median = tallies[tallies.Count / 2];
    Console.WriteLine(
        $"{load.Name,-14}{load.Lots.Length,11:N0}{threads,9}{(double)median.Accepted / load.Bids.Length,10:P0}{Rate(median),15:0.0}"
        + $"{$"{Rate(tallies[0]):0.0}-{Rate(tallies[^1]):0.0}",14}{CpuNanoseconds(),9:0}"
        + $"{median.PauseSeconds / median.Seconds,11:P0}{(double)median.Bytes / load.Bids.Length,12:0.000}");
    return right;

    // Of the whole process, its collections included: what a busy machine leaves of the wall's clock does not count.
    double CpuNanoseconds() => tallies.Select(t => t.CpuSeconds).Order().ElementAt(tallies.Count / 2) / load.Bids.Length * 1e9;

    double Rate(Tally tally) => load.Bids.Length / tally.Seconds / 1e6;
}

// Decides every bid and applies what was accepted. Each thread has its own lots, as each lot has one that decides for it. The states start
// anew in every run: they are immutable.
static Tally Run(Workload load, int threads)
{
    var lots = (LotState[])load.Lots.Clone();
    var parts = new Tally[threads];
    var pause = GC.GetTotalPauseDuration();
    var cpu = Cpu();
    var clock = Stopwatch.StartNew();
    if (threads == 1)
    {
        parts[0] = Part(load, lots, 0, 1);
    }
    else
    {
        var workers = Enumerable.Range(0, threads).Select(mine => new Thread(() => parts[mine] = Part(load, lots, mine, threads))).ToList();
        workers.ForEach(worker => worker.Start());
        workers.ForEach(worker => worker.Join());
    }
    var seconds = clock.Elapsed.TotalSeconds;
    var accepted = parts.Sum(part => part.Accepted);
    return new Tally(
        seconds,
        (Cpu() - cpu).TotalSeconds,
        (GC.GetTotalPauseDuration() - pause).TotalSeconds,
        parts.Sum(part => part.Bytes),
        accepted,
        parts.All(part => part.Right) && lots.Sum(lot => lot.BidsTaken) == accepted);
}

static Tally Part(Workload load, LotState[] lots, int mine, int threads)
{
    var (targets, bids, meant) = (load.Targets, load.Bids, load.MeantToDo);
    var (accepted, surprises) = (0, 0);
    var bytes = GC.GetAllocatedBytesForCurrentThread();
    for (var i = 0; i < bids.Length; i++)
    {
        if (threads > 1 && targets[i] % threads != mine) continue;
        ref var lot = ref lots[targets[i]];
        var decision = Lot.Decide(lot, bids[i], Workload.Now);
        if (decision.IsRefused == meant[i]) surprises++;
        if (decision.IsRefused) continue;
        accepted++;
        foreach (var fact in decision.Facts) lot = Lot.Evolve(lot, fact);
    }
    return new Tally(0, 0, 0, GC.GetAllocatedBytesForCurrentThread() - bytes, accepted, surprises == 0);
}

static TimeSpan Cpu()
{
    using var self = Process.GetCurrentProcess();
    return self.TotalProcessorTime;
}

internal readonly record struct Tally(double Seconds, double CpuSeconds, double PauseSeconds, long Bytes, int Accepted, bool Right);
