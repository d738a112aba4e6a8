using Akka.Actor;

namespace Akka.Serialization;

/// <summary>
/// Turns messages into bytes and back. Made once per system, from <c>akka.actor.serializers</c>, with the system (and, if there is a section
/// for it in <c>serialization-settings</c>, that section) as argument.
/// </summary>
public abstract class Serializer
{
    protected readonly ExtendedActorSystem system;

    private int? _identifier;

    protected Serializer(ExtendedActorSystem system) => this.system = system;

    /// <summary>Crosses the wire with every message; by default what <c>akka.actor.serialization-identifiers</c> says.</summary>
    public virtual int Identifier => _identifier ??= SerializerIdentifierHelper.GetSerializerIdentifierFromConfig(GetType(), system);

    /// <summary>Whether <see cref="FromBinary(byte[], Type)"/> needs to be told the type.</summary>
    public abstract bool IncludeManifest { get; }

    public abstract byte[] ToBinary(object obj);

    /// <summary>As <see cref="ToBinary"/>, with references written as seen from <paramref name="address"/>.</summary>
    public byte[] ToBinaryWithAddress(Address address, object obj)
    {
        var before = Serialization.CurrentTransportInformation;
        try
        {
            Serialization.CurrentTransportInformation = new Information(address, system);
            return ToBinary(obj);
        }
        finally
        {
            Serialization.CurrentTransportInformation = before;
        }
    }

    public abstract object FromBinary(byte[] bytes, Type? type);

    public T FromBinary<T>(byte[] bytes) => (T)FromBinary(bytes, typeof(T));

    /// <summary>The type that a manifest stands for, among those this serializer itself knows. Never looked up by name anywhere else.</summary>
    internal virtual Type? TypeOf(string manifest) => null;
}

/// <summary>Names kinds of messages by texts of its own, which can stay the same when types are moved or renamed.</summary>
public abstract class SerializerWithStringManifest : Serializer
{
    protected SerializerWithStringManifest(ExtendedActorSystem system)
        : base(system)
    {
    }

    public sealed override bool IncludeManifest => true;

    public sealed override object FromBinary(byte[] bytes, Type? type) => FromBinary(bytes, type is null ? "" : Serialization.NameOf(type));

    public abstract object FromBinary(byte[] bytes, string manifest);

    public abstract string Manifest(object o);
}

/// <summary>For null: no bytes, number 0.</summary>
public class NullSerializer(ExtendedActorSystem system) : Serializer(system)
{
    public override int Identifier => 0;

    public override bool IncludeManifest => false;

    public override byte[] ToBinary(object obj) => [];

    public override object FromBinary(byte[] bytes, Type? type) => null!;
}

/// <summary>For byte arrays, which are what they are; number 4.</summary>
public class ByteArraySerializer(ExtendedActorSystem system) : Serializer(system)
{
    public override int Identifier => 4;

    public override bool IncludeManifest => false;

    /// <exception cref="NotSupportedException">It is no byte array.</exception>
    public override byte[] ToBinary(object obj) =>
        obj as byte[] ?? throw new NotSupportedException($"The serializer of byte arrays was given a {obj?.GetType().ToString() ?? "null"}.");

    public override object FromBinary(byte[] bytes, Type? type) => bytes;
}
