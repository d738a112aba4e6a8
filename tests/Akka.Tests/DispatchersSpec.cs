using Akka.Actor;
using Akka.Configuration;

namespace AkkaAuction.Akka.Tests;

public sealed class DispatchersSpec() : ActorSpec("""
    mine { type = Dispatcher, throughput = 17 }
    other { type = Dispatcher }
    own-thread { type = PinnedDispatcher, executor = thread-pool-executor }
    typeless { type = "" }
    nonsense { type = "No.Such.Dispatcher, Nowhere" }
    one-at-a-time { type = Dispatcher, throughput = 1 }
    fifty-at-a-time { type = Dispatcher, throughput = 50 }
    """)
{
    [Fact]
    public void A_dispatcher_is_looked_up_by_its_name_and_has_what_its_section_says()
    {
        var mine = System.Dispatchers.Lookup("mine");
        Assert.Equal(("mine", 17), (mine.Id, mine.Throughput));
        Assert.Same(mine, System.Dispatchers.Lookup("mine"));
        Assert.NotSame(mine, System.Dispatchers.Lookup("other"));
        Assert.Same(System.Dispatchers.DefaultGlobalDispatcher, System.Dispatchers.Lookup("akka.actor.default-dispatcher"));
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("nonsense")]
    public void What_is_not_configured_or_does_not_exist_is_refused(string name) =>
        Assert.Throws<ConfigurationException>(() => System.Dispatchers.Lookup(name));

    [Fact]
    public void It_is_known_whether_a_dispatcher_is_configured()
    {
        Assert.True(System.Dispatchers.HasDispatcher("mine"));
        Assert.False(System.Dispatchers.HasDispatcher("missing"));
    }

    [Fact]
    public async Task An_actor_runs_on_the_dispatcher_that_its_props_name()
    {
        var actor = System.ActorOf(Props.Create(() => new Scripted((_, context) => Tell(context, context.Dispatcher.Id))).WithDispatcher("mine"));
        Assert.Equal("mine", await actor.Ask<string>("?", Soon));
    }

    [Fact]
    public void A_dispatcher_that_is_not_configured_is_refused_when_the_actor_is_made() =>
        Assert.Throws<ConfigurationException>(() => System.ActorOf(Props.Create(() => new Scripted((_, context) => Tell(context, ""))).WithDispatcher("none")));

    [Fact]
    public async Task A_pinned_dispatcher_gives_each_actor_a_thread_of_its_own()
    {
        Assert.NotSame(System.Dispatchers.Lookup("own-thread"), System.Dispatchers.Lookup("own-thread"));
        var props = Props.Create(() => new Scripted((_, context) => Tell(context, Environment.CurrentManagedThreadId))).WithDispatcher("own-thread");
        var (one, two) = (System.ActorOf(props), System.ActorOf(props));
        var threads = new HashSet<(int, int)>();
        for (var question = 0; question < 20; question++) threads.Add((await one.Ask<int>("?", Soon), await two.Ask<int>("?", Soon)));
        var (first, second) = Assert.Single(threads);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task Actors_of_a_throughput_of_one_take_turns_and_all_come_to_their_end()
    {
        var props = Props.Create(() => new CountDown()).WithDispatcher("one-at-a-time");
        var actors = Enumerable.Range(0, 20).Select(_ => System.ActorOf(props)).ToArray();
        Assert.All(await Task.WhenAll(actors.Select(actor => actor.Ask<string>(1_000, Soon))), answer => Assert.Equal("zero", answer));
    }

    [Fact]
    public async Task An_actor_that_was_told_something_does_not_wait_until_the_one_who_told_it_is_done()
    {
        using var both = new Barrier(2);
        var other = Start((_, context) => Tell(context, both.SignalAndWait(Soon)));
        var blocking = Start((_, context) =>
        {
            other.Forward("you too");
            Assert.True(both.SignalAndWait(Soon), "the other one had no turn while this one blocked");
        });
        // Many times: whether the other one runs at once on a second thread, or is fetched from the blocked one's, is up to chance.
        for (var question = 0; question < 200; question++) Assert.True(await blocking.Ask<bool>("?", Soon));
    }

    [Fact]
    public async Task An_actor_may_block_on_the_answer_of_another_after_any_number_of_quick_turns()
    {
        var other = Start((message, context) => Tell(context, message));
        var probe = NewProbe();
        var asking = Start((message, context) =>
        {
            if (message is int left and > 0)
            {
                other.Tell(left - 1, context.Self);
                return;
            }
            using var answered = new ManualResetEventSlim();
            other.Ask<string>("still there?", Soon).ContinueWith(_ => answered.Set(), TaskScheduler.Default);
            probe.Ref.Tell(answered.Wait(Soon));
        });
        foreach (var turns in (int[])[0, 1, 2, 100, 10_000])
        {
            asking.Tell(turns);
            await probe.Expect(true);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(100)]
    [InlineData(1000)]
    public async Task All_whom_an_actor_has_told_something_run_while_it_blocks(int count)
    {
        using var missing = new CountdownEvent(count);
        var others = Enumerable.Range(0, count).Select(_ => Start((_, _) => missing.Signal())).ToArray();
        var blocking = Start((_, context) =>
        {
            foreach (var other in others) other.Tell("go");
            Tell(context, missing.Wait(Soon));
        });
        for (var question = 0; question < 20; question++)
        {
            Assert.True(await blocking.Ask<bool>("?", Soon));
            missing.Reset();
        }
    }

    [Fact]
    public async Task Whoever_blocks_after_any_number_of_turns_keeps_no_other_waiting()
    {
        const int Others = 5;
        using var missing = new CountdownEvent(Others);
        var probe = NewProbe();
        var others = Enumerable.Range(0, Others).Select(_ => CountingDown(() => missing.Signal())).ToArray();
        var blocking = CountingDown(() => probe.Ref.Tell(missing.Wait(Soon)));
        var starter = Start((message, _) =>
        {
            foreach (var other in others) other.Tell(300);
            blocking.Tell(message);
        });
        for (var turns = 0; turns < 300; turns += 5)
        {
            missing.Reset();
            starter.Tell(turns);
            await probe.Expect(true);
        }

        IActorRef CountingDown(Action atZero)
        {
            Action<object, IActorContext> behaviour = (message, context) =>
            {
                // Long enough for all turns together to take more than the time after which a thread lets other work pass.
                Thread.SpinWait(300);
                if (message is 0) atZero();
                else context.Self.Tell((int)message - 1);
            };
            return System.ActorOf(Props.Create(() => new Scripted(behaviour)).WithDispatcher("fifty-at-a-time"));
        }
    }

    [Fact]
    public async Task Other_work_of_the_thread_pool_waits_for_a_few_long_turns_only()
    {
        var (over, turns) = (false, 0);
        for (var pair = 0; pair < 2 * Environment.ProcessorCount; pair++)
        {
            var back = Start(Return);
            var forth = Start(Return);
            back.Tell("ball", forth);
        }
        // From a thread of its own: a thread of the pool would do the work itself.
        var waits = await Task.Factory.StartNew(() => Enumerable.Range(0, 41).Select(_ => TurnsUntilItsTurn()).Order().ToArray(), TaskCreationOptions.LongRunning);
        Volatile.Write(ref over, true);
        Assert.InRange(waits[waits.Length / 2], 0, 4 * Environment.ProcessorCount + 8);

        void Return(object message, IActorContext context)
        {
            Thread.SpinWait(30_000);
            Interlocked.Increment(ref turns);
            if (!Volatile.Read(ref over)) context.Sender.Tell(message, context.Self);
        }

        int TurnsUntilItsTurn()
        {
            using var had = new AutoResetEvent(false);
            var (before, then) = (Volatile.Read(ref turns), 0);
            ThreadPool.UnsafeQueueUserWorkItem(_ =>
            {
                then = Volatile.Read(ref turns);
                had.Set();
            }, null);
            Assert.True(had.WaitOne(Soon));
            return then - before;
        }
    }

    [Fact]
    public async Task What_an_actor_puts_into_the_context_of_its_execution_is_not_seen_by_another()
    {
        var mine = new AsyncLocal<string>();
        var probe = NewProbe();
        var other = Start((_, _) => probe.Ref.Tell(mine.Value ?? "nothing"));
        var actor = Start((_, context) =>
        {
            mine.Value = "something";
            other.Forward("look");
        });
        for (var time = 0; time < 50; time++)
        {
            actor.Tell("go");
            await probe.Expect("nothing");
        }
    }

    [Fact]
    public async Task However_many_pairs_talk_to_each_other_without_end_another_actor_and_a_task_have_their_turns()
    {
        var over = false;
        for (var pair = 0; pair < 2 * Environment.ProcessorCount; pair++)
        {
            var back = Start((message, context) => Tell(context, message));
            var forth = Start((message, context) =>
            {
                if (!Volatile.Read(ref over)) back.Tell(message, context.Self);
            });
            forth.Tell("ball");
        }
        var other = Start((message, context) => Tell(context, message));
        for (var question = 0; question < 20; question++) Assert.Equal(question, await Task.Run(() => other.Ask<int>(question, Soon)).WaitAsync(Soon));
        Volatile.Write(ref over, true);
    }

    private static void Tell(IActorContext context, object answer) => context.Sender.Tell(answer);

    private sealed class CountDown : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is 0) Sender.Tell("zero");
            else Self.Forward((int)message - 1);
        }
    }
}
