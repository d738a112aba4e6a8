using Akka.Actor;
using AkkaAuction.Bidder.Accounts;
using AkkaAuction.Bidder.Originals;
using AkkaAuction.Bidder.Remote;
using AkkaAuction.Bidder.Strategies;
using AkkaAuction.Bidder.Tcp;

namespace AkkaAuction.Bidder.Actors;

/// <summary>Many bots at one house.</summary>
public sealed record BotFleetSettings
{
    /// <summary>Where the house's floor is: a name or an address.</summary>
    public required string Host { get; init; }

    public required int Port { get; init; }

    /// <summary>The node of the bots as remote actors; null for bots over TCP. Its creator disposes it.</summary>
    public RemoteNode? Node { get; init; }

    public int Count { get; init; } = 1;

    /// <summary>The same seed, the same decisions at the same lines.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>How often a bot takes part in a round, 0 to 1 (R1.9).</summary>
    public double Chance { get; init; } = 0.7;

    /// <summary>Each bot's budget, minor units.</summary>
    public long BudgetMinor { get; init; } = 1000_00;

    /// <summary>Which door of the house it is; each speaks a protocol of its own.</summary>
    public HouseDoor Door { get; init; }

    /// <summary>The sale that all bots join; null: the one where the house puts who has joined none.</summary>
    public string? Sale { get; init; }

    /// <summary>One of <see cref="StrategyRegistry.Names"/>.</summary>
    public string Strategy { get; init; } = "random";

    /// <summary>The bots are called this with <c>-1</c>, <c>-2</c>… behind it.</summary>
    public string NamePrefix { get; init; } = "bot";

    public ThinkTime Think { get; init; } = ThinkTime.None;

    public LinkSettings Link { get; init; } = LinkSettings.Default;

    public FleetHooks Hooks { get; init; } = FleetHooks.None;

    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>The doors that bots know.</summary>
public enum HouseDoor
{
    Floor,

    /// <summary>The bidding room's.</summary>
    Room,
}

/// <summary>A fleet could not do its work: a name is taken, a bot broke.</summary>
public sealed class FleetFailedException : Exception
{
    public FleetFailedException() { }

    public FleetFailedException(string message) : base(message) { }

    public FleetFailedException(string message, Exception innerException) : base(message, innerException) { }
}

/// <summary>The handle of a running fleet: bots in an actor system, each on its own connection.</summary>
public sealed class BotFleet
{
    private readonly IActorRef _fleet;

    private BotFleet(IActorRef fleet, Task<FleetAccount> completed)
    {
        _fleet = fleet;
        Completed = completed;
    }

    /// <summary>
    /// Every bot's account, when all have seen the sale's end or were stopped; fails with <see cref="FleetFailedException"/>.
    /// </summary>
    public Task<FleetAccount> Completed { get; }

    /// <summary>Starts the bots. They connect at once, and keep trying where they cannot.</summary>
    public static BotFleet Start(ActorSystem system, BotFleetSettings settings)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(settings);
        if (!StrategyRegistry.TryMake(settings.Strategy, settings.Chance, out var strategy))
            throw new ArgumentException(
                $"There is no strategy '{settings.Strategy}'; there are {string.Join(", ", StrategyRegistry.Names)}.", nameof(settings));
        var completed = new TaskCompletionSource<FleetAccount>(TaskCreationOptions.RunContinuationsAsynchronously);
        return new BotFleet(system.ActorOf(FleetActor.Props(settings, strategy, completed)), completed.Task);
    }

    /// <summary>Stops the bots; <see cref="Completed"/> then has what they did until now.</summary>
    public void Stop() => _fleet.Tell(new FleetActor.StopAll(), ActorRefs.NoSender);
}

/// <summary>
/// Starts the bots and gathers their accounts. The fleet does not restart a failed bot, because its state is lost. Then the fleet fails and
/// stops the others. It stops after its last bot.
/// </summary>
internal sealed class FleetActor : ReceiveActor
{
    public sealed record StopAll;

    private readonly BotFleetSettings _settings;
    private readonly IBidderStrategy _strategy;
    private readonly TaskCompletionSource<FleetAccount> _completed;
    private readonly Dictionary<string, BotReport.Finished> _finished = new(StringComparer.Ordinal);
    private readonly Dictionary<IActorRef, string> _names = [];
    private int _running;

    public FleetActor(BotFleetSettings settings, IBidderStrategy strategy, TaskCompletionSource<FleetAccount> completed)
    {
        _settings = settings;
        _strategy = strategy;
        _completed = completed;

        Receive<BotReport.Finished>(OnFinished);
        Receive<BotReport.Failed>(failed => Fail($"{failed.Name}: {failed.Reason} ({(int)failed.Code})"));
        Receive<StopAll>(_ =>
        {
            foreach (var bot in _names.Keys) bot.Tell(new BotActor.Stop());
        });
        Receive<Terminated>(OnTerminated);
    }

    public static Props Props(BotFleetSettings settings, IBidderStrategy strategy, TaskCompletionSource<FleetAccount> completed) =>
        Akka.Actor.Props.Create(() => new FleetActor(settings, strategy, completed));

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    protected override void PreStart()
    {
        for (var number = 1; number <= _settings.Count; number++)
        {
            var name = $"{_settings.NamePrefix}-{number}";
            var bot = new BotSettings(
                name, _settings.BudgetMinor, _strategy, new SeededChance(_settings.Seed, name), _settings.Think, _settings.Link,
                _settings.Hooks,
                _settings.Time)
            {
                Sale = _settings.Sale,
            };
            _names.Add(Context.Watch(Context.ActorOf(BotActor.Props(bot, ConnectorFor(name)))), name);
        }
        _running = _names.Count;
        CompleteWhenAllHaveFinished();
    }

    protected override void PostStop() =>
        _completed.TrySetException(new FleetFailedException("the bots were stopped before they were done"));

    private IFloorConnector ConnectorFor(string name) => _settings.Node is { } node
        ? node.ConnectorFor(name)
        : _settings.Door == HouseDoor.Room
        ? new RoomConnector(_settings.Host, _settings.Port, name, _settings.Time)
        : new FloorConnector(_settings.Host, _settings.Port, name);

    private void OnFinished(BotReport.Finished finished)
    {
        _finished[finished.Name] = finished;
        CompleteWhenAllHaveFinished();
    }

    private void CompleteWhenAllHaveFinished()
    {
        if (_finished.Count < _names.Count) return;
        var inOrder = Enumerable.Range(1, _settings.Count).Select(number => _finished[$"{_settings.NamePrefix}-{number}"]).ToList();
        _completed.TrySetResult(new FleetAccount(
            [.. inOrder.Select(report => report.Account)], inOrder.TrueForAll(report => report.SaleEnded)));
    }

    private void OnTerminated(Terminated terminated)
    {
        _running--;
        if (!_finished.ContainsKey(_names[terminated.ActorRef])) Fail($"{_names[terminated.ActorRef]}: stopped without an account");
        else if (_running == 0) Context.Stop(Self);
    }

    private void Fail(string why)
    {
        _completed.TrySetException(new FleetFailedException(why));
        Context.Stop(Self);
    }
}
