using Akka.Actor;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Sessions;
using AkkaAuction.Auctioneer.Tests.Support;
using AkkaAuction.Messages;
using AkkaAuction.Rules;

namespace AkkaAuction.Auctioneer.Tests.Sales;

/// <summary>A sale that is over goes after a while, and is there again for whoever wants to look.</summary>
public sealed class LetGoTests : HouseKit
{
    private const string Quick = "sale = quick, lots = [ { id = lamp, form = proxy, start = \"10.00\", open-for = 60s } ]";

    private static readonly TimeSpan Over = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan LetGo = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task Its_actors_end_and_whoever_bids_on_its_lots_is_refused_with_203()
    {
        var desk = OpenSales([Quick, ManySalesTests.Evening]);
        var (ann, link, _) = await Enter(desk, "ann");
        var lot = await Below("sale-1/lamp");
        await EndAndLetGo(ann);
        foreach (var gone in (string[])["sale-1", "sale-1/lamp", "board-1-quick"]) await IsGone(gone);
        await link.Bid(("lamp", 2000, "x"), ("quick/lamp", 2000, "y"));
        var (own, full) = (await Until<Answer.Refused>(ann), await Until<Answer.Refused>(ann));
        Assert.Equal(("lamp", RejectionCode.Closed), (own.Lot, own.Code));
        Assert.Equal(("quick/lamp", RejectionCode.Closed), (full.Lot, full.Code));
        await link.Ask(new Request.Pass("lamp"));
        Assert.Equal(RejectionCode.Closed, (await Until<Answer.Error>(ann)).Code);
        await link.Ask(new Request.Pass(null));
        await Until<Answer.Passed>(ann);
        // What was on its way to a lot that has ended is answered, too.
        lot!.Tell(new PlaceBids("lamp", "ann", 9, [new AskedBid(0, "z", 2000)]), TestActor);
        Assert.Equal(RejectionCode.Closed, (await ExpectMsgAsync<BidsPlaced>(Houses.Patience)).Answers[0].Code);
    }

    [Fact]
    public async Task A_bid_that_was_accepted_there_gets_its_first_answer_again()
    {
        var desk = OpenSales([Quick, ManySalesTests.Evening]);
        var (ann, link, _) = await Enter(desk, "ann");
        await link.Bid(("lamp", 2000, "a"));
        var first = await Until<Answer.Accepted>(ann);
        await EndAndLetGo(ann);
        await link.Bid(("lamp", 2000, "a"), ("quick/lamp", 2100, "a"), ("lamp", 2000, "b"), ("vase", 2000, "c"));
        Assert.Equal(first, await Until<Answer.Accepted>(ann));
        foreach (var code in (RejectionCode[])[RejectionCode.BidIdReused, RejectionCode.Closed, RejectionCode.NoSuchLot])
            Assert.Equal(code, (await Until<Answer.Refused>(ann)).Code);
        await link.Ask(new Request.Join("evening"));
        await Until<Answer.Ready>(ann);
        await link.Bid(("quick/lamp", 2000, "a"));
        Assert.Equal(first with { Lot = "quick/lamp" }, await Until<Answer.Accepted>(ann));
    }

    [Fact]
    public async Task Whoever_is_in_it_or_joins_it_finds_what_was_bought_there()
    {
        var desk = OpenSales([Quick, ManySalesTests.Evening]);
        var (ann, link, _) = await Enter(desk, "ann");
        await link.Bid(("lamp", 2000, "a"));
        await Until<Answer.Accepted>(ann);
        await EndAndLetGo(ann);
        await IsGone("board-1-quick");
        await link.Ask(new Request.Me());
        Assert.Equal(new Answer.Account(1, 1000), await Until<Answer.Account>(ann));
        await Until<Answer.Ready>(ann);

        var (bob, bobLink, _) = await Enter(desk, "bob");
        await bobLink.Ask(new Request.Join("quick"));
        Assert.Empty(await ManySalesTests.Listed(bob));
        await Until<Notice.SaleEnded>(bob);
        Time.Advance(LetGo);
        await IsGone("board-3-quick");
        await bobLink.Ask(new Request.List());
        await Until<Answer.Ready>(bob);
        await bobLink.Ask(new Request.Join("evening"));
        await Until<Answer.Ready>(bob);
    }

    [Fact]
    public async Task A_sale_that_is_put_up_again_is_not_let_go_of()
    {
        var desk = OpenSales([Quick], "auction.sale.repeat=on");
        var (ann, link, _) = await Enter(desk, "ann");
        Time.Advance(Over);
        await Until<Notice.SaleEnded>(ann);
        await Until<Notice.LotListed>(ann, listed => listed.View.State == LotViewState.Open);
        Time.Advance(TimeSpan.FromSeconds(30));
        await link.Bid(("lamp", 2000, "a"));
        await Until<Answer.Accepted>(ann);
    }

    [Theory]
    [InlineData("off")]
    [InlineData("on")]
    public async Task The_journal_lets_go_of_a_run_that_is_over_and_of_one_that_another_follows(string repeat)
    {
        var desk = OpenSales([Quick], $"auction.sale.repeat={repeat}");
        var (ann, _, _) = await Enter(desk, "ann");
        Time.Advance(Over);
        await Until<Notice.SaleEnded>(ann);
        Assert.NotNull(await Below("sale-1"));
        await ActorsRest();
        if (repeat == "off")
        {
            // An operator puts it up again at once.
            var again = Houses.Catalogue(Quick, Houses.Settings());
            Assert.Equal(
                new AuctioneerAnswer.PutUp("quick", 2),
                await desk.Ask<object>(new AuctioneerMessage.PutUpSale(again), Houses.Patience));
        }
        Time.Advance(TimeSpan.FromMinutes(1));
        await Journal.LetGoOf("sale/quick", 1).WaitAsync(Houses.Patience);
    }

    [Fact]
    public async Task The_journal_lets_go_of_a_sale_that_is_let_go_of()
    {
        var desk = OpenSales([Quick]);
        var (ann, _, _) = await Enter(desk, "ann");
        await EndAndLetGo(ann);
        await Journal.LetGoOf("sale/quick", 1).WaitAsync(Houses.Patience);
    }

    private async Task EndAndLetGo(Akka.TestKit.TestProbe ann)
    {
        Time.Advance(Over);
        await Until<Notice.SaleEnded>(ann);
        // The auctioneer has heard of it when it answers.
        Assert.NotNull(await Below("sale-1"));
        await ActorsRest();
        Time.Advance(LetGo);
        await ActorsRest();
    }

    private async Task ActorsRest()
    {
        foreach (var path in (string[])["reader", "let-go"]) await Below(path);
        await Sys.ActorSelection("/user/auctioneer").ResolveOne(Houses.Patience);
    }

    private async Task IsGone(string path)
    {
        await AwaitConditionAsync(async () => await Below(path) is null, Houses.Patience);
    }
}
