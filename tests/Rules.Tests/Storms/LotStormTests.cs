using AkkaAuction.Rules.Forms.Proxy;
using AkkaAuction.Rules.Forms.Rounds;
using AkkaAuction.Rules.Forms.Sealed;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;
using AkkaAuction.Rules.Tests.Lots;

namespace AkkaAuction.Rules.Tests.Storms;

/// <summary>
/// Seeded storms of commands with clocks that jump, form by form, against models that keep every bid and work everything out anew, as
/// slowly and as plainly as the rule book says it. The rules must answer each command as the model does, and come to the same end.
/// </summary>
public sealed class LotStormTests
{
    private static readonly string[] Bidders = ["ann", "bob", "cho", "dan", "seller"];

    public static TheoryData<string, int> Storms
    {
        get
        {
            var data = new TheoryData<string, int>();
            string[] forms =
            [
                "rounds", "rounds drawn", "proxy", "proxy soft", "english", "proxy history", "proxy reserve", "first_price", "second_price",
                "kth_price", "all_pay", "first_price last", "second_price back", "kth_price last back", "all_pay back",
            ];
            foreach (var form in forms)
            {
                for (var seed = 1; seed <= 3; seed++) data.Add(form, seed);
            }
            return data;
        }
    }

    [Theory, MemberData(nameof(Storms))]
    public void A_lot_does_what_the_rule_book_says(string form, int seed)
    {
        var random = new Random(seed);
        var (accepted, awards) = (0, 0);
        for (var run = 0; run < 200; run++)
        {
            var terms = Terms(form, random);
            var lot = new TestLot(terms);
            var model = NaiveLot.Of(terms);
            for (var step = 0; step < 120; step++)
            {
                lot.Now += TimeSpan.FromSeconds(random.Next(100) switch { 0 => 3600, 1 => 60, 2 => 59.9999999, _ => random.Next(0, 3) });
                var command = Any(random, lot);
                var decision = lot.Do(command);
                var expected = model.Do(command, lot.Now);
                Assert.Equal(expected, Told(decision));
                Assert.Equal((model.Price, model.Leader, model.Units), (lot.State.PriceMinor, lot.State.Leader, lot.State.UnitsLeft));
                accepted += decision.Facts.OfType<LotFact.BidAccepted>().Count();
            }
            Assert.Equal(model.Awards, lot.Awards.Select(award => (award.Bidder, award.PriceMinor)));
            Assert.InRange(lot.Facts.OfType<LotFact.Closed>().Count(), 0, 1);
            Assert.Equal(lot.State, lot.Replayed());
            awards += model.Awards.Count;
        }
        Assert.True(accepted > 1000 && awards > 50, $"the storm was a breeze: {accepted} bids, {awards} awards");
    }

    private static LotTerms Terms(string form, Random random)
    {
        var start = random.Next(0, 3) * 50;
        var table = random.Next(2) == 0 ? IncrementTable.Flat(random.Next(1, 20)) : IncrementTable.EBay;
        FormTerms format = form switch
        {
            "rounds" => new RoundsTerms(new TieBreak.Earlier()),
            "rounds drawn" => new RoundsTerms(new TieBreak.Drawn(random.Next())),
            "proxy" => new ProxyTerms(table, null, LowestBid.NextIncrement, (LeaderRaise)random.Next(2)),
            "proxy soft" => new ProxyTerms(
                table, random.Next(3) == 0 ? start + random.Next(300) : null, LowestBid.NextIncrement, (LeaderRaise)random.Next(2),
                NaiveDeadline.Any(random)),
            "english" => English(table, start, random),
            "proxy history" => new ProxyTerms(table, null, LowestBid.StartPrice, LeaderRaise.LiftsCappedPrice),
            "proxy reserve" => new ProxyTerms(table, start + random.Next(300), LowestBid.NextIncrement, (LeaderRaise)random.Next(2)),
            "first_price" => new FirstPriceTerms(),
            "kth_price" => new KthPriceTerms(random.Next(1, 6)),
            "all_pay" => new AllPayTerms(),
            "first_price last" => new FirstPriceTerms { Replace = Replacement.Last },
            "second_price back" => new SecondPriceTerms { Withdraw = true },
            "kth_price last back" => new KthPriceTerms(random.Next(1, 6)) { Replace = Replacement.Last, Withdraw = true },
            "all_pay back" => new AllPayTerms { Withdraw = true },
            _ => new SecondPriceTerms(),
        };
        var seller = random.Next(2) == 0 ? "seller" : null;
        var rounds = format is RoundsTerms;
        return new LotTerms(
            "lot", "A lot", format, start, rounds ? random.Next(1, 5) : 1, Currency.Default, 600, rounds ? null : TestLot.Length, seller);
    }

    private static EnglishTerms English(IncrementTable table, int start, Random random)
    {
        long? reserve = random.Next(2) == 0 ? start + random.Next(200) : null;
        var buyNow = Math.Max(start + 1, reserve ?? 0) + random.Next(200);
        return new EnglishTerms(
            random.Next(3) == 0 ? IncrementTable.Percent(random.Next(1, 20_00)) : table, reserve, (ReserveIs)random.Next(2),
            random.Next(3) == 0 ? buyNow : null, (BuyNowUntil)random.Next(2), NaiveDeadline.Any(random));
    }

    private static LotCommand Any(Random random, TestLot lot)
    {
        var bidder = Bidders[random.Next(Bidders.Length)];
        var round = lot.State.Round + random.Next(-1, 3);
        return random.Next(24) switch
        {
            0 or 1 => new LotCommand.Open(),
            2 => new LotCommand.Pass(bidder),
            3 or 4 or 5 => new LotCommand.OpenRound(Math.Max(round, 1), lot.Now + TestLot.Length),
            6 => new LotCommand.EndRound(Math.Max(round, 1)),
            7 => new LotCommand.ClockReached(),
            8 => new LotCommand.Withdraw(bidder, $"id{random.Next(3)}"),
            9 when random.Next(30) == 0 => new LotCommand.Close(),
            10 when random.Next(30) == 0 => new LotCommand.Hammer(),
            _ => new LotCommand.Bid(
                bidder, $"id{random.Next(3)}", random.Next(3) == 0 ? random.Next(-5, 620) : lot.State.PriceMinor + random.Next(-5, 40)),
        };
    }

    private static string Told(Decision<LotFact> decision) => decision.IsRefused
        ? $"{(int)decision.Rejection.Code} next {decision.Rejection.NextMinor}"
        : string.Join(' ', decision.Facts.Where(fact => fact is not RoundOpened and not LotFact.Opened).Select(fact => fact switch
        {
            LotFact.BidAccepted => "accepted",
            LotFact.DeadlineSet set => $"until {set.ClosesAt:O}",
            LotFact.BidWithdrawn => "withdrawn",
            BidderPassed => "passed",
            LotFact.UnitAwarded award => $"to {award.Bidder} at {award.PriceMinor}",
            BidPaid paid => $"{paid.Bidder} pays {paid.AmountMinor}",
            RoundEnded ended => $"round {ended.Round} had {ended.Bids}",
            LotFact.Closed closed => $"closed {closed.Sold}/{closed.Unsold}",
            _ => throw new InvalidOperationException($"unforeseen: {fact}"),
        }));
}
