using Akka.Actor;
using AkkaAuction.Journal;

namespace AkkaAuction.Auctioneer.Sales;

/// <summary>Sends a message once the facts it depends on are durable.</summary>
/// <param name="to">The receiver.</param>
/// <param name="message">The message.</param>
/// <param name="from">The sender the receiver sees; null: none.</param>
internal sealed class TellWhenStored(IActorRef to, object message, IActorRef? from = null) : IRelease
{
    public void Stored(Appended facts) => to.Tell(message, from ?? ActorRefs.NoSender);
}
