using System.Runtime.Serialization;
using Akka.Dispatch;
using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// The reference to an actor of this process under <c>akka.actor.serialize-messages = on</c>: what it is told is written to bytes and read
/// back, so that a test finds messages that would not survive a wire.
/// </summary>
internal sealed class SerializingActorRef(
    ActorSystemImpl system, Props props, MessageDispatcher dispatcher, MailboxType mailboxType, IInternalActorRef supervisor, ActorPath path)
    : LocalActorRef(system, props, dispatcher, mailboxType, supervisor, path)
{
    protected override void TellInternal(object message, IActorRef? sender) => base.TellInternal(WrittenAndRead(message), sender);

    /// <exception cref="SerializationException">The serializer does not read what it wrote.</exception>
    private object WrittenAndRead(object message)
    {
        var content = message is DeadLetter letter ? letter.Message : message;
        if (content is INoSerializationVerificationNeeded || content.GetType().Namespace?.StartsWith("Akka.", StringComparison.Ordinal) == true) return message;
        var serialization = Cell.SystemImpl.Serialization;
        if (!serialization.IsBound(content.GetType())) return message;
        var serializer = serialization.FindSerializerFor(content);
        var bytes = serialization.Serialize(content);
        var read = serialization.Deserialize(bytes, serializer.Identifier, Serialization.Serialization.ManifestFor(serializer, content));
        return message is DeadLetter lost ? new DeadLetter(read, lost.Sender, lost.Recipient) : read;
    }
}
