using Akka.Actor;
using AkkaAuction.Bidder.Tcp;
using AkkaAuction.Messages;

namespace AkkaAuction.Bidder.Remote;

/// <summary>Connects one bidder to a house as a remote actor.</summary>
/// <param name="node">The node it is an actor of.</param>
/// <param name="self">The bidder's own name.</param>
internal sealed class RemoteConnector(RemoteNode node, string self) : IFloorConnector
{
    public IFloorConnection Connect(IActorRef owner, long life)
    {
        var visit = node.TryOpen(() => RemoteVisit.Props(node.House, node.Certificate, self, owner, life));
        if (visit is null) owner.Tell(new ConnectionEvent.Lost(life, "the node is being renewed"), ActorRefs.NoSender);
        return new Connection(visit ?? ActorRefs.Nobody);
    }

    private sealed class Connection(IActorRef visit) : IFloorConnection
    {
        public void Send(Request request) => visit.Tell(request, ActorRefs.NoSender);

        public void Handled() => visit.Tell(RemoteVisit.Handled.Instance, ActorRefs.NoSender);

        public void Close() => visit.Tell(RemoteVisit.Close.Instance, ActorRefs.NoSender);
    }
}
