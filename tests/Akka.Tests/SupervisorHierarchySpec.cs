using Akka.Actor;

namespace AkkaAuction.Akka.Tests;

/// <summary>Supervision over more than one level, and what happens to those who stand below or beside a failure.</summary>
public sealed class SupervisorHierarchySpec : ActorSpec
{
    [Fact]
    public async Task A_manager_that_is_killed_restarts_with_all_its_workers_when_its_boss_says_so()
    {
        var log = NewProbe();
        var boss = System.ActorOf(Props.Create(() => new Person(log.Ref, new OneForOneStrategy(_ => Directive.Restart))), "boss");
        var manager = await boss.Ask<IActorRef>(new Hire("manager", new AllForOneStrategy(_ => Directive.Escalate)), Soon);
        foreach (var name in new[] { "one", "two", "three" }) await manager.Ask<IActorRef>(new Hire(name, null), Soon);
        (await System.ActorSelection("/user/boss/manager/one").ResolveOne(Soon)).Tell(Kill.Instance);
        // The killed one's death is his manager's failure, and the boss restarts the manager: his people end, each once.
        var ended = new List<object>();
        while (ended.Count < 4) ended.Add(await log.Next());
        Assert.Equal(new object[] { "manager restarts", "one ended", "three ended", "two ended" }, ended.Order());
        Assert.Empty(await manager.Ask<IActorRef[]>("who?", Soon));
    }

    [Fact]
    public async Task A_failure_that_nobody_takes_stops_at_the_top()
    {
        var log = NewProbe();
        var watcher = NewProbe();
        var escalate = new OneForOneStrategy(_ => Directive.Escalate);
        var boss = System.ActorOf(Props.Create(() => new Person(log.Ref, new OneForOneStrategy(_ => Directive.Stop))), "boss");
        var manager = await boss.Ask<IActorRef>(new Hire("manager", escalate), Soon);
        var lead = await manager.Ask<IActorRef>(new Hire("lead", escalate), Soon);
        var worker = await lead.Ask<IActorRef>(new Hire("worker", null), Soon);
        await watcher.Watch(manager);
        worker.Tell(new Boom());
        await watcher.ExpectTerminated(manager);
        await log.Expect("worker ended", "lead ended", "manager ended");
        Assert.Empty(await boss.Ask<IActorRef[]>("who?", Soon));
    }

    [Fact]
    public async Task Resumed_after_a_failure_below_everybody_goes_on_with_what_he_had()
    {
        var log = NewProbe();
        var boss = System.ActorOf(Props.Create(() => new Person(log.Ref, new OneForOneStrategy(_ => Directive.Resume))));
        var manager = await boss.Ask<IActorRef>(new Hire("manager", new OneForOneStrategy(_ => Directive.Escalate)), Soon);
        var worker = await manager.Ask<IActorRef>(new Hire("worker", null), Soon);
        worker.Tell("note");
        manager.Tell("note");
        Assert.Equal((1, 1), (await worker.Ask<int>("notes?", Soon), await manager.Ask<int>("notes?", Soon)));
        worker.Tell(new Boom());
        // Both had been suspended; both answer, and from their old memory.
        Assert.Equal(1, await worker.Ask<int>("notes?", Soon));
        Assert.Equal(1, await manager.Ask<int>("notes?", Soon));
        await log.ExpectNothingYet();
    }

    [Fact]
    public async Task While_a_supervisor_makes_up_its_mind_the_failed_child_and_its_children_handle_nothing()
    {
        var log = NewProbe();
        using var deciding = new ManualResetEventSlim();
        using var decided = new ManualResetEventSlim();
        var boss = System.ActorOf(Props.Create(() => new Person(log.Ref, new OneForOneStrategy(_ => Decide(deciding, decided)))));
        var manager = await boss.Ask<IActorRef>(new Hire("manager", null), Soon);
        var worker = await manager.Ask<IActorRef>(new Hire("worker", null), Soon);
        manager.Tell(new Boom());
        Assert.True(deciding.Wait(Soon));
        var waiting = manager.Ask<int>("notes?", Soon);
        var below = worker.Ask<int>("notes?", Soon);
        // Somebody else's message comes and goes meanwhile.
        await Start((_, context) => context.Sender.Tell("alive")).Ask<string>("?", Soon);
        Assert.False(waiting.IsCompleted || below.IsCompleted);
        decided.Set();
        Assert.Equal((0, 0), (await waiting, await below));
    }

    [Theory]
    [InlineData(Directive.Resume)]
    [InlineData(Directive.Restart)]
    public async Task A_failed_start_is_tried_again_both_by_a_resume_and_by_a_restart(Directive directive)
    {
        var attempts = new Attempts();
        var log = NewProbe();
        var boss = Start((message, context) => context.ActorOf((Props)message), "starter");
        var strategy = new OneForOneStrategy(error => error is ActorInitializationException ? directive : Directive.Escalate);
        var parent = System.ActorOf(Props.Create(() => new Person(log.Ref, strategy)));
        parent.Tell(Props.Create(() => new ThirdTimeLucky(attempts, log.Ref)));
        await log.Expect("started at attempt 3");
        Assert.True(await boss.GracefulStop(Soon));
    }

    [Fact]
    public async Task A_parent_that_is_stopping_takes_no_message_and_all_that_came_is_a_dead_letter()
    {
        var letters = NewProbe();
        System.EventStream.Subscribe(letters.Ref, typeof(global::Akka.Event.DeadLetter));
        using var childEnds = new ManualResetEventSlim();
        using var gate = new ManualResetEventSlim();
        var handled = NewProbe();
        var parent = Start((message, context) =>
        {
            if (message is "begin") context.ActorOf(Props.Create(() => new SlowToEnd(childEnds, gate)));
            else handled.Ref.Tell(message);
            context.Sender.Tell("begun");
        }, "parent");
        await parent.Ask<string>("begin", Soon);
        var watcher = NewProbe();
        await watcher.Watch(parent);
        System.Stop(parent);
        // It has told its child to end, and waits for that.
        Assert.True(childEnds.Wait(Soon));
        foreach (var word in new[] { "one", "two" }) parent.Tell(word, ActorRefs.NoSender);
        gate.Set();
        await watcher.ExpectTerminated(parent);
        Assert.Equal("one", (await letters.Next<global::Akka.Event.DeadLetter>()).Message);
        Assert.Equal("two", (await letters.Next<global::Akka.Event.DeadLetter>()).Message);
        await handled.ExpectNothingYet();
    }

    [Fact]
    public async Task A_child_that_fails_while_its_parent_is_stopping_just_ends()
    {
        var log = NewProbe();
        var watcher = NewProbe();
        var parent = System.ActorOf(Props.Create(() => new Person(log.Ref, new OneForOneStrategy(_ => Directive.Restart))));
        var child = await parent.Ask<IActorRef>(new Hire("child", null), Soon);
        await watcher.Watch(parent);
        child.Tell(new Boom());
        parent.Tell(PoisonPill.Instance);
        await watcher.ExpectTerminated(parent);
        var words = new List<object>();
        while (!words.Contains("child ended")) words.Add(await log.Next());
        // Restarted before the stop or not: it ended once, and before its parent.
        Assert.Single(words, "child ended");
    }

    [Fact]
    public async Task Children_that_outlive_their_parents_restart_are_restarted_too()
    {
        var log = NewProbe();
        var boss = System.ActorOf(Props.Create(() => new Person(log.Ref, new OneForOneStrategy(_ => Directive.Restart))));
        var manager = await boss.Ask<IActorRef>(new Hire("manager", null) { KeepsChildren = true }, Soon);
        var worker = await manager.Ask<IActorRef>(new Hire("worker", null), Soon);
        worker.Tell("note");
        Assert.Equal(1, await worker.Ask<int>("notes?", Soon));
        manager.Tell(new Boom());
        Assert.Equal(worker, Assert.Single(await manager.Ask<IActorRef[]>("who?", Soon)));
        await log.Expect("manager restarts", "worker restarts");
        Assert.Equal(0, await worker.Ask<int>("notes?", Soon));
    }

    [Fact]
    public async Task A_second_failure_during_a_restart_is_the_supervisors_again()
    {
        var log = NewProbe();
        var decisions = new Attempts();
        var boss = System.ActorOf(Props.Create(() => new Person(log.Ref, new OneForOneStrategy(error => Note(decisions, error)))));
        var child = await boss.Ask<IActorRef>(Props.Create(() => new BadPostRestart(log.Ref)), Soon);
        var watcher = NewProbe();
        await watcher.Watch(child);
        child.Tell(new Boom("first"));
        await watcher.ExpectTerminated(child);
        Assert.Equal(["Boom", "PostRestartException"], decisions.Seen);
    }

    private static Directive Decide(ManualResetEventSlim deciding, ManualResetEventSlim decided)
    {
        deciding.Set();
        decided.Wait(Soon);
        return Directive.Resume;
    }

    private static Directive Note(Attempts decisions, Exception error)
    {
        decisions.Seen.Add(error.GetType().Name);
        return error is PostRestartException ? Directive.Stop : Directive.Restart;
    }

    private sealed class Attempts
    {
        public int Count { get; set; }

        public List<string> Seen { get; } = [];
    }

    private sealed record Hire(string Name, SupervisorStrategy? Strategy)
    {
        public bool KeepsChildren { get; init; }
    }

    private sealed class Person(IActorRef log, SupervisorStrategy? strategy, bool keepsChildren = false) : UntypedActor
    {
        private int _notes;

        private string Name => Self.Path.Name;

        protected override SupervisorStrategy SupervisorStrategy() => strategy ?? base.SupervisorStrategy();

        protected override void PreRestart(Exception reason, object message)
        {
            log.Tell($"{Name} restarts");
            if (keepsChildren) return;
            foreach (var child in Context.GetChildren()) Context.Stop(child);
        }

        protected override void PostStop()
        {
            if (!Name.StartsWith('$') && Name != "boss") log.Tell($"{Name} ended");
        }

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case Boom boom:
                    throw boom;
                case Hire hire:
                    Sender.Tell(Context.ActorOf(Props.Create(() => new Person(log, hire.Strategy, hire.KeepsChildren)), hire.Name));
                    break;
                case Props props:
                    Sender.Tell(Context.ActorOf(props));
                    break;
                case "who?":
                    Sender.Tell(Context.GetChildren().ToArray());
                    break;
                case "notes?":
                    Sender.Tell(_notes);
                    break;
                case "note":
                    _notes++;
                    break;
            }
        }
    }

    private sealed class ThirdTimeLucky : UntypedActor
    {
        public ThirdTimeLucky(Attempts attempts, IActorRef log)
        {
            if (++attempts.Count < 3) throw new Boom();
            log.Tell($"started at attempt {attempts.Count}");
        }

        protected override void OnReceive(object message)
        {
        }
    }

    private sealed class SlowToEnd(ManualResetEventSlim ends, ManualResetEventSlim gate) : UntypedActor
    {
        protected override void PostStop()
        {
            ends.Set();
            gate.Wait(Soon);
        }

        protected override void OnReceive(object message)
        {
        }
    }

    private sealed class BadPostRestart(IActorRef log) : UntypedActor
    {
        protected override void PostRestart(Exception reason) => throw new Boom("second");

        protected override void OnReceive(object message)
        {
            if (message is Boom boom) throw boom;
            log.Tell(message);
        }
    }
}
