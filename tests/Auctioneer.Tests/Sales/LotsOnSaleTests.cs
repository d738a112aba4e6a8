using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Messages;
using AkkaAuction.Rules.Forms.Dutch;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Auctioneer.Tests.Sales;

/// <summary>What lists of a long sale share, so that a reader costs no list of its own.</summary>
public sealed class LotsOnSaleTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly LotsOnSale _lots = new();

    [Fact]
    public void Lists_of_an_unchanged_sale_are_the_same_pages()
    {
        Put(600);
        var (one, other) = (_lots.List(Noon), _lots.List(Noon.AddHours(1)));
        Assert.Equal([256, 256, 88], one.Select(page => page.Lots.Length));
        Assert.Equal(one, other);
    }

    [Fact]
    public void A_lot_that_changes_renews_its_own_page_only()
    {
        Put(600);
        var before = _lots.List(Noon);
        _lots.Change("lot-300", lot => lot with { PriceMinor = 7_00 });
        var after = _lots.List(Noon);
        Assert.Same(before[0], after[0]);
        Assert.Same(before[2], after[2]);
        Assert.Equal(7_00, after[1].Lots[300 - 256].PriceMinor);
        // What a reader has got already stays as it was.
        Assert.Equal(1_00, before[1].Lots[300 - 256].PriceMinor);
    }

    [Fact]
    public void A_closed_lot_is_in_no_list_and_a_new_one_comes_last()
    {
        Put(2);
        Assert.Equal(["lot-0", "lot-1"], Listed());
        _lots.Change("lot-0", lot => lot with { State = LotViewState.Closed });
        Assert.Equal(["lot-1"], Listed());
        _lots.Put(Lot(2));
        Assert.Equal(["lot-1", "lot-2"], Listed());
        _lots.Clear();
        Assert.Empty(_lots.List(Noon));
    }

    [Fact]
    public void A_price_that_moves_with_the_clock_is_as_of_each_list()
    {
        var since = Noon.ToUnixTimeMilliseconds();
        var fields = new ShownFields([
            new("from", ShownKind.Amount, 10_00), new("step", ShownKind.Amount, 1_00), new("every", ShownKind.Length, 1_000),
            new("floor", ShownKind.Amount, 1_00), new("since", ShownKind.Time, since),
        ]);
        _lots.Put(Lot(0) with { Form = DutchForm.Instance.Name, Fields = fields });
        Assert.Equal(10_00, Assert.Single(_lots.List(Noon)).Lots[0].PriceMinor);
        Assert.Equal(8_00, Assert.Single(_lots.List(Noon.AddSeconds(2))).Lots[0].PriceMinor);
    }

    private IEnumerable<string> Listed() => _lots.List(Noon).SelectMany(page => page.Lots).Select(lot => lot.Lot);

    private void Put(int count)
    {
        for (var number = 0; number < count; number++) _lots.Put(Lot(number));
    }

    private static LotView Lot(int number) =>
        new($"lot-{number}", "proxy", $"Lot {number}", 1_00, 1_00, 1_00, 1, null, null, LotViewState.Open);
}
