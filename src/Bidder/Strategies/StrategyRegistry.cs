using System.Diagnostics.CodeAnalysis;

namespace AkkaAuction.Bidder.Strategies;

/// <summary>The strategies that <c>--strategy</c> knows, by name. A new one is one line here.</summary>
public static class StrategyRegistry
{
    private static readonly SortedDictionary<string, Func<double, IBidderStrategy>> Makers = new(StringComparer.Ordinal)
    {
        ["random"] = chance => new RandomBidder(chance),
        ["truthful"] = _ => new TruthfulBidder(),
        ["sniper"] = _ => new Sniper(Sniper.DefaultMargin),
        ["room"] = chance => new RoomBidder(chance),
        ["pacer"] = _ => new BudgetPacer(),
    };

    public static IReadOnlyCollection<string> Names => Makers.Keys;

    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="chance">How often to take part, 0 to 1, where a strategy leaves that to chance.</param>
    /// <param name="strategy">The strategy, when there is one of this name.</param>
    public static bool TryMake(string name, double chance, [NotNullWhen(true)] out IBidderStrategy? strategy)
    {
        strategy = Makers.TryGetValue(name, out var make) ? make(chance) : null;
        return strategy is not null;
    }
}
