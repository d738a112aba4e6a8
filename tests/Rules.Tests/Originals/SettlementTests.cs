using System.Globalization;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Originals;

namespace AkkaAuction.Rules.Tests.Originals;

/// <summary>Who wins in the sealed house, and what is paid.</summary>
public sealed class SettlementTests
{
    [Theory, Trait("Requirement", "R3.5")]
    [InlineData(1, 100, "150 120 180", 3, 180)]
    [InlineData(2, 100, "150 120 180", 3, 150)]
    [InlineData(2, 100, "50 120 60", 2, 100)]
    [InlineData(2, 100, "100 99", 1, 100)]
    [InlineData(1, 100, "100 99", 1, 100)]
    [InlineData(1, 100, "99 98", 0, 0)]
    [InlineData(2, 100, "99 98", 0, 0)]
    [InlineData(2, 100, "500", 1, 100)]
    [InlineData(1, 100, "500", 1, 500)]
    [InlineData(2, 1, "1 1 1 1 1 1 1 1 2", 9, 1)]
    public void The_highest_bid_wins_when_it_reaches_the_lowest_price(int type, int lowest, string bids, int winner, int pays)
    {
        var house = Run(type, lowest, bids);
        Assert.Equal(winner == 0 ? null : 10 + winner, house.Last!.Winner);
        Assert.Equal(pays * 100, house.Last.PaysMinor);
        Assert.Equal(LotPhase.Closed, house.Sold!.Phase);
    }

    [Fact]
    public void A_house_that_was_started_again_decides_on_recorded_bids_and_gives_up_what_has_none()
    {
        var bid = House.Bidding("1 100 2 Sword", 2);
        bid.Say(11, "150");
        var end = Assert.IsType<SealedHouseFact.BiddingEnded>(Assert.Single(bid.Do(new SealedHouseCommand.Abandon()).Facts));
        Assert.Equal(BiddingEnd.Interrupted, end.Reason);
        Assert.Equal((11L, 150_00), (bid.Last!.Winner, bid.Last.PaysMinor));

        var silent = House.Bidding("1 100 2 Sword", 2);
        Assert.IsType<SealedHouseFact.Abandoned>(Assert.Single(silent.Do(new SealedHouseCommand.Abandon()).Facts));
        Assert.Equal((SealedHousePhase.NoSeller, 2), (silent.State.Phase, silent.State.Auction));
        Assert.Empty(silent.Do(new SealedHouseCommand.Abandon()).Facts);
    }

    [Theory, Trait("Requirement", "R3.6")]
    [InlineData(1, "180 180 120")]
    [InlineData(2, "180 180 120")]
    public void Of_equal_highest_bids_the_one_received_first_wins_and_pays_that_amount(int type, string bids)
    {
        var house = Run(type, 100, bids);
        Assert.Equal((11L, 180_00), (house.Last!.Winner, house.Last.PaysMinor));
    }

    [Fact, Trait("Requirement", "R3.6")]
    public void Received_first_is_not_connected_first()
    {
        var house = House.Bidding("2 100 2 Sword", 2);
        house.Say(12, "180");
        house.Say(11, "180");
        Assert.Equal(12, house.Last!.Winner);
    }

    [Fact, Trait("Requirement", "R3.5")]
    public void After_the_auction_nothing_of_it_is_left_and_the_next_client_is_a_Seller()
    {
        var house = Run(1, 100, "150 120");
        Assert.Equal((SealedHousePhase.NoSeller, 0, 2), (house.State.Phase, house.State.Original, house.State.Auction));
        Assert.True(house.State is { Seller: null, Request: null, Buyers.IsEmpty: true, Until: null, HighestMinor: null });
        Assert.IsType<SealedHouseFact.SellerSeated>(house.Connect(11).Facts.Single());
    }

    [Fact, Trait("Requirement", "R3.5")]
    public void While_the_lot_is_being_opened_nobody_is_let_in_and_a_second_report_changes_nothing()
    {
        var house = House.Bidding("1 100 1 Sword", 1);
        var settling = SealedHouse
            .Decide(house.State, new SealedHouseCommand.Say(11, "150"), house.Now).Facts
            .Aggregate(house.State, SealedHouse.Evolve);
        Assert.Equal(SealedHousePhase.Settling, settling.Phase);
        Assert.True(SealedHouse.Decide(settling, new SealedHouseCommand.Connect(20), house.Now).IsRefused);
        Assert.Empty(SealedHouse.Decide(settling, new SealedHouseCommand.ReportResult(2, 11, 1), house.Now).Facts);
        house.Say(11, "150");
        Assert.Empty(house.Do(new SealedHouseCommand.ReportResult(1, 11, 150_00)).Facts);
    }

    // The naive way: sort them all and look.
    [Theory, Trait("Requirement", "R3.5"), Trait("Requirement", "R3.6")]
    [InlineData(7)]
    [InlineData(8)]
    public void A_thousand_auctions_end_as_sorting_all_bids_says(int seed)
    {
        var chance = new Random(seed);
        for (var auction = 0; auction < 1000; auction++)
        {
            var (type, lowest, count) = (chance.Next(1, 3), chance.Next(1, 12), chance.Next(1, 10));
            var bids = Enumerable.Range(0, count).Select(_ => chance.Next(1, 15)).ToArray();
            var house = Run(type, lowest, string.Join(' ', bids));
            var sorted = bids.Select((bid, place) => (bid, place)).OrderByDescending(b => b.bid).ThenBy(b => b.place).ToArray();
            var sold = sorted[0].bid >= lowest;
            var pays = !sold ? 0 : type == 1 ? sorted[0].bid : sorted.Skip(1).Select(b => b.bid).Append(lowest).Max();
            Assert.Equal((sold ? 11L + sorted[0].place : null, pays * 100L), (house.Last!.Winner, house.Last.PaysMinor));
        }
    }

    // Whatever is done to it in whatever order, a house that somebody looks at often enough comes back to its first state.
    [Theory, Trait("Requirement", "R3.7")]
    [InlineData(21)]
    [InlineData(22)]
    [InlineData(23)]
    public void Nothing_hangs_whatever_anybody_does(int seed)
    {
        var chance = new Random(seed);
        var house = new House();
        for (var step = 0; step < 20_000; step++)
        {
            var connection = chance.Next(1, 8);
            switch (chance.Next(6))
            {
                case 0: house.Connect(connection); break;
                case 1: house.Say(connection, $"{chance.Next(0, 4)} {chance.Next(-1, 9)} {chance.Next(0, 4)} Sword"); break;
                case 2 or 3: house.Say(connection, chance.Next(-1, 9).ToString(CultureInfo.InvariantCulture)); break;
                case 4: house.Leave(connection); break;
                default: house.After(TimeSpan.FromSeconds(chance.Next(0, 30))).Look(); break;
            }
            Assert.True(house.State.Phase == SealedHousePhase.NoSeller || house.State.Until > house.Now);
            var seats = house.State.Buyers.Select(b => b.Connection).Append(house.State.Seller ?? 0).ToArray();
            Assert.Equal(seats.Length, seats.Distinct().Count());
        }
        Assert.True(house.State.Auction > 20, "the storm held auctions");
        house.After(TimeSpan.FromHours(1)).Look();
        Assert.Equal(SealedHousePhase.NoSeller, house.State.Phase);
        Assert.Equal(house.State, house.Facts.Aggregate(SealedHouseState.Initial(House.Terms), SealedHouse.Evolve));
    }

    private static House Run(int type, int lowest, string bids)
    {
        var amounts = bids.Split(' ');
        var house = House.Bidding($"{type} {lowest} {amounts.Length} Sword", amounts.Length);
        for (var i = 0; i < amounts.Length; i++) house.Say(11 + i, amounts[i]);
        return house;
    }
}
