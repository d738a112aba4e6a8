using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Auctioneer.Tests.Support;
using AkkaAuction.Messages;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Tests.Hosting;

/// <summary>What an observer hears of a house that opens, whatever order its boards tell in.</summary>
public sealed class OpeningOrderTests
{
    [Fact]
    public void Sales_come_in_the_houses_order_then_the_rest_as_it_happened_and_from_then_on_all_at_once()
    {
        var told = new Teller();
        var opening = new OpeningOrder(told);
        Put(opening, "c");
        opening.OnNotice("c", new Notice.RoundClosed(1, 1));
        opening.OnOver(new SaleSummary("b", "b", 1, SaleViewState.Ended, 1, 0, 0, null, 0));
        opening.OnNotice("c", new Notice.RoundClosed(2, 2));
        Put(opening, "a");
        Assert.Empty(told.Lines);
        opening.Open(["a", "b", "c"]);
        Assert.Equal(["sale a", "over b", "sale c", "c 1", "c 2"], told.Lines);
        Put(opening, "d");
        opening.OnNotice("a", new Notice.RoundClosed(3, 3));
        Assert.Equal(["sale d", "a 3"], told.Lines[5..]);
    }

    [Fact]
    public void A_sale_that_the_house_does_not_name_and_a_second_run_are_told_all_the_same()
    {
        var told = new Teller();
        var opening = new OpeningOrder(told);
        Put(opening, "x");
        Put(opening, "a");
        Put(opening, "a");
        opening.Open(["a"]);
        Assert.Equal(["sale a", "sale x", "sale a"], told.Lines);
    }

    private static void Put(OpeningOrder to, string id)
    {
        var settings = Houses.Settings();
        var catalogue = Houses.Catalogue($"sale = {id}\n{Houses.OneLot}", settings);
        to.OnSale(catalogue.SaleTerms(1, settings), catalogue);
    }

    private sealed class Teller : IHouseObserver
    {
        public List<string> Lines { get; } = [];

        public void OnSale(SaleTerms sale, Catalogue catalogue) => Lines.Add($"sale {sale.Name}");

        public void OnOver(SaleSummary sale) => Lines.Add($"over {sale.Id}");

        public void OnNotice(string sale, Notice notice) => Lines.Add($"{sale} {notice.Seq}");

        public void OnAccount(FinalAccount account) => Lines.Add("account");
    }
}
