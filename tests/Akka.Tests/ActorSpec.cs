using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Akka.Actor;
using Akka.Configuration;

namespace AkkaAuction.Akka.Tests;

/// <summary>A system per test, that has ended when the test has. Quiet, because many tests fail on purpose.</summary>
public abstract class ActorSpec : IAsyncLifetime
{
    protected static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    protected ActorSpec(string config = "") =>
        System = ActorSystem.Create("spec", ConfigurationFactory.ParseString(config).WithFallback(ConfigurationFactory.ParseString(
            "akka.loglevel = OFF\nakka.stdout-loglevel = OFF\nakka.log-dead-letters = off")));

    protected ActorSystem System { get; }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await System.Terminate();

    protected Probe NewProbe() => new(System);

    /// <summary>Makes an actor whose behaviour and hooks are written down in the test.</summary>
    protected IActorRef Start(Action<object, IActorContext> behaviour, string? name = null) =>
        System.ActorOf(Props.Create(() => new Scripted(behaviour)), name);
}

/// <summary>An actor's mailbox that a test reads, in order, waiting for what is to come.</summary>
public sealed class Probe
{
    private readonly Channel<(object Message, IActorRef Sender)> _messages = Channel.CreateUnbounded<(object, IActorRef)>();

    public Probe(ActorSystem system)
    {
        var writer = _messages.Writer;
        Ref = system.ActorOf(Props.Create(() => new Recorder(writer)));
    }

    public IActorRef Ref { get; }

    public IActorRef LastSender { get; private set; } = ActorRefs.Nobody;

    public async Task<object> Next()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var (message, sender) = await _messages.Reader.ReadAsync(patience.Token);
        LastSender = sender;
        return message;
    }

    public async Task<T> Next<T>() => Assert.IsType<T>(await Next(), exactMatch: false);

    /// <summary>The next messages are these, and in this order.</summary>
    public async Task Expect(params object[] messages)
    {
        foreach (var message in messages) Assert.Equal(message, await Next());
    }

    /// <summary>Watches, and returns once it surely does: what <paramref name="subject"/> does from here on is seen.</summary>
    public async Task Watch(IActorRef subject)
    {
        await Ref.Ask<string>(new Recorder.WatchPlease(subject), TimeSpan.FromSeconds(20));
    }

    public async Task ExpectTerminated(IActorRef subject)
    {
        var terminated = await Next<Terminated>();
        Assert.Equal(subject, terminated.ActorRef);
    }

    /// <summary>Nothing has come up to now: a marker sent here is the next thing read.</summary>
    public async Task ExpectNothingYet()
    {
        var marker = new object();
        Ref.Tell(marker, ActorRefs.NoSender);
        Assert.Same(marker, await Next());
    }

    private sealed class Recorder(ChannelWriter<(object, IActorRef)> writer) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is WatchPlease please)
            {
                Context.Watch(please.Subject);
                Sender.Tell("watching");
                return;
            }
            writer.TryWrite((message, Sender));
        }

        public sealed record WatchPlease(IActorRef Subject);
    }
}

/// <summary>An actor whose behaviour is a function.</summary>
public sealed class Scripted(Action<object, IActorContext> behaviour) : UntypedActor
{
    protected override void OnReceive(object message) => behaviour(message, Context);
}

/// <summary>What tests throw.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "Short where it is thrown in every other line.")]
public sealed class Boom(string message = "boom") : Exception(message);
