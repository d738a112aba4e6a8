using Akka.Actor;
using Akka.Remote.Wire;
using Akka.Serialization;

namespace Akka.Remote.Serialization;

/// <summary>Messages to a selection: the message and the names to walk down. Number 6.</summary>
public class MessageContainerSerializer(ExtendedActorSystem system) : Serializer(system)
{
    private const int MessageField = 1, ElementField = 2;
    private const int KindField = 1, MatcherField = 2;
    private const int Parent = 1, ChildName = 2, ChildPattern = 3;

    public override bool IncludeManifest => false;

    public override byte[] ToBinary(object obj)
    {
        if (obj is not ActorSelectionMessage selection) throw new ArgumentException($"{obj.GetType()} is not for a selection.", nameof(obj));
        var writer = new WireWriter();
        writer.Message(MessageField, MessageCodec.EncodeInner(system, selection.Message));
        foreach (var element in selection.Elements)
        {
            var (kind, matcher) = element switch
            {
                SelectChildName name => (ChildName, name.Name),
                SelectChildPattern pattern => (ChildPattern, pattern.ToString()),
                SelectParent => (Parent, null),
                _ => throw new ArgumentException($"{element.GetType()} is not a way to select.", nameof(obj)),
            };
            var inner = new WireWriter(64);
            inner.Field(KindField, kind);
            inner.Field(MatcherField, matcher);
            writer.Message(ElementField, inner.Memory.Span);
        }

        return writer.ToArray();
    }

    public override object FromBinary(byte[] bytes, Type? type)
    {
        object? message = null;
        var elements = new List<SelectionPathElement>();
        var reader = new WireReader(bytes);
        while (reader.Next(out var field))
        {
            switch (field)
            {
                case MessageField:
                    message = MessageCodec.DecodeInner(system, reader.Bytes());
                    break;
                case ElementField:
                    elements.Add(DecodeElement(reader.Bytes()));
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new ActorSelectionMessage(message ?? throw new WireFormatException("A selection holds no message."), [.. elements]);
    }

    private static SelectionPathElement DecodeElement(ReadOnlySpan<byte> bytes)
    {
        var kind = 0;
        var matcher = "";
        var reader = new WireReader(bytes);
        while (reader.Next(out var field))
        {
            switch (field)
            {
                case KindField:
                    kind = reader.Int32();
                    break;
                case MatcherField:
                    matcher = reader.Text();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return kind switch
        {
            Parent => SelectParent.Instance,
            ChildName => new SelectChildName(matcher),
            ChildPattern => new SelectChildPattern(matcher),
            _ => throw new WireFormatException($"There is no selection of kind {kind}."),
        };
    }
}
