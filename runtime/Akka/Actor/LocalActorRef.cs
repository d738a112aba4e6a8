using Akka.Dispatch;
using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

/// <summary>The reference to an actor of this process.</summary>
internal class LocalActorRef : ActorRefBase, IInternalActorRef
{
    private readonly ActorPath _path;
    private readonly ActorCell _cell;

    public LocalActorRef(
        ActorSystemImpl system, Props props, MessageDispatcher dispatcher, MailboxType mailboxType, IInternalActorRef supervisor, ActorPath path)
    {
        _path = path;
#pragma warning disable CA2214 // A test's reference brings its own cell; nothing of the derived class is used by it yet.
        _cell = NewActorCell(system, this, props, dispatcher, supervisor);
#pragma warning restore CA2214
        _cell.Init(mailboxType);
    }

    public override ActorPath Path => _path;

    public ActorCell Cell => _cell;

    public IInternalActorRef Parent => _cell.ParentRef;

    public LocalActorRefProvider Provider => _cell.SystemImpl.Local;

    public bool IsLocal => true;

    public bool IsTerminated => _cell.IsTerminated;

    protected virtual ActorCell NewActorCell(
        ActorSystemImpl system, LocalActorRef self, Props props, MessageDispatcher dispatcher, IInternalActorRef supervisor) =>
        new(system, self, props, dispatcher, supervisor);

    protected override void TellInternal(object message, IActorRef? sender) => _cell.SendMessage(message, sender);

    public virtual IActorRef GetChild(IReadOnlyList<string> names)
    {
        IInternalActorRef at = this;
        for (var index = 0; index < names.Count; index++)
        {
            var name = names[index];
            if (name.Length == 0) continue;
            if (name == "..")
            {
                at = at.Parent;
                continue;
            }
            if (at is not LocalActorRef local) return at.GetChild([.. names.Skip(index)]);
            if (local.GetSingleChild(name) is not IInternalActorRef child || child is Nobody) return ActorRefs.Nobody;
            at = child;
        }
        return at;
    }

    /// <param name="name">A child's name, with <c>#uid</c> behind it if only that incarnation is meant.</param>
    public virtual IActorRef GetSingleChild(string name)
    {
        var hash = name.IndexOf('#', StringComparison.Ordinal);
        var child = _cell.Child(hash < 0 ? name : name[..hash]);
        if (hash < 0 || child is Nobody) return child;
        return long.TryParse(name.AsSpan(hash + 1), out var uid) && child.Path.Uid == uid ? child : ActorRefs.Nobody;
    }

    public virtual void Start() => _cell.Start();

    public virtual void Stop() => _cell.Stop();

    public void Suspend() => _cell.Suspend();

    public void Resume(Exception? causedByFailure) => _cell.Resume(causedByFailure);

    public void Restart(Exception cause) => _cell.Restart(cause);

    public void SendSystemMessage(SystemMessage message) => _cell.SendSystemMessage(message);
}
