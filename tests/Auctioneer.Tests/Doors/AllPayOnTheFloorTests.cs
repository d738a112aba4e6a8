using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Tests.Support;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Tests.Doors;

/// <summary>An all-pay lot in the floor's words: what those pay who do not win.</summary>
public sealed class AllPayOnTheFloorTests
{
    private const string Lots = """
        sale = regatta
        lots = [
          { id = cup, form = all_pay, start = "20.00", open-for = 1s }
          { id = last, form = all_pay, start = "20.00", open-for = 10h }
        ]
        """;

    [Fact]
    public async Task Everybody_is_told_what_those_pay_who_did_not_win_and_it_counts_as_spent()
    {
        await using var house = await Houses.OpenAsync(Lots);
        await using var eve = await FloorClient.EnterAsync(house.FloorEndPoint, "eve");
        await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
        await using var bob = await FloorClient.EnterAsync(house.FloorEndPoint, "bob");
        while ((await ann.AskAsync("LIST", "LOT cup")).Contains("state=waiting", StringComparison.Ordinal)) { }
        await ann.AskAsync("BID cup 30 a", "ACCEPTED a cup 30.00 ");
        await bob.AskAsync("BID cup 45 b", "ACCEPTED b cup 45.00 ");
        Assert.EndsWith(" cup 45.00 to=bob units=0", await eve.UntilAsync("SOLD"), StringComparison.Ordinal);
        Assert.EndsWith(" cup 30.00 by=ann", await eve.UntilAsync("PAYS"), StringComparison.Ordinal);
        Assert.EndsWith(" cup sold=1 unsold=0", await eve.UntilAsync("CLOSED"), StringComparison.Ordinal);
        Assert.DoesNotContain(eve.Heard, line => line.StartsWith("PAID", StringComparison.Ordinal));
        Assert.EndsWith(" cup 30.00", await ann.UntilAsync("PAID"), StringComparison.Ordinal);
        // A payment is no purchase.
        Assert.Equal("ACCOUNT purchases=0 spent=30.00", await ann.AskAsync("ME", "ACCOUNT"));
        Assert.EndsWith(" role=payer", await ann.UntilAsync("BOUGHT cup 30.00"), StringComparison.Ordinal);
        Assert.Equal("ACCOUNT purchases=1 spent=45.00", await bob.AskAsync("ME", "ACCOUNT"));

        var account = await house.AccountAsync();
        Assert.Equal([("cup", "ann", 30_00L)], account.Payments.Select(paid => (paid.Lot, paid.Bidder, paid.AmountMinor)));
        Assert.Equal([("ann", 30_00L, 0), ("bob", 45_00L, 1)], account.Bidders().Select(b => (b.Bidder, b.SpentMinor, b.Purchases.Length)));
    }
}
