using System.Threading.Channels;
using Akka;
using Akka.Actor;
using Akka.Remote;
using AkkaAuction.Bidder.Remote;
using AkkaAuction.Bidder.Tcp;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;

namespace AkkaAuction.Remote.House.Tests;

/// <summary>
/// When a node gives up its house and comes back as a new one, by a clock of the node that the test moves: the house behind the wire lives in the world's time and
/// waits for ever.
/// </summary>
public sealed class A_house_that_is_silent : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly Relay _wire = new();
    private readonly ActorSystem _own = ActorSystem.Create("own");
    private readonly Channel<ConnectionEvent> _heard = Channel.CreateUnbounded<ConnectionEvent>();
    private readonly Channel<string> _troubles = Channel.CreateUnbounded<string>();
    private Auctioneer.House _house = null!;
    private RemoteNode _node = null!;
    private IActorRef _owner = ActorRefs.Nobody;
    private MovedScheduler? _dead;

    public async Task InitializeAsync()
    {
        _wire.Target = Houses.FreePort();
        _house = await Houses.OpenAsync(
            """lots = [ { id = lamp, start = 20 } ]""", $"auction.doors.remote.port={_wire.Target}", $"akka.remote.dot-netty.tcp.public-port={_wire.Port}", "auction.doors.remote.silence=1h",
            "akka.remote.watch-failure-detector.heartbeat-interval=1h");
        Assert.True(RemoteHouse.TryParse(_house.RemoteAddress!, out var at, out _));
        _node = new RemoteNode(at, RemoteNodeSettings.Default with
        {
            Akka = $"akka.scheduler.implementation = \"{typeof(MovedScheduler).FullName}, {typeof(MovedScheduler).Assembly.GetName().Name}\"",
        });
        _node.Troubled += said => _troubles.Writer.TryWrite(said);
        _owner = _own.ActorOf(Props.Create(() => new Ear(_heard.Writer)));
    }

    public async Task DisposeAsync()
    {
        // The dead one waits for its last words to go out, by its own time; nobody tells when it begins to.
        var closing = _node.DisposeAsync().AsTask();
        while (await Task.WhenAny(closing, Task.Delay(50)) != closing) _dead?.Pass(Second);
        await closing;
        await _own.Terminate();
        await _house.DisposeAsync();
    }

    public void Dispose() => _wire.Dispose();

    [Fact]
    public async Task On_an_open_connection_for_more_than_four_seconds_is_given_up()
    {
        var token = await EnterAsync(1, null);
        // Which incarnation is at the other end the node knows by an answered heartbeat.
        var answered = _wire.HasPassedFromTargetAsync("RWHR", 1, ProgramRun.Patience);
        Time.Pass(Second);
        await answered;
        await WatcherHasHeardAsync();
        _wire.Swallow();
        // The pause comes on top of what it expects between two answers, and is looked at once a second.
        Assert.InRange(await GivenUpAsync(token, Second, SeenAsync), 4 * Second, 12 * Second);

        // What death watch has seen the keeper hears, and what the keeper hears is said on another thread; a quarter of a second is for that, and for the pace only.
        async Task SeenAsync()
        {
            await WatcherHasHeardAsync();
            await Task.WhenAny(_troubles.Reader.WaitToReadAsync().AsTask(), Task.Delay(Second / 4));
        }
    }

    [Fact]
    public async Task And_takes_no_connection_for_thirty_seconds_is_given_up()
    {
        var token = await EnterAsync(1, null);
        var fails = 0;
        var failed = Channel.CreateUnbounded<AssociationErrorEvent>();
        var ear = _node.System.ActorOf(Props.Create(() => new ErrorEar(failed.Writer)));
        _node.System.EventStream.Subscribe(ear, typeof(AssociationErrorEvent));
        _wire.Refuse();
        _wire.Cut();
        await LostAsync(1);
        // Its bidder's end is still to be told to the house. That is tried every two seconds, and the first try that fails starts the clock; it must have failed before
        // more time passes, and the first times there may be nothing to try yet, which nobody tells.
        async Task TriedAsync()
        {
            await Task.WhenAny(failed.Reader.WaitToReadAsync().AsTask(), _troubles.Reader.WaitToReadAsync().AsTask(), Task.Delay(Second));
            while (failed.Reader.TryRead(out _)) fails++;
        }
        while (fails == 0)
        {
            Time.Pass(2 * Second);
            await TriedAsync();
        }
        Assert.InRange(await GivenUpAsync(token, 2 * Second, TriedAsync), 24 * Second, 40 * Second);
    }

    private MovedScheduler Time => (MovedScheduler)_node.System.Scheduler;

    /// <summary>Says who it is and hears up to READY; gives the token.</summary>
    private async Task<string> EnterAsync(long life, string? token)
    {
        var connection = _node.ConnectorFor("anna").Connect(_owner, life);
        connection.Send(new Request.Hello("anna", token));
        while (true)
        {
            var happened = await HearAsync();
            if (happened.Life != life || happened is not ConnectionEvent.LinesRead read) continue;
            connection.Handled();
            foreach (var line in read.Lines)
            {
                if (line.Answer is Answer.Welcome welcome) token = welcome.Token;
                if (line.Answer is Answer.Ready) return token!;
            }
        }
    }

    private async Task LostAsync(long life)
    {
        while (await HearAsync() is not ConnectionEvent.Lost lost || lost.Life != life)
        {
        }
    }

    /// <summary>Lets time pass until the node gives the house up, heals the wire, and sees the bidder back on a new node; how long it took.</summary>
    private async Task<TimeSpan> GivenUpAsync(string token, TimeSpan step, Func<Task> settled)
    {
        var (dead, first) = (_node.System, _node.Address);
        _dead = Time;
        var begun = _dead.MonotonicClock;
        // The one before ends when the new one is there.
        var isEnding = new TaskCompletionSource<Done>(TaskCreationOptions.RunContinuationsAsynchronously);
        CoordinatedShutdown.Get(dead).AddTask(CoordinatedShutdown.PhaseBeforeServiceUnbind, "heard", () =>
        {
            isEnding.TrySetResult(Done.Instance);
            return isEnding.Task;
        });
        while (!_troubles.Reader.TryPeek(out _))
        {
            Assert.True(_dead.MonotonicClock - begun < 60 * Second, "A minute has passed, and it is not given up.");
            _dead.Pass(step);
            await settled();
        }
        var took = _dead.MonotonicClock - begun;
        Assert.Equal("the house was out of reach for too long; coming back as a new node", await NextAsync(_troubles.Reader));
        _wire.Heal();
        await isEnding.Task.WaitAsync(ProgramRun.Patience);
        Assert.NotEqual(first, _node.Address);
        Assert.Equal(token, await EnterAsync(2, token));
        Assert.False(_troubles.Reader.TryRead(out _));
        return took;
    }

    /// <summary>Whatever was told to death watch before has been dealt with.</summary>
    private async Task WatcherHasHeardAsync() => await _node.System.ActorSelection("/system/remote-watcher").ResolveOne(ProgramRun.Patience);

    private Task<ConnectionEvent> HearAsync() => NextAsync(_heard.Reader);

    private static async Task<T> NextAsync<T>(ChannelReader<T> heard) => await heard.ReadAsync().AsTask().WaitAsync(ProgramRun.Patience);

    private sealed class Ear : ReceiveActor
    {
        public Ear(ChannelWriter<ConnectionEvent> heard) => Receive<ConnectionEvent>(happened => heard.TryWrite(happened));
    }

    private sealed class ErrorEar : ReceiveActor
    {
        public ErrorEar(ChannelWriter<AssociationErrorEvent> heard) => Receive<AssociationErrorEvent>(error => heard.TryWrite(error));
    }
}
