using System.Collections.Immutable;
using Akka.Actor;

namespace AkkaAuction.Auctioneer.Sales;

/// <summary>
/// What one actor sends to many sessions. Lines that arrive in a row go out as one message per session, and so do lines that arrive while
/// the last such message is still on its way: the busier the house, the fewer messages. The last session that gets the message is asked to
/// confirm it (<see cref="ConfirmBroadcast"/>). The owner passes on each <see cref="GatheringDue"/>, each <see cref="BroadcastTaken"/>, and
/// the end of each session.
/// </summary>
/// <typeparam name="TLine">A line.</typeparam>
/// <param name="owner">The actor that sends.</param>
/// <param name="sessions">Who gets it; looked at when a message goes out.</param>
/// <param name="join">Makes the one message that all sessions get.</param>
internal sealed class Gathering<TLine>(IActorRef owner, IEnumerable<IActorRef> sessions, Func<ImmutableArray<TLine>, object> join)
{
    private readonly List<TLine> _pending = [];
    private IActorRef? _last;
    private long _sent;
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
        if (_last is null) Send();
    }

    /// <summary>
    /// A session has come to what it was asked to confirm. An answer to an earlier life of the owner only makes the next message go out
    /// sooner.
    /// </summary>
    public void Taken(BroadcastTaken taken)
    {
        if (taken.Number != _sent) return;
        _last = null;
        Send();
    }

    /// <summary>A session that has ended confirms nothing any more.</summary>
    public void Forget(IActorRef session)
    {
        if (!session.Equals(_last)) return;
        _last = null;
        Send();
    }

    /// <summary>Sends what is pending: whatever the owner sends after this comes after it.</summary>
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
        _last?.Tell(new ConfirmBroadcast(++_sent), owner);
    }
}

/// <summary>The owner of a <see cref="Gathering{TLine}"/> has come to what was in its mailbox before the first line.</summary>
internal sealed record GatheringDue
{
    public static GatheringDue Instance { get; } = new();
}

/// <summary>
/// To the session that got a gathered message last: answered with <see cref="BroadcastTaken"/> once it has come to the message.
/// </summary>
/// <param name="Number">How many messages its sender has sent.</param>
internal sealed record ConfirmBroadcast(long Number);

/// <summary>A session has come to the message that it was asked about.</summary>
/// <param name="Number">The question's.</param>
internal sealed record BroadcastTaken(long Number);
