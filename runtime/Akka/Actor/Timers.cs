using Akka.Event;

namespace Akka.Actor;

/// <summary>An actor that uses timers: the runtime sets <see cref="Timers"/> before <c>PreStart</c>.</summary>
public interface IWithTimers
{
    ITimerScheduler Timers { get; set; }
}

/// <summary>
/// Timers that belong to one actor. Each has a key; starting one under a key that is in use replaces that one. All end with the actor's
/// stop and restart. A message of a timer that was cancelled or replaced is never handled, even when it already was in the mailbox.
/// </summary>
public interface ITimerScheduler
{
    /// <summary>The keys in use.</summary>
    IReadOnlyCollection<object> ActiveTimers { get; }

    void StartPeriodicTimer(object key, object msg, TimeSpan interval);

    void StartPeriodicTimer(object key, object msg, TimeSpan interval, IActorRef sender);

    void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval);

    void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval, IActorRef sender);

    void StartSingleTimer(object key, object msg, TimeSpan timeout);

    void StartSingleTimer(object key, object msg, TimeSpan timeout, IActorRef sender);

    bool IsTimerActive(object key);

    void Cancel(object key);

    void CancelAll();
}

/// <summary>The timers of one actor instance. A tick carries the generation of its timer; only the current one's is let through.</summary>
internal sealed class TimerScheduler(ActorCell cell) : ITimerScheduler
{
    private readonly Dictionary<object, Tick> _timers = [];
    private int _generation;

    public IReadOnlyCollection<object> ActiveTimers => [.. _timers.Keys];

    public void StartPeriodicTimer(object key, object msg, TimeSpan interval) => Start(key, msg, interval, interval, ActorRefs.NoSender);

    public void StartPeriodicTimer(object key, object msg, TimeSpan interval, IActorRef sender) => Start(key, msg, interval, interval, sender);

    public void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval) => Start(key, msg, initialDelay, interval, ActorRefs.NoSender);

    public void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval, IActorRef sender) =>
        Start(key, msg, initialDelay, interval, sender);

    public void StartSingleTimer(object key, object msg, TimeSpan timeout) => Start(key, msg, timeout, null, ActorRefs.NoSender);

    public void StartSingleTimer(object key, object msg, TimeSpan timeout, IActorRef sender) => Start(key, msg, timeout, null, sender);

    public bool IsTimerActive(object key) => _timers.ContainsKey(key);

    public void Cancel(object key)
    {
        if (_timers.Remove(key, out var tick)) tick.Handle.Cancel();
    }

    public void CancelAll()
    {
        foreach (var tick in _timers.Values) tick.Handle.Cancel();
        _timers.Clear();
    }

    /// <summary>The message of a tick that arrived, or null when its timer is no longer wanted.</summary>
    public object? Accept(Tick tick)
    {
        if (!_timers.TryGetValue(tick.Key, out var current) || current.Generation != tick.Generation) return null;
        if (!tick.Repeats) _timers.Remove(tick.Key);
        return tick.Message;
    }

    private void Start(object key, object message, TimeSpan delay, TimeSpan? interval, IActorRef sender)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(message);
        Cancel(key);
        var tick = new Tick(this, key, message, ++_generation, interval is not null);
        var scheduler = cell.SystemImpl.Scheduler;
        _timers[key] = tick;
        if (interval is { } each) scheduler.ScheduleTellRepeatedly(delay, each, cell.Self, tick, sender, tick.Handle);
        else scheduler.ScheduleTellOnce(delay, cell.Self, tick, sender, tick.Handle);
    }

    /// <summary>What the scheduler sends on a timer's behalf.</summary>
    internal sealed class Tick(TimerScheduler owner, object key, object message, int generation, bool repeats)
        : IAutoReceivedMessage, INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public TimerScheduler Owner { get; } = owner;

        public object Key { get; } = key;

        public object Message { get; } = message;

        public int Generation { get; } = generation;

        public bool Repeats { get; } = repeats;

        public TimerHandle Handle { get; } = new();

        public override string ToString() => $"timer {Key}: {Message}";
    }
}
