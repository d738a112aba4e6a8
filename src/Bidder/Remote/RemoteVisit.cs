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
/// A bidder as the house sees it: a remote actor, for as long as one connection lasts. Its owner, the bidder's link, made it; it
/// registers at the desk, until that answers; then it passes requests on in order, as many at a time as the house will hold, and what it
/// is told back to the owner. What is ready together goes out as one message. When numbers show that something was lost, when the session
/// ends, when the house is out of reach or silent, it ends, and says so once: the owner comes back with another.
/// </summary>
internal sealed class RemoteVisit : ReceiveActor, IWithTimers
{
    /// <summary>The owner has dealt with one more message.</summary>
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

    // As on the floor, where a house that has not read for so many requests is left.
    private const int UnsentMax = 10_000;
    private const int RegisterTries = 10;

    // About; well below a frame of Akka.Remote.
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
    private long _told;
    private long _handled;
    private long _handledTold;
    private long _askedTold;
    private bool _sendIsDue;
    private string? _reason;

    public RemoteVisit(RemoteHouse house, HouseCertificate certificate, string self, IActorRef owner, long life)
    {
        (_house, _certificate, _self, _owner, _life) = (house, certificate, self, owner, life);
        _address = new Address(house.Protocol, house.System, house.Host, house.Port);

        Receive<RemoteMessage.Told>(told => told.Key == _key && Sender.Equals(_session), Hear);
        Receive<Handled>(_ =>
        {
            _handled++;
            DueToSend();
        });
        Receive<Request>(Take);
        Receive<SendDue>(_ => Send());
        Receive<RemoteMessage.Opened>(_ => _session is null, Open);
        Receive<RemoteMessage.Over>(_ => Sender.Equals(_session), over => End(over.Reason));
        Receive<RegisterDue>(due => Register(due.Try));
        Receive<BeatDue>(_ => Beat());
        Receive<Terminated>(_ => End("the house closed the session"));
        Receive<AssociationErrorEvent>(error => error.RemoteAddress.Equals(_address), error => End($"{_house}: {WhyNot(error.Cause)}"));
        Receive<DisassociatedEvent>(
            gone => gone.RemoteAddress.Equals(_address) && _session is not null, _ => End("the connection with the house broke"));
        Receive<Close>(_ => End("closed here"));
        // Of another association; or from somebody who is not this bidder's session.
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

    // Also when the whole system ends under it.
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

    // Messages may be lost; whoever registers twice is registered once.
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

    private void Hear(RemoteMessage.Told told)
    {
        if (told.Number != _told + 1)
        {
            End("something that the house told was lost on the way");
            return;
        }
        _told = told.Number;
        _taken = Math.Max(_taken, told.Taken);
        _owner.Tell(new ConnectionEvent.LinesRead(_life, [.. told.Lines.Select(AsOnTheFloor)]), ActorRefs.NoSender);
        if (_unsent.Count > 0) DueToSend();
    }

    // A lot is a lot, whether it was asked for or not.
    private static FloorLine AsOnTheFloor(FloorLine line) =>
        line.Notice is Notice.LotListed listed ? FloorLine.Of(new Answer.Listed(listed.View)) : line;

    private void DueToSend()
    {
        if (_sendIsDue || _session is null) return;
        // Behind what is in the mailbox already: it goes out together.
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
            _session.Tell(new RemoteMessage.Asked(_key, first, requests.DrainToImmutable()), Self);
        }
        if (_handled != _handledTold) SayHeard();
    }

    // At least what it takes on the wire: a character is at most three bytes.
    private static int Weight(Request request) => 32 + (3 * request switch
    {
        Request.Bid bid => bid.Lot.Length + (bid.BidId?.Length ?? 0),
        Request.Ping ping => ping.Text?.Length ?? 0,
        Request.Pass pass => pass.Lot?.Length ?? 0,
        _ => 0,
    });

    // What was lost last leaves no gap behind it: so the numbers are told once more, when there was something since.
    private void Beat()
    {
        if (_asked != _askedTold) SayHeard();
    }

    private void SayHeard()
    {
        (_handledTold, _askedTold) = (_handled, _asked);
        _session!.Tell(new RemoteMessage.Heard(_key, _handled, _asked), Self);
    }

    private string WhyNot(Exception cause)
    {
        var root = cause.GetBaseException();
        if (root is AuthenticationException && _certificate.Fault is { } fault) return fault;
        // A machine that cannot be reached says so itself; whoever sends something else than the protocol is no house.
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
