using System.Runtime.Serialization;
using System.Text;
using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Remote.Wire;
using Akka.Serialization;

namespace Akka.Remote.Serialization;

/// <summary>
/// The system messages that nodes send each other: watch, unwatch, notice of death, and a remote stop. Number 22, with the type's name as
/// manifest. The others (create, restart, supervise, ...) serve remote deployment, which is not here: they are refused.
/// </summary>
public sealed class SystemMessageSerializer(ExtendedActorSystem system) : Serializer(system)
{
    public override bool IncludeManifest => true;

    public override byte[] ToBinary(object obj)
    {
        var writer = new WireWriter();
        switch (obj)
        {
            case Watch watch:
                WriteReference(writer, 1, watch.Watchee);
                WriteReference(writer, 2, watch.Watcher);
                break;
            case Unwatch unwatch:
                WriteReference(writer, 1, unwatch.Watchee);
                WriteReference(writer, 2, unwatch.Watcher);
                break;
            case DeathWatchNotification notification:
                WriteReference(writer, 1, notification.Actor);
                writer.Field(2, notification.ExistenceConfirmed);
                writer.Field(3, notification.AddressTerminated);
                break;
            case Terminate:
                break;
            default:
                throw new ArgumentException($"{obj.GetType()} is not sent to other nodes.", nameof(obj));
        }

        return writer.ToArray();
    }

    public override object FromBinary(byte[] bytes, Type? type)
    {
        if (type == typeof(Watch)) return new Watch(Reference(bytes, 1), Reference(bytes, 2));
        if (type == typeof(Unwatch)) return new Unwatch(Reference(bytes, 1), Reference(bytes, 2));
        if (type == typeof(Terminate)) return new Terminate();
        if (type == typeof(DeathWatchNotification))
            return new DeathWatchNotification(Reference(bytes, 1), Flag(bytes, 2), Flag(bytes, 3));
        throw new SerializationException($"{type} is not a system message between nodes.");
    }

    internal override Type? TypeOf(string manifest) => Akka.Serialization.Serialization.BareName(manifest) switch
    {
        "Akka.Dispatch.SysMsg.Watch" => typeof(Watch),
        "Akka.Dispatch.SysMsg.Unwatch" => typeof(Unwatch),
        "Akka.Dispatch.SysMsg.DeathWatchNotification" => typeof(DeathWatchNotification),
        "Akka.Dispatch.SysMsg.Terminate" => typeof(Terminate),
        _ => null,
    };

    private static void WriteReference(WireWriter writer, int field, IActorRef reference)
    {
        var inner = new WireWriter(128);
        inner.Field(1, Akka.Serialization.Serialization.SerializedActorPath(reference));
        writer.Message(field, inner.Memory.Span);
    }

    private static bool Flag(byte[] bytes, int wanted)
    {
        var flag = false;
        var reader = new WireReader(bytes);
        while (reader.Next(out var field))
        {
            if (field == wanted) flag = reader.Bool();
            else reader.Skip();
        }

        return flag;
    }

    private IInternalActorRef Reference(byte[] bytes, int wanted)
    {
        ReadOnlySpan<byte> path = default;
        var reader = new WireReader(bytes);
        while (reader.Next(out var field))
        {
            if (field == wanted) path = MessageEnvelope.PathOf(reader.Bytes());
            else reader.Skip();
        }

        if (path.IsEmpty) throw new WireFormatException("A system message does not say whom it is about.");
        return (IInternalActorRef)system.Provider.ResolveActorRef(Encoding.UTF8.GetString(path));
    }
}
