using AkkaAuction.Auctioneer.Journal;
using AkkaAuction.Messages;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Actors;

/// <summary>
/// Reads the journal once, in the order of events, for a desk that begins again: the sale's state, every lot as it stands, and what was told of the
/// sale that an account is made of. Of a million bids it keeps each lot's state and the notices that count, not the bids.
/// </summary>
/// <param name="sale">The sale that goes on.</param>
/// <param name="recall">Hears every accepted bid, of earlier sales too; null: nobody asks.</param>
internal sealed class SalePast(DeskFact.SalePutUp sale, Action<string, LotFact.BidAccepted, StoredFact>? recall)
{
    private readonly string _saleStream = StreamNames.Sale(sale.Sale);
    private readonly string _lotStreams = StreamNames.Lot(sale.Sale, "");
    private readonly Dictionary<string, LotState> _lots = sale.Catalogue.Lots.ToDictionary(l => l.Id, LotState.Initial, StringComparer.Ordinal);
    private readonly Dictionary<string, (string Lot, bool IsOfThisSale)> _streams = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _lastPrice = new(StringComparer.Ordinal);
    private readonly List<Notice> _earlier = [];
    private readonly List<Notice> _past = [];
    private readonly List<Notice> _told = [];

    /// <summary>The sale after all its facts.</summary>
    public SaleState State { get; private set; } = SaleState.Initial(sale.Terms);

    public void Add(string stream, StoredFact stored)
    {
        if (stored.Fact is LotFact fact && OfFloor(stream) is { } lot) Add(lot, fact, stored);
        else if (stored.Fact is SaleFact ofSale && stream == _saleStream) Add(ofSale, stored.Event);
    }

    /// <summary>What the board is to know.</summary>
    public BoardMessage.Restore ToBoard(bool otherCatalogue)
    {
        // A lot's last price stands for all of them; it is told before anything was sold.
        var prices = _lastPrice.Select(p => (Notice)new Notice.PriceChanged(p.Value, p.Key, _lots[p.Key].PriceMinor, _lots[p.Key].Leader, _lots[p.Key].NextMinor, null));
        var past = _past.Concat(prices).OrderBy(n => n.Seq).ToArray();
        return new BoardMessage.Restore(
            new SaleResumed(sale.Sale, sale.Catalogue, past, [.. sale.Catalogue.Lots.Select(l => LotNotices.View(_lots[l.Id]))], otherCatalogue), _earlier);
    }

    private void Add((string Lot, bool IsOfThisSale) of, LotFact fact, StoredFact stored)
    {
        if (!of.IsOfThisSale)
        {
            // A bid of an earlier sale may be sent again, too.
            if (fact is LotFact.BidAccepted old) recall?.Invoke(of.Lot, old, stored);
            if (fact is LotFact.UnitAwarded award) _earlier.Add(new Notice.UnitWon(stored.Event, of.Lot, award.PriceMinor, award.Bidder));
            return;
        }
        var before = _lots[of.Lot];
        var after = _lots[of.Lot] = Lot.Evolve(before, fact);
        if (fact is LotFact.BidAccepted bid)
        {
            recall?.Invoke(of.Lot, bid, stored);
            if (after.PriceMinor != before.PriceMinor) _lastPrice[of.Lot] = stored.Event;
            return;
        }
        LotNotices.Add(before, fact, after, 0, _told);
        foreach (var notice in _told)
        {
            if (notice is Notice.UnitSold or Notice.UnitWon or Notice.LotClosed) _past.Add(notice with { Seq = stored.Event });
        }
        _told.Clear();
    }

    private void Add(SaleFact fact, long number)
    {
        State = Sale.Evolve(State, fact);
        switch (fact)
        {
            case SaleFact.RoundOpened opened: _past.Add(new Notice.RoundOpened(number, opened.Round, opened.ClosesAt)); break;
            case SaleFact.RoundExtended extended: _past.Add(new Notice.RoundOpened(number, extended.Round, extended.ClosesAt)); break;
            case SaleFact.RoundClosed closed: _past.Add(new Notice.RoundClosed(number, closed.Round)); break;
            case SaleFact.Ended ended: _past.Add(new Notice.SaleEnded(number, ended.Sold, ended.Unsold)); break;
        }
    }

    /// <summary>Which lot of the floor's sales a stream belongs to; null: none. Other houses' streams have their house's name in front.</summary>
    private (string Lot, bool IsOfThisSale)? OfFloor(string stream)
    {
        if (_streams.TryGetValue(stream, out var known)) return known;
        if (stream.StartsWith(_lotStreams, StringComparison.Ordinal)) return _streams[stream] = (stream[_lotStreams.Length..], true);
        return StreamNames.TryLot(stream, out _, out var lot) ? _streams[stream] = (lot, false) : null;
    }
}
