using System.Net.Sockets;

namespace AkkaAuction.Scenarios.Tests.FieldCases;

/// <summary>Half open: when one door answers, all of them do.</summary>
public sealed class FieldCaseK : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task When_the_house_says_that_it_is_open_every_door_answers_at_once()
    {
        await using var house = await FieldHouse.OpenAsync(_folder.Path, "floor room sealed remote", "--journal", "a.db");
        await using var bidder = await FloorClient.EnterAsync(house.Door("floor"), "ann");
        await using var client = await FloorClient.ConnectAsync(house.Door("room"));
        await client.AskAsync("Boat,1", "Item Boat not found");
        await using var seller = await FloorClient.ConnectAsync(house.Door("sealed"));
        await seller.UntilAsync("Your role is: [Seller]");
        var address = new Uri(house.Run.Lines.Single(line => line.StartsWith("remote door", StringComparison.Ordinal)).Split(' ')[^1]);
        using var node = new TcpClient();
        await node.ConnectAsync(address.Host, address.Port);
        using var operatorsDoor = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await operatorsDoor.ConnectAsync(new UnixDomainSocketEndPoint(_folder["a.db.control"]));
    }
}
