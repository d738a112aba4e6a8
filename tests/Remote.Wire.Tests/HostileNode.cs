using System.Threading.Channels;
using Akka.Actor;
using Akka.Configuration;
using Akka.Remote;

namespace AkkaAuction.Remote.Wire.Tests;

/// <summary>A node of ours that somebody else's bytes are sent to, and what shows that it took no harm.</summary>
internal sealed class HostileNode : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Channel<object> _heard = Channel.CreateUnbounded<object>();

    public HostileNode(string config = "")
    {
        System = ActorSystem.Create("house", ConfigurationFactory.ParseString(config).WithFallback(ConfigurationFactory.ParseString(
            """
            akka {
              loglevel = ERROR
              stdout-loglevel = OFF
              actor.provider = remote
              remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0, maximum-frame-size = 40000b }
            }
            """)));
        Ear = System.ActorOf(Props.Create(() => new EarActor(_heard.Writer)), "ear");
    }

    public ActorSystem System { get; }

    public IActorRef Ear { get; }

    public int Port => ((ExtendedActorSystem)System).Provider.DefaultAddress.Port!.Value;

    /// <summary>The ear's path as other nodes know it, with its incarnation.</summary>
    public string EarPath => $"{Root}user/ear#{Ear.Path.Uid}";

    public string Root => $"akka.tcp://house@127.0.0.1:{Port}/";

    public Akka.Remote.Remoting Remoting => ((RemoteActorRefProvider)((ExtendedActorSystem)System).Provider).Remoting!;

    public long Refused(string kind) => Remoting.Refusals.CountOf(kind);

    /// <summary>A peer that has said who it is.</summary>
    public async Task<RawPeer> AssociatedAsync(int claimedPort = 7001, int uid = 77)
    {
        var peer = await RawPeer.DialAsync(Port);
        Assert.NotNull(await peer.AssociateAsync("stranger", claimedPort, uid));
        return peer;
    }

    public async Task<object> HeardAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        return await _heard.Reader.ReadAsync(patience.Token);
    }

    /// <summary>The next thing that the ear hears is this: nothing that was sent before got through.</summary>
    public async Task HearsNextAsync(RawPeer peer, string text)
    {
        await peer.TellAsync(EarPath, text);
        Assert.Equal(text, await HeardAsync());
    }

    public async ValueTask DisposeAsync() => await System.Terminate();

    private sealed class EarActor : UntypedActor
    {
        private readonly ChannelWriter<object> _heard;

        public EarActor(ChannelWriter<object> heard) => _heard = heard;

        protected override void OnReceive(object message) => _heard.TryWrite(message);
    }
}
