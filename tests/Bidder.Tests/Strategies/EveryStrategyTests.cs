using System.Globalization;
using AkkaAuction.Bidder.Market;
using AkkaAuction.Bidder.Strategies;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules.Money;
using static AkkaAuction.Bidder.Tests.Told;

namespace AkkaAuction.Bidder.Tests.Strategies;

/// <summary>What holds for all strategies, over seeded markets of every kind.</summary>
public sealed class EveryStrategyTests
{
    private static readonly string[] Forms = ["rounds", "proxy", "english", "first_price", "second_price"];

    public static TheoryData<string> Names => [.. StrategyRegistry.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_found_by_its_own_name(string name)
    {
        Assert.True(StrategyRegistry.TryMake(name, 0.7, out var strategy));
        Assert.Equal(name, strategy.Name);
        Assert.False(StrategyRegistry.TryMake(name.ToUpperInvariant(), 0.7, out _));
    }

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("Requirement", "R1.9")]
    public void Never_bids_at_or_below_the_price_nor_above_its_limit_or_its_money(string name)
    {
        var bids = 0;
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var state = RandomState(random);
            var situation = state.At(new SeededChance(seed, "me"));
            foreach (var act in ActsOf(Make(name), situation))
            {
                if (act is not Act.Bid bid) continue;
                bids++;
                var lot = state.Market.Lots[bid.Lot];
                Assert.True(bid.AmountMinor > lot.PriceMinor && bid.AmountMinor >= lot.NextMinor, $"seed {seed}: {bid} at {lot}");
                Assert.True(bid.AmountMinor <= Worth.Of(situation.Chance, lot), $"seed {seed}: {bid} above its limit");
                Assert.True(bid.AmountMinor <= state.Wallet.AvailableFor(bid.Lot), $"seed {seed}: {bid} above its money");
                Assert.Equal(LotViewState.Open, lot.State);
            }
        }
        Assert.InRange(bids, 100, 4000);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Decides_the_same_from_the_same_view_whatever_it_decided_before(string name)
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var state = RandomState(new Random(seed));
            var fresh = new SeededChance(seed, "me");
            var used = new SeededChance(seed, "me");
            for (var draw = 0; draw < seed; draw++) used.Draw("take part", number: draw);

            Assert.Equal(ActsOf(Make(name), state.At(fresh)), ActsOf(Make(name), state.At(used)));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Passes_when_there_is_nothing_to_bid_on_or_nothing_to_bid_with(string name)
    {
        var empty = new BidderState("me", 100_00).After(Opened(2));
        var broke = new BidderState("me", 5_00).After(Lot("clock", 10), Opened(2));

        Assert.Equal(Act.Passing, Make(name).InRound(empty.At(new FixedChance(0.1))));
        Assert.Equal(Act.Passing, Make(name).InRound(broke.At(new FixedChance(0.1))));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Bids_once_in_a_sealed_form(string name)
    {
        var state = new BidderState("me", 100_00).After(Lot("vase", 10, form: "first_price", closes: "2026-11-20T12:00:01.000Z"));
        var chance = new FixedChance(0.5);

        var bid = Assert.IsType<Act.Bid>(Make(name).OnLot(state.At(chance), state.Market.Lots["vase"]));

        var after = state.Bidding("vase", bid.AmountMinor, 0);
        Assert.Equal(Act.Waiting, Make(name).OnLot(after.At(chance), after.Market.Lots["vase"]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Does_not_raise_its_own_lead(string name)
    {
        var state = new BidderState("me", 100_00).After(Lot("vase", 10, form: "proxy", closes: "2026-11-20T12:00:01.000Z"))
            .Bidding("vase", 15_00, 0)
            .After("PRICE 12 vase 10.00 leader=me next=10.50 closes=2026-11-20T12:00:01.000Z");

        Assert.Equal(Act.Waiting, Make(name).OnLot(state.At(new FixedChance(0.1)), state.Market.Lots["vase"]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Buys_a_lot_at_once_for_no_more_than_it_is_worth_and_else_bids_below_that_price(string name)
    {
        var (bought, below) = (0, 0);
        for (var seed = 0; seed < 400; seed++)
        {
            var state = new BidderState("me", new Random(seed).Next(10_00, 100_00)).After(
                Lot("vase", 10, form: "english", closes: "2026-11-20T12:00:01.000Z") + " buy-now=20.00");
            var situation = state.At(new SeededChance(seed, "me"));
            if (Make(name).OnLot(situation, state.Market.Lots["vase"]) is not Act.Bid bid) continue;
            Assert.True(bid.AmountMinor <= Math.Min(20_00, Worth.Of(situation.Chance, state.Market.Lots["vase"])), $"seed {seed}: {bid}");
            if (bid.AmountMinor == 20_00) bought++;
            else below++;
        }
        // The room's bidder is slow, and never buys.
        Assert.True((bought > 20 || name == "room") && below > 50, $"{bought} bought, {below} bid");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Goes_down_in_a_tender_never_above_what_is_asked_nor_below_its_cost_and_needs_no_money(string name)
    {
        var bids = 0;
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var (start, price) = (random.Next(5_00, 100_00), 0L);
            price = random.Next(1, start + 1);
            var form = seed % 2 == 0 ? "reverse" : "reverse_sealed";
            var state = new BidderState("me", 0).After(
                $"LOT roof form={form} title=\"r\" start={start / 100m:0.00} price={price / 100m:0.00} next={price / 100m:0.00} units=1 "
                + "leader=- closes=2026-11-20T12:00:01.000Z state=open");
            var lot = state.Market.Lots["roof"];
            var situation = state.At(new SeededChance(seed, "me"));
            if (Make(name).OnLot(situation, lot) is not Act.Bid bid) continue;
            bids++;
            Assert.True(lot.Takes(bid.AmountMinor), $"seed {seed}: {bid} at {lot}");
            Assert.True(bid.AmountMinor >= Worth.Of(situation.Chance, lot), $"seed {seed}: {bid} below its cost");
        }
        Assert.InRange(bids, 50, 400);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Does_not_go_below_its_own_lead_in_a_tender_nor_where_nothing_lower_is_taken(string name)
    {
        const string Roof = "LOT roof form=reverse title=\"r\" start=100.00 price=90.00 next={0} units=1 leader={1} "
            + "closes=2026-11-20T12:00:01.000Z state=open";
        foreach (var (next, leader) in (ReadOnlySpan<(string, string)>)[("89.00", "me"), ("-", "ada")])
        {
            var state = new BidderState("me", 0).After(string.Format(CultureInfo.InvariantCulture, Roof, next, leader));
            Assert.Equal(Act.Waiting, Make(name).OnLot(state.At(new FixedChance(0.1)), state.Market.Lots["roof"]));
        }
    }

    private static IBidderStrategy Make(string name) =>
        StrategyRegistry.TryMake(name, 0.7, out var strategy) ? strategy : throw new ArgumentException(name);

    private static List<Act> ActsOf(IBidderStrategy strategy, Situation situation)
    {
        var acts = new List<Act> { strategy.InRound(situation) };
        foreach (var lot in situation.State.Market.Lots.Values)
        {
            if (lot is { State: LotViewState.Open, FollowsRounds: false }) acts.Add(strategy.OnLot(situation, lot));
        }
        return acts;
    }

    private static BidderState RandomState(Random random)
    {
        var state = new BidderState("me", random.Next(1, 200_00));
        var lots = random.Next(1, 8);
        for (var number = 0; number < lots; number++)
        {
            var start = random.Next(0, 50_00) / 100m;
            var price = start + (random.Next(0, 30_00) / 100m);
            state = state.After(Lot(
                $"lot-{number}", price, random.Next(1, 4), Forms[random.Next(Forms.Length)], random.Next(5) == 0 ? "closed" : "open",
                random.Next(2) == 0 ? "-" : "2026-11-20T12:00:01.000Z", start));
        }
        var rounds = random.Next(1, 6);
        for (var round = 1; round <= rounds; round++)
        {
            state = state.After(Opened(round));
            var lot = $"lot-{random.Next(lots)}";
            var amount = random.Next(1, 20_00);
            if (amount > state.Wallet.AvailableFor(lot)) continue;
            state = state.Bidding(lot, amount, round);
            if (random.Next(3) == 0) state = state.After($"WON {100 + round} {lot} {Amount.Format(amount, 2)}");
        }
        return state.After(Opened(rounds + 1));
    }
}
