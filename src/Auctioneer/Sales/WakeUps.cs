using Akka.Actor;

namespace AkkaAuction.Auctioneer.Sales;

/// <summary>
/// Wakes the lots of one sale at their deadlines: one queue and one timer for all of them, where a timer for each of a hundred thousand
/// lots would take more memory than the lots' own state. A lot asks with <see cref="At"/> and gets an <see cref="Due"/>;
/// one that closes earlier calls it off with <see cref="CallOff"/>. The sale makes this actor; the queue survives a failure, because the
/// sale lets the actor go on. When the sale restarts, so does this, and each lot asks again.
/// </summary>
internal sealed class WakeUps : UntypedActor, IWithTimers
{
    private readonly TimeProvider _time;
    private readonly PriorityQueue<IActorRef, (long Ticks, long Order)> _due = new();
    // Marks in place of removals, which would cost a walk through the queue each.
    private readonly HashSet<IActorRef> _calledOff = [];
    private long _asked;
    private long _armedFor = long.MaxValue;

    private WakeUps(TimeProvider time) => _time = time;

    public static Props Props(TimeProvider time) => MadeBy<WakeUps>.Props(() => new WakeUps(time));

    /// <summary>The sender wants to be woken.</summary>
    /// <param name="UtcTicks">When.</param>
    public sealed record At(long UtcTicks);

    /// <summary>The sender, which has asked, need not be woken any more.</summary>
    public sealed record CallOff
    {
        public static CallOff Instance { get; } = new();
    }

    /// <summary>To a lot: the time that it asked for has come.</summary>
    public sealed record Due
    {
        public static Due Instance { get; } = new();
    }

    private sealed record LookAtClock
    {
        public static LookAtClock Instance { get; } = new();
    }

    /// <summary>Set by the actor system.</summary>
    public ITimerScheduler Timers { get; set; } = null!;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case At at: Take(at.UtcTicks); break;
            case CallOff: Mark(Sender); break;
            case LookAtClock: LookAt(); break;
            default: Unhandled(message); break;
        }
    }

    private void Take(long ticks)
    {
        if (ticks <= _time.GetUtcNow().UtcTicks)
        {
            Sender.Tell(Due.Instance, ActorRefs.NoSender);
            return;
        }
        // A mark is for what was asked before it.
        if (_calledOff.Contains(Sender)) DropCalledOff();
        // Equal deadlines go in the order of asking.
        _due.Enqueue(Sender, (ticks, _asked++));
        if (ticks < _armedFor) Arm(ticks);
    }

    private void Mark(IActorRef lot)
    {
        _calledOff.Add(lot);
        if (_calledOff.Count * 2 > _due.Count) DropCalledOff();
    }

    private void DropCalledOff()
    {
        var left = _due.UnorderedItems.Where(due => !_calledOff.Contains(due.Element)).ToArray();
        _due.Clear();
        _due.EnqueueRange(left);
        _calledOff.Clear();
    }

    private void LookAt()
    {
        _armedFor = long.MaxValue;
        var now = _time.GetUtcNow().UtcTicks;
        while (_due.TryPeek(out var lot, out var next))
        {
            if (next.Ticks > now)
            {
                Arm(next.Ticks);
                return;
            }
            _due.Dequeue();
            if (!_calledOff.Remove(lot)) lot.Tell(Due.Instance, ActorRefs.NoSender);
        }
    }

    private void Arm(long ticks)
    {
        _armedFor = ticks;
        var delay = WakeUpDelay.Until(new DateTimeOffset(ticks, TimeSpan.Zero), _time);
        Timers.StartSingleTimer(nameof(LookAtClock), LookAtClock.Instance, delay);
    }
}
