using System.Collections.Immutable;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules.Forms;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Bidder.Market;

/// <summary>A bid without an answer yet.</summary>
/// <param name="Round">The round it was made in; 0 for a lot with a deadline of its own.</param>
public sealed record PendingBid(string BidId, string Lot, long AmountMinor, int Round)
{
    /// <summary>Digits behind the point of the amount.</summary>
    public byte Digits { get; init; } = Currency.DigitsUnsaid;

    /// <summary>What is sent to the house.</summary>
    public Request.Bid Request => new(Lot, AmountMinor, BidId) { Digits = Digits };
}

/// <summary>A bidder's record of one lot. Amounts are minor units.</summary>
/// <param name="Bids">Number of accepted bids.</param>
/// <param name="BestMinor">The highest of them; the lowest where the lot descends.</param>
/// <param name="LiveMinor">The one that may still win; 0: none.</param>
/// <param name="Won">Units bought.</param>
/// <param name="Losses">When a bid of it lost: the round, or 0 where it was outbid on a lot with a deadline of its own.</param>
/// <param name="TakenSeq">The event of the newest of them; 0: none on this connection.</param>
public sealed record LotRecord(int Bids, long BestMinor, long LiveMinor, int Won, ImmutableList<int> Losses, long TakenSeq = 0)
{
    public static LotRecord None { get; } = new(0, 0, 0, 0, []);

    /// <summary>Whether the newest of them has lost, on a lot that may still be open.</summary>
    public bool IsOutbid { get; init; }

    /// <summary>The record of the same lot with what was done from another sale.</summary>
    public LotRecord With(LotRecord other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var isNewer = other.TakenSeq > TakenSeq;
        return this with
        {
            Bids = Bids + other.Bids,
            BestMinor = Math.Max(BestMinor, other.BestMinor),
            LiveMinor = isNewer ? other.LiveMinor : LiveMinor,
            IsOutbid = isNewer ? other.IsOutbid : IsOutbid,
            Losses = Losses.AddRange(other.Losses),
            TakenSeq = Math.Max(TakenSeq, other.TakenSeq),
        };
    }
}

/// <summary>
/// A bidder's state: the market, its wallet and the results of its bids. A pure fold over the house's lines and the bids sent; strategies
/// read it, and the bot's actor keeps it.
/// </summary>
public sealed record BidderState
{
    private ImmutableDictionary<string, StandingBids> _standing = ImmutableDictionary<string, StandingBids>.Empty;
    private ImmutableList<Purchase>? _account;
    private bool _mayHaveMissedRounds;

    public BidderState(string name, long budgetMinor)
    {
        Name = name;
        Wallet = new Wallet(budgetMinor);
    }

    public string Name { get; }

    /// <summary>Whether the name is from an earlier visit: what was bid then is not known.</summary>
    public bool IsBack { get; init; }

    public MarketView Market { get; private init; } = MarketView.Empty;

    public Wallet Wallet { get; private init; }

    /// <summary>Records by lot, for lots that the bidder has bid on.</summary>
    public ImmutableDictionary<string, LotRecord> Records { get; private init; } = ImmutableDictionary<string, LotRecord>.Empty;

    /// <summary>By bid id.</summary>
    public ImmutableDictionary<string, PendingBid> Pending { get; private init; } = ImmutableDictionary<string, PendingBid>.Empty;

    /// <summary>Whether the house is sending the account (between ACCOUNT and READY).</summary>
    public bool IsAccountBeingTold => _account is not null;

    /// <summary>After a JOIN: another market, other event numbers, another account. The budget stays.</summary>
    public BidderState InAnotherSale() =>
        new(Name, Currency.Default.Same(Wallet.BudgetMinor, Wallet.Currency))
        {
            Market = MarketView.BeingListed,
            IsBack = IsBack,
            _mayHaveMissedRounds = true,
        };

    /// <summary>After a JOIN of a sale that was left: its list and its account come next, as after a lost connection.</summary>
    public BidderState InSaleAgain() => this with
    {
        Market = Market.Rejoined(),
        Wallet = Wallet.Reconnected(),
        Pending = Pending.Clear(),
        _mayHaveMissedRounds = true,
        _account = null,
    };

    /// <summary>The same with a bidder's record of lots that it made from another sale.</summary>
    public BidderState With(IEnumerable<KeyValuePair<string, LotRecord>> records) => this with
    {
        Records = Records.SetItems(records.Select(other => KeyValuePair.Create(other.Key, RecordOf(other.Key).With(other.Value)))),
    };

    /// <summary>The same without records of these lots.</summary>
    public BidderState Without(IEnumerable<string> lots) => this with { Records = Records.RemoveRange(lots) };

    /// <summary>Whether it is known if the bidder has bid on a lot.</summary>
    public bool KnowsOwnBidsOn(string lot) => !IsBack || RecordOf(lot).Bids > 0 || Market.KnownFromStart.Contains(lot);

    /// <summary>Whether a bid on a lot may still win, or leads.</summary>
    public bool HasBidOn(LotView lot)
    {
        ArgumentNullException.ThrowIfNull(lot);
        return lot.State != LotViewState.Closed && (lot.Leader == Name || RecordOf(lot.Lot).LiveMinor > 0);
    }

    public LotRecord RecordOf(string lot) => Records.GetValueOrDefault(lot, LotRecord.None);

    public bool HasPendingOn(string lot) => Pending.Values.Any(bid => bid.Lot == lot);

    /// <summary>After a bid was sent: its amount is set aside until the answer.</summary>
    public BidderState Sent(PendingBid bid) => (this with { Pending = Pending.SetItem(bid.BidId, bid) }).Committed(bid.Lot);

    /// <summary>A bid that is not sent again: a round passed while its answer was lost.</summary>
    public BidderState Dropped(string bidId) =>
        Pending.TryGetValue(bidId, out var bid) ? Settled(bid) : this;

    /// <summary>After a line of the house.</summary>
    public BidderState Apply(FloorLine line)
    {
        var before = Market.Round;
        var listed = Market.IsBeingListed;
        var after = this with { Market = Market.Apply(line) };
        return line.Kind switch
        {
            FloorLineKind.Answer => after.Apply(line.Answer!, listEnds: listed),
            FloorLineKind.Notice => after.Apply(line.Notice!, before),
            _ => after,
        };
    }

    private BidderState Apply(Answer answer, bool listEnds) => answer switch
    {
        Answer.Accepted accepted => Taken(accepted),
        Answer.Withdrawn withdrawn => Ended(withdrawn.Lot, withdrawn.Seq),
        Answer.Refused refused when Pending.TryGetValue(refused.BidId, out var bid) => Settled(bid),
        // One for each currency.
        Answer.Account => this with { _account = _account ?? [] },
        Answer.Bought bought when _account is not null =>
            this with
            {
                _account = _account.Add(new Purchase(bought.Lot, bought.PriceMinor, bought.Seq, bought.IsSupply)
                {
                    Currency = Of(bought.Currency, bought.Digits),
                    IsPayment = bought.IsPayment,
                })
            },
        Answer.Ready ready when _account is not null => Restated(ready.Seq),
        Answer.Welcome => this with { _mayHaveMissedRounds = true, _account = null, Wallet = Wallet.Reconnected() },
        Answer.Ready when listEnds => AsListed(),
        _ => this,
    };

    private BidderState Apply(Notice notice, int roundBefore) => notice switch
    {
        // Reconnected in a later round: the account gives the results of the bids in between.
        Notice.RoundOpened opened when opened.Round != roundBefore =>
            EndOfRound(roundBefore, countLosses: !_mayHaveMissedRounds) with { _mayHaveMissedRounds = false },
        Notice.RoundOpened => this with { _mayHaveMissedRounds = false },
        Notice.UnitWon won => Bought(won),
        Notice.PaymentDue due => Paid(due),
        Notice.UnitSold sold when sold.Winner == Name => Awarded(sold),
        Notice.UnitSold sold => Committed(sold.Lot),
        Notice.LotListed listed => Committed(listed.View.Lot),
        // The house batches notices, and an answer may overtake them: a notice older than the newest bid does not apply to that bid.
        Notice.Outbid outbid when outbid.Seq >= RecordOf(outbid.Lot).TakenSeq => Lost(outbid.Lot, 0),
        Notice.Outbid outbid => With(outbid.Lot, StandingOn(outbid.Lot).EndedAt(outbid.Seq)),
        Notice.PriceChanged changed when LeadsInTheOpen(changed.Lot) && changed.Leader is not null && changed.Leader != Name
            && changed.Seq >= RecordOf(changed.Lot).TakenSeq => Lost(changed.Lot, 0),
        Notice.PriceChanged changed => Seen(changed.Lot, changed.Seq),
        Notice.LotClosed closed => Lost(closed.Lot, IsInRounds(closed.Lot) ? Market.Round : 0),
        Notice.SaleEnded => EndOfRound(Market.Round, countLosses: true),
        _ => this,
    };

    private BidderState Taken(Answer.Accepted accepted)
    {
        if (!Pending.TryGetValue(accepted.BidId, out var bid)) return this;
        var record = RecordOf(bid.Lot);
        var after = this with
        {
            Records = Records.SetItem(bid.Lot, record with
            {
                Bids = record.Bids + 1,
                BestMinor = BestOf(bid.Lot, record.BestMinor, accepted.AmountMinor),
                TakenSeq = Math.Max(record.TakenSeq, accepted.Seq),
            }),
        };
        // An award may overtake the answer.
        return (accepted.Seq <= Wallet.AwardedSeq(bid.Lot) ? after : after.Standing(bid.Lot, accepted)).Settled(bid);
    }

    private BidderState Standing(string lot, Answer.Accepted accepted)
    {
        var record = RecordOf(lot);
        return this with
        {
            Records = Records.SetItem(
                lot, record with { LiveMinor = BestOf(lot, record.LiveMinor, accepted.AmountMinor), IsOutbid = false }),
            _standing = _standing.SetItem(lot, StandingOn(lot).With(accepted.Seq, accepted.AmountMinor)),
        };
    }

    private BidderState Settled(PendingBid bid) => (this with { Pending = Pending.Remove(bid.BidId) }).Committed(bid.Lot);

    private StandingBids StandingOn(string lot) => _standing.GetValueOrDefault(lot, StandingBids.None);

    private BidderState With(string lot, StandingBids bids) =>
        (this with { _standing = bids.IsEmpty ? _standing.Remove(lot) : _standing.SetItem(lot, bids) }).Committed(lot);

    // Of one unit one bid wins, the highest at the most. Of several units a bid under way may win beside one that stands.
    private BidderState Committed(string lot)
    {
        var amounts = Pending.Values.Where(bid => bid.Lot == lot).Select(bid => bid.AmountMinor)
            .Concat(StandingOn(lot).AmountsMinor).ToList();
        var isOneUnit = Market.Lots.TryGetValue(lot, out var view) && view.Units == 1;
        var costMinor = Descends(lot) || amounts.Count == 0 ? 0 : isOneUnit ? amounts.Max() : Wallet.Sum(amounts);
        return this with { Wallet = Wallet.Commit(lot, costMinor, isReplaced: isOneUnit) };
    }

    private BidderState Seen(string lot, long seq) => _standing.TryGetValue(lot, out var bids) ? With(lot, bids.SeenAt(seq)) : this;

    private BidderState Awarded(Notice.UnitSold sold)
    {
        if (Descends(sold.Lot)) return Ended(sold.Lot, sold.Seq);
        var award = new Purchase(sold.Lot, sold.PriceMinor, sold.Seq) { Currency = CurrencyOf(sold.Lot) };
        return (this with { Wallet = Wallet.Await(award) }).Ended(sold.Lot, sold.Seq);
    }

    private BidderState Bought(Notice.UnitWon won)
    {
        var bought = new Purchase(won.Lot, won.PriceMinor, won.Seq, Descends(won.Lot)) { Currency = Of(won.Currency, won.Digits) };
        var record = RecordOf(won.Lot);
        var after = this with
        {
            Wallet = Wallet.Buy(bought),
            Records = Records.SetItem(won.Lot, record with { Won = record.Won + 1, IsOutbid = false }),
        };
        // The announcement of the award has ended its bid, and a newer one may stand.
        return Wallet.Awaits(bought) ? after : after.Ended(won.Lot, won.Seq);
    }

    private BidderState Paid(Notice.PaymentDue due)
    {
        var payment = new Purchase(due.Lot, due.AmountMinor, due.Seq) { Currency = Of(due.Currency, due.Digits), IsPayment = true };
        return (this with { Wallet = Wallet.Buy(payment) }).Ended(due.Lot, due.Seq);
    }

    // A bid that was taken after the event stands.
    private BidderState Ended(string lot, long seq)
    {
        var record = RecordOf(lot);
        var after = record.LiveMinor == 0 || record.TakenSeq > seq
            ? this
            : this with { Records = Records.SetItem(lot, record with { LiveMinor = 0 }) };
        return after.With(lot, StandingOn(lot).EndedAt(seq));
    }

    private Currency CurrencyOf(string lot) => Market.Lots.TryGetValue(lot, out var view) ? view.Currency : Wallet.Currency;

    private static Currency Of(string code, byte digits) =>
        code == Currency.Default.Code && digits == Currency.DigitsUnsaid ? Currency.Default : new Currency(code, digits);

    private BidderState Restated(long seq)
    {
        var wallet = Wallet.Restate(_account!, seq);
        var records = Records;
        var bought = wallet.Purchases.Where(unit => !unit.IsPayment).GroupBy(unit => unit.Lot)
            .ToDictionary(units => units.Key, units => units.Count());
        foreach (var lot in records.Keys.Union(bought.Keys))
            records = records.SetItem(lot, RecordOf(lot) with { Won = bought.GetValueOrDefault(lot) });
        return this with { Wallet = wallet, Records = records, _account = null };
    }

    // Reconnected: if the bidder no longer leads an ascending lot, another bid was higher meanwhile. The house may be a new one
    // that counts its events from 1 again.
    private BidderState AsListed()
    {
        var after = (Market.IsAnotherRun ? AnewInRun() : this).InCurrencyOfSale();
        foreach (var (lot, record) in after.Records)
        {
            // A lot of another sale is not in this list.
            if (!Market.Lots.TryGetValue(lot, out var view)) continue;
            after = (after with { Records = after.Records.SetItem(lot, record with { TakenSeq = 0 }) })
                .With(lot, StandingOn(lot).Renumbered());
            if (view.FollowsRounds) continue;
            // What it got of a lot that was closed meanwhile stands in the account, which comes next.
            var isOver = view.State == LotViewState.Closed;
            if (isOver || (LeadsInTheOpen(lot) && view.Leader != Name)) after = after.Lost(lot, 0);
        }
        return after;
    }

    // The lots of the run before have the same names.
    private BidderState AnewInRun() => this with { Records = Records.Clear(), _standing = _standing.Clear() };

    // A budget is in the currency that most lots have, unless something was bought or bid before that was known.
    private BidderState InCurrencyOfSale()
    {
        if (!Records.IsEmpty || !Wallet.Purchases.IsEmpty || Market.Lots.IsEmpty) return this;
        var most = Market.Lots.Values.GroupBy(lot => lot.Currency)
            .OrderByDescending(lots => lots.Count()).ThenBy(lots => lots.Key.Code, StringComparer.Ordinal).First().Key;
        return most == Wallet.Currency ? this : this with { Wallet = Wallet.In(most) };
    }

    /// <summary>The same with only the lots that the budget can be spent on.</summary>
    public BidderState WithinBudget() => this with { Market = Market.In(Wallet.Currency) };

    private BidderState Lost(string lot, int round)
    {
        var record = RecordOf(lot);
        if (record.LiveMinor == 0) return With(lot, StandingBids.None);
        var lost = record with { LiveMinor = 0, IsOutbid = true, Losses = record.Losses.Add(round) };
        return (this with { Records = Records.SetItem(lot, lost) }).With(lot, StandingBids.None);
    }

    // A bid of the former round that did not win has lost when the next round opens. WON lines come before that.
    private BidderState EndOfRound(int round, bool countLosses)
    {
        var after = this;
        foreach (var (lot, record) in Records)
        {
            if (record.LiveMinor == 0 || !IsInRounds(lot)) continue;
            after = countLosses
                ? after.Lost(lot, round)
                : (after with { Records = after.Records.SetItem(lot, record with { LiveMinor = 0 }) }).With(lot, StandingBids.None);
        }
        return after;
    }

    private bool IsInRounds(string lot) => Market.Lots.TryGetValue(lot, out var view) && view.FollowsRounds;

    // Of a form that only a newer house knows, the leader is taken at its word.
    private bool LeadsInTheOpen(string lot) =>
        Market.Lots.TryGetValue(lot, out var view) && (FormRegistry.Find(view.Form)?.LeadsInTheOpen ?? true);

    private bool Descends(string lot) => Market.Lots.TryGetValue(lot, out var view) && view.Descends;

    // 0 stands for no bid.
    private long BestOf(string lot, long knownMinor, long amountMinor) =>
        knownMinor > 0 && Descends(lot) ? Math.Min(knownMinor, amountMinor) : Math.Max(knownMinor, amountMinor);
}
