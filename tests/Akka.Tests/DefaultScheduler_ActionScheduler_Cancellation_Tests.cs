using Akka.Actor;

namespace AkkaAuction.Akka.Tests;

public sealed class DefaultScheduler_ActionScheduler_Cancellation_Tests : ActorSpec
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(30);

    /// <summary>Due so late that the cancel surely comes before, however busy the machine is.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task A_cancelled_action_never_runs()
    {
        var log = NewProbe();
        var timer = System.Scheduler.Advanced.ScheduleOnceCancelable(Late, () => log.Ref.Tell("never", ActorRefs.NoSender));
        System.Scheduler.Advanced.ScheduleOnce(Late + Short, () => log.Ref.Tell("after it", ActorRefs.NoSender));
        timer.Cancel();
        await log.Expect("after it");
    }

    [Fact]
    public async Task An_action_can_call_itself_off()
    {
        var log = NewProbe();
        using var cancelable = new Cancelable(System.Scheduler);
        System.Scheduler.Advanced.ScheduleRepeatedly(TimeSpan.Zero, Short, () =>
        {
            log.Ref.Tell("once", ActorRefs.NoSender);
            cancelable.Cancel();
        }, cancelable);
        System.Scheduler.Advanced.ScheduleOnce(Short * 4, () => log.Ref.Tell("end", ActorRefs.NoSender));
        await log.Expect("once", "end");
    }
}
