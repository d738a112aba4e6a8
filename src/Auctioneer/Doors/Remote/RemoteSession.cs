using System.Collections.Immutable;
using System.Security.Cryptography;
using Akka.Actor;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Sessions;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Remote;
using AkkaAuction.Rules;

namespace AkkaAuction.Auctioneer.Doors.Remote;

/// <summary>What the sessions of remote bidders share.</summary>
/// <param name="Settings">The door's settings.</param>
/// <param name="House">The desk that makes sessions.</param>
/// <param name="Floor">The lots there are now.</param>
/// <param name="Time">The clock of limits.</param>
/// <param name="Cut">Told why a session was cut.</param>
internal sealed record RemoteSessionContext(RemoteDoorSettings Settings, IActorRef House, HouseFloor Floor, TimeProvider Time, Action<string> Cut);

/// <summary>
/// One remote bidder's end here: it takes the bidder's numbered requests in order, as a connection on the floor takes lines, and is the
/// link of a <see cref="SessionActor"/>, which answers them. The desk makes it and watches it. It watches the bidder: one that stops, or
/// whose node is gone, is let go at once, and its standing bids stay. Every peer reaches every session, whose paths are easy to guess; so
/// it listens to its own bidder alone, and only when the key is right.
/// </summary>
internal sealed class RemoteSession : UntypedActor
{
    private readonly RemoteSessionContext _house;
    private readonly IActorRef _bidder;
    private readonly Request.Hello _hello;
    private readonly ulong _key = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));
    private readonly Queue<Request?> _waiting = new();
    private readonly BidIntake _intake;
    private RemoteOutput _output = null!;
    private IActorRef _session = ActorRefs.Nobody;
    private long _asked;
    private long _taken;
    private bool _hasGreeted;
    private bool _isBusy;
    private bool _isOver;

    private RemoteSession(RemoteSessionContext house, IActorRef bidder, Request.Hello hello)
    {
        (_house, _bidder, _hello) = (house, bidder, hello);
        _intake = new BidIntake(house.Floor, house.Settings.RequestsPerSecond, house.Settings.FaultsInARowMax, house.Time);
    }

    /// <param name="house">What sessions share.</param>
    /// <param name="bidder">The bidder's actor.</param>
    /// <param name="hello">How it introduced itself.</param>
    public static Props Props(RemoteSessionContext house, IActorRef bidder, Request.Hello hello) =>
        MadeBy<RemoteSession>.Props(() => new RemoteSession(house, bidder, hello));

    public static string NameFor(long number) => $"session-{number}";

    /// <summary>Ends the session as if the bidder had nothing more to ask.</summary>
    internal sealed record Finish
    {
        public static Finish Instance { get; } = new();
    }

    /// <summary>The bidder registers again: the answer to its first time was lost.</summary>
    internal sealed record Repeat
    {
        public static Repeat Instance { get; } = new();
    }

    private sealed record Attached(IActorRef Session, string IdPrefix);

    private sealed record Turn(string? Bidder);

    private sealed record CutNow(string Why);

    private sealed record Drained
    {
        public static Drained Instance { get; } = new();
    }

    protected override void PreStart()
    {
        var self = Self;
        _output = new RemoteOutput(
            _bidder, self, _key, _house.Settings.Output, _house.Time,
            why => self.Tell(new CutNow(why), ActorRefs.NoSender), () => self.Tell(Drained.Instance, ActorRefs.NoSender));
        Context.Watch(_bidder);
        Open();
        _house.House.Tell(new AuctioneerMessage.OpenSession(new Link(self, _output)));
    }

    // However it ends, its session ends with it, and the bidder is told where it still can be.
    protected override void PostStop()
    {
        _output.Die();
        _session.Tell(SessionMessage.InputEnded.Instance, ActorRefs.NoSender);
        _bidder.Tell(new RemoteMessage.Over(ByeBye), Self);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case RemoteMessage.Asked asked when IsOurs(asked.Key): Hear(asked); break;
            case RemoteMessage.Heard heard when IsOurs(heard.Key): Hear(heard); break;
            // From somebody else, or from an earlier life.
            case RemoteMessage: break;
            case Turn turn: TakeTurn(turn.Bidder); break;
            case Attached attached:
                _session = attached.Session;
                _intake.IdPrefix = attached.IdPrefix;
                Pump();
                break;
            case Repeat: Open(); break;
            case Terminated gone:
                if (gone.AddressTerminated) Context.Parent.Tell(RemoteDesk.NodeGone.Instance);
                Context.Stop(Self);
                break;
            case CutNow cut:
                _house.Cut(cut.Why);
                Context.Stop(Self);
                break;
            case Drained: Context.Stop(Self); break;
            case Finish:
                _isOver = true;
                if (_session.IsNobody()) Context.Stop(Self);
                else _session.Tell(SessionMessage.InputEnded.Instance, ActorRefs.NoSender);
                break;
            default: Unhandled(message); break;
        }
    }

    private bool IsOurs(ulong key) => key == _key && Sender.Equals(_bidder);

    private void Open() => _bidder.Tell(new RemoteMessage.Opened(RemoteMessage.Version, _key, _house.Settings.RequestsWaitingMax), Self);

    private void Hear(RemoteMessage.Asked asked)
    {
        if (_isOver) return;
        if (asked.First != _asked + 1)
        {
            End(RejectionCode.MalformedLine, Gap);
            return;
        }
        _asked += asked.Requests.Length;
        if (_waiting.Count + asked.Requests.Length > _house.Settings.RequestsWaitingMax)
        {
            End(RejectionCode.TooFast, TooManyWaiting);
            return;
        }
        foreach (var request in asked.Requests) _waiting.Enqueue(request);
        Pump();
    }

    private void Hear(RemoteMessage.Heard heard)
    {
        if (!_isOver && heard.UpToAsked > _asked) End(RejectionCode.MalformedLine, Gap);
        _output.Confirm(heard.UpToTold);
    }

    private void TakeTurn(string? bidder)
    {
        _intake.Bidder = bidder;
        _isBusy = false;
        if (!_isOver && _intake.HasTooManyFaults) End(RejectionCode.MalformedLine, TooManyFaults);
        Pump();
    }

    /// <summary>Takes what waits: the bids there are, or one other request; the next when that is answered.</summary>
    private void Pump()
    {
        if (_isOver || _isBusy || _session.IsNobody()) return;
        Request? alone = null;
        if (!_hasGreeted)
        {
            // It stands in the registration, and has no number.
            _hasGreeted = true;
            RequestIntake.Take(_intake, _hello, out alone);
        }
        else
        {
            while (alone is null && !_intake.IsFull && _waiting.TryPeek(out var next) && RequestIntake.Take(_intake, next, out alone))
            {
                _waiting.Dequeue();
                _taken++;
            }
            _output.Taken(_taken);
        }
        if (_intake.Count == 0 && alone is null) return;
        _isBusy = true;
        if (alone is null) _session.Tell(_intake.Take(), ActorRefs.NoSender);
        else _session.Tell(new SessionMessage.Asked(alone), ActorRefs.NoSender);
    }

    private void End(RejectionCode code, string reason)
    {
        _isOver = true;
        _session.Tell(new SessionMessage.Faulted(new Answer.Error(code, reason)), ActorRefs.NoSender);
    }

    /// <summary>What the session knows of the bidder.</summary>
    private sealed class Link(IActorRef door, RemoteOutput output) : ISessionLink
    {
        public void Attach(IActorRef session, string idPrefix) => door.Tell(new Attached(session, idPrefix), ActorRefs.NoSender);

        public void Write(Answer answer) => output.Write(answer);

        public void Write(ReadOnlySpan<BidAnswer> answers) => output.Write(answers);

        public void Write(Notice notice) => output.Write(notice);

        public void WriteList(ImmutableArray<LotPage> pages) => output.WriteList(pages);

        public void Flush() => output.Flush();

        public void Next(string? bidder)
        {
            var turn = new Turn(bidder);
            output.WhenBelowSoftLimit(() => door.Tell(turn, ActorRefs.NoSender));
        }

        public void Close() => output.Close();

        public void Abort() => door.Tell(new CutNow("the session ended"), ActorRefs.NoSender);
    }

    private const string ByeBye = "the house ended the session";
    private const string Gap = "requests were lost on the way; register again";
    private const string TooManyWaiting = "more requests than may wait; send on when they are answered";
    private const string TooManyFaults = "too many requests in a row that could not be taken; register again and send requests";
}
