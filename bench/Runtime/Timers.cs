using System.Diagnostics;
using Akka.Actor;

namespace AkkaAuction.Bench.Runtime;

internal sealed partial class Bench
{
    private static readonly TimeSpan Far = TimeSpan.FromMinutes(30);

    /// <summary>Starting timers that stay.</summary>
    public Task<Figure> StartTimers() => Measure(1_000_000, count =>
    {
        var receiver = _system.DeadLetters;
        var message = new object();
        for (var timer = 0; timer < count; timer++)
            _system.Scheduler.ScheduleTellOnceCancelable(Far + TimeSpan.FromMilliseconds(timer % 10_000), receiver, message, ActorRefs.NoSender);
        return Task.CompletedTask;
    });

    /// <summary>Calling a million running timers off.</summary>
    public Task<Figure> CancelTimers()
    {
        var count = Scaled(1_000_000);
        var timers = new ICancelable[count];
        for (var timer = 0; timer < count; timer++)
            timers[timer] = _system.Scheduler.ScheduleTellOnceCancelable(Far, _system.DeadLetters, "never", ActorRefs.NoSender);
        return MeasureOnce(count, _ =>
        {
            foreach (var timer in timers) timer.Cancel();
            return Task.CompletedTask;
        });
    }

    /// <summary>Timers that all fire within one second, two seconds from now: the rate counts from the first's time to the last one's arrival.</summary>
    public async Task<Figure> FireTimers()
    {
        var count = Scaled(1_000_000);
        var done = NewCompletion();
        var receiver = _system.ActorOf(Props.Create(() => new Counter(count, done)));
        var message = new object();
        var first = Stopwatch.GetTimestamp() + (3 * Stopwatch.Frequency);
        for (var timer = 0; timer < count; timer++)
        {
            var due = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), first) + TimeSpan.FromSeconds((double)timer / count);
            _system.Scheduler.ScheduleTellOnce(due > TimeSpan.Zero ? due : TimeSpan.FromTicks(1), receiver, message, ActorRefs.NoSender);
        }
        await done.Task;
        return new Figure(count / Stopwatch.GetElapsedTime(first).TotalSeconds, 0, 0);
    }
}
