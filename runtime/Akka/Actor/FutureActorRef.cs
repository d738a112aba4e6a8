using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

/// <summary>
/// The reference that waits for one answer. It gets a path, and is found by it, only when somebody looks at the path: most
/// questions are asked and answered without.
/// </summary>
internal abstract class WaitingRef(LocalActorRefProvider provider) : MinimalActorRef
{
    private ActorPath? _path;
    private CancellationTokenRegistration _cancellation;
    private TimedOut? _timer;
    private Timer? _clockTimer;

    public override LocalActorRefProvider Provider { get; } = provider;

    public override IInternalActorRef Parent => Provider.TempContainer;

    public override ActorPath Path
    {
        get
        {
            if (Volatile.Read(ref _path) is { } known) return known;
            var path = Provider.NextTempPath();
            if (Interlocked.CompareExchange(ref _path, path, null) is { } other) return other;
            if (!IsTerminated) Provider.RegisterTemp(this, path);
            if (IsTerminated) Provider.UnregisterTemp(path);
            return path;
        }
    }

    public void EndAfter(TimeSpan time)
    {
        // Time of a test's own makes does not count here: an answer from the outside world is waited for in real time.
        if (Provider.System.Scheduler is HashedWheelTimerScheduler wheel)
        {
            var timer = new TimedOut(this, time);
            _timer = timer;
            ((IAdvancedScheduler)wheel).ScheduleOnce(time, timer, timer);
        }
        else
        {
            _clockTimer = new Timer(static state => ((TimedOut)state!).Run(), new TimedOut(this, time), time, Timeout.InfiniteTimeSpan);
        }
    }

    public void EndWith(CancellationToken cancellationToken) =>
        _cancellation = cancellationToken.UnsafeRegister(static state => ((WaitingRef)state!).Cancel(), this);

    protected abstract void Cancel();

    protected abstract void TimeOut(TimeSpan time);

    /// <summary>Once the answer is there nobody finds this reference any more.</summary>
    protected void Release()
    {
        _timer?.CallOff();
        _clockTimer?.Dispose();
        _cancellation.Dispose();
        if (Volatile.Read(ref _path) is { } path) Provider.UnregisterTemp(path);
    }

    /// <summary>What the scheduler holds of a question. Called off, it holds nothing of it: the scheduler comes to it later, and all that waited
    /// for the answer would be carried along by the collector until then.</summary>
    private sealed class TimedOut(WaitingRef waiting, TimeSpan time) : TimerHandle, Dispatch.IRunnable
    {
        private WaitingRef? _waiting = waiting;

        public void CallOff()
        {
            Cancel();
            _waiting = null;
        }

        public void Run() => _waiting?.TimeOut(time);

        public void Execute() => Run();
    }
}

/// <summary>Waits for the answer to an <c>Ask</c>.</summary>
internal sealed class FutureActorRef<T>(LocalActorRefProvider provider) : WaitingRef(provider)
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Task => _answer.Task;

    public override bool IsTerminated => _answer.Task.IsCompleted;

    private protected override bool TakesNull => true;

    protected override void TellInternal(object message, IActorRef? sender)
    {
        var (taken, isOfUse) = message switch
        {
            T answer => (_answer.TrySetResult(answer), true),
            null => (_answer.TrySetResult(default!), true),
            Status.Failure failure => (_answer.TrySetException(failure.Cause ?? new TaskCanceledException("The one who was asked failed without saying why.")), true),
            _ => (_answer.TrySetException(new ArgumentException($"The answer is a {message.GetType()}; the asker expects a {typeof(T)}.")), false),
        };
        if (taken) Release();
        // An answer of another type has ended the question as well, but nobody has it.
        if (!(taken && isOfUse) && message is not null && !_answer.Task.IsCanceled) Provider.DeadLetterRef.Tell(message, this);
    }

    protected override void Cancel()
    {
        if (_answer.TrySetCanceled()) Release();
    }

    protected override void TimeOut(TimeSpan time)
    {
        if (_answer.TrySetException(new AskTimeoutException($"No answer within {time.TotalSeconds:F2} seconds."))) Release();
    }
}

/// <summary>Waits for another actor's end.</summary>
internal sealed class EndWaitingRef(LocalActorRefProvider provider, IInternalActorRef watched) : WaitingRef(provider)
{
    private readonly TaskCompletionSource<bool> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<bool> Task => _ended.Task;

    public override bool IsTerminated => _ended.Task.IsCompleted;

    public void Begin() => watched.SendSystemMessage(new Watch(watched, this));

    public override void SendSystemMessage(SystemMessage message)
    {
        if (message is DeathWatchNotification) Finish(true);
    }

    protected override void Cancel() => Finish(false);

    protected override void TimeOut(TimeSpan time) => Finish(false);

    private void Finish(bool ended)
    {
        if (!_ended.TrySetResult(ended)) return;
        Release();
        watched.SendSystemMessage(new Unwatch(watched, this));
    }
}

public static class GracefulStopSupport
{
    /// <summary>Sends a <see cref="PoisonPill"/>; true once the actor has ended, false when it has not within <paramref name="timeout"/>.</summary>
    public static Task<bool> GracefulStop(this IActorRef target, TimeSpan timeout) => target.GracefulStop(timeout, PoisonPill.Instance);

    /// <summary>The same, with a message of the actor's own that makes it stop.</summary>
    public static Task<bool> GracefulStop(this IActorRef target, TimeSpan timeout, object stopMessage)
    {
        var watched = (IInternalActorRef)target;
        var waiting = new EndWaitingRef(watched.Provider, watched);
        if (timeout > TimeSpan.Zero) waiting.EndAfter(timeout);
        waiting.Begin();
        target.Tell(stopMessage, ActorRefs.NoSender);
        return waiting.Task;
    }
}

public static class WatchAsyncSupport
{
    /// <summary>True once the actor has ended, false when <paramref name="token"/> gives up before.</summary>
    public static Task<bool> WatchAsync(this IActorRef target, CancellationToken token = default)
    {
        var watched = (IInternalActorRef)target;
        var waiting = new EndWaitingRef(watched.Provider, watched);
        if (token.CanBeCanceled) waiting.EndWith(token);
        waiting.Begin();
        return waiting.Task;
    }
}
