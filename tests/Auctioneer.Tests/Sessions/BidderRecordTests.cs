using AkkaAuction.Auctioneer.Sessions;
using AkkaAuction.Auctioneer.Tests.Simulation;
using AkkaAuction.Journal;

namespace AkkaAuction.Auctioneer.Tests.Sessions;

/// <summary>What proves a bidder's name.</summary>
public sealed class BidderRecordTests
{
    [Fact]
    public void Only_the_token_itself_proves_a_name()
    {
        var record = new BidderRecord("ann", TokenHash.Of("token"));
        Assert.True(record.IsToken("token"));
        Assert.All(new[] { null, "", "Token", "token ", "toke", record.TokenHash }, offered => Assert.False(record.IsToken(offered)));
    }

    [Fact]
    public void Nobody_comes_back_under_an_erased_name() => Assert.False(new BidderRecord("~1", "").IsToken(""));

    [Fact]
    public void A_new_token_has_128_bits_and_comes_from_the_source_that_is_handed_in()
    {
        Assert.Matches("^[0-9a-f]{32}$", BidderRecord.NewToken(new SeededBytes(1)));
        Assert.Equal(BidderRecord.NewToken(new SeededBytes(1)), BidderRecord.NewToken(new SeededBytes(1)));
        Assert.NotEqual(BidderRecord.NewToken(new SeededBytes(1)), BidderRecord.NewToken(new SeededBytes(2)));
    }
}
