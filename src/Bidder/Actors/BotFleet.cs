using Akka.Actor;
using AkkaAuction.Bidder.Accounts;
using AkkaAuction.Bidder.Remote;
using AkkaAuction.Bidder.Strategies;
using AkkaAuction.Rules;

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

    /// <summary>Whether a bot whose name is in use takes the next free number, as where nobody chose the names.</summary>
    public bool TakesFreeNames { get; init; }

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

    /// <summary>The house's number for it; none where a bot broke.</summary>
    public RejectionCode Code { get; init; }
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
