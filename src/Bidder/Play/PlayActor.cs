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

namespace AkkaAuction.Bidder.Play;

/// <summary>How a person's visit ended.</summary>
/// <param name="Accounts">What was bought: in the sale that was joined last, then in others.</param>
/// <param name="Token">What brings one back under the same name; null: the house never gave one.</param>
/// <param name="Sale">The sale that was joined last; null: none, or the house has no other.</param>
/// <param name="SaleEnded">Whether there is nothing to come back for.</param>
/// <param name="Failure">Why the house would not have this bidder; null: it did.</param>
public sealed record PlayResult(PlayAccounts Accounts, string? Token, string? Sale, bool SaleEnded, string? Failure);

/// <summary>Who plays, where.</summary>
public sealed record PlaySettings(string Name, string? Token, string Place, IFloorConnector Connector, LinkSettings Link, TimeProvider Time)
{
    /// <summary>The node that the person is a remote actor of; null: none. What troubles it is told.</summary>
    public RemoteNode? Node { get; init; }

    /// <summary>The sale to join; null: the one where the house puts who has joined none.</summary>
    public string? Sale { get; init; }
}

/// <summary>
/// A person at the terminal: takes what is typed, sends it, and keeps the screen true. The command starts it and waits for its result; its
/// link keeps it connected. What is typed while there is no connection waits until there is one, and what is typed behind a join until the
/// house has answered it. It ends when the person leaves or the sale does.
/// </summary>
public sealed class PlayActor : ReceiveActor, IWithTimers
{
    /// <summary>A whole line was typed.</summary>
    public sealed record Typed(string Text);

    /// <summary>A key was pressed.</summary>
    public sealed record Pressed(ConsoleKeyInfo Key);

    /// <summary>Nothing more will be typed, or the person wants to leave.</summary>
    /// <param name="AtOnce">Without waiting for a connection to send what was typed before.</param>
    public sealed record Leave(bool AtOnce);

    /// <summary>Something that the person should know.</summary>
    public sealed record News(string Text);

    private sealed record Tick;

    private sealed record LeaveDue;

    private const long BoundlessMinor = long.MaxValue;
    private const int WaitingMax = 1000;
    private const int TypedMax = 200;
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LeaveWithin = TimeSpan.FromSeconds(3);

    private readonly PlaySettings _settings;
    private readonly IPlayScreen _screen;
    private readonly TaskCompletionSource<PlayResult> _completed;
    private readonly Visit _visit;
    private readonly Queue<string> _waiting = new();
    private readonly string _idPrefix = "p" + Guid.NewGuid().ToString("N")[..8] + "-";
    private IActorRef _link = ActorRefs.Nobody;
    private string _connection;
    private string _typed = "";
    private string? _token;
    private readonly PurchasesBySale _bought = new();
    private readonly Queue<string> _early = new();
    private string? _sale;
    private bool _isOneOfSeveral;
    private bool _isWelcomed;
    private string? _joining;
    private int _bids;
    private bool _isLeaving;
    private bool _accountAsked;
    private TimeSpan _houseAhead;

    public PlayActor(PlaySettings settings, IPlayScreen screen, TaskCompletionSource<PlayResult> completed)
    {
        _settings = settings;
        _screen = screen;
        _completed = completed;
        _token = settings.Token;
        (_sale, _isOneOfSeveral) = (settings.Sale, settings.Sale is not null);
        _connection = $"{settings.Place}, connecting";
        _visit = new Visit(new BidderState(settings.Name, BoundlessMinor));

        Receive<LinkEvent.Lines>(OnLines);
        Receive<LinkEvent.Lost>(OnLost);
        Receive<LinkEvent.Joined>(OnJoined);
        Receive<LinkEvent.InSale>(now => (_sale, _isOneOfSeveral) = (now.Sale, now.IsOneOfSeveral));
        Receive<LinkEvent.NotJoined>(OnNotJoined);
        Receive<News>(news => _screen.Say($"{AtPlace(news.Text)}."));
        Receive<LinkEvent.Unanswered>(unanswered => _screen.Say($"{AtPlace(unanswered.Reason)}."));
        Receive<LinkEvent.Failed>(failed => End($"{failed.Reason} ({(int)failed.Code})"));
        Receive<Typed>(typed => OnTyped(typed.Text));
        Receive<Pressed>(pressed => OnPressed(pressed.Key));
        Receive<Leave>(leave =>
        {
            if (leave.AtOnce && !MayAsk) End(null);
            else OnTyped("quit");
        });
        Receive<LeaveDue>(_ => End(null));
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

    private void OnLines(LinkEvent.Lines lines)
    {
        foreach (var line in lines.Batch) OnLine(line);
        _link.Tell(new LinkCommand.Taken());
        Show();
    }

    private void OnJoined(LinkEvent.Joined joined)
    {
        foreach (var line in joined.Before) OnLine(line);
        _bought.Add(_sale, _visit.State.Wallet.Purchases);
        (_sale, _isOneOfSeveral) = (joined.Sale, true);
        _visit.Joined();
        foreach (var line in joined.After) OnLine(line);
        _link.Tell(new LinkCommand.Taken());
        Show();
    }

    private void OnNotJoined(LinkEvent.NotJoined refused)
    {
        _joining = null;
        _screen.Say($"The house says ({(int)refused.Code}): {refused.Reason}.");
        GoOn();
    }

    private void OnLine(FloorLine line)
    {
        var accountEnds = _visit.State.IsAccountBeingTold && line.Answer is Answer.Ready;
        var step = _visit.Take(line);
        if (line.Answer is Answer.Welcome welcome)
        {
            _token = welcome.Token;
            _houseAhead = welcome.Time - _settings.Time.GetUtcNow();
            _connection = _settings.Place;
        }
        if (!IsPriceOfRound(line) && EventText.OfBidder(line, _settings.Name) is { } text)
        {
            // Behind a JOIN the running round is told before the list is complete.
            if (_isWelcomed) _screen.Say(text);
            else _early.Enqueue(text);
        }
        switch (step)
        {
            case VisitStep.Begin:
                _isWelcomed = true;
                _screen.Say($"Welcome, {_settings.Name}. {PlayLine.HelpText}");
                SayEarly();
                // What was bought at an earlier visit is the account's to tell.
                if (_settings.Token is not null) _link.Tell(new Request.Me());
                GoOn();
                break;
            case VisitStep.AskForAccount: _link.Tell(new Request.Me()); break;
            case VisitStep.TakeUpAgain:
                _screen.Say(_joining is null ? "Connected again." : $"You are in {_sale}.");
                _joining = null;
                foreach (var bid in _visit.Unanswered()) _link.Tell(bid.Request);
                GoOn();
                break;
        }
        if (_accountAsked && accountEnds) SayAccount();
        // Who joins a sale that is over came to look.
        if ((line.Notice is Notice.SaleEnded && _joining is null) || (line.Answer is Answer.Bye && _isLeaving)) End(null);
    }

    private void OnLost(LinkEvent.Lost lost)
    {
        if (_isLeaving)
        {
            End(null);
            return;
        }
        _visit.ConnectionLost();
        if (_joining is { } joining && joining != _sale) _screen.Say($"You have not joined {joining}.");
        _joining = null;
        _connection = $"{_settings.Place}, not connected";
        _screen.Say($"{AtPlace(lost.Reason)}; trying again in {lost.Pause.TotalSeconds:0.0} s.");
        Show();
    }

    private string AtPlace(string what) => what.StartsWith(_settings.Place, StringComparison.Ordinal) ? what : $"{_settings.Place}: {what}";

    private void GoOn()
    {
        Show();
        while (MayAsk && _waiting.TryDequeue(out var text)) OnTyped(text);
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
        var line = PlayLine.Parse(text, _visit.State.Market.Lots.Values, _sale);
        if (!MayAsk)
        {
            Postpone(text, line);
            return;
        }
        switch (line)
        {
            case PlayLine.Help: _screen.Say(PlayLine.HelpText); break;
            case PlayLine.Wrong wrong: _screen.Say(wrong.Why); break;
            case PlayLine.Bid bid:
                var pending = new PendingBid($"{_idPrefix}{++_bids}", bid.Lot, bid.AmountMinor, RoundOf(bid.Lot)) { Digits = bid.Digits };
                _visit.Sent(pending);
                _link.Tell(pending.Request);
                break;
            case PlayLine.Pass pass: _link.Tell(new Request.Pass(pass.Lot)); break;
            case PlayLine.Me:
                _accountAsked = true;
                _link.Tell(new Request.Me());
                break;
            case PlayLine.Lots:
                foreach (var lot in _visit.State.Market.Lots.Values) _screen.Say(EventText.OfLot(lot));
                break;
            case PlayLine.Sales: _link.Tell(new Request.Sales()); break;
            case PlayLine.Join join:
                _joining = join.Sale;
                _link.Tell(new LinkCommand.Join(join.Sale));
                break;
            case PlayLine.Quit:
                _isLeaving = true;
                _link.Tell(new Request.Quit());
                Timers.StartSingleTimer("leave", new LeaveDue(), LeaveWithin);
                break;
        }
    }

    // Without a connection: leaving needs none unless something typed before still waits for one. A join is answered soon.
    private void Postpone(string text, PlayLine line)
    {
        if (line is PlayLine.Nothing) return;
        if (line is PlayLine.Quit && _joining is null && (_waiting.Count == 0 || _waiting.Contains("quit"))) End(null);
        else if (_waiting.Count < WaitingMax)
        {
            _waiting.Enqueue(line is PlayLine.Quit ? "quit" : text);
            if (_visit.State.Market.Seq > 0 && _joining is null) _screen.Say($"No connection just now; this waits for one: {text}");
        }
        else _screen.Say("Too much is waiting for a connection; this is not taken.");
    }

    // At a round's end each price comes with an award that says more.
    private bool IsPriceOfRound(FloorLine line) => line.Notice is Notice.PriceChanged changed && RoundOf(changed.Lot) != 0;

    private int RoundOf(string lot) =>
        _visit.State.Market.Lots.TryGetValue(lot, out var view) && view.FollowsRounds ? _visit.State.Market.Round : 0;

    private void SayAccount()
    {
        _accountAsked = false;
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

    private PlayResult Result(string? failure) =>
        new(Accounts(), _token, ShownSale, _visit.State.Market.HasEnded, failure);

    private PlayAccounts Accounts() => _bought.With(_sale, BidderAccount.Of(_visit.State));

    // Who is in the only sale needs no name for it.
    private string? ShownSale => _isOneOfSeveral ? _sale : null;

    private void Show() =>
        _screen.Show(new PlayModel(_visit.State, _connection, _settings.Time.GetUtcNow() + _houseAhead, _typed, ShownSale));
}
