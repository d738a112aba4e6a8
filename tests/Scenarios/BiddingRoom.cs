using AkkaAuction.Messages.Originals;

namespace AkkaAuction.Scenarios.Tests;

/// <summary>The bidding room (R2): open ascending bids, each of which starts the deadline again. It speaks the original's words.</summary>
public sealed class BiddingRoom
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    [Fact, Trait("Requirement", "R2.2"), Trait("Requirement", "R2.7"), Trait("Requirement", "R2.8")]
    public async Task A_higher_bid_is_announced_to_everyone_at_once()
    {
        await using var auction = await TestAuction.OpenRoom();
        var (ann, bob) = (auction.EnterRoom(), auction.EnterRoom());
        await ann.Says("Laptop,500");
        await ann.Hears(RoomWords.Rejected);
        await ann.Says("Laptop,550.25");
        await ann.Hears("Your bid for Laptop is now the highest at $550.25");
        await bob.Hears("New highest bid for Laptop: $550.25");
        await bob.Says("Laptop,550.25");
        await bob.Hears("Bid rejected. Either the bid is too low or you already have the highest bid.");
        await bob.Says("Boat,1");
        await bob.Hears("Item Boat not found or sold out.");
    }

    [Fact, Trait("Requirement", "R2.3")]
    public async Task Each_higher_bid_starts_the_deadline_again()
    {
        await using var auction = await TestAuction.OpenRoom();
        var (ann, bob) = (auction.EnterRoom(), auction.EnterRoom());
        await ann.Says("Laptop,600");
        await ann.Hears("Your bid for Laptop is now the highest at $600");
        auction.Pass(Deadline - TimeSpan.FromMilliseconds(1));
        await bob.Hears("New highest bid for Laptop: $600");
        await bob.Says("Laptop,700");
        await bob.Hears("Your bid for Laptop is now the highest at $700");
        await ann.Hears("New highest bid for Laptop: $700");
        auction.Pass(Deadline - TimeSpan.FromMilliseconds(1));
        await ann.Says("Boat,1");
        // Nothing was sold before this answer.
        await ann.Hears("Item Boat not found or sold out.");
        auction.Pass(TimeSpan.FromMilliseconds(1));

        await ann.Hears("Item Laptop sold to Client 2 for $700");
        await bob.Hears("Item Laptop sold to Client 2 for $700", "Congratulations! You won Laptop for $700");
    }

    [Fact, Trait("Requirement", "R2.3"), Trait("Requirement", "R2.5")]
    public async Task One_unit_after_the_other_is_sold_each_from_the_price_reached_until_none_is_left()
    {
        await using var auction = await TestAuction.OpenRoom();
        var ann = auction.EnterRoom();
        await ann.Says("Laptop,600");
        await ann.Hears("Your bid for Laptop is now the highest at $600");
        auction.Pass(Deadline);
        await ann.Hears("Item Laptop sold to Client 1 for $600", "Congratulations! You won Laptop for $600");

        // The second unit has the price reached and no leader: whoever won the first may bid.
        await ann.Says("Laptop,600");
        await ann.Hears(RoomWords.Rejected);
        await ann.Says("Laptop,601");
        await ann.Hears("Your bid for Laptop is now the highest at $601");
        auction.Pass(Deadline);
        await ann.Hears("Item Laptop sold to Client 1 for $601", "Congratulations! You won Laptop for $601");

        await ann.Says("Laptop,900");
        await ann.Hears("Item Laptop not found or sold out.");
    }

    [Fact, Trait("Requirement", "R2.4")]
    public async Task The_highest_bidder_may_not_bid_again_until_outbid()
    {
        await using var auction = await TestAuction.OpenRoom();
        var (ann, bob) = (auction.EnterRoom(), auction.EnterRoom());
        await ann.Says("Headphones,60");
        await ann.Hears("Your bid for Headphones is now the highest at $60");
        await ann.Says("Headphones,70");
        await ann.Hears(RoomWords.Rejected);
        await bob.Hears("New highest bid for Headphones: $60");
        await bob.Says("Headphones,65");
        await bob.Hears("Your bid for Headphones is now the highest at $65");
        await ann.Hears("New highest bid for Headphones: $65");
        await ann.Says("Headphones,70");
        await ann.Hears("Your bid for Headphones is now the highest at $70");
    }

    [Fact, Trait("Requirement", "R2.7")]
    public async Task A_clients_number_is_its_place_among_those_connected_and_who_has_left_may_still_win()
    {
        await using var auction = await TestAuction.OpenRoom();
        var (first, second, third) = (auction.EnterRoom(), auction.EnterRoom(), auction.EnterRoom());
        await third.Says("Laptop,600");
        await third.Hears("Your bid for Laptop is now the highest at $600");
        await second.Hears("New highest bid for Laptop: $600");
        await second.Says("Smartphone,400");
        await second.Hears("Your bid for Smartphone is now the highest at $400");
        await first.Hears("New highest bid for Laptop: $600", "New highest bid for Smartphone: $400");
        await second.Leaves();
        await second.IsDisconnected();
        await third.Hears("New highest bid for Smartphone: $400");
        auction.Pass(Deadline);

        var sold = new HashSet<string> { await first.HearsAny(), await first.HearsAny() };
        Assert.Equal(["Item Laptop sold to Client 2 for $600", "Item Smartphone sold to Client 2 for $400"], sold.Order());
    }
}
