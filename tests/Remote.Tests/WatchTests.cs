using Akka.Actor;
using Akka.Remote;

namespace AkkaAuction.Remote.Tests;

/// <summary>Death watch between nodes: one notice for one death, also when it is the node that dies.</summary>
public sealed class WatchTests : Nodes
{
    private const string Impatient = "akka.remote.watch-failure-detector { acceptable-heartbeat-pause = 300ms, expected-response-after = 200ms }";

    [Fact]
    public async Task The_end_of_a_watched_actor_is_told_to_everybody_who_watches_it()
    {
        var (alpha, beta) = (Node("alpha"), Node("beta"));
        beta.ActorOf(Props.Create(() => new Echo()), "mortal");
        var mortal = await Find(alpha, beta, "/user/mortal");
        var (first, ofFirst) = Ear(alpha);
        var (second, ofSecond) = Ear(alpha);
        await Watch(alpha, first, mortal);
        await Watch(alpha, second, mortal);
        mortal.Tell(PoisonPill.Instance);
        foreach (var inbox in new[] { ofFirst, ofSecond })
        {
            var terminated = await Next<Terminated>(inbox);
            Assert.Equal(mortal, terminated.ActorRef);
            Assert.True(terminated.ExistenceConfirmed);
            Assert.False(terminated.AddressTerminated);
        }
    }

    [Fact]
    public async Task A_node_that_goes_down_in_good_order_tells_of_each_of_its_actors_before_it_goes()
    {
        var (alpha, beta) = (Node("alpha"), Node("beta"));
        var (ear, inbox) = Ear(alpha);
        var mortals = new HashSet<IActorRef>();
        for (var i = 0; i < 100; i++)
        {
            beta.ActorOf(Props.Create(() => new Echo()), $"mortal-{i}");
            mortals.Add(await Find(alpha, beta, $"/user/mortal-{i}"));
        }

        foreach (var mortal in mortals) await Watch(alpha, ear, mortal);
        foreach (var mortal in mortals) await mortal.Ask<string>("settled", Patience);
        await beta.Terminate();
        while (mortals.Count > 0)
        {
            var terminated = await Next<Terminated>(inbox);
            Assert.False(terminated.AddressTerminated);
            Assert.True(mortals.Remove(terminated.ActorRef));
        }
    }

    [Fact]
    public async Task Who_watches_an_actor_that_has_ended_is_told_so()
    {
        var (alpha, beta) = (Node("alpha"), Node("beta"));
        var echo = beta.ActorOf(Props.Create(() => new Echo()), "mortal");
        var mortal = await Find(alpha, beta, "/user/mortal");
        await echo.GracefulStop(Patience);
        var (ear, inbox) = Ear(alpha);
        await Watch(alpha, ear, mortal);
        Assert.Equal(mortal, (await Next<Terminated>(inbox)).ActorRef);
    }

    [Fact]
    public async Task An_earlier_incarnation_is_dead_even_if_another_has_its_name()
    {
        var (alpha, beta) = (Node("alpha"), Node("beta"));
        var nest = beta.ActorOf(Props.Create(() => new Nest()), "nest");
        await nest.Ask<string>("hatch", Patience);
        var former = await Find(alpha, beta, "/user/nest/phoenix");
        await nest.Ask<string>("hatch", Patience);
        var (ear, inbox) = Ear(alpha);
        await Watch(alpha, ear, former);
        Assert.Equal(former, (await Next<Terminated>(inbox)).ActorRef);
        Assert.NotEqual(former, await Find(alpha, beta, "/user/nest/phoenix"));
    }

    [Fact]
    public async Task Nothing_is_told_to_who_watches_no_more()
    {
        var (alpha, beta) = (Node("alpha"), Node("beta"));
        beta.ActorOf(Props.Create(() => new Echo()), "mortal");
        var mortal = await Find(alpha, beta, "/user/mortal");
        var (leaving, ofLeaving) = Ear(alpha);
        var (staying, ofStaying) = Ear(alpha);
        await Watch(alpha, leaving, mortal);
        await Watch(alpha, staying, mortal);
        await Unwatch(alpha, leaving, mortal);
        mortal.Tell(PoisonPill.Instance);
        await Next<Terminated>(ofStaying);
        leaving.Tell("after");
        Assert.Equal("after", await Next<object>(ofLeaving));
    }

    [OwnSupplierFact("There an incarnation is only quarantined when its number came with a heartbeat; without, its address is gated.")]
    public async Task Whoever_watches_on_a_node_that_falls_silent_is_told_that_its_address_is_gone()
    {
        var alpha = Node("alpha", Impatient);
        var (beta, wire) = NodeBehindWire("beta");
        beta.ActorOf(Props.Create(() => new Echo()), "mortal");
        var mortal = await Find(alpha, beta, "/user/mortal");
        var quarantined = Events<QuarantinedEvent>(alpha);
        var (ear, inbox) = Ear(alpha);
        await Watch(alpha, ear, mortal);
        await AssociationKnown(alpha, mortal);
        wire.Swallow();
        var terminated = await Next<Terminated>(inbox);
        Assert.Equal(mortal, terminated.ActorRef);
        Assert.True(terminated.AddressTerminated);
        var gone = await Next<QuarantinedEvent>(quarantined);
        Assert.Equal(AddressOf(beta), gone.Address);
        Assert.Equal(AddressUidExtension.Uid(beta), gone.Uid);
    }

    [OwnSupplierFact("There an incarnation is only quarantined when its number came with a heartbeat; without, its address is gated.")]
    public async Task A_node_that_was_given_up_learns_it_when_it_can_be_heard_again()
    {
        var alpha = Node("alpha", Impatient);
        var (beta, wire) = NodeBehindWire("beta", Moved);
        beta.ActorOf(Props.Create(() => new Echo()), "mortal");
        var (_, ofAlpha) = Ear(alpha, "ear");
        var mortal = await Find(alpha, beta, "/user/mortal");
        var (ear, inbox) = Ear(alpha);
        var (told, lost) = (Events<ThisActorSystemQuarantinedEvent>(beta), Events<DisassociatedEvent>(beta));
        await Watch(alpha, ear, mortal);
        await AssociationKnown(alpha, mortal);
        wire.Swallow();
        await Next<Terminated>(inbox);
        wire.Heal();

        // Beta only knows that its connection is lost; it speaks to alpha again, and is told.
        await Next<DisassociatedEvent>(lost);
        PassGate(beta);
        At(beta, alpha, "/user/ear").Tell("are you there?");
        Assert.Equal(AddressOf(alpha), (await Next<ThisActorSystemQuarantinedEvent>(told)).RemoteAddress);
        Assert.False(ofAlpha.TryRead(out _));
    }

    [Fact]
    public async Task A_watch_survives_a_connection_that_breaks()
    {
        var alpha = Node("alpha");
        var (beta, wire) = NodeBehindWire("beta");
        beta.ActorOf(Props.Create(() => new Echo()), "mortal");
        var mortal = await Find(alpha, beta, "/user/mortal");
        var (ear, inbox) = Ear(alpha);
        await Watch(alpha, ear, mortal);
        await AssociationKnown(alpha, mortal);
        var broken = Events<DisassociatedEvent>(alpha);
        var mended = Events<AssociatedEvent>(alpha);
        wire.Cut();
        await Next<DisassociatedEvent>(broken);

        // The notice of the end is kept until there is a connection again, which the heartbeats bring about.
        beta.ActorSelection("/user/mortal").Tell(PoisonPill.Instance);
        await Next<AssociatedEvent>(mended);
        Assert.Equal(mortal, (await Next<Terminated>(inbox)).ActorRef);
    }

    [Fact]
    public async Task Actors_of_a_node_that_was_started_anew_are_reported_dead_and_its_new_ones_are_found()
    {
        var alpha = Node("alpha");
        var beta = Node("beta");
        var port = AddressOf(beta).Port!.Value;
        beta.ActorOf(Props.Create(() => new Echo()), "echo");
        var former = await Find(alpha, beta, "/user/echo");
        var (ear, inbox) = Ear(alpha);
        await Watch(alpha, ear, former);
        await AssociationKnown(alpha, former);
        await beta.Terminate();
        Assert.Equal(former, (await Next<Terminated>(inbox)).ActorRef);

        var again = Node("beta", port: port);
        again.ActorOf(Props.Create(() => new Echo()), "echo");
        var found = await FindAtLast(alpha, again, "/user/echo");
        Assert.NotEqual(former, found);
        Assert.Equal("new", await found.Ask<string>("new", Patience));
    }

    /// <summary>Until the other node has answered a heartbeat its number is not known, and it could only be gated.</summary>
    private static async Task AssociationKnown(ActorSystem from, IActorRef there)
    {
        var heartbeats = from.ActorSelection(new RootActorPath(there.Path.Address) / "system" / "remote-watcher");
        await heartbeats.ResolveOne(Patience);
        for (var i = 0; i < 3; i++) await there.Ask<string>("settled", Patience);
    }

    /// <summary>Has one child of a name; a new one takes it when the one before is gone.</summary>
    private sealed class Nest : ReceiveActor
    {
        private IActorRef? _waiting;

        public Nest()
        {
            Receive<string>(_ =>
            {
                _waiting = Sender;
                if (Context.Child("phoenix") is { } former && !former.IsNobody()) Context.Stop(former);
                else Hatch();
            });
            Receive<Terminated>(_ => Hatch());
        }

        private void Hatch()
        {
            Context.Watch(Context.ActorOf(Props.Create(() => new Echo()), "phoenix"));
            _waiting!.Tell("hatched");
        }
    }

    /// <summary>Asks until the gate is open.</summary>
    private static async Task<IActorRef> FindAtLast(ActorSystem from, ActorSystem to, string path)
    {
        while (true)
        {
            try
            {
                return await At(from, to, path).ResolveOne(TimeSpan.FromMilliseconds(500));
            }
            catch (ActorNotFoundException)
            {
                Assert.False(from.WhenTerminated.IsCompleted);
            }
        }
    }
}
