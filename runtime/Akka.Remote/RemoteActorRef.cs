using System.Text;
using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Remote.Associations;

namespace Akka.Remote;

/// <summary>
/// The reference to an actor of another node. What it is told goes to the association with that node; watching it goes through this node's
/// <see cref="RemoteWatcher"/>, which watches once for everybody here and notices when the node itself is gone.
/// </summary>
internal sealed class RemoteActorRef(Remoting remoting, LocalActorRefProvider local, ActorPath path, IActorRef remoteWatcher)
    : ActorRefBase, IInternalActorRef
{
    private byte[]? _pathBytes;
    private Association? _association;

    public override ActorPath Path { get; } = path;

    public IInternalActorRef Parent => ActorRefs.Nobody;

    public LocalActorRefProvider Provider { get; } = local;

    public bool IsLocal => false;

    /// <summary>Not known from here; watching tells.</summary>
    public bool IsTerminated => false;

    /// <summary>The path as it is written into every message.</summary>
    public byte[] PathBytes => _pathBytes ??= Encoding.UTF8.GetBytes(Path.ToSerializationFormat());

    public Association Association =>
        _association is { IsRetired: false } known ? known : _association = remoting.AssociationWith(Path.Address);

    public IActorRef GetChild(IReadOnlyList<string> names)
    {
        var at = Path;
        foreach (var name in names) at = name switch
        {
            "" => at,
            ".." => at.Parent,
            _ => at / name,
        };
        return new RemoteActorRef(remoting, Provider, at, remoteWatcher);
    }

    public void SendSystemMessage(SystemMessage message)
    {
        switch (message)
        {
            case Watch watch when watch.Watchee.Equals(this) && !watch.Watcher.Equals(remoteWatcher):
                remoteWatcher.Tell(new RemoteWatcher.WatchRemote(watch.Watchee, watch.Watcher), ActorRefs.NoSender);
                break;
            case Unwatch unwatch when unwatch.Watchee.Equals(this) && !unwatch.Watcher.Equals(remoteWatcher):
                remoteWatcher.Tell(new RemoteWatcher.UnwatchRemote(unwatch.Watchee, unwatch.Watcher), ActorRefs.NoSender);
                break;
            case Watch or Unwatch or DeathWatchNotification or Terminate:
                remoting.SendSystem(message, this);
                break;
        }
    }

    public void Stop() => SendSystemMessage(new Terminate());

    // The rest is between a parent and its child, and there are no children on other nodes.
    public void Start()
    {
    }

    public void Suspend()
    {
    }

    public void Resume(Exception? causedByFailure)
    {
    }

    public void Restart(Exception cause)
    {
    }

    protected override void TellInternal(object message, IActorRef? sender) => remoting.Send(message, sender, this);
}
