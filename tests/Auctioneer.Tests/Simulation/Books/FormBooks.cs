using AkkaAuction.Rules.Forms.Room;
using AkkaAuction.Rules.Forms.Rounds;
using AkkaAuction.Rules.Forms.Sealed;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Auctioneer.Tests.Simulation.Books;

/// <summary>A lot of the rounds: hidden bids above the price; each round the highest gets a unit.</summary>
internal sealed class RoundsBook(LotTerms terms, SaleBook sale) : LotBook(terms)
{
    private readonly List<LotFact.BidAccepted> _round = [];
    private readonly HashSet<string> _passed = new(StringComparer.Ordinal);
    private bool _isAwarded;

    public int Round { get; private set; }

    public int EndedRound { get; private set; }

    public int EndedBids { get; private set; }

    /// <summary>The place in the journal at which its round opened.</summary>
    public long RoundPlace { get; private set; }

    public bool IsRunning => Round > EndedRound;

    protected override void OnBid(Written written, LotFact.BidAccepted bid)
    {
        if (!IsRunning) throw Broken("P5", written, "between two rounds");
        if (_passed.Contains(bid.Bidder)) throw Broken("P7", written, "of one who has passed");
        if (bid.AmountMinor <= PriceMinor) throw Broken("P7", written, $"not above the price {PriceMinor}");
        if (_round.Exists(b => b.Bidder == bid.Bidder && b.AmountMinor >= bid.AmountMinor))
        {
            throw Broken("P7", written, "not above the bidder's own");
        }
        if (bid.PriceMinor != PriceMinor || bid.Leader is not null) throw Broken("P7", written, "and it shows");
        _round.Add(bid);
    }

    protected override Due? Due()
    {
        if (_round.Count == 0 || _isAwarded) return null;
        var best = _round.Max(b => b.AmountMinor);
        var equals = _round.Where(b => b.AmountMinor == best).ToArray();
        var winner = equals[0].Bidder;
        if (((RoundsTerms)Terms.Form).Ties is TieBreak.Drawn drawn)
            winner = equals.MinBy(b => (Draw.Of(drawn.Seed, Round, Terms.Id, b.Bidder), b.Bidder))!.Bidder;
        return new Due(winner, best, equals.Length > 1);
    }

    protected override void MayAward(Written written, LotFact.UnitAwarded award)
    {
        if (!IsRunning || award.Round != Round || sale.EndingRound != Round)
        {
            throw Broken("P5", written, $"while the sale ends round {sale.EndingRound}, and the lot is in round {Round}");
        }
    }

    protected override void OnAward(LotFact.UnitAwarded award) => _isAwarded = true;

    protected override bool HasMoved(Written written, LotFact.DeadlineSet moved)
    {
        if (!IsRunning || moved.ClosesAt <= Deadline || !sale.Runs(Round, moved.ClosesAt))
        {
            throw Broken("P5", written, $"in round {Round}, which the sale did not extend so");
        }
        Deadline = moved.ClosesAt;
        return true;
    }

    protected override void MayClose(Written written)
    {
        if (UnitsLeft > 0 && !sale.AreRoundsOver) throw Broken("P5", written, "with units left and rounds to come");
    }

    protected override void OnOther(Written written, LotFact fact)
    {
        switch (fact)
        {
            case RoundOpened opened:
                if (IsRunning || opened.Round <= EndedRound || !sale.Runs(opened.Round, opened.ClosesAt))
                {
                    throw Broken("P5", written, $"after round {Round}, while the sale is in round {sale.Round}");
                }
                (Round, RoundPlace) = (opened.Round, written.Place);
                Deadline = opened.ClosesAt;
                break;
            case BidderPassed passed:
                if (!IsRunning || passed.Round != Round || !_passed.Add(passed.Bidder))
                {
                    throw Broken("P2", written, "a second time, or in no round");
                }
                break;
            case RoundEnded ended:
                if (ended.Round <= EndedRound || ended.Round < Round || ended.Round > sale.EndingRound)
                {
                    throw Broken("P5", written, $"while the sale ends round {sale.EndingRound}");
                }
                if (Due() is { } due) throw Broken("P7", written, $"without {due.Winner}, who has won");
                if (ended.Bids != _round.DistinctBy(b => b.Bidder).Count()) throw Broken("P7", written, $"with {_round.Count} bids");
                (Round, EndedRound, EndedBids, Deadline) = (ended.Round, ended.Round, ended.Bids, null);
                _round.Clear();
                _passed.Clear();
                _isAwarded = false;
                break;
        }
    }
}

/// <summary>A lot of the room: each bid is the price and starts the deadline again.</summary>
internal sealed class RoomBook(LotTerms terms) : LotBook(terms)
{
    private bool _awaitsDeadline;

    protected override void OnBid(Written written, LotFact.BidAccepted bid)
    {
        if (bid.AmountMinor <= PriceMinor) throw Broken("P7", written, $"not above the price {PriceMinor}");
        if (bid.Bidder == Leader) throw Broken("P7", written, "of the leader");
        if (bid.PriceMinor != bid.AmountMinor || bid.Leader != bid.Bidder) throw Broken("P7", written, "and it does not lead");
        (PriceMinor, Leader, _awaitsDeadline) = (bid.AmountMinor, bid.Bidder, true);
    }

    protected override bool HasMoved(Written written, LotFact.DeadlineSet moved)
    {
        if (!_awaitsDeadline) return false;
        if (moved.ClosesAt != written.At + ((RoomTerms)Terms.Form).Deadline) throw Broken("P5", written, "and the deadline is another one");
        _awaitsDeadline = false;
        Deadline = moved.ClosesAt;
        return true;
    }

    protected override Due? Due() => Leader is null ? null : new Due(Leader, PriceMinor, false);

    protected override void MayAward(Written written, LotFact.UnitAwarded award) => MustBeDue(written);

    protected override void OnAward(LotFact.UnitAwarded award) => (Leader, Deadline) = (null, null);

    protected override void MayClose(Written written)
    {
        if (UnitsLeft > 0 && !IsCloseOrdered) throw Broken("P5", written, "with units left");
    }
}

/// <summary>
/// A lot with sealed bids: the highest wins, and pays it or the next bidder's. In the
/// sealed house it has no deadline, and waits for the seats.
/// </summary>
internal sealed class SealedBook(LotTerms terms, SeatsBook? seats) : LotBook(terms)
{
    protected override void OnBid(Written written, LotFact.BidAccepted bid)
    {
        if (bid.AmountMinor < Terms.StartPriceMinor) throw Broken("P7", written, "below the lowest price");
        if (bid.PriceMinor != PriceMinor || bid.Leader is not null) throw Broken("P7", written, "and it shows");
        seats?.LotHas(written, bid);
    }

    protected override void OnOther(Written written, LotFact fact)
    {
        if (fact is not FormFact { Payment: { } payment } || Owed is not [var next, ..] || next != (payment.Bidder, payment.AmountMinor))
            throw Broken("P7", written, "and nobody owes that");
        _paid.Add(payment.Bidder);
    }

    protected override void OnWithdrawn(Written written, LotFact.BidWithdrawn withdrawn)
    {
        if (Terms.Form is not SealedTerms { Withdraw: true }) throw Broken("P7", written, "where every bid stands");
        if (!Counting.Any(b => b.Bidder == withdrawn.Bidder && b.BidId == withdrawn.BidId))
            throw Broken("P2", written, "and no such bid counts");
        _backUpTo[withdrawn.Bidder] = Bids.Count;
    }

    // How many of the lot's bids there were when a bidder took its own back.
    private readonly Dictionary<string, int> _backUpTo = new(StringComparer.Ordinal);

    /// <summary>The bid of each bidder that counts, best first, of equal ones the earlier first.</summary>
    private IEnumerable<LotFact.BidAccepted> Counting => Bids
        .Where((bid, place) => place >= _backUpTo.GetValueOrDefault(bid.Bidder))
        .GroupBy(bid => bid.Bidder)
        .Select(own => Terms.Form is SealedTerms { Replace: Replacement.Last } ? own.Last() : own.MaxBy(bid => bid.AmountMinor)!)
        .OrderByDescending(bid => bid.AmountMinor).ThenBy(bid => bid.Order);

    private readonly HashSet<string> _paid = new(StringComparer.Ordinal);

    // What bidders that have not won still owe, best bid first.
    private (string Bidder, long Minor)[] Owed => !Terms.Form.Module.LosersPay || Awards.Count == 0 ? [] :
    [
        .. Counting.Where(b => b.Bidder != Awards[0].Bidder && !_paid.Contains(b.Bidder)).Select(b => (b.Bidder, b.AmountMinor)),
    ];

    protected override Due? Due()
    {
        var ranking = Counting.ToArray();
        if (ranking.Length == 0 || Awards.Count > 0) return null;
        var (best, winner) = (ranking[0].AmountMinor, ranking[0].Bidder);
        var others = ranking.Skip(1).Select(b => (long?)b.AmountMinor).FirstOrDefault();
        var pays = Terms.Form switch
        {
            SecondPriceTerms => Math.Max(Terms.StartPriceMinor, others ?? 0),
            KthPriceTerms kth => ranking.Skip(kth.K - 1).Select(b => b.AmountMinor).FirstOrDefault(Terms.StartPriceMinor),
            _ => best,
        };
        return new Due(winner, pays, others == best);
    }

    protected override void MayAward(Written written, LotFact.UnitAwarded award) => MayClose(written);

    protected override void MayClose(Written written)
    {
        if (Owed.Length > 0) throw Broken("P7", written, $"though {Owed[0].Bidder} has not paid");
        if (seats is null) MustBeDue(written);
        else if (!seats.IsBiddingOver) throw Broken("P5", written, "before the bidding was over");
    }
}
