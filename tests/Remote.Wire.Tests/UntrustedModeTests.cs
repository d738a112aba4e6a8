using Akka.Actor;
using Akka.Remote.Wire;
using Google.Protobuf;

namespace AkkaAuction.Remote.Wire.Tests;

/// <summary>
/// What a peer can do to a node in untrusted mode: speak to trusted paths and to references it was given, and watch. Nothing else.
/// </summary>
public sealed class UntrustedModeTests
{
    private const string Untrusted =
        """akka.remote { untrusted-mode = on, trusted-selection-paths = ["/user/ear", "/system/remote-watcher"] }""";

    private const string Stranger = "akka.tcp://stranger@127.0.0.1:7001";

    [Fact]
    public async Task A_trusted_path_can_be_selected()
    {
        await using var node = new HostileNode(Untrusted);
        using var peer = await node.AssociatedAsync();
        await SelectAsync(peer, node, "welcome", "user", "ear");
        Assert.Equal("welcome", await node.HeardAsync());
    }

    [Theory]
    [InlineData("user", "other")]
    [InlineData("user", "ear", "child")]
    [InlineData("user", "..", "user", "ear")]
    [InlineData("user")]
    [InlineData("system", "endpointManager")]
    public async Task No_other_path_can(params string[] names)
    {
        await using var node = new HostileNode(Untrusted);
        using var peer = await node.AssociatedAsync();
        await SelectAsync(peer, node, "let me in", names);
        await node.HearsNextAsync(peer, "unharmed");
        Assert.Equal(1, node.Refused("untrusted"));
    }

    [Fact]
    public async Task A_pattern_that_matches_a_trusted_path_cannot()
    {
        await using var node = new HostileNode(Untrusted);
        using var peer = await node.AssociatedAsync();
        var selection = Selecting("let me in", "user");
        selection.Elements.Add(new Schema.Selection.Types.Element { Kind = Schema.Selection.Types.Element.Types.Kind.ChildPattern, Matcher = "e*" });
        await peer.TellAsync(node.Root, selection.ToByteArray(), 6, "");
        await node.HearsNextAsync(peer, "unharmed");
        Assert.Equal(1, node.Refused("untrusted"));
    }

    [Theory]
    [InlineData("PP")]
    [InlineData("K")]
    public async Task Nobody_is_killed_by_message(string manifest)
    {
        await using var node = new HostileNode(Untrusted);
        using var peer = await node.AssociatedAsync();
        await peer.TellAsync(node.EarPath, [], 16, manifest);
        var selection = Selecting("", "user", "ear");
        selection.Message = new Schema.SerializedMessage { SerializerId = 16, Manifest = ByteString.CopyFromUtf8(manifest) };
        await peer.TellAsync(node.Root, selection.ToByteArray(), 6, "");
        await node.HearsNextAsync(peer, "unharmed");
        Assert.Equal(2, node.Refused("untrusted"));
    }

    [Fact]
    public async Task Nobody_is_stopped_by_system_message_though_it_is_acknowledged()
    {
        await using var node = new HostileNode(Untrusted);
        using var peer = await node.AssociatedAsync();
        await peer.TellAsync(node.EarPath, [], 22, "Akka.Dispatch.SysMsg.Terminate, Akka", sequence: 0);
        Assert.Equal(0UL, MessageEnvelope.Decode(ControlPdu.Decode((await peer.ReceiveAsync())!).Payload).Ack!.Cumulative);
        await node.HearsNextAsync(peer, "unharmed");
        Assert.Equal(1, node.Refused("untrusted"));
    }

    [Fact]
    public async Task In_trusted_mode_it_is_stopped()
    {
        await using var node = new HostileNode();
        using var peer = await node.AssociatedAsync();
        var ended = node.Ear.WatchAsync();
        await peer.TellAsync(node.EarPath, [], 22, "Akka.Dispatch.SysMsg.Terminate, Akka", sequence: 0);
        Assert.True(await ended.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task An_actor_whose_reference_was_not_given_cannot_be_spoken_to_by_its_name_alone()
    {
        await using var node = new HostileNode(Untrusted);
        node.System.ActorOf(Props.Create(() => new Silent()), "other");
        using var peer = await node.AssociatedAsync();
        await peer.TellAsync(node.Root + "user/other", "guessed");
        await peer.TellAsync(node.Root + "user/other#12345", "guessed");
        await peer.TellAsync(node.Root + "user/ear", "by name, but trusted");
        Assert.Equal("by name, but trusted", await node.HeardAsync());
        Assert.Equal(1, node.Refused("untrusted"));
    }

    [Fact]
    public async Task Watching_works_and_the_end_is_told()
    {
        await using var node = new HostileNode(Untrusted);
        using var peer = await node.AssociatedAsync();
        var watch = new Schema.WatchRecord
        {
            Watchee = new Schema.ActorReference { Path = node.EarPath },
            Watcher = new Schema.ActorReference { Path = Stranger + "/system/remote-watcher#9" },
        };
        await peer.TellAsync(node.EarPath, watch.ToByteArray(), 22, "Akka.Dispatch.SysMsg.Watch, Akka", sequence: 0);
        Assert.False(MessageEnvelope.Decode(ControlPdu.Decode((await peer.ReceiveAsync())!).Payload).HasMessage);
        node.System.Stop(node.Ear);
        var told = MessageEnvelope.Decode(ControlPdu.Decode((await peer.ReceiveAsync())!).Payload);
        Assert.Equal("Akka.Dispatch.SysMsg.DeathWatchNotification, Akka", told.Payload.ManifestText);
    }

    [Theory]
    [InlineData("akka.tcp://victim@127.0.0.1:7099/user/x#1")]
    [InlineData("akka://house/user/ear")]
    public async Task Nobody_is_declared_dead_by_a_node_that_it_does_not_live_on(string victim)
    {
        await using var node = new HostileNode(Untrusted);
        using var peer = await node.AssociatedAsync();
        var death = new Schema.DeathRecord { Actor = new Schema.ActorReference { Path = victim }, ExistenceConfirmed = true };
        await peer.TellAsync(node.EarPath, death.ToByteArray(), 22, "Akka.Dispatch.SysMsg.DeathWatchNotification, Akka", sequence: 0);
        await node.HearsNextAsync(peer, "unharmed");
        Assert.Equal(1, node.Refused("untrusted"));
    }

    [Fact]
    public async Task Heartbeats_of_death_watch_are_answered_when_their_path_is_trusted()
    {
        await using var node = new HostileNode(Untrusted);
        using var peer = await node.AssociatedAsync();
        var heartbeat = Selecting("", "system", "remote-watcher");
        heartbeat.Message = new Schema.SerializedMessage { SerializerId = 16, Manifest = ByteString.CopyFromUtf8("RWHB") };
        await peer.TellAsync(node.Root, heartbeat.ToByteArray(), 6, "", Stranger + "/system/remote-watcher#9");
        Assert.Equal("RWHR", MessageEnvelope.Decode(ControlPdu.Decode((await peer.ReceiveAsync())!).Payload).Payload.ManifestText);
    }

    private static Task SelectAsync(RawPeer peer, HostileNode node, string text, params string[] names) =>
        peer.TellAsync(node.Root, Selecting(text, names).ToByteArray(), 6, "");

    private static Schema.Selection Selecting(string text, params string[] names)
    {
        var selection = new Schema.Selection
        {
            Message = new Schema.SerializedMessage
            {
                SerializerId = 17,
                Manifest = ByteString.CopyFromUtf8("S"),
                Message = ByteString.CopyFromUtf8(text),
            },
        };
        foreach (var name in names)
        {
            selection.Elements.Add(name == ".."
                ? new Schema.Selection.Types.Element { Kind = Schema.Selection.Types.Element.Types.Kind.Parent }
                : new Schema.Selection.Types.Element { Kind = Schema.Selection.Types.Element.Types.Kind.ChildName, Matcher = name });
        }

        return selection;
    }

    private sealed class Silent : ReceiveActor
    {
        public Silent() => ReceiveAny(_ => { });
    }
}
