using System.Text;

namespace Akka.Remote.Wire;

/// <summary>
/// A serialized message: its bytes, the number of the serializer that made them, and what that serializer calls the kind of message. Inside
/// other messages (a selection, an identify) it stands for "some object"; with nothing set it stands for null.
/// </summary>
internal readonly ref struct WirePayload(ReadOnlySpan<byte> message, int serializerId, ReadOnlySpan<byte> manifest)
{
    public const int MessageField = 1, SerializerIdField = 2, ManifestField = 3;

    public ReadOnlySpan<byte> Message { get; } = message;

    public int SerializerId { get; } = serializerId;

    public ReadOnlySpan<byte> Manifest { get; } = manifest;

    public string ManifestText => Encoding.UTF8.GetString(Manifest);

    /// <exception cref="WireFormatException">Damaged.</exception>
    public static WirePayload Decode(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> message = default, manifest = default;
        var serializerId = 0;
        var reader = new WireReader(bytes);
        while (reader.Next(out var field))
        {
            switch (field)
            {
                case MessageField:
                    message = reader.Bytes();
                    break;
                case SerializerIdField:
                    serializerId = reader.Int32();
                    break;
                case ManifestField:
                    manifest = reader.Bytes();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new WirePayload(message, serializerId, manifest);
    }

    public static byte[] Encode(ReadOnlySpan<byte> message, int serializerId, string manifest)
    {
        var writer = new WireWriter(message.Length + 64);
        writer.Field(MessageField, message);
        writer.Field(SerializerIdField, serializerId);
        writer.Field(ManifestField, manifest);
        return writer.ToArray();
    }
}
