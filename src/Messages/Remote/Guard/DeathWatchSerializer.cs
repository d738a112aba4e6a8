using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Remote.Serialization;
using Akka.Serialization;

namespace AkkaAuction.Messages.Remote.Guard;

/// <summary>
/// The three system messages of death watch, as Akka.Remote writes them; every other one is refused. Akka's untrusted mode lets strangers
/// suspend, restart and fail actors, and reads exceptions of any type that they name. A peer may watch our actors with its own and say
/// that its own have ended. It may not speak for ours.
/// </summary>
/// <param name="system">The system that made it.</param>
public sealed class DeathWatchSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>Akka.Remote's number for system messages.</summary>
    public const int Number = 22;

    private static readonly Type[] Known = [typeof(Watch), typeof(Unwatch), typeof(DeathWatchNotification)];

    private readonly SystemMessageSerializer _stock = new(system);

    public override int Identifier => Number;

    /// <exception cref="SerializationException">It is no message of death watch.</exception>
    public override string Manifest(object o) => Known.Contains(o.GetType()) ? NameOf(o.GetType()) : throw Strange(o.GetType().Name);

    /// <inheritdoc cref="Manifest"/>
    public override byte[] ToBinary(object obj) => Known.Contains(obj.GetType()) ? _stock.ToBinary(obj) : throw Strange(obj.GetType().Name);

    /// <exception cref="SerializationException">It is no message of death watch, or it speaks for an actor of ours.</exception>
    public override object FromBinary(byte[] bytes, string manifest)
    {
        var type = Array.Find(Known, known => manifest == NameOf(known)) ?? throw Strange(manifest);
        var message = _stock.FromBinary(bytes, type);
        var isFair = message switch
        {
            Watch watch => IsOurs(watch.Watchee) && IsTheirs(watch.Watcher),
            Unwatch unwatch => IsOurs(unwatch.Watchee) && IsTheirs(unwatch.Watcher),
            DeathWatchNotification gone => IsTheirs(gone.Actor),
            _ => false,
        };
        return isFair ? message : throw new SerializationException(
            $"{type.Name} from outside speaks for an actor of ours; it may speak for actors of its sender alone.");
    }

    // The name without the version, as Akka.Remote writes it; nothing is ever looked up by it.
    private static string NameOf(Type type) => $"{type.FullName}, Akka";

    private static bool IsOurs(IActorRef? actor) => actor is IActorRefScope { IsLocal: true };

    private static bool IsTheirs(IActorRef? actor) => actor is IActorRefScope { IsLocal: false };

    private static SerializationException Strange(string what) =>
        new($"'{what}' is no message of death watch; there are Watch, Unwatch and DeathWatchNotification.");
}
