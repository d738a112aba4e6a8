using Akka.Actor;
using Akka.Actor.Internal;
using AkkaAuction.Auctioneer.Settings;

namespace AkkaAuction.Auctioneer.Sales;

/// <summary>
/// How a parent of lots treats what fails below it. A lot restarts, so that its mailbox survives and every bid gets an answer. One that
/// fails too often within the window comes back halted: its supervisor says so with the restart (<see cref="LotFailedException"/>). A lot
/// that cannot even come back halted has facts that nobody can read; that is no matter of one lot, and is escalated.
/// </summary>
/// <param name="settings">How often is too often.</param>
/// <param name="time">The house's clock.</param>
/// <param name="other">What happens to a child that is no lot; null: it is a lot.</param>
internal sealed class LotSupervision(SupervisionSettings settings, TimeProvider time, Func<IActorRef, Directive?> other)
    : OneForOneStrategy(-1, Timeout.InfiniteTimeSpan, DefaultDecider.Decide)
{
    private readonly RecentFailures _failures = new(settings, time);
    private readonly HashSet<IActorRef> _halted = [];

    protected override Directive Handle(IActorRef child, Exception exception)
    {
        if (other(child) is { } directive) return directive;
        if (_halted.Contains(child) && exception is ActorInitializationException) return Directive.Escalate;
        if (_failures.IsTooOften(child)) _halted.Add(child);
        return Directive.Restart;
    }

    public override void ProcessFailure(
        IActorContext context, bool restart, IActorRef child, Exception cause, ChildRestartStats stats,
        IReadOnlyCollection<ChildRestartStats> children)
    {
        var reason = other(child) is null ? new LotFailedException(cause, _halted.Contains(child)) : cause;
        base.ProcessFailure(context, restart, child, reason, stats, children);
    }

    public override void HandleChildTerminated(IActorContext actorContext, IActorRef child, IEnumerable<IInternalActorRef> children)
    {
        _failures.Forget(child);
        _halted.Remove(child);
    }
}

/// <summary>Why a lot restarts, as its supervisor tells it: because it failed itself, and not because its parent did.</summary>
/// <param name="cause">What it failed on.</param>
/// <param name="isTooOften">It has failed too often: it comes back halted.</param>
internal sealed class LotFailedException(Exception cause, bool isTooOften) : Exception(cause.Message, cause)
{
    public bool IsTooOften => isTooOften;
}

/// <summary>A parent's supervision that looks at which child failed.</summary>
/// <param name="decide">What happens to the child.</param>
internal sealed class SupervisionByChild(Func<IActorRef, Exception, Directive> decide)
    : OneForOneStrategy(-1, Timeout.InfiniteTimeSpan, DefaultDecider.Decide)
{
    protected override Directive Handle(IActorRef child, Exception exception) => decide(child, exception);
}

/// <summary>Counts the failures of children, by reference, within a window that moves with the clock.</summary>
/// <param name="settings">How many within which time are too many.</param>
/// <param name="time">The house's clock.</param>
internal sealed class RecentFailures(SupervisionSettings settings, TimeProvider time)
{
    private readonly Dictionary<IActorRef, Queue<DateTimeOffset>> _failures = [];

    /// <summary>Counts one more failure.</summary>
    public bool IsTooOften(IActorRef child)
    {
        if (!_failures.TryGetValue(child, out var recent)) _failures.Add(child, recent = new Queue<DateTimeOffset>());
        var now = time.GetUtcNow();
        recent.Enqueue(now);
        while (now - recent.Peek() > settings.Within) recent.Dequeue();
        return recent.Count >= settings.Failures;
    }

    public void Forget(IActorRef child) => _failures.Remove(child);
}
