using Akka.Actor;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Journal;
using AkkaAuction.Messages;

namespace AkkaAuction.Auctioneer.Hosting;

/// <summary>The journal's way to an actor that is made after it.</summary>
internal sealed class LateListener : INoticeListener
{
    private volatile IActorRef _listener = ActorRefs.Nobody;

    public void Begin(IActorRef listener) => _listener = listener;

    public void Announce(IReadOnlyList<Notice> notices) => _listener.Tell(new BoardMessage.Announced([.. notices]), ActorRefs.NoSender);
}
