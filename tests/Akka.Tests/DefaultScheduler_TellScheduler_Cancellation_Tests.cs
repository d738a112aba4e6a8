using Akka.Actor;

namespace AkkaAuction.Akka.Tests;

public sealed class DefaultScheduler_TellScheduler_Cancellation_Tests : ActorSpec
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(30);

    /// <summary>Due so late that the cancel surely comes before, however busy the machine is.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task A_cancelled_timer_never_fires()
    {
        var log = NewProbe();
        var timer = System.Scheduler.ScheduleTellOnceCancelable(Late, log.Ref, "never", ActorRefs.NoSender);
        System.Scheduler.ScheduleTellOnce(Late + Short, log.Ref, "after it", ActorRefs.NoSender);
        timer.Cancel();
        await log.Expect("after it");
    }

    [Fact]
    public async Task A_repeated_message_comes_until_it_is_cancelled()
    {
        var log = NewProbe();
        var timer = System.Scheduler.ScheduleTellRepeatedlyCancelable(Short, Short, log.Ref, "tick", ActorRefs.NoSender);
        await log.Expect("tick", "tick", "tick");
        timer.Cancel();
        Assert.True(timer.IsCancellationRequested);
        // What was sent before the cancel stands before this mark; at most one was being sent meanwhile.
        log.Ref.Tell("cancelled", ActorRefs.NoSender);
        while (await log.Next() is "tick")
        {
        }
        System.Scheduler.ScheduleTellOnce(Short * 4, log.Ref, "end", ActorRefs.NoSender);
        if (await log.Next() is "tick") await log.Expect("end");
    }

    [Fact]
    public async Task Timers_share_a_cancelable_that_ends_all_of_them()
    {
        var log = NewProbe();
        using var cancelable = new Cancelable(System.Scheduler);
        System.Scheduler.ScheduleTellOnce(Late, log.Ref, "never", ActorRefs.NoSender, cancelable);
        System.Scheduler.ScheduleTellRepeatedly(Late, Short, log.Ref, "never", ActorRefs.NoSender, cancelable);
        System.Scheduler.ScheduleTellOnce(Late + (Short * 4), log.Ref, "end", ActorRefs.NoSender);
        cancelable.Cancel();
        await log.Expect("end");
    }

    [Fact]
    public async Task What_is_scheduled_with_a_cancelable_that_is_cancelled_already_never_comes()
    {
        var log = NewProbe();
        var cancelled = Cancelable.CreateCanceled();
        System.Scheduler.ScheduleTellOnce(TimeSpan.Zero, log.Ref, "never", ActorRefs.NoSender, cancelled);
        System.Scheduler.ScheduleTellRepeatedly(TimeSpan.Zero, Short, log.Ref, "never", ActorRefs.NoSender, cancelled);
        System.Scheduler.ScheduleTellOnce(Short, log.Ref, "end", ActorRefs.NoSender);
        await log.Expect("end");
    }

    [Fact]
    public async Task Cancelling_at_the_moment_of_firing_gives_the_message_once_or_not_at_all()
    {
        const int Count = 2_000;
        var seen = new int[Count];
        var receiver = Start((message, context) =>
        {
            if (message is int number) seen[number]++;
            else context.Sender.Tell("all seen");
        });
        var random = new Random(3);
        var timers = Enumerable.Range(0, Count)
            .Select(number => System.Scheduler.ScheduleTellOnceCancelable(random.Next(1, 40), receiver, number, ActorRefs.NoSender)).ToArray();
        // Called off on several threads while they fire.
        await Task.WhenAll(Enumerable.Range(0, 4).Select(part => Task.Run(() =>
        {
            for (var at = part; at < Count; at += 4) timers[at].Cancel();
        })));
        var last = new TaskCompletionSource();
        System.Scheduler.Advanced.ScheduleOnce(TimeSpan.FromMilliseconds(100), last.SetResult);
        await last.Task.WaitAsync(Soon);
        await receiver.Ask<string>("all?", Soon);
        Assert.All(seen, times => Assert.InRange(times, 0, 1));
    }
}
