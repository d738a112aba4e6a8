using Akka.Actor;

namespace AkkaAuction.Akka.Tests;

public sealed class DefaultScheduler_ActionScheduler_Schedule_Tests : ActorSpec
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(30);

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

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_repeated_action_that_throws_is_not_run_again(int delay)
    {
        var (log, count) = (NewProbe(), 0);
        System.Scheduler.Advanced.ScheduleRepeatedly(delay, 1, () =>
        {
            Interlocked.Increment(ref count);
            throw new Boom();
        });
        System.Scheduler.ScheduleTellOnce(Short + Short, log.Ref, "later", ActorRefs.NoSender);
        await log.Expect("later");
        Assert.Equal(1, Volatile.Read(ref count));
    }

    [Fact]
    public async Task An_action_that_throws_disturbs_no_other_timer()
    {
        var log = NewProbe();
        System.Scheduler.Advanced.ScheduleOnce(Short, () => throw new Boom());
        System.Scheduler.ScheduleTellOnce(Short + Short, log.Ref, "still here", ActorRefs.NoSender);
        await log.Expect("still here");
    }
}
