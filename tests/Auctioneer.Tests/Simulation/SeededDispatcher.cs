using Akka.Actor;
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

    private readonly List<(IRunnable Run, long Number)> _ready = [];
    private readonly Dictionary<IRunnable, long> _numbers = [];
    private int _before;
    private bool _isDead;

    /// <summary>The queue of the actor system that this thread makes now.</summary>
    public static SeededQueue OfThread => _ofThread ?? throw new InvalidOperationException("Nobody simulates on this thread.");

    public bool IsIdle => _ready.Count == 0;

    /// <summary>A queue for the actor system that this thread makes next.</summary>
    public static SeededQueue Begin() => _ofThread = new SeededQueue();

    /// <summary>An actor is there, with this mailbox.</summary>
    public void Know(IRunnable mailbox) => _numbers.TryAdd(mailbox, _numbers.Count);

    /// <summary>
    /// Somebody has something to do. Those that get it in one step stand in the order in which they were made: Akka suspends and stops the
    /// children of an actor in the order of their names' hashes, which is another one in each process.
    /// </summary>
    public void Add(IRunnable run)
    {
        if (_isDead) return;
        var number = _numbers.GetValueOrDefault(run, long.MaxValue);
        var at = _ready.Count;
        while (at > _before && _ready[at - 1].Number > number) at--;
        _ready.Insert(at, (run, number));
    }

    /// <summary>Lets one of the actors that have something to do take one message.</summary>
    public bool Step(Random chance)
    {
        if (_ready.Count == 0) return false;
        var at = chance.Next(_ready.Count);
        var run = _ready[at].Run;
        _ready.RemoveAt(at);
        _before = _ready.Count;
        run.Run();
        return true;
    }

    /// <summary>The process is gone: nobody does anything any more.</summary>
    public void Die()
    {
        _isDead = true;
        _ready.Clear();
        _before = 0;
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
    public override void Attach(ActorCell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        if (cell.Mailbox is { } mailbox) queue.Know(mailbox);
        base.Attach(cell);
    }

    protected override void ExecuteTask(IRunnable run) => queue.Add(run);

    protected override void Shutdown() { }
}
