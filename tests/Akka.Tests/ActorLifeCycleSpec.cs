using Akka.Actor;

namespace AkkaAuction.Akka.Tests;

public sealed class ActorLifeCycleSpec : ActorSpec
{
    [Fact]
    public async Task A_start_calls_the_constructor_then_PreStart_then_handles_messages_and_a_stop_ends_with_PostStop()
    {
        var log = NewProbe();
        var actor = System.ActorOf(Props.Create(() => new Hooked(log.Ref)));
        actor.Tell("hello");
        actor.Tell(PoisonPill.Instance);
        await log.Expect("constructor", "PreStart", "hello", "PostStop");
    }

    [Fact]
    public async Task A_restart_calls_PreRestart_on_the_old_instance_and_the_constructor_and_PostRestart_on_the_new_one()
    {
        var log = NewProbe();
        var actor = System.ActorOf(Props.Create(() => new Hooked(log.Ref)));
        actor.Tell(new Boom("first"));
        actor.Tell("after");
        await log.Expect("constructor", "PreStart", "PreRestart first Boom", "PostStop", "constructor", "PostRestart first", "PreStart", "after");
    }

    [Fact]
    public async Task The_mailbox_outlives_a_restart_and_the_failing_message_is_not_handled_again()
    {
        var log = NewProbe();
        var actor = System.ActorOf(Props.Create(() => new Hooked(log.Ref)));
        foreach (var message in new object[] { "a", new Boom("x"), "b", "c" }) actor.Tell(message);
        var seen = new List<object>();
        while (!Equals(seen.LastOrDefault(), "c")) seen.Add(await log.Next());
        Assert.Equal(new object[] { "a", "b", "c" }, seen.Where(each => each is "a" or "b" or "c"));
    }

    [Fact]
    public async Task Children_stop_before_their_parent()
    {
        var log = NewProbe();
        var parent = System.ActorOf(Props.Create(() => new Family(log.Ref, 2)));
        await log.Expect("PreStart parent");
        var born = new[] { await log.Next(), await log.Next() };
        Assert.Equal(new object[] { "PreStart child", "PreStart child" }, born);
        parent.Tell(PoisonPill.Instance);
        await log.Expect("PostStop child", "PostStop child", "PostStop parent");
    }

    [Fact]
    public async Task A_constructor_that_throws_makes_the_actor_stop()
    {
        var watcher = NewProbe();
        var actor = System.ActorOf(Props.Create(() => new Stillborn()));
        await watcher.Watch(actor);
        await watcher.ExpectTerminated(actor);
    }

    [Fact]
    public async Task The_supervisor_of_an_actor_that_cannot_start_sees_an_ActorInitializationException_with_the_cause()
    {
        var seen = NewProbe();
        System.ActorOf(Props.Create(() => new Watchful(seen.Ref, Props.Create(() => new Stillborn()))));
        var failure = await seen.Next<ActorInitializationException>();
        Assert.IsType<Boom>(failure.GetBaseException());
    }

    [Fact]
    public async Task A_PreStart_that_throws_counts_as_a_failed_start()
    {
        var seen = NewProbe();
        System.ActorOf(Props.Create(() => new Watchful(seen.Ref, Props.Create(() => new BadStart()))));
        var failure = await seen.Next<ActorInitializationException>();
        Assert.IsType<Boom>(failure.InnerException);
    }

    [Fact]
    public async Task Messages_sent_to_a_stopped_actor_are_dead_letters_with_their_sender_and_recipient()
    {
        var letters = NewProbe();
        System.EventStream.Subscribe(letters.Ref, typeof(global::Akka.Event.DeadLetter));
        var actor = Start((_, _) => { });
        Assert.True(await actor.GracefulStop(Soon));
        actor.Tell("too late", letters.Ref);
        var letter = await letters.Next<global::Akka.Event.DeadLetter>();
        Assert.Equal(("too late", letters.Ref, actor), (letter.Message, letter.Sender, letter.Recipient));
    }

    [Fact]
    public async Task A_message_left_in_the_mailbox_at_the_stop_becomes_a_dead_letter()
    {
        var letters = NewProbe();
        System.EventStream.Subscribe(letters.Ref, typeof(global::Akka.Event.DeadLetter));
        var actor = Start((_, context) => context.Stop(context.Self));
        actor.Tell("stop");
        actor.Tell("left");
        Assert.Equal("left", (await letters.Next<global::Akka.Event.DeadLetter>()).Message);
    }

    [Fact]
    public void An_actor_is_not_made_with_new() => Assert.Throws<ActorInitializationException>(() => new Stillborn());

    [Fact]
    public async Task Context_is_not_there_outside_of_the_actor()
    {
        var answers = NewProbe();
        System.ActorOf(Props.Create(() => new Leaky(answers.Ref))).Tell("go");
        await answers.Expect(typeof(NotSupportedException));
    }

    [Fact]
    public async Task An_exception_in_PreRestart_does_not_keep_the_new_instance_from_starting()
    {
        var log = NewProbe();
        var actor = System.ActorOf(Props.Create(() => new BadPreRestart(log.Ref)));
        actor.Tell(new Boom());
        actor.Tell("alive");
        await log.Expect("alive");
    }

    [Fact]
    public async Task A_name_is_free_again_when_its_actor_has_ended_and_the_new_one_gets_nothing_of_the_old_ones()
    {
        var log = NewProbe();
        var first = Start((message, _) => log.Ref.Tell($"first {message}"), "name");
        Assert.True(await first.GracefulStop(Soon));
        IActorRef? second = null;
        for (var attempt = 0; second is null; attempt++)
        {
            // The guardian hears of the end by itself, maybe after the test has.
            try
            {
                second = Start((message, _) => log.Ref.Tell($"second {message}"), "name");
            }
            catch (InvalidActorNameException) when (attempt < 1000)
            {
                await Task.Yield();
            }
        }
        first.Tell("old");
        second.Tell("new");
        await log.Expect("second new");
        await log.ExpectNothingYet();
    }

    [Fact]
    public async Task A_PostStop_that_throws_does_not_keep_the_actor_from_ending()
    {
        var watcher = NewProbe();
        var actor = System.ActorOf(Props.Create(() => new BadPostStop()));
        await watcher.Watch(actor);
        actor.Tell(PoisonPill.Instance);
        await watcher.ExpectTerminated(actor);
    }

    [Fact]
    public async Task An_exception_in_PreRestart_leaves_the_children_to_the_new_instance_which_may_still_stop_them()
    {
        var log = NewProbe();
        var actor = System.ActorOf(Props.Create(() => new BadPreRestart(log.Ref)), "parent");
        actor.Tell("child");
        actor.Tell(new Boom());
        actor.Tell("children?");
        await log.Expect("child", 1);
        Assert.True(await actor.GracefulStop(Soon));
    }

    [Fact]
    public async Task Two_handlers_of_one_actor_never_run_at_once_and_a_senders_order_is_kept()
    {
        const int Senders = 4, Each = 20_000;
        var verdict = NewProbe();
        var actor = System.ActorOf(Props.Create(() => new OneAtATime(verdict.Ref, Senders, Each)));
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(() =>
        {
            for (var number = 0; number < Each; number++) actor.Tell((sender, number), ActorRefs.NoSender);
        })));
        await verdict.Expect("all in order");
    }

    private sealed class OneAtATime(IActorRef verdict, int senders, int each) : ReceiveActorBase
    {
        private readonly int[] _next = new int[senders];
        private int _running;
        private int _left = senders * each;

        protected override void OnReceive(object message)
        {
            if (Interlocked.Increment(ref _running) != 1) verdict.Tell("two at once");
            var (sender, number) = ((int, int))message;
            if (_next[sender]++ != number) verdict.Tell($"out of order: {number}");
            if (--_left == 0) verdict.Tell("all in order");
            Interlocked.Decrement(ref _running);
        }
    }

    private abstract class ReceiveActorBase : UntypedActor;

    private sealed class Stillborn : UntypedActor
    {
        public Stillborn() => throw new Boom("stillborn");

        protected override void OnReceive(object message)
        {
        }
    }

    private sealed class BadStart : UntypedActor
    {
        protected override void PreStart() => throw new Boom();

        protected override void OnReceive(object message)
        {
        }
    }

    private sealed class BadPreRestart(IActorRef log) : UntypedActor
    {
        protected override void PreRestart(Exception reason, object message) => throw new Boom("in PreRestart");

        protected override void OnReceive(object message)
        {
            if (message is Boom boom) throw boom;
            if (message is "child") Context.ActorOf(Props.Create(() => new Scripted((_, _) => Nothing())));
            log.Tell(message is "children?" ? Context.GetChildren().Count() : message);
        }

        private static void Nothing()
        {
        }
    }

    private sealed class BadPostStop : UntypedActor
    {
        protected override void PostStop() => throw new Boom("in PostStop");

        protected override void OnReceive(object message)
        {
        }
    }

    private sealed class Leaky(IActorRef answers) : UntypedActor
    {
        protected override void OnReceive(object message) => new Thread(() =>
        {
            try
            {
                answers.Tell(Context.Self, ActorRefs.NoSender);
            }
            catch (Exception error)
            {
                answers.Tell(error.GetType(), ActorRefs.NoSender);
            }
        }).Start();
    }

    private sealed class Watchful(IActorRef seen, Props child) : UntypedActor
    {
        protected override void PreStart() => Context.ActorOf(child);

        protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(error =>
        {
            seen.Tell(error);
            return Directive.Stop;
        });

        protected override void OnReceive(object message)
        {
        }
    }

    private sealed class Family : UntypedActor
    {
        private readonly IActorRef _log;
        private readonly int _children;

        public Family(IActorRef log, int children) => (_log, _children) = (log, children);

        protected override void PreStart()
        {
            _log.Tell($"PreStart {Role}");
            for (var child = 0; child < _children; child++) Context.ActorOf(Props.Create(() => new Family(_log, 0)));
        }

        protected override void PostStop() => _log.Tell($"PostStop {Role}");

        protected override void OnReceive(object message)
        {
        }

        private string Role => _children > 0 ? "parent" : "child";
    }

    private sealed class Hooked : UntypedActor
    {
        private readonly IActorRef _log;

        public Hooked(IActorRef log)
        {
            _log = log;
            _log.Tell("constructor");
        }

        protected override void PreStart() => _log.Tell("PreStart");

        protected override void PostStop() => _log.Tell("PostStop");

        protected override void PreRestart(Exception reason, object message)
        {
            _log.Tell($"PreRestart {reason.Message} {message.GetType().Name}");
            base.PreRestart(reason, message);
        }

        protected override void PostRestart(Exception reason)
        {
            _log.Tell($"PostRestart {reason.Message}");
            base.PostRestart(reason);
        }

        protected override void OnReceive(object message)
        {
            if (message is Boom boom) throw boom;
            _log.Tell(message);
        }
    }
}
