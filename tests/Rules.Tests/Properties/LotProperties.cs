using AkkaAuction.Rules.Forms.Proxy;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Tests.Lots;

namespace AkkaAuction.Rules.Tests.Properties;

/// <summary>What holds for every lot of a form, whatever is done with it and whenever.</summary>
public sealed class LotProperties
{
    private static readonly string[] Names =
    [
        "rounds", "rounds drawn", "proxy", "proxy history", "proxy reserve", "proxy soft", "english", "first_price", "second_price",
        "kth_price", "all_pay", "second_price last back",
        "reverse", "reverse reserve", "reverse soft", "reverse_sealed first", "reverse_sealed second",
    ];

    public static TheoryData<string> Forms => [.. Names];

    /// <summary>With the form whose deadlines are those of turns: it goes on behind them, and awards when the last has spoken.</summary>
    public static TheoryData<string> FormsAndTurns => [.. Names, "turns", "turns at most"];

    [Theory, MemberData(nameof(FormsAndTurns)), Trait("Promise", "P7")]
    public void A_price_never_falls_or_never_rises_no_unit_is_sold_twice_and_a_lot_has_one_result(string form) =>
        Always.Holds(Script.Any, script => script.Smaller(), script =>
        {
            var lot = new TestLot(script.Terms(form)).Opened();
            var price = lot.State.PriceMinor;
            foreach (var step in script.Steps)
            {
                lot.Now += TimeSpan.FromMilliseconds(step.WaitMs);
                lot.Do(step.Command(lot));
                if (lot.State.Terms.Form.Module.Descends) Assert.True(lot.State.PriceMinor <= price, "the price rose");
                else Assert.True(lot.State.PriceMinor >= price, "the price fell");
                price = lot.State.PriceMinor;
            }
            Assert.True(lot.Awards.Count() <= lot.State.Terms.Units, "more units awarded than there were");
            Assert.Equal(lot.State.Terms.Units, lot.State.UnitsLeft + lot.Awards.Count());
            var closed = lot.Facts.OfType<LotFact.Closed>().ToList();
            Assert.Equal(lot.State.Phase == LotPhase.Closed ? 1 : 0, closed.Count);
            Assert.All(closed, result => Assert.Equal((lot.Awards.Count(), lot.State.UnitsLeft), (result.Sold, result.Unsold)));
            Assert.True(lot.State.UnitsLeft > 0 || lot.State.Phase == LotPhase.Closed, "sold out and still open");
        });

    [Theory, MemberData(nameof(FormsAndTurns)), Trait("Promise", "P7")]
    public void Whoever_wins_has_bid_and_pays_no_more_or_gets_no_less_than_its_own_best_bid(string form) =>
        Always.Holds(Script.Any, script => script.Smaller(), script =>
        {
            var lot = Run(script, form);
            foreach (var award in lot.Awards)
            {
                var bids = lot.Facts.OfType<LotFact.BidAccepted>().Where(bid => bid.Bidder == award.Bidder);
                var start = lot.State.Terms.StartPriceMinor;
                if (lot.State.Terms.Form.Module.Descends)
                {
                    Assert.True(bids.Any(bid => bid.AmountMinor <= award.PriceMinor), $"{award} without such an offer");
                    Assert.True(award.PriceMinor <= start, $"{award} above the start price");
                    continue;
                }
                Assert.True(bids.Any(bid => bid.AmountMinor >= award.PriceMinor), $"{award} without such a bid");
                Assert.True(award.PriceMinor >= start, $"{award} below the start price");
            }
        });

    [Theory, MemberData(nameof(FormsAndTurns)), Trait("Promise", "P4")]
    public void Replaying_its_facts_gives_the_live_state_from_wherever_it_restarts(string form) =>
        Always.Holds(Script.Any, script => script.Smaller(), script =>
        {
            var lot = new TestLot(script.Terms(form)).Opened();
            var replayed = LotState.Initial(lot.State.Terms);
            var seen = 0;
            foreach (var step in script.Steps)
            {
                lot.Now += TimeSpan.FromMilliseconds(step.WaitMs);
                // A restart just before each command: what the restarted lot would decide is what the live one decides.
                for (; seen < lot.Facts.Count; seen++) replayed = Lot.Evolve(replayed, lot.Facts[seen]);
                var command = step.Command(lot);
                var restarted = Lot.Decide(replayed, command, lot.Now);
                var live = lot.Do(command);
                Assert.Equal((live.Rejection, string.Join(' ', live.Facts)), (restarted.Rejection, string.Join(' ', restarted.Facts)));
            }
            Assert.Equal(lot.State, lot.Replayed());
        });

    [Theory, MemberData(nameof(Forms)), Trait("Promise", "P5")]
    public void No_bid_is_taken_from_the_deadline_on_and_nothing_is_awarded_before_it(string form) =>
        Always.Holds(Script.Any, script => script.Smaller(), script =>
        {
            var lot = new TestLot(script.Terms(form)).Opened();
            foreach (var step in script.Steps)
            {
                lot.Now += TimeSpan.FromMilliseconds(step.WaitMs);
                var (deadline, phase) = (lot.State.ClosesAt ?? lot.State.RoundClosesAt, lot.State.Phase);
                var command = step.Command(lot);
                var buys = lot.State is EnglishState { BuyNowMinor: { } price }
                    && command is LotCommand.Bid bid && bid.AmountMinor >= price;
                var decision = lot.Do(command);
                if (command is LotCommand.Bid && !decision.IsRefused)
                    Assert.True(phase == LotPhase.Open && lot.Now < deadline, "a bid was taken too late");
                if (lot.State.ClosesAt is not null && !buys && decision.Facts.OfType<LotFact.UnitAwarded>().Any())
                    Assert.True(lot.Now >= deadline, "awarded too early");
                if (command is LotCommand.ClockReached && lot.Now < deadline) Assert.True(decision.Facts.IsEmpty, "closed too early");
            }
        });

    [Theory, Trait("Promise", "P7"), Trait("Requirement", "R3.5")]
    [InlineData("first_price")]
    [InlineData("second_price")]
    public void Sealed_bids_go_to_the_highest_who_pays_its_bid_or_the_highest_of_anybody_else(string form) =>
        Always.Holds(Script.Any, script => script.Smaller(), script =>
        {
            var lot = new TestLot(script.Terms(form)).Opened();
            foreach (var step in script.Steps) lot.Bid(step.Name, step.AmountMinor);
            lot.Over();
            var start = lot.State.Terms.StartPriceMinor;
            var bids = script.Steps.Where(step => step.AmountMinor >= start).ToList();
            if (bids.Count == 0)
            {
                Assert.Empty(lot.Awards);
                return;
            }
            var best = bids.MaxBy(bid => bid.AmountMinor)!; // the first of equal ones
            var others = bids.Where(bid => bid.Bidder != best.Bidder).Select(bid => (long)bid.AmountMinor).Append(start).Max();
            var award = lot.Awards.Single();
            Assert.Equal((best.Name, form == "first_price" ? best.AmountMinor : others), (award.Bidder, award.PriceMinor));
        });

    [Fact, Trait("Promise", "P7")]
    public void In_an_all_pay_lot_the_highest_wins_and_everybody_pays_its_own_highest_bid() =>
        Always.Holds(Script.Any, script => script.Smaller(), script =>
        {
            var lot = new TestLot(script.Terms("all_pay")).Opened();
            foreach (var step in script.Steps) lot.Bid(step.Name, step.AmountMinor);
            lot.Over();
            var bids = script.Steps.Where(step => step.AmountMinor >= lot.State.Terms.StartPriceMinor).ToList();
            var own = bids.GroupBy(bid => bid.Name).Select(all => (all.Key, (long)all.Max(bid => bid.AmountMinor))).Order();
            var paid = lot.Awards.Select(award => (award.Bidder, award.PriceMinor))
                .Concat(lot.Facts.OfType<FormFact>().Select(fact => (fact.Payment!.Value.Bidder, fact.Payment!.Value.AmountMinor)));
            Assert.Equal(own, paid.Order());
            // The first of equal ones.
            Assert.Equal(bids.MaxBy(bid => bid.AmountMinor)?.Name, lot.Awards.SingleOrDefault()?.Bidder);
        });

    [Theory, Trait("Promise", "P6")]
    [InlineData("rounds")]
    [InlineData("rounds drawn")]
    [InlineData("proxy history")]
    [InlineData("first_price")]
    [InlineData("second_price")]
    [InlineData("kth_price")]
    [InlineData("all_pay")]
    [InlineData("reverse_sealed first")]
    [InlineData("reverse_sealed second")]
    public void The_order_in_which_unequal_bids_of_different_bidders_arrive_changes_nothing(string form) =>
        Always.Holds(Script.Any, script => script.Smaller(), script =>
        {
            var bids = script.Steps.DistinctBy(step => step.AmountMinor).DistinctBy(step => step.Bidder).ToArray();
            Assert.Equal(Outcome(script, form, bids), Outcome(script, form, Shuffled(bids, script.Shape[4])));
        });

    [Fact, Trait("Promise", "P6"), Trait("Requirement", "R1.4")]
    public void A_drawn_lot_goes_to_the_same_bidder_in_whatever_order_even_equal_bids_arrive() =>
        Always.Holds(Script.Any, script => script.Smaller(), script =>
        {
            var bids = script.Steps
                .DistinctBy(step => step.Bidder)
                .Select(step => step with { AmountMinor = 150 + step.AmountMinor % 2 })
                .ToArray();
            Assert.Equal(Outcome(script, "rounds drawn", bids), Outcome(script, "rounds drawn", Shuffled(bids, script.Shape[3])));
        });

    [Fact, Trait("Promise", "P7")]
    public void A_proxy_price_is_what_the_two_best_maximums_make_it() =>
        Always.Holds(Script.Any, script => script.Smaller(), script =>
        {
            var lot = new TestLot(script.Terms("proxy history")).Opened();
            foreach (var step in script.Steps) lot.Bid(step.Name, step.AmountMinor);
            var start = lot.State.Terms.StartPriceMinor;
            var best = script.Steps.Where(step => step.AmountMinor >= start)
                .GroupBy(step => step.Bidder).Select(own => (long)own.Max(step => step.AmountMinor)).OrderDescending().Take(2).ToList();
            var increments = ((ProxyTerms)lot.State.Terms.Form).Increments;
            var price = best.Count < 2 ? start : Math.Max(start, Math.Min(best[0], best[1] + increments.At(best[1])));
            Assert.Equal(price, lot.State.PriceMinor);
        });

    private static TestLot Run(Script script, string form)
    {
        var lot = new TestLot(script.Terms(form)).Opened();
        foreach (var step in script.Steps)
        {
            lot.Now += TimeSpan.FromMilliseconds(step.WaitMs);
            lot.Do(step.Command(lot));
        }
        return lot;
    }

    private static string Outcome(Script script, string form, Step[] bids)
    {
        var lot = new TestLot(script.Terms(form)).Opened();
        foreach (var bid in bids) lot.Bid(bid.Name, bid.AmountMinor);
        lot.EndRound(1);
        lot.Over();
        return $"{string.Join(' ', lot.Awards.Select(award => $"{award.Bidder} {award.PriceMinor}"))} at {lot.State.PriceMinor}";
    }

    private static Step[] Shuffled(Step[] bids, int seed)
    {
        var copy = (Step[])bids.Clone();
        new Random(seed).Shuffle(copy);
        return copy;
    }
}
