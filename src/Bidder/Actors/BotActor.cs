using Akka.Actor;
using AkkaAuction.Bidder.Accounts;
using AkkaAuction.Bidder.Market;
using AkkaAuction.Bidder.Screens;
using AkkaAuction.Bidder.Strategies;
using AkkaAuction.Bidder.Tcp;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Bidder.Actors;

/// <summary>A bot's report to its fleet.</summary>
public abstract record BotReport(string Name)
{
    /// <param name="SaleEnded">Whether the bot saw the sale's end; false if it was stopped before.</param>
    public sealed record Finished(string Name, BidderAccount Account, bool SaleEnded) : BotReport(Name);

    /// <param name="Account">What it did until then; null: the house never let it in.</param>
    public sealed record Failed(string Name, RejectionCode Code, string Reason, BidderAccount? Account) : BotReport(Name);
}

/// <summary>
/// One bot. It keeps the state that its strategy reads, asks the strategy at its turn, and checks each act against the price and the wallet
/// before it sends it. The fleet starts it and gets its account at the sale's end. Its link keeps it connected. After a reconnect it takes
/// the market from the list and its purchases from ME, and resends unanswered requests. In a round it acts exactly once, on the state
/// before the round opened. So a sale does not depend on the order in which sockets deliver.
/// </summary>
public sealed class BotActor : ReceiveActor, IWithTimers
{
    /// <summary>Tells a bot to stop now and report.</summary>
    public sealed record Stop;

    private const string ThinkTimer = "think";
    private const string LeaveTimer = "leave";
    private const int TriesMax = 20;
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LeaveWithin = TimeSpan.FromSeconds(2);

    private readonly BotSettings _settings;
    private readonly IFloorConnector _connector;
    private readonly HashSet<string> _touched = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _lastRefusedMinor = new(StringComparer.Ordinal);
    // What a lot showed at the turn that was taken last.
    private readonly Dictionary<string, ShownFields> _spokenAt = new(StringComparer.Ordinal);
    private IActorRef _link = ActorRefs.Nobody;
    private readonly Visit _visit;
    private bool _isLeaving;
    private int _actedRound;
    private int _unansweredPassRound;
    private long _bidsSent;
    private TimeSpan _houseAhead;

    public BotActor(BotSettings settings, IFloorConnector connector)
    {
        _settings = settings;
        _connector = connector;
        _visit = new Visit(new BidderState(settings.Name, settings.BudgetMinor));

        Receive<LinkEvent.Lines>(OnLines);
        Receive<LinkEvent.Lost>(OnLost);
        Receive<LinkEvent.Unanswered>(unanswered => Trouble(unanswered.Reason));
        Receive<LinkEvent.Failed>(failed =>
        {
            Context.Parent.Tell(new BotReport.Failed(
                _settings.Name, failed.Code, failed.Reason, _visit.HasTraded ? BidderAccount.Of(State) : null));
            Context.Stop(Self);
        });
        Receive<LinkEvent.Closed>(_ => Context.Stop(Self));
        Receive<ActDue>(due => OnActDue(due));
        Receive<RetryDue>(due => OnRetryDue(due));
        Receive<WakeUp>(wake =>
        {
            _touched.Add(wake.Lot);
            ConsiderTouched();
        });
        Receive<Stop>(_ => Leave(saleEnded: false));
        Receive<LeaveDue>(_ => Context.Stop(Self));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(BotSettings settings, IFloorConnector connector) =>
        Akka.Actor.Props.Create(() => new BotActor(settings, connector));

    protected override void PreStart() =>
        _link = Context.ActorOf(
            FloorLink.Props(_settings.Name, null, _settings.Sale, _connector, _settings.Link, _settings.Chance), "link");

    private sealed record ActDue(int Round, Act Act);

    private sealed record RetryDue(PendingBid Bid, int Try);

    private sealed record WakeUp(string Lot);

    private sealed record LeaveDue;

    private BidderState State => _visit.State;

    private DateTimeOffset HouseNow => _settings.Time.GetUtcNow() + _houseAhead;

    private Situation Now => new(State, _settings.Chance, HouseNow);

    private void OnLines(LinkEvent.Lines lines)
    {
        foreach (var line in lines.Batch) OnLine(line);
        _link.Tell(new LinkCommand.Taken());
        ConsiderTouched();
    }

    private void OnLine(FloorLine line)
    {
        var refusedBid = line.Answer is Answer.Refused { BidId: var id } ? State.Pending.GetValueOrDefault(id) : null;
        var step = _visit.Take(line);
        _settings.Hooks.OnLine?.Invoke(_settings.Name, line);
        if (_isLeaving) return;

        switch (step)
        {
            case VisitStep.Begin: StartTrading(); break;
            case VisitStep.AskForAccount: _link.Tell(new Request.Me()); break;
            // The sale ended while the account was on its way.
            case VisitStep.TakeUpAgain when State.Market.HasEnded: Leave(saleEnded: true); return;
            case VisitStep.TakeUpAgain:
                SendAgain();
                StartTrading();
                break;
        }
        switch (line.Answer)
        {
            case Answer.Welcome welcome: _houseAhead = welcome.Time - _settings.Time.GetUtcNow(); break;
            case Answer.Listed listed: _touched.Add(listed.View.Lot); break;
            case Answer.Refused refusal when refusedBid is not null: OnRefused(refusal, refusedBid); break;
            case Answer.Passed: _unansweredPassRound = 0; break;
            case Answer.Error error: Trouble($"the house said {(int)error.Code}: {RefusalText.Fault(error.Code, error.Reason)}"); break;
        }
        switch (line.Notice)
        {
            case Notice.RoundOpened opened when _visit.IsTrading && _actedRound != opened.Round: ActInRound(); break;
            case Notice.PriceChanged changed: _touched.Add(changed.Lot); break;
            case Notice.Outbid outbid: _touched.Add(outbid.Lot); break;
            case Notice.UnitSold sold: _touched.Add(sold.Lot); break;
            // Back after a loss, what was bought meanwhile comes with the account.
            case Notice.SaleEnded when !_visit.IsSettling: Leave(saleEnded: true); break;
        }
    }

    private void OnLost(LinkEvent.Lost lost)
    {
        if (_isLeaving)
        {
            Context.Stop(Self);
            return;
        }
        if (State.Market.HasEnded)
        {
            Leave(saleEnded: true);
            return;
        }
        _visit.ConnectionLost();
        // A pass may be lost with the connection.
        _spokenAt.Clear();
        _settings.Hooks.OnAway?.Invoke(_settings.Name);
        Trouble($"{lost.Reason}; trying again");
    }

    private void StartTrading()
    {
        _settings.Hooks.OnHere?.Invoke(_settings.Name);
        if (State.Market.RoundIsOpen && _actedRound != State.Market.Round) ActInRound();
        foreach (var lot in State.Market.Lots.Keys) _touched.Add(lot);
    }

    // Reconnected: resends an unanswered bid or pass, unless its round is over.
    private void SendAgain()
    {
        foreach (var bid in _visit.Unanswered()) _link.Tell(bid.Request);
        if (_unansweredPassRound != 0 && _visit.IsRunning(_unansweredPassRound)) _link.Tell(new Request.Pass(null));
    }

    private void ActInRound()
    {
        var round = _actedRound = State.Market.Round;
        var act = Checked(_settings.Strategy.InRound(Now with { State = State.WithinBudget() }), otherwise: Act.Passing);
        var delay = _settings.Think.Shortest
            + ((_settings.Think.Longest - _settings.Think.Shortest) * _settings.Chance.Draw("think", number: round));
        if (delay <= TimeSpan.Zero) Perform(round, act);
        else Timers.StartSingleTimer(ThinkTimer, new ActDue(round, act), delay);
    }

    private void OnActDue(ActDue due)
    {
        if (_visit.IsTrading)
        {
            // What it had then may be set aside for another lot by now.
            if (_visit.IsRunning(due.Round)) Perform(due.Round, Checked(due.Act, otherwise: Act.Passing));
        }
        else if (_actedRound == due.Round)
        {
            // No connection just now: the act is made up for when there is one, if the round still runs.
            _actedRound = due.Round - 1;
        }
    }

    private void Perform(int round, Act act)
    {
        if (act is Act.Bid bid)
        {
            Send(new PendingBid($"r{round}", bid.Lot, bid.AmountMinor, round) { Digits = DigitsOf(bid.Lot) });
            return;
        }
        _unansweredPassRound = round;
        _settings.Hooks.OnAct?.Invoke(_settings.Name, Act.Passing);
        _link.Tell(new Request.Pass(null));
    }

    private void ConsiderTouched()
    {
        if (!_visit.IsTrading || _touched.Count == 0) return;
        foreach (var id in _touched.Order(StringComparer.Ordinal).ToList())
        {
            _touched.Remove(id);
            if (!State.Market.Lots.TryGetValue(id, out var told) || told.FollowsRounds) continue;
            if (told.State != LotViewState.Open || told.Currency != State.Wallet.Currency || State.HasPendingOn(id)) continue;
            var situation = Now;
            var lot = told.At(situation.Now);
            if (lot.ByTurns)
            {
                Speak(lot, situation);
                continue;
            }
            if (Checked(_settings.Strategy.OnLot(situation, lot), otherwise: Act.Waiting) is Act.Bid bid && !WasJustRefused(bid))
                Send(new PendingBid($"t{++_bidsSent}", bid.Lot, bid.AmountMinor, 0) { Digits = DigitsOf(bid.Lot) });
            else if ((_settings.Strategy.WakeAt(situation, lot) ?? lot.PriceChangesAt(situation.Now)) is { } at)
                Timers.StartSingleTimer("wake " + id, new WakeUp(id), at - situation.Now);
        }
    }

    /// <summary>One opening offer; then, each time it is its turn, a bid or a pass, once.</summary>
    private void Speak(LotView lot, Situation situation)
    {
        var isItsTurn = lot.Turn == _settings.Name;
        if (isItsTurn ? lot.Fields!.Equals(_spokenAt.GetValueOrDefault(lot.Lot)) : lot.Turn is not null || State.RecordOf(lot.Lot).Bids > 0)
            return;
        if (isItsTurn) _spokenAt[lot.Lot] = lot.Fields!;
        if (Checked(_settings.Strategy.OnTurn(situation, lot), otherwise: Act.Passing) is Act.Bid bid && !WasJustRefused(bid))
        {
            Send(new PendingBid($"t{++_bidsSent}", bid.Lot, bid.AmountMinor, 0));
            return;
        }
        if (!isItsTurn) return;
        _settings.Hooks.OnAct?.Invoke(_settings.Name, Act.Passing);
        _link.Tell(new Request.Pass(lot.Lot));
    }

    private void Send(PendingBid bid)
    {
        _visit.Sent(bid);
        _settings.Hooks.OnAct?.Invoke(_settings.Name, new Act.Bid(bid.Lot, bid.AmountMinor));
        _link.Tell(bid.Request);
    }

    private byte DigitsOf(string lot) =>
        (byte)(State.Market.Lots.TryGetValue(lot, out var view) ? view.Currency.Digits : Currency.DigitsUnsaid);

    private bool WasJustRefused(Act.Bid bid) => _lastRefusedMinor.GetValueOrDefault(bid.Lot, -1) == bid.AmountMinor;

    private void OnRefused(Answer.Refused refused, PendingBid bid)
    {
        if (refused.Code is RejectionCode.Recovering or RejectionCode.TooFast)
        {
            Timers.StartSingleTimer("retry " + bid.BidId, new RetryDue(bid, 1), RetryPause);
            return;
        }
        _lastRefusedMinor[bid.Lot] = bid.AmountMinor;
        var isBeaten = refused.Code is RejectionCode.TooLow or RejectionCode.TooHigh;
        if (!isBeaten) Trouble($"a bid on {bid.Lot} was refused, {(int)refused.Code}: {RefusalText.Fault(refused.Code, refused.Reason)}");
        // In a round a refused bid is no act, so the bot passes.
        if (bid.Round != 0 && _visit.IsRunning(bid.Round)) Perform(bid.Round, Act.Passing);
        else if (bid.Round == 0 && isBeaten) _touched.Add(bid.Lot);
    }

    private void OnRetryDue(RetryDue due)
    {
        if (_isLeaving || (due.Bid.Round != 0 && !_visit.IsRunning(due.Bid.Round))) return;
        if (!_visit.IsTrading)
        {
            if (due.Try < TriesMax)
                Timers.StartSingleTimer("retry " + due.Bid.BidId, due with { Try = due.Try + 1 }, RetryPause * due.Try);
            return;
        }
        if (Checked(new Act.Bid(due.Bid.Lot, due.Bid.AmountMinor), otherwise: Act.Waiting) is Act.Bid) Send(due.Bid);
    }

    // A strategy may be wrong; a bot neither bids what cannot be taken nor spends what it has not.
    private Act Checked(Act act, Act otherwise)
    {
        if (act is not Act.Bid bid) return act;
        var allowed = State.Market.Lots.TryGetValue(bid.Lot, out var lot)
            && lot.State == LotViewState.Open
            && lot.At(Now.Now).Takes(bid.AmountMinor)
            && (lot.Descends || bid.AmountMinor <= State.Wallet.AvailableFor(bid.Lot));
        if (allowed) return act;
        Trouble($"its strategy wanted {Amount.Format(bid.AmountMinor, DigitsOf(bid.Lot))} on {bid.Lot}, which it may not bid");
        return otherwise;
    }

    private void Leave(bool saleEnded)
    {
        if (_isLeaving) return;
        _isLeaving = true;
        Timers.CancelAll();
        Context.Parent.Tell(new BotReport.Finished(_settings.Name, BidderAccount.Of(State), saleEnded));
        _link.Tell(new Request.Quit());
        Timers.StartSingleTimer(LeaveTimer, new LeaveDue(), LeaveWithin);
    }

    private void Trouble(string what) => _settings.Hooks.OnTrouble?.Invoke(_settings.Name, what);
}
