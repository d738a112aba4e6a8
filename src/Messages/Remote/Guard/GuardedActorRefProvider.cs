using Akka.Actor;
using Akka.Event;
using Akka.Remote;

namespace AkkaAuction.Messages.Remote.Guard;

/// <summary>
/// Akka.Remote's provider with a door-keeper: a message from another node reaches only the actors whose paths
/// <c>auction.reachable-paths</c> names; <c>/user/desk/*</c> stands for each child of the desk. Akka's untrusted mode looks at selections
/// alone: whoever writes a path into the envelope itself reaches any actor, also answers that somebody inside waits for (<c>/temp</c>).
/// </summary>
public sealed class GuardedActorRefProvider : RemoteActorRefProvider, IRemoteActorRefProvider
{
    /// <summary>What names it as <c>akka.actor.provider</c>.</summary>
    public const string TypeName = "AkkaAuction.Messages.Remote.Guard.GuardedActorRefProvider, AkkaAuction.Messages";

    private const string AnyChild = "/*";

    // Paths and not texts: no text is built for a message that comes in. A path's incarnation plays no part in its equality.
    private readonly HashSet<ActorPath> _paths;
    private readonly HashSet<ActorPath> _parents;

    public GuardedActorRefProvider(string systemName, Settings settings, EventStream eventStream)
        : base(systemName, settings, eventStream)
    {
        var paths = Settings.Config.GetStringList("auction.reachable-paths")
            .ToLookup(path => path.EndsWith(AnyChild, StringComparison.Ordinal));
        _paths = [.. paths[false].Select(At)];
        _parents = [.. paths[true].Select(path => At(path[..^AnyChild.Length]))];
    }

    /// <summary>Called for the recipient and the sender of each message that comes in.</summary>
    IInternalActorRef IRemoteActorRefProvider.ResolveActorRefWithLocalAddress(string path, Address localAddress)
    {
        var found = ResolveActorRefWithLocalAddress(path, localAddress);
        return !found.IsLocal || IsReachable(found) ? found : ActorRefs.Nobody;
    }

    /// <summary>Whether it is reached as one of several children, like a bidder's session.</summary>
    internal bool IsAnyChild(IActorRef found) => found.Path.Parent is { } parent && _parents.Contains(parent);

    // Selections come to the root, which passes them on; what may be selected is the untrusted mode's.
    private bool IsReachable(IInternalActorRef found) => found.Equals(RootGuardian) || _paths.Contains(found.Path) || IsAnyChild(found);

    private ActorPath At(string path) => RootPath / path.Split('/', StringSplitOptions.RemoveEmptyEntries);
}
