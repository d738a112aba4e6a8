using Akka.Actor;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Journal;
using AkkaAuction.Messages;

namespace AkkaAuction.Auctioneer.Hosting;

/// <summary>
/// The journal's way to an actor that is made after it, and to the one that replaces it. The actor begins to listen before it stores
/// anything, and the journal announces only what is stored, so no thread sees an older listener than the one it must announce to.
/// </summary>
internal sealed class LateListener : INoticeListener
{
    private IActorRef _listener = ActorRefs.Nobody;

    public void Begin(IActorRef listener) => _listener = listener;

    public void Announce(IReadOnlyList<Notice> notices) => _listener.Tell(new BoardMessage.Announced([.. notices]), ActorRefs.NoSender);
}
