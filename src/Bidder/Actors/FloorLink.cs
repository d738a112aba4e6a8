using System.Collections.Immutable;
using Akka.Actor;
using AkkaAuction.Bidder.Screens;
using AkkaAuction.Bidder.Strategies;
using AkkaAuction.Bidder.Tcp;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules;

namespace AkkaAuction.Bidder.Actors;

/// <summary>Settings of reconnecting.</summary>
/// <param name="FirstPause">The pause after the first loss; each further one without a welcome doubles it.</param>
/// <param name="LongestPause">Where it stops growing.</param>
public sealed record LinkSettings(TimeSpan FirstPause, TimeSpan LongestPause)
{
    /// <summary>
    /// After this time without a welcome the link informs its parent and goes on waiting, because a busy house may take long.
    /// </summary>
    public TimeSpan GreetingPatience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether a bidder who named no sale learns which one it is in (<see cref="LinkEvent.InSale"/>).</summary>
    public bool LearnsSale { get; init; }

    /// <summary>Whether a bid goes as minor units alone, which the house cannot read without knowing the sender's digits.</summary>
    public bool SendsMinorUnits { get; init; }

    public static LinkSettings Default { get; } = new(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(10));

    /// <summary>
    /// For a remote node: its bidders share one connection, so a retry is cheap, and the bidders find a restarted house within seconds.
    /// </summary>
    public static LinkSettings OfNodes { get; } =
        new(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(3)) { SendsMinorUnits = true };
}

/// <summary>Messages from a link to its parent.</summary>
public abstract record LinkEvent
{
    private LinkEvent() { }

    /// <summary>Lines of the house, in order; answered with <see cref="LinkCommand.Taken"/>.</summary>
    public sealed record Lines(ImmutableArray<FloorLine> Batch) : LinkEvent;

    /// <summary>The sale that the house chose for a bidder who named none; its lines follow.</summary>
    /// <param name="Sale">Its id.</param>
    /// <param name="IsOneOfSeveral">Whether the house has others.</param>
    public sealed record InSale(string Sale, bool IsOneOfSeveral) : LinkEvent
    {
        /// <summary>Its title.</summary>
        public string Title { get; init; } = Sale;
    }

    /// <summary>The connection is gone, or did not come about; the link tries again after the pause.</summary>
    public sealed record Lost(string Reason, TimeSpan Pause) : LinkEvent;

    /// <summary>Connected, but without an answer: the house is slow, or the listener is no house.</summary>
    public sealed record Unanswered(string Reason) : LinkEvent;

    /// <summary>The house will not have this bidder; trying again would change nothing.</summary>
    public sealed record Failed(RejectionCode Code, string Reason) : LinkEvent;

    /// <summary>The bidder is in another sale, as asked; answered with <see cref="LinkCommand.Taken"/>.</summary>
    /// <param name="Before">Lines of the former sale.</param>
    /// <param name="After">Lines of the joined sale; its list follows, complete.</param>
    public sealed record Joined(string Sale, ImmutableArray<FloorLine> Before, ImmutableArray<FloorLine> After) : LinkEvent;

    /// <summary>The house refused the JOIN; the bidder is where it was.</summary>
    public sealed record NotJoined(string Sale, RejectionCode Code, string Reason) : LinkEvent;

    /// <summary>The link was closed as asked.</summary>
    public sealed record Closed : LinkEvent;
}

/// <summary>Messages from the parent to its link, besides <see cref="Request"/>s to send.</summary>
public abstract record LinkCommand
{
    private LinkCommand() { }

    /// <summary>A batch of lines was handled.</summary>
    public sealed record Taken : LinkCommand;

    /// <summary>Join a sale, and come back to it after a lost connection. While one JOIN is under way, another does nothing.</summary>
    public sealed record Join(string Sale) : LinkCommand;

    /// <summary>Come back no more.</summary>
    public sealed record Close : LinkCommand;
}

/// <summary>
/// Keeps one bidder connected. Its parent (a bot, a person's screen) starts it, gets the house's lines from it and sends requests
/// through it. It sends HELLO, keeps the token, and reconnects under the same name, with growing pauses. If the bidder wants a sale of its
/// choice, the link joins it on each connection before the parent gets a line, so the parent sees that sale alone. A person who named none
/// learns which one it is: the link asks, and where there are several it joins the one the house has chosen, to be sure and to come back
/// to it. The parent resends requests of a lost connection; so the link drops requests while it has no connection.
/// </summary>
public sealed class FloorLink : ReceiveActor, IWithTimers
{
    private const string PauseTimer = "pause";
    private const string GreetingTimer = "greeting";

    private readonly string _name;
    private readonly IFloorConnector _connector;
    private readonly LinkSettings _settings;
    private readonly IChance _chance;
    private string? _token;
    private string? _sale;
    private SaleJoin? _join;
    private SaleLearning? _learning;
    private FloorLine _welcome;
    private long _joins;
    private long _life;
    private long _losses;
    private long _lossesInARow;
    private IFloorConnection? _connection;
    private string? _refusal;

    public FloorLink(string name, string? token, string? sale, IFloorConnector connector, LinkSettings settings, IChance chance)
    {
        _name = name;
        _token = token;
        _sale = sale;
        _connector = connector;
        _settings = settings;
        _chance = chance;
        Connecting();
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="name">The bidder's name.</param>
    /// <param name="token">The token of an earlier visit; may be null.</param>
    /// <param name="sale">The sale to join; null: the one where the house puts who has joined none.</param>
    /// <param name="connector">Opens connections.</param>
    /// <param name="settings">How it comes back.</param>
    /// <param name="chance">Spreads the pauses, so that not every bidder comes back at once.</param>
    public static Props Props(
        string name, string? token, string? sale, IFloorConnector connector, LinkSettings settings, IChance chance) =>
        Akka.Actor.Props.Create(() => new FloorLink(name, token, sale, connector, settings, chance));

    protected override void PreStart() => Connect();

    protected override void PostStop() => _connection?.Close();

    private sealed record ConnectDue;

    private sealed record WelcomeOverdue(long Life);

    private void Connecting()
    {
        Receive<ConnectionEvent.Opened>(opened => opened.Life == _life, _ =>
        {
            Timers.StartSingleTimer(GreetingTimer, new WelcomeOverdue(_life), _settings.GreetingPatience);
            _connection!.Send(new Request.Hello(_name, _token));
            if (_sale is { } sale) SendJoin(sale);
            else if (_settings.LearnsSale) Learn();
            Become(Greeting);
        });
        Otherwise();
    }

    private void Greeting()
    {
        Receive<ConnectionEvent.LinesRead>(read => read.Life == _life, read =>
        {
            for (var at = 0; at < read.Lines.Length; at++)
            {
                if (read.Lines[at].Answer is Answer.Error error)
                {
                    Refused(error);
                    return;
                }
                if (read.Lines[at].Answer is not Answer.Welcome welcome) continue;
                _token = welcome.Token;
                _lossesInARow = 0;
                Timers.Cancel(GreetingTimer);
                _welcome = read.Lines[at];
                if (_learning is not null)
                {
                    Become(Learning);
                    Learn(read.Lines[(at + 1)..]);
                    return;
                }
                if (_join is null)
                {
                    Become(Open);
                    break;
                }
                Become(Entering);
                Enter(read.Lines[(at + 1)..]);
                return;
            }
            Context.Parent.Tell(new LinkEvent.Lines(read.Lines));
        });
        Receive<WelcomeOverdue>(overdue => overdue.Life == _life, _ => Context.Parent.Tell(new LinkEvent.Unanswered(
            $"connected, but no welcome within {_settings.GreetingPatience.TotalSeconds:0.#} s; "
            + "is this the door of a house's floor? Still waiting")));
        Otherwise();
    }

    // Welcomed, but nobody knows yet where.
    private void Learning()
    {
        Receive<ConnectionEvent.LinesRead>(read => read.Life == _life, read => Learn(read.Lines));
        Otherwise();
    }

    private void Learn()
    {
        _learning = new SaleLearning();
        _connection!.Send(new Request.Sales());
    }

    private void Learn(ImmutableArray<FloorLine> lines)
    {
        for (var at = 0; at < lines.Length; at++)
        {
            if (lines[at].Answer is Answer.Error { Code: RejectionCode.TooFast or RejectionCode.HouseStopping } error)
            {
                Refused(error);
                return;
            }
            if (!_learning!.Take(lines[at])) continue;
            Learned(_learning, lines[(at + 1)..]);
            return;
        }
        _connection!.Handled();
    }

    private void Learned(SaleLearning learned, ImmutableArray<FloorLine> rest)
    {
        _learning = null;
        if (learned.Sale is { } sale) Context.Parent.Tell(new LinkEvent.InSale(sale.Sale, learned.AreSeveral) { Title = sale.Title });
        // In one that is over there is nothing to come back to.
        if (!learned.AreSeveral || learned.Sale is not { State: not SaleViewState.Ended } joined)
        {
            Become(Open);
            Context.Parent.Tell(new LinkEvent.Lines([_welcome, .. learned.Held, .. rest]));
            return;
        }
        SendJoin(_sale = joined.Sale);
        Become(Entering);
        Enter(rest);
    }

    // Welcomed, on the way into the sale of its choice: the lines of the house's own choice concern nobody.
    private void Entering()
    {
        Receive<ConnectionEvent.LinesRead>(read => read.Life == _life, read => Enter(read.Lines));
        Otherwise();
    }

    private void Enter(ImmutableArray<FloorLine> lines)
    {
        for (var at = 0; at < lines.Length; at++)
        {
            if (_join!.Take(lines[at]) == SaleJoinStep.Joined)
            {
                _join = null;
                Become(Open);
                Context.Parent.Tell(new LinkEvent.Lines([_welcome, .. lines[(at + 1)..]]));
                return;
            }
            if (lines[at].Answer is not Answer.Error error) continue;
            Refused(error);
            return;
        }
        _connection!.Handled();
    }

    private void Open()
    {
        Receive<ConnectionEvent.LinesRead>(read => read.Life == _life, read => Read(read.Lines));
        Receive<Request>(request => _connection!.Send(request));
        Receive<LinkCommand.Join>(join =>
        {
            if (_join is null) SendJoin(join.Sale);
        });
        Otherwise();
    }

    private void Read(ImmutableArray<FloorLine> lines)
    {
        if (_join is null)
        {
            Context.Parent.Tell(new LinkEvent.Lines(lines));
            return;
        }
        var before = ImmutableArray.CreateBuilder<FloorLine>();
        for (var at = 0; at < lines.Length; at++)
        {
            switch (_join?.Take(lines[at]) ?? SaleJoinStep.Earlier)
            {
                case SaleJoinStep.Earlier: before.Add(lines[at]); break;
                case SaleJoinStep.Joined:
                    (_sale, _join) = (_join!.Sale, null);
                    Context.Parent.Tell(new LinkEvent.Joined(_sale, before.DrainToImmutable(), lines[(at + 1)..]));
                    return;
                case SaleJoinStep.Refused:
                    var error = (Answer.Error)lines[at].Answer!;
                    Context.Parent.Tell(new LinkEvent.NotJoined(_join!.Sale, error.Code, Why(error)));
                    _join = null;
                    break;
                case SaleJoinStep.Interrupted:
                    var interrupted = (Answer.Error)lines[at].Answer!;
                    _refusal = RefusalText.Refused(interrupted.Code, interrupted.Reason);
                    _connection!.Close();
                    break;
            }
        }
        Context.Parent.Tell(new LinkEvent.Lines(before.DrainToImmutable()));
    }

    private void SendJoin(string sale)
    {
        _join = new SaleJoin(sale, ++_joins);
        foreach (var request in _join.Requests) _connection!.Send(request);
    }

    private static string Why(Answer.Error error) => error.Code == RejectionCode.UnknownVerb
        ? "this house has one sale only, which needs no joining"
        : error.Reason;

    private void Pausing()
    {
        Receive<ConnectDue>(_ => Connect());
        Otherwise();
    }

    // Handlers of every state.
    private void Otherwise()
    {
        Receive<ConnectionEvent.Lost>(lost => lost.Life == _life, lost => Pause(_refusal ?? lost.Reason));
        Receive<ConnectionEvent>(_ => { });
        Receive<WelcomeOverdue>(_ => { });
        Receive<Request>(_ => { });
        Receive<LinkCommand.Taken>(_ => _connection?.Handled());
        // Nothing to join just now; the parent learns of the lost connection.
        Receive<LinkCommand.Join>(_ => { });
        Receive<LinkCommand.Close>(_ =>
        {
            Context.Parent.Tell(new LinkEvent.Closed());
            Context.Stop(Self);
        });
    }

    private void Connect()
    {
        (_refusal, _join, _learning) = (null, null, null);
        _connection = _connector.Connect(Self, ++_life);
        Become(Connecting);
    }

    private void Refused(Answer.Error error)
    {
        if (error.Code is RejectionCode.HouseFull or RejectionCode.HouseStopping or RejectionCode.TooFast)
        {
            _refusal = RefusalText.Refused(error.Code, error.Reason);
            _connection!.Close();
            return;
        }
        Context.Parent.Tell(new LinkEvent.Failed(error.Code, _join is null ? error.Reason : Why(error)));
        Context.Stop(Self);
    }

    private void Pause(string reason)
    {
        _connection = null;
        var pause = NextPause();
        Timers.StartSingleTimer(PauseTimer, new ConnectDue(), pause);
        Context.Parent.Tell(new LinkEvent.Lost(reason, pause));
        Become(Pausing);
    }

    private TimeSpan NextPause()
    {
        // Doubling stops long before it could overflow: the longest pause caps it.
        var doublings = Math.Min(_lossesInARow++, 30);
        var full = Math.Min(_settings.FirstPause.TotalMilliseconds * Math.Pow(2, doublings), _settings.LongestPause.TotalMilliseconds);
        var share = 0.5 + (0.5 * _chance.Draw("pause", number: _losses++));
        return TimeSpan.FromMilliseconds(full * share);
    }
}
