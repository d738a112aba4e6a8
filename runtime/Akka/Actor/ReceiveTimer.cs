namespace Akka.Actor;

/// <summary>The tick that looks whether an actor has been without messages for long enough.</summary>
internal sealed class ReceiveTimerTick(ReceiveTimer timer) : IAutoReceivedMessage, INotInfluenceReceiveTimeout, Event.IDeadLetterSuppression
{
    public ReceiveTimer Timer { get; } = timer;
}

/// <summary>
/// A receive timeout. A message only notes the time; the one timer that runs looks, when it fires, how long ago the last message was,
/// and waits for the rest. A busy actor so costs the scheduler one timer per timeout and not one per message.
/// </summary>
internal sealed class ReceiveTimer
{
    private readonly ActorCell _cell;
    private readonly IScheduler _scheduler;
    private readonly ReceiveTimerTick _tick;
    private TimeSpan _since;
    private TimerHandle? _running;

    public ReceiveTimer(ActorCell cell, TimeSpan timeout)
    {
        _cell = cell;
        Timeout = timeout;
        _scheduler = cell.SystemImpl.Scheduler;
        _tick = new ReceiveTimerTick(this);
        _since = _scheduler.MonotonicClock;
        Wait(timeout);
    }

    public TimeSpan Timeout { get; }

    public void Stop()
    {
        _running?.Cancel();
        _running = null;
    }

    public void AfterMessage(object message)
    {
        if (message is not INotInfluenceReceiveTimeout) _since = _scheduler.MonotonicClock;
    }

    /// <summary>Runs as the actor.</summary>
    public void Tick()
    {
        if (_running is null) return;
        var left = Timeout - (_scheduler.MonotonicClock - _since);
        if (left > TimeSpan.Zero)
        {
            Wait(left);
            return;
        }
        _running = null;
        _since = _scheduler.MonotonicClock;
        Wait(Timeout);
        _cell.DeliverReceiveTimeout();
    }

    private void Wait(TimeSpan time)
    {
        var running = new TimerHandle();
        _running = running;
        _scheduler.ScheduleTellOnce(time, _cell.Self, _tick, _cell.Self, running);
    }
}
