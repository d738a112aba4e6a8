using Akka.Actor;
using Akka.Remote;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Sessions;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Messages.Remote;
using AkkaAuction.Rules;

namespace AkkaAuction.Auctioneer.Doors.Remote;

/// <summary>
/// Where remote bidders register: besides death watch's, the one place of the house that other nodes may select. It makes each bidder's
/// session as the auctioneer lets it in, stops one that fails alone, and forgets it when it ends. A bidder that registers again because no
/// answer came is answered again by the session it has.
/// </summary>
internal sealed class RemoteDesk : UntypedActor
{
    private readonly RemoteSessionContext _house;
    private readonly RemoteNodes _nodes;
    // Nobody: the auctioneer is asked to let it in.
    private readonly Dictionary<IActorRef, IActorRef> _byBidder = [];
    private readonly Dictionary<IActorRef, IActorRef> _bySession = [];
    private bool _isClosing;

    private RemoteDesk(RemoteSessionContext house, Action<string, int> nodeGone) =>
        (_house, _nodes) = (house, new RemoteNodes(house.Time, nodeGone));

    /// <param name="house">What its sessions share.</param>
    /// <param name="nodeGone">Gets each node that is gone, and how many of its bidders were let go.</param>
    public static Props Props(RemoteSessionContext house, Action<string, int> nodeGone) =>
        MadeBy<RemoteDesk>.Props(() => new RemoteDesk(house, nodeGone));

    /// <summary>Its place below <c>/user</c>, as docs/reference/protocol-remote.md has it.</summary>
    public const string Name = "desk";

    /// <summary>Ends every session once what it asked is answered; then the desk ends too.</summary>
    internal sealed record Close
    {
        public static Close Instance { get; } = new();
    }

    /// <summary>Death watch has given a session's bidder up with its whole node; sent before the session ends.</summary>
    internal sealed record NodeGone
    {
        public static NodeGone Instance { get; } = new();
    }

    /// <summary>How many bidders are here? Answered with their number.</summary>
    internal sealed record HowMany
    {
        public static HowMany Instance { get; } = new();
    }

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    // A connection that its node closes ends with one of the two, as it happens to be noticed.
    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(DisassociatedEvent));
        Context.System.EventStream.Subscribe(Self, typeof(AssociationErrorEvent));
        Context.System.EventStream.Subscribe(Self, typeof(AssociatedEvent));
    }

    protected override void PostStop() => Context.System.EventStream.Unsubscribe(Self);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case RemoteMessage.Register register: Register(register); break;
            case RemoteMessage: break;
            case AuctioneerAnswer.Admitted { Link: RemoteLink link } admitted: Begin(link, admitted); break;
            case Terminated gone:
                if (_bySession.Remove(gone.ActorRef, out var bidder)) Forget(bidder);
                StopWhenEmpty();
                break;
            case NodeGone:
                if (_bySession.TryGetValue(Sender, out var ended)) _nodes.Cut(ended.Path.Address);
                break;
            case DisassociatedEvent cut: _nodes.Cut(cut.RemoteAddress); break;
            case AssociationErrorEvent broken: _nodes.Cut(broken.RemoteAddress); break;
            case AssociatedEvent back: _nodes.Back(back.RemoteAddress); break;
            case HowMany: Sender.Tell(_byBidder.Count); break;
            case Close:
                _isClosing = true;
                foreach (var session in _bySession.Keys) session.Tell(SessionMessage.InputEnded.Instance);
                StopWhenEmpty();
                break;
            default: Unhandled(message); break;
        }
    }

    private void Register(RemoteMessage.Register register)
    {
        // Somebody without an actor of its own could not be answered.
        if (!Sender.Path.Address.HasGlobalScope) return;
        if (_byBidder.TryGetValue(Sender, out var known))
        {
            if (!known.IsNobody()) known.Tell(RemoteLink.Repeat.Instance);
            return;
        }
        if (_isClosing || _byBidder.Count >= _house.Settings.BiddersMax)
        {
            TurnAway(Sender, _isClosing ? RejectionCode.HouseStopping : RejectionCode.HouseFull);
            return;
        }
        _byBidder.Add(Sender, ActorRefs.Nobody);
        _nodes.Came(Sender.Path.Address);
        var link = new RemoteLink(_house, Sender, new Request.Hello(register.Name, register.Token));
        _house.Auctioneer.Tell(new AuctioneerMessage.Admit(link));
    }

    private void Begin(RemoteLink link, AuctioneerAnswer.Admitted admitted)
    {
        if (_isClosing)
        {
            TurnAway(link.Bidder, RejectionCode.HouseStopping);
            Forget(link.Bidder);
            StopWhenEmpty();
            return;
        }
        var session = Context.ActorOf(admitted.Session, admitted.Name);
        Context.Watch(session);
        _byBidder[link.Bidder] = session;
        _bySession.Add(session, link.Bidder);
    }

    private void Forget(IActorRef bidder)
    {
        _byBidder.Remove(bidder);
        _nodes.Left(bidder.Path.Address);
    }

    private static void TurnAway(IActorRef bidder, RejectionCode code)
    {
        bidder.Tell(new RemoteMessage.Opened(RemoteMessage.Version, 0, 1));
        bidder.Tell(new RemoteMessage.LineBatch(0, 1, 0, [FloorLine.Of(new Answer.Error(code, Reasons.For(code)))]));
        bidder.Tell(new RemoteMessage.Closed(Reasons.For(code)));
    }

    private void StopWhenEmpty()
    {
        if (_isClosing && _byBidder.Count == 0) Context.Stop(Self);
    }
}
