using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Commands;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Messages;

namespace AkkaAuction.Auctioneer.Tests.Commands;

/// <summary>What a house says of its sales when it is open.</summary>
public sealed class WelcomeTests
{
    private static readonly DateTimeOffset Evening = new(2026, 12, 24, 18, 0, 0, TimeSpan.Zero);

    [Fact]
    public void One_sale_is_a_sentence()
    {
        Assert.StartsWith("The sale of this journal is over", Of(Sale("a", SaleViewState.Ended)), StringComparison.Ordinal);
        Assert.Equal("The sale goes on. ", Of(Sale("a", SaleViewState.Open), Sale("b", SaleViewState.Ended)));
        Assert.Equal(
            "The sale opens at 2026-12-24 18:00:00 UTC. ", Of(Sale("a", SaleViewState.Waiting) with { OpensAt = Evening }));
        Assert.Equal("The sale starts when the first bidder arrives. ", Of(Sale("a", SaleViewState.Waiting)));
    }

    [Fact]
    public void Several_sales_have_a_line_each() => Assert.Equal(
        "Sale a (Lamps and clocks): 2 lots, open\n"
            + "Sale b: 1 lot, waits for its bidders\n"
            + "Sale c (Lamps and clocks): 2 lots, opens at 2026-12-24 18:00:00 UTC\n",
        Of(
            Sale("a", SaleViewState.Open),
            Sale("b", SaleViewState.Waiting) with { Title = "b", Lots = 1 },
            Sale("over", SaleViewState.Ended),
            Sale("c", SaleViewState.Waiting) with { OpensAt = Evening }));

    [Fact]
    public void A_title_gives_way_to_eighty_columns()
    {
        var line = Of(
            Sale("winter-evening", SaleViewState.Waiting) with { OpensAt = Evening, Title = new string('x', 128) },
            Sale("b", SaleViewState.Open)).Split('\n')[0];
        Assert.Equal(Welcome.Columns, line.Length);
        Assert.EndsWith("x…): 2 lots, opens at 2026-12-24 18:00:00 UTC", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_thousand_sales_the_first_are_named()
    {
        var lines = Of([.. Enumerable.Range(1, 1000).Select(i => Sale($"s{i}", SaleViewState.Open))]).Split('\n');
        Assert.Equal("… and 980 more; see them all with: auctioneer sale list", lines[20]);
        Assert.Equal("", lines[21]);
    }

    private static string Of(params SaleSummary[] sales) => Welcome.Sales([.. sales], HouseSettings.Default());

    private static SaleSummary Sale(string id, SaleViewState state) => new(id, "Lamps and clocks", 1, state, 2, 0, 0, null, 1);
}
