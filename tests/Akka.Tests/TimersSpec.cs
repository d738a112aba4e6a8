using Akka.Actor;

namespace AkkaAuction.Akka.Tests;

public sealed class TimersSpec : ActorSpec
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(20);

    [Fact]
    public async Task A_single_timer_fires_once_and_is_then_no_longer_active()
    {
        var log = NewProbe();
        System.ActorOf(Props.Create(() => new Timed(log.Ref))).Tell(new Action<ITimerScheduler>(timers => timers.StartSingleTimer("key", "tick", Short)));
        await log.Expect("tick active=False");
    }

    [Fact]
    public async Task A_periodic_timer_fires_until_it_is_cancelled()
    {
        var log = NewProbe();
        var actor = System.ActorOf(Props.Create(() => new Timed(log.Ref)));
        actor.Tell(new Action<ITimerScheduler>(timers => timers.StartPeriodicTimer("key", "tick", Short)));
        await log.Expect("tick active=True", "tick active=True", "tick active=True");
        actor.Tell(new Action<ITimerScheduler>(timers => timers.Cancel("key")));
        var active = new TaskCompletionSource<bool>();
        actor.Tell(new Action<ITimerScheduler>(timers => active.SetResult(timers.IsTimerActive("key"))));
        Assert.False(await active.Task);
    }

    [Fact]
    public async Task A_tick_that_is_already_in_the_mailbox_is_not_handled_after_the_cancel()
    {
        var log = NewProbe();
        var actor = System.ActorOf(Props.Create(() => new Timed(log.Ref)));
        // While the actor is busy its timer fires, and a later one, started after it, says that it has.
        actor.Tell(new Action<ITimerScheduler>(timers =>
        {
            timers.StartSingleTimer("doomed", "never", Short);
            using var fired = new ManualResetEventSlim();
            System.Scheduler.Advanced.ScheduleOnce(TimeSpan.FromMilliseconds(120), fired.Set);
            Assert.True(fired.Wait(Soon));
            timers.Cancel("doomed");
            timers.StartSingleTimer("next", "next", Short);
        }));
        await log.Expect("next active=False");
    }

    [Fact]
    public async Task Starting_a_timer_again_under_its_key_replaces_it()
    {
        var log = NewProbe();
        System.ActorOf(Props.Create(() => new Timed(log.Ref))).Tell(new Action<ITimerScheduler>(timers =>
        {
            timers.StartSingleTimer("key", "old", Short);
            timers.StartSingleTimer("key", "new", Short);
        }));
        await log.Expect("new active=False");
    }

    [Fact]
    public async Task A_restart_ends_all_timers_of_the_old_instance()
    {
        var log = NewProbe();
        var actor = System.ActorOf(Props.Create(() => new Timed(log.Ref)));
        actor.Tell(new Action<ITimerScheduler>(timers => timers.StartPeriodicTimer("key", "old", Short)));
        await log.Expect("old active=True");
        actor.Tell(new Boom());
        var active = new TaskCompletionSource<int>();
        actor.Tell(new Action<ITimerScheduler>(timers => active.SetResult(timers.ActiveTimers.Count)));
        Assert.Equal(0, await active.Task);
    }

    [Fact]
    public async Task CancelAll_ends_all_of_them()
    {
        var log = NewProbe();
        var count = new TaskCompletionSource<int>();
        System.ActorOf(Props.Create(() => new Timed(log.Ref))).Tell(new Action<ITimerScheduler>(timers =>
        {
            timers.StartSingleTimer(1, "a", Soon);
            timers.StartPeriodicTimer(2, "b", Soon);
            timers.CancelAll();
            count.SetResult(timers.ActiveTimers.Count);
        }));
        Assert.Equal(0, await count.Task);
    }

    private sealed class Timed(IActorRef log) : UntypedActor, IWithTimers
    {
        public ITimerScheduler Timers { get; set; } = null!;

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case Action<ITimerScheduler> action:
                    action(Timers);
                    break;
                case Boom boom:
                    throw boom;
                default:
                    log.Tell($"{message} active={Timers.IsTimerActive("key")}");
                    break;
            }
        }
    }
}
