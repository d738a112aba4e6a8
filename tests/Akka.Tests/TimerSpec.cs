using Akka.Actor;

namespace AkkaAuction.Akka.Tests;

public sealed class TimerSpec : VirtualTimeSpec
{
    [Fact]
    public async Task A_tick_comes_from_nobody_unless_a_sender_was_given()
    {
        var log = NewProbe();
        System.ActorOf(Props.Create(() => new SenderTeller(log.Ref)));
        await log.Expect("started");
        Clock.Advance(Tick);
        await log.Expect(System.DeadLetters, log.Ref);
    }

    [Fact]
    public async Task A_single_timer_fires_once_and_is_then_no_longer_active()
    {
        var log = NewProbe();
        var actor = await Timed(log, timers => timers.StartSingleTimer("key", "tick", Tick));
        Clock.Advance(HalfATick);
        await Settled(actor);
        await log.ExpectNothingYet();
        Clock.Advance(HalfATick);
        await log.Expect("tick active=False");
        Clock.Advance(Tick);
        await Settled(actor);
        await log.ExpectNothingYet();
    }

    [Fact]
    public async Task A_periodic_timer_fires_until_it_is_cancelled()
    {
        var log = NewProbe();
        var actor = await Timed(log, timers => timers.StartPeriodicTimer("key", "tick", Tick));
        for (var round = 0; round < 3; round++)
        {
            Clock.Advance(Tick);
            await log.Expect("tick active=True");
        }
        await Do(actor, timers => timers.Cancel("key"));
        Clock.Advance(Tick);
        await Settled(actor);
        await log.ExpectNothingYet();
        await Do(actor, timers => Assert.False(timers.IsTimerActive("key")));
    }

    [Fact]
    public async Task A_periodic_timer_may_begin_with_another_delay()
    {
        var log = NewProbe();
        var actor = await Timed(log, timers => timers.StartPeriodicTimer("key", "tick", TimeSpan.Zero, Tick));
        Clock.Advance(HalfATick);
        await log.Expect("tick active=True");
        Clock.Advance(Tick);
        await log.Expect("tick active=True");
        await Settled(actor);
        await log.ExpectNothingYet();
    }

    [Fact]
    public async Task A_tick_that_is_already_in_the_mailbox_is_not_handled_after_the_cancel()
    {
        var log = NewProbe();
        var actor = await Timed(log, _ => { });
        await Do(actor, timers =>
        {
            timers.StartSingleTimer("doomed", "never", Tick);
            // The actor is busy while its timer fires: the tick waits in the mailbox behind this very message.
            Clock.Advance(Tick);
            timers.Cancel("doomed");
        });
        await Settled(actor);
        await log.ExpectNothingYet();
    }

    [Fact]
    public async Task Starting_a_timer_again_under_its_key_replaces_it_even_when_the_old_one_has_fired()
    {
        var log = NewProbe();
        var actor = await Timed(log, timers =>
        {
            timers.StartSingleTimer("key", "old", Tick);
            Clock.Advance(Tick);
            timers.StartSingleTimer("key", "new", Tick);
        });
        Clock.Advance(Tick);
        await log.Expect("new active=False");
        await Settled(actor);
        await log.ExpectNothingYet();
    }

    [Fact]
    public async Task A_restart_ends_all_timers_of_the_old_instance_and_drops_their_ticks()
    {
        var log = NewProbe();
        var actor = await Timed(log, timers =>
        {
            timers.StartPeriodicTimer("key", "old", Tick);
            // This tick comes to the new instance, who never asked for it.
            Clock.Advance(Tick);
            throw new Boom();
        });
        await Do(actor, timers => Assert.Empty(timers.ActiveTimers));
        Clock.Advance(Tick);
        await Settled(actor);
        await log.ExpectNothingYet();
    }

    [Fact]
    public async Task A_stop_ends_all_timers_and_no_dead_letter_tells_of_them()
    {
        var log = NewProbe();
        var letters = NewProbe();
        System.EventStream.Subscribe(letters.Ref, typeof(global::Akka.Event.DeadLetter));
        var actor = await Timed(log, timers => timers.StartPeriodicTimer("key", "old", Tick));
        Assert.True(await actor.GracefulStop(Soon));
        Clock.Advance(Tick);
        await letters.ExpectNothingYet();
        await log.ExpectNothingYet();
    }

    [Fact]
    public async Task CancelAll_ends_all_of_them()
    {
        var actor = await Timed(NewProbe(), timers =>
        {
            timers.StartSingleTimer(1, "a", Tick);
            timers.StartPeriodicTimer(2, "b", Tick);
        });
        await Do(actor, timers =>
        {
            Assert.Equal(new object[] { 1, 2 }, timers.ActiveTimers.Order());
            timers.CancelAll();
            Assert.Empty(timers.ActiveTimers);
        });
    }

    [Fact]
    public async Task What_the_runtime_handles_itself_is_handled_when_a_timer_brings_it()
    {
        var watcher = NewProbe();
        var actor = await Timed(NewProbe(), timers => timers.StartSingleTimer("end", PoisonPill.Instance, Tick));
        await watcher.Watch(actor);
        Clock.Advance(Tick);
        await watcher.ExpectTerminated(actor);
    }

    [Fact]
    public async Task A_timers_message_can_be_stashed()
    {
        var log = NewProbe();
        var actor = System.ActorOf(Props.Create(() => new Stashing(log.Ref)));
        await Settled(actor);
        Clock.Advance(Tick);
        await Settled(actor);
        await log.ExpectNothingYet();
        actor.Tell("open");
        await log.Expect("tick");
    }

    private async Task<IActorRef> Timed(Probe log, Action<ITimerScheduler> first)
    {
        var actor = System.ActorOf(Props.Create(() => new TimedActor(log.Ref)));
        await Do(actor, first);
        return actor;
    }

    /// <summary>Runs <paramref name="action"/> inside of the actor; its failed assertions come out here, a <see cref="Boom"/> is the actor's own.</summary>
    private static async Task Do(IActorRef actor, Action<ITimerScheduler> action)
    {
        var done = new TaskCompletionSource();
        actor.Tell(new Action<ITimerScheduler>(timers =>
        {
            try
            {
                action(timers);
                done.SetResult();
            }
            catch (Boom)
            {
                done.SetResult();
                throw;
            }
            catch (Exception error)
            {
                done.SetException(error);
            }
        }));
        await done.Task.WaitAsync(Soon);
        await Settled(actor);
    }

    private sealed class TimedActor(IActorRef log) : UntypedActor, IWithTimers
    {
        public ITimerScheduler Timers { get; set; } = null!;

        protected override void OnReceive(object message)
        {
            if (message is Action<ITimerScheduler> action) action(Timers);
            else log.Tell($"{message} active={Timers.IsTimerActive("key")}");
        }
    }

    private sealed class Stashing : ReceiveActor, IWithTimers, IWithUnboundedStash
    {
        public Stashing(IActorRef log)
        {
            Receive<string>(text => text == "open", _ =>
            {
                Become(() => ReceiveAny(message => log.Tell(message)));
                Stash.UnstashAll();
            });
            ReceiveAny(_ => Stash.Stash());
        }

        public ITimerScheduler Timers { get; set; } = null!;

        public IStash Stash { get; set; } = null!;

        protected override void PreStart() => Timers.StartSingleTimer("key", "tick", Tick);
    }

    private sealed class SenderTeller(IActorRef log) : UntypedActor, IWithTimers
    {
        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart()
        {
            Timers.StartSingleTimer(1, "tick", Tick);
            Timers.StartSingleTimer(2, "tick", Tick, log);
            log.Tell("started");
        }

        protected override void OnReceive(object message) => log.Tell(Sender);
    }
}

/// <summary>Timers against the real clock, called off around the moment in which they fire.</summary>
public sealed class TimerCancellationSpec : ActorSpec
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_timer_that_fires_as_it_is_cancelled_or_replaced_is_never_handled_afterwards(int seed)
    {
        var verdict = new TaskCompletionSource<string>();
        System.ActorOf(Props.Create(() => new Canceller(seed, 400, verdict))).Tell("next");
        // Each round lasts until a real timer fires or is called off: 400 of them take their time on a machine that does much else.
        Assert.Equal("no cancelled tick", await verdict.Task.WaitAsync(TimeSpan.FromMinutes(3)));
    }

    /// <summary>Starts timers of a millisecond or so, and calls each off a random number of turns later.</summary>
    private sealed class Canceller(int seed, int rounds, TaskCompletionSource<string> verdict) : UntypedActor, IWithTimers
    {
        private readonly Random _random = new(seed);
        private int _generation;
        private int _turnsLeft;
        private bool _fired = true;

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void OnReceive(object message)
        {
            if (message is int generation)
            {
                if (generation != _generation) verdict.TrySetResult($"tick {generation} after its end");
                _fired = true;
                return;
            }
            if (_fired || --_turnsLeft <= 0)
            {
                if (_generation == rounds)
                {
                    verdict.TrySetResult("no cancelled tick");
                    return;
                }
                if (_random.Next(2) == 0) Timers.Cancel("key");
                _generation++;
                _fired = false;
                _turnsLeft = _random.Next(1, 20_000);
                Timers.StartSingleTimer("key", _generation, TimeSpan.FromMilliseconds(_random.Next(1, 12)));
            }
            Self.Tell(message);
        }
    }
}
