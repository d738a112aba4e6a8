using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Akka.Actor;

/// <summary>A tree of actors with what they need: dispatchers, a scheduler, an event stream, loggers, settings. One per program, usually.</summary>
public abstract class ActorSystem : IActorRefFactory, IDisposable
{
    internal ActorSystem()
    {
    }

    public abstract Settings Settings { get; }

    public abstract string Name { get; }

    public abstract EventStream EventStream { get; }

    /// <summary>Where messages go that reach nobody.</summary>
    public abstract IActorRef DeadLetters { get; }

    public abstract IActorRef IgnoreRef { get; }

    public abstract Dispatchers Dispatchers { get; }

    public abstract Mailboxes Mailboxes { get; }

    public abstract IScheduler Scheduler { get; }

    public abstract ILoggingAdapter Log { get; }

    public abstract Serialization.Serialization Serialization { get; }

    /// <summary>Ends when all actors have ended and everything registered to run then has run.</summary>
    public abstract Task WhenTerminated { get; }

    public TimeSpan StartTime { get; } = TimeSpan.FromTicks(DateTime.UtcNow.Ticks);

    public TimeSpan Uptime => TimeSpan.FromTicks(DateTime.UtcNow.Ticks) - StartTime;

    /// <exception cref="ArgumentException">The name is not made of letters, digits and hyphens.</exception>
    public static ActorSystem Create(string name, Config config) => Start(name, config, ActorSystemSetup.Empty);

    public static ActorSystem Create(string name, BootstrapSetup setup) => Create(name, ActorSystemSetup.Create(setup));

    public static ActorSystem Create(string name, ActorSystemSetup setup)
    {
        var bootstrap = setup.Get<BootstrapSetup>();
        var config = bootstrap is { HasValue: true, Value.Config.HasValue: true } ? bootstrap.Value.Config.Value : ConfigurationFactory.Load();
        return Start(name, config, setup);
    }

    public static ActorSystem Create(string name) => Start(name, ConfigurationFactory.Load(), ActorSystemSetup.Empty);

    /// <summary>Makes an actor directly below the user guardian.</summary>
    public abstract IActorRef ActorOf(Props props, string? name = null);

    public abstract ActorSelection ActorSelection(ActorPath actorPath);

    public abstract ActorSelection ActorSelection(string actorPath);

    public abstract void Stop(IActorRef actor);

    /// <summary>Ends the system, with the phases of <see cref="CoordinatedShutdown"/> before. Does not wait.</summary>
    public abstract Task Terminate();

    public abstract object RegisterExtension(IExtensionId extension);

    public abstract object GetExtension(IExtensionId extensionId);

    public abstract T GetExtension<T>()
        where T : class, IExtension;

    public abstract bool HasExtension(Type type);

    public abstract bool HasExtension<T>()
        where T : class, IExtension;

    public abstract bool TryGetExtension(Type extensionType, out object extension);

    public abstract bool TryGetExtension<T>(out T extension)
        where T : class, IExtension;

    /// <summary>Runs when the system has ended; the last registered first.</summary>
    public abstract void RegisterOnTermination(Action code);

    public void Dispose()
    {
        _ = Terminate();
        GC.SuppressFinalize(this);
    }

    private static ActorSystemImpl Start(string name, Config config, ActorSystemSetup setup)
    {
        var system = new ActorSystemImpl(name, config, setup);
        system.Start();
        return system;
    }
}

/// <summary>The system as extensions see it.</summary>
public abstract class ExtendedActorSystem : ActorSystem
{
    internal ExtendedActorSystem()
    {
    }

    /// <summary>Finds actors by path, here and, with remoting, on other nodes; knows this system's address.</summary>
    public abstract IActorRefProvider Provider { get; }

    /// <summary>Makes an actor of the runtime's own, below <c>/system</c>; those end after the users'.</summary>
    public abstract IActorRef SystemActorOf(Props props, string? name = null);

    public abstract IActorRef SystemActorOf<TActor>(string? name = null)
        where TActor : ActorBase, new();

    /// <summary>Ends the system at once, without the phases of <see cref="CoordinatedShutdown"/>.</summary>
    public abstract void Abort();

    /// <summary>The tree of actors as text, for who looks for a fault.</summary>
    public abstract string PrintTree();
}
