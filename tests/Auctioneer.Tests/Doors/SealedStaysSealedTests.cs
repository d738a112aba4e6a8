using System.Text.RegularExpressions;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Tests.Settings;
using AkkaAuction.Auctioneer.Tests.Support;
using AkkaAuction.Rules.Forms;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Tests.Doors;

/// <summary>
/// What an outsider reads on the floor before a sealed lot closes does not depend on the amounts: two runs of one sale that differ in those
/// alone, over the ready lots of every form that hides its bids.
/// </summary>
public sealed partial class SealedStaysSealedTests
{
    private static readonly LotTerms[] Lots =
    [
        .. ShippedFilesTests.Lots.Where(lot => lot.Form.Module.HidesBids).DistinctBy(lot => lot.Id)
            .Select(lot => lot with { OpenFor = TimeSpan.FromHours(10), Seller = null }),
    ];

    [Fact, Trait("Promise", "P13")]
    public async Task Two_runs_that_differ_in_the_sealed_amounts_alone_are_the_same_to_an_outsider()
    {
        Assert.Empty(FormRegistry.All.Where(form => form.HidesBids).Except(Lots.Select(lot => lot.Form.Module)));
        var (one, other) = (await RunAsync(1), await RunAsync(3));
        Assert.Equal(one.Outsider, other.Outsider);
        // What is compared is not empty, and a bidder's own lines would differ.
        Assert.Contains(one.Outsider, line => line.StartsWith("REFUSED", StringComparison.Ordinal));
        Assert.NotEqual(one.Bidder, other.Bidder);
    }

    /// <param name="times">How many times the start price the bids are; where the lowest wins, the start price divided by it.</param>
    private static async Task<(List<string> Outsider, List<string> Bidder)> RunAsync(int times)
    {
        var settings = Houses.Settings("auction.sale.bidders-to-start=3");
        var catalogue = new Catalogue([.. Lots]) { Head = CatalogueHead.Unsaid with { Name = TheSale.Id } };
        await using var house = await House.StartAsync(settings, catalogue, new HouseOptions());
        await using var eve = await FloorClient.EnterAsync(house.FloorEndPoint, "eve");
        await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
        await using var bob = await FloorClient.EnterAsync(house.FloorEndPoint, "bob");
        while (!Array.TrueForAll(Lots, lot => eve.Heard.Exists(line => Regex.IsMatch(line, $"^LOT {lot.Id} .*state=open"))))
            Assert.NotNull(await eve.LineAsync());
        // Lots open side by side, in any order.
        eve.Heard.Sort(StringComparer.Ordinal);
        await AskInVainAsync(eve, "before");
        foreach (var lot in Lots)
        {
            var amount = lot.Form.Module.Descends ? lot.StartPriceMinor / times : lot.StartPriceMinor * times;
            await bob.AskAsync($"BID {lot.Id} {Amount.Format(amount, 2)} b-1", "ACCEPTED");
            await ann.AskAsync($"BID {lot.Id} {Amount.Format(amount, 2)} a-1", "ACCEPTED");
        }
        await AskInVainAsync(eve, "after");
        await eve.AskAsync("ME", "ACCOUNT");
        await eve.AskAsync("LIST", "READY");
        return ([.. eve.Heard.Select(Masked)], [.. ann.Heard.Select(Masked)]);
    }

    /// <summary>Bids what no lot takes: the refusal tells a price and what would do.</summary>
    private static async Task AskInVainAsync(FloorClient eve, string when)
    {
        foreach (var lot in Lots)
        {
            var amount = lot.Form.Module.Descends ? lot.StartPriceMinor + 1 : lot.StartPriceMinor - 1;
            await eve.AskAsync($"BID {lot.Id} {Amount.Format(amount, 2)} {when}", "REFUSED");
        }
    }

    private static string Masked(string line) => Changing().Replace(line, "*");

    [GeneratedRegex("[0-9a-f]{32}|[0-9-]{10}T[0-9:.]{12}Z|hash=[0-9a-f]+")]
    private static partial Regex Changing();
}
