using System.Collections.Immutable;
using System.Globalization;
using Akka.Actor;
using Akka.Event;
using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules;

namespace AkkaAuction.Auctioneer.Sessions;

/// <summary>
/// One participant, for as long as one connection lasts. The auctioneer makes it, or lets the connection's door make it; whoever did stops
/// it alone when it fails; then, or when it ends of itself, the connection is closed. It is the only one that writes to the connection. The
/// connection hands it one request at a time, or the bids of one read; it asks the auctioneer, the board, the sale or the lots, writes what
/// comes back in the order of asking, and lets the next request come. A bid is answered before it is announced
/// (<see cref="AnswersFirst"/>). What is written is sent when the mailbox is empty. Its bidder is in one sale (<see cref="JoinedSale"/>),
/// and may bid in all. It tells the connection which lots are on sale, and that the house is stopping.
/// </summary>
internal sealed class SessionActor : UntypedActor
{
    private readonly ISessionLink _link;
    private readonly IPeerLink? _peer;
    private readonly SessionContext _house;
    private readonly long _number;
    private readonly string _idPrefix;
    private readonly AnswersFirst _answers;
    private readonly JoinedSale _sale;
    private ICancelable? _helloTimer;
    private string? _bidder;
    private string _token = "";
    private ImmutableArray<SaleSummary> _sales = [];
    private bool _isJoining;
    private bool _isWelcomed;
    private bool _flushIsDue;

    private SessionActor(ISessionLink link, SessionContext house, long number)
    {
        _link = link;
        _peer = link as IPeerLink;
        _answers = new AnswersFirst(link);
        _sale = new JoinedSale(link, house.Auctioneer);
        _house = house;
        _number = number;
        _idPrefix = string.Create(CultureInfo.InvariantCulture, $"h{house.Epoch}-{number}-");
    }

    /// <param name="link">The connection it speaks for.</param>
    /// <param name="house">What it needs of the house.</param>
    /// <param name="number">Its number, which no other session of this life of the house has.</param>
    public static Props Props(ISessionLink link, SessionContext house, long number) =>
        MadeBy<SessionActor>.Props(() => new SessionActor(link, house, number));

    public static string NameFor(long number) => $"{OfSession}{number}";

    /// <summary>Whether an actor of this name is a session.</summary>
    public static bool IsName(string name) => name.StartsWith(OfSession, StringComparison.Ordinal);

    private const string OfSession = "session-";

    protected override void PreStart()
    {
        _helloTimer = Context.System.Scheduler.ScheduleTellOnceCancelable(
            _house.HelloTimeout, Self, new SessionMessage.HelloIsDue(), ActorRefs.NoSender);
        _house.Auctioneer.Tell(new AuctioneerMessage.Begun(_number));
        _peer?.Begin(Context);
        _link.Attach(Self, _idPrefix);
    }

    // Also after a failure: a session is never restarted, and no connection outlives its session.
    protected override void PostStop()
    {
        _helloTimer?.Cancel();
        _link.Close();
        _peer?.Ended();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case BidsPlaced placed:
                if (_answers.Take(placed, _bidder)) Answered();
                break;
            case SessionMessage.BidsRead read: Place(read); break;
            case BoardAnswer.Broadcast broadcast: PassOn(broadcast); break;
            case ConfirmBroadcast confirm: Sender.Tell(new BroadcastTaken(confirm.Number)); break;
            case SessionMessage.FlushNow:
                _flushIsDue = false;
                _link.Flush();
                break;
            case SessionMessage.Asked asked: Ask(asked.Request); break;
            case BoardAnswer.Listing listing: List(listing); break;
            case BoardAnswer.Purchases purchases: Account(purchases); break;
            case BoardAnswer.AsOf asOf: ListSales(asOf.Seq); break;
            case AuctioneerAnswer.Registered registered: Register(registered); break;
            case SaleAnswer.Joined joined: Join(joined.Offer); break;
            case SalesOnOffer sales: _sale.Know(sales); break;
            case AuctioneerAnswer.SaleList sales: List(sales); break;
            case AuctioneerAnswer.NoSuchSale none: Reply(new Answer.Error(RejectionCode.NoSuchSale, none.Reason)); break;
            case AuctioneerAnswer.Refused refused: Reply(Error(refused.Code)); break;
            // The sale's or a lot's answer to a PASS or a WITHDRAW.
            case Answer answer: Reply(answer); break;
            case SessionMessage.Faulted faulted: End(faulted.Error); break;
            case SessionMessage.HelloIsDue: HelloIsDue(); break;
            case SessionMessage.Superseded: End(new Answer.Error(RejectionCode.NameInUse, Texts.Superseded)); break;
            case SessionMessage.Stopping: Stopping(); break;
            case SessionMessage.InputEnded: Leave(); break;
            default:
                if (_peer?.Receive(message, Sender) != true) Unhandled(message);
                break;
        }
    }

    private void Ask(Request request)
    {
        switch (request)
        {
            case Request.Hello when _bidder is not null: Reply(new Answer.Error(RejectionCode.MalformedLine, Reasons.AnotherName)); break;
            case Request.Hello hello: _house.Auctioneer.Tell(new AuctioneerMessage.Register(hello.Name, hello.Token)); break;
            case Request.Ping ping: Reply(new Answer.Pong(ping.Text, _house.Time.GetUtcNow())); break;
            case Request.Quit: End(new Answer.Bye()); break;
            case var _ when _bidder is null: Reply(Error(RejectionCode.HelloFirst)); break;
            case Request.Sales: _house.Auctioneer.Tell(AuctioneerMessage.ListSales.Instance); break;
            case Request.Join join: _house.Auctioneer.Tell(new AuctioneerMessage.Join(join.Sale)); break;
            case Request.Pass { Lot: { } id }:
                if (_sale.TryGetLot(id, out var lot)) lot.Ref.Tell(new ItemAuction.PassThis(_bidder));
                else Reply(Error(RejectionCode.NoSuchLot));
                break;
            case Request.Withdraw withdraw:
                var taken = new ItemAuction.WithdrawThis(withdraw.Lot, _bidder, withdraw.BidId);
                if (_sale.TryGetLot(withdraw.Lot, out var bidOn)) bidOn.Ref.Tell(taken);
                else Reply(taken.Refused(RejectionCode.NoSuchLot));
                break;
            case Request.List or Request.Me or Request.Pass when _sale.IsNone: AnswerWithoutSale(request); break;
            case Request.List: _sale.AskBoard(BoardMessage.ListLots.Instance, Self); break;
            case Request.Me: _sale.AskBoard(new BoardMessage.AccountOf(_bidder), Self); break;
            case Request.Pass: _sale.Actor.Tell(new SaleMessage.PassAll(_bidder)); break;
            default: throw new InvalidOperationException($"Bids come by reads, not as {request.GetType().Name}.");
        }
    }

    private void Place(SessionMessage.BidsRead read)
    {
        var isAnswered = _answers.Begin(read);
        foreach (var (lot, bids) in read.Parts) lot.Tell(bids, Self);
        if (isAnswered) Answered();
    }

    private void Answered()
    {
        Send();
        _link.Next(_bidder);
    }

    private void PassOn(BoardAnswer.Broadcast broadcast)
    {
        if (_sale.PartOf(broadcast, _bidder) is { } part && _answers.PassOn(part, _bidder)) Send();
    }

    private void Register(AuctioneerAnswer.Registered registered)
    {
        _helloTimer?.Cancel();
        (_bidder, _token) = (registered.Name, registered.Token);
    }

    /// <summary>Whoever is told WELCOME, or has joined a sale, may bid at once on what its coming opened.</summary>
    private void Join(SaleOnOffer offer)
    {
        if (_bidder is null) return;
        if (!_isWelcomed) _link.Write(new Answer.Welcome(_bidder, _token, _house.Time.GetUtcNow()));
        (_isWelcomed, _isJoining) = (true, true);
        _sale.Enter(offer, _bidder, Self);
        if (_sale.IsNone) AnswerWithoutSale(new Request.List());
    }

    private void Stopping()
    {
        // Before it is said: a bid that comes after that is refused.
        _link.Stopping();
        _link.Write(Error(RejectionCode.HouseStopping));
        Send();
    }

    private void List(BoardAnswer.Listing listing)
    {
        _link.WriteList(listing.Pages);
        _link.Write(new Answer.Ready(listing.Seq));
        if (_isJoining && listing.Now is not null) _link.Write(listing.Now);
        _isJoining = false;
        Answered();
    }

    /// <summary>The list of sales is written when it is known as of which event of the bidder's own sale.</summary>
    private void List(AuctioneerAnswer.SaleList sales)
    {
        _sales = sales.All;
        if (_sale.IsNone) ListSales(0);
        else _sale.AskBoard(BoardMessage.CatchUp.Instance, Self);
    }

    private void ListSales(long seq)
    {
        foreach (var sale in _sales) _link.Write(new Answer.SaleListed(sale.Id, sale.Title, sale.State, sale.Lots, sale.OpensAt));
        _sales = [];
        Reply(new Answer.Ready(seq));
    }

    /// <summary>The house had no sale when the bidder came.</summary>
    private void AnswerWithoutSale(Request request)
    {
        _isJoining = false;
        if (request is Request.Me) _link.Write(new Answer.Account(0, 0));
        Reply(request is Request.Pass ? new Answer.Passed() : new Answer.Ready(0));
    }

    private void Account(BoardAnswer.Purchases purchases)
    {
        // Amounts of two currencies have no sum.
        var accounts = purchases.Bought.GroupBy(bought => (bought.Currency, bought.Digits)).DefaultIfEmpty();
        foreach (var account in accounts)
        {
            _link.Write(account is null
                ? new Answer.Account(0, 0)
                : new Answer.Account(
                    account.Count(b => !b.IsPayment),
                    account.Where(b => !b.IsSupply).Sum(b => b.PriceMinor),
                    account.Where(b => b.IsSupply).Sum(b => b.PriceMinor))
                {
                    Currency = account.Key.Currency,
                    Digits = account.Key.Digits,
                });
        }
        foreach (var bought in purchases.Bought) _link.Write(bought);
        Reply(new Answer.Ready(purchases.Seq));
    }

    private void HelloIsDue()
    {
        if (_bidder is not null) return;
        Context.GetLogger().Debug("{Session} said no HELLO in {Patience}", Self.Path.Name, _house.HelloTimeout);
        End(new Answer.Error(RejectionCode.HelloFirst, Texts.HelloTooLate));
    }

    private void Reply(Answer answer)
    {
        _link.Write(answer);
        Answered();
    }

    private static Answer.Error Error(RejectionCode code) => new(code, Reasons.For(code));

    /// <summary>The last word; the connection sends it and closes.</summary>
    private void End(Answer lastWord)
    {
        _answers.WriteInHand();
        _link.Write(lastWord);
        Leave();
    }

    /// <summary>
    /// A connection goes on by itself until its last line is sent. A link to a peer does not: it stops the session when it has.
    /// </summary>
    private void Leave()
    {
        if (_peer is null)
        {
            Context.Stop(Self);
            return;
        }
        _house.Auctioneer.Tell(AuctioneerMessage.Leave.Instance);
        Become(message => TakeLeave(_peer, message));
        _peer.Close();
    }

    private void TakeLeave(IPeerLink peer, object message)
    {
        switch (message)
        {
            // The others must not wait for this one.
            case ConfirmBroadcast confirm: Sender.Tell(new BroadcastTaken(confirm.Number)); break;
            // It waited for a seat, and would hold it now.
            case AuctioneerAnswer.Registered: _house.Auctioneer.Tell(AuctioneerMessage.Leave.Instance); break;
            default: peer.Receive(message, Sender); break;
        }
    }

    private void Send()
    {
        if (_flushIsDue) return;
        _flushIsDue = true;
        Self.Tell(SessionMessage.FlushNow.Instance, ActorRefs.NoSender);
    }

    private static class Texts
    {
        public const string Superseded = "another connection has come under this name with its token; this one is closed";
        public const string HelloTooLate = "no HELLO came in time; connect again and say HELLO <name>";
    }
}
