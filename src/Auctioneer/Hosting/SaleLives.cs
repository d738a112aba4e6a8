using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Recovery;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Sessions;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Journal;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Hosting;

/// <summary>
/// Takes each sale through its life: it is put up, or goes on from the journal; it is offered to the sessions; it ends, is put up again
/// where the house repeats, or is let go of after a while; and it is read again when somebody wants to look at it. A part of the
/// auctioneer, on whose thread all of it happens, and whose children the actors of the sales are.
/// </summary>
internal sealed class SaleLives
{
    private readonly AuctioneerContext _house;
    private readonly IUntypedActorContext _context;
    private readonly ITimerScheduler _timers;
    private readonly Seats _seats;
    private readonly ILoggingAdapter _log;
    private readonly IActorRef _self;
    private readonly IActorRef _letGo;
    private readonly IActorRef _reader;
    private readonly LotDirectory _lotsLetGo;
    private long _boardsMade;

    /// <param name="house">What the auctioneer was started with.</param>
    /// <param name="context">The auctioneer's own.</param>
    /// <param name="timers">The auctioneer's own.</param>
    /// <param name="seats">Who is here.</param>
    public SaleLives(AuctioneerContext house, IUntypedActorContext context, ITimerScheduler timers, Seats seats)
    {
        (_house, _context, _timers, _seats) = (house, context, timers, seats);
        _log = context.GetLogger();
        _self = context.Self;
        _letGo = context.ActorOf(LetGoSales.Props(), LetGoSales.Name);
        _reader = context.ActorOf(SaleReader.Props(house.Journal, house.Settings.Limits.BidIds), SaleReader.Name);
        _lotsLetGo = LotDirectory.OfLetGo(_letGo);
    }

    public HeldSales Sales { get; } = new();

    /// <summary>The house begins: what was put up goes on, and what was given is put up.</summary>
    public void Begin(RecoveredSales recovered)
    {
        foreach (var past in recovered.Sales)
        {
            if (past.State?.Phase == SalePhase.Ended && !_house.Books.Has(past.Id)) past.KeepALine();
            _house.Journal.LetGo(StreamNames.Sale(past.Id), past.Over is null ? past.Run - 1 : past.Run);
            if (past.Over is { } over) KeepALine(past.Id, over);
            else Resume(past);
        }
        foreach (var catalogue in _house.Catalogues)
        {
            if (!Sales.TryGet(catalogue.Head.Name, out var known)) PutUp(catalogue);
            // What was sold is not put up again unasked.
            else if (!known.IsHeld && _house.Settings.Sale.Repeat) PutUp(catalogue);
        }
        if (_house.Settings.Sale.Repeat && _house.Catalogues.IsEmpty && Sales.All.All(sale => !sale.IsHeld)) RepeatLast();
        _house.Books.BeginWith([.. Sales.All.Where(sale => sale.IsHeld || sale.WhenRead.Count > 0).Select(sale => sale.Id)]);
    }

    /// <summary>All sales are over and no other was given: the last is put up again, with its own lots and terms.</summary>
    private void RepeatLast()
    {
        if (Sales.All.MaxBy(sale => sale.Run) is not { } last) return;
        Read(last, past =>
        {
            if (past?.PutUp is { } putUp) GoOn(last, past, run => putUp.Terms with { Id = run }, putUp.Catalogue);
        });
    }

    /// <summary>A fresh run of a sale.</summary>
    public HeldSale PutUp(Catalogue catalogue)
    {
        var sale = Sales.GetOrAdd(catalogue.Head.Name);
        PutUp(sale, run => catalogue.SaleTerms(run, _house.Settings), catalogue);
        return sale;
    }

    private void PutUp(HeldSale sale, Func<int, SaleTerms> terms, Catalogue catalogue)
    {
        if (sale.Run == 0) MakeBoard(sale, _house.Books.Of(sale.Id));
        // Bids that are on their way to the lots of the run before are answered (203).
        if (sale.IsHeld) _timers.StartSingleTimer(sale.Run, new EndRun(sale.Id, sale.Run, sale.Actor), StopAfter);
        if (sale.Run > 0 && !_house.Books.Has(sale.Id))
        {
            Read(sale, past => GoOn(sale, past, terms, catalogue));
            return;
        }
        Make(sale, terms(Sales.LastRun + 1), catalogue, null);
    }

    /// <summary>A fresh run of a sale that was let go of.</summary>
    private void GoOn(HeldSale sale, SalePast? past, Func<int, SaleTerms> terms, Catalogue catalogue)
    {
        EndBoard(sale);
        MakeBoard(sale, _house.Books.Of(sale.Id));
        foreach (var (bidder, session) in _seats.In(sale.Id)) sale.Board.Tell(new BoardMessage.Follow(bidder), session);
        // What was bought in the runs before, and how far events were numbered, are the board's to know.
        if (past is not null) sale.Board.Tell(past.ToBoard(otherCatalogue: false), ActorRefs.NoSender);
        Make(sale, terms(Sales.LastRun + 1), catalogue, null);
    }

    /// <summary>
    /// Goes on with a sale after a restart of the auctioneer or of the whole house: lots come back from their facts, bidders are gone.
    /// </summary>
    private void Resume(SalePast past)
    {
        var sale = Sales.GetOrAdd(past.Id);
        var putUp = past.PutUp!;
        var given = _house.Catalogues.FirstOrDefault(catalogue => catalogue.Head.Name == past.Id);
        MakeBoard(sale, _house.Books.Of(past.Id));
        // Before there are lots: one that is overdue closes at once, and the board must know of it after this.
        var isOther = given is not null && !given.Lots.SequenceEqual(putUp.Catalogue.Lots);
        _house.Journal.After(new TellWhenStored(sale.Board, past.ToBoard(isOther)));
        Make(sale, putUp.Terms, putUp.Catalogue, new RecoveredSale(past.State!, past.Lots));
    }

    private void KeepALine(string id, SaleSummary line)
    {
        var sale = Sales.GetOrAdd(id);
        sale.LetGo(line, _letGo, _lotsLetGo);
        Sales.Note(line.Run, sale);
        _house.Books.IsOver(sale.Summary(_house.Journal));
    }

    private void MakeBoard(HeldSale sale, BookKeeper books)
    {
        var props = Board.Props(sale.Id, _house.Journal, _house.Time, books);
        sale.Board = _context.ActorOf(props, Board.NameFor(++_boardsMade, sale.Id));
        _house.Journal.Listen(sale.Chain, new BoardListener(sale.Board));
    }

    private void EndBoard(HeldSale sale)
    {
        if (!sale.Board.IsNobody()) End(sale.Board, sale);
        (sale.Board, sale.Over) = (ActorRefs.Nobody, null);
        _house.Journal.Listen(sale.Chain, new BoardListener(ActorRefs.Nobody));
    }

    /// <summary>Ends an actor of a sale; what is on its way to it is answered.</summary>
    private void End(IActorRef actor, HeldSale sale)
    {
        _letGo.Tell(new LetGoSales.Gone(actor.Path.Name, sale.Id));
        _context.Stop(actor);
    }

    private void Make(HeldSale sale, SaleTerms terms, Catalogue catalogue, RecoveredSale? recovered)
    {
        var context = new SaleContext(terms, catalogue, _house.Settings, _house.Journal, _house.Time)
        {
            Board = sale.Board,
            Overdue = _house.Overdue,
            Chance = _house.Chance,
        };
        var actor = _context.ActorOf(SaleActor.Props(context, recovered), SaleActor.NameFor(terms.Id));
        sale.Begin(terms, catalogue, actor);
        // Until the sale has said where they are, it hands on what comes for them.
        sale.Lots = LotDirectory.Of(actor, catalogue.Lots);
        sale.IsPutUp = recovered is not null;
        if (recovered is not null && recovered.State.Phase != SalePhase.Waiting) sale.Open();
        Sales.Note(terms.Id, sale);
    }

    /// <summary>
    /// A sale stands: a fresh run is put up now. Sessions know its lots before they are told of them, and only then it begins.
    /// </summary>
    public void Offer(SaleOnOffer offer)
    {
        if (!Sales.TryGet(offer.Run, out var sale) || sale.Terms is not { } terms)
        {
            // One that is over, and on its way out.
            offer.Actor.Tell(new SaleMessage.Here([]));
            return;
        }
        var isFresh = !sale.IsPutUp;
        if (isFresh)
        {
            sale.Stream ??= _house.Journal.OpenWriter(StreamNames.Sale(sale.Id));
            var putUp = new RegistryFact.SalePutUp(terms.Id, _house.Time.GetUtcNow(), terms, sale.Catalogue!);
            _house.Journal.Append(sale.Stream, [putUp], [], null);
            sale.IsPutUp = true;
        }
        sale.Lots = offer.Lots;
        Spread();
        if (isFresh)
        {
            // In its turn: what is still to be told of the run before comes first.
            _house.Journal.After(new TellWhenStored(sale.Board, new BoardMessage.NewSale(terms, sale.Catalogue!)));
            _house.Journal.Announce(
                sale.Chain, [.. sale.Catalogue!.Lots.Select(lot => new Notice.LotListed(0, LotNotices.View(LotState.Initial(lot))))]);
        }
        foreach (var putter in sale.Putters) Answer(putter, new AuctioneerAnswer.PutUp(sale.Id, sale.Run));
        sale.Putters.Clear();
        sale.Actor.Tell(new SaleMessage.Here([.. _seats.In(sale.Id).Select(seat => seat.Bidder)]));
        if (isFresh && sale.Closers.Count > 0) sale.Actor.Tell(new SaleCommand.Close());
    }

    public void Open(int run)
    {
        if (Sales.TryGet(run, out var sale)) sale.Open();
    }

    /// <summary>A run is over.</summary>
    public void Over(SaleReport.IsOver over)
    {
        if (!Sales.TryGet(over.Sale, out var sale) || !sale.IsHeld) return;
        sale.End(over.Sold, over.Unsold);
        foreach (var closer in sale.Closers) Answer(closer, new AuctioneerAnswer.Closed(sale.Summary(_house.Journal)));
        sale.Closers.Clear();
        // An operator who closes a sale does not mean the next run of it.
        if (!_house.Settings.Sale.Repeat || over.WasClosed)
        {
            _timers.StartSingleTimer(sale.Id, new LetGo(sale.Id), _house.Settings.Sale.LetGoAfter);
            return;
        }
        var (terms, catalogue) = (sale.Terms!, sale.Catalogue!);
        if (_house.Catalogues.FirstOrDefault(given => given.Head.Name == sale.Id) is { } given) PutUp(given);
        else PutUp(sale, run => terms with { Id = run }, catalogue);
    }

    /// <summary>A run that was followed by the next one goes.</summary>
    public void Handle(EndRun end)
    {
        Sales.Forget(end.Run);
        if (Sales.TryGet(end.Sale, out var sale)) EndRunOf(sale, end.Run, end.Actor);
    }

    /// <summary>The actor of a run that is over has ended, and its lots with it: nobody appends to their streams any more.</summary>
    public void Handle(RunEnded ended) => _house.Journal.LetGo(StreamNames.Sale(ended.Sale), ended.Run);

    private void EndRunOf(HeldSale sale, int run, IActorRef actor)
    {
        _context.WatchWith(actor, new RunEnded(sale.Id, run));
        End(actor, sale);
    }

    /// <summary>A sale has been over for long enough.</summary>
    public void Handle(LetGo due)
    {
        if (!Sales.TryGet(due.Sale, out var sale) || sale.State != SaleViewState.Ended || sale.WhenRead.Count > 0) return;
        EndBoard(sale);
        if (!sale.IsHeld) return;
        EndRunOf(sale, sale.Run, sale.Actor);
        Sales.Forget(sale.Run);
        _house.Books.LetGo(sale.Id);
        sale.LetGo(null, _letGo, _lotsLetGo);
        Spread();
        _log.Info("Sale {Sale} is over, and let go of", sale.Id);
    }

    /// <summary>A bidder comes into a sale; its session is answered when it is counted there.</summary>
    /// <param name="sale">The sale; null: there is none.</param>
    public void Bring(string bidder, IActorRef session, HeldSale? sale)
    {
        if (sale is null) Answer(session, new SaleAnswer.Joined(SaleOnOffer.None));
        else if (sale.IsHeld) sale.Actor.Tell(new SaleMessage.Come(bidder, session));
        else if (!sale.Board.IsNobody()) Answer(session, new SaleAnswer.Joined(sale.OnOffer));
        else
        {
            Look(sale, isThere =>
            {
                if (isThere) Bring(bidder, session, sale);
                else session.Tell(Unreadable);
            });
        }
    }

    /// <summary>Hands on a question to a sale's board.</summary>
    public void AskBoard(HeldSale sale, object question, IActorRef asker)
    {
        if (!sale.Board.IsNobody()) sale.Board.Tell(question, asker);
        else
        {
            Look(sale, isThere =>
            {
                if (isThere) sale.Board.Tell(question, asker);
                else asker.Tell(question is BoardMessage.Show or AccountRequest ? Failure(sale.Id) : Unreadable);
            });
        }
    }

    /// <summary>Bids on a lot of a sale that was let go of, or put up again meanwhile.</summary>
    public void Bid(string id, PlaceBids bids, IActorRef session)
    {
        if (!Sales.TryGet(id, out var sale)) WaitingLots.Refuse(bids, session, _self, _house.Journal);
        else if (sale.Over is { } over) over.Answer(bids, session, _self);
        else if (!sale.IsHeld)
        {
            Look(sale, isThere =>
            {
                if (isThere) Bid(id, bids, session);
                else WaitingLots.Refuse(bids, session, _self, _house.Journal);
            });
        }
        else if (sale.Lots.TryGet(WaitingLots.IdOf(bids.Lot), out var lot)) lot.Ref.Tell(bids, session);
        // Its lots are not there yet.
        else WaitingLots.Refuse(bids, session, _self, _house.Journal);
    }

    /// <summary>A sale was read again.</summary>
    public void Handle(SaleReader.Found found)
    {
        if (!Sales.TryGet(found.Sale, out var sale)) return;
        var waiting = sale.WhenRead.ToArray();
        sale.WhenRead.Clear();
        foreach (var go in waiting) go(found.Past);
    }

    /// <summary>Has the board of a sale made again that was let go of; it is let go of again later.</summary>
    private void Look(HeldSale sale, Action<bool> then) => Read(sale, past =>
    {
        if (!sale.IsHeld && sale.Board.IsNobody() && past is not null)
        {
            sale.Over = new OverLots(past, _house.Journal);
            sale.Board = _context.ActorOf(
                Board.Props(sale.Id, _house.Journal, _house.Time, HouseBooks.ToLookAt()), Board.NameFor(++_boardsMade, sale.Id));
            sale.Board.Tell(past.ToBoard(otherCatalogue: false), ActorRefs.NoSender);
            _timers.StartSingleTimer(sale.Id, new LetGo(sale.Id), _house.Settings.Sale.LetGoAfter);
        }
        then(!sale.Board.IsNobody());
    });

    private void Read(HeldSale sale, Action<SalePast?> then)
    {
        sale.WhenRead.Add(then);
        if (sale.WhenRead.Count == 1) _reader.Tell(new SaleReader.Read(sale.Id), _self);
    }

    /// <summary>Bidders reach a sale otherwise than before, and learn of it before anything is told of it.</summary>
    private void Spread()
    {
        Sales.Changed();
        foreach (var session in _seats.Sessions) session.Tell(Sales.OnOffer);
    }

    private void Answer(IActorRef asker, object answer) => _house.Journal.After(new TellWhenStored(asker, answer, _self));

    private static Status.Failure Failure(string sale) => new(new HouseException($"The sale {sale} cannot be read; the log says why."));

    private static readonly Answer.Error Unreadable = new(RejectionCode.Recovering, Reasons.For(RejectionCode.Recovering));

    private static readonly TimeSpan StopAfter = TimeSpan.FromMinutes(1);

    /// <summary>The actor of a run has ended.</summary>
    public sealed record RunEnded(string Sale, int Run);

    /// <summary>A sale has been over for a while.</summary>
    public sealed record LetGo(string Sale);

    /// <summary>A run has been over for a while, and another of the sale has begun.</summary>
    public sealed record EndRun(string Sale, int Run, IActorRef Actor);
}
