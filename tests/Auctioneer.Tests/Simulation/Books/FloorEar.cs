using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Journal;
using AkkaAuction.Messages;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Forms.Proxy;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Tests.Simulation.Books;

/// <summary>
/// What one connection of the floor is told, held to what is stored at that moment:
/// nothing a crash could undo, nothing untrue, numbers that only grow.
/// </summary>
/// <param name="promises">What is stored.</param>
/// <param name="now">House time.</param>
internal sealed class FloorEar(Promises promises, Func<DateTimeOffset> now)
{
    private long _last;

    public static string StreamOf(int sale, string lot) => StreamNames.Lot(TheSale.Id, sale, lot);

    /// <summary>Something told as of an event.</summary>
    public void Hears(long seq, string what)
    {
        promises.At(Math.Max(seq, 1), $"{what} tells of");
        if (seq < _last) throw promises.Broken("P1", $"{what} tells of event {seq} behind event {_last}.");
        _last = seq;
    }

    public void Accepted(string bidder, string id, string lot, long amountMinor, long seq, ulong receipt)
    {
        var what = $"ACCEPTED {id} to {bidder}";
        var written = promises.At(seq, $"{what} tells of");
        if (written.Fact is not LotFact.BidAccepted bid
            || bid.Bidder != bidder
            || bid.BidId != id
            || bid.AmountMinor != amountMinor
            || !written.Stream.EndsWith($"/{lot}", StringComparison.Ordinal))
        {
            throw promises.Broken("P2", $"{what} for {amountMinor} on {lot} tells of event {seq}, which is {written.Fact}.");
        }
        if (written.Receipt != receipt)
        {
            throw promises.Broken("P2", $"{what} comes with the receipt {receipt:x}, and event {seq} has {written.Receipt:x}.");
        }
    }

    /// <summary>
    /// A refusal: of a bid that was accepted before, only for another content; and for no reason that a crash could undo.
    /// </summary>
    /// <param name="askedAt">
    /// The last event that was stored when the bid was asked: what is said may be older than what is stored by now.
    /// </param>
    public void Refused(string bidder, string id, string lot, long amountMinor, RejectionCode code, long? priceMinor, long askedAt)
    {
        var what = $"REFUSED {id} {(int)code} to {bidder} for {amountMinor} on {lot}";
        // Of the lots by that name the newest may be another than the one that took it.
        var known = promises.BidsOf(lot, bidder, id).ToArray();
        var newest = known.Length > 0 && known[^1].Stream == StreamOf(promises.SaleAsOf(promises.LastEvent), lot) ? known[^1] : null;
        if (newest is { Fact: LotFact.BidAccepted bid } && bid.AmountMinor == amountMinor && IsFinal(code))
            throw promises.Broken("P2", $"{what}: it was accepted as event {newest.Event}.");
        if (code == RejectionCode.BidIdReused && known.Length == 0) throw promises.Broken("P2", $"{what}: no bid has that id.");
        if (newest is not null && IsFinal(code) && code != RejectionCode.BidIdReused)
        {
            throw promises.Broken("P2", $"{what}: its id is event {newest.Event}'s, which must be said.");
        }
        if (code is RejectionCode.Recovering or RejectionCode.NoSuchLot or RejectionCode.BidIdReused) return;
        // Of the lots by that name one must be as the refusal says: the bid may have been meant for a sale that is over meanwhile.
        var lots = promises.OnFloor(lot);
        if (priceMinor is { } price && !lots.Any(l => l.PriceMinor >= price))
        {
            throw promises.Broken("P1", $"{what} tells a price of {price} that is not stored.");
        }
        var isRight = code switch
        {
            RejectionCode.Closed => lots.Any(l => l.IsClosed),
            RejectionCode.NotOpenYet =>
                lots.Any(l => !l.IsOpen || l.OpenEvent > askedAt || (l is RoundsBook rounds && WasBetweenRounds(rounds, askedAt))),
            RejectionCode.LeadsAlready => lots.Any(l => l.HasBidOf(bidder)),
            RejectionCode.TooLow =>
                lots.Any(l =>
                    l.PriceMinor >= amountMinor
                        || l.HasBidOf(bidder)
                        || (l is ProxyBook && l.PriceMinor + ((ProxyTerms)l.Terms.Form).Increments.At(l.PriceMinor) > amountMinor)),
            RejectionCode.AboveCeiling => lots.Any(l => amountMinor > l.Terms.CeilingMinor),
            RejectionCode.Passed => true,
            _ => false,
        };
        if (!isRight) throw promises.Broken("P1", $"{what}: nothing stored says so.");
    }

    /// <summary>Whether it is the lot's word: one that is recovering says nothing of a bid's past.</summary>
    private static bool IsFinal(RejectionCode code) => code is not (RejectionCode.Recovering or RejectionCode.NoSuchLot);

    /// <summary>Unless the round has been running, with time left, ever since before the bid was asked.</summary>
    private bool WasBetweenRounds(RoundsBook lot, long askedAt) =>
        promises.NewestSale is not { Deadline: { } deadline } sale
            || now() >= deadline
            || !lot.IsRunning
            || lot.RoundEvent > askedAt
            || sale.DeadlineEvent > askedAt;

    public void Listed(LotView view, long seq)
    {
        var sale = promises.SaleAsOf(seq);
        var book = promises.Lot(StreamOf(sale, view.Lot));
        var (price, units) = book.AsOf(seq);
        if (view.PriceMinor != price || view.Units != units)
        {
            throw promises.Broken("P1", $"a list as of event {seq} tells {view}; stored are {price} and {units} units.");
        }
    }

    public void Account(string bidder, int purchases, long spentMinor, long seq)
    {
        var (units, spent) = promises.BoughtBy(bidder, seq);
        if (units != purchases || spent != spentMinor)
        {
            throw promises.Broken(
                "P7",
                $"{bidder}'s account as of event {seq} is {purchases} units for {spentMinor}; awarded are {units} for {spent}.");
        }
    }

    /// <param name="notice">What is told.</param>
    /// <param name="isOld">It is told again, of long ago.</param>
    public void Told(Notice notice, bool isOld)
    {
        if (!isOld) Hears(notice.Seq, notice.ToString());
        var written = promises.At(notice.Seq, notice.ToString());
        var isTrue = notice switch
        {
            Notice.UnitSold sold =>
                written.Fact is LotFact.UnitAwarded award
                    && award.Bidder == sold.Winner
                    && award.PriceMinor == sold.PriceMinor
                    && award.UnitsLeft == sold.UnitsLeft,
            Notice.UnitWon won =>
                written.Fact is LotFact.UnitAwarded award && award.Bidder == won.Bidder && award.PriceMinor == won.PriceMinor,
            Notice.LotClosed closed => written.Fact is LotFact.Closed fact && fact.Sold == closed.Sold && fact.Unsold == closed.Unsold,
            Notice.PriceChanged changed =>
                written.Fact is LotFact && promises.Lot(written.Stream).AsOf(notice.Seq).PriceMinor == changed.PriceMinor,
            Notice.Outbid outbid =>
                written.Fact is LotFact.BidAccepted bid
                    && bid.Leader != outbid.Bidder
                    && promises.Lot(written.Stream).HasBidOf(outbid.Bidder),
            Notice.RoundClosed closed => written.Fact is SaleFact.RoundClosed fact && fact.Round == closed.Round,
            // Told again to who comes when it is over, as of then.
            Notice.SaleEnded ended => promises.Sale(promises.SaleAsOf(notice.Seq)).HasEnded,
            _ => true,
        };
        if (!isTrue) throw promises.Broken("P1", $"told was {notice}; stored is {written.Fact}.");
    }
}
