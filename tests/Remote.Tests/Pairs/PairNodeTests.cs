using Akka.Actor;
using Akka.Remote;

namespace AkkaAuction.Remote.Tests.Pairs;

/// <summary>How nodes come and go: in good order, under an address that is used again, and after one has been quarantined by the other.</summary>
[Collection(Pair.OneAtATime)]
public sealed class PairNodeTests : Pair
{
    [Fact]
    public async Task A_node_that_ends_in_good_order_takes_its_leave()
    {
        var here = Node("here");
        using var there = await OtherAsync();
        var (ear, inbox) = Ear(here, "ear");
        var ended = Events<DisassociatedEvent>(here);
        var mortal = Resolve(here, (await there.DoAsync("make mortal", "made ")).Split(' ')[1]);
        await Watch(here, ear, mortal);
        Assert.Equal("settled", await mortal.Ask<string>("settled", Patience));
        await there.EndAsync();
        var end = await Next<Terminated>(inbox);
        Assert.Equal((mortal, false), (end.ActorRef, end.AddressTerminated));
        Assert.Equal(there.At, (await Next<DisassociatedEvent>(ended)).RemoteAddress.ToString());

        var (gone, next) = (Node("gone"), await OtherAsync());
        var own = gone.ActorOf(Props.Create(() => new Echo()), "own");
        next.Do($"watch {Serialized(gone, own)}");
        next.Do($"tell {Serialized(gone, own)} settled");
        await next.HearAsync("heard String settled");
        await gone.Terminate();
        Assert.EndsWith("False", await next.HearAsync($"terminated {Serialized(gone, own)}"), StringComparison.Ordinal);
        await next.HearAsync($"DisassociatedEvent {AddressOf(gone)}");
        next.Dispose();
    }

    [Fact]
    public async Task Everything_that_was_told_before_a_node_ends_arrives()
    {
        var (here, gone) = (Node("here"), Node("gone"));
        using var there = await OtherAsync();
        (await At(gone, there, "counter")).Tell(0);
        var counter = await At(gone, there, "counter");
        for (var i = 0; i < 1_000; i++) counter.Tell(i);
        await gone.Terminate();
        var counted = await At(here, there, "counter");
        Assert.Equal(1_000, await counted.Ask<int>("1000", Patience));
    }

    [Fact]
    public async Task Who_is_quarantined_learns_it_when_it_speaks_and_its_next_incarnation_is_welcome()
    {
        var here = Node("here");
        using var there = await OtherAsync();
        var (ear, inbox) = Ear(here, "ear");
        await At(here, there, "echo");

        // By us: it is refused, and comes back under the same address.
        ((IRemoteActorRefProvider)((ExtendedActorSystem)here).Provider).Quarantine(Address.Parse(there.At), there.Uid);
        var speaking = there.HearAsync($"ThisActorSystemQuarantinedEvent {AddressOf(here)}");
        while (!speaking.IsCompleted)
        {
            // Not only once: its gate to us closes for a time of its own when it is refused, and nobody tells when it is open.
            there.Do($"select {AddressOf(here)}/user/ear refused");
            await Task.WhenAny(speaking, Task.Delay(100));
        }

        await speaking;
        Assert.False(inbox.TryRead(out _));
        await there.EndAsync();
        using var again = await OtherAsync($"akka.remote.dot-netty.tcp.port = {there.Port}");
        await Until(inbox, () => again.Do($"select {AddressOf(here)}/user/ear welcome"));
        Assert.Equal("welcome", await Next<string>(inbox));

        // By it: the same the other way round.
        var told = Events<ThisActorSystemQuarantinedEvent>(here);
        again.Do($"quarantine {AddressOf(here)} {AddressUidExtension.Uid(here)}");
        await again.HearAsync("QuarantinedEvent");
        await Until(told, () => here.ActorSelection($"{again.At}/user/ear").Tell("heard or not"));
        here.ActorSelection($"{again.At}/user/ear").Tell("refused");
        var port = AddressOf(here).Port!.Value;
        await here.Terminate();
        var reborn = Node("here", port: port);
        Assert.Equal("welcome", await (await FoundAsync(() => At(reborn, again, "echo"))).Ask<string>("welcome", Patience));
        Assert.False(again.HasSaid("refused"));
        Assert.False(ear.IsNobody());
    }

    [Fact]
    public async Task An_address_where_nobody_is_is_tried_again()
    {
        var here = Node("here");
        using var first = await OtherAsync();
        var port = first.Port;
        await first.EndAsync();
        await Assert.ThrowsAsync<ActorNotFoundException>(() => here.ActorSelection($"{first.At}/user/echo").ResolveOne(TimeSpan.FromSeconds(1)));
        using var there = await OtherAsync($"akka.remote.dot-netty.tcp.port = {port}");
        Assert.Equal("here", await (await FoundAsync(() => At(here, there, "echo"))).Ask<string>("here", Patience));

        var nobody = Node("nobody");
        var own = AddressOf(nobody);
        await nobody.Terminate();
        there.Do($"select {own}/user/ear too early");
        await there.HearAsync($"AssociationErrorEvent {own}");
        var (_, inbox) = Ear(Node("nobody", port: own.Port!.Value), "ear");
        await Until(inbox, () => there.Do($"select {own}/user/ear at last"));
        Assert.Equal("at last", await Next<string>(inbox));
    }
}
