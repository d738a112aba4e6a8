using Akka.Actor;

namespace AkkaAuction.Auctioneer.Doors.Remote;

/// <summary>
/// Counts the bidders of each node, so that a node that leaves is told of once, with all its bidders. A node is gone when its last bidder
/// was let go and its connection is closed or death watch has given it up; a bidder that ends alone, or says that it goes, is no node
/// that leaves. The desk owns it.
/// </summary>
/// <param name="gone">Told of a node that is gone, and how many of its bidders were let go.</param>
internal sealed class RemoteNodes(Action<string, int> gone)
{
    private readonly Dictionary<Address, Node> _nodes = [];

    public void Came(Address address)
    {
        if (!_nodes.TryGetValue(address, out var node)) _nodes.Add(address, node = new Node());
        node.Here++;
        node.IsCut = false;
        // One that was let go and comes again was not gone for good.
        if (node.LetGo > 0) node.LetGo--;
    }

    /// <param name="address">Its node.</param>
    /// <param name="wasLetGo">It ended without a word, or its node did.</param>
    public void Left(Address address, bool wasLetGo)
    {
        if (!_nodes.TryGetValue(address, out var node)) return;
        node.Here--;
        if (wasLetGo) node.LetGo++;
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
        if (node.Here > 0 || (node.LetGo > 0 && !node.IsCut)) return;
        _nodes.Remove(address);
        if (node.LetGo > 0) gone($"{address.Host}:{address.Port}", node.LetGo);
    }

    private sealed class Node
    {
        public int Here { get; set; }

        public int LetGo { get; set; }

        public bool IsCut { get; set; }
    }
}
