using AkkaAuction.Rules.Forms.Reverse;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;
using AkkaAuction.Rules.Tests.Lots;
using AkkaAuction.Rules.Tests.Storms;

namespace AkkaAuction.Rules.Tests.Forms.Reverse;

/// <summary>
/// Seeded storms of offers and clocks against a tender that keeps every offer in a list and works everything out anew, with a restart
/// before every command.
/// </summary>
public sealed class ReverseStormTests
{
    private static readonly string[] Bidders = ["ann", "bob", "cho", "buyer"];

    [Theory, Trait("Promise", "P5"), Trait("Promise", "P7")]
    [InlineData("flat", 1)]
    [InlineData("percent", 2)]
    [InlineData("table", 3)]
    [InlineData("soft", 6)]
    [InlineData("first", 4)]
    [InlineData("second", 5)]
    public void A_thousand_random_tenders_do_what_a_naive_one_does(string kind, int seed)
    {
        var random = new Random(seed);
        var (accepted, sold) = (0, 0);
        for (var run = 0; run < 1000; run++)
        {
            var terms = Terms(kind, random);
            var lot = new TestLot(terms);
            lot.Do(new LotCommand.Open());
            var naive = new NaiveTender(terms, lot.Now + TestLot.Length);
            for (var step = 0; step < 45; step++)
            {
                lot.Now += TimeSpan.FromSeconds(random.Next(40) == 0 ? 30 : random.Next(0, 3));
                var command = random.Next(12) switch
                {
                    0 => new LotCommand.ClockReached(),
                    1 when random.Next(20) == 0 => new LotCommand.Hammer(),
                    2 when random.Next(20) == 0 => (LotCommand)new LotCommand.Close(),
                    _ => new LotCommand.Bid(
                        Bidders[random.Next(Bidders.Length)], "r",
                        random.Next(3) == 0 ? random.Next(-2, 700) : naive.Next(lot.Now) + random.Next(-20, 4)),
                };
                Assert.Equal(
                    Lot.Decide(lot.State, command, lot.Now).Rejection, Lot.Decide(lot.Replayed(), command, lot.Now).Rejection);
                var told = Told(lot.Do(command));
                Assert.Equal(naive.Do(command, lot.Now), told);
                Assert.Equal(naive.Price, lot.State.PriceMinor);
                if (told.StartsWith("accepted", StringComparison.Ordinal)) accepted++;
                if (told.StartsWith("to", StringComparison.Ordinal)) sold++;
            }
        }
        Assert.True(accepted > 3000 && sold > 200, $"the storm was a breeze: {accepted} offers, {sold} sold");
    }

    private static string Told(Decision<LotFact> decision) => decision.IsRefused
        ? $"{(int)decision.Rejection.Code} next {decision.Rejection.NextMinor}"
        : string.Join(' ', decision.Facts.Select(fact => fact switch
        {
            LotFact.BidAccepted => "accepted",
            LotFact.DeadlineSet set => $"until {set.ClosesAt:O}",
            LotFact.UnitAwarded award => $"to {award.Bidder} at {award.PriceMinor}",
            LotFact.Closed closed => $"closed {closed.Sold}/{closed.Unsold}",
            _ => throw new InvalidOperationException($"unforeseen: {fact}"),
        }));

    private static LotTerms Terms(string kind, Random random)
    {
        var start = random.Next(1, 600);
        long? reserve = random.Next(2) == 0 ? random.Next(0, start + 1) : null;
        FormTerms form = kind switch
        {
            "flat" => new ReverseTerms(IncrementTable.Flat(random.Next(1, 30)), reserve),
            "percent" => new ReverseTerms(IncrementTable.Percent(random.Next(1, 30_00)), reserve),
            "table" => new ReverseTerms(new IncrementTable([new(100, 2), new(300, 7), new(long.MaxValue, 20)]), reserve),
            "soft" => new ReverseTerms(IncrementTable.Flat(random.Next(1, 30)), reserve, NaiveDeadline.Any(random)),
            "first" => new ReverseSealedTerms(TenderPrice.First),
            _ => new ReverseSealedTerms(TenderPrice.Second),
        };
        return new LotTerms("lot", "A lot", form, start, 1, Currency.Default, 650, TestLot.Length, "buyer");
    }

    private sealed class NaiveTender(LotTerms terms, DateTimeOffset scheduled)
    {
        private readonly NaiveDeadline _deadline = new((terms.Form as ReverseTerms)?.SoftClose, scheduled);
        private readonly List<(string Bidder, long Amount)> _offers = [];
        private long? _soldAt;
        private bool _isClosed;

        public long Price => _soldAt ?? (terms.Form is ReverseTerms && _offers.Count > 0 ? _offers[^1].Amount : terms.StartPriceMinor);

        public long Next(DateTimeOffset now) => terms.Form is ReverseTerms form && _offers.Count > 0 && now < _deadline.Until
            ? Price - Step(form.Decrements)
            : Price;

        public string Do(LotCommand command, DateTimeOffset now)
        {
            if (command is LotCommand.Bid bid) return Offer(bid.Bidder, bid.AmountMinor, now);
            if (_isClosed || (command is LotCommand.ClockReached && now < _deadline.Until)) return "";
            _isClosed = true;
            if (command is LotCommand.Close && now < _deadline.Until) return "closed 0/1";
            if (Winner() is not { } winner) return "closed 0/1";
            _soldAt = winner.Price;
            return $"to {winner.Bidder} at {winner.Price} closed 1/0";
        }

        private string Offer(string bidder, long amount, DateTimeOffset now)
        {
            if (_isClosed || now >= _deadline.Until) return "203 next ";
            if (bidder == "buyer") return "208 next ";
            var next = Next(now);
            var shown = next < 0 ? "" : $"{next}";
            if (amount > terms.CeilingMinor) return $"206 next {shown}";
            if (amount < 0) return $"205 next {shown}";
            if (amount > next) return $"214 next {shown}";
            var isLeaders = _offers.Count > 0 && _offers[^1].Bidder == bidder;
            _offers.Add((bidder, amount));
            return "accepted" + _deadline.After(isLeaders, changes: true, now);
        }

        private (string Bidder, long Price)? Winner()
        {
            if (_offers.Count == 0) return null;
            var (bidder, amount) = _offers.MinBy(offer => offer.Amount);
            if (terms.Form is ReverseTerms form) return amount <= (form.HiddenReserveMinor ?? amount) ? (bidder, amount) : null;
            if (terms.Form is ReverseSealedTerms { Pays: TenderPrice.First }) return (bidder, amount);
            var others = _offers.Where(offer => offer.Bidder != bidder).Select(offer => offer.Amount).Append(terms.StartPriceMinor);
            return (bidder, others.Min());
        }

        // In fractions, rounded up.
        private long Step(IncrementTable table) => Math.Max(
            table.Rows.First(row => Price < row.BelowMinor).StepMinor,
            (long)Math.Ceiling(Price * (decimal)table.PercentHundredths / 10_000m));
    }
}
