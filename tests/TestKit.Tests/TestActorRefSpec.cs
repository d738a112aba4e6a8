using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.TestActors;

namespace AkkaAuction.TestKit.Tests;

/// <summary>Actors whose inside is open to the test and whose messages are handled while it tells them, and the dispatcher that does that.</summary>
public sealed class TestActorRefSpec : Akka.TestKit.Xunit2.TestKit
{
    public TestActorRefSpec()
        : base("akka.stdout-loglevel = OFF, akka.loglevel = OFF")
    {
    }

    [Fact]
    public void When_Tell_returns_the_message_has_been_handled()
    {
        var counter = ActorOfAsTestActorRef<Counter>();
        Assert.Equal(0, counter.UnderlyingActor.Count);
        counter.Tell(1);
        counter.Tell(2);
        Assert.Equal(3, counter.UnderlyingActor.Count);
        Assert.Equal(Thread.CurrentThread, counter.UnderlyingActor.LastThread);
    }

    [Fact]
    public void It_is_an_actor_like_any_other()
    {
        var counter = ActorOfAsTestActorRef<Counter>("counter");
        Assert.Equal("/user/counter", counter.Path.ToStringWithoutAddress());
        Assert.True(counter == counter.Ref);
        IActorRef asActor = counter.Ref;
        asActor.Tell("report");
        ExpectMsgFrom(asActor, 0);
        Watch(asActor);
        Sys.Stop(asActor);
        ExpectTerminated(asActor);
        Assert.ThrowsAny<AkkaException>(() => counter.UnderlyingActor);
    }

    [Fact]
    public void Without_a_name_every_one_gets_its_own_whatever_its_type()
    {
        string[] names =
        [
            ActorOfAsTestActorRef<Counter>().Path.Name, ActorOfAsTestActorRef<Counter>().Path.Name,
            ActorOfAsTestActorRef<BlackHoleActor>().Path.Name, ActorOfAsTestActorRef<EchoActor>(Props.Create(() => new EchoActor(this))).Path.Name,
        ];
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.All(names, name => Assert.StartsWith("$$", name, StringComparison.Ordinal));
    }

    [Fact]
    public void A_name_that_is_taken_is_refused()
    {
        ActorOfAsTestActorRef<Counter>("twice");
        Assert.Throws<InvalidActorNameException>(() => ActorOfAsTestActorRef<Counter>("twice"));
    }

    [Fact]
    public void What_is_received_directly_throws_at_the_test()
    {
        var counter = ActorOfAsTestActorRef<Counter>();
        counter.Receive(5, TestActor);
        Assert.Equal(5, counter.UnderlyingActor.Count);
        Assert.Throws<InvalidOperationException>(() => counter.Receive("fail"));
        Assert.Equal(5, counter.UnderlyingActor.Count);
    }

    [Fact]
    public void What_is_told_and_fails_is_for_the_supervisor_and_a_new_instance_goes_on()
    {
        var counter = ActorOfAsTestActorRef<Counter>();
        counter.Tell(5);
        var before = counter.UnderlyingActor;
        counter.Tell("fail");
        AwaitCondition(() => !ReferenceEquals(before, counter.UnderlyingActor));
        counter.Tell("report");
        ExpectMsg(0);
    }

    [Fact]
    public void It_can_be_made_from_props_and_expressions_and_below_a_parent()
    {
        var parent = ActorOfAsTestActorRef<Counter>("parent");
        var child = ActorOfAsTestActorRef<Counter>(Props.Create(() => new Counter(7)), parent.Ref, "child");
        Assert.Equal("/user/parent/child", child.Path.ToStringWithoutAddress());
        Assert.Equal(7, child.UnderlyingActor.Count);
        Assert.Equal(8, ActorOfAsTestActorRef(() => new Counter(8)).UnderlyingActor.Count);
        Assert.Equal(9, ActorOfAsTestActorRef<Counter>(Props.Create(() => new Counter(9)), "named").UnderlyingActor.Count);
    }

    [Fact]
    public void An_actor_can_be_put_on_the_calling_thread_by_its_props()
    {
        var echo = OnThisThread(SimpleEchoActor.Props());
        echo.Tell("now");
        Assert.Equal("now", ReceiveOne(TimeSpan.Zero));
    }

    [Fact]
    public void On_the_calling_thread_an_actor_still_handles_one_message_at_a_time_and_in_order()
    {
        var order = new List<string>();
        var self = OnThisThread(Props.Create(() => new SelfTeller(order)));
        self.Tell(3);
        Assert.Equal(["begin 3", "end 3", "begin 2", "end 2", "begin 1", "end 1", "begin 0", "end 0"], order);
    }

    [Fact]
    public void On_the_calling_thread_a_long_conversation_with_itself_does_not_grow_the_stack()
    {
        var order = new List<string>();
        OnThisThread(Props.Create(() => new SelfTeller(order))).Tell(20_000);
        Assert.Equal(2 * 20_001, order.Count);
    }

    [Fact]
    public void On_the_calling_thread_many_threads_may_tell_and_none_is_lost()
    {
        var counter = OnThisThread(Props.Create<Counter>());
        Parallel.For(0, 10_000, _ => counter.Tell(1, ActorRefs.NoSender));
        AwaitAssert(() =>
        {
            counter.Tell("report");
            ExpectMsg(10_000);
        });
    }

    /// <summary>An actor at the top of the system may be made a little later than its reference: its first answer shows that it is there.</summary>
    private IActorRef OnThisThread(Props props)
    {
        var actor = Sys.ActorOf(props.WithDispatcher(CallingThreadDispatcher.Id));
        actor.Tell(new Identify(0));
        ExpectMsg<ActorIdentity>();
        return actor;
    }

    private sealed class Counter : ReceiveActor
    {
        public Counter()
            : this(0)
        {
        }

        public Counter(int start)
        {
            Count = start;
            Receive<int>(number =>
            {
                Count += number;
                LastThread = Thread.CurrentThread;
            });
            Receive<string>(text => text == "report", _ => Sender.Tell(Count, Self));
            Receive<string>(_ => throw new InvalidOperationException("told to fail"));
        }

        public int Count { get; private set; }

        public Thread? LastThread { get; private set; }
    }

    private sealed class SelfTeller : ReceiveActor
    {
        public SelfTeller(List<string> order) => Receive<int>(number =>
        {
            order.Add($"begin {number}");
            if (number > 0)
                Self.Tell(number - 1);
            order.Add($"end {number}");
        });
    }
}
