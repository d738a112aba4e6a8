using System.Collections.Concurrent;
using System.Threading.Channels;
using Akka.Actor;
using Akka.Configuration;

namespace AkkaAuction.Remote.Tests;

/// <summary>
/// Actor systems with remoting on free ports of this machine, in one process: they know nothing of each other but what crosses the sockets. All
/// are ended with the test.
/// </summary>
public abstract class Nodes : IAsyncLifetime
{
    /// <summary>How long a test waits for something that must come; reached only when it does not.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentBag<ActorSystem> _systems = [];
    private readonly ConcurrentBag<Relay> _wires = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await Task.WhenAll(_systems.Select(system => system.Terminate()));
        foreach (var wire in _wires) wire.Dispose();
    }

    protected ActorSystem Node(string name, string config = "", int port = 0)
    {
        var system = ActorSystem.Create(name, ConfigurationFactory.ParseString(config).WithFallback(ConfigurationFactory.ParseString(
            $$"""
              akka {
                loglevel = WARNING
                actor.provider = remote
                remote.dot-netty.tcp { hostname = "127.0.0.1", port = {{port}} }
                remote.watch-failure-detector { heartbeat-interval = 100ms, unreachable-nodes-reaper-interval = 100ms, acceptable-heartbeat-pause = 5s }
                remote.retry-gate-closed-for = 200ms
              }
              """)));
        _systems.Add(system);
        return system;
    }

    /// <summary>A node that others can reach only through a wire that can be cut.</summary>
    protected (ActorSystem System, Relay Wire) NodeBehindWire(string name, string config = "")
    {
        var wire = new Relay();
        _wires.Add(wire);
        using var probe = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        probe.Start();
        wire.Target = ((System.Net.IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        return (Node(name, $"akka.remote.dot-netty.tcp.public-port = {wire.Port}\n{config}", wire.Target), wire);
    }

    protected static Address AddressOf(ActorSystem system) => ((ExtendedActorSystem)system).Provider.DefaultAddress;

    protected static ActorSelection At(ActorSystem from, ActorSystem to, string path) => from.ActorSelection(AddressOf(to) + path);

    /// <summary>The reference of an actor of <paramref name="to"/> as <paramref name="from"/> sees it.</summary>
    protected static Task<IActorRef> Find(ActorSystem from, ActorSystem to, string path) => At(from, to, path).ResolveOne(Patience);

    /// <summary>An actor that hands what it is told to the test.</summary>
    protected static (IActorRef Actor, ChannelReader<(object Message, IActorRef Sender)> Inbox) Ear(ActorSystem system, string? name = null)
    {
        var inbox = Channel.CreateUnbounded<(object, IActorRef)>();
        return (system.ActorOf(Props.Create(() => new EarActor(inbox.Writer)), name), inbox.Reader);
    }

    /// <summary>Has an ear watch; done when that is on its way to the other node, ahead of anything sent later.</summary>
    protected static async Task Watch(ActorSystem system, IActorRef ear, IActorRef subject)
    {
        await ear.Ask<Watching>(new Watching(subject), Patience);
        await system.ActorSelection("/system/remote-watcher").ResolveOne(Patience);
    }

    /// <summary>Has an ear watch no more.</summary>
    protected static async Task Unwatch(ActorSystem system, IActorRef ear, IActorRef subject)
    {
        await ear.Ask<Unwatching>(new Unwatching(subject), Patience);
        await system.ActorSelection("/system/remote-watcher").ResolveOne(Patience);
    }

    protected static async Task<T> Next<T>(ChannelReader<(object Message, IActorRef Sender)> inbox)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            if ((await inbox.ReadAsync(patience.Token)).Message is T wanted) return wanted;
        }
    }

    /// <summary>
    /// Does something again and again until there is something to read. Only with a peer that is another process and has closed its gate to this node, for a time of its own that
    /// no test can move: it says when it was refused, but Akka has no event for a gate that opens again, and what is told to a closed one is lost.
    /// </summary>
    protected static async Task Until(ChannelReader<(object Message, IActorRef Sender)> inbox, Action again)
    {
        using var patience = new CancellationTokenSource(Patience);
        var something = inbox.WaitToReadAsync(patience.Token).AsTask();
        while (!something.IsCompleted)
        {
            again();
            await Task.WhenAny(something, Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token));
        }

        await something;
    }

    /// <summary>What a node is configured with whose time passes when the test says so: <see cref="PassGate"/>.</summary>
    protected const string Moved = """akka.scheduler.implementation = "AkkaAuction.Remote.Wire.Tests.MovedScheduler, AkkaAuction.Remote.Tests" """;

    /// <summary>Lets the time pass that an address stays gated for after its connection broke.</summary>
    protected static void PassGate(ActorSystem system) => ((Wire.Tests.MovedScheduler)system.Scheduler).Pass(TimeSpan.FromMilliseconds(250));

    /// <summary>Events of a kind on a system's stream, from now on.</summary>
    protected static ChannelReader<(object Message, IActorRef Sender)> Events<T>(ActorSystem system)
    {
        var (ear, inbox) = Ear(system);
        system.EventStream.Subscribe(ear, typeof(T));
        return inbox;
    }

    /// <summary>Answers everything with the same.</summary>
    protected sealed class Echo : ReceiveActor
    {
        public Echo() => ReceiveAny(message => Sender.Tell(message));
    }

    private sealed class EarActor : UntypedActor
    {
        private readonly ChannelWriter<(object, IActorRef)> _inbox;

        public EarActor(ChannelWriter<(object, IActorRef)> inbox) => _inbox = inbox;

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case Watching watch:
                    Context.Watch(watch.Subject);
                    Sender.Tell(watch);
                    break;
                case Unwatching unwatch:
                    Context.Unwatch(unwatch.Subject);
                    Sender.Tell(unwatch);
                    break;
                default:
                    _inbox.TryWrite((message, Sender));
                    break;
            }
        }
    }

    /// <summary>Tells an ear to watch.</summary>
    protected sealed record Watching(IActorRef Subject);

    /// <summary>Tells an ear to watch no more.</summary>
    protected sealed record Unwatching(IActorRef Subject);
}
