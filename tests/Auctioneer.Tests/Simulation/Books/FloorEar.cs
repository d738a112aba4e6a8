using AkkaAuction.Journal;
using AkkaAuction.Messages;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Forms.Reverse;
using AkkaAuction.Rules.Forms.Sealed;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Tests.Simulation.Books;

/// <summary>
/// What one connection of the floor is told, held to what is stored at that moment: nothing a crash could undo, nothing untrue, numbers
/// that only grow. It is in one sale at a time; what is told without a sale's id must be true of that one, and of another sale it is told
/// only what concerns its bidder, with that sale's id and numbers.
/// </summary>
/// <param name="promises">What is stored.</param>
/// <param name="now">House time.</param>
internal sealed class FloorEar(Promises promises, Func<DateTimeOffset> now)
{
    private long _last;

    /// <summary>The id of the sale that it is in; empty: it is in none.</summary>
    public string Sale { get; private set; } = "";

    /// <summary>It is in this sale from here on: its numbers begin anew.</summary>
    public void Enters(string sale) => (Sale, _last) = (sale, 0);

    /// <summary>Something told as of an event of the sale that it is in.</summary>
    public void Hears(long seq, string what)
    {
        // In a house without a sale there is nothing to be told of.
        if (Sale.Length == 0 && seq == 0) return;
        promises.At(Sale, Math.Max(seq, 1), $"{what} tells of");
        if (seq < _last) throw promises.Broken("P1", $"{what} tells of event {seq} of {Sale} behind event {_last}.");
        _last = seq;
    }

    public void Accepted(string bidder, string id, string lot, long amountMinor, long seq, ulong receipt)
    {
        var (what, name) = ($"ACCEPTED {id} to {bidder}", LotName.Of(lot, Sale));
        var written = promises.At(name.Sale, seq, $"{what} tells of");
        if (written.Fact is not LotFact.BidAccepted bid
            || bid.Bidder != bidder
            || bid.BidId != id
            || bid.AmountMinor != amountMinor
            || !IsOf(written, name))
        {
            throw promises.Broken("P2", $"{what} for {amountMinor} on {name} tells of event {seq}, which is {written.Fact}.");
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
    /// The last place of the journal when the bid was asked: what is said may be older than what is stored by now.
    /// </param>
    public void Refused(string bidder, string id, string lot, long amountMinor, RejectionCode code, long? priceMinor, long askedAt)
    {
        var name = LotName.Of(lot, Sale);
        var what = $"REFUSED {id} {(int)code} to {bidder} for {amountMinor} on {name}";
        // The newest run may be another than the one whose lot took it.
        var known = promises.BidsOf(name, bidder, id).ToArray();
        var newest =
            known.Length > 0 && known[^1].Stream == name.StreamIn(promises.Floor.RunsOf(name.Sale)[^1].Run) ? known[^1] : null;
        if (newest is { Fact: LotFact.BidAccepted bid } && bid.AmountMinor == amountMinor && IsFinal(code))
            throw promises.Broken("P2", $"{what}: it was accepted as event {newest.Event}.");
        if (code == RejectionCode.BidIdReused && known.Length == 0) throw promises.Broken("P2", $"{what}: no bid has that id.");
        if (newest is not null && IsFinal(code) && code != RejectionCode.BidIdReused)
        {
            throw promises.Broken("P2", $"{what}: its id is event {newest.Event}'s, which must be said.");
        }
        if (code is RejectionCode.Recovering or RejectionCode.NoSuchLot or RejectionCode.BidIdReused) return;
        // In one of the runs it must be as the refusal says: the bid may have been meant for a run that is over meanwhile.
        var lots = promises.Floor.RunsOf(name);
        if (priceMinor is { } price && !lots.Any(l => l.Descends ? l.PriceMinor <= price : l.PriceMinor >= price))
        {
            throw promises.Broken("P1", $"{what} tells a price of {price} that is not stored.");
        }
        var isRight = code switch
        {
            RejectionCode.Closed => lots.Any(l => l.IsClosed),
            RejectionCode.NotOpenYet =>
                lots.Any(l =>
                    !l.IsOpen || l.OpenPlace > askedAt || (l is RoundsBook rounds && WasBetweenRounds(name.Sale, rounds, askedAt))),
            RejectionCode.LeadsAlready => lots.Any(l => l.HasBidOf(bidder)),
            RejectionCode.TooLow =>
                lots.Any(l =>
                    l.PriceMinor >= amountMinor
                        || l.HasBidOf(bidder)
                        || (l is AscendingBook ascending && ascending.NextMinor > amountMinor)),
            RejectionCode.TooHigh => lots.Any(l =>
                l.Descends && (l.PriceMinor <= amountMinor || l.HasBidOf(bidder) || IsAStepShort(l, amountMinor))),
            RejectionCode.NotYourTurn => lots.Any(l => l is TurnsBook),
            RejectionCode.NoWithdrawal => lots.Any(l => l.Terms.Form is not SealedTerms { Withdraw: true }),
            RejectionCode.NothingToWithdraw => true,
            RejectionCode.AboveCeiling => lots.Any(l => amountMinor > l.Terms.CeilingMinor),
            RejectionCode.Passed => true,
            _ => false,
        };
        if (!isRight) throw promises.Broken("P1", $"{what}: nothing stored says so.");
    }

    private static bool IsAStepShort(LotBook lot, long amountMinor) =>
        lot is TenderBook && lot.PriceMinor - ((ReverseTerms)lot.Terms.Form).Decrements.At(lot.PriceMinor) < amountMinor;

    /// <summary>Whether it is the lot's word: one that is recovering says nothing of a bid's past.</summary>
    private static bool IsFinal(RejectionCode code) => code is not (RejectionCode.Recovering or RejectionCode.NoSuchLot);

    /// <summary>Unless the round has been running, with time left, ever since before the bid was asked.</summary>
    private bool WasBetweenRounds(string sale, RoundsBook lot, long askedAt) =>
        promises.Floor.Newest(sale) is not { Deadline: { } deadline } run
            || now() >= deadline
            || !lot.IsRunning
            || lot.RoundPlace > askedAt
            || run.DeadlinePlace > askedAt;

    public void Withdrawn(string bidder, string id, string lot, long seq)
    {
        var name = LotName.Of(lot, Sale);
        var written = promises.At(name.Sale, seq, $"WITHDRAWN {id} to {bidder} tells of");
        if (written.Fact is not LotFact.BidWithdrawn fact || fact.Bidder != bidder || fact.BidId != id || !IsOf(written, name))
            throw promises.Broken("P2", $"WITHDRAWN {id} to {bidder} on {name} tells of event {seq}, which is {written.Fact}.");
    }

    public void Listed(LotView view, long seq)
    {
        var book = BookOf(view, seq);
        var (price, units) = book.AsOf(seq);
        if (view.PriceMinor != price || view.Units != units)
        {
            throw promises.Broken("P1", $"a list of {Sale} as of event {seq} tells {view}; stored are {price} and {units} units.");
        }
    }

    public void Account(string bidder, int purchases, long spentMinor, long seq)
    {
        var (units, spent) = promises.Floor.BoughtBy(Sale, bidder, seq);
        if (units != purchases || spent != spentMinor)
        {
            throw promises.Broken(
                "P7",
                $"{bidder}'s account in {Sale} as of event {seq} is {purchases} units for {spentMinor}; awarded are {units} for {spent}.");
        }
    }

    /// <param name="notice">What is told.</param>
    /// <param name="isOld">It is told again, of long ago.</param>
    public void Told(Notice notice, bool isOld)
    {
        var name = LotName.Of(LotOf(notice) ?? "", Sale);
        // Of another sale than its own it is told only what concerns it alone, and its own sale's numbers stay as they are.
        if (name.Sale != Sale)
        {
            if (notice.To is null) throw promises.Broken("P1", $"told was {notice} to one who is in {Sale}.");
        }
        else if (!isOld) Hears(notice.Seq, notice.ToString());
        var written = promises.At(name.Sale, notice.Seq, notice.ToString());
        var isTrue = notice switch
        {
            Notice.UnitSold sold =>
                written.Fact is LotFact.UnitAwarded award
                    && award.Bidder == sold.Winner
                    && award.PriceMinor == sold.PriceMinor
                    && award.UnitsLeft == sold.UnitsLeft,
            Notice.UnitWon won =>
                written.Fact is LotFact.UnitAwarded award && award.Bidder == won.Bidder && award.PriceMinor == won.PriceMinor,
            Notice.BidPaid paid => IsPaid(written.Fact, paid.Bidder, paid.AmountMinor),
            Notice.PaymentDue due => IsPaid(written.Fact, due.Bidder, due.AmountMinor),
            Notice.LotClosed closed => written.Fact is LotFact.Closed fact && fact.Sold == closed.Sold && fact.Unsold == closed.Unsold,
            Notice.PriceChanged changed =>
                written.Fact is LotFact && promises.Lot(written.Stream).AsOf(notice.Seq).PriceMinor == changed.PriceMinor,
            Notice.Outbid outbid =>
                written.Fact is LotFact.BidAccepted bid
                    && bid.Leader != outbid.Bidder
                    && promises.Lot(written.Stream).HasBidOf(outbid.Bidder),
            Notice.RoundClosed closed => written.Fact is SaleFact.RoundClosed fact && fact.Round == closed.Round,
            Notice.RoundOpened opened => promises.RunAsOf(Sale, notice.Seq).Book.Round >= opened.Round,
            Notice.LotListed listed => BookOf(listed.View, notice.Seq).Terms.StartPriceMinor == listed.View.StartMinor,
            // Told again to who comes when it is over, as of then.
            Notice.SaleEnded => promises.RunAsOf(Sale, notice.Seq).Book.HasEnded,
            _ => true,
        };
        if (!isTrue || (name.Lot.Length > 0 && !IsOf(written, name)))
            throw promises.Broken("P1", $"told was {notice} to one who is in {Sale}; stored is {written.Fact} in {written.Stream}.");
    }

    private static bool IsPaid(object fact, string bidder, long minor) =>
        fact is FormFact { Payment: { } payment } && payment.Bidder == bidder && payment.AmountMinor == minor;

    /// <summary>A sale in a list of all sales.</summary>
    public void Listed(Answer.SaleListed line)
    {
        var run = promises.Floor.Newest(line.Sale);
        var isTrue = run is not null && run.Title == line.Title && (line.State switch
        {
            SaleViewState.Open => promises.Floor.RunsOf(line.Sale).Any(r => r.Book.IsOpen),
            SaleViewState.Ended => promises.Floor.RunsOf(line.Sale).Any(r => r.Book.HasEnded),
            _ => true,
        });
        if (!isTrue) throw promises.Broken("P1", $"told was {line}, and nothing stored says so.");
    }

    /// <summary>The lot that a notice names; null: it names none, or tells how one stands that it is not about.</summary>
    private static string? LotOf(Notice notice) => notice switch
    {
        Notice.UnitSold sold => sold.Lot,
        Notice.UnitWon won => won.Lot,
        Notice.BidPaid paid => paid.Lot,
        Notice.PaymentDue due => due.Lot,
        Notice.LotClosed closed => closed.Lot,
        Notice.PriceChanged changed => changed.Lot,
        Notice.Outbid outbid => outbid.Lot,
        _ => null,
    };

    private static bool IsOf(Written written, LotName name) =>
        StreamNames.TryLot(written.Stream, out var sale, out _, out var lot) && new LotName(sale, lot) == name;

    /// <summary>The lot of the sale that it is in, in the run that was the newest as of an event.</summary>
    private LotBook BookOf(LotView view, long seq)
    {
        var run = promises.RunAsOf(Sale, seq);
        return run.Book.Lots.TryGetValue(view.Lot, out var book) && book.Terms.Title == view.Title
            ? book
            : throw promises.Broken("P1", $"told was {view}, and run {run.Run} of {Sale} has no such lot.");
    }
}
