using System.Collections.Immutable;

namespace AkkaAuction.Bidder.Market;

/// <summary>
/// A bidder's accepted bids on one lot whose result it does not know. At the house a new bid replaces the one before. But an answer may
/// overtake notices: then nobody knows yet whether the older bid has won a unit, and both may cost money.
/// </summary>
public sealed record StandingBids
{
    private ImmutableList<(long Seq, long AmountMinor)> _bids = [];

    public static StandingBids None { get; } = new();

    public bool IsEmpty => _bids.IsEmpty;

    /// <summary>Amounts, minor units.</summary>
    public IEnumerable<long> AmountsMinor => _bids.Select(bid => bid.AmountMinor);

    public StandingBids With(long seq, long amountMinor) => new() { _bids = _bids.Add((seq, amountMinor)) };

    /// <summary>After an event that ended them: it won a unit, or another bid was better.</summary>
    public StandingBids EndedAt(long seq) => new() { _bids = _bids.RemoveAll(bid => bid.Seq <= seq) };

    /// <summary>After an event that ended none: of those before it, the newest has replaced the others.</summary>
    public StandingBids SeenAt(long seq)
    {
        var before = _bids.Count(bid => bid.Seq <= seq);
        return before < 2 ? this : new() { _bids = [_bids.Last(bid => bid.Seq <= seq), .. _bids.Where(bid => bid.Seq > seq)] };
    }

    /// <summary>At a house whose events may have other numbers now.</summary>
    public StandingBids Renumbered() => new() { _bids = [.. _bids.Select(bid => (0L, bid.AmountMinor))] };
}
