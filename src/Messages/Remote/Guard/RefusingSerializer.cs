using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace AkkaAuction.Messages.Remote.Guard;

/// <summary>
/// Stands where Akka.NET has serializers for what never crosses here: those that make whatever type the bytes name (JSON, which is bound
/// to <c>object</c>, protobuf by type name, remote deployment), and those of bytes, texts and numbers. Whoever could name a type could
/// have its constructor run here, so nothing is written and nothing is read.
/// </summary>
/// <param name="system">The system that made it.</param>
public sealed class RefusingSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <param name="system">The system that made it.</param>
    /// <param name="settings">Those of the serializer in whose place it stands; there are some for JSON and for primitive types.</param>
    public RefusingSerializer(ExtendedActorSystem system, Config settings)
        : this(system) => _ = settings;

    /// <summary>JSON's number. Those of the others (2, 3, 4 and 17) are nobody's then.</summary>
    public const int Number = 1;

    public override int Identifier => Number;

    public override string Manifest(object o) => "";

    /// <exception cref="SerializationException">Always.</exception>
    public override byte[] ToBinary(object obj) => throw new SerializationException($"{obj.GetType()} is not bound to any serializer.");

    /// <exception cref="SerializationException">Always.</exception>
    public override object FromBinary(byte[] bytes, string manifest) =>
        throw new SerializationException("Types that a message names are not made here.");
}
