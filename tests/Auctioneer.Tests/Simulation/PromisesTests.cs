using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Tests.Simulation.Books;
using AkkaAuction.Journal;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Originals;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;
using AkkaAuction.Rules.Originals;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Tests.Simulation;

/// <summary>
/// The simulation's judge is judged: each promise that is broken on purpose is missed by name, and a journal that keeps them all is not.
/// </summary>
public sealed class PromisesTests
{
    [Fact]
    public void A_journal_that_keeps_them_breaks_none() => Assert.Equal((9, 5, 4, 1), new Trace().Hold().Seen);

    [Fact]
    public void P2_an_id_that_was_accepted_has_no_second_effect() =>
        Broken(
            "P2",
            new Trace().Behind<LotFact.BidAccepted>(
                b => b.BidId == "a1",
                new LotFact.BidAccepted("ann", "a1", 1600, 2, Trace.At(1), 1000, null)));

    [Fact]
    public void An_id_counts_for_its_lot_only() =>
        Assert.Equal(
            9,
            Trace.Hold(new Trace().Change<LotFact.BidAccepted>(b => b.BidId == "a2", b => b with { BidId = "a1" }).Written()).Seen.Bids);

    [Fact]
    public void P2_a_sealed_bidder_bids_once() =>
        Broken(
            "P2",
            new Trace().Behind<SealedHouseFact.BidTaken>(b => b.Connection == 3, new SealedHouseFact.BidTaken(3, 2, 2000, Trace.At(8))));

    [Fact]
    public void P2_a_lot_has_no_bid_that_the_seats_have_not() =>
        Broken("P2", new Trace().Change<LotFact.BidAccepted>(b => b.Bidder == "buyer-3", b => b with { AmountMinor = 9900 }));

    [Fact]
    public void P2_a_name_is_given_once() =>
        Broken("P2", new Trace().Change<RegistryFact.BidderRegistered>(r => r.Name == "bob", r => r with { Name = "ann" }));

    [Fact]
    public void P3_event_numbers_have_no_gap() => Broken("P3", new Trace().Written().RemoveAt(10));

    [Fact]
    public void P3_a_stream_has_no_gap()
    {
        var written = new Trace().Written();
        Broken("P3", written.SetItem(10, written[10] with { Version = written[10].Version + 1 }));
        Broken("P3", written.SetItem(10, written[10] with { Follows = written[10].Follows - 1 }));
    }

    [Fact]
    public void P3_nothing_of_an_old_life_is_stored_after_a_new_one_began()
    {
        var written = new Trace().Written();
        Broken("P3", written.SetItem(10, written[10] with { Epoch = 0 }));
    }

    [Fact]
    public void P4_what_the_rules_would_not_have_decided_is_found() =>
        Broken("P4", new Trace().Change<SaleFact.RoundsOver>(_ => true, o => o with { Reason = RoundsOverReason.Silence }));

    [Theory]
    [InlineData(20)]
    [InlineData(20.001)]
    public void P5_no_bid_is_taken_at_the_deadline_or_behind_it(double at) =>
        Broken("P5", new Trace().Change<LotFact.BidAccepted>(b => b.BidId == "b1", b => b with { At = Trace.At(at) }, at));

    [Fact]
    public void P5_nothing_closes_before_its_deadline()
    {
        Broken("P5", new Trace().Change<SaleFact.RoundEnding>(_ => true, e => e with { At = Trace.At(19.999) }, 19.999));
        Broken("P5", new Trace().Change<LotFact.UnitAwarded>(a => a.Bidder == "client-1", a => a with { At = Trace.At(26.999) }, 26.999));
        Broken(
            "P5",
            new Trace().Change<LotFact.UnitAwarded>(a => a is { PriceMinor: 2000 }, a => a with { At = Trace.At(59.999) }, 59.999));
        Broken("P5", new Trace().Without<SealedHouseFact.BiddingEnded>(_ => true));
        Broken("P5", new Trace().Without<SaleFact.RoundEnding>(_ => true));
    }

    [Fact]
    public void P5_a_lot_closes_once_and_for_good()
    {
        Broken("P5", new Trace().Behind<LotFact.Closed>(_ => true, new LotFact.Closed(1, 0, Trace.At(9))));
        Broken(
            "P5",
            new Trace().Behind<LotFact.Closed>(_ => true, new LotFact.BidAccepted("buyer-4", "4", 1600, 3, Trace.At(9), 1500, null)));
    }

    [Fact]
    public void P5_a_deadline_is_extended_only_by_a_house_that_was_down_when_it_passed() =>
        Broken("P5", new Trace().Behind<LotFact.BidAccepted>(b => b.BidId == "b2", new LotFact.DeadlineSet(Trace.At(4), Trace.At(90))));

    [Fact]
    public void P5_a_late_bid_extends_a_lot_as_its_terms_say_and_no_other_does()
    {
        new Trace().AddEnglishSale().Hold();
        Broken("P5", new Trace().AddEnglishSale().Without<LotFact.DeadlineSet>(d => d.At == Trace.At(110)));
        Broken(
            "P5",
            new Trace().AddEnglishSale().Change<LotFact.DeadlineSet>(d => d.At == Trace.At(110), d => d with { ClosesAt = Trace.At(131) }));
        Broken(
            "P5",
            new Trace().AddEnglishSale().Behind<LotFact.BidAccepted>(
                b => b.BidId == "e2",
                new LotFact.DeadlineSet(Trace.At(125), Trace.At(145))));
    }

    [Fact]
    public void P6_equal_bids_go_by_the_order_of_taking()
    {
        Broken("P6", new Trace().Change<LotFact.UnitAwarded>(a => a.Round == 1, a => a with { Bidder = "bob" }));
        Broken("P6", new Trace().Change<LotFact.UnitAwarded>(a => a.Bidder == "buyer-3", a => a with { Bidder = "buyer-2" }));
        Broken("P6", new Trace().Change<SealedHouseFact.Finished>(_ => true, f => f with { Winner = 2 }));
        Broken("P6", new Trace().Change<LotFact.BidAccepted>(b => b.BidId == "b1", b => b with { Order = 3 }));
        // The lot got the bids in another order than the seats.
        Broken("P6", new Trace()
            .Change<LotFact.BidAccepted>(b => b.Bidder == "buyer-2", b => b with { Bidder = "buyer-9" })
            .Change<LotFact.BidAccepted>(b => b.Bidder == "buyer-3", b => b with { Bidder = "buyer-2", BidId = "2" })
            .Change<SealedHouseFact.BidTaken>(b => b.Connection == 3, b => b with { AmountMinor = 1400 })
            .Behind<SealedHouseFact.BidTaken>(b => b.Connection == 3, new SealedHouseFact.BidTaken(2, 1, 1500, Trace.At(8))));
    }

    [Fact]
    public void P6_of_maximums_the_highest_leads_and_of_equal_ones_the_earlier() =>
        Broken(
            "P6",
            new Trace().Change<LotFact.BidAccepted>(
                b => b.BidId == "b3",
                b => b with { AmountMinor = 1500, PriceMinor = 1500, Leader = "bob" }));

    [Fact]
    public void P7_a_price_never_falls() =>
        Broken(
            "P7",
            new Trace().Behind<LotFact.BidAccepted>(
                b => b.BidId == "b3",
                new LotFact.BidAccepted("bob", "b4", 1400, 3, Trace.At(6), 1200, "ann")));

    [Fact]
    public void P7_the_second_price_is_the_second_bid() =>
        Broken("P7", new Trace().Change<LotFact.UnitAwarded>(a => a is { PriceMinor: 2000 }, a => a with { PriceMinor = 3000 }));

    [Fact]
    public void P7_the_highest_wins() =>
        Broken("P7", new Trace().Change<LotFact.UnitAwarded>(a => a is { PriceMinor: 2000 }, a => a with { Bidder = "bob" }));

    [Fact]
    public void P7_a_lot_never_awards_more_than_it_has()
    {
        Broken("P7", new Trace().Behind<LotFact.UnitAwarded>(a => a.Round == 1, new LotFact.UnitAwarded("bob", 1500, 0, 1, Trace.At(20))));
        Broken("P7", new Trace().Change<LotFact.UnitAwarded>(a => a.Round == 1, a => a with { UnitsLeft = 1 }));
    }

    [Fact]
    public void P7_whoever_has_won_gets_it()
    {
        Broken("P7", new Trace().Without<LotFact.UnitAwarded>(a => a.Round == 1));
        Broken(
            "P7",
            new Trace()
                .Without<LotFact.UnitAwarded>(a => a is { PriceMinor: 2000 })
                .Change<LotFact.Closed>(c => c.At == Trace.At(60), c => c with { Sold = 0, Unsold = 1 }));
    }

    [Fact]
    public void P7_one_result_for_a_lot_and_sums_that_are_right()
    {
        Broken("P7", new Trace().Change<LotFact.Closed>(c => c.At == Trace.At(60), c => c with { Sold = 0, Unsold = 1 }));
        Broken("P7", new Trace().Change<SaleFact.LotClosed>(c => c.Lot == "cup", c => c with { Sold = 0, Unsold = 1 }));
        Broken("P7", new Trace().Change<SaleFact.Ended>(_ => true, e => e with { Sold = 4 }));
        Broken("P7", new Trace().Change<SaleFact.RoundReported>(_ => true, r => r with { Bids = 1 }));
        Broken("P7", new Trace().Change<SealedHouseFact.Finished>(_ => true, f => f with { PaysMinor = 1400 }));
    }

    [Fact]
    public void P1_nothing_is_told_that_is_not_stored()
    {
        var written = new Trace().Written();
        // The disk has everything up to the round's bids.
        var promises = Trace.Hold(written.Take(11));
        var ear = new FloorEar(promises, () => Trace.At(5));
        ear.Enters(TheSale.Id);
        ear.Accepted("ann", "a1", "lamp", 1500, 9, 1010);
        Told("P1", () => ear.Accepted("bob", "b1", "lamp", 1500, 10, 1011));
        Told("P1", () => ear.Told(new Notice.UnitSold(20, "lamp", 1500, "ann", 0), isOld: false));
        Told("P1", () => ear.Refused("bob", "b9", "lamp", 1100, RejectionCode.TooLow, 1100, 9));
        Told("P1", () => ear.Refused("bob", "b9", "lamp", 1100, RejectionCode.TooLow, 1000, 9));
        Told("P1", () => ear.Refused("bob", "b9", "cup", 1100, RejectionCode.Closed, 1000, 9));
        Told("P1", () => ear.Refused("bob", "b9", "lamp", 1100, RejectionCode.NotOpenYet, 1000, 9));
        Told("P1", () => new RoomEar(new Trace().Hold(), "client-1").Hears(RoomWords.NotFound("Laptop"), "Laptop,600"));
        Told("P1", () => new SealedEar(promises, 3, 2).Hears(SealedWords.BidReceived));
    }

    [Fact]
    public void P1_what_is_told_is_what_is_stored()
    {
        var promises = new Trace().Hold();
        var ear = new FloorEar(promises, () => Trace.At(100));
        ear.Enters(TheSale.Id);
        Told("P1", () => ear.Told(new Notice.UnitSold(promises.LastEvent(TheSale.Id), "lamp", 1500, "ann", 0), isOld: false));
        var award = new Trace().Written().First(w => w.Fact is LotFact.UnitAwarded { Round: 1 }).Event;
        Told("P1", () => ear.Told(new Notice.UnitSold(award, "lamp", 1400, "ann", 0), isOld: true));
        Told("P7", () => ear.Account("ann", 3, 4799, promises.LastEvent(TheSale.Id)));
        Told("P1", () => new RoomEar(promises, "client-2").Hears("Congratulations! You won Laptop for $600", null));
        Told("P1", () => new SealedEar(promises, 2, 2).Hears("You won this item Sword! Your payment due is $15"));
        new RoomEar(promises, "client-1").Hears("Congratulations! You won Laptop for $600", null);
        new SealedEar(promises, 3, 2).Hears("You won this item Sword! Your payment due is $15");
        ear.Account("ann", 3, 4800, promises.LastEvent(TheSale.Id));
    }

    [Fact]
    public void P1_numbers_that_are_told_only_grow()
    {
        var ear = new FloorEar(new Trace().Hold(), () => Trace.At(100));
        ear.Enters(TheSale.Id);
        ear.Hears(9, "READY");
        Told("P1", () => ear.Hears(8, "READY"));
    }

    [Fact]
    public void P2_the_first_answer_is_the_answer()
    {
        var ear = new FloorEar(new Trace().Hold(), () => Trace.At(100));
        ear.Enters(TheSale.Id);
        ear.Accepted("ann", "a1", "lamp", 1500, 9, 1010);
        Told("P2", () => ear.Accepted("ann", "a1", "lamp", 1500, 10, 1011));
        Told("P2", () => ear.Accepted("ann", "a1", "lamp", 1500, 9, 1));
        Told("P2", () => ear.Accepted("ann", "a1", "lamp", 1600, 9, 1010));
        Told("P2", () => ear.Refused("ann", "a1", "lamp", 1500, RejectionCode.Closed, 1500, 50));
        // With other content only 209 will do, and 209 only with other content.
        Told("P2", () => ear.Refused("ann", "a1", "lamp", 1600, RejectionCode.Closed, 1500, 50));
        Told("P2", () => ear.Refused("ann", "a9", "lamp", 1600, RejectionCode.BidIdReused, 1500, 50));
        ear.Refused("ann", "a1", "lamp", 1600, RejectionCode.BidIdReused, 1500, 50);
    }

    [Fact]
    public void Two_sales_side_by_side_have_numbers_of_their_own()
    {
        var promises = new Trace().AddSecondSale().Hold();
        Assert.Equal((10, 6, 5, 1), promises.Seen);
        Assert.Equal([TheSale.Id, Trace.Second], promises.Floor.Sales);
        Assert.Equal(9, promises.LastEvent(Trace.Second));
        Assert.Equal((1, 1200L), promises.Floor.BoughtBy(Trace.Second, "bob", 9));
        Assert.Equal((0, 0L), promises.Floor.BoughtBy(TheSale.Id, "bob", promises.LastEvent(TheSale.Id)));
    }

    [Fact]
    public void P3_each_sale_has_its_numbers_without_a_gap()
    {
        var written = new Trace().AddSecondSale().Written();
        Broken("P3", written.SetItem(written.Length - 3, written[^3] with { Event = written[^3].Place }));
        var last = written.Last(w => w.Stream.StartsWith("sale/sale", StringComparison.Ordinal));
        Broken("P3", written.SetItem(written.Length - 3, written[^3] with { Event = last.Event + 1 }));
    }

    [Fact]
    public void P3_a_sale_is_put_up_in_its_own_stream() =>
        Broken(
            "P3",
            new Trace().AddSecondSale().Change<RegistryFact.SalePutUp>(
                p => p.Terms.Name == Trace.Second,
                p => p with { Terms = p.Terms with { Name = "third" } }));

    [Fact]
    public void P7_no_run_has_the_number_of_another_sales() => Broken("P7", new Trace().AddSecondSale(run: 1));

    [Fact]
    public void P7_a_run_begins_when_the_one_before_it_is_over()
    {
        Assert.Equal(11, new Trace().AddSecondSale().AddSecondSale(run: 3, from: 122).Hold().Seen.Bids);
        Broken("P7", new Trace().AddSecondSale(run: 3).AddSecondSale(run: 2, from: 122));
        Broken("P7", new Trace().AddSecondSale().Without<SaleFact.Ended>(e => e.Sold == 1).AddSecondSale(run: 3, from: 122));
    }

    [Fact]
    public void P5_a_lot_of_a_closed_sale_sells_nothing_whatever_is_sold_beside_it()
    {
        var trace = new Trace().AddSecondSale();
        var (cup, second) = (StreamNames.Lot(TheSale.Id, 1, "cup"), StreamNames.Run(Trace.Second, 2));
        Broken("P5", trace.Written().Add(After(trace, cup, new LotFact.UnitAwarded("bob", 3000, 0, 0, Trace.At(121)))));
        Broken("P5", trace.Written().Add(After(trace, second, new SaleFact.RoundOpened(1, Trace.At(121), Trace.At(141)))));
    }

    [Fact]
    public void P7_an_award_counts_in_the_sale_of_its_lot() =>
        Broken("P7", new Trace().AddSecondSale().Change<SaleFact.Ended>(e => e.Sold == 1, e => e with { Sold = 4 }));

    [Fact]
    public void P1_what_is_told_of_one_sale_is_not_told_as_anothers()
    {
        var promises = new Trace().AddSecondSale().Hold();
        var ear = new FloorEar(promises, () => Trace.At(200));
        ear.Enters(Trace.Second);
        // Numbers of the sale that it is in, and no others.
        ear.Hears(9, "READY");
        Told("P1", () => ear.Hears(promises.LastEvent(TheSale.Id), "READY"));
        var award = promises.Floor.AwardsOf(TheSale.Id).First(a => a.Award.Round == 1).Written.Event;
        var own = promises.Floor.AwardsOf(Trace.Second).Single().Written.Event;
        // An award of the one under a number of the other, and in the wrong sale.
        Told("P1", () => ear.Told(new Notice.UnitWon(own, "lamp", 1500, "bob"), isOld: true));
        Told("P1", () => ear.Told(new Notice.UnitWon(award, "lamp", 1500, "ann"), isOld: true));
        Told("P1", () => ear.Told(new Notice.UnitWon(own, "sale/lamp", 1200, "bob"), isOld: true));
        // Of another sale only what is for the bidder alone.
        Told("P1", () => ear.Told(new Notice.UnitSold(award, "sale/lamp", 1500, "ann", 0), isOld: true));
        ear.Told(new Notice.UnitWon(award, "sale/lamp", 1500, "ann"), isOld: true);
        ear.Told(new Notice.UnitWon(own, "lamp", 1200, "bob"), isOld: true);
        // Purchases are counted by the sale.
        Told("P7", () => ear.Account("bob", 0, 0, 9));
        ear.Account("bob", 1, 1200, 9);
    }

    [Fact]
    public void P2_a_bid_is_answered_in_the_sale_of_its_lot()
    {
        var promises = new Trace().AddSecondSale().Hold();
        var ear = new FloorEar(promises, () => Trace.At(200));
        ear.Enters(Trace.Second);
        var mine = promises.BidsOf(new LotName(Trace.Second, "lamp"), "bob", "b1").Single();
        var other = promises.BidsOf(new LotName(TheSale.Id, "lamp"), "bob", "b1").Single();
        Told("P1", () => ear.Accepted("bob", "b1", "lamp", 1500, other.Event, other.Receipt));
        Told("P2", () => ear.Accepted("bob", "b1", "sale/lamp", 1200, mine.Event, mine.Receipt));
        ear.Accepted("bob", "b1", "sale/lamp", 1500, other.Event, other.Receipt);
        ear.Accepted("bob", "b1", "lamp", 1200, mine.Event, mine.Receipt);
    }

    [Fact]
    public void P7_an_account_is_of_its_own_sale_and_run()
    {
        var promises = new Trace().AddSecondSale().Hold();
        var accounts = new AccountEar(promises);
        var own = promises.Floor.AwardsOf(Trace.Second).Single().Written.Event;
        var account = new FinalAccount(2, true, 0, [], [new UnitSale(0, "lamp", "bob", 1200, own, Currency.Default)])
        {
            Id = Trace.Second,
        };
        accounts.OnAccount(account);
        Told("P7", () => accounts.OnAccount(account with { Sales = [account.Sales[0] with { Seq = own + 1 }] }));
        Told("P7", () => accounts.OnAccount(account with { Sales = [] }));
        Told("P7", () => accounts.OnAccount(account with { Id = TheSale.Id, Sale = 1 }));
        Told("P1", () => accounts.OnAccount(account with { Sale = 1 }));
    }

    /// <summary>A fact behind all others.</summary>
    private static Written After(Trace trace, string stream, object fact)
    {
        var written = trace.Written();
        var before = written.Last(w => w.Stream == stream);
        return before with
        {
            Place = written.Length + 1,
            Event = written.Where(w => Chains.Of(w.Stream) == Chains.Of(stream)).Max(w => w.Event) + 1,
            Version = before.Version + 1,
            Follows = before.Place,
            At = written[^1].At,
            Fact = fact,
        };
    }

    private static void Broken(string promise, Trace trace) => Broken(promise, trace.Written());

    private static void Broken(string promise, IEnumerable<Written> written) =>
        Assert.Equal(promise, Assert.Throws<BrokenPromiseException>(() => { Trace.Hold(written); }).Promise);

    private static void Told(string promise, Action tell) => Assert.Equal(promise, Assert.Throws<BrokenPromiseException>(tell).Promise);
}
