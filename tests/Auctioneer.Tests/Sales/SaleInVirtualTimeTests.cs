using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Tests.Support;
using AkkaAuction.Journal;
using AkkaAuction.Messages;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Forms.Rounds;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Auctioneer.Tests.Sales;

/// <summary>Sales whose clock the test turns: what a round's end, a deadline and a limit do, and when.</summary>
public sealed class SaleInVirtualTimeTests : HouseKit
{
    private const string Lots = """
        lots = [
          { id = lamp, start = "10.00", units = 2 }
          { id = rug,  start = "50.00", units = 1 }
        ]
        """;

    [Fact]
    [Trait("Requirement", "R1.3")]
    public async Task A_round_lasts_its_set_length_and_takes_bids_until_its_very_end()
    {
        var desk = Open(Lots, "auction.rounds.length=60s");
        var (ann, link, _) = await Enter(desk, "ann");
        var opened = await Until<Notice.RoundOpened>(ann);
        Assert.Equal(TimeSpan.FromSeconds(60), opened.ClosesAt - Time.GetUtcNow());

        Time.Advance(TimeSpan.FromMilliseconds(59_999));
        await link.Bid(("lamp", 1100, "a"));
        await Until<Answer.Accepted>(ann);
        Time.Advance(TimeSpan.FromMilliseconds(1));
        var sold = await Until<Notice.UnitSold>(ann);
        Assert.Equal(("lamp", 1100L, "ann", 1), (sold.Lot, sold.PriceMinor, sold.Winner, sold.UnitsLeft));
        await Until<Notice.RoundClosed>(ann);
        Assert.Equal(2, (await Until<Notice.RoundOpened>(ann)).Round);
    }

    [Fact]
    [Trait("Requirement", "R1.4")]
    [Trait("Requirement", "R1.5")]
    [Trait("Requirement", "R1.6")]
    public async Task The_highest_bid_of_a_round_wins_a_tie_goes_to_the_earlier_and_the_sale_ends_sold_out()
    {
        var desk = Open(Lots);
        var (ann, annLink, _) = await Enter(desk, "ann");
        var (bob, bobLink, _) = await Enter(desk, "bob");
        await annLink.Bid(("lamp", 1200, "a"), ("rug", 6000, "b"));
        await Until<Answer.Accepted>(ann, a => a.BidId == "b");
        await bobLink.Bid(("lamp", 1300, "a"), ("rug", 6000, "b"));
        await Until<Answer.Accepted>(bob, a => a.BidId == "b");
        Time.Advance(TimeSpan.FromSeconds(60));
        await Until<Notice.RoundClosed>(ann);
        await Until<Notice.RoundOpened>(bob, r => r.Round == 2);
        await annLink.Bid(("lamp", 1301, "c"));
        await Until<Answer.Accepted>(ann, a => a.BidId == "c");
        Time.Advance(TimeSpan.FromSeconds(60));
        await Until<Notice.SaleEnded>(ann, e => e is { Sold: 3, Unsold: 0 });

        var account = Assert.Single(Listener.Accounts);
        Assert.Equal(
            [("lamp", "ann", 1301L), ("lamp", "bob", 1300L), ("rug", "ann", 6000L)],
            account.Sales.Select(s => (s.Lot, s.Bidder, s.PriceMinor)).Order());
    }

    [Fact]
    [Trait("Requirement", "R1.6")]
    [Trait("Requirement", "R1.12")]
    public async Task A_round_limit_ends_the_sale_and_reports_the_rest_as_unsold()
    {
        var desk = Open(Lots, "auction.rounds.limit=3", "auction.rounds.silence=none");
        var (ann, _, _) = await Enter(desk, "ann");
        for (var round = 1; round <= 3; round++)
        {
            Time.Advance(TimeSpan.FromSeconds(60));
            await Until<Notice.RoundClosed>(ann, r => r.Round == round);
            // Before, the next round has no deadline that the clock could reach.
            if (round < 3) await Until<Notice.RoundOpened>(ann, r => r.Round == round + 1);
        }
        await Until<Notice.SaleEnded>(ann, e => e is { Sold: 0, Unsold: 3 });
        Assert.Equal(3, Assert.Single(Listener.Accounts).Rounds);
    }

    [Fact]
    public async Task A_lot_with_its_own_deadline_closes_at_it_and_takes_no_bid_from_then_on()
    {
        var desk = Open("lots = [ { id = cup, form = second_price, start = \"10.00\", open-for = 30s } ]");
        var (ann, annLink, _) = await Enter(desk, "ann");
        var (bob, bobLink, _) = await Enter(desk, "bob");
        await annLink.Bid(("cup", 5000, "a"));
        await Until<Answer.Accepted>(ann);
        await bobLink.Bid(("cup", 3000, "a"));
        await Until<Answer.Accepted>(bob);
        Time.Advance(TimeSpan.FromSeconds(30));
        var sold = await Until<Notice.UnitSold>(bob);
        Assert.Equal(("ann", 3000L), (sold.Winner, sold.PriceMinor));
        await Until<Notice.SaleEnded>(bob);
        await bobLink.Bid(("cup", 9000, "b"));
        Assert.Equal(RejectionCode.Closed, (await Until<Answer.Refused>(bob)).Code);
    }

    [Fact]
    public async Task Sealed_bids_show_nothing_until_the_hammer()
    {
        var desk = Open("lots = [ { id = cup, form = first_price, start = \"10.00\", open-for = 30s } ]");
        var (ann, annLink, _) = await Enter(desk, "ann");
        var (bob, _, _) = await Enter(desk, "bob");
        await annLink.Bid(("cup", 5000, "a"));
        await Until<Answer.Accepted>(ann);
        var (late, _) = Connect(desk) is var (heard, link) && link.Ask(new Request.Hello("late", null)) is var asked
            ? (heard, asked)
            : default;
        var listed = await Until<Answer.Listed>(late);
        Assert.Equal((1000L, null as string), (listed.View.PriceMinor, listed.View.Leader));
        Time.Advance(TimeSpan.FromSeconds(30));
        var first = await Until<Notice>(bob, n => n is Notice.PriceChanged or Notice.UnitSold);
        Assert.Equal(("ann", 5000L), first is Notice.PriceChanged price ? (price.Leader, price.PriceMinor) : default);
    }

    [Fact]
    public async Task Facts_of_a_lot_are_numbered_without_a_gap_and_tell_its_whole_story()
    {
        var desk = Open(Lots);
        var (ann, link, _) = await Enter(desk, "ann");
        await link.Bid(("rug", 6000, "a"));
        await Until<Answer.Accepted>(ann);
        Time.Advance(TimeSpan.FromSeconds(60));
        await Until<Notice.LotClosed>(ann);
        var facts = Journal.Read(StreamNames.Lot(TheSale.Id, 1, "rug"));
        Assert.Equal(
            [
                typeof(LotFact.Opened),
                typeof(RoundOpened),
                typeof(LotFact.BidAccepted),
                typeof(LotFact.UnitAwarded),
                typeof(RoundEnded),
                typeof(LotFact.Closed),
            ],
            facts.Select(f => f.Fact.GetType()));
        Assert.True(facts.Zip(facts.Skip(1)).All(p => p.First.Event < p.Second.Event));
    }
}
