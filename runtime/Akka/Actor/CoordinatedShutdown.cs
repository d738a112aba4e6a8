using System.Collections.Concurrent;
using Akka.Configuration;
using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// Takes a program down in order: tasks that anybody registers run by phases, those of one phase side by side, the phases as their
/// <c>depends-on</c> says; a phase that takes longer than its <c>timeout</c> is left behind. The last phase ends the actor system.
/// </summary>
public sealed class CoordinatedShutdown : IExtension
{
    public const string PhaseBeforeServiceUnbind = "before-service-unbind";
    public const string PhaseServiceUnbind = "service-unbind";
    public const string PhaseServiceRequestsDone = "service-requests-done";
    public const string PhaseServiceStop = "service-stop";
    public const string PhaseBeforeClusterShutdown = "before-cluster-shutdown";
    public const string PhaseClusterShardingShutdownRegion = "cluster-sharding-shutdown-region";
    public const string PhaseClusterLeave = "cluster-leave";
    public const string PhaseClusterExiting = "cluster-exiting";
    public const string PhaseClusterExitingDone = "cluster-exiting-done";
    public const string PhaseClusterShutdown = "cluster-shutdown";
    public const string PhaseBeforeActorSystemTerminate = "before-actor-system-terminate";
    public const string PhaseActorSystemTerminate = "actor-system-terminate";

    private readonly ActorSystemImpl _system;
    private readonly Dictionary<string, Phase> _phases;
    private readonly string[] _order;
    private readonly ConcurrentDictionary<string, List<(string Name, Func<Task<Done>> Task)>> _tasks = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource<Done> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ILoggingAdapter _log;
    private Reason? _reason;

    internal CoordinatedShutdown(ActorSystemImpl system)
    {
        _system = system;
        _log = Logging.GetLogger(system, typeof(CoordinatedShutdown));
        var config = system.Settings.Config.GetConfig("akka.coordinated-shutdown");
        _phases = ReadPhases(config);
        _order = Sort(_phases);
        var exit = config.GetBoolean("exit-clr");
        if (system.Settings.CoordinatedShutdownTerminateActorSystem || exit) AddTask(PhaseActorSystemTerminate, "terminate-system", () => EndSystem(exit));
        if (config.GetBoolean("run-by-clr-shutdown-hook")) RunAtProcessExit();
    }

    public ExtendedActorSystem System => _system;

    /// <summary>Why it runs; null while it does not.</summary>
    public Reason ShutdownReason => Volatile.Read(ref _reason)!;

    /// <summary>The sum of the timeouts of all phases that have tasks.</summary>
    public TimeSpan TotalTimeout => _tasks.Keys.Aggregate(TimeSpan.Zero, (sum, phase) => sum + Timeout(phase));

    public static CoordinatedShutdown Get(ActorSystem sys) => sys.WithExtension<CoordinatedShutdown, CoordinatedShutdownExtension>();

    /// <exception cref="ConfigurationException">There is no such phase in the configuration.</exception>
    public void AddTask(string phase, string taskName, Func<Task<Done>> task)
    {
        if (!_phases.ContainsKey(phase)) throw new ConfigurationException($"There is no phase '{phase}'; the configuration has {string.Join(", ", _order)}.");
        var tasks = _tasks.GetOrAdd(phase, _ => []);
        lock (tasks) tasks.Add((taskName, task));
    }

    /// <summary>Begins, once; later calls get the same task. Where a phase that does not recover fails, the task fails with an
    /// <see cref="AggregateException"/>, and what comes after it does not run.</summary>
    /// <param name="reason">Why; kept in <see cref="ShutdownReason"/>.</param>
    /// <param name="fromPhase">The phase to begin with; the first by default.</param>
    public Task<Done> Run(Reason reason, string? fromPhase = null)
    {
        if (Interlocked.CompareExchange(ref _reason, reason, null) is null) _ = RunPhases(fromPhase);
        return _done.Task;
    }

    public TimeSpan Timeout(string phase) => _phases.TryGetValue(phase, out var found)
        ? found.Timeout
        : throw new ArgumentException($"There is no phase '{phase}'.", nameof(phase));

    private static Dictionary<string, Phase> ReadPhases(Config config)
    {
        var standard = config.GetTimeSpan("default-phase-timeout", null, false);
        var phases = new Dictionary<string, Phase>(StringComparer.Ordinal);
        foreach (var name in config.GetConfig("phases").Keys())
        {
            var phase = config.GetConfig("phases").GetConfig(name) ?? ConfigurationFactory.Empty;
            phases[name] = new Phase([.. phase.GetStringList("depends-on")], phase.GetTimeSpan("timeout", standard, false), phase.GetBoolean("recover", true));
        }
        return phases;
    }

    private static string[] Sort(Dictionary<string, Phase> phases)
    {
        var order = new List<string>();
        var open = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in phases.Keys) Visit(name);
        return [.. order];

        void Visit(string name)
        {
            if (order.Contains(name)) return;
            if (!open.Add(name)) throw new ArgumentException($"The phases of the coordinated shutdown depend on each other in a circle, at '{name}'.");
            if (phases.TryGetValue(name, out var phase))
            {
                foreach (var before in phase.DependsOn) Visit(before);
            }
            open.Remove(name);
            order.Add(name);
        }
    }

    private async Task RunPhases(string? fromPhase)
    {
        try
        {
            var first = fromPhase is null ? 0 : Array.IndexOf(_order, fromPhase);
            foreach (var name in first < 0 ? [] : _order[first..])
            {
                if (_tasks.TryGetValue(name, out var tasks)) await RunPhase(name, tasks).ConfigureAwait(false);
            }
            _done.TrySetResult(Done.Instance);
        }
        catch (Exception error)
        {
            _done.TrySetException(new AggregateException(error).Flatten());
        }
    }

    private async Task RunPhase(string name, List<(string Name, Func<Task<Done>> Task)> tasks)
    {
        var phase = _phases[name];
        (string Name, Func<Task<Done>> Task)[] all;
        lock (tasks) all = [.. tasks];
        _log.Debug("phase {0} with {1} tasks", name, all.Length);
        var running = Task.WhenAll(all.Select(each => RunTask(name, phase, each.Name, each.Task)));
        if (await Task.WhenAny(running, TimeUp(phase.Timeout)).ConfigureAwait(false) == running || running.IsCompleted)
        {
            await running.ConfigureAwait(false);
            return;
        }
        if (!phase.Recover) throw new TimeoutException($"The shutdown phase {name} took longer than {phase.Timeout}.");
        _log.Warning("Coordinated shutdown phase [{0}] timed out after {1}", name, phase.Timeout);
    }

    private async Task RunTask(string phaseName, Phase phase, string taskName, Func<Task<Done>> task)
    {
        try
        {
            await task().ConfigureAwait(false);
        }
        catch (Exception error) when (phase.Recover)
        {
            _log.Warning("Task [{0}] failed in phase [{1}]: {2}", taskName, phaseName, error.Message);
        }
    }

    /// <summary>The phase's time, as the system's scheduler counts it; when that is gone, for ever: the system has ended then.</summary>
    private Task TimeUp(TimeSpan timeout)
    {
        var up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            _system.Scheduler.Advanced.ScheduleOnce(timeout, () => up.TrySetResult());
        }
        catch (SchedulerException error)
        {
            _log.Debug("no timeout for the shutdown phase: {0}", error.Message);
        }
        return up.Task;
    }

    private async Task<Done> EndSystem(bool exit)
    {
        if (_system.Settings.CoordinatedShutdownTerminateActorSystem) await _system.FinalTerminate().ConfigureAwait(false);
        if (exit && ShutdownReason is not ClrExitReason) Environment.Exit(0);
        return Done.Instance;
    }

    private void RunAtProcessExit()
    {
        // The runtime lets the process go when this handler returns: it has to block for as long as the phases may take.
        EventHandler handler = (_, _) => ((IAsyncResult)Run(ClrExitReason.Instance)).AsyncWaitHandle.WaitOne(TotalTimeout);
        AppDomain.CurrentDomain.ProcessExit += handler;
        _ = _system.WhenTerminated.ContinueWith(_ => AppDomain.CurrentDomain.ProcessExit -= handler,
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private sealed record Phase(string[] DependsOn, TimeSpan Timeout, bool Recover);

    /// <summary>Why a program goes down.</summary>
    public class Reason
    {
        protected Reason()
        {
        }
    }

    public class UnknownReason : Reason
    {
        public static readonly Reason Instance = new UnknownReason();

        private UnknownReason()
        {
        }
    }

    /// <summary><see cref="ActorSystem.Terminate"/> was called.</summary>
    public class ActorSystemTerminateReason : Reason
    {
        public static readonly Reason Instance = new ActorSystemTerminateReason();

        private ActorSystemTerminateReason()
        {
        }
    }

    /// <summary>The process is about to exit.</summary>
    public class ClrExitReason : Reason
    {
        public static readonly Reason Instance = new ClrExitReason();

        private ClrExitReason()
        {
        }
    }
}

public sealed class CoordinatedShutdownExtension : ExtensionIdProvider<CoordinatedShutdown>
{
    public CoordinatedShutdownExtension()
    {
    }

    public override CoordinatedShutdown CreateExtension(ExtendedActorSystem system) => new((ActorSystemImpl)system);
}
