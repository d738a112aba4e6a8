using System.Collections.Immutable;

namespace AkkaAuction.Auctioneer.Sales;

/// <summary>
/// Which lots each bidder has passed in the round that runs. It is forgotten with its owner's life: a pass is the lot's fact, and none of
/// the sale's.
/// </summary>
internal sealed class SalePasses
{
    private readonly Dictionary<string, HashSet<string>> _lotsOf = new(StringComparer.Ordinal);

    /// <summary>A round begins.</summary>
    public void Clear() => _lotsOf.Clear();

    /// <summary>A bidder has passed a lot.</summary>
    /// <returns>Whether the bidder has passed all that are open by now.</returns>
    public bool Add(string bidder, string lot, ImmutableSortedSet<string> open)
    {
        if (!_lotsOf.TryGetValue(bidder, out var lots)) _lotsOf.Add(bidder, lots = new HashSet<string>(StringComparer.Ordinal));
        lots.Add(lot);
        return lots.Count >= open.Count && open.All(lots.Contains);
    }
}
