using Akka.Actor;

namespace AkkaAuction.Auctioneer.Doors.Remote;

/// <summary>
/// Counts the bidders of each node, so that a node that leaves is told of once, with all its bidders. A node is gone when its last bidder is and
/// its connection is closed, or death watch has given it up. How each bidder ended makes no difference: a node that is stopped lets some say
/// that they go, as far as there is time. The desk owns it.
/// </summary>
/// <param name="gone">Told of a node that is gone, and how many bidders went since one came there last.</param>
internal sealed class RemoteNodes(Action<string, int> gone)
{
    private readonly Dictionary<Address, Node> _nodes = [];

    public void Came(Address address)
    {
        if (!_nodes.TryGetValue(address, out var node)) _nodes.Add(address, node = new Node());
        node.Here++;
        (node.Left, node.IsCut) = (0, false);
    }

    public void Left(Address address)
    {
        if (!_nodes.TryGetValue(address, out var node)) return;
        node.Here--;
        node.Left++;
        Settle(address, node);
    }

    /// <summary>Its connection is closed, or death watch has given it up.</summary>
    public void Cut(Address address)
    {
        if (!_nodes.TryGetValue(address, out var node)) return;
        node.IsCut = true;
        Settle(address, node);
    }

    private void Settle(Address address, Node node)
    {
        if (node.Here > 0 || !node.IsCut) return;
        _nodes.Remove(address);
        gone($"{address.Host}:{address.Port}", node.Left);
    }

    private sealed class Node
    {
        public int Here { get; set; }

        public int Left { get; set; }

        public bool IsCut { get; set; }
    }
}
