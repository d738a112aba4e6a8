namespace Akka.Actor;

/// <summary>Anything that can be told a message: an actor, a selection, an inbox.</summary>
public interface ICanTell
{
    /// <summary>Puts a message on its way and returns at once; delivery is at most once, in order per sender and receiver.</summary>
    void Tell(object message, IActorRef? sender);
}

/// <summary>The handle of an actor: what everybody but the actor itself holds. It stays valid, and useless, once the actor is gone.</summary>
public interface IActorRef : ICanTell, IEquatable<IActorRef>, IComparable<IActorRef>, IComparable
{
    ActorPath Path { get; }
}

/// <summary>Whether an actor lives in this process.</summary>
public interface IActorRefScope
{
    bool IsLocal { get; }
}

/// <summary>Whoever can be told that another actor ended.</summary>
public interface ICanWatch
{
    /// <summary>Asks for one <see cref="Terminated"/> when <paramref name="subject"/> ends, also when it already has.</summary>
    IActorRef Watch(IActorRef subject);

    /// <summary>Like <see cref="Watch"/>, with a message of one's own choice in place of <see cref="Terminated"/>.</summary>
    IActorRef WatchWith(IActorRef subject, object message);

    /// <summary>Takes the wish back: no notice about <paramref name="subject"/> is handled after this call.</summary>
    IActorRef Unwatch(IActorRef subject);
}

/// <summary>Where actors are made and found: a system (below its user guardian) or an actor's context (as its children).</summary>
public interface IActorRefFactory
{
    IActorRef ActorOf(Props props, string? name = null);

    ActorSelection ActorSelection(ActorPath actorPath);

    ActorSelection ActorSelection(string actorPath);
}

/// <summary>
/// What the system itself does to an actor, beyond telling it messages. Every reference that the runtime hands out implements it;
/// user code sees only <see cref="IActorRef"/>.
/// </summary>
internal interface IInternalActorRef : IActorRef, IActorRefScope
{
    IInternalActorRef Parent { get; }

    LocalActorRefProvider Provider { get; }

    bool IsTerminated { get; }

    /// <summary>The actor found by walking down <paramref name="names"/> (".." walks up), or <see cref="Nobody"/>.</summary>
    IActorRef GetChild(IReadOnlyList<string> names);

    void Start();

    void Stop();

    void Suspend();

    void Resume(Exception? causedByFailure);

    void Restart(Exception cause);

    void SendSystemMessage(Dispatch.SysMsg.SystemMessage message);
}
