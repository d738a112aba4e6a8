using System.Collections.Immutable;
using System.Runtime.InteropServices;
using AkkaAuction.Messages;

namespace AkkaAuction.Auctioneer.Sales;

/// <summary>
/// The lots of a sale as outsiders last saw them, in catalogue order. A list of them is made of pages, and a page is made anew only when a
/// lot of it has changed: lists that follow each other share their pages, so a list of a hundred thousand lots costs a reader a few hundred
/// references, and a door may keep a page's bytes for all readers. The board alone uses it.
/// </summary>
internal sealed class LotsOnSale
{
    private readonly List<LotView> _lots = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    // Null: to be made anew.
    private readonly List<LotPage?> _pages = [];
    private ImmutableArray<LotPage> _list = [];

    public void Clear()
    {
        _lots.Clear();
        _places.Clear();
        _pages.Clear();
        _list = [];
    }

    public void EnsureCapacity(int lots)
    {
        _lots.EnsureCapacity(lots);
        _places.EnsureCapacity(lots);
    }

    /// <summary>A lot as it is from here on; one that is new comes last.</summary>
    public void Put(LotView lot)
    {
        if (_places.TryGetValue(lot.Lot, out var place))
        {
            Set(place, lot);
            return;
        }
        _places.Add(lot.Lot, _lots.Count);
        _lots.Add(lot);
        if (_pages.Count * LotPage.LotsMax < _lots.Count) _pages.Add(null);
        Outdate(_lots.Count - 1);
    }

    /// <summary>A lot; null: it is not there.</summary>
    public LotView? Find(string id) => _places.TryGetValue(id, out var place) ? _lots[place] : null;

    /// <summary>Changes a lot, when it is there.</summary>
    public void Change(string id, Func<LotView, LotView> change)
    {
        if (_places.TryGetValue(id, out var place)) Set(place, change(_lots[place]));
    }

    /// <summary>Changes every lot that follows the sale's rounds and is in a state.</summary>
    public void ChangeInRounds(Predicate<LotViewState> isIn, Func<LotView, LotView> change)
    {
        for (var place = 0; place < _lots.Count; place++)
        {
            if (_lots[place] is var lot && isIn(lot.State) && lot.FollowsRounds) Set(place, change(lot));
        }
    }

    /// <summary>Lots that take bids in the running round.</summary>
    public IEnumerable<LotView> OpenInRound => _lots.Where(lot => lot.State == LotViewState.Open && lot.FollowsRounds);

    /// <summary>Every lot, with the prices of a time.</summary>
    public ImmutableArray<LotView> All(DateTimeOffset now) => [.. _lots.Select(lot => lot.At(now))];

    /// <summary>The lots that are not closed, with the prices of a time.</summary>
    public ImmutableArray<LotPage> List(DateTimeOffset now)
    {
        if (!_list.IsEmpty) return _list;
        var pages = ImmutableArray.CreateBuilder<LotPage>(_pages.Count);
        var isLasting = true;
        for (var number = 0; number < _pages.Count; number++)
        {
            var page = _pages[number] ?? Make(number, now, ref isLasting);
            if (!page.Lots.IsEmpty) pages.Add(page);
        }
        var list = pages.DrainToImmutable();
        if (isLasting) _list = list;
        return list;
    }

    private LotPage Make(int number, DateTimeOffset now, ref bool isLasting)
    {
        var first = number * LotPage.LotsMax;
        var lots = CollectionsMarshal.AsSpan(_lots).Slice(first, Math.Min(LotPage.LotsMax, _lots.Count - first));
        var onSale = ImmutableArray.CreateBuilder<LotView>(lots.Length);
        var pageIsLasting = true;
        foreach (var lot in lots)
        {
            if (lot.State == LotViewState.Closed) continue;
            var shown = lot.At(now);
            // A price that moves with the clock is true now only.
            pageIsLasting &= ReferenceEquals(shown, lot);
            onSale.Add(shown);
        }
        var page = new LotPage(onSale.DrainToImmutable());
        if (pageIsLasting) _pages[number] = page;
        isLasting &= pageIsLasting;
        return page;
    }

    private void Set(int place, LotView lot)
    {
        _lots[place] = lot;
        Outdate(place);
    }

    private void Outdate(int place)
    {
        _pages[place / LotPage.LotsMax] = null;
        _list = [];
    }
}
