using Akka.Actor;

namespace AkkaAuction.Auctioneer.Doors.Remote;

/// <summary>
/// Counts the bidders of each node, so that a node that leaves is one line on the screen. A node is cut when its connection has closed or
/// death watch has given it up, until a connection is there again. It is gone when it is cut and none of its bidders is left, whichever
/// comes first. How each bidder ended makes no difference: a node that is stopped lets some say that they go, as far as there is time. The
/// desk owns it.
/// </summary>
/// <param name="time">The house's clock.</param>
/// <param name="gone">Gets each node that is gone, and how many bidders left it when it was cut.</param>
internal sealed class RemoteNodes(TimeProvider time, Action<string, int> gone)
{
    /// <summary>A node that is stopped ends its bidders first; whoever left it longer ago than this left for reasons of its own.</summary>
    public static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(10);

    private readonly Dictionary<Address, Node> _nodes = [];

    public void Came(Address address)
    {
        if (!_nodes.TryGetValue(address, out var node)) _nodes.Add(address, node = new Node());
        node.Here++;
        node.IsCut = false;
        // After a short cut the bidders register anew: they have not left.
        node.Left.Clear();
    }

    public void Left(Address address)
    {
        if (!_nodes.TryGetValue(address, out var node)) return;
        node.Here--;
        ForgetEarlier(node);
        node.Left.Enqueue(time.GetUtcNow());
        Settle(address, node);
    }

    /// <summary>Its connection is closed, or death watch has given it up.</summary>
    public void Cut(Address address)
    {
        if (!_nodes.TryGetValue(address, out var node)) return;
        ForgetEarlier(node);
        node.IsCut = true;
        Settle(address, node);
    }

    /// <summary>There is a connection with it again.</summary>
    public void Back(Address address)
    {
        if (_nodes.TryGetValue(address, out var node)) node.IsCut = false;
    }

    // Since a cut everybody counts, however long death watch takes.
    private void ForgetEarlier(Node node)
    {
        if (node.IsCut) return;
        var since = time.GetUtcNow() - StopsWithin;
        while (node.Left.TryPeek(out var left) && left < since) node.Left.Dequeue();
    }

    private void Settle(Address address, Node node)
    {
        if (node.Here > 0 || !node.IsCut) return;
        _nodes.Remove(address);
        // A node whose bidders had all gone home takes nobody with it.
        if (node.Left.Count > 0) gone($"{address.Host}:{address.Port}", node.Left.Count);
    }

    private sealed class Node
    {
        public int Here { get; set; }

        public Queue<DateTimeOffset> Left { get; } = new();

        public bool IsCut { get; set; }
    }
}
