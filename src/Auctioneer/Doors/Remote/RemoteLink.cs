using System.Collections.Immutable;
using System.Security.Cryptography;
using Akka.Actor;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Sessions;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Remote;
using AkkaAuction.Rules;

namespace AkkaAuction.Auctioneer.Doors.Remote;

/// <summary>What the sessions of remote bidders share.</summary>
/// <param name="Settings">The door's settings.</param>
/// <param name="Auctioneer">Who lets sessions in.</param>
/// <param name="Time">The clock of limits.</param>
/// <param name="Cut">Told why a session was cut.</param>
internal sealed record RemoteSessionContext(RemoteDoorSettings Settings, IActorRef Auctioneer, TimeProvider Time, Action<string> Cut);

/// <summary>
/// The link of one remote bidder's session, and a part of it: what the session does not know itself comes here, on the session's thread.
/// It takes the bidder's numbered requests in order, as a connection on the floor takes lines. It watches the bidder: one that stops, or
/// whose node is gone, is let go at once, and its standing bids stay. Every peer reaches every session, whose paths are easy to guess; so
/// it listens to its own bidder alone, and only when the key is right.
/// </summary>
internal sealed class RemoteLink : IPeerLink
{
    private readonly RemoteSessionContext _house;
    private readonly Request.Hello _hello;
    private readonly ulong _key = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));
    private readonly Queue<Request?> _waiting = new();
    private readonly BidIntake _intake;
    private readonly Action _takeTurn;
    private IActorContext _context = null!;
    private IActorRef _session = null!;
    private RemoteOutput _output = null!;
    private string? _name;
    private long _asked;
    private long _taken;
    private bool _hasGreeted;
    private bool _isBusy;
    private bool _isOver;

    /// <param name="house">What sessions share.</param>
    /// <param name="bidder">The bidder's actor.</param>
    /// <param name="hello">How it introduced itself.</param>
    public RemoteLink(RemoteSessionContext house, IActorRef bidder, Request.Hello hello)
    {
        (_house, Bidder, _hello) = (house, bidder, hello);
        _intake = new BidIntake(house.Settings.RequestsPerSecond, house.Settings.FaultsInARowMax, house.Time);
        _takeTurn = TakeTurn;
    }

    /// <summary>The bidder's actor.</summary>
    public IActorRef Bidder { get; }

    /// <summary>The bidder registers again: the answer to its first time was lost.</summary>
    internal sealed record Repeat
    {
        public static Repeat Instance { get; } = new();
    }

    private sealed record CutNow(string Why);

    public void Begin(IActorContext session)
    {
        var self = session.Self;
        (_context, _session) = (session, self);
        // The timer of a stuck bidder cuts from a thread of its own; all else happens on the session's.
        _output = new RemoteOutput(
            Bidder, self, _key, _house.Settings.Output, _house.Time,
            why => self.Tell(new CutNow(why), ActorRefs.NoSender), () => session.Stop(self));
        session.Watch(Bidder);
        Open();
    }

    public void Attach(IActorRef session, string idPrefix)
    {
        _intake.IdPrefix = idPrefix;
        Pump();
    }

    public void Offer(SalesOnOffer sales, LotDirectory lots) => _intake.Offer(sales, lots);

    public void Stopping() => _intake.Stopping();

    public bool Receive(object message, IActorRef sender)
    {
        switch (message)
        {
            case RemoteMessage.RequestBatch batch when IsOurs(batch.Key, sender): Take(batch); break;
            case RemoteMessage.Confirmation confirmed when IsOurs(confirmed.Key, sender): Take(confirmed); break;
            // From somebody else, or from an earlier life.
            case RemoteMessage: break;
            case Repeat: Open(); break;
            case Terminated gone:
                if (gone.AddressTerminated) _context.Parent.Tell(RemoteDesk.NodeGone.Instance, _session);
                LetGo();
                break;
            case CutNow cut:
                _house.Cut(cut.Why);
                LetGo();
                break;
            default: return false;
        }
        return true;
    }

    public void Write(Answer answer) => _output.Write(answer);

    public void Write(ReadOnlySpan<BidAnswer> answers) => _output.Write(answers);

    public void Write(Notice notice) => _output.Write(notice);

    public void WriteList(ImmutableArray<LotPage> pages) => _output.WriteList(pages);

    public void Flush() => _output.Flush();

    public void Next(string? bidder)
    {
        _name = bidder;
        _output.WhenBelowSoftLimit(_takeTurn);
    }

    public void Close()
    {
        _isOver = true;
        _output.Close();
    }

    // However it ends, the bidder is told where it still can be.
    public void Ended()
    {
        _output.Die();
        Bidder.Tell(new RemoteMessage.Closed(ByeBye), _session);
    }

    private bool IsOurs(ulong key, IActorRef sender) => key == _key && sender.Equals(Bidder);

    private void Open() => Bidder.Tell(new RemoteMessage.Opened(RemoteMessage.Version, _key, _house.Settings.RequestsWaitingMax), _session);

    private void LetGo()
    {
        _isOver = true;
        _output.Die();
        _context.Stop(_session);
    }

    private void Take(RemoteMessage.RequestBatch batch)
    {
        if (_isOver) return;
        if (batch.First != _asked + 1)
        {
            End(RejectionCode.MalformedLine, Gap);
            return;
        }
        _asked += batch.Requests.Length;
        if (_waiting.Count + batch.Requests.Length > _house.Settings.RequestsWaitingMax)
        {
            End(RejectionCode.TooFast, TooManyWaiting);
            return;
        }
        foreach (var request in batch.Requests) _waiting.Enqueue(request);
        Pump();
    }

    private void Take(RemoteMessage.Confirmation confirmed)
    {
        if (!_isOver && confirmed.UpToRequest > _asked) End(RejectionCode.MalformedLine, Gap);
        _output.Confirm(confirmed.UpToBatch);
    }

    private void TakeTurn()
    {
        _intake.Bidder = _name;
        _isBusy = false;
        if (!_isOver && _intake.HasTooManyFaults) End(RejectionCode.MalformedLine, TooManyFaults);
        Pump();
    }

    /// <summary>Takes what waits: the bids there are, or one other request; the next when that is answered.</summary>
    private void Pump()
    {
        if (_isOver || _isBusy) return;
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
        // By its mailbox, in turn with the answers of lots.
        _session.Tell(alone is null ? _intake.Take() : new SessionMessage.Asked(alone), ActorRefs.NoSender);
    }

    private void End(RejectionCode code, string reason)
    {
        _isOver = true;
        _session.Tell(new SessionMessage.Faulted(new Answer.Error(code, reason)), ActorRefs.NoSender);
    }

    private const string ByeBye = "the house ended the session";
    private const string Gap = "requests were lost on the way; register again";
    private const string TooManyWaiting = "more requests than may wait; send on when they are answered";
    private const string TooManyFaults = "too many requests in a row that could not be taken; register again and send requests";
}
