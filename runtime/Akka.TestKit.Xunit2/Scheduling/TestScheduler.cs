using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Akka.TestKit;

/// <summary>
/// A scheduler whose time stands still until a test lets it go on: what falls due by then happens at once, on the test's thread, in
/// the order of its times. Named in a test's configuration as
/// <c>akka.scheduler.implementation = "…"</c> with <c>typeof(TestScheduler).AssemblyQualifiedName</c>; the test finds it as <c>Sys.Scheduler</c>.
/// </summary>
/// <remarks>As in Akka.NET, what repeats happens once in one step of time, and again its interval after the step's end.</remarks>
public class TestScheduler : IScheduler, IAdvancedScheduler
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<Entry, (DateTimeOffset Due, long Order)> _entries = new();
    private readonly DateTimeOffset _start = DateTimeOffset.UtcNow;
    private DateTimeOffset _now;
    private long _order;

    public TestScheduler(Config schedulerConfig, ILoggingAdapter log) => _now = _start;

    public DateTimeOffset Now => TimeNow;

    /// <summary>How far the test has let time go: whoever measures by it, as a receive timeout does, stands still too.</summary>
    public TimeSpan MonotonicClock => TimeNow - _start;

    public TimeSpan HighResMonotonicClock => MonotonicClock;

    public IAdvancedScheduler Advanced => this;

    protected DateTimeOffset TimeNow
    {
        get
        {
            lock (_lock)
                return _now;
        }
    }

    /// <summary>Lets the given time pass.</summary>
    public void Advance(TimeSpan offset)
    {
        foreach (var entry in TakeDue(offset))
        {
            if (entry.Cancelable is { IsCancellationRequested: true })
                continue;
            entry.Action();
            if (entry.Interval is { } interval && entry.Cancelable is not { IsCancellationRequested: true })
                Add(interval, interval, entry.Action, entry.Cancelable);
        }
    }

    /// <exception cref="InvalidOperationException">That time has passed already.</exception>
    public void AdvanceTo(DateTimeOffset when)
    {
        var now = TimeNow;
        if (when < now)
            throw new InvalidOperationException($"Time only goes forward: it is {now:O}, {when:O} has passed.");
        Advance(when - now);
    }

    public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef? sender) =>
        ScheduleTellOnce(delay, receiver, message, sender, null);

    public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable) =>
        Add(delay, null, () => receiver.Tell(message, sender), cancelable);

    public void ScheduleTellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender) =>
        ScheduleTellRepeatedly(initialDelay, interval, receiver, message, sender, null);

    public void ScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable) =>
        Add(initialDelay, interval, () => receiver.Tell(message, sender), cancelable);

    public void ScheduleOnce(TimeSpan delay, Action action) => Add(delay, null, action, null);

    public void ScheduleOnce(TimeSpan delay, Action action, ICancelable? cancelable) => Add(delay, null, action, cancelable);

    public void ScheduleOnce(TimeSpan delay, IRunnable action) => Add(delay, null, action.Run, null);

    public void ScheduleOnce(TimeSpan delay, IRunnable action, ICancelable? cancelable) => Add(delay, null, action.Run, cancelable);

    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action) => Add(initialDelay, interval, action, null);

    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable? cancelable) =>
        Add(initialDelay, interval, action, cancelable);

    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action) => Add(initialDelay, interval, action.Run, null);

    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable? cancelable) =>
        Add(initialDelay, interval, action.Run, cancelable);

    private List<Entry> TakeDue(TimeSpan offset)
    {
        lock (_lock)
        {
            _now += offset;
            var due = new List<Entry>();
            while (_entries.TryPeek(out _, out var next) && next.Due <= _now)
                due.Add(_entries.Dequeue());
            return due;
        }
    }

    private void Add(TimeSpan delay, TimeSpan? interval, Action action, ICancelable? cancelable)
    {
        lock (_lock)
            _entries.Enqueue(new Entry(action, interval, cancelable), (_now + delay, _order++));
    }

    private sealed record Entry(Action Action, TimeSpan? Interval, ICancelable? Cancelable);
}
