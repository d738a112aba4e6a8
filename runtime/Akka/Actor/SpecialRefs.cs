using System.Collections.Concurrent;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// The reference of an actor that is not there: found by path, or ended. It says so to whoever watches or asks, and publishes the
/// rest as dead letters.
/// </summary>
internal class EmptyLocalActorRef(LocalActorRefProvider provider, ActorPath path, EventStream eventStream) : MinimalActorRef
{
    public override ActorPath Path { get; } = path;

    public override LocalActorRefProvider Provider { get; } = provider;

    public override bool IsTerminated => true;

    protected EventStream EventStream { get; } = eventStream;

    public override void SendSystemMessage(SystemMessage message)
    {
        if (message is Watch watch && !watch.Watcher.Equals(this))
            watch.Watcher.SendSystemMessage(new DeathWatchNotification(watch.Watchee, false, false));
    }

    protected override void TellInternal(object message, IActorRef? sender)
    {
        if (message is DeadLetter letter)
        {
            // A subscriber to dead letters who has ended: his own are dropped, or they would go round for ever.
            if (letter.Message is DeadLetter) return;
            if (!Answer(letter.Message, letter.Sender, letter.Recipient)) EventStream.Publish(letter);
            return;
        }
        if (!Answer(message, sender, this)) EventStream.Publish(new DeadLetter(message, sender ?? Provider.DeadLetterRef, this));
    }

    /// <summary>What even a dead actor answers, and what is nobody's loss.</summary>
    private bool Answer(object message, IActorRef? sender, IActorRef recipient)
    {
        switch (message)
        {
            case Identify identify:
                sender?.Tell(new ActorIdentity(identify.MessageId, null), ActorRefs.NoSender);
                return true;
            case ActorSelectionMessage { Message: Identify identify } selection:
                if (!selection.WildCardFanOut) sender?.Tell(new ActorIdentity(identify.MessageId, null), ActorRefs.NoSender);
                return true;
            // Its path led nowhere: what is lost is what it carries.
            case ActorSelectionMessage { Message: IDeadLetterSuppression suppressed }:
                EventStream.Publish(new SuppressedDeadLetter(suppressed, sender ?? Provider.DeadLetterRef, recipient));
                return true;
            case ActorSelectionMessage selection:
                EventStream.Publish(new DeadLetter(selection.Message, sender ?? Provider.DeadLetterRef, recipient));
                return true;
            case IDeadLetterSuppression suppressed:
                EventStream.Publish(new SuppressedDeadLetter(suppressed, sender ?? Provider.DeadLetterRef, recipient));
                return true;
            default:
                return false;
        }
    }
}

/// <summary>Where messages go that reach nobody.</summary>
internal sealed class DeadLetterActorRef(LocalActorRefProvider provider, ActorPath path, EventStream eventStream)
    : EmptyLocalActorRef(provider, path, eventStream)
{
    public override bool IsTerminated => false;

    protected override void TellInternal(object message, IActorRef? sender)
    {
        // Whoever asks this reference itself who it is: it is there, and is nobody.
        if (message is Identify identify) sender?.Tell(new ActorIdentity(identify.MessageId, ActorRefs.Nobody), ActorRefs.NoSender);
        else base.TellInternal(message, sender);
    }
}

/// <summary>The place of the short-lived references that wait for an answer: <c>/temp</c>.</summary>
internal sealed class VirtualPathContainer(LocalActorRefProvider provider, ActorPath path, IInternalActorRef parent) : MinimalActorRef
{
    private readonly ConcurrentDictionary<string, IInternalActorRef> _children = new(StringComparer.Ordinal);

    public override ActorPath Path { get; } = path;

    public override LocalActorRefProvider Provider { get; } = provider;

    public override IInternalActorRef Parent { get; } = parent;

    public void Add(string name, IInternalActorRef actor) => _children[name] = actor;

    public void Remove(string name) => _children.TryRemove(name, out _);

    public override IActorRef GetChild(IReadOnlyList<string> names)
    {
        if (names.Count == 0) return this;
        if (names[0] == "..") return Parent.GetChild([.. names.Skip(1)]);
        if (names[0].Length == 0) return GetChild([.. names.Skip(1)]);
        if (!_children.TryGetValue(names[0], out var child)) return ActorRefs.Nobody;
        return names.Count == 1 ? child : child.GetChild([.. names.Skip(1)]);
    }
}

/// <summary>The top of the tree: knows the names that are no actors (<c>deadLetters</c>, <c>temp</c>).</summary>
internal sealed class RootGuardianActorRef : LocalActorRef
{
    private readonly LocalActorRefProvider _provider;

    public RootGuardianActorRef(LocalActorRefProvider provider, ActorSystemImpl system, Props props, Dispatch.MessageDispatcher dispatcher,
        Dispatch.MailboxType mailboxType, IInternalActorRef supervisor, ActorPath path)
        : base(system, props, dispatcher, mailboxType, supervisor, path) => _provider = provider;

    public override IActorRef GetSingleChild(string name) => name switch
    {
        "temp" => _provider.TempContainer,
        "deadLetters" => _provider.DeadLetterRef,
        _ => base.GetSingleChild(name),
    };
}

/// <summary>Above the root: whoever asks when the whole tree is gone, and the last to hear of a failure.</summary>
internal sealed class RootGuardianSupervisor(LocalActorRefProvider provider, RootActorPath root, LoggingBus log) : MinimalActorRef
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Ended => _ended.Task;

    public Exception? CauseOfTermination { get; private set; }

    public override ActorPath Path { get; } = new ChildActorPath(root, "_top", 0);

    public override LocalActorRefProvider Provider { get; } = provider;

    public override bool IsTerminated => _ended.Task.IsCompleted;

    public override void SendSystemMessage(SystemMessage message)
    {
        switch (message)
        {
            case Failed failed:
                log.Publish(new Error(failed.Cause, Path.ToString(), GetType(), $"guardian {failed.Child} failed, shutting down!"));
                CauseOfTermination = failed.Cause;
                ((IInternalActorRef)failed.Child).Stop();
                break;
            case DeathWatchNotification:
                _ended.TrySetResult();
                break;
        }
    }

    protected override void TellInternal(object message, IActorRef? sender) =>
        log.Publish(new Warning(Path.ToString(), GetType(), $"received unexpected message {message} from {sender}"));
}
