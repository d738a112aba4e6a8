using System.Threading.Channels;
using Akka.Actor;
using Akka.Configuration;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Messages.Remote;

namespace AkkaAuction.Remote.House.Tests;

/// <summary>
/// A remote bidder as docs/reference/protocol-remote.md has it, by hand: it sends exactly what a test tells it and keeps what it hears. It
/// knows nothing of the bidder's program.
/// </summary>
internal sealed class RemoteGuest : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ActorSystem _system;
    private readonly bool _ownsSystem;
    private readonly Channel<object> _heard = Channel.CreateUnbounded<object>();
    private readonly Queue<FloorLine> _lines = new();
    private long _asked;
    private long _toldUpTo;

    private RemoteGuest(ActorSystem system, bool ownsSystem, string house)
    {
        (_system, _ownsSystem, House) = (system, ownsSystem, house);
        Self = system.ActorOf(Props.Create(() => new Ear(_heard.Writer)));
    }

    public string House { get; }

    /// <summary>The bidder's actor, as the house sees it.</summary>
    public IActorRef Self { get; }

    public IActorRef Session { get; private set; } = ActorRefs.Nobody;

    public RemoteMessage.Opened? Opened { get; private set; }

    public string Token { get; private set; } = "";

    /// <summary>Whether it says that it has heard what it was told.</summary>
    public bool Acknowledges { get; set; } = true;

    public ActorSystem System => _system;

    public static ActorSystem Node(string more = "")
    {
        var settings = ConfigurationFactory.ParseString($$"""
            {{HouseSerializer.Config}}
            akka {
              loglevel = ERROR
              actor.provider = remote
              remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
            }
            """);
        return ActorSystem.Create("guests", ConfigurationFactory.ParseString(more).WithFallback(settings));
    }

    public static RemoteGuest Of(string house, ActorSystem? node = null) => new(node ?? Node(), node is null, house);

    /// <summary>Registers and hears up to READY.</summary>
    public static async Task<RemoteGuest> EnterAsync(string house, string name, string? token = null, ActorSystem? node = null)
    {
        var guest = Of(house, node);
        guest.Register(name, token);
        await guest.OpenedAsync();
        guest.Token = (await guest.UntilAsync<Answer.Welcome>()).Token;
        await guest.UntilAsync<Answer.Ready>();
        return guest;
    }

    public void Register(string name, string? token = null) =>
        _system.ActorSelection($"{House}/user/desk").Tell(new RemoteMessage.Register(RemoteMessage.Version, name, token), Self);

    public async Task OpenedAsync()
    {
        while (await HearAsync() is var (message, sender))
        {
            if (message is not RemoteMessage.Opened opened) continue;
            (Opened, Session) = (opened, sender);
            return;
        }
    }

    public void Ask(params Request?[] requests)
    {
        Session.Tell(new RemoteMessage.RequestBatch(Opened!.Key, _asked + 1, [.. requests]), Self);
        _asked += requests.Length;
    }

    /// <summary>The next line of a kind; those before it are let go.</summary>
    public async Task<T> UntilAsync<T>(Predicate<T>? wanted = null) where T : class
    {
        while (true)
        {
            var line = await LineAsync();
            if ((line.Answer as object ?? line.Notice) is T found && (wanted is null || wanted(found))) return found;
        }
    }

    public async Task<FloorLine> LineAsync()
    {
        while (_lines.Count == 0)
        {
            var (message, _) = await HearAsync();
            if (message is RemoteMessage.Closed closed) throw new EndOfStreamException($"Closed: {closed.Reason}");
            if (message is not RemoteMessage.LineBatch told) continue;
            Assert.Equal(++_toldUpTo, told.Number);
            foreach (var line in told.Lines) _lines.Enqueue(line);
            if (Acknowledges) Confirm();
        }
        return _lines.Dequeue();
    }

    public void Confirm() => Session.Tell(new RemoteMessage.Confirmation(Opened!.Key, _toldUpTo, _asked), Self);

    /// <summary>Hears to the session's end, and gives the last error before it.</summary>
    public async Task<Answer.Error?> UntilOverAsync()
    {
        Answer.Error? last = null;
        try
        {
            while (true) last = (await LineAsync()).Answer as Answer.Error ?? last;
        }
        catch (EndOfStreamException)
        {
            return last;
        }
    }

    /// <summary>Whatever it was sent that is no message of the protocol.</summary>
    public List<object> Strange { get; } = [];

    private async Task<(object Message, IActorRef Sender)> HearAsync()
    {
        var (message, sender) = ((object, IActorRef))await _heard.Reader.ReadAsync().AsTask().WaitAsync(Patience);
        if (message is not RemoteMessage) Strange.Add(message);
        return (message, sender);
    }

    public async ValueTask DisposeAsync()
    {
        if (_ownsSystem) await _system.Terminate();
        else _system.Stop(Self);
    }

    private sealed class Ear : ReceiveActor
    {
        public Ear(ChannelWriter<object> heard) => ReceiveAny(message => heard.TryWrite((message, Sender)));
    }
}
