using System.Text;

namespace Akka.Remote.Wire;

/// <summary>
/// The inner layer: a message with its recipient and sender, an acknowledgement of system messages, or both at once. System messages are
/// numbered from 0 per incarnation of the pair; ordinary ones carry <see cref="NoSequence"/>.
/// </summary>
/// <remarks>
/// Nothing is read into objects: the spans are windows into the frame and die with it. Written by hand because this is the path every
/// remote message takes, twice.
/// </remarks>
internal readonly ref struct MessageEnvelope
{
    public const ulong NoSequence = ulong.MaxValue;

    private const int AckField = 1, EnvelopeField = 2;
    private const int RecipientField = 1, MessageField = 2, SenderField = 4, SequenceField = 5;

    private MessageEnvelope(Acknowledgement? ack, bool hasMessage, ReadOnlySpan<byte> recipient, ReadOnlySpan<byte> sender, ulong sequence,
        WirePayload payload)
    {
        Ack = ack;
        HasMessage = hasMessage;
        Recipient = recipient;
        Sender = sender;
        Sequence = sequence;
        Payload = payload;
    }

    public Acknowledgement? Ack { get; }

    public bool HasMessage { get; }

    /// <summary>The recipient's path with its address, as UTF-8.</summary>
    public ReadOnlySpan<byte> Recipient { get; }

    /// <summary>The sender's path with its address, or empty.</summary>
    public ReadOnlySpan<byte> Sender { get; }

    public ulong Sequence { get; }

    public WirePayload Payload { get; }

    /// <exception cref="WireFormatException">Damaged.</exception>
    public static MessageEnvelope Decode(ReadOnlySpan<byte> bytes)
    {
        Acknowledgement? ack = null;
        ReadOnlySpan<byte> envelope = default;
        var hasMessage = false;
        var reader = new WireReader(bytes);
        while (reader.Next(out var field))
        {
            switch (field)
            {
                case AckField:
                    ack = Acknowledgement.Decode(reader.Bytes());
                    break;
                case EnvelopeField:
                    envelope = reader.Bytes();
                    hasMessage = true;
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return hasMessage ? DecodeMessage(ack, envelope) : new MessageEnvelope(ack, false, default, default, NoSequence, default);
    }

    /// <summary>Appends the frame of one message, with its length before it. Returns the frame's size in bytes, header included.</summary>
    public static int Write(WireWriter writer, Acknowledgement? ack, ReadOnlySpan<byte> recipient, ReadOnlySpan<byte> sender,
        ulong sequence, ReadOnlySpan<byte> message, int serializerId, string manifest)
    {
        var manifestBytes = Encoding.UTF8.GetByteCount(manifest);
        var payloadSize = FieldSize(message.Length) + (serializerId == 0 ? 0 : 1 + WireWriter.SizeOf((ulong)(long)serializerId))
                                                    + FieldSize(manifestBytes);
        var envelopeSize = MessageSize(FieldSize(recipient.Length)) + MessageSize(payloadSize)
                                                                    + (sender.IsEmpty ? 0 : MessageSize(FieldSize(sender.Length)))
                                                                    + (sequence == 0 ? 0 : 9);
        var ackBytes = ack?.Encode();
        var innerSize = (ackBytes is null ? 0 : MessageSize(ackBytes.Length)) + MessageSize(envelopeSize);
        var frameSize = MessageSize(innerSize);

        writer.RawInt32(frameSize);
        Begin(writer, ControlPdu.PayloadField, innerSize);
        if (ackBytes is not null) writer.Message(AckField, ackBytes);
        Begin(writer, EnvelopeField, envelopeSize);
        Begin(writer, RecipientField, FieldSize(recipient.Length));
        writer.Field(1, recipient);
        Begin(writer, MessageField, payloadSize);
        writer.Field(WirePayload.MessageField, message);
        writer.Field(WirePayload.SerializerIdField, serializerId);
        writer.Field(WirePayload.ManifestField, manifest);
        if (!sender.IsEmpty)
        {
            Begin(writer, SenderField, FieldSize(sender.Length));
            writer.Field(1, sender);
        }

        writer.FieldFixed64(SequenceField, sequence);
        return Frame.HeaderBytes + frameSize;
    }

    /// <summary>Appends the frame of an acknowledgement that travels alone, with its length before it.</summary>
    public static void WriteAck(WireWriter writer, Acknowledgement ack)
    {
        var ackBytes = ack.Encode();
        var innerSize = MessageSize(ackBytes.Length);
        writer.RawInt32(MessageSize(innerSize));
        Begin(writer, ControlPdu.PayloadField, innerSize);
        writer.Message(AckField, ackBytes);
    }

    private static MessageEnvelope DecodeMessage(Acknowledgement? ack, ReadOnlySpan<byte> envelope)
    {
        ReadOnlySpan<byte> recipient = default, sender = default;
        ulong sequence = 0;
        WirePayload payload = default;
        var reader = new WireReader(envelope);
        while (reader.Next(out var field))
        {
            switch (field)
            {
                case RecipientField:
                    recipient = PathOf(reader.Bytes());
                    break;
                case MessageField:
                    payload = WirePayload.Decode(reader.Bytes());
                    break;
                case SenderField:
                    sender = PathOf(reader.Bytes());
                    break;
                case SequenceField:
                    sequence = reader.FixedUInt64();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (recipient.IsEmpty) throw new WireFormatException("A message has no recipient.");
        return new MessageEnvelope(ack, true, recipient, sender, sequence, payload);
    }

    /// <summary>The path in an actor reference: its only field.</summary>
    internal static ReadOnlySpan<byte> PathOf(ReadOnlySpan<byte> actorReference)
    {
        ReadOnlySpan<byte> path = default;
        var reader = new WireReader(actorReference);
        while (reader.Next(out var field))
        {
            if (field == 1) path = reader.Bytes();
            else reader.Skip();
        }

        return path;
    }

    private static void Begin(WireWriter writer, int field, int size)
    {
        writer.Tag(field, WireReader.LengthDelimited);
        writer.RawVarint((ulong)size);
    }

    /// <summary>Size of a message field: tag, length, content. All field numbers here are below 16, so a tag is one byte.</summary>
    private static int MessageSize(int contentSize) => 1 + WireWriter.SizeOf((ulong)contentSize) + contentSize;

    /// <summary>Size of a string or byte field, which is left out when it is empty.</summary>
    private static int FieldSize(int contentSize) => contentSize == 0 ? 0 : MessageSize(contentSize);
}
