using AkkaAuction.Rules.Forms.Proxy;
using AkkaAuction.Rules.Forms.Rounds;
using AkkaAuction.Rules.Forms.Sealed;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Tests.Lots;

namespace AkkaAuction.Rules.Tests.Storms;

/// <summary>
/// A lot as plain as can be: a list of bids, and the words of the rule book. Written apart from the rules, so that they can disagree.
/// </summary>
internal abstract class NaiveLot(LotTerms terms)
{
    protected LotTerms Terms { get; } = terms;

    protected bool Open { get; private set; }

    protected bool Closed { get; private set; }

    protected List<(string Bidder, long Amount)> Bids { get; } = [];

    /// <summary>The id of each bidder's last bid that was accepted.</summary>
    protected Dictionary<string, string> Ids { get; } = [];

    public List<(string Bidder, long Price)> Awards { get; } = [];

    public int Units => Terms.Units - Awards.Count;

    public abstract long Price { get; }

    public virtual string? Leader => null;

    public static NaiveLot Of(LotTerms terms) => terms.Form switch
    {
        RoundsTerms => new NaiveRounds(terms),
        EnglishTerms form => new NaiveEnglish(terms, form),
        ProxyTerms form => new NaiveProxy(terms, form),
        _ => new NaiveSealed(terms),
    };

    /// <summary>What the lot answers, in the words of the storm.</summary>
    public string Do(LotCommand command, DateTimeOffset now)
    {
        if (command is LotCommand.Bid bid) return Bid(bid, now);
        if (command is LotCommand.Pass pass)
        {
            if (Closed) return "203 next ";
            return Open ? Pass(pass.Bidder, now) : $"202 next {Shown(Lowest(pass.Bidder))}";
        }
        if (command is LotCommand.Withdraw back)
        {
            var code = Closed ? "203"
                : !Open ? "202"
                : this is not NaiveRounds && Untimely(now) is { } late ? late
                : Back(back.Bidder, back.BidId);
            return code is null ? "withdrawn" : Refusal(code, back.Bidder);
        }
        if (Closed) return "";
        if (command is LotCommand.Open && !Open)
        {
            Open = true;
            Opened(now);
            return "";
        }
        return command switch
        {
            LotCommand.OpenRound round => OpenRound(round.Round, round.ClosesAt),
            LotCommand.EndRound round => EndRound(round.Round),
            LotCommand.ClockReached => Open && Overdue(now) ? Hammer() : "",
            LotCommand.Hammer => this is NaiveRounds ? "" : Open ? Hammer() : Close(),
            LotCommand.Close => Open && Overdue(now) ? Hammer() : Close(),
            _ => "",
        };
    }

    protected abstract long Lowest(string bidder);

    protected abstract string? Untimely(DateTimeOffset now);

    protected virtual bool HasPassed(string bidder) => false;

    protected virtual string Pass(string bidder, DateTimeOffset now) => Untimely(now) is { } code ? Refusal(code, bidder) : "";

    protected virtual void Opened(DateTimeOffset now) { }

    protected virtual string OpenRound(int round, DateTimeOffset closes) => "";

    protected virtual string EndRound(int round) => "";

    protected virtual bool Overdue(DateTimeOffset now) => false;

    protected virtual (string Bidder, long Price)? Winner => null;

    /// <summary>What others pay, each followed by a space.</summary>
    protected virtual string Dues => "";

    protected void OpenIt() => Open = true;

    protected string Award(string bidder, long price)
    {
        Awards.Add((bidder, price));
        return $"to {bidder} at {price}";
    }

    protected string Close()
    {
        Closed = true;
        return $"closed {Awards.Count}/{Units}";
    }

    protected string Refusal(string code, string bidder) => $"{code} next {(code is "203" or "208" ? null : Shown(Lowest(bidder)))}";

    private string Hammer() => Winner is { } winner ? $"{Award(winner.Bidder, winner.Price)} {Dues}{Close()}" : Close();

    private string Bid(LotCommand.Bid bid, DateTimeOffset now)
    {
        var code = Closed ? "203"
            : !Open ? "202"
            : Untimely(now) is { } untimely ? untimely
            : bid.Bidder == Terms.Seller ? "208"
            : bid.AmountMinor > Terms.CeilingMinor ? "206"
            : HasPassed(bid.Bidder) ? "210"
            : bid.AmountMinor < Lowest(bid.Bidder) ? "204"
            : null;
        if (code is not null) return Refusal(code, bid.Bidder);
        if (BuysAt(bid.AmountMinor) is { } buyNow)
        {
            Bought(bid.Bidder, bid.AmountMinor, buyNow);
            return $"accepted {Award(bid.Bidder, buyNow)} {Close()}";
        }
        var before = (Price, Leader);
        Ids[bid.Bidder] = bid.BidId;
        Take(bid.Bidder, bid.AmountMinor);
        return "accepted" + Extension(bid.Bidder == before.Leader, before != (Price, Leader), now);
    }

    protected virtual long? BuysAt(long amount) => null;

    protected virtual void Bought(string bidder, long amount, long price) => Bids.Add((bidder, amount));

    protected virtual string Extension(bool isLeaders, bool changes, DateTimeOffset now) => "";

    protected virtual void Take(string bidder, long amount) => Bids.Add((bidder, amount));

    /// <summary>Takes a bid back; the code of why not, or null.</summary>
    protected virtual string? Back(string bidder, string bidId) => "221";

    private long? Shown(long next) => next <= Terms.CeilingMinor ? next : null;

    private sealed class NaiveRounds(LotTerms terms) : NaiveLot(terms)
    {
        private readonly HashSet<string> _passed = [];
        private int _running;
        private int _ended;
        private DateTimeOffset _until;

        public override long Price => Awards.Count == 0 ? Terms.StartPriceMinor : Awards[^1].Price;

        protected override long Lowest(string bidder) =>
            Bids.Where(bid => bid.Bidder == bidder).Select(bid => bid.Amount).Append(Price).Max() + 1;

        protected override string? Untimely(DateTimeOffset now) => _running == 0 || now >= _until ? "202" : null;

        protected override bool HasPassed(string bidder) => _passed.Contains(bidder);

        protected override string Pass(string bidder, DateTimeOffset now)
        {
            if (Untimely(now) is { } code) return Refusal(code, bidder);
            return _passed.Add(bidder) ? "passed" : "";
        }

        protected override string OpenRound(int round, DateTimeOffset closes)
        {
            if (_running != 0 || round <= _ended) return "";
            OpenIt();
            (_running, _until) = (round, closes);
            return "";
        }

        protected override string EndRound(int round)
        {
            if (round <= _ended || round < _running) return "";
            OpenIt();
            var told = new List<string>();
            if (_running != 0)
            {
                if (Bids.Count > 0)
                {
                    var highest = Bids.Max(bid => bid.Amount);
                    var tied = Bids.Where(bid => bid.Amount == highest).Select(bid => bid.Bidder).ToList();
                    var winner = ((RoundsTerms)Terms.Form).Ties is TieBreak.Drawn drawn
                        ? tied.OrderBy(bidder => Draw.Of(drawn.Seed, _running, Terms.Id, bidder))
                            .ThenBy(bidder => bidder, StringComparer.Ordinal)
                            .First()
                        : tied[0];
                    told.Add(Award(winner, highest));
                }
                told.Add($"round {_running} had {Bids.Select(bid => bid.Bidder).Distinct().Count()}");
            }
            if (_running != round) told.Add($"round {round} had 0");
            (_running, _ended) = (0, round);
            Bids.Clear();
            _passed.Clear();
            if (Units == 0) told.Add(Close());
            return string.Join(' ', told);
        }
    }

    private abstract class NaiveTimed(LotTerms terms) : NaiveLot(terms)
    {
        private NaiveDeadline? _deadline;

        protected override void Opened(DateTimeOffset now) =>
            _deadline = new NaiveDeadline((Terms.Form as AscendingTerms)?.SoftClose, now + TestLot.Length);

        protected override bool Overdue(DateTimeOffset now) => now >= _deadline!.Until;

        protected override string Extension(bool isLeaders, bool changes, DateTimeOffset now) =>
            _deadline!.After(isLeaders, changes, now);

        protected override string? Untimely(DateTimeOffset now) => Overdue(now) ? "203" : null;

        /// <summary>Each bidder's highest, best first, of equal ones the earlier first.</summary>
        protected List<(string Bidder, long Amount)> Ranking => Bids
            .Select((bid, place) => (bid.Bidder, bid.Amount, place))
            .OrderByDescending(bid => bid.Amount).ThenBy(bid => bid.place)
            .DistinctBy(bid => bid.Bidder)
            .Select(bid => (bid.Bidder, bid.Amount))
            .ToList();
    }

    private sealed class NaiveSealed(LotTerms terms) : NaiveTimed(terms)
    {
        public override long Price => Awards.Count == 0 ? Terms.StartPriceMinor : Awards[0].Price;

        protected override long Lowest(string bidder) => Price;

        private SealedTerms Form => (SealedTerms)Terms.Form;

        // The id of the bid that counts, which a lower one that came later has not replaced.
        private readonly Dictionary<string, string> _counts = [];

        protected override void Take(string bidder, long amount)
        {
            var own = Bids.Where(bid => bid.Bidder == bidder).Select(bid => bid.Amount).DefaultIfEmpty(-1).Max();
            if (Form.Replace == Replacement.Last) Bids.RemoveAll(bid => bid.Bidder == bidder);
            if (Form.Replace == Replacement.Last || amount > own) _counts[bidder] = Ids[bidder];
            Bids.Add((bidder, amount));
        }

        protected override string? Back(string bidder, string bidId)
        {
            if (!Form.Withdraw) return "221";
            if (!_counts.TryGetValue(bidder, out var counts) || counts != bidId) return "222";
            _counts.Remove(bidder);
            Bids.RemoveAll(bid => bid.Bidder == bidder);
            return null;
        }

        protected override string Dues => Terms.Form is AllPayTerms
            ? string.Concat(Ranking.Skip(1).Select(bid => $"{bid.Bidder} pays {bid.Amount} "))
            : "";

        protected override (string Bidder, long Price)? Winner => Ranking switch
        {
            [] => null,
            [var best, ..] when Terms.Form is FirstPriceTerms or AllPayTerms => best,
            [var best, ..] when Terms.Form is KthPriceTerms kth =>
                (best.Bidder, Ranking.Skip(kth.K - 1).Select(bid => bid.Amount).FirstOrDefault(Terms.StartPriceMinor)),
            [var best] => (best.Bidder, Terms.StartPriceMinor),
            [var best, var second, ..] => (best.Bidder, second.Amount),
        };
    }

    private class NaiveProxy(LotTerms terms, AscendingTerms form) : NaiveTimed(terms)
    {
        private long _price = terms.StartPriceMinor;

        public override long Price => _price;

        public override string? Leader => Ranking is [var best, ..] ? best.Bidder : null;

        protected override (string Bidder, long Price)? Winner =>
            Leader is { } leader && Ranking[0].Amount >= (form.ReserveMinor ?? 0) ? (leader, _price) : null;

        protected override long Lowest(string bidder) =>
            Leader is null || form.LowestBid == LowestBid.StartPrice ? Terms.StartPriceMinor
            : bidder == Leader ? _price
            : _price + form.Increments.At(_price);

        protected override void Take(string bidder, long amount)
        {
            var leads = bidder == Leader;
            // Who may lower the own maximum does: the old one never was.
            if (leads && form.LowestBid == LowestBid.NextIncrement) Bids.RemoveAll(bid => bid.Bidder == bidder);
            var place = leads && form.LowestBid == LowestBid.NextIncrement ? 0 : Bids.Count;
            Bids.Insert(place, (bidder, amount));

            var ranking = Ranking;
            if (ranking.Count > 1 && !(leads && form.LeaderRaise == LeaderRaise.LeavesPrice))
                _price = Math.Max(_price, Math.Min(ranking[0].Amount, ranking[1].Amount + form.Increments.At(ranking[1].Amount)));
            if (form.ReserveMinor is { } reserve) _price = Math.Max(_price, Math.Min(ranking[0].Amount, reserve));
        }
    }

    private sealed class NaiveEnglish(LotTerms terms, EnglishTerms form) : NaiveProxy(terms, form)
    {
        private long? _paid;

        public override long Price => _paid ?? base.Price;

        protected override long Lowest(string bidder) => Math.Min(base.Lowest(bidder), BuyNow ?? long.MaxValue);

        protected override long? BuysAt(long amount) => BuyNow is { } price && amount >= price ? price : null;

        protected override void Bought(string bidder, long amount, long price)
        {
            Bids.Add((bidder, amount));
            _paid = price;
        }

        private long? BuyNow => form.BuyNowUntil == BuyNowUntil.End || Bids.Count == 0 ? form.BuyNowMinor : null;
    }
}
