using System.Text.RegularExpressions;
using AkkaAuction.Auctioneer.Tests.Support;

namespace AkkaAuction.Auctioneer.Tests.Doors;

/// <summary>Bids that are taken back, in the floor's words.</summary>
public sealed class WithdrawnBidsTests
{
    [Fact]
    public async Task A_bid_is_taken_back_once_where_the_terms_allow_it_and_nobody_else_hears_of_it()
    {
        await using var house = await Houses.OpenAsync("""
            lots = [
              { id = cup, form = first_price, start = "20.00", replace = last, withdraw = true, open-for = 10h }
              { id = lamp, form = second_price, start = "20.00", open-for = 10h }
            ]
            """);
        await using var eve = await FloorClient.EnterAsync(house.FloorEndPoint, "eve");
        await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
        string lot;
        do lot = await ann.AskAsync("LIST", "LOT cup");
        while (lot.Contains("state=waiting", StringComparison.Ordinal));
        Assert.EndsWith(" currency=USD replace=last withdraw=yes", lot, StringComparison.Ordinal);
        await ann.AskAsync("BID cup 45 a", "ACCEPTED a cup 45.00 ");
        await ann.AskAsync("BID cup 30 b", "ACCEPTED b cup 30.00 ");
        await ann.AskAsync("WITHDRAW cup a", "REFUSED a cup 222 price=20.00 next=20.00 ");
        var answer = await ann.AskAsync("WITHDRAW cup b", "WITHDRAWN b cup ");
        // Sent again, it has its first answer.
        Assert.Equal(answer, await ann.AskAsync("withdraw cup b", "WITHDRAWN"));
        await ann.AskAsync("BID lamp 45 a", "ACCEPTED a lamp 45.00 ");
        await ann.AskAsync("WITHDRAW lamp a", "REFUSED a lamp 221 price=20.00 next=20.00 ");
        await ann.AskAsync("WITHDRAW boat a", "REFUSED a boat 201 price=- next=- ");
        await ann.AskAsync("WITHDRAW cup", "ERROR 102 ");
        await eve.AskAsync("LIST", "READY");
        Assert.DoesNotContain(eve.Heard, line => Regex.IsMatch(line, "ann|30\\.00|WITHDR"));
    }
}
