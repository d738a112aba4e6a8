using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Remote.Serialization;
using Akka.Serialization;

namespace AkkaAuction.Messages.Remote.Guard;

/// <summary>
/// Reads and writes the three system messages of death watch in Akka.Remote's format, and refuses all others. Akka's untrusted mode lets
/// strangers suspend, restart and fail actors, and reads exceptions of any type that they name. A remote actor may watch a local actor that
/// talks to peers, and a peer may report a remote actor's end. No peer may speak for a local actor. The serializer cannot check that a peer
/// speaks for its own actors only, because Akka.Remote does not authenticate a sender's address. So a message must name the incarnation of
/// the watched actor.
/// </summary>
public sealed class DeathWatchSerializer : SerializerWithStringManifest
{
    /// <summary>Akka.Remote's number for system messages.</summary>
    public const int Number = 22;

    /// <summary>Remote watchers of a local actor: one, and some spare ones for restarted nodes.</summary>
    public const int WatchersMax = 8;

    private static readonly Type[] Known = [typeof(Watch), typeof(Unwatch), typeof(DeathWatchNotification)];

    private readonly ExtendedActorSystem _system;
    private readonly SystemMessageSerializer _stock;
    private readonly WatcherLimit _watchers = new(WatchersMax);

    /// <param name="system">The actor system that creates it.</param>
    public DeathWatchSerializer(ExtendedActorSystem system)
        : base(system) => (_system, _stock) = (system, new SystemMessageSerializer(system));

    public override int Identifier => Number;

    /// <exception cref="SerializationException">It is no message of death watch.</exception>
    public override string Manifest(object o) => Known.Contains(o.GetType()) ? NameOf(o.GetType()) : throw Strange(o.GetType().Name);

    /// <inheritdoc cref="Manifest"/>
    public override byte[] ToBinary(object obj) => Known.Contains(obj.GetType()) ? _stock.ToBinary(obj) : throw Strange(obj.GetType().Name);

    /// <exception cref="SerializationException">It is no message of death watch, or it speaks for a local actor.</exception>
    public override object FromBinary(byte[] bytes, string manifest)
    {
        var type = Array.Find(Known, known => manifest == NameOf(known)) ?? throw Strange(manifest);
        switch (_stock.FromBinary(bytes, type))
        {
            case Watch watch when IsOurs(watch.Watchee) && IsTheirs(watch.Watcher):
                // An unwatch of an ignored watcher: nothing happens, and the connection stays.
                return MayBeWatched(watch.Watchee) && _watchers.TryAdd(watch.Watchee, watch.Watcher)
                    ? watch
                    : new Unwatch(watch.Watchee, watch.Watcher);
            case Unwatch unwatch when IsOurs(unwatch.Watchee) && IsTheirs(unwatch.Watcher):
                _watchers.Remove(unwatch.Watchee, unwatch.Watcher);
                return unwatch;
            case DeathWatchNotification gone when IsTheirs(gone.Actor):
                return gone;
            default:
                throw new SerializationException($"{type.Name} from outside speaks for an actor of ours; it may speak for others alone.");
        }
    }

    // The name without the version, as Akka.Remote writes it; no code looks a type up by it.
    private static string NameOf(Type type) => $"{type.FullName}, Akka";

    // Every other actor lives as long as the house, and would keep its watchers as long.
    private bool MayBeWatched(IActorRef actor) => _system.Provider is not GuardedActorRefProvider guard || guard.IsAnyChild(actor);

    private static bool IsOurs(IActorRef? actor) => actor is IActorRefScope { IsLocal: true };

    private static bool IsTheirs(IActorRef? actor) => actor is IActorRefScope { IsLocal: false };

    private static SerializationException Strange(string what) =>
        new($"'{what}' is no message of death watch; there are Watch, Unwatch and DeathWatchNotification.");
}
