using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;

namespace AkkaAuction.TestKit.Tests;

/// <summary>Time that stands still until the test lets it go on.</summary>
public sealed class TestSchedulerTests : Akka.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static readonly Config OnTestTime =
        ConfigurationFactory.ParseString($"akka.scheduler.implementation = \"{typeof(TestScheduler).AssemblyQualifiedName}\"");

    public TestSchedulerTests()
        : base(OnTestTime)
    {
    }

    private TestScheduler Time => (TestScheduler)Sys.Scheduler;

    [Fact]
    public void Nothing_happens_before_its_time()
    {
        Time.ScheduleTellOnce(Second, TestActor, "due", ActorRefs.NoSender);
        ExpectNoMsg(0);
        Time.Advance(Second - TimeSpan.FromTicks(1));
        ExpectNoMsg(0);
        Time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal("due", ReceiveOne(TimeSpan.Zero));
        Time.Advance(TimeSpan.FromDays(1));
        ExpectNoMsg(0);
    }

    [Fact]
    public void The_clock_shows_how_far_time_has_gone()
    {
        var start = Time.Now;
        Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(start.AddHours(1), Time.Now);
        Time.AdvanceTo(start.AddHours(2));
        Assert.Equal(start.AddHours(2), Time.Now);
        Assert.Throws<InvalidOperationException>(() => Time.AdvanceTo(start));
    }

    [Fact]
    public void What_falls_due_together_happens_in_the_order_of_its_times()
    {
        Time.ScheduleTellOnce(3 * Second, TestActor, 3, ActorRefs.NoSender);
        Time.ScheduleTellOnce(Second, TestActor, 1, ActorRefs.NoSender);
        Time.ScheduleTellOnce(2 * Second, TestActor, 2, ActorRefs.NoSender);
        Time.ScheduleTellOnce(2 * Second, TestActor, "2, later", ActorRefs.NoSender);
        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(new object[] { 1, 2, "2, later", 3 }, ReceiveN(4));
    }

    [Fact]
    public void What_repeats_happens_once_an_interval()
    {
        Time.ScheduleTellRepeatedly(Second, 2 * Second, TestActor, "tick", ActorRefs.NoSender);
        var ticks = new List<int>();
        for (var second = 1; second <= 7; second++)
        {
            Time.Advance(Second);
            if (ReceiveOne(TimeSpan.Zero) is not null)
                ticks.Add(second);
        }
        Assert.Equal([1, 3, 5, 7], ticks);
    }

    [Fact]
    public void What_is_cancelled_does_not_happen()
    {
        var once = new Cancelable(Sys.Scheduler);
        var repeated = new Cancelable(Sys.Scheduler);
        Time.ScheduleTellOnce(Second, TestActor, "once", ActorRefs.NoSender, once);
        Time.ScheduleTellRepeatedly(Second, Second, TestActor, "tick", ActorRefs.NoSender, repeated);
        once.Cancel();
        Time.Advance(Second);
        ExpectMsg("tick");
        repeated.Cancel();
        Time.Advance(Second);
        ExpectNoMsg(0);
    }

    [Fact]
    public void Actions_run_on_the_tests_own_thread()
    {
        Thread? ran = null;
        Time.Advanced.ScheduleOnce(Second, () => ran = Thread.CurrentThread);
        Time.Advance(Second);
        Assert.Equal(Thread.CurrentThread, ran);
    }

    [Fact]
    public void Actors_live_by_it_too()
    {
        var actor = ActorOfAsTestActorRef<Sleeper>();
        actor.Tell("sleep");
        ExpectNoMsg(0);
        Time.Advance(TimeSpan.FromHours(8));
        ExpectMsg("awake");
    }

    [Fact]
    public void The_kits_own_configuration_for_it_will_do()
    {
        using var kit = new Akka.TestKit.Xunit2.TestKit(Akka.TestKit.Configs.TestConfigs.TestSchedulerConfig);
        Assert.IsType<TestScheduler>(kit.Sys.Scheduler);
    }

    [Fact]
    public void A_receive_timeout_is_scheduled_on_it()
    {
        var actor = ActorOfAsTestActorRef<Sleeper>();
        actor.Tell("doze");
        ExpectNoMsg(0);
        Time.Advance(TimeSpan.FromHours(8));
        ExpectMsg("bored");
    }

    private sealed class Sleeper : ReceiveActor, IWithTimers
    {
        private IActorRef _who = ActorRefs.Nobody;

        public Sleeper()
        {
            Receive<string>(text => text == "sleep", _ =>
            {
                _who = Sender;
                Timers.StartSingleTimer("alarm", 8, TimeSpan.FromHours(8));
            });
            Receive<string>(text => text == "doze", _ =>
            {
                _who = Sender;
                Context.SetReceiveTimeout(TimeSpan.FromHours(8));
            });
            Receive<int>(_ => _who.Tell("awake"));
            Receive<ReceiveTimeout>(_ => _who.Tell("bored"));
        }

        public ITimerScheduler Timers { get; set; } = null!;
    }
}
