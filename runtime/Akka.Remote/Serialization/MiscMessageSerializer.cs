using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Remote.Wire;
using Akka.Serialization;

namespace Akka.Remote.Serialization;

/// <summary>
/// The runtime's own messages: asking for and telling identity, references as messages, poison, heartbeats of death watch, success and failure.
/// Number 16. What Akka.NET's knows beyond these (routers, scopes, configuration) belongs to remote deployment, which is not here.
/// </summary>
public class MiscMessageSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    private const string IdentifyManifest = "ID";
    private const string IdentityManifest = "AID";
    private const string ReferenceManifest = "AR";
    private const string PoisonPillManifest = "PP";
    private const string KillManifest = "K";
    private const string HeartbeatManifest = "RWHB";
    private const string HeartbeatReplyManifest = "RWHR";
    private const string SuccessManifest = "STS";
    private const string FailureManifest = "STF";
    private const string NobodyPath = "nobody";

    public override string Manifest(object o) => o switch
    {
        Identify => IdentifyManifest,
        ActorIdentity => IdentityManifest,
        IActorRef => ReferenceManifest,
        PoisonPill => PoisonPillManifest,
        Kill => KillManifest,
        RemoteWatcher.Heartbeat => HeartbeatManifest,
        RemoteWatcher.HeartbeatRsp => HeartbeatReplyManifest,
        Status.Success => SuccessManifest,
        Status.Failure => FailureManifest,
        _ => throw new ArgumentException($"{o.GetType()} is none of the runtime's messages.", nameof(o)),
    };

    public override byte[] ToBinary(object obj)
    {
        var writer = new WireWriter();
        switch (obj)
        {
            case Identify { MessageId: null } or PoisonPill or Kill or RemoteWatcher.Heartbeat:
                break;
            case Identify identify:
                writer.Message(1, MessageCodec.EncodeInner(system, identify.MessageId));
                break;
            case ActorIdentity identity:
                writer.Message(1, MessageCodec.EncodeInner(system, identity.MessageId));
                writer.Field(2, identity.Subject is null ? "" : Akka.Serialization.Serialization.SerializedActorPath(identity.Subject));
                break;
            case IActorRef reference:
                writer.Field(1, reference is Nobody ? NobodyPath : Akka.Serialization.Serialization.SerializedActorPath(reference));
                break;
            case RemoteWatcher.HeartbeatRsp reply:
                writer.Field(1, (ulong)reply.AddressUid);
                break;
            case Status.Success success:
                writer.Message(1, MessageCodec.EncodeInner(system, success.Status));
                break;
            case Status.Failure failure:
                writer.Message(1, ExceptionCodec.Encode(system, failure.Cause));
                writer.Message(2, MessageCodec.EncodeInner(system, failure.State));
                break;
            default:
                throw new ArgumentException($"{obj.GetType()} is none of the runtime's messages.", nameof(obj));
        }

        return writer.ToArray();
    }

    public override object FromBinary(byte[] bytes, string manifest)
    {
        switch (manifest)
        {
            case IdentifyManifest:
                return new Identify(Inner(bytes, 1)!);
            case IdentityManifest:
                return new ActorIdentity(Inner(bytes, 1)!, Reference(Path(bytes, 2))!);
            case ReferenceManifest:
                return Path(bytes, 1) is var path && path == NobodyPath ? Nobody.Instance : Reference(path) ?? throw new WireFormatException("A reference has no path.");
            case PoisonPillManifest:
                return PoisonPill.Instance;
            case KillManifest:
                return Kill.Instance;
            case HeartbeatManifest:
                return RemoteWatcher.Heartbeat.Instance;
            case HeartbeatReplyManifest:
                return new RemoteWatcher.HeartbeatRsp(Uid(bytes));
            case SuccessManifest:
                return new Status.Success(Inner(bytes, 1)!);
            case FailureManifest:
                return new Status.Failure(ExceptionCodec.Decode(Field(bytes, 1))!, Inner(bytes, 2)!);
            default:
                throw new SerializationException($"The manifest '{manifest}' is not known.");
        }
    }

    private static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> bytes, int wanted)
    {
        ReadOnlySpan<byte> found = default;
        var reader = new WireReader(bytes);
        while (reader.Next(out var field))
        {
            if (field == wanted) found = reader.Bytes();
            else reader.Skip();
        }

        return found;
    }

    private static string Path(byte[] bytes, int field) => System.Text.Encoding.UTF8.GetString(Field(bytes, field));

    private static int Uid(byte[] bytes)
    {
        ulong uid = 0;
        var reader = new WireReader(bytes);
        while (reader.Next(out var field))
        {
            if (field == 1) uid = reader.UInt64();
            else reader.Skip();
        }

        return unchecked((int)uid);
    }

    private object? Inner(byte[] bytes, int field) => MessageCodec.DecodeInner(system, Field(bytes, field));

    private IActorRef? Reference(string path) => path.Length == 0 ? null : system.Provider.ResolveActorRef(path);
}
