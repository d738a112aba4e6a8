using System.Threading.Channels;
using Akka.Actor;
using Akka.Remote;
using AkkaAuction.Bidder.Remote;
using AkkaAuction.Bidder.Tcp;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;

namespace AkkaAuction.Remote.House.Tests;

/// <summary>
/// How a node comes back to a house that it cannot hear: the house behind the wire never gives anybody up itself. Silence takes its time
/// here, because Akka.Remote measures it by the machine's clock; how long it was is no part of what is held to.
/// </summary>
public sealed class SilentHouseTests : IAsyncLifetime, IDisposable
{
    private readonly Relay _wire = new();
    private readonly ActorSystem _own = ActorSystem.Create("own");
    private readonly Channel<ConnectionEvent> _heard = Channel.CreateUnbounded<ConnectionEvent>();
    private readonly Channel<string> _troubles = Channel.CreateUnbounded<string>();
    private AkkaAuction.Auctioneer.Hosting.House _house = null!;
    private RemoteNode _node = null!;
    private IActorRef _owner = ActorRefs.Nobody;

    public async Task InitializeAsync()
    {
        _wire.Target = Houses.FreePort();
        _house = await Houses.OpenAsync(
            """lots = [ { id = lamp, start = 20 } ]""", $"auction.doors.remote.port={_wire.Target}",
            $"akka.remote.dot-netty.tcp.public-port={_wire.Port}", "auction.doors.remote.silence=1h",
            "akka.remote.watch-failure-detector.heartbeat-interval=1h");
        Assert.True(RemoteHouse.TryParse(_house.RemoteAddress!, out var at, out _));
        _node = new RemoteNode(at, new RemoteNodeSettings(TimeSpan.FromSeconds(1)));
        _node.Troubled += said => _troubles.Writer.TryWrite(said);
        _owner = _own.ActorOf(Props.Create(() => new Ear(_heard.Writer)));
    }

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        await _own.Terminate();
        await _house.DisposeAsync();
    }

    public void Dispose() => _wire.Dispose();

    [Fact]
    public async Task On_an_open_connection_is_given_up_and_the_node_comes_back_as_a_new_one()
    {
        var token = await EnterAsync(1, null);
        // Which incarnation is at the other end the node knows by an answered heartbeat.
        await _wire.HasPassedFromTargetAsync("RWHR", 2, ProgramRun.Patience);
        var (dead, first) = (_node.System, _node.Address);
        _wire.Swallow();
        Assert.Equal("the house was out of reach for too long; coming back as a new node", await NextAsync(_troubles.Reader));
        _wire.Heal();
        await dead.WhenTerminated.WaitAsync(ProgramRun.Patience);
        Assert.NotEqual(first, _node.Address);
        Assert.Equal(token, await EnterAsync(2, token));
        Assert.False(_troubles.Reader.TryRead(out _));
    }

    [Fact]
    public async Task And_takes_no_connection_is_come_back_to_once_it_does()
    {
        var token = await EnterAsync(1, null);
        var failed = Channel.CreateUnbounded<AssociationErrorEvent>();
        var ear = _node.System.ActorOf(Props.Create(() => new ErrorEar(failed.Writer)));
        _node.System.EventStream.Subscribe(ear, typeof(AssociationErrorEvent));
        _wire.Refuse();
        _wire.Cut();
        await LostAsync(1);
        var life = 2L;
        for (var tries = 0; tries < 2; tries++)
        {
            _node.ConnectorFor("anna").Connect(_owner, life).Send(new Request.Hello("anna", token));
            await NextAsync(failed.Reader);
            await LostAsync(life++);
        }
        _wire.Heal();
        Assert.Equal(token, await EnterAsync(life, token));
    }

    /// <summary>Says who it is, again while the way is still closed, and hears up to READY; gives the token.</summary>
    private async Task<string> EnterAsync(long life, string? token)
    {
        while (true)
        {
            var connection = _node.ConnectorFor("anna").Connect(_owner, life);
            connection.Send(new Request.Hello("anna", token));
            while (true)
            {
                var happened = await NextAsync(_heard.Reader);
                if (happened.Life != life) continue;
                if (happened is ConnectionEvent.Lost) break;
                if (happened is not ConnectionEvent.LinesRead read) continue;
                connection.Handled();
                foreach (var line in read.Lines)
                {
                    if (line.Answer is Answer.Welcome welcome) token = welcome.Token;
                    if (line.Answer is Answer.Ready) return token!;
                }
            }
            life++;
        }
    }

    private async Task LostAsync(long life)
    {
        while (await NextAsync(_heard.Reader) is not ConnectionEvent.Lost lost || lost.Life != life)
        {
        }
    }

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
