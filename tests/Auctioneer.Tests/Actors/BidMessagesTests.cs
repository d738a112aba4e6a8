using Akka.Actor;
using Akka.TestKit.Xunit2;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Rules;

namespace AkkaAuction.Auctioneer.Tests.Actors;

/// <summary>What a lot is asked and answers is plain data: it is the same when it has crossed to another process.</summary>
public sealed class BidMessagesTests : TestKit
{
    [Fact]
    public void What_a_lot_is_asked_comes_across_whole()
    {
        var asked = new PlaceBids("ann", 7, [new AskedBid(0, "x", long.MaxValue), new AskedBid(3, "h1-2-3", 0, RejectionCode.NotAnAmount)]);
        var across = Across(asked);
        Assert.Equal((asked.Bidder, asked.Read), (across.Bidder, across.Read));
        Assert.Equal(asked.Bids, across.Bids.AsEnumerable());
    }

    [Fact]
    public void What_a_lot_answers_comes_across_whole()
    {
        var placed = new BidsPlaced(7,
        [
            new BidAnswer { Place = 0, Lot = "lamp", Id = "x", AmountMinor = 1500, Seq = 12, Receipt = ulong.MaxValue },
            new BidAnswer { Place = 3, Lot = "lamp", Id = "y", AmountMinor = 100, Code = RejectionCode.TooLow, PriceMinor = 0, NextMinor = 4_000_000_000_000_000_000 },
            new BidAnswer { Place = 4, Lot = "lamp", Id = "z", AmountMinor = 100, Code = RejectionCode.Recovering, Reason = "why" },
        ]);
        var across = Across(placed);
        Assert.Equal(placed.Read, across.Read);
        Assert.Equal(placed.Answers, across.Answers.AsEnumerable());
        Assert.Equal((null, null), (across.Answers[0].PriceMinor, across.Answers[0].NextMinor));
    }

    private T Across<T>(T message)
    {
        var serializer = Sys.Serialization.FindSerializerFor(message);
        return (T)Sys.Serialization.Deserialize(Sys.Serialization.Serialize(message), serializer.Identifier, typeof(T).AssemblyQualifiedName!);
    }
}
