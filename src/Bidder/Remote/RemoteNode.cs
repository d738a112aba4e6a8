using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Remote;
using Akka.Remote.Transport.DotNetty;
using AkkaAuction.Bidder.Logging;
using AkkaAuction.Bidder.Tcp;
using AkkaAuction.Messages.Remote;
using AkkaAuction.Messages.Remote.Guard;

namespace AkkaAuction.Bidder.Remote;

/// <summary>Settings of a node's connection to its house.</summary>
/// <param name="Silence">After this silence the house counts as gone, and the bidders register again.</param>
public sealed record RemoteNodeSettings(TimeSpan Silence)
{
    public static RemoteNodeSettings Default { get; } = new(TimeSpan.FromSeconds(4));
}

/// <summary>
/// This process as a node of bidders. It runs the remote actor system, apart from the one of bots and screens. After a quarantine on either
/// side (the node was cut off or frozen for too long), these two incarnations exchange nothing again. Then the node starts a new remote
/// actor system. Its bidders see a lost connection, come back on the new system, and keep their state.
/// </summary>
public sealed class RemoteNode : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly RemoteNodeSettings _settings;
    private readonly X509Certificate2? _own;
    private ActorSystem _system;
    private Task _renewing = Task.CompletedTask;

    /// <param name="house">Where the house is.</param>
    /// <param name="settings">How it talks to the house.</param>
    public RemoteNode(RemoteHouse house, RemoteNodeSettings settings)
    {
        House = house;
        Certificate = new HouseCertificate(house);
        _settings = settings;
        _own = house.Tls ? NodeCertificate.Make(TimeProvider.System.GetUtcNow()) : null;
        _system = Start();
    }

    /// <summary>Reports to a person that this node restarts, and why. Raised on any thread; handlers return at once.</summary>
    public event Action<string>? Troubled;

    public RemoteHouse House { get; }

    /// <summary>Knows the house by its certificate, where it speaks TLS.</summary>
    internal HouseCertificate Certificate { get; }

    /// <summary>The node's present address, like <c>akka.tcp://bidders@127.0.0.1:40123</c>.</summary>
    public string Address => ((ExtendedActorSystem)Volatile.Read(ref _system)).Provider.DefaultAddress.ToString();

    /// <summary>The incarnation that there is now.</summary>
    internal ActorSystem System => Volatile.Read(ref _system);

    /// <summary>A bidder's way to the house.</summary>
    /// <param name="self">The bidder's own name.</param>
    public IFloorConnector ConnectorFor(string self) => new RemoteConnector(this, self);

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        Task renewing;
        lock (_gate) renewing = _renewing;
        await renewing.ConfigureAwait(false);
        await BidderSystem.EndAsync(_system).ConfigureAwait(false);
        _own?.Dispose();
        _closing.Dispose();
    }

    /// <summary>A new visit in the present system; null when that is going down.</summary>
    internal IActorRef? TryOpen(Func<Props> visit)
    {
        try
        {
            return Volatile.Read(ref _system).ActorOf(visit());
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Between this incarnation and the house nothing passes any more: a new one takes its place.</summary>
    private void Renew(ActorSystem dead, string why)
    {
        lock (_gate)
        {
            if (_closing.IsCancellationRequested || !ReferenceEquals(_system, dead) || !_renewing.IsCompleted) return;
            _renewing = Task.Run(() => RenewAsync(dead, why));
        }
    }

    private async Task RenewAsync(ActorSystem dead, string why)
    {
        Troubled?.Invoke($"{why}; coming back as a new node");
        while (true)
        {
            try
            {
                Volatile.Write(ref _system, Start());
                break;
            }
#pragma warning disable CA1031 // Whatever kept it from starting, it must be tried again: nobody else will.
            catch (Exception fault)
            {
                Troubled?.Invoke($"a new node cannot start: {fault.Message}");
            }
#pragma warning restore CA1031
            try
            {
                await Task.Delay(RetryPause, _closing.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
        // Its visits end with it, and their bidders come to the new one.
        await dead.Terminate().ConfigureAwait(false);
    }

    private ActorSystem Start()
    {
        var config = ConfigurationFactory.ParseString(Config()).WithFallback(BidderSystem.Config);
        var setup = ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(config));
        if (_own is not null)
            setup = setup.And(
                new DotNettySslSetup(_own, suppressValidation: false, requireMutualAuthentication: false, Certificate.IsRight));
        var system = ActorSystem.Create("bidders", setup);
        system.ActorOf(Props.Create(() => new Keeper(this)), "keeper");
        return system;
    }

    private string Config() => string.Create(CultureInfo.InvariantCulture, $$"""
        {{HouseSerializer.Config}}
        # The bidders' ends of their sessions, and what answers death watch's heartbeats.
        auction.reachable-paths = ["/user/*", "/system/remote-watcher"]
        akka {
          actor.provider = "{{GuardedActorRefProvider.TypeName}}"
          # A handshake that fails would shut this system down, and with it the way back.
          coordinated-shutdown { terminate-actor-system = off, run-by-actor-system-terminate = off, run-by-clr-shutdown-hook = off }
          # What troubles a connection is told by the bidders themselves.
          loglevel = ERROR
          remote {
            # The house speaks to the actors that have spoken to it, and to death watch.
            untrusted-mode = on
            trusted-selection-paths = ["/system/remote-watcher"]
            log-remote-lifecycle-events = off
            retry-gate-closed-for = 300ms
            shutdown-timeout = 2s
            flush-wait-on-shutdown = 1s
            initial-system-message-delivery-timeout = 30s
            watch-failure-detector {
              heartbeat-interval = {{Math.Min(1000, _settings.Silence.TotalMilliseconds / 4):0}}ms
              expected-response-after = {{Math.Min(1000, _settings.Silence.TotalMilliseconds / 4):0}}ms
              unreachable-nodes-reaper-interval = {{Math.Min(1000, _settings.Silence.TotalMilliseconds / 4):0}}ms
              acceptable-heartbeat-pause = {{_settings.Silence.TotalMilliseconds:0}}ms
            }
            dot-netty.tcp {
              hostname = "{{OwnAddress()}}"
              port = 0
              enable-ssl = {{(House.Tls ? "on" : "off")}}
            }
          }
        }
        """);

    /// <summary>This machine's address on the way to the house: nodes of several machines must not share one.</summary>
    private string OwnAddress()
    {
        try
        {
            // Nothing is sent: the system only chooses the way.
            using var way = new Socket(SocketType.Dgram, ProtocolType.Udp);
            way.Connect(House.Host.Trim('[', ']'), House.Port);
            var address = ((IPEndPoint)way.LocalEndPoint!).Address;
            if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
            return address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();
        }
        catch (SocketException)
        {
            // No way there just now, or no such name: an address that others reach comes with the next start.
            return "127.0.0.1";
        }
    }

    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    /// <summary>Notices when this incarnation or the house's is given up. One per system.</summary>
    private sealed class Keeper : ReceiveActor
    {
        public Keeper(RemoteNode node)
        {
            var system = Context.System;
            Receive<ThisActorSystemQuarantinedEvent>(_ => node.Renew(system, "the house has given this node up"));
            Receive<QuarantinedEvent>(_ => node.Renew(system, "the house was out of reach for too long"));
        }

        protected override void PreStart()
        {
            Context.System.EventStream.Subscribe(Self, typeof(ThisActorSystemQuarantinedEvent));
            Context.System.EventStream.Subscribe(Self, typeof(QuarantinedEvent));
        }
    }
}
