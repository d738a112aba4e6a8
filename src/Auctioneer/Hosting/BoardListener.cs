using Akka.Actor;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Messages;

namespace AkkaAuction.Auctioneer.Hosting;

/// <summary>The journal's way to a sale's board.</summary>
/// <param name="board">The board; nobody: the sale has none now.</param>
internal sealed class BoardListener(IActorRef board) : INoticeListener
{
    public void Announce(IReadOnlyList<Notice> notices) => board.Tell(new BoardMessage.Announced([.. notices]), ActorRefs.NoSender);
}
