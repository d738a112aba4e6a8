using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Event;
using Akka.Remote.Serialization;

namespace Akka.Remote.Associations;

/// <summary>
/// The last step of a message that came in: back into an object, past the rules of untrusted mode, into the mailbox. Whatever is wrong with
/// one message is that message's end and nobody else's.
/// </summary>
/// <remarks>
/// Untrusted mode keeps out, beyond what Akka.NET's does: messages to paths that name no incarnation (a reference that was given to the
/// sender always does), notices of death about actors that are not the sender's own, and every system message but those of death watch.
/// </remarks>
internal sealed class InboundDispatcher(Remoting remoting, ExtendedActorSystem system, RemoteActorRefProvider provider)
{
    public void Deliver(IInternalActorRef recipient, IActorRef? sender, ReadOnlySpan<byte> bytes, int serializerId, string manifest)
    {
        if (!TryDeserialize(bytes, serializerId, manifest, out var message)) return;
        if (remoting.Settings.LogReceive) remoting.Log.Debug("RemoteMessage: {0} to {1} from {2}", message, recipient, sender);
        sender ??= system.DeadLetters;
        switch (message)
        {
            case SystemMessage:
                remoting.Refusals.Note("unnumbered", $"A system message without a number, to [{recipient.Path}].");
                break;
            case var _ when !recipient.IsLocal:
                remoting.Refusals.Note("elsewhere", $"A message to [{recipient.Path}], which is not at [{remoting.DefaultAddress}].");
                break;
            case ActorSelectionMessage selection when remoting.Settings.UntrustedMode && !MayBeSelected(recipient, selection):
                remoting.Refusals.Note("untrusted", $"A selection of [{PathOf(selection)}]; akka.remote.trusted-selection-paths does not name it.");
                break;
            case ActorSelectionMessage selection:
                ActorSelectionDelivery.Deliver(recipient, sender, selection);
                break;
            case IPossiblyHarmful when remoting.Settings.UntrustedMode:
                remoting.Refusals.Note("untrusted", $"A harmful message of type {message.GetType()} to [{recipient.Path}].");
                break;
            default:
                recipient.Tell(message, sender);
                break;
        }
    }

    /// <summary>Hands a system message over; it is acknowledged whatever becomes of it.</summary>
    public void DeliverSystem(Association association, InboundSystemMessage inbound)
    {
        if (!TryDeserialize(inbound.Message, inbound.SerializerId, inbound.Manifest, out var message)) return;
        if (!inbound.Recipient.IsLocal)
            remoting.Refusals.Note("elsewhere", $"A system message to [{inbound.Recipient.Path}], which is not at [{remoting.DefaultAddress}].");
        else if (message is not SystemMessage system)
            remoting.Refusals.Note("unnumbered", $"A numbered message of type {message.GetType()}, to [{inbound.Recipient.Path}].");
        else if (remoting.Settings.UntrustedMode && !MayBeSent(association.RemoteAddress, system))
            remoting.Refusals.Note("untrusted", $"A system message of type {message.GetType().Name} to [{inbound.Recipient.Path}].");
        else if (!Remember(association.Watches, inbound.Recipient, system))
            remoting.Refusals.Note("watches", $"[{association.RemoteAddress}] watches too much.");
        else
            inbound.Recipient.SendSystemMessage(system);
    }

    /// <summary>In untrusted mode: a path with its incarnation, the root (selections go there), an asker that waits, or a trusted path.</summary>
    public bool MayBeAddressed(ActorPath path) =>
        path.Uid != 0 || path is RootActorPath || path.Elements[0] == "temp" || remoting.Settings.TrustedSelectionPaths.Contains(path.ToStringWithoutAddress());

    private static string PathOf(ActorSelectionMessage selection) => "/" + string.Join('/', selection.Elements.Select(element => element.ToString()));

    private static bool MayBeSent(Address from, SystemMessage message) => message switch
    {
        Watch watch => watch.Watcher.Path.Address == from,
        Unwatch unwatch => unwatch.Watcher.Path.Address == from,
        DeathWatchNotification notification => notification.Actor.Path.Address == from,
        _ => false,
    };

    private static bool Remember(ForeignWatches watches, IInternalActorRef recipient, SystemMessage message)
    {
        if (recipient is not LocalActorRef) return true;
        switch (message)
        {
            case Watch watch:
                return watches.TryAdd(watch.Watchee, watch.Watcher);
            case Unwatch unwatch:
                watches.Remove(unwatch.Watchee, unwatch.Watcher);
                return true;
            default:
                return true;
        }
    }

    private bool MayBeSelected(IInternalActorRef recipient, ActorSelectionMessage selection) =>
        selection.Message is not IPossiblyHarmful && recipient.Equals(provider.RootGuardian)
                                                  && remoting.Settings.TrustedSelectionPaths.Contains(PathOf(selection));

    private bool TryDeserialize(ReadOnlySpan<byte> bytes, int serializerId, string manifest, out object message)
    {
#pragma warning disable CA1031 // Serializers are anybody's code, and the bytes are the peer's.
        try
        {
            message = MessageCodec.Deserialize(system, bytes, serializerId, manifest);
            return true;
        }
        catch (Exception ex)
        {
            remoting.Refusals.Note("deserialization", $"A message of serializer {serializerId}, manifest '{manifest}': {ex.Message}");
            message = null!;
            return false;
        }
#pragma warning restore CA1031
    }
}
