using Akka.Configuration;
using Akka.Dispatch;

namespace AkkaAuction.Auctioneer.Tests.Simulation;

/// <summary>
/// Who has something to do in a simulated house. Nobody does anything by itself: whoever simulates takes one of them, by a seeded draw, and
/// lets it take one message. All on the simulating thread, so that the same seed is the same run.
/// </summary>
public sealed class SeededQueue
{
    [ThreadStatic] private static SeededQueue? _ofThread;

    private readonly List<IRunnable> _ready = [];
    private bool _isDead;

    /// <summary>The queue of the actor system that this thread makes now.</summary>
    public static SeededQueue OfThread => _ofThread ?? throw new InvalidOperationException("Nobody simulates on this thread.");

    public bool IsIdle => _ready.Count == 0;

    /// <summary>A queue for the actor system that this thread makes next.</summary>
    public static SeededQueue Begin() => _ofThread = new SeededQueue();

    public void Add(IRunnable run)
    {
        if (!_isDead) _ready.Add(run);
    }

    /// <summary>Lets one of the actors that have something to do take one message.</summary>
    public bool Step(Random chance)
    {
        if (_ready.Count == 0) return false;
        var at = chance.Next(_ready.Count);
        var run = _ready[at];
        _ready.RemoveAt(at);
        run.Run();
        return true;
    }

    /// <summary>The process is gone: nobody does anything any more.</summary>
    public void Die()
    {
        _isDead = true;
        _ready.Clear();
    }
}

/// <summary>Makes the <see cref="SeededDispatcher"/> of an actor system whose settings name this type.</summary>
public sealed class SeededDispatcherConfigurator : MessageDispatcherConfigurator
{
    public static readonly string TypeName =
        $"{typeof(SeededDispatcherConfigurator).FullName}, {typeof(SeededDispatcherConfigurator).Assembly.GetName().Name}";

    private readonly SeededDispatcher _dispatcher;

    public SeededDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites) : base(config, prerequisites) =>
        _dispatcher = new SeededDispatcher(this, SeededQueue.OfThread);

    public override MessageDispatcher Dispatcher() => _dispatcher;
}

/// <summary>Runs no actor by itself, but puts it where it waits to be drawn.</summary>
public sealed class SeededDispatcher(MessageDispatcherConfigurator configurator, SeededQueue queue) : MessageDispatcher(configurator)
{
    protected override void ExecuteTask(IRunnable run) => queue.Add(run);

    protected override void Shutdown() { }
}
