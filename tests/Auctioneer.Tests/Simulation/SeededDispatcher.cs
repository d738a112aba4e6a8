using Akka.Configuration;
using Akka.Dispatch;

namespace AkkaAuction.Auctioneer.Tests.Simulation;

/// <summary>Makes the one <see cref="SeededDispatcher"/> of an actor system whose settings name this type.</summary>
public sealed class SeededDispatcherConfigurator : MessageDispatcherConfigurator
{
    public static readonly string TypeName = $"{typeof(SeededDispatcherConfigurator).FullName}, {typeof(SeededDispatcherConfigurator).Assembly.GetName().Name}";

    private readonly SeededDispatcher _dispatcher;

    public SeededDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites) : base(config, prerequisites) =>
        _dispatcher = new SeededDispatcher(this);

    public override MessageDispatcher Dispatcher() => _dispatcher;
}

/// <summary>
/// Runs no actor by itself: whoever simulates takes one of those that have something to do, by a seeded draw, and lets it take one message. All on the simulating
/// thread, so that the same seed is the same run.
/// </summary>
public sealed class SeededDispatcher(MessageDispatcherConfigurator configurator) : MessageDispatcher(configurator)
{
    private readonly List<IRunnable> _ready = [];
    private bool _isDead;

    public bool IsIdle => _ready.Count == 0;

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

    protected override void ExecuteTask(IRunnable run)
    {
        if (!_isDead) _ready.Add(run);
    }

    protected override void Shutdown() { }
}
