using System.Collections.Immutable;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;

namespace AkkaAuction.Bidder.Market;

/// <summary>
/// What a bidder knows of the sales it was in and has left, and of those it has bid in from another sale. It takes up the one where it was
/// when it comes back. One actor has it.
/// </summary>
public sealed class SalesVisited
{
    private readonly Dictionary<string, BidderState> _left = new(StringComparer.Ordinal);

    /// <summary>The sales that were left, with what was known of them then and is since.</summary>
    public IReadOnlyDictionary<string, BidderState> Left => _left;

    /// <summary>Goes from one sale to another.</summary>
    /// <param name="from">The sale that is left; null: nobody knows its id.</param>
    /// <param name="state">What is known of it.</param>
    /// <param name="to">The sale that was joined.</param>
    /// <returns>What is known of the joined sale; its list comes next.</returns>
    public BidderState Change(string? from, BidderState state, string to)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (from is not null) _left[from] = state;
        var known = _left.Remove(to, out var before) ? before.InSaleAgain() : state.InAnotherSale();
        // What was bid there from other sales has a record now under the lot's own name.
        foreach (var (sale, left) in _left.ToList())
        {
            known = known.With(Of(to, left));
            _left[sale] = left.Without(left.Records.Keys.Where(lot => lot.StartsWith(to + "/", StringComparison.Ordinal)));
        }
        return known;
    }

    /// <summary>Takes what the house tells of a lot of another sale than the joined one.</summary>
    public void Take(Notice? notice)
    {
        var name = notice switch
        {
            Notice.Outbid outbid => outbid.Lot,
            Notice.UnitWon won => won.Lot,
            Notice.PaymentDue due => due.Lot,
            _ => "",
        };
        if (Find(name) is not var (sale, lot)) return;
        var own = notice switch
        {
            Notice.Outbid outbid => outbid with { Lot = lot },
            Notice.UnitWon won => won with { Lot = lot },
            Notice.PaymentDue due => due with { Lot = lot },
            _ => notice!,
        };
        _left[sale] = _left[sale].Apply(FloorLine.Of(own));
    }

    /// <summary>A lot as <c>sale/lot</c>; null: of no sale that was left.</summary>
    public LotView? LotOf(string name) =>
        Find(name) is var (sale, lot) && _left[sale].Market.Lots.TryGetValue(lot, out var view) ? view : null;

    /// <summary>Lots of a sale that were bid on from another one, with their records.</summary>
    /// <param name="sale">The sale.</param>
    /// <param name="joined">What is known of the joined sale.</param>
    public IEnumerable<KeyValuePair<string, LotRecord>> BidFromElsewhere(string sale, BidderState joined) =>
        _left.Values.Append(joined).SelectMany(state => Of(sale, state));

    /// <summary>Lots of other sales than the joined one, by sale, that were bid on and may still be won.</summary>
    /// <param name="joined">What is known of the joined sale.</param>
    public ImmutableSortedDictionary<string, ImmutableArray<string>> Undecided(BidderState joined)
    {
        ArgumentNullException.ThrowIfNull(joined);
        var left = _left.SelectMany(sale => sale.Value.Market.Lots.Values
            .Where(lot => !sale.Value.Market.HasEnded && MayStillWin(sale.Value, lot)).Select(lot => (Sale: sale.Key, lot.Lot)));
        var named = _left.Values.Append(joined).SelectMany(state => state.Records)
            .Where(record => record.Value is { Bids: > 0, Won: 0 } && record.Key.Contains('/', StringComparison.Ordinal)
                && LotOf(record.Key) is not { State: LotViewState.Closed })
            .Select(record => record.Key.Split('/', 2)).Select(name => (Sale: name[0], Lot: name[1]));
        return left.Concat(named).Distinct().GroupBy(lot => lot.Sale).ToImmutableSortedDictionary(
            lots => lots.Key, lots => lots.Select(lot => lot.Lot).Order(StringComparer.Ordinal).ToImmutableArray(), StringComparer.Ordinal);
    }

    /// <summary>Whether a bid in a sale may still win; null: it is not known.</summary>
    /// <param name="sale">The sale, not the joined one.</param>
    /// <param name="joined">What is known of the joined sale.</param>
    public bool? HasBidIn(string sale, BidderState joined)
    {
        ArgumentNullException.ThrowIfNull(joined);
        if (BidFromElsewhere(sale, joined).Any(bid => bid.Value.LiveMinor > 0)) return true;
        if (_left.TryGetValue(sale, out var left)) return left.Market.Lots.Values.Any(left.HasBidOn);
        return joined.IsBack ? null : false;
    }

    private static bool MayStillWin(BidderState state, LotView lot) =>
        state.HasBidOn(lot) || (lot.State != LotViewState.Closed && state.RecordOf(lot.Lot) is { Bids: > 0, Won: 0 });

    private static IEnumerable<KeyValuePair<string, LotRecord>> Of(string sale, BidderState state) => state.Records
        .Where(record => record.Key.StartsWith(sale + "/", StringComparison.Ordinal))
        .Select(record => KeyValuePair.Create(record.Key[(sale.Length + 1)..], record.Value));

    private (string Sale, string Lot)? Find(string name) =>
        name.IndexOf('/', StringComparison.Ordinal) is > 0 and var at && _left.ContainsKey(name[..at])
            ? (name[..at], name[(at + 1)..])
            : null;
}
