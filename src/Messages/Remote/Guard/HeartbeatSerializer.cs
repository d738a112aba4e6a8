using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Remote.Serialization;
using Akka.Serialization;

namespace AkkaAuction.Messages.Remote.Guard;

/// <summary>
/// Reads and writes the heartbeats of death watch in Akka.Remote's format. Akka.Remote's serializer of this number also reads <c>Kill</c>,
/// <c>PoisonPill</c>, configuration, routers, and failures with exceptions of any type; this one refuses them.
/// </summary>
/// <param name="system">The actor system that creates it.</param>
public sealed class HeartbeatSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>Akka.Remote's number for its small messages.</summary>
    public const int Number = 16;

    private readonly MiscMessageSerializer _stock = new(system);

    public override int Identifier => Number;

    /// <exception cref="SerializationException">The message is no heartbeat.</exception>
    public override string Manifest(object o) =>
        _stock.Manifest(o) is var manifest && IsHeartbeat(manifest) ? manifest : throw Strange(o.GetType().Name);

    /// <inheritdoc cref="Manifest"/>
    public override byte[] ToBinary(object obj)
    {
        Manifest(obj);
        return _stock.ToBinary(obj);
    }

    /// <exception cref="SerializationException">The message is no heartbeat.</exception>
    public override object FromBinary(byte[] bytes, string manifest) =>
        IsHeartbeat(manifest) ? _stock.FromBinary(bytes, manifest) : throw Strange(manifest);

    private static bool IsHeartbeat(string manifest) => manifest is "RWHB" or "RWHR";

    private static SerializationException Strange(string what) => new($"'{what}' is no heartbeat; there are RWHB and its answer RWHR.");
}
