using AkkaAuction.Bidder.Strategies;
using AkkaAuction.Messages.Floor;

namespace AkkaAuction.Bidder.Actors;

/// <summary>How long a bot takes to act in a round: a time drawn from its seed between the two. Zero: it acts at once.</summary>
public readonly record struct ThinkTime(TimeSpan Shortest, TimeSpan Longest)
{
    public static ThinkTime None => default;
}

/// <summary>
/// Callbacks for watching bots. The bots' actors call them, so each must return at once and must not throw.
/// </summary>
public sealed record FleetHooks
{
    /// <summary>A bot and what troubles it, for a person: no connection yet, a refusal that it did not expect.</summary>
    public Action<string, string>? OnTrouble { get; init; }

    /// <summary>A bot that has no connection; <see cref="OnTrouble"/> says why.</summary>
    public Action<string>? OnAway { get; init; }

    /// <summary>A bot that knows the market and its own account, and goes on: at its first visit, and after each loss.</summary>
    public Action<string>? OnHere { get; init; }

    /// <summary>A bot and a line that it read.</summary>
    public Action<string, FloorLine>? OnLine { get; init; }

    /// <summary>A bot and what it does.</summary>
    public Action<string, Act>? OnAct { get; init; }

    public static FleetHooks None { get; } = new();
}

/// <summary>One bot.</summary>
/// <param name="Name">Its name on the floor.</param>
/// <param name="BudgetMinor">Its budget, minor units.</param>
/// <param name="Strategy">How it decides.</param>
/// <param name="Chance">Its own source of chance.</param>
/// <param name="Think">How long it takes to act in a round.</param>
/// <param name="Link">How it comes back after a lost connection.</param>
/// <param name="Hooks">Callbacks for watching it.</param>
/// <param name="Time">The clock it compares deadlines with.</param>
public sealed record BotSettings(
    string Name,
    long BudgetMinor,
    IBidderStrategy Strategy,
    IChance Chance,
    ThinkTime Think,
    LinkSettings Link,
    FleetHooks Hooks,
    TimeProvider Time)
{
    /// <summary>The sale it joins; null: the one where the house puts who has joined none.</summary>
    public string? Sale { get; init; }
}
