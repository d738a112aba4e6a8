using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Remote.Serialization;
using Akka.Serialization;

namespace AkkaAuction.Messages.Remote.Guard;

/// <summary>
/// Messages to an actor that is selected by its path, as Akka.Remote writes them. Only what may also come without a path comes in one: no
/// system message, and no selection within a selection, which could be nested so deep that reading it ends the process.
/// </summary>
/// <param name="system">The system that made it.</param>
public sealed class SelectionSerializer(ExtendedActorSystem system) : Serializer(system)
{
    /// <summary>Akka.Remote's number for messages with a path.</summary>
    public const int Number = 6;

    // Reading is synchronous: whoever reads one on this thread is this thread's selection.
    [ThreadStatic] private static bool _isReading;

    private readonly MessageContainerSerializer _stock = new(system);

    public override int Identifier => Number;

    public override bool IncludeManifest => false;

    public override byte[] ToBinary(object obj) => _stock.ToBinary(obj);

    /// <exception cref="SerializationException">It holds what does not come in by a path.</exception>
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
