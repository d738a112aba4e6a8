using System.Text.RegularExpressions;
using Akka.Actor;
using Akka.Event;
using Akka.TestKit.TestActors;
using static AkkaAuction.TestKit.Tests.Failing;

namespace AkkaAuction.TestKit.Tests;

/// <summary>Expecting what is logged, by every way of describing it, and failing when it is not.</summary>
public sealed class EventFilterTests : Akka.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Leeway = TimeSpan.FromMilliseconds(200);

    public EventFilterTests()
        : base("akka.loglevel = DEBUG, akka.stdout-loglevel = OFF, akka.test.filter-leeway = 3s")
    {
    }

    [Fact]
    public void Events_are_described_by_level_and_text()
    {
        EventFilter.Info("all of it").ExpectOne(() => Log.Info("all of it"));
        EventFilter.Warning(start: "all").ExpectOne(() => Log.Warning("all of it"));
        EventFilter.Error(contains: "of").ExpectOne(() => Log.Error("all of it"));
        EventFilter.Debug(new Regex("of i.$")).ExpectOne(() => Log.Debug("all of it"));
        EventFilter.ForLogLevel(LogLevel.WarningLevel, contains: "it").ExpectOne(() => Log.Warning("all of it"));
        EventFilter.Info("bid 7 on clock").ExpectOne(() => Log.Info("bid {0} on {1}", 7, "clock"));
    }

    [Fact]
    public void An_event_that_does_not_come_fails_the_test()
    {
        Fails(() => EventFilter.Info("never").ExpectOne(Leeway, () => Log.Info("other")), "never");
        Fails(() => EventFilter.Error().ExpectOne(Leeway, () => Log.Warning("only a warning")));
        Fails(() => EventFilter.Info(source: "/nobody").ExpectOne(Leeway, () => Log.Info("text")));
    }

    [Fact]
    public void There_must_be_just_as_many_events_as_expected()
    {
        EventFilter.Info("x").Expect(2, () => Many(2));
        Fails(() => EventFilter.Info("x").Expect(3, Leeway, () => Many(2)), "3", "2");
        Fails(() => EventFilter.Info("x").Expect(1, () => Many(2)));
        EventFilter.Info("x").Expect(0, Leeway, () => Log.Info("y"));
        Fails(() => EventFilter.Info("x").Expect(0, () => Many(1)));

        void Many(int count)
        {
            for (var i = 0; i < count; i++)
                Log.Info("x");
            // The last event must have been counted before the filter looks: an event of its own marks the end.
            EventFilter.Info("end").ExpectOne(() => Log.Info("end"));
        }
    }

    [Fact]
    public void What_an_actor_logs_has_its_path_as_source()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Grumbler()), "grumbler");
        EventFilter.Warning(source: "/user/grumbler").ExpectOne(() => actor.Tell("grumble"));
        EventFilter.Warning(source: actor.Path.ToString()).ExpectOne(() => actor.Tell("grumble"));
    }

    [Fact]
    public void A_failure_is_described_by_its_exception()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Grumbler()));
        EventFilter.Exception<InvalidOperationException>().ExpectOne(() => actor.Tell(new InvalidOperationException("broken")));
        EventFilter.Exception<InvalidOperationException>("broken").ExpectOne(() => actor.Tell(new InvalidOperationException("broken")));
        EventFilter.Exception<InvalidOperationException>(contains: "rok").ExpectOne(() => actor.Tell(new InvalidOperationException("broken")));
        EventFilter.Exception(typeof(ArgumentException), new Regex("^bro")).ExpectOne(() => actor.Tell(new ArgumentNullException(null, "broken")));
        EventFilter.Exception(typeof(TimeoutException), checkInnerExceptions: true)
            .ExpectOne(() => actor.Tell(new InvalidOperationException("outside", new TimeoutException("inside"))));
        Fails(() => EventFilter.Exception<TimeoutException>().ExpectOne(Leeway, () => actor.Tell(new InvalidOperationException("broken"))));
    }

    [Fact]
    public void A_dead_letter_is_described_by_what_it_was()
    {
        var gone = Sys.ActorOf(BlackHoleActor.Props, "gone");
        Watch(gone);
        Sys.Stop(gone);
        ExpectTerminated(gone);
        EventFilter.DeadLetter().ExpectOne(() => gone.Tell("a"));
        EventFilter.DeadLetter<string>().ExpectOne(() => gone.Tell("b"));
        EventFilter.DeadLetter<string>(text => text == "c").ExpectOne(() => gone.Tell("c"));
        EventFilter.DeadLetter<int>(source: "/user/gone").ExpectOne(() => gone.Tell(4));
        Fails(() => EventFilter.DeadLetter<int>().ExpectOne(Leeway, () => gone.Tell("e")));
    }

    [Fact]
    public void Any_predicate_describes_events()
    {
        EventFilter.Custom(logEvent => logEvent is Info && logEvent.Message.ToString() == "x").ExpectOne(() => Log.Info("x"));
        EventFilter.Custom<Warning>(warning => warning.Message.ToString()!.Length == 3).ExpectOne(() => Log.Warning("abc"));
    }

    [Fact]
    public void Several_descriptions_count_together() => EventFilter.Info("x").And.Warning("y").Expect(2, () =>
    {
        Log.Info("x");
        Log.Warning("y");
    });

    [Fact]
    public async Task All_of_it_can_be_awaited()
    {
        await EventFilter.Info("x").ExpectOneAsync(async () =>
        {
            await Task.Yield();
            Log.Info("x");
        });
        Assert.Equal(7, await EventFilter.Info("x").ExpectAsync(1, () =>
        {
            Log.Info("x");
            return Task.FromResult(7);
        }));
        await FailsAsync(() => EventFilter.Info("x").ExpectOneAsync(Leeway, () => Task.CompletedTask));
    }

    [Fact]
    public void What_the_action_returns_and_throws_comes_out()
    {
        Assert.Equal(7, EventFilter.Info("x").ExpectOne(() =>
        {
            Log.Info("x");
            return 7;
        }));
        Assert.Throws<TimeoutException>(() => EventFilter.Info("x").ExpectOne(() => Refuse()));
        Assert.Equal(8, EventFilter.Info("x").Mute(() => 8));

        static void Refuse() => throw new TimeoutException("no");
    }

    [Fact]
    public async Task Muting_ends_with_its_action()
    {
        EventFilter.Info("x").Mute(() => Log.Info("x"));
        await EventFilter.Info("x").MuteAsync(async () =>
        {
            await Task.Yield();
            Log.Info("x");
        });
        var muted = EventFilter.Info("x").Mute();
        muted.Unmute();
        muted.Unmute();
        EventFilter.Info("x").ExpectOne(() => Log.Info("x"));
    }

    [Fact]
    public void Inside_the_action_the_test_still_sends_as_its_test_actor()
    {
        var echo = Sys.ActorOf(SimpleEchoActor.Props());
        EventFilter.Info("x").ExpectOne(() =>
        {
            echo.Tell("hello");
            ExpectMsg("hello");
            Log.Info("x");
        });
    }

    [Fact]
    public void A_muted_event_can_still_be_expected()
    {
        using (EventFilter.Info("x").Mute())
            EventFilter.Warning("y").ExpectOne(() => Log.Warning("y"));
        EventFilter.Info("x").ExpectOne(() => Log.Info("x"));
    }

    private sealed class Grumbler : ReceiveActor
    {
        private readonly ILoggingAdapter _log = Context.GetLogger();

        public Grumbler()
        {
            Receive<string>(text => _log.Warning(text));
            Receive<Exception>(Fail);
        }

        private static void Fail(Exception failure) => throw failure;
    }
}
