using AkkaAuction.Messages;
using AkkaAuction.Rules;

namespace AkkaAuction.Scenarios.Tests;

/// <summary>The round auction (R1): many lots, many units, sold in rounds of a set length.</summary>
public sealed class RoundAuction
{
    private const string LampAndRug = """
        lots = [
          { id = lamp, start = "20.00", units = 2 }
          { id = rug,  start = "50.00", units = 1 }
        ]
        """;

    private static readonly TimeSpan Round = TimeSpan.FromSeconds(60);

    [Fact, Trait("Requirement", "R1.1")]
    public async Task A_catalogue_made_from_a_seed_is_the_same_each_time()
    {
        const string seventh = "random { seed = 7, lots = 5, price = [\"10.00\", \"90.00\"], units = [1, 4] }";
        await using var one = await TestAuction.Open(seventh);
        await using var other = await TestAuction.Open(seventh);
        var lots = await (await one.Enter("ann")).Lists();

        Assert.Equal(5, lots.Count);
        Assert.Equal(lots, await (await other.Enter("bob")).Lists());
    }

    [Fact, Trait("Requirement", "R1.2")]
    public async Task Who_comes_is_told_what_is_on_sale_and_who_comes_late_how_it_stands_now()
    {
        await using var auction = await TestAuction.Open(LampAndRug);
        var ann = await auction.Enter("ann");
        var lamp = (await ann.Lists())[0];
        Assert.Equal(("lamp", 20_00L, 20_00L, 2), (lamp.Lot, lamp.StartMinor, lamp.PriceMinor, lamp.Units));
        await ann.Bids("lamp", 25_00);
        await ann.Bids("rug", 60_00);
        auction.Pass(Round);
        await ann.Hears<Notice.RoundOpened>(round => round.Round == 2);

        var late = await auction.Enter("late");

        // The rug is sold out, and no longer there.
        lamp = Assert.Single(await late.Lists());
        Assert.Equal(("lamp", 20_00L, 25_00L, 1), (lamp.Lot, lamp.StartMinor, lamp.PriceMinor, lamp.Units));
    }

    [Fact, Trait("Requirement", "R1.3"), Trait("Requirement", "R1.12")]
    public async Task A_round_of_the_sale_lasts_its_length_and_collects_bids_to_its_very_end()
    {
        await using var auction = await TestAuction.Open(LampAndRug, "auction.rounds.length=90s");
        var ann = await auction.Enter("ann");
        Assert.Equal(auction.Now.AddSeconds(90), (await ann.Hears<Notice.RoundOpened>()).ClosesAt);

        auction.Pass(TimeSpan.FromMilliseconds(89_999));
        await ann.Bids("lamp", 21_00);
        await ann.Bids("rug", 51_00);
        await ann.HearsNo<Notice.RoundClosed>();
        auction.Pass(TimeSpan.FromMilliseconds(1));

        await ann.Hears(new Notice.RoundClosed(0, Round: 1));
        await ann.Hears<Notice.RoundOpened>(round => round.Round == 2);
    }

    [Fact, Trait("Requirement", "R1.3")]
    public async Task A_bid_must_be_higher_than_the_price_and_a_bidders_highest_counts()
    {
        await using var auction = await TestAuction.Open(LampAndRug);
        var ann = await auction.Enter("ann");
        var bob = await auction.Enter("bob");

        var refused = await ann.IsRefused(RejectionCode.TooLow, "lamp", 20_00);
        Assert.Equal((204, 20_00L, 20_01L), ((int)refused.Code, refused.PriceMinor, refused.NextMinor));
        await ann.Bids("lamp", 25_00);
        await ann.Bids("lamp", 30_00);
        // The bids of a round are hidden: what others bid raises nothing.
        await bob.HearsNo<Notice.PriceChanged>();
        await bob.Bids("lamp", 20_01);
        auction.Pass(Round);

        await bob.Hears(new Notice.UnitSold(0, "lamp", 30_00, "ann", UnitsLeft: 1));
        await bob.Hears<Notice.RoundOpened>();
        refused = await bob.IsRefused(RejectionCode.TooLow, "lamp", 30_00);
        Assert.Equal(30_01, refused.NextMinor);
    }

    // The scenario of docs/develop/testing-your-own-auction.md.
    // <document>
    [Fact, Trait("Requirement", "R1.4"), Trait("Requirement", "R1.5")]
    public async Task The_highest_bid_wins_one_unit_and_everyone_is_told()
    {
        await using var auction = await TestAuction.Open("""lots = [ { id = lamp, start = "20.00", units = 2 } ]""");
        var ann = await auction.Enter("ann");
        var bob = await auction.Enter("bob");

        await ann.Bids("lamp", 25_00);
        await bob.Bids("lamp", 24_00);
        auction.Pass(TimeSpan.FromSeconds(60));

        await ann.Hears(new Notice.UnitWon(0, "lamp", 25_00, "ann"));
        await bob.Hears(new Notice.UnitSold(0, "lamp", 25_00, "ann", UnitsLeft: 1));
        await bob.HearsNo<Notice.UnitWon>();
        await bob.IsRefused(RejectionCode.TooLow, "lamp", 25_00);
    }
    // </document>

    [Fact, Trait("Requirement", "R1.4")]
    public async Task Of_equal_highest_bids_the_earlier_wins()
    {
        await using var auction = await TestAuction.Open(LampAndRug);
        var ann = await auction.Enter("ann");
        var bob = await auction.Enter("bob");
        await bob.Bids("rug", 60_00);
        await ann.Bids("rug", 60_00);
        auction.Pass(Round);

        await ann.Hears(new Notice.UnitSold(0, "rug", 60_00, "bob", UnitsLeft: 0));
    }

    [Fact, Trait("Requirement", "R1.5")]
    public async Task Everyone_is_told_the_new_price_and_what_is_sold_out_is_not_broadcast_again()
    {
        await using var auction = await TestAuction.Open(LampAndRug);
        var ann = await auction.Enter("ann");
        var bob = await auction.Enter("bob");
        await ann.Hears<Notice.RoundOpened>();
        await ann.Bids("rug", 60_00);
        auction.Pass(Round);

        foreach (var each in new[] { ann, bob })
        {
            await each.Hears<Notice.PriceChanged>(price => price is { Lot: "rug", PriceMinor: 60_00, Leader: "ann" });
            await each.Hears(new Notice.LotClosed(0, "rug", Sold: 1, Unsold: 0));
            await each.HearsNo<Notice.LotListed>(listed => listed.View.Lot == "rug");
            await each.Hears<Notice.LotListed>(listed => listed.View.Lot == "lamp");
            await each.Hears<Notice.RoundOpened>(round => round.Round == 2);
            await each.IsRefused(RejectionCode.Closed, "rug", 70_00);
        }
    }

    [Fact, Trait("Requirement", "R1.6"), Trait("Requirement", "R1.7")]
    public async Task It_goes_on_until_all_is_sold_and_then_says_who_bought_what()
    {
        await using var auction = await TestAuction.Open(LampAndRug);
        var ann = await auction.Enter("ann");
        var bob = await auction.Enter("bob");
        await ann.Bids("lamp", 25_00);
        await bob.Bids("rug", 60_00);
        auction.Pass(Round);
        await bob.Hears<Notice.RoundOpened>(round => round.Round == 2);
        await bob.Bids("lamp", 26_00);
        auction.Pass(Round);

        await ann.Hears(new Notice.SaleEnded(0, Sold: 3, Unsold: 0));
        var account = await auction.End;
        Assert.Equal([("ann", 25_00L), ("bob", 86_00L)], account.Bidders().Select(each => (each.Bidder, each.SpentMinor)));
        Assert.Equal((2, 0), (account.Rounds, account.Unsold));
        Assert.Equal(86_00, (await bob.Asks<Answer.Account>(new Request.Me())).SpentMinor);
    }

    [Theory, Trait("Requirement", "R1.6"), Trait("Requirement", "R1.12")]
    [InlineData("auction.rounds.limit=2", "auction.rounds.silence=none")]
    [InlineData("auction.rounds.limit=none", "auction.rounds.silence=2")]
    public async Task A_limit_of_rounds_or_of_silent_rounds_ends_the_sale_and_the_rest_is_unsold(string limit, string silence)
    {
        await using var auction = await TestAuction.Open(LampAndRug, limit, silence);
        var ann = await auction.Enter("ann");
        for (var round = 1; round <= 2; round++)
        {
            await ann.Hears<Notice.RoundOpened>(opened => opened.Round == round);
            auction.Pass(Round);
        }

        await ann.Hears(new Notice.SaleEnded(0, Sold: 0, Unsold: 3));
        Assert.Equal(2, (await auction.End).Rounds);
    }

    [Fact]
    public async Task A_refusal_has_a_number_and_says_what_would_do()
    {
        await using var auction = await TestAuction.Open("""lots = [ { id = lamp, start = "20.00", units = 2, seller = sue } ]""");
        var ann = await auction.Enter("ann");
        var sue = await auction.Enter("sue");

        var refused = await ann.IsRefused(RejectionCode.NoSuchLot, "boat", 25_00);
        Assert.Equal((201, null, null), ((int)refused.Code, refused.PriceMinor, refused.NextMinor));
        refused = await ann.IsRefused(RejectionCode.AboveCeiling, "lamp", 1_000_000_000_01);
        Assert.Equal((206, 20_00L), ((int)refused.Code, refused.PriceMinor));
        Assert.Equal(208, (int)(await sue.IsRefused(RejectionCode.SellerMayNotBid, "lamp", 25_00)).Code);
        await ann.Asks<Answer.Passed>(new Request.Pass(null));
        refused = await ann.IsRefused(RejectionCode.Passed, "lamp", 25_00);
        Assert.Equal((210, 20_01L), ((int)refused.Code, refused.NextMinor));
    }

    [Fact]
    public async Task A_bid_sent_again_counts_once_and_gets_its_first_answer()
    {
        await using var auction = await TestAuction.Open(LampAndRug);
        var ann = await auction.Enter("ann");
        var first = await ann.Bids("lamp", 25_00, "mine");

        Assert.Equal(first, await ann.Bids("lamp", 25_00, "mine"));
        Assert.Equal(209, (int)(await ann.IsRefused(RejectionCode.BidIdReused, "lamp", 26_00, "mine")).Code);
        auction.Pass(Round);
        await ann.Hears(new Notice.UnitSold(0, "lamp", 25_00, "ann", UnitsLeft: 1));
    }

    [Fact]
    public async Task Who_leaves_keeps_its_bid_and_comes_back_to_what_it_won()
    {
        await using var auction = await TestAuction.Open(LampAndRug);
        var ann = await auction.Enter("ann");
        var bob = await auction.Enter("bob");
        await ann.Bids("lamp", 25_00);
        await ann.Leaves();
        auction.Pass(Round);
        await bob.Hears(new Notice.UnitSold(0, "lamp", 25_00, "ann", UnitsLeft: 1));

        var back = await auction.Enter("ann", ann.Token);

        var account = await back.Asks<Answer.Account>(new Request.Me());
        Assert.Equal((1, 25_00L), (account.Purchases, account.SpentMinor));
        await back.Bids("lamp", 26_00);
    }

    [Fact]
    public async Task A_round_may_end_as_soon_as_everyone_has_bid_or_passed()
    {
        await using var auction = await TestAuction.Open(LampAndRug, "auction.rounds.close-when-all-acted=on");
        var before = auction.Now;
        var ann = await auction.Enter("ann");
        var bob = await auction.Enter("bob");
        await ann.Bids("lamp", 25_00);
        await bob.HearsNo<Notice.RoundClosed>();
        await bob.Asks<Answer.Passed>(new Request.Pass(null));

        await ann.Hears(new Notice.UnitWon(0, "lamp", 25_00, "ann"));
        Assert.Equal(before, auction.Now);
    }
}
