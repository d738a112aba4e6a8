using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Remote.Serialization;
using Akka.Serialization;

namespace AkkaAuction.Messages.Remote.Guard;

/// <summary>
/// The three system messages of death watch, as Akka.Remote writes them; every other one is refused. Akka's untrusted mode lets strangers
/// suspend, restart and fail actors, and reads exceptions of any type that they name. An actor elsewhere may watch one of ours that talks
/// to peers, and be said to have ended. Nobody elsewhere speaks for an actor of ours. That a peer speaks for its own actors alone is not
/// checked, because Akka.Remote does not prove a sender's address; it must name the watched actor's incarnation to be believed.
/// </summary>
public sealed class DeathWatchSerializer : SerializerWithStringManifest
{
    /// <summary>Akka.Remote's number for system messages.</summary>
    public const int Number = 22;

    /// <summary>How many actors elsewhere watch one of ours: one, and some for a node that began anew meanwhile.</summary>
    public const int WatchersMax = 8;

    private static readonly Type[] Known = [typeof(Watch), typeof(Unwatch), typeof(DeathWatchNotification)];

    private readonly ExtendedActorSystem _system;
    private readonly SystemMessageSerializer _stock;
    private readonly WatcherLimit _watchers = new(WatchersMax);

    /// <param name="system">The system that made it.</param>
    public DeathWatchSerializer(ExtendedActorSystem system)
        : base(system) => (_system, _stock) = (system, new SystemMessageSerializer(system));

    public override int Identifier => Number;

    /// <exception cref="SerializationException">It is no message of death watch.</exception>
    public override string Manifest(object o) => Known.Contains(o.GetType()) ? NameOf(o.GetType()) : throw Strange(o.GetType().Name);

    /// <inheritdoc cref="Manifest"/>
    public override byte[] ToBinary(object obj) => Known.Contains(obj.GetType()) ? _stock.ToBinary(obj) : throw Strange(obj.GetType().Name);

    /// <exception cref="SerializationException">It is no message of death watch, or it speaks for an actor of ours.</exception>
    public override object FromBinary(byte[] bytes, string manifest)
    {
        var type = Array.Find(Known, known => manifest == NameOf(known)) ?? throw Strange(manifest);
        switch (_stock.FromBinary(bytes, type))
        {
            case Watch watch when IsOurs(watch.Watchee) && IsTheirs(watch.Watcher):
                // One that may not watch takes back what it never began: nothing happens, and no connection ends for it.
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

    // The name without the version, as Akka.Remote writes it; nothing is ever looked up by it.
    private static string NameOf(Type type) => $"{type.FullName}, Akka";

    // Whoever else could be watched lives as long as the house, and would keep its watchers as long.
    private bool MayBeWatched(IActorRef actor) => _system.Provider is not GuardedActorRefProvider guard || guard.IsAnyChild(actor);

    private static bool IsOurs(IActorRef? actor) => actor is IActorRefScope { IsLocal: true };

    private static bool IsTheirs(IActorRef? actor) => actor is IActorRefScope { IsLocal: false };

    private static SerializationException Strange(string what) =>
        new($"'{what}' is no message of death watch; there are Watch, Unwatch and DeathWatchNotification.");
}
