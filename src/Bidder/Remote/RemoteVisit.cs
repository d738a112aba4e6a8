using System.Collections.Immutable;
using System.Net.Sockets;
using System.Security.Authentication;
using Akka.Actor;
using Akka.Remote;
using AkkaAuction.Bidder.Tcp;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Messages.Remote;

namespace AkkaAuction.Bidder.Remote;

/// <summary>
/// The remote actor that stands for a bidder during one connection. The bidder's link creates and owns it. It registers at the desk until
/// the desk answers. Then it sends requests in order, up to the number that the house holds, and passes the house's lines to the owner. It
/// sends all requests that are ready together as one batch. It stops when a gap in the numbers shows a loss, when the session ends, or when
/// the house is out of reach or silent. It reports the end once, and the owner starts another.
/// </summary>
internal sealed class RemoteVisit : ReceiveActor, IWithTimers
{
    /// <summary>The owner has processed one more batch.</summary>
    internal sealed record Handled
    {
        public static Handled Instance { get; } = new();
    }

    internal sealed record Close
    {
        public static Close Instance { get; } = new();
    }

    private sealed record SendDue
    {
        public static SendDue Instance { get; } = new();
    }

    private sealed record RegisterDue(int Try);

    private sealed record BeatDue
    {
        public static BeatDue Instance { get; } = new();
    }

    // The same limit as on the floor: the bidder leaves a house that does not read.
    private const int UnsentMax = 10_000;
    private const int RegisterTries = 10;

    // Approximate; well below a frame of Akka.Remote.
    private const int BytesAtOnceMax = 48 * 1024;
    private static readonly TimeSpan RegisterEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(2);

    private readonly RemoteHouse _house;
    private readonly HouseCertificate _certificate;
    private readonly Address _address;
    private readonly string _self;
    private readonly IActorRef _owner;
    private readonly long _life;
    private readonly Queue<Request> _unsent = new();
    private Request.Hello? _hello;
    private IActorRef? _session;
    private ulong _key;
    private long _windowMax;
    private long _asked;
    private long _taken;
    private long _lastBatch;
    private long _handled;
    private long _handledConfirmed;
    private long _askedConfirmed;
    private bool _sendIsDue;
    private string? _reason;

    public RemoteVisit(RemoteHouse house, HouseCertificate certificate, string self, IActorRef owner, long life)
    {
        (_house, _certificate, _self, _owner, _life) = (house, certificate, self, owner, life);
        _address = new Address(house.Protocol, house.System, house.Host, house.Port);

        Receive<RemoteMessage.LineBatch>(batch => batch.Key == _key && Sender.Equals(_session), Read);
        Receive<Handled>(_ =>
        {
            _handled++;
            DueToSend();
        });
        Receive<Request>(Take);
        Receive<SendDue>(_ => Send());
        Receive<RemoteMessage.Opened>(_ => _session is null, Open);
        Receive<RemoteMessage.Closed>(_ => Sender.Equals(_session), closed => End(closed.Reason));
        Receive<RegisterDue>(due => Register(due.Try));
        Receive<BeatDue>(_ => Beat());
        Receive<Terminated>(_ => End("the house closed the session"));
        Receive<AssociationErrorEvent>(error => error.RemoteAddress.Equals(_address), error => End($"{_house}: {WhyNot(error.Cause)}"));
        Receive<DisassociatedEvent>(
            gone => gone.RemoteAddress.Equals(_address) && _session is not null, _ => End("the connection with the house broke"));
        Receive<Close>(_ => End("closed here"));
        // Events of another association, and messages from anybody but this bidder's session.
        Receive<AssociationEvent>(_ => { });
        Receive<RemoteMessage>(_ => { });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(RemoteHouse house, HouseCertificate certificate, string self, IActorRef owner, long life) =>
        Akka.Actor.Props.Create(() => new RemoteVisit(house, certificate, self, owner, life));

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(AssociationErrorEvent));
        Context.System.EventStream.Subscribe(Self, typeof(DisassociatedEvent));
        _owner.Tell(new ConnectionEvent.Opened(_life), ActorRefs.NoSender);
    }

    // Runs when the whole system terminates, too.
    protected override void PostStop()
    {
        Context.System.EventStream.Unsubscribe(Self);
        _owner.Tell(new ConnectionEvent.Lost(_life, _reason ?? "this node begins anew"), ActorRefs.NoSender);
    }

    private void Take(Request request)
    {
        if (_hello is null && request is Request.Hello hello)
        {
            _hello = hello;
            Register(1);
            return;
        }
        _unsent.Enqueue(request);
        if (_unsent.Count > UnsentMax) End("the house does not take what is asked");
        else DueToSend();
    }

    // The network may lose a message, so the bidder repeats it. The desk counts a repeated registration once.
    private void Register(int attempt)
    {
        if (_session is not null || _hello is null) return;
        if (attempt > RegisterTries)
        {
            End($"{_house} does not answer; is that the name of its system, and the port of its remote door?");
            return;
        }
        Context.ActorSelection(_house.Desk).Tell(new RemoteMessage.Register(RemoteMessage.Version, _hello.Name, _hello.Token), Self);
        Timers.StartSingleTimer("register", new RegisterDue(attempt + 1), RegisterEvery);
    }

    private void Open(RemoteMessage.Opened opened)
    {
        Timers.Cancel("register");
        (_session, _key, _windowMax) = (Sender, opened.Key, Math.Max(1, opened.RequestsWaitingMax));
        Context.Watch(_session);
        Timers.StartPeriodicTimer("beat", BeatDue.Instance, BeatEvery);
        DueToSend();
    }

    private void Read(RemoteMessage.LineBatch batch)
    {
        if (batch.Number != _lastBatch + 1)
        {
            End("a message of the house was lost on the way");
            return;
        }
        _lastBatch = batch.Number;
        _taken = Math.Max(_taken, batch.Taken);
        _owner.Tell(new ConnectionEvent.LinesRead(_life, [.. batch.Lines.Select(AsOnTheFloor)]), ActorRefs.NoSender);
        if (_unsent.Count > 0) DueToSend();
    }

    // The owner takes a listed lot the same way, requested or not.
    private static FloorLine AsOnTheFloor(FloorLine line) =>
        line.Notice is Notice.LotListed listed ? FloorLine.Of(new Answer.Listed(listed.View)) : line;

    private void DueToSend()
    {
        if (_sendIsDue || _session is null) return;
        // Queues behind the requests in the mailbox, so they go out together.
        _sendIsDue = true;
        Self.Tell(SendDue.Instance, ActorRefs.NoSender);
    }

    private void Send()
    {
        _sendIsDue = false;
        if (_session is null) return;
        while (_unsent.Count > 0 && _asked - _taken < _windowMax)
        {
            var requests = ImmutableArray.CreateBuilder<Request?>();
            var bytes = 0;
            while (requests.Count < _windowMax - (_asked - _taken) && bytes < BytesAtOnceMax && _unsent.TryDequeue(out var request))
            {
                requests.Add(request);
                bytes += Weight(request);
            }
            var first = _asked + 1;
            _asked += requests.Count;
            _session.Tell(new RemoteMessage.RequestBatch(_key, first, requests.DrainToImmutable()), Self);
        }
        if (_handled != _handledConfirmed) Confirm();
    }

    // An upper bound of the bytes on the wire: a character takes at most three.
    private static int Weight(Request request) => 32 + (3 * request switch
    {
        Request.Bid bid => bid.Lot.Length + (bid.BidId?.Length ?? 0),
        Request.Withdraw withdraw => withdraw.Lot.Length + withdraw.BidId.Length,
        Request.Ping ping => ping.Text?.Length ?? 0,
        Request.Pass pass => pass.Lot?.Length ?? 0,
        _ => 0,
    });

    // A lost last message leaves no gap, so the bidder repeats the numbers when it has sent requests since.
    private void Beat()
    {
        if (_asked != _askedConfirmed) Confirm();
    }

    private void Confirm()
    {
        (_handledConfirmed, _askedConfirmed) = (_handled, _asked);
        _session!.Tell(new RemoteMessage.Confirmation(_key, _handled, _asked), Self);
    }

    private string WhyNot(Exception cause)
    {
        var root = cause.GetBaseException();
        if (root is AuthenticationException && _certificate.Fault is { } fault) return fault;
        // The socket's own message names an unreachable machine. A peer that sends anything but the protocol is no house.
        var why = root is SocketException or IOException or TimeoutException or RemoteTransportException
            ? root.Message
            : $"whoever listens there is no house's remote door ({root.Message.TrimEnd('.')})";
        return _house.Tls && !_certificate.WasShown ? $"{why}; no certificate was shown there: is it a door that speaks TLS?" : why;
    }

    private void End(string reason)
    {
        _reason ??= reason;
        Context.Stop(Self);
    }
}
