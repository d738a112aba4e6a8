using System.Collections.Immutable;
using AkkaAuction.Bidder.Accounts;
using AkkaAuction.Bidder.Market;
using AkkaAuction.Bidder.Originals;
using AkkaAuction.Bidder.Screens;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules;

namespace AkkaAuction.Bidder.Tests.Originals;

/// <summary>What a bidder that thinks in the floor's language understands of the room, and what the room hears of it.</summary>
public sealed class RoomLanguageTests
{
    private readonly RoomTranslator _translator = new("me", RoomItem.OfTheOriginal, TimeProvider.System);
    private readonly List<string> _wire = [];
    private BidderState _state = new("me", 100_000_00);

    [Fact]
    [Trait("Requirement", "R2.8")]
    public void A_welcome_lists_what_the_original_sold()
    {
        Ask(new Request.Hello("me", null));
        Assert.Equal(
            [("Headphones", 50_00, null), ("Laptop", 500_00, null), ("Smartphone", 300_00, (int?)null)],
            _state.Market.Lots.Values.Select(l => (l.Lot, l.PriceMinor, l.Units)));
        Assert.All(_state.Market.Lots.Values, lot => Assert.Equal(LotViewState.Open, lot.State));
    }

    [Fact]
    [Trait("Requirement", "R2.6")]
    public void A_bid_is_item_comma_amount_and_one_is_under_way_at_a_time()
    {
        Ask(new Request.Hello("me", null));
        Bid("Laptop", 550_25, "1");
        Bid("Smartphone", 310_00, "2");
        Assert.Equal(["Laptop,550.25"], _wire);
        Hear("Your bid for Laptop is now the highest at $550.25");
        Assert.Equal(["Laptop,550.25", "Smartphone,310"], _wire);
        Assert.Equal(550_25, _state.RecordOf("Laptop").LiveMinor);
        Assert.Equal("me", _state.Market.Lots["Laptop"].Leader);
        Hear("Bid rejected. Either the bid is too low or you already have the highest bid.");
        Assert.Empty(_state.Pending);
        Assert.Equal(0, _state.RecordOf("Smartphone").LiveMinor);
    }

    [Fact]
    public void Another_bid_outbids_and_sets_the_price()
    {
        Ask(new Request.Hello("me", null));
        Bid("Laptop", 550_25, "1");
        Hear("Your bid for Laptop is now the highest at $550.25", "New highest bid for Laptop: $600");
        Assert.Equal((600_00, 600_01), (_state.Market.Lots["Laptop"].PriceMinor, _state.Market.Lots["Laptop"].NextMinor));
        Assert.Equal(0, _state.RecordOf("Laptop").LiveMinor);
        Assert.Single(_state.RecordOf("Laptop").Losses);
    }

    [Fact]
    public void What_was_won_is_paid_and_counted_once_and_the_lot_goes_on_without_a_leader()
    {
        Ask(new Request.Hello("me", null));
        Bid("Laptop", 550_25, "1");
        Hear(
            "Your bid for Laptop is now the highest at $550.25",
            "Item Laptop sold to Client 4 for $550.25",
            "Congratulations! You won Laptop for $550.25");
        Assert.Equal(550_25, _state.Wallet.SpentMinor);
        var laptop = _state.Market.Lots["Laptop"];
        Assert.Equal((null, null, LotViewState.Open), (laptop.Units, laptop.Leader, laptop.State));
        Ask(new Request.Me());
        Assert.Equal(550_25, _state.Wallet.SpentMinor);
    }

    [Fact]
    public void When_the_last_unit_of_everything_is_sold_the_sale_is_over_and_the_last_win_counts()
    {
        Ask(new Request.Hello("me", null));
        foreach (var (item, units) in new[] { ("Laptop", 2), ("Smartphone", 3), ("Headphones", 4) })
        {
            for (var unit = 0; unit < units; unit++) Hear($"Item {item} sold to Client 2 for $1000");
        }
        Assert.Equal(LotViewState.Closed, _state.Market.Lots["Laptop"].State);
        Assert.False(_state.Market.HasEnded);
        Bid("Headphones", 60_00, "1");
        Hear("Your bid for Headphones is now the highest at $1001", "Item Headphones sold to Client 1 for $1001");
        Assert.False(_state.Market.HasEnded);
        Hear("Congratulations! You won Headphones for $1001");
        Assert.True(_state.Market.HasEnded);
        Assert.Empty(_state.RecordOf("Headphones").Losses);
    }

    [Fact]
    public void An_item_that_is_not_found_is_closed_and_its_bid_refused()
    {
        Ask(new Request.Hello("me", null));
        Bid("Laptop", 600_00, "1");
        var told = Hear("Item Laptop not found or sold out.");
        Assert.Contains(told, line => line.Answer is Answer.Refused { Code: RejectionCode.Closed, BidId: "1" });
        Assert.Equal(LotViewState.Closed, _state.Market.Lots["Laptop"].State);
    }

    [Fact]
    public void Items_heard_of_are_added_and_lines_not_known_are_skipped()
    {
        Ask(new Request.Hello("me", null));
        Hear("Hello there", "New highest bid for Old Lamp: $7.5");
        Assert.Equal(7_50, _state.Market.Lots["Old Lamp"].PriceMinor);
        Hear("Item Old Lamp sold to Client 2 for $7.5");
        Assert.Equal(LotViewState.Open, _state.Market.Lots["Old Lamp"].State);
    }

    [Fact]
    public void A_bid_on_an_item_that_nobody_has_heard_of_is_refused_as_such()
    {
        Ask(new Request.Hello("me", null));
        Bid("Boat", 5_00, "1");
        Assert.Contains(
            Hear("Item Boat not found or sold out."),
            line => line.Answer is Answer.Refused { Code: RejectionCode.NoSuchLot, BidId: "1" });
    }

    [Fact]
    [Trait("Requirement", "R2.5")]
    public void An_item_that_is_sold_out_is_closed_with_what_was_sold_of_it()
    {
        Ask(new Request.Hello("me", null));
        Hear("Item Laptop sold to Client 2 for $600");
        var last = Hear("Item Laptop sold to Client 1 for $650");
        Assert.Contains(last, line => line.Notice is Notice.LotClosed { Lot: "Laptop", Sold: 2, Unsold: 0 });
    }

    /// <summary>Units may have been sold before it came; the room says how many of none.</summary>
    [Fact]
    public void What_was_sold_before_it_came_is_not_told()
    {
        Ask(new Request.Hello("me", null));
        var told = Hear("Item Smartphone sold to Client 2 for $310");
        Bid("Smartphone", 400_00, "1");
        told.AddRange(Hear("Item Smartphone not found or sold out."));
        foreach (var item in new[] { "Laptop", "Headphones" })
        {
            Bid(item, 600_00, item);
            told.AddRange(Hear($"Item {item} not found or sold out."));
        }
        Assert.True(_state.Market.HasEnded);
        Assert.Equal(
            [
                "Smartphone goes to Client 2 for 310.00.", "Smartphone is closed.", "Laptop is closed.", "Headphones is closed.",
                "The sale is over.",
            ],
            told.Select(line => EventText.OfSale(line, "me")).OfType<string>());
    }

    /// <summary>It has missed lines, and is another client to the room.</summary>
    [Fact]
    public void What_was_sold_between_two_connections_is_not_told()
    {
        Ask(new Request.Hello("me", null));
        Hear("Item Laptop sold to Client 2 for $600", "New highest bid for Laptop: $610");
        _translator.Connected();
        Ask(new Request.Hello("me", null));
        Bid("Laptop", 700_00, "1");
        Assert.Equal(
            ["Laptop is closed."],
            Hear("Item Laptop not found or sold out.").Select(line => EventText.OfSale(line, "me")).OfType<string>());
        Assert.Contains("Laptop", BidderAccount.Of(_state).Unseen);
    }

    private void Ask(Request request) => Told(_translator.Take(request));

    private void Bid(string item, long minor, string id)
    {
        _state = _state.Sent(new PendingBid(id, item, minor, 0));
        Told(_translator.Take(new Request.Bid(item, minor, id)));
    }

    private List<FloorLine> Hear(params string[] lines)
    {
        var all = new List<FloorLine>();
        foreach (var line in lines) all.AddRange(Told(_translator.Read(line)));
        return all;
    }

    [Fact]
    public void What_a_lost_connection_leads_is_sold_to_another()
    {
        _translator.Take(new Request.Bid("Laptop", 600_00, "t1"));
        _translator.Read("Your bid for Laptop is now the highest at $600");
        _translator.Connected();

        var lines = _translator.Read("Item Laptop sold to Client 3 for $600").Lines;
        Assert.NotEqual("me", Assert.IsType<Notice.UnitSold>(lines[0].Notice).Winner);
        // The last unit closes the lot, though no line says that it was won.
        Assert.Contains(_translator.Read("Item Laptop sold to Client 4 for $700").Lines, line => line.Notice is Notice.LotClosed);
    }

    private ImmutableArray<FloorLine> Told(RoomTranslator.Step step)
    {
        foreach (var line in step.Lines) _state = _state.Apply(line);
        if (step.Wire is { } text) _wire.Add(text);
        return step.Lines;
    }
}
