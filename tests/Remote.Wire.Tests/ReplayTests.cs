using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using System.Threading.Channels;
using Akka.Actor;
using Akka.Configuration;
using Akka.Remote;
using Akka.Remote.Wire;
using Akka.Serialization;
using Google.Protobuf;

namespace AkkaAuction.Remote.Wire.Tests;

/// <summary>
/// The recorded session of two official nodes, once more, with a node of ours in the place of either: it must say, frame by frame and byte for
/// byte, what the official one said there (ports, incarnations and askers being those of today).
/// </summary>
public sealed partial class ReplayTests : IAsyncLifetime
{
    private const string Alpha = "alpha->beta";
    private const string Beta = "beta->alpha";
    private const string RecordedAlphaPort = "127.0.0.1:19001";
    private const string RecordedBetaPort = "127.0.0.1:19102";
    private const ulong RecordedAlphaUid = 948541773;
    private const ulong RecordedBetaUid = 235322986;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private ActorSystem? _system;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _system?.Terminate() ?? Task.CompletedTask;

    [Fact]
    public async Task In_the_place_of_beta_our_node_answers_as_the_official_one_did()
    {
        _system = Start("beta");
        var echo = _system.ActorOf(Props.Create(() => new Echo()), "echo");
        var mortal = _system.ActorOf(Props.Create(() => new Echo()), "mortal");
        var today = new Rewriting()
            .Text(RecordedBetaPort, $"127.0.0.1:{PortOf(_system)}")
            .Text("/user/echo#360372005", $"/user/echo#{echo.Path.Uid}")
            .Text("/user/mortal#1070800853", $"/user/mortal#{mortal.Path.Uid}")
            .Text("/system/remote-watcher#678324648", $"/system/remote-watcher#{WatcherOf(_system).Path.Uid}")
            .Number(19102, (ulong)PortOf(_system))
            .Number(RecordedBetaUid, (ulong)AddressUidExtension.Uid(_system));
        var thatDay = today.Reversed();

        using var alpha = await RawPeer.DialAsync(PortOf(_system));
        var answers = 0;
        foreach (var recorded in RecordedSession.Frames.Where(frame => !IsHeartbeat(frame.Bytes)))
        {
            if (recorded.Direction == Alpha)
            {
                await alpha.SendAsync(today.Apply(recorded.Bytes));
                continue;
            }

            var answer = await alpha.ReceiveAsync();
            Assert.True(answer is not null, $"Nothing where {recorded} was");
            Assert.Equal(Convert.ToHexString(recorded.Bytes), Convert.ToHexString(thatDay.Apply(answer)));
            answers++;
        }

        Assert.Equal(24, answers);
        Assert.Null(await alpha.ReceiveAsync());
    }

    [Fact]
    public async Task In_the_place_of_alpha_our_node_says_what_the_official_one_said()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var betaPort = ((IPEndPoint)listener.LocalEndpoint).Port;
        _system = Start("alpha");
        var inbox = Channel.CreateUnbounded<object>();
        var probe = _system.ActorOf(Props.Create(() => new Probe(inbox.Writer)), "probe");
        var today = new Rewriting()
            .Text(RecordedBetaPort, $"127.0.0.1:{betaPort}")
            .Text(RecordedAlphaPort, $"127.0.0.1:{PortOf(_system)}")
            .Text("/user/probe#118424578", $"/user/probe#{probe.Path.Uid}")
            .Text("/system/remote-watcher#75283807", $"/system/remote-watcher#{WatcherOf(_system).Path.Uid}")
            .Number(19001, (ulong)PortOf(_system))
            .Number(RecordedAlphaUid, (ulong)AddressUidExtension.Uid(_system));

        var beta = PlayBetaAsync(listener, today);
        await ActAlphaAsync(_system, probe, inbox.Reader, $"akka.tcp://beta@127.0.0.1:{betaPort}");
        await _system.Terminate();
        Assert.Equal(21, await beta.WaitAsync(Patience));
    }

    /// <summary>The scenario of that day, as its description tells it.</summary>
    private static async Task ActAlphaAsync(ActorSystem system, IActorRef probe, ChannelReader<object> inbox, string there)
    {
        var selection = system.ActorSelection(there + "/user/echo");
        selection.Tell("hello", probe);
        Assert.Equal("hello", await Next(inbox));
        selection.Tell(new Identify("id-1"), probe);
        Assert.Equal("id-1", Assert.IsType<ActorIdentity>(await Next(inbox)).MessageId);
        var echo = await selection.ResolveOne(Patience);
        foreach (var message in new object[] { 42, 9_000_000_000L, "grüß", new byte[] { 1, 2, 3 } })
        {
            echo.Tell(message, probe);
            Assert.Equal(message, await Next(inbox));
        }

        echo.Tell("anonymous", ActorRefs.NoSender);
        echo.Tell(new Bid(42), probe);
        Assert.Equal(new Bid(42), await Next(inbox));
        echo.Tell(probe, probe);
        Assert.Equal(probe, await Next(inbox));
        echo.Tell(new Status.Success("fine"), probe);
        Assert.Equal("fine", Assert.IsType<Status.Success>(await Next(inbox)).Status);

        var mortal = await system.ActorSelection(there + "/user/mortal").ResolveOne(Patience);
        probe.Tell(new ToWatch(mortal));
        Assert.Equal("settled", await Next(inbox));
        mortal.Tell(PoisonPill.Instance, probe);
        Assert.Equal(mortal, Assert.IsType<Terminated>(await Next(inbox)).ActorRef);
        probe.Tell(new ToWatch(echo));
        Assert.Equal("settled", await Next(inbox));
        probe.Tell(new ToUnwatch(echo));
        Assert.Equal("settled", await Next(inbox));
    }

    /// <summary>Says beta's recorded part, and holds what our node says against alpha's. Returns how many frames of alpha's were compared.</summary>
    private static async Task<int> PlayBetaAsync(TcpListener listener, Rewriting today)
    {
        var askers = new Queue<string>(["/temp/d", "/temp/e"]);
        using var peer = new RawPeer(await listener.AcceptSocketAsync());
        var heartbeat = RecordedSession.Frames.First(frame => IsWatchHeartbeat(frame.Bytes)).Bytes;
        var reply = RecordedSession.Frames.First(frame => IsWatchHeartbeatReply(frame.Bytes)).Bytes;
        var script = RecordedSession.Frames
            .Where(frame => !IsHeartbeat(frame.Bytes) && !IsWatchHeartbeat(frame.Bytes) && !IsWatchHeartbeatReply(frame.Bytes)).ToList();
        var compared = 0;
        for (var at = 0; at < script.Count;)
        {
            var said = await peer.ReceiveAsync();
            Assert.True(said is not null, $"Nothing where {script[at]} was");
            if (Asker().Match(System.Text.Encoding.UTF8.GetString(said)) is { Success: true } asker) today.Text(askers.Dequeue(), asker.Value);
            var told = today.Reversed().Apply(said);
            if (IsWatchHeartbeat(told))
            {
                // When these come depends on the clock; what they are does not.
                Assert.Equal(Convert.ToHexString(heartbeat), Convert.ToHexString(told));
                await peer.SendAsync(today.Apply(reply));
                continue;
            }

            Assert.Equal(Alpha, script[at].Direction);
            Assert.Equal(Convert.ToHexString(script[at].Bytes), Convert.ToHexString(told));
            compared++;
            for (at++; at < script.Count && script[at].Direction == Beta; at++) await peer.SendAsync(today.Apply(script[at].Bytes));

            // The probe learns that its watch has been through both rounds, or is taken back: those answer nothing that it could wait for.
            if (Sequence(told) is 1 or 3 or 4) await peer.TellAsync(ProbePath(today), "settled");
        }

        return compared;
    }

    private static string ProbePath(Rewriting today)
    {
        var recorded = new Schema.ActorReference { Path = $"akka.tcp://alpha@{RecordedAlphaPort}/user/probe#118424578" };
        return Schema.ActorReference.Parser.ParseFrom(today.Apply(recorded.ToByteArray())).Path;
    }

    private static ulong? Sequence(byte[] frame)
    {
        var pdu = ControlPdu.Decode(frame);
        if (pdu.Command != ControlCommand.None) return null;
        var envelope = MessageEnvelope.Decode(pdu.Payload);
        return envelope.HasMessage && envelope.Sequence != MessageEnvelope.NoSequence ? envelope.Sequence : null;
    }

    private static async Task<object> Next(ChannelReader<object> inbox)
    {
        using var patience = new CancellationTokenSource(Patience);
        return await inbox.ReadAsync(patience.Token);
    }

    private static bool IsHeartbeat(byte[] frame) => ControlPdu.Decode(frame).Command == ControlCommand.Heartbeat;

    private static bool IsWatchHeartbeat(byte[] frame) => Holds(frame, "RWHB");

    private static bool IsWatchHeartbeatReply(byte[] frame) => Holds(frame, "RWHR");

    private static bool Holds(byte[] frame, string text) => frame.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(text)) >= 0;

    private static int PortOf(ActorSystem system) => ((ExtendedActorSystem)system).Provider.DefaultAddress.Port!.Value;

    private static IActorRef WatcherOf(ActorSystem system) =>
        ((ExtendedActorSystem)system).Provider.ResolveActorRef(new RootActorPath(((ExtendedActorSystem)system).Provider.DefaultAddress) / "system" / "remote-watcher");

    private static ActorSystem Start(string name) => ActorSystem.Create(name, ConfigurationFactory.ParseString(
        """
        akka {
          loglevel = WARNING
          actor {
            provider = remote
            serializers.bid = "AkkaAuction.Remote.Wire.Tests.ReplayTests+BidSerializer, AkkaAuction.Remote.Wire.Tests"
            serialization-bindings { "AkkaAuction.Remote.Wire.Tests.ReplayTests+Bid, AkkaAuction.Remote.Wire.Tests" = bid }
          }
          remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
          remote.watch-failure-detector.heartbeat-interval = 100ms
        }
        """));

    [GeneratedRegex(@"/temp/\$[0-9a-z]+")]
    private static partial Regex Asker();

    internal sealed record Bid(int Amount);

    internal sealed record ToWatch(IActorRef Subject);

    internal sealed record ToUnwatch(IActorRef Subject);

    private sealed class Echo : ReceiveActor
    {
        public Echo() => ReceiveAny(message => Sender.Tell(message));
    }

    private sealed class Probe : UntypedActor
    {
        private readonly ChannelWriter<object> _inbox;

        public Probe(ChannelWriter<object> inbox) => _inbox = inbox;

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case ToWatch watch:
                    Context.Watch(watch.Subject);
                    break;
                case ToUnwatch unwatch:
                    Context.Unwatch(unwatch.Subject);
                    break;
                default:
                    _inbox.TryWrite(message);
                    break;
            }
        }
    }

    /// <summary>The serializer that both nodes had that day: number 941, manifest B1, the amount as field 1.</summary>
    private sealed class BidSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
    {
        public override int Identifier => 941;

        public override byte[] ToBinary(object obj) => [0x08, (byte)((Bid)obj).Amount];

        public override object FromBinary(byte[] bytes, string manifest) =>
            manifest == "B1" ? new Bid(bytes[1]) : throw new System.Runtime.Serialization.SerializationException($"'{manifest}' is not known.");

        public override string Manifest(object o) => "B1";
    }
}
