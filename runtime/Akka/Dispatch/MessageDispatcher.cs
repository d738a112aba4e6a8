using Akka.Actor;
using Akka.Configuration;
using Akka.Event;

namespace Akka.Dispatch;

/// <summary>What dispatchers are made with.</summary>
public interface IDispatcherPrerequisites
{
    EventStream EventStream { get; }

    IScheduler Scheduler { get; }

    Settings Settings { get; }

    Mailboxes Mailboxes { get; }
}

/// <summary>Makes a dispatcher from its section of the configuration; named there as its <c>type</c>.</summary>
public abstract class MessageDispatcherConfigurator
{
    protected MessageDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
    {
        Config = config;
        Prerequisites = prerequisites;
    }

    public Config Config { get; }

    public IDispatcherPrerequisites Prerequisites { get; }

    public abstract MessageDispatcher Dispatcher();
}

/// <summary>
/// Lends actors a thread: an actor that has messages is handed over as one piece of work and takes up to <see cref="Throughput"/> messages
/// before others get their turn.
/// </summary>
public abstract class MessageDispatcher
{
    private const int DefaultThroughput = 100;

    protected MessageDispatcher(MessageDispatcherConfigurator configurator)
    {
        Configurator = configurator;
        var config = configurator.Config;
        Id = config?.GetString("id") ?? "";
        Throughput = config?.GetInt("throughput", DefaultThroughput) ?? DefaultThroughput;
        var deadline = config?.GetTimeSpan("throughput-deadline-time") ?? TimeSpan.Zero;
        ThroughputDeadlineTime = deadline > TimeSpan.Zero ? deadline.Ticks : null;
    }

    public MessageDispatcherConfigurator Configurator { get; }

    public string Id { get; protected set; }

    /// <summary>How many messages an actor takes in one turn.</summary>
    public int Throughput { get; set; }

    /// <summary>How long a turn may take before it ends after the current message, in ticks of 100 ns; null: as long as it needs.</summary>
    public long? ThroughputDeadlineTime { get; protected set; }

    public Mailboxes Mailboxes => Configurator.Prerequisites.Mailboxes;

    public EventStream EventStream => Configurator.Prerequisites.EventStream;

    public void Schedule(Action run) => ExecuteTask(new ActionRunnable(run));

    public void Schedule(IRunnable run) => ExecuteTask(run);

    /// <summary>Runs a piece of work, now or later, here or elsewhere.</summary>
    protected abstract void ExecuteTask(IRunnable run);

    protected abstract void Shutdown();

    /// <summary>Gives an actor its next turn.</summary>
    internal virtual void Execute(ActorCell cell) => ExecuteTask(cell);

    /// <summary>Gives an actor a turn because the running one, or a thread that runs none, sent it something.</summary>
    internal virtual void Wake(ActorCell cell) => Execute(cell);

    /// <summary>Gives an actor another turn because it has used one up.</summary>
    internal virtual void ExecuteAgain(ActorCell cell) => Execute(cell);

    internal virtual void Detach(ActorCell cell)
    {
    }

    internal void End() => Shutdown();

    internal long DeadlineFromNow() =>
        ThroughputDeadlineTime is { } ticks ? Environment.TickCount64 + Math.Max(1, ticks / TimeSpan.TicksPerMillisecond) : 0;
}

/// <summary>
/// The usual dispatcher: .NET's thread pool. An actor that another one just woke stays near it, where its message is still in the cache:
/// see <see cref="ActorThread"/>. One that used up its turn goes behind all others that wait there.
/// </summary>
internal sealed class ThreadPoolDispatcher(MessageDispatcherConfigurator configurator) : MessageDispatcher(configurator)
{
    internal override void Execute(ActorCell cell) => ThreadPool.UnsafeQueueUserWorkItem((IThreadPoolWorkItem)cell, false);

    internal override void Wake(ActorCell cell) => ActorThread.Wake(cell);

    internal override void ExecuteAgain(ActorCell cell) => ActorThread.RunAgain(cell);

    protected override void ExecuteTask(IRunnable run) => ThreadPool.UnsafeQueueUserWorkItem(run, false);

    protected override void Shutdown()
    {
    }
}

/// <summary>One thread for one actor: for work that blocks.</summary>
internal sealed class PinnedDispatcher(MessageDispatcherConfigurator configurator) : MessageDispatcher(configurator)
{
    private readonly System.Collections.Concurrent.BlockingCollection<IRunnable> _work = [];
    private int _started;

    internal override void Detach(ActorCell cell) => Shutdown();

    protected override void ExecuteTask(IRunnable run)
    {
        if (Interlocked.Exchange(ref _started, 1) == 0)
            new Thread(Work) { IsBackground = true, Name = $"{Configurator.Prerequisites.Settings.System.Name}-{Id}" }.Start();
        if (!_work.IsAddingCompleted) _work.Add(run);
    }

    protected override void Shutdown() => _work.CompleteAdding();

    private void Work()
    {
        foreach (var run in _work.GetConsumingEnumerable()) run.Run();
    }
}

/// <summary>Runs on the synchronization context of whoever makes the first actor: a user interface's thread.</summary>
internal sealed class SynchronizedDispatcher(MessageDispatcherConfigurator configurator) : MessageDispatcher(configurator)
{
    private readonly SynchronizationContext _context = SynchronizationContext.Current
        ?? throw new ConfigurationException("The synchronized dispatcher needs a synchronization context; this thread has none.");

    protected override void ExecuteTask(IRunnable run) => _context.Post(static state => ((IRunnable)state!).Run(), run);

    protected override void Shutdown()
    {
    }
}
