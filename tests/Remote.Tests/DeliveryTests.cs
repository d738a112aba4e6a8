using Akka.Actor;
using Akka.Remote;

namespace AkkaAuction.Remote.Tests;

/// <summary>What is promised of messages when the wire does not hold: ordinary ones at most once and in order, system messages once and all of them.</summary>
public sealed class DeliveryTests : Nodes
{
    [Fact]
    public async Task Over_a_wire_that_is_cut_again_and_again_ordinary_messages_arrive_at_most_once_and_in_order()
    {
        var alpha = Node("alpha", Moved);
        var (beta, wire) = NodeBehindWire("beta");
        var (_, inbox) = Ear(beta, "ear");
        var ear = await Find(alpha, beta, "/user/ear");
        var (mended, broken) = (Events<AssociatedEvent>(alpha), Events<DisassociatedEvent>(alpha));
        var sent = 0;
        for (var round = 0; round < 20; round++)
        {
            ear.Tell(sent++);
            if (round > 0) await Next<AssociatedEvent>(mended);
            for (var i = 0; i < 2_000; i++) ear.Tell(sent++);
            wire.Cut();
            await Next<DisassociatedEvent>(broken);
            PassGate(alpha);
        }

        // On the last connection, which nobody cuts: these two come in any case.
        ear.Tell(sent++);
        ear.Tell("end");
        var arrived = new List<int>();
        while (await Next<object>(inbox) is int number) arrived.Add(number);
        Assert.Equal(arrived.Order().Distinct(), arrived);
        Assert.InRange(arrived.Count, 1, sent);
    }

    [Fact]
    public async Task Over_a_wire_that_is_cut_again_and_again_each_death_is_told_and_told_once()
    {
        var alpha = Node("alpha", Moved);
        var (beta, wire) = NodeBehindWire("beta", Moved);
        var (_, ofBeta) = Ear(beta, "ear");
        var ear = await Find(alpha, beta, "/user/ear");
        var (watcher, deaths) = Ear(alpha);
        var mortals = new List<IActorRef>();
        for (var i = 0; i < 200; i++)
        {
            mortals.Add(beta.ActorOf(Props.Create(() => new Echo()), $"mortal-{i}"));
            await Watch(alpha, watcher, await Find(alpha, beta, $"/user/mortal-{i}"));
        }

        // Every watch is there before the first of them dies.
        foreach (var mortal in mortals) Assert.Equal("alive", await At(alpha, beta, $"/user/{mortal.Path.Name}").Ask<string>("alive", Patience));
        var broken = Events<DisassociatedEvent>(alpha);
        var told = new List<string>();
        foreach (var some in mortals.Chunk(20))
        {
            foreach (var mortal in some) mortal.Tell(PoisonPill.Instance);
            wire.Cut();
            await Next<DisassociatedEvent>(broken);
            PassGate(alpha);
            PassGate(beta);
            ear.Tell("back");
            Assert.Equal("back", await Next<string>(ofBeta));
            while (told.Count < mortals.IndexOf(some[^1]) + 1) told.Add((await Next<Terminated>(deaths)).ActorRef.Path.Name);
        }

        Assert.Equal(mortals.Select(mortal => mortal.Path.Name).Order(), told.Order());
        Assert.False(deaths.TryRead(out _));
    }
}
