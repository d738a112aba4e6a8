using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Remote.Serialization;
using Akka.Serialization;

namespace AkkaAuction.Messages.Remote.Guard;

/// <summary>
/// Reads and writes messages to a selected path in Akka.Remote's format. A selection may hold only messages that may also come directly:
/// no system message, and no selection within a selection, because deep nesting could overflow the stack of the reader.
/// </summary>
/// <param name="system">The actor system that creates it.</param>
public sealed class SelectionSerializer(ExtendedActorSystem system) : Serializer(system)
{
    /// <summary>Akka.Remote's number for messages to a selected path.</summary>
    public const int Number = 6;

    // Reading is synchronous, so a nested read on this thread belongs to this thread's selection.
    [ThreadStatic] private static bool _isReading;

    private readonly MessageContainerSerializer _stock = new(system);

    public override int Identifier => Number;

    public override bool IncludeManifest => false;

    public override byte[] ToBinary(object obj) => _stock.ToBinary(obj);

    /// <exception cref="SerializationException">The selection holds a message that a selection may not hold.</exception>
    public override object FromBinary(byte[] bytes, Type type)
    {
        if (_isReading) throw new SerializationException("A selection does not hold another one.");
        _isReading = true;
        try
        {
            var selection = (ActorSelectionMessage)_stock.FromBinary(bytes, type);
            if (selection.Message is ISystemMessage) throw new SerializationException("A selection does not hold a system message.");
            return selection;
        }
        finally
        {
            _isReading = false;
        }
    }
}
