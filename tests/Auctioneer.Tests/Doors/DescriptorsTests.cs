using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Akka.Actor;
using Akka.Configuration;
using AkkaAuction.Auctioneer.Doors;
using AkkaAuction.Auctioneer.Doors.Remote;
using AkkaAuction.Auctioneer.Doors.Tcp;
using AkkaAuction.Auctioneer.Settings;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Time.Testing;

namespace AkkaAuction.Auctioneer.Tests.Doors;

/// <summary>Descriptors: a reserve that no connection takes, one line for a shortage, and ceilings that fit.</summary>
public sealed class DescriptorsTests
{
    private readonly PausedTime _time = new();
    private readonly List<string> _log = [];
    private int? _lowestFree = 200;
    private int _looks;

    [Theory]
    [InlineData("Max open files            1024                 524288               files     ", 1024)]
    [InlineData("Max open files            unlimited            unlimited            files     ", null)]
    [InlineData("Max locked memory         8388608              8388608              bytes     ", null)]
    public void The_soft_limit_is_read_from_its_row(string row, int? limit) =>
        Assert.Equal(limit, Descriptors.LimitIn(["Limit                     Soft Limit           Hard Limit           Units     ", row]));

    [Theory]
    [InlineData(1000, 200, 64, 704)]
    [InlineData(1000, 872, 64, 32)]
    [InlineData(256, 216, 20, 10)]
    [InlineData(256, 300, 0, 0)]
    public void The_reserve_is_64_or_half_of_what_is_free(int limit, int used, int reserve, int room)
    {
        _lowestFree = used;
        var descriptors = Of(limit);
        Assert.Equal(room, descriptors.Measure());
        Assert.Equal(reserve, descriptors.Reserve);
    }

    [Theory]
    [InlineData(935, false)]
    [InlineData(936, true)]
    [InlineData(null, true)]
    public void They_are_short_when_the_next_one_is_of_the_reserve(int? next, bool areShort)
    {
        var descriptors = Of(1000);
        _lowestFree = next;
        Assert.Equal(areShort, descriptors.AreShort);
    }

    [Fact]
    public void Without_a_known_limit_they_are_never_short() => Assert.False(Of(null).AreShort);

    [Fact]
    public async Task A_door_pauses_until_some_are_free_and_a_shortage_is_one_line()
    {
        var descriptors = Of(1000);
        _lowestFree = 950;
        var door = descriptors.UntilFreeAsync(CancellationToken.None);
        await _time.TimerAsync();
        await PausesAsync(1000);
        Assert.False(door.IsCompleted);
        Assert.Contains("limit 1000", Assert.Single(_log), StringComparison.Ordinal);
        _lowestFree = 300;
        _time.Advance(Descriptors.Pause);
        await door.WaitAsync(Patience.Most);
    }

    [Fact]
    public async Task A_port_that_is_short_of_descriptors_looks_once_in_a_pause_and_then_takes_who_waited()
    {
        var descriptors = Of(1000);
        _lowestFree = 950;
        await using var listener = await ListenAsync(descriptors);
        using var caller = new TcpClient();
        await caller.ConnectAsync((IPEndPoint)listener.EndPoint);
        var accepted = listener.AcceptAsync().AsTask();
        await _time.TimerAsync();
        await PausesAsync(100);
        Assert.Equal(102, _looks);
        Assert.False(accepted.IsCompleted);
        _lowestFree = 300;
        _time.Advance(Descriptors.Pause);
        await using var connection = await accepted.WaitAsync(Patience.Most);
        Assert.NotNull(connection);
        Assert.Single(_log);
    }

    [Fact]
    public async Task A_port_that_pauses_closes_at_once()
    {
        var descriptors = Of(1000);
        _lowestFree = 950;
        await using var listener = await ListenAsync(descriptors);
        var accepted = listener.AcceptAsync().AsTask();
        await _time.TimerAsync();
        await listener.UnbindAsync();
        Assert.Null(await accepted.WaitAsync(Patience.Most));
    }

    [Fact]
    public void A_shortage_that_comes_back_is_logged_again_only_after_a_calm_minute()
    {
        var descriptors = Of(1000);
        descriptors.NoteShortage();
        _time.Advance(Descriptors.Calm);
        descriptors.NoteShortage();
        Assert.Single(_log);
        _time.Advance(Descriptors.Calm + TimeSpan.FromTicks(1));
        descriptors.NoteShortage();
        Assert.Equal(2, _log.Count);
    }

    [Fact]
    public async Task The_port_of_remote_bidders_pauses_too_and_then_takes_who_waited()
    {
        var settings = HouseSettings.Load(null, ["auction.doors.remote.port=0"]);
        var system = ActorSystem.Create("house", RemoteSystem.WithDoor(
            ConfigurationFactory.ParseString("akka { loglevel = OFF, stdout-loglevel = OFF }"), settings.Remote));
        try
        {
            var descriptors = Of(1000);
            RemotePort.PauseWhenShort(system, descriptors);
            _lowestFree = 950;
            var port = new IPEndPoint(IPAddress.Loopback, ((ExtendedActorSystem)system).Provider.DefaultAddress.Port!.Value);
            // The port was waiting for this one when descriptors ran short.
            using var last = await HangsUpAsync(port);
            await _time.TimerAsync();
            await PausesAsync(100);
            Assert.Equal(102, _looks);
            Assert.Single(_log);
            using var waits = await HangsUpAsync(port);
            await PausesAsync(100);
            Assert.False(waits.Poll(TimeSpan.Zero, SelectMode.SelectRead));
            _lowestFree = 300;
            _time.Advance(Descriptors.Pause);
            Assert.Equal(0, await waits.ReceiveAsync(new byte[1]).WaitAsync(Patience.Most));
        }
        finally
        {
            await system.Terminate();
        }
    }

    private static async Task<IConnectionListener> ListenAsync(Descriptors descriptors)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return await new PausingListener.Factory(socket, 1, descriptors).BindAsync(socket.LocalEndPoint!);
    }

    /// <summary>Connects and sends what Akka hangs up on: a frame of four gigabytes.</summary>
    private static async Task<Socket> HangsUpAsync(IPEndPoint port)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(port);
        await socket.SendAsync(new byte[] { 255, 255, 255, 255 });
        return socket;
    }

    /// <summary>Lets so many pauses of a door pass; it is in the next one then.</summary>
    private async Task PausesAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            _time.Advance(Descriptors.Pause);
            await _time.TimerAsync();
        }
    }

    [Fact]
    public void Ceilings_that_fit_stay_as_they_are()
    {
        var ceilings = new Ceilings();
        Assert.Empty(ceilings.Fit([Default("floor", 700), Written("room", 4)], Of(1000)));
        Assert.Equal((700, 4, null), (ceilings.Of("floor", 700), ceilings.Of("room", 4), ceilings.Fitted));
    }

    [Theory]
    [InlineData(1000, 34, 636, 34)]
    [InlineData(1000, 300, 235, 234)]
    public void The_highest_default_is_lowered_first_and_a_start_line_says_so(int floor, int others, int floorFits, int othersFit)
    {
        var ceilings = new Ceilings();
        Assert.Empty(ceilings.Fit([Default("floor", floor), Default("room", others), Default("sealed", others)], Of(1000)));
        Assert.StartsWith($"Most connections: floor {floorFits}", ceilings.Fitted, StringComparison.Ordinal);
        Assert.EndsWith("this process may open 1000 files (ulimit -n).", ceilings.Fitted, StringComparison.Ordinal);
        Assert.Equal((floorFits, othersFit), (ceilings.Of("floor", floor), ceilings.Of("room", others)));
    }

    [Theory]
    [InlineData(600, 600, 104)]
    [InlineData(700, 634, 70)]
    public void A_number_that_a_person_wrote_comes_before_defaults_which_keep_a_tenth(int floor, int floorFits, int roomFits)
    {
        var ceilings = new Ceilings();
        var warnings = ceilings.Fit([Written("floor", floor), Default("room", 2000)], Of(1000));
        Assert.Equal((floorFits, roomFits), (ceilings.Of("floor", floor), ceilings.Of("room", 2000)));
        Assert.Equal(
            floorFits == floor ? [] :
            [
                $"house.conf, line 1: auction.doors.floor.connections is {floor}, but the door takes {floorFits}: this process may open "
                    + "1000 files. Raise that limit (ulimit -n), or lower the setting",
            ],
            warnings.ToArray());
        Assert.Equal($"Most connections: room {roomFits}; this process may open 1000 files (ulimit -n).", ceilings.Fitted);
    }

    [Fact]
    public void No_door_is_shut_out()
    {
        _lowestFree = 1000;
        var ceilings = new Ceilings();
        Assert.Single(ceilings.Fit([Written("floor", 1000), Default("room", 10)], Of(1000)));
        Assert.Equal((1, 1), (ceilings.Of("floor", 1000), ceilings.Of("room", 10)));
    }

    private static DoorCeiling Default(string door, int connections) => new(door, connections, null);

    private static DoorCeiling Written(string door, int connections) => new(door, connections, "house.conf, line 1");

    private Descriptors Of(int? limit) => new(limit, LowestFree, _time, _log.Add);

    private int? LowestFree()
    {
        _looks++;
        return _lowestFree;
    }

    /// <summary>Virtual time that tells of each timer: a door that has looked may not have begun its pause yet.</summary>
    private sealed class PausedTime : FakeTimeProvider
    {
        private readonly Channel<bool> _timers = Channel.CreateUnbounded<bool>();

        public Task<bool> TimerAsync() => _timers.Reader.ReadAsync().AsTask().WaitAsync(Patience.Most);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            _timers.Writer.TryWrite(true);
            return timer;
        }
    }
}
