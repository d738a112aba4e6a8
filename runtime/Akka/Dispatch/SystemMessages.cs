using Akka.Actor;

namespace Akka.Dispatch.SysMsg;

/// <summary>
/// What the runtime tells an actor about its life and that of others. These overtake user messages, are handled even while the
/// actor is suspended, and form their own linked list: no queue is held for an actor that gets none.
/// </summary>
internal abstract class SystemMessage : INoSerializationVerificationNeeded
{
    internal SystemMessage? Next;
}

/// <summary>Makes a new instance of the actor, keeping its mailbox.</summary>
internal sealed class Recreate(Exception cause) : SystemMessage
{
    public Exception Cause { get; } = cause;
}

internal sealed class Suspend : SystemMessage;

internal sealed class Resume(Exception? causedByFailure) : SystemMessage
{
    public Exception? CausedByFailure { get; } = causedByFailure;
}

internal sealed class Terminate : SystemMessage;

internal sealed class Watch(IInternalActorRef watchee, IInternalActorRef watcher) : SystemMessage
{
    public IInternalActorRef Watchee { get; } = watchee;

    public IInternalActorRef Watcher { get; } = watcher;
}

internal sealed class Unwatch(IInternalActorRef watchee, IInternalActorRef watcher) : SystemMessage
{
    public IInternalActorRef Watchee { get; } = watchee;

    public IInternalActorRef Watcher { get; } = watcher;
}

/// <summary>A child tells its parent that it failed and now waits for a decision.</summary>
internal sealed class Failed(IActorRef child, Exception cause, long uid) : SystemMessage
{
    public IActorRef Child { get; } = child;

    public Exception Cause { get; } = cause;

    public long Uid { get; } = uid;
}

/// <summary>Tells a watcher or a parent that an actor is gone.</summary>
internal sealed class DeathWatchNotification(IActorRef actor, bool existenceConfirmed, bool addressTerminated) : SystemMessage
{
    public IActorRef Actor { get; } = actor;

    public bool ExistenceConfirmed { get; } = existenceConfirmed;

    public bool AddressTerminated { get; } = addressTerminated;
}

/// <summary>A piece of an asynchronous handler that must run as the actor.</summary>
internal sealed class RunActorTask(ActorTaskScheduler scheduler, Task task) : SystemMessage
{
    public void Run() => scheduler.Execute(task);
}

/// <summary>An asynchronous handler came to its end: the mailbox goes on.</summary>
internal sealed class ActorTaskEnded(Exception? failure, object? message) : SystemMessage
{
    public Exception? Failure { get; } = failure;

    public object? Message { get; } = message;
}
