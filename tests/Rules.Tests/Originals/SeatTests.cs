using AkkaAuction.Rules.Originals;

namespace AkkaAuction.Rules.Tests.Originals;

/// <summary>Who sits where in the sealed house, and who leaves.</summary>
public sealed class SeatTests
{
    [Fact, Trait("Requirement", "R3.1")]
    public void The_first_client_is_the_Seller_and_the_others_are_refused_until_its_request()
    {
        var house = new House();
        Assert.IsType<SealedHouseFact.SellerSeated>(house.Connect(1).Facts.Single());
        Assert.Equal(0, house.State.Original);
        Assert.Equal(RejectionCode.HouseFull, house.Connect(2).Rejection.Code);
        house.Say(1, "nonsense");
        Assert.Equal(RejectionCode.HouseFull, house.Connect(3).Rejection.Code);
        house.Say(1, "1 100 2 Sword");
        Assert.False(house.Connect(4).IsRefused);
    }

    [Fact, Trait("Requirement", "R3.2")]
    public void A_request_opens_state_1_and_a_wrong_one_may_be_tried_again()
    {
        var house = new House();
        house.Connect(1);
        Assert.Equal(RejectionCode.MalformedLine, house.Say(1, "3 100 3 Sword").Rejection.Code);
        Assert.Equal(0, house.State.Original);
        Assert.IsType<SealedHouseFact.RequestTaken>(house.Say(1, "2 100 3 Sword").Facts.Single());
        Assert.Equal(1, house.State.Original);
        Assert.Empty(house.Say(1, "1 5 1 Shield").Facts);
    }

    [Fact, Trait("Requirement", "R3.3")]
    public void Buyers_are_awaited_until_the_last_one_starts_the_bidding_and_no_more_are_let_in()
    {
        var house = new House();
        house.Connect(1);
        house.Say(1, "1 100 2 Sword");
        Assert.Equal([new SealedHouseFact.BuyerSeated(11, 1, house.Now)], house.Connect(11).Facts.AsEnumerable());
        Assert.Equal(SealedHousePhase.WaitingForBuyers, house.State.Phase);
        Assert.Equal(
            [new SealedHouseFact.BuyerSeated(12, 2, house.Now), new SealedHouseFact.BiddingStarted(house.Now, house.Now.AddMinutes(2))],
            house.Connect(12).Facts.AsEnumerable());
        Assert.Equal(RejectionCode.HouseFull, house.Connect(13).Rejection.Code);
        Assert.Equal(1, house.State.Original);
    }

    [Fact, Trait("Requirement", "R3.3")]
    public void Nothing_a_Buyer_says_before_the_bidding_is_taken()
    {
        var house = new House();
        house.Connect(1);
        house.Say(1, "1 100 2 Sword");
        house.Connect(11);
        Assert.Empty(house.Say(11, "150").Facts);
        Assert.False(house.Say(11, "nonsense").IsRefused);
    }

    [Fact, Trait("Requirement", "R3.7")]
    public void A_Seller_that_leaves_before_its_request_frees_the_seat()
    {
        var house = new House();
        house.Connect(1);
        house.Leave(1);
        Assert.Equal(SealedHousePhase.NoSeller, house.State.Phase);
        house.Connect(2);
        Assert.Equal(2, house.State.Seller);
    }

    [Fact, Trait("Requirement", "R3.7")]
    public void A_Seller_that_leaves_later_does_not_stop_the_auction()
    {
        var house = House.Bidding("1 100 1 Sword", 1);
        Assert.Empty(house.Leave(1).Facts);
        house.Say(11, "150");
        Assert.Equal((11L, 150_00), (house.Last!.Winner, house.Last.PaysMinor));
    }

    [Fact, Trait("Requirement", "R3.7")]
    public void A_Buyer_that_leaves_before_the_bidding_frees_its_place()
    {
        var house = new House();
        house.Connect(1);
        house.Say(1, "1 100 3 Sword");
        house.Connect(11);
        house.Connect(12);
        house.Leave(11);
        Assert.Equal(1, Assert.IsType<SealedHouseFact.BuyerSeated>(house.Connect(13).Facts[0]).Place);
        Assert.Equal(SealedHousePhase.WaitingForBuyers, house.State.Phase);
        house.Connect(14);
        Assert.Equal([13L, 12, 14], house.State.Buyers.Select(b => b.Connection));
        Assert.Equal(SealedHousePhase.Bidding, house.State.Phase);
    }

    [Fact, Trait("Requirement", "R3.7")]
    public void A_Buyer_that_leaves_during_the_bidding_without_a_bid_counts_as_no_bid()
    {
        var house = House.Bidding("2 100 3 Sword", 3);
        house.Say(11, "150");
        house.Leave(12);
        Assert.Equal(SealedHousePhase.Bidding, house.State.Phase);
        house.Say(13, "120");
        Assert.Equal((11L, 120_00), (house.Last!.Winner, house.Last.PaysMinor));
    }

    [Fact, Trait("Requirement", "R3.7")]
    public void A_Buyer_that_leaves_after_its_bid_keeps_it()
    {
        var house = House.Bidding("1 100 2 Sword", 2);
        house.Say(11, "150");
        Assert.Empty(house.Leave(11).Facts);
        house.Say(12, "120");
        Assert.Equal(11, house.Last!.Winner);
    }

    [Fact, Trait("Requirement", "R3.7")]
    public void With_no_bid_at_all_the_item_is_unsold_and_the_next_auction_may_begin()
    {
        var house = House.Bidding("1 100 2 Sword", 2);
        house.Leave(11);
        house.Leave(12);
        Assert.Equal(new SealedHouseFact.Finished(1, null, 0, house.Now), house.Last);
        Assert.Equal(SealedHousePhase.NoSeller, house.State.Phase);
    }

    [Fact, Trait("Requirement", "R3.7")]
    public void A_Seller_that_never_asks_loses_its_seat()
    {
        var house = new House();
        house.Connect(1);
        house.After(TimeSpan.FromSeconds(59)).Say(1, "nonsense does not lengthen the patience");
        Assert.Empty(house.Look().Facts);
        Assert.Equal(
            [new SealedHouseFact.SellerLeft(1, house.After(TimeSpan.FromSeconds(1)).Now, true)],
            house.Look().Facts.AsEnumerable());
        Assert.Equal(SealedHousePhase.NoSeller, house.State.Phase);
    }

    [Fact, Trait("Requirement", "R3.7")]
    public void Who_connects_when_the_Seller_is_overdue_is_the_Seller_whether_or_not_anybody_looked_at_the_clock()
    {
        var house = new House();
        house.Connect(1);
        Assert.Equal(2, house.After(TimeSpan.FromMinutes(1)).Connect(2).Facts.Length);
        Assert.Equal(2, house.State.Seller);
    }

    [Fact, Trait("Requirement", "R3.7")]
    public void When_the_Buyers_do_not_come_the_item_is_unsold()
    {
        var house = new House();
        house.Connect(1);
        house.Say(1, "1 100 2 Sword");
        house.Connect(11);
        house.After(TimeSpan.FromMinutes(10)).Look();
        Assert.Equal(BiddingEnd.TooFewBuyers, house.Facts.OfType<SealedHouseFact.BiddingEnded>().Single().Reason);
        Assert.Equal(new SealedHouseFact.Finished(1, null, 0, house.Now), house.Last);
    }

    [Fact, Trait("Requirement", "R3.7")]
    public void A_Buyer_that_never_bids_counts_as_no_bid_when_the_patience_ends()
    {
        var house = House.Bidding("1 100 3 Sword", 3);
        house.Say(11, "150");
        house.After(TimeSpan.FromMinutes(2)).Say(12, "999");
        Assert.Equal((11L, 150_00), (house.Last!.Winner, house.Last.PaysMinor));
        Assert.Equal(BiddingEnd.Overdue, house.Facts.OfType<SealedHouseFact.BiddingEnded>().Single().Reason);
    }

    [Fact, Trait("Requirement", "R3.11")]
    public void A_client_is_Seller_or_Buyer_and_never_both()
    {
        var house = new House();
        house.Connect(1);
        house.Say(1, "1 100 2 Sword");
        Assert.Empty(house.Connect(1).Facts);
        house.Connect(11);
        Assert.Empty(house.Connect(11).Facts);
        Assert.Single(house.State.Buyers);
        house.Connect(12);
        Assert.Empty(house.Say(1, "500").Facts);
        Assert.Throws<BrokenInvariantException>(() => SealedHouse.Evolve(
            House.Bidding("1 1 1 S", 1).State, new SealedHouseFact.BidTaken(1, 1, 1, house.Now)));
    }
}
