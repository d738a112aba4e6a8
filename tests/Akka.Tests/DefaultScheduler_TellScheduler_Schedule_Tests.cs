using System.Diagnostics;
using Akka.Actor;

namespace AkkaAuction.Akka.Tests;

public sealed class DefaultScheduler_TellScheduler_Schedule_Tests : ActorSpec
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
    public async Task Timers_fire_in_the_order_of_their_times()
    {
        var log = NewProbe();
        foreach (var milliseconds in new[] { 2_500, 500, 1_500 })
            System.Scheduler.ScheduleTellOnce(milliseconds, log.Ref, milliseconds, ActorRefs.NoSender);
        await log.Expect(500, 1_500, 2_500);
    }

    [Fact]
    public async Task A_selection_can_be_told_too()
    {
        var log = NewProbe();
        System.Scheduler.ScheduleTellOnce(Short, System.ActorSelection(log.Ref.Path), "selected", ActorRefs.NoSender);
        await log.Expect("selected");
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
    public void The_monotonic_clock_never_goes_back()
    {
        var before = System.Scheduler.MonotonicClock;
        Assert.True(System.Scheduler.MonotonicClock >= before);
    }
}
