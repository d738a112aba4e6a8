using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace AkkaAuction.Lab.Replay;

/// <summary>
/// A scheduler with virtual time, which its owner advances: a week of bidding takes a moment. The actor system creates it by the name in
/// <c>akka.scheduler.implementation</c>. <see cref="Clock"/> gives actors the same time. On the way to a new time, each due timer fires in
/// order, at its own instant.
/// </summary>
public sealed class VirtualScheduler : SchedulerBase
{
    /// <summary>The scheduler's name in the settings of an actor system.</summary>
    public static readonly string TypeName = $"{typeof(VirtualScheduler).FullName}, {typeof(VirtualScheduler).Assembly.GetName().Name}";

    private static readonly DateTimeOffset Epoch = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock _lock = new();
    private PriorityQueue<Entry, (TimeSpan Due, long Order)> _waiting = new();
    private long _order;
    private TimeSpan _now;

    public VirtualScheduler(Config scheduler, ILoggingAdapter log) : base(scheduler, log) => Clock = new VirtualClock(this);

    /// <summary>This scheduler's time as a clock.</summary>
    public TimeProvider Clock { get; }

    /// <summary>Virtual time since the last start over.</summary>
    public override TimeSpan MonotonicClock
    {
        get
        {
            lock (_lock) return _now;
        }
    }

    public override TimeSpan HighResMonotonicClock => MonotonicClock;

    protected override DateTimeOffset TimeNow => Epoch + MonotonicClock;

    /// <summary>Lets time pass up to an instant; one that has passed already changes nothing.</summary>
    /// <param name="instant">Virtual time since the last start over.</param>
    public void AdvanceTo(TimeSpan instant)
    {
        while (true)
        {
            Entry due;
            lock (_lock)
            {
                if (!_waiting.TryPeek(out due!, out var when) || when.Due > instant)
                {
                    if (instant > _now) _now = instant;
                    return;
                }
                _waiting.Dequeue();
                if (when.Due > _now) _now = when.Due;
                if (due.IsCancelled) continue;
                if (due.Interval is { } interval) Add(due, when.Due + interval);
            }
            due.Happen();
        }
    }

    /// <summary>
    /// Restarts at zero, so that each history has the whole range of time. Pending timers keep their remaining delay.
    /// </summary>
    public void StartOver()
    {
        lock (_lock)
        {
            var kept = new PriorityQueue<Entry, (TimeSpan, long)>();
            foreach (var (entry, when) in _waiting.UnorderedItems)
            {
                if (!entry.IsCancelled) kept.Enqueue(entry, (when.Due - _now, when.Order));
            }
            _waiting = kept;
            _now = TimeSpan.Zero;
        }
    }

    protected override void InternalScheduleTellOnce(
        TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        Schedule(delay, null, () => receiver.Tell(message, sender), cancelable);

    protected override void InternalScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        Schedule(initialDelay, interval, () => receiver.Tell(message, sender), cancelable);

    protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable cancelable) =>
        Schedule(delay, null, action, cancelable);

    protected override void InternalScheduleOnce(TimeSpan delay, IRunnable action, ICancelable cancelable) =>
        Schedule(delay, null, action.Run, cancelable);

    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable cancelable) =>
        Schedule(initialDelay, interval, action, cancelable);

    protected override void InternalScheduleRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable cancelable) =>
        Schedule(initialDelay, interval, action.Run, cancelable);

    private void Schedule(TimeSpan delay, TimeSpan? interval, Action action, ICancelable? cancelable)
    {
        lock (_lock) Add(new Entry(action, interval, cancelable), _now + delay);
    }

    private void Add(Entry entry, TimeSpan due) => _waiting.Enqueue(entry, (due, _order++));

    private sealed record Entry(Action Happen, TimeSpan? Interval, ICancelable? Cancelable)
    {
        public bool IsCancelled => Cancelable?.IsCancellationRequested ?? false;
    }

    private sealed class VirtualClock(VirtualScheduler scheduler) : TimeProvider
    {
        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => scheduler.TimeNow;

        public override long GetTimestamp() => scheduler.MonotonicClock.Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            throw new NotSupportedException("Under virtual time timers belong to the scheduler of the actor system.");
    }
}
