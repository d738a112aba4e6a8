using Akka.Actor;
using Akka.Serialization;

namespace AkkaAuction.Remote.House.Tests;

/// <summary>Bytes that say of themselves what they like, under the number of a serializer of Akka.</summary>
/// <param name="Manifest">The type that they name.</param>
/// <param name="Bytes">The rest.</param>
public abstract record Forged(string Manifest, byte[] Bytes)
{
    public sealed record AsJson(string Manifest, byte[] Bytes) : Forged(Manifest, Bytes);

    public sealed record AsPrimitive(string Manifest, byte[] Bytes) : Forged(Manifest, Bytes);
}

/// <summary>Writes them.</summary>
public abstract class Forger(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    public override string Manifest(object o) => ((Forged)o).Manifest;

    public override byte[] ToBinary(object obj) => ((Forged)obj).Bytes;

    public override object FromBinary(byte[] bytes, string manifest) => throw new NotSupportedException();

    public sealed class OfJson(ExtendedActorSystem system) : Forger(system)
    {
        public override int Identifier => 1;
    }

    public sealed class OfPrimitives(ExtendedActorSystem system) : Forger(system)
    {
        public override int Identifier => 17;
    }
}
