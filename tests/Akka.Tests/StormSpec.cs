using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Xunit.Abstractions;

namespace AkkaAuction.Akka.Tests;

/// <summary>
/// Random trees that grow, fail, restart, watch and stop, the same orders for the same seed, on two threads and on the usual dispatcher: nobody's
/// end is missed or told twice, no sender's message overtakes another, everything comes to its end, and nothing of it stays in memory.
/// AKKA_TESTS_STORM_SECONDS says how long it blows (3 by default), AKKA_TESTS_STORM_SEED where it begins; <c>tests/storm.sh</c> is the hour.
/// </summary>
[Collection(nameof(AloneInTheProcess))]
public sealed class StormSpec(ITestOutputHelper output) : ActorSpec($"storm {{ type = \"{typeof(TwoThreads).AssemblyQualifiedName}\", throughput = 5 }}")
{
    private const int Steps = 3_000;
    private const string TwoThreadsOnly = "storm";
    private const string Usual = "akka.actor.default-dispatcher";

    /// <summary>How long an end may take: a machine that does much else beside an hour's storm is no deadlock.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData(1, TwoThreadsOnly)]
    [InlineData(2, TwoThreadsOnly)]
    [InlineData(3, Usual)]
    [InlineData(4, Usual)]
    public async Task Every_actor_of_a_failing_tree_ends_once_and_each_message_of_a_sender_keeps_its_place(int seed, string dispatcher) =>
        Assert.Equal("all ended once", (await Storm(seed, dispatcher)).Words);

    [Fact]
    public async Task As_long_as_it_blows_it_leaves_nothing_behind()
    {
        var budget = TimeSpan.FromSeconds(Setting("AKKA_TESTS_STORM_SECONDS", 3));
        var seed = Setting("AKKA_TESTS_STORM_SEED", 100);
        // The first ones fill what is kept for use again.
        for (var round = 0; round < 4; round++) await Calm(seed++);
        var before = Settled();
        var start = Stopwatch.GetTimestamp();
        var (storms, actors, restarts) = (0, 0L, 0L);
        do
        {
            var verdict = await Calm(seed++);
            storms++;
            actors += verdict.Actors;
            restarts += verdict.Restarts;
        }
        while (Stopwatch.GetElapsedTime(start) < budget);
        var after = Settled();
        var report = $"{storms:N0} storms of {Steps:N0} orders, {actors:N0} actors that ended once, {restarts:N0} restarts, "
            + $"last seed {seed - 1}; {before:N0} bytes before, {after:N0} after";
        output.WriteLine(report);
        // What is kept for use again may grow to its limit; a few bytes left of every actor would show all the same.
        Assert.True(after - before < 1_000_000, report);
        Assert.Equal(0, Alive());

        async Task<Verdict> Calm(int storm)
        {
            var verdict = await Storm(storm, storm % 2 == 0 ? TwoThreadsOnly : Usual);
            Assert.True(verdict.Words == "all ended once", $"seed {storm}: {verdict.Words}");
            return verdict;
        }
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private static long Settled()
    {
        for (var round = 0; round < 2; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Alive()
    {
        GC.Collect();
        return Node.Instances.Count(instance => instance.IsAlive);
    }

    private async Task<Verdict> Storm(int seed, string dispatcher)
    {
        Node.Instances.Clear();
        var verdict = new TaskCompletionSource<Verdict>(TaskCreationOptions.RunContinuationsAsynchronously);
        var auditor = System.ActorOf(Props.Create(() => new Auditor(verdict)));
        var root = System.ActorOf(Node.Props(auditor, 0, dispatcher));
        var random = new Random(seed);
        for (var step = 0; step < Steps; step++) root.Tell(new Act(random.Next(), step), ActorRefs.NoSender);
        await root.Ask<ActorIdentity>(new Identify(0), Patience);
        Assert.True(await root.GracefulStop(Patience), $"seed {seed}: the tree did not end");
        // All that were born had told so before the root, the last of them, ended.
        auditor.Tell("close", ActorRefs.NoSender);
        var result = await verdict.Task.WaitAsync(Patience);
        Assert.True(await auditor.GracefulStop(Patience));
        return result;
    }

    private sealed record Verdict(string Words, int Actors, int Restarts);

    private sealed record Act(int Dice, int Step);

    private sealed record Born(IActorRef Actor);

    private sealed class Restarted
    {
        public static readonly Restarted Once = new();
    }

    /// <summary>Tells an actor to watch a sibling.</summary>
    private sealed record Look(IActorRef At);

    /// <summary>What is one actor's through all its restarts.</summary>
    private sealed class Life
    {
        public int LastStep { get; set; } = -1;

        public HashSet<IActorRef> Watched { get; } = [];
    }

    private sealed class Node : UntypedActor
    {
        private readonly IActorRef _auditor;
        private readonly int _depth;
        private readonly Life _life;
        private readonly string _dispatcher;

        public Node(IActorRef auditor, int depth, Life life, string dispatcher)
        {
            (_auditor, _depth, _life, _dispatcher) = (auditor, depth, life, dispatcher);
            if (depth < 2) Instances.Add(new WeakReference(this));
        }

        /// <summary>Some of those that were made, to see whether they are collected.</summary>
        public static ConcurrentBag<WeakReference> Instances { get; } = [];

        public static Props Props(IActorRef auditor, int depth, string dispatcher) =>
            global::Akka.Actor.Props.Create(() => new Node(auditor, depth, new Life(), dispatcher)).WithDispatcher(dispatcher);

        protected override void PreStart() => _auditor.Tell(new Born(Self));

        protected override void PostRestart(Exception reason) => _auditor.Tell(Restarted.Once);

        // Children survive some restarts: those of even depth keep them.
        protected override void PreRestart(Exception reason, object message)
        {
            if (_depth % 2 == 1) base.PreRestart(reason, message);
        }

        protected override SupervisorStrategy SupervisorStrategy() => _depth % 3 == 2
            ? new AllForOneStrategy(_ => Directive.Restart)
            : new OneForOneStrategy(error => (error.Message.Length % 4) switch
            {
                0 when _depth > 0 => Directive.Escalate,
                1 => Directive.Resume,
                _ => Directive.Restart,
            });

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case Act act:
                    Do(act);
                    break;
                case Look look when _life.Watched.Add(look.At):
                    Context.Watch(look.At);
                    break;
                case Terminated ended when !_life.Watched.Remove(ended.ActorRef):
                    _auditor.Tell($"{Self} heard of the end of {ended.ActorRef} and was not watching");
                    break;
            }
        }

        private void Do(Act act)
        {
            if (act.Step <= _life.LastStep) _auditor.Tell("out of order");
            _life.LastStep = act.Step;
            var dice = new Random(act.Dice);
            var children = Context.GetChildren().ToArray();
            switch (dice.Next(12))
            {
                case 0 or 1 or 2 when _depth < 5 && children.Length < 6:
                    Context.ActorOf(Props(_auditor, _depth + 1, _dispatcher));
                    break;
                case 3 when _depth > 0:
                    throw new Boom(new string('x', dice.Next(8)));
                case 4 when _depth > 0:
                    Context.Stop(Self);
                    break;
                case 5 when children.Length > 0:
                    Context.Stop(children[dice.Next(children.Length)]);
                    break;
                case 6 or 7 when children.Length > 1:
                    children[dice.Next(children.Length)].Tell(new Look(children[dice.Next(children.Length)]));
                    break;
                default:
                    if (children.Length > 0) children[dice.Next(children.Length)].Tell(act with { Dice = dice.Next() });
                    break;
            }
        }
    }

    private sealed class Auditor(TaskCompletionSource<Verdict> verdict) : UntypedActor
    {
        private readonly Dictionary<IActorRef, int> _ends = [];
        private int _missing;
        private int _restarts;
        private bool _closed;

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case Born born:
                    if (!_ends.TryAdd(born.Actor, 0)) Say($"{born.Actor} was born twice");
                    _missing++;
                    Context.Watch(born.Actor);
                    break;
                case Terminated ended:
                    _missing--;
                    if (++_ends[ended.ActorRef] > 1) Say($"{ended.ActorRef} ended twice");
                    break;
                case Restarted:
                    _restarts++;
                    break;
                case "close":
                    _closed = true;
                    break;
                default:
                    Say((string)message);
                    break;
            }
            if (_closed && _missing == 0) Say("all ended once");
        }

        private void Say(string words) => verdict.TrySetResult(new Verdict(words, _ends.Count, _restarts));
    }

    /// <summary>A dispatcher with two threads and no more: who waits for another actor while holding one of them would be found out.</summary>
    public sealed class TwoThreads(Config config, IDispatcherPrerequisites prerequisites) : MessageDispatcherConfigurator(config, prerequisites)
    {
        private Threads? _threads;

        public override MessageDispatcher Dispatcher() => LazyInitializer.EnsureInitialized(ref _threads, () => new Threads(this));

        private sealed class Threads(MessageDispatcherConfigurator configurator) : MessageDispatcher(configurator)
        {
            private const int Count = 2;

            private readonly ConcurrentQueue<IRunnable> _work = new();
            private int _running;

            protected override void ExecuteTask(IRunnable run)
            {
                _work.Enqueue(run);
                if (Enter()) ThreadPool.UnsafeQueueUserWorkItem(_ => Work(), null);
            }

            protected override void Shutdown()
            {
            }

            private void Work()
            {
                do
                {
                    while (_work.TryDequeue(out var run)) run.Run();
                    Interlocked.Decrement(ref _running);
                }
                while (!_work.IsEmpty && Enter());
            }

            private bool Enter()
            {
                if (Interlocked.Increment(ref _running) <= Count) return true;
                Interlocked.Decrement(ref _running);
                return false;
            }
        }
    }
}
