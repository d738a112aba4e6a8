using Akka.Actor;
using Akka.Remote.Wire;
using Akka.Serialization;

namespace Akka.Remote.Serialization;

/// <summary>
/// Objects to and from the wire with the system's serializers; also the objects inside of other messages (a selection's message, an identify's id),
/// which travel in the same form.
/// </summary>
internal static class MessageCodec
{
    private const int Deepest = 16;

    /// <summary>How many messages this thread is inside of: a peer that packs one into another without end must not use up the stack.</summary>
    [ThreadStatic]
    private static int _depth;

    /// <exception cref="System.Runtime.Serialization.SerializationException">The type is not bound.</exception>
    public static SerializedMessage Serialize(ExtendedActorSystem system, object message)
    {
        var serializer = system.Serialization.FindSerializerFor(message);
        var before = Akka.Serialization.Serialization.CurrentTransportInformation;
        try
        {
            if (before is null || !ReferenceEquals(before.System, system))
                Akka.Serialization.Serialization.CurrentTransportInformation = system.Provider.SerializationInformation;
            return new SerializedMessage(serializer.ToBinary(message), serializer.Identifier, Akka.Serialization.Serialization.ManifestFor(serializer, message));
        }
        finally
        {
            Akka.Serialization.Serialization.CurrentTransportInformation = before;
        }
    }

    /// <exception cref="System.Runtime.Serialization.SerializationException">No such serializer, or its manifest is not known.</exception>
    public static object Deserialize(ExtendedActorSystem system, ReadOnlySpan<byte> bytes, int serializerId, string manifest) =>
        system.Serialization.Deserialize(bytes.ToArray(), serializerId, manifest);

    /// <summary>An object inside of another message; null is a payload with nothing in it.</summary>
    public static byte[] EncodeInner(ExtendedActorSystem system, object? inner)
    {
        if (inner is null) return [];
        var serializer = system.Serialization.FindSerializerFor(inner);
        return WirePayload.Encode(serializer.ToBinary(inner), serializer.Identifier, Akka.Serialization.Serialization.ManifestFor(serializer, inner));
    }

    public static object? DecodeInner(ExtendedActorSystem system, ReadOnlySpan<byte> bytes)
    {
        if (_depth >= Deepest) throw new WireFormatException($"Messages lie more than {Deepest} deep in one another.");
        _depth++;
        try
        {
            var payload = WirePayload.Decode(bytes);
            return Deserialize(system, payload.Message, payload.SerializerId, payload.ManifestText);
        }
        finally
        {
            _depth--;
        }
    }
}
