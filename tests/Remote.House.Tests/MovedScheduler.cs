using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace AkkaAuction.Remote.House.Tests;

/// <summary>A system's sense of time in the hands of a test: it passes when the test says so. Named by akka.scheduler.implementation.</summary>
internal sealed class MovedScheduler(Config scheduler, ILoggingAdapter log) : SchedulerBase(scheduler, log)
{
    private static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock _gate = new();
    private readonly PriorityQueue<Due, (TimeSpan At, long Number)> _due = new();
    private TimeSpan _now = TimeSpan.FromDays(1);
    private long _number;

    public override TimeSpan MonotonicClock
    {
        get
        {
            lock (_gate) return _now;
        }
    }

    public override TimeSpan HighResMonotonicClock => MonotonicClock;

    protected override DateTimeOffset TimeNow => Start + MonotonicClock;

    /// <summary>Lets time pass; everything that falls due in it runs, in its order, before this returns.</summary>
    public void Pass(TimeSpan time)
    {
        var end = MonotonicClock + time;
        while (true)
        {
            Due? due;
            lock (_gate)
            {
                if (!_due.TryPeek(out due, out var when) || when.At > end)
                {
                    _now = end;
                    return;
                }

                _due.Dequeue();
                _now = when.At;
                if (due.Interval is { } interval && !due.IsCanceled) _due.Enqueue(due, (when.At + interval, _number++));
            }

            if (!due.IsCanceled) due.Action();
        }
    }

    protected override void InternalScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        Add(delay, null, () => receiver.Tell(message, sender), cancelable);

    protected override void InternalScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        Add(initialDelay, interval, () => receiver.Tell(message, sender), cancelable);

    protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable cancelable) => Add(delay, null, action, cancelable);

    protected override void InternalScheduleOnce(TimeSpan delay, IRunnable action, ICancelable cancelable) => Add(delay, null, action.Run, cancelable);

    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable cancelable) =>
        Add(initialDelay, interval, action, cancelable);

    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable cancelable) =>
        Add(initialDelay, interval, action.Run, cancelable);

    private void Add(TimeSpan delay, TimeSpan? interval, Action action, ICancelable? cancelable)
    {
        lock (_gate) _due.Enqueue(new Due(action, interval, cancelable), (_now + delay, _number++));
    }

    private sealed record Due(Action Action, TimeSpan? Interval, ICancelable? Cancelable)
    {
        public bool IsCanceled => Cancelable?.IsCancellationRequested == true;
    }
}
