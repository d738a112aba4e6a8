using System.Buffers.Binary;
using System.Runtime.Serialization;
using System.Text;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace Akka.Remote.Serialization;

/// <summary>Text as UTF-8, and numbers of 32 and 64 bits, little-endian. Number 17.</summary>
public sealed class PrimitiveSerializers : SerializerWithStringManifest
{
    private readonly bool _fullNames;

    /// <param name="system">Whose serializer it is.</param>
    /// <param name="config"><c>use-legacy-behavior</c>: write full type names as manifests, as older nodes need them.</param>
    public PrimitiveSerializers(ExtendedActorSystem system, Config config)
        : base(system) => _fullNames = config.GetBoolean("use-legacy-behavior");

    public override byte[] ToBinary(object obj)
    {
        switch (obj)
        {
            case string text:
                return Encoding.UTF8.GetBytes(text);
            case int number:
                var four = new byte[4];
                BinaryPrimitives.WriteInt32LittleEndian(four, number);
                return four;
            case long number:
                var eight = new byte[8];
                BinaryPrimitives.WriteInt64LittleEndian(eight, number);
                return eight;
            default:
                throw new ArgumentException($"{obj.GetType()} is not a text, an int or a long.", nameof(obj));
        }
    }

    public override object FromBinary(byte[] bytes, string manifest) => manifest switch
    {
        "S" or "System.String, System.Private.CoreLib" or "System.String, mscorlib" => Encoding.UTF8.GetString(bytes),
        "I" or "System.Int32, System.Private.CoreLib" or "System.Int32, mscorlib" when bytes.Length == 4 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        "L" or "System.Int64, System.Private.CoreLib" or "System.Int64, mscorlib" when bytes.Length == 8 => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        _ => throw new SerializationException($"{bytes.Length} bytes with manifest '{manifest}' are none of text, int and long."),
    };

    public override string Manifest(object o) => o switch
    {
        string => _fullNames ? "System.String, System.Private.CoreLib" : "S",
        int => _fullNames ? "System.Int32, System.Private.CoreLib" : "I",
        long => _fullNames ? "System.Int64, System.Private.CoreLib" : "L",
        _ => throw new ArgumentException($"{o.GetType()} is not a text, an int or a long.", nameof(o)),
    };
}
