using Akka.Actor;
using Akka.Event;

namespace AkkaAuction.Remote.Wire.Tests;

/// <summary>A peer that does not read costs a bounded amount of memory and nobody's time.</summary>
public sealed class SlowPeerTests
{
    private const string Bounded =
        """
        akka.remote.dot-netty.tcp { write-buffer-high-water-mark = 1000000b, send-buffer-size = 32000b, receive-buffer-size = 32000b, maximum-frame-size = 128000b }
        akka.log-dead-letters = off
        """;

    [Fact]
    public async Task Beyond_the_bound_messages_to_it_become_dead_letters_and_nobody_waits()
    {
        await using var node = new HostileNode(Bounded);
        using var stuck = await node.AssociatedAsync();
        using var reading = await node.AssociatedAsync(7002);
        node.System.EventStream.Subscribe(node.Ear, typeof(DeadLetter));
        var toStuck = ((ExtendedActorSystem)node.System).Provider.ResolveActorRef("akka.tcp://stranger@127.0.0.1:7001/user/x#5");
        var toReading = ((ExtendedActorSystem)node.System).Provider.ResolveActorRef("akka.tcp://stranger@127.0.0.1:7002/user/y#6");

        // Far more than the sockets' buffers and ours hold together.
        var message = new byte[100_000];
        await Task.Run(() =>
        {
            for (var i = 0; i < 2_000; i++) toStuck.Tell(message, ActorRefs.NoSender);
        }).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(toStuck, Assert.IsType<DeadLetter>(await node.HeardAsync()).Recipient);

        toReading.Tell("not held up", ActorRefs.NoSender);
        Assert.NotNull(await reading.ReceiveAsync());
    }

    [Fact]
    public async Task When_it_reads_again_it_gets_what_was_kept_in_order()
    {
        await using var node = new HostileNode(Bounded);
        using var slow = await node.AssociatedAsync();
        var toSlow = ((ExtendedActorSystem)node.System).Provider.ResolveActorRef("akka.tcp://stranger@127.0.0.1:7001/user/x#5");
        for (var i = 0; i < 500; i++)
        {
            var message = new byte[1_000];
            BitConverter.TryWriteBytes(message, i);
            toSlow.Tell(message, ActorRefs.NoSender);
        }

        for (var i = 0; i < 500; i++)
        {
            var frame = Akka.Remote.Wire.ControlPdu.Decode((await slow.ReceiveAsync())!);
            Assert.Equal(i, BitConverter.ToInt32(Akka.Remote.Wire.MessageEnvelope.Decode(frame.Payload).Payload.Message));
        }
    }
}
