using System.Collections.Immutable;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Bidder.Market;

/// <summary>A unit that the house has awarded.</summary>
/// <param name="Round">The round of the award; 0 where the lot has a deadline of its own.</param>
/// <param name="PriceMinor">Minor units.</param>
/// <param name="Seq">The house's event number.</param>
public sealed record AwardedUnit(string Lot, int Round, long PriceMinor, string Winner, long Seq);

/// <summary>
/// A bidder's copy of the sale, built from the house's lines alone (R1.8). It is a pure fold, so a test can feed it line by line, and it
/// survives a lost connection. A list after a welcome is complete: a lot that it leaves out is closed.
/// Amounts are minor units.
/// </summary>
public sealed record MarketView
{
    private ImmutableHashSet<string>? _listed;
    private long _listedSeq;
    // Units of the lots at the welcome, and the awards known then.
    private ImmutableSortedDictionary<string, LotView> _lotsBefore = ImmutableSortedDictionary<string, LotView>.Empty;
    private int _awardsBefore;
    // The sale may be put up a second time while this copy does not listen.
    private bool _wasOver;
    private bool _isKnown;

    public static MarketView Empty { get; } = new();

    /// <summary>A market of which nothing is known, and whose list comes next.</summary>
    public static MarketView BeingListed { get; } = new() { _listed = [] };

    /// <summary>Every known lot, by id.</summary>
    public ImmutableSortedDictionary<string, LotView> Lots { get; private init; } =
        ImmutableSortedDictionary.Create<string, LotView>(StringComparer.Ordinal);

    /// <summary>The round that runs or ran last; 0 before the first.</summary>
    public int Round { get; private init; }

    public bool RoundIsOpen { get; private init; }

    /// <summary>The deadline of the round that ran last.</summary>
    public DateTimeOffset? RoundClosesAt { get; private init; }

    /// <summary>Units awarded while this copy listened, oldest first.</summary>
    public ImmutableList<AwardedUnit> Awards { get; private init; } = [];

    /// <summary>Units, by lot, that left the sale while this copy did not listen: sold to somebody, or withdrawn.</summary>
    public ImmutableSortedDictionary<string, int> Unseen { get; private init; } =
        ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal);

    /// <summary>Lots that closed while this copy did not listen: nobody has told the last price, or who got them.</summary>
    public ImmutableHashSet<string> ClosedUnseen { get; private init; } = [];

    /// <summary>Lots that this copy knows since before anybody could bid on them.</summary>
    public ImmutableHashSet<string> KnownFromStart { get; private init; } = [];

    /// <summary>Lots of which nothing was sold before this copy knew them.</summary>
    public ImmutableHashSet<string> UnsoldAtFirst { get; private init; } = [];

    public bool HasEnded { get; private init; }

    /// <summary>The highest event number received.</summary>
    public long Seq { get; private init; }

    /// <summary>Whether the house is sending the list after a welcome.</summary>
    public bool IsBeingListed => _listed is not null;

    /// <summary>Whether a second run of the sale has replaced the one that was over.</summary>
    public bool IsAnotherRun { get; private init; }

    /// <summary>The market of a sale that is joined again: what was known stays, and the list comes next.</summary>
    public MarketView Rejoined() => BeforeList() with { _wasOver = HasEnded, HasEnded = false };

    /// <summary>The lots one may bid on in this round.</summary>
    public IEnumerable<LotView> RoundLots =>
        Lots.Values.Where(lot => lot is { FollowsRounds: true, State: LotViewState.Open, Units: not 0 });

    /// <summary>The market with the lots of one currency alone.</summary>
    public MarketView In(Currency currency) => Lots.Values.All(lot => lot.Currency == currency)
        ? this
        : this with { Lots = Lots.RemoveRange(Lots.Values.Where(lot => lot.Currency != currency).Select(lot => lot.Lot)) };

    /// <summary>The market after a line.</summary>
    public MarketView Apply(FloorLine line) => line.Kind switch
    {
        FloorLineKind.Answer => Apply(line.Answer!),
        FloorLineKind.Notice => Apply(line.Notice!) is var after && line.Notice!.Seq > after.Seq
            ? after with { Seq = line.Notice.Seq }
            : after,
        _ => this,
    };

    private MarketView Apply(Answer answer) => answer switch
    {
        // The house announces a running round after the list.
        Answer.Welcome => BeforeList(),
        Answer.Listed listed => WithLot(listed.View),
        Answer.Ready ready when _listed is not null => Listed(ready.Seq),
        Answer.Ready ready => this with { Seq = Math.Max(Seq, ready.Seq) },
        Answer.Refused { PriceMinor: { } price, NextMinor: { } next } refused =>
            Changed(refused.Lot, lot => lot with { PriceMinor = price, NextMinor = next }),
        _ => this,
    };

    private MarketView Apply(Notice notice) => notice switch
    {
        Notice.LotListed listed => WithLot(listed.View),
        Notice.RoundOpened opened => this with { Round = opened.Round, RoundIsOpen = true, RoundClosesAt = opened.ClosesAt },
        Notice.RoundClosed => this with { RoundIsOpen = false },
        // A notice that the house sent before the list is older than the list.
        Notice.PriceChanged changed when changed.Seq > _listedSeq => Changed(changed.Lot, lot => lot with
        {
            PriceMinor = changed.PriceMinor,
            NextMinor = changed.NextMinor,
            Leader = changed.Leader,
            ClosesAt = changed.ClosesAt,
        }),
        Notice.UnitSold sold => Awarded(sold),
        Notice.LotClosed closed => Changed(closed.Lot, lot => lot with { State = LotViewState.Closed, ClosesAt = null }),
        Notice.SaleEnded => this with { HasEnded = true, RoundIsOpen = false },
        _ => this,
    };

    private MarketView BeforeList() => this with
    {
        _listed = [],
        RoundIsOpen = false,
        _lotsBefore = Lots,
        _awardsBefore = Awards.Count,
        _wasOver = false,
        IsAnotherRun = false,
    };

    // One that was not in the first list has come on sale since.
    private MarketView WithLot(LotView view)
    {
        var after = this with
        {
            Lots = Lots.SetItem(view.Lot, view),
            ClosedUnseen = ClosedUnseen.Remove(view.Lot),
            _listed = _listed?.Add(view.Lot),
        };
        if (Lots.ContainsKey(view.Lot)) return after;
        var isFromStart = view.State == LotViewState.Waiting || _isKnown;
        // An award moves the price, except where a clock does.
        var isUnsold = isFromStart || (view.PriceMinor == view.StartMinor && view.Fields is null);
        return after with
        {
            KnownFromStart = isFromStart ? KnownFromStart.Add(view.Lot) : KnownFromStart,
            UnsoldAtFirst = isUnsold ? UnsoldAtFirst.Add(view.Lot) : UnsoldAtFirst,
        };
    }

    private MarketView Listed(long seq)
    {
        if (_wasOver && !_listed!.IsEmpty) return OfAnotherRun(seq);
        var lots = Lots.ToBuilder();
        var closedUnseen = ClosedUnseen;
        foreach (var lot in Lots.Values)
        {
            if (lot.State == LotViewState.Closed || _listed!.Contains(lot.Lot)) continue;
            lots[lot.Lot] = lot with { State = LotViewState.Closed, ClosesAt = null, Leader = null };
            closedUnseen = closedUnseen.Add(lot.Lot);
        }
        return this with
        {
            Lots = lots.ToImmutable(),
            // A house that restarted without its latest events has not made these awards.
            Awards = [.. Awards.Where((award, at) => award.Seq <= seq || at >= _awardsBefore)],
            Unseen = WithGaps(),
            ClosedUnseen = closedUnseen,
            _listed = null,
            _isKnown = true,
            _listedSeq = seq,
            _lotsBefore = _lotsBefore.Clear(),
            Seq = Math.Max(Seq, seq),
        };
    }

    private MarketView OfAnotherRun(long seq) => Empty with
    {
        Lots = Lots.RemoveRange(Lots.Keys.Where(lot => !_listed!.Contains(lot))),
        KnownFromStart = _listed!,
        UnsoldAtFirst = _listed!,
        Round = Round,
        RoundIsOpen = RoundIsOpen,
        RoundClosesAt = RoundClosesAt,
        IsAnotherRun = true,
        _listedSeq = seq,
        _isKnown = true,
        Seq = seq,
    };

    private ImmutableSortedDictionary<string, int> WithGaps()
    {
        var unseen = Unseen;
        foreach (var (lot, before) in _lotsBefore)
        {
            if (before.State == LotViewState.Closed) continue;
            var left = _listed!.Contains(lot) ? Lots[lot].Units : 0;
            // Where counts are not known, as in the room, units may have gone.
            var gone = before.Units is { } had && left is { } has ? had - has : 1;
            if (gone > 0) unseen = unseen.SetItem(lot, unseen.GetValueOrDefault(lot) + gone);
        }
        return unseen;
    }

    private MarketView Awarded(Notice.UnitSold sold)
    {
        var round = Lots.TryGetValue(sold.Lot, out var known) && known.FollowsRounds ? Round : 0;
        var after = this with { Awards = Awards.Add(new AwardedUnit(sold.Lot, round, sold.PriceMinor, sold.Winner, sold.Seq)) };
        if (sold.Seq <= _listedSeq) return after;
        return after.Changed(sold.Lot, lot => lot with
        {
            Units = sold.UnitsLeft,
            PriceMinor = sold.PriceMinor,
            NextMinor = lot.Descends ? lot.NextMinor
                : Math.Max(lot.NextMinor, sold.PriceMinor < long.MaxValue ? sold.PriceMinor + 1 : sold.PriceMinor),
            Leader = null,
        });
    }

    private MarketView Changed(string id, Func<LotView, LotView> change) =>
        Lots.TryGetValue(id, out var lot) ? this with { Lots = Lots.SetItem(id, change(lot)) } : this;
}
