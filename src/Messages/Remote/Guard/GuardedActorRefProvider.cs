using Akka.Actor;
using Akka.Event;
using Akka.Remote;

namespace AkkaAuction.Messages.Remote.Guard;

/// <summary>
/// Akka.Remote's provider with an allowlist: a message from another node reaches only the actors whose paths
/// <c>auction.reachable-paths</c> lists; <c>/user/desk/*</c> stands for each child of the desk. Akka's untrusted mode checks selections
/// only: an envelope with a path of its own reaches any actor, even the temporary actor of an ask (<c>/temp</c>).
/// </summary>
public sealed class GuardedActorRefProvider : RemoteActorRefProvider, IRemoteActorRefProvider
{
    /// <summary>The value of <c>akka.actor.provider</c> that selects this provider.</summary>
    public const string TypeName = "AkkaAuction.Messages.Remote.Guard.GuardedActorRefProvider, AkkaAuction.Messages";

    private const string AnyChild = "/*";

    // Compares paths, not strings, so that an incoming message allocates no string. Equality ignores a path's incarnation.
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

    /// <summary>Called for the recipient and the sender of each incoming message.</summary>
    IInternalActorRef IRemoteActorRefProvider.ResolveActorRefWithLocalAddress(string path, Address localAddress)
    {
        var found = ResolveActorRefWithLocalAddress(path, localAddress);
        return !found.IsLocal || IsReachable(found) ? found : ActorRefs.Nobody;
    }

    /// <summary>Whether a wildcard covers the path, as for a bidder's session.</summary>
    internal bool IsAnyChild(IActorRef found) => found.Path.Parent is { } parent && _parents.Contains(parent);

    // The root gets selections and passes them on; untrusted mode decides which paths may be selected.
    private bool IsReachable(IInternalActorRef found) => found.Equals(RootGuardian) || _paths.Contains(found.Path) || IsAnyChild(found);

    private ActorPath At(string path) => RootPath / path.Split('/', StringSplitOptions.RemoveEmptyEntries);
}
