using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace AkkaAuction.Messages.Remote.Guard;

/// <summary>
/// Replaces Akka.NET's serializers for types that these nodes never exchange: those that create a type named in the bytes (JSON, which is
/// bound to <c>object</c>, protobuf by type name, remote deployment), and those for bytes, texts and numbers. A peer that names a type
/// could run its constructor here. So this serializer refuses to read and to write.
/// </summary>
/// <param name="system">The actor system that creates it.</param>
public sealed class RefusingSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <param name="system">The actor system that creates it.</param>
    /// <param name="settings">The replaced serializer's settings; JSON and primitive types have some.</param>
    public RefusingSerializer(ExtendedActorSystem system, Config settings)
        : this(system) => _ = settings;

    /// <summary>JSON's number. No serializer has the numbers of the others (2, 3, 4 and 17).</summary>
    public const int Number = 1;

    public override int Identifier => Number;

    public override string Manifest(object o) => "";

    /// <exception cref="SerializationException">Always.</exception>
    public override byte[] ToBinary(object obj) => throw new SerializationException($"{obj.GetType()} is not bound to any serializer.");

    /// <exception cref="SerializationException">Always.</exception>
    public override object FromBinary(byte[] bytes, string manifest) =>
        throw new SerializationException("Types that a message names are not made here.");
}
