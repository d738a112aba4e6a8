using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using AkkaAuction.Auctioneer.Doors;
using AkkaAuction.Auctioneer.Doors.Control;
using AkkaAuction.Auctioneer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace AkkaAuction.Auctioneer.Tests.Doors;

/// <summary>The control socket as a file, and as a door that hostile and clumsy clients leave serving.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ControlDoorTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TemporaryFolder _folder = new();
    private readonly FakeControl _control = new();

    public void Dispose() => _folder.Dispose();

    private string Place => ControlPath.Of(_folder["auction.db"]);

    [Fact]
    public async Task It_stands_beside_the_journal_for_its_owner_alone_and_goes_with_the_house()
    {
        await using (Open())
        {
            Assert.Equal(OwnerOnly, File.GetUnixFileMode(Place));
            // Nothing else is left of making it.
            Assert.Equal([Place], Directory.GetFileSystemEntries(_folder.Path));
        }
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task What_a_killed_house_has_left_is_replaced()
    {
        using (var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            var elsewhere = _folder["dead"];
            dead.Bind(new UnixDomainSocketEndPoint(elsewhere));
            File.Move(elsewhere, Place);
        }
        await using var door = Open();
        using var client = await Client.ConnectAsync(Place);
        Assert.Equal(End, await client.AskAsync(List));
    }

    [Fact]
    public void What_is_no_socket_is_left_alone()
    {
        File.WriteAllText(Place, "a letter");
        Assert.Contains("is there and is no socket", Assert.Throws<IOException>(Open).Message, StringComparison.Ordinal);
        Assert.Equal("a letter", File.ReadAllText(Place));
        File.Delete(Place);
        Directory.CreateDirectory(Place);
        Assert.Contains("is there and is no socket", Assert.Throws<IOException>(Open).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_longest_path_that_a_socket_has_is_used_and_a_longer_one_is_named()
    {
        var room = ControlPath.BytesMax - Encoding.UTF8.GetByteCount(ControlPath.Of(_folder["d/j"])) + 1;
        var longest = ControlPath.Of(_folder[$"{new string('d', room)}/j"]);
        Directory.CreateDirectory(Path.GetDirectoryName(longest)!);
        Assert.Equal(ControlPath.BytesMax, Encoding.UTF8.GetByteCount(longest));
        await using (Open(longest, TimeProvider.System))
        {
            using var client = await Client.ConnectAsync(longest);
            Assert.Equal(End, await client.AskAsync(List));
        }
        var longer = ControlPath.Of(_folder[$"{new string('d', room)}/jj"]);
        var fault = Assert.Throws<IOException>(() => ControlSocket.Open(longer));
        Assert.Equal(
            $"{longer} has {ControlPath.BytesMax + 1} bytes, and a socket's path at most {ControlPath.BytesMax}; "
                + "a journal in a folder with a shorter path has one",
            fault.Message);
    }

    [Fact]
    public async Task Requests_are_answered_one_after_the_other_and_a_wrong_one_in_between_harms_nothing()
    {
        await using var door = Open();
        using var client = await Client.ConnectAsync(Place);
        await client.SendAsync("{\"v\":1,\"do\":\"show\",\"sale\":\"a\"}\r\nHELLO\n{\"v\":1,\"do\":\"list\"}\n");
        Assert.Equal(End, await client.LineAsync());
        Assert.Contains("This is no JSON object", await client.LineAsync(), StringComparison.Ordinal);
        Assert.Equal(End, await client.LineAsync());
        Assert.Equal([new ControlRequest.Show("a"), new ControlRequest.List()], _control.Asked);
    }

    [Fact]
    public async Task A_line_that_comes_byte_by_byte_is_one_request()
    {
        await using var door = Open();
        using var client = await Client.ConnectAsync(Place);
        foreach (var letter in List + "\n") await client.SendAsync($"{letter}");
        Assert.Equal(End, await client.LineAsync());
    }

    [Fact]
    public async Task Half_a_line_is_not_done()
    {
        await using var door = Open();
        using var client = await Client.ConnectAsync(Place);
        await client.SendAsync("{\"v\":1,\"do\":\"close\",\"sale\":\"a\"}");
        client.EndInput();
        Assert.Contains("The last line has no end", await client.LineAsync(), StringComparison.Ordinal);
        Assert.Null(await client.LineAsync());
        Assert.Empty(_control.Asked);
    }

    [Fact]
    public async Task The_longest_line_is_taken_and_ten_megabytes_without_an_end_are_cut_off()
    {
        await using var door = Open();
        using var client = await Client.ConnectAsync(Place);
        await client.SendAsync(List.PadRight(ControlLine.BytesMax) + "\n");
        Assert.Equal(End, await client.LineAsync());
        var sent = client.SendAsync(new string('x', 10 << 20));
        Assert.Contains("A line has at most 65536 bytes", await client.LineAsync(), StringComparison.Ordinal);
        await Assert.ThrowsAsync<IOException>(() => sent);
        await ServesAsync();
    }

    [Fact]
    public async Task A_thousand_connections_at_once_leave_it_serving()
    {
        await using var door = Open();
        var clients = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => TryConnectAsync()));
        foreach (var client in clients) client?.Dispose();
        await ServesAsync();
    }

    [Fact]
    public async Task Whoever_is_one_too_many_hears_so_and_has_a_place_when_another_has_gone()
    {
        await using var door = Open();
        var seated = new List<Client>();
        for (var i = 0; i < ControlDoor.ConnectionsMax; i++)
        {
            seated.Add(await Client.ConnectAsync(Place));
            Assert.Equal(End, await seated[i].AskAsync(List));
        }
        using (var late = await Client.ConnectAsync(Place))
        {
            Assert.Contains("16 connections are open", await late.LineAsync(), StringComparison.Ordinal);
            Assert.Null(await late.LineAsync());
        }
        seated.ForEach(client => client.Dispose());
        await ServesAsync();
    }

    [Fact]
    public async Task Whoever_is_silent_is_let_go()
    {
        var time = new CountedTime();
        await using var door = Open(time);
        using var client = await Client.ConnectAsync(Place);
        Assert.Equal(End, await client.AskAsync(List));
        // One for the request, one for its answer, and one for the request that does not come.
        await time.ThirdTimer.WaitAsync(Houses.Patience);
        time.Advance(ControlDoor.Patience);
        Assert.Contains("Nothing was asked for 30 s.", await client.LineAsync(), StringComparison.Ordinal);
        Assert.Null(await client.LineAsync());
    }

    [Fact]
    public async Task A_house_that_stops_tells_those_who_wait()
    {
        var door = Open();
        using var idle = await Client.ConnectAsync(Place);
        Assert.Equal(End, await idle.AskAsync(List));
        using var waiting = await Client.ConnectAsync(Place);
        await waiting.SendAsync("{\"v\":1,\"do\":\"close\",\"sale\":\"never\"}\n");
        await _control.Waits.Task.WaitAsync(Houses.Patience);
        await door.DisposeAsync();
        Assert.Contains("The house is stopping", await idle.LineAsync(), StringComparison.Ordinal);
        Assert.Contains("The house is stopping", await waiting.LineAsync(), StringComparison.Ordinal);
        Assert.Null(await waiting.LineAsync());
        Assert.False(File.Exists(Place));
    }

    private const string List = "{\"v\":1,\"do\":\"list\"}";

    private const string End = "{\"line\":\"end\"}";

    private ControlDoor Open() => Open(TimeProvider.System);

    private ControlDoor Open(TimeProvider time) => Open(Place, time);

    private ControlDoor Open(string place, TimeProvider time) => new(ControlSocket.Open(place), _control, Plenty, time, _ => { });

    private static Descriptors Plenty => new(limit: null, () => 0, TimeProvider.System, _ => { });

    /// <summary>Tries until there is a place again: those who went before may not have been noticed yet.</summary>
    private async Task ServesAsync()
    {
        string? line;
        do
        {
            using var client = await Client.ConnectAsync(Place);
            line = await client.AskAsync(List);
        }
        while (line != End);
    }

    /// <summary>The system itself turns away whom the queue has no room for.</summary>
    private async Task<Client?> TryConnectAsync()
    {
        try
        {
            return await Client.ConnectAsync(Place);
        }
        catch (SocketException)
        {
            return null;
        }
    }

    private sealed class FakeControl : ISaleControl
    {
        public List<ControlRequest> Asked { get; } = [];

        public TaskCompletionSource Waits { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task<IReadOnlyList<ControlLine>> AnswerAsync(ControlRequest request, CancellationToken cancellation)
        {
            lock (Asked) Asked.Add(request);
            if (request is ControlRequest.Close { Sale: "never" })
            {
                Waits.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
            }
            return [new ControlLine.End()];
        }
    }

    private sealed class CountedTime : FakeTimeProvider
    {
        private readonly TaskCompletionSource _third = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _timers;

        public Task ThirdTimer => _third.Task;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            if (Interlocked.Increment(ref _timers) == 3) _third.SetResult();
            return timer;
        }
    }

    private sealed class Client : IDisposable
    {
        private readonly NetworkStream _stream;
        private readonly StreamReader _lines;

        private Client(Socket socket)
        {
            _stream = new NetworkStream(socket, ownsSocket: true);
            _lines = new StreamReader(_stream);
        }

        public static async Task<Client> ConnectAsync(string path)
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
                return new Client(socket);
            }
            catch (SocketException)
            {
                socket.Dispose();
                throw;
            }
        }

        public Task SendAsync(string text) => _stream.WriteAsync(Encoding.UTF8.GetBytes(text)).AsTask();

        public void EndInput() => _stream.Socket.Shutdown(SocketShutdown.Send);

        public Task<string?> LineAsync() => _lines.ReadLineAsync().WaitAsync(Houses.Patience);

        /// <summary>What comes to a question; null: nothing does.</summary>
        public async Task<string?> AskAsync(string line)
        {
            try
            {
                await SendAsync(line + "\n");
                return await LineAsync();
            }
            catch (IOException)
            {
                return null;
            }
        }

        public void Dispose() => _lines.Dispose();
    }
}
