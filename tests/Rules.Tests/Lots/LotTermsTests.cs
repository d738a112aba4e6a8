using System.Collections.Immutable;
using AkkaAuction.Rules.Forms.Proxy;
using AkkaAuction.Rules.Forms.Rounds;
using AkkaAuction.Rules.Forms.Sealed;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Rules.Tests.Lots;

/// <summary>Terms are checked before a lot is made of them, and the fault is named with what would be right.</summary>
public sealed class LotTermsTests
{
    private static readonly LotTerms Good = TestLot.Terms(new RoundsTerms(new TieBreak.Earlier()));
    private static readonly LotTerms GoodProxy = TestLot.Terms(Proxy(IncrementTable.EBay));

    public static TheoryData<string, LotTerms> Faults => new()
    {
        { "id 'a b' must be", Good with { Id = "a b" } },
        { "id '' must be", Good with { Id = "" } },
        { "title must be 1 to 255", Good with { Title = "" } },
        { "not 256", Good with { Title = new string('x', 256) } },
        { "without control characters", Good with { Title = "a\nb" } },
        { "seller 'a,b' must be", Good with { Seller = "a,b" } },
        { "units must be 1 or more, not 0", Good with { Units = 0 } },
        { "start price must be 0 or more, not -0.01", Good with { StartPriceMinor = -1 } },
        { "ceiling must be above 0", Good with { CeilingMinor = 0 } },
        { "ceiling must be above 0 and at most", Good with { CeilingMinor = Amount.MaxMinor + 1 } },
        { "start price 10000.01 must not be above the ceiling 10000.00", Good with { StartPriceMinor = 1_000_001 } },
        { "digits must be 0 to 9", Good with { Currency = new Currency("X", 10) } },
        { "has no time of its own", Good with { OpenFor = TimeSpan.FromSeconds(1) } },
        { "sells one unit, not 2", GoodProxy with { Units = 2 } },
        { "first_price sells one unit", GoodProxy with { Form = new FirstPriceTerms(), Units = 2 } },
        { "k must be from 1 to 1000000, not 0", GoodProxy with { Form = new KthPriceTerms(0) } },
        { "needs the time", GoodProxy with { OpenFor = null } },
        { "must be above 0 and at most 366 days", GoodProxy with { OpenFor = TimeSpan.Zero } },
        { "must be above 0 and at most 366 days", GoodProxy with { OpenFor = TimeSpan.FromDays(367) } },
        { "reserve 0.99 must not be below the start price 1.00", GoodProxy with { Form = Proxy(IncrementTable.EBay, 99) } },
        { "reserve 10000.01 must not be above the ceiling", GoodProxy with { Form = Proxy(IncrementTable.EBay, 1_000_001) } },
        { "increment must be above 0, not 0.00", GoodProxy with { Form = Proxy(IncrementTable.Flat(0)) } },
        { "at least one row", GoodProxy with { Form = Proxy(new IncrementTable([])) } },
        {
            "bounds of the increments must rise: 1.00 comes after 1.00",
            GoodProxy with { Form = Proxy(Table((100, 1), (100, 2), (long.MaxValue, 3))) }
        },
        { "must be for every price above", GoodProxy with { Form = Proxy(Table((100, 1))) } },
    };

    [Theory, MemberData(nameof(Faults))]
    public void A_fault_is_named(string part, LotTerms terms) => Assert.Contains(part, terms.Fault(), StringComparison.Ordinal);

    [Fact]
    public void Good_terms_have_none()
    {
        Assert.Null(Good.Fault());
        Assert.Null(GoodProxy.Fault());
        Assert.Null((Good with { StartPriceMinor = 0, Units = 1_000_000, Seller = "ann", CeilingMinor = Amount.MaxMinor }).Fault());
        Assert.Null((GoodProxy with { Form = Proxy(IncrementTable.EBay, 100) }).Fault());
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(99, 5)]
    [InlineData(1_00, 25)]
    [InlineData(4_99, 25)]
    [InlineData(5_00, 50)]
    [InlineData(25_00, 1_00)]
    [InlineData(100_00, 2_50)]
    [InlineData(250_00, 5_00)]
    [InlineData(500_00, 10_00)]
    [InlineData(1000_00, 25_00)]
    [InlineData(2500_00, 50_00)]
    [InlineData(4999_99, 50_00)]
    [InlineData(5000_00, 100_00)]
    [InlineData(long.MaxValue, 100_00)]
    public void EBays_increments_go_by_the_price_and_bounds_belong_to_the_row_above(long price, long step) =>
        Assert.Equal(step, IncrementTable.EBay.At(price));

    private static ProxyTerms Proxy(IncrementTable table, long? reserve = null) =>
        new(table, reserve, LowestBid.NextIncrement, LeaderRaise.LiftsCappedPrice);

    private static IncrementTable Table(params (long Below, long Step)[] rows) =>
        new(rows.Select(row => new IncrementRow(row.Below, row.Step)).ToImmutableArray());
}
