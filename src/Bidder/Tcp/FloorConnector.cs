using Akka.Actor;

namespace AkkaAuction.Bidder.Tcp;

/// <summary>Connects to a house's floor over TCP.</summary>
/// <param name="host">A name or an address.</param>
/// <param name="port">1 to 65535.</param>
/// <param name="self">The bidder's own name: the bidder of lines that go to one bidder alone.</param>
public sealed class FloorConnector(string host, int port, string self) : IFloorConnector
{
    public IFloorConnection Connect(IActorRef owner, long life)
    {
        var connection = new FloorClient(host, port, self, owner, life);
        connection.Start();
        return connection;
    }
}
