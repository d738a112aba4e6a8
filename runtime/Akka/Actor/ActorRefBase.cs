using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

/// <summary>
/// What all references have in common: equality and order by path and incarnation, so that a reference to an ended actor is never
/// equal to one of the same name made later.
/// </summary>
public abstract class ActorRefBase : IActorRef
{
    internal ActorRefBase()
    {
    }

    public abstract ActorPath Path { get; }

    /// <inheritdoc/>
    /// <exception cref="InvalidMessageException">The message is null, and this is not the reference of one who asked.</exception>
    public void Tell(object message, IActorRef? sender)
    {
        if (message is null && !TakesNull) throw new InvalidMessageException("A message is never null.");
        TellInternal(message!, sender);
    }

    private protected virtual bool TakesNull => false;

    protected abstract void TellInternal(object message, IActorRef? sender);

    public int CompareTo(object? obj)
    {
        if (obj is null) return 1;
        return obj is IActorRef other ? CompareTo(other) : throw new ArgumentException($"{obj} is not an actor reference.", nameof(obj));
    }

    public int CompareTo(IActorRef? other)
    {
        if (other is null) return 1;
        var byPath = Path.CompareTo(other.Path);
        return byPath != 0 ? byPath : Path.Uid.CompareTo(other.Path.Uid);
    }

    public bool Equals(IActorRef? other) => ReferenceEquals(this, other) || (other is not null && Path.Uid == other.Path.Uid && Path.Equals(other.Path));

    public override bool Equals(object? obj) => obj is IActorRef other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Path.Uid, Path.GetHashCode());

    public override string ToString() => Path.Uid == 0 ? $"[{Path}]" : $"[{Path}#{Path.Uid}]";
}

/// <summary>Answers of a reference that has no actor of its own behind it: nothing to start, stop or supervise.</summary>
internal abstract class MinimalActorRef : ActorRefBase, IInternalActorRef
{
    public virtual IInternalActorRef Parent => ActorRefs.Nobody;

    public abstract LocalActorRefProvider Provider { get; }

    public virtual bool IsLocal => true;

    public virtual bool IsTerminated => false;

    protected override void TellInternal(object message, IActorRef? sender)
    {
    }

    public virtual IActorRef GetChild(IReadOnlyList<string> names) =>
        names.All(name => name.Length == 0) ? this : ActorRefs.Nobody;

    public virtual void Start()
    {
    }

    public virtual void Stop()
    {
    }

    public virtual void Suspend()
    {
    }

    public virtual void Resume(Exception? causedByFailure)
    {
    }

    public virtual void Restart(Exception cause)
    {
    }

    public virtual void SendSystemMessage(SystemMessage message)
    {
    }
}

/// <summary>The reference to no one: what a lookup that finds nothing returns. Messages to it vanish.</summary>
public sealed class Nobody : ActorRefBase, IInternalActorRef
{
    public static readonly Nobody Instance = new();

    private Nobody()
    {
    }

    public override ActorPath Path { get; } = new RootActorPath(Address.AllSystems, "/Nobody");

    protected override void TellInternal(object message, IActorRef? sender)
    {
    }

    IInternalActorRef IInternalActorRef.Parent => this;

    LocalActorRefProvider IInternalActorRef.Provider => throw new NotSupportedException("Nobody belongs to no actor system.");

    bool IInternalActorRef.IsTerminated => true;

    bool IActorRefScope.IsLocal => true;

    IActorRef IInternalActorRef.GetChild(IReadOnlyList<string> names) => this;

    void IInternalActorRef.Start()
    {
    }

    void IInternalActorRef.Stop()
    {
    }

    void IInternalActorRef.Suspend()
    {
    }

    void IInternalActorRef.Resume(Exception? causedByFailure)
    {
    }

    void IInternalActorRef.Restart(Exception cause)
    {
    }

    void IInternalActorRef.SendSystemMessage(SystemMessage message)
    {
    }
}

/// <summary>The references that mean "nobody" and "no sender".</summary>
public static class ActorRefs
{
    public static readonly Nobody Nobody = Nobody.Instance;

    /// <summary>No sender: an answer to such a message goes to the dead letters.</summary>
    public static readonly IActorRef NoSender = null!;
}

public static class ActorRefExtensions
{
    /// <summary>True for null, for <see cref="Nobody"/>, and for the dead letters: they stand for a sender that there was none of.</summary>
    public static bool IsNobody(this IActorRef? actorRef) =>
        actorRef is null or Nobody or DeadLetterActorRef || actorRef.Path is { Uid: 0, Name: "deadLetters" };

    public static IActorRef GetOrElse(this IActorRef? actorRef, Func<IActorRef> elseValue) =>
        actorRef is null || actorRef.IsNobody() ? elseValue() : actorRef;
}

public static class ActorRefImplicitSenderExtensions
{
    /// <summary>Tells with the running actor as sender, or none outside of an actor.</summary>
    public static void Tell(this IActorRef receiver, object message) => receiver.Tell(message, ActorCell.Current?.Self);

    /// <summary>Passes a message on as if its original sender had sent it to <paramref name="receiver"/>.</summary>
    public static void Forward(this IActorRef receiver, object message) => receiver.Tell(message, ActorCell.Current?.Sender);
}
