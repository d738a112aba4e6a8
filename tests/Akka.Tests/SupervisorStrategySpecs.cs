using Akka.Actor;

namespace AkkaAuction.Akka.Tests;

public sealed class SupervisorStrategySpecs : ActorSpec
{
    [Theory]
    [InlineData(Directive.Resume, "one,two,three")]
    [InlineData(Directive.Restart, "three")]
    public async Task A_resumed_child_keeps_its_state_and_a_restarted_one_loses_it(Directive directive, string memory)
    {
        var answers = NewProbe();
        var boss = System.ActorOf(Props.Create(() => new Boss(new OneForOneStrategy(_ => directive), 1)));
        var child = (await boss.Ask<IActorRef[]>("children", Soon))[0];
        foreach (var message in new object[] { "one", "two", new Boom(), "three", "recall" }) child.Tell(message, answers.Ref);
        await answers.Expect(memory);
    }

    [Fact]
    public async Task A_stopped_child_is_gone_and_its_name_is_free()
    {
        var watcher = NewProbe();
        var boss = System.ActorOf(Props.Create(() => new Boss(new OneForOneStrategy(_ => Directive.Stop), 1)));
        var child = (await boss.Ask<IActorRef[]>("children", Soon))[0];
        await watcher.Watch(child);
        child.Tell(new Boom());
        await watcher.ExpectTerminated(child);
        var next = await boss.Ask<IActorRef>(child.Path.Name, Soon);
        Assert.Equal(child.Path, next.Path);
        Assert.NotEqual(child, next);
    }

    [Fact]
    public async Task One_for_one_leaves_the_siblings_alone_and_all_for_one_restarts_them_too()
    {
        var answers = NewProbe();
        foreach (var (strategy, expected) in new (SupervisorStrategy, string)[]
        {
            (new OneForOneStrategy(_ => Directive.Restart), "kept"),
            (new AllForOneStrategy(_ => Directive.Restart), ""),
        })
        {
            var boss = System.ActorOf(Props.Create(() => new Boss(strategy, 2)));
            var children = await boss.Ask<IActorRef[]>("children", Soon);
            children[1].Tell("kept");
            // The answer says that the sibling has its memory before the other fails.
            Assert.Equal("kept", await children[1].Ask<string>("recall", Soon));
            children[0].Tell(new Boom());
            Assert.Equal("", await children[0].Ask<string>("recall", Soon));
            // The boss has dealt with the failure, all of it, before it answers.
            await boss.Ask<IActorRef[]>("children", Soon);
            children[1].Tell("recall", answers.Ref);
            await answers.Expect(expected);
        }
    }

    [Fact]
    public async Task Too_many_restarts_within_the_window_stop_the_child()
    {
        var watcher = NewProbe();
        var boss = System.ActorOf(Props.Create(() => new Boss(new OneForOneStrategy(2, TimeSpan.FromMinutes(10), _ => Directive.Restart), 1)));
        var child = (await boss.Ask<IActorRef[]>("children", Soon))[0];
        await watcher.Watch(child);
        for (var failure = 1; failure <= 2; failure++)
        {
            child.Tell(new Boom());
            Assert.Equal("", await child.Ask<string>("recall", Soon));
        }
        child.Tell(new Boom());
        await watcher.ExpectTerminated(child);
    }

    [Fact]
    public async Task Once_the_window_has_passed_restarts_are_counted_anew()
    {
        var log = NewProbe();
        var window = TimeSpan.FromMilliseconds(20);
        var boss = System.ActorOf(Props.Create(() => new Boss(new OneForOneStrategy(1, window, _ => Directive.Restart), 1)));
        var child = (await boss.Ask<IActorRef[]>("children", Soon))[0];
        for (var failure = 1; failure <= 4; failure++)
        {
            child.Tell(new Boom());
            Assert.Equal("", await child.Ask<string>("recall", Soon));
            // The window is measured by the real clock; later than this is just as good.
            System.Scheduler.ScheduleTellOnce(window * 4, log.Ref, "passed", ActorRefs.NoSender);
            await log.Expect("passed");
        }
    }

    [Fact]
    public async Task Without_a_window_restarts_are_counted_for_ever()
    {
        var watcher = NewProbe();
        var boss = System.ActorOf(Props.Create(() => new Boss(new OneForOneStrategy(3, -1, _ => Directive.Restart), 1)));
        var child = (await boss.Ask<IActorRef[]>("children", Soon))[0];
        await watcher.Watch(child);
        for (var failure = 1; failure <= 3; failure++)
        {
            child.Tell(new Boom());
            Assert.Equal("", await child.Ask<string>("recall", Soon));
        }
        child.Tell(new Boom());
        await watcher.ExpectTerminated(child);
    }

    [Fact]
    public async Task All_for_one_stops_all_when_one_of_them_has_no_restart_left()
    {
        var watcher = NewProbe();
        var boss = System.ActorOf(Props.Create(() => new Boss(new AllForOneStrategy(1, TimeSpan.FromMinutes(10), _ => Directive.Restart), 2)));
        var children = await boss.Ask<IActorRef[]>("children", Soon);
        foreach (var child in children) await watcher.Watch(child);
        // The restart of the one used up the other's, too.
        children[0].Tell(new Boom());
        foreach (var child in children) Assert.Equal("", await child.Ask<string>("recall", Soon));
        children[1].Tell(new Boom());
        var ended = new[] { (await watcher.Next<Terminated>()).ActorRef, (await watcher.Next<Terminated>()).ActorRef };
        Assert.Equal(children, ended.OrderBy(child => child.Path.Name));
    }

    [Fact]
    public async Task No_retries_at_all_means_the_first_failure_stops_the_child()
    {
        var watcher = NewProbe();
        var boss = System.ActorOf(Props.Create(() => new Boss(new OneForOneStrategy(0, TimeSpan.FromMinutes(10), _ => Directive.Restart), 1)));
        var child = (await boss.Ask<IActorRef[]>("children", Soon))[0];
        await watcher.Watch(child);
        child.Tell(new Boom());
        await watcher.ExpectTerminated(child);
    }

    [Fact]
    public async Task An_escalated_failure_reaches_the_next_supervisor_unchanged_and_its_restart_restarts_the_subtree()
    {
        var seen = NewProbe();
        var top = System.ActorOf(Props.Create(() => new Top(seen.Ref)));
        var child = (await top.Ask<IActorRef[]>("children", Soon))[0];
        var boom = new Boom("from below");
        child.Tell(boom);
        Assert.Same(boom, await seen.Next());
        // The middle one restarted: its children are new ones.
        var after = (await top.Ask<IActorRef[]>("children", Soon))[0];
        Assert.NotEqual(child, after);
    }

    [Fact]
    public async Task By_default_an_exception_restarts_a_kill_stops_and_a_failed_start_stops()
    {
        var decider = SupervisorStrategy.DefaultDecider;
        Assert.Equal(Directive.Restart, decider.Decide(new Boom()));
        Assert.Equal(Directive.Stop, decider.Decide(new ActorKilledException("x")));
        Assert.Equal(Directive.Stop, decider.Decide(new ActorInitializationException("x")));
        Assert.Equal(Directive.Stop, decider.Decide(new DeathPactException(ActorRefs.Nobody)));
        var watcher = NewProbe();
        var actor = Start((_, _) => { });
        await watcher.Watch(actor);
        actor.Tell(Kill.Instance);
        await watcher.ExpectTerminated(actor);
    }

    [Fact]
    public async Task A_subclass_may_decide_by_the_child()
    {
        var watcher = NewProbe();
        var boss = System.ActorOf(Props.Create(() => new Boss(new FirstChildOnly(), 2)));
        var children = await boss.Ask<IActorRef[]>("children", Soon);
        await watcher.Watch(children[1]);
        children[0].Tell("remembered");
        children[0].Tell(new Boom());
        Assert.Equal("remembered", await children[0].Ask<string>("recall", Soon));
        children[1].Tell(new Boom());
        await watcher.ExpectTerminated(children[1]);
    }

    [Fact]
    public async Task The_strategy_in_the_props_beats_the_actors_own()
    {
        var boss = System.ActorOf(Props.Create(() => new Boss(new OneForOneStrategy(_ => Directive.Stop), 1))
            .WithSupervisorStrategy(new OneForOneStrategy(_ => Directive.Resume)));
        var child = (await boss.Ask<IActorRef[]>("children", Soon))[0];
        child.Tell("kept");
        child.Tell(new Boom());
        Assert.Equal("kept", await child.Ask<string>("recall", Soon));
    }

    [Fact]
    public async Task A_decider_table_takes_the_first_type_that_fits()
    {
        var decider = Decider.From(Directive.Escalate, Directive.Resume.When<ArgumentNullException>(), Directive.Stop.When<ArgumentException>());
        Assert.Equal(Directive.Resume, decider.Decide(new ArgumentNullException()));
        Assert.Equal(Directive.Stop, decider.Decide(new ArgumentOutOfRangeException()));
        Assert.Equal(Directive.Escalate, decider.Decide(new Boom()));
        await Task.CompletedTask;
    }

    [Fact]
    public async Task A_failure_of_the_user_guardian_ends_the_system()
    {
        var system = ActorSystem.Create("doomed", """
            akka.loglevel = OFF
            akka.stdout-loglevel = OFF
            akka.actor.guardian-supervisor-strategy = "AkkaAuction.Akka.Tests.EscalatingStrategy, AkkaAuction.Akka.Tests"
            """);
        var actor = system.ActorOf(Props.Create(() => new Scripted((message, _) => FailWith(message))));
        actor.Tell(new Boom("everything"));
        await system.WhenTerminated.WaitAsync(Soon);
    }

    private static void FailWith(object message)
    {
        if (message is Exception failure) throw failure;
    }

    private sealed class FirstChildOnly : OneForOneStrategy
    {
        public FirstChildOnly()
            : base(_ => Directive.Stop)
        {
        }

        protected override Directive Handle(IActorRef child, Exception exception) =>
            child.Path.Name == "child0" ? Directive.Resume : base.Handle(child, exception);
    }

    private sealed class Boss(SupervisorStrategy strategy, int children) : UntypedActor
    {
        protected override void PreStart()
        {
            for (var child = 0; child < children; child++) Context.ActorOf(Props.Create(() => new Memory()), $"child{child}");
        }

        protected override SupervisorStrategy SupervisorStrategy() => strategy;

        protected override void OnReceive(object message)
        {
            if (message is "children") Sender.Tell(Context.GetChildren().OrderBy(child => child.Path.Name).ToArray());
            else Sender.Tell(Context.ActorOf(Props.Create(() => new Memory()), (string)message));
        }
    }

    private sealed class Top(IActorRef seen) : UntypedActor
    {
        protected override void PreStart() =>
            Context.ActorOf(Props.Create(() => new Boss(new OneForOneStrategy(_ => Directive.Escalate), 1)), "middle");

        protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(error =>
        {
            seen.Tell(error);
            return Directive.Restart;
        });

        protected override void OnReceive(object message) => Context.Child("middle").Forward(message);
    }

    private sealed class Memory : UntypedActor
    {
        private readonly List<string> _words = [];

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case Boom boom:
                    throw boom;
                case "recall":
                    Sender.Tell(string.Join(',', _words));
                    break;
                default:
                    _words.Add((string)message);
                    break;
            }
        }
    }
}

public sealed class EscalatingStrategy : SupervisorStrategyConfigurator
{
    public override SupervisorStrategy Create() => new OneForOneStrategy(_ => Directive.Escalate);
}
