using AkkaAuction.Rules.Forms.Proxy;
using AkkaAuction.Rules.Forms.Reverse;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Auctioneer.Tests.Simulation.Books;

/// <summary>
/// A lot with open bids, whose deadline late bids may move: an extension follows its bid, and nothing comes between them.
/// </summary>
internal abstract class OpenBook(LotTerms terms, SoftClose? soft) : LotBook(terms)
{
    private DateTimeOffset? _owed;
    private TimeSpan _extended;
    private int _times;

    /// <summary>How often late bids have moved the deadline.</summary>
    public int Extensions => _times;

    protected override void OnBid(Written written, LotFact.BidAccepted bid)
    {
        MustOweNothing(written);
        var (leader, price) = (Leader, PriceMinor);
        OnOpenBid(written, bid);
        if (soft is null || bid.Bidder == leader || (Leader, PriceMinor) == (leader, price) || Due() is { IsOver: true }) return;
        if (Deadline is not { } deadline || written.At < deadline - soft.Window || _times == soft.Times) return;
        var by = soft.By ?? soft.Window;
        var end = soft.Mode == Extend.Add ? deadline + by : written.At + by;
        if (soft.Most is { } most && end - deadline > most - _extended) end = deadline + (most - _extended);
        if (end > deadline) _owed = end;
    }

    protected override bool HasMoved(Written written, LotFact.DeadlineSet moved)
    {
        if (_owed is not { } end) return false;
        if (moved.ClosesAt != end || moved.At != written.At)
            throw Broken("P5", written, $"and the bid before it extends the lot to {end:O}");
        (_extended, _times, Deadline, _owed) = (_extended + (end - Deadline!.Value), _times + 1, end, null);
        return true;
    }

    protected override void MayAward(Written written, LotFact.UnitAwarded award) => MayClose(written);

    protected override void MayClose(Written written)
    {
        MustOweNothing(written);
        if (Due() is not { IsOver: true } && Awards.Count == 0) MustBeDue(written);
    }

    /// <summary>What a bid does to the price and the lead.</summary>
    protected abstract void OnOpenBid(Written written, LotFact.BidAccepted bid);

    private void MustOweNothing(Written written)
    {
        if (_owed is { } end) throw Broken("P5", written, $"and the bid before it extends the lot to {end:O}");
    }
}

/// <summary>A proxy or an English lot: each bid is its bidder's hidden maximum, and one may get the lot at once.</summary>
internal sealed class AscendingBook(LotTerms terms) : OpenBook(terms, ((AscendingTerms)terms.Form).SoftClose)
{
    // The maximum that counts for each bidder, and the place of the bid that set it.
    private readonly Dictionary<string, (long MaxMinor, long Order)> _max = new(StringComparer.Ordinal);
    private bool _isBought;

    private AscendingTerms Form => (AscendingTerms)Terms.Form;

    private long? BuyNow => Form is EnglishTerms english && (Leader is null || english.BuyNowUntil == BuyNowUntil.End)
        ? english.BuyNowMinor
        : null;

    /// <summary>The lowest bid of somebody who does not lead.</summary>
    public long NextMinor => Math.Min(
        BuyNow ?? long.MaxValue, Leader is null ? Terms.StartPriceMinor : PriceMinor + Form.Increments.At(PriceMinor));

    protected override void OnOpenBid(Written written, LotFact.BidAccepted bid)
    {
        if (_isBought) throw Broken("P5", written, "behind the one that bought it");
        var isLeaders = bid.Bidder == Leader;
        var lowest = isLeaders ? PriceMinor : NextMinor;
        if (bid.AmountMinor < lowest) throw Broken("P7", written, $"below {lowest}");
        if (BuyNow is { } buyNow && bid.AmountMinor >= buyNow)
        {
            if (bid.Leader != bid.Bidder || bid.PriceMinor != buyNow) throw Broken("P7", written, $"which buys it for {buyNow}");
            _max[bid.Bidder] = (bid.AmountMinor, bid.Order);
            (Leader, PriceMinor, _isBought) = (bid.Bidder, buyNow, true);
            return;
        }
        _max[bid.Bidder] = (bid.AmountMinor, bid.Order);
        var highest = _max.Values.Max(m => m.MaxMinor);
        var leader = Leader is { } leads && _max[leads].MaxMinor == highest
            ? leads
            : _max.Where(m => m.Value.MaxMinor == highest).MinBy(m => m.Value.Order).Key;
        if (bid.Leader != leader) throw Broken("P6", written, $"and {leader} leads");
        var others = _max.Where(m => m.Key != leader).Select(m => (long?)m.Value.MaxMinor).Max();
        var price = PriceMinor;
        if (others is { } second && (!isLeaders || Form.LeaderRaise == LeaderRaise.LiftsCappedPrice))
            price = Math.Max(price, Math.Min(highest, second + Form.Increments.At(second)));
        if (Form.ReserveMinor is { } reserve) price = Math.Max(price, Math.Min(highest, reserve));
        if (bid.PriceMinor != price) throw Broken("P7", written, $"and the price is {price}");
        (Leader, PriceMinor) = (leader, price);
    }

    protected override Due? Due() =>
        Leader is null || PriceMinor < Form.ReserveMinor
            ? null
            : new Due(Leader, PriceMinor, _max.Values.Count(m => m.MaxMinor == _max[Leader].MaxMinor) > 1, _isBought);
}

/// <summary>An open tender: each offer is a step below the last.</summary>
internal sealed class TenderBook(LotTerms terms) : OpenBook(terms, ((ReverseTerms)terms.Form).SoftClose)
{
    private ReverseTerms Form => (ReverseTerms)Terms.Form;

    protected override void OnOpenBid(Written written, LotFact.BidAccepted bid)
    {
        var highest = Leader is null ? Terms.StartPriceMinor : PriceMinor - Form.Decrements.At(PriceMinor);
        if (bid.AmountMinor > highest) throw Broken("P7", written, $"above {highest}");
        if (bid.PriceMinor != bid.AmountMinor || bid.Leader != bid.Bidder) throw Broken("P7", written, "and it is not the price");
        (Leader, PriceMinor) = (bid.Bidder, bid.AmountMinor);
    }

    protected override Due? Due() =>
        Leader is null || PriceMinor > Form.HiddenReserveMinor ? null : new Due(Leader, PriceMinor, false);
}

/// <summary>A sealed tender: the lowest offer wins, at itself or at the lowest of anybody else.</summary>
internal sealed class SealedTenderBook(LotTerms terms) : LotBook(terms)
{
    protected override void OnBid(Written written, LotFact.BidAccepted bid)
    {
        if (bid.AmountMinor > Terms.StartPriceMinor) throw Broken("P7", written, "above the highest price");
        if (bid.PriceMinor != PriceMinor || bid.Leader is not null) throw Broken("P7", written, "and it shows");
    }

    protected override Due? Due()
    {
        if (Bids.Count == 0 || Awards.Count > 0) return null;
        var best = Bids.Min(b => b.AmountMinor);
        var winner = Bids.First(b => b.AmountMinor == best).Bidder;
        var others = Bids.Where(b => b.Bidder != winner).Select(b => (long?)b.AmountMinor).Min();
        var pays = ((ReverseSealedTerms)Terms.Form).Pays == TenderPrice.First ? best : others ?? Terms.StartPriceMinor;
        return new Due(winner, pays, others == best);
    }

    protected override void MayAward(Written written, LotFact.UnitAwarded award) => MustBeDue(written);

    protected override void MayClose(Written written) => MustBeDue(written);
}
