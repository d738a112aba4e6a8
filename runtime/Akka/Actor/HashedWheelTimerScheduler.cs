using System.Diagnostics;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// The scheduler: a wheel of buckets that one thread of its own turns, a bucket a tick. A timer stands in the bucket of its tick and
/// counts the turns until it is due, so that starting one costs one compare-and-swap and calling one off one flag, however many there are.
/// Nothing is ever early; it is late by up to a tick. Without timers the thread sleeps.
/// </summary>
public class HashedWheelTimerScheduler : SchedulerBase, IDisposable
{
    private readonly long _tickLength;
    private readonly TimeSpan _shutdownTimeout;
    private readonly Registration?[] _wheel;
    private readonly int _mask;
    private readonly AutoResetEvent _wake = new(false);
    private readonly Thread _thread;
    private readonly long _start = Stopwatch.GetTimestamp();
    private Registration? _incoming;
    private long _tick;
    private int _waiting;
    private int _sleeping;
    private volatile bool _stopped;

    public HashedWheelTimerScheduler(Config scheduler, ILoggingAdapter log)
        : base(scheduler, log)
    {
        var tick = scheduler.GetTimeSpan("akka.scheduler.tick-duration", null, false);
        var ticksPerWheel = scheduler.GetInt("akka.scheduler.ticks-per-wheel", 0);
        if (tick < TimeSpan.FromMilliseconds(1)) throw new ConfigurationException("akka.scheduler.tick-duration is at least 1ms.");
        if (ticksPerWheel < 1) throw new ConfigurationException("akka.scheduler.ticks-per-wheel is at least 1.");
        _shutdownTimeout = scheduler.GetTimeSpan("akka.scheduler.shutdown-timeout", null, false);
        _tickLength = (long)(tick.TotalSeconds * Stopwatch.Frequency);
        _wheel = new Registration?[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)ticksPerWheel)];
        _mask = _wheel.Length - 1;
        _thread = new Thread(Turn) { IsBackground = true, Name = "akka-scheduler" };
        _thread.Start();
    }

    public override TimeSpan MonotonicClock => Stopwatch.GetElapsedTime(_start);

    public override TimeSpan HighResMonotonicClock => Stopwatch.GetElapsedTime(_start);

    protected override DateTimeOffset TimeNow => DateTimeOffset.Now;

    private long Elapsed => Stopwatch.GetTimestamp() - _start;

    public void Dispose()
    {
        Stop();
        _wake.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends the thread; timers that have not fired never will.</summary>
    internal void Stop()
    {
        if (_stopped) return;
        _stopped = true;
        _wake.Set();
        if (Thread.CurrentThread != _thread) _thread.Join(_shutdownTimeout);
    }

    protected override void InternalScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        Add(new Registration(receiver, message, sender, cancelable), delay, TimeSpan.Zero);

    protected override void InternalScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        Add(new Registration(receiver, message, sender, cancelable), initialDelay, interval);

    protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable cancelable) =>
        Add(new Registration(null, action, null, cancelable), delay, TimeSpan.Zero);

    protected override void InternalScheduleOnce(TimeSpan delay, IRunnable action, ICancelable cancelable) =>
        Add(new Registration(null, action, null, cancelable), delay, TimeSpan.Zero);

    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable cancelable) =>
        Add(new Registration(null, action, null, cancelable), initialDelay, interval);

    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable cancelable) =>
        Add(new Registration(null, action, null, cancelable), initialDelay, interval);

    private static long Ticks(TimeSpan time) => (long)Math.Min(time.TotalSeconds * Stopwatch.Frequency, long.MaxValue / 4);

    private void Add(Registration registration, TimeSpan delay, TimeSpan interval)
    {
        if (_stopped) throw new SchedulerException("The scheduler has ended: nothing can be scheduled any more.");
        registration.Interval = Ticks(interval);
        if (delay == TimeSpan.Zero)
        {
            Fire(registration);
            if (registration.Interval == 0) return;
            delay = interval;
        }
        registration.Due = Elapsed + Ticks(delay);
        var head = Volatile.Read(ref _incoming);
        while (true)
        {
            registration.Next = head;
            var seen = Interlocked.CompareExchange(ref _incoming, registration, head);
            if (seen == head) break;
            head = seen;
        }
        if (Volatile.Read(ref _sleeping) == 1 && Interlocked.Exchange(ref _sleeping, 0) == 1) _wake.Set();
    }

    private void Turn()
    {
        while (!_stopped)
        {
            if (_waiting == 0 && Volatile.Read(ref _incoming) is null)
            {
                Interlocked.Exchange(ref _sleeping, 1);
                if (Volatile.Read(ref _incoming) is null && !_stopped) _wake.WaitOne();
                Interlocked.Exchange(ref _sleeping, 0);
                // No bucket holds anything: the ticks slept through need not be made up for.
                _tick = Math.Max(_tick, Elapsed / _tickLength);
            }
            var wait = ((_tick + 1) * _tickLength) - Elapsed;
            if (wait > 0) _wake.WaitOne(TimeSpan.FromSeconds((double)wait / Stopwatch.Frequency) + TimeSpan.FromMilliseconds(0.5));
            // The wait may end early; a bucket is opened only when its tick has passed.
            while (!_stopped && (_tick + 1) * _tickLength <= Elapsed)
            {
                Place();
                _tick++;
                Open(_tick);
            }
        }
    }

    /// <summary>Puts what was started since the last tick into its bucket: the first tick that ends at or after it is due.</summary>
    private void Place()
    {
        var node = Interlocked.Exchange(ref _incoming, null);
        // Pushed last, listed first: turn round, so that timers of one tick fire in the order in which they were started.
        Registration? oldest = null;
        while (node is not null)
        {
            var next = node.Next;
            node.Next = oldest;
            oldest = node;
            node = next;
        }
        while (oldest is not null)
        {
            var next = oldest.Next;
            Insert(oldest);
            _waiting++;
            oldest = next;
        }
    }

    private void Insert(Registration registration)
    {
        var due = Math.Max(_tick + 1, (registration.Due + _tickLength - 1) / _tickLength);
        registration.Tick = due;
        ref var bucket = ref _wheel[due & _mask];
        registration.Next = bucket;
        bucket = registration;
    }

    private void Open(long tick)
    {
        ref var bucket = ref _wheel[tick & _mask];
        var node = bucket;
        bucket = null;
        Registration? kept = null, due = null;
        while (node is not null)
        {
            var next = node.Next;
            if (node.Cancelable is { IsCancellationRequested: true })
            {
                _waiting--;
            }
            else if (node.Tick > tick)
            {
                node.Next = kept;
                kept = node;
            }
            else
            {
                node.Next = due;
                due = node;
            }
            node = next;
        }
        // Both lists were turned round; put back what stays in the order it had.
        while (kept is not null)
        {
            var next = kept.Next;
            kept.Next = bucket;
            bucket = kept;
            kept = next;
        }
        while (due is not null && !_stopped)
        {
            var next = due.Next;
            Fire(due);
            if (due.Interval > 0 && due.Cancelable is not { IsCancellationRequested: true })
            {
                due.Due += due.Interval;
                Insert(due);
            }
            else
            {
                _waiting--;
            }
            due = next;
        }
    }

    private void Fire(Registration registration)
    {
        if (registration.Cancelable is { IsCancellationRequested: true }) return;
        try
        {
            switch (registration.Receiver, registration.Work)
            {
                case ({ } receiver, var message):
                    receiver.Tell(message, registration.Sender);
                    break;
                case (_, Action action):
                    action();
                    break;
                case (_, IRunnable runnable):
                    runnable.Run();
                    break;
            }
        }
        catch (Exception error)
        {
            // A repeated action that fails once would fail for ever: it is given up.
            registration.Interval = 0;
            Log.Error(error, "a scheduled action failed");
        }
    }

    private sealed class Registration(ICanTell? receiver, object work, IActorRef? sender, ICancelable? cancelable)
    {
        public readonly ICanTell? Receiver = receiver;
        public readonly object Work = work;
        public readonly IActorRef? Sender = sender;
        public readonly ICancelable? Cancelable = cancelable;
        public Registration? Next;
        public long Due;
        public long Tick;
        public long Interval;
    }
}
