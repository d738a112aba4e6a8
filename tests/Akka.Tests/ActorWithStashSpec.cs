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
