using Akka.Actor;

namespace AkkaAuction.Akka.Tests;

public sealed class ActorWithStashSpec : ActorSpec
{
    [Fact]
    public async Task Unstashed_messages_come_back_in_order_before_all_others()
    {
        var log = NewProbe();
        var actor = System.ActorOf(Props.Create(() => new Protocol(log.Ref)));
        foreach (var message in new[] { "a", "b", "open", "c", "close", "d", "open" }) actor.Tell(message);
        await log.Expect("a", "b", "c", "d");
    }

    [Fact]
    public async Task Stashed_messages_keep_their_senders()
    {
        var log = NewProbe();
        var asker = NewProbe();
        var actor = System.ActorOf(Props.Create(() => new Protocol(log.Ref)));
        actor.Tell("a", asker.Ref);
        actor.Tell("open", ActorRefs.NoSender);
        await log.Expect("a");
        await asker.Expect("handled a");
    }

    [Fact]
    public async Task A_restart_gives_the_stashed_messages_to_the_new_instance()
    {
        var log = NewProbe();
        var actor = System.ActorOf(Props.Create(() => new Protocol(log.Ref)));
        foreach (var message in new object[] { "a", "b", new Boom(), "c", "open" }) actor.Tell(message);
        await log.Expect("a", "b", "c");
    }

    [Fact]
    public async Task A_restart_in_the_middle_of_unstashing_loses_nothing_and_keeps_the_order()
    {
        var log = NewProbe();
        var actor = System.ActorOf(Props.Create(() => new FailsOn("b", log.Ref)));
        foreach (var message in new[] { "a", "b", "c", "open", "d" }) actor.Tell(message);
        // The failing one is not handled again; what was to come back after it does, to the new instance.
        await log.Expect("a", "c", "d");
    }

    [Fact]
    public async Task A_restart_while_messages_are_stashed_and_others_wait_puts_the_stashed_ones_first()
    {
        var log = NewProbe();
        using var gate = new ManualResetEventSlim();
        var actor = System.ActorOf(Props.Create(() => new Protocol(log.Ref)));
        actor.Tell("a");
        actor.Tell("b");
        actor.Tell(new Hold(gate));
        actor.Tell(new Boom());
        foreach (var message in new[] { "c", "open", "d" }) actor.Tell(message);
        gate.Set();
        await log.Expect("a", "b", "c", "d");
    }

    [Fact]
    public async Task A_stash_cleared_before_the_restart_stays_empty()
    {
        var log = NewProbe();
        var actor = System.ActorOf(Props.Create(() => new Clearing(log.Ref)));
        foreach (var message in new object[] { "a", "b", new Boom(), "c", "open" }) actor.Tell(message);
        await log.Expect("c");
        await log.ExpectNothingYet();
    }

    [Fact]
    public async Task A_message_that_comes_again_can_be_stashed_again()
    {
        var log = NewProbe();
        var actor = System.ActorOf(Props.Create(() => new OneByOne(log.Ref)));
        // Two deliveries of one object are two messages.
        foreach (var message in new object[] { "a", "one", "a" }) actor.Tell(message);
        await log.Expect("a", "a");
    }

    [Fact]
    public async Task A_Terminated_can_be_stashed_and_comes_back()
    {
        var log = NewProbe();
        var subject = Start((_, _) => { });
        var actor = System.ActorOf(Props.Create(() => new StashingTheEnd(subject, log.Ref)));
        await actor.Ask<ActorIdentity>(new Identify(1), Soon);
        subject.Tell(PoisonPill.Instance);
        await log.Expect("stashed");
        actor.Tell("open");
        await log.Expect(subject);
    }

    [Fact]
    public async Task A_stop_sends_the_stashed_messages_to_the_dead_letters()
    {
        var letters = NewProbe();
        System.EventStream.Subscribe(letters.Ref, typeof(global::Akka.Event.DeadLetter));
        var actor = System.ActorOf(Props.Create(() => new Protocol(letters.Ref)));
        actor.Tell("a");
        actor.Tell("b");
        actor.Tell(PoisonPill.Instance);
        Assert.Equal("a", (await letters.Next<global::Akka.Event.DeadLetter>()).Message);
        Assert.Equal("b", (await letters.Next<global::Akka.Event.DeadLetter>()).Message);
    }

    [Fact]
    public async Task The_same_message_cannot_be_stashed_twice()
    {
        var log = NewProbe();
        System.ActorOf(Props.Create(() => new Double(log.Ref))).Tell("x");
        await log.Expect(typeof(IllegalActorStateException));
    }

    [Fact]
    public async Task Unstash_gives_back_one_the_oldest()
    {
        var log = NewProbe();
        var actor = System.ActorOf(Props.Create(() => new OneByOne(log.Ref)));
        foreach (var message in new[] { "a", "b", "one", "one" }) actor.Tell(message);
        await log.Expect("a", "b");
    }

    [Fact]
    public async Task A_bounded_stash_overflows()
    {
        var log = NewProbe();
        var actor = System.ActorOf(Props.Create(() => new Bounded(log.Ref)).WithStashCapacity(2));
        foreach (var message in new[] { "a", "b", "c" }) actor.Tell(message);
        await log.Expect("stashed", "stashed", typeof(StashOverflowException));
    }

    private sealed class Protocol : ReceiveActor, IWithUnboundedStash
    {
        private readonly IActorRef _log;

        public Protocol(IActorRef log)
        {
            _log = log;
            Closed();
        }

        public IStash Stash { get; set; } = null!;

        private void Closed()
        {
            Receive<Boom>(boom => throw boom);
            Receive<Hold>(hold => hold.Gate.Wait(Soon));
            Receive<string>(text => text == "open", _ =>
            {
                Become(Open);
                Stash.UnstashAll();
            });
            ReceiveAny(_ => Stash.Stash());
        }

        private void Open()
        {
            Receive<string>(text => text == "close", _ => Become(Closed));
            ReceiveAny(message =>
            {
                _log.Tell(message);
                Sender.Tell($"handled {message}");
            });
        }
    }

    private sealed record Hold(ManualResetEventSlim Gate);

    /// <summary>Stashes until it is opened; a restart leaves it open, because what it stashed is on its way.</summary>
    private sealed class FailsOn : ReceiveActor, IWithUnboundedStash
    {
        private readonly string _word;
        private readonly IActorRef _log;

        public FailsOn(string word, IActorRef log)
        {
            (_word, _log) = (word, log);
            Receive<string>(text => text == "open", _ =>
            {
                Become(Open);
                Stash.UnstashAll();
            });
            ReceiveAny(_ => Stash.Stash());
        }

        public IStash Stash { get; set; } = null!;

        protected override void PostRestart(Exception reason) => Become(Open);

        private void Open() => ReceiveAny(message =>
        {
            if (Equals(message, _word)) throw new Boom();
            _log.Tell(message);
        });
    }

    private sealed class Clearing(IActorRef log) : UntypedActorWithUnboundedStash
    {
        private bool _open;

        protected override void PreRestart(Exception reason, object message) => Stash.ClearStash();

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case Boom boom:
                    throw boom;
                case "open":
                    _open = true;
                    Stash.UnstashAll();
                    break;
                default:
                    if (_open) log.Tell(message);
                    else Stash.Stash();
                    break;
            }
        }
    }

    private sealed class StashingTheEnd : ReceiveActor, IWithUnboundedStash
    {
        public StashingTheEnd(IActorRef subject, IActorRef log)
        {
            Context.Watch(subject);
            Receive<Terminated>(_ =>
            {
                Stash.Stash();
                log.Tell("stashed");
            });
            Receive<string>(_ =>
            {
                // Told on as it is, it would be the recorder's own notice.
                Become(() => Receive<Terminated>(ended => log.Tell(ended.ActorRef)));
                Stash.UnstashAll();
            });
        }

        public IStash Stash { get; set; } = null!;
    }

    private sealed class Double(IActorRef log) : UntypedActorWithUnboundedStash
    {
        protected override void OnReceive(object message)
        {
            Stash.Stash();
            try
            {
                Stash.Stash();
            }
            catch (Exception error)
            {
                log.Tell(error.GetType());
            }
        }
    }

    private sealed class OneByOne(IActorRef log) : UntypedActorWithUnboundedStash
    {
        private readonly HashSet<object> _seen = [];

        protected override void OnReceive(object message)
        {
            if (message is "one") Stash.Unstash();
            else if (_seen.Add(message)) Stash.Stash();
            else log.Tell(message);
        }
    }

    private sealed class Bounded(IActorRef log) : UntypedActorWithStash
    {
        protected override void OnReceive(object message)
        {
            try
            {
                Stash.Stash();
                log.Tell("stashed");
            }
            catch (StashOverflowException error)
            {
                log.Tell(error.GetType());
            }
        }
    }
}
