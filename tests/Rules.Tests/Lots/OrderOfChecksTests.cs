using AkkaAuction.Rules.Forms.Proxy;
using AkkaAuction.Rules.Forms.Rounds;
using AkkaAuction.Rules.Forms.Sealed;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Rules.Tests.Lots;

/// <summary>
/// A bid with several faults is refused for the first of them in the documented order: 203, 202, 208, 206, 210, 207, 204.
/// </summary>
public sealed class OrderOfChecksTests
{
    private const long AboveCeiling = 1_000_001;

    public static TheoryData<string> Forms => ["rounds", "proxy", "english", "first_price", "second_price", "kth_price", "all_pay"];

    [Theory, MemberData(nameof(Forms))]
    public void A_closed_lot_refuses_with_203_before_anything_else(string form)
    {
        var lot = Make(form).Opened();
        lot.Do(new LotCommand.Close());
        lot.Bid("seller", AboveCeiling).AssertRefused(RejectionCode.Closed, 100, null);
    }

    [Theory, MemberData(nameof(Forms))]
    public void A_lot_that_waits_refuses_with_202_before_it_looks_at_the_bidder(string form) =>
        Assert.Equal(RejectionCode.NotOpenYet, Make(form).Bid("seller", AboveCeiling).Rejection.Code);

    [Theory, MemberData(nameof(Forms))]
    public void The_seller_is_refused_with_208_before_the_amount_is_looked_at(string form) =>
        Make(form).Opened().Bid("seller", AboveCeiling).AssertRefused(RejectionCode.SellerMayNotBid, 100, null);

    [Theory, MemberData(nameof(Forms))]
    public void An_amount_above_the_ceiling_is_refused_with_206_and_the_ceiling_itself_is_not(string form)
    {
        var lot = Make(form).Opened();
        Assert.Equal(RejectionCode.AboveCeiling, lot.Bid("ann", AboveCeiling).Rejection.Code);
        lot.Bid("ann", AboveCeiling - 1).AssertAccepted();
    }

    [Fact]
    public void Above_the_ceiling_comes_before_passed_and_passed_before_too_low()
    {
        var lot = Make("rounds").Opened();
        lot.Pass("ann");
        Assert.Equal(RejectionCode.AboveCeiling, lot.Bid("ann", AboveCeiling).Rejection.Code);
        Assert.Equal(RejectionCode.Passed, lot.Bid("ann", 1).Rejection.Code);
        Assert.Equal(RejectionCode.TooLow, lot.Bid("bob", 1).Rejection.Code);
    }

    [Theory, MemberData(nameof(Forms))]
    public void Amounts_that_no_door_lets_through_are_too_low_not_a_fault(string form)
    {
        var lot = Make(form).Opened();
        Assert.Equal(RejectionCode.TooLow, lot.Bid("ann", -1).Rejection.Code);
        Assert.Equal(RejectionCode.TooLow, lot.Bid("ann", long.MinValue).Rejection.Code);
        Assert.Equal(RejectionCode.AboveCeiling, lot.Bid("ann", long.MaxValue).Rejection.Code);
    }

    [Theory]
    [InlineData("rounds")]
    [InlineData("proxy")]
    public void Where_no_amount_under_the_ceiling_would_do_no_next_is_told(string form)
    {
        var lot = Make(form).Opened();
        lot.Bid("ann", AboveCeiling - 1).AssertAccepted();
        lot.Bid("bob", AboveCeiling - 1);
        if (form == "rounds")
        {
            lot.EndRound(1);
            lot.OpenRound(2);
        }
        lot.Bid("bob", AboveCeiling - 1).AssertRefused(RejectionCode.TooLow, AboveCeiling - 1, null);
    }

    [Theory, MemberData(nameof(Forms))]
    public void Refusing_allocates_nothing(string form)
    {
        var lot = Make(form).Opened();
        lot.Bid("ann", 200);
        lot.Bid("bob", 250);
        var state = lot.State;
        LotCommand[] refused =
        [
            new LotCommand.Bid("cho", "x", 1), new LotCommand.Bid("seller", "x", 500), new LotCommand.Bid("cho", "x", AboveCeiling),
        ];
        Assert.Equal(0, BytesOf(() =>
        {
            foreach (var command in refused)
            {
                if (!Lot.Decide(state, command, lot.Now).IsRefused) throw new InvalidOperationException("not refused");
            }
        }));
    }

    private static long BytesOf(Action action)
    {
        for (var i = 0; i < 100; i++) action();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static TestLot Make(string form)
    {
        FormTerms format = form switch
        {
            "rounds" => new RoundsTerms(new TieBreak.Earlier()),
            "proxy" => new ProxyTerms(IncrementTable.Flat(10), null, LowestBid.NextIncrement, LeaderRaise.LiftsCappedPrice),
            "english" => new EnglishTerms(IncrementTable.Flat(10), null, ReserveIs.Hidden, null, BuyNowUntil.Bid),
            "first_price" => new FirstPriceTerms(),
            "kth_price" => new KthPriceTerms(3),
            "all_pay" => new AllPayTerms(),
            _ => new SecondPriceTerms(),
        };
        return new TestLot(TestLot.Terms(format, units: form == "rounds" ? 2 : 1, seller: "seller"));
    }
}
