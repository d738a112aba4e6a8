using AkkaAuction.Bidder.Accounts;
using AkkaAuction.Bidder.Market;
using static AkkaAuction.Bidder.Tests.Told;

namespace AkkaAuction.Bidder.Tests.Market;

public sealed class BidderStateTests
{
    private const string Welcome = "WELCOME me t time=2026-11-20T12:00:00.000Z";

    private static BidderState Fresh(params string[] lots) =>
        new BidderState("me", 100_00).After([Welcome, .. lots, "READY 4", Opened(1, 5)]);

    [Fact]
    [Trait("Requirement", "R1.10")]
    public void A_win_adds_the_purchase_and_lowers_the_budget()
    {
        var state = Fresh(Lot("clock", 10, 2)).Bidding("clock", 12_00, 1)
            .After("SOLD 12 clock 12.00 to=me units=1", "WON 12 clock 12.00", "ROUND 1 CLOSED 13", Opened(2, 14));

        Assert.Equal((12_00, 88_00), (state.Wallet.SpentMinor, state.Wallet.LeftMinor));
        Assert.Equal(new Purchase("clock", 12_00, 12), Assert.Single(state.Wallet.Purchases));
        Assert.Equal(new LotRecord(1, 12_00, 0, 1, [], TakenSeq: 11), state.RecordOf("clock"));
        Assert.Equal(88_00, state.Wallet.AvailableFor("clock"));
    }

    [Fact]
    [Trait("Requirement", "R1.10")]
    public void A_bid_that_did_not_win_its_round_is_a_loss_and_its_money_is_free_again()
    {
        var state = Fresh(Lot("clock", 10, 2), Lot("vase")).Bidding("clock", 12_00, 1);
        Assert.Equal(88_00, state.Wallet.AvailableFor("vase"));

        state = state.After("SOLD 12 clock 13.00 to=ada units=1", "ROUND 1 CLOSED 13", Opened(2, 14));

        Assert.Equal([1], state.RecordOf("clock").Losses);
        Assert.Equal(0, state.RecordOf("clock").LiveMinor);
        Assert.Equal(100_00, state.Wallet.AvailableFor("vase"));
    }

    [Fact]
    public void A_bid_that_did_not_win_and_is_paid_all_the_same_costs_its_amount_once_and_brings_no_unit()
    {
        var state = Fresh(Lot("cup", form: "all_pay"), Lot("vase")).Bidding("cup", 12_00, 0)
            .After("SOLD 12 cup 13.00 to=ada units=0", "PAYS 13 cup 12.00 by=me", "PAID 13 cup 12.00", "CLOSED 14 cup sold=1 unsold=0");

        Assert.Equal((12_00, 88_00), (state.Wallet.SpentMinor, state.Wallet.AvailableFor("vase")));
        Assert.Equal(0, state.RecordOf("cup").Won);
        Assert.Equal("cup", Assert.Single(BidderAccount.Of(state).Lost));
        Assert.Equal("  paid, not won: cup 12.00", AccountText.Of(BidderAccount.Of(state)).ElementAt(2));
        Assert.Equal("me: spent 12.00 of 100.00, 88.00 left", AccountText.Of(BidderAccount.Of(state)).First());

        // Back after a loss, it comes with the account.
        var back = Fresh(Lot("vase")).After("ACCOUNT purchases=0 spent=12.00", "BOUGHT cup 12.00 13 role=payer", "READY 15");
        Assert.Equal(state.Wallet.Purchases, back.Wallet.Purchases);
        Assert.Equal((12_00, 0), (back.Wallet.SpentMinor, back.RecordOf("cup").Won));
    }

    [Fact]
    public void A_new_bid_takes_the_place_of_the_old_one_on_a_lot_of_one_unit_and_may_win_beside_it_on_a_lot_of_several()
    {
        Assert.Equal(100_00, Fresh(Lot("vase", form: "proxy")).Bidding("vase", 30_00, 0).Wallet.AvailableFor("vase"));
        Assert.Equal(70_00, Fresh(Lot("vase", units: 2, form: "proxy")).Bidding("vase", 30_00, 0).Wallet.AvailableFor("vase"));
    }

    [Fact]
    public void A_unit_announced_as_sold_to_the_bidder_is_paid_for_before_its_own_line_comes_and_a_bid_under_way_stays_set_aside()
    {
        var state = Fresh(Lot("vase", units: 3, form: "proxy"), Lot("clock")).Bidding("vase", 30_00, 0)
            .After("SOLD 12 vase 30.00 to=me units=2");
        Assert.Equal((70_00, 70_00), (state.Wallet.AvailableFor("vase"), state.Wallet.AvailableFor("clock")));

        state = state.Sent(new PendingBid("t2", "vase", 40_00, 0)).After("WON 12 vase 30.00");
        Assert.Equal((30_00, 30_00), (state.Wallet.SpentMinor, state.Wallet.AvailableFor("clock")));

        state = state.After(
            "ACCEPTED t2 vase 40.00 13", "SOLD 14 vase 40.00 to=me units=1", "WON 14 vase 40.00", "SOLD 12 vase 30.00 to=me units=2");
        Assert.Equal((70_00, 30_00), (state.Wallet.SpentMinor, state.Wallet.AvailableFor("clock")));
    }

    [Fact]
    public void A_refused_bid_frees_what_it_had_set_aside_and_is_no_loss()
    {
        var state = Fresh(Lot("clock"), Lot("vase")).Sent(new PendingBid("r1", "clock", 12_00, 1));
        Assert.Equal(88_00, state.Wallet.AvailableFor("vase"));

        state = state.After("REFUSED r1 clock 204 price=20.00 next=20.01 \"too low\"");

        Assert.Empty(state.Pending);
        Assert.Equal(100_00, state.Wallet.AvailableFor("vase"));
        Assert.Empty(state.Records);
    }

    [Fact]
    public void An_offer_in_a_tender_costs_nothing_is_lost_to_a_lower_one_and_the_lowest_is_its_best()
    {
        var state = Fresh(Lot("roof", 100, form: "reverse"), Lot("clock")).Bidding("roof", 90_00, 0).Bidding("roof", 80_00, 0);
        Assert.Equal(100_00, state.Wallet.AvailableFor("clock"));
        Assert.Equal(new LotRecord(2, 80_00, 80_00, 0, [], TakenSeq: 11), state.RecordOf("roof"));

        state = state.After("PRICE 12 roof 75.00 leader=ada next=70.00 closes=-");

        Assert.Equal(0, state.RecordOf("roof").LiveMinor);
        Assert.Equal([0], state.RecordOf("roof").Losses);
        Assert.Equal(70_00, state.Market.Lots["roof"].NextMinor);
        Assert.Equal(70_00, state.After("SOLD 13 roof 75.00 to=ada units=0").Market.Lots["roof"].NextMinor);
    }

    [Fact]
    public void A_tender_that_is_won_is_no_expense_neither_live_nor_in_the_account_of_the_house()
    {
        var state = Fresh(Lot("roof", 100, form: "reverse")).Bidding("roof", 90_00, 0)
            .After("SOLD 12 roof 90.00 to=me units=0", "WON 12 roof 90.00");
        Assert.Equal((0, 100_00), (state.Wallet.SpentMinor, state.Wallet.LeftMinor));
        Assert.Equal(new Purchase("roof", 90_00, 12, IsSupply: true), Assert.Single(state.Wallet.Purchases));

        // The house says it of lots that are not listed any more.
        var back = new BidderState("me", 100_00).After(
            "ACCOUNT purchases=2 spent=5.00 earned=90.00", "BOUGHT cup 5.00 11", "BOUGHT roof 90.00 12 role=supplier", "READY 13");
        Assert.Equal(95_00, back.Wallet.LeftMinor);
        Assert.Equal([false, true], back.Wallet.Purchases.Select(bought => bought.IsSupply));
        Assert.Contains(
            "  supplies:      roof 90.00", AccountText.Of(BidderAccount.Of(back)));
    }

    [Fact]
    public void A_refused_raise_leaves_the_bid_before_it_standing()
    {
        var state = Fresh(Lot("vase", form: "proxy"), Lot("clock")).Bidding("vase", 30_00, 0)
            .Sent(new PendingBid("t2", "vase", 50_00, 0));
        Assert.Equal(50_00, state.Wallet.AvailableFor("clock"));

        state = state.After("REFUSED t2 vase 206 price=10.00 next=10.50 \"above the ceiling\"");

        Assert.Equal(70_00, state.Wallet.AvailableFor("clock"));
    }

    [Fact]
    public void Outbid_on_a_proxy_lot_the_money_is_free_again()
    {
        var state = Fresh(Lot("vase", form: "proxy"), Lot("clock")).Bidding("vase", 30_00, 0);
        Assert.Equal(70_00, state.Wallet.AvailableFor("clock"));

        Assert.Equal(100_00, state.After("OUTBID 20 vase 31.00").Wallet.AvailableFor("clock"));
        Assert.Equal(100_00, state.After("PRICE 20 vase 31.00 leader=ada next=32.00 closes=-").Wallet.AvailableFor("clock"));
        Assert.Equal(70_00, state.After("PRICE 20 vase 12.00 leader=me next=13.00 closes=-").Wallet.AvailableFor("clock"));
        Assert.Single(state.After("PRICE 20 vase 31.00 leader=ada next=32.00 closes=-", "OUTBID 20 vase 31.00").RecordOf("vase").Losses);
    }

    [Fact]
    public void Outbid_before_the_newest_bid_was_taken_its_money_stays_set_aside_though_the_notice_comes_after_the_answer()
    {
        var state = Fresh(Lot("vase", form: "proxy"), Lot("clock")).Bidding("vase", 30_00, 0).Sent(new PendingBid("t2", "vase", 50_00, 0))
            .After("ACCEPTED t2 vase 50.00 21", "OUTBID 20 vase 31.00", "PRICE 20 vase 31.00 leader=ada next=32.00 closes=-");
        Assert.Equal((50_00, 50_00), (state.RecordOf("vase").LiveMinor, state.Wallet.AvailableFor("clock")));
        Assert.Empty(state.RecordOf("vase").Losses);

        // A proxy bid that stood higher answers in the same event.
        Assert.Equal(100_00, state.After("OUTBID 21 vase 51.00").Wallet.AvailableFor("clock"));
        Assert.Equal(100_00, state.After("PRICE 21 vase 51.00 leader=ada next=52.00 closes=-").Wallet.AvailableFor("clock"));
    }

    [Fact]
    public void Back_at_a_house_that_counts_from_the_beginning_an_outbid_bid_is_lost()
    {
        var leading = Lot("vase", 12, form: "proxy").Replace("leader=-", "leader=me", StringComparison.Ordinal);
        var back = Fresh(Lot("vase", form: "proxy"), Lot("clock"))
            .Bidding("vase", 30_00, 0)
            .After(Welcome, leading, Lot("clock"), "READY 2");
        Assert.Equal(70_00, back.Wallet.AvailableFor("clock"));
        Assert.Equal(100_00, back.After("OUTBID 3 vase 31.00").Wallet.AvailableFor("clock"));
    }

    [Fact]
    public void Outbid_while_away_the_money_is_free_again_and_still_leading_it_is_not()
    {
        var state = Fresh(Lot("vase", form: "proxy"), Lot("urn", form: "proxy"), Lot("clock"))
            .Bidding("vase", 30_00, 0)
            .Bidding("urn", 20_00, 0);

        var leading = Lot("urn", 12, form: "proxy").Replace("leader=-", "leader=me", StringComparison.Ordinal);
        var back = state.After(Welcome, Lot("vase", 31, form: "proxy"), leading, Lot("clock"), "READY 30");

        Assert.Equal(80_00, back.Wallet.AvailableFor("clock"));
        Assert.Equal((0, 20_00), (back.RecordOf("vase").LiveMinor, back.RecordOf("urn").LiveMinor));
    }

    [Fact]
    public void A_bid_in_a_round_whose_end_was_missed_counts_neither_as_won_nor_as_lost_until_the_account_says()
    {
        var state = Fresh(Lot("clock", 10, 3)).Bidding("clock", 12_00, 1).After(Welcome, Lot("clock", 12, 2), "READY 30", Opened(3, 28));

        Assert.Empty(state.RecordOf("clock").Losses);
        Assert.Equal((0, 100_00), (state.RecordOf("clock").LiveMinor, state.Wallet.AvailableFor("vase")));
        Assert.Equal(1, state.After("ACCOUNT purchases=1 spent=12.00", "BOUGHT clock 12.00 20", "READY 31").RecordOf("clock").Won);
        Assert.Equal([3], state.Bidding("clock", 13_00, 3).After(Opened(4)).RecordOf("clock").Losses);
    }

    [Fact]
    public void A_purchase_told_twice_counts_once()
    {
        var state = Fresh(Lot("clock", 10, 3)).After(
            "WON 12 clock 12.00", "WON 12 clock 12.00",
            "ACCOUNT purchases=1 spent=12.00", "BOUGHT clock 12.00 12", "READY 20", "WON 12 clock 12.00");

        Assert.Equal(12_00, state.Wallet.SpentMinor);
        Assert.Single(state.Wallet.Purchases);
    }

    [Fact]
    public void The_houses_account_takes_the_place_of_what_was_heard_before_it()
    {
        var state = Fresh(Lot("clock", 10, 3)).After(
            "WON 25 clock 13.00", "ACCOUNT purchases=2 spent=20.00", "BOUGHT clock 12.00 12", "BOUGHT clock 8.00 15", "READY 20");

        Assert.Equal(33_00, state.Wallet.SpentMinor);
        Assert.Equal(2 + 1, state.Wallet.Purchases.Count);
    }

    [Fact]
    public void Back_at_a_house_without_its_latest_events_the_account_is_what_the_house_says_and_numbers_are_used_again()
    {
        var state = Fresh(Lot("clock", 10, 3)).After(
            "SOLD 12 clock 12.00 to=me units=2", "WON 12 clock 12.00", "SOLD 14 clock 13.00 to=ada units=1",
            "ACCOUNT purchases=1 spent=12.00", "BOUGHT clock 12.00 12", "READY 40",
            Welcome, Lot("clock", 10, 3), "READY 6", "SOLD 7 clock 9.00 to=me units=2", "WON 7 clock 9.00");
        Assert.Equal(7, Assert.Single(state.Market.Awards).Seq);

        state = state.After("ACCOUNT purchases=0 spent=0.00", "READY 6");
        Assert.Equal(new Purchase("clock", 9_00, 7), Assert.Single(state.Wallet.Purchases));
        Assert.Equal((9_00, 1), (state.Wallet.SpentMinor, state.RecordOf("clock").Won));
    }

    [Fact]
    public void Units_that_were_sold_while_it_was_away_are_its_own_or_nobody_knows_whose()
    {
        var state = Fresh(Lot("clock", 10, 3), Lot("vase"), Lot("lamp")).After(
            Welcome, Lot("clock", 12, 1), Lot("lamp"), "READY 30", "ACCOUNT purchases=2 spent=24.00", "BOUGHT clock 12.00 20",
            "BOUGHT clock 12.00 21", "READY 31");

        var account = BidderAccount.Of(state);

        Assert.Equal("vase", Assert.Single(account.Unseen));
        Assert.Contains("  while away:    vase (who got units of it is not known)", AccountText.Of(account));
        Assert.Empty(BidderAccount.Of(Fresh(Lot("clock", 10, 3)).After("SOLD 12 clock 12.00 to=ada units=2")).Unseen);
    }

    [Fact]
    public void What_is_won_in_another_sale_counts_whatever_its_number_and_no_account_of_this_sale_takes_it_away()
    {
        var state = Fresh(Lot("clock")).After("ACCOUNT purchases=0 spent=0.00", "READY 40")
            .After("WON 7 evening/lamp 12.00", "WON 7 evening/lamp 12.00", "WON 8 evening/lamp 10.00")
            .After("ACCOUNT purchases=1 spent=5.00", "BOUGHT clock 5.00 41", "READY 50");

        Assert.Equal(27_00, state.Wallet.SpentMinor);
        Assert.Equal(3, state.Wallet.Purchases.Count);
    }

    [Fact]
    public void A_bid_in_another_sale_sets_its_money_aside_until_it_is_outbid_there()
    {
        var state = Fresh(Lot("clock")).Bidding("evening/lamp", 30_00, 0);
        Assert.Equal(70_00, state.Wallet.AvailableFor("clock"));
        Assert.Equal(100_00, state.After("OUTBID 12 evening/lamp 31.00").Wallet.AvailableFor("clock"));
    }

    [Fact]
    public void In_another_sale_the_numbers_the_lots_the_rounds_and_the_account_begin_anew_and_the_budget_stays()
    {
        var visit = new Visit(new BidderState("me", 100_00));
        VisitStep Hear(params string[] lines) => lines.Aggregate(VisitStep.None, (_, line) => visit.Take(Line(line)));
        Hear(Welcome, Lot("clock"), Lot("vase", form: "proxy"), "READY 400", Opened(9, 401), "WON 402 vase 20.00");
        visit.Sent(new PendingBid("r9", "clock", 12_00, 9));
        Hear("ACCEPTED r9 clock 12.00 403");

        visit.Joined(visit.State.InAnotherSale());
        Assert.False(visit.IsTrading);
        Assert.Equal(VisitStep.AskForAccount, Hear(Opened(1, 3), Lot("clock", 50), "READY 3"));
        Assert.Equal(VisitStep.TakeUpAgain, Hear("ACCOUNT purchases=1 spent=5.00", "BOUGHT lamp 5.00 2", "READY 3"));

        Assert.Empty(visit.Unanswered());
        Assert.Equal((3L, 1, true), (visit.State.Market.Seq, visit.State.Market.Round, visit.State.Market.RoundIsOpen));
        Assert.Equal("clock", Assert.Single(visit.State.Market.Lots.Keys));
        Assert.Equal(95_00, visit.State.Wallet.AvailableFor("clock"));
        Assert.Equal(0, visit.State.RecordOf("clock").Bids);
        // A number that was long past in the sale before is new here.
        Hear("PRICE 4 clock 60.00 leader=ada next=60.01 closes=-");
        Assert.Equal(60_00, visit.State.Market.Lots["clock"].PriceMinor);
    }

    [Fact]
    [Trait("Requirement", "R1.11")]
    public void The_account_tells_what_was_bought_what_others_won_and_what_was_lost_or_never_bid_on()
    {
        var state = Fresh(Lot("clock", 10, 2), Lot("vase"), Lot("lamp")).Bidding("clock", 12_00, 1)
            .After("SOLD 12 clock 12.00 to=me units=1", "WON 12 clock 12.00", Opened(2, 14))
            .Bidding("vase", 20_00, 2)
            .After("SOLD 15 vase 21.00 to=ada units=0", "CLOSED 16 vase sold=1 unsold=0", "END 17 sold=2 unsold=2");

        var account = BidderAccount.Of(state);

        Assert.Equal(("me", 100_00, 12_00, 88_00), (account.Name, account.BudgetMinor, account.SpentMinor, account.LeftMinor));
        Assert.Equal(new Purchase("clock", 12_00, 12), Assert.Single(account.Purchases));
        Assert.Equal(new AwardedUnit("vase", 2, 21_00, "ada", 15), Assert.Single(account.WonByOthers));
        Assert.Equal("vase", Assert.Single(account.Lost));
        Assert.Equal("lamp", Assert.Single(account.NeverBidOn));
    }

    [Fact]
    [Trait("Requirement", "R1.11")]
    public void Who_leaves_before_a_lot_is_decided_has_not_lost_it()
    {
        var state = Fresh(Lot("clock"), Lot("vase", form: "proxy"), Lot("lamp")).Bidding("vase", 20_00, 1).Bidding("clock", 12_00, 1)
            .After("SOLD 12 clock 13.00 to=ada units=0", "CLOSED 13 clock sold=1 unsold=0");

        var account = BidderAccount.Of(state);

        Assert.Equal("clock", Assert.Single(account.Lost));
        Assert.Equal("vase", Assert.Single(account.Undecided));
        Assert.Contains("  not decided:   vase", AccountText.Of(account));
    }

    [Fact]
    public void Back_after_a_lost_connection_a_bid_of_a_round_that_is_over_is_forgotten_and_others_are_sent_again()
    {
        var visit = new Visit(new BidderState("me", 100_00));
        var steps = new List<VisitStep>();
        void Hear(params string[] lines) => steps.AddRange(lines.Select(line => visit.Take(Line(line))));

        Hear(Welcome, Lot("clock"), Lot("vase", form: "proxy"), "READY 4", Opened(1, 5));
        visit.Sent(new PendingBid("r1", "clock", 12_00, 1));
        visit.Sent(new PendingBid("t1", "vase", 13_00, 0));
        visit.ConnectionLost();
        Hear(Welcome, Lot("clock"), Lot("vase", form: "proxy"), "READY 9", Opened(2, 8));
        Assert.False(visit.IsTrading);
        Hear("ACCOUNT purchases=0 spent=0.00", "READY 10");

        Assert.Equal([VisitStep.Begin, VisitStep.AskForAccount, VisitStep.TakeUpAgain], steps.Where(step => step != VisitStep.None));
        Assert.True(visit.IsTrading);
        Assert.Equal(["t1"], visit.Unanswered().Select(bid => bid.BidId));
        Assert.Equal(87_00, visit.State.Wallet.AvailableFor("clock"));
    }
}
