using Akka.Actor;
using Akka.Event;
using Akka.Remote;
using Akka.Remote.Wire;

namespace AkkaAuction.Remote.Wire.Tests;

/// <summary>What happens when time passes, from seconds to days, by a clock that the test moves.</summary>
public sealed class TimeTests
{
    private const string Moved = """akka.scheduler.implementation = "AkkaAuction.Remote.Wire.Tests.MovedScheduler, AkkaAuction.Remote.Wire.Tests" """;
    private const string Stranger = "akka.tcp://stranger@127.0.0.1:7001";

    [Fact]
    public async Task Every_four_seconds_a_peer_is_told_that_we_are_here()
    {
        await using var node = new HostileNode(Moved);
        using var peer = await node.AssociatedAsync();
        Pass(node, 3.9);
        Pass(node, 0.2);
        Assert.Equal(ControlCommand.Heartbeat, ControlPdu.Decode((await peer.ReceiveAnyAsync())!).Command);
    }

    [Fact]
    public async Task A_peer_that_is_silent_for_124_seconds_is_let_go()
    {
        await using var node = new HostileNode(Moved);
        using var peer = await node.AssociatedAsync();
        Subscribe<DisassociatedEvent>(node);
        for (var passed = 0; passed < 120; passed += 4) Pass(node, 4);
        await peer.SendAsync([0x12, 0x02, 0x08, 0x03]);
        await node.HearsNextAsync(peer, "its heartbeat has been heard");
        for (var passed = 0; passed < 120; passed += 4) Pass(node, 4);
        await node.HearsNextAsync(peer, "still here");
        for (var passed = 0; passed < 128; passed += 4) Pass(node, 4);
        var last = ControlCommand.None;
        while (await peer.ReceiveAnyAsync() is { } frame) last = ControlPdu.Decode(frame).Command;
        Assert.Equal(ControlCommand.Disassociate, last);
        peer.Dispose();
        Assert.IsType<DisassociatedEvent>(await node.HeardAsync());
    }

    [Fact]
    public async Task A_system_message_is_sent_again_every_two_seconds_until_it_is_acknowledged()
    {
        await using var node = new HostileNode(Moved);
        using var peer = await node.AssociatedAsync();
        Resolve(node, "/user/x#5").SendSystemMessage(new Akka.Dispatch.SysMsg.Terminate());
        Assert.Equal(0UL, Sequence(await peer.ReceiveAsync()));
        Pass(node, 2);
        Assert.Equal(0UL, Sequence(await peer.ReceiveAsync()));
        Pass(node, 2);
        Assert.Equal(0UL, Sequence(await peer.ReceiveAsync()));

        await AcknowledgeAsync(peer, 0);
        await node.HearsNextAsync(peer, "the acknowledgement has been handled");
        Pass(node, 2);
        Resolve(node, "/user/y#6").SendSystemMessage(new Akka.Dispatch.SysMsg.Terminate());
        Assert.Equal(1UL, Sequence(await peer.ReceiveAsync()));
    }

    [Fact]
    public async Task What_was_not_acknowledged_is_sent_on_the_next_connection_of_the_same_incarnation()
    {
        await using var node = new HostileNode(Moved);
        Subscribe<DisassociatedEvent>(node);
        using (var first = await node.AssociatedAsync())
        {
            Resolve(node, "/user/x#5").SendSystemMessage(new Akka.Dispatch.SysMsg.Terminate());
            Assert.Equal(0UL, Sequence(await first.ReceiveAsync()));
        }

        Assert.IsType<DisassociatedEvent>(await node.HeardAsync());
        using var second = await node.AssociatedAsync();
        Assert.Equal(0UL, Sequence(await second.ReceiveAsync()));
    }

    [Fact]
    public async Task Another_incarnation_gets_nothing_that_was_meant_for_the_one_before()
    {
        await using var node = new HostileNode(Moved);
        Subscribe<DisassociatedEvent>(node);
        using (var first = await node.AssociatedAsync())
        {
            Resolve(node, "/user/x#5").SendSystemMessage(new Akka.Dispatch.SysMsg.Terminate());
            Assert.Equal(0UL, Sequence(await first.ReceiveAsync()));
        }

        Assert.IsType<DisassociatedEvent>(await node.HeardAsync());
        using var second = await node.AssociatedAsync(uid: 78);
        Resolve(node, "/user/fresh#7").SendSystemMessage(new Akka.Dispatch.SysMsg.Terminate());
        var frame = MessageEnvelope.Decode(ControlPdu.Decode((await second.ReceiveAsync())!).Payload);
        Assert.Equal(0UL, frame.Sequence);
        Assert.EndsWith("/user/fresh#7", System.Text.Encoding.UTF8.GetString(frame.Recipient), StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_system_messages_cannot_be_delivered_for_three_minutes_the_incarnation_is_given_up()
    {
        await using var node = new HostileNode(Moved);
        Subscribe<RemotingLifecycleEvent>(node);
        using (var peer = await node.AssociatedAsync())
        {
            Resolve(node, "/user/x#5").SendSystemMessage(new Akka.Dispatch.SysMsg.Terminate());
            Assert.Equal(0UL, Sequence(await peer.ReceiveAsync()));
        }

        await HeardAsync<DisassociatedEvent>(node);
        for (var passed = 0; passed < 184; passed += 2) Pass(node, 2);
        Assert.Equal(77, (await HeardAsync<QuarantinedEvent>(node)).Uid);
    }

    [Fact]
    public async Task A_node_that_exchanged_system_messages_and_is_silent_for_two_days_is_given_up()
    {
        await using var node = new HostileNode(Moved);
        Subscribe<RemotingLifecycleEvent>(node);
        using (var peer = await node.AssociatedAsync())
        {
            Resolve(node, "/user/x#5").SendSystemMessage(new Akka.Dispatch.SysMsg.Terminate());
            Assert.Equal(0UL, Sequence(await peer.ReceiveAsync()));
            await AcknowledgeAsync(peer, 0);
            await peer.TellAsync(node.EarPath, "handled");
            while (await node.HeardAsync() is not "handled")
            {
            }
        }

        await HeardAsync<DisassociatedEvent>(node);
        Pass(node, TimeSpan.FromDays(2).TotalSeconds);
        Assert.Equal(77, (await HeardAsync<QuarantinedEvent>(node)).Uid);
    }

    [Fact]
    public async Task A_quarantine_is_forgotten_after_five_days_and_not_before()
    {
        await using var node = new HostileNode(Moved);
        Subscribe<QuarantinedEvent>(node);
        using (await node.AssociatedAsync())
        {
            ((IRemoteActorRefProvider)((ExtendedActorSystem)node.System).Provider).Quarantine(Address.Parse(Stranger), 77);
            await HeardAsync<QuarantinedEvent>(node);
        }

        Pass(node, TimeSpan.FromDays(4.9).TotalSeconds);
        using (var early = await node.AssociatedAsync())
        {
            Assert.Equal(ControlCommand.DisassociateQuarantined, ControlPdu.Decode((await early.ReceiveAsync())!).Command);
        }

        Pass(node, TimeSpan.FromDays(0.2).TotalSeconds);
        using var late = await node.AssociatedAsync();
        await node.HearsNextAsync(late, "welcome again");
    }

    [Fact]
    public async Task Who_came_and_went_is_forgotten_and_can_come_again_and_be_spoken_to()
    {
        await using var node = new HostileNode(Moved);
        Subscribe<DisassociatedEvent>(node);
        var kept = Resolve(node, "/user/x#5");
        for (var visit = 0; visit < 3; visit++)
        {
            using (var peer = await node.AssociatedAsync())
            {
                kept.Tell($"visit {visit}", ActorRefs.NoSender);
                Assert.NotNull(await peer.ReceiveAsync());
                Assert.Equal(1, node.Remoting.AssociationCount);
            }

            await HeardAsync<DisassociatedEvent>(node);
            Pass(node, 10);
            Assert.Equal(0, node.Remoting.AssociationCount);
        }
    }

    [Fact]
    public async Task Heartbeats_to_a_node_that_is_not_there_are_no_dead_letters()
    {
        await using var node = new HostileNode(Moved);
        Subscribe<AllDeadLetters>(node);
        var ended = ((ExtendedActorSystem)node.System).Provider.ResolveActorRef("akka.tcp://nobody@127.0.0.1:1/user/x#5").WatchAsync();

        // The watcher is there, and has heard of it, before time passes.
        await node.System.ActorSelection("/system/remote-watcher").ResolveOne(TimeSpan.FromSeconds(30));
        Pass(node, 1);
        Assert.IsType<RemoteWatcher.Heartbeat>(Assert.IsType<SuppressedDeadLetter>(await node.HeardAsync()).Message);
        Assert.False(ended.IsCompleted);
    }

    [Fact]
    public async Task An_actor_is_not_watched_any_more_by_an_incarnation_that_is_gone()
    {
        await using var node = new HostileNode(Moved);
        using (var first = await node.AssociatedAsync())
        {
            var watch = new Schema.WatchRecord
            {
                Watchee = new Schema.ActorReference { Path = node.EarPath },
                Watcher = new Schema.ActorReference { Path = Stranger + "/system/remote-watcher#9" },
            };
            await first.TellAsync(node.EarPath, Google.Protobuf.MessageExtensions.ToByteArray(watch), 22, "Akka.Dispatch.SysMsg.Watch, Akka", sequence: 0);
            Assert.NotNull(await first.ReceiveAsync());
        }

        using var second = await node.AssociatedAsync(uid: 78);
        await node.HearsNextAsync(second, "the new one is here");
        node.System.Stop(node.Ear);
        Assert.True(await node.Ear.WatchAsync().WaitAsync(TimeSpan.FromSeconds(30)));
        Resolve(node, "/user/x#5").Tell("next", ActorRefs.NoSender);
        Assert.Equal("next", System.Text.Encoding.UTF8.GetString(MessageEnvelope.Decode(ControlPdu.Decode((await second.ReceiveAsync())!).Payload).Payload.Message));
    }

    private static void Pass(HostileNode node, double seconds) => ((MovedScheduler)node.System.Scheduler).Pass(TimeSpan.FromSeconds(seconds));

    private static IInternalActorRef Resolve(HostileNode node, string path) =>
        (IInternalActorRef)((ExtendedActorSystem)node.System).Provider.ResolveActorRef(Stranger + path);

    private static void Subscribe<T>(HostileNode node) => node.System.EventStream.Subscribe(node.Ear, typeof(T));

    private static async Task<T> HeardAsync<T>(HostileNode node)
    {
        while (true)
        {
            if (await node.HeardAsync() is T wanted) return wanted;
        }
    }

    private static ulong Sequence(byte[]? frame) => MessageEnvelope.Decode(ControlPdu.Decode(frame!).Payload).Sequence;

    private static async Task AcknowledgeAsync(RawPeer peer, ulong sequence)
    {
        var writer = new WireWriter();
        MessageEnvelope.WriteAck(writer, new Acknowledgement(sequence));
        await peer.SendBytesAsync(writer.Memory);
    }
}
