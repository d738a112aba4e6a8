using System.Net;
using System.Net.Sockets;
using System.Text;
using Akka.Actor;
using Akka.Remote.Wire;
using Google.Protobuf;

namespace AkkaAuction.Remote.Wire.Tests;

/// <summary>Whatever a peer sends that it should not: it is refused and counted, and nobody else notices.</summary>
public sealed class RefusalTests
{
    private const string Stranger = "akka.tcp://stranger@127.0.0.1:7001";

    [Theory]
    [InlineData(1, "Newtonsoft.Json.Linq.JObject, Newtonsoft.Json", "{\"$type\":\"System.IO.FileInfo, System.Private.CoreLib\"}")]
    [InlineData(-4, "System.IO.FileInfo, System.Private.CoreLib", "x")]
    [InlineData(3, "", "daemon")]
    [InlineData(999, "A1", "x")]
    [InlineData(16, "RORRP", "")]
    [InlineData(16, "", "")]
    [InlineData(17, "System.Uri, System.Private.Uri", "x")]
    [InlineData(17, "I", "five5")]
    [InlineData(22, "System.Diagnostics.Process, System.Diagnostics.Process", "")]
    [InlineData(22, "Akka.Dispatch.SysMsg.Create, Akka", "")]
    [InlineData(22, "Akka.Dispatch.SysMsg.Watch, Akka", "not a watch")]
    [InlineData(6, "", "not a selection")]
    public async Task What_no_serializer_reads_is_refused_and_the_association_goes_on(int serializerId, string manifest, string bytes)
    {
        await using var node = new HostileNode();
        using var peer = await node.AssociatedAsync();
        await peer.TellAsync(node.EarPath, Encoding.UTF8.GetBytes(bytes), serializerId, manifest);
        await node.HearsNextAsync(peer, "unharmed");
        Assert.Equal(1, node.Refused("deserialization"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(-4)]
    [InlineData(-5)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(22)]
    public async Task No_type_that_a_payload_names_is_made_though_it_is_there_and_has_a_constructor(int serializerId)
    {
        await using var node = new HostileNode();
        using var peer = await node.AssociatedAsync();
        var name = typeof(BombException).AssemblyQualifiedName!;
        var numbered = 0UL;
        foreach (var manifest in (string[])[name, typeof(BombException).FullName!, ""])
        {
            await peer.TellAsync(node.EarPath, Encoding.UTF8.GetBytes($"{{\"$type\":\"{name}\"}}"), serializerId, manifest);
            await peer.TellAsync(node.EarPath, Encoding.UTF8.GetBytes($"{{\"$type\":\"{name}\"}}"), serializerId, manifest, sequence: numbered++);
        }

        var failure = new Schema.Failure { Cause = new Schema.ExceptionRecord { TypeName = name, Message = "boo" }, State = new Schema.SerializedMessage() };
        await peer.TellAsync(node.EarPath, failure.ToByteArray(), 16, "STF");
        Assert.IsType<Status.Failure>(await node.HeardAsync());

        await node.HearsNextAsync(peer, "unharmed");
        Assert.Equal(0, BombException.Made);
    }

    [Fact]
    public async Task What_is_refused_is_logged_with_its_number_and_its_reason()
    {
        await using var node = new HostileNode("akka.loglevel = WARNING");
        node.System.EventStream.Subscribe(node.Ear, typeof(Akka.Event.Warning));
        using var peer = await node.AssociatedAsync();
        await peer.TellAsync(node.EarPath, [], 999, "A1");
        var logged = Assert.IsType<Akka.Event.Warning>(await node.HeardAsync());
        Assert.StartsWith("Refused (deserialization, no. 1): A message of serializer 999, manifest 'A1': ", $"{logged.Message}", StringComparison.Ordinal);
        using var other = await node.AssociatedAsync(7002);
        await other.SendBytesAsync(BitConverter.GetBytes(40_000));
        logged = Assert.IsType<Akka.Event.Warning>(await node.HeardAsync());
        Assert.StartsWith("Refused (frame, no. 1): ", $"{logged.Message}", StringComparison.Ordinal);
        var stranger = ((ExtendedActorSystem)node.System).Provider.ResolveActorRef(Stranger + "/user/x#5");
        stranger.Tell(new Version(1, 2), ActorRefs.NoSender);
        logged = Assert.IsType<Akka.Event.Warning>(await node.HeardAsync());
        Assert.StartsWith("Refused (serialization, no. 1): ", $"{logged.Message}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_of_a_peers_choice_is_not_made_but_told_of()
    {
        await using var node = new HostileNode();
        using var peer = await node.AssociatedAsync();
        var failure = new Schema.Failure
        {
            Cause = new Schema.ExceptionRecord { TypeName = "System.Configuration.SettingsPropertyIsReadOnlyException, System.Configuration", Message = "boo" },
            State = new Schema.SerializedMessage(),
        };
        await peer.TellAsync(node.EarPath, failure.ToByteArray(), 16, "STF");
        var cause = Assert.IsType<Status.Failure>(await node.HeardAsync()).Cause;
        Assert.Equal("ForeignException", cause.GetType().Name);
        Assert.Equal("System.Configuration.SettingsPropertyIsReadOnlyException: boo", cause.Message);
    }

    [Fact]
    public async Task Messages_packed_into_one_another_without_end_do_not_use_up_the_stack()
    {
        await using var node = new HostileNode("akka.remote.dot-netty.tcp.maximum-frame-size = 1000000b");
        using var peer = await node.AssociatedAsync();
        var inner = new byte[] { 0x10, 0x11 };
        for (var depth = 0; depth < 20_000; depth++)
        {
            var selection = new Schema.Selection { Message = new Schema.SerializedMessage { SerializerId = 6, Message = ByteString.CopyFrom(inner) } };
            inner = selection.ToByteArray();
            if (inner.Length > 200_000) break;
        }

        await peer.TellAsync(node.Root, inner, 6, "");
        await node.HearsNextAsync(peer, "unharmed");
        Assert.Equal(1, node.Refused("deserialization"));
    }

    [Fact]
    public async Task A_frame_announced_too_long_ends_its_connection_and_no_other()
    {
        await using var node = new HostileNode();
        using var good = await node.AssociatedAsync();
        using var bad = await node.AssociatedAsync(7002);
        await bad.SendBytesAsync(BitConverter.GetBytes(40_000));
        await bad.SendBytesAsync(new byte[10_000]);
        Assert.Null(await EndOf(bad));
        Assert.Equal(1, node.Refused("frame"));
        await node.HearsNextAsync(good, "unharmed");
    }

    [Fact]
    public async Task The_longest_allowed_frame_arrives()
    {
        await using var node = new HostileNode();
        using var peer = await node.AssociatedAsync();
        var writer = new WireWriter();
        var overhead = MessageEnvelope.Write(writer, null, Encoding.UTF8.GetBytes(node.EarPath), [], MessageEnvelope.NoSequence, new byte[39_000], 4, "") - 39_000;
        await peer.TellAsync(node.EarPath, new byte[40_000 - overhead], 4, "");
        Assert.Equal(40_000 - overhead, Assert.IsType<byte[]>(await node.HeardAsync()).Length);
    }

    [Fact]
    public async Task A_message_too_long_to_send_is_dropped_and_the_next_one_goes_out()
    {
        await using var node = new HostileNode();
        using var peer = await node.AssociatedAsync();
        var stranger = ((ExtendedActorSystem)node.System).Provider.ResolveActorRef(Stranger + "/user/x#5");
        stranger.Tell(new byte[40_000], ActorRefs.NoSender);
        stranger.Tell("short", ActorRefs.NoSender);
        Assert.Equal("short", ReadText(await peer.ReceiveAsync()));
        Assert.Equal(1, node.Refused("oversized"));
    }

    [Fact]
    public async Task A_message_of_an_unbound_type_is_not_sent_and_the_next_one_goes_out()
    {
        await using var node = new HostileNode();
        using var peer = await node.AssociatedAsync();
        var stranger = ((ExtendedActorSystem)node.System).Provider.ResolveActorRef(Stranger + "/user/x#5");
        stranger.Tell(new Version(1, 2), ActorRefs.NoSender);
        stranger.Tell("bound", ActorRefs.NoSender);
        Assert.Equal("bound", ReadText(await peer.ReceiveAsync()));
        Assert.Equal(1, node.Refused("serialization"));
    }

    [Fact]
    public async Task Before_it_has_said_who_it_is_a_peer_is_not_listened_to()
    {
        await using var node = new HostileNode();
        using var peer = await RawPeer.DialAsync(node.Port);
        await peer.TellAsync(node.EarPath, "let me in");
        Assert.Null(await EndOf(peer));
        using var polite = await node.AssociatedAsync();
        await node.HearsNextAsync(polite, "unharmed");
    }

    [Fact]
    public async Task A_peer_that_never_says_who_it_is_is_sent_away()
    {
        await using var node = new HostileNode("akka.remote.handshake-timeout = 100ms");
        using var peer = await RawPeer.DialAsync(node.Port);
        Assert.Null(await EndOf(peer));
    }

    [Fact]
    public async Task Nobody_can_claim_to_be_this_node_itself()
    {
        await using var node = new HostileNode();
        using var peer = await RawPeer.DialAsync(node.Port);
        await peer.AssociateAsync("house", node.Port, 5);
        Assert.Null(await EndOf(peer));
    }

    [Fact]
    public async Task Messages_for_other_nodes_are_not_passed_on()
    {
        await using var node = new HostileNode();
        using var peer = await node.AssociatedAsync();
        await peer.TellAsync("akka.tcp://house@10.0.0.1:8110/user/ear", "pass it on");
        await peer.TellAsync("not a path", "where to?");
        await node.HearsNextAsync(peer, "unharmed");
        Assert.Equal(1, node.Refused("elsewhere"));
        Assert.Equal(1, node.Refused("path"));
    }

    [Fact]
    public async Task A_number_that_no_system_message_can_have_ends_the_connection()
    {
        await using var node = new HostileNode();
        using var peer = await node.AssociatedAsync();
        await peer.TellAsync(node.EarPath, [], 22, "Akka.Dispatch.SysMsg.Terminate, Akka", sequence: 1UL << 60);
        Assert.Null(await EndOf(peer));
        using var polite = await node.AssociatedAsync(7002);
        await node.HearsNextAsync(polite, "unharmed");
    }

    [Fact]
    public async Task Noise_on_the_port_harms_nobody()
    {
        await using var node = new HostileNode();
        using var good = await node.AssociatedAsync();
        var random = new Random(99);
        for (var round = 0; round < 200; round++)
        {
            using var noisy = round % 2 == 0 ? await RawPeer.DialAsync(node.Port) : await node.AssociatedAsync(8000 + round);
            try
            {
                for (var frames = 0; frames < 10; frames++) await noisy.SendBytesAsync(Noise(random, node));
            }
            catch (SocketException)
            {
                // Cut off in the middle of it: that is as it should be.
            }
        }

        while (await AnythingHeard(node, good) != "unharmed")
        {
        }
    }

    /// <summary>Tells that it was made. What has no business with the wire must not be, whoever names it.</summary>
    public sealed class BombException : Exception
    {
        private static int _made;

        public BombException() => Interlocked.Increment(ref _made);

        public BombException(string message)
            : base(message) => Interlocked.Increment(ref _made);

        public BombException(string message, Exception inner)
            : base(message, inner) => Interlocked.Increment(ref _made);

        public static int Made => Volatile.Read(ref _made);
    }

    /// <summary>A changed frame of the recorded session, addressed to the node or not, or bytes of chance.</summary>
    private static byte[] Noise(Random random, HostileNode node)
    {
        if (random.Next(4) == 0)
        {
            var chance = new byte[random.Next(1, 200)];
            random.NextBytes(chance);
            return chance;
        }

        var recorded = RecordedSession.Frames[random.Next(RecordedSession.Frames.Count)].Bytes;
        var frame = new Rewriting().Text("akka.tcp://beta@127.0.0.1:19102/", node.Root).Text("/user/echo", "/user/ear").Apply(recorded);
        for (var changes = random.Next(0, 4); changes > 0; changes--) frame[random.Next(frame.Length)] = (byte)random.Next(256);
        return [.. BitConverter.GetBytes(frame.Length), .. frame];
    }

    private static async Task<string?> AnythingHeard(HostileNode node, RawPeer good)
    {
        await good.TellAsync(node.EarPath, "unharmed");
        return await node.HeardAsync() as string;
    }

    /// <summary>Reads until the stream ends; null when it does.</summary>
    private static async Task<byte[]?> EndOf(RawPeer peer)
    {
        try
        {
            while (await peer.ReceiveAsync() is not null)
            {
            }
        }
        catch (SocketException)
        {
            // Reset: an end, too.
        }

        return null;
    }

    private static string ReadText(byte[]? frame) => Encoding.UTF8.GetString(MessageEnvelope.Decode(ControlPdu.Decode(frame!).Payload).Payload.Message);
}
