using AkkaAuction.Messages;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Auctioneer.Sales;

/// <summary>
/// Collects the notices of a lot's facts, in their order. Which facts outsiders learn of, and how, is the form's affair
/// (<see cref="LotState.Announce"/>). A notice's number is its fact's index until the journal puts the event number in its place.
/// </summary>
internal sealed class LotNotices : ILotNotices
{
    private readonly List<Notice> _notices = [];
    private LotState _lot = null!;
    private int _index;

    public List<Notice> Notices => _notices;

    /// <summary>The lot as an outsider may see it; where its price moves with the clock, <see cref="LotView.At"/> says it.</summary>
    public static LotView View(LotState lot)
    {
        ArgumentNullException.ThrowIfNull(lot);
        var terms = lot.Terms;
        return new LotView(
            terms.Id, terms.Form.Name, terms.Title, terms.StartPriceMinor, lot.PriceMinor, lot.NextMinor, lot.UnitsLeft, lot.Leader,
            Deadline(lot), StateOf(lot), lot.Shown.Count == 0 ? null : lot.Shown)
        {
            Currency = terms.Currency,
        };
    }

    /// <summary>Adds what is told of one fact.</summary>
    /// <param name="before">The lot before it.</param>
    /// <param name="fact">The fact.</param>
    /// <param name="after">The lot after it.</param>
    /// <param name="index">The fact's place among those that are stored together.</param>
    public void Add(LotState before, LotFact fact, LotState after, int index)
    {
        (_lot, _index) = (after, index);
        after.Announce(before, fact, this);
    }

    void ILotNotices.Listed() => _notices.Add(new Notice.LotListed(_index, View(_lot)));

    void ILotNotices.PriceChanged(long priceMinor, string? leader, long nextMinor, DateTimeOffset? closesAt) =>
        _notices.Add(new Notice.PriceChanged(_index, _lot.Terms.Id, priceMinor, leader, nextMinor, closesAt) { Digits = Digits });

    void ILotNotices.Outbid(string bidder, long priceMinor) =>
        _notices.Add(new Notice.Outbid(_index, _lot.Terms.Id, priceMinor, bidder) { Digits = Digits });

    void ILotNotices.Sold(long priceMinor, string winner, int unitsLeft)
    {
        _notices.Add(new Notice.UnitSold(_index, _lot.Terms.Id, priceMinor, winner, unitsLeft) { Digits = Digits });
        _notices.Add(new Notice.UnitWon(_index, _lot.Terms.Id, priceMinor, winner)
        {
            Digits = Digits,
            Currency = _lot.Terms.Currency.Code,
        });
    }

    void ILotNotices.Paid(long amountMinor, string bidder)
    {
        _notices.Add(new Notice.BidPaid(_index, _lot.Terms.Id, amountMinor, bidder) { Digits = Digits });
        _notices.Add(new Notice.PaymentDue(_index, _lot.Terms.Id, amountMinor, bidder)
        {
            Digits = Digits,
            Currency = _lot.Terms.Currency.Code,
        });
    }

    void ILotNotices.Closed(int sold, int unsold) =>
        _notices.Add(new Notice.LotClosed(_index, _lot.Terms.Id, sold, unsold) { ReserveNotMet = _lot.IsBelowReserve });

    private byte Digits => (byte)_lot.Terms.Currency.Digits;

    private static LotViewState StateOf(LotState lot) => lot.Phase switch
    {
        LotPhase.Waiting => LotViewState.Waiting,
        LotPhase.Closed => LotViewState.Closed,
        _ => lot.TakesBids ? LotViewState.Open : LotViewState.Waiting,
    };

    private static DateTimeOffset? Deadline(LotState lot) => lot.Phase == LotPhase.Open ? lot.ClosesAt ?? lot.RoundClosesAt : null;
}
