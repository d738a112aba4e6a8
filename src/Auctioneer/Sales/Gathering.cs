using Akka.Actor;

namespace AkkaAuction.Auctioneer.Sales;

/// <summary>
/// What one actor tells many sessions. Lines that arrive in a row go out as one message per session, and so do lines that arrive while
/// the last such message is still on its way: the busier the house, the fewer messages. The last session that was told answers an
/// <see cref="Identify"/>, which shows that the message has arrived. The owner passes on each <see cref="GatheringDue"/>, each
/// <see cref="ActorIdentity"/>, and the end of each session.
/// </summary>
/// <typeparam name="TLine">A line.</typeparam>
/// <param name="owner">The actor that tells.</param>
/// <param name="sessions">Who is told; looked at when a message goes out.</param>
/// <param name="join">Makes the one message that all sessions get.</param>
internal sealed class Gathering<TLine>(IActorRef owner, IEnumerable<IActorRef> sessions, Func<TLine[], object> join)
{
    private readonly List<TLine> _pending = [];
    private object? _onItsWay;
    private IActorRef? _last;
    private bool _isDue;

    public void Add(TLine line)
    {
        _pending.Add(line);
        if (_isDue) return;
        // Behind whatever is in the mailbox already: a burst becomes one message.
        _isDue = true;
        owner.Tell(GatheringDue.Instance, ActorRefs.NoSender);
    }

    public void Due()
    {
        _isDue = false;
        if (_onItsWay is null) Send();
    }

    public void Arrived(ActorIdentity identity)
    {
        if (!ReferenceEquals(identity.MessageId, _onItsWay)) return;
        _onItsWay = null;
        Send();
    }

    /// <summary>A session that has ended answers nothing any more.</summary>
    public void Forget(IActorRef session)
    {
        if (!session.Equals(_last)) return;
        (_onItsWay, _last) = (null, null);
        Send();
    }

    /// <summary>Sends what is pending: whatever the owner says after this comes after it.</summary>
    public void Send()
    {
        if (_pending.Count == 0) return;
        var message = join([.. _pending]);
        _pending.Clear();
        _last = null;
        foreach (var session in sessions)
        {
            session.Tell(message, owner);
            _last = session;
        }
        _onItsWay = _last is null ? null : message;
        _last?.Tell(new Identify(message), owner);
    }
}

/// <summary>The owner of a <see cref="Gathering{TLine}"/> has come to what was in its mailbox before the first line.</summary>
internal sealed record GatheringDue
{
    public static GatheringDue Instance { get; } = new();
}
