using AkkaAuction.Messages;
using AkkaAuction.Rules;

namespace AkkaAuction.Scenarios.Tests;

/// <summary>
/// The ascending auction with hidden maximums (docs/reference/forms/proxy.md): the house bids for each bidder, up to its maximum.
/// </summary>
public sealed class ProxyAuction
{
    private static Task<TestAuction> Open(string reserve = "") =>
        TestAuction.Open($$"""lots = [ { id = violin, form = proxy, start = "100.00", increment = "5.00", open-for = 3m {{reserve}} } ]""");

    [Fact]
    public async Task The_leader_pays_one_increment_above_the_best_of_the_others()
    {
        await using var auction = await Open();
        var ann = await auction.Enter("ann");
        var bob = await auction.Enter("bob");
        await ann.Bids("violin", 150_00);
        await bob.Hears<Notice.PriceChanged>(price => price is { PriceMinor: 100_00, Leader: "ann", NextMinor: 105_00 });
        await bob.Bids("violin", 120_00);
        await bob.Hears<Notice.PriceChanged>(price => price is { PriceMinor: 125_00, Leader: "ann" });
        await ann.HearsNo<Notice.Outbid>();
        await bob.Bids("violin", 160_00);
        await ann.Hears(new Notice.Outbid(0, "violin", 155_00, "ann"));
        auction.Pass(TimeSpan.FromMinutes(3));

        await bob.Hears(new Notice.UnitWon(0, "violin", 155_00, "bob"));
    }

    [Fact]
    public async Task Of_equal_maximums_the_earlier_leads_at_that_very_price()
    {
        await using var auction = await Open();
        var ann = await auction.Enter("ann");
        var bob = await auction.Enter("bob");
        await ann.Bids("violin", 150_00);
        await bob.Bids("violin", 150_00);

        await bob.Hears<Notice.PriceChanged>(price => price is { PriceMinor: 150_00, Leader: "ann", NextMinor: 155_00 });
    }

    [Fact]
    public async Task Below_the_hidden_reserve_it_is_not_sold_and_the_deadline_takes_no_bid()
    {
        await using var auction = await Open(", reserve = \"200.00\"");
        var ann = await auction.Enter("ann");
        var refused = await ann.IsRefused(RejectionCode.TooLow, "violin", 99_99);
        Assert.Equal((204, 100_00L), ((int)refused.Code, refused.NextMinor));
        await ann.Bids("violin", 150_00);
        auction.Pass(TimeSpan.FromMinutes(3));

        Assert.Equal(203, (int)(await ann.IsRefused(RejectionCode.Closed, "violin", 250_00)).Code);
        await ann.Hears(new Notice.LotClosed(0, "violin", Sold: 0, Unsold: 1) { ReserveNotMet = true });
        await ann.Hears(new Notice.SaleEnded(0, Sold: 0, Unsold: 1));
    }
}
