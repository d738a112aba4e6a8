using Akka.Actor;

namespace AkkaAuction.Akka.Tests;

/// <summary>All the ways to write props down, and props from which no actor comes.</summary>
public sealed class PropsCreationSpec : ActorSpec
{
    [Fact]
    public async Task Props_by_type_parameter_by_type_object_and_by_expression_make_the_same_actor()
    {
        foreach (var props in new[]
        {
            Props.Create<Plain>(), Props.Create(PlainType()), Props.Create(() => new Plain(7)),
            Props.Create<Plain>(new OneForOneStrategy(_ => Directive.Stop)),
        })
        {
            Assert.Equal(7, await System.ActorOf(props).Ask<int>("?", Soon));
        }
        Assert.Equal(7, await System.ActorOf<Plain>().Ask<int>("?", Soon));
    }

    [Fact]
    public async Task An_argument_may_be_null()
    {
        Assert.Equal("nothing", await System.ActorOf(Props.Create<Nullable>([null!])).Ask<string>("?", Soon));
        Assert.Equal("nothing", await System.ActorOf(Props.Create(() => new Nullable(null))).Ask<string>("?", Soon));
    }

    [Fact]
    public void A_type_that_is_no_actor_is_refused() => Assert.Throws<ArgumentException>(() => new Props(NoActor(), []));

    [Fact]
    public void A_copy_differs_only_in_what_was_changed()
    {
        var props = Props.Create(() => new Plain(7));
        var changed = props.WithDispatcher("other").WithMailbox("box");
        Assert.Equal(("other", "box", props.Type), (changed.Dispatcher, changed.Mailbox, changed.Type));
        Assert.Equal("akka.actor.default-dispatcher", props.Dispatcher);
        Assert.NotEqual(props, changed);
        Assert.Equal(props, Props.Create(() => new Plain(7)));
    }

    [Theory]
    [InlineData("constructor")]
    [InlineData("producer")]
    [InlineData("nothing produced")]
    [InlineData("no public constructor")]
    [InlineData("no such constructor")]
    public async Task Props_from_which_no_actor_comes_stop_it_and_leave_its_parent_unharmed(string fault)
    {
        var log = NewProbe();
        var parent = System.ActorOf(Props.Create(() => new Parent(log.Ref)));
        parent.Tell(fault switch
        {
            "constructor" => Props.Create(() => new Throwing()),
            "producer" => Props.CreateBy(new Faulty(true)),
            "no public constructor" => Props.Create<Hidden>(),
            "nothing produced" => Props.CreateBy(new Faulty(false)),
            _ => Props.Create<Plain>("text", "and more"),
        });
        var failure = await log.Next<ActorInitializationException>();
        if (fault is "constructor" or "producer") Assert.IsType<Boom>(failure.GetBaseException());
        await log.Expect("stopped");
        // The parent goes on, and the name is free.
        parent.Tell(Props.Create(() => new Plain(7)));
        await log.Expect("made");
    }

    private sealed class Hidden : UntypedActor
    {
        private Hidden()
        {
        }

        protected override void OnReceive(object message) => Sender.Tell(message);
    }

    [Fact]
    public async Task An_actor_whose_remaking_fails_is_tried_again_as_often_as_its_supervisor_says()
    {
        var log = NewProbe();
        var producer = new Faulty(true) { Good = 1 };
        var parent = System.ActorOf(Props.Create(() => new Retrying(log.Ref, Props.CreateBy(producer))));
        parent.Tell("fail");
        await log.Expect("ended");
        // The first failure and two failed restarts, and no more than that.
        Assert.Equal(3, producer.Asked);
    }

    private static Type PlainType() => typeof(Plain);

    private static Type NoActor() => typeof(string);

    private sealed class Plain(int number) : UntypedActor
    {
        public Plain()
            : this(7)
        {
        }

        protected override void OnReceive(object message)
        {
            if (message is Boom boom) throw boom;
            Sender.Tell(number);
        }
    }

    private sealed class Nullable(string? text) : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(text ?? "nothing");
    }

    private sealed class Throwing : UntypedActor
    {
        public Throwing() => throw new Boom();

        protected override void OnReceive(object message)
        {
        }
    }

    private sealed class Faulty(bool throws) : IIndirectActorProducer
    {
        /// <summary>How many it makes before the fault shows.</summary>
        public int Good { get; init; }

        public int Asked { get; private set; }

        public Type ActorType => typeof(Plain);

        public ActorBase Produce()
        {
            if (++Asked <= Good) return new Plain(7);
            return throws ? throw new Boom() : null!;
        }

        public void Release(ActorBase actor)
        {
        }
    }

    private sealed class Parent(IActorRef log) : UntypedActor
    {
        protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(error =>
        {
            log.Tell(error);
            return Directive.Stop;
        });

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case Props props:
                    var child = Context.ActorOf(props, "child");
                    if (props.Arguments.Length == 1) log.Tell("made");
                    else Context.Watch(child);
                    break;
                case Terminated:
                    log.Tell("stopped");
                    break;
            }
        }
    }

    private sealed class Retrying(IActorRef log, Props child) : UntypedActor
    {
        protected override void PreStart() => Context.Watch(Context.ActorOf(child, "child"));

        protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(2, Timeout.InfiniteTimeSpan, _ => Directive.Restart);

        protected override void OnReceive(object message)
        {
            if (message is Terminated) log.Tell("ended");
            else Context.Child("child").Tell(new Boom());
        }
    }
}
