using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;

namespace AkkaAuction.Akka.Tests;

/// <summary>Which mailbox an actor gets: by its props, its dispatcher, what it requires.</summary>
public sealed class ActorMailboxSpec() : ActorSpec($$"""
    watched { mailbox-type = "{{typeof(WatchedMailbox).AssemblyQualifiedName}}" }
    with-mailbox { type = Dispatcher, mailbox-type = "{{typeof(WatchedMailbox).AssemblyQualifiedName}}" }
    with-requirement { type = Dispatcher, mailbox-requirement = "{{typeof(IWatched).AssemblyQualifiedName}}" }
    plain { type = Dispatcher }
    akka.actor.mailbox.requirements { "{{typeof(IWatched).AssemblyQualifiedName}}" = watched }
    """)
{
    [Fact]
    public async Task A_mailbox_named_by_the_props_holds_the_actors_messages()
    {
        WatchedMailbox.Made.Clear();
        var actor = System.ActorOf(Props.Create(() => new Scripted((message, context) => Answer(message, context))).WithMailbox("watched"));
        Assert.Equal("there", await actor.Ask<string>("there", Soon));
        Assert.Equal(actor.Path, Assert.Single(WatchedMailbox.Made));
    }

    [Theory]
    [InlineData("with-mailbox")]
    [InlineData("with-requirement")]
    public async Task A_dispatcher_whose_section_says_so_gives_every_actor_of_its_own_that_mailbox_and_no_other_actor(string dispatcher)
    {
        WatchedMailbox.Made.Clear();
        var props = Props.Create(() => new Scripted((message, context) => Answer(message, context)));
        var expected = new List<ActorPath>();
        foreach (var at in new[] { dispatcher, "plain", dispatcher, "akka.actor.default-dispatcher" })
        {
            var actor = System.ActorOf(props.WithDispatcher(at));
            Assert.Equal("there", await actor.Ask<string>("there", Soon));
            if (at == dispatcher) expected.Add(actor.Path);
        }
        Assert.Equal(expected, WatchedMailbox.Made);
    }

    [Fact]
    public async Task An_actor_class_that_requires_a_kind_of_mailbox_gets_the_one_that_is_configured_for_it()
    {
        WatchedMailbox.Made.Clear();
        var actor = System.ActorOf(Props.Create(() => new Demanding()));
        Assert.Equal("there", await actor.Ask<string>("there", Soon));
        Assert.Equal(actor.Path, Assert.Single(WatchedMailbox.Made));
    }

    [Fact]
    public async Task A_mailbox_of_ones_own_works_with_a_stash_when_it_can_put_messages_in_front()
    {
        var log = NewProbe();
        var actor = System.ActorOf(Props.Create(() => new Stashing(log.Ref)).WithMailbox("akka.actor.mailbox.unbounded-deque-based"));
        foreach (var message in new[] { "a", "b", "open", "c" }) actor.Tell(message);
        await log.Expect("a", "b", "c");
    }

    [Fact]
    public async Task By_default_a_mailbox_holds_any_number()
    {
        const int Count = 100_000;
        using var gate = new ManualResetEventSlim();
        var last = new TaskCompletionSource<int>();
        var seen = 0;
        var actor = Start((message, _) =>
        {
            gate.Wait(Soon);
            Assert.Equal(seen++, message);
            if (seen == Count) last.SetResult(seen);
        });
        for (var number = 0; number < Count; number++) actor.Tell(number, ActorRefs.NoSender);
        gate.Set();
        Assert.Equal(Count, await last.Task.WaitAsync(Soon));
    }

    [Fact]
    public async Task Messages_from_one_sender_keep_their_order_through_idle_times_and_backlogs()
    {
        const int Rounds = 300;
        var random = new Random(5);
        var next = 0;
        var outOfOrder = 0;
        var actor = Start((message, context) =>
        {
            if (message is not int number) context.Sender.Tell("emptied");
            else if (number != next++) outOfOrder++;
        });
        var sent = 0;
        for (var round = 0; round < Rounds; round++)
        {
            // From a few messages to a backlog of thousands, and now and then an empty mailbox in between.
            var burst = random.Next(10) switch { 0 => random.Next(20_000), < 4 => random.Next(1_000), _ => random.Next(10) };
            for (var at = 0; at < burst; at++) actor.Tell(sent++, ActorRefs.NoSender);
            if (random.Next(3) == 0) await actor.Ask<string>("emptied?", Soon);
        }
        await actor.Ask<string>("emptied?", Soon);
        Assert.Equal((0, sent), (outOfOrder, next));
    }

    [Fact]
    public async Task Many_senders_and_a_backlog_lose_nothing_and_mix_up_no_senders_messages()
    {
        const int Senders = 4, Each = 50_000;
        var seen = new int[Senders];
        var total = 0;
        var done = new TaskCompletionSource<string>();
        var actor = Start((message, _) =>
        {
            var (sender, number) = ((int, int))message;
            if (seen[sender]++ != number) done.TrySetResult($"sender {sender}: {number} out of order");
            if (++total == Senders * Each) done.TrySetResult("all, in order");
        });
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(() =>
        {
            for (var number = 0; number < Each; number++) actor.Tell((sender, number), ActorRefs.NoSender);
        })));
        Assert.Equal("all, in order", await done.Task.WaitAsync(Soon));
    }

    [Fact]
    public async Task A_stop_amid_a_backlog_hands_the_rest_of_it_to_the_dead_letters_in_order()
    {
        const int Bunch = 1_500, Bunches = 6, StopAt = 6_200;
        var letters = NewProbe();
        System.EventStream.Subscribe(letters.Ref, typeof(global::Akka.Event.DeadLetter));
        using var reached = new SemaphoreSlim(0);
        using var more = new SemaphoreSlim(0);
        var handled = new List<int>();
        var actor = Start((message, context) =>
        {
            var number = (int)message;
            handled.Add(number);
            if (number % Bunch == 0)
            {
                // Goes on once the next bunch is there: this one is a backlog by then.
                reached.Release();
                Assert.True(more.Wait(Soon));
            }
            if (number != StopAt) return;
            // All have been sent by then: what is sent to an actor while it ends may overtake what it had not read.
            Assert.True(more.Wait(Soon));
            context.Stop(context.Self);
        });
        actor.Tell(0, ActorRefs.NoSender);
        var sent = 1;
        for (var bunch = 0; bunch < Bunches; bunch++)
        {
            if (bunch * Bunch <= StopAt) Assert.True(await reached.WaitAsync(Soon));
            for (var at = 0; at < Bunch; at++) actor.Tell(sent++, ActorRefs.NoSender);
            more.Release();
        }
        var lost = new List<int>();
        while (handled.Count + lost.Count < sent) lost.Add((int)(await letters.Next<global::Akka.Event.DeadLetter>()).Message);
        Assert.Equal(Enumerable.Range(0, StopAt + 1), handled);
        Assert.Equal(Enumerable.Range(StopAt + 1, sent - StopAt - 1), lost);
    }

    private static void Answer(object message, IActorContext context) => context.Sender.Tell(message);

    /// <summary>An unbounded mailbox that notes whose it is.</summary>
    public sealed class WatchedMailbox(Settings settings, Config config) : MailboxType(settings, config), IProducesMessageQueue<WatchedQueue>
    {
        public static List<ActorPath> Made { get; } = [];

        public override IMessageQueue Create(IActorRef owner, ActorSystem system)
        {
            Made.Add(owner.Path);
            return new WatchedQueue();
        }
    }

    public interface IWatched : ISemantics;

    public sealed class WatchedQueue : UnboundedMessageQueue, IWatched;

    private sealed class Demanding : UntypedActor, IRequiresMessageQueue<IWatched>
    {
        protected override void OnReceive(object message) => Sender.Tell(message);
    }

    private sealed class Stashing : ReceiveActor, IWithUnboundedStash
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

        public IStash Stash { get; set; } = null!;
    }
}
