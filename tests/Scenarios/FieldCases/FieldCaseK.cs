using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AkkaAuction.Scenarios.Tests.FieldCases;

/// <summary>Half open: once one door lets somebody in, no other refuses, and every one of them answers.</summary>
public sealed class FieldCaseK : IDisposable
{
    private static readonly string[] Doors = ["floor", "room", "sealed", "remote"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("floor")]
    [InlineData("remote")]
    [InlineData("sealed")]
    public async Task Once_one_door_lets_somebody_in_no_other_refuses(string firstTried)
    {
        var places = Doors.Zip(FreePorts(Doors.Length)).ToDictionary(door => door.First, EndPoint (door) => door.Second);
        var settings = places.Select(door => $"auction.doors.{door.Key}.port={((IPEndPoint)door.Value).Port}").ToArray();
        var order = places.OrderByDescending(door => door.Key == firstTried).ToArray();
        places.Add("control", new UnixDomainSocketEndPoint(_folder["a.db.control"]));
        await using var house = FieldHouse.Start(_folder.Path, "", ["--journal", "a.db", .. settings]);

        var inside = new Dictionary<string, Socket>();
        var until = DateTime.UtcNow + Patience.Most;
        while (inside.Count == 0 && DateTime.UtcNow < until)
        {
            foreach (var (door, place) in order)
            {
                if (Knock(place) is not { } let) continue;
                inside.Add(door, let);
                break;
            }
        }
        var first = Assert.Single(inside).Key;
        string[] refused = [.. places.Where(door => door.Key != first).Where(door => !IsIn(door.Key, door.Value)).Select(door => door.Key)];

        Assert.True(refused.Length == 0, $"{first} lets in, and not: {string.Join(", ", refused)}");
        await AnswersAsync("floor", "HELLO ann\n", "WELCOME ann ");
        await AnswersAsync("room", "Boat,1", "Item Boat not found");
        await AnswersAsync("sealed", "", "Your role is: [Seller]");
        await AnswersAsync("control", "{\"v\":1,\"do\":\"list\"}\n", "\"line\":\"end\"");
        await house.Run.UntilAsync("Ctrl-C stops the house.");
        var (code, _) = await FieldBidder.ScriptAsync($"play {house.At("remote")} --name bea", "quit");
        Assert.Equal(0, code);
        foreach (var socket in inside.Values) socket.Dispose();

        bool IsIn(string door, EndPoint place)
        {
            if (Knock(place) is not { } let) return false;
            inside.Add(door, let);
            return true;
        }

        async Task AnswersAsync(string door, string said, string answer)
        {
            await inside[door].SendAsync(Encoding.UTF8.GetBytes(said)).WaitAsync(Patience.Most);
            var heard = "";
            var buffer = new byte[4096];
            while (!heard.Contains(answer, StringComparison.Ordinal))
            {
                var count = await inside[door].ReceiveAsync(buffer).WaitAsync(Patience.Most);
                Assert.True(count > 0, $"{door} has closed after: {heard}");
                heard += Encoding.UTF8.GetString(buffer, 0, count);
            }
        }
    }

    [Fact]
    public async Task A_house_whose_last_port_is_taken_opens_no_door_at_all()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var (floor, remote) = (FreePorts(1)[0], ((IPEndPoint)taken.LocalEndpoint).Port);
        await using var house = FieldHouse.Start(
            _folder.Path, "", "--journal", "a.db", $"auction.doors.floor.port={floor.Port}", $"auction.doors.remote.port={remote}");
        var ending = house.Run.EndAsync();
        var letIn = 0;
        while (!ending.IsCompleted)
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(floor).WaitAsync(TimeSpan.FromMilliseconds(100));
                letIn++;
            }
            catch (Exception none) when (none is SocketException or TimeoutException)
            {
                // It refuses, or says nothing.
                await Task.Yield();
            }
        }

        Assert.NotEqual(0, await ending);
        Assert.Equal(0, letIn);
        Assert.Contains(house.Run.Lines, line => line.Contains("The remote door cannot listen", StringComparison.Ordinal));
        Assert.False(File.Exists(_folder["a.db.control"]));
    }

    /// <returns>Null: it refuses.</returns>
    private static Socket? Knock(EndPoint place)
    {
        var isTcp = place is IPEndPoint;
        var socket = new Socket(place.AddressFamily, SocketType.Stream, isTcp ? ProtocolType.Tcp : ProtocolType.Unspecified);
        try
        {
            socket.Connect(place);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }

    private static IPEndPoint[] FreePorts(int count)
    {
        var probes = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        foreach (var probe in probes) probe.Start();
        IPEndPoint[] free = [.. probes.Select(probe => (IPEndPoint)probe.LocalEndpoint)];
        foreach (var probe in probes) probe.Dispose();
        return free;
    }
}
