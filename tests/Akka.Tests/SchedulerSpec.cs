using System.Diagnostics;
using Akka.Actor;

namespace AkkaAuction.Akka.Tests;

public sealed class SchedulerSpec : ActorSpec
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(30);

    [Fact]
    public async Task A_message_scheduled_once_comes_with_its_sender_and_never_early()
    {
        var log = NewProbe();
        var start = Stopwatch.GetTimestamp();
        System.Scheduler.ScheduleTellOnce(Short, log.Ref, "later", System.DeadLetters);
        await log.Expect("later");
        Assert.True(Stopwatch.GetElapsedTime(start) >= Short);
        Assert.Equal(System.DeadLetters, log.LastSender);
    }

    [Fact]
    public async Task A_repeated_message_comes_until_it_is_cancelled()
    {
        var log = NewProbe();
        var timer = System.Scheduler.ScheduleTellRepeatedlyCancelable(Short, Short, log.Ref, "tick", ActorRefs.NoSender);
        await log.Expect("tick", "tick", "tick");
        timer.Cancel();
        Assert.True(timer.IsCancellationRequested);
    }

    [Fact]
    public async Task A_cancelled_timer_never_fires()
    {
        var log = NewProbe();
        var timer = System.Scheduler.ScheduleTellOnceCancelable(Short, log.Ref, "never", ActorRefs.NoSender);
        System.Scheduler.ScheduleTellOnce(Short + Short, log.Ref, "after it", ActorRefs.NoSender);
        timer.Cancel();
        await log.Expect("after it");
    }

    [Fact]
    public async Task Timers_fire_in_the_order_of_their_times()
    {
        var log = NewProbe();
        foreach (var milliseconds in new[] { 250, 50, 150 })
            System.Scheduler.ScheduleTellOnce(milliseconds, log.Ref, milliseconds, ActorRefs.NoSender);
        await log.Expect(50, 150, 250);
    }

    [Fact]
    public async Task Actions_run_once_or_repeatedly()
    {
        var log = NewProbe();
        System.Scheduler.Advanced.ScheduleOnce(Short, () => log.Ref.Tell("once", ActorRefs.NoSender));
        await log.Expect("once");
        var timer = System.Scheduler.Advanced.ScheduleRepeatedlyCancelable(Short, Short, () => log.Ref.Tell("again", ActorRefs.NoSender));
        await log.Expect("again", "again");
        timer.Cancel();
    }

    [Fact]
    public async Task An_action_that_throws_disturbs_no_other_timer()
    {
        var log = NewProbe();
        System.Scheduler.Advanced.ScheduleOnce(Short, () => throw new Boom());
        System.Scheduler.ScheduleTellOnce(Short + Short, log.Ref, "still here", ActorRefs.NoSender);
        await log.Expect("still here");
    }

    [Fact]
    public void Negative_delays_and_empty_intervals_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            System.Scheduler.ScheduleTellOnce(TimeSpan.FromSeconds(-1), System.DeadLetters, "x", ActorRefs.NoSender));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            System.Scheduler.ScheduleTellRepeatedly(TimeSpan.Zero, TimeSpan.Zero, System.DeadLetters, "x", ActorRefs.NoSender));
    }

    [Fact]
    public async Task A_hundred_thousand_timers_all_fire()
    {
        const int Count = 100_000;
        var done = new TaskCompletionSource();
        var seen = 0;
        var counter = Start((_, _) =>
        {
            if (++seen == Count) done.SetResult();
        });
        for (var timer = 0; timer < Count; timer++)
            System.Scheduler.ScheduleTellOnce(TimeSpan.FromMilliseconds(50 + (timer % 500)), counter, "x", ActorRefs.NoSender);
        await done.Task.WaitAsync(Soon);
    }

    [Fact]
    public async Task A_cancelable_cancels_its_token_and_those_linked_to_it()
    {
        using var source = new Cancelable(System.Scheduler);
        var linked = Cancelable.CreateLinkedCancelable(System.Scheduler, source);
        var canceled = new TaskCompletionSource();
        linked.Token.Register(canceled.SetResult);
        source.CancelAfter(Short);
        await canceled.Task.WaitAsync(Soon);
        Assert.True(source.IsCancellationRequested && linked.IsCancellationRequested && source.Token.IsCancellationRequested);
    }

    [Fact]
    public void The_monotonic_clock_never_goes_back()
    {
        var before = System.Scheduler.MonotonicClock;
        Assert.True(System.Scheduler.MonotonicClock >= before);
    }
}
