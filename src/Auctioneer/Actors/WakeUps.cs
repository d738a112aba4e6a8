using Akka.Actor;

namespace AkkaAuction.Auctioneer.Actors;

/// <summary>
/// Wakes the lots of one sale at their deadlines: one queue and one timer for all of them, where a timer for each of a hundred thousand
/// lots would take more memory than the lots' own state. A lot asks with <see cref="At"/> and gets an <see cref="ItemAuction.WakeUp"/>.
/// What it asked for stays, also when it closes earlier: a closed lot is woken in vain. The desk makes this actor for a sale and stops it
/// after; the queue survives a failure, because the desk lets the actor go on.
/// </summary>
internal sealed class WakeUps : UntypedActor, IWithTimers
{
    private readonly TimeProvider _time;
    private readonly PriorityQueue<IActorRef, (long Ticks, long Order)> _due = new();
    private long _asked;
    private long _armedFor = long.MaxValue;

    private WakeUps(TimeProvider time) => _time = time;

    public static Props Props(TimeProvider time) => MadeBy<WakeUps>.Props(() => new WakeUps(time));

    public static string NameFor(int sale) => $"wake-ups-{sale}";

    /// <summary>The sender wants to be woken.</summary>
    /// <param name="UtcTicks">When.</param>
    public sealed record At(long UtcTicks);

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
            case LookAtClock: LookAt(); break;
            default: Unhandled(message); break;
        }
    }

    private void Take(long ticks)
    {
        if (ticks <= _time.GetUtcNow().UtcTicks)
        {
            Sender.Tell(ItemAuction.WakeUp, ActorRefs.NoSender);
            return;
        }
        // Equal deadlines go in the order of asking.
        _due.Enqueue(Sender, (ticks, _asked++));
        if (ticks < _armedFor) Arm(ticks);
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
            lot.Tell(ItemAuction.WakeUp, ActorRefs.NoSender);
        }
    }

    private void Arm(long ticks)
    {
        _armedFor = ticks;
        var delay = NudgeDelay.Until(new DateTimeOffset(ticks, TimeSpan.Zero), _time);
        Timers.StartSingleTimer(nameof(LookAtClock), LookAtClock.Instance, delay);
    }
}
