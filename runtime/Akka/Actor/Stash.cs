using Akka.Dispatch;

namespace Akka.Actor;

/// <summary>Keeps messages for later.</summary>
public interface IStash
{
    int Count { get; }

    bool IsEmpty { get; }

    bool NonEmpty { get; }

    bool IsFull { get; }

    /// <summary>How many messages it holds at most; -1: any number.</summary>
    int Capacity { get; }

    /// <summary>Puts the current message by.</summary>
    /// <exception cref="StashOverflowException">The stash is full.</exception>
    /// <exception cref="IllegalActorStateException">The current message has been put by already.</exception>
    void Stash();

    /// <summary>Puts the oldest stashed message in front of the mailbox.</summary>
    void Unstash();

    /// <summary>Puts all of them there, in the order they came.</summary>
    void UnstashAll();

    /// <summary>Puts those there that <paramref name="predicate"/> wants, and drops the others.</summary>
    void UnstashAll(Func<Envelope, bool> predicate);

    IEnumerable<Envelope> ClearStash();

    void Prepend(IEnumerable<Envelope> envelopes);
}

/// <summary>An actor with a stash: the runtime sets it before <c>PreStart</c>.</summary>
public interface IActorStash
{
    IStash Stash { get; set; }
}

/// <summary>A stash, as large as the configuration says (without end by default).</summary>
public interface IWithStash : IActorStash, IRequiresMessageQueue<IDequeBasedMessageQueueSemantics>;

/// <summary>A stash without end.</summary>
public interface IWithUnboundedStash : IActorStash, IRequiresMessageQueue<IUnboundedDequeBasedMessageQueueSemantics>;

/// <summary>A stash that works with any mailbox.</summary>
public interface IWithUnrestrictedStash : IActorStash;

public abstract class UntypedActorWithStash : UntypedActor, IWithStash
{
    public IStash Stash { get; set; } = null!;
}

public abstract class UntypedActorWithUnboundedStash : UntypedActor, IWithUnboundedStash
{
    public IStash Stash { get; set; } = null!;
}

public abstract class UntypedActorWithUnrestrictedStash : UntypedActor, IWithUnrestrictedStash
{
    public IStash Stash { get; set; } = null!;
}

internal static class StashFactory
{
    public static IStash CreateStash(ActorCell cell, IActorStash actor)
    {
        var unbounded = actor is IWithUnboundedStash or IWithUnrestrictedStash;
        var capacity = unbounded ? -1
            : cell.Props.StashCapacity >= 0 ? cell.Props.StashCapacity
            : cell.SystemImpl.Mailboxes.StashCapacity(cell.Props);
        return new ActorStash(cell, capacity);
    }
}

/// <summary>The stash of one actor instance. On a restart and on the actor's end its messages go back to the mailbox, in order.</summary>
internal sealed class ActorStash(ActorCell cell, int capacity) : IStash
{
    private LinkedList<Envelope>? _messages;
    private object? _lastStashed;
    private int _lastTurn;

    public int Capacity { get; } = capacity;

    public int Count => _messages?.Count ?? 0;

    public bool IsEmpty => Count == 0;

    public bool NonEmpty => Count > 0;

    public bool IsFull => Capacity > 0 && Count >= Capacity;

    public void Stash()
    {
        var message = cell.CurrentMessage ?? throw new IllegalActorStateException("There is no current message that could be stashed.");
        if (ReferenceEquals(_lastStashed, message) && _lastTurn == cell.Turn)
            throw new IllegalActorStateException($"The message {message} has been stashed already.");
        if (IsFull) throw new StashOverflowException($"The stash of {cell.Self} is full: it holds {Capacity} messages. The next was {message} from {cell.Sender}.");
        _lastStashed = message;
        _lastTurn = cell.Turn;
        (_messages ??= []).AddLast(new Envelope(message, cell.RawSender));
    }

    public void Unstash()
    {
        if (_messages?.First is not { } first) return;
        _messages.RemoveFirst();
        cell.Prepend([first.Value]);
    }

    public void UnstashAll() => UnstashAll(_ => true);

    public void UnstashAll(Func<Envelope, bool> predicate)
    {
        if (_messages is not { Count: > 0 } messages) return;
        var wanted = messages.Where(predicate).ToArray();
        _messages = null;
        cell.Prepend(wanted);
    }

    public IEnumerable<Envelope> ClearStash()
    {
        Envelope[] all = [.. _messages ?? []];
        _messages = null;
        return all;
    }

    public void Prepend(IEnumerable<Envelope> envelopes)
    {
        var messages = _messages ??= [];
        foreach (var envelope in envelopes.Reverse())
        {
            if (!messages.Any(each => ReferenceEquals(each.Message, envelope.Message) && Equals(each.Sender, envelope.Sender))) messages.AddFirst(envelope);
        }
    }
}
