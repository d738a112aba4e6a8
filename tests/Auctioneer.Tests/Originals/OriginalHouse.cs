using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Akka.TestKit;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Originals;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Auctioneer.Tests.Support;
using AkkaAuction.Messages.Originals;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Tests.Originals;

/// <summary>Houses for the tests of the original doors: both open on free ports, with the times a test wants.</summary>
internal static class OriginalHouse
{
    public static async Task<House> OpenAsync(IOriginalsObserver? observer, params string[] assignments)
    {
        var settings = HouseSettings.Load(null,
        [
            "auction.doors.room.port=0", "auction.doors.sealed.port=0", "auction.doors.room.silence=30ms",
            "auction.doors.sealed.silence=30ms",
            .. assignments,
        ]);
        return await House.StartAsync(
            settings, new Catalogue([]), new HouseOptions { Parts = [new RoomPart(observer), new SealedHousePart(observer)] });
    }

    public static Task<House> OpenAsync(params string[] assignments) => OpenAsync(null, assignments);

    /// <summary>
    /// A house with the times it ships with, whose time passes when the test says so; only its sockets live in the world's.
    /// </summary>
    public static async Task<(House House, VirtualTime Time)> OpenInMovedTimeAsync(IOriginalsObserver? observer)
    {
        var time = new VirtualTime();
        var settings = HouseSettings.Load(
            null,
            [
                "auction.doors.room.port=off", "auction.doors.sealed.port=0", "auction.doors.sealed.silence=30ms",
                "auction.sealed.pause=0s", VirtualTime.Setting,
            ]);
        var house = await House.StartAsync(
            settings, new Catalogue([]), new HouseOptions { Parts = [new SealedHousePart(observer)], Time = time });
        time.Scheduler = (TestScheduler)house.System.Scheduler;
        return (house, time);
    }

    /// <summary>Seller, then Buyers, seated and told so; the last Buyer's arrival has started the bidding.</summary>
    public static async Task<(OriginalClient Seller, OriginalClient[] Buyers)> SealedAuctionAsync(House house, string request, int buyers)
    {
        var seller = await OriginalClient.ConnectAsync(house.SealedEndPoint);
        await seller.ExpectAsync(SealedWords.RoleSeller, SealedWords.SubmitRequest);
        await seller.SendAsync(request);
        await seller.ExpectAsync(SealedWords.RequestReceived(request.Trim()));
        var seated = new OriginalClient[buyers];
        for (var i = 0; i < buyers; i++)
        {
            seated[i] = await OriginalClient.ConnectAsync(house.SealedEndPoint);
            await seated[i].ExpectAsync(i + 1 < buyers ? [SealedWords.RoleBuyer, SealedWords.StillWaiting] : [SealedWords.RoleBuyer]);
        }
        foreach (var buyer in seated) await buyer.ExpectAsync(SealedWords.BiddingStart);
        return (seller, seated);
    }
}

/// <summary>A program written for the original: it sends text as it is, without a newline, and reads lines.</summary>
internal sealed class OriginalClient : IAsyncDisposable
{
    private readonly Socket _socket;
    private readonly StreamReader _reader;

    private OriginalClient(Socket socket)
    {
        _socket = socket;
        _reader = new StreamReader(new NetworkStream(socket), new UTF8Encoding(false));
    }

    public static async Task<OriginalClient> ConnectAsync(IPEndPoint? door)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(door!).WaitAsync(Houses.Patience);
        return new OriginalClient(socket);
    }

    public string Peer => _socket.LocalEndPoint!.ToString()!;

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(byte[] bytes) => await _socket.SendAsync(bytes).WaitAsync(Houses.Patience);

    /// <summary>The next line; null: the house has closed the connection.</summary>
    public async Task<string?> LineAsync()
    {
        try
        {
            return await _reader.ReadLineAsync().WaitAsync(Houses.Patience);
        }
        catch (IOException)
        {
            return null;
        }
    }

    public async Task ExpectAsync(params string[] lines)
    {
        foreach (var line in lines) Assert.Equal(line, await LineAsync());
    }

    public async Task ExpectEndAsync() => Assert.Null(await LineAsync());

    public void HalfClose() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Goes without a goodbye: the peer sees a reset.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }

    public ValueTask DisposeAsync()
    {
        _reader.Dispose();
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>Remembers what the two houses showed, and waits for what they will show.</summary>
internal sealed class OriginalsListener : IOriginalsObserver
{
    private readonly Channel<RoomEvent> _room = Channel.CreateUnbounded<RoomEvent>();
    private readonly Channel<string> _sealed = Channel.CreateUnbounded<string>();

    public ConcurrentQueue<string> Screen { get; } = [];

    public void OnRoom(RoomEvent said) => _room.Writer.TryWrite(said);

    public void OnSealed(string line)
    {
        Screen.Enqueue(line);
        _sealed.Writer.TryWrite(line);
    }

    public async Task<RoomEvent> RoomAsync() => await _room.Reader.ReadAsync().AsTask().WaitAsync(Houses.Patience);

    public async Task<string> SealedAsync(string beginning)
    {
        while (true)
        {
            var line = await _sealed.Reader.ReadAsync().AsTask().WaitAsync(Houses.Patience);
            if (line.StartsWith(beginning, StringComparison.Ordinal)) return line;
        }
    }
}
