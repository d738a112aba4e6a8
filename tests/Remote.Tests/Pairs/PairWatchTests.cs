using Akka.Actor;
using Akka.Remote;

namespace AkkaAuction.Remote.Tests.Pairs;

/// <summary>Who watches an actor on the other node is told of its end, once, however it ends and whatever happens to the connection or the node.</summary>
[Collection(Pair.OneAtATime)]
public sealed class PairWatchTests : Pair
{
    [Theory]
    [InlineData("poison")]
    [InlineData("kill")]
    [InlineData("stop")]
    public async Task However_a_watched_actor_ends_the_other_side_is_told(string how)
    {
        var here = Node("here");
        using var there = await OtherAsync();
        var (ear, inbox) = Ear(here, "ear");

        // One of theirs, stopped by us and watched from here.
        var mortal = Resolve(here, (await there.DoAsync("make mortal", "made ")).Split(' ')[1]);
        await Watch(here, ear, mortal);
        await mortal.Ask<string>("settled", Patience);
        if (how == "poison") mortal.Tell(PoisonPill.Instance);
        else if (how == "kill") mortal.Tell(Kill.Instance);
        else here.Stop(mortal);
        var end = await Next<Terminated>(inbox);
        Assert.Equal((mortal, false), (end.ActorRef, end.AddressTerminated));

        // One of ours, stopped by them and watched from there.
        var own = here.ActorOf(Props.Create(() => new Echo()), "own");
        there.Do($"watch {Serialized(here, own)}");
        there.Do($"tell {Serialized(here, own)} settled");
        await there.HearAsync("heard String settled");
        there.Do($"{how} {Serialized(here, own)}");
        Assert.EndsWith("False", await there.HearAsync($"terminated {Serialized(here, own)}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_watches_what_has_ended_is_told_so_and_who_watches_no_more_is_told_nothing()
    {
        var here = Node("here");
        using var there = await OtherAsync();
        var (ear, inbox) = Ear(here, "ear");
        var first = Resolve(here, (await there.DoAsync("make first", "made ")).Split(' ')[1]);
        there.Do($"stop {first.Path.ToSerializationFormat()}");
        await Watch(here, ear, first);
        Assert.Equal(first, (await Next<Terminated>(inbox)).ActorRef);

        var second = Resolve(here, (await there.DoAsync("make second", "made ")).Split(' ')[1]);
        await Watch(here, ear, second);
        await Unwatch(here, ear, second);
        Assert.Equal("settled", await second.Ask<string>("settled", Patience));
        second.Tell(PoisonPill.Instance);
        var third = Resolve(here, (await there.DoAsync("make third", "made ")).Split(' ')[1]);
        await Watch(here, ear, third);
        third.Tell(PoisonPill.Instance);
        Assert.Equal(third, (await Next<Terminated>(inbox)).ActorRef);

        var (own, other) = (here.ActorOf(Props.Create(() => new Echo())), here.ActorOf(Props.Create(() => new Echo())));
        there.Do($"watch {Serialized(here, own)}");
        there.Do($"watch {Serialized(here, other)}");
        there.Do($"unwatch {Serialized(here, own)}");
        there.Do($"tell {Serialized(here, other)} settled");
        await there.HearAsync("heard String settled");
        Assert.True(await own.GracefulStop(Patience));
        here.Stop(other);
        await there.HearAsync($"terminated {Serialized(here, other)}");
        Assert.False(there.HasSaid($"terminated {Serialized(here, own)}"));
        there.Do($"watch {Serialized(here, own)}");
        await there.HearAsync($"terminated {Serialized(here, own)}");
    }

    [OwnSupplierFact("A node of theirs whose connection was reset, or whose dial failed, forgets its numbers; two of them then quarantine each other.")]
    public async Task Watching_outlives_a_cut_from_either_side()
    {
        using var there = await OtherAsync();
        var (here, wire) = NodeBehindWire("here");
        var (ear, inbox) = Ear(here, "ear");
        var own = here.ActorOf(Props.Create(() => new Echo()), "own");
        there.Do($"watch {Serialized(here, own)}");
        await SettledAsync(there, here, own);
        var mortal = Resolve(here, (await there.DoAsync("make mortal", "made ")).Split(' ')[1]);
        await Watch(here, ear, mortal);
        Assert.Equal("settled", await mortal.Ask<string>("settled", Patience));

        // Both end while nothing passes.
        wire.Refuse();
        wire.Cut();
        there.Do($"stop {mortal.Path.ToSerializationFormat()}");
        here.Stop(own);
        await there.HearAsync($"DisassociatedEvent {AddressOf(here)}");
        wire.Heal();
        Assert.Equal(mortal, (await Next<Terminated>(inbox)).ActorRef);
        await there.HearAsync($"terminated {Serialized(here, own)}");

        // And what is watched after it is reported, too: the numbers go on.
        var next = here.ActorOf(Props.Create(() => new Echo()), "next");
        there.Do($"watch {Serialized(here, next)}");
        await SettledAsync(there, here, next);
        here.Stop(next);
        await there.HearAsync($"terminated {Serialized(here, next)}");
    }

    [Fact]
    public async Task A_node_that_is_killed_is_given_up_by_who_watched_there()
    {
        var here = Node("here", Impatient);
        using var wire = new Relay();
        using var there = await OtherBehindWireAsync(wire);
        var (ear, inbox) = Ear(here, "ear");
        var mortal = Resolve(here, (await there.DoAsync("make mortal", "made ")).Split(' ')[1]);
        await Watch(here, ear, mortal);
        await HeartbeatsAsync(wire);
        await there.KillAsync();
        var end = await Next<Terminated>(inbox);
        Assert.Equal((mortal, true), (end.ActorRef, end.AddressTerminated));

        // Whoever comes after it, at the same address, is another.
        using var again = await OtherBehindWireAsync(wire);
        Assert.Equal("new", await (await FoundAsync(() => At(here, again, "echo"))).Ask<string>("new", Patience));
    }

    [Fact]
    public async Task A_node_that_falls_silent_is_given_up_and_learns_it()
    {
        using var there = await OtherAsync(Impatient);
        var (here, wire) = NodeBehindWire("here", Moved);
        var (_, inbox) = Ear(here, "ear");
        var (told, lost) = (Events<ThisActorSystemQuarantinedEvent>(here), Events<DisassociatedEvent>(here));
        var own = here.ActorOf(Props.Create(() => new Echo()), "own");
        there.Do($"watch {Serialized(here, own)}");
        for (var i = 0; i < 5; i++) await SettledAsync(there, here, own);
        wire.Swallow();
        Assert.EndsWith("True", await there.HearAsync($"terminated {Serialized(here, own)}"), StringComparison.Ordinal);
        await there.HearAsync($"QuarantinedEvent {AddressOf(here)} {AddressUidExtension.Uid(here)}");
        wire.Heal();
        await Next<DisassociatedEvent>(lost);
        PassGate(here);
        here.ActorSelection($"{there.At}/user/ear").Tell("let me in");
        Assert.Equal(there.At, (await Next<ThisActorSystemQuarantinedEvent>(told)).RemoteAddress.ToString());
        Assert.False(there.HasSaid("let me in"));
        Assert.False(inbox.TryRead(out _));
    }

    [Fact]
    public async Task After_a_restart_what_was_watched_is_dead_and_everything_else_goes_on()
    {
        var here = Node("here");
        using var wire = new Relay();
        var there = await OtherBehindWireAsync(wire);
        var (ear, inbox) = Ear(here, "ear");
        for (var round = 0; round < 3; round++)
        {
            var mortal = Resolve(here, (await there.DoAsync("make mortal", "made ")).Split(' ')[1]);
            await Watch(here, ear, mortal);
            there.Do($"watch {Serialized(here, ear)}");
            await HeartbeatsAsync(wire);
            await there.KillAsync();
            there.Dispose();
            there = await OtherBehindWireAsync(wire);
            Assert.Equal(mortal, (await Next<Terminated>(inbox)).ActorRef);
            Assert.Equal("new", await (await FoundAsync(() => At(here, there, "echo"))).Ask<string>("new", Patience));
        }

        there.Dispose();
    }
}
