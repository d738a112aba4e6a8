using Akka.Actor;
using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Journal;
using AkkaAuction.Messages;

namespace AkkaAuction.Auctioneer.Sales;

/// <summary>
/// What outsiders may see of one sale, in the order of its event numbers: it keeps every lot as it was last announced, each bidder's
/// purchases and the running round, answers lists and accounts from them, and sends every watching session what the journal releases. So
/// whatever a list says agrees with the notices around it. A round's opening names every lot that is still on sale first (R1.2, R1.5).
/// Notices are gathered on their way to the sessions (<see cref="Gathering{TLine}"/>); what concerns a bidder who is in another sale goes
/// by way of the auctioneer, which knows where that bidder is. The auctioneer makes a board for each sale, and it goes on over the sale's
/// runs; it watches its sessions, and forgets them when they end. A board that follows one that died knows nothing until the auctioneer
/// restores it: what is announced before that is in the restored state.
/// </summary>
internal sealed class Board : UntypedActor
{
    private readonly string _sale;
    private readonly string _chain;
    private readonly IJournal _journal;
    private readonly TimeProvider _time;
    private readonly BookKeeper? _books;
    private readonly LotsOnSale _lots = new();
    private readonly Dictionary<string, List<Answer.Bought>> _bought = new(StringComparer.Ordinal);
    private readonly Dictionary<IActorRef, string> _watchers = [];
    private readonly Dictionary<string, IActorRef> _byName = new(StringComparer.Ordinal);
    private readonly Gathering<Notice> _gathering;
    private Notice.RoundOpened? _round;
    private Notice.SaleEnded? _ended;
    private long _seq;
    private bool _hasBegun;

    private Board(string sale, IJournal journal, TimeProvider time, BookKeeper? books)
    {
        (_sale, _chain) = (sale, Chains.OfSale(sale));
        _time = time;
        _journal = journal;
        _books = books;
        _gathering = new Gathering<Notice>(Self, _watchers.Keys, notices => BoardAnswer.Broadcast.Of(_sale, notices));
    }

    /// <param name="sale">The sale's id.</param>
    /// <param name="journal">Whose announcements it passes on.</param>
    /// <param name="time">For the lots whose price moves with the clock.</param>
    /// <param name="books">Sees every notice first, and keeps the account; null: there is none.</param>
    internal static Props Props(string sale, IJournal journal, TimeProvider time, BookKeeper? books) =>
        MadeBy<Board>.Props(() => new Board(sale, journal, time, books));

    /// <summary>The name of a sale's board. A sale that is let go of and looked at again gets another one.</summary>
    /// <param name="number">Which board of the auctioneer's it is.</param>
    /// <param name="sale">The sale's id.</param>
    public static string NameFor(long number, string sale) => $"board-{number}-{sale}";

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case BoardMessage.Announced announced:
                if (!_hasBegun) break;
                foreach (var notice in announced.Notices) Take(notice);
                break;
            case BoardMessage.Restore restore: Restore(restore); break;
            case GatheringDue: _gathering.Due(); break;
            case BroadcastTaken taken: _gathering.Taken(taken); break;
            case BoardMessage.ListLots: AnswerWhenCaughtUp(new Due.List()); break;
            case BoardMessage.CatchUp: AnswerWhenCaughtUp(new Due.Number()); break;
            case BoardMessage.Watch watch: AnswerWhenCaughtUp(new Due.Welcome(watch.Bidder)); break;
            case BoardMessage.Follow follow: Admit(Sender, follow.Bidder); break;
            case BoardMessage.Unwatch: LetGo(Sender); break;
            case BoardMessage.AccountOf account: AnswerWhenCaughtUp(new Due.Account(account.Bidder)); break;
            case AccountRequest when _books is not null: AnswerWhenCaughtUp(new Due.WholeAccount()); break;
            case BoardMessage.Show when _books is not null: AnswerWhenCaughtUp(new Due.Everything()); break;
            case BoardMessage.Count when _books is not null: Sender.Tell(new BoardAnswer.Counted(_books.Sold, _books.Unsold)); break;
            case CaughtUp due: Answer(due); break;
            case Terminated gone: Forget(gone.ActorRef); break;
            case BoardMessage.NewSale sale: Begin(sale); break;
            default: Unhandled(message); break;
        }
    }

    private void Begin(BoardMessage.NewSale sale)
    {
        _hasBegun = true;
        _books?.OnSale(sale.Terms, sale.Catalogue);
        _lots.Clear();
        _lots.EnsureCapacity(sale.Catalogue.Lots.Length);
        _round = null;
        _ended = null;
    }

    /// <summary>What was announced to this board before is in it too: everything begins anew.</summary>
    private void Restore(BoardMessage.Restore restore)
    {
        _hasBegun = true;
        _lots.Clear();
        _bought.Clear();
        (_round, _ended) = (null, null);
        foreach (var lot in restore.Resumed.Lots) _lots.Put(lot);
        foreach (var notice in restore.Earlier) Note(notice);
        foreach (var notice in restore.Resumed.Past.Where(n => n is not Notice.PriceChanged and not Notice.UnitSold)) Note(notice);
        // What notices leave of a round is less than what its lots know.
        foreach (var lot in restore.Resumed.Lots) _lots.Put(lot);
        _books?.OnResumed(restore.Resumed);
    }

    private void Take(Notice notice)
    {
        Note(notice);
        // Each lot of the rounds that still has units, then the round.
        if (notice is Notice.RoundOpened)
        {
            foreach (var lot in _lots.OpenInRound) Send(new Notice.LotListed(notice.Seq, lot));
        }
        Send(notice);
    }

    private void Note(Notice notice)
    {
        _seq = Math.Max(_seq, notice.Seq);
        switch (notice)
        {
            case Notice.LotListed listed: _lots.Put(listed.View); break;
            case Notice.RoundOpened opened: OpenRound(opened); break;
            case Notice.RoundClosed: CloseRound(); break;
            case Notice.PriceChanged changed:
                _lots.Change(changed.Lot, lot => lot with
                {
                    PriceMinor = changed.PriceMinor,
                    Leader = changed.Leader,
                    NextMinor = changed.NextMinor,
                    ClosesAt = changed.ClosesAt,
                });
                break;
            case Notice.UnitSold sold:
                _lots.Change(sold.Lot, lot => lot with { Units = sold.UnitsLeft, PriceMinor = sold.PriceMinor });
                break;
            case Notice.UnitWon won:
                PurchasesOf(won.Bidder).Add(new Answer.Bought(won.Lot, won.PriceMinor, won.Seq, _lots.Find(won.Lot)?.Descends ?? false)
                {
                    Digits = won.Digits,
                    Currency = won.Currency,
                });
                break;
            case Notice.PaymentDue due:
                PurchasesOf(due.Bidder).Add(new Answer.Bought(due.Lot, due.AmountMinor, due.Seq)
                {
                    IsPayment = true,
                    Digits = due.Digits,
                    Currency = due.Currency,
                });
                break;
            case Notice.LotClosed closed: _lots.Change(closed.Lot, lot => lot with { State = LotViewState.Closed, ClosesAt = null }); break;
            case Notice.SaleEnded ended: _ended = ended; break;
        }
    }

    private List<Answer.Bought> PurchasesOf(string bidder)
    {
        if (!_bought.TryGetValue(bidder, out var purchases)) _bought.Add(bidder, purchases = []);
        return purchases;
    }

    private void OpenRound(Notice.RoundOpened opened)
    {
        _round = opened;
        _lots.ChangeInRounds(
            state => state != LotViewState.Closed,
            lot => lot with { State = LotViewState.Open, ClosesAt = opened.ClosesAt, Leader = null });
    }

    private void CloseRound()
    {
        _round = null;
        _lots.ChangeInRounds(state => state == LotViewState.Open, lot => lot with { State = LotViewState.Waiting, ClosesAt = null });
    }

    private void Send(Notice notice)
    {
        _books?.OnNotice(notice);
        if (_watchers.Count > 0) _gathering.Add(notice);
        if (notice.To is { } bidder && !_byName.ContainsKey(bidder)) Context.Parent.Tell(new BoardReport.Elsewhere(_sale, notice));
    }

    private void Admit(IActorRef watcher, string bidder)
    {
        Context.Watch(watcher);
        _watchers[watcher] = bidder;
        _byName[bidder] = watcher;
    }

    /// <summary>What it was to be told of before it left is told.</summary>
    private void LetGo(IActorRef watcher)
    {
        _gathering.Send();
        Context.Unwatch(watcher);
        Forget(watcher);
    }

    private void Forget(IActorRef watcher)
    {
        if (_watchers.Remove(watcher, out var bidder) && watcher.Equals(_byName.GetValueOrDefault(bidder))) _byName.Remove(bidder);
        _gathering.Forget(watcher);
    }

    /// <summary>
    /// Whoever asks may know of events whose announcements are still in this mailbox. All of them are there up to the journal's last event,
    /// so the answer is made once the mailbox has been worked off to here, and is true as of that event.
    /// </summary>
    private void AnswerWhenCaughtUp(Due due) => Self.Tell(new CaughtUp(due, Sender, _journal.LastEvent(_chain)));

    private void Answer(CaughtUp due)
    {
        _gathering.Send();
        _seq = Math.Max(_seq, due.Event);
        switch (due.Due)
        {
            case Due.List: due.Asker.Tell(new BoardAnswer.Listing(_lots.List(_time.GetUtcNow()), _seq, null)); break;
            case Due.Number: due.Asker.Tell(new BoardAnswer.AsOf(_seq)); break;
            case Due.Account account:
                due.Asker.Tell(new BoardAnswer.Purchases(_bought.TryGetValue(account.Bidder, out var bought) ? [.. bought] : [], _seq));
                break;
            case Due.WholeAccount: due.Asker.Tell(_books!.Account); break;
            // It knows neither lots nor run: the sale is being put up, or the house has just begun.
            case Due.Everything when !_hasBegun:
                var notYet = new InvalidOperationException($"The sale {_sale} is not there yet; ask again in a moment.");
                due.Asker.Tell(new Status.Failure(notYet));
                break;
            case Due.Everything: due.Asker.Tell(new BoardAnswer.Shown(_books!.Account, _lots.All(_time.GetUtcNow()))); break;
            case Due.Welcome welcome:
                Admit(due.Asker, welcome.Bidder);
                Notice? now = _ended is not null ? _ended : _round;
                // Sent now, it is true as of now: event numbers on a connection do not go back behind the list's.
                due.Asker.Tell(new BoardAnswer.Listing(_lots.List(_time.GetUtcNow()), _seq, now is null ? null : now with { Seq = _seq }));
                break;
        }
    }

    private abstract record Due
    {
        public sealed record List : Due;

        public sealed record Welcome(string Bidder) : Due;

        public sealed record Account(string Bidder) : Due;

        public sealed record Number : Due;

        public sealed record WholeAccount : Due;

        public sealed record Everything : Due;
    }

    private sealed record CaughtUp(Due Due, IActorRef Asker, long Event);
}
