using System.Collections.Immutable;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Rules.Forms.Sealed;

/// <summary>The bid of each bidder that counts: an immutable collection, equal when its bids are.</summary>
internal readonly struct SealedBids : IEquatable<SealedBids>
{
    private static readonly ImmutableDictionary<string, CountedBid> Nobody =
        ImmutableDictionary.Create<string, CountedBid>(StringComparer.Ordinal);

    private readonly ImmutableDictionary<string, CountedBid>? _byBidder;

    private SealedBids(ImmutableDictionary<string, CountedBid> byBidder) => _byBidder = byBidder;

    public static SealedBids None => default;

    public static SealedBids Of(IEnumerable<CountedBid> bids) =>
        new(Nobody.AddRange(bids.Select(bid => KeyValuePair.Create(bid.Bidder, bid))));

    public int Count => ByBidder.Count;

    public IEnumerable<CountedBid> All => ByBidder.Values;

    /// <summary>The bid that counts; null: the bidder has none.</summary>
    public CountedBid? this[string bidder] => ByBidder.TryGetValue(bidder, out var bid) ? bid : null;

    /// <summary>Best first: the higher amount, then the earlier bid.</summary>
    public ImmutableArray<CountedBid> Ranking =>
        [.. ByBidder.Values.OrderByDescending(bid => bid.AmountMinor).ThenBy(bid => bid.Order)];

    public SealedBids With(CountedBid bid) => new(ByBidder.SetItem(bid.Bidder, bid));

    public SealedBids Without(string bidder) => new(ByBidder.Remove(bidder));

    public bool Equals(SealedBids other)
    {
        if (Count != other.Count) return false;
        foreach (var bid in All)
        {
            if (other[bid.Bidder] != bid) return false;
        }
        return true;
    }

    public override bool Equals(object? obj) => obj is SealedBids other && Equals(other);

    public override int GetHashCode() => Count;

    private ImmutableDictionary<string, CountedBid> ByBidder => _byBidder ?? Nobody;
}
