using System.Collections.Immutable;
using Akka.Actor;
using AkkaAuction.Bidder.Accounts;
using AkkaAuction.Bidder.Actors;
using AkkaAuction.Bidder.Market;
using AkkaAuction.Bidder.Remote;
using AkkaAuction.Bidder.Screens;
using AkkaAuction.Bidder.Strategies;
using AkkaAuction.Bidder.Tcp;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Bidder.Play;

/// <summary>How a person's visit ended.</summary>
/// <param name="Accounts">What was bought: in the sale that was joined last, then in others.</param>
/// <param name="Token">What brings one back under the same name; null: the house never gave one.</param>
/// <param name="Sale">The sale to come back to; null: none, or the house has no other.</param>
/// <param name="SaleEnded">Whether the sale that was joined last is over.</param>
/// <param name="WasThere">Whether the house has let this bidder in, so that there is an account.</param>
/// <param name="Unanswered">What was typed and has no answer, as it was typed: never sent, or sent and not answered.</param>
/// <param name="Failure">Why the house would not have this bidder, or that no house was reached; null: it did.</param>
public sealed record PlayResult(
    PlayAccounts Accounts, string? Token, string? Sale, bool SaleEnded, bool WasThere, ImmutableArray<string> Unanswered, string? Failure)
{
    /// <summary>Whether, as far as is known, a sale of the house goes on or will.</summary>
    public bool MayComeBack { get; init; }

    /// <summary>Other sales than the one that was joined last that are not over.</summary>
    public ImmutableArray<string> NotOver { get; init; } = [];
}

/// <summary>Who plays, where.</summary>
public sealed record PlaySettings(string Name, string? Token, string Place, IFloorConnector Connector, LinkSettings Link, TimeProvider Time)
{
    /// <summary>The node that the person is a remote actor of; null: none. What troubles it is told.</summary>
    public RemoteNode? Node { get; init; }

    /// <summary>The sale to join; null: the one where the house puts who has joined none.</summary>
    public string? Sale { get; init; }

    /// <summary>What can be typed.</summary>
    public string Help { get; init; } = PlayLine.HelpText;

    /// <summary>What that means, a thought a line.</summary>
    public IReadOnlyList<string> Explained { get; init; } = PlayLine.Explained;

    /// <summary>Somebody types, and can type again; otherwise a script's lines come and end.</summary>
    public bool PersonIsThere { get; init; }

    /// <summary>How long the end of a script's input waits without an answer before it gives up.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);
}

/// <summary>
/// A person at the terminal: takes what is typed, sends it, and keeps the screen true. The command starts it and waits for its result; its
/// link keeps it connected. What is typed while there is no connection waits until there is one, and what is typed behind a join until the
/// house has answered it. It ends when the person leaves, or when the sale is over and the person has no bid in another one that is not,
/// and first waits for the answers to what was typed before. The result names every line that got none.
/// </summary>
public sealed class PlayActor : ReceiveActor, IWithTimers
{
    /// <summary>A whole line was typed.</summary>
    public sealed record Typed(string Text);

    /// <summary>A key was pressed.</summary>
    public sealed record Pressed(ConsoleKeyInfo Key);

    /// <summary>Nothing more will be typed, or the person wants to leave.</summary>
    /// <param name="AtOnce">Without waiting for a connection to send what was typed before, and not long for answers.</param>
    public sealed record Leave(bool AtOnce);

    /// <summary>Something that the person should know.</summary>
    public sealed record News(string Text);

    private sealed record Tick;

    private sealed record LeaveDue;

    private sealed record LookDue;

    private const string LeaveTimer = "leave";
    private const string LookTimer = "look";

    // A script's lines come faster than a house answers; a connection holds only so many.
    private const int UnansweredMax = 64;
    private const long BoundlessMinor = long.MaxValue;
    private const int WaitingMax = 1000;
    private const int TypedMax = 200;
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LeaveWithin = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);

    private readonly PlaySettings _settings;
    private readonly IPlayScreen _screen;
    private readonly TaskCompletionSource<PlayResult> _completed;
    private readonly Visit _visit;
    private readonly Queue<string> _waiting = new();
    private readonly TypedRequests _asked = new();
    private readonly List<string> _lost = [];
    // The last bid that was taken on each lot: the one that a person may take back.
    private readonly Dictionary<string, string> _lastTaken = new(StringComparer.Ordinal);
    private readonly string _idPrefix = "p" + Guid.NewGuid().ToString("N")[..8] + "-";
    private IActorRef _link = ActorRefs.Nobody;
    private string _connection;
    private string _typed = "";
    private string? _token;
    private readonly PurchasesBySale _bought = new();
    private readonly SalesVisited _visited = new();
    private readonly HouseSales _sales = new();
    private readonly Queue<string> _early = new();
    private string? _sale;
    private bool _isOneOfSeveral;
    private bool _isWelcomed;
    private string? _joining;
    private int _bids;
    private bool _wasThere;
    private bool _isQuitting;
    private bool _isLeaving;
    private bool _saleIsOver;
    // The house is to be asked for its sales, and what they are is known since this one was over.
    private bool _mustAskForSales;
    private bool _salesAreKnown;
    private string? _staysFor;
    private string? _lastTrouble;
    private TimeSpan _houseAhead;

    public PlayActor(PlaySettings settings, IPlayScreen screen, TaskCompletionSource<PlayResult> completed)
    {
        _settings = settings;
        _screen = screen;
        _completed = completed;
        _token = settings.Token;
        (_sale, _isOneOfSeveral) = (settings.Sale, settings.Sale is not null);
        _connection = $"{settings.Place}, connecting";
        _visit = new Visit(new BidderState(settings.Name, BoundlessMinor) { IsBack = settings.Token is not null });

        Receive<LinkEvent.Lines>(OnLines);
        Receive<LinkEvent.Lost>(OnLost);
        Receive<LinkEvent.Joined>(OnJoined);
        Receive<LinkEvent.InSale>(OnInSale);
        Receive<LinkEvent.NotJoined>(OnNotJoined);
        Receive<News>(news => _screen.Say($"{AtPlace(news.Text)}."));
        Receive<LinkEvent.Unanswered>(unanswered => _screen.Say($"{AtPlace(unanswered.Reason)}."));
        Receive<LinkEvent.Failed>(failed => End(RefusalText.Refused(failed.Code, failed.Reason)));
        Receive<Typed>(typed => OnTyped(typed.Text));
        Receive<Pressed>(pressed => OnPressed(pressed.Key));
        Receive<Leave>(leave => Quit(leave.AtOnce));
        Receive<LeaveDue>(_ => End(null));
        Receive<LookDue>(_ => OnLookDue());
        Receive<Tick>(_ => Show());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(PlaySettings settings, IPlayScreen screen, TaskCompletionSource<PlayResult> completed) =>
        Akka.Actor.Props.Create(() => new PlayActor(settings, screen, completed));

    protected override void PreStart()
    {
        var chance = new SeededChance(Environment.TickCount64, _settings.Name);
        _link = Context.ActorOf(
            FloorLink.Props(_settings.Name, _settings.Token, _sale, _settings.Connector, _settings.Link, chance), "link");
        Timers.StartPeriodicTimer("frame", new Tick(), Frame);
        Show();
    }

    // Whatever ends it, the command must not wait for ever; a result that is set already stays.
    protected override void PostStop() =>
        _completed.TrySetResult(Result("the bidder stopped"));

    // Whether the house would know which sale a request is about.
    private bool MayAsk => _visit.IsTrading && _joining is null;

    private bool IsAllAnswered => _waiting.Count == 0 && _asked.Count == 0 && _joining is null;

    private void OnLines(LinkEvent.Lines lines)
    {
        foreach (var line in lines.Batch) OnLine(line);
        _link.Tell(new LinkCommand.Taken());
        Show();
    }

    private void OnJoined(LinkEvent.Joined joined)
    {
        foreach (var line in joined.Before) OnLine(line);
        _saleIsOver = false;
        Change(joined.Sale, isOneOfSeveral: true);
        foreach (var line in joined.After) OnLine(line);
        _link.Tell(new LinkCommand.Taken());
        Show();
    }

    // Back at a house that has other sales now, the bidder may be in another one than before.
    private void OnInSale(LinkEvent.InSale now)
    {
        _sales.Titled(now.Sale, now.Title);
        if (_sale is not null && _sale != now.Sale) Change(now.Sale, now.IsOneOfSeveral);
        (_sale, _isOneOfSeveral) = (now.Sale, now.IsOneOfSeveral);
    }

    private void Change(string sale, bool isOneOfSeveral)
    {
        _bought.Add(_sale, _visit.State.Wallet.Purchases);
        _visit.Joined(_sale == sale ? _visit.State.InSaleAgain() : _visited.Change(_sale, _visit.State, sale));
        (_sale, _isOneOfSeveral, _staysFor) = (sale, isOneOfSeveral, null);
        Timers.Cancel(LookTimer);
    }

    private void OnNotJoined(LinkEvent.NotJoined refused)
    {
        _joining = null;
        _screen.Say(RefusalText.Said(refused.Code, refused.Reason));
        GoOn();
    }

    private void OnLine(FloorLine line)
    {
        // What a reconnect asks is answered before trading goes on.
        var answered = _visit.IsTrading ? _asked.Take(line.Answer) : null;
        if (line.Answer is Answer.Accepted accepted) _lastTaken[FullName(accepted.Lot)] = accepted.BidId;
        // What nobody typed is not answered on the screen.
        var isUnasked = line.Answer is Answer.SaleListed && _asked.Next<Request.Sales>() is not { Text: not null };
        var step = _visit.Take(line);
        _visited.Take(line.Notice);
        _sales.Take(line);
        if (line.Answer is Answer.Welcome welcome)
        {
            _wasThere = true;
            _token = welcome.Token;
            _houseAhead = welcome.Time - _settings.Time.GetUtcNow();
            _connection = _settings.Place;
        }
        if (!isUnasked && !IsPriceOfRound(line) && EventText.OfBidder(line, _settings.Name, CurrencyOf) is { } text)
        {
            // Behind a JOIN the running round is told before the list is complete.
            if (!_isWelcomed) _early.Enqueue(text);
            else if (line.Notice is Notice.PriceChanged price) _screen.SayPrice(price.Lot, text, IsOnes(price));
            else _screen.Say(text);
        }
        // The head of a screen names the sale as people do.
        _mustAskForSales |= step is VisitStep.Begin or VisitStep.TakeUpAgain && _settings is { PersonIsThere: true, Link.LearnsSale: true }
            && _sale is not null && _sales.TitleOf(_sale) is null;
        switch (step)
        {
            case VisitStep.Begin:
                _isWelcomed = true;
                // A screen that is drawn shows at its foot what can be typed.
                _screen.Say(_settings.PersonIsThere ? $"Welcome, {_settings.Name}." : $"Welcome, {_settings.Name}. {_settings.Help}");
                SayEarly();
                // What was bought at an earlier visit is the account's to tell.
                if (_settings.Token is not null) Ask(null, new Request.Me(), 0);
                GoOn();
                break;
            case VisitStep.AskForAccount: _link.Tell(new Request.Me()); break;
            case VisitStep.TakeUpAgain:
                _screen.Say(_joining is null ? "Connected again." : $"You are in {_sale}.");
                _joining = null;
                SendAgain();
                GoOn();
                break;
        }
        if (answered is { Text: not null, Request: Request.Me }) SayAccount();
        if (answered is { Request: Request.Sales } && line.Answer is Answer.Ready) _salesAreKnown = true;
        if (line.Answer is Answer.Bye && _isLeaving) End(null);
        if (line.Notice is Notice.SaleEnded) (_mustAskForSales, _salesAreKnown) = (_settings.Link.LearnsSale, false);
        // Who joins a sale that is over came to look.
        var isOver = line.Notice is Notice.SaleEnded && _joining is null;
        _saleIsOver |= isOver;
        if (answered is null && !isOver) return;
        if (!_isLeaving && (_isQuitting || IsEnding)) WaitFor(IsEnding ? LeaveWithin : _settings.Patience);
        GoOn();
    }

    // The sale is over, and nothing is known that the person would stay for.
    private bool IsEnding => _saleIsOver && _staysFor is null;

    private Currency? CurrencyOf(string lot) =>
        (_visit.State.Market.Lots.TryGetValue(lot, out var view) ? view : _visited.LotOf(lot))?.Currency;

    private bool IsOnes(Notice.PriceChanged price) => price.Leader == _settings.Name || _visit.State.RecordOf(price.Lot).Bids > 0;

    // The house knows a repeated bid by its id. A request whose round has passed is not sent again.
    private void SendAgain()
    {
        var pending = _visit.Unanswered().Select(bid => bid.BidId).ToHashSet(StringComparer.Ordinal);
        foreach (var entry in _asked.Entries.Where(entry => IsOver(entry, pending) && entry.Request is Request.Bid))
        {
            _screen.Say($"No answer came to: {entry.Text} (its round is over).");
            _lost.Add(entry.Text!);
        }
        _asked.Drop(entry => IsOver(entry, pending));
        foreach (var entry in _asked.Entries) _link.Tell(entry.Request);
    }

    private bool IsOver(TypedRequests.Entry entry, HashSet<string> pending) => entry.Request switch
    {
        Request.Bid bid => !pending.Contains(bid.BidId!),
        Request.Pass => !_visit.IsRunning(entry.Round),
        _ => false,
    };

    private void WaitFor(TimeSpan answer) => Timers.StartSingleTimer(LeaveTimer, new LeaveDue(), answer);

    private void OnLost(LinkEvent.Lost lost)
    {
        _lastTrouble = lost.Reason;
        if (_isLeaving || (_isQuitting && IsAllAnswered) || (IsEnding && _waiting.Count == 0 && !_asked.AnyTyped))
        {
            End(null);
            return;
        }
        _visit.ConnectionLost();
        if (_joining is { } joining && joining != _sale)
        {
            _screen.Say($"You have not joined {joining}.");
            if (!_settings.PersonIsThere) JoinFirst(joining);
        }
        _joining = null;
        _connection = $"{_settings.Place}, not connected";
        _screen.Say($"{AtPlace(lost.Reason)}; trying again in {lost.Pause.TotalSeconds:0.0} s.");
        Show();
    }

    // What a script typed behind the join is meant for the joined sale.
    private void JoinFirst(string sale)
    {
        var behind = _waiting.ToList();
        _waiting.Clear();
        foreach (var text in behind.Prepend($"join {sale}")) _waiting.Enqueue(text);
    }

    private string AtPlace(string what) => what.StartsWith(_settings.Place, StringComparison.Ordinal) ? what : $"{_settings.Place}: {what}";

    private void GoOn()
    {
        Show();
        while (MayAsk && _asked.Count < UnansweredMax && _waiting.TryDequeue(out var text)) Do(text);
        if (_mustAskForSales && MayAsk)
        {
            _mustAskForSales = false;
            Ask(null, new Request.Sales(), 0);
        }
        if (!IsAllAnswered) return;
        var why = _saleIsOver ? WhyStay() : null;
        if (_saleIsOver && why is null) End(null);
        else if (_isQuitting && !_isLeaving && MayAsk) SayGoodbye();
        else if (why is not null && !_isQuitting) Stay(why);
    }

    private void Stay(string why)
    {
        if (why != _staysFor) _screen.Say(why);
        _staysFor = why;
        Timers.Cancel(LeaveTimer);
        Timers.StartSingleTimer(LookTimer, new LookDue(), LookEvery);
    }

    // Nobody tells of the end of a sale that is not joined.
    private void OnLookDue()
    {
        if (!_saleIsOver) return;
        _mustAskForSales = true;
        GoOn();
    }

    private string? WhyStay()
    {
        var bids = _sales.NotOver(_sale).Select(sale => (Sale: sale, HasBid: _visited.HasBidIn(sale.Sale, _visit.State)))
            .Where(sale => sale.HasBid != false).OrderBy(sale => sale.HasBid is null).ToList();
        if (bids.Count == 0) return null;
        var (first, hasBid) = bids[0];
        return $"{_sale} is over; {first.Sale} {(first.State == SaleViewState.Open ? "is open" : "waits")}, and "
            + (hasBid is null ? "whether you have a bid there is not known" : "you have a bid there")
            + $". Type join {first.Sale}, or quit.";
    }

    private void SayGoodbye()
    {
        _isLeaving = true;
        _link.Tell(new Request.Quit());
        WaitFor(LeaveWithin);
    }

    /// <summary>Leaves once everything typed before is answered. A person who asks twice leaves at once.</summary>
    private void Quit(bool atOnce)
    {
        if (_isLeaving || (_isQuitting && !atOnce && !_settings.PersonIsThere)) return;
        var isFirst = !_isQuitting;
        _isQuitting = true;
        // Without a connection only a script waits: nobody would type the word again.
        var mayWait = atOnce || MayAsk ? MayAsk : !IsAllAnswered || !(_wasThere || _settings.PersonIsThere);
        if (!mayWait || (_settings.PersonIsThere && !isFirst))
        {
            End(null);
            return;
        }
        WaitFor(atOnce ? LeaveWithin : _settings.Patience);
        if (_settings.PersonIsThere && !IsAllAnswered) _screen.Say("Leaving once what you typed is answered; quit again leaves at once.");
        GoOn();
    }

    private void OnPressed(ConsoleKeyInfo key)
    {
        switch (key.Key)
        {
            case ConsoleKey.Enter:
                var text = _typed;
                _typed = "";
                OnTyped(text);
                break;
            case ConsoleKey.Backspace: _typed = _typed.Length > 0 ? _typed[..^1] : ""; break;
            case ConsoleKey.Escape: _typed = ""; break;
            default:
                if (!char.IsControl(key.KeyChar) && _typed.Length < TypedMax) _typed += key.KeyChar;
                break;
        }
        Show();
    }

    private void OnTyped(string text)
    {
        var line = PlayLine.Parse(text, _visit.State.Market.Lots.Values, _sale, CurrencyOf);
        if (line is PlayLine.Nothing) return;
        if (line is PlayLine.Quit) Quit(atOnce: false);
        // What follows quit in a script is not taken.
        else if (_isQuitting && !_settings.PersonIsThere) return;
        else if (line is PlayLine.Help && _settings.PersonIsThere) Do(text);
        else if (MayAsk && _waiting.Count == 0 && _asked.Count < UnansweredMax) Do(text);
        else Postpone(text);
    }

    private void Postpone(string text)
    {
        if (_waiting.Count >= WaitingMax)
        {
            _lost.Add(text);
            _screen.Say($"Too much waits for an answer; this is not taken: {text}");
            return;
        }
        _waiting.Enqueue(text);
        if ((_wasThere || _settings.PersonIsThere) && !_visit.IsTrading && _joining is null)
            _screen.Say($"No connection just now; this waits for one: {text}");
    }

    private void Do(string text)
    {
        // A lot may have another name in the sale that was joined since.
        switch (PlayLine.Parse(text, _visit.State.Market.Lots.Values, _sale, CurrencyOf))
        {
            case PlayLine.Help:
                foreach (var thought in _settings.Explained) _screen.Say(thought);
                break;
            case PlayLine.Wrong wrong: _screen.Say(wrong.Why); break;
            // It would be another amount than was typed.
            case PlayLine.Bid { IsOfUnknownCurrency: true } bid when _settings.Link.SendsMinorUnits:
                _screen.Say($"Not sent: the currency of {bid.Lot} is not known here. First: join {bid.Lot.Split('/')[0]}");
                _lost.Add(text);
                break;
            case PlayLine.Bid bid:
                var pending = new PendingBid($"{_idPrefix}{++_bids}", bid.Lot, bid.AmountMinor, RoundOf(bid.Lot)) { Digits = bid.Digits };
                _visit.Sent(pending);
                Ask(text, pending.Request, pending.Round);
                break;
            case PlayLine.Withdraw withdraw when _lastTaken.TryGetValue(FullName(withdraw.Lot), out var id):
                Ask(text, new Request.Withdraw(withdraw.Lot, id), 0);
                break;
            case PlayLine.Withdraw withdraw: _screen.Say($"You have no bid on {withdraw.Lot} from here that could be taken back."); break;
            case PlayLine.Pass pass: Ask(text, new Request.Pass(pass.Lot), _visit.State.Market.Round); break;
            case PlayLine.Me: Ask(text, new Request.Me(), 0); break;
            case PlayLine.Lots:
                var market = _visit.State.Market;
                foreach (var lot in market.Lots.Values)
                    _screen.Say(EventText.OfLot(lot, _settings.Name, market.ClosedUnseen.Contains(lot.Lot)));
                break;
            case PlayLine.Sales: Ask(text, new Request.Sales(), 0); break;
            case PlayLine.Join join:
                _joining = join.Sale;
                _link.Tell(new LinkCommand.Join(join.Sale));
                break;
        }
    }

    private void Ask(string? text, Request request, int round)
    {
        _asked.Sent(text, request, round);
        _link.Tell(request);
    }

    // At a round's end each price comes with an award that says more.
    private bool IsPriceOfRound(FloorLine line) => line.Notice is Notice.PriceChanged changed && RoundOf(changed.Lot) != 0;

    private int RoundOf(string lot) =>
        _visit.State.Market.Lots.TryGetValue(lot, out var view) && view.FollowsRounds ? _visit.State.Market.Round : 0;

    private void SayAccount()
    {
        foreach (var text in Accounts().Lines()) _screen.Say(text);
    }

    private void SayEarly()
    {
        while (_early.TryDequeue(out var text)) _screen.Say(text);
    }

    private void End(string? failure)
    {
        SayEarly();
        _completed.TrySetResult(Result(failure));
        Context.Stop(Self);
    }

    private PlayResult Result(string? failure)
    {
        var hasEnded = _visit.State.Market.HasEnded;
        var others = _sales.NotOver(_sale).Select(sale => sale.Sale).ToImmutableArray();
        // A house that could not be asked may have other sales if it had.
        var mayComeBack = !hasEnded || (_salesAreKnown ? !others.IsEmpty : _isOneOfSeveral);
        return new(
            Accounts(), _token, hasEnded ? SaleToComeBackTo(others) : ShownSale, hasEnded, _wasThere,
            [.. _lost, .. _asked.Entries.Select(entry => entry.Text).OfType<string>(), .. _waiting],
            failure ?? (_wasThere ? null : $"no house was reached at {_settings.Place}{Why}"))
        {
            MayComeBack = mayComeBack,
            NotOver = hasEnded ? others : [],
        };
    }

    private string? SaleToComeBackTo(ImmutableArray<string> others) =>
        others.FirstOrDefault(sale => _visited.HasBidIn(sale, _visit.State) != false) ?? others.FirstOrDefault();

    private string Why => _lastTrouble is { } trouble ? $": {trouble.TrimEnd('.')}" : "";

    /// <summary>A lot with its sale: another sale may have one of the same id.</summary>
    private string FullName(string lot) => lot.Contains('/', StringComparison.Ordinal) ? lot : $"{_sale}/{lot}";

    private PlayAccounts Accounts() => _bought.With(_sale, _visit.State, _visited, _sales.IsOver);

    // Who is in the only sale needs no name for it.
    private string? ShownSale => _isOneOfSeveral ? _sale : null;

    private void Show() =>
        _screen.Show(new PlayModel(_visit.State, _connection, _settings.Time.GetUtcNow() + _houseAhead, _typed, _sale)
        {
            Title = _sales.TitleOf(_sale),
            Bought = _bought.All(_sale, _visit.State.Wallet.Purchases),
            Help = _settings.Help,
        });
}
