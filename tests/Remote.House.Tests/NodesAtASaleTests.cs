namespace AkkaAuction.Remote.House.Tests;

/// <summary>Bidder nodes as processes of their own, at a house in this one, so that its account can be held against theirs.</summary>
public sealed class NodesAtASaleTests
{
    private const string Lots = """
        lots = [
          { id = lamp, title = "Desk lamp", start = 20, units = 4 }
          { id = globe, title = Globe, start = 45, units = 3 }
          { id = teacups, title = Teacups, start = "8.50", units = 6 }
          { id = atlas, title = Atlas, start = 30, units = 2 }
        ]
        """;

    [Fact]
    public async Task Three_nodes_of_20_bots_beside_20_bots_over_TCP_hold_a_whole_sale_and_all_accounts_agree()
    {
        await using var house = await Houses.OpenAsync(Lots, "auction.sale.bidders-to-start=80", "auction.rounds.close-when-all-acted=on");
        string[][] ways =
        [
            ["--auctioneer", house.RemoteAddress!, "--name", "node-a"], ["--auctioneer", house.RemoteAddress!, "--name", "node-b"],
            ["--auctioneer", house.RemoteAddress!, "--name", "node-c"], ["--connect", $"{house.FloorEndPoint}", "--name", "floor"],
        ];
        var fleets = ways.Select(way => ProgramRun.Bidder(["bots", .. way, "--count", "20", "--chance", "0.5", "--json"])).ToArray();
        try
        {
            var account = await house.SaleEnded.WaitAsync(ProgramRun.Patience * 2);
            var bought = new List<(string Bidder, string Lot, string Price)>();
            foreach (var fleet in fleets)
            {
                Assert.Equal(0, await fleet.EndAsync());
                Assert.DoesNotContain(fleet.Lines, line => line.StartsWith("error: ", StringComparison.Ordinal));
                bought.AddRange(Accounts.OfBots(fleet));
            }
            Assert.Equal(15, account.Sold);
            Assert.Equal(Accounts.OfHouse(account).Order(), bought.Order());
            // Neither kind is served first: each has its share of what there is.
            Assert.Contains(bought, unit => unit.Bidder.StartsWith("node-", StringComparison.Ordinal));
            Assert.Contains(bought, unit => unit.Bidder.StartsWith("floor-", StringComparison.Ordinal));
        }
        finally
        {
            foreach (var fleet in fleets) await fleet.DisposeAsync();
        }
    }

    [Fact]
    public async Task The_same_bots_come_to_the_same_account_whichever_way_they_come()
    {
        Assert.Equal(await SaleAsync(remote: false), await SaleAsync(remote: true));
    }

    /// <summary>A sale of six bots with fixed seeds, equal bids drawn: nothing depends on who is faster.</summary>
    private static async Task<string[]> SaleAsync(bool remote)
    {
        await using var house = await Houses.OpenAsync(
            Lots, "auction.sale.bidders-to-start=6", "auction.rounds.close-when-all-acted=on", "auction.rounds.ties=drawn");
        string[] way = remote ? ["--auctioneer", house.RemoteAddress!] : ["--connect", $"{house.FloorEndPoint}"];
        await using var bots = ProgramRun.Bidder(["bots", .. way, "--count", "6", "--seed", "7", "--json"]);
        await house.SaleEnded.WaitAsync(ProgramRun.Patience);
        Assert.Equal(0, await bots.EndAsync());
        return [.. Accounts.OfBots(bots).Order().Select(unit => unit.ToString())];
    }
}
