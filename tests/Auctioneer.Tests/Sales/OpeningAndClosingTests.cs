using Akka.Actor;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Tests.Support;
using AkkaAuction.Journal;
using AkkaAuction.Messages;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Tests.Sales;

/// <summary>A sale that opens at its time, one that its operator closes, and what both leave in the journal.</summary>
public sealed class OpeningAndClosingTests : HouseKit
{
    private const string Lots = """
        lots = [
          { id = lamp, start = "10.00", units = 2 }
          { id = violin, form = proxy, start = "10.00", increment = "1.00", open-for = 60m }
          { id = cup, form = second_price, start = "10.00", open-for = 60m }
        ]
        """;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_sale_opens_at_its_time_with_somebody_there_or_nobody(bool isSomebodyThere)
    {
        var at = Time.GetUtcNow().AddDays(2);
        var desk = Open($"opens = \"{at:yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'}\", bidders-to-start = {(isSomebodyThere ? 1 : 0)}\n{Lots}");
        var ann = isSomebodyThere ? (await Enter(desk, "ann")).Heard : null;
        // It answers once its clock is armed.
        var sale = Sys.ActorSelection("/user/auctioneer/sale-1");
        await AwaitConditionAsync(
            async () => (await sale.Ask<ActorIdentity>(new Identify(1), Houses.Patience)).Subject is not null, Houses.Patience);
        Time.Advance(at - Time.GetUtcNow() - TimeSpan.FromMilliseconds(1));
        Assert.DoesNotContain(Journal.Read(StreamNames.Run(TheSale.Id, 1)), f => f.Fact is SaleFact.Opened);
        Time.Advance(TimeSpan.FromMilliseconds(1));
        if (ann is not null) Assert.Equal(1, (await Until<Notice.RoundOpened>(ann)).Round);
        await AwaitConditionAsync(
            () => Task.FromResult(Journal.Read(StreamNames.Run(TheSale.Id, 1)).Any(f => f.Fact is SaleFact.Opened)), Houses.Patience);
    }

    [Fact]
    public async Task A_sale_that_its_operator_closes_is_decided_at_once()
    {
        var desk = Open(Lots);
        var (ann, link, _) = await Enter(desk, "ann");
        await link.Bid(("lamp", 1500, "a"), ("violin", 2000, "b"), ("cup", 3000, "c"));
        foreach (var id in (string[])["a", "b", "c"]) await Until<Answer.Accepted>(ann, a => a.BidId == id);
        Sys.ActorSelection("/user/auctioneer/sale-1").Tell(new SaleCommand.Close());
        await Until<Notice.SaleEnded>(ann, e => e is { Sold: 3, Unsold: 1 });
        var awards = StreamsOf("lamp", "violin", "cup").SelectMany(Journal.Read).Select(f => f.Fact).OfType<LotFact.UnitAwarded>();
        Assert.Equal([1500L, 1000, 1000], awards.Select(award => award.PriceMinor));
    }

    [Fact]
    public async Task A_hidden_bid_is_stored_with_a_salt_and_an_open_one_without()
    {
        var desk = Open(Lots);
        var (ann, link, _) = await Enter(desk, "ann");
        await link.Bid(("violin", 2000, "b"), ("cup", 3000, "c"), ("cup", 3000, "d"));
        foreach (var id in (string[])["b", "c", "d"]) await Until<Answer.Accepted>(ann, a => a.BidId == id);
        UInt128[] SaltsOf(string lot) =>
            [.. StreamsOf(lot).SelectMany(Journal.Read).Select(f => f.Fact).OfType<LotFact.BidAccepted>().Select(bid => bid.Salt)];
        Assert.Equal([UInt128.Zero], SaltsOf("violin"));
        var hidden = SaltsOf("cup");
        Assert.Equal(2, hidden.Distinct().Count());
        Assert.DoesNotContain(UInt128.Zero, hidden);
    }

    [Fact]
    public async Task The_journal_has_the_hash_of_a_token_and_the_bidder_hears_its_own_again()
    {
        var desk = Open(Lots);
        var (_, _, token) = await Enter(desk, "ann");
        var stored = Journal.Read(StreamNames.Desk).Select(f => f.Fact).OfType<RegistryFact.BidderRegistered>().Single();
        Assert.Equal(TokenHash.Of(token), stored.TokenHash);
        var (_, _, again) = await Enter(desk, "ann", token);
        Assert.Equal(token, again);
    }

    private static IEnumerable<string> StreamsOf(params string[] lots) => lots.Select(lot => StreamNames.Lot(TheSale.Id, 1, lot));
}
