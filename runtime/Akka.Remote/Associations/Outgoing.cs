using Akka.Actor;

namespace Akka.Remote.Associations;

/// <summary>A message on its way out, before it is serialized.</summary>
/// <param name="Message">Any object of a bound type.</param>
/// <param name="Sender">Null for none.</param>
/// <param name="Recipient">On the other node.</param>
internal readonly record struct Outgoing(object Message, IActorRef? Sender, RemoteActorRef Recipient)
{
    /// <summary>Heartbeats of death watch pass a full buffer: a slow peer is not a dead one.</summary>
    public bool IsVital => Message is ActorSelectionMessage { Message: RemoteWatcher.Heartbeat } or RemoteWatcher.HeartbeatRsp;
}

/// <summary>A system message that has come in, copied out of its frame: it may have to wait for earlier ones.</summary>
internal sealed record InboundSystemMessage(IInternalActorRef Recipient, byte[] Message, int SerializerId, string Manifest);
