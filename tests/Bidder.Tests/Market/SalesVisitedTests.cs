using AkkaAuction.Bidder.Accounts;
using AkkaAuction.Bidder.Market;
using AkkaAuction.Messages;
using static AkkaAuction.Bidder.Tests.Told;

namespace AkkaAuction.Bidder.Tests.Market;

/// <summary>What a bidder knows of several sales, across joins.</summary>
public sealed class SalesVisitedTests
{
    private const string Welcome = "WELCOME me t time=2026-11-20T12:00:00.000Z";

    private static readonly string Led = Lot("vase", form: "proxy").Replace("leader=-", "leader=me", StringComparison.Ordinal);

    private readonly SalesVisited _visited = new();

    [Fact]
    public void A_bid_stands_after_a_join_away_and_back_if_it_still_leads()
    {
        var state = _visited.Change("day", Day().Bidding("vase", 30_00, 0), "night").After("READY 1");
        Assert.True(_visited.HasBidIn("day", state));
        var led = new SalesVisited().Change("night", state, "day");
        Assert.Equal(0, led.RecordOf("vase").Bids);

        Assert.Equal(30_00, Back(state).After(Led, Lot("clock"), "READY 20").RecordOf("vase").LiveMinor);
    }

    [Fact]
    public void A_bid_that_was_beaten_meanwhile_is_outbid()
    {
        var state = _visited.Change("day", Day().Bidding("vase", 30_00, 0), "night").After("READY 1");
        var back = Back(state).After(Lot("vase", 31, form: "proxy"), "READY 20");
        Assert.Equal((0L, true, 1), (back.RecordOf("vase").LiveMinor, back.RecordOf("vase").IsOutbid, back.RecordOf("vase").Bids));
    }

    [Fact]
    public void What_the_house_tells_of_a_sale_that_was_left_is_known_of_it()
    {
        var state = _visited.Change("day", Day().Bidding("vase", 30_00, 0), "night").After("READY 1");
        _visited.Take(Line("OUTBID 30 day/vase 31.00").Notice);
        Assert.False(_visited.HasBidIn("day", state));
        Assert.Equal<IEnumerable<string>>(["vase"], _visited.Undecided(state)["day"]);

        _visited.Take(Line("WON 31 day/vase 32.00").Notice);
        Assert.Empty(_visited.Undecided(state));
    }

    [Fact]
    public void What_was_bid_from_another_sale_is_known_of_the_lots_own()
    {
        var state = Day().Bidding("night/cup", 5_00, 0);
        Assert.True(_visited.HasBidIn("night", state));
        Assert.Equal<IEnumerable<string>>(["cup"], _visited.Undecided(state)["night"]);

        var night = _visited.Change("day", state, "night").After(
            Lot("cup", form: "proxy").Replace("leader=-", "leader=me", StringComparison.Ordinal), Lot("jug"), "READY 20");
        Assert.Equal((5_00L, 1), (night.RecordOf("cup").LiveMinor, night.RecordOf("cup").Bids));
        Assert.Equal<IEnumerable<string>>(["jug"], BidderAccount.Of(night).NeverBidOn);
        // Once only.
        var again = _visited.Change("day", _visited.Change("night", night, "day"), "night");
        Assert.Equal(1, again.RecordOf("cup").Bids);
    }

    [Fact]
    public void Who_came_back_with_a_token_knows_nothing_of_a_sale_it_was_not_in()
    {
        Assert.Null(_visited.HasBidIn("night", new BidderState("me", 100_00) { IsBack = true }));
        Assert.False(_visited.HasBidIn("night", new BidderState("me", 100_00)));
        Assert.True(new BidderState("me", 100_00) { IsBack = true }.InAnotherSale().IsBack);
    }

    [Fact]
    public void Units_that_left_a_sale_meanwhile_are_told_and_its_closed_lots_have_no_price()
    {
        var state = _visited.Change(
            "day", new BidderState("me", 100_00).After(Welcome, Lot("hammer", units: 6), Lot("anvil", units: 2), "READY 4",
                "SOLD 5 hammer 11.00 to=ada units=5"),
            "night").After("READY 1");
        var back = Back(state).After(
            Lot("hammer", 12, units: 2), "READY 20", "ACCOUNT purchases=1 spent=12.00", "BOUGHT hammer 12.00 9", "READY 20");

        var account = BidderAccount.Of(back);
        Assert.Equal<IEnumerable<string>>(["anvil", "hammer"], account.Unseen);
        Assert.Contains("  won by others: hammer ×1 or more", AccountText.Of(account));
        Assert.Equal("anvil", Assert.Single(back.Market.ClosedUnseen));
        Assert.Equal(LotViewState.Closed, back.Market.Lots["anvil"].State);
    }

    [Fact]
    public void Units_sold_before_one_came_are_not_counted_as_if_there_were_none()
    {
        BidderAccount Account(string lot) =>
            BidderAccount.Of(new BidderState("me", 100_00).After(Welcome, lot, "READY 4", "SOLD 5 hammer 13.00 to=ada units=2"));
        Assert.Empty(Account(Lot("hammer", 10, 3)).HeardInPart);
        Assert.Equal<IEnumerable<string>>(["hammer"], Account(Lot("hammer", 12, 3, start: 10)).HeardInPart);
        Assert.Empty(Account(Lot("hammer", 12, 3, state: "waiting", start: 10)).HeardInPart);
    }

    [Fact]
    public void Of_a_second_run_of_a_sale_nothing_of_the_first_is_told()
    {
        var over = Day().Bidding("vase", 30_00, 0).After("CLOSED 20 vase sold=1 unsold=0", "END 21 sold=1 unsold=1");
        var back = Back(_visited.Change("day", over, "night").After("READY 1")).After(Lot("vase", form: "proxy"), "READY 3");
        Assert.False(back.Market.HasEnded);
        Assert.Equal((0, "vase"), (back.RecordOf("vase").Bids, Assert.Single(back.Market.Lots.Keys)));

        var same = new SalesVisited();
        var looked = same.Change("night", same.Change("day", over, "night"), "day").After("END 21 sold=1 unsold=1", "READY 21");
        Assert.Equal((true, 1), (looked.Market.HasEnded, looked.RecordOf("vase").Bids));
    }

    private BidderState Back(BidderState state) => _visited.Change("night", state, "day");

    private static BidderState Day() =>
        new BidderState("me", 100_00).After(Welcome, Lot("vase", form: "proxy"), Lot("clock"), "READY 4");
}
